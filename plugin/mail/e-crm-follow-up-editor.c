/* e-crm-follow-up-editor.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-follow-up-editor"
#include "config.h"

#include "e-crm-follow-up-editor.h"

#include <glib/gi18n-lib.h>

#include "crm-format-value.h"
#include "crm-format.h"
#include "crm-phrases.h"
#include "model/crm-date.h"
#include "model/crm-recurrence.h"
#include "service/crm-scope.h"
#include "service/crm-waiting.h"
#include "shell/e-crm-flow.h"
#include "shell/e-crm-widgets.h"

#define HOUR_USEC (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

/* When it rings, as people choose it. */
typedef enum
{
  REMIND_NEVER,
  REMIND_ON_DAY, /* at the time it is due, else in the morning */
  REMIND_HOUR_BEFORE,
  REMIND_DAY_BEFORE,
  REMIND_AS_IT_IS, /* what somebody chose elsewhere */
} Remind;

struct _ECrmFollowUpEditor
{
  GtkBox parent_instance;
  CrmRecord *record; /* (owned) (nullable): as it was when the form was filled in */
  CrmRecord *theirs; /* (owned) (nullable): as somebody else has changed it since, and as the person
                        has been told */
  CrmChangeSet *pending; /* (owned) (nullable): on its way into the store */
  gboolean is_refused;
  GtkWidget *difference; /* what somebody else wrote, and what is written here */
  GtkWidget *grid;
  GtkWidget *title;
  GtkWidget *day;
  GtkWidget *clock;
  GtkWidget *remind;
  GtkWidget *kind;
  GtkWidget *priority;
  GtkWidget *every;
  GtkWidget *unit;
  GtkWidget *note;
  GtkWidget *list;
  char *task_list;     /* (owned) (nullable): the setting, as the form was filled in */
  GtkWidget *reminded; /* for those that wait */
};

/* What the form says, as far as it can be understood. */
typedef struct
{
  gboolean has_day;
  int day;
  int minute; /* -1 for none */
  gint64 due_at;
} When;

enum
{
  WRITE,
  FAIL,
  CLOSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The task lists are those of all windows. */
static ECrmTaskLister list_tasks; /* (nullable) */
static gpointer lister_data;      /* (unowned) */

G_DEFINE_FINAL_TYPE (ECrmFollowUpEditor, e_crm_follow_up_editor, GTK_TYPE_BOX)

static void
e_crm_follow_up_editor_finalize (GObject *object)
{
  e_crm_follow_up_editor_clear (E_CRM_FOLLOW_UP_EDITOR (object));
  g_free (E_CRM_FOLLOW_UP_EDITOR (object)->task_list);
  G_OBJECT_CLASS (e_crm_follow_up_editor_parent_class)->finalize (object);
}

static void
close_it (ECrmFollowUpEditor *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
write_it (ECrmFollowUpEditor *self, CrmChangeSet *set /* (transfer full) */)
{
  close_it (self);
  g_signal_emit (self, signals[WRITE], 0, set);
  crm_change_set_unref (set);
}

static void
fail (ECrmFollowUpEditor *self, GtkWidget *where, const char *text)
{
  gtk_widget_grab_focus (where);
  g_signal_emit (self, signals[FAIL], 0, text);
}

/* --- reading the form ------------------------------------------------------------------------- */

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
      fail (self, self->day, _ ("Write a date such as 2027-03-31, or +10 for in ten days"));
      return FALSE;
    }
  if (clock[0] != '\0' && !crm_format_parse_clock (clock, &when->minute))
    {
      fail (self, self->clock, _ ("Write a time such as 14:30"));
      return FALSE;
    }
  if (when->minute >= 0 && !when->has_day)
    {
      fail (self, self->day, _ ("A time needs a day, too"));
      return FALSE;
    }
  if (when->minute >= 0)
    when->due_at = crm_date_minute_to_usec (when->day, when->minute, zone);
  return TRUE;
}

static gint64
get_remind_usec (Remind remind, const When *when)
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
static void
set_if_changed (ECrmFollowUpEditor *self,
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
  set_if_changed (self, set, "due_at", int_value (when->due_at != 0, when->due_at));
  set_if_changed (self, set, "due", int_value (when->has_day, when->day));
  if (remind != REMIND_AS_IT_IS)
    set_if_changed (self, set, "remind_at",
                    int_value (remind != REMIND_NEVER, get_remind_usec (remind, when)));
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
  set_if_changed (self, set, "recurrence", text_value (rule));
}

/* Where new tasks go: what is in a list already stays there. */
static void
add_list (ECrmFollowUpEditor *self, CrmChangeSet *set)
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
      fail (self, self->title, _ ("Write what is to be done"));
      return FALSE;
    }
  if (!when->has_day
      && (remind == REMIND_ON_DAY || remind == REMIND_HOUR_BEFORE || remind == REMIND_DAY_BEFORE
          || unit != CRM_REPEAT_NEVER))
    {
      fail (self, self->day, _ ("What is to ring or to repeat needs a day"));
      return FALSE;
    }
  return TRUE;
}

/* (transfer full) (nullable): what is changed; NULL where what is typed makes no sense */
static CrmChangeSet *
build_changes (ECrmFollowUpEditor *self)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (self->title))));
  g_autofree char *note = get_note (self);
  CrmChangeSet *set;
  When when;

  if (!read_form (self, title, &when))
    return NULL;
  set = crm_change_set_new ("edit-follow-up", CRM_CAUSE_USER);
  set_if_changed (self, set, "title", text_value (title));
  add_when (self, set, &when, (Remind)gtk_combo_box_get_active (GTK_COMBO_BOX (self->remind)));
  set_if_changed (self, set, "kind", choice_value (self->kind, self->record, "kind", "task"));
  set_if_changed (self, set, "priority",
                  choice_value (self->priority, self->record, "priority", "normal"));
  add_repeat (self, set);
  set_if_changed (self, set, "note", text_value (note));
  return set;
}

/* The form stays until it is known that all of it is stored. */
static void
save (ECrmFollowUpEditor *self)
{
  g_autoptr (CrmChangeSet) set = NULL;

  if (self->record == NULL || self->pending != NULL)
    return;
  set = build_changes (self);
  if (set == NULL)
    return;
  add_list (self, set);
  if (set->changes->len == 0)
    {
      close_it (self);
      return;
    }
  self->pending = crm_change_set_ref (set);
  g_signal_emit (self, signals[WRITE], 0, set);
}

/* --- what somebody else wrote meanwhile ------------------------------------------------------- */

static void
add_difference (ECrmFollowUpEditor *self, GString *lines, const CrmChange *change, guint index)
{
  const CrmField *field = &change->entity->fields[index];
  const CrmValue *ours = crm_change_get_value (change, field->name);
  const CrmValue *theirs = crm_record_get (self->theirs, field->name);
  g_autofree char *text = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *difference = NULL;

  if (ours == NULL || crm_value_equal (theirs, crm_record_get (self->record, field->name))
      || crm_value_equal (theirs, ours))
    return;
  text = crm_format_value (field, field->type, theirs, NULL, g_get_real_time ());
  mine = crm_format_value (field, field->type, ours, NULL, g_get_real_time ());
  difference = crm_phrase_difference (text, mine);
  g_string_append_printf (lines, "%s⚠ %s: %s", lines->len > 0 ? "\n" : "", _ (field->label),
                          difference);
}

/**
 * e_crm_follow_up_editor_refresh:
 * @self: a form
 * @record: the follow-up as it is now
 *
 * Tells, once something was refused, what somebody else wrote in the same fields: whoever saves
 * then has seen it. Other fields stay as they wrote them.
 */
void
e_crm_follow_up_editor_refresh (ECrmFollowUpEditor *self, CrmRecord *record)
{
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);

  if (!self->is_refused || self->record == NULL)
    return;
  crm_record_ref (record);
  g_clear_pointer (&self->theirs, crm_record_unref);
  self->theirs = record;
  set = build_changes (self);
  for (guint i = 0; set != NULL && i < set->changes->len; i++)
    {
      const CrmChange *change = g_ptr_array_index (set->changes, i);

      for (guint field = 0; change->entity->fields[field].name != NULL; field++)
        if (change->entity == record->entity)
          add_difference (self, lines, change, field);
    }
  e_crm_label_set (self->difference, lines->str);
}

/* Says how the writing of @set ended: the form closes, or stays as it was typed. */
void
e_crm_follow_up_editor_settle (ECrmFollowUpEditor *self, const CrmChangeSet *set, gboolean is_safe)
{
  if (self->pending == NULL || self->pending != set)
    return;
  g_clear_pointer (&self->pending, crm_change_set_unref);
  self->is_refused = !is_safe;
  if (is_safe)
    close_it (self);
}

/* --- filling it in ---------------------------------------------------------------------------- */

static Remind
find_remind (const CrmRecord *record, const When *when)
{
  gint64 usec = crm_record_get_int (record, "remind_at", 0);

  if (usec == 0)
    return REMIND_NEVER;
  for (Remind remind = REMIND_ON_DAY; when->has_day && remind < REMIND_AS_IT_IS; remind++)
    if (get_remind_usec (remind, when) == usec)
      return remind;
  return REMIND_AS_IT_IS;
}

static void
fill_remind (ECrmFollowUpEditor *self, const When *when)
{
  GtkComboBoxText *combo = GTK_COMBO_BOX_TEXT (self->remind);
  Remind remind = find_remind (self->record, when);

  gtk_combo_box_text_remove_all (combo);
  gtk_combo_box_text_append_text (combo, _ ("No reminder"));
  /* TRANSLATORS: when a reminder rings */
  gtk_combo_box_text_append_text (combo, _ ("When it is due"));
  gtk_combo_box_text_append_text (combo, _ ("An hour before"));
  gtk_combo_box_text_append_text (combo, _ ("The day before"));
  if (remind == REMIND_AS_IT_IS)
    {
      g_autofree char *then
          = crm_format_time_full (crm_record_get_int (self->record, "remind_at", 0));

      gtk_combo_box_text_append_text (combo, then);
    }
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->remind), (int)remind);
}

static void
fill_when (ECrmFollowUpEditor *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 due_at = crm_record_get_int (self->record, "due_at", 0);
  When when = { .minute = -1, .due_at = due_at };
  g_autofree char *day = NULL;
  g_autofree char *clock = due_at != 0 ? crm_format_clock (due_at) : NULL;

  when.has_day = crm_record_get (self->record, "due")->kind != CRM_VALUE_NULL;
  when.day = (int)crm_record_get_int (self->record, "due", 0);
  if (when.has_day)
    day = crm_date_day_format (when.day);
  gtk_entry_set_text (GTK_ENTRY (self->day), day != NULL ? day : "");
  gtk_entry_set_text (GTK_ENTRY (self->clock), clock != NULL ? clock : "");
  fill_remind (self, &when);
}

static void
fill_kind (ECrmFollowUpEditor *self)
{
  GtkComboBoxText *combo = GTK_COMBO_BOX_TEXT (self->kind);
  const char *kind = crm_record_get_text (self->record, "kind");

  gtk_combo_box_text_remove_all (combo);
  gtk_combo_box_text_append (combo, "task", _ ("Task"));
  gtk_combo_box_text_append (combo, "call", _ ("Call"));
  gtk_combo_box_text_append (combo, "promise", _ ("Promise"));
  gtk_combo_box_text_append (combo, "waiting", _ ("Waiting for an answer"));
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (combo), kind != NULL ? kind : "task");
}

static void
fill_repeat (ECrmFollowUpEditor *self)
{
  GtkComboBoxText *combo = GTK_COMBO_BOX_TEXT (self->unit);
  guint every;
  CrmRepeatUnit unit
      = crm_recurrence_parse (crm_record_get_text (self->record, "recurrence"), &every);

  gtk_combo_box_text_remove_all (combo);
  /* TRANSLATORS: how often a task comes again */
  gtk_combo_box_text_append_text (combo, _ ("Never"));
  /* TRANSLATORS: behind a number: every 90 days */
  gtk_combo_box_text_append_text (combo, _ ("days"));
  gtk_combo_box_text_append_text (combo, _ ("weeks"));
  gtk_combo_box_text_append_text (combo, _ ("months"));
  gtk_combo_box_text_append_text (combo, _ ("years"));
  if (unit == CRM_REPEAT_OTHER)
    /* TRANSLATORS: a rule of repetition that is kept as it is */
    gtk_combo_box_text_append_text (combo, _ ("by its own rule"));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->every), every);
  gtk_combo_box_set_active (GTK_COMBO_BOX (combo), (int)unit);
}

static void
fill_list (ECrmFollowUpEditor *self, const char *task_list)
{
  GtkComboBoxText *combo = GTK_COMBO_BOX_TEXT (self->list);

  g_free (self->task_list);
  self->task_list = g_strdup (task_list);
  gtk_combo_box_text_remove_all (combo);
  gtk_combo_box_text_append (combo, CRM_TASK_LIST_DEFAULT, _ ("Evolution's default list"));
  if (list_tasks != NULL)
    list_tasks (combo, lister_data);
  /* TRANSLATORS: a task list: follow-ups are put into none */
  gtk_combo_box_text_append (combo, CRM_TASK_LIST_NONE, _ ("None: in the CRM only"));
  if (gtk_combo_box_set_active_id (GTK_COMBO_BOX (combo),
                                   task_list != NULL ? task_list : CRM_TASK_LIST_DEFAULT))
    return;
  gtk_combo_box_text_append (combo, task_list, _ ("A list that is turned off"));
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (combo), task_list);
}

/* Says where the task lists are known; the form has none of its own. */
void
e_crm_follow_up_editor_set_lister (ECrmTaskLister lister /* (nullable) */, gpointer data)
{
  list_tasks = lister;
  lister_data = data;
}

/* Fills the form in; what was in it is forgotten. */
void
e_crm_follow_up_editor_edit (ECrmFollowUpEditor *self,
                             CrmRecord *follow_up,
                             const char *task_list /* (nullable) */)
{
  const char *priority = crm_record_get_text (follow_up, "priority");
  const char *note = crm_record_get_text (follow_up, "note");

  crm_record_ref (follow_up);
  e_crm_follow_up_editor_clear (self);
  self->record = follow_up;
  gtk_entry_set_text (GTK_ENTRY (self->title), crm_record_get_title (follow_up));
  fill_when (self);
  fill_kind (self);
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->priority),
                               priority != NULL ? priority : "normal");
  fill_repeat (self);
  fill_list (self, task_list);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->note)),
                            note != NULL ? note : "", -1);
  gtk_widget_set_visible (self->reminded,
                          g_strcmp0 (crm_record_get_text (follow_up, "kind"), "waiting") == 0
                              && !crm_waiting_is_last (follow_up));
  e_crm_label_set (self->difference, NULL);
  gtk_widget_show (GTK_WIDGET (self));
  gtk_widget_grab_focus (self->title);
}

CrmRecord * /* (nullable): what is edited */
e_crm_follow_up_editor_get (ECrmFollowUpEditor *self)
{
  return self->record;
}

void
e_crm_follow_up_editor_clear (ECrmFollowUpEditor *self)
{
  g_clear_pointer (&self->record, crm_record_unref);
  g_clear_pointer (&self->theirs, crm_record_unref);
  g_clear_pointer (&self->pending, crm_change_set_unref);
  self->is_refused = FALSE;
}

/* --- what its buttons do ---------------------------------------------------------------------- */

static void
save_cb (GtkWidget *widget, gpointer data)
{
  save (data);
}

static void
cancel_cb (GtkWidget *widget, gpointer data)
{
  close_it (data);
}

static void
drop_cb (GtkWidget *widget, gpointer data)
{
  ECrmFollowUpEditor *self = data;

  write_it (self, crm_follow_up_drop (self->record, g_get_real_time ()));
}

static void
snooze_cb (GtkWidget *widget, gpointer data)
{
  ECrmFollowUpEditor *self = data;
  int days = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (widget), "days"));

  write_it (self,
            crm_follow_up_snooze (self->record, crm_format_today (g_get_real_time ()) + days));
}

/* In three hours: a reminder, and today as the day where it was another one. */
static void
later_cb (GtkWidget *widget, gpointer data)
{
  ECrmFollowUpEditor *self = data;
  CrmChangeSet *set = crm_change_set_new ("snooze-follow-up", CRM_CAUSE_USER);
  gint64 usec = g_get_real_time () / G_USEC_PER_SEC * G_USEC_PER_SEC + 3 * HOUR_USEC;

  set_if_changed (self, set, "due", crm_value_int (crm_format_today (usec)));
  set_if_changed (self, set, "remind_at", crm_value_int (usec));
  write_it (self, set);
}

static void
reminded_cb (GtkWidget *widget, gpointer data)
{
  ECrmFollowUpEditor *self = data;
  CrmChangeSet *set = crm_waiting_remind (self->record, g_get_real_time (), CRM_CAUSE_USER);

  if (set != NULL)
    write_it (self, set);
}

/* A number says nothing of what never comes again. */
static void
unit_cb (GtkComboBox *combo, gpointer data)
{
  int unit = gtk_combo_box_get_active (combo);

  gtk_widget_set_visible (E_CRM_FOLLOW_UP_EDITOR (data)->every,
                          unit > CRM_REPEAT_NEVER && unit < CRM_REPEAT_OTHER);
}

static gboolean
key_cb (GtkWidget *widget, GdkEventKey *event, gpointer data)
{
  if (event->keyval != GDK_KEY_Escape)
    return FALSE;
  close_it (E_CRM_FOLLOW_UP_EDITOR (widget));
  return TRUE;
}

/* --- making it -------------------------------------------------------------------------------- */

static GtkWidget *
add_row (ECrmFollowUpEditor *self, int row, const char *text, GtkWidget *widget, GtkWidget *target)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), target);
  gtk_widget_show (label);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_show (widget);
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), widget, 1, row, 1, 1);
  return widget;
}

static GtkWidget *
new_entry (ECrmFollowUpEditor *self, int width, const char *name, const char *id)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_width_chars (GTK_ENTRY (entry), width);
  e_crm_add_class (entry, "crm-compact");
  e_crm_set_name (entry, name);
  e_crm_set_id (entry, id);
  g_signal_connect (entry, "activate", G_CALLBACK (save_cb), self);
  gtk_widget_show (entry);
  return entry;
}

static GtkWidget *
new_combo (const char *name, const char *id)
{
  GtkWidget *combo = gtk_combo_box_text_new ();

  e_crm_add_class (combo, "crm-compact");
  e_crm_set_name (combo, name);
  e_crm_set_id (combo, id);
  gtk_widget_show (combo);
  return combo;
}

static GtkWidget *
new_line (GtkWidget *first, GtkWidget *second)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  gtk_box_pack_start (GTK_BOX (line), first, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (line), second, TRUE, TRUE, 0);
  gtk_widget_show (line);
  return line;
}

static void
add_times (ECrmFollowUpEditor *self)
{
  self->title = new_entry (self, 8, _ ("Title"), "crm-edit-title");
  add_row (self, 0, _ ("T_itle"), self->title, self->title);
  self->day = new_entry (self, 9, _ ("Due"), "crm-edit-day");
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->day), _ ("Date"));
  self->clock = new_entry (self, 5, _ ("Due time"), "crm-edit-time");
  /* TRANSLATORS: placeholder of a small entry for a time of day */
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->clock), _ ("Time"));
  add_row (self, 1, _ ("_Due"), new_line (self->day, self->clock), self->day);
  self->remind = new_combo (_ ("Reminder"), "crm-edit-remind");
  add_row (self, 2, _ ("_Reminder"), self->remind, self->remind);
}

static void
add_rest (ECrmFollowUpEditor *self)
{
  GtkComboBoxText *priority;

  self->priority = new_combo (_ ("Priority"), "crm-edit-priority");
  priority = GTK_COMBO_BOX_TEXT (self->priority);
  gtk_combo_box_text_append (priority, "high", _ ("High"));
  gtk_combo_box_text_append (priority, "normal", _ ("Normal"));
  gtk_combo_box_text_append (priority, "low", _ ("Low"));
  add_row (self, 3, _ ("_Priority"), self->priority, self->priority);
  self->kind = new_combo (_ ("Kind"), "crm-edit-kind");
  add_row (self, 4, _ ("_Kind"), self->kind, self->kind);
  self->every = gtk_spin_button_new_with_range (1, CRM_REPEAT_MAX, 1);
  gtk_entry_set_width_chars (GTK_ENTRY (self->every), 3);
  e_crm_set_name (self->every, _ ("Every"));
  e_crm_set_id (self->every, "crm-edit-every");
  gtk_widget_show (self->every);
  self->unit = new_combo (_ ("Repeats"), "crm-edit-unit");
  g_signal_connect (self->unit, "changed", G_CALLBACK (unit_cb), self);
  /* TRANSLATORS: before a number and a unit, "Repeats every 90 days", or "Never" */
  add_row (self, 5, _ ("Repeats e_very"), new_line (self->every, self->unit), self->unit);
  self->note = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->note), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->note), FALSE);
  gtk_widget_set_size_request (self->note, -1, 40);
  e_crm_set_name (self->note, _ ("Description"));
  e_crm_set_id (self->note, "crm-edit-note");
  add_row (self, 6, _ ("_Note"), self->note, self->note);
  self->list = new_combo (_ ("List for new tasks"), "crm-edit-list");
  /* TRANSLATORS: into which task list new follow-ups are put */
  add_row (self, 7, _ ("_New ones in"), self->list, self->list);
}

static GtkWidget *
add_button (ECrmFollowUpEditor *self,
            GtkWidget *flow,
            const char *label,
            const char *id,
            GCallback callback,
            int days)
{
  GtkWidget *button = e_crm_button_new (label, id);

  g_object_set_data (G_OBJECT (button), "days", GINT_TO_POINTER (days));
  g_signal_connect (button, "clicked", callback, self);
  gtk_container_add (GTK_CONTAINER (flow), button);
  return button;
}

static void
add_buttons (ECrmFollowUpEditor *self)
{
  GtkWidget *buttons = e_crm_flow_new ();
  GtkWidget *snooze = e_crm_flow_new ();
  GtkWidget *label = e_crm_label_new ("dim-label");

  add_button (self, buttons, _ ("_Save"), "crm-edit-save", G_CALLBACK (save_cb), 0);
  add_button (self, buttons, _ ("_Cancel"), "crm-edit-cancel", G_CALLBACK (cancel_cb), 0);
  /* TRANSLATORS: gives a follow-up up: it is not to be done any more */
  add_button (self, buttons, _ ("_Drop"), "crm-edit-drop", G_CALLBACK (drop_cb), 0);
  gtk_widget_show (buttons);
  /* TRANSLATORS: a follow-up is put off until ... */
  e_crm_label_set (label, _ ("Put off until"));
  add_button (self, snooze, _ ("_Later today"), "crm-snooze-later", G_CALLBACK (later_cb), 0);
  add_button (self, snooze, _ ("T_omorrow"), "crm-snooze-tomorrow", G_CALLBACK (snooze_cb), 1);
  add_button (self, snooze, _ ("Next _week"), "crm-snooze-week", G_CALLBACK (snooze_cb), 7);
  self->reminded = add_button (self, snooze, _ ("I re_minded them"), "crm-edit-reminded",
                               G_CALLBACK (reminded_cb), 0);
  gtk_widget_show (snooze);
  gtk_box_pack_start (GTK_BOX (self), buttons, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), label, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), snooze, FALSE, FALSE, 0);
}

static void
e_crm_follow_up_editor_class_init (ECrmFollowUpEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_follow_up_editor_finalize;
  signals[WRITE] = g_signal_new ("write", E_TYPE_CRM_FOLLOW_UP_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, CRM_TYPE_CHANGE_SET);
  signals[FAIL] = g_signal_new ("fail", E_TYPE_CRM_FOLLOW_UP_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CLOSE] = g_signal_new ("close", E_TYPE_CRM_FOLLOW_UP_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
e_crm_follow_up_editor_init (ECrmFollowUpEditor *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  e_crm_add_class (GTK_WIDGET (self), "crm-card");
  e_crm_set_id (GTK_WIDGET (self), "crm-follow-up-editor");
  e_crm_set_name (GTK_WIDGET (self), _ ("Follow-up"));
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 3);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 6);
  gtk_widget_show (self->grid);
  gtk_box_pack_start (GTK_BOX (self), self->grid, FALSE, FALSE, 0);
  add_times (self);
  add_rest (self);
  self->difference = e_crm_text_new ();
  e_crm_set_id (self->difference, "crm-edit-difference");
  gtk_box_pack_start (GTK_BOX (self), self->difference, FALSE, FALSE, 0);
  add_buttons (self);
  g_signal_connect (self, "key-press-event", G_CALLBACK (key_cb), NULL);
}

GtkWidget *
e_crm_follow_up_editor_new (void)
{
  return g_object_new (E_TYPE_CRM_FOLLOW_UP_EDITOR, NULL);
}
