/* crm-app-duplicates.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-duplicates"
#include "config.h"

#include "crm-app-duplicates.h"

#include <glib/gi18n-lib.h>

#include "crm-app-card.h"
#include "crm-app-merge.h"
#include "crm-phrases-merge.h"
#include "base/crm-app-toasts.h"
#include "base/crm-app-widgets.h"

/* Who has merged these looks again. */
#define MAX_SHOWN 100

static const char *const entities[] = { "person", "account" };

struct _CrmAppDuplicates
{
  CrmAppPage parent_instance;
  guint reading;    /* index of the entity that is being looked through */
  GtkWidget *stack; /* GtkStack: "reading", "none" or "some" */
  GtkWidget *cards[G_N_ELEMENTS (entities)];
  GtkWidget *lists[G_N_ELEMENTS (entities)]; /* GtkListBox */
};

G_DEFINE_FINAL_TYPE (CrmAppDuplicates, crm_app_duplicates, CRM_APP_TYPE_PAGE)

static void
merge_clicked_cb (GtkButton *button, gpointer data)
{
  const CrmDuplicates *duplicates = g_object_get_data (G_OBJECT (button), "crm-duplicates");
  CrmAppSession *session = crm_app_page_get_session (data);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  const CrmRecord *first = g_ptr_array_index (duplicates->records, 0);

  for (guint i = 0; i < duplicates->records->len; i++)
    g_ptr_array_add (ids, ((CrmRecord *)g_ptr_array_index (duplicates->records, i))->id);
  g_ptr_array_add (ids, NULL);
  if (session != NULL)
    crm_app_merge_ask (data, session, first->entity->name, (const char *const *)ids->pdata, NULL);
}

static void
add_line (CrmAppDuplicates *self, GtkWidget *list, GPtrArray *all, guint i)
{
  CrmDuplicates *duplicates = g_ptr_array_index (all, i);
  g_autofree char *names = crm_phrase_duplicates_names (duplicates);
  GtkWidget *line = crm_app_card_add_line (list, names, crm_phrase_duplicates (duplicates), NULL);
  GtkWidget *button = crm_app_button_new (_ ("_Merge…"), "crm-duplicates-merge");
  /* TRANSLATORS: for screen readers: merges the records of these names */
  g_autofree char *spoken = g_strdup_printf (_ ("Merge %s"), names);

  crm_app_set_name (button, spoken);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "crm-all", g_ptr_array_ref (all),
                          (GDestroyNotify)g_ptr_array_unref);
  g_object_set_data (G_OBJECT (button), "crm-duplicates", duplicates);
  g_signal_connect (button, "clicked", G_CALLBACK (merge_clicked_cb), self);
  crm_app_card_line_append (line, button);
}

static void
show (CrmAppDuplicates *self, GPtrArray *all)
{
  GtkWidget *list = self->lists[self->reading];
  int focus = crm_app_card_clear (list);

  for (guint i = 0; i < all->len; i++)
    add_line (self, list, all, i);
  if (all->len == MAX_SHOWN)
    crm_app_card_add_hint (list, _ ("There are more: they come when these are merged."));
  crm_app_card_restore_focus (list, focus);
  gtk_widget_set_visible (self->cards[self->reading], all->len > 0);
}

static void look (CrmAppDuplicates *self, CrmStore *store, GCancellable *cancellable);

static void
finish (CrmAppDuplicates *self, const GError *error /* (nullable) */)
{
  gboolean has_any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    has_any |= gtk_widget_get_visible (self->cards[i]);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), has_any ? "some" : "none");
  crm_app_page_loaded (CRM_APP_PAGE (self), error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmAppDuplicates *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = crm_duplicates_find_finish (CRM_STORE (source), result, &error);

  if (all == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    {
      crm_app_page_loaded (CRM_APP_PAGE (self), error);
      return;
    }
  show (self, all);
  self->reading++;
  if (self->reading < G_N_ELEMENTS (entities))
    look (self, CRM_STORE (source), NULL);
  else
    finish (self, NULL);
}

static void
look (CrmAppDuplicates *self, CrmStore *store, GCancellable *cancellable)
{
  crm_duplicates_find_async (store, entities[self->reading], MAX_SHOWN, cancellable, found_cb,
                             self);
}

static void
crm_app_duplicates_load (CrmAppPage *page, CrmStore *store, GCancellable *cancellable)
{
  CrmAppDuplicates *self = CRM_APP_DUPLICATES (page);

  self->reading = 0;
  look (self, store, cancellable);
}

static void
crm_app_duplicates_class_init (CrmAppDuplicatesClass *klass)
{
  CRM_APP_PAGE_CLASS (klass)->load = crm_app_duplicates_load;
}

static GtkWidget *
make_some (CrmAppDuplicates *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  gtk_widget_add_css_class (box, "crm-page");
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      const char *label = g_dgettext (GETTEXT_PACKAGE, crm_entity_find (entities[i])->label_plural);
      g_autofree char *id = g_strdup_printf ("crm-duplicates-%s", entities[i]);

      self->cards[i] = crm_app_card_new (label, id, &self->lists[i]);
      gtk_widget_set_visible (self->cards[i], FALSE);
      gtk_box_append (GTK_BOX (box), self->cards[i]);
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  return scrolled;
}

static void
crm_app_duplicates_init (CrmAppDuplicates *self)
{
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), spinner, "reading");
  gtk_stack_add_named (
      GTK_STACK (self->stack),
      crm_app_status_new ("emblem-ok-symbolic", _ ("No Duplicates"),
                          _ ("No two people or accounts have an address, a phone number, or name "
                             "and organization in common."),
                          "crm-duplicates-none"),
      "none");
  gtk_stack_add_named (GTK_STACK (self->stack), make_some (self), "some");
  adw_bin_set_child (ADW_BIN (self), self->stack);
}

static gboolean
undo_key_cb (GtkWidget *widget, GVariant *parameter, gpointer session)
{
  crm_app_session_undo (session);
  return GDK_EVENT_STOP;
}

static void
add_keys (GtkWidget *window, CrmAppSession *session)
{
  GtkShortcutController *keys = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());

  gtk_shortcut_controller_add_shortcut (
      keys, gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                              gtk_named_action_new ("window.close")));
  gtk_shortcut_controller_add_shortcut (
      keys, gtk_shortcut_new (
                gtk_keyval_trigger_new (GDK_KEY_z, GDK_CONTROL_MASK),
                gtk_callback_action_new (undo_key_cb, g_object_ref (session), g_object_unref)));
  gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (keys));
}

/**
 * crm_app_duplicates_present:
 * @parent: a window of the workspace
 * @session: a session with an open store
 *
 * Shows in a window above @parent what is likely to be there twice.
 */
void
crm_app_duplicates_present (GtkWindow *parent, CrmAppSession *session)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  CrmAppPage *page = g_object_new (CRM_APP_TYPE_DUPLICATES, NULL);
  GtkWidget *toasts;

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (page), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (page));
  toasts = crm_app_toasts_new (box);
  adw_window_set_content (ADW_WINDOW (window), toasts);
  gtk_window_set_title (GTK_WINDOW (window), _ ("Likely Duplicates"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 600);
  gtk_widget_set_size_request (window, 360, 294);
  add_keys (window, session);
  crm_app_toasts_set_session (toasts, session);
  crm_app_page_set_session (page, session);
  crm_app_page_set_active (page, TRUE);
  gtk_window_present (GTK_WINDOW (window));
}
