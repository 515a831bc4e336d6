/* e-crm-sidebar-write.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-sidebar"
#include "config.h"

#include "e-crm-sidebar-private.h"

#include "crm-phrases-trouble.h"
#include "crm-phrases.h"
#include "e-crm-capture-form.h"
#include "e-crm-drafts.h"
#include "e-crm-follow-up-forms.h"
#include "e-crm-sections.h"
#include "e-crm-toast.h"

void
_e_crm_sidebar_end_capture (ECrmSidebar *self)
{
  if (!self->capturing)
    return;
  self->capturing = FALSE;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "context");
}

/* A change on its way into the store. */
typedef struct
{
  ECrmSidebar *sidebar; /* (owned) */
  CrmChangeSet *set;    /* (owned) */
} Write;

static void
free_write (Write *write)
{
  g_object_unref (write->sidebar);
  crm_change_set_unref (write->set);
  g_free (write);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Write, free_write)

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Write) write = data;
  ECrmSidebar *self = write->sidebar;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  e_crm_drafts_settle (write->set, written != NULL);
  e_crm_follow_up_forms_settle (write->set, written != NULL);
  if (self->app == NULL)
    return;
  if (self->meeting != NULL)
    e_crm_meeting_section_settle (E_CRM_MEETING_SECTION (self->meeting), write->set,
                                  written != NULL);
  if (self->deals != NULL)
    e_crm_deals_section_settle (E_CRM_DEALS_SECTION (self->deals), write->set, written != NULL);
  if (written == NULL)
    {
      text = crm_phrase_trouble (error, NULL);
      e_crm_toast_show_error (E_CRM_TOAST (self->toast), text);
      if (self->capturing)
        e_crm_capture_form_try_again (E_CRM_CAPTURE_FORM (self->form));
      if (self->call != NULL)
        e_crm_call_form_settle (E_CRM_CALL_FORM (self->call), FALSE);
      _e_crm_sidebar_reload_later (self); /* what is shown may be what was refused */
      return;
    }
  if (write->set->cause != CRM_CAUSE_USER) /* no form asked for that */
    return;
  if (self->call != NULL)
    e_crm_call_form_settle (E_CRM_CALL_FORM (self->call), TRUE);
  _e_crm_sidebar_end_capture (self);
}

/* Writes what somebody beside the sidebar asks for, with the toast and its Undo; what nobody asked
 * for without. */
void
e_crm_sidebar_write (ECrmSidebar *self, CrmChangeSet *set)
{
  Write *write = g_new0 (Write, 1);

  if (set->cause == CRM_CAUSE_USER)
    e_crm_toast_show_done (E_CRM_TOAST (self->toast), crm_phrase_change (set->label));
  write->sidebar = g_object_ref (self);
  write->set = crm_change_set_ref (set);
  crm_store_write_async (e_crm_app_get_store (self->app), set, NULL, written_cb, write);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmSidebar) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) undone = crm_store_write_finish (CRM_STORE (source), result, &error);

  if (self->app != NULL)
    e_crm_toast_show_undone (E_CRM_TOAST (self->toast), undone, error);
}

/* Takes back the newest change made in this Evolution. */
void
e_crm_sidebar_undo (ECrmSidebar *self)
{
  CrmStore *store = e_crm_app_get_store (self->app);

  if (store != NULL)
    crm_store_undo_async (store, NULL, undone_cb, g_object_ref (self));
}
