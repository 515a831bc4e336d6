/* test-session-day.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gio/gio.h>

#include "crm-test-store.h"
#include "base/crm-app-session.h"

#define PATIENCE_SECS 60
/* 25 hours apart, so that it is never the same day in both. */
#define EARLY "Pacific/Kiritimati"
#define LATE "Pacific/Pago_Pago"

static gboolean
too_late_cb (gpointer data)
{
  g_error ("waited in vain");
  return G_SOURCE_REMOVE;
}

static void
wait_until (const guint *n, guint wanted)
{
  guint id = g_timeout_add_seconds (PATIENCE_SECS, too_late_cb, NULL);

  while (*n < wanted)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
}

static void
state_changed_cb (CrmAppSession *session, gpointer n_ready)
{
  *(guint *)n_ready += crm_app_session_get_state (session) == CRM_APP_SESSION_READY;
}

static void
changed_cb (CrmAppSession *session, gpointer n_changes)
{
  (*(guint *)n_changes)++;
}

/* Whatever was on its way comes before what is asked for now. */
static void
let_settle (CrmAppSession *session, const char *deal, const guint *n_changes)
{
  CrmChangeSet *set = crm_change_set_new ("set-next-step", CRM_CAUSE_USER);
  g_autofree char *step = g_uuid_string_random ();
  guint before = *n_changes;

  crm_change_set_text (crm_change_set_update (set, "deal", deal), "next_step", step);
  crm_app_session_write (session, set);
  wait_until (n_changes, before + 1);
}

static void
test_new_day (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmAppSession) session = crm_app_session_new (test->directory);
  guint n_ready = 0;
  guint n_changes = 0;
  guint before;

  g_setenv ("TZ", LATE, TRUE);
  crm_app_session_check_day (session); /* there is no store yet */
  g_signal_connect (session, "state-changed", G_CALLBACK (state_changed_cb), &n_ready);
  g_signal_connect (session, "changed", G_CALLBACK (changed_cb), &n_changes);
  crm_app_session_start (session);
  wait_until (&n_ready, 1);
  let_settle (session, deal, &n_changes);

  /* The same day: one more write is one more change, and that is all. */
  before = n_changes;
  crm_app_session_check_day (session);
  crm_app_session_check_day (session);
  let_settle (session, deal, &n_changes);
  g_assert_cmpuint (n_changes, ==, before + 1);

  /* Another day: all is read again, with nothing written, and once. */
  before = n_changes;
  g_setenv ("TZ", EARLY, TRUE);
  crm_app_session_check_day (session);
  wait_until (&n_changes, before + 1);
  crm_app_session_check_day (session);
  let_settle (session, deal, &n_changes);
  g_assert_cmpuint (n_changes, ==, before + 2);
  crm_app_session_close (session);
  crm_app_session_check_day (session);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/new-day", test_new_day);
  return g_test_run ();
}
