/* fuzz-values.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "crm-cli-values.h"
#include "crm-test-store.h"
#include "model/crm-id.h"
#include "model/crm-token.h"

#define NOW_USEC CRM_TEST_START_USEC
#define DAY_USEC (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define FAR_DAYS 3000000 /* years have up to four digits, offsets go to 100000 weeks */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static CrmTestStore *where;

static void
close_store (void)
{
  g_clear_pointer (&where, crm_test_store_free);
}

static void
ensure_store (void)
{
  if (where != NULL)
    return;
  where = crm_test_store_new ();
  atexit (close_store);
}

/* What was taken is taken again, and is the same. */
static void
check_names (const char *text)
{
  g_autofree char *address = crm_cli_parse_address (text, NULL);
  g_autofree char *domain = crm_cli_parse_domain (text, NULL);
  g_autofree char *same_address = address != NULL ? crm_cli_parse_address (address, NULL) : NULL;
  g_autofree char *same_domain = domain != NULL ? crm_cli_parse_domain (domain, NULL) : NULL;

  g_assert_cmpstr (address, ==, same_address);
  g_assert_cmpstr (domain, ==, same_domain);
}

static void
check_times (const char *text)
{
  gint64 usec;
  int day;

  if (crm_cli_parse_day (text, NOW_USEC, &day, NULL))
    g_assert_cmpint (ABS ((gint64)day), <, FAR_DAYS);
  if (crm_cli_parse_time (text, NOW_USEC, &usec, NULL))
    g_assert_cmpint (ABS (usec / DAY_USEC), <, FAR_DAYS);
}

static void
check_money (const char *text)
{
  g_autofree char *currency = NULL;
  gint64 minor;

  if (crm_cli_parse_money (text, "EUR", &currency, &minor, NULL))
    g_assert_cmpuint (strlen (currency), ==, 3);
}

/* A mark that we wrote is found whatever stands around it, unless another one stands before. */
static void
check_token (const char *text)
{
  g_autofree char *found = crm_token_find (text);
  g_autofree char *token = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *again = NULL;

  if (found != NULL)
    return;
  token = crm_token_new ("0190c2a8-7c3e-7aaa-8bbb-1a2b3c4d5e6f");
  subject = g_strconcat (text, token, NULL);
  again = crm_token_find (subject);
  g_assert_nonnull (again);
  g_assert_nonnull (strstr (token, again));
}

static gpointer
set_in_reader (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("set", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "deal", NULL);

  return GINT_TO_POINTER (crm_cli_set_fields (reader, set, change, NULL, data, error));
}

/* What people type after a verb: any text is a value within its bounds, or is refused with a
 * reason. A line is an assignment. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *raw = g_strndup ((const char *)data, size);
  g_autofree char *text = g_utf8_make_valid (raw, -1); /* as main() does */
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GError) error = NULL;

  ensure_store ();
  crm_id_is_valid (text);
  check_names (text);
  check_times (text);
  check_money (text);
  check_token (text);
  if (crm_store_read_sync (where->store, set_in_reader, lines, NULL, &error) == NULL)
    g_assert_nonnull (error);
  return 0;
}
