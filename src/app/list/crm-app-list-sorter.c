/* crm-app-list-sorter.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Before GTK 4.10 a column view does not say by which column it is sorted: but its sorter asks that
 * column's first when two items are compared, and turns the answer around for downwards. */
#define G_LOG_DOMAIN "crm-app-list-sorter"
#include "config.h"

#include "crm-app-list-sorter.h"

/* Of the main thread, while a sorter is asked. */
static const char *asked_first;

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  if (asked_first == NULL)
    asked_first = data;
  return GTK_ORDERING_SMALLER;
}

/* Returns: (transfer full): the sorter of the column with this path */
GtkSorter *
crm_app_list_sorter_new (const char *path)
{
  return GTK_SORTER (gtk_custom_sorter_new (compare_cb, g_strdup (path), g_free));
}

/* By what a column view with @sorter is sorted; NULL for nothing. The text lives as long as the
 * column. */
const char *
crm_app_list_sorter_find (GtkSorter *sorter, gboolean *out_descending)
{
  g_autoptr (GObject) one = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) other = g_object_new (G_TYPE_OBJECT, NULL);

  asked_first = NULL;
  *out_descending = gtk_sorter_compare (sorter, one, other) == GTK_ORDERING_LARGER;
  return asked_first;
}
