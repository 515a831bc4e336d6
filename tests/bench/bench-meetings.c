/* bench-meetings.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench-meetings [EVENTS]: a calendar of 5,000 meetings, half of them occurrences of weekly ones,
 * with 500 people. What the mirror does with it (off the main loop), what a selection costs the
 * main loop before its question is asked, and how long the reader takes for the answers. What
 * painting the answer costs is told by `bench-repaint meeting`. */
#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#include "crm-event-expand.h"
#include "crm-meeting-sheet.h"
#include "service/crm-meetings.h"
#include "store/crm-event-query.h"
#include "store/crm-index-events.h"

#define OWNER "owner@corp.example"
#define N_PEOPLE 500
#define SERIES_LENGTH 52
#define TURNS 300
#define DAY_SECS 86400

static gint64 base_secs; /* where the middle of the calendar is */

static ICalTimezone *
resolve_zone (const char *tzid, gpointer data, GCancellable *cancellable, GError **error)
{
  return i_cal_timezone_get_builtin_timezone (tzid);
}

/* A weekly series for each 52 events wanted, and as many single ones. */
static ICalComponent *
make_component (guint i, gboolean is_series)
{
  g_autoptr (GDateTime) start = g_date_time_new_from_unix_utc (
      base_secs + (gint64)(i % 360) * DAY_SECS - 180 * DAY_SECS + (gint64)(i % 9) * 3600);
  g_autofree char *when = g_date_time_format (start, "%Y%m%dT%H%M%S");
  g_autofree char *rule = g_strdup_printf ("RRULE:FREQ=WEEKLY;COUNT=%d\r\n", SERIES_LENGTH);
  g_autofree char *text = g_strdup_printf (
      "BEGIN:VEVENT\r\nUID:bench-%s-%u@corp.example\r\nDTSTART;TZID=Europe/Berlin:%s\r\n"
      "DURATION:PT1H\r\nSUMMARY:Project %u: next steps\r\n%s"
      "ORGANIZER:mailto:" OWNER "\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:" OWNER "\r\n"
      "ATTENDEE;CN=Person %u;PARTSTAT=ACCEPTED:mailto:p%u@acme%u.example\r\n"
      "ATTENDEE;CN=Person %u;PARTSTAT=NEEDS-ACTION:mailto:p%u@acme%u.example\r\n"
      "END:VEVENT\r\n",
      is_series ? "series" : "single", i, when, i, is_series ? rule : "", i % N_PEOPLE,
      i % N_PEOPLE, i % N_PEOPLE / 5, (i + 1) % N_PEOPLE, (i + 1) % N_PEOPLE,
      (i + 1) % N_PEOPLE / 5);

  return i_cal_component_new_from_string (text);
}

static GPtrArray *
make_components (guint n_events)
{
  GPtrArray *components = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_events / 2 / SERIES_LENGTH; i++)
    g_ptr_array_add (components, make_component (i, TRUE));
  for (guint i = 0; i < n_events / 2; i++)
    g_ptr_array_add (components, make_component (i, FALSE));
  return components;
}

static GPtrArray *
expand (ICalComponent *component)
{
  const CrmEventWindow window = { (base_secs - 800 * DAY_SECS) * G_USEC_PER_SEC,
                                  (base_secs + 800 * DAY_SECS) * G_USEC_PER_SEC };
  g_autoptr (GSList) list = g_slist_prepend (NULL, component);
  g_autoptr (GError) error = NULL;
  GPtrArray *events
      = crm_event_expand ("bench", list, &window, resolve_zone, NULL,
                          i_cal_timezone_get_builtin_timezone ("Europe/Berlin"), NULL, &error);

  g_assert_no_error (error);
  return events;
}

static gboolean
fill_index (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char *const own[] = { OWNER, NULL };
  const GPtrArray *groups = data;

  if (!crm_index_set_own (index, own, error) || !crm_index_begin (index, error))
    return FALSE;
  for (guint i = 0; i < groups->len; i++)
    {
      const GPtrArray *events = g_ptr_array_index (groups, i);
      const CrmEvent *first = g_ptr_array_index (events, 0);

      if (!crm_index_replace_events (index, "bench", first->uid, events, error))
        return FALSE;
    }
  return crm_index_commit (index, error);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* Each time in µs; sorts them. */
static void
tell (const char *what, double *times, guint n)
{
  qsort (times, n, sizeof *times, compare);
  g_print ("%-58s p50 %8.1f µs   p99 %8.1f µs   max %8.1f µs\n", what, times[n / 2],
           times[n * 99 / 100], times[n - 1]);
}

static GPtrArray *
expand_all (const GPtrArray *components, guint *out_n)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < components->len; i++)
    {
      GPtrArray *events = expand (g_ptr_array_index (components, i));

      *out_n += events->len;
      g_ptr_array_add (groups, events);
    }
  g_print ("%-58s %.1f ms\n", "mirror: making all occurrences",
           (double)(g_get_monotonic_time () - begin) / 1e3);
  return groups;
}

/* What the calendar's view does when another event is selected, before anything is asked. */
static void
bench_selection (const GPtrArray *components)
{
  double times[TURNS];

  for (guint i = 0; i < TURNS; i++)
    {
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (CrmEvent) event
          = crm_event_read (g_ptr_array_index (components, i % components->len), resolve_zone, NULL,
                            i_cal_timezone_get_builtin_timezone ("Europe/Berlin"));
      g_autoptr (CrmMessage) people = crm_meetings_people_of (event);
      g_autoptr (CrmEvent) copy = crm_event_copy (event);

      g_assert_true (crm_event_equal (event, copy));
      times[i] = (double)(g_get_monotonic_time () - begin);
    }
  tell ("main loop: reading the selected event", times, TURNS);
}

static gpointer
load_context (CrmReader *reader, gpointer data, GError **error)
{
  return crm_context_load (reader, data, error);
}

static gpointer
load_day (CrmReader *reader, gpointer data, GError **error)
{
  return crm_meeting_brief_load_day (reader, *(int *)data, error);
}

static void
bench_contexts (CrmStore *store, const GPtrArray *groups)
{
  double times[TURNS];

  for (guint i = 0; i < TURNS; i++)
    {
      const GPtrArray *events = g_ptr_array_index (groups, i % groups->len);
      CrmEvent *event = g_ptr_array_index (events, events->len / 2);
      g_autoptr (CrmMessage) people = crm_meetings_people_of (event);
      CrmContextRequest request = { .message = people, .event = event, .history_limit = 50 };
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (CrmContext) context
          = crm_store_read_sync (store, load_context, &request, NULL, NULL);

      g_assert_nonnull (context->address);
      times[i] = (double)(g_get_monotonic_time () - begin);
    }
  tell ("reader: what the sidebar shows of a selected event", times, TURNS);
}

static void
bench_days (CrmStore *store)
{
  double times[60];
  guint n_sheets = 0;

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      int day = (int)(base_secs / DAY_SECS) - 30 + (int)i;
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (GPtrArray) briefs = crm_store_read_sync (store, load_day, &day, NULL, NULL);

      for (guint j = 0; j < briefs->len; j++)
        crm_meeting_sheet_free (crm_meeting_sheet_new (g_ptr_array_index (briefs, j)));
      n_sheets += briefs->len;
      times[i] = (double)(g_get_monotonic_time () - begin);
    }
  g_print ("%u sheets a day, ", n_sheets / (guint)G_N_ELEMENTS (times));
  tell ("reader: all sheets of a day", times, G_N_ELEMENTS (times));
}

static void
remove_directory (const char *directory)
{
  g_autoptr (GDir) files = g_dir_open (directory, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      g_remove (path);
    }
  g_rmdir (directory);
}

int
main (int argc, char **argv)
{
  guint64 n_wanted = 5000;
  g_autofree char *directory = g_dir_make_tmp ("bench-meetings-XXXXXX", NULL);
  CrmStoreOptions options = { .directory = directory, .front_end = "bench", .currency = "EUR" };
  g_autoptr (GPtrArray) components = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GError) error = NULL;
  CrmStore *store = crm_store_open_sync (&options, &error);
  guint n_events = 0;
  gint64 begin;

  if (argc > 1 && !g_ascii_string_to_unsigned (argv[1], 10, 1, 1000000, &n_wanted, NULL))
    return 2;
  g_assert_no_error (error);
  base_secs = g_get_real_time () / G_USEC_PER_SEC / DAY_SECS * DAY_SECS + 8 * 3600;
  components = make_components ((guint)MAX (n_wanted, 2 * SERIES_LENGTH));
  groups = expand_all (components, &n_events);
  begin = g_get_monotonic_time ();
  crm_store_index_sync (store, fill_index, groups, NULL, &error);
  g_assert_no_error (error);
  g_print ("%-58s %.1f ms for %u events\n", "mirror: entering them into the index",
           (double)(g_get_monotonic_time () - begin) / 1e3, n_events);
  bench_selection (components);
  bench_contexts (store, groups);
  bench_days (store);
  g_object_unref (store);
  remove_directory (directory);
  return 0;
}
