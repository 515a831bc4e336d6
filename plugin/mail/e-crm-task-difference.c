/* e-crm-task-difference.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-task-difference"
#include "config.h"

#include "e-crm-task-difference.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-task.h"
#include "service/crm-follow-up.h"
#include "shell/e-crm-flow.h"
#include "shell/e-crm-widgets.h"

struct _ECrmTaskDifference
{
  GtkBox parent_instance;
  CrmRecord *order;     /* (owned) (nullable): with a failure */
  CrmRecord *follow_up; /* (owned) (nullable) */
  GtkWidget *text;
  GtkWidget *ours;
  GtkWidget *theirs;
  GtkWidget *again;
};

enum
{
  WRITE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ECrmTaskDifference, e_crm_task_difference, GTK_TYPE_BOX)

static void
e_crm_task_difference_finalize (GObject *object)
{
  ECrmTaskDifference *self = E_CRM_TASK_DIFFERENCE (object);

  g_clear_pointer (&self->order, crm_record_unref);
  g_clear_pointer (&self->follow_up, crm_record_unref);
  G_OBJECT_CLASS (e_crm_task_difference_parent_class)->finalize (object);
}

static void
settle_cb (GtkWidget *button, gpointer data)
{
  ECrmTaskDifference *self = data;
  g_autoptr (CrmChangeSet) set = NULL;

  if (self->order == NULL)
    return;
  set = crm_follow_up_settle (self->order, self->follow_up, button != self->theirs);
  g_signal_emit (self, signals[WRITE], 0, set);
}

static void
name_button (GtkWidget *button, const char *what, const char *title)
{
  /* TRANSLATORS: name of a button: what it does, and for which follow-up */
  g_autofree char *name = g_strdup_printf (_ ("%1$s: %2$s"), what, title);

  e_crm_set_name (button, name);
}

/* Shows nothing without an order that failed. */
void
e_crm_task_difference_fill (ECrmTaskDifference *self,
                            CrmRecord *order /* (nullable) */,
                            CrmRecord *follow_up,
                            gint64 now_usec)
{
  const char *title = crm_record_get_title (follow_up);
  gboolean has_two_sides = order != NULL && crm_follow_up_has_two_sides (order);
  g_autofree char *text = NULL;

  g_clear_pointer (&self->order, crm_record_unref);
  g_clear_pointer (&self->follow_up, crm_record_unref);
  gtk_widget_set_visible (GTK_WIDGET (self), order != NULL);
  if (order == NULL)
    return;
  self->order = crm_record_ref (order);
  self->follow_up = crm_record_ref (follow_up);
  text = crm_phrase_task_difference (order, follow_up, now_usec);
  e_crm_label_set (self->text, text);
  name_button (self->ours, _ ("Keep mine"), title);
  name_button (self->theirs, _ ("Take theirs"), title);
  name_button (self->again, _ ("Try again"), title);
  gtk_widget_set_visible (self->ours, has_two_sides);
  gtk_widget_set_visible (self->theirs, has_two_sides);
  gtk_widget_set_visible (self->again, !has_two_sides);
}

static void
e_crm_task_difference_class_init (ECrmTaskDifferenceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_task_difference_finalize;
  signals[WRITE] = g_signal_new ("write", E_TYPE_CRM_TASK_DIFFERENCE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, CRM_TYPE_CHANGE_SET);
}

static GtkWidget *
add_button (ECrmTaskDifference *self, GtkWidget *flow, const char *label, const char *id)
{
  GtkWidget *button = e_crm_button_new (label, id);

  g_signal_connect (button, "clicked", G_CALLBACK (settle_cb), self);
  gtk_container_add (GTK_CONTAINER (flow), button);
  return button;
}

static void
e_crm_task_difference_init (ECrmTaskDifference *self)
{
  GtkWidget *flow = e_crm_flow_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  e_crm_add_class (GTK_WIDGET (self), "crm-card");
  e_crm_set_name (GTK_WIDGET (self), _ ("Task list"));
  self->text = e_crm_text_new ();
  e_crm_set_id (self->text, "crm-task-difference");
  /* TRANSLATORS: what was written here wins over what stands in the task list */
  self->ours = add_button (self, flow, _ ("_Keep mine"), "crm-task-keep-mine");
  /* TRANSLATORS: what stands in the task list wins */
  self->theirs = add_button (self, flow, _ ("Take t_heirs"), "crm-task-take-theirs");
  self->again = add_button (self, flow, _ ("_Try again"), "crm-task-try-again");
  gtk_widget_show (flow);
  gtk_box_pack_start (GTK_BOX (self), self->text, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), flow, FALSE, FALSE, 0);
}

GtkWidget *
e_crm_task_difference_new (void)
{
  return g_object_new (E_TYPE_CRM_TASK_DIFFERENCE, NULL);
}
