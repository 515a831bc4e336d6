/* e-crm-composer-pane.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-composer-pane"
#include "config.h"

#include "e-crm-composer-pane.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-send.h"
#include "crm-phrases.h"
#include "e-crm-composer-people.h"
#include "shell/e-crm-widgets.h"

/* A letter to more than these is a circular. */
#define MAX_RECIPIENTS 6
#define RELOAD_MSECS 100
#define HISTORY_ROWS 1
#define TITLE_CHARS 34

struct _ECrmComposerPane
{
  GtkBox parent_instance;
  ECrmApp *app;       /* (owned) */
  GtkWidget *choices; /* deal, reminder, templates */
  GtkWidget *deal;    /* combo box; ids are those of deals, "" for none */
  GtkWidget *answer;  /* combo box */
  GtkWidget *templates;
  GtkWidget *toggle;
  GtkWidget *people; /* ECrmComposerPeople */
  GtkWidget *more;   /* how many recipients are not shown */
  GtkWidget *bar;    /* warnings */
  GtkWidget *warnings;
  GtkWidget *anyway;
  GtkWidget *note; /* something to know */

  CrmMessage *message; /* (owned) (nullable) */
  GPtrArray *contexts; /* (owned) (element-type CrmContext): NULL where not loaded yet */
  guint n_loading;
  GCancellable *cancellable; /* (owned) (nullable): of the loads under way */
  guint reload_id;           /* 0 for none */
  GPtrArray *others;         /* (owned) (nullable) (element-type CrmRecord): all open deals */
  gboolean filling;          /* the combo box is filled by us */
  gboolean chosen_by_hand;
  gboolean is_told; /* @note says something else than the proposal */
};

G_DEFINE_FINAL_TYPE (ECrmComposerPane, e_crm_composer_pane, GTK_TYPE_BOX)

enum
{
  DEAL_CHANGED,
  SEND_ANYWAY,
  GO_BACK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_context (gpointer context)
{
  g_clear_pointer ((CrmContext **)&context, crm_context_unref);
}

static void
e_crm_composer_pane_dispose (GObject *object)
{
  ECrmComposerPane *self = E_CRM_COMPOSER_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->reload_id, g_source_remove);
  g_clear_pointer (&self->message, crm_message_unref);
  g_clear_pointer (&self->contexts, g_ptr_array_unref);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_object (&self->app);
  G_OBJECT_CLASS (e_crm_composer_pane_parent_class)->dispose (object);
}

static void
e_crm_composer_pane_class_init (ECrmComposerPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_composer_pane_dispose;
  signals[DEAL_CHANGED] = g_signal_new ("deal-changed", E_TYPE_CRM_COMPOSER_PANE, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SEND_ANYWAY] = g_signal_new ("send-anyway", E_TYPE_CRM_COMPOSER_PANE, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GO_BACK] = g_signal_new ("go-back", E_TYPE_CRM_COMPOSER_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

/* --- the deal --------------------------------------------------------------------------------- */

static CrmContext *
nth_context (ECrmComposerPane *self, guint n)
{
  return self->contexts != NULL && n < self->contexts->len ? g_ptr_array_index (self->contexts, n)
                                                           : NULL;
}

/* The surest of what the recipients' contexts propose: their reasons are in the order of trust. */
static CrmContext *
find_proposal (ECrmComposerPane *self)
{
  CrmContext *best = NULL;

  for (guint i = 0; self->contexts != NULL && i < self->contexts->len; i++)
    {
      CrmContext *context = nth_context (self, i);

      if (context != NULL && context->proposal != NULL
          && (best == NULL || context->proposal_reason < best->proposal_reason))
        best = context;
    }
  return best;
}

static gboolean
is_sure (const CrmContext *context)
{
  return context->proposal_reason == CRM_PROPOSAL_CONVERSATION
         || context->proposal_reason == CRM_PROPOSAL_TOKEN;
}

static void
add_deal (GtkComboBoxText *combo, GHashTable *seen, const char *id, const char *text)
{
  if (g_hash_table_add (seen, g_strdup (id)))
    gtk_combo_box_text_append (combo, id, text);
}

static void
add_deal_state (GtkComboBoxText *combo, GHashTable *seen, const CrmDealState *state)
{
  g_autofree char *amount = crm_format_deal_amount (state->deal);
  /* TRANSLATORS: a deal's title, stage and amount */
  g_autofree char *text
      = g_strdup_printf (_ ("%1$s (%2$s, %3$s)"), crm_record_get_title (state->deal),
                         crm_phrase_record_name (state->stage), amount);

  add_deal (combo, seen, state->deal->id, text);
}

static void
list_deals (ECrmComposerPane *self, GtkComboBoxText *combo)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  CrmContext *proposal = find_proposal (self);

  gtk_combo_box_text_append (combo, "", _ ("No deal"));
  if (proposal != NULL)
    add_deal_state (combo, seen, proposal->proposal);
  for (guint i = 0; self->contexts != NULL && i < self->contexts->len; i++)
    {
      CrmContext *context = nth_context (self, i);

      for (guint j = 0; context != NULL && context->deals != NULL && j < context->deals->len; j++)
        add_deal_state (combo, seen, g_ptr_array_index (context->deals, j));
    }
  for (guint i = 0; self->others != NULL && i < self->others->len; i++)
    {
      const CrmRecord *deal = g_ptr_array_index (self->others, i);

      add_deal (combo, seen, deal->id, crm_record_get_title (deal));
    }
}

/* Keeps what was chosen by hand; else the conversation's deal, and nothing that is only a guess. */
static void
fill_deals (ECrmComposerPane *self)
{
  GtkComboBox *combo = GTK_COMBO_BOX (self->deal);
  g_autofree char *before = g_strdup (gtk_combo_box_get_active_id (combo));
  CrmContext *proposal = find_proposal (self);
  const char *wanted = "";

  if (self->chosen_by_hand)
    wanted = before != NULL ? before : "";
  else if (proposal != NULL && is_sure (proposal))
    wanted = proposal->proposal->deal->id;
  self->filling = TRUE;
  gtk_combo_box_text_remove_all (GTK_COMBO_BOX_TEXT (combo));
  list_deals (self, GTK_COMBO_BOX_TEXT (combo));
  if (!gtk_combo_box_set_active_id (combo, wanted))
    gtk_combo_box_set_active_id (combo, "");
  self->filling = FALSE;
  if (g_strcmp0 (before, gtk_combo_box_get_active_id (combo)) != 0)
    g_signal_emit (self, signals[DEAL_CHANGED], 0);
}

static void
say_proposal (ECrmComposerPane *self)
{
  CrmContext *proposal = find_proposal (self);
  g_autofree char *reason = proposal != NULL ? crm_phrase_proposal (proposal) : NULL;
  g_autofree char *text = NULL;

  if (self->is_told)
    return;
  if (proposal != NULL && e_crm_composer_pane_get_deal (self) == NULL)
    /* TRANSLATORS: the first is a deal's title, the second why it is proposed, the last a key */
    text = g_strdup_printf (_ ("Proposed: %1$s. %2$s. %3$s takes it."),
                            crm_record_get_title (proposal->proposal->deal), reason, "Ctrl+Alt+G");
  e_crm_label_set (self->note, text);
}

static void
deal_changed_cb (GtkComboBox *combo, gpointer data)
{
  ECrmComposerPane *self = data;

  if (self->filling)
    return;
  self->chosen_by_hand = TRUE;
  self->is_told = FALSE;
  say_proposal (self);
  g_signal_emit (self, signals[DEAL_CHANGED], 0);
}

/* (nullable): the id of the chosen deal */
const char *
e_crm_composer_pane_get_deal (ECrmComposerPane *self)
{
  const char *id = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->deal));

  return id != NULL && id[0] != '\0' ? id : NULL;
}

/* (nullable): the chosen deal, when it is one of the recipients' */
const CrmDealState *
e_crm_composer_pane_get_deal_state (ECrmComposerPane *self)
{
  const char *id = e_crm_composer_pane_get_deal (self);

  for (guint i = 0; id != NULL && self->contexts != NULL && i < self->contexts->len; i++)
    {
      CrmContext *context = nth_context (self, i);

      if (context == NULL)
        continue;
      if (context->proposal != NULL && g_str_equal (context->proposal->deal->id, id))
        return context->proposal;
      for (guint j = 0; context->deals != NULL && j < context->deals->len; j++)
        {
          const CrmDealState *state = g_ptr_array_index (context->deals, j);

          if (g_str_equal (state->deal->id, id))
            return state;
        }
    }
  return NULL;
}

/* The one key: takes the proposed deal, or lets go of it. FALSE when nothing is proposed. */
gboolean
e_crm_composer_pane_toggle_proposal (ECrmComposerPane *self)
{
  CrmContext *proposal = find_proposal (self);
  const char *id = proposal != NULL ? proposal->proposal->deal->id : NULL;
  gboolean has = id != NULL && g_strcmp0 (e_crm_composer_pane_get_deal (self), id) == 0;

  if (id == NULL)
    return FALSE;
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->deal), has ? "" : id);
  return TRUE;
}

/* --- loading ---------------------------------------------------------------------------------- */

static void
show_people (ECrmComposerPane *self)
{
  guint n = self->contexts != NULL ? self->contexts->len : 0;
  g_autofree char *text = NULL;
  guint n_all = 0;

  for (guint i = 0; self->message != NULL && i < self->message->parties->len; i++)
    if (((CrmMessageParty *)g_ptr_array_index (self->message->parties, i))->role != CRM_ROLE_FROM)
      n_all++;
  if (n_all > n && n == MAX_RECIPIENTS)
    text = g_strdup_printf (ngettext ("and %u more", "and %u more", n_all - n), n_all - n);
  e_crm_composer_people_update (E_CRM_COMPOSER_PEOPLE (self->people), self->contexts);
  e_crm_label_set (self->more, text);
}

typedef struct
{
  ECrmComposerPane *self;    /* (owned) */
  GCancellable *cancellable; /* (owned): tells an answer that is late */
  guint index;
} Load;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Load *load = data;
  ECrmComposerPane *self = load->self;
  g_autoptr (GError) error = NULL;
  CrmContext *context = crm_context_load_finish (CRM_STORE (source), result, &error);

  if (self->app == NULL || load->cancellable != self->cancellable)
    g_clear_pointer (&context, crm_context_unref); /* the recipients are others by now */
  else
    {
      self->n_loading--;
      if (context != NULL)
        g_ptr_array_index (self->contexts, load->index) = context;
      if (self->n_loading == 0)
        {
          show_people (self);
          fill_deals (self);
          say_proposal (self);
        }
    }
  g_object_unref (load->cancellable);
  g_object_unref (self);
  g_free (load);
}

static void
load_one (ECrmComposerPane *self, const char *address)
{
  Load *load = g_new0 (Load, 1);

  load->self = g_object_ref (self);
  load->cancellable = g_object_ref (self->cancellable);
  load->index = self->contexts->len;
  g_ptr_array_add (self->contexts, NULL);
  self->n_loading++;
  crm_context_load_async (e_crm_app_get_store (self->app), self->message, address, HISTORY_ROWS,
                          self->cancellable, loaded_cb, load);
}

static gboolean
reload_cb (gpointer data)
{
  ECrmComposerPane *self = data;

  self->reload_id = 0;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->n_loading = 0;
  g_clear_pointer (&self->contexts, g_ptr_array_unref);
  self->contexts = g_ptr_array_new_with_free_func (clear_context);
  for (guint i = 0; i < self->message->parties->len && self->contexts->len < MAX_RECIPIENTS; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (self->message->parties, i);

      if (party->role != CRM_ROLE_FROM)
        load_one (self, party->address);
    }
  if (self->n_loading == 0)
    {
      show_people (self);
      fill_deals (self);
    }
  return G_SOURCE_REMOVE;
}

static void
reload_later (ECrmComposerPane *self)
{
  if (self->reload_id == 0 && self->message != NULL
      && e_crm_app_get_state (self->app) == E_CRM_APP_READY)
    self->reload_id = g_timeout_add (RELOAD_MSECS, reload_cb, self);
}

static gpointer
list_others_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (CrmFilterNode) filter
      = crm_filter_parse ("stage.kind = \"open\" or stage.kind = \"on_hold\"", NULL, error);
  CrmListQuery query = { .entity = "deal", .filter = filter, .order_by = "title", .limit = 300 };

  return filter != NULL ? crm_reader_list (reader, &query, NULL, error) : NULL;
}

static void
others_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmComposerPane) self = data;
  GPtrArray *deals = crm_store_read_finish (CRM_STORE (source), result, NULL);

  g_clear_pointer (&self->others, g_ptr_array_unref);
  self->others = deals;
  if (self->app != NULL && self->n_loading == 0)
    fill_deals (self);
}

static void
list_others (ECrmComposerPane *self)
{
  crm_store_read_async (e_crm_app_get_store (self->app), list_others_in_worker, NULL, NULL,
                        (GDestroyNotify)g_ptr_array_unref, NULL, others_listed_cb,
                        g_object_ref (self));
}

static void
store_changed_cb (CrmStore *store, gint64 seq, gboolean remote, gpointer data)
{
  reload_later (data);
}

/* Without a store, or before the first-run card is answered, there is nothing to show. */
static void
state_changed_cb (ECrmApp *app, gpointer data)
{
  ECrmComposerPane *self = data;
  gboolean ready = e_crm_app_get_state (app) == E_CRM_APP_READY;

  gtk_widget_set_visible (GTK_WIDGET (self), ready);
  if (!ready || self->others != NULL)
    return;
  self->others = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  g_signal_connect_object (e_crm_app_get_store (app), "changed", G_CALLBACK (store_changed_cb),
                           self, 0);
  list_others (self);
  reload_later (self);
}

/* @message: whom it goes to, and which letters it answers; sealed. */
void
e_crm_composer_pane_set_letter (ECrmComposerPane *self, CrmMessage *message)
{
  g_clear_pointer (&self->message, crm_message_unref);
  self->message = crm_message_ref (message);
  reload_later (self);
}

/* (nullable): of the first recipient, once it is loaded */
CrmContext *
e_crm_composer_pane_get_context (ECrmComposerPane *self)
{
  return nth_context (self, 0);
}

/* --- what may be chosen ----------------------------------------------------------------------- */

static const struct
{
  const char *id;
  int days;
  const char *ladder;
  const char *label;
} answers[] = {
  { "0", 0, NULL, N_ ("No reminder") },
  { "3", 3, NULL, N_ ("Unanswered after 3 days") },
  { "7", 7, NULL, N_ ("Unanswered after a week") },
  { "14", 14, NULL, N_ ("Unanswered after two weeks") },
  { "ladder", 3, "3,7,14", N_ ("After 3, 7 and 14 days") },
};

/* 0 when no answer is expected. */
int
e_crm_composer_pane_get_answer_days (ECrmComposerPane *self, const char **out_ladder)
{
  int active = gtk_combo_box_get_active (GTK_COMBO_BOX (self->answer));

  *out_ladder = active >= 0 ? answers[active].ladder : NULL;
  return active >= 0 ? answers[active].days : 0;
}

GtkWidget *
e_crm_composer_pane_get_templates_button (ECrmComposerPane *self)
{
  return self->templates;
}

/* --- warnings --------------------------------------------------------------------------------- */

static void
anyway_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[SEND_ANYWAY], 0);
}

/* While Evolution prepares to send, nothing in the window can have the focus. */
static gboolean
focus_anyway_cb (gpointer data)
{
  ECrmComposerPane *self = data;

  if (self->app != NULL && gtk_widget_get_visible (self->anyway))
    gtk_widget_grab_focus (self->anyway);
  return G_SOURCE_REMOVE;
}

/* Shows @warnings (element-type CrmSendWarning), or takes them away. @ask: somebody wants to send.
 */
void
e_crm_composer_pane_show_warnings (ECrmComposerPane *self, GPtrArray *warnings, gboolean ask)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < warnings->len; i++)
    {
      g_autofree char *line = crm_phrase_send_warning (g_ptr_array_index (warnings, i));

      g_string_append_printf (text, "%s⚠ %s", i > 0 ? "\n" : "", line);
    }
  if (ask && warnings->len > 0)
    g_string_append_printf (text, "\n%s", _ ("It has not been sent yet."));
  e_crm_label_set (self->warnings, text->str);
  gtk_widget_set_visible (self->bar, warnings->len > 0);
  gtk_widget_set_visible (self->anyway, ask && warnings->len > 0);
  if (ask && warnings->len > 0)
    {
      gtk_widget_show (GTK_WIDGET (self));
      g_timeout_add_full (G_PRIORITY_DEFAULT, 100, focus_anyway_cb, g_object_ref (self),
                          g_object_unref);
    }
  g_string_free (text, TRUE);
}

/* Something to know, until the deal is changed; NULL for nothing. */
void
e_crm_composer_pane_say (ECrmComposerPane *self, const char *text)
{
  self->is_told = text != NULL;
  e_crm_label_set (self->note, text);
  say_proposal (self);
}

/* --- making it -------------------------------------------------------------------------------- */

static void
make_small (GtkWidget *combo)
{
  GList *cells = gtk_cell_layout_get_cells (GTK_CELL_LAYOUT (combo));

  for (GList *link = cells; link != NULL; link = link->next)
    g_object_set (link->data, "ellipsize", PANGO_ELLIPSIZE_END, "max-width-chars", TITLE_CHARS,
                  NULL);
  g_list_free (cells);
  e_crm_add_class (combo, "crm-compact");
  gtk_widget_set_valign (combo, GTK_ALIGN_CENTER);
  gtk_widget_show (combo);
}

static GtkWidget *
add_combo (ECrmComposerPane *self, const char *title, const char *name, const char *id)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (title);
  GtkWidget *combo = gtk_combo_box_text_new ();

  gtk_label_set_mnemonic_widget (GTK_LABEL (label), combo);
  make_small (combo);
  e_crm_set_id (combo, id);
  e_crm_set_name (combo, name);
  gtk_widget_show (label);
  gtk_box_pack_start (GTK_BOX (self->choices), label, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self->choices), combo, FALSE, TRUE, 0);
  return combo;
}

static void
make_choices (ECrmComposerPane *self)
{
  self->choices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* TRANSLATORS: the deal that a letter will be filed under; before a choice */
  self->deal = add_combo (self, _ ("_Deal:"), _ ("Deal"), "crm-composer-deal");
  gtk_widget_set_tooltip_text (self->deal, _ ("The letter is filed there once it has been sent"));
  /* TRANSLATORS: before a choice such as "Unanswered after 3 days" */
  self->answer = add_combo (self, _ ("_Remind:"), _ ("Remind"), "crm-composer-answer");
  gtk_widget_set_tooltip_text (self->answer, _ ("Reminds you when no answer has come"));
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (self->answer), answers[i].id,
                               _ (answers[i].label));
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->answer), 0);
  self->templates = gtk_menu_button_new ();
  gtk_button_set_label (GTK_BUTTON (self->templates), _ ("Te_mplates"));
  gtk_button_set_use_underline (GTK_BUTTON (self->templates), TRUE);
  gtk_widget_set_tooltip_text (self->templates, "Ctrl+Alt+E");
  e_crm_add_class (self->templates, "crm-compact");
  gtk_widget_set_valign (self->templates, GTK_ALIGN_CENTER);
  e_crm_set_id (self->templates, "crm-composer-templates");
  gtk_widget_show (self->templates);
  gtk_box_pack_start (GTK_BOX (self->choices), self->templates, FALSE, FALSE, 0);
  gtk_widget_show (self->choices);
  g_signal_connect (self->deal, "changed", G_CALLBACK (deal_changed_cb), self);
}

static void
make_bar (ECrmComposerPane *self)
{
  GtkWidget *content;

  self->bar = gtk_info_bar_new ();
  gtk_info_bar_set_message_type (GTK_INFO_BAR (self->bar), GTK_MESSAGE_WARNING);
  content = gtk_info_bar_get_content_area (GTK_INFO_BAR (self->bar));
  self->warnings = e_crm_text_new ();
  gtk_label_set_max_width_chars (GTK_LABEL (self->warnings), 90);
  e_crm_set_id (self->warnings, "crm-composer-warnings");
  self->anyway = e_crm_button_new (_ ("_Send anyway"), "crm-composer-send-anyway");
  gtk_widget_set_valign (self->anyway, GTK_ALIGN_CENTER);
  g_signal_connect (self->anyway, "clicked", G_CALLBACK (anyway_cb), self);
  gtk_box_pack_start (GTK_BOX (content), self->warnings, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (content), self->anyway, FALSE, FALSE, 0);
}

static void
e_crm_composer_pane_init (ECrmComposerPane *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 2);
  g_object_set (self, "margin-start", 6, "margin-end", 6, "margin-bottom", 4, NULL);
  make_choices (self);
  self->toggle = gtk_toggle_button_new_with_label (_ ("CRM"));
  e_crm_add_class (self->toggle, "crm-compact");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->toggle), TRUE);
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->toggle, _ ("Show who the recipients are (Ctrl+Alt+Y)"));
  e_crm_set_id (self->toggle, "crm-composer-toggle");
  gtk_widget_show (self->toggle);
  gtk_box_pack_start (GTK_BOX (row), self->choices, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (row), self->toggle, FALSE, FALSE, 0);
  gtk_widget_show (row);
  self->people = e_crm_composer_people_new ();
  self->more = e_crm_label_new ("dim-label");
  self->note = e_crm_label_new ("dim-label");
  e_crm_set_id (self->note, "crm-composer-note");
  make_bar (self);
  gtk_box_pack_start (GTK_BOX (self), row, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->people, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->more, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->note, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->bar, FALSE, FALSE, 0);
  e_crm_label_set (self->more, NULL);
  e_crm_label_set (self->note, NULL);
  g_object_bind_property (self->toggle, "active", self->people, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->toggle, "active", self->choices, "visible", G_BINDING_SYNC_CREATE);
  e_crm_set_id (GTK_WIDGET (self), "crm-composer");
  e_crm_set_name (GTK_WIDGET (self), _ ("CRM"));
}

GtkWidget *
e_crm_composer_pane_new (ECrmApp *app)
{
  ECrmComposerPane *self = g_object_new (E_TYPE_CRM_COMPOSER_PANE, NULL);

  e_crm_ensure_style (GTK_WIDGET (self));
  self->app = g_object_ref (app);
  fill_deals (self);
  g_signal_connect_object (app, "state-changed", G_CALLBACK (state_changed_cb), self, 0);
  state_changed_cb (app, self);
  return GTK_WIDGET (self);
}

/* For the one who remembers whether it is open. */
GtkToggleButton *
e_crm_composer_pane_get_toggle (ECrmComposerPane *self)
{
  return GTK_TOGGLE_BUTTON (self->toggle);
}
