/* e-crm-meeting-text.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-meeting-text"
#include "config.h"

#include "e-crm-meeting-text.h"

#include <glib/gi18n-lib.h>

#include "service/crm-meetings.h"
#include "shell/e-crm-widgets.h"

#define TEXT_HEIGHT 54

/* A text on its way into the store. */
typedef struct
{
  char *meeting; /* (owned): id of its record */
  char *text;    /* (owned) */
} Pending;

struct _ECrmMeetingText
{
  GtkBox parent_instance;
  GtkWidget *view;
  GtkWidget *refused; /* the box below it, while what is typed and what is stored differ for good */
  GtkWidget *stored;  /* what is stored */
  const char *field;
  ECrmMeetingSetText set_text;
  char *shown;            /* (owned) (nullable): what was filled in last; else somebody is typing */
  char *meeting;          /* (owned) (nullable): id of the record of the meeting whose text it is */
  CrmEvent *event;        /* (owned) (nullable): that meeting */
  CrmRecord *record;      /* (owned) (nullable): as it was when it was filled in */
  GHashTable *pending;    /* (owned) (element-type CrmChangeSet Pending) */
  GHashTable *drafts;     /* (owned) (element-type utf8 utf8): refused texts by meeting */
  GHashTable *shown_once; /* (owned) (element-type utf8): meetings of which @drafts knows best, and
                             not what an earlier session left in the store */
};

G_DEFINE_FINAL_TYPE (ECrmMeetingText, e_crm_meeting_text, GTK_TYPE_BOX)

enum
{
  WRITE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
free_pending (gpointer data)
{
  Pending *pending = data;

  g_free (pending->meeting);
  g_free (pending->text);
  g_free (pending);
}

static void
e_crm_meeting_text_finalize (GObject *object)
{
  ECrmMeetingText *self = E_CRM_MEETING_TEXT (object);

  g_free (self->shown);
  g_free (self->meeting);
  crm_event_free (self->event);
  g_clear_pointer (&self->record, crm_record_unref);
  g_hash_table_unref (self->pending);
  g_hash_table_unref (self->drafts);
  g_hash_table_unref (self->shown_once);
  G_OBJECT_CLASS (e_crm_meeting_text_parent_class)->finalize (object);
}

static void
e_crm_meeting_text_class_init (ECrmMeetingTextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_meeting_text_finalize;

  /* The text is to be saved: CrmChangeSet. Answer with e_crm_meeting_text_settle(). */
  signals[WRITE] = g_signal_new ("write", E_TYPE_CRM_MEETING_TEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, CRM_TYPE_CHANGE_SET);
}

/* --- what is typed ---------------------------------------------------------------------------- */

static char *
dup_typed (ECrmMeetingText *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
set_typed (ECrmMeetingText *self, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)),
                            text != NULL ? text : "", -1);
}

static gboolean
is_typed_in (ECrmMeetingText *self)
{
  g_autofree char *typed = dup_typed (self);

  return g_strcmp0 (typed, self->shown != NULL ? self->shown : "") != 0;
}

static void
write_text (ECrmMeetingText *self, const char *text)
{
  CrmChangeSet *set = self->set_text (self->event, self->record, text);
  Pending *pending = g_new0 (Pending, 1);

  pending->meeting = g_strdup (self->meeting);
  pending->text = g_strdup (text);
  g_hash_table_insert (self->pending, crm_change_set_ref (set), pending);
  g_free (self->shown);
  self->shown = g_strdup (text);
  g_signal_emit (self, signals[WRITE], 0, set);
  crm_change_set_unref (set);
}

/* @text is refused, or, where it is NULL, settled: in the store, too, for Evolution may be quit. */
static void
keep_draft (ECrmMeetingText *self, const char *meeting, const char *text /* (nullable) */)
{
  g_autoptr (CrmChangeSet) set = NULL;

  if (g_strcmp0 (g_hash_table_lookup (self->drafts, meeting), text) == 0)
    return;
  set = crm_meetings_keep_unsaved (meeting, self->field, text);
  if (text != NULL)
    g_hash_table_insert (self->drafts, g_strdup (meeting), g_strdup (text));
  else
    g_hash_table_remove (self->drafts, meeting);
  g_signal_emit (self, signals[WRITE], 0, set);
}

static gboolean
is_refused (ECrmMeetingText *self)
{
  return self->meeting != NULL && g_hash_table_contains (self->drafts, self->meeting);
}

/* For the meeting that it was typed for, which need not be selected any more. What was refused
 * waits for an answer. */
static void
save (ECrmMeetingText *self)
{
  g_autofree char *typed = NULL;

  if (self->event == NULL)
    return;
  typed = dup_typed (self);
  if (is_refused (self))
    keep_draft (self, self->meeting, typed);
  else if (is_typed_in (self))
    write_text (self, typed);
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

/* --- what was refused ------------------------------------------------------------------------- */

static const char *
get_stored (ECrmMeetingText *self)
{
  const char *text = self->record != NULL ? crm_record_get_text (self->record, self->field) : NULL;

  return text != NULL ? text : "";
}

static void
show_refused (ECrmMeetingText *self)
{
  const char *stored = get_stored (self);

  gtk_widget_set_visible (self->refused, is_refused (self));
  if (!is_refused (self))
    return;
  /* TRANSLATORS: in place of a text that somebody has emptied */
  e_crm_label_set (self->stored, stored[0] != '\0' ? stored : _ ("(nothing)"));
}

static void
keep_clicked_cb (GtkButton *button, gpointer data)
{
  ECrmMeetingText *self = data;
  g_autofree char *typed = dup_typed (self);

  if (!is_refused (self))
    return;
  keep_draft (self, self->meeting, NULL);
  show_refused (self);
  write_text (self, typed);
}

static void
take_clicked_cb (GtkButton *button, gpointer data)
{
  ECrmMeetingText *self = data;

  if (!is_refused (self))
    return;
  keep_draft (self, self->meeting, NULL);
  g_free (self->shown);
  self->shown = g_strdup (get_stored (self));
  set_typed (self, self->shown);
  show_refused (self);
}

/* Says how the writing of @set ended. */
void
e_crm_meeting_text_settle (ECrmMeetingText *self, const CrmChangeSet *set, gboolean is_safe)
{
  Pending *pending = g_hash_table_lookup (self->pending, set);

  if (pending == NULL)
    return;
  if (!is_safe)
    {
      gboolean is_here = g_strcmp0 (self->meeting, pending->meeting) == 0;
      /* Whoever is typing on has the later text in the field. */
      gboolean is_later = is_here && is_typed_in (self);

      g_autofree char *draft = is_later ? dup_typed (self) : g_strdup (pending->text);

      keep_draft (self, pending->meeting, draft);
      if (is_here && !is_later) /* what is stored may have come in between */
        set_typed (self, pending->text);
      show_refused (self);
    }
  g_hash_table_remove (self->pending, set);
}

/* --- what is shown ---------------------------------------------------------------------------- */

static void
take_meeting (ECrmMeetingText *self, CrmContext *context)
{
  g_free (self->meeting);
  self->meeting = g_strdup (context->meeting_id);
  crm_event_free (self->event);
  self->event = crm_event_copy (context->event);
  g_clear_pointer (&self->record, crm_record_unref);
  self->record = context->meeting != NULL ? crm_record_ref (context->meeting) : NULL;
}

static void
take_draft (ECrmMeetingText *self, const CrmContext *context)
{
  const char *text
      = g_str_equal (self->field, "agenda") ? context->unsaved_agenda : context->unsaved_minutes;

  if (g_hash_table_add (self->shown_once, g_strdup (context->meeting_id)) && text != NULL
      && !g_hash_table_contains (self->drafts, context->meeting_id))
    g_hash_table_insert (self->drafts, g_strdup (context->meeting_id), g_strdup (text));
}

/* Shows the text of the context's meeting; what is being typed stays. */
void
e_crm_meeting_text_show (ECrmMeetingText *self, CrmContext *context)
{
  gboolean same = g_strcmp0 (self->meeting, context->meeting_id) == 0;
  const char *text;

  if (!same)
    save (self);
  else if (is_typed_in (self) && !is_refused (self))
    return; /* what was stored meanwhile is told when it is saved */
  take_meeting (self, context);
  take_draft (self, context);
  text = get_stored (self);
  if (!is_refused (self) && (!same || g_strcmp0 (text, self->shown) != 0))
    set_typed (self, text);
  else if (is_refused (self) && !same)
    set_typed (self, g_hash_table_lookup (self->drafts, self->meeting));
  g_free (self->shown);
  self->shown = g_strdup (text);
  show_refused (self);
}

/* Whether the meeting has such a text, stored or refused. */
gboolean
e_crm_meeting_text_has_text (ECrmMeetingText *self)
{
  return is_refused (self) || (self->shown != NULL && self->shown[0] != '\0');
}

static void
add_refused (ECrmMeetingText *self, const char *label, const char *id)
{
  GtkWidget *why = e_crm_text_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  g_autofree char *stored_id = g_strconcat (id, "-stored", NULL);
  g_autofree char *keep_id = g_strconcat (id, "-keep", NULL);
  g_autofree char *take_id = g_strconcat (id, "-take", NULL);
  GtkWidget *keep = e_crm_button_new (_ ("_Keep Mine"), keep_id);
  GtkWidget *take = e_crm_button_new (_ ("_Take the Other"), take_id);

  self->refused = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->stored = e_crm_text_new ();
  e_crm_set_id (self->stored, stored_id);
  e_crm_set_name (self->refused, label);
  e_crm_label_set (why, _ ("Your text is not saved yet. Stored is by now:"));
  gtk_box_pack_start (GTK_BOX (buttons), keep, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (buttons), take, FALSE, FALSE, 0);
  gtk_widget_show (keep);
  gtk_widget_show (take);
  gtk_widget_show (buttons);
  gtk_box_pack_start (GTK_BOX (self->refused), why, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self->refused), self->stored, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self->refused), buttons, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->refused, FALSE, FALSE, 0);
  g_signal_connect (keep, "clicked", G_CALLBACK (keep_clicked_cb), self);
  g_signal_connect (take, "clicked", G_CALLBACK (take_clicked_cb), self);
}

static void
e_crm_meeting_text_init (ECrmMeetingText *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 2);
  self->pending
      = g_hash_table_new_full (NULL, NULL, (GDestroyNotify)crm_change_set_unref, free_pending);
  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->shown_once = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->view = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  g_object_set (self->view, "left-margin", 4, "right-margin", 4, "top-margin", 2, NULL);
  gtk_widget_set_tooltip_text (self->view, _ ("Saved when you leave the field"));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_shadow_type (GTK_SCROLLED_WINDOW (scrolled), GTK_SHADOW_IN);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), TEXT_HEIGHT);
  gtk_container_add (GTK_CONTAINER (scrolled), self->view);
  gtk_widget_show_all (scrolled);
  gtk_box_pack_start (GTK_BOX (self), scrolled, FALSE, FALSE, 0);
  g_signal_connect (self->view, "focus-out-event", G_CALLBACK (focus_out_cb), self);
  g_signal_connect (self->view, "unmap", G_CALLBACK (unmap_cb), self);
}

/**
 * e_crm_meeting_text_new:
 * @label: what stands above it, translated
 * @field: of the entity `meeting`
 * @id: of the field, for tests
 * @set_text: makes the change set
 *
 * Returns: (transfer floating): a text of no meeting yet
 */
GtkWidget *
e_crm_meeting_text_new (const char *label,
                        const char *field,
                        const char *id,
                        ECrmMeetingSetText set_text)
{
  ECrmMeetingText *self = g_object_new (E_TYPE_CRM_MEETING_TEXT, NULL);
  GtkWidget *heading = e_crm_label_new ("dim-label");

  self->field = field;
  self->set_text = set_text;
  e_crm_set_name (self->view, label);
  e_crm_set_id (self->view, id);
  e_crm_label_set (heading, label);
  gtk_box_pack_start (GTK_BOX (self), heading, FALSE, FALSE, 0);
  gtk_box_reorder_child (GTK_BOX (self), heading, 0);
  add_refused (self, label, id);
  return GTK_WIDGET (self);
}
