/* e-crm-follow-up-editor.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-follow-up-editor"
#include "config.h"

#include "e-crm-follow-up-editor-private.h"

#include <glib/gi18n-lib.h>

#include "crm-format-value.h"
#include "crm-format.h"
#include "crm-phrases.h"
#include "service/crm-waiting.h"
#include "shell/e-crm-flow.h"
#include "shell/e-crm-widgets.h"

enum
{
  WRITE,
  FAIL,
  CLOSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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

/* The form stays until it is known that all of it is stored. */
static void
write_it (ECrmFollowUpEditor *self, CrmChangeSet *set /* (transfer full) */)
{
  g_clear_pointer (&self->pending, crm_change_set_unref);
  self->pending = set;
  g_signal_emit (self, signals[WRITE], 0, set);
}

void
_e_crm_follow_up_editor_fail (ECrmFollowUpEditor *self, GtkWidget *where, const char *text)
{
  gtk_widget_grab_focus (where);
  g_signal_emit (self, signals[FAIL], 0, text);
}

static void
save (ECrmFollowUpEditor *self)
{
  g_autoptr (CrmChangeSet) set = NULL;

  if (self->record == NULL || self->pending != NULL)
    return;
  set = _e_crm_follow_up_editor_build_changes (self);
  if (set == NULL)
    return;
  _e_crm_follow_up_editor_add_list (self, set);
  if (set->changes->len == 0)
    {
      close_it (self);
      return;
    }
  write_it (self, g_steal_pointer (&set));
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
  set = _e_crm_follow_up_editor_build_changes (self);
  for (guint i = 0; set != NULL && i < set->changes->len; i++)
    {
      const CrmChange *change = g_ptr_array_index (set->changes, i);

      for (guint field = 0; change->entity->fields[field].name != NULL; field++)
        if (change->entity == record->entity)
          add_difference (self, lines, change, field);
    }
  e_crm_label_set (self->difference, lines->str);
}

/* Whether somebody has changed anything in it that is not stored, as far as is known. */
gboolean
e_crm_follow_up_editor_is_touched (ECrmFollowUpEditor *self)
{
  g_autofree char *typed = NULL;

  if (self->pending != NULL || self->is_refused)
    return TRUE;
  typed = _e_crm_follow_up_editor_dup_typed (self);
  return self->record != NULL && g_strcmp0 (typed, self->filled) != 0;
}

/* Says how the writing of @set ended: the form closes, or stays as it was typed. FALSE where it is
 * not that of this form. */
gboolean
e_crm_follow_up_editor_settle (ECrmFollowUpEditor *self, const CrmChangeSet *set, gboolean is_safe)
{
  if (self->pending == NULL || self->pending != set)
    return FALSE;
  g_clear_pointer (&self->pending, crm_change_set_unref);
  self->is_refused = !is_safe;
  if (is_safe)
    close_it (self);
  return TRUE;
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
  g_clear_pointer (&self->filled, g_free);
  self->is_refused = FALSE;
}

/* --- what its buttons do ---------------------------------------------------------------------- */

void
_e_crm_follow_up_editor_save_cb (GtkWidget *widget, gpointer data)
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

  _e_crm_follow_up_editor_set_if_changed (self, set, "due",
                                          crm_value_int (crm_format_today (usec)));
  _e_crm_follow_up_editor_set_if_changed (self, set, "remind_at", crm_value_int (usec));
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

static gboolean
key_cb (GtkWidget *widget, GdkEventKey *event, gpointer data)
{
  if (event->keyval != GDK_KEY_Escape)
    return FALSE;
  close_it (E_CRM_FOLLOW_UP_EDITOR (widget));
  return TRUE;
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

  add_button (self, buttons, _ ("_Save"), "crm-edit-save",
              G_CALLBACK (_e_crm_follow_up_editor_save_cb), 0);
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
  _e_crm_follow_up_editor_add_times (self);
  _e_crm_follow_up_editor_add_rest (self);
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
