/* crm-phrases-list.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases-list"
#include "config.h"

#include "crm-phrases-list.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
typedef struct
{
  const char *entity;
  const char *title;
  const char *text;
} Teaching;

static const Teaching teachings[] = {
  { "deal", N_ ("No Deals Yet"),
    N_ ("Press “New deal” beside a customer's message in Evolution: it comes up here at once.") },
  { "person", N_ ("No People Yet"),
    N_ ("Press “Add to CRM…” beside somebody's message in Evolution: who is in the CRM is listed "
        "here.") },
  { "account", N_ ("No Accounts Yet"),
    N_ ("An account is a company or another organisation that you deal with. It comes with the "
        "first person or deal of it that you add in Evolution.") },
  { "lead", N_ ("No Leads Yet"),
    N_ ("A lead is somebody who may become a customer. Press + above, or “Make a lead of them” "
        "beside "
        "a message in Evolution.") },
  { NULL, N_ ("Nothing Here Yet"), N_ ("What is added to the CRM is listed here.") },
};

/**
 * crm_phrase_list_empty:
 * @entity: whose list
 * @out_title: (out) (transfer none): that there is nothing yet
 * @out_text: (out) (transfer none): how something comes to be there
 */
void
crm_phrase_list_empty (const CrmEntity *entity, const char **out_title, const char **out_text)
{
  const Teaching *teaching = teachings;

  while (teaching->entity != NULL && !g_str_equal (teaching->entity, entity->name))
    teaching++;
  *out_title = _ (teaching->title);
  *out_text = _ (teaching->text);
}

/**
 * crm_phrase_list_count:
 * @n: how many records are shown
 * @n_all: how many there are without the filter
 * @n_selected: how many of the shown ones are selected
 *
 * Returns: (transfer full): how many there are, found and selected
 */
char *
crm_phrase_list_count (guint n, guint n_all, guint n_selected)
{
  g_autofree char *found = NULL;
  g_autofree char *selected = NULL;

  if (n == n_all)
    found = crm_format_counted (g_dngettext (GETTEXT_PACKAGE, "%u record", "%u records", n), n);
  else
    /* TRANSLATORS: how many records a filter found, of how many; the plural is that of the second
     * number */
    found = crm_format_counted (
        g_dngettext (GETTEXT_PACKAGE, "%1$u of %2$u record", "%1$u of %2$u records", n_all), n,
        n_all);
  if (n_selected == 0)
    return g_steal_pointer (&found);
  selected = crm_format_counted (
      /* TRANSLATORS: how many rows of a table are selected */
      g_dngettext (GETTEXT_PACKAGE, "%u selected", "%u selected", n_selected), n_selected);
  return g_strdup_printf ("%s · %s", found, selected);
}
