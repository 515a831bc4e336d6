/* test-calendar-mirror.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-calendar-mirror.h"

#include <libecal/libecal.h>

#include "eds-fixture.h"
#include "store/crm-event-query.h"
#include "store/crm-index-events.h"

#define SYSTEM_CALENDAR "system-calendar"
#define PROMPT_MSECS                                                                               \
  10000 /* within seconds, also where sanitizers and other tests slow everything */
#define DAY_USEC (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

typedef struct
{
  CrmStore *store;
  CrmCalendarMirror *mirror;
  ECalClient *calendar;
  const char *address; /* expected by has_expected() */
  guint n_expected;
  guint n_changed;
  guint n_failed;
} Fixture;

static gpointer
query (CrmReader *reader, gpointer address, GError **error)
{
  const char *addresses[] = { address, NULL };
  CrmEventQuery of_address = { .addresses = addresses,
                               .from_usec = g_get_real_time () - 4000 * DAY_USEC,
                               .before_usec = g_get_real_time () + 4000 * DAY_USEC,
                               .limit = 1000 };

  return crm_query_events (reader, &of_address, error);
}

static GPtrArray *
events_of (Fixture *fixture, const char *address)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *events = crm_store_read_sync (fixture->store, query, (gpointer)address, NULL, &error);

  g_assert_no_error (error);
  return events;
}

static gboolean
has_expected (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GPtrArray) events = events_of (fixture, fixture->address);

  return events->len == fixture->n_expected;
}

static void
assert_count (Fixture *fixture, const char *address, guint n)
{
  fixture->address = address;
  fixture->n_expected = n;
  if (!eds_wait_for (has_expected, fixture, PROMPT_MSECS))
    {
      g_autoptr (GPtrArray) events = events_of (fixture, address);

      g_assert_cmpuint (events->len, ==, n);
    }
}

static void
changed_cb (CrmCalendarMirror *mirror, Fixture *fixture)
{
  fixture->n_changed++;
}

static void
failed_cb (CrmCalendarMirror *mirror, const char *uid, const char *message, Fixture *fixture)
{
  fixture->n_failed++;
}

static void
start_mirror (Fixture *fixture)
{
  fixture->mirror = crm_calendar_mirror_new (fixture->store, eds_registry ());
  g_signal_connect (fixture->mirror, "changed", G_CALLBACK (changed_cb), fixture);
  g_signal_connect (fixture->mirror, "calendar-failed", G_CALLBACK (failed_cb), fixture);
  crm_calendar_mirror_start (fixture->mirror);
}

static void
stop_mirror (Fixture *fixture)
{
  crm_calendar_mirror_stop (fixture->mirror);
  eds_assert_finalizes (fixture->mirror);
  fixture->mirror = NULL;
}

static ECalClient *
connect_calendar (const char *uid)
{
  g_autoptr (ESource) source = e_source_registry_ref_source (eds_registry (), uid);
  g_autoptr (GError) error = NULL;
  EClient *client = e_cal_client_connect_sync (source, E_CAL_CLIENT_SOURCE_TYPE_EVENTS, (guint32)-1,
                                               NULL, &error);

  g_assert_no_error (error);
  return E_CAL_CLIENT (client);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *directory = eds_make_directory ();

  fixture->store = eds_open_store (directory);
  fixture->calendar = connect_calendar (SYSTEM_CALENDAR);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->mirror != NULL)
    stop_mirror (fixture);
  g_clear_object (&fixture->calendar);
  eds_assert_finalizes (fixture->store);
}

/* An event tomorrow at noon, UTC. */
static ICalComponent *
make_event (const char *uid, const char *address, const char *more)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (now, 1);
  g_autofree char *day = g_date_time_format (tomorrow, "%Y%m%d");
  g_autofree char *text
      = g_strdup_printf ("BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260101T000000Z\r\n"
                         "DTSTART:%sT120000Z\r\nDTEND:%sT130000Z\r\nSUMMARY:Visit\r\n"
                         "ORGANIZER:mailto:olive@corp.example\r\nATTENDEE;CN=Ann:mailto:%s\r\n"
                         "%sEND:VEVENT\r\n",
                         uid, day, day, address, more);
  ICalComponent *event = i_cal_component_new_from_string (text);

  g_assert_nonnull (event);
  return event;
}

static void
add_event (ECalClient *calendar, const char *uid, const char *address, const char *more)
{
  ICalComponent *event = make_event (uid, address, more);
  g_autofree char *new_uid = NULL;
  g_autoptr (GError) error = NULL;

  e_cal_client_create_object_sync (calendar, event, E_CAL_OPERATION_FLAG_NONE, &new_uid, NULL,
                                   &error);
  g_assert_no_error (error);
  g_object_unref (event);
}

static void
modify_event (ECalClient *calendar, const char *uid, const char *address, const char *more)
{
  ICalComponent *event = make_event (uid, address, more);
  g_autoptr (GError) error = NULL;

  e_cal_client_modify_object_sync (calendar, event, E_CAL_OBJ_MOD_ALL, E_CAL_OPERATION_FLAG_NONE,
                                   NULL, &error);
  g_assert_no_error (error);
  g_object_unref (event);
}

static void
remove_event (ECalClient *calendar, const char *uid)
{
  g_autoptr (GError) error = NULL;

  e_cal_client_remove_object_sync (calendar, uid, NULL, E_CAL_OBJ_MOD_ALL,
                                   E_CAL_OPERATION_FLAG_NONE, NULL, &error);
  g_assert_no_error (error);
}

static void
test_follows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) events = NULL;
  const CrmEvent *event;

  add_event (fixture->calendar, "e-1", "ann@acme.example", "LOCATION:Leeds\r\n");
  start_mirror (fixture);
  assert_count (fixture, "ann@acme.example", 1);
  events = events_of (fixture, "ann@acme.example");
  event = g_ptr_array_index (events, 0);
  g_assert_cmpstr (event->calendar_uid, ==, SYSTEM_CALENDAR);
  g_assert_cmpstr (event->uid, ==, "e-1");
  g_assert_cmpstr (event->summary, ==, "Visit");
  g_assert_cmpstr (event->location, ==, "Leeds");
  g_assert_cmpuint (event->parties->len, ==, 2);

  add_event (fixture->calendar, "e-2", "ann@acme.example", "RRULE:FREQ=DAILY;COUNT=5\r\n");
  assert_count (fixture, "ann@acme.example", 6);
  modify_event (fixture->calendar, "e-2", "bob@acme.example", "RRULE:FREQ=DAILY;COUNT=3\r\n");
  assert_count (fixture, "ann@acme.example", 1);
  assert_count (fixture, "bob@acme.example", 3);
  modify_event (fixture->calendar, "e-1", "ann@acme.example", "CLASS:PRIVATE\r\n");
  assert_count (fixture, "ann@acme.example", 0);
  remove_event (fixture->calendar, "e-2");
  assert_count (fixture, "bob@acme.example", 0);
  remove_event (fixture->calendar, "e-1");
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

static gboolean
has_changed (gpointer data)
{
  return ((Fixture *)data)->n_changed > 0;
}

static gboolean
forget_event (CrmIndex *index, gpointer uid, GCancellable *cancellable, GError **error)
{
  return crm_index_begin (index, error)
         && crm_index_replace_events (index, SYSTEM_CALENDAR, uid, NULL, error)
         && crm_index_commit (index, error);
}

/* What happened while nobody looked is found; and when nothing did, nothing is read again: what is
 * missing by foul play stays missing. */
static void
test_catches_up (Fixture *fixture, gconstpointer data)
{
  add_event (fixture->calendar, "e-3", "cat@acme.example", "");
  start_mirror (fixture);
  assert_count (fixture, "cat@acme.example", 1);
  stop_mirror (fixture);

  g_assert_true (crm_store_index_sync (fixture->store, forget_event, (gpointer) "e-3", NULL, NULL));
  fixture->n_changed = 0;
  start_mirror (fixture);
  g_assert_true (eds_wait_for (has_changed, fixture, PROMPT_MSECS));
  eds_iterate_for (700);
  assert_count (fixture, "cat@acme.example", 0);
  stop_mirror (fixture);

  add_event (fixture->calendar, "e-4", "dan@acme.example", "");
  start_mirror (fixture);
  assert_count (fixture, "dan@acme.example", 1);
  assert_count (fixture, "cat@acme.example", 1);
  stop_mirror (fixture);

  remove_event (fixture->calendar, "e-3");
  remove_event (fixture->calendar, "e-4");
  start_mirror (fixture);
  assert_count (fixture, "dan@acme.example", 0);
  assert_count (fixture, "cat@acme.example", 0);
}

static void
make_calendar (const char *uid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ESource) source = e_source_new_with_uid (uid, NULL, &error);
  ESourceBackend *backend = e_source_get_extension (source, E_SOURCE_EXTENSION_CALENDAR);

  g_assert_no_error (error);
  e_source_set_parent (source, "local-stub");
  e_source_set_display_name (source, uid);
  e_source_backend_set_backend_name (backend, "local");
  e_source_registry_commit_source_sync (eds_registry (), source, NULL, &error);
  g_assert_no_error (error);
  eds_iterate_for (300);
}

/* A colleague's copy of the meeting is the same meeting; a calendar that goes takes its own along.
 */
static void
test_two_calendars (Fixture *fixture, gconstpointer data)
{
  ECalClient *second;

  make_calendar ("crm-test-calendar");
  second = connect_calendar ("crm-test-calendar");
  add_event (fixture->calendar, "e-5", "eve@acme.example", "");
  add_event (second, "e-5", "eve@acme.example", "");
  add_event (second, "e-6", "fay@acme.example", "");
  start_mirror (fixture);
  assert_count (fixture, "fay@acme.example", 1);
  assert_count (fixture, "eve@acme.example", 1);
  eds_enable_book ("crm-test-calendar", FALSE);
  assert_count (fixture, "fay@acme.example", 0);
  assert_count (fixture, "eve@acme.example", 1);
  eds_enable_book ("crm-test-calendar", TRUE);
  assert_count (fixture, "fay@acme.example", 1);
  g_object_unref (second);
  eds_remove_book ("crm-test-calendar");
  assert_count (fixture, "fay@acme.example", 0);
  remove_event (fixture->calendar, "e-5");
  assert_count (fixture, "eve@acme.example", 0);
}

/* Stopped at once, a mirror leaves nothing behind that could still call it. */
static void
test_stop_early (Fixture *fixture, gconstpointer data)
{
  add_event (fixture->calendar, "e-7", "gil@acme.example", "");
  for (guint msecs = 0; msecs < 60; msecs += 5)
    {
      start_mirror (fixture);
      eds_iterate_for (msecs);
      crm_calendar_mirror_stop (fixture->mirror);
      g_object_unref (fixture->mirror);
      fixture->mirror = NULL;
    }
  eds_iterate_for (300);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!eds_is_private ())
    {
      g_print ("1..0 # SKIP runs below with-eds.sh only\n");
      return 0;
    }
  ADD ("/calendar-mirror/follows", test_follows);
  ADD ("/calendar-mirror/catches-up", test_catches_up);
  ADD ("/calendar-mirror/two-calendars", test_two_calendars);
  ADD ("/calendar-mirror/stop-early", test_stop_early);
  return g_test_run ();
}
