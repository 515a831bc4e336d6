/* e-crm-task-link-form.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-task-link-form"
#include "config.h"

#include "e-crm-task-link-form.h"

#include <glib/gi18n-lib.h>

#include "shell/e-crm-widgets.h"

#define N_FOUND 5 /* people, and as many deals */
#define TYPING_MSEC 150

struct _ECrmTaskLinkForm
{
  GtkBox parent_instance;
  GtkWidget *entry;
  GtkWidget *found;
  GtkWidget *nothing;
  CrmStore *store;           /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the search under way */
  guint typing_id;           /* timeout source, 0 for none */
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ECrmTaskLinkForm, e_crm_task_link_form, GTK_TYPE_BOX)

static void
stop (ECrmTaskLinkForm *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->typing_id, g_source_remove);
}

static void
e_crm_task_link_form_dispose (GObject *object)
{
  ECrmTaskLinkForm *self = E_CRM_TASK_LINK_FORM (object);

  stop (self);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (e_crm_task_link_form_parent_class)->dispose (object);
}

static void
chosen_cb (GtkButton *button, gpointer data)
{
  CrmRecord *record = crm_record_ref (g_object_get_data (G_OBJECT (button), "record"));

  g_signal_emit (data, signals[CHOSEN], 0, record);
  crm_record_unref (record);
}

static void
clear (ECrmTaskLinkForm *self)
{
  g_autoptr (GList) rows = gtk_container_get_children (GTK_CONTAINER (self->found));

  for (GList *link = rows; link != NULL; link = link->next)
    gtk_widget_destroy (link->data);
  gtk_widget_hide (self->nothing);
}

static void
add_found (ECrmTaskLinkForm *self, CrmRecord *record)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = e_crm_label_new (NULL);
  /* TRANSLATORS: what a person or a deal is, and its name: "Deal: Pumps for Oslo" */
  g_autofree char *text = g_strdup_printf (_ ("%1$s: %2$s"), _ (record->entity->label),
                                           crm_record_get_title (record));

  e_crm_label_set (label, text);
  gtk_container_add (GTK_CONTAINER (button), label);
  e_crm_add_class (button, "crm-compact");
  e_crm_set_id (button, "crm-task-subject");
  e_crm_set_name (button, text);
  g_object_set_data_full (G_OBJECT (button), "record", crm_record_ref (record),
                          (GDestroyNotify)crm_record_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (chosen_cb), self);
  gtk_widget_show (button);
  gtk_box_pack_start (GTK_BOX (self->found), button, FALSE, FALSE, 0);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmTaskLinkForm) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (self->store == NULL || records == NULL)
    return; /* something else is typed by now */
  clear (self);
  for (guint i = 0; i < records->len; i++)
    add_found (self, g_ptr_array_index (records, i));
  gtk_widget_set_visible (self->nothing, records->len == 0);
}

static gpointer
find_in_worker (CrmReader *reader, gpointer words, GError **error)
{
  return crm_task_find_subjects (reader, words, N_FOUND, error);
}

static gboolean
typed_cb (gpointer data)
{
  ECrmTaskLinkForm *self = data;
  g_autofree char *words = g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (self->entry))));

  self->typing_id = 0;
  stop (self);
  if (words[0] == '\0' || self->store == NULL)
    {
      clear (self);
      return G_SOURCE_REMOVE;
    }
  self->cancellable = g_cancellable_new ();
  crm_store_read_async (self->store, find_in_worker, g_steal_pointer (&words), g_free,
                        (GDestroyNotify)g_ptr_array_unref, self->cancellable, found_cb,
                        g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
changed_cb (GtkEntry *entry, gpointer data)
{
  ECrmTaskLinkForm *self = data;

  if (self->typing_id == 0)
    self->typing_id = g_timeout_add (TYPING_MSEC, typed_cb, self);
}

static void
e_crm_task_link_form_class_init (ECrmTaskLinkFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_task_link_form_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", E_TYPE_CRM_TASK_LINK_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, CRM_TYPE_RECORD);
}

static void
e_crm_task_link_form_init (ECrmTaskLinkForm *self)
{
  GtkWidget *text = e_crm_text_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  g_object_set (self, "margin", 12, NULL);
  e_crm_set_id (GTK_WIDGET (self), "crm-task-link");
  e_crm_label_set (text,
                   _ ("This task is no follow-up of the CRM. Whom or which deal is it about?"));
  self->entry = gtk_entry_new ();
  gtk_entry_set_width_chars (GTK_ENTRY (self->entry), 8);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Person or deal"));
  e_crm_set_name (self->entry, _ ("Make it a follow-up of a person or deal"));
  e_crm_set_id (self->entry, "crm-task-entry");
  g_signal_connect (self->entry, "changed", G_CALLBACK (changed_cb), self);
  gtk_widget_show (self->entry);
  self->found = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_show (self->found);
  self->nothing = e_crm_text_new ();
  e_crm_label_set (self->nothing, _ ("Nobody and no deal is called so"));
  gtk_widget_hide (self->nothing);
  gtk_box_pack_start (GTK_BOX (self), text, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->entry, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->found, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->nothing, FALSE, FALSE, 0);
}

/* Another task: what was typed is over. */
void
e_crm_task_link_form_reset (ECrmTaskLinkForm *self, CrmStore *store)
{
  g_set_object (&self->store, store);
  gtk_entry_set_text (GTK_ENTRY (self->entry), "");
  stop (self);
  clear (self);
}

GtkWidget *
e_crm_task_link_form_new (void)
{
  return g_object_new (E_TYPE_CRM_TASK_LINK_FORM, NULL);
}
