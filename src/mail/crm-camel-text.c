/* crm-camel-text.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The words of a letter that is loaded already. */
#define G_LOG_DOMAIN "crm-camel-text"
#include "config.h"

#include "crm-camel-text.h"

#include "model/crm-html-text.h"

/* Of a longer part only so much is read: signatures stand above what is quoted. */
#define MAX_BYTES (256 * 1024)
#define MAX_DEPTH 8
#define MAX_PARTS 50

typedef struct
{
  CamelMimePart *plain; /* (unowned) (nullable) */
  CamelMimePart *html;  /* (unowned) (nullable) */
  guint n_parts;
} Found;

static gboolean
is_attachment (CamelMimePart *part)
{
  const char *disposition = camel_mime_part_get_disposition (part);

  return disposition != NULL && g_ascii_strcasecmp (disposition, "attachment") == 0;
}

/* What the sender wrote is the first text; an attached letter is somebody else's, and what is
 * encrypted stays so. */
static void
look (CamelMimePart *part, guint depth, Found *found)
{
  CamelDataWrapper *content = camel_medium_get_content (CAMEL_MEDIUM (part));
  CamelContentType *type = camel_mime_part_get_content_type (part);

  if (content == NULL || type == NULL || depth > MAX_DEPTH || found->n_parts++ > MAX_PARTS
      || (depth > 0 && is_attachment (part)))
    return;
  if (CAMEL_IS_MULTIPART (content))
    {
      if (camel_content_type_is (type, "multipart", "encrypted"))
        return;
      for (guint i = 0; i < camel_multipart_get_number (CAMEL_MULTIPART (content)); i++)
        look (camel_multipart_get_part (CAMEL_MULTIPART (content), i), depth + 1, found);
    }
  else if (camel_content_type_is (type, "text", "plain") && found->plain == NULL)
    found->plain = part;
  else if (camel_content_type_is (type, "text", "html") && found->html == NULL)
    found->html = part;
}

/* A text without a charset, or with a wrong one, is what it may be. */
static char *
to_utf8 (const char *bytes, gsize length, const char *charset)
{
  char *text = NULL;

  if (charset != NULL && g_ascii_strcasecmp (charset, "utf-8") != 0)
    text = g_convert_with_fallback (bytes, (gssize)length, "UTF-8", charset, "?", NULL, NULL, NULL);
  if (text == NULL && !g_utf8_validate_len (bytes, length, NULL) && charset == NULL)
    text = g_convert_with_fallback (bytes, (gssize)length, "UTF-8", "windows-1252", "?", NULL, NULL,
                                    NULL);
  if (text == NULL)
    {
      g_autofree char *copy = g_strndup (bytes, length);

      text = g_utf8_make_valid (copy, -1);
    }
  return text;
}

static char *
read_part (CamelMimePart *part, GCancellable *cancellable)
{
  CamelDataWrapper *content = camel_medium_get_content (CAMEL_MEDIUM (part));
  CamelContentType *type = camel_mime_part_get_content_type (part);
  const char *charset = camel_content_type_param (type, "charset");
  g_autofree char *bytes = g_malloc (MAX_BYTES);
  GOutputStream *stream = g_memory_output_stream_new (bytes, MAX_BYTES, NULL, NULL);
  g_autofree char *name = charset != NULL ? g_strdup (camel_iconv_charset_name (charset)) : NULL;
  char *text;

  /* Where there is more than that, it fails once the place is full. */
  camel_data_wrapper_decode_to_output_stream_sync (content, stream, cancellable, NULL);
  text = to_utf8 (bytes, g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)),
                  name);
  g_object_unref (stream);
  return text;
}

/**
 * crm_camel_text_read:
 * @message: a letter, all of it loaded
 * @cancellable: (nullable): stops the decoding; what is read then is not all
 *
 * Decodes in this thread, which should not be the main one. Nothing is fetched.
 *
 * Returns: (transfer full) (nullable): what the sender wrote, as plain text in UTF-8, at most 256
 * KiB; %NULL when there is no text
 */
char *
crm_camel_text_read (CamelMimeMessage *message, GCancellable *cancellable)
{
  Found found = { NULL, NULL, 0 };
  g_autofree char *html = NULL;

  g_return_val_if_fail (CAMEL_IS_MIME_MESSAGE (message), NULL);

  look (CAMEL_MIME_PART (message), 0, &found);
  if (found.plain != NULL)
    return read_part (found.plain, cancellable);
  if (found.html == NULL)
    return NULL;
  html = read_part (found.html, cancellable);
  return crm_html_to_text (html);
}
