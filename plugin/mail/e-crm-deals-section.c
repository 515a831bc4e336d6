/* e-crm-deals-section.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-deals-section"
#include "config.h"

#include "e-crm-drafts.h"
#include "e-crm-next-step.h"
#include "e-crm-sections.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-board.h"
#include "crm-phrases.h"
#include "service/crm-deals.h"
#include "service/crm-stage.h"
#include "shell/e-crm-widgets.h"

struct _ECrmDealsSection
{
  ECrmSection parent_instance;
  GtkWidget *rows;
  GtkWidget *new_deal;
  GHashTable *drafts; /* (owned): of e_crm_next_step_new_drafts() */
  gboolean filling;   /* combo boxes are being filled: no choice of the person's */
};

G_DEFINE_FINAL_TYPE (ECrmDealsSection, e_crm_deals_section, E_TYPE_CRM_SECTION)

enum
{
  NEW_DEAL,
  OPEN_DEAL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The id of the line that only says what to choose. */
#define NO_CHOICE ""

typedef struct
{
  GtkWidget *title;
  GtkWidget *amount;
  GtkWidget *stage;
  GtkWidget *age;
  GtkWidget *close;
  GtkWidget *next_step;
  GtkWidget *lost_box;
  GtkWidget *lost_reason;
  GtkWidget *lost_note;
  char *deal_id;  /* (owned) (nullable) */
  char *stage_id; /* (owned) (nullable): the one that the deal is in */
} DealRow;

static void
free_row (gpointer data)
{
  DealRow *row = data;

  g_free (row->deal_id);
  g_free (row->stage_id);
  g_free (row);
}

static DealRow *
row_of (GtkWidget *widget)
{
  DealRow *row = NULL;

  while (widget != NULL && (row = g_object_get_data (G_OBJECT (widget), "row")) == NULL)
    widget = gtk_widget_get_parent (widget);
  return row;
}

static const CrmDealState *
find_state (ECrmDealsSection *self, const DealRow *row)
{
  CrmContext *context = e_crm_section_get_context (E_CRM_SECTION (self));

  for (guint i = 0; context != NULL && i < context->deals->len; i++)
    {
      const CrmDealState *state = g_ptr_array_index (context->deals, i);

      if (g_strcmp0 (state->deal->id, row->deal_id) == 0)
        return state;
    }
  return NULL;
}

static CrmRecord *
find_stage (ECrmDealsSection *self, const CrmDealState *state, const char *id)
{
  CrmContext *context = e_crm_section_get_context (E_CRM_SECTION (self));
  GPtrArray *stages
      = g_hash_table_lookup (context->stages, crm_record_get_text (state->deal, "pipeline"));

  for (guint i = 0; stages != NULL && i < stages->len; i++)
    if (g_strcmp0 (((CrmRecord *)g_ptr_array_index (stages, i))->id, id) == 0)
      return g_ptr_array_index (stages, i);
  return NULL;
}

/* --- why it was lost, while somebody says so ---------------------------------------------------
 */

/* What is said holds for a deal in the stage that it was in then. */
static char *
dup_subject (const DealRow *row)
{
  return g_strdup_printf ("%s %s", row->deal_id, row->stage_id);
}

static void
forget_loss (DealRow *row)
{
  g_autofree char *subject = dup_subject (row);

  e_crm_drafts_set ("lost-stage", subject, NULL);
  e_crm_drafts_set ("lost-reason", subject, NULL);
  gtk_entry_set_text (GTK_ENTRY (row->lost_note), "");
  gtk_widget_hide (row->lost_box);
}

static void
hand_loss_over (DealRow *row, CrmChangeSet *set)
{
  g_autofree char *subject = dup_subject (row);

  e_crm_drafts_hand_over ("lost-stage", subject, set);
  e_crm_drafts_hand_over ("lost-reason", subject, set);
  e_crm_drafts_take (row->lost_note, set);
}

static void
ask_why_lost (DealRow *row, const char *stage_id)
{
  g_autofree char *subject = dup_subject (row);

  e_crm_drafts_set ("lost-stage", subject, stage_id);
  gtk_widget_show (row->lost_box);
  gtk_widget_grab_focus (row->lost_reason);
}

static void
reason_changed_cb (GtkComboBox *combo, gpointer data)
{
  DealRow *row = row_of (GTK_WIDGET (combo));
  g_autofree char *subject = dup_subject (row);

  if (!((ECrmDealsSection *)data)->filling)
    e_crm_drafts_set ("lost-reason", subject, gtk_combo_box_get_active_id (combo));
}

/* What was begun and not decided when another deal came into the row. */
static void
take_loss_up (DealRow *row)
{
  g_autofree char *subject = dup_subject (row);
  const char *stage = e_crm_drafts_get ("lost-stage", subject);
  const char *reason = e_crm_drafts_get ("lost-reason", subject);

  if (stage == NULL || !gtk_combo_box_set_active_id (GTK_COMBO_BOX (row->stage), stage))
    return;
  if (reason != NULL)
    gtk_combo_box_set_active_id (GTK_COMBO_BOX (row->lost_reason), reason);
  gtk_widget_show (row->lost_box);
}

/* --- stages ----------------------------------------------------------------------------------- */

/* Shows the stage that the deal is in, and asks for nothing more. */
static void
keep_stage (ECrmDealsSection *self, DealRow *row, const CrmDealState *state)
{
  self->filling = TRUE;
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (row->stage), state->stage->id);
  self->filling = FALSE;
  forget_loss (row);
}

static void
set_stage (ECrmDealsSection *self, DealRow *row, const char *reason, const char *note)
{
  const CrmDealState *state = find_state (self, row);
  const char *wanted = gtk_combo_box_get_active_id (GTK_COMBO_BOX (row->stage));
  CrmRecord *stage = state != NULL ? find_stage (self, state, wanted) : NULL;
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("set-stage", CRM_CAUSE_USER);
  g_autoptr (GPtrArray) missing
      = stage != NULL ? crm_stage_list_missing (stage, state->deal, NULL) : NULL;
  g_autofree char *sentence = NULL;

  if (missing != NULL && missing->len > 0 && !g_str_equal (stage->id, state->stage->id))
    {
      sentence = crm_phrase_missing (missing);
      keep_stage (self, row, state);
      e_crm_section_fail (E_CRM_SECTION (self), sentence);
      return;
    }
  if (stage != NULL
      && crm_deals_set_stage (set, state->deal, state->stage, stage, reason, note,
                              g_get_real_time (), NULL))
    {
      hand_loss_over (row, set);
      e_crm_section_write (E_CRM_SECTION (self), g_steal_pointer (&set));
    }
}

static void
stage_changed_cb (GtkComboBox *combo, gpointer data)
{
  ECrmDealsSection *self = data;
  DealRow *row = row_of (GTK_WIDGET (combo));
  const CrmDealState *state = find_state (self, row);
  CrmRecord *stage;

  if (self->filling || state == NULL)
    return;
  stage = find_stage (self, state, gtk_combo_box_get_active_id (combo));
  if (stage == NULL || g_str_equal (stage->id, state->stage->id))
    {
      forget_loss (row);
    }
  else if (g_strcmp0 (crm_record_get_text (stage, "kind"), "lost") == 0)
    {
      ask_why_lost (row, stage->id);
    }
  else
    {
      forget_loss (row);
      set_stage (self, row, NULL, NULL);
    }
}

static void
lose_clicked_cb (GtkButton *button, gpointer data)
{
  DealRow *row = row_of (GTK_WIDGET (button));
  const char *chosen = gtk_combo_box_get_active_id (GTK_COMBO_BOX (row->lost_reason));
  const char *reason = g_strcmp0 (chosen, NO_CHOICE) != 0 ? chosen : NULL;
  g_autofree char *note = g_strdup (gtk_entry_get_text (GTK_ENTRY (row->lost_note)));

  if (reason == NULL)
    {
      e_crm_section_fail (data, _ ("Choose why the deal was lost"));
      return;
    }
  set_stage (data, row, reason, note[0] != '\0' ? note : NULL);
}

static void
keep_clicked_cb (GtkButton *button, gpointer data)
{
  ECrmDealsSection *self = data;
  DealRow *row = row_of (GTK_WIDGET (button));
  const CrmDealState *state = find_state (self, row);

  if (state != NULL)
    keep_stage (self, row, state);
  else
    forget_loss (row);
}

static void
next_step_cb (ECrmNextStep *field, CrmChangeSet *set, gpointer data)
{
  e_crm_section_write (data, crm_change_set_ref (set));
}

/**
 * e_crm_deals_section_settle:
 * @self: a section
 * @set: a change set that somebody asked to be written
 * @is_safe: whether it was
 *
 * Says how the writing of what a section asked for ended.
 */
void
e_crm_deals_section_settle (ECrmDealsSection *self, const CrmChangeSet *set, gboolean is_safe)
{
  g_autoptr (GList) rows = gtk_container_get_children (GTK_CONTAINER (self->rows));

  for (GList *link = rows; link != NULL; link = link->next)
    {
      const DealRow *row = g_object_get_data (link->data, "row");

      e_crm_next_step_settle (E_CRM_NEXT_STEP (row->next_step), set, is_safe);
    }
}

/**
 * e_crm_deals_section_take_new:
 * @self: a section
 * @set: what makes the new deal that was asked for
 *
 * Empties the entry for a new deal. If @set is refused its title comes back.
 */
void
e_crm_deals_section_take_new (ECrmDealsSection *self, CrmChangeSet *set)
{
  e_crm_drafts_take (self->new_deal, set);
}

static void
open_clicked_cb (GtkButton *button, gpointer data)
{
  DealRow *row = row_of (GTK_WIDGET (button));

  g_signal_emit (data, signals[OPEN_DEAL], 0, row->deal_id);
}

/* Gives way like a label, so that its longest line does not widen the sidebar. */
static GtkWidget *
make_combo (void)
{
  GtkWidget *combo = gtk_combo_box_text_new ();
  g_autoptr (GList) cells = gtk_cell_layout_get_cells (GTK_CELL_LAYOUT (combo));

  g_object_set (cells->data, "ellipsize", PANGO_ELLIPSIZE_END, "width-chars", 8, NULL);
  e_crm_add_class (combo, "crm-compact");
  return combo;
}

static void
add_lost_box (DealRow *row, ECrmSection *section, GtkBox *box)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *lose = e_crm_button_new (_ ("Mark as _lost"), "crm-deal-lose");
  GtkWidget *keep = e_crm_button_new (_ ("_Keep open"), "crm-deal-keep");

  row->lost_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  row->lost_reason = make_combo ();
  e_crm_set_name (row->lost_reason, _ ("Reason for losing"));
  e_crm_set_id (row->lost_reason, "crm-deal-lost-reason");
  row->lost_note = gtk_entry_new ();
  e_crm_add_class (row->lost_note, "crm-compact");
  e_crm_set_id (row->lost_note, "crm-deal-lost-note");
  gtk_entry_set_width_chars (GTK_ENTRY (row->lost_note), 8);
  gtk_entry_set_placeholder_text (GTK_ENTRY (row->lost_note), _ ("Note on the loss"));
  e_crm_set_name (row->lost_note, _ ("Note on the loss"));
  e_crm_drafts_bind (row->lost_note, "lost-note");
  g_signal_connect (row->lost_reason, "changed", G_CALLBACK (reason_changed_cb), section);
  g_signal_connect (lose, "clicked", G_CALLBACK (lose_clicked_cb), section);
  g_signal_connect (keep, "clicked", G_CALLBACK (keep_clicked_cb), section);
  gtk_box_pack_start (GTK_BOX (buttons), lose, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (buttons), keep, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (row->lost_box), row->lost_reason, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row->lost_box), row->lost_note, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row->lost_box), buttons, FALSE, FALSE, 0);
  gtk_widget_show_all (row->lost_box);
  gtk_widget_hide (row->lost_box);
  gtk_box_pack_start (box, row->lost_box, FALSE, FALSE, 0);
}

static GtkWidget *
make_row (ECrmSection *section, guint index)
{
  DealRow *row = g_new0 (DealRow, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *open;

  g_object_set_data_full (G_OBJECT (box), "row", row, free_row);
  e_crm_add_class (box, "crm-card");
  row->title = e_crm_text_new ();
  e_crm_add_class (row->title, "crm-title");
  row->amount = e_crm_label_new (NULL);
  row->stage = make_combo ();
  e_crm_set_name (row->stage, _ ("Stage"));
  row->age = e_crm_text_new ();
  row->close = e_crm_text_new ();
  row->next_step = e_crm_next_step_new (E_CRM_DEALS_SECTION (section)->drafts);
  g_signal_connect (row->next_step, "write", G_CALLBACK (next_step_cb), section);
  gtk_widget_show (row->next_step);
  gtk_box_pack_start (GTK_BOX (box), row->title, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (line), row->amount, TRUE, TRUE, 0);
  /* TRANSLATORS: shows the deal in a window of its own, with its people and history */
  open = e_crm_icon_button_new ("go-jump-symbolic", _ ("Open in CRM"), "crm-deal-open");
  g_signal_connect (open, "clicked", G_CALLBACK (open_clicked_cb), section);
  gtk_box_pack_end (GTK_BOX (line), open, FALSE, FALSE, 0);
  gtk_box_pack_end (GTK_BOX (line), row->stage, TRUE, TRUE, 0);
  gtk_widget_show (line);
  gtk_box_pack_start (GTK_BOX (box), line, FALSE, FALSE, 0);
  add_lost_box (row, section, GTK_BOX (box));
  gtk_box_pack_start (GTK_BOX (box), row->age, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), row->close, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), row->next_step, FALSE, FALSE, 0);
  gtk_widget_show (row->stage);
  g_signal_connect (row->stage, "changed", G_CALLBACK (stage_changed_cb), section);
  return box;
}

/* Tells whether the lines of a combo box are still those of @records. */
static char *
sign_choices (GPtrArray *records)
{
  GString *signature = g_string_new (NULL);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (records, i);

      g_string_append_printf (signature, "%s %s\n", record->id, crm_phrase_record_name (record));
    }
  return g_string_free (signature, FALSE);
}

static void
fill_choices (GtkWidget *combo,
              const char *placeholder /* (nullable) */,
              GPtrArray *records,
              const char *active)
{
  char *signature = sign_choices (records);
  const char *known = g_object_get_data (G_OBJECT (combo), "signature");

  if (g_strcmp0 (known, signature) == 0)
    {
      g_free (signature);
      gtk_combo_box_set_active_id (GTK_COMBO_BOX (combo), active);
      return;
    }
  g_object_set_data_full (G_OBJECT (combo), "signature", signature, g_free);
  gtk_combo_box_text_remove_all (GTK_COMBO_BOX_TEXT (combo));
  if (placeholder != NULL)
    gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (combo), NO_CHOICE, placeholder);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (records, i);

      gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (combo), record->id,
                                 crm_phrase_record_name (record));
    }
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (combo), active);
}

static char *
describe_close (const CrmRecord *deal)
{
  g_autofree char *day = NULL;

  if (crm_record_get (deal, "expected_close")->kind == CRM_VALUE_NULL)
    return NULL;
  day = crm_format_day ((int)crm_record_get_int (deal, "expected_close", 0));
  /* TRANSLATORS: %s is the day on which the deal is expected to be decided */
  return g_strdup_printf (_ ("Expected close: %s"), day);
}

/* News may come while somebody says why a deal was lost: their words stay, unless the deal has been
 * moved by somebody else. */
static void
fill_stage (DealRow *row, const CrmDealState *state, CrmContext *context, gboolean same_deal)
{
  gboolean same_stage = same_deal && g_strcmp0 (row->stage_id, state->stage->id) == 0;
  g_autofree char *subject = NULL;

  g_free (row->stage_id);
  row->stage_id = g_strdup (state->stage->id);
  subject = dup_subject (row);
  e_crm_drafts_show_subject (row->lost_note, subject);
  if (same_stage && gtk_widget_get_visible (row->lost_box))
    return;
  fill_choices (
      row->stage, NULL,
      g_hash_table_lookup (context->stages, crm_record_get_text (state->deal, "pipeline")),
      state->stage->id);
  fill_choices (row->lost_reason, _ ("Why was it lost?"), context->lost_reasons, NO_CHOICE);
  gtk_widget_hide (row->lost_box);
  take_loss_up (row);
}

static void
fill_row (GtkWidget *box, const CrmDealState *state, CrmContext *context)
{
  DealRow *row = g_object_get_data (G_OBJECT (box), "row");
  gboolean over = FALSE;
  g_autofree char *amount = crm_format_deal_amount (state->deal);
  g_autofree char *age = crm_phrase_stage_age (state, &over);
  g_autofree char *warning = over ? g_strdup_printf ("⚠ %s", age) : NULL;
  g_autofree char *close = describe_close (state->deal);
  g_autofree char *id = g_strconcat ("crm-deal-", state->deal->id, NULL);
  gboolean same_deal = g_strcmp0 (row->deal_id, state->deal->id) == 0;
  g_autofree char *stage_id = g_strconcat ("crm-stage-", state->deal->id, NULL);

  g_free (row->deal_id);
  row->deal_id = g_strdup (state->deal->id);
  e_crm_set_id (box, id);
  e_crm_set_id (row->stage, stage_id);
  e_crm_set_name (box, crm_record_get_title (state->deal));
  e_crm_label_set (row->title, crm_record_get_title (state->deal));
  e_crm_label_set (row->amount, amount);
  e_crm_label_set (row->age, over ? warning : age);
  e_crm_label_set (row->close, close);
  e_crm_next_step_show (E_CRM_NEXT_STEP (row->next_step), state->deal);
  fill_stage (row, state, context, same_deal);
}

static void
update (ECrmSection *section, CrmContext *context)
{
  ECrmDealsSection *self = E_CRM_DEALS_SECTION (section);
  guint n = context->deals != NULL ? context->deals->len : 0;

  self->filling = TRUE;
  for (guint i = 0; i < n; i++)
    fill_row (e_crm_section_nth_row (section, GTK_BOX (self->rows), i, make_row),
              g_ptr_array_index (context->deals, i), context);
  self->filling = FALSE;
  e_crm_section_hide_rows_from (GTK_BOX (self->rows), n);
  e_crm_drafts_show (self->new_deal, context);
  gtk_widget_set_visible (self->new_deal, context->person != NULL);
  gtk_widget_set_visible (GTK_WIDGET (section), n > 0 || context->person != NULL);
}

static void
new_deal_cb (GtkEntry *entry, gpointer data)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_entry_get_text (entry)));

  if (title[0] == '\0')
    return;
  g_signal_emit (data, signals[NEW_DEAL], 0, title);
}

static void
e_crm_deals_section_finalize (GObject *object)
{
  g_hash_table_unref (E_CRM_DEALS_SECTION (object)->drafts);
  G_OBJECT_CLASS (e_crm_deals_section_parent_class)->finalize (object);
}

static void
e_crm_deals_section_class_init (ECrmDealsSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_deals_section_finalize;
  E_CRM_SECTION_CLASS (klass)->update = update;

  /* The person wants a deal with them: its title. Answer with e_crm_deals_section_take_new(). */
  signals[NEW_DEAL] = g_signal_new ("new-deal", E_TYPE_CRM_DEALS_SECTION, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /* The person wants to see all of a deal: its id. */
  signals[OPEN_DEAL] = g_signal_new ("open-deal", E_TYPE_CRM_DEALS_SECTION, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
e_crm_deals_section_init (ECrmDealsSection *self)
{
  e_crm_section_set_heading (E_CRM_SECTION (self), _ ("Open deals"), "crm-deals");
  self->drafts = e_crm_next_step_new_drafts ();
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_show (self->rows);
  gtk_box_pack_start (e_crm_section_get_body (E_CRM_SECTION (self)), self->rows, FALSE, FALSE, 0);
  self->new_deal = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->new_deal), _ ("New deal"));
  gtk_entry_set_width_chars (GTK_ENTRY (self->new_deal), 10);
  e_crm_add_class (self->new_deal, "crm-compact");
  e_crm_set_name (self->new_deal, _ ("New deal"));
  e_crm_set_id (self->new_deal, "crm-new-deal");
  e_crm_drafts_bind (self->new_deal, "deal");
  g_signal_connect (self->new_deal, "activate", G_CALLBACK (new_deal_cb), self);
  gtk_box_pack_start (e_crm_section_get_body (E_CRM_SECTION (self)), self->new_deal, FALSE, FALSE,
                      0);
}

GtkWidget *
e_crm_deals_section_new (void)
{
  return g_object_new (E_TYPE_CRM_DEALS_SECTION, NULL);
}
