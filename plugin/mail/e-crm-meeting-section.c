/* e-crm-meeting-section.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is written down for the selected meeting: an agenda before, then what became of it and what
 * was said, and the sheet to take along. */
#define G_LOG_DOMAIN "e-crm-meeting-section"
#include "config.h"

#include "e-crm-sections.h"

#include <glib/gi18n-lib.h>

#include "e-crm-meeting-text.h"
#include "service/crm-meetings.h"
#include "shell/e-crm-flow.h"
#include "shell/e-crm-widgets.h"

struct _ECrmMeetingSection
{
  ECrmSection parent_instance;
  GtkWidget *outcomes;
  GtkWidget *print;
  GtkWidget *outcome[CRM_OUTCOME_NO_SHOW + 1];
  GtkWidget *agenda;  /* ECrmMeetingText */
  GtkWidget *minutes; /* the same */
};

G_DEFINE_FINAL_TYPE (ECrmMeetingSection, e_crm_meeting_section, E_TYPE_CRM_SECTION)

enum
{
  PRINT_SHEET,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const outcome_ids[]
    = { NULL, "crm-outcome-held", "crm-outcome-not-held", "crm-outcome-no-show" };
static const char *const outcome_labels[]
    = { NULL, N_ ("Held"), N_ ("Not held"), N_ ("They did not come") };

/* --- texts ------------------------------------------------------------------------------------ */

static void
write_text_cb (GtkWidget *text, CrmChangeSet *set, gpointer section)
{
  e_crm_section_write (section, crm_change_set_ref (set));
}

static GtkWidget *
add_text (ECrmMeetingSection *self,
          const char *label,
          const char *field,
          const char *id,
          ECrmMeetingSetText set_text)
{
  GtkWidget *text = e_crm_meeting_text_new (label, field, id, set_text);

  g_signal_connect (text, "write", G_CALLBACK (write_text_cb), self);
  gtk_box_pack_start (e_crm_section_get_body (E_CRM_SECTION (self)), text, FALSE, FALSE, 0);
  return text;
}

/* Says how the writing of what a section asked for ended. */
void
e_crm_meeting_section_settle (ECrmMeetingSection *self, const CrmChangeSet *set, gboolean is_safe)
{
  e_crm_meeting_text_settle (E_CRM_MEETING_TEXT (self->agenda), set, is_safe);
  e_crm_meeting_text_settle (E_CRM_MEETING_TEXT (self->minutes), set, is_safe);
}

/* --- outcome ---------------------------------------------------------------------------------- */

static CrmOutcome
get_outcome (const CrmContext *context)
{
  CrmOutcome outcome = CRM_OUTCOME_NONE;

  if (context->meeting != NULL)
    crm_meetings_parse_outcome (crm_record_get_text (context->meeting, "outcome"), &outcome);
  return outcome;
}

/* Pressed once more, it is taken back. */
static void
outcome_clicked_cb (GtkButton *button, gpointer data)
{
  CrmContext *context = e_crm_section_get_context (data);
  CrmOutcome outcome
      = (CrmOutcome)GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "outcome"));

  if (context == NULL || context->event == NULL)
    return;
  if (get_outcome (context) == outcome)
    outcome = CRM_OUTCOME_NONE;
  e_crm_section_write (data, crm_meetings_set_outcome (context->event, context->meeting, outcome));
}

static void
show_outcome (ECrmMeetingSection *self, CrmContext *context)
{
  CrmOutcome outcome = get_outcome (context);

  for (guint i = CRM_OUTCOME_HELD; i <= CRM_OUTCOME_NO_SHOW; i++)
    {
      g_autofree char *label = i == outcome ? g_strconcat ("✓ ", _ (outcome_labels[i]), NULL)
                                            : g_strdup (_ (outcome_labels[i]));

      gtk_button_set_label (GTK_BUTTON (self->outcome[i]), label);
    }
}

static void
update (ECrmSection *section, CrmContext *context)
{
  ECrmMeetingSection *self = E_CRM_MEETING_SECTION (section);
  gboolean begun, cancelled;

  gtk_widget_set_visible (GTK_WIDGET (section), context->event != NULL);
  if (context->event == NULL)
    return;
  begun = crm_event_has_begun (context->event, context->now_usec);
  cancelled = context->event->status == CRM_EVENT_CANCELLED;
  show_outcome (self, context);
  e_crm_meeting_text_show (E_CRM_MEETING_TEXT (self->agenda), context);
  e_crm_meeting_text_show (E_CRM_MEETING_TEXT (self->minutes), context);
  gtk_widget_set_visible (self->outcomes,
                          begun || cancelled || get_outcome (context) != CRM_OUTCOME_NONE);
  gtk_widget_set_visible (
      self->minutes, begun || e_crm_meeting_text_has_text (E_CRM_MEETING_TEXT (self->minutes)));
  gtk_widget_set_visible (
      self->agenda, !begun || e_crm_meeting_text_has_text (E_CRM_MEETING_TEXT (self->agenda)));
}

static void
print_clicked_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[PRINT_SHEET], 0);
}

static void
e_crm_meeting_section_class_init (ECrmMeetingSectionClass *klass)
{
  E_CRM_SECTION_CLASS (klass)->update = update;

  /* The person wants what is known for the meeting on paper. */
  signals[PRINT_SHEET] = g_signal_new ("print-sheet", E_TYPE_CRM_MEETING_SECTION, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
e_crm_meeting_section_init (ECrmMeetingSection *self)
{
  GtkBox *body = e_crm_section_get_body (E_CRM_SECTION (self));

  e_crm_section_set_heading (E_CRM_SECTION (self), NULL, "crm-meeting");
  self->outcomes = e_crm_flow_new ();
  for (guint i = CRM_OUTCOME_HELD; i <= CRM_OUTCOME_NO_SHOW; i++)
    {
      self->outcome[i] = e_crm_button_new (_ (outcome_labels[i]), outcome_ids[i]);
      g_object_set_data (G_OBJECT (self->outcome[i]), "outcome", GUINT_TO_POINTER (i));
      g_signal_connect (self->outcome[i], "clicked", G_CALLBACK (outcome_clicked_cb), self);
      gtk_container_add (GTK_CONTAINER (self->outcomes), self->outcome[i]);
    }
  gtk_box_pack_start (body, self->outcomes, FALSE, FALSE, 0);
  /* TRANSLATORS: what is to be talked about at a meeting */
  self->agenda = add_text (self, _ ("Agenda"), "agenda", "crm-agenda", crm_meetings_set_agenda);
  /* TRANSLATORS: what was said and decided at a meeting */
  self->minutes
      = add_text (self, _ ("Minutes"), "outcome_note", "crm-minutes", crm_meetings_set_minutes);
  self->print = e_crm_button_new (_ ("Print meeting s_heet…"), "crm-print-sheet");
  gtk_button_set_use_underline (GTK_BUTTON (self->print), TRUE);
  gtk_widget_set_halign (self->print, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (self->print, _ ("Who comes, their deals, what was said last and what"
                                               " is promised, with room for notes"));
  g_signal_connect (self->print, "clicked", G_CALLBACK (print_clicked_cb), self);
  gtk_box_pack_start (body, self->print, FALSE, FALSE, 0);
}

GtkWidget *
e_crm_meeting_section_new (void)
{
  return g_object_new (E_TYPE_CRM_MEETING_SECTION, NULL);
}
