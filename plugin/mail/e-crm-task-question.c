/* e-crm-task-question.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-task-question"
#include "config.h"

#include "e-crm-task-question.h"

#include <glib/gi18n-lib.h>

#include "service/crm-follow-up.h"
#include "shell/e-crm-widgets.h"

struct _ECrmTaskQuestion
{
  GtkBox parent_instance;
  GtkWidget *choices;
};

enum
{
  WRITE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What is asked is the same in all windows. */
static GPtrArray *asked; /* (owned) (nullable) (element-type ECrmTaskChoice): NULL for nothing */
static GList *questions; /* (element-type ECrmTaskQuestion): those that there are */

G_DEFINE_FINAL_TYPE (ECrmTaskQuestion, e_crm_task_question, GTK_TYPE_BOX)

ECrmTaskChoice *
e_crm_task_choice_new (const char *uid, const char *name, const char *audience)
{
  ECrmTaskChoice *self = g_new0 (ECrmTaskChoice, 1);

  self->uid = g_strdup (uid);
  self->name = g_strdup (name);
  self->audience = g_strdup (audience);
  return self;
}

void
e_crm_task_choice_free (ECrmTaskChoice *self)
{
  g_free (self->uid);
  g_free (self->name);
  g_free (self->audience);
  g_free (self);
}

static void
chosen_cb (GtkWidget *button, gpointer data)
{
  g_autoptr (CrmChangeSet) set
      = crm_follow_up_choose_list (g_object_get_data (G_OBJECT (button), "uid"));

  g_signal_emit (data, signals[WRITE], 0, set);
}

/* The name, and below it who sees what is put there. */
static void
add_choice (ECrmTaskQuestion *self, const char *uid, const char *name, const char *audience)
{
  GtkWidget *button = e_crm_button_new ("", "crm-task-question-list");
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = e_crm_label_new ("crm-title");
  GtkWidget *text = e_crm_text_new ();
  /* TRANSLATORS: a task list, and who sees what is put into it */
  g_autofree char *both = g_strdup_printf (_ ("%1$s: %2$s"), name, audience);

  gtk_container_remove (GTK_CONTAINER (button), gtk_bin_get_child (GTK_BIN (button)));
  e_crm_label_set (title, name);
  e_crm_label_set (text, audience);
  gtk_box_pack_start (GTK_BOX (lines), title, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (lines), text, FALSE, FALSE, 0);
  gtk_widget_show (lines);
  gtk_container_add (GTK_CONTAINER (button), lines);
  e_crm_set_name (button, both);
  g_object_set_data_full (G_OBJECT (button), "uid", g_strdup (uid), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (chosen_cb), self);
  gtk_box_pack_start (GTK_BOX (self->choices), button, FALSE, FALSE, 0);
}

static void
refresh (ECrmTaskQuestion *self)
{
  g_autoptr (GList) rows = gtk_container_get_children (GTK_CONTAINER (self->choices));

  for (GList *link = rows; link != NULL; link = link->next)
    gtk_widget_destroy (link->data);
  for (guint i = 0; asked != NULL && i < asked->len; i++)
    {
      const ECrmTaskChoice *choice = g_ptr_array_index (asked, i);

      add_choice (self, choice->uid, choice->name, choice->audience);
    }
  /* TRANSLATORS: in place of a task list */
  add_choice (self, CRM_TASK_LIST_NONE, _ ("No list"), _ ("They are in the CRM only"));
  gtk_widget_set_visible (GTK_WIDGET (self), asked != NULL);
}

/* Asks in all windows, or not any more: nothing is asked with NULL. */
void
e_crm_task_question_ask (GPtrArray *choices /* (transfer full) (nullable) */)
{
  g_clear_pointer (&asked, g_ptr_array_unref);
  asked = choices;
  for (GList *link = questions; link != NULL; link = link->next)
    refresh (link->data);
}

static void
e_crm_task_question_finalize (GObject *object)
{
  questions = g_list_remove (questions, object);
  G_OBJECT_CLASS (e_crm_task_question_parent_class)->finalize (object);
}

static void
e_crm_task_question_class_init (ECrmTaskQuestionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_task_question_finalize;
  signals[WRITE] = g_signal_new ("write", E_TYPE_CRM_TASK_QUESTION, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, CRM_TYPE_CHANGE_SET);
}

static void
e_crm_task_question_init (ECrmTaskQuestion *self)
{
  GtkWidget *text = e_crm_text_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  e_crm_add_class (GTK_WIDGET (self), "crm-card");
  e_crm_set_name (GTK_WIDGET (self), _ ("Task list"));
  e_crm_set_id (text, "crm-task-question");
  e_crm_label_set (text, _ ("Which task list do follow-ups go to? They wait here until you say."));
  self->choices = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_show (self->choices);
  gtk_box_pack_start (GTK_BOX (self), text, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->choices, FALSE, FALSE, 0);
  questions = g_list_prepend (questions, self);
  refresh (self);
}

GtkWidget *
e_crm_task_question_new (void)
{
  return g_object_new (E_TYPE_CRM_TASK_QUESTION, NULL);
}
