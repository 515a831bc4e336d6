/* e-crm-composer-pane.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-composer-pane"
#include "config.h"

#include "e-crm-composer-pane.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-send.h"
#include "crm-phrases.h"
#include "e-crm-composer-people.h"
#include "e-crm-deal-choice.h"
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
  GtkWidget *summary; /* all of it in one line, while it is folded */
  GtkWidget *deal;    /* ECrmDealChoice */
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
  gboolean is_listing;       /* all open deals have been asked for */
  gboolean is_told;          /* @note says something else than the proposal */
  guint n_warnings;
  gboolean is_asking; /* somebody wants to send */
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

/* --- what is shown ---------------------------------------------------------------------------- */

static gboolean
is_folded (ECrmComposerPane *self)
{
  return !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->toggle));
}

/* Who, which deal, how many warnings: what one must not miss while the rest is folded away. */
static char *
summarise (ECrmComposerPane *self)
{
  ECrmDealChoice *choice = E_CRM_DEAL_CHOICE (self->deal);
  GString *text = g_string_new (NULL);
  g_autofree char *who = e_crm_composer_people_summarise (E_CRM_COMPOSER_PEOPLE (self->people));
  g_autofree char *deal = e_crm_deal_choice_dup_title (choice);
  CrmContext *proposal = e_crm_deal_choice_get_proposal (choice);

  if (self->n_warnings > 0)
    g_string_append_printf (text, ngettext ("⚠ %u warning", "⚠ %u warnings", self->n_warnings),
                            self->n_warnings);
  if (who != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", who);
  if (deal != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", deal);
  else if (proposal != NULL)
    {
      g_string_append (text, text->len > 0 ? " · " : "");
      /* TRANSLATORS: a key, and the title of the deal that it takes */
      g_string_append_printf (text, _ ("%1$s: %2$s"), "Ctrl+Alt+G",
                              crm_record_get_title (proposal->proposal->deal));
    }
  if (gtk_combo_box_get_active (GTK_COMBO_BOX (self->answer)) > 0)
    {
      g_autofree char *answer
          = gtk_combo_box_text_get_active_text (GTK_COMBO_BOX_TEXT (self->answer));

      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", answer);
    }
  return g_string_free (text, FALSE);
}

/* What was just told, and what stands between a letter and its being sent, is never folded away. */
static void
show_parts (ECrmComposerPane *self)
{
  gboolean folded = is_folded (self);
  g_autofree char *summary = folded ? summarise (self) : NULL;

  gtk_widget_set_visible (self->choices, !folded);
  gtk_widget_set_visible (self->people, !folded);
  gtk_widget_set_visible (self->more, !folded && gtk_label_get_text (GTK_LABEL (self->more))[0]);
  gtk_widget_set_visible (self->note, (!folded || self->is_told)
                                          && gtk_label_get_text (GTK_LABEL (self->note))[0]);
  gtk_widget_set_visible (self->bar, self->n_warnings > 0 && (!folded || self->is_asking));
  gtk_label_set_text (GTK_LABEL (self->summary), summary != NULL ? summary : "");
  gtk_widget_set_tooltip_text (self->summary, summary);
  gtk_widget_set_visible (self->summary, folded);
}

static void
toggled_cb (GtkToggleButton *toggle, gpointer data)
{
  show_parts (data);
}

static void
say_proposal (ECrmComposerPane *self)
{
  CrmContext *proposal = e_crm_deal_choice_get_proposal (E_CRM_DEAL_CHOICE (self->deal));
  g_autofree char *reason = proposal != NULL ? crm_phrase_proposal (proposal) : NULL;
  g_autofree char *text = NULL;

  if (!self->is_told && proposal != NULL
      && e_crm_deal_choice_get (E_CRM_DEAL_CHOICE (self->deal)) == NULL)
    /* TRANSLATORS: the first is a deal's title, the second why it is proposed, the last a key */
    text = g_strdup_printf (_ ("Proposed: %1$s. %2$s. %3$s takes it."),
                            crm_record_get_title (proposal->proposal->deal), reason, "Ctrl+Alt+G");
  if (!self->is_told)
    e_crm_label_set (self->note, text);
  show_parts (self);
}

static void
deal_chosen_cb (ECrmDealChoice *choice, gpointer data)
{
  ECrmComposerPane *self = data;

  self->is_told = FALSE;
  say_proposal (self);
  g_signal_emit (self, signals[DEAL_CHANGED], 0);
}

/* --- loading ---------------------------------------------------------------------------------- */

static CrmContext *
nth_context (ECrmComposerPane *self, guint n)
{
  return self->contexts != NULL && n < self->contexts->len ? g_ptr_array_index (self->contexts, n)
                                                           : NULL;
}

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
  e_crm_deal_choice_set_contexts (E_CRM_DEAL_CHOICE (self->deal), self->contexts);
  say_proposal (self);
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
        show_people (self);
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
  crm_context_load_letter_async (e_crm_app_get_store (self->app), self->message, address,
                                 HISTORY_ROWS, self->cancellable, loaded_cb, load);
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
    show_people (self);
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
  g_autoptr (GPtrArray) deals = crm_store_read_finish (CRM_STORE (source), result, NULL);

  if (self->app != NULL)
    e_crm_deal_choice_set_others (E_CRM_DEAL_CHOICE (self->deal), deals);
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
  if (!ready || self->is_listing)
    return;
  self->is_listing = TRUE;
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

/* Chooses the reminder that fits best: what @days and @ladder were chosen as before. */
static void
choose_answer (ECrmComposerPane *self, int days, const char *ladder /* (nullable) */)
{
  int found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (answers[i].days == days && (answers[i].ladder != NULL) == (ladder != NULL))
      found = (int)i;
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->answer), found);
}

/* Takes up what was chosen for the letter before it went back to where letters wait. */
void
e_crm_composer_pane_restore (ECrmComposerPane *self,
                             const char *deal /* (nullable) */,
                             int answer_days,
                             const char *ladder /* (nullable) */)
{
  e_crm_deal_choice_choose (E_CRM_DEAL_CHOICE (self->deal), deal);
  choose_answer (self, answer_days, ladder);
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
  self->n_warnings = warnings->len;
  self->is_asking = ask && warnings->len > 0;
  gtk_widget_set_visible (self->anyway, self->is_asking);
  show_parts (self);
  if (self->is_asking)
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

static void
add_combo (
    ECrmComposerPane *self, GtkWidget *combo, const char *title, const char *name, const char *id)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (title);

  gtk_label_set_mnemonic_widget (GTK_LABEL (label), combo);
  make_small (combo);
  e_crm_set_id (combo, id);
  e_crm_set_name (combo, name);
  gtk_widget_show (label);
  gtk_box_pack_start (GTK_BOX (self->choices), label, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self->choices), combo, FALSE, TRUE, 0);
}

static void
answer_changed_cb (GtkComboBox *combo, gpointer data)
{
  show_parts (data);
}

static void
make_templates_button (ECrmComposerPane *self)
{
  self->templates = gtk_menu_button_new ();
  gtk_button_set_label (GTK_BUTTON (self->templates), _ ("Te_mplates"));
  gtk_button_set_use_underline (GTK_BUTTON (self->templates), TRUE);
  gtk_widget_set_tooltip_text (self->templates, "Ctrl+Alt+E");
  e_crm_add_class (self->templates, "crm-compact");
  gtk_widget_set_valign (self->templates, GTK_ALIGN_CENTER);
  e_crm_set_id (self->templates, "crm-composer-templates");
  gtk_widget_show (self->templates);
}

static void
make_choices (ECrmComposerPane *self)
{
  self->choices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* TRANSLATORS: the deal that a letter will be filed under; before a choice */
  self->deal = e_crm_deal_choice_new ();
  add_combo (self, self->deal, _ ("_Deal:"), _ ("Deal"), "crm-composer-deal");
  gtk_widget_set_tooltip_text (self->deal, _ ("The letter is filed there once it has been sent"));
  /* TRANSLATORS: before a choice such as "Unanswered after 3 days" */
  self->answer = gtk_combo_box_text_new ();
  add_combo (self, self->answer, _ ("_Remind:"), _ ("Remind"), "crm-composer-answer");
  gtk_widget_set_tooltip_text (self->answer, _ ("Reminds you when no answer has come"));
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (self->answer), answers[i].id,
                               _ (answers[i].label));
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->answer), 0);
  gtk_widget_show (self->choices);
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

/* One line, folded or not: what may be chosen, or the summary; then the two buttons. */
static GtkWidget *
make_row (ECrmComposerPane *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  make_choices (self);
  make_templates_button (self);
  self->summary = e_crm_label_new (NULL);
  e_crm_set_id (self->summary, "crm-composer-summary");
  self->toggle = gtk_toggle_button_new_with_label (_ ("CRM"));
  e_crm_add_class (self->toggle, "crm-compact");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->toggle), TRUE);
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->toggle, _ ("Show who the recipients are (Ctrl+Alt+Y)"));
  e_crm_set_id (self->toggle, "crm-composer-toggle");
  gtk_widget_show (self->toggle);
  gtk_box_pack_start (GTK_BOX (row), self->choices, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (row), self->summary, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (row), self->templates, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), self->toggle, FALSE, FALSE, 0);
  gtk_widget_show (row);
  return row;
}

static void
e_crm_composer_pane_init (ECrmComposerPane *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 2);
  g_object_set (self, "margin-start", 6, "margin-end", 6, "margin-bottom", 4, NULL);
  gtk_box_pack_start (GTK_BOX (self), make_row (self), FALSE, FALSE, 0);
  self->people = e_crm_composer_people_new ();
  self->more = e_crm_label_new ("dim-label");
  self->note = e_crm_label_new ("dim-label");
  e_crm_set_id (self->note, "crm-composer-note");
  make_bar (self);
  gtk_box_pack_start (GTK_BOX (self), self->people, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->more, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->note, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->bar, FALSE, FALSE, 0);
  e_crm_label_set (self->more, NULL);
  e_crm_label_set (self->note, NULL);
  show_parts (self);
  g_signal_connect (self->deal, "chosen", G_CALLBACK (deal_chosen_cb), self);
  g_signal_connect (self->answer, "changed", G_CALLBACK (answer_changed_cb), self);
  g_signal_connect (self->toggle, "toggled", G_CALLBACK (toggled_cb), self);
  e_crm_set_id (GTK_WIDGET (self), "crm-composer");
  e_crm_set_name (GTK_WIDGET (self), _ ("CRM"));
}

GtkWidget *
e_crm_composer_pane_new (ECrmApp *app)
{
  ECrmComposerPane *self = g_object_new (E_TYPE_CRM_COMPOSER_PANE, NULL);

  e_crm_ensure_style (GTK_WIDGET (self));
  self->app = g_object_ref (app);
  g_signal_connect_object (app, "state-changed", G_CALLBACK (state_changed_cb), self, 0);
  state_changed_cb (app, self);
  return GTK_WIDGET (self);
}

/* The deal that was chosen, and that is proposed. */
ECrmDealChoice *
e_crm_composer_pane_get_choice (ECrmComposerPane *self)
{
  return E_CRM_DEAL_CHOICE (self->deal);
}

/* For the one who remembers whether it is open. */
GtkToggleButton *
e_crm_composer_pane_get_toggle (ECrmComposerPane *self)
{
  return GTK_TOGGLE_BUTTON (self->toggle);
}
