/* crm-event.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* One meeting as a calendar shows it: a single event, or one occurrence of a recurring one. Its
 * identity is iCalendar's, UID and RECURRENCE-ID, and is the same in everybody's calendar. */

typedef enum /* stored in index.db: never renumber */
{
  CRM_EVENT_CONFIRMED = 1, /* also where the calendar does not say */
  CRM_EVENT_TENTATIVE = 2,
  CRM_EVENT_CANCELLED = 3,
} CrmEventStatus;

typedef enum /* stored in index.db: never renumber */
{
  CRM_PARTICIPATION_UNKNOWN = 0, /* not answered yet, or nobody was asked */
  CRM_PARTICIPATION_ACCEPTED = 1,
  CRM_PARTICIPATION_TENTATIVE = 2,
  CRM_PARTICIPATION_DECLINED = 3,
} CrmParticipation;

typedef struct
{
  char *address; /* (owned): as crm_address_normalize() gives it; never empty */
  char *name;    /* (owned) (nullable): display name in NFC */
  CrmParticipation participation;
  gboolean is_organizer;
} CrmEventParty;

typedef struct
{
  char *calendar_uid; /* (owned): the calendar's source UID */
  char *uid;          /* (owned): never empty */
  char
      *recurrence_id; /* (owned) (nullable): of an occurrence, as 20261231T235959Z, 20261231T235959
                         where it has no zone, or 20261231; NULL for an event that does not recur */
  gint64 start_usec;  /* UTC; of an all-day event midnight UTC of its first day, in any zone */
  gint64 end_usec;    /* UTC, not before the start; of an all-day event the day after its last */
  gboolean is_all_day;
  CrmEventStatus status;
  char *summary;  /* (owned): one line of NFC, may be empty */
  char *location; /* (owned) (nullable) */
  char *zone; /* (owned) (nullable): the time zone it is written for, as iCalendar or its location
                 names it; NULL for none, for UTC, and of all-day events */
  int zone_offset_secs; /* of @zone from UTC when it begins */
  GPtrArray *parties; /* (owned) (element-type CrmEventParty): one entry an address; rooms and other
                         things are left out */
} CrmEvent;

CrmEvent *crm_event_new (const char *calendar_uid,
                         const char *uid,
                         const char *recurrence_id) G_GNUC_WARN_UNUSED_RESULT;
CrmEvent *crm_event_copy (const CrmEvent *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_event_equal (const CrmEvent *self, const CrmEvent *other);
void crm_event_free (CrmEvent *self);
gboolean crm_event_has_begun (const CrmEvent *self, gint64 now_usec);
void crm_event_set_summary (CrmEvent *self, const char *summary);
gboolean crm_event_add_party (CrmEvent *self,
                              const char *raw_address,
                              const char *name,
                              CrmParticipation participation,
                              gboolean is_organizer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmEvent, crm_event_free)

G_END_DECLS
