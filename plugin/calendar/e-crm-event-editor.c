/* e-crm-event-editor.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Puts the strip into the editor of events. Nothing of the CRM is ever written into the event: what
 * is chosen goes to crm.db when the editor has saved, and under the UID that it saved with. */
#define G_LOG_DOMAIN "e-crm-event-editor"
#include "config.h"

#include "e-crm-event-editor.h"

#include <calendar/gui/e-comp-editor-event.h>
#include <calendar/gui/e-comp-editor-page-general.h>
#include <calendar/gui/e-comp-editor.h>
#include <libebackend/libebackend.h>

#include "e-crm-event-strip.h"
#include "e-crm-read-event.h"

/* Below the description, whatever Evolution adds to the page. */
#define ROW 90
/* Addresses come in letter by letter. */
#define SETTLE_MSECS 250

typedef struct
{
  EExtension parent_instance;
  GtkWidget *strip; /* (unowned) (nullable): the page owns it */
  guint refresh_id; /* timeout, 0 for none */
} ECrmEventEditor;

typedef EExtensionClass ECrmEventEditorClass;

GType e_crm_event_editor_get_type (void);
G_DEFINE_DYNAMIC_TYPE (ECrmEventEditor, e_crm_event_editor, E_TYPE_EXTENSION)

static ECompEditor *
get_editor (ECrmEventEditor *self)
{
  return E_COMP_EDITOR (e_extension_get_extensible (E_EXTENSION (self)));
}

/* The event with the participants as they are in the list now. */
static CrmEvent *
read_component (ECrmEventEditor *self, ICalComponent *component)
{
  ECompEditor *editor = get_editor (self);
  ECompEditorPage *page = e_comp_editor_get_page (editor, E_TYPE_COMP_EDITOR_PAGE_GENERAL);
  CrmEvent *event = component != NULL
                        ? e_crm_read_event (component, e_comp_editor_get_target_client (editor))
                        : NULL;
  const GPtrArray *attendees;

  if (event == NULL || page == NULL)
    return event;
  attendees = e_meeting_store_get_attendees (
      e_comp_editor_page_general_get_meeting_store (E_COMP_EDITOR_PAGE_GENERAL (page)));
  for (guint i = 0; attendees != NULL && i < attendees->len; i++)
    {
      const EMeetingAttendee *attendee = g_ptr_array_index (attendees, i);

      crm_event_add_party (event, e_meeting_attendee_get_address (attendee),
                           e_meeting_attendee_get_cn (attendee), CRM_PARTICIPATION_UNKNOWN, FALSE);
    }
  return event;
}

static CrmEvent *
read_event (ECrmEventEditor *self)
{
  return read_component (self, e_comp_editor_get_component (get_editor (self)));
}

/* The editor's component is as it was when it was opened, and of a new event nearly empty: what was
 * typed is put into a copy, as the editor does it when it saves. */
static CrmEvent *
read_saved_event (ECrmEventEditor *self)
{
  ECompEditor *editor = get_editor (self);
  ICalComponent *component = e_comp_editor_get_component (editor);
  ICalComponent *filled = component != NULL ? i_cal_component_clone (component) : NULL;
  CrmEvent *event = filled != NULL && e_comp_editor_fill_component (editor, filled)
                        ? read_component (self, filled)
                        : read_component (self, component);

  g_clear_object (&filled);
  return event;
}

static gboolean
refresh_cb (gpointer data)
{
  ECrmEventEditor *self = data;
  g_autoptr (CrmEvent) event = read_event (self);

  self->refresh_id = 0;
  if (self->strip != NULL)
    e_crm_event_strip_show (E_CRM_EVENT_STRIP (self->strip), event);
  return G_SOURCE_REMOVE;
}

static void
refresh_later (ECrmEventEditor *self)
{
  if (self->refresh_id == 0 && self->strip != NULL)
    self->refresh_id = g_timeout_add (SETTLE_MSECS, refresh_cb, self);
}

static void
row_cb (GtkTreeModel *store, GtkTreePath *path, GtkTreeIter *iter, gpointer data)
{
  refresh_later (data);
}

static void
row_deleted_cb (GtkTreeModel *store, GtkTreePath *path, gpointer data)
{
  refresh_later (data);
}

static void
editor_closed_cb (ECompEditor *editor, gboolean saved, gpointer data)
{
  ECrmEventEditor *self = data;
  g_autoptr (CrmEvent) event = saved && self->strip != NULL ? read_saved_event (self) : NULL;

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  if (event != NULL)
    e_crm_event_strip_save (E_CRM_EVENT_STRIP (self->strip), event);
}

/* Only then can it be saved. */
static void
strip_changed_cb (GtkWidget *strip, gpointer editor)
{
  e_comp_editor_set_changed (editor, TRUE);
}

/* In 3.46 the pages are made after the extensions. */
static void
map_cb (GtkWidget *editor, gpointer data)
{
  ECrmEventEditor *self = data;
  ECompEditorPage *page
      = e_comp_editor_get_page (E_COMP_EDITOR (editor), E_TYPE_COMP_EDITOR_PAGE_GENERAL);
  ECrmApp *app = e_crm_app_get (e_comp_editor_get_shell (E_COMP_EDITOR (editor)));
  EMeetingStore *store;

  if (self->strip != NULL || page == NULL)
    return;
  e_crm_app_start (app);
  /* The editor's widgets may go before the extension does. */
  g_set_weak_pointer (&self->strip, e_crm_event_strip_new (app));
  gtk_grid_attach (GTK_GRID (page), self->strip, 0, ROW, 4, 1);
  g_signal_connect (self->strip, "changed", G_CALLBACK (strip_changed_cb), editor);
  store = e_comp_editor_page_general_get_meeting_store (E_COMP_EDITOR_PAGE_GENERAL (page));
  g_signal_connect_object (store, "row-inserted", G_CALLBACK (row_cb), self, 0);
  g_signal_connect_object (store, "row-changed", G_CALLBACK (row_cb), self, 0);
  g_signal_connect_object (store, "row-deleted", G_CALLBACK (row_deleted_cb), self, 0);
  refresh_later (self);
}

static void
e_crm_event_editor_constructed (GObject *object)
{
  EExtensible *editor = e_extension_get_extensible (E_EXTENSION (object));

  G_OBJECT_CLASS (e_crm_event_editor_parent_class)->constructed (object);
  if (!E_IS_COMP_EDITOR_EVENT (editor))
    return;
  g_signal_connect_object (editor, "map", G_CALLBACK (map_cb), object, 0);
  g_signal_connect_object (editor, "editor-closed", G_CALLBACK (editor_closed_cb), object, 0);
}

static void
e_crm_event_editor_dispose (GObject *object)
{
  ECrmEventEditor *self = (ECrmEventEditor *)object;

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_weak_pointer (&self->strip);
  G_OBJECT_CLASS (e_crm_event_editor_parent_class)->dispose (object);
}

static void
e_crm_event_editor_class_init (ECrmEventEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = e_crm_event_editor_constructed;
  G_OBJECT_CLASS (klass)->dispose = e_crm_event_editor_dispose;
  E_EXTENSION_CLASS (klass)->extensible_type = E_TYPE_COMP_EDITOR;
}

static void
e_crm_event_editor_class_finalize (ECrmEventEditorClass *klass)
{
}

static void
e_crm_event_editor_init (ECrmEventEditor *self)
{
}

void
e_crm_event_editor_type_register (GTypeModule *module)
{
  e_crm_event_editor_register_type (module);
}
