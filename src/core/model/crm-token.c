/* crm-token.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-token"
#include "config.h"

#include "crm-token.h"

#include <string.h>

#define N_DIGITS 8
#define OPENING "[#"

/**
 * crm_token_new:
 * @deal_id: id of a deal
 *
 * Returns: (transfer full): what to put into a subject
 */
char *
crm_token_new (const char *deal_id)
{
  gsize length = strlen (deal_id);
  g_autofree char *code
      = g_ascii_strdown (deal_id + (length > N_DIGITS ? length - N_DIGITS : 0), -1);

  return g_strdup_printf (OPENING "%s]", code);
}

static gboolean
is_token (const char *text)
{
  for (guint i = 0; i < N_DIGITS; i++)
    if (!g_ascii_isxdigit (text[i]))
      return FALSE;
  return text[N_DIGITS] == ']';
}

/**
 * crm_token_find:
 * @subject: (nullable): a subject
 *
 * Returns: (transfer full) (nullable): the digits of the first token in it, in lower case; %NULL
 * for none
 */
char *
crm_token_find (const char *subject)
{
  const char *place = subject;

  while (place != NULL && (place = strstr (place, OPENING)) != NULL)
    {
      place += strlen (OPENING);
      if (is_token (place))
        return g_ascii_strdown (place, N_DIGITS);
    }
  return NULL;
}
