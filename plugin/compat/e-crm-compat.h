/* e-crm-compat.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libebook/libebook.h>
#include <shell/e-shell-view.h>
#include <shell/e-shell.h>
G_BEGIN_DECLS

/* The only place that knows which Evolution this is: 3.46 has GtkUIManager, 3.56 has EUIManager. */

typedef struct
{
  const char *name;    /* of the action, e.g. `crm-file` */
  const char *label;   /* for translators, N_() */
  const char *tooltip; /* for translators, N_() */
  const char *accel;   /* (nullable): as gtk_accelerator_parse() reads it */
  gboolean is_toggle;
  void (*activate) (gpointer data); /* a toggle flips its state by itself before */
  const char *icon;                 /* (nullable): what has one stands in the toolbar, too */
} ECrmAction;

/* Puts the actions into the View menu of @view; they live as long as the view, and so must @actions
 * and @data. Their accelerators work only while @view is the one shown. */
void e_crm_compat_add_actions (EShellView *view,
                               const ECrmAction *actions,
                               guint n_actions,
                               gpointer data);
void e_crm_compat_set_toggled (EShellView *view, const char *name, gboolean active);
gboolean e_crm_compat_handle_uri (EShell *shell, const char *uri);
typedef void (*ECrmContactsFunc) (GPtrArray *contacts, gpointer data);
void e_crm_compat_list_contacts (GObject *view, ECrmContactsFunc func, GObject *data);
gboolean e_crm_compat_show_contact (EShell *shell, EBookClient *book, EContact *contact);
const char *e_crm_compat_get_view_name (EShellView *view);

/* A view of our own: menus and actions of Evolution's that mean nothing there are put aside, and
 * @add_actions is called when it may call e_crm_compat_add_actions(). */
void e_crm_compat_init_view_class (EShellViewClass *klass, void (*add_actions) (EShellView *view));
void e_crm_compat_set_ui_directory (const char *directory);
void e_crm_compat_view_constructed (EShellView *view);

G_END_DECLS
