/* e-crm-sidebar.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-sidebar"
#include "config.h"

#include "e-crm-sidebar.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-trouble.h"
#include "crm-phrases.h"
#include "e-crm-capture-form.h"
#include "contacts/e-crm-put-back.h"
#include "e-crm-context-page.h"
#include "e-crm-sections.h"
#include "e-crm-toast.h"
#include "service/crm-deals.h"
#include "service/crm-filing.h"
#include "service/crm-meetings.h"
#include "shell/e-crm-rescue.h"
#include "shell/e-crm-setup-card.h"
#include "shell/e-crm-widgets.h"

#define HISTORY_PAGE 50
#define HISTORY_MAX 2000

struct _ECrmSidebar
{
  GtkBox parent_instance;
  ECrmApp *app; /* (owned) */
  GtkWidget *stack;
  GtkWidget *status;     /* says why there is nothing to see */
  GtkWidget *rescue;     /* ECrmRescue: what can be done about it */
  GtkWidget *progress;   /* how far the index is */
  GtkWidget *page;       /* (nullable): ECrmContextPage, made when first needed */
  GtkWidget *form;       /* (nullable): ECrmCaptureForm, the same */
  gboolean capturing;    /* @form is filled in: a reload must not take it away */
  GtkWidget *setup;      /* (nullable): ECrmSetupCard, made when first needed */
  GtkWidget *filing;     /* (nullable): a section of @page */
  GtkWidget *call;       /* (nullable): the same */
  GtkWidget *signatures; /* (nullable): the same */
  GtkWidget *toast;      /* ECrmToast */

  CrmMessage *message;     /* (owned) (nullable): the selected one */
  CrmSignature *signature; /* (owned) (nullable): of @message, once it is read */
  guint n_selected;
  gboolean for_events; /* see e_crm_sidebar_use_for_events() */
  CrmEvent *event;     /* (owned) (nullable): the selected one, whose people @message are */
  gboolean for_contacts;
  CrmContact *contact; /* (owned) (nullable): the selected one, beside the address books */
  gboolean for_tasks;  /* the same of tasks */
  char *address;       /* (owned) (nullable): whom the person chose to see */
  guint history_limit;
  CrmContext *context;       /* (owned) (nullable): what is shown */
  gboolean is_current;       /* @context is that of the selected letter, and shown */
  GCancellable *cancellable; /* (owned) (nullable): of the load under way */
  guint reload_id;           /* idle source, 0 for none */
};

G_DEFINE_FINAL_TYPE (ECrmSidebar, e_crm_sidebar, GTK_TYPE_BOX)

enum
{
  OPEN_MESSAGE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void load (ECrmSidebar *self);
static void ensure_page (ECrmSidebar *self);

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
  g_clear_pointer (&self->address, g_free);
  g_clear_object (&self->app);
  G_OBJECT_CLASS (e_crm_sidebar_parent_class)->dispose (object);
}

static void
e_crm_sidebar_class_init (ECrmSidebarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_sidebar_dispose;

  /* The person wants to read another letter: source, folder, uid. */
  signals[OPEN_MESSAGE]
      = g_signal_new ("open-message", E_TYPE_CRM_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
show_status (ECrmSidebar *self, const char *text)
{
  e_crm_label_set (self->status, text);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "status");
}

static void
show_context (ECrmSidebar *self)
{
  ensure_page (self);
  e_crm_signature_section_set_signature (E_CRM_SIGNATURE_SECTION (self->signatures),
                                         self->signature);
  e_crm_context_page_update (E_CRM_CONTEXT_PAGE (self->page), self->context);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), self->capturing ? "form" : "context");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmSidebar) self = data;
  g_autoptr (GError) error = NULL;
  CrmContext *context = crm_context_load_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->app == NULL)
    return; /* another message was selected meanwhile */
  if (context == NULL)
    {
      text = crm_phrase_trouble (error, NULL);
      show_status (self, text);
      return;
    }
  g_clear_pointer (&self->context, crm_context_unref);
  self->context = context;
  self->is_current = context->address != NULL || context->of_contact;
  if (!self->is_current)
    show_status (self, self->for_tasks    ? _ ("The CRM knows no address of anybody this is about")
                       : self->for_events ? _ ("Nobody but you takes part in this event")
                                          : _ ("Nobody but you takes part in this message"));
  else
    show_context (self);
}

static void
load (ECrmSidebar *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (self->contact != NULL)
    {
      crm_context_load_contact_async (e_crm_app_get_store (self->app), self->contact,
                                      self->history_limit, self->cancellable, loaded_cb,
                                      g_object_ref (self));
      return;
    }
  if (self->event != NULL)
    {
      crm_context_load_event_async (e_crm_app_get_store (self->app), self->event, self->address,
                                    self->history_limit, self->cancellable, loaded_cb,
                                    g_object_ref (self));
      return;
    }
  crm_context_load_async (e_crm_app_get_store (self->app), self->message, self->address,
                          self->history_limit, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
show_setup (ECrmSidebar *self)
{
  if (self->setup == NULL)
    {
      self->setup = e_crm_setup_card_new (self->app);
      gtk_stack_add_named (GTK_STACK (self->stack), self->setup, "setup");
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "setup");
}

static void
refresh (ECrmSidebar *self)
{
  const GError *failure = e_crm_app_get_failure (self->app);
  g_autofree char *directory = NULL;
  g_autofree char *text = NULL;

  self->capturing = FALSE;
  e_crm_rescue_update (E_CRM_RESCUE (self->rescue), self->app);
  switch (e_crm_app_get_state (self->app))
    {
    case E_CRM_APP_FAILED:
      directory = e_crm_app_dup_directory (self->app);
      text = crm_phrase_trouble (failure, directory);
      show_status (self, text);
      return;
    case E_CRM_APP_NOT_SET_UP:
      show_setup (self);
      return;
    case E_CRM_APP_READY:
      break;
    case E_CRM_APP_STARTING:
    default:
      show_status (self, _ ("Opening the CRM…"));
      return;
    }
  if (self->for_contacts && self->contact == NULL)
    show_status (self,
                 _ ("Select a contact to see their deals, what was said and what comes next"));
  else if (self->n_selected > 1)
    show_status (self, self->for_events ? _ ("Several events are selected")
                                        : _ ("Several messages are selected"));
  else if (self->message == NULL && self->contact == NULL)
    show_status (self, self->for_tasks && self->n_selected > 0 ? "" /* the form above says all */
                       : self->for_tasks ? _ ("Select a task to see whom it is about")
                       : self->for_events
                           ? _ ("Select an event to see who takes part in it and what comes next")
                           : _ ("Select a message to see who it is from, which deal it belongs to "
                                "and what comes next"));
  else
    load (self);
}

static gboolean
reload_cb (gpointer data)
{
  ECrmSidebar *self = data;

  self->reload_id = 0;
  if (e_crm_app_get_state (self->app) == E_CRM_APP_READY
      && (self->message != NULL || self->contact != NULL) && self->n_selected <= 1)
    load (self);
  return G_SOURCE_REMOVE;
}

/* Many changes in a row, as while indexing, make one reload. */
static void
reload_later (ECrmSidebar *self)
{
  if (self->reload_id == 0)
    self->reload_id = g_timeout_add (50, reload_cb, self);
}

static void
store_changed_cb (CrmStore *store, gint64 seq, gboolean remote, gpointer data)
{
  reload_later (data);
}

static void
store_indexed_cb (CrmStore *store, gpointer data)
{
  reload_later (data);
}

static void
connect_store (ECrmSidebar *self)
{
  CrmStore *store = e_crm_app_get_store (self->app);

  if (store == NULL || g_object_get_data (G_OBJECT (self), "connected") != NULL)
    return;
  g_object_set_data (G_OBJECT (self), "connected", self);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (store, "indexed", G_CALLBACK (store_indexed_cb), self, 0);
}

static void
state_changed_cb (ECrmApp *app, gpointer data)
{
  connect_store (data);
  refresh (data);
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
    text = g_strdup_printf (_ ("Index is being built: %1$u of %2$u messages"), done, total);
  else if (n_unread > 0)
    text = g_strdup_printf (ngettext ("%u mail folder is not read to its end yet: its server cannot"
                                      " be reached. The rest follows by itself.",
                                      "%u mail folders are not read to their end yet: their server"
                                      " cannot be reached. The rest follows by itself.",
                                      n_unread),
                            n_unread);
  e_crm_label_set (self->progress, text);
}

static void
end_capture (ECrmSidebar *self)
{
  if (!self->capturing)
    return;
  self->capturing = FALSE;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "context");
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmSidebar) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (self->app == NULL)
    return;
  if (written == NULL)
    {
      text = crm_phrase_trouble (error, NULL);
      e_crm_toast_show_error (E_CRM_TOAST (self->toast), text);
      if (self->capturing)
        e_crm_capture_form_try_again (E_CRM_CAPTURE_FORM (self->form));
      if (self->call != NULL)
        e_crm_call_form_settle (E_CRM_CALL_FORM (self->call), FALSE);
      reload_later (self); /* what is shown may be what was refused */
      return;
    }
  if (self->call != NULL)
    e_crm_call_form_settle (E_CRM_CALL_FORM (self->call), TRUE);
  end_capture (self);
}

static void
write_cb (GtkWidget *section, CrmChangeSet *set, gpointer data)
{
  ECrmSidebar *self = data;

  e_crm_toast_show_done (E_CRM_TOAST (self->toast), crm_phrase_change (set->label));
  crm_store_write_async (e_crm_app_get_store (self->app), set, NULL, written_cb,
                         g_object_ref (self));
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmSidebar) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) undone = crm_store_write_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (self->app == NULL)
    return;
  if (undone == NULL)
    {
      e_crm_toast_show_error (E_CRM_TOAST (self->toast),
                              g_error_matches (error, CRM_ERROR, CRM_ERROR_NOT_FOUND)
                                  ? _ ("There is nothing to undo")
                              : g_error_matches (error, CRM_ERROR, CRM_ERROR_CONFLICT)
                                  ? _ ("Somebody changed all of it since, so it stays. Undo once "
                                       "more for the change before it")
                                  : crm_phrase_error (error));
      return;
    }
  if (undone->skipped != NULL && undone->skipped->len > 0)
    {
      g_ptr_array_add (undone->skipped, NULL);
      text = g_strjoinv (", ", (char **)undone->skipped->pdata);
      g_ptr_array_set_size (undone->skipped, (int)undone->skipped->len - 1);
      e_crm_toast_show_skipped (E_CRM_TOAST (self->toast), text);
      return;
    }
  /* TRANSLATORS: %s is what was taken back, e.g. "Message filed" */
  text = g_strdup_printf (_ ("Undone: %s"), crm_phrase_change (undone->label));
  e_crm_toast_show_plain (E_CRM_TOAST (self->toast), text);
}

/* Takes back the newest change made in this Evolution. */
void
e_crm_sidebar_undo (ECrmSidebar *self)
{
  CrmStore *store = e_crm_app_get_store (self->app);

  if (store != NULL)
    crm_store_undo_async (store, NULL, undone_cb, g_object_ref (self));
}

static void
undo_cb (ECrmToast *toast, gpointer data)
{
  e_crm_sidebar_undo (data);
}

static void
fail_cb (GtkWidget *section, const char *text, gpointer data)
{
  ECrmSidebar *self = data;

  e_crm_toast_show_error (E_CRM_TOAST (self->toast), text);
}

static void
call_cb (GtkWidget *section, const char *number, const char *text, gpointer data)
{
  ECrmSidebar *self = data;

  if (self->is_current)
    e_crm_call_form_open (E_CRM_CALL_FORM (self->call), self->context, number, text);
}

/* Writes down a call with whom is shown. */
void
e_crm_sidebar_log_call (ECrmSidebar *self)
{
  if (!self->capturing && self->page != NULL)
    call_cb (NULL, NULL, NULL, self);
}

static void
choose_address_cb (GtkWidget *section, const char *address, gpointer data)
{
  ECrmSidebar *self = data;

  g_free (self->address);
  self->address = g_strdup (address);
  load (self);
}

static void
more_cb (GtkWidget *section, gpointer data)
{
  ECrmSidebar *self = data;

  self->history_limit = MIN (self->history_limit + HISTORY_PAGE, HISTORY_MAX);
  load (self);
}

static void
open_cb (GtkWidget *section, const char *source, const char *folder, const char *uid, gpointer data)
{
  ECrmSidebar *self = data;

  if (g_str_has_prefix (source, "archive:"))
    e_crm_toast_show_plain (E_CRM_TOAST (self->toast),
                            _ ("This message lies in a mail archive, not in an account"));
  else
    g_signal_emit (data, signals[OPEN_MESSAGE], 0, source, folder, uid);
}

static void
cancel_capture_cb (GtkWidget *form, gpointer data)
{
  end_capture (data);
}

static void
ensure_form (ECrmSidebar *self)
{
  if (self->form != NULL)
    return;
  self->form = e_crm_capture_form_new ();
  g_signal_connect (self->form, "capture", G_CALLBACK (write_cb), self);
  g_signal_connect (self->form, "cancel", G_CALLBACK (cancel_capture_cb), self);
  gtk_widget_show (self->form);
  gtk_stack_add_named (GTK_STACK (self->stack), self->form, "form");
}

static void
capture_cb (GtkWidget *section, gpointer data)
{
  ECrmSidebar *self = data;

  ensure_form (self);
  self->capturing = TRUE;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "form");
  e_crm_capture_form_fill (E_CRM_CAPTURE_FORM (self->form), self->context, self->signature,
                           e_shell_get_registry (e_crm_app_get_shell (self->app)),
                           e_crm_app_get_scope (self->app),
                           crm_store_get_actor (e_crm_app_get_store (self->app)));
}

/* As the form for somebody new does it: a deal that begins with a letter begins with it in its
 * file. */
static void
new_deal_cb (GtkWidget *section, const char *title, gpointer data)
{
  ECrmSidebar *self = data;
  CrmContext *context = self->context;
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  g_autofree char *id = NULL;
  CrmNewDeal deal = { .title = title,
                      .account = context->account != NULL ? context->account->id : NULL,
                      .person = context->person != NULL ? context->person->id : NULL,
                      .owner = crm_store_get_actor (e_crm_app_get_store (self->app)),
                      .currency = e_crm_app_get_scope (self->app)->currency,
                      .now_usec = g_get_real_time () };

  id = crm_deals_create (set, &deal);
  if (context->message->fingerprint != 0 && g_strcmp0 (context->visibility, "normal") == 0)
    crm_filing_add (set, context->message, CRM_TARGET_DEAL, id);
  write_cb (section, set, self);
}

static void
put_back_cb (GtkWidget *section, gpointer data)
{
  ECrmSidebar *self = data;

  e_crm_put_back (self->app, self->context, section);
}

static gpointer
list_deals_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (CrmFilterNode) filter = crm_filter_parse (data, NULL, error);
  CrmListQuery query = { .entity = "deal", .filter = filter, .order_by = "title", .limit = 500 };

  return filter != NULL ? crm_reader_list (reader, &query, NULL, error) : NULL;
}

static void
deals_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmSidebar) self = data;
  g_autoptr (GPtrArray) deals = crm_store_read_finish (CRM_STORE (source), result, NULL);

  if (deals != NULL && self->app != NULL)
    e_crm_filing_section_add_elsewhere (E_CRM_FILING_SECTION (self->filing), deals);
}

static void
list_elsewhere_cb (GtkWidget *section, gpointer data)
{
  ECrmSidebar *self = data;

  crm_store_read_async (e_crm_app_get_store (self->app), list_deals_in_worker,
                        (gpointer) "stage.kind = \"open\" or stage.kind = \"on_hold\"", NULL,
                        (GDestroyNotify)g_ptr_array_unref, NULL, deals_listed_cb,
                        g_object_ref (self));
}

/* TRUE when there was a proposal and it was taken. */
gboolean
e_crm_sidebar_file_proposal (ECrmSidebar *self)
{
  return self->is_current
         && e_crm_filing_section_file_proposal (E_CRM_FILING_SECTION (self->filing));
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
connect_page (ECrmSidebar *self)
{
  ECrmContextPage *page = E_CRM_CONTEXT_PAGE (self->page);
  GtkWidget *person = e_crm_context_page_get_section (page, E_TYPE_CRM_PERSON_SECTION);
  GtkWidget *history = e_crm_context_page_get_section (page, E_TYPE_CRM_HISTORY_SECTION);

  self->filing = e_crm_context_page_get_section (page, E_TYPE_CRM_FILING_SECTION);
  self->call = e_crm_context_page_get_section (page, E_TYPE_CRM_CALL_FORM);
  self->signatures = e_crm_context_page_get_section (page, E_TYPE_CRM_SIGNATURE_SECTION);
  for (GSList *link = e_crm_context_page_get_sections (page); link != NULL; link = link->next)
    {
      g_signal_connect (link->data, "write", G_CALLBACK (write_cb), self);
      g_signal_connect (link->data, "call", G_CALLBACK (call_cb), self);
      g_signal_connect (link->data, "fail", G_CALLBACK (fail_cb), self);
      g_signal_connect (link->data, "choose-address", G_CALLBACK (choose_address_cb), self);
    }
  g_signal_connect (person, "capture", G_CALLBACK (capture_cb), self);
  g_signal_connect (person, "put-back", G_CALLBACK (put_back_cb), self);
  g_signal_connect (e_crm_context_page_get_section (page, E_TYPE_CRM_DEALS_SECTION), "new-deal",
                    G_CALLBACK (new_deal_cb), self);
  g_signal_connect (self->filing, "list-elsewhere", G_CALLBACK (list_elsewhere_cb), self);
  g_signal_connect (history, "open", G_CALLBACK (open_cb), self);
  g_signal_connect (history, "more", G_CALLBACK (more_cb), self);
}

/* Not before it is needed: Evolution's start has better things to do. */
static void
ensure_page (ECrmSidebar *self)
{
  if (self->page != NULL)
    return;
  self->page = e_crm_context_page_new ();
  connect_page (self);
  gtk_widget_show (self->page);
  gtk_stack_add_named (GTK_STACK (self->stack), self->page, "context");
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

static void
e_crm_sidebar_init (ECrmSidebar *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->history_limit = HISTORY_PAGE;
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
  connect_store (self);
  refresh (self);
  e_crm_app_get_progress (app, &done, &total);
  progress_cb (app, done, total, self);
  return GTK_WIDGET (self);
}

/* It stands beside tasks: what e_crm_sidebar_show_message() gets are the people they are about. */
void
e_crm_sidebar_use_for_tasks (ECrmSidebar *self)
{
  self->for_tasks = TRUE;
  refresh (self);
}

/* Writes what somebody beside the sidebar asks for, with the toast and its Undo. */
void
e_crm_sidebar_write (ECrmSidebar *self, CrmChangeSet *set)
{
  write_cb (NULL, set, self);
}

/* It stands beside events: they come by e_crm_sidebar_show_event(). */
void
e_crm_sidebar_use_for_events (ECrmSidebar *self)
{
  self->for_events = TRUE;
  refresh (self);
}

/* Nothing of a letter is read before Start. */
gboolean
e_crm_sidebar_may_read (ECrmSidebar *self)
{
  return e_crm_app_get_state (self->app) == E_CRM_APP_READY;
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
    show_context (self);
}

/* It stands beside the address books: contacts come by e_crm_sidebar_show_contact(). */
void
e_crm_sidebar_use_for_contacts (ECrmSidebar *self)
{
  self->for_contacts = TRUE;
  refresh (self);
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
      self->history_limit = HISTORY_PAGE;
    }
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->signature, crm_signature_unref);
  g_clear_pointer (&self->contact, crm_contact_free);
  self->contact = crm_contact_copy (contact);
  if (same && self->is_current) /* it was changed; what is being filled in stays */
    reload_later (self);
  else
    refresh (self);
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
  self->history_limit = HISTORY_PAGE;
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
  refresh (self);
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
  refresh (self);
}
