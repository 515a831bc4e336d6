/* e-crm-sidebar-page.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-sidebar"
#include "config.h"

#include "e-crm-sidebar-private.h"

#include <glib/gi18n-lib.h>

#include "calendar/e-crm-sheet-print.h"
#include "contacts/e-crm-group-page.h"
#include "contacts/e-crm-put-back.h"
#include "e-crm-capture-form.h"
#include "e-crm-context-page.h"
#include "e-crm-sections.h"
#include "e-crm-toast.h"
#include "service/crm-deals.h"
#include "service/crm-filing.h"
#include "shell/e-crm-dial.h"
#include "shell/e-crm-remote.h"

#define HISTORY_MAX 2000
#define FOLLOW_UPS_MAX 2010

static void
write_cb (GtkWidget *section, CrmChangeSet *set, gpointer data)
{
  e_crm_sidebar_write (data, set);
}

static void
fail_cb (GtkWidget *section, const char *text, gpointer data)
{
  ECrmSidebar *self = data;

  e_crm_toast_show_error (E_CRM_TOAST (self->toast), text);
}

static void
dialed_cb (gpointer data, const char *failure)
{
  ECrmSidebar *self = data;

  if (self->app == NULL)
    return;
  if (failure != NULL)
    e_crm_toast_show_error (E_CRM_TOAST (self->toast), failure);
  else
    e_crm_toast_show_plain (E_CRM_TOAST (self->toast),
                            _ ("A call can be logged once they are in the CRM"));
}

/* Whom the CRM does not know and who has no address can be called all the same. */
static void
call_cb (GtkWidget *section, const char *number, const char *text, gpointer data)
{
  ECrmSidebar *self = data;

  if (!self->is_current)
    return;
  if (E_CRM_HAS_SUBJECT (self->context))
    e_crm_call_form_open (E_CRM_CALL_FORM (self->call), self->context, number, text);
  else if (number != NULL)
    e_crm_dial (section, number, dialed_cb, G_OBJECT (self));
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
  _e_crm_sidebar_load (self);
}

static void
more_cb (GtkWidget *section, gpointer data)
{
  ECrmSidebar *self = data;

  self->history_limit = MIN (self->history_limit + E_CRM_SIDEBAR_HISTORY_PAGE, HISTORY_MAX);
  _e_crm_sidebar_load (self);
}

static void
more_follow_ups_cb (GtkWidget *section, gpointer data)
{
  ECrmSidebar *self = data;

  self->follow_up_limit
      = MIN (self->follow_up_limit + E_CRM_SIDEBAR_FOLLOW_UPS_PAGE, FOLLOW_UPS_MAX);
  _e_crm_sidebar_load (self);
}

static void
open_cb (GtkWidget *section, const char *source, const char *folder, const char *uid, gpointer data)
{
  ECrmSidebar *self = data;

  if (g_str_has_prefix (source, "archive:"))
    e_crm_toast_show_plain (E_CRM_TOAST (self->toast),
                            _ ("This message lies in a mail archive, not in an account"));
  else
    g_signal_emit_by_name (data, "open-message", source, folder, uid);
}

static void
cancel_capture_cb (GtkWidget *form, gpointer data)
{
  _e_crm_sidebar_end_capture (data);
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
fill_form (ECrmSidebar *self)
{
  self->capturing = TRUE;
  e_crm_capture_form_fill (E_CRM_CAPTURE_FORM (self->form), self->context, self->signature,
                           e_shell_get_registry (e_crm_app_get_shell (self->app)),
                           e_crm_app_get_scope (self->app),
                           crm_store_get_actor (e_crm_app_get_store (self->app)));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "form");
}

static void
capture_cb (GtkWidget *section, gpointer data)
{
  ECrmSidebar *self = data;

  ensure_form (self);
  fill_form (self);
  e_crm_capture_form_try_again (E_CRM_CAPTURE_FORM (self->form));
}

/* Who was being added when another letter was selected is being added still. */
void
_e_crm_sidebar_resume_capture (ECrmSidebar *self)
{
  if (!self->capturing && self->form != NULL && self->context->person == NULL
      && e_crm_capture_form_is_begun (E_CRM_CAPTURE_FORM (self->form), self->context->address))
    fill_form (self);
}

/* As the form for somebody new does it: a deal that begins with a letter begins with it in its
 * file. */
static void
open_deal_cb (GtkWidget *section, const char *deal, gpointer data)
{
  g_autofree char *address = g_strconcat ("crm:deal/", deal, NULL);

  e_crm_remote_show_in_workspace (address);
}

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
  e_crm_deals_section_take_new (E_CRM_DEALS_SECTION (section), set);
  e_crm_sidebar_write (self, set);
}

static void
put_back_cb (GtkWidget *section, gpointer data)
{
  ECrmSidebar *self = data;

  e_crm_put_back (self->app, self->context, section);
}

static void
copy_contact_cb (GtkWidget *section, gpointer data)
{
  ECrmSidebar *self = data;

  e_crm_copy_contact (self->app, self->context, section);
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

/* The sheet of the selected event. */
void
e_crm_sidebar_print_sheet (ECrmSidebar *self)
{
  if (self->event != NULL)
    e_crm_sheet_print (self->app, GTK_WIDGET (self), self->event, 0);
  else
    e_crm_toast_show_error (E_CRM_TOAST (self->toast), _ ("Select an event first"));
}

/* Those of all meetings of a day, in days since 1970-01-01. */
void
e_crm_sidebar_print_day (ECrmSidebar *self, int day)
{
  e_crm_sheet_print (self->app, GTK_WIDGET (self), NULL, day);
}

static void
print_sheet_cb (GtkWidget *section, gpointer data)
{
  e_crm_sidebar_print_sheet (data);
}

static void
connect_page (ECrmSidebar *self)
{
  ECrmContextPage *page = E_CRM_CONTEXT_PAGE (self->page);
  GtkWidget *person = e_crm_context_page_get_section (page, E_TYPE_CRM_PERSON_SECTION);
  GtkWidget *history = e_crm_context_page_get_section (page, E_TYPE_CRM_HISTORY_SECTION);

  self->filing = e_crm_context_page_get_section (page, E_TYPE_CRM_FILING_SECTION);
  self->deals = e_crm_context_page_get_section (page, E_TYPE_CRM_DEALS_SECTION);
  self->follow_ups = e_crm_context_page_get_section (page, E_TYPE_CRM_FOLLOW_UPS_SECTION);
  self->meeting = e_crm_context_page_get_section (page, E_TYPE_CRM_MEETING_SECTION);
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
  _e_crm_sidebar_connect_person (self, person);
  g_signal_connect (e_crm_context_page_get_section (page, E_TYPE_CRM_BOOK_SECTION), "copy",
                    G_CALLBACK (copy_contact_cb), self);
  g_signal_connect (self->signatures, "copy", G_CALLBACK (copy_contact_cb), self);
  g_signal_connect (self->deals, "open-deal", G_CALLBACK (open_deal_cb), self);
  g_signal_connect (self->deals, "new-deal", G_CALLBACK (new_deal_cb), self);
  g_signal_connect (self->follow_ups, "more", G_CALLBACK (more_follow_ups_cb), self);
  g_signal_connect (self->meeting, "print-sheet", G_CALLBACK (print_sheet_cb), self);
  g_signal_connect (self->filing, "list-elsewhere", G_CALLBACK (list_elsewhere_cb), self);
  g_signal_connect (history, "open", G_CALLBACK (open_cb), self);
  g_signal_connect (history, "more", G_CALLBACK (more_cb), self);
}

/* Not before it is needed: Evolution's start has better things to do. */
void
_e_crm_sidebar_ensure_page (ECrmSidebar *self)
{
  if (self->page != NULL)
    return;
  self->page = e_crm_context_page_new ();
  connect_page (self);
  gtk_widget_show (self->page);
  gtk_stack_add_named (GTK_STACK (self->stack), self->page, "context");
}

void
_e_crm_sidebar_show_group (ECrmSidebar *self)
{
  if (self->group == NULL)
    {
      self->group = e_crm_group_page_new (self->app);
      g_signal_connect (self->group, "write", G_CALLBACK (write_cb), self);
      g_signal_connect (self->group, "fail", G_CALLBACK (fail_cb), self);
      gtk_widget_show (self->group);
      gtk_stack_add_named (GTK_STACK (self->stack), self->group, "group");
    }
  e_crm_group_page_fill (E_CRM_GROUP_PAGE (self->group), self->contacts, self->n_selected);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "group");
}
