/* e-crm-sidebar-load.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-sidebar"
#include "config.h"

#include "e-crm-sidebar-private.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-trouble.h"
#include "e-crm-context-page.h"
#include "e-crm-sections.h"
#include "shell/e-crm-rescue.h"
#include "shell/e-crm-setup-card.h"
#include "shell/e-crm-widgets.h"

static void
show_status (ECrmSidebar *self, const char *text)
{
  e_crm_label_set (self->status, text);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "status");
}

void
_e_crm_sidebar_show_context (ECrmSidebar *self)
{
  _e_crm_sidebar_ensure_page (self);
  e_crm_signature_section_set_signature (E_CRM_SIGNATURE_SECTION (self->signatures),
                                         self->signature);
  e_crm_context_page_update (E_CRM_CONTEXT_PAGE (self->page), self->context);
  _e_crm_sidebar_resume_capture (self);
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
  self->is_current = context->address != NULL || context->of_contact || context->event != NULL;
  if (!self->is_current)
    show_status (self, self->for_tasks ? _ ("The CRM knows no address of anybody this is about")
                                       : _ ("Nobody but you takes part in this message"));
  else
    _e_crm_sidebar_show_context (self);
}

void
_e_crm_sidebar_load (ECrmSidebar *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (self->contact != NULL)
    {
      crm_context_load_contact_async (e_crm_app_get_store (self->app), self->contact,
                                      self->history_limit, self->follow_up_limit, self->cancellable,
                                      loaded_cb, g_object_ref (self));
      return;
    }
  if (self->event != NULL)
    {
      crm_context_load_event_async (e_crm_app_get_store (self->app), self->event, self->address,
                                    self->history_limit, self->follow_up_limit, self->cancellable,
                                    loaded_cb, g_object_ref (self));
      return;
    }
  crm_context_load_async (e_crm_app_get_store (self->app), self->message, self->address,
                          self->history_limit, self->follow_up_limit, self->cancellable, loaded_cb,
                          g_object_ref (self));
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

void
_e_crm_sidebar_refresh (ECrmSidebar *self)
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
  if (self->contacts != NULL)
    _e_crm_sidebar_show_group (self);
  else if (self->for_contacts && self->contact == NULL)
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
    _e_crm_sidebar_load (self);
}

static gboolean
reload_cb (gpointer data)
{
  ECrmSidebar *self = data;

  self->reload_id = 0;
  if (e_crm_app_get_state (self->app) == E_CRM_APP_READY
      && (self->message != NULL || self->contact != NULL) && self->n_selected <= 1)
    _e_crm_sidebar_load (self);
  return G_SOURCE_REMOVE;
}

/* Many changes in a row, as while indexing, make one reload. */
void
_e_crm_sidebar_reload_later (ECrmSidebar *self)
{
  if (self->reload_id == 0)
    self->reload_id = g_timeout_add (50, reload_cb, self);
}

static void
store_changed_cb (CrmStore *store, gint64 seq, gboolean remote, gpointer data)
{
  _e_crm_sidebar_reload_later (data);
}

static void
store_indexed_cb (CrmStore *store, gpointer data)
{
  _e_crm_sidebar_reload_later (data);
}

void
_e_crm_sidebar_connect_store (ECrmSidebar *self)
{
  CrmStore *store = e_crm_app_get_store (self->app);

  if (store == NULL || g_object_get_data (G_OBJECT (self), "connected") != NULL)
    return;
  g_object_set_data (G_OBJECT (self), "connected", self);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (store, "indexed", G_CALLBACK (store_indexed_cb), self, 0);
}
