/* e-crm-account-choice.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-account-choice"
#include "config.h"

#include "e-crm-account-choice.h"

#include <glib/gi18n-lib.h>
#include <libemail-engine/libemail-engine.h>

#include "shell/e-crm-accounts.h"
#include "shell/e-crm-widgets.h"

struct _ECrmAccountChoice
{
  GtkBox parent_instance;
  CamelStore *store;   /* (owned) (nullable): NULL while Evolution does not know it */
  char *uid;           /* (owned) */
  GHashTable *special; /* (owned): URIs of folders that are no mail of the CRM's */
  GtkWidget *check;
  GtkWidget *expander;
  GtkWidget *folders;        /* check buttons with data "uri" */
  GCancellable *cancellable; /* (owned) */
  gboolean asked;            /* the folders are being listed, or are there */
};

G_DEFINE_FINAL_TYPE (ECrmAccountChoice, e_crm_account_choice, GTK_TYPE_BOX)

static void
e_crm_account_choice_dispose (GObject *object)
{
  ECrmAccountChoice *self = E_CRM_ACCOUNT_CHOICE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_pointer (&self->uid, g_free);
  g_clear_pointer (&self->special, g_hash_table_unref);
  G_OBJECT_CLASS (e_crm_account_choice_parent_class)->dispose (object);
}

static void
e_crm_account_choice_class_init (ECrmAccountChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_account_choice_dispose;
}

static GtkWidget *
make_check (const char *label)
{
  GtkWidget *check = gtk_check_button_new_with_label (label);
  GtkWidget *child = gtk_bin_get_child (GTK_BIN (check));

  gtk_label_set_line_wrap (GTK_LABEL (child), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (child), PANGO_WRAP_WORD_CHAR);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (check), TRUE);
  gtk_widget_show (check);
  return check;
}

static void
add_folder (ECrmAccountChoice *self, const CamelFolderInfo *info)
{
  g_autofree char *uri = e_mail_folder_uri_build (self->store, info->full_name);
  GtkWidget *check;

  if (!e_crm_accounts_is_mail_folder (info) || g_hash_table_contains (self->special, uri))
    return;
  check = make_check (info->full_name);
  g_object_set_data_full (G_OBJECT (check), "uri", g_steal_pointer (&uri), g_free);
  gtk_box_pack_start (GTK_BOX (self->folders), check, FALSE, FALSE, 0);
}

static void
add_folders (ECrmAccountChoice *self, const CamelFolderInfo *info)
{
  for (; info != NULL; info = info->next)
    {
      add_folder (self, info);
      add_folders (self, info->child);
    }
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmAccountChoice) self = data;
  g_autoptr (GError) error = NULL;
  CamelFolderInfo *tree = camel_store_get_folder_info_finish (CAMEL_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->store == NULL)
    return;
  if (tree == NULL)
    {
      GtkWidget *label = e_crm_text_new ();

      e_crm_label_set (label, _ ("The folders cannot be listed now; all will be read"));
      gtk_box_pack_start (GTK_BOX (self->folders), label, FALSE, FALSE, 0);
      return;
    }
  add_folders (self, tree);
  camel_folder_info_free (tree);
}

/* Only when somebody wants to see them: a server may be slow. */
static void
expanded_cb (GtkExpander *expander, GParamSpec *pspec, gpointer data)
{
  ECrmAccountChoice *self = data;

  if (self->asked || self->store == NULL || !gtk_expander_get_expanded (expander))
    return;
  self->asked = TRUE;
  camel_store_get_folder_info (self->store, NULL,
                               CAMEL_STORE_FOLDER_INFO_RECURSIVE | CAMEL_STORE_FOLDER_INFO_FAST
                                   | CAMEL_STORE_FOLDER_INFO_NO_VIRTUAL,
                               G_PRIORITY_DEFAULT, self->cancellable, listed_cb,
                               g_object_ref (self));
}

static void
e_crm_account_choice_init (ECrmAccountChoice *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->cancellable = g_cancellable_new ();
  self->folders = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_margin_start (self->folders, 18);
  gtk_widget_show (self->folders);
  self->expander = gtk_expander_new (_ ("Choose folders"));
  gtk_widget_set_margin_start (self->expander, 18);
  gtk_container_add (GTK_CONTAINER (self->expander), self->folders);
  g_signal_connect (self->expander, "notify::expanded", G_CALLBACK (expanded_cb), self);
  gtk_widget_show (self->expander);
}

/* @special: see e_crm_accounts_dup_special_folders(). */
GtkWidget *
e_crm_account_choice_new (CamelStore *store /* (nullable) */,
                          const char *uid,
                          const char *name,
                          GHashTable *special)
{
  ECrmAccountChoice *self = g_object_new (E_TYPE_CRM_ACCOUNT_CHOICE, NULL);
  g_autofree char *id = g_strconcat ("crm-setup-account-", uid, NULL);

  g_set_object (&self->store, store);
  self->uid = g_strdup (uid);
  self->special = g_hash_table_ref (special);
  self->check = make_check (name);
  e_crm_set_id (self->check, id);
  gtk_box_pack_start (GTK_BOX (self), self->check, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->expander, FALSE, FALSE, 0);
  g_object_bind_property (self->check, "active", self->expander, "sensitive",
                          G_BINDING_SYNC_CREATE);
  return GTK_WIDGET (self);
}

static void
exclude_if_unchecked (GtkWidget *check, gpointer set)
{
  const char *uri = g_object_get_data (G_OBJECT (check), "uri");

  if (uri != NULL && !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (check)))
    crm_scope_exclude (set, "folder", uri);
}

/* What was unchecked: the whole account, or some of its folders. */
void
e_crm_account_choice_add_exclusions (ECrmAccountChoice *self, CrmChangeSet *set)
{
  if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->check)))
    {
      g_autofree char *uri = g_strdup_printf ("folder://%s/", self->uid);

      crm_scope_exclude (set, "folder", uri);
      return;
    }
  gtk_container_foreach (GTK_CONTAINER (self->folders), exclude_if_unchecked, set);
}
