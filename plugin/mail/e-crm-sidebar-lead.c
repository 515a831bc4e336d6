/* e-crm-sidebar-lead.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * From the pane to the workspace: the card of whom it shows, and a lead made of them. */
#define G_LOG_DOMAIN "e-crm-sidebar"
#include "config.h"

#include "e-crm-sidebar-private.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-trouble.h"
#include "e-crm-toast.h"
#include "service/crm-leads.h"
#include "shell/e-crm-remote.h"

static void
show_record (const char *entity, const char *id)
{
  g_autofree char *address = g_strconcat ("crm:", entity, "/", id, NULL);

  e_crm_remote_show_in_workspace (address);
}

static void
open_person_cb (GtkWidget *section, gpointer data)
{
  ECrmSidebar *self = data;

  if (self->context != NULL && self->context->person != NULL)
    show_record ("person", self->context->person->id);
}

/* What is asked of the reader thread, and whom the answer is for. */
typedef struct
{
  ECrmSidebar *sidebar; /* (owned) */
  CrmContext *context;  /* (owned): of whom the lead is made, whoever is shown by then */
} Request;

static void
free_request (Request *request)
{
  g_object_unref (request->sidebar);
  crm_context_unref (request->context);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, free_request)

/* One who asks again is no second lead. */
static gpointer
find_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) leads = crm_reader_list_where (reader, "lead", "address", data, error);

  for (guint i = 0; leads != NULL && i < leads->len; i++)
    if (crm_leads_is_open (g_ptr_array_index (leads, i)))
      return crm_record_ref (g_ptr_array_index (leads, i));
  return NULL;
}

static void
make_lead (ECrmSidebar *self, const CrmContext *context)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("add-lead", CRM_CAUSE_USER);
  gboolean is_letter
      = context->message->fingerprint != 0 && g_strcmp0 (context->visibility, "normal") == 0;
  CrmNewLead lead
      = { .name = context->name,
          .job_title = context->title,
          .organization = context->account != NULL ? crm_record_get_title (context->account)
                                                   : context->organization,
          .address = context->address,
          .phone = context->phone,
          .source = is_letter ? _ ("E-mail") : NULL,
          .interest = is_letter ? context->message->subject : NULL,
          .person = context->person != NULL ? context->person->id : NULL,
          .account = context->account != NULL ? context->account->id : NULL,
          .owner = crm_store_get_actor (e_crm_app_get_store (self->app)),
          .letter = is_letter ? context->message->fingerprint : 0,
          .now_usec = crm_store_get_now_usec (e_crm_app_get_store (self->app)) };

  g_free (crm_leads_create (set, &lead));
  e_crm_sidebar_write (self, g_steal_pointer (&set));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Request) request = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) lead = crm_store_read_finish (CRM_STORE (source), result, &error);
  ECrmSidebar *self = request->sidebar;

  if (self->app == NULL)
    return;
  if (error != NULL)
    {
      g_autofree char *text = crm_phrase_trouble (error, NULL);

      e_crm_toast_show_error (E_CRM_TOAST (self->toast), text);
    }
  else if (lead != NULL)
    show_record ("lead", lead->id);
  else
    make_lead (self, request->context);
}

static void
make_lead_cb (GtkWidget *section, gpointer data)
{
  ECrmSidebar *self = data;
  CrmStore *store = self->app != NULL ? e_crm_app_get_store (self->app) : NULL;
  Request *request;

  if (store == NULL || self->context == NULL || self->context->address == NULL)
    return;
  request = g_new0 (Request, 1);
  request->sidebar = g_object_ref (self);
  request->context = crm_context_ref (self->context);
  crm_store_read_async (store, find_in_worker, g_strdup (self->context->address), g_free,
                        (GDestroyNotify)crm_record_unref, NULL, found_cb, request);
}

/* @person: the section of whom the pane shows */
void
_e_crm_sidebar_connect_person (ECrmSidebar *self, GtkWidget *person)
{
  g_signal_connect (person, "open-person", G_CALLBACK (open_person_cb), self);
  g_signal_connect (person, "make-lead", G_CALLBACK (make_lead_cb), self);
}
