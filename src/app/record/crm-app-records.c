/* crm-app-records.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-records"
#include "config.h"

#include "crm-app-records.h"

#include "crm-app-deal-page.h"
#include "people/crm-app-party-page.h"

/* Whether records of this entity have a window. */
gboolean
crm_app_records_has_window (const char *entity)
{
  static const char *const entities[] = { "deal", "person", "account", "lead", NULL };

  return g_strv_contains (entities, entity);
}

/* Shows the record in its window, beside the one that @parent is in; FALSE when there is none for
 * its entity. */
gboolean
crm_app_records_present (GtkWidget *parent,
                         CrmAppSession *session,
                         const char *entity,
                         const char *id)
{
  if (!g_str_equal (entity, "deal"))
    return crm_app_party_page_present (parent, session, entity, id);
  crm_app_deal_page_present (parent, session, id);
  return TRUE;
}
