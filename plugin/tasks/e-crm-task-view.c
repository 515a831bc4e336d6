/* e-crm-task-view.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The sidebar of the tasks: who the selected task is about, when it is a follow-up, else a way to
 * make it one, after which both are kept in step. The task itself is not written here. */
#define G_LOG_DOMAIN "e-crm-task-view"
#include "config.h"

#include "e-crm-task-view.h"

#include <calendar/gui/e-task-table.h>
#include <glib/gi18n-lib.h>
#include <shell/e-shell-content.h>
#include <shell/e-shell-view.h>
#include <shell/e-shell-window.h>

#include "compat/e-crm-compat.h"
#include "crm-task-fetch.h"
#include "e-crm-task-link-form.h"
#include "shell/e-crm-view-pane.h"

typedef struct
{
  EExtension parent_instance;
  ECrmSidebar *sidebar;      /* (unowned) (nullable): the window owns it */
  GtkWidget *form;           /* (unowned): ECrmTaskLinkForm, above what the sidebar shows */
  GtkWidget *table;          /* (unowned) (nullable): ETaskTable, of the same window */
  GCancellable *cancellable; /* (owned) (nullable): of the load under way */
  gulong store_id;
  guint look_id;      /* idle source, 0 for none */
  char *uid;          /* (owned) (nullable): of the task that is shown */
  ECalClient *client; /* (owned) (nullable): its list */
} ECrmTaskView;

/* A task that is being made a follow-up. */
typedef struct
{
  ECrmTaskView *view; /* (owned) */
  CrmRecord *subject; /* (owned) */
  char *uid;          /* (owned) */
} Linking;

typedef EExtensionClass ECrmTaskViewClass;

GType e_crm_task_view_get_type (void);
G_DEFINE_DYNAMIC_TYPE (ECrmTaskView, e_crm_task_view, E_TYPE_EXTENSION)

static const ECrmAction actions[] = {
  /* Other names than in the other views: in 3.46 all share one manager. */
  { "crm-show-task-sidebar", N_ ("Show CRM _Sidebar"),
    N_ ("Show whom a task is about and what comes next"), "<Primary><Alt>y", TRUE,
    e_crm_view_pane_toggle },
  { "crm-undo-task-change", N_ ("_Undo CRM Change"),
    N_ ("Take back the last change made in the CRM sidebar"), "<Primary><Alt>u", FALSE,
    e_crm_view_pane_undo },
};

/* Its children are not extensible, so it is looked for: the first widget of the type. */
static void
find_table_cb (GtkWidget *widget, gpointer data)
{
  GtkWidget **found = data;

  if (*found != NULL)
    return;
  if (g_type_is_a (G_OBJECT_TYPE (widget), g_type_from_name ("ETaskTable")))
    *found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_table_cb, data);
}

static void
stop_loading (ECrmTaskView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static CrmStore * /* (nullable): NULL until the CRM is set up */
get_store (ECrmTaskView *self)
{
  EShellView *view = E_SHELL_VIEW (e_extension_get_extensible (E_EXTENSION (self)));
  ECrmApp *app = e_crm_app_get (e_shell_window_get_shell (e_shell_view_get_shell_window (view)));

  return e_crm_app_get_state (app) == E_CRM_APP_READY ? e_crm_app_get_store (app) : NULL;
}

static gpointer
load_in_worker (CrmReader *reader, gpointer uid, GError **error)
{
  return crm_task_people_load (reader, uid, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GObject) holder = data;
  ECrmTaskView *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmTaskPeople) known = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->table == NULL)
    return; /* another task is selected by now */
  if (known == NULL)
    g_message ("what the CRM knows of a task cannot be read: %s", error->message);
  gtk_widget_set_visible (self->form, known != NULL && known->follow_up == NULL);
  e_crm_sidebar_show_message (self->sidebar, known != NULL ? known->people : NULL, 1);
}

static void
load (ECrmTaskView *self)
{
  CrmStore *store = get_store (self);

  stop_loading (self);
  if (store == NULL || self->uid == NULL)
    {
      gtk_widget_hide (self->form);
      e_crm_sidebar_show_message (self->sidebar, NULL, 0);
      return;
    }
  self->cancellable = g_cancellable_new ();
  crm_store_read_async (store, load_in_worker, g_strdup (self->uid), g_free,
                        (GDestroyNotify)crm_task_people_free, self->cancellable, loaded_cb,
                        g_object_ref (self));
}

static void
forget_task (ECrmTaskView *self)
{
  g_clear_pointer (&self->uid, g_free);
  g_clear_object (&self->client);
}

/* What may be wanted of it later: the model may have let go of it by then. */
static void
remember_task (ECrmTaskView *self, ECalModelComponent *data)
{
  forget_task (self);
  self->uid = g_strdup (i_cal_component_get_uid (data->icalcomp));
  self->client = g_object_ref (data->client);
}

static gboolean
look_cb (gpointer user_data)
{
  ECrmTaskView *self = user_data;
  GSList *selected;
  g_autofree char *before = g_strdup (self->uid);

  self->look_id = 0;
  if (self->table == NULL)
    return G_SOURCE_REMOVE;
  selected = e_task_table_get_selected ((ETaskTable *)self->table);
  if (selected != NULL && selected->next == NULL)
    remember_task (self, selected->data);
  else
    forget_task (self);
  g_slist_free (selected);
  if (g_strcmp0 (before, self->uid) != 0)
    e_crm_task_link_form_reset (E_CRM_TASK_LINK_FORM (self->form), get_store (self));
  load (self);
  return G_SOURCE_REMOVE;
}

/* It comes several times for one click. */
static void
selection_cb (GtkWidget *table, gpointer data)
{
  ECrmTaskView *self = data;

  if (self->look_id == 0)
    self->look_id = g_idle_add (look_cb, self);
}

static void
free_linking (gpointer data)
{
  Linking *linking = data;

  crm_record_unref (linking->subject);
  g_object_unref (linking->view);
  g_free (linking->uid);
  g_free (linking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Linking, free_linking)

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Linking) linking = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmTask) content = crm_task_fetch_finish (E_CAL_CLIENT (source), result, &error);
  CrmListedTask task
      = { linking->uid, e_source_get_uid (e_client_get_source (E_CLIENT (source))), content };
  g_autoptr (CrmChangeSet) set = NULL;

  if (linking->view->table == NULL)
    return; /* the window is closed */
  if (content == NULL)
    {
      g_debug ("%s", error->message);
      e_crm_sidebar_fail (linking->view->sidebar,
                          _ ("The task cannot be read: its list is away, or it was deleted"));
      return;
    }
  if (crm_task_get_text (content, CRM_TASK_TITLE) == NULL)
    crm_task_set_text (content, CRM_TASK_TITLE, _ ("Task"));
  set = crm_task_link (&task, linking->subject);
  e_crm_sidebar_write (linking->view->sidebar, set);
}

static void
chosen_cb (GtkWidget *form, CrmRecord *record, gpointer data)
{
  ECrmTaskView *self = data;
  Linking *linking;

  if (self->uid == NULL)
    return;
  linking = g_new0 (Linking, 1);
  linking->view = g_object_ref (self);
  linking->subject = crm_record_ref (record);
  linking->uid = g_strdup (self->uid);
  crm_task_fetch_async (self->client, self->uid, NULL, fetched_cb, linking);
}

static void
changed_cb (CrmStore *store, gint64 seq, gboolean remote, gpointer data)
{
  selection_cb (NULL, data);
}

static void
state_cb (ECrmApp *app, gpointer data)
{
  ECrmTaskView *self = data;
  CrmStore *store = e_crm_app_get_store (app);

  if (store != NULL && self->store_id == 0)
    self->store_id = g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, 0);
  selection_cb (NULL, self);
}

static void
add_form (ECrmTaskView *self)
{
  self->form = e_crm_task_link_form_new ();
  gtk_box_pack_start (GTK_BOX (self->sidebar), self->form, FALSE, FALSE, 0);
  gtk_box_reorder_child (GTK_BOX (self->sidebar), self->form, 0);
  g_signal_connect_object (self->form, "chosen", G_CALLBACK (chosen_cb), self, 0);
}

static void
e_crm_task_view_constructed (GObject *object)
{
  ECrmTaskView *self = (ECrmTaskView *)object;
  EShellView *view = E_SHELL_VIEW (e_extension_get_extensible (E_EXTENSION (object)));
  ECrmApp *app;

  G_OBJECT_CLASS (e_crm_task_view_parent_class)->constructed (object);
  if (g_strcmp0 (e_crm_compat_get_view_name (view), "tasks") != 0)
    return;
  find_table_cb (GTK_WIDGET (e_shell_view_get_shell_content (view)), &self->table);
  if (self->table == NULL)
    return;

  self->sidebar
      = e_crm_view_pane_get_sidebar (e_crm_view_pane_wrap (view, actions, G_N_ELEMENTS (actions)));
  e_crm_sidebar_use_for_tasks (self->sidebar);
  add_form (self);
  g_object_add_weak_pointer (G_OBJECT (self->table), (gpointer *)&self->table);
  g_signal_connect_object (self->table, "selection-change", G_CALLBACK (selection_cb), self, 0);
  app = e_crm_app_get (e_shell_window_get_shell (e_shell_view_get_shell_window (view)));
  g_signal_connect_object (app, "state-changed", G_CALLBACK (state_cb), self, 0);
  state_cb (app, self);
}

static void
e_crm_task_view_dispose (GObject *object)
{
  ECrmTaskView *self = (ECrmTaskView *)object;

  stop_loading (self);
  g_clear_handle_id (&self->look_id, g_source_remove);
  if (self->table != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->table), (gpointer *)&self->table);
  self->table = NULL;
  forget_task (self);
  G_OBJECT_CLASS (e_crm_task_view_parent_class)->dispose (object);
}

static void
e_crm_task_view_class_init (ECrmTaskViewClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = e_crm_task_view_constructed;
  G_OBJECT_CLASS (klass)->dispose = e_crm_task_view_dispose;
  E_EXTENSION_CLASS (klass)->extensible_type = E_TYPE_SHELL_VIEW;
}

static void
e_crm_task_view_class_finalize (ECrmTaskViewClass *klass)
{
}

static void
e_crm_task_view_init (ECrmTaskView *self)
{
}

void
e_crm_task_view_type_register (GTypeModule *module)
{
  e_crm_task_view_register_type (module);
}
