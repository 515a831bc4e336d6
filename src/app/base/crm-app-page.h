/* crm-app-page.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "crm-app-session.h"
G_BEGIN_DECLS

/* One place of the workspace. What it shows is read when somebody comes to it and whenever the
 * store changed while it is in sight: a page only says how. */

#define CRM_APP_TYPE_PAGE (crm_app_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (CrmAppPage, crm_app_page, CRM_APP, PAGE, AdwBin)

struct _CrmAppPageClass
{
  AdwBinClass parent_class;

  /* Optional. The session is known, and with it how the page was left; before anything is read. */
  void (*recall) (CrmAppPage *self);

  /* Optional. What the menu of the page's window has for it: items of @menu name the actions that
   * were added to @actions, prefixed by "page." */
  void (*add_actions) (CrmAppPage *self, GActionMap *actions, GMenu *menu);

  /* To read takes longer than a window does to come up, which it does not wait for then. */
  gboolean reads_long;

  /* Begins to read. However it ends, crm_app_page_loaded() follows; not called again before. */
  void (*load) (CrmAppPage *self, CrmStore *store, GCancellable *cancellable);
};

void crm_app_page_set_session (CrmAppPage *self, CrmAppSession *session);
CrmAppSession *crm_app_page_get_session (CrmAppPage *self);
void crm_app_page_add_actions (CrmAppPage *self, GActionMap *actions, GMenu *menu);
void crm_app_page_set_active (CrmAppPage *self, gboolean active);
void crm_app_page_invalidate (CrmAppPage *self);
void crm_app_page_loaded (CrmAppPage *self, const GError *error);
void crm_app_page_write (CrmAppPage *self, CrmChangeSet *set);

G_END_DECLS
