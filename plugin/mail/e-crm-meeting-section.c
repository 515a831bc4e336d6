/* e-crm-meeting-section.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is written down for the selected meeting: an agenda before, then what became of it and what
 * was said. A text is saved when its field is left, whatever is clicked next. */
#define G_LOG_DOMAIN "e-crm-meeting-section"
#include "config.h"

#include "e-crm-sections.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "service/crm-meetings.h"
#include "shell/e-crm-flow.h"
#include "shell/e-crm-widgets.h"

#define TEXT_HEIGHT 54

typedef CrmChangeSet *(*SetText) (const CrmEvent *event, const CrmRecord *seen, const char *text);

/* A text of several lines that belongs to the meeting. */
typedef struct
{
  ECrmSection *section; /* (unowned) */
  GtkWidget *box;
  GtkWidget *view;
  const char *field;
  SetText set_text;
  char *shown;       /* (owned) (nullable): what was filled in last; else somebody is typing */
  CrmEvent *event;   /* (owned) (nullable): whose text it is */
  CrmRecord *record; /* (owned) (nullable): as it was when it was filled in */
} Text;

struct _ECrmMeetingSection
{
  ECrmSection parent_instance;
  GtkWidget *outcomes;
  GtkWidget *outcome[CRM_OUTCOME_NO_SHOW + 1];
  Text agenda;
  Text minutes;
};

G_DEFINE_FINAL_TYPE (ECrmMeetingSection, e_crm_meeting_section, E_TYPE_CRM_SECTION)

static const char *const outcome_ids[]
    = { NULL, "crm-outcome-held", "crm-outcome-not-held", "crm-outcome-no-show" };
static const char *const outcome_labels[]
    = { NULL, N_ ("Held"), N_ ("Not held"), N_ ("They did not come") };

/* --- texts ------------------------------------------------------------------------------------ */

static char *
dup_typed (Text *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text->view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static gboolean
is_typed_in (Text *text)
{
  g_autofree char *typed = dup_typed (text);

  return g_strcmp0 (typed, text->shown != NULL ? text->shown : "") != 0;
}

/* For the meeting that it was typed for, which need not be selected any more. */
static void
save (Text *text)
{
  g_autofree char *typed = NULL;
  CrmChangeSet *set;

  if (text->event == NULL || !is_typed_in (text))
    return;
  typed = dup_typed (text);
  set = text->set_text (text->event, text->record, typed);
  g_free (text->shown);
  text->shown = g_steal_pointer (&typed);
  e_crm_section_write (text->section, set);
}

static void
fill (Text *text, CrmContext *context)
{
  const char *stored
      = context->meeting != NULL ? crm_record_get_text (context->meeting, text->field) : NULL;
  gboolean same = text->event != NULL && g_str_equal (text->event->uid, context->event->uid)
                  && g_strcmp0 (text->event->recurrence_id, context->event->recurrence_id) == 0;

  if (!same)
    save (text);
  else if (is_typed_in (text)) /* what was stored meanwhile is told when it is saved */
    return;
  g_clear_pointer (&text->event, crm_event_free);
  text->event = crm_event_copy (context->event);
  g_clear_pointer (&text->record, crm_record_unref);
  text->record = context->meeting != NULL ? crm_record_ref (context->meeting) : NULL;
  if (same && g_strcmp0 (stored != NULL ? stored : "", text->shown != NULL ? text->shown : "") == 0)
    return;
  g_free (text->shown);
  text->shown = g_strdup (stored);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text->view)),
                            stored != NULL ? stored : "", -1);
}

static gboolean
focus_out_cb (GtkWidget *view, GdkEvent *event, gpointer data)
{
  save (data);
  return FALSE;
}

static void
unmap_cb (GtkWidget *view, gpointer data)
{
  save (data);
}

static void
clear_text (Text *text)
{
  g_clear_pointer (&text->shown, g_free);
  g_clear_pointer (&text->event, crm_event_free);
  g_clear_pointer (&text->record, crm_record_unref);
}

static void
add_text (ECrmMeetingSection *self,
          Text *text,
          const char *label,
          const char *field,
          const char *id,
          SetText set_text)
{
  GtkWidget *heading = e_crm_label_new ("dim-label");
  GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);

  text->section = E_CRM_SECTION (self);
  text->field = field;
  text->set_text = set_text;
  text->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  text->view = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (text->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (text->view), FALSE);
  g_object_set (text->view, "left-margin", 4, "right-margin", 4, "top-margin", 2, NULL);
  gtk_widget_set_tooltip_text (text->view, _ ("Saved when you leave the field"));
  e_crm_set_name (text->view, label);
  e_crm_set_id (text->view, id);
  e_crm_label_set (heading, label);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_shadow_type (GTK_SCROLLED_WINDOW (scrolled), GTK_SHADOW_IN);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), TEXT_HEIGHT);
  gtk_container_add (GTK_CONTAINER (scrolled), text->view);
  gtk_box_pack_start (GTK_BOX (text->box), heading, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (text->box), scrolled, FALSE, FALSE, 0);
  gtk_widget_show_all (scrolled);
  gtk_widget_show (text->box);
  gtk_box_pack_start (e_crm_section_get_body (E_CRM_SECTION (self)), text->box, FALSE, FALSE, 0);
  g_signal_connect (text->view, "focus-out-event", G_CALLBACK (focus_out_cb), text);
  g_signal_connect (text->view, "unmap", G_CALLBACK (unmap_cb), text);
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
  fill (&self->agenda, context);
  fill (&self->minutes, context);
  gtk_widget_set_visible (self->outcomes,
                          begun || cancelled || get_outcome (context) != CRM_OUTCOME_NONE);
  gtk_widget_set_visible (self->minutes.box, begun || self->minutes.shown != NULL);
  gtk_widget_set_visible (self->agenda.box, !begun || self->agenda.shown != NULL);
}

static void
e_crm_meeting_section_finalize (GObject *object)
{
  ECrmMeetingSection *self = E_CRM_MEETING_SECTION (object);

  clear_text (&self->agenda);
  clear_text (&self->minutes);
  G_OBJECT_CLASS (e_crm_meeting_section_parent_class)->finalize (object);
}

static void
e_crm_meeting_section_class_init (ECrmMeetingSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_meeting_section_finalize;
  E_CRM_SECTION_CLASS (klass)->update = update;
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
  add_text (self, &self->agenda, _ ("Agenda"), "agenda", "crm-agenda", crm_meetings_set_agenda);
  /* TRANSLATORS: what was said and decided at a meeting */
  add_text (self, &self->minutes, _ ("Minutes"), "outcome_note", "crm-minutes",
            crm_meetings_set_minutes);
}

GtkWidget *
e_crm_meeting_section_new (void)
{
  return g_object_new (E_TYPE_CRM_MEETING_SECTION, NULL);
}
