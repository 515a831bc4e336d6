/* e-crm-sidebar.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-sidebar"
#include "config.h"

#include "e-crm-sidebar-private.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "e-crm-sections.h"
#include "e-crm-toast.h"
#include "service/crm-meetings.h"
#include "service/crm-undelivered.h"
#include "shell/e-crm-rescue.h"
#include "shell/e-crm-widgets.h"

G_DEFINE_FINAL_TYPE (ECrmSidebar, e_crm_sidebar, GTK_TYPE_BOX)

static void
e_crm_sidebar_dispose (GObject *object)
{
  ECrmSidebar *self = E_CRM_SIDEBAR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->reload_id, g_source_remove);
  g_clear_pointer (&self->message, crm_message_unref);
  g_clear_pointer (&self->signature, crm_signature_unref);
  g_clear_pointer (&self->event, crm_event_free);
  g_clear_pointer (&self->context, crm_context_unref);
  g_clear_pointer (&self->contact, crm_contact_free);
  g_clear_pointer (&self->contacts, g_ptr_array_unref);
  g_clear_pointer (&self->address, g_free);
  g_clear_object (&self->app);
  G_OBJECT_CLASS (e_crm_sidebar_parent_class)->dispose (object);
}

static void
e_crm_sidebar_class_init (ECrmSidebarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_sidebar_dispose;

  /* The person wants to read another letter: source, folder, uid. */
  g_signal_new ("open-message", E_TYPE_CRM_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
state_changed_cb (ECrmApp *app, gpointer data)
{
  _e_crm_sidebar_connect_store (data);
  _e_crm_sidebar_refresh (data);
}

static void
trouble_cb (ECrmApp *app, const char *text, gpointer data)
{
  ECrmSidebar *self = data;

  e_crm_toast_show_error (E_CRM_TOAST (self->toast), text);
}

static void
progress_cb (ECrmApp *app, guint done, guint total, gpointer data)
{
  ECrmSidebar *self = data;
  guint n_unread = e_crm_app_get_unread_folders (app);
  g_autofree char *text = NULL;

  if (done < total)
    /* TRANSLATORS: how many messages are indexed, of how many */
    text = crm_format_counted (_ ("Index is being built: %1$u of %2$u messages"), done, total);
  else if (n_unread > 0)
    text = crm_format_counted (
        ngettext ("%u mail folder is not read to its end yet: its server cannot"
                  " be reached. The rest follows by itself.",
                  "%u mail folders are not read to their end yet: their server"
                  " cannot be reached. The rest follows by itself.",
                  n_unread),
        n_unread);
  e_crm_label_set (self->progress, text);
}

static void
undo_cb (ECrmToast *toast, gpointer data)
{
  e_crm_sidebar_undo (data);
}

/* While the focus is in our pane, its widgets come before Evolution's shortcuts without a modifier:
 * Space must press the button there, not show the next unread message. Ctrl+Z is ours only there
 * and not in a text entry. */
gboolean
e_crm_sidebar_handle_key (ECrmSidebar *self, GdkEventKey *event)
{
  GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (self));
  GtkWidget *focus = GTK_IS_WINDOW (window) ? gtk_window_get_focus (GTK_WINDOW (window)) : NULL;
  GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask ();

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return FALSE;
  if ((modifiers & ~GDK_SHIFT_MASK) == 0)
    return gtk_window_propagate_key_event (GTK_WINDOW (window), event)
           || gtk_bindings_activate_event (G_OBJECT (window), event);
  if (event->keyval != GDK_KEY_z || modifiers != GDK_CONTROL_MASK || GTK_IS_EDITABLE (focus)
      || GTK_IS_TEXT_VIEW (focus))
    return FALSE;
  e_crm_sidebar_undo (self);
  return TRUE;
}

static void
add_pages (ECrmSidebar *self)
{
  GtkWidget *status_page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->stack = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  self->status = e_crm_text_new ();
  g_object_set (self->status, "margin", 18, "valign", GTK_ALIGN_START, NULL);
  e_crm_set_id (self->status, "crm-status");
  self->rescue = e_crm_rescue_new ();
  g_object_set (self->rescue, "margin", 18, NULL);
  gtk_box_pack_start (GTK_BOX (status_page), self->status, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (status_page), self->rescue, FALSE, FALSE, 0);
  gtk_widget_show (status_page);
  gtk_stack_add_named (GTK_STACK (self->stack), status_page, "status");

  gtk_widget_show (self->stack);
}

/* Somebody else is selected: of them the first are enough. */
static void
reset_limits (ECrmSidebar *self)
{
  self->history_limit = E_CRM_SIDEBAR_HISTORY_PAGE;
  self->follow_up_limit = CRM_CONTEXT_FOLLOW_UPS;
}

static void
e_crm_sidebar_init (ECrmSidebar *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  reset_limits (self);
  self->progress = e_crm_text_new ();
  g_object_set (self->progress, "margin", 6, NULL);
  e_crm_set_id (self->progress, "crm-progress");
  add_pages (self);
  self->toast = e_crm_toast_new ();
  g_signal_connect (self->toast, "undo", G_CALLBACK (undo_cb), self);
  gtk_box_pack_start (GTK_BOX (self), self->progress, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->stack, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (self), self->toast, FALSE, FALSE, 0);
  e_crm_label_set (self->progress, NULL);
  e_crm_set_id (GTK_WIDGET (self), "crm-sidebar");
  e_crm_set_name (GTK_WIDGET (self), _ ("CRM"));
}

GtkWidget *
e_crm_sidebar_new (ECrmApp *app)
{
  ECrmSidebar *self = g_object_new (E_TYPE_CRM_SIDEBAR, NULL);
  guint done, total;

  e_crm_ensure_style (GTK_WIDGET (self));
  self->app = g_object_ref (app);
  g_signal_connect_object (app, "state-changed", G_CALLBACK (state_changed_cb), self, 0);
  g_signal_connect_object (app, "trouble", G_CALLBACK (trouble_cb), self, 0);
  g_signal_connect_object (app, "progress", G_CALLBACK (progress_cb), self, 0);
  _e_crm_sidebar_connect_store (self);
  _e_crm_sidebar_refresh (self);
  e_crm_app_get_progress (app, &done, &total);
  progress_cb (app, done, total, self);
  return GTK_WIDGET (self);
}

/* It stands beside tasks: what e_crm_sidebar_show_message() gets are the people they are about. */
void
e_crm_sidebar_use_for_tasks (ECrmSidebar *self)
{
  self->for_tasks = TRUE;
  _e_crm_sidebar_refresh (self);
}

/* Tells what could not be done, as for a section. */
void
e_crm_sidebar_fail (ECrmSidebar *self, const char *text)
{
  e_crm_toast_show_error (E_CRM_TOAST (self->toast), text);
}

/* It stands beside events: they come by e_crm_sidebar_show_event(). */
void
e_crm_sidebar_use_for_events (ECrmSidebar *self)
{
  self->for_events = TRUE;
  _e_crm_sidebar_refresh (self);
}

/* Nothing of a letter is read before Start. */
gboolean
e_crm_sidebar_may_read (ECrmSidebar *self)
{
  return e_crm_app_get_state (self->app) == E_CRM_APP_READY;
}

/* What a letter says of mail that came back, once it is loaded; it is shown when it is written. */
void
e_crm_sidebar_take_bounces (ECrmSidebar *self, CrmMessage *letter, GPtrArray *bounces)
{
  if (e_crm_sidebar_may_read (self))
    crm_undelivered_mark_async (e_crm_app_get_store (self->app), letter, bounces);
}

/* The signature of the letter with that fingerprint, once it is loaded; it may come before what is
 * known of its sender, or after. */
void
e_crm_sidebar_set_signature (ECrmSidebar *self,
                             guint64 fingerprint,
                             CrmSignature *signature /* (nullable) */)
{
  if (self->message == NULL || self->message->fingerprint != fingerprint)
    return; /* another one is selected meanwhile */
  g_clear_pointer (&self->signature, crm_signature_unref);
  self->signature = signature != NULL ? crm_signature_ref (signature) : NULL;
  if (self->is_current)
    _e_crm_sidebar_show_context (self);
}

/* It stands beside the address books: contacts come by e_crm_sidebar_show_contact(). */
void
e_crm_sidebar_use_for_contacts (ECrmSidebar *self)
{
  self->for_contacts = TRUE;
  _e_crm_sidebar_refresh (self);
}

static gboolean
is_same_contact (const CrmContact *one, const CrmContact *other)
{
  return one != NULL && other != NULL && g_str_equal (one->book_uid, other->book_uid)
         && g_str_equal (one->contact_uid, other->contact_uid);
}

/* What is selected now: @contact is NULL for none or several, and for a list. */
void
e_crm_sidebar_show_contact (ECrmSidebar *self, const CrmContact *contact)
{
  gboolean same = is_same_contact (contact, self->contact);

  if (!same)
    {
      self->is_current = FALSE;
      reset_limits (self);
    }
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->signature, crm_signature_unref);
  g_clear_pointer (&self->contact, crm_contact_free);
  g_clear_pointer (&self->contacts, g_ptr_array_unref);
  self->contact = crm_contact_copy (contact);
  self->n_selected = contact != NULL ? 1 : 0;
  if (same && self->is_current) /* it was changed; what is being filled in stays */
    _e_crm_sidebar_reload_later (self);
  else
    _e_crm_sidebar_refresh (self);
}

/* Several are selected: @contacts is empty where there are too many to do anything with. */
void
e_crm_sidebar_show_contacts (ECrmSidebar *self,
                             GPtrArray *contacts /* (element-type CrmContact) */,
                             guint n_selected)
{
  self->is_current = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->contact, crm_contact_free);
  g_clear_pointer (&self->contacts, g_ptr_array_unref);
  self->contacts = g_ptr_array_ref (contacts);
  self->n_selected = n_selected;
  _e_crm_sidebar_refresh (self);
}

/* Until the new one is loaded no key may file the old one, nor may the old one come up late. */
static void
forget_selection (ECrmSidebar *self)
{
  self->is_current = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->event, crm_event_free);
  g_clear_pointer (&self->message, crm_message_unref);
  g_clear_pointer (&self->address, g_free);
  reset_limits (self);
}

/* What is selected now: @message is NULL for none or several, @n_selected tells which. */
void
e_crm_sidebar_show_message (ECrmSidebar *self, CrmMessage *message, guint n_selected)
{
  /* The same letter once more, as when new mail came: keep what is being filled in. */
  if (self->capturing && message != NULL && self->message != NULL && message->fingerprint != 0
      && message->fingerprint == self->message->fingerprint)
    return;
  if (message == NULL || self->message == NULL
      || message->fingerprint != self->message->fingerprint)
    g_clear_pointer (&self->signature, crm_signature_unref);
  forget_selection (self);
  self->message = message != NULL ? crm_message_ref (message) : NULL;
  self->n_selected = n_selected;
  _e_crm_sidebar_refresh (self);
}

/* What is selected now: @event is NULL for none or several, and for a private one, of which the CRM
 * knows nothing. */
void
e_crm_sidebar_show_event (ECrmSidebar *self, const CrmEvent *event, guint n_selected)
{
  g_autoptr (CrmMessage) people = event != NULL ? crm_meetings_people_of (event) : NULL;

  /* The same once more, as when the calendar was read again: keep what is being typed. */
  if (event != NULL && self->event != NULL && n_selected == 1 && self->n_selected == 1
      && crm_event_equal (event, self->event))
    return;
  forget_selection (self);
  self->event = crm_event_copy (event);
  self->message = g_steal_pointer (&people);
  self->n_selected = n_selected;
  _e_crm_sidebar_refresh (self);
}
