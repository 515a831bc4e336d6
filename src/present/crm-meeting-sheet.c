/* crm-meeting-sheet.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-meeting-sheet"
#include "config.h"

#include "crm-meeting-sheet.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-event.h"
#include "crm-phrases-meeting.h"
#include "crm-phrases.h"

/* Of all letters with the people of one account. */
#define MAX_LETTERS 6
#define MAX_MEETINGS 4
/* So much of the minutes is called to mind; who wants to read them has them on the screen. */
#define MAX_MINUTES 400

/* Those who come from one account, or from none that is known. */
typedef struct
{
  const char *key;   /* (unowned): id of the account, else the organisation, else "" */
  const char *name;  /* (unowned) (nullable) */
  GPtrArray *people; /* (owned) (element-type CrmBriefPerson): unowned */
} Group;

static void
free_block (gpointer data)
{
  CrmSheetBlock *block = data;

  g_free (block->label);
  g_free (block->text);
  g_free (block);
}

static void
free_group (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->people);
  g_free (group);
}

/**
 * crm_meeting_sheet_free:
 * @self: (nullable): a sheet
 */
void
crm_meeting_sheet_free (CrmMeetingSheet *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->when);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

static void
add (CrmMeetingSheet *self,
     CrmSheetKind kind,
     const char *label,
     char *text /* (transfer full) (nullable) */)
{
  CrmSheetBlock *block = g_new0 (CrmSheetBlock, 1);

  block->kind = kind;
  block->label = g_strdup (label);
  block->text = text != NULL ? text : g_strdup ("");
  g_ptr_array_add (self->blocks, block);
}

static gboolean
is_rtl (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    switch (g_unichar_get_script (g_utf8_get_char (at)))
      {
      case G_UNICODE_SCRIPT_ARABIC:
      case G_UNICODE_SCRIPT_HEBREW:
      case G_UNICODE_SCRIPT_SYRIAC:
      case G_UNICODE_SCRIPT_THAANA:
      case G_UNICODE_SCRIPT_NKO:
        return TRUE;
      default:
        break;
      }
  return FALSE;
}

/* Where directions are mixed each part keeps its own: a phone number beside an Arabic name is not
 * turned around. */
static char *
join (const char *const *parts, guint n)
{
  GString *text = g_string_new (NULL);
  gboolean mixed = FALSE;

  for (guint i = 0; i < n; i++)
    mixed |= parts[i] != NULL && is_rtl (parts[i]);
  for (guint i = 0; i < n; i++)
    {
      if (parts[i] == NULL || parts[i][0] == '\0')
        continue;
      if (text->len > 0)
        g_string_append (text, " · ");
      if (mixed)
        g_string_append (text, is_rtl (parts[i]) ? "\u2067" : "\u2066");
      g_string_append (text, parts[i]);
      if (mixed)
        g_string_append (text, "\u2069");
    }
  return g_string_free (text, FALSE);
}

/* --- the meeting ------------------------------------------------------------------------------ */

static const char *
phrase_participation (CrmParticipation participation)
{
  switch (participation)
    {
    case CRM_PARTICIPATION_ACCEPTED:
      /* TRANSLATORS: what somebody answered to an invitation */
      return _ ("accepted");
    case CRM_PARTICIPATION_TENTATIVE:
      /* TRANSLATORS: what somebody answered to an invitation */
      return _ ("perhaps");
    case CRM_PARTICIPATION_DECLINED:
      /* TRANSLATORS: what somebody answered to an invitation */
      return _ ("declined");
    case CRM_PARTICIPATION_UNKNOWN:
    default:
      return NULL;
    }
}

static void
add_state (CrmMeetingSheet *self, const CrmEvent *event)
{
  if (event->status == CRM_EVENT_CANCELLED)
    /* TRANSLATORS: of a meeting: whether it takes place */
    add (self, CRM_SHEET_FACT, _ ("State"), g_strdup (_ ("cancelled")));
  else if (event->status == CRM_EVENT_TENTATIVE)
    /* TRANSLATORS: state of a meeting that is not certain to take place */
    add (self, CRM_SHEET_FACT, _ ("State"), g_strdup (_ ("not certain")));
}

static char *
dup_field (const CrmRecord *record, const char *field)
{
  const char *text = record != NULL ? crm_record_get_text (record, field) : NULL;

  return text != NULL && text[0] != '\0' ? g_strdup (text) : NULL;
}

static void
add_text_of (CrmMeetingSheet *self, const char *label, const CrmRecord *record, const char *field)
{
  char *text = dup_field (record, field);

  if (text != NULL)
    add (self, CRM_SHEET_FACT, label, text);
}

static void
add_head (CrmMeetingSheet *self, const CrmMeetingBrief *brief)
{
  const CrmEvent *event = brief->event;

  add (self, CRM_SHEET_TITLE, NULL, g_strdup (self->title));
  /* TRANSLATORS: the day and time of a meeting follow */
  add (self, CRM_SHEET_FACT, _ ("When"), crm_phrase_event_time_full (event));
  if (event->location != NULL && event->location[0] != '\0')
    /* TRANSLATORS: the place of a meeting follows */
    add (self, CRM_SHEET_FACT, _ ("Where"), g_strdup (event->location));
  add_state (self, event);
  add_text_of (self, _ ("Agenda"), brief->meeting, "agenda");
  add_text_of (self, _ ("Minutes"), brief->meeting, "outcome_note");
}

/* --- deals ------------------------------------------------------------------------------------ */

static void
add_deal (CrmMeetingSheet *self, const CrmDealState *state)
{
  g_autofree char *amount = crm_format_deal_amount (state->deal);
  g_autofree char *age = crm_phrase_stage_age (state, NULL);
  const char *parts[]
      = { crm_record_get_title (state->deal), crm_phrase_record_name (state->stage), amount, age };
  g_autofree char *line = join (parts, G_N_ELEMENTS (parts));
  const char *next = crm_record_get_text (state->deal, "next_step");

  if (next == NULL || next[0] == '\0')
    add (self, CRM_SHEET_ENTRY, NULL, g_steal_pointer (&line));
  else
    /* TRANSLATORS: the first is a deal, the second what is to be done next for it, on a line of its
       own */
    add (self, CRM_SHEET_ENTRY, NULL, g_strdup_printf (_ ("%1$s\nNext step: %2$s"), line, next));
}

static gboolean
has_deal (const GPtrArray *states, const char *id)
{
  for (guint i = 0; i < states->len; i++)
    if (g_str_equal (((const CrmDealState *)g_ptr_array_index (states, i))->deal->id, id))
      return TRUE;
  return FALSE;
}

static void
add_filed (CrmMeetingSheet *self, const CrmMeetingBrief *brief)
{
  if (brief->filed->len == 0)
    return;
  /* TRANSLATORS: above the deals that a meeting is filed under */
  add (self, CRM_SHEET_TOPIC, NULL, g_strdup (_ ("What it is about")));
  for (guint i = 0; i < brief->filed->len; i++)
    add_deal (self, g_ptr_array_index (brief->filed, i));
}

static void
add_open_deals (CrmMeetingSheet *self, const CrmMeetingBrief *brief, const Group *group)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();

  for (guint i = 0; i < group->people->len; i++)
    {
      const CrmBriefPerson *person = g_ptr_array_index (group->people, i);

      for (guint j = 0; j < person->context->deals->len; j++)
        {
          CrmDealState *state = g_ptr_array_index (person->context->deals, j);

          if (!has_deal (open, state->deal->id) && !has_deal (brief->filed, state->deal->id))
            g_ptr_array_add (open, state);
        }
    }
  if (open->len > 0)
    add (self, CRM_SHEET_TOPIC, NULL, g_strdup (_ ("Open deals")));
  for (guint i = 0; i < open->len; i++)
    add_deal (self, g_ptr_array_index (open, i));
}

/* --- what happened ---------------------------------------------------------------------------- */

static gboolean
is_same_item (const CrmHistoryItem *item, const CrmHistoryItem *other)
{
  if (item->kind == CRM_HISTORY_EMAIL)
    return item->fingerprint == other->fingerprint;
  return g_str_equal (item->event_uid, other->event_uid)
         && g_strcmp0 (item->recurrence_id, other->recurrence_id) == 0;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const CrmHistoryItem *x = *(const CrmHistoryItem *const *)a;
  const CrmHistoryItem *y = *(const CrmHistoryItem *const *)b;

  return (x->usec < y->usec) - (x->usec > y->usec);
}

/* What several of them have in common stands there once; the newest of all first. */
static GPtrArray *
merge_items (const Group *group, gboolean letters, guint limit)
{
  GPtrArray *all = g_ptr_array_new ();

  for (guint i = 0; i < group->people->len; i++)
    {
      const CrmBriefPerson *person = g_ptr_array_index (group->people, i);
      const GPtrArray *items = letters ? person->letters : person->meetings;

      for (guint j = 0; j < items->len; j++)
        {
          CrmHistoryItem *item = g_ptr_array_index (items, j);
          gboolean known = FALSE;

          for (guint k = 0; k < all->len && !known; k++)
            known = is_same_item (g_ptr_array_index (all, k), item);
          if (!known)
            g_ptr_array_add (all, item);
        }
    }
  g_ptr_array_sort (all, compare_items);
  if (all->len > limit)
    g_ptr_array_set_size (all, (int)limit);
  return all;
}

static char *
dup_excerpt (const char *text)
{
  g_autofree char *whole = g_strstrip (g_strdup (text));
  g_autofree char *start = NULL;

  if (g_utf8_strlen (whole, -1) <= MAX_MINUTES)
    return g_steal_pointer (&whole);
  start = g_utf8_substring (whole, 0, MAX_MINUTES);
  return g_strconcat (g_strchomp (start), "…", NULL);
}

static void
add_meetings (CrmMeetingSheet *self, const Group *group)
{
  g_autoptr (GPtrArray) meetings = merge_items (group, FALSE, MAX_MEETINGS);

  if (meetings->len > 0)
    add (self, CRM_SHEET_TOPIC, NULL, g_strdup (_ ("Last meetings")));
  for (guint i = 0; i < meetings->len; i++)
    {
      const CrmHistoryItem *item = g_ptr_array_index (meetings, i);
      g_autofree char *day = crm_phrase_meeting_day (item);
      const char *parts[] = { item->text, crm_phrase_meeting_outcome (item) };
      g_autofree char *line = join (parts, G_N_ELEMENTS (parts));
      g_autofree char *minutes
          = item->outcome_note != NULL ? dup_excerpt (item->outcome_note) : NULL;

      add (self, CRM_SHEET_ENTRY, day,
           minutes != NULL && minutes[0] != '\0' ? g_strconcat (line, "\n", minutes, NULL)
                                                 : g_steal_pointer (&line));
    }
}

static void
add_letters (CrmMeetingSheet *self, const Group *group)
{
  g_autoptr (GPtrArray) letters = merge_items (group, TRUE, MAX_LETTERS);

  if (letters->len > 0)
    add (self, CRM_SHEET_TOPIC, NULL, g_strdup (_ ("Last letters")));
  for (guint i = 0; i < letters->len; i++)
    {
      const CrmHistoryItem *item = g_ptr_array_index (letters, i);
      g_autofree char *day = crm_format_day (crm_format_today (item->usec));
      gboolean is_ours = item->direction == CRM_DIRECTION_OUT;
      const char *sender = item->from_name != NULL ? item->from_name : item->from_address;
      const char *parts[] = {
        /* TRANSLATORS: direction of a letter, before its subject */
        is_ours ? _ ("sent") : _ ("received"),
        is_ours || group->people->len == 1 ? NULL : sender,
        item->text[0] != '\0' ? item->text : _ ("(no subject)"),
      };

      add (self, CRM_SHEET_ENTRY, day, join (parts, G_N_ELEMENTS (parts)));
    }
}

/* --- people ----------------------------------------------------------------------------------- */

static gboolean
is_stranger (const CrmBriefPerson *person)
{
  return !crm_context_is_known (person->context) && person->context->account == NULL
         && person->letters->len == 0 && person->meetings->len == 0;
}

static void
add_person (CrmMeetingSheet *self, const CrmBriefPerson *person)
{
  const CrmContext *context = person->context;
  const char *name = context->name != NULL ? context->name : context->address;
  const char *parts[]
      = { context->title, context->phone, context->name != NULL ? context->address : NULL,
          phrase_participation (person->participation) };
  g_autofree char *details = join (parts, G_N_ELEMENTS (parts));
  g_autofree char *turn = crm_phrase_turn (context);

  if (turn == NULL && is_stranger (person))
    turn = g_strdup (_ ("Nothing is known of them yet"));
  if (turn != NULL && details[0] != '\0')
    add (self, CRM_SHEET_PERSON, name, g_strconcat (details, "\n", turn, NULL));
  else
    add (self, CRM_SHEET_PERSON, name, g_strdup (turn != NULL ? turn : details));
}

static Group *
find_group (GPtrArray *groups, const char *key, const char *name)
{
  Group *group;

  for (guint i = 0; i < groups->len; i++)
    {
      group = g_ptr_array_index (groups, i);
      if (g_str_equal (group->key, key))
        return group;
    }
  group = g_new0 (Group, 1);
  group->key = key;
  group->name = name;
  group->people = g_ptr_array_new ();
  g_ptr_array_add (groups, group);
  return group;
}

static GPtrArray *
group_people (const CrmMeetingBrief *brief)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (free_group);

  for (guint i = 0; i < brief->people->len; i++)
    {
      CrmBriefPerson *person = g_ptr_array_index (brief->people, i);
      const CrmContext *context = person->context;
      const char *organization = context->organization != NULL ? context->organization : "";
      Group *group
          = context->account != NULL
                ? find_group (groups, context->account->id, crm_record_get_title (context->account))
                : find_group (groups, organization, organization[0] != '\0' ? organization : NULL);

      g_ptr_array_add (group->people, person);
    }
  return groups;
}

static void
add_groups (CrmMeetingSheet *self, const CrmMeetingBrief *brief)
{
  g_autoptr (GPtrArray) groups = group_people (brief);

  for (guint i = 0; i < groups->len; i++)
    {
      const Group *group = g_ptr_array_index (groups, i);

      add (self, CRM_SHEET_HEADING, NULL,
           g_strdup (group->name != NULL ? group->name
                     : groups->len > 1
                         /* TRANSLATORS: people at a meeting who belong to no known account, below
                            those who do */
                         ? _ ("Other people")
                         /* TRANSLATORS: above those who come to a meeting */
                         : _ ("Who comes")));
      for (guint j = 0; j < group->people->len; j++)
        add_person (self, g_ptr_array_index (group->people, j));
      add_open_deals (self, brief, group);
      add_meetings (self, group);
      add_letters (self, group);
    }
}

static void
add_names (CrmMeetingSheet *self, const CrmMeetingBrief *brief)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < brief->names->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            (const char *)g_ptr_array_index (brief->names, i));
  if (text->len > 0)
    /* TRANSLATORS: before the names of colleagues at a meeting, and of people there is no room to
       tell more about */
    add (self, CRM_SHEET_FACT, _ ("Also there"), g_string_free (text, FALSE));
  else
    g_string_free (text, TRUE);
}

/* --- promises --------------------------------------------------------------------------------- */

static void
add_promises (CrmMeetingSheet *self,
              const CrmMeetingBrief *brief,
              gboolean theirs,
              const char *heading)
{
  gboolean first = TRUE;

  for (guint i = 0; i < brief->promises->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (brief->promises, i);
      const CrmValue *due = crm_record_get (record, "due");
      g_autofree char *day = due->kind == CRM_VALUE_INT ? crm_format_day ((int)due->integer) : NULL;
      const char *note = crm_record_get_text (record, "note");
      const char *title = crm_record_get_title (record);

      if ((g_strcmp0 (crm_record_get_text (record, "kind"), "waiting") == 0) != theirs)
        continue;
      if (first)
        add (self, CRM_SHEET_TOPIC, NULL, g_strdup (heading));
      first = FALSE;
      add (self, CRM_SHEET_ENTRY, day,
           note != NULL && note[0] != '\0' ? g_strconcat (title, "\n", note, NULL)
                                           : g_strdup (title));
    }
}

/**
 * crm_meeting_sheet_new:
 * @brief: what is known for a meeting
 *
 * Returns: (transfer full): the sheet
 */
CrmMeetingSheet *
crm_meeting_sheet_new (const CrmMeetingBrief *brief)
{
  CrmMeetingSheet *self = g_new0 (CrmMeetingSheet, 1);

  self->blocks = g_ptr_array_new_with_free_func (free_block);
  self->title = g_strdup (brief->event->summary[0] != '\0' ? brief->event->summary : _ ("Meeting"));
  self->when = crm_phrase_event_time (brief->event);
  add_head (self, brief);
  add_names (self, brief);
  add_filed (self, brief);
  add_groups (self, brief);
  if (brief->promises->len > 0)
    /* TRANSLATORS: above what was promised before a meeting, by either side */
    add (self, CRM_SHEET_HEADING, NULL, g_strdup (_ ("Promised")));
  /* TRANSLATORS: above what the user is to do */
  add_promises (self, brief, FALSE, _ ("By us"));
  /* TRANSLATORS: above what the user waits for */
  add_promises (self, brief, TRUE, _ ("By them"));
  if (brief->has_more_promises)
    add (self, CRM_SHEET_ENTRY, NULL, g_strdup (_ ("There is more to do that is due later")));
  add (self, CRM_SHEET_NOTES, NULL, g_strdup (_ ("Notes")));
  return self;
}

/**
 * crm_meeting_sheet_kind_name:
 * @kind: what a block is
 *
 * Returns: (transfer none): its name for programs
 */
const char *
crm_meeting_sheet_kind_name (CrmSheetKind kind)
{
  static const char *const names[]
      = { "title", "fact", "heading", "person", "topic", "entry", "notes" };

  return names[kind];
}

/* --- plain text ------------------------------------------------------------------------------- */

static void
append_indented (GString *out, const char *text, const char *indent)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (out, "%s%s\n", i > 0 ? indent : "", g_strchomp (lines[i]));
}

static void
append_block (GString *out, const CrmSheetBlock *block)
{
  switch (block->kind)
    {
    case CRM_SHEET_TITLE:
      g_string_append_printf (out, "%s\n\n", block->text);
      break;
    case CRM_SHEET_FACT:
      g_string_append_printf (out, "%s: ", block->label);
      append_indented (out, block->text, "  ");
      break;
    case CRM_SHEET_HEADING:
      g_string_append_printf (out, "\n== %s ==\n", block->text);
      break;
    case CRM_SHEET_PERSON:
      g_string_append_printf (out, "%s\n", block->label);
      if (block->text[0] != '\0')
        {
          g_string_append (out, "  ");
          append_indented (out, block->text, "  ");
        }
      break;
    case CRM_SHEET_TOPIC:
      g_string_append_printf (out, "\n%s\n", block->text);
      break;
    case CRM_SHEET_ENTRY:
      g_string_append_printf (out, "- %s%s", block->label != NULL ? block->label : "",
                              block->label != NULL ? " · " : "");
      append_indented (out, block->text, "  ");
      break;
    case CRM_SHEET_NOTES:
    default:
      break; /* nobody writes by hand there */
    }
}

/**
 * crm_meeting_sheet_to_text:
 * @self: a sheet
 *
 * Returns: (transfer full): all of it but the room for notes, as lines of plain text
 */
char *
crm_meeting_sheet_to_text (const CrmMeetingSheet *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->blocks->len; i++)
    append_block (out, g_ptr_array_index (self->blocks, i));
  return g_string_free (out, FALSE);
}
