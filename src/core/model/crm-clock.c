/* crm-clock.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-clock"
#include "config.h"

#include "crm-clock.h"

#define USEC_PER_MSEC 1000
/* Wall times are cut (in the year 6429) so that one hour ahead of them still fits into 63 bits. */
#define WALL_MSEC_MAX                                                                              \
  ((G_MAXINT64 >> CRM_HLC_COUNTER_BITS) - CRM_HLC_MAX_AHEAD_USEC / USEC_PER_MSEC)

/* The first clock value of the wall time's millisecond. */
static gint64
hlc_from_wall (gint64 wall_usec, gint64 ahead_usec)
{
  gint64 msec = CLAMP (wall_usec / USEC_PER_MSEC, 0, WALL_MSEC_MAX);

  return (msec + ahead_usec / USEC_PER_MSEC) << CRM_HLC_COUNTER_BITS;
}

/**
 * crm_hlc_next:
 * @last: the last value this device gave, or 0
 * @wall_usec: the wall clock, in microseconds since 1970 UTC; before 1970 counts as 1970
 *
 * Gives the next value of this device's clock: the wall clock's millisecond when that is later than
 * @last, else @last + 1.
 *
 * The values of one device always rise strictly: the order of its journal must survive a wall clock
 * that was set wrong and then put right. Therefore a @last that lies far ahead is not pulled back;
 * it counts on in single steps, which keeps it where it is until the wall clock catches up (65536
 * events move it by one millisecond). That such a clock does not spread to others is what
 * crm_hlc_receive() sees to.
 *
 * Returns: a value greater than @last, except that %G_MAXINT64 stays what it is
 */
gint64
crm_hlc_next (gint64 last, gint64 wall_usec)
{
  gint64 wall = hlc_from_wall (wall_usec, 0);

  if (wall > last)
    return wall;

  return last == G_MAXINT64 ? last : last + 1;
}

/**
 * crm_hlc_receive:
 * @last: the last value this device gave, or 0
 * @remote: a value that another device sent
 * @wall_usec: the wall clock, in microseconds since 1970 UTC; before 1970 counts as 1970
 *
 * Gives the next value of this device's clock after it has learnt of @remote, so that what is
 * decided here afterwards sorts after it. A @remote more than %CRM_HLC_MAX_AHEAD_USEC ahead of the
 * wall clock comes from a wrong clock and counts as exactly that far ahead, so the result never is
 * further ahead than that unless @last already was.
 *
 * Returns: a value greater than @last, and greater than @remote unless that was too far ahead
 */
gint64
crm_hlc_receive (gint64 last, gint64 remote, gint64 wall_usec)
{
  gint64 limit = hlc_from_wall (wall_usec, CRM_HLC_MAX_AHEAD_USEC);

  /* One below the limit, because the next value is one more. */
  return crm_hlc_next (MAX (last, MIN (remote, limit - 1)), wall_usec);
}

/**
 * crm_hlc_to_usec:
 * @hlc: a clock value
 *
 * Returns: the wall time in it, in microseconds since 1970 UTC, cut to whole milliseconds; 0 when
 * @hlc is negative
 */
gint64
crm_hlc_to_usec (gint64 hlc)
{
  return hlc < 0 ? 0 : (hlc >> CRM_HLC_COUNTER_BITS) * USEC_PER_MSEC;
}
