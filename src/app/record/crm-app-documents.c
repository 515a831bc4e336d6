/* crm-app-documents.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The documents of a record: files and pages somebody put there, and letters with attachments,
 * which Evolution opens. */
#define G_LOG_DOMAIN "crm-app-documents"
#include "config.h"

#include "crm-app-documents.h"

#include <glib/gi18n-lib.h>

#include "crm-app-card.h"
#include "crm-app-document-open.h"
#include "crm-app-form-window.h"
#include "crm-phrases-document.h"
#include "crm-phrases.h"
#include "base/crm-app-evolution.h"
#include "base/crm-app-widgets.h"
#include "base/crm-app-wrap.h"

typedef struct
{
  CrmAppSession *session; /* (owned) */
  GtkWidget *list;
  GtkWidget *place;              /* GtkEntry: of one to be added */
  GtkWidget *problem;            /* GtkLabel */
  GtkWidget *letters;            /* GtkLabel: says what letters are among them */
  GtkFileChooserNative *chooser; /* (owned) (nullable) */
  CrmSubject *subject;           /* (owned) (nullable): NULL until it is read */
} Documents;

static void
free_documents (gpointer data)
{
  Documents *self = data;

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_object_unref (self->session);
  crm_subject_free (self->subject);
  g_free (self);
}

static Documents *
get (GtkWidget *card)
{
  return g_object_get_data (G_OBJECT (card), "crm-documents");
}

/* --- adding ------------------------------------------------------------------------------------
 */

static void
add (Documents *self, const char *uri)
{
  CrmStore *store = crm_app_session_get_store (self->session);

  if (store != NULL && self->subject != NULL)
    crm_app_session_write (self->session, crm_documents_add (self->subject, NULL, uri,
                                                             crm_store_get_actor (store), NULL));
}

static void
tell_problem (Documents *self, gboolean has_problem)
{
  gtk_widget_set_visible (self->problem, has_problem);
  if (has_problem)
    gtk_widget_add_css_class (self->place, "error");
  else
    gtk_widget_remove_css_class (self->place, "error");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->place), GTK_ACCESSIBLE_STATE_INVALID,
      has_problem ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  crm_app_set_description (self->place,
                           has_problem ? gtk_label_get_text (GTK_LABEL (self->problem)) : "");
}

static void
add_cb (GtkWidget *widget, gpointer card)
{
  Documents *self = get (card);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->place));
  g_autofree char *uri = crm_documents_parse_location (text, NULL);

  gtk_widget_grab_focus (self->place);
  tell_problem (self, uri == NULL && *text != '\0');
  if (uri == NULL)
    return;
  add (self, uri);
  gtk_editable_set_text (GTK_EDITABLE (self->place), "");
}

static void
typed_cb (GtkEditable *entry, gpointer card)
{
  tell_problem (get (card), FALSE);
}

static void
add_files (Documents *self, GListModel *files)
{
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *text = g_file_get_uri (file);
      g_autofree char *uri = crm_documents_parse_location (text, NULL);

      if (uri != NULL)
        add (self, uri);
      else
        tell_problem (self, TRUE);
    }
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, gpointer card)
{
  Documents *self = get (card);
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
      add_files (self, files);
    }
  g_clear_object (&self->chooser);
}

static void
choose_cb (GtkButton *button, gpointer card)
{
  Documents *self = get (card);

  if (self->chooser != NULL)
    return;
  self->chooser
      = gtk_file_chooser_native_new (_ ("Add a File"), GTK_WINDOW (gtk_widget_get_root (card)),
                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Add"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), card, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer card)
{
  Documents *self = get (card);
  GSList *files = g_value_get_boxed (value);
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);

  for (; files != NULL; files = files->next)
    g_list_store_append (list, files->data);
  add_files (self, G_LIST_MODEL (list));
  return TRUE;
}

static GtkWidget *
make_adder (Documents *self, GtkWidget *card)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *choose
      = crm_app_icon_button_new ("document-open-symbolic", _ ("Add a File"), "crm-document-choose");
  GtkWidget *button
      = crm_app_icon_button_new ("list-add-symbolic", _ ("Add Document"), "crm-document-add");

  self->place = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->place), _ ("Web address or path of a file"));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->place), 12);
  gtk_widget_set_hexpand (self->place, TRUE);
  crm_app_set_name (self->place, _ ("Web address or path of a file"));
  crm_app_set_id (self->place, "crm-document-place");
  g_signal_connect (self->place, "activate", G_CALLBACK (add_cb), card);
  g_signal_connect (self->place, "changed", G_CALLBACK (typed_cb), card);
  g_signal_connect (choose, "clicked", G_CALLBACK (choose_cb), card);
  g_signal_connect (button, "clicked", G_CALLBACK (add_cb), card);
  gtk_box_append (GTK_BOX (line), self->place);
  gtk_box_append (GTK_BOX (line), choose);
  gtk_box_append (GTK_BOX (line), button);
  return line;
}

static GtkWidget *
make_note (const char *style_class, const char *text)
{
  GtkWidget *label = crm_app_text_new (style_class);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, FALSE);
  return label;
}

/* --- lines -------------------------------------------------------------------------------------
 */

/* What a line's buttons work with; lives as long as the line. */
typedef struct
{
  CrmAppSession *session; /* (owned) */
  CrmRecord *document;    /* (owned) */
} Line;

static void
free_line (gpointer data)
{
  Line *line = data;

  g_object_unref (line->session);
  crm_record_unref (line->document);
  g_free (line);
}

static void
edit_cb (GtkButton *button, gpointer data)
{
  Line *line = data;

  crm_app_form_window_present (GTK_WIDGET (button), line->session, "document", line->document->id,
                               crm_phrase_record_name (line->document));
}

static void
remove_cb (GtkButton *button, gpointer data)
{
  Line *line = data;

  crm_app_session_write (line->session, crm_documents_remove (line->document));
}

static void
add_button (GtkWidget *row, const char *icon, const char *name, GCallback callback, const char *id)
{
  GtkWidget *button = crm_app_icon_button_new (icon, name, id);

  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", callback, g_object_get_data (G_OBJECT (row), "crm-line"));
  crm_app_card_line_append (row, button);
}

static void
add_document (Documents *self, CrmRecord *document, gint64 now_usec)
{
  const char *name = crm_phrase_record_name (document);
  g_autofree char *detail = crm_phrase_document (document, -1, now_usec);
  /* TRANSLATORS: %s is a document */
  g_autofree char *edit = g_strdup_printf (_ ("Edit: %s"), name);
  /* TRANSLATORS: %s is a document */
  g_autofree char *remove = g_strdup_printf (_ ("Remove: %s"), name);
  GtkWidget *row = crm_app_card_add_line (self->list, name, detail, NULL);
  Line *line = g_new (Line, 1);

  *line = (Line){ g_object_ref (self->session), crm_record_ref (document) };
  g_object_set_data_full (G_OBJECT (row), "crm-line", line, free_line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_tooltip_text (row, crm_record_get_text (document, "uri"));
  add_button (row, "document-edit-symbolic", edit, G_CALLBACK (edit_cb), "crm-document-edit");
  add_button (row, "list-remove-symbolic", remove, G_CALLBACK (remove_cb), "crm-document-remove");
  crm_app_document_look (row, document, now_usec);
}

static void
add_letter (Documents *self, const CrmHistoryItem *item, gint64 now_usec)
{
  g_autofree char *title = crm_phrase_history_title (item);
  g_autofree char *detail = crm_phrase_history_detail (item, now_usec);
  /* TRANSLATORS: a letter with attachments; %s is its subject */
  g_autofree char *text = g_strdup_printf (_ ("With attachments: %s"), title);
  const char *const place[] = { item->source, item->folder, item->uid, NULL };
  GtkWidget *row = crm_app_card_add_line (self->list, title, detail, NULL);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", text, detail);

  crm_app_card_line_append (row, gtk_image_new_from_icon_name ("mail-attachment-symbolic"));
  crm_app_set_name (row, spoken);
  g_object_set_data_full (G_OBJECT (row), "crm-place", g_strdupv ((char **)place),
                          (GDestroyNotify)g_strfreev);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer card)
{
  Documents *self = get (card);
  char **place = g_object_get_data (G_OBJECT (row), "crm-place");
  const Line *line = g_object_get_data (G_OBJECT (row), "crm-line");

  if (place != NULL)
    crm_app_evolution_open_message (self->session, place[0], place[1], place[2]);
  else if (line != NULL)
    crm_app_document_open (GTK_WIDGET (row), self->session, line->document);
}

/* @id: of the list */
GtkWidget *
crm_app_documents_new (CrmAppSession *session, const char *id)
{
  Documents *self = g_new0 (Documents, 1);
  GtkWidget *card = crm_app_card_new (_ ("Documents"), id, &self->list);
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY | GDK_ACTION_LINK);

  self->session = g_object_ref (session);
  g_object_set_data_full (G_OBJECT (card), "crm-documents", self, free_documents);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), card);
  self->letters = make_note ("dim-label", _ ("Attachments stay in their letters: Evolution shows, "
                                             "opens and saves them."));
  self->problem = make_note ("error", _ ("⚠ It takes a web address, or a file on this computer"));
  gtk_box_append (GTK_BOX (card), self->letters);
  gtk_box_append (GTK_BOX (card), make_adder (self, card));
  gtk_box_append (GTK_BOX (card), self->problem);
  g_signal_connect (drop, "drop", G_CALLBACK (dropped_cb), card);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (drop));
  return card;
}

/* @subject: what a new one belongs to */
void
crm_app_documents_show (GtkWidget *card,
                        CrmDocuments *documents,
                        const CrmSubject *subject,
                        gint64 now_usec)
{
  Documents *self = get (card);
  int focus = crm_app_card_clear (self->list);

  crm_subject_free (self->subject);
  self->subject = crm_subject_copy (subject);
  for (guint i = 0; i < documents->records->len; i++)
    add_document (self, g_ptr_array_index (documents->records, i), now_usec);
  for (guint i = 0; i < documents->letters->len; i++)
    add_letter (self, g_ptr_array_index (documents->letters, i), now_usec);
  if (documents->records->len + documents->letters->len == 0)
    crm_app_card_add_hint (self->list, _ ("Nothing here yet. Add a file or a page; it stays where "
                                          "it is."));
  gtk_widget_set_visible (self->letters, documents->letters->len > 0);
  crm_app_card_restore_focus (self->list, focus);
}
