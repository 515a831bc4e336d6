/* e-crm-event-strip.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-event-strip"
#include "config.h"

#include "e-crm-event-strip.h"

#include <e-util/e-util.h>
#include <glib/gi18n-lib.h>

#include "crm-phrases-trouble.h"
#include "crm-phrases.h"
#include "service/crm-context.h"
#include "service/crm-meetings.h"
#include "shell/e-crm-widgets.h"

/* The strip shows a line about each of so many people. */
#define MAX_PEOPLE 3

struct _ECrmEventStrip
{
  GtkBox parent_instance;
  ECrmApp *app;     /* (owned) */
  GtkWidget *who;   /* one line a person */
  GtkWidget *check; /* "File under" */
  GtkWidget *deal;  /* combo box: ids are those of deals */
  GtkWidget *agenda;
  CrmEvent *event;           /* (owned) (nullable): as it was shown last */
  CrmRecord *meeting;        /* (owned) (nullable): its record */
  GCancellable *cancellable; /* (owned) (nullable) */
  GString *lines;            /* (owned) (nullable): what is known of the people asked so far */
  guint next;                /* the person that is asked next */
  gboolean filling;
  char *filed;     /* (owned) (nullable): the deal it was filed under */
  gboolean chosen; /* the person has chosen a deal: a proposal must not take its place */
};

G_DEFINE_FINAL_TYPE (ECrmEventStrip, e_crm_event_strip, GTK_TYPE_BOX)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void ask_next (ECrmEventStrip *self);

static void
e_crm_event_strip_dispose (GObject *object)
{
  ECrmEventStrip *self = E_CRM_EVENT_STRIP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->app);
  g_clear_pointer (&self->event, crm_event_free);
  g_clear_pointer (&self->meeting, crm_record_unref);
  g_clear_pointer (&self->filed, g_free);
  if (self->lines != NULL)
    g_string_free (g_steal_pointer (&self->lines), TRUE);
  G_OBJECT_CLASS (e_crm_event_strip_parent_class)->dispose (object);
}

static void
e_crm_event_strip_class_init (ECrmEventStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_event_strip_dispose;

  /* The person chose or typed something that is to be saved with the event. */
  signals[CHANGED] = g_signal_new ("changed", E_TYPE_CRM_EVENT_STRIP, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

/* --- what is shown ---------------------------------------------------------------------------- */

/* Who, where, which deal, whose turn: one line. */
static void
add_line (ECrmEventStrip *self, const CrmContext *context)
{
  const CrmDealState *deal = context->deals->len > 0 ? g_ptr_array_index (context->deals, 0) : NULL;
  g_autofree char *turn = crm_phrase_turn (context);
  const char *parts[4] = { context->name != NULL ? context->name : context->address };
  guint n = 1;

  if (context->account != NULL)
    parts[n++] = crm_record_get_title (context->account);
  if (deal != NULL)
    parts[n++] = crm_record_get_title (deal->deal);
  if (turn != NULL && turn[0] != '\0')
    parts[n++] = turn;
  if (self->lines->len > 0)
    g_string_append_c (self->lines, '\n');
  for (guint i = 0; i < n; i++)
    g_string_append_printf (self->lines, "%s%s", i > 0 ? " · " : "", parts[i]);
}

static void
add_deal (ECrmEventStrip *self, GHashTable *known, const CrmDealState *state)
{
  GtkComboBoxText *combo = GTK_COMBO_BOX_TEXT (self->deal);

  if (state != NULL && g_hash_table_add (known, state->deal->id))
    gtk_combo_box_text_append (combo, state->deal->id, crm_record_get_title (state->deal));
}

static void
add_deals (ECrmEventStrip *self, GHashTable *known, const GPtrArray *states)
{
  for (guint i = 0; i < states->len; i++)
    add_deal (self, known, g_ptr_array_index (states, i));
}

/* The proposal is there to be taken, and not taken by itself. */
static void
show_deals (ECrmEventStrip *self, const CrmContext *context)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean filed = context->filed->len > 0;

  if (self->chosen)
    return;
  self->filling = TRUE;
  gtk_combo_box_text_remove_all (GTK_COMBO_BOX_TEXT (self->deal));
  add_deals (self, known, context->filed);
  add_deal (self, known, context->proposal);
  add_deals (self, known, context->deals);
  if (filed || context->proposal != NULL)
    gtk_combo_box_set_active (GTK_COMBO_BOX (self->deal), 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->check), filed);
  g_free (self->filed);
  self->filed = g_strdup (
      filed ? ((const CrmDealState *)g_ptr_array_index (context->filed, 0))->deal->id : NULL);
  self->filling = FALSE;
  gtk_widget_set_sensitive (self->check, g_hash_table_size (known) > 0);
  gtk_widget_set_sensitive (self->deal, g_hash_table_size (known) > 0);
}

static void
show_agenda (ECrmEventStrip *self, const CrmContext *context)
{
  const char *agenda
      = context->meeting != NULL ? crm_record_get_text (context->meeting, "agenda") : NULL;

  if (self->meeting != NULL || context->meeting == NULL)
    return;
  self->meeting = crm_record_ref (context->meeting);
  self->filling = TRUE;
  if (gtk_entry_get_text_length (GTK_ENTRY (self->agenda)) == 0 && agenda != NULL)
    gtk_entry_set_text (GTK_ENTRY (self->agenda), agenda);
  self->filling = FALSE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmEventStrip) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmContext) context = crm_context_load_finish (CRM_STORE (source), result, &error);
  guint n_people;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->app == NULL)
    return; /* the participants changed meanwhile, or the window is gone */
  if (context == NULL)
    {
      e_crm_label_set (self->who, crm_phrase_error (error));
      return;
    }
  n_people = context->people->len;
  if (self->next == 0)
    {
      show_deals (self, context);
      show_agenda (self, context);
    }
  if (context->address != NULL)
    add_line (self, context);
  self->next++;
  if (self->next < MIN (n_people, MAX_PEOPLE))
    {
      const CrmMessageParty *party = g_ptr_array_index (context->people, self->next);

      crm_context_load_event_async (e_crm_app_get_store (self->app), self->event, party->address, 0,
                                    0, self->cancellable, loaded_cb, g_object_ref (self));
      return;
    }
  e_crm_label_set (self->who, self->lines->str);
  /* What is nobody else's is mostly no business, unless somebody said so. */
  gtk_widget_set_visible (GTK_WIDGET (self),
                          n_people > 0 || self->filed != NULL || self->meeting != NULL);
}

static void
ask_next (ECrmEventStrip *self)
{
  crm_context_load_event_async (e_crm_app_get_store (self->app), self->event, NULL, 0, 0,
                                self->cancellable, loaded_cb, g_object_ref (self));
}

/**
 * e_crm_event_strip_show:
 * @self: a strip
 * @event: (nullable): the event as it is now in the editor; %NULL for a private one, of which the
 *   CRM knows nothing
 *
 * Shows what is known of those who take part.
 */
void
e_crm_event_strip_show (ECrmEventStrip *self, const CrmEvent *event)
{
  if (event != NULL && self->event != NULL && crm_event_equal (event, self->event))
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->event, crm_event_free);
  if (event == NULL || e_crm_app_get_state (self->app) != E_CRM_APP_READY)
    {
      gtk_widget_hide (GTK_WIDGET (self));
      return;
    }
  self->event = crm_event_copy (event);
  self->cancellable = g_cancellable_new ();
  self->next = 0;
  if (self->lines != NULL)
    g_string_free (self->lines, TRUE);
  self->lines = g_string_new (NULL);
  ask_next (self);
}

/* --- what is chosen --------------------------------------------------------------------------- */

static const char *
get_wanted_deal (ECrmEventStrip *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->check))
             ? gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->deal))
             : NULL;
}

/* Who chooses a deal means it. */
static void
deal_changed_cb (GtkComboBox *combo, gpointer data)
{
  ECrmEventStrip *self = data;

  if (self->filling)
    return;
  self->chosen = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->check), TRUE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
check_toggled_cb (GtkToggleButton *check, gpointer data)
{
  ECrmEventStrip *self = data;

  if (self->filling)
    return;
  self->chosen = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
agenda_changed_cb (GtkEditable *entry, gpointer data)
{
  ECrmEventStrip *self = data;

  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
is_agenda_changed (ECrmEventStrip *self)
{
  const char *stored = self->meeting != NULL ? crm_record_get_text (self->meeting, "agenda") : NULL;

  return g_strcmp0 (stored != NULL ? stored : "", gtk_entry_get_text (GTK_ENTRY (self->agenda)))
         != 0;
}

/**
 * e_crm_event_strip_is_changed:
 * @self: a strip
 *
 * Returns: whether somebody chose or typed something here
 */
gboolean
e_crm_event_strip_is_changed (ECrmEventStrip *self)
{
  return self->chosen || is_agenda_changed (self);
}

/* What was chosen, on its way into the store; the editor's window does not wait for it. */
typedef struct
{
  ECrmApp *app; /* (owned) */
  char *title;  /* (owned): of the event */
  char *agenda; /* (owned): as it was typed, may be empty */
} Saving;

static void
free_saving (Saving *saving)
{
  g_object_unref (saving->app);
  g_free (saving->title);
  g_free (saving->agenda);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, free_saving)

/* The editor is closed: it is told in the window behind it, with what was typed. */
static void
tell_trouble (const Saving *saving, const GError *error)
{
  g_autofree char *trouble = crm_phrase_trouble (error, NULL);
  /* TRANSLATORS: %s is what a meeting is about */
  g_autofree char *primary
      = g_strdup_printf (_ ("What you chose for “%s” was not saved in the CRM"), saving->title);
  /* TRANSLATORS: the first says why something was not saved, the second is what was to be saved */
  g_autofree char *secondary
      = saving->agenda[0] != '\0'
            ? g_strdup_printf (_ ("%1$s\nYour agenda was: %2$s"), trouble, saving->agenda)
            : g_strdup (trouble);
  EAlert *alert = e_alert_new ("system:generic-error", primary, secondary, NULL);

  e_shell_submit_alert (e_crm_app_get_shell (saving->app), alert);
  g_object_unref (alert);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  if (written == NULL)
    tell_trouble (saving, error);
}

static void
write_set (ECrmEventStrip *self, CrmChangeSet *set, const CrmEvent *event)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->app = g_object_ref (self->app);
  saving->title = g_strdup (event->summary[0] != '\0' ? event->summary : _ ("Meeting"));
  saving->agenda = g_strdup (gtk_entry_get_text (GTK_ENTRY (self->agenda)));
  crm_store_write_async (e_crm_app_get_store (self->app), set, NULL, written_cb, saving);
}

/**
 * e_crm_event_strip_save:
 * @self: a strip
 * @event: the event as it was saved
 *
 * Writes what was chosen, for this event.
 */
void
e_crm_event_strip_save (ECrmEventStrip *self, const CrmEvent *event)
{
  g_autoptr (CrmChangeSet) set = NULL;
  const char *deal = get_wanted_deal (self);

  if (!e_crm_event_strip_is_changed (self) || e_crm_app_get_state (self->app) != E_CRM_APP_READY)
    return;
  set = crm_change_set_new ("plan-meeting", CRM_CAUSE_USER);
  if (self->chosen && deal != NULL)
    crm_meetings_add (set, event, CRM_TARGET_DEAL, deal);
  if (self->chosen && self->filed != NULL && g_strcmp0 (deal, self->filed) != 0)
    crm_meetings_take_out (set, event, CRM_TARGET_DEAL, self->filed);
  if (is_agenda_changed (self))
    crm_meetings_add_agenda (set, event, self->meeting,
                             gtk_entry_get_text (GTK_ENTRY (self->agenda)));
  self->chosen = FALSE;
  if (set->changes->len > 0)
    write_set (self, set, event);
}

static GtkWidget *
make_row (ECrmEventStrip *self, GtkWidget *first, GtkWidget *second)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_pack_start (GTK_BOX (row), first, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), second, TRUE, TRUE, 0);
  gtk_widget_show_all (row);
  gtk_box_pack_start (GTK_BOX (self), row, FALSE, FALSE, 0);
  return row;
}

static void
e_crm_event_strip_init (ECrmEventStrip *self)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("A_genda:"));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  e_crm_set_id (GTK_WIDGET (self), "crm-event-strip");
  e_crm_set_name (GTK_WIDGET (self), _ ("CRM"));
  self->who = e_crm_text_new ();
  gtk_label_set_max_width_chars (GTK_LABEL (self->who), 80);
  e_crm_set_id (self->who, "crm-event-who");
  gtk_box_pack_start (GTK_BOX (self), self->who, FALSE, FALSE, 0);
  /* TRANSLATORS: a deal is chosen beside it */
  self->check = gtk_check_button_new_with_mnemonic (_ ("_File under deal:"));
  e_crm_set_id (self->check, "crm-event-file");
  self->deal = gtk_combo_box_text_new ();
  e_crm_set_name (self->deal, _ ("Deal"));
  e_crm_set_id (self->deal, "crm-event-deal");
  make_row (self, self->check, self->deal);
  self->agenda = gtk_entry_new ();
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->agenda);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->agenda),
                                  _ ("For you alone: nothing of the CRM is sent to the others"));
  e_crm_set_name (self->agenda, _ ("Agenda"));
  e_crm_set_id (self->agenda, "crm-event-agenda");
  make_row (self, label, self->agenda);
  g_signal_connect (self->check, "toggled", G_CALLBACK (check_toggled_cb), self);
  g_signal_connect (self->deal, "changed", G_CALLBACK (deal_changed_cb), self);
  g_signal_connect (self->agenda, "changed", G_CALLBACK (agenda_changed_cb), self);
}

/**
 * e_crm_event_strip_new:
 * @app: the CRM
 *
 * Returns: (transfer floating): a strip that is hidden until somebody takes part
 */
GtkWidget *
e_crm_event_strip_new (ECrmApp *app)
{
  ECrmEventStrip *self = g_object_new (E_TYPE_CRM_EVENT_STRIP, NULL);

  self->app = g_object_ref (app);
  return GTK_WIDGET (self);
}
