/* e-crm-history-section.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-history-section"
#include "config.h"

#include "e-crm-sections.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-meeting.h"
#include "crm-phrases.h"
#include "service/crm-filing.h"
#include "service/crm-meetings.h"
#include "shell/e-crm-widgets.h"

struct _ECrmHistorySection
{
  ECrmSection parent_instance;
  GtkWidget *rows;
  GtkWidget *empty;
  GtkWidget *more;
};

G_DEFINE_FINAL_TYPE (ECrmHistorySection, e_crm_history_section, E_TYPE_CRM_SECTION)

enum
{
  OPEN,
  MORE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  GtkWidget *button;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *detail;
  GtkWidget *why;
  GtkWidget *popover; /* (nullable): made when first asked for */
  guint index;        /* in the context's history */
} HistoryRow;

static const CrmHistoryItem *
item_of (ECrmSection *section, const HistoryRow *row)
{
  CrmContext *context = e_crm_section_get_context (section);

  if (context == NULL || context->history == NULL || row->index >= context->history->items->len)
    return NULL;
  return g_ptr_array_index (context->history->items, row->index);
}

/* A letter of the history, as far as filing decisions need it. */
static CrmMessage *
message_of (const CrmHistoryItem *item)
{
  CrmMessage *message = crm_message_new ();

  message->date_usec = item->usec;
  crm_message_set_subject (message, item->text);
  crm_message_set_message_id (message, item->message_id);
  if (item->from_address != NULL)
    crm_message_add_party (message, CRM_ROLE_FROM, item->from_address, item->from_name);
  crm_message_seal (message);
  message->fingerprint = item->fingerprint;
  return message;
}

/* A meeting of the history, as far as decisions need it. */
static CrmEvent *
event_of (const CrmHistoryItem *item)
{
  CrmEvent *event = crm_event_new ("", item->event_uid, item->recurrence_id);

  event->start_usec = item->usec;
  event->end_usec = item->end_usec;
  event->is_all_day = item->is_all_day;
  crm_event_set_summary (event, item->text);
  return event;
}

static void
judge_meeting (ECrmSection *section, const CrmHistoryItem *item, const char *person, gboolean right)
{
  g_autoptr (CrmEvent) event = event_of (item);

  e_crm_section_write (section, right ? crm_meetings_confirm (event, CRM_TARGET_PERSON, person)
                                      : crm_meetings_unfile (event, CRM_TARGET_PERSON, person));
}

static gboolean
is_judged (const CrmHistoryItem *item)
{
  return item->fingerprint != 0 || item->event_uid != NULL;
}

static void
judge (GtkWidget *button, ECrmSection *section, gboolean right)
{
  HistoryRow *row = g_object_get_data (G_OBJECT (button), "row");
  const CrmHistoryItem *item = item_of (section, row);
  CrmContext *context = e_crm_section_get_context (section);
  g_autoptr (CrmMessage) message = NULL;

  gtk_popover_popdown (GTK_POPOVER (row->popover));
  if (item == NULL || !is_judged (item) || context->person == NULL)
    return;
  if (item->event_uid != NULL)
    {
      judge_meeting (section, item, context->person->id, right);
      return;
    }
  message = message_of (item);
  e_crm_section_write (section,
                       right ? crm_filing_confirm (message, CRM_TARGET_PERSON, context->person->id)
                             : crm_filing_unfile (message, CRM_TARGET_PERSON, context->person->id));
}

static void
right_clicked_cb (GtkButton *button, gpointer data)
{
  judge (GTK_WIDGET (button), data, TRUE);
}

static void
wrong_clicked_cb (GtkButton *button, gpointer data)
{
  judge (GTK_WIDGET (button), data, FALSE);
}

static void
delete_clicked_cb (GtkButton *button, gpointer data)
{
  HistoryRow *row = g_object_get_data (G_OBJECT (button), "row");
  const CrmHistoryItem *item = item_of (data, row);
  gboolean note = item != NULL && item->kind == CRM_HISTORY_NOTE;
  CrmChangeSet *set;

  gtk_popover_popdown (GTK_POPOVER (row->popover));
  if (item == NULL || item->record_id == NULL)
    return;
  set = crm_change_set_new (note ? "delete-note" : "delete-call", CRM_CAUSE_USER);
  crm_change_set_delete (set, note ? "note" : "call", item->record_id);
  e_crm_section_write (data, set);
}

static void
add_popover_button (ECrmSection *section,
                    HistoryRow *row,
                    GtkWidget *box,
                    const char *label,
                    const char *id,
                    GCallback callback)
{
  GtkWidget *button = e_crm_button_new (label, id);

  g_object_set_data (G_OBJECT (button), "row", row);
  g_signal_connect (button, "clicked", callback, section);
  gtk_box_pack_start (GTK_BOX (box), button, FALSE, FALSE, 0);
}

static void
fill_popover (ECrmSection *section, HistoryRow *row, const CrmHistoryItem *item)
{
  CrmContext *context = e_crm_section_get_context (section);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = e_crm_text_new ();
  gboolean written = item->kind == CRM_HISTORY_NOTE || item->kind == CRM_HISTORY_CALL;
  g_autofree char *reason = written ? g_strdup (item->text) : crm_phrase_reason (item);

  row->popover = gtk_popover_new (row->why);
  g_object_set (box, "margin", 8, NULL);
  e_crm_label_set (label, reason);
  e_crm_set_id (label, "crm-why-text");
  gtk_box_pack_start (GTK_BOX (box), label, FALSE, FALSE, 0);
  if (is_judged (item) && context->person != NULL)
    {
      add_popover_button (section, row, box, _ ("_Right"), "crm-why-right",
                          G_CALLBACK (right_clicked_cb));
      add_popover_button (section, row, box, _ ("_Wrong: take it out"), "crm-why-wrong",
                          G_CALLBACK (wrong_clicked_cb));
    }
  if (written)
    add_popover_button (section, row, box, _ ("_Delete"), "crm-history-delete",
                        G_CALLBACK (delete_clicked_cb));
  gtk_widget_show (box);
  gtk_container_add (GTK_CONTAINER (row->popover), box);
}

static void
why_clicked_cb (GtkButton *button, gpointer data)
{
  HistoryRow *row = g_object_get_data (G_OBJECT (button), "row");
  const CrmHistoryItem *item = item_of (data, row);

  if (item == NULL)
    return;
  g_clear_pointer (&row->popover, gtk_widget_destroy);
  fill_popover (data, row, item);
  gtk_popover_popup (GTK_POPOVER (row->popover));
}

/* A letter opens in its window; what was written down here opens in place. */
static void
row_clicked_cb (GtkButton *button, gpointer data)
{
  const CrmHistoryItem *item = item_of (data, g_object_get_data (G_OBJECT (button), "row"));

  if (item != NULL && item->uid != NULL)
    g_signal_emit (data, signals[OPEN], 0, item->source, item->folder, item->uid);
  else if (item != NULL)
    why_clicked_cb (button, data);
}

static GtkWidget *
make_row (ECrmSection *section, guint index)
{
  HistoryRow *row = g_new0 (HistoryRow, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *inner = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  row->index = index;
  row->button = gtk_button_new ();
  gtk_button_set_relief (GTK_BUTTON (row->button), GTK_RELIEF_NONE);
  e_crm_add_class (row->button, "crm-tight");
  row->icon = gtk_image_new ();
  row->title = e_crm_label_new (NULL);
  row->detail = e_crm_label_new ("dim-label");
  row->why = e_crm_icon_button_new ("dialog-question-symbolic", _ ("Why is this here?"), "crm-why");
  gtk_box_pack_start (GTK_BOX (lines), row->title, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (lines), row->detail, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (inner), row->icon, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (inner), lines, TRUE, TRUE, 0);
  gtk_container_add (GTK_CONTAINER (row->button), inner);
  gtk_box_pack_start (GTK_BOX (box), row->button, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (box), row->why, FALSE, FALSE, 0);
  gtk_widget_show_all (box);
  g_object_set_data_full (G_OBJECT (box), "row", row, g_free);
  g_object_set_data (G_OBJECT (row->button), "row", row);
  g_object_set_data (G_OBJECT (row->why), "row", row);
  g_signal_connect (row->button, "clicked", G_CALLBACK (row_clicked_cb), section);
  g_signal_connect (row->why, "clicked", G_CALLBACK (why_clicked_cb), section);
  return box;
}

static const char *
icon_of (const CrmHistoryItem *item)
{
  switch (item->kind)
    {
    case CRM_HISTORY_NOTE:
      return "accessories-text-editor-symbolic";
    case CRM_HISTORY_CALL:
      return "call-start-symbolic";
    case CRM_HISTORY_STAGE:
      return "go-next-symbolic";
    case CRM_HISTORY_MEETING:
      return "x-office-calendar-symbolic";
    case CRM_HISTORY_EMAIL:
    default:
      return item->direction == CRM_DIRECTION_OUT ? "mail-send-symbolic" : "mail-read-symbolic";
    }
}

static void
fill_row (GtkWidget *box, const CrmHistoryItem *item, gint64 now_usec)
{
  HistoryRow *row = g_object_get_data (G_OBJECT (box), "row");
  g_autofree char *title = crm_phrase_history_title (item);
  g_autofree char *detail = crm_phrase_history_detail (item, now_usec);
  g_autofree char *when = item->kind == CRM_HISTORY_MEETING ? crm_phrase_meeting_time_full (item)
                                                            : crm_format_time_full (item->usec);
  g_autofree char *name = g_strdup_printf ("%s, %s", title, detail);
  g_autofree char *tip = g_strdup_printf ("%s\n%s", title, when);

  gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), icon_of (item), GTK_ICON_SIZE_MENU);
  e_crm_label_set (row->title, title);
  e_crm_label_set (row->detail, detail);
  gtk_widget_set_tooltip_text (row->title, tip);
  e_crm_set_name (row->button, name);
  e_crm_set_id (row->button, "crm-history-row");
}

static void
more_clicked_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[MORE], 0);
}

static void
update (ECrmSection *section, CrmContext *context)
{
  ECrmHistorySection *self = E_CRM_HISTORY_SECTION (section);
  guint n = context->history != NULL ? context->history->items->len : 0;

  for (guint i = 0; i < n; i++)
    fill_row (e_crm_section_nth_row (section, GTK_BOX (self->rows), i, make_row),
              g_ptr_array_index (context->history->items, i), context->now_usec);
  e_crm_section_hide_rows_from (GTK_BOX (self->rows), n);
  gtk_widget_set_visible (GTK_WIDGET (section), context->address != NULL || context->of_contact);
  e_crm_label_set (self->empty, n == 0 ? _ ("Nothing has happened yet") : NULL);
  gtk_widget_set_visible (self->more, context->history != NULL && context->history->has_more);
}

static void
e_crm_history_section_class_init (ECrmHistorySectionClass *klass)
{
  E_CRM_SECTION_CLASS (klass)->update = update;

  /* The person wants to read a letter: source, folder, uid. */
  signals[OPEN]
      = g_signal_new ("open", E_TYPE_CRM_HISTORY_SECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  /* The person wants to see older rows. */
  signals[MORE] = g_signal_new ("more", E_TYPE_CRM_HISTORY_SECTION, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
e_crm_history_section_init (ECrmHistorySection *self)
{
  GtkBox *body = e_crm_section_get_body (E_CRM_SECTION (self));

  e_crm_section_set_heading (E_CRM_SECTION (self), _ ("History"), "crm-history");
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_show (self->rows);
  self->empty = e_crm_text_new ();
  self->more = e_crm_button_new (_ ("Show _older"), "crm-history-more");
  g_signal_connect (self->more, "clicked", G_CALLBACK (more_clicked_cb), self);
  gtk_box_pack_start (body, self->rows, FALSE, FALSE, 0);
  gtk_box_pack_start (body, self->empty, FALSE, FALSE, 0);
  gtk_box_pack_start (body, self->more, FALSE, FALSE, 0);
}

GtkWidget *
e_crm_history_section_new (void)
{
  return g_object_new (E_TYPE_CRM_HISTORY_SECTION, NULL);
}
