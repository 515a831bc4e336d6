/* crm-id.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-id"
#include "config.h"

#include "crm-id.h"

#include <stdarg.h>
#include <string.h>
#include <sys/random.h>

#define ID_BYTES 16
#define COUNTER_MAX 0xfff                                  /* rand_a has 12 bits */
#define COUNTER_SEED_MAX 0x7ff                             /* leaves room to count within one ms */
#define MSEC_MAX (G_GINT64_CONSTANT (253402300800000) - 1) /* end of 9999, well below 48 bits */

/* Where the last id of this process stood; so ids rise even when the clock does not. */
static GMutex state_mutex;
static gint64 state_msec = -1; /* (mutex state_mutex) */
static guint state_counter;    /* (mutex state_mutex): 0 to COUNTER_MAX */

static void
fill_random (guint8 *bytes, gsize n_bytes)
{
  /* The kernel's generator rather than GLib's: a fork would repeat the latter's numbers. */
  if (getrandom (bytes, n_bytes, 0) == (gssize)n_bytes)
    return;

  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8)g_random_int_range (0, 256);
}

static char *
format_uuid (guint8 bytes[ID_BYTES], guint version)
{
  static const char digits[] = "0123456789abcdef";
  char *text = g_malloc (CRM_ID_LENGTH + 1);
  char *p = text;

  bytes[6] = (guint8)((bytes[6] & 0x0f) | (version << 4));
  bytes[8] = (guint8)((bytes[8] & 0x3f) | 0x80);

  for (guint i = 0; i < ID_BYTES; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        *p++ = '-';
      *p++ = digits[bytes[i] >> 4];
      *p++ = digits[bytes[i] & 0x0f];
    }
  *p = '\0';

  return text;
}

/* Moves the state past every id given so far; @seed is a random start for a fresh millisecond. */
static void
advance (gint64 now_msec, guint seed, gint64 *out_msec, guint *out_counter)
{
  g_mutex_lock (&state_mutex);
  if (now_msec > state_msec)
    {
      state_msec = now_msec;
      state_counter = seed;
    }
  else if (state_counter < COUNTER_MAX)
    {
      state_counter++;
    }
  else
    {
      state_msec++;
      state_counter = 0;
    }
  *out_msec = state_msec;
  *out_counter = state_counter;
  g_mutex_unlock (&state_mutex);
}

/**
 * crm_id_new:
 * @now_usec: the time, in microseconds since 1970 UTC; before 1970 counts as 1970, after 9999 as
 * 9999
 *
 * Makes a new id: a UUID of version 7 in lower case, whose text sorts by time. Within one process
 * each id is greater than the one before, on whatever thread and however @now_usec jumps: while it
 * is behind the time of the last id, that time goes on counting.
 *
 * Returns: (transfer full): %CRM_ID_LENGTH characters
 */
char *
crm_id_new (gint64 now_usec)
{
  guint8 bytes[ID_BYTES];
  gint64 msec;
  guint counter;

  fill_random (bytes, sizeof bytes);
  advance (CLAMP (now_usec / 1000, 0, MSEC_MAX),
           ((guint)bytes[6] << 8 | bytes[7]) & COUNTER_SEED_MAX, &msec, &counter);

  for (guint i = 0; i < 6; i++)
    bytes[i] = (guint8)(msec >> (8 * (5 - i)));
  bytes[6] = (guint8)(counter >> 8);
  bytes[7] = (guint8)(counter & 0xff);

  return format_uuid (bytes, 7);
}

/**
 * crm_id_derive:
 * @kind: what is named, e.g. `deal_person`
 * @...: the parts that identify it, e.g. two ids, in a fixed order, ended by %NULL
 *
 * Makes the id of something that is the same on every device: the same @kind and parts always give
 * the same id. It is a UUID of version 8 from SHA-256 over @kind and the parts, with a NUL between
 * them.
 *
 * Returns: (transfer full): %CRM_ID_LENGTH characters
 */
char *
crm_id_derive (const char *kind, ...)
{
  g_autoptr (GChecksum) checksum = NULL;
  guint8 digest[32];
  gsize n_digest = sizeof digest;
  const char *part;
  va_list parts;

  g_return_val_if_fail (kind != NULL, NULL);

  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *)kind, (gssize)strlen (kind));
  va_start (parts, kind);
  while ((part = va_arg (parts, const char *)) != NULL)
    {
      g_checksum_update (checksum, (const guchar *)"", 1);
      g_checksum_update (checksum, (const guchar *)part, (gssize)strlen (part));
    }
  va_end (parts);
  g_checksum_get_digest (checksum, digest, &n_digest);

  return format_uuid (digest, 8);
}

/**
 * crm_id_is_valid:
 * @id: (nullable): any text
 *
 * Returns: whether @id is written as this file writes ids: a UUID of any version in lower case
 */
gboolean
crm_id_is_valid (const char *id)
{
  if (id == NULL || strlen (id) != CRM_ID_LENGTH)
    return FALSE;

  for (guint i = 0; i < CRM_ID_LENGTH; i++)
    {
      if (i == 8 || i == 13 || i == 18 || i == 23)
        {
          if (id[i] != '-')
            return FALSE;
        }
      else if (!g_ascii_isxdigit (id[i]) || g_ascii_isupper (id[i]))
        {
          return FALSE;
        }
    }

  return id[14] >= '1' && id[14] <= '8' && strchr ("89ab", id[19]) != NULL;
}

/**
 * crm_id_get_usec:
 * @id: an id
 *
 * Returns: when it was made, by the wall clock of then, in microseconds since 1970 UTC and cut to
 *   whole milliseconds; -1 for a derived or fixed id and for what is none
 */
gint64
crm_id_get_usec (const char *id)
{
  gint64 msec = 0;

  if (!crm_id_is_valid (id) || id[14] != '7')
    return -1;
  for (guint i = 0; i < 13; i++)
    if (id[i] != '-')
      msec = msec << 4 | g_ascii_xdigit_value (id[i]);
  return msec * 1000;
}
