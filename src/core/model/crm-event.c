/* crm-event.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-event"
#include "config.h"

#include "crm-event.h"

#include <string.h>

#include "crm-address.h"
#include "crm-date.h"
#include "crm-text.h"

static void
free_party (gpointer data)
{
  CrmEventParty *party = data;

  g_free (party->address);
  g_free (party->name);
  g_free (party);
}

/**
 * crm_event_new:
 * @calendar_uid: the calendar's source UID
 * @uid: iCalendar's UID
 * @recurrence_id: (nullable): which occurrence, see #CrmEvent
 *
 * Returns: (transfer full): a confirmed event without anything else
 */
CrmEvent *
crm_event_new (const char *calendar_uid, const char *uid, const char *recurrence_id)
{
  CrmEvent *self = g_new0 (CrmEvent, 1);

  self->calendar_uid = g_strdup (calendar_uid);
  self->uid = g_strdup (uid);
  self->recurrence_id = g_strdup (recurrence_id);
  self->status = CRM_EVENT_CONFIRMED;
  self->summary = g_strdup ("");
  self->parties = g_ptr_array_new_with_free_func (free_party);
  return self;
}

/**
 * crm_event_copy:
 * @self: (nullable): an event
 *
 * Returns: (transfer full) (nullable): the same once more
 */
CrmEvent *
crm_event_copy (const CrmEvent *self)
{
  CrmEvent *copy;

  if (self == NULL)
    return NULL;
  copy = crm_event_new (self->calendar_uid, self->uid, self->recurrence_id);
  copy->start_usec = self->start_usec;
  copy->end_usec = self->end_usec;
  copy->is_all_day = self->is_all_day;
  copy->status = self->status;
  crm_event_set_summary (copy, self->summary);
  copy->location = g_strdup (self->location);
  copy->zone = g_strdup (self->zone);
  copy->zone_offset_secs = self->zone_offset_secs;
  for (guint i = 0; i < self->parties->len; i++)
    {
      CrmEventParty *party = g_memdup2 (g_ptr_array_index (self->parties, i), sizeof *party);

      party->address = g_strdup (party->address);
      party->name = g_strdup (party->name);
      g_ptr_array_add (copy->parties, party);
    }
  return copy;
}

/**
 * crm_event_equal:
 * @self: an event
 * @other: another
 *
 * Returns: whether they are the same meeting, at the same time, with the same people and words
 */
gboolean
crm_event_equal (const CrmEvent *self, const CrmEvent *other)
{
  if (g_strcmp0 (self->uid, other->uid) != 0
      || g_strcmp0 (self->recurrence_id, other->recurrence_id) != 0
      || self->start_usec != other->start_usec || self->end_usec != other->end_usec
      || self->is_all_day != other->is_all_day || self->status != other->status
      || g_strcmp0 (self->summary, other->summary) != 0
      || g_strcmp0 (self->location, other->location) != 0
      || g_strcmp0 (self->zone, other->zone) != 0
      || self->zone_offset_secs != other->zone_offset_secs
      || self->parties->len != other->parties->len)
    return FALSE;
  for (guint i = 0; i < self->parties->len; i++)
    {
      const CrmEventParty *mine = g_ptr_array_index (self->parties, i);
      const CrmEventParty *theirs = g_ptr_array_index (other->parties, i);

      if (g_strcmp0 (mine->address, theirs->address) != 0
          || g_strcmp0 (mine->name, theirs->name) != 0
          || mine->participation != theirs->participation)
        return FALSE;
    }
  return TRUE;
}

/**
 * crm_event_has_begun:
 * @self: an event
 * @now_usec: now, UTC microseconds
 *
 * Returns: whether it is time to say what became of it; an all-day one begins with its day where
 *   the user is
 */
gboolean
crm_event_has_begun (const CrmEvent *self, gint64 now_usec)
{
  g_autoptr (GTimeZone) zone = NULL;

  if (!self->is_all_day)
    return self->start_usec <= now_usec;
  zone = g_time_zone_new_local ();
  return self->start_usec / (G_USEC_PER_SEC * G_GINT64_CONSTANT (86400))
         <= crm_date_day_from_usec (now_usec, zone);
}

/**
 * crm_event_free:
 * @self: (nullable): an event
 */
void
crm_event_free (CrmEvent *self)
{
  if (self == NULL)
    return;
  g_free (self->calendar_uid);
  g_free (self->uid);
  g_free (self->recurrence_id);
  g_free (self->summary);
  g_free (self->location);
  g_free (self->zone);
  g_ptr_array_unref (self->parties);
  g_free (self);
}

/**
 * crm_event_set_summary:
 * @self: an event
 * @summary: (nullable): what it is about, in any bytes; becomes one line of valid UTF-8
 */
void
crm_event_set_summary (CrmEvent *self, const char *summary)
{
  g_free (self->summary);
  self->summary = crm_text_clean (summary != NULL ? summary : "");
}

/**
 * crm_event_add_party:
 * @self: an event
 * @raw_address: (nullable): a calendar address, with or without mailto:
 * @name: (nullable): a display name in any bytes
 * @participation: what they answered
 * @is_organizer: whether they invited
 *
 * Enters somebody who takes part. One who is there already keeps their first name, and becomes the
 * organizer if either says so.
 *
 * Returns: whether @raw_address is an e-mail address
 */
gboolean
crm_event_add_party (CrmEvent *self,
                     const char *raw_address,
                     const char *name,
                     CrmParticipation participation,
                     gboolean is_organizer)
{
  g_autofree char *address = NULL;
  CrmEventParty *party;

  if (raw_address == NULL)
    return FALSE;
  if (g_ascii_strncasecmp (raw_address, "mailto:", strlen ("mailto:")) == 0)
    raw_address += strlen ("mailto:");
  address = crm_address_normalize (raw_address);
  if (address == NULL)
    return FALSE;

  for (guint i = 0; i < self->parties->len; i++)
    {
      party = g_ptr_array_index (self->parties, i);
      if (!g_str_equal (party->address, address))
        continue;
      party->is_organizer |= is_organizer;
      if (party->participation == CRM_PARTICIPATION_UNKNOWN)
        party->participation = participation;
      return TRUE;
    }
  party = g_new0 (CrmEventParty, 1);
  party->address = g_steal_pointer (&address);
  party->name = name != NULL && name[0] != '\0' ? crm_text_clean (name) : NULL;
  party->participation = participation;
  party->is_organizer = is_organizer;
  g_ptr_array_add (self->parties, party);
  return TRUE;
}
