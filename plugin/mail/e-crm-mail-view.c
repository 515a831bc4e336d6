/* e-crm-mail-view.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The sidebar of the mail view: tells it which letter is selected. */
#define G_LOG_DOMAIN "e-crm-mail-view"
#include "config.h"

#include "e-crm-mail-view.h"

#include <glib/gi18n-lib.h>
#include <mail/e-mail-reader.h>
#include <mail/e-mail-view.h>
#include <mail/message-list.h>
#include <shell/e-shell-view.h>

#include "compat/e-crm-compat.h"
#include "crm-camel-message.h"
#include "e-crm-signature-reader.h"
#include "shell/e-crm-view-pane.h"

typedef struct
{
  EExtension parent_instance;
  ECrmSidebar *sidebar; /* (unowned) (nullable): the window owns it */
  EMailReader *reader;  /* (unowned) (nullable): the window owns it */
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

  return info != NULL ? crm_camel_message_from_info (info, NULL) : NULL;
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
  e_crm_sidebar_show_message (self->sidebar, message,
                              message != NULL ? 1
                              : uids != NULL  ? uids->len
                                              : 0);
}

static void
file_message (gpointer data)
{
  ECrmViewPane *pane = data;

  e_crm_view_pane_reveal (pane);
  e_crm_sidebar_file_proposal (e_crm_view_pane_get_sidebar (pane));
}

static void
log_call (gpointer data)
{
  ECrmViewPane *pane = data;

  e_crm_view_pane_reveal (pane);
  e_crm_sidebar_log_call (e_crm_view_pane_get_sidebar (pane));
}

static const ECrmAction actions[] = {
  { "crm-show-sidebar", N_ ("Show CRM _Sidebar"),
    N_ ("Show who a message is from and what comes next"), "<Primary><Alt>y", TRUE,
    e_crm_view_pane_toggle },
  { "crm-file-message", N_ ("_File Under Proposed Deal"),
    N_ ("File the message under the proposed deal"), "<Primary><Alt>g", FALSE, file_message },
  { "crm-log-call", N_ ("_Log a Call"), N_ ("Log a call with outcome and next step"),
    "<Primary><Alt>p", FALSE, log_call },
  { "crm-undo-change", N_ ("_Undo CRM Change"),
    N_ ("Take back the last change made in the CRM sidebar"), "<Primary><Alt>u", FALSE,
    e_crm_view_pane_undo },
};

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
}

static void
e_crm_mail_view_constructed (GObject *object)
{
  ECrmMailView *self = (ECrmMailView *)object;
  EShellView *view = get_view (self);
  ECrmViewPane *pane;

  G_OBJECT_CLASS (e_crm_mail_view_parent_class)->constructed (object);
  if (g_strcmp0 (e_crm_compat_get_view_name (view), "mail") != 0)
    return;

  pane = e_crm_view_pane_wrap (view, actions, G_N_ELEMENTS (actions));
  self->sidebar = e_crm_view_pane_get_sidebar (pane);
  connect_reader (self, e_shell_view_get_shell_content (view));
  e_crm_signature_reader_attach (self->reader, self->sidebar);
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
