/* crm-currencies.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Currencies to choose from, as the user's language calls them. */

typedef struct
{
  char *code; /* (owned): ISO 4217 */
  char *name; /* (owned): in the user's language */
  char *key;  /* (owned): folded: what typed words are looked for in */
} CrmCurrency;

GPtrArray *crm_currencies_list (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_currencies_matches (const CrmCurrency *currency, const char *words);
char *crm_currencies_find (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *crm_currencies_find_unknown (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
