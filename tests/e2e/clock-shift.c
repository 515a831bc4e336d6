/* clock-shift.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Preloaded by the end-to-end tests: the wall clock is as many days ahead as the file
 * $CRM_CLOCK_FILE says when the process starts. How long something takes is as it is. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static time_t shift;

__attribute__ ((constructor)) static void
read_shift (void)
{
  const char *path = getenv ("CRM_CLOCK_FILE");
  FILE *file = path != NULL ? fopen (path, "r") : NULL;
  long days = 0;

  if (file == NULL)
    return;
  if (fscanf (file, "%ld", &days) == 1)
    shift = (time_t)days * 24 * 3600;
  fclose (file);
}

int
clock_gettime (clockid_t clock, struct timespec *now)
{
  static int (*next) (clockid_t, struct timespec *);
  int result;

  if (next == NULL)
    next = (int (*) (clockid_t, struct timespec *))dlsym (RTLD_NEXT, "clock_gettime");
  result = next (clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    now->tv_sec += shift;
  return result;
}

int
gettimeofday (struct timeval *now, void *zone)
{
  struct timespec precise;
  int result = clock_gettime (CLOCK_REALTIME, &precise);

  (void)zone;
  if (result == 0)
    {
      now->tv_sec = precise.tv_sec;
      now->tv_usec = precise.tv_nsec / 1000;
    }
  return result;
}

time_t
time (time_t *out)
{
  struct timespec now;

  if (clock_gettime (CLOCK_REALTIME, &now) != 0)
    return (time_t)-1;
  if (out != NULL)
    *out = now.tv_sec;
  return now.tv_sec;
}
