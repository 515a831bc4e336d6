/* crm-app-navigation.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-navigation"
#include "config.h"

#include "crm-app-navigation.h"

/* (element-type utf8 CrmAppRecordFunc): what presents records, by entity */
static GHashTable *record_funcs;
static CrmAppFindFunc find_func;

/**
 * crm_app_navigation_add_record:
 * @entity: (transfer none): an entity's name, static
 * @present: shows one of its records in a window beside the one that its first argument is in
 *
 * Records of this entity have a window from now on.
 */
void
crm_app_navigation_add_record (const char *entity, CrmAppRecordFunc present)
{
  if (record_funcs == NULL)
    record_funcs = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (record_funcs, (gpointer)entity, present);
}

/**
 * crm_app_navigation_set_find:
 * @present: shows Find above a window
 */
void
crm_app_navigation_set_find (CrmAppFindFunc present)
{
  find_func = present;
}

/**
 * crm_app_navigation_has_window:
 * @entity: an entity's name
 *
 * Returns: whether records of this entity have a window
 */
gboolean
crm_app_navigation_has_window (const char *entity)
{
  return record_funcs != NULL && g_hash_table_contains (record_funcs, entity);
}

/**
 * crm_app_navigation_present:
 * @parent: a widget of a window that is shown
 * @session: a session with an open store
 * @entity: an entity's name
 * @id: id of a record
 *
 * Shows the record in its window, beside the one that @parent is in.
 *
 * Returns: %FALSE when records of this entity have none
 */
gboolean
crm_app_navigation_present (GtkWidget *parent,
                            CrmAppSession *session,
                            const char *entity,
                            const char *id)
{
  CrmAppRecordFunc present
      = record_funcs != NULL ? g_hash_table_lookup (record_funcs, entity) : NULL;

  if (present == NULL)
    return FALSE;
  present (parent, session, entity, id);
  return TRUE;
}

/**
 * crm_app_navigation_find:
 * @parent: a window, beside which opens what is found
 * @session: a session
 *
 * Shows Find above @parent.
 */
void
crm_app_navigation_find (GtkWindow *parent, CrmAppSession *session)
{
  if (find_func != NULL)
    find_func (parent, session);
}

/**
 * crm_app_navigation_get_main_window:
 * @widget: in a window
 *
 * Returns: (transfer none): the window that all others are beside, from whichever of them
 */
GtkWindow *
crm_app_navigation_get_main_window (GtkWidget *widget)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));

  while (gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);
  return window;
}
