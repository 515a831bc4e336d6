/* e-crm-follow-ups-section.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-follow-ups-section"
#include "config.h"

#include "e-crm-sections.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-follow-up.h"
#include "e-crm-drafts.h"
#include "e-crm-follow-up-forms.h"
#include "e-crm-task-difference.h"
#include "e-crm-task-question.h"
#include "e-crm-wait-form.h"
#include "service/crm-follow-up.h"
#include "service/crm-waiting.h"
#include "shell/e-crm-flow.h"
#include "shell/e-crm-widgets.h"

struct _ECrmFollowUpsSection
{
  ECrmSection parent_instance;
  GtkWidget *rows;
  GtkWidget *more;      /* hidden where all of them are shown */
  GtkWidget *unsettled; /* those that are over, where somebody has to choose */
  GtkWidget *order_all; /* for those that are in no task list */
  GtkWidget *answers;   /* what the selected letter answered */
  GtkWidget *wait;      /* ECrmWaitForm */
  GtkWidget *entry;
  GtkWidget *buttons;
  GtkWidget *date;
  guint64 letter; /* whose context is shown */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (ECrmFollowUpsSection, e_crm_follow_ups_section, E_TYPE_CRM_SECTION)

enum
{
  MORE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What we promised and what they owe stand apart, behind what is simply to be done. */
typedef enum
{
  GROUP_PLAIN,
  GROUP_PROMISED,
  GROUP_AWAITED,
  N_GROUPS
} Group;

static Group
get_group (const CrmRecord *record)
{
  const char *kind = crm_record_get_text (record, "kind");

  return g_strcmp0 (kind, "promise") == 0   ? GROUP_PROMISED
         : g_strcmp0 (kind, "waiting") == 0 ? GROUP_AWAITED
                                            : GROUP_PLAIN;
}

static CrmRecord *
get_record (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "record");
}

static GtkWidget *
get_part (GtkWidget *row, const char *name)
{
  return g_object_get_data (G_OBJECT (row), name);
}

static void
done_toggled_cb (GtkToggleButton *button, gpointer data)
{
  GtkWidget *row = data;
  ECrmFollowUpsSection *self
      = E_CRM_FOLLOW_UPS_SECTION (gtk_widget_get_ancestor (row, E_TYPE_CRM_FOLLOW_UPS_SECTION));
  CrmRecord *record = get_record (row);

  if (!self->filling && record != NULL && gtk_toggle_button_get_active (button))
    e_crm_section_write (E_CRM_SECTION (self), crm_follow_up_finish (record, g_get_real_time ()));
}

/* --- the form under a row --------------------------------------------------------------------- */

static void
write_cb (GtkWidget *widget, CrmChangeSet *set, gpointer data)
{
  e_crm_section_write (data, crm_change_set_ref (set));
}

/* The question goes, and with it what had the keyboard. */
static void
answered_cb (GtkWidget *question, CrmChangeSet *set, gpointer data)
{
  ECrmFollowUpsSection *self = data;

  gtk_widget_grab_focus (self->entry);
  write_cb (question, set, self);
}

static void
fail_cb (GtkWidget *form, const char *text, gpointer data)
{
  e_crm_section_fail (data, text);
}

/* Of those in which nobody has typed one is enough. */
static void
edit_cb (GtkButton *button, gpointer data)
{
  GtkWidget *row = data;
  ECrmSection *section
      = E_CRM_SECTION (gtk_widget_get_ancestor (row, E_TYPE_CRM_FOLLOW_UPS_SECTION));
  g_autoptr (GList) rows
      = gtk_container_get_children (GTK_CONTAINER (E_CRM_FOLLOW_UPS_SECTION (section)->rows));

  for (GList *link = rows; link != NULL; link = link->next)
    if (link->data != row)
      e_crm_follow_up_forms_close_untouched (get_part (link->data, "slot"));
  e_crm_follow_up_forms_toggle (get_part (row, "slot"), get_record (row),
                                e_crm_section_get_context (section)->task_list);
}

/* --- rows ------------------------------------------------------------------------------------- */

static GtkWidget *
make_texts (GtkWidget *row)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = e_crm_label_new (NULL);
  GtkWidget *due = gtk_label_new (NULL); /* short, and never cut */
  GtkWidget *details = e_crm_label_new ("dim-label");

  e_crm_add_class (due, "dim-label");
  gtk_box_pack_start (GTK_BOX (line), title, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (line), due, FALSE, FALSE, 0);
  gtk_widget_show (line);
  gtk_box_pack_start (GTK_BOX (texts), line, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (texts), details, FALSE, FALSE, 0);
  gtk_widget_show (texts);
  g_object_set_data (G_OBJECT (row), "title", title);
  g_object_set_data (G_OBJECT (row), "due", due);
  g_object_set_data (G_OBJECT (row), "details", details);
  return texts;
}

static GtkWidget *
make_row (ECrmSection *section, guint index)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *heading = e_crm_label_new ("crm-title");
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *difference = e_crm_task_difference_new ();
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *edit
      = e_crm_icon_button_new ("document-edit-symbolic", _ ("Change"), "crm-follow-up-edit");
  GtkWidget *slot = e_crm_follow_up_forms_make_slot (edit);

  gtk_container_add (GTK_CONTAINER (button), make_texts (row));
  gtk_widget_show (button);
  gtk_box_pack_start (GTK_BOX (line), button, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (line), edit, FALSE, FALSE, 0);
  gtk_widget_show (line);
  gtk_box_pack_start (GTK_BOX (row), heading, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), line, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), difference, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), slot, FALSE, FALSE, 0);
  g_object_set_data (G_OBJECT (row), "heading", heading);
  g_object_set_data (G_OBJECT (row), "button", button);
  g_object_set_data (G_OBJECT (row), "edit", edit);
  g_object_set_data (G_OBJECT (row), "slot", slot);
  g_object_set_data (G_OBJECT (row), "difference", difference);
  g_signal_connect (difference, "write", G_CALLBACK (write_cb), section);
  g_signal_connect (button, "toggled", G_CALLBACK (done_toggled_cb), row);
  g_signal_connect (edit, "clicked", G_CALLBACK (edit_cb), row);
  return row;
}

/* For a screen reader: all that the row says. */
static char *
name_row (const char *title, const char *due, const char *details)
{
  GString *name = g_string_new (title);

  if (due != NULL)
    g_string_append_printf (name, ", %s", due);
  if (details[0] != '\0')
    g_string_append_printf (name, ", %s", details);
  return g_string_free (name, FALSE);
}

static CrmRecord * /* (nullable) */
find_failed_order (const CrmContext *context, const CrmRecord *record)
{
  for (guint i = 0; context->task_orders != NULL && i < context->task_orders->len; i++)
    {
      CrmRecord *order = g_ptr_array_index (context->task_orders, i);

      if (g_strcmp0 (crm_record_get_text (order, "follow_up"), record->id) == 0)
        return order;
    }
  return NULL;
}

static void
fill_row (ECrmFollowUpsSection *self, GtkWidget *row, CrmRecord *record, gint64 now_usec)
{
  GtkWidget *button = get_part (row, "button");
  const char *title = crm_record_get_title (record);
  g_autofree char *due = crm_phrase_follow_up_due (record, now_usec);
  g_autofree char *details = crm_phrase_follow_up_details (record);
  g_autofree char *name = name_row (title, due, details);
  g_autofree char *id = g_strconcat ("crm-follow-up-", record->id, NULL);
  /* TRANSLATORS: %s is what is to be done */
  g_autofree char *edit_name = g_strdup_printf (_ ("Change: %s"), title);

  e_crm_label_set (get_part (row, "title"), title);
  e_crm_label_set (get_part (row, "due"), due);
  e_crm_label_set (get_part (row, "details"), details);
  g_object_set_data_full (G_OBJECT (row), "record", crm_record_ref (record),
                          (GDestroyNotify)crm_record_unref);
  gtk_widget_set_tooltip_text (button, _ ("Tick off when done"));
  e_crm_set_name (button, name);
  e_crm_set_id (button, id);
  e_crm_set_name (get_part (row, "edit"), edit_name);
  self->filling = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), FALSE);
  self->filling = FALSE;
}

/* (transfer full) (nullable): what has the keyboard in a form that may move to another row */
static GtkWidget *
ref_focus (ECrmFollowUpsSection *self)
{
  GtkWidget *window = gtk_widget_get_toplevel (self->rows);
  GtkWidget *focus = GTK_IS_WINDOW (window) ? gtk_window_get_focus (GTK_WINDOW (window)) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, self->rows)
                 && gtk_widget_get_ancestor (focus, E_TYPE_CRM_FOLLOW_UP_EDITOR) != NULL
             ? g_object_ref (focus)
             : NULL;
}

/* After news a form may belong to another row; of somebody else it waits until they are shown
 * again. */
static void
place_forms (ECrmFollowUpsSection *self, guint n, GtkWidget *focus /* (nullable) */)
{
  g_autoptr (GList) rows = gtk_container_get_children (GTK_CONTAINER (self->rows));
  guint i = 0;

  for (GList *link = g_list_nth (rows, n); link != NULL; link = link->next)
    e_crm_follow_up_forms_leave (get_part (link->data, "slot"));
  for (GList *link = rows; link != NULL && i < n; link = link->next, i++)
    e_crm_follow_up_forms_come_back (get_part (link->data, "slot"), get_record (link->data));
  e_crm_follow_up_forms_tidy ();
  if (focus == NULL || gtk_widget_has_focus (focus) || !gtk_widget_is_ancestor (focus, self->rows))
    return;
  if (GTK_IS_ENTRY (focus)) /* what is typed next must not replace what is typed */
    gtk_entry_grab_focus_without_selecting (GTK_ENTRY (focus));
  else
    gtk_widget_grab_focus (focus);
}

static guint
fill_rows (ECrmFollowUpsSection *self, CrmContext *context)
{
  static const char *const headings[]
      = { NULL,
          /* TRANSLATORS: heading: what the user told them to do */
          N_ ("You promised"),
          /* TRANSLATORS: heading: what the user waits for from them */
          N_ ("You wait for") };
  guint n_all = context->follow_ups != NULL ? context->follow_ups->len : 0;
  guint n = 0;

  for (Group group = 0; group < N_GROUPS; group++)
    {
      gboolean is_first = TRUE;

      for (guint i = 0; i < n_all; i++)
        {
          CrmRecord *record = g_ptr_array_index (context->follow_ups, i);
          GtkWidget *row;

          if (get_group (record) != group)
            continue;
          row = e_crm_section_nth_row (E_CRM_SECTION (self), GTK_BOX (self->rows), n++, make_row);
          if (get_record (row) != NULL && !g_str_equal (get_record (row)->id, record->id))
            e_crm_follow_up_forms_leave (get_part (row, "slot"));
          fill_row (self, row, record, context->now_usec);
          e_crm_task_difference_fill (E_CRM_TASK_DIFFERENCE (get_part (row, "difference")),
                                      find_failed_order (context, record), record,
                                      context->now_usec);
          e_crm_label_set (get_part (row, "heading"),
                           is_first && headings[group] != NULL ? _ (headings[group]) : NULL);
          is_first = FALSE;
        }
    }
  e_crm_section_hide_rows_from (GTK_BOX (self->rows), n);
  return n;
}

static void
more_clicked_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[MORE], 0);
}

/* Who pressed it with the keyboard is not thrown out when it goes. */
static void
show_more (ECrmFollowUpsSection *self, gboolean has_more)
{
  if (!has_more && gtk_widget_has_focus (self->more))
    gtk_widget_grab_focus (self->entry);
  gtk_widget_set_visible (self->more, has_more);
}

/* --- those that are over, and whose tasks say something else ---------------------------------- */

static GtkWidget *
make_unsettled (ECrmSection *section, guint index)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *text = e_crm_text_new ();
  GtkWidget *difference = e_crm_task_difference_new ();

  e_crm_set_id (text, "crm-unsettled");
  g_signal_connect (difference, "write", G_CALLBACK (write_cb), section);
  gtk_box_pack_start (GTK_BOX (row), text, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), difference, FALSE, FALSE, 0);
  g_object_set_data (G_OBJECT (row), "text", text);
  g_object_set_data (G_OBJECT (row), "difference", difference);
  return row;
}

static guint
fill_unsettled (ECrmFollowUpsSection *self, CrmContext *context)
{
  guint n = context->unsettled != NULL ? context->unsettled->len : 0;
  const CrmField *status = crm_entity_find_field (crm_entity_find ("follow_up"), "status");

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *row = e_crm_section_nth_row (E_CRM_SECTION (self), GTK_BOX (self->unsettled), i,
                                              make_unsettled);
      CrmRecord *record = g_ptr_array_index (context->unsettled, i);
      const char *choice = crm_record_get_text (record, "status");
      /* TRANSLATORS: a follow-up, and whether it is done or dropped */
      g_autofree char *text = g_strdup_printf (_ ("%1$s: %2$s"), crm_record_get_title (record),
                                               _ (crm_field_choice_label (status, choice)));

      e_crm_label_set (get_part (row, "text"), text);
      e_crm_task_difference_fill (E_CRM_TASK_DIFFERENCE (get_part (row, "difference")),
                                  find_failed_order (context, record), record, context->now_usec);
    }
  e_crm_section_hide_rows_from (GTK_BOX (self->unsettled), n);
  return n;
}

/* --- those from before there were tasks ------------------------------------------------------- */

/* (transfer container) (element-type CrmRecord) */
static GPtrArray *
list_without_task (const CrmContext *context)
{
  GPtrArray *records = g_ptr_array_new ();

  for (guint i = 0; context->follow_ups != NULL && i < context->follow_ups->len; i++)
    if (crm_record_get_text (g_ptr_array_index (context->follow_ups, i), "task_uid") == NULL)
      g_ptr_array_add (records, g_ptr_array_index (context->follow_ups, i));
  return records;
}

static void
order_all_cb (GtkButton *button, gpointer data)
{
  g_autoptr (GPtrArray) records = list_without_task (e_crm_section_get_context (data));

  e_crm_section_write (data, crm_follow_up_order_all (records));
}

static void
fill_order_all (ECrmFollowUpsSection *self, CrmContext *context)
{
  g_autoptr (GPtrArray) records = list_without_task (context);
  guint n = records->len;
  g_autofree char *text = g_strdup_printf (
      ngettext ("Put %u follow-up into the task list", "Put %u follow-ups into the task list", n),
      n);

  gtk_label_set_text (GTK_LABEL (gtk_bin_get_child (GTK_BIN (self->order_all))), text);
  e_crm_set_name (self->order_all, text);
  gtk_widget_set_visible (self->order_all,
                          n > 0 && g_strcmp0 (context->task_list, CRM_TASK_LIST_NONE) != 0);
}

/* --- answers ---------------------------------------------------------------------------------- */

static void
go_on_cb (GtkButton *button, gpointer data)
{
  CrmContext *context = e_crm_section_get_context (data);
  CrmRecord *record = get_record (GTK_WIDGET (button));

  e_crm_section_write (data, crm_waiting_go_on (record, context->message->date_usec));
}

static GtkWidget *
make_answer (ECrmSection *section, guint index)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *text = e_crm_text_new ();
  GtkWidget *go_on = e_crm_button_new (_ ("_Still waiting"), "crm-wait-on");

  gtk_widget_set_tooltip_text (go_on, _ ("This letter is not the answer you wait for"));
  gtk_widget_set_valign (go_on, GTK_ALIGN_START);
  g_signal_connect (go_on, "clicked", G_CALLBACK (go_on_cb), section);
  gtk_box_pack_start (GTK_BOX (row), text, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (row), go_on, FALSE, FALSE, 0);
  e_crm_set_id (text, "crm-answers");
  g_object_set_data (G_OBJECT (row), "text", text);
  g_object_set_data (G_OBJECT (row), "go-on", go_on);
  return row;
}

static guint
fill_answers (ECrmFollowUpsSection *self, CrmContext *context)
{
  guint n = context->answered != NULL ? context->answered->len : 0;

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *row
          = e_crm_section_nth_row (E_CRM_SECTION (self), GTK_BOX (self->answers), i, make_answer);
      CrmRecord *record = g_ptr_array_index (context->answered, i);
      /* TRANSLATORS: this letter is what was waited for; %s is the follow-up that it ended */
      g_autofree char *text
          = g_strdup_printf (_ ("This answer has come: %s"), crm_record_get_title (record));

      e_crm_label_set (get_part (row, "text"), text);
      g_object_set_data_full (G_OBJECT (get_part (row, "go-on")), "record", crm_record_ref (record),
                              (GDestroyNotify)crm_record_unref);
    }
  e_crm_section_hide_rows_from (GTK_BOX (self->answers), n);
  return n;
}

/* Whom an entry typed here is about: the deal is that under which the letter is filed. */
static CrmSubject
get_subject (const CrmContext *context)
{
  CrmSubject subject = E_CRM_SUBJECT_OF (context);

  if (context->filed != NULL && context->filed->len == 1)
    subject.deal = ((CrmDealState *)g_ptr_array_index (context->filed, 0))->deal->id;
  return subject;
}

static void
wait_cb (GtkWidget *form, int day, const char *ladder, gpointer data)
{
  CrmContext *context = e_crm_section_get_context (data);
  const char *name;
  g_autofree char *title = NULL;

  if (context == NULL || context->address == NULL)
    return;
  name = context->name != NULL ? context->name : context->address;
  title = context->message->subject[0] != '\0'
              /* TRANSLATORS: a follow-up: a person, and the subject of the letter */
              ? g_strdup_printf (_ ("Answer of %1$s: %2$s"), name, context->message->subject)
              /* TRANSLATORS: a follow-up; %s is a person */
              : g_strdup_printf (_ ("Answer of %s"), name);
  {
    CrmSubject subject = get_subject (context);
    CrmWaiting waiting = { .title = title,
                           .wait_for = context->message->mid_hash,
                           .since_usec = crm_waiting_since (
                               context->message, context->activity.last_in_usec, context->now_usec),
                           .due_day = &day,
                           .ladder = ladder };

    CrmChangeSet *set = crm_waiting_start (&subject, &waiting, NULL);

    e_crm_wait_form_take (E_CRM_WAIT_FORM (form), set);
    e_crm_section_write (data, set);
  }
}

/* --- a new one -------------------------------------------------------------------------------- */

static void
add_due (ECrmFollowUpsSection *self, int day)
{
  CrmContext *context = e_crm_section_get_context (E_CRM_SECTION (self));
  g_autofree char *typed = g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (self->entry))));
  g_autofree char *title = NULL;

  if (context == NULL)
    return;
  title = typed[0] != '\0'
              ? g_steal_pointer (&typed)
              /* TRANSLATORS: a follow-up nobody gave a title; %s is a person */
              : g_strdup_printf (_ ("Get back to %s"), context->name != NULL      ? context->name
                                                       : context->address != NULL ? context->address
                                                                                  : context->phone);
  {
    CrmSubject subject = get_subject (context);
    CrmNewFollowUp details = { .title = title, .due_day = &day };
    CrmChangeSet *set = crm_follow_up_add (&subject, &details, NULL);

    e_crm_drafts_take (self->entry, set);
    e_crm_drafts_take (self->date, set);
    e_crm_section_write (E_CRM_SECTION (self), set);
  }
}

/* They stay until another message is selected: what moves under the pointer is missed. */
static void
show_buttons_cb (GtkWidget *entry, gpointer data)
{
  ECrmFollowUpsSection *self = data;

  if (gtk_widget_has_focus (self->entry) || gtk_widget_has_focus (self->date)
      || gtk_entry_get_text_length (GTK_ENTRY (self->entry)) > 0
      || gtk_entry_get_text_length (GTK_ENTRY (self->date)) > 0)
    gtk_widget_show (self->buttons);
}

static void
focus_changed_cb (GtkWidget *entry, GParamSpec *pspec, gpointer data)
{
  show_buttons_cb (entry, data);
}

static void
hide_buttons_of_another (ECrmFollowUpsSection *self, CrmContext *context)
{
  if (self->letter == context->message->fingerprint)
    return;
  self->letter = context->message->fingerprint;
  gtk_widget_hide (self->buttons);
  show_buttons_cb (self->entry, self);
}

static void
in_days_cb (GtkButton *button, gpointer data)
{
  int days = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "days"));

  add_due (data, crm_format_today (g_get_real_time ()) + days);
}

static void
date_activated_cb (GtkEntry *entry, gpointer data)
{
  int day;

  if (!crm_format_parse_day (gtk_entry_get_text (entry), g_get_real_time (), &day))
    {
      e_crm_section_fail (data, _ ("Write a date such as 2027-03-31, or +10 for in ten days"));
      return;
    }
  add_due (data, day);
}

static void
add_day_button (ECrmFollowUpsSection *self, const char *label, int days, const char *id)
{
  GtkWidget *button = e_crm_button_new (label, id);

  g_object_set_data (G_OBJECT (button), "days", GINT_TO_POINTER (days));
  g_signal_connect (button, "clicked", G_CALLBACK (in_days_cb), self);
  gtk_container_add (GTK_CONTAINER (self->buttons), button);
}

static void
update (ECrmSection *section, CrmContext *context)
{
  ECrmFollowUpsSection *self = E_CRM_FOLLOW_UPS_SECTION (section);
  g_autoptr (GtkWidget) focus = ref_focus (self);
  guint n;

  e_crm_drafts_show (self->entry, context);
  e_crm_drafts_show (self->date, context);
  hide_buttons_of_another (self, context);
  e_crm_wait_form_show (E_CRM_WAIT_FORM (self->wait), context->message->fingerprint);
  n = fill_rows (self, context);
  show_more (self, context->has_more_follow_ups);
  fill_order_all (self, context);
  place_forms (self, n, focus);
  n += fill_unsettled (self, context);
  n += fill_answers (self, context);
  gtk_widget_set_visible (self->wait, context->message->fingerprint != 0
                                          && context->message->mid_hash != 0
                                          && !context->is_automatic && !context->is_waited_for);
  /* Nobody gets back to a newsletter. */
  gtk_widget_set_visible (GTK_WIDGET (section),
                          n > 0 || (!context->is_automatic && E_CRM_HAS_SUBJECT (context)));
}

static void
e_crm_follow_ups_section_dispose (GObject *object)
{
  ECrmFollowUpsSection *self = E_CRM_FOLLOW_UPS_SECTION (object);

  if (self->rows != NULL) /* what is typed outlives the window */
    place_forms (self, 0, NULL);
  self->rows = NULL;
  G_OBJECT_CLASS (e_crm_follow_ups_section_parent_class)->dispose (object);
}

static void
e_crm_follow_ups_section_class_init (ECrmFollowUpsSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_follow_ups_section_dispose;
  E_CRM_SECTION_CLASS (klass)->update = update;

  /* The person wants to see those that are due later as well. */
  signals[MORE] = g_signal_new ("more", E_TYPE_CRM_FOLLOW_UPS_SECTION, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_date (ECrmFollowUpsSection *self)
{
  GtkWidget *date = gtk_entry_new ();

  e_crm_add_class (date, "crm-compact");
  g_signal_connect (date, "notify::has-focus", G_CALLBACK (focus_changed_cb), self);
  gtk_entry_set_width_chars (GTK_ENTRY (date), 9);
  gtk_entry_set_max_width_chars (GTK_ENTRY (date), 10);
  /* TRANSLATORS: placeholder of a small entry for a date */
  gtk_entry_set_placeholder_text (GTK_ENTRY (date), _ ("Date"));
  e_crm_set_name (date, _ ("Date of the follow-up"));
  e_crm_set_id (date, "crm-follow-up-date");
  e_crm_drafts_bind (date, "follow-up-date");
  g_signal_connect (date, "activate", G_CALLBACK (date_activated_cb), self);
  gtk_widget_show (date);
  return date;
}

static GtkWidget *
make_entry (ECrmFollowUpsSection *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_width_chars (GTK_ENTRY (entry), 8);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("New follow-up"));
  e_crm_set_name (entry, _ ("New follow-up"));
  e_crm_set_id (entry, "crm-follow-up-entry");
  e_crm_drafts_bind (entry, "follow-up");
  e_crm_add_class (entry, "crm-compact");
  g_signal_connect (entry, "changed", G_CALLBACK (show_buttons_cb), self);
  g_signal_connect (entry, "notify::has-focus", G_CALLBACK (focus_changed_cb), self);
  gtk_widget_show (entry);
  return entry;
}

static GtkWidget *
add_box (GtkBox *body)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_show (box);
  gtk_box_pack_start (body, box, FALSE, FALSE, 0);
  return box;
}

static void
e_crm_follow_ups_section_init (ECrmFollowUpsSection *self)
{
  GtkBox *body = e_crm_section_get_body (E_CRM_SECTION (self));
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *question;

  e_crm_section_set_heading (E_CRM_SECTION (self), _ ("Follow-ups"), "crm-follow-ups");
  self->answers = add_box (body);
  self->rows = add_box (body);
  /* TRANSLATORS: more of somebody's follow-ups than those that are due first */
  self->more = e_crm_button_new (_ ("Show _later ones"), "crm-follow-ups-more");
  g_signal_connect (self->more, "clicked", G_CALLBACK (more_clicked_cb), self);
  gtk_widget_hide (self->more);
  gtk_box_pack_start (body, self->more, FALSE, FALSE, 0);
  self->unsettled = add_box (body);
  question = e_crm_task_question_new ();
  g_signal_connect (question, "write", G_CALLBACK (answered_cb), self);
  gtk_box_pack_start (body, question, FALSE, FALSE, 0);
  self->order_all = e_crm_button_new ("", "crm-order-tasks");
  g_signal_connect (self->order_all, "clicked", G_CALLBACK (order_all_cb), self);
  gtk_box_pack_start (body, self->order_all, FALSE, FALSE, 0);
  self->entry = make_entry (self);
  self->date = make_date (self);
  gtk_box_pack_start (GTK_BOX (line), self->entry, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (line), self->date, FALSE, FALSE, 0);
  gtk_widget_show (line);
  gtk_box_pack_start (body, line, FALSE, FALSE, 0);

  self->buttons = e_crm_flow_new ();
  add_day_button (self, _ ("T_omorrow"), 1, "crm-follow-up-tomorrow");
  add_day_button (self, _ ("In _3 days"), 3, "crm-follow-up-3-days");
  add_day_button (self, _ ("Next _week"), 7, "crm-follow-up-next-week");
  gtk_box_pack_start (body, self->buttons, FALSE, FALSE, 0);

  self->wait = e_crm_wait_form_new ();
  g_signal_connect (self->wait, "wait", G_CALLBACK (wait_cb), self);
  g_signal_connect (self->wait, "fail", G_CALLBACK (fail_cb), self);
  gtk_box_pack_start (body, self->wait, FALSE, FALSE, 0);
}

GtkWidget *
e_crm_follow_ups_section_new (void)
{
  return g_object_new (E_TYPE_CRM_FOLLOW_UPS_SECTION, NULL);
}
