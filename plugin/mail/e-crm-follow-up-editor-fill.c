/* e-crm-follow-up-editor-fill.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-follow-up-editor"
#include "config.h"

#include "e-crm-follow-up-editor-private.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "model/crm-date.h"
#include "model/crm-recurrence.h"
#include "service/crm-scope.h"
#include "service/crm-waiting.h"
#include "shell/e-crm-widgets.h"

/* The task lists are those of all windows. */
static ECrmTaskLister list_tasks; /* (nullable) */
static gpointer lister_data;      /* (unowned) */

static Remind
find_remind (const CrmRecord *record, const When *when)
{
  gint64 usec = crm_record_get_int (record, "remind_at", 0);

  if (usec == 0)
    return REMIND_NEVER;
  for (Remind remind = REMIND_ON_DAY; when->has_day && remind < REMIND_AS_IT_IS; remind++)
    if (_e_crm_follow_up_editor_remind_usec (remind, when) == usec)
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
  self->filled = _e_crm_follow_up_editor_dup_typed (self);
  gtk_widget_show (GTK_WIDGET (self));
  gtk_widget_grab_focus (self->title);
}
