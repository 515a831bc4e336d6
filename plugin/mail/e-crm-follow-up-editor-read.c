/* e-crm-follow-up-editor-read.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-follow-up-editor"
#include "config.h"

#include "e-crm-follow-up-editor-private.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "model/crm-date.h"
#include "model/crm-recurrence.h"
#include "service/crm-scope.h"
#include "service/crm-waiting.h"

static gboolean
read_when (ECrmFollowUpEditor *self, When *when)
{
  const char *day = gtk_entry_get_text (GTK_ENTRY (self->day));
  const char *clock = gtk_entry_get_text (GTK_ENTRY (self->clock));
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  *when = (When){ .minute = -1 };
  when->has_day = day[0] != '\0';
  if (when->has_day && !crm_format_parse_day (day, g_get_real_time (), &when->day))
    {
      _e_crm_follow_up_editor_fail (self, self->day,
                                    _ ("Write a date such as 2027-03-31, or +10 for in ten days"));
      return FALSE;
    }
  if (clock[0] != '\0' && !crm_format_parse_clock (clock, &when->minute))
    {
      _e_crm_follow_up_editor_fail (self, self->clock, _ ("Write a time such as 14:30"));
      return FALSE;
    }
  if (when->minute >= 0 && !when->has_day)
    {
      _e_crm_follow_up_editor_fail (self, self->day, _ ("A time needs a day, too"));
      return FALSE;
    }
  if (when->minute >= 0)
    when->due_at = crm_date_minute_to_usec (when->day, when->minute, zone);
  return TRUE;
}

gint64
_e_crm_follow_up_editor_remind_usec (Remind remind, const When *when)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  switch (remind)
    {
    case REMIND_HOUR_BEFORE:
      if (when->due_at != 0)
        return when->due_at - HOUR_USEC;
      break;
    case REMIND_DAY_BEFORE:
      return crm_date_minute_to_usec (when->day - 1, CRM_WAITING_REMIND_MINUTE, zone);
    case REMIND_ON_DAY:
    case REMIND_NEVER:
    case REMIND_AS_IT_IS:
    default:
      break;
    }
  return when->due_at != 0 ? when->due_at
                           : crm_date_minute_to_usec (when->day, CRM_WAITING_REMIND_MINUTE, zone);
}

/* What nobody touched here is left to whoever changed it elsewhere. */
void
_e_crm_follow_up_editor_set_if_changed (ECrmFollowUpEditor *self,
                                        CrmChangeSet *set,
                                        const char *field,
                                        CrmValue value /* (transfer full) */)
{
  const CrmRecord *seen = self->theirs != NULL ? self->theirs : self->record;

  if (!crm_value_equal (crm_record_get (self->record, field), &value))
    crm_follow_up_change (set, seen, field, &value);
  crm_value_clear (&value);
}

static CrmValue
text_value (const char *text)
{
  CrmValue unknown = CRM_VALUE_INIT;

  return text != NULL && text[0] != '\0' ? crm_value_text (text) : unknown;
}

static CrmValue
int_value (gboolean known, gint64 integer)
{
  CrmValue unknown = CRM_VALUE_INIT;

  return known ? crm_value_int (integer) : unknown;
}

/* The usual is what nobody said: it stays unsaid. */
static CrmValue
choice_value (GtkWidget *combo, const CrmRecord *record, const char *field, const char *usual)
{
  const char *id = gtk_combo_box_get_active_id (GTK_COMBO_BOX (combo));
  gboolean unsaid = crm_record_get (record, field)->kind == CRM_VALUE_NULL;

  return text_value (unsaid && g_strcmp0 (id, usual) == 0 ? NULL : id);
}

static void
add_when (ECrmFollowUpEditor *self, CrmChangeSet *set, const When *when, Remind remind)
{
  _e_crm_follow_up_editor_set_if_changed (self, set, "due_at",
                                          int_value (when->due_at != 0, when->due_at));
  _e_crm_follow_up_editor_set_if_changed (self, set, "due", int_value (when->has_day, when->day));
  if (remind != REMIND_AS_IT_IS)
    _e_crm_follow_up_editor_set_if_changed (
        self, set, "remind_at",
        int_value (remind != REMIND_NEVER, _e_crm_follow_up_editor_remind_usec (remind, when)));
}

static void
add_repeat (ECrmFollowUpEditor *self, CrmChangeSet *set)
{
  int unit = gtk_combo_box_get_active (GTK_COMBO_BOX (self->unit));
  int every = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->every));
  g_autofree char *rule = NULL;

  if (unit < 0 || unit == CRM_REPEAT_OTHER)
    return;
  rule = crm_recurrence_format ((CrmRepeatUnit)unit, (guint)every);
  _e_crm_follow_up_editor_set_if_changed (self, set, "recurrence", text_value (rule));
}

/* Where new tasks go: what is in a list already stays there. */
void
_e_crm_follow_up_editor_add_list (ECrmFollowUpEditor *self, CrmChangeSet *set)
{
  const char *id = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->list));

  if (g_strcmp0 (id, self->task_list != NULL ? self->task_list : CRM_TASK_LIST_DEFAULT) != 0)
    crm_scope_set_setting (set, CRM_SETTING_TASK_LIST, id);
}

static char *
get_note (ECrmFollowUpEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->note));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

/* (transfer full): all that the form says, to tell whether somebody has changed anything */
char *
_e_crm_follow_up_editor_dup_typed (ECrmFollowUpEditor *self)
{
  g_autofree char *note = get_note (self);

  return g_strdup_printf (
      "%s\n%s\n%s\n%d %d %d %d %d %d\n%s", gtk_entry_get_text (GTK_ENTRY (self->title)),
      gtk_entry_get_text (GTK_ENTRY (self->day)), gtk_entry_get_text (GTK_ENTRY (self->clock)),
      gtk_combo_box_get_active (GTK_COMBO_BOX (self->remind)),
      gtk_combo_box_get_active (GTK_COMBO_BOX (self->kind)),
      gtk_combo_box_get_active (GTK_COMBO_BOX (self->priority)),
      gtk_combo_box_get_active (GTK_COMBO_BOX (self->unit)),
      gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->every)),
      gtk_combo_box_get_active (GTK_COMBO_BOX (self->list)), note);
}

/* Whether what is typed makes sense; if not, that is told. */
static gboolean
read_form (ECrmFollowUpEditor *self, const char *title, When *when)
{
  Remind remind = (Remind)gtk_combo_box_get_active (GTK_COMBO_BOX (self->remind));
  int unit = gtk_combo_box_get_active (GTK_COMBO_BOX (self->unit));

  if (!read_when (self, when))
    return FALSE;
  if (title[0] == '\0')
    {
      _e_crm_follow_up_editor_fail (self, self->title, _ ("Write what is to be done"));
      return FALSE;
    }
  if (!when->has_day
      && (remind == REMIND_ON_DAY || remind == REMIND_HOUR_BEFORE || remind == REMIND_DAY_BEFORE
          || unit != CRM_REPEAT_NEVER))
    {
      _e_crm_follow_up_editor_fail (self, self->day,
                                    _ ("What is to ring or to repeat needs a day"));
      return FALSE;
    }
  return TRUE;
}

/* (transfer full) (nullable): what is changed; NULL where what is typed makes no sense */
CrmChangeSet *
_e_crm_follow_up_editor_build_changes (ECrmFollowUpEditor *self)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (self->title))));
  g_autofree char *note = get_note (self);
  CrmChangeSet *set;
  When when;

  if (!read_form (self, title, &when))
    return NULL;
  set = crm_change_set_new ("edit-follow-up", CRM_CAUSE_USER);
  _e_crm_follow_up_editor_set_if_changed (self, set, "title", text_value (title));
  add_when (self, set, &when, (Remind)gtk_combo_box_get_active (GTK_COMBO_BOX (self->remind)));
  _e_crm_follow_up_editor_set_if_changed (self, set, "kind",
                                          choice_value (self->kind, self->record, "kind", "task"));
  _e_crm_follow_up_editor_set_if_changed (
      self, set, "priority", choice_value (self->priority, self->record, "priority", "normal"));
  add_repeat (self, set);
  _e_crm_follow_up_editor_set_if_changed (self, set, "note", text_value (note));
  return set;
}
