/* e-crm-call-form.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-call-form"
#include "config.h"

#include "e-crm-sections.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases.h"
#include "e-crm-drafts.h"
#include "service/crm-call.h"
#include "shell/e-crm-dial.h"
#include "shell/e-crm-widgets.h"

#define MAX_MINUTES (24 * 60)

struct _ECrmCallForm
{
  ECrmSection parent_instance;
  GtkWidget *who;
  GtkWidget *warning;
  GtkWidget *anyway;
  GtkWidget *direction;
  GtkWidget *outcome;
  GtkWidget *minutes;
  GtkWidget *timer;
  GtkWidget *text;
  GtkWidget *next;
  GtkWidget *day;
  GtkWidget *deal;
  GtkWidget *add;
  CrmContext
      *about;   /* (owned) (nullable): whom the call is with; others may be selected meanwhile */
  char *number; /* (owned) (nullable) */
  gint64 began_usec;   /* when it was opened */
  gint64 started_usec; /* of the timer's run; 0 while it stands */
  gint64 run_usec;     /* of its runs before */
  guint tick_id;
  gboolean has_typed; /* the minutes are the person's own */
  gboolean is_filling;
  gboolean is_written; /* handed on, and not known to be safe */
};

/* A call that was begun and not written down when another one was. */
typedef struct
{
  CrmContext *about; /* (owned) */
  char *number;      /* (owned) (nullable) */
  char *text;        /* (owned), and so are the others */
  char *next;
  char *day;
  char *direction;
  char *outcome;
  char *deal;
  double minutes;
  gboolean has_typed;
  gint64 began_usec;
  gint64 run_usec;
} Kept;

static GHashTable *kept_calls; /* (owned) (nullable) (element-type utf8 Kept): by whom they are
                                  with; of all windows, as long as Evolution runs */

static void keep_call (ECrmCallForm *self);

G_DEFINE_FINAL_TYPE (ECrmCallForm, e_crm_call_form, E_TYPE_CRM_SECTION)

static void
e_crm_call_form_dispose (GObject *object)
{
  ECrmCallForm *self = E_CRM_CALL_FORM (object);

  if (self->about != NULL)
    keep_call (self);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_pointer (&self->about, crm_context_unref);
  g_clear_pointer (&self->number, g_free);
  G_OBJECT_CLASS (e_crm_call_form_parent_class)->dispose (object);
}

/* --- the timer ----------------------------------------------------------------------------------
 */

static gint64
get_run_secs (ECrmCallForm *self)
{
  gint64 run = self->run_usec;

  if (self->started_usec > 0)
    run += g_get_monotonic_time () - self->started_usec;
  return run / G_USEC_PER_SEC;
}

static void
show_time (ECrmCallForm *self)
{
  gint64 secs = get_run_secs (self);
  const char *what = self->started_usec > 0 ? _ ("Stop the timer") : _ ("Start the timer");
  g_autofree char *text = g_strdup_printf ("%s %d:%02d", self->started_usec > 0 ? "■" : "▶",
                                           (int)(secs / 60), (int)(secs % 60));

  gtk_button_set_label (GTK_BUTTON (self->timer), text);
  gtk_widget_set_tooltip_text (self->timer, what);
  e_crm_set_name (self->timer, what);
  self->is_filling = TRUE;
  if (!self->has_typed)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->minutes), (double)((secs + 30) / 60));
  self->is_filling = FALSE;
}

static gboolean
tick_cb (gpointer data)
{
  show_time (data);
  return G_SOURCE_CONTINUE;
}

static void
run_timer (ECrmCallForm *self, gboolean run)
{
  if (run == (self->started_usec > 0))
    return;
  if (run)
    self->started_usec = g_get_monotonic_time ();
  else
    {
      self->run_usec += g_get_monotonic_time () - self->started_usec;
      self->started_usec = 0;
    }
  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (run)
    self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  show_time (self);
}

static void
timer_clicked_cb (GtkButton *button, gpointer data)
{
  ECrmCallForm *self = data;

  run_timer (self, self->started_usec == 0);
}

static void
minutes_changed_cb (GtkSpinButton *spin, gpointer data)
{
  ECrmCallForm *self = data;

  self->has_typed |= !self->is_filling;
}

/* --- dialling -----------------------------------------------------------------------------------
 */

static void
dialled_cb (gpointer data, const char *failure)
{
  ECrmCallForm *self = data;

  if (self->about == NULL)
    return; /* cancelled meanwhile */
  if (failure != NULL)
    e_crm_section_fail (data, failure);
  else
    run_timer (self, TRUE);
}

static void
dial (ECrmCallForm *self)
{
  if (self->number != NULL)
    e_crm_dial (GTK_WIDGET (self), self->number, dialled_cb, G_OBJECT (self));
}

static void
anyway_clicked_cb (GtkButton *button, gpointer data)
{
  ECrmCallForm *self = data;

  gtk_widget_hide (self->anyway);
  gtk_widget_grab_focus (self->text);
  dial (self);
}

/* --- writing it down ----------------------------------------------------------------------------
 */

static void
close_form (ECrmCallForm *self)
{
  gtk_widget_hide (GTK_WIDGET (self));
  run_timer (self, FALSE);
}

static void
cancel_clicked_cb (GtkButton *button, gpointer data)
{
  ECrmCallForm *self = data;

  close_form (self);
  g_clear_pointer (&self->about, crm_context_unref);
}

static gboolean
key_press_cb (GtkWidget *widget, GdkEventKey *event, gpointer data)
{
  if (event->keyval != GDK_KEY_Escape)
    return FALSE;
  cancel_clicked_cb (NULL, widget);
  return TRUE;
}

static char *
take_text (GtkWidget *entry)
{
  return g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (entry))));
}

/* -1: nobody said, and no timer ran. */
static gint64
get_duration (ECrmCallForm *self)
{
  gint64 secs = get_run_secs (self);
  int minutes = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->minutes));

  if (self->has_typed)
    return (gint64)minutes * 60;
  return secs > 0 ? secs : -1;
}

static void
add_clicked_cb (GtkWidget *widget, gpointer data)
{
  ECrmCallForm *self = data;
  g_autofree char *text = take_text (self->text);
  g_autofree char *next = take_text (self->next);
  g_autofree char *day_text = take_text (self->day);
  CrmSubject subject;
  CrmCall call = { .at_usec = self->began_usec, .duration_secs = get_duration (self) };
  int day = 0;

  if (self->about == NULL)
    return;
  if (day_text[0] != '\0' && !crm_format_parse_day (day_text, g_get_real_time (), &day))
    {
      e_crm_section_fail (data, _ ("Write a date such as 2027-03-31, or +10 for in ten days"));
      gtk_widget_grab_focus (self->day);
      return;
    }
  if (day_text[0] != '\0' && next[0] == '\0')
    {
      e_crm_section_fail (data, _ ("Write what is to be done on that day"));
      gtk_widget_grab_focus (self->next);
      return;
    }
  subject = (CrmSubject)E_CRM_SUBJECT_OF (self->about);
  subject.deal = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->deal));
  if (subject.deal != NULL && subject.deal[0] == '\0')
    subject.deal = NULL;
  call.subject = text[0] != '\0' ? text : _ ("Phone call");
  call.direction = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->direction));
  call.outcome = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->outcome));
  call.phone = self->number;
  call.next_step = next;
  call.next_day = day_text[0] != '\0' ? &day : NULL;
  self->is_written = TRUE;
  close_form (self);
  e_crm_section_write (data, crm_call_log (&subject, &call, NULL));
}

/* --- the widgets --------------------------------------------------------------------------------
 */

static GtkWidget *
add_row (ECrmCallForm *self, GtkWidget *first, GtkWidget *second)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  gtk_box_pack_start (GTK_BOX (row), first, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (row), second, TRUE, TRUE, 0);
  gtk_widget_show (row);
  gtk_box_pack_start (e_crm_section_get_body (E_CRM_SECTION (self)), row, FALSE, FALSE, 0);
  return row;
}

static GtkWidget *
make_entry (ECrmCallForm *self, const char *name, const char *id)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_width_chars (GTK_ENTRY (entry), 8);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), name);
  e_crm_set_name (entry, name);
  e_crm_set_id (entry, id);
  e_crm_add_class (entry, "crm-compact");
  g_signal_connect (entry, "activate", G_CALLBACK (add_clicked_cb), self);
  gtk_widget_show (entry);
  return entry;
}

static GtkWidget *
make_choice (const char *field, const char *name, const char *id)
{
  GtkWidget *combo = gtk_combo_box_text_new ();
  const CrmField *declared = crm_entity_find_field (crm_entity_find ("call"), field);

  for (gsize i = 0; declared->choices[i].value != NULL; i++)
    gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (combo), declared->choices[i].value,
                               crm_phrase_choice ("call", field, declared->choices[i].value));
  e_crm_add_class (combo, "crm-compact");
  e_crm_set_name (combo, name);
  e_crm_set_id (combo, id);
  gtk_widget_show (combo);
  return combo;
}

static void
add_warning (ECrmCallForm *self)
{
  GtkBox *body = e_crm_section_get_body (E_CRM_SECTION (self));

  self->who = e_crm_text_new ();
  gtk_label_set_selectable (GTK_LABEL (self->who), TRUE); /* the number can be copied */
  e_crm_set_id (self->who, "crm-call-who");
  self->warning = e_crm_text_new ();
  e_crm_add_class (self->warning, "crm-title");
  e_crm_set_id (self->warning, "crm-call-warning");
  self->anyway = e_crm_button_new (_ ("Call _anyway"), "crm-call-anyway");
  g_signal_connect (self->anyway, "clicked", G_CALLBACK (anyway_clicked_cb), self);
  gtk_widget_hide (self->anyway);
  gtk_box_pack_start (body, self->who, FALSE, FALSE, 0);
  gtk_box_pack_start (body, self->warning, FALSE, FALSE, 0);
  gtk_box_pack_start (body, self->anyway, FALSE, FALSE, 0);
}

static void
add_timer (ECrmCallForm *self)
{
  self->minutes = gtk_spin_button_new_with_range (0, MAX_MINUTES, 1);
  gtk_entry_set_width_chars (GTK_ENTRY (self->minutes), 3);
  e_crm_set_name (self->minutes, _ ("Length in minutes"));
  gtk_widget_set_tooltip_text (self->minutes, _ ("Length in minutes"));
  e_crm_set_id (self->minutes, "crm-call-minutes");
  e_crm_add_class (self->minutes, "crm-compact");
  g_signal_connect (self->minutes, "value-changed", G_CALLBACK (minutes_changed_cb), self);
  gtk_widget_show (self->minutes);
  self->timer = e_crm_button_new ("▶ 0:00", "crm-call-timer");
  g_signal_connect (self->timer, "clicked", G_CALLBACK (timer_clicked_cb), self);
  add_row (self, self->minutes, self->timer);
}

static void
add_buttons (ECrmCallForm *self)
{
  GtkWidget *cancel = e_crm_button_new (_ ("_Cancel"), "crm-call-cancel");

  self->add = e_crm_button_new (_ ("_Log call"), "crm-call-add");
  e_crm_add_class (self->add, "suggested-action");
  g_signal_connect (self->add, "clicked", G_CALLBACK (add_clicked_cb), self);
  g_signal_connect (cancel, "clicked", G_CALLBACK (cancel_clicked_cb), self);
  add_row (self, self->add, cancel);
}

static void update (ECrmSection *section, CrmContext *context);

static void
e_crm_call_form_class_init (ECrmCallFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_call_form_dispose;
  E_CRM_SECTION_CLASS (klass)->update = update;
}

static void
e_crm_call_form_init (ECrmCallForm *self)
{
  GtkBox *body = e_crm_section_get_body (E_CRM_SECTION (self));

  e_crm_section_set_heading (E_CRM_SECTION (self), _ ("Phone call"), "crm-call-form");
  add_warning (self);
  self->text = make_entry (self, _ ("What was said?"), "crm-call-text");
  gtk_box_pack_start (body, self->text, FALSE, FALSE, 0);
  self->outcome = make_choice ("outcome", _ ("Outcome"), "crm-call-outcome");
  self->direction = make_choice ("direction", _ ("Direction"), "crm-call-direction");
  add_row (self, self->outcome, self->direction);
  add_timer (self);
  self->next = make_entry (self, _ ("Next step"), "crm-call-next");
  self->day = make_entry (self, _ ("Date"), "crm-call-day");
  add_row (self, self->next, self->day);
  self->deal = gtk_combo_box_text_new ();
  e_crm_add_class (self->deal, "crm-compact");
  e_crm_set_name (self->deal, _ ("Deal"));
  e_crm_set_id (self->deal, "crm-call-deal");
  gtk_box_pack_start (body, self->deal, FALSE, FALSE, 0);
  add_buttons (self);
  g_signal_connect (self, "key-press-event", G_CALLBACK (key_press_cb), NULL);
}

GtkWidget *
e_crm_call_form_new (void)
{
  return g_object_new (E_TYPE_CRM_CALL_FORM, NULL);
}

/* What the person has chosen stays where @goes_on. */
static void
fill_deals (ECrmCallForm *self, gboolean goes_on)
{
  GtkComboBoxText *combo = GTK_COMBO_BOX_TEXT (self->deal);
  GPtrArray *filed = self->about->filed;
  g_autofree char *before = g_strdup (gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->deal)));
  const char *chosen = goes_on && before != NULL ? before
                       : filed->len == 1 ? ((CrmDealState *)g_ptr_array_index (filed, 0))->deal->id
                                         : "";

  gtk_combo_box_text_remove_all (combo);
  gtk_combo_box_text_append (combo, "", _ ("No deal"));
  for (guint i = 0; i < self->about->deals->len; i++)
    {
      const CrmRecord *deal = ((CrmDealState *)g_ptr_array_index (self->about->deals, i))->deal;

      gtk_combo_box_text_append (combo, deal->id, crm_record_get_title (deal));
    }
  if (!gtk_combo_box_set_active_id (GTK_COMBO_BOX (combo), chosen))
    gtk_combo_box_set_active_id (GTK_COMBO_BOX (combo), "");
  gtk_widget_set_visible (self->deal, self->about->deals->len > 0);
}

static void
show_who (ECrmCallForm *self)
{
  const char *name = self->about->name != NULL ? self->about->name : self->about->address;
  g_autofree char *who = self->number != NULL
                             ? g_strdup_printf ("%s · \u2066%s\u2069", name, self->number)
                             : g_strdup (name);
  gboolean is_unwanted = self->about->person != NULL
                         && crm_record_get_int (self->about->person, "do_not_call", 0) != 0;
  g_autofree char *warning = is_unwanted
                                 /* TRANSLATORS: %s is a person */
                                 ? g_strdup_printf (_ ("%s does not want to be called."), name)
                                 : NULL;

  e_crm_label_set (self->who, who);
  e_crm_label_set (self->warning, warning);
  gtk_widget_set_visible (self->anyway, is_unwanted && self->number != NULL);
}

/* --- calls that wait while another one is written down ------------------------------------------
 */

static void
free_kept (gpointer data)
{
  Kept *kept = data;

  crm_context_unref (kept->about);
  g_free (kept->number);
  g_free (kept->text);
  g_free (kept->next);
  g_free (kept->day);
  g_free (kept->direction);
  g_free (kept->outcome);
  g_free (kept->deal);
  g_free (kept);
}

static gboolean
is_begun (ECrmCallForm *self)
{
  return self->about != NULL && gtk_widget_get_visible (GTK_WIDGET (self))
         && (self->has_typed || self->run_usec > 0
             || gtk_entry_get_text_length (GTK_ENTRY (self->text)) > 0
             || gtk_entry_get_text_length (GTK_ENTRY (self->next)) > 0
             || gtk_entry_get_text_length (GTK_ENTRY (self->day)) > 0);
}

static void
keep_call (ECrmCallForm *self)
{
  const char *subject = self->about != NULL ? e_crm_drafts_subject_of (self->about) : NULL;
  Kept *kept;

  run_timer (self, FALSE);
  if (subject == NULL || !is_begun (self))
    return;
  kept = g_new0 (Kept, 1);
  kept->about = crm_context_ref (self->about);
  kept->number = g_strdup (self->number);
  kept->text = take_text (self->text);
  kept->next = take_text (self->next);
  kept->day = take_text (self->day);
  kept->direction = g_strdup (gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->direction)));
  kept->outcome = g_strdup (gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->outcome)));
  kept->deal = g_strdup (gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->deal)));
  kept->minutes = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->minutes));
  kept->has_typed = self->has_typed;
  kept->began_usec = self->began_usec;
  kept->run_usec = self->run_usec;
  if (kept_calls == NULL)
    kept_calls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_kept);
  g_hash_table_replace (kept_calls, g_strdup (subject), kept);
}

/* Fills in what was begun with them; FALSE where nothing was. */
static gboolean
take_kept (ECrmCallForm *self, const char *subject /* (nullable) */)
{
  const Kept *kept
      = kept_calls != NULL && subject != NULL ? g_hash_table_lookup (kept_calls, subject) : NULL;

  if (kept == NULL)
    return FALSE;
  crm_context_ref (kept->about);
  g_clear_pointer (&self->about, crm_context_unref);
  self->about = kept->about;
  g_free (self->number);
  self->number = g_strdup (kept->number);
  self->has_typed = kept->has_typed;
  self->began_usec = kept->began_usec;
  self->run_usec = kept->run_usec;
  self->is_filling = TRUE;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->minutes), kept->minutes);
  self->is_filling = FALSE;
  gtk_entry_set_text (GTK_ENTRY (self->text), kept->text);
  gtk_entry_set_text (GTK_ENTRY (self->next), kept->next);
  gtk_entry_set_text (GTK_ENTRY (self->day), kept->day);
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->direction), kept->direction);
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->outcome), kept->outcome);
  fill_deals (self, FALSE);
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->deal), kept->deal != NULL ? kept->deal : "");
  g_hash_table_remove (kept_calls, subject);
  return TRUE;
}

/* It is about who it was opened for, whatever is selected since. A call that had to wait is there
 * again with its person; nobody is dialled, and the keyboard stays where it is. */
static void
update (ECrmSection *section, CrmContext *context)
{
  ECrmCallForm *self = E_CRM_CALL_FORM (section);

  if (gtk_widget_get_visible (GTK_WIDGET (self)) || self->is_written
      || !take_kept (self, e_crm_drafts_subject_of (context)))
    return;
  show_who (self);
  show_time (self);
  gtk_widget_show (GTK_WIDGET (self));
}

/* --- opening ------------------------------------------------------------------------------------
 */

static void
begin (ECrmCallForm *self)
{
  run_timer (self, FALSE);
  self->run_usec = 0;
  self->has_typed = FALSE;
  self->began_usec = g_get_real_time ();
  gtk_entry_set_text (GTK_ENTRY (self->text), "");
  gtk_entry_set_text (GTK_ENTRY (self->next), "");
  gtk_entry_set_text (GTK_ENTRY (self->day), "");
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->direction), "out");
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->outcome), "reached");
}

static void
add_text (ECrmCallForm *self, const char *text)
{
  g_autofree char *typed = take_text (self->text);
  g_autofree char *both
      = typed[0] != '\0' ? g_strdup_printf ("%s %s", typed, text) : g_strdup (text);

  gtk_entry_set_text (GTK_ENTRY (self->text), both);
}

/* Opens for the person that @context is about; with a @number it is dialled, unless they do not
 * want to be called. What stands in an open form stays when it is about the same person. */
void
e_crm_call_form_open (ECrmCallForm *self,
                      CrmContext *context,
                      const char *number /* (nullable) */,
                      const char *text /* (nullable): what was said already */)
{
  const char *subject = e_crm_drafts_subject_of (context);
  gboolean goes_on = gtk_widget_get_visible (GTK_WIDGET (self)) && self->about != NULL
                     && g_strcmp0 (self->about->address, context->address) == 0
                     && g_strcmp0 (self->about->name, context->name) == 0;

  if (!goes_on)
    {
      keep_call (self);
      goes_on = take_kept (self, subject);
    }
  if (!goes_on)
    begin (self);
  if (text != NULL) /* what was typed as a note goes on as what was said */
    add_text (self, text);
  crm_context_ref (context);
  g_clear_pointer (&self->about, crm_context_unref);
  self->about = context;
  if (number != NULL || !goes_on)
    {
      g_free (self->number);
      self->number = g_strdup (number);
    }
  self->is_written = FALSE;
  fill_deals (self, goes_on);
  show_who (self);
  show_time (self);
  gtk_widget_show (GTK_WIDGET (self));
  gtk_widget_grab_focus (self->text);
  if (number != NULL && !gtk_widget_get_visible (self->anyway))
    dial (self);
}

/* After a write: what could not be saved is there once more. */
void
e_crm_call_form_settle (ECrmCallForm *self, gboolean is_safe)
{
  if (!self->is_written)
    return;
  self->is_written = FALSE;
  if (is_safe)
    g_clear_pointer (&self->about, crm_context_unref);
  else
    gtk_widget_show (GTK_WIDGET (self));
}
