/* crm-uid-order.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-uid-order"
#include "config.h"

#include "crm-uid-order.h"

#include <string.h>

typedef struct
{
  guint64 number;
  char *uid; /* (owned by the array that is sorted) */
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *first = a;
  const Place *second = b;

  if (first->number != second->number)
    return first->number < second->number ? -1 : 1;
  return strcmp (first->uid, second->uid);
}

/**
 * crm_uid_order_sort:
 * @uids: (element-type utf8): a folder's uids, in whatever order
 *
 * Puts them into the order in which the mail came, as far as uids tell: IMAP and mbox count up, and
 * a Maildir's file begins with the time. Camel gives them as its hash table holds them. The index
 * numbers letters as they are entered: in order of time its tables grow at their ends, answers find
 * the letter they answer, and a search that reads numbers backwards finds the newest first.
 */
void
crm_uid_order_sort (GPtrArray *uids)
{
  g_autoptr (GArray) places = NULL;

  g_return_if_fail (uids != NULL);

  places = g_array_sized_new (FALSE, FALSE, sizeof (Place), uids->len);
  for (guint i = 0; i < uids->len; i++)
    {
      char *uid = g_ptr_array_index (uids, i);
      Place place = { g_ascii_strtoull (uid, NULL, 10), uid };

      g_array_append_val (places, place);
    }
  g_array_sort (places, compare_places);
  for (guint i = 0; i < places->len; i++)
    uids->pdata[i] = g_array_index (places, Place, i).uid;
}
