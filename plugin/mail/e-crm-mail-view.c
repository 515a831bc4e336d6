/* e-crm-mail-view.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Puts the sidebar right of the mail view's content and tells it what is selected. */
#define G_LOG_DOMAIN "e-crm-mail-view"
#include "config.h"

#include "e-crm-mail-view.h"

#include <glib/gi18n-lib.h>
#include <mail/e-mail-reader.h>
#include <mail/e-mail-view.h>
#include <mail/message-list.h>
#include <shell/e-shell-view.h>
#include <shell/e-shell-window.h>

#include "compat/e-crm-compat.h"
#include "crm-camel-message.h"
#include "e-crm-open-message.h"
#include "e-crm-sidebar.h"

#define STATE_GROUP "CRM"
#define STATE_VISIBLE "SidebarVisible"
#define STATE_WIDTH "SidebarWidth"
#define DEFAULT_WIDTH 320
#define MIN_WIDTH 240
/* Later than whatever draws the window. */
#define START_PRIORITY (G_PRIORITY_LOW + 50)

typedef struct
{
  EExtension parent_instance;
  GtkWidget *sidebar;  /* (unowned) (nullable): the window owns it */
  GtkWidget *paned;    /* (unowned) (nullable) */
  EMailReader *reader; /* (unowned) (nullable): the window owns it */
  gboolean restored;   /* the width is as it was left */
} ECrmMailView;

typedef struct
{
  EExtensionClass parent_class;
} ECrmMailViewClass;

GType e_crm_mail_view_get_type (void);
G_DEFINE_DYNAMIC_TYPE (ECrmMailView, e_crm_mail_view, E_TYPE_EXTENSION)

static EShellView *
get_view (ECrmMailView *self)
{
  return E_SHELL_VIEW (e_extension_get_extensible (E_EXTENSION (self)));
}

static CrmMessage *
read_message (ECrmMailView *self, const char *uid)
{
  g_autoptr (CamelFolder) folder = e_mail_reader_ref_folder (self->reader);
  g_autoptr (CamelMessageInfo) info
      = folder != NULL ? camel_folder_get_message_info (folder, uid) : NULL;

  return info != NULL ? crm_camel_message_from_info (info) : NULL;
}

static void
message_selected_cb (MessageList *list, const char *uid, gpointer data)
{
  ECrmMailView *self = data;
  g_autoptr (GPtrArray) uids = NULL;
  g_autoptr (CrmMessage) message = NULL;

  if (uid != NULL)
    message = read_message (self, uid);
  else
    uids = e_mail_reader_get_selected_uids (self->reader);
  e_crm_sidebar_show_message (E_CRM_SIDEBAR (self->sidebar), message,
                              message != NULL ? 1
                              : uids != NULL  ? uids->len
                                              : 0);
}

static void
open_message_cb (
    ECrmSidebar *sidebar, const char *source, const char *folder, const char *uid, gpointer data)
{
  ECrmMailView *self = data;

  e_crm_open_message (e_shell_window_get_shell (e_shell_view_get_shell_window (get_view (self))),
                      source, folder, uid);
}

static void
save_state (ECrmMailView *self)
{
  EShellView *view = get_view (self);
  GKeyFile *state = e_shell_view_get_state_key_file (view);

  g_key_file_set_boolean (state, STATE_GROUP, STATE_VISIBLE,
                          gtk_widget_get_visible (self->sidebar));
  if (gtk_widget_get_visible (self->sidebar) && self->restored)
    /* From the handle, not the sidebar: that gets its new width only after the handle has moved. */
    g_key_file_set_integer (state, STATE_GROUP, STATE_WIDTH,
                            gtk_widget_get_allocated_width (self->paned)
                                - gtk_paned_get_position (GTK_PANED (self->paned)));
  e_shell_view_set_state_dirty (view);
}

static void
position_cb (GtkPaned *paned, GParamSpec *pspec, gpointer data)
{
  ECrmMailView *self = data;

  if (self->restored && gtk_widget_get_mapped (GTK_WIDGET (paned)))
    save_state (self);
}

/* The width can be given back only when it is known how wide the window is. */
static void
size_allocate_cb (GtkWidget *paned, GtkAllocation *allocation, gpointer data)
{
  ECrmMailView *self = data;
  GKeyFile *state = e_shell_view_get_state_key_file (get_view (self));
  int width = g_key_file_get_integer (state, STATE_GROUP, STATE_WIDTH, NULL);

  if (self->restored || allocation->width < 2 * MIN_WIDTH)
    return;
  if (width < MIN_WIDTH)
    width = DEFAULT_WIDTH;
  width = MIN (width, allocation->width / 2);
  gtk_paned_set_position (GTK_PANED (paned), allocation->width - width);
  self->restored = TRUE;
}

static void
toggle_sidebar (gpointer data)
{
  ECrmMailView *self = data;

  gtk_widget_set_visible (self->sidebar, !gtk_widget_get_visible (self->sidebar));
  save_state (self);
}

static void
file_message (gpointer data)
{
  ECrmMailView *self = data;

  gtk_widget_show (self->sidebar); /* what was done must be seen */
  e_crm_sidebar_file_proposal (E_CRM_SIDEBAR (self->sidebar));
}

static void
undo_change (gpointer data)
{
  ECrmMailView *self = data;

  e_crm_sidebar_undo (E_CRM_SIDEBAR (self->sidebar));
}

static const ECrmAction actions[] = {
  { "crm-show-sidebar", N_ ("Show CRM _Sidebar"),
    N_ ("Show who a message is from and what comes next"), "<Primary><Alt>y", TRUE,
    toggle_sidebar },
  { "crm-file-message", N_ ("_File Under Proposed Deal"),
    N_ ("File the message under the proposed deal"), "<Primary><Alt>g", FALSE, file_message },
  { "crm-undo-change", N_ ("_Undo CRM Change"),
    N_ ("Take back the last change made in the CRM sidebar"), "<Primary><Alt>u", FALSE,
    undo_change },
};

/* "event" and not "key-press-event": Evolution's own handler of that came first and takes Space. */
static gboolean
event_cb (GtkWidget *window, GdkEvent *event, gpointer data)
{
  ECrmMailView *self = data;

  return event->type == GDK_KEY_PRESS && gtk_widget_get_mapped (self->sidebar)
         && e_crm_sidebar_handle_key (E_CRM_SIDEBAR (self->sidebar), &event->key);
}

static void
wrap_content (ECrmMailView *self, GtkBin *content)
{
  GtkWidget *child = gtk_bin_get_child (content);

  self->paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  g_object_ref (child);
  gtk_container_remove (GTK_CONTAINER (content), child);
  gtk_container_add (GTK_CONTAINER (content), self->paned);
  gtk_paned_pack1 (GTK_PANED (self->paned), child, TRUE, FALSE);
  g_object_unref (child);
  gtk_widget_set_size_request (self->sidebar, MIN_WIDTH, -1);
  gtk_paned_pack2 (GTK_PANED (self->paned), self->sidebar, FALSE, FALSE);
  gtk_widget_show (self->paned);
  g_signal_connect_object (self->paned, "size-allocate", G_CALLBACK (size_allocate_cb), self,
                           G_CONNECT_AFTER);
  g_signal_connect_object (self->paned, "notify::position", G_CALLBACK (position_cb), self, 0);
}

static gboolean
start_cb (gpointer app)
{
  e_crm_app_start (app);
  return G_SOURCE_REMOVE;
}

static void
connect_reader (ECrmMailView *self, EShellContent *content)
{
  EMailView *mail_view = NULL;
  GtkWidget *list;

  g_object_get (content, "mail-view", &mail_view, NULL);
  self->reader = E_MAIL_READER (mail_view);
  g_object_unref (mail_view); /* the window keeps it */
  list = e_mail_reader_get_message_list (self->reader);
  g_signal_connect_object (list, "message-selected", G_CALLBACK (message_selected_cb), self, 0);
  g_signal_connect_object (self->sidebar, "open-message", G_CALLBACK (open_message_cb), self, 0);
}

static void
e_crm_mail_view_constructed (GObject *object)
{
  ECrmMailView *self = (ECrmMailView *)object;
  EShellView *view = get_view (self);
  EShellContent *content = e_shell_view_get_shell_content (view);
  EShellWindow *window = e_shell_view_get_shell_window (view);
  GKeyFile *state;
  ECrmApp *app;

  G_OBJECT_CLASS (e_crm_mail_view_parent_class)->constructed (object);
  if (g_strcmp0 (e_crm_compat_get_view_name (view), "mail") != 0)
    return;

  app = e_crm_app_get (e_shell_window_get_shell (window));
  self->sidebar = e_crm_sidebar_new (app);
  wrap_content (self, GTK_BIN (content));
  connect_reader (self, content);
  e_crm_compat_add_actions (view, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (window, "event", G_CALLBACK (event_cb), self, 0);

  state = e_shell_view_get_state_key_file (view);
  gtk_widget_set_visible (self->sidebar,
                          !g_key_file_has_key (state, STATE_GROUP, STATE_VISIBLE, NULL)
                              || g_key_file_get_boolean (state, STATE_GROUP, STATE_VISIBLE, NULL));
  e_crm_compat_set_toggled (view, "crm-show-sidebar", gtk_widget_get_visible (self->sidebar));
  g_idle_add_full (START_PRIORITY, start_cb, app, NULL);
}

static void
e_crm_mail_view_class_init (ECrmMailViewClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = e_crm_mail_view_constructed;
  E_EXTENSION_CLASS (klass)->extensible_type = E_TYPE_SHELL_VIEW;
}

static void
e_crm_mail_view_class_finalize (ECrmMailViewClass *klass)
{
}

static void
e_crm_mail_view_init (ECrmMailView *self)
{
}

void
e_crm_mail_view_type_register (GTypeModule *module)
{
  e_crm_mail_view_register_type (module);
}
