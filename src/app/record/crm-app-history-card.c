/* crm-app-history-card.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-history-card"
#include "config.h"

#include "crm-app-history-card.h"

#include <glib/gi18n-lib.h>

#include "crm-app-card.h"
#include "crm-phrases.h"
#include "base/crm-app-choice.h"
#include "base/crm-app-evolution.h"
#include "base/crm-app-widgets.h"

/* As much as is read at once. */
#define HISTORY_PAGE 50

typedef struct
{
  CrmAppSession *session; /* (owned) */
  GtkWidget *list;
  GtkWidget *filter; /* GtkDropDown */
  GtkWidget *note;   /* GtkTextView */
  GtkWidget *more;
  GCallback changed; /* (void) (page): another part of the history is wanted */
  gpointer page;     /* (unowned): the card is in it */
  guint limit;
  CrmSubject *subject; /* (owned) (nullable): whom a new note is about; NULL until it is read */
} Card;

typedef void (*ChangedFunc) (gpointer page);

/* What the filter offers. */
static const struct
{
  const char *label;
  guint kinds;
} filters[] = {
  /* TRANSLATORS: all kinds of entries of a history */
  { N_ ("Everything"), 0 },
  { N_ ("Messages"), 1 << CRM_HISTORY_EMAIL },
  { N_ ("Meetings"), 1 << CRM_HISTORY_MEETING },
  { N_ ("Notes"), 1 << CRM_HISTORY_NOTE },
  { N_ ("Calls"), 1 << CRM_HISTORY_CALL },
  /* TRANSLATORS: stages of a pipeline that a deal went through */
  { N_ ("Stages"), 1 << CRM_HISTORY_STAGE },
};

static void
free_card (gpointer data)
{
  Card *self = data;

  g_object_unref (self->session);
  crm_subject_free (self->subject);
  g_free (self);
}

static Card *
get (GtkWidget *card)
{
  return g_object_get_data (G_OBJECT (card), "crm-history");
}

static void
tell (Card *self)
{
  ((ChangedFunc)self->changed) (self->page);
}

/* Where an entry lies, for Evolution: of letters source, folder and uid, of meetings calendar, uid
 * and occurrence. */
static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer card)
{
  CrmAppSession *session = get (card)->session;
  char **place = g_object_get_data (G_OBJECT (row), "crm-place");
  gboolean is_meeting = g_object_get_data (G_OBJECT (row), "crm-meeting") != NULL;

  if (place != NULL && is_meeting)
    crm_app_evolution_open_event (session, place[0], place[1], place[2]);
  else if (place != NULL)
    crm_app_evolution_open_message (session, place[0], place[1], place[2]);
}

static void
filtered_cb (GtkDropDown *choice, GParamSpec *pspec, gpointer card)
{
  get (card)->limit = HISTORY_PAGE;
  tell (get (card));
}

static void
more_cb (GtkButton *button, gpointer card)
{
  crm_app_history_card_want_more (card);
}

/* --- notes ------------------------------------------------------------------------------------ */

static void
add_note (GtkWidget *card)
{
  Card *self = get (card);
  CrmStore *store = crm_app_session_get_store (self->session);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->note));
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  gtk_widget_grab_focus (self->note);
  if (store == NULL || self->subject == NULL || *g_strstrip (text) == '\0')
    return;
  crm_app_session_write (
      self->session,
      crm_activities_add_note (self->subject, text, crm_store_get_now_usec (store), NULL));
  gtk_text_buffer_set_text (buffer, "", -1);
}

static void
add_note_cb (GtkButton *button, gpointer card)
{
  add_note (card);
}

static gboolean
key_pressed_cb (
    GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, gpointer card)
{
  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || !(state & GDK_CONTROL_MASK))
    return GDK_EVENT_PROPAGATE;
  add_note (card);
  return GDK_EVENT_STOP;
}

static GtkWidget *
make_note (Card *self, GtkWidget *card)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *add = crm_app_button_new (_ ("Add _Note"), "crm-note-add");
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->note = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->note), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->note), FALSE);
  gtk_widget_set_hexpand (self->note, TRUE);
  gtk_widget_set_size_request (self->note, -1, 52);
  gtk_widget_add_css_class (self->note, "card");
  gtk_widget_add_css_class (self->note, "crm-note");
  crm_app_set_name (self->note, _ ("New note"));
  crm_app_set_id (self->note, "crm-note");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), card);
  gtk_widget_add_controller (self->note, keys);
  gtk_widget_set_valign (add, GTK_ALIGN_END);
  gtk_widget_set_tooltip_text (add, _ ("Ctrl+Enter in the note adds it, too"));
  g_signal_connect (add, "clicked", G_CALLBACK (add_note_cb), card);
  gtk_box_append (GTK_BOX (box), self->note);
  gtk_box_append (GTK_BOX (box), add);
  return box;
}

static GtkWidget *
make_filter (GtkWidget *card)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  GtkWidget *filter;

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    gtk_string_list_append (names, _ (filters[i].label));
  filter = crm_app_choice_new (names, _ ("Show in the history"), "crm-history-filter");
  gtk_widget_add_css_class (filter, "flat");
  g_signal_connect (filter, "notify::selected", G_CALLBACK (filtered_cb), card);
  return filter;
}

/* @id: of the list; @changed: called with @page, which the card lives in, when another part of the
 * history is to be read */
GtkWidget *
crm_app_history_card_new (CrmAppSession *session, const char *id, GCallback changed, gpointer page)
{
  Card *self = g_new0 (Card, 1);
  GtkWidget *card = crm_app_card_new (_ ("History"), id, &self->list);

  self->session = g_object_ref (session);
  self->changed = changed;
  self->page = page;
  self->limit = HISTORY_PAGE;
  g_object_set_data_full (G_OBJECT (card), "crm-history", self, free_card);
  self->filter = make_filter (card);
  crm_app_card_add_to_heading (card, self->filter);
  gtk_box_insert_child_after (GTK_BOX (card), make_note (self, card),
                              gtk_widget_get_first_child (card));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), card);
  self->more = crm_app_button_new (_ ("Show _Earlier"), "crm-deal-earlier");
  gtk_widget_add_css_class (self->more, "flat");
  g_signal_connect (self->more, "clicked", G_CALLBACK (more_cb), card);
  gtk_box_append (GTK_BOX (card), self->more);
  return card;
}

/* So many entries are to be read. */
guint
crm_app_history_card_get_limit (GtkWidget *card)
{
  return get (card)->limit;
}

/* Of these kinds, as 1 << CrmHistoryKind; 0 for all. */
guint
crm_app_history_card_get_kinds (GtkWidget *card)
{
  return filters[MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (get (card)->filter)),
                      G_N_ELEMENTS (filters) - 1)]
      .kinds;
}

/* Somebody came to the end of what is shown; whether there is more. */
gboolean
crm_app_history_card_want_more (GtkWidget *card)
{
  Card *self = get (card);

  if (!gtk_widget_get_visible (self->more))
    return FALSE;
  gtk_widget_set_visible (self->more, FALSE); /* until that is read */
  self->limit += HISTORY_PAGE;
  tell (self);
  return TRUE;
}

static void
add_item (Card *self, const CrmHistoryItem *item, gint64 now_usec)
{
  g_autofree char *title = crm_phrase_history_title (item);
  g_autofree char *detail = crm_phrase_history_detail (item, now_usec);
  GtkWidget *row = crm_app_card_add_line (self->list, title, detail, NULL);

  gboolean is_meeting = item->event_uid != NULL && item->source != NULL;
  const char *const letter[] = { item->source, item->folder, item->uid, NULL };
  const char *const meeting[] = { item->source, item->event_uid, item->recurrence_id, NULL };

  if (!is_meeting && (item->kind != CRM_HISTORY_EMAIL || item->folder == NULL))
    return;
  g_object_set_data_full (G_OBJECT (row), "crm-place",
                          g_strdupv ((char **)(is_meeting ? meeting : letter)),
                          (GDestroyNotify)g_strfreev);
  g_object_set_data (G_OBJECT (row), "crm-meeting", GINT_TO_POINTER (is_meeting));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
}

/* @subject: whom a new note is about */
void
crm_app_history_card_show (GtkWidget *card,
                           const CrmHistory *history,
                           const CrmSubject *subject,
                           gint64 now_usec)
{
  Card *self = get (card);
  int focus = crm_app_card_clear (self->list);

  crm_subject_free (self->subject);
  self->subject = crm_subject_copy (subject);
  for (guint i = 0; i < history->items->len; i++)
    add_item (self, g_ptr_array_index (history->items, i), now_usec);
  if (history->items->len == 0)
    crm_app_card_add_hint (self->list, _ ("Nothing here yet. Messages that are filed come here by "
                                          "themselves."));
  gtk_widget_set_visible (self->more, history->has_more);
  crm_app_card_restore_focus (self->list, focus);
}
