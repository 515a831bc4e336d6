/* e-crm-composer-text.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-composer-text"
#include "config.h"

#include "e-crm-composer-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-phrases-trouble.h"
#include "service/crm-templates.h"

/* (nullable): the text filled in; NULL with a note when the template cannot be read */
static char *
fill_in (const char *source,
         CrmTemplateMode mode,
         CrmTemplateLookup lookup,
         gpointer data,
         GPtrArray *missing,
         char **out_note)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmTemplate) template = crm_template_parse (source, NULL, &error);

  if (template != NULL)
    return crm_template_render (template, mode, lookup, data, missing);
  /* TRANSLATORS: %s says where and why, e.g. "line 2, column 5: ..." */
  *out_note = g_strdup_printf (_ ("The template has a mistake: %s"), error->message);
  return NULL;
}

static void
fill_subject (EMsgComposer *composer,
              const CrmRecord *template,
              CrmTemplateLookup lookup,
              gpointer data,
              GPtrArray *missing)
{
  EComposerHeaderTable *table = e_msg_composer_get_header_table (composer);
  const char *before = e_composer_header_table_get_subject (table);
  const char *source = crm_record_get_text (template, "subject");
  g_autofree char *note = NULL;
  g_autofree char *subject = NULL;

  if (source == NULL || (before != NULL && before[0] != '\0'))
    return;
  subject = fill_in (source, CRM_TEMPLATE_PLAIN, lookup, data, missing, &note);
  if (subject != NULL)
    e_composer_header_table_set_subject (table, g_strdelimit (subject, "\r\n", ' '));
}

/* Where the cursor is; the signature and what is quoted stay. Returns: (transfer full) (nullable):
 * what the person should know. */
char *
e_crm_composer_text_insert (EMsgComposer *composer,
                            const CrmRecord *template,
                            CrmTemplateLookup lookup,
                            gpointer data)
{
  EHTMLEditor *editor = e_msg_composer_get_editor (composer);
  EContentEditor *content = e_html_editor_get_content_editor (editor);
  const char *html = crm_record_get_text (template, "html");
  const char *plain = crm_record_get_text (template, "text");
  gboolean as_html
      = html != NULL
        && (plain == NULL || e_html_editor_get_mode (editor) == E_CONTENT_EDITOR_MODE_HTML);
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_autofree char *names = NULL;
  char *note = NULL;

  if (html == NULL && plain == NULL)
    return NULL;
  text = fill_in (as_html ? html : plain, as_html ? CRM_TEMPLATE_HTML : CRM_TEMPLATE_PLAIN, lookup,
                  data, missing, &note);
  if (text == NULL)
    return note;
  fill_subject (composer, template, lookup, data, missing);
  e_content_editor_insert_content (content, text,
                                   as_html ? E_CONTENT_EDITOR_INSERT_TEXT_HTML
                                           : E_CONTENT_EDITOR_INSERT_TEXT_PLAIN);
  if (missing->len == 0)
    return NULL;
  g_ptr_array_add (missing, NULL);
  names = g_strjoinv (", ", (char **)missing->pdata);
  g_ptr_array_set_size (missing, (int)missing->len - 1);
  /* TRANSLATORS: %s are names of fields of a template, such as deal.title */
  return g_strdup_printf (_ ("⚠ Nothing is known for: %s"), names);
}

/* --- saving ----------------------------------------------------------------------------------- */

typedef struct
{
  CrmStore *store;     /* (owned) */
  char *name;          /* (owned) */
  char *kind;          /* (owned) */
  char *language;      /* (owned) */
  char *subject;       /* (owned) (nullable) */
  CrmRecord *replaced; /* (owned) (nullable) */
  gboolean is_html;
  ECrmMergeBackFunc merge_back; /* (nullable) */
  ECrmSavedFunc saved;
  gpointer data;
} Saving;

static void
finish (Saving *saving, const char *failure)
{
  saving->saved (failure, saving->data);
  g_object_unref (saving->store);
  g_free (saving->name);
  g_free (saving->kind);
  g_free (saving->language);
  g_free (saving->subject);
  g_clear_pointer (&saving->replaced, crm_record_unref);
  g_free (saving);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);
  g_autofree char *failure = NULL;

  if (g_error_matches (error, CRM_ERROR, CRM_ERROR_CONFLICT))
    failure = g_strdup (_ ("Somebody else has changed it meanwhile"));
  else if (written == NULL)
    failure = crm_phrase_trouble (error, NULL);
  finish (data, failure);
}

/* Signature and quoted text are no part of a template: they follow what was written. */
static char *
cut_html (const char *html)
{
  static const char *const ends[] = { "-x-evo-signature", "-x-evo-cite", "<blockquote" };
  const char *body = strstr (html, "<body");
  const char *begin = body != NULL && strchr (body, '>') != NULL ? strchr (body, '>') + 1 : html;
  const char *end = strstr (begin, "</body>");

  if (end == NULL)
    end = begin + strlen (begin);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      const char *at = g_strstr_len (begin, end - begin, ends[i]);

      while (at != NULL && at > begin && *at != '<')
        at--;
      if (at != NULL)
        end = at;
    }
  return g_strndup (begin, (gsize)(end - begin));
}

/* Whether there is more than lines: then the formatting is worth keeping. */
static gboolean
has_formatting (const char *html)
{
  static const char *const tags[] = { "<b>", "<i>", "<u>", "<a ",   "<ul",     "<ol", "<table",
                                      "<h1", "<h2", "<h3", "<font", "<strike", "<img" };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (strstr (html, tags[i]) != NULL)
      return TRUE;
  return FALSE;
}

static char *
find_mistake (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmTemplate) template = crm_template_parse (text, NULL, &error);

  return template == NULL ? g_strdup_printf (_ ("The template has a mistake: %s"), error->message)
                          : NULL;
}

static void
write_template (Saving *saving, const char *text, const char *html)
{
  CrmTemplateText new_text = { .name = saving->name,
                               .kind = saving->kind,
                               .language = saving->language,
                               .subject = saving->subject,
                               .text = text,
                               .html = html };
  g_autoptr (CrmChangeSet) set = crm_templates_save (&new_text, saving->replaced);

  crm_store_write_async (saving->store, set, NULL, written_cb, saving);
}

/* Replaces @text. */
static void
put_fields (Saving *saving, char **text /* (nullable) */, CrmTemplateMode mode)
{
  char *with_fields = NULL;

  if (*text == NULL || saving->merge_back == NULL)
    return;
  with_fields = saving->merge_back (*text, mode, saving->data);
  g_free (*text);
  *text = with_fields;
}

static void
content_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (GError) error = NULL;
  EContentEditorContentHash *hash
      = e_content_editor_get_content_finish (E_CONTENT_EDITOR (source), result, &error);
  g_autofree char *text = NULL;
  g_autofree char *html = NULL;
  g_autofree char *mistake = NULL;

  if (hash == NULL)
    {
      finish (saving, error != NULL ? error->message : "");
      return;
    }
  text = g_strdup (
      e_content_editor_util_get_content_data (hash, E_CONTENT_EDITOR_GET_RAW_BODY_STRIPPED));
  if (saving->is_html)
    html = cut_html (
        e_content_editor_util_get_content_data (hash, E_CONTENT_EDITOR_GET_RAW_BODY_HTML));
  e_content_editor_util_free_content_hash (hash);
  if (html != NULL && !has_formatting (html))
    g_clear_pointer (&html, g_free);
  put_fields (saving, &text, CRM_TEMPLATE_PLAIN);
  put_fields (saving, &html, CRM_TEMPLATE_HTML);
  put_fields (saving, &saving->subject, CRM_TEMPLATE_PLAIN);
  if (text == NULL || g_strstrip (text)[0] == '\0')
    mistake = g_strdup (_ ("Nothing has been written yet"));
  else
    mistake = find_mistake (html != NULL ? html : text);
  if (mistake != NULL)
    finish (saving, mistake);
  else
    write_template (saving, text, html);
}

/* @wish: what it is to be called; copied. @saved is called once. */
void
e_crm_composer_text_save (EMsgComposer *composer,
                          CrmStore *store,
                          const ECrmTemplateWish *wish,
                          ECrmMergeBackFunc merge_back,
                          ECrmSavedFunc saved,
                          gpointer data)
{
  EHTMLEditor *editor = e_msg_composer_get_editor (composer);
  Saving *saving = g_new0 (Saving, 1);

  saving->store = g_object_ref (store);
  saving->name = g_strdup (wish->name);
  saving->kind = g_strdup (wish->kind);
  saving->language = g_strdup (wish->language);
  saving->replaced = wish->replaced != NULL ? crm_record_ref ((CrmRecord *)wish->replaced) : NULL;
  saving->is_html = e_html_editor_get_mode (editor) == E_CONTENT_EDITOR_MODE_HTML;
  saving->merge_back = wish->with_fields ? merge_back : NULL;
  saving->saved = saved;
  saving->data = data;
  if (g_str_equal (wish->kind, "letter"))
    saving->subject = g_strdup (
        e_composer_header_table_get_subject (e_msg_composer_get_header_table (composer)));
  e_content_editor_get_content (e_html_editor_get_content_editor (editor),
                                E_CONTENT_EDITOR_GET_RAW_BODY_STRIPPED
                                    | E_CONTENT_EDITOR_GET_RAW_BODY_HTML,
                                NULL, NULL, content_cb, saving);
}

/* Where the cursor is, for one who writes a template. */
void
e_crm_composer_text_insert_field (EMsgComposer *composer, const char *field)
{
  EContentEditor *content = e_html_editor_get_content_editor (e_msg_composer_get_editor (composer));
  g_autofree char *text = g_strdup_printf ("{{%s}}", field);

  e_content_editor_insert_content (content, text, E_CONTENT_EDITOR_INSERT_TEXT_PLAIN);
}
