/* crm-camel-bounce.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Delivery failures, in a letter that is loaded already. */
#define G_LOG_DOMAIN "crm-camel-bounce"
#include "config.h"

#include "crm-camel-bounce.h"

#include "crm-camel-text.h"
#include "model/crm-bounce.h"

#define MAX_BYTES (64 * 1024)
#define MAX_DEPTH 3
#define MAX_PARTS 20

/* (unowned) (nullable): the report; one in a letter that somebody forwards is not there */
static CamelMimePart *
find_report (CamelMimePart *part, guint depth)
{
  CamelDataWrapper *content = camel_medium_get_content (CAMEL_MEDIUM (part));
  CamelContentType *type = camel_mime_part_get_content_type (part);

  if (content == NULL || type == NULL || depth > MAX_DEPTH)
    return NULL;
  if (camel_content_type_is (type, "message", "delivery-status")
      || camel_content_type_is (type, "message", "global-delivery-status"))
    return part;
  if (CAMEL_IS_MULTIPART (content))
    {
      guint n = MIN (camel_multipart_get_number (CAMEL_MULTIPART (content)), MAX_PARTS);

      for (guint i = 0; i < n; i++)
        {
          CamelMimePart *found
              = find_report (camel_multipart_get_part (CAMEL_MULTIPART (content), i), depth + 1);

          if (found != NULL)
            return found;
        }
    }
  return NULL;
}

static char *
decode (CamelMimePart *part, GCancellable *cancellable)
{
  CamelDataWrapper *content = camel_medium_get_content (CAMEL_MEDIUM (part));
  g_autofree char *bytes = g_malloc (MAX_BYTES);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new (bytes, MAX_BYTES, NULL, NULL);

  /* Where there is more than that, it fails once the place is full. */
  camel_data_wrapper_decode_to_output_stream_sync (content, stream, cancellable, NULL);
  return g_strndup (bytes, g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)));
}

/**
 * crm_camel_bounce_read:
 * @message: a letter that a machine wrote, all of it loaded
 * @cancellable: (nullable): stops the decoding; what is read then is not all
 *
 * Decodes in this thread, which should not be the main one. Nothing is fetched.
 *
 * Returns: (transfer full) (element-type CrmBounce): the addresses that it says were not reached,
 *   mostly none
 */
GPtrArray *
crm_camel_bounce_read (CamelMimeMessage *message, GCancellable *cancellable)
{
  CamelMimePart *report;
  g_autofree char *text = NULL;
  GPtrArray *bounces;

  g_return_val_if_fail (CAMEL_IS_MIME_MESSAGE (message), NULL);

  report = find_report (CAMEL_MIME_PART (message), 0);
  if (report != NULL)
    {
      g_autofree char *status = decode (report, cancellable);

      bounces = crm_bounce_read_status (status);
      if (bounces->len > 0)
        return bounces;
      g_ptr_array_unref (bounces);
    }
  text = crm_camel_text_read (message, cancellable);
  return crm_bounce_read_text (text);
}
