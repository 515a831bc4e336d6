/* e-crm-wait-form.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-wait-form"
#include "config.h"

#include "e-crm-wait-form.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "e-crm-drafts.h"
#include "model/crm-date.h"
#include "model/crm-ladder.h"
#include "shell/e-crm-widgets.h"

/* What is offered: after so many working days. */
#define USUAL_DAYS 3

struct _ECrmWaitForm
{
  GtkBox parent_instance;
  GtkWidget *open;
  GtkWidget *form;
  GtkWidget *day;
  GtkWidget *ladder;
  char *letter; /* (owned) (nullable): whose answer is meant, as drafts name it */
  gboolean is_filling;
};

enum
{
  WAIT,
  FAIL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ECrmWaitForm, e_crm_wait_form, GTK_TYPE_BOX)

static void
show_form (ECrmWaitForm *self, gboolean shown)
{
  gtk_widget_set_visible (self->form, shown);
  gtk_widget_set_visible (self->open, !shown);
}

/* The person has chosen something: it waits while other letters are looked at. */
static void
keep (ECrmWaitForm *self)
{
  gboolean climbs = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->ladder));

  if (self->is_filling)
    return;
  e_crm_drafts_set ("wait-day", self->letter, gtk_entry_get_text (GTK_ENTRY (self->day)));
  e_crm_drafts_set ("wait-ladder", self->letter, climbs ? "1" : "0");
}

static void
fill (ECrmWaitForm *self, const char *day, gboolean climbs)
{
  g_autofree char *copy = g_strdup (day);

  self->is_filling = TRUE;
  gtk_entry_set_text (GTK_ENTRY (self->day), copy);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->ladder), climbs);
  self->is_filling = FALSE;
}

static void
give_up (ECrmWaitForm *self)
{
  e_crm_drafts_set ("wait-day", self->letter, NULL);
  e_crm_drafts_set ("wait-ladder", self->letter, NULL);
  show_form (self, FALSE);
}

static void
open_cb (GtkButton *button, gpointer data)
{
  ECrmWaitForm *self = data;
  int today = crm_format_today (g_get_real_time ());
  g_autofree char *day = crm_date_day_format (crm_workday_add (today, USUAL_DAYS));

  fill (self, day, FALSE);
  show_form (self, TRUE);
  gtk_widget_grab_focus (self->day);
}

static void
wait_cb (GtkWidget *widget, gpointer data)
{
  ECrmWaitForm *self = data;
  gboolean climbs = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->ladder));
  gint64 now_usec = g_get_real_time ();
  int day = 0;

  if (!climbs && !crm_format_parse_day (gtk_entry_get_text (GTK_ENTRY (self->day)), now_usec, &day))
    {
      g_signal_emit (self, signals[FAIL], 0,
                     _ ("Write a date such as 2027-03-31, or +10 for in ten days"));
      return;
    }
  if (!climbs && day < crm_format_today (now_usec))
    {
      g_signal_emit (self, signals[FAIL], 0, _ ("That day is over"));
      return;
    }
  show_form (self, FALSE);
  g_signal_emit (self, signals[WAIT], 0, day, climbs ? CRM_LADDER_USUAL : NULL);
}

static void
ladder_cb (GtkToggleButton *button, gpointer data)
{
  gtk_widget_set_sensitive (E_CRM_WAIT_FORM (data)->day, !gtk_toggle_button_get_active (button));
  keep (data);
}

static void
day_cb (GtkEditable *day, gpointer data)
{
  keep (data);
}

static void
cancel_cb (GtkWidget *widget, gpointer data)
{
  give_up (data);
}

static gboolean
key_cb (GtkWidget *widget, GdkEventKey *event, gpointer data)
{
  ECrmWaitForm *self = E_CRM_WAIT_FORM (widget);

  if (event->keyval != GDK_KEY_Escape || !gtk_widget_get_visible (self->form))
    return FALSE;
  give_up (self);
  gtk_widget_grab_focus (self->open);
  return TRUE;
}

static void
e_crm_wait_form_finalize (GObject *object)
{
  g_free (E_CRM_WAIT_FORM (object)->letter);
  G_OBJECT_CLASS (e_crm_wait_form_parent_class)->finalize (object);
}

static void
e_crm_wait_form_class_init (ECrmWaitFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_wait_form_finalize;
  signals[WAIT] = g_signal_new ("wait", E_TYPE_CRM_WAIT_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
  signals[FAIL] = g_signal_new ("fail", E_TYPE_CRM_WAIT_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkWidget *
make_until (ECrmWaitForm *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  /* TRANSLATORS: an answer is waited for until this day */
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("_Until"));
  GtkWidget *wait = e_crm_button_new (_ ("_Wait"), "crm-wait-start");
  GtkWidget *cancel = e_crm_button_new (_ ("_Cancel"), "crm-wait-cancel");

  self->day = gtk_entry_new ();
  gtk_entry_set_width_chars (GTK_ENTRY (self->day), 10);
  e_crm_add_class (self->day, "crm-compact");
  e_crm_set_name (self->day, _ ("Answer expected until"));
  e_crm_set_id (self->day, "crm-wait-day");
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->day);
  g_signal_connect (self->day, "activate", G_CALLBACK (wait_cb), self);
  g_signal_connect (self->day, "changed", G_CALLBACK (day_cb), self);
  g_signal_connect (wait, "clicked", G_CALLBACK (wait_cb), self);
  g_signal_connect (cancel, "clicked", G_CALLBACK (cancel_cb), self);
  gtk_box_pack_start (GTK_BOX (line), label, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (line), self->day, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (line), wait, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (line), cancel, FALSE, FALSE, 0);
  gtk_widget_show_all (line);
  return line;
}

static void
e_crm_wait_form_init (ECrmWaitForm *self)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("Remind me after _1, 3 and 7 working days"));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->open = e_crm_button_new (_ ("Wait for an _answer…"), "crm-wait");
  gtk_widget_set_halign (self->open, GTK_ALIGN_START);
  g_signal_connect (self->open, "clicked", G_CALLBACK (open_cb), self);
  gtk_box_pack_start (GTK_BOX (self), self->open, FALSE, FALSE, 0);

  self->form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  e_crm_add_class (self->form, "crm-card");
  gtk_box_pack_start (GTK_BOX (self->form), make_until (self), FALSE, FALSE, 0);
  self->ladder = gtk_check_button_new ();
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_container_add (GTK_CONTAINER (self->ladder), label);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->ladder);
  gtk_widget_set_tooltip_text (self->ladder,
                               _ ("Counted from the letter, then from each reminder you send; it "
                                  "ends when the answer comes"));
  e_crm_set_id (self->ladder, "crm-wait-ladder");
  g_signal_connect (self->ladder, "toggled", G_CALLBACK (ladder_cb), self);
  gtk_widget_show_all (self->ladder);
  gtk_box_pack_start (GTK_BOX (self->form), self->ladder, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->form, FALSE, FALSE, 0);
  g_signal_connect (self, "key-press-event", G_CALLBACK (key_cb), NULL);
}

/**
 * e_crm_wait_form_show:
 * @self: a form
 * @letter: the fingerprint of the letter that is selected
 *
 * What was begun for another letter waits until that one is selected again.
 */
void
e_crm_wait_form_show (ECrmWaitForm *self, guint64 letter)
{
  g_autofree char *name = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", letter);
  gboolean same = g_strcmp0 (self->letter, name) == 0;
  const char *day = e_crm_drafts_get ("wait-day", name);

  if (same && (day == NULL || gtk_widget_get_visible (self->form)))
    return;
  g_free (self->letter);
  self->letter = g_steal_pointer (&name);
  if (day != NULL)
    fill (self, day, g_strcmp0 (e_crm_drafts_get ("wait-ladder", self->letter), "1") == 0);
  show_form (self, day != NULL);
}

/* What it says is to be written with @set: it is there again if that is refused. */
void
e_crm_wait_form_take (ECrmWaitForm *self, CrmChangeSet *set)
{
  e_crm_drafts_hand_over ("wait-day", self->letter, set);
  e_crm_drafts_hand_over ("wait-ladder", self->letter, set);
}

GtkWidget *
e_crm_wait_form_new (void)
{
  return g_object_new (E_TYPE_CRM_WAIT_FORM, NULL);
}
