/* crm-app-document-open.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whether the file of a document is there, and showing it in the program that is for such files. */
#define G_LOG_DOMAIN "crm-app-document-open"
#include "config.h"

#include "crm-app-document-open.h"

#include <glib/gi18n-lib.h>

#include "crm-app-card.h"
#include "crm-phrases-document.h"
#include "crm-phrases.h"
#include "service/crm-documents.h"

static const char *
get_missing_text (void)
{
  return _ ("⚠ The file is no longer there");
}

/* (transfer full) (nullable): only files can be looked for; a page is asked of the browser */
static GFile *
dup_file (const CrmRecord *document)
{
  const char *uri = crm_record_get_text (document, "uri");

  return g_str_has_prefix (uri, "file:") ? g_file_new_for_uri (uri) : NULL;
}

/* Of a link that leads nowhere GIO tells the link itself. */
static gboolean
is_missing (GFileInfo *info /* (nullable) */, const GError *error)
{
  if (info != NULL)
    return g_file_info_get_file_type (info) == G_FILE_TYPE_SYMBOLIC_LINK;
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
}

/* --- looking -----------------------------------------------------------------------------------
 */

typedef struct
{
  GtkWidget *line;     /* (owned) */
  CrmRecord *document; /* (owned) */
  gint64 now_usec;
} Look;

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Look *look = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);
  g_autofree char *text = NULL;

  if (info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
    text = crm_phrase_document (look->document, g_file_info_get_size (info), look->now_usec);
  else if (is_missing (info, error))
    text = g_strdup (get_missing_text ());
  if (text != NULL && gtk_widget_get_parent (look->line) != NULL)
    crm_app_card_line_set_detail (look->line, crm_phrase_record_name (look->document), text);
  g_object_unref (look->line);
  crm_record_unref (look->document);
  g_free (look);
}

/* Tells in the line of a card how large the file is, or that it is missing, as soon as that is
 * known. */
void
crm_app_document_look (GtkWidget *line, CrmRecord *document, gint64 now_usec)
{
  g_autoptr (GFile) file = dup_file (document);
  Look *look;

  if (file == NULL)
    return;
  look = g_new (Look, 1);
  *look = (Look){ g_object_ref (line), crm_record_ref (document), now_usec };
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_LOW, NULL, looked_cb, look);
}

/* --- opening -----------------------------------------------------------------------------------
 */

typedef struct
{
  GtkWidget *parent;      /* (owned) */
  CrmAppSession *session; /* (owned) */
  CrmRecord *document;    /* (owned) */
} Opening;

static void
free_opening (Opening *opening)
{
  g_object_unref (opening->parent);
  g_object_unref (opening->session);
  crm_record_unref (opening->document);
  g_free (opening);
}

static void
tell_trouble (const Opening *opening, const GError *error)
{
  /* TRANSLATORS: %s is a document */
  g_autofree char *text = g_strdup_printf (_ ("“%s” could not be opened"),
                                           crm_phrase_record_name (opening->document));

  g_message ("a document could not be opened: %s", error->message);
  crm_app_session_tell_trouble (opening->session, text);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell_trouble (opening, error);
  free_opening (opening);
}

static void
show (Opening *opening)
{
  GtkRoot *root = gtk_widget_get_root (opening->parent);

  if (!GTK_IS_WINDOW (root)) /* closed meanwhile */
    free_opening (opening);
  else
    gtk_show_uri_full (GTK_WINDOW (root), crm_record_get_text (opening->document, "uri"),
                       GDK_CURRENT_TIME, NULL, opened_cb, opening);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info != NULL && !is_missing (info, error))
    {
      show (opening);
      return;
    }
  crm_app_session_tell_trouble (opening->session, is_missing (info, error)
                                                      ? get_missing_text ()
                                                      : _ ("The file cannot be read"));
  free_opening (opening);
}

/**
 * crm_app_document_open:
 * @parent: a widget of the window where somebody asked for it
 * @session: a session
 * @document: what to show
 *
 * Shows it in the program for such files, or in the browser; trouble is told. What is written there
 * may be anybody's: what is neither a file of this computer nor a page of the web is not opened.
 */
void
crm_app_document_open (GtkWidget *parent, CrmAppSession *session, CrmRecord *document)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri
      = crm_documents_parse_location (crm_record_get_text (document, "uri"), &error);
  g_autoptr (GFile) file = dup_file (document);
  Opening *opening = g_new (Opening, 1);

  *opening = (Opening){ g_object_ref (parent), g_object_ref (session), crm_record_ref (document) };
  if (uri == NULL)
    {
      tell_trouble (opening, error);
      free_opening (opening);
    }
  else if (file == NULL)
    show (opening);
  else
    g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                             G_PRIORITY_DEFAULT, NULL, found_cb, opening);
}
