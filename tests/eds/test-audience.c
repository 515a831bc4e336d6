/* test-audience.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-audience.h"

/* As servers name their collections. */
static void
test_path (void)
{
  static const struct
  {
    const char *path;
    const char *user;
    CrmAudience audience;
  } cases[] = {
    { "/alice/tasks/", "alice", CRM_AUDIENCE_YOURS },
    { "/remote.php/dav/calendars/Alice/personal/", "alice", CRM_AUDIENCE_YOURS },
    { "/remote.php/dav/calendars/alice/team_shared_by_bob/", "alice", CRM_AUDIENCE_OTHERS },
    { "/caldav/v2/alice%40alder.example/events/", "alice@alder.example", CRM_AUDIENCE_YOURS },
    { "/dav/alice/home", "alice@alder.example", CRM_AUDIENCE_YOURS },
    { "/team/tasks/", "alice", CRM_AUDIENCE_OTHERS },
    { "/bob/tasks/", "alice", CRM_AUDIENCE_OTHERS },
    { "/malice/tasks/", "alice", CRM_AUDIENCE_OTHERS },
    { "/%zz/", "alice", CRM_AUDIENCE_OTHERS },
    { "", "alice", CRM_AUDIENCE_OTHERS },
    { "//", "@", CRM_AUDIENCE_OTHERS },
    { "/alice/", "", CRM_AUDIENCE_OTHERS },
    { "/alice/", NULL, CRM_AUDIENCE_OTHERS },
    { NULL, "alice", CRM_AUDIENCE_OTHERS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (crm_audience_of_path (cases[i].path, cases[i].user), ==, cases[i].audience);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audience/path", test_path);
  return g_test_run ();
}
