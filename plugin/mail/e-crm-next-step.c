/* e-crm-next-step.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-next-step"
#include "config.h"

#include "e-crm-next-step.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n-lib.h>

#include "crm-phrases.h"
#include "shell/e-crm-flow.h"
#include "shell/e-crm-widgets.h"

/* What was typed and is not stored; also what is on its way into the store. */
typedef struct
{
  char *deal; /* (owned): id */
  char *seen; /* (owned): what stood there when it was typed */
  char *text; /* (owned) */
} Draft;

struct _ECrmNextStep
{
  GtkBox parent_instance;
  GtkWidget *entry;
  GtkWidget *difference; /* the box below, while both values wait for a decision */
  GtkWidget *values;
  char *deal;          /* (owned) (nullable): id */
  char *seen;          /* (owned): what the field was filled with; else somebody is typing */
  char *stored;        /* (owned): what the store has, as far as we know */
  GHashTable *pending; /* (owned) (element-type CrmChangeSet Draft) */
  GHashTable *drafts;  /* (owned) (element-type utf8 Draft): by deal, of all rows */
};

enum
{
  WRITE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ECrmNextStep, e_crm_next_step, GTK_TYPE_BOX)

static Draft *
draft_new (const char *deal, const char *seen, const char *text)
{
  Draft *draft = g_new (Draft, 1);

  *draft = (Draft){ g_strdup (deal), g_strdup (seen), g_strdup (text) };
  return draft;
}

static void
draft_free (gpointer data)
{
  Draft *draft = data;

  g_free (draft->deal);
  g_free (draft->seen);
  g_free (draft->text);
  g_free (draft);
}

static void
e_crm_next_step_finalize (GObject *object)
{
  ECrmNextStep *self = E_CRM_NEXT_STEP (object);

  g_free (self->deal);
  g_free (self->seen);
  g_free (self->stored);
  g_hash_table_unref (self->pending);
  g_hash_table_unref (self->drafts);
  G_OBJECT_CLASS (e_crm_next_step_parent_class)->finalize (object);
}

static void
set_text (char **place, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*place);
  *place = copy;
}

/* --- what is typed ---------------------------------------------------------------------------- */

static char *
dup_typed (ECrmNextStep *self)
{
  return g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (self->entry))));
}

static void
set_typed (ECrmNextStep *self, const char *text)
{
  g_autofree char *typed = dup_typed (self);

  if (!g_str_equal (typed, text)) /* else the cursor would jump */
    gtk_entry_set_text (GTK_ENTRY (self->entry), text);
  gtk_widget_set_tooltip_text (self->entry, *text != '\0' ? text : NULL);
}

static gboolean
is_typed_in (ECrmNextStep *self)
{
  g_autofree char *typed = dup_typed (self);

  return self->deal != NULL && !g_str_equal (typed, self->seen);
}

/* Whether what is on its way may still become what is stored. */
static gboolean
is_pending (ECrmNextStep *self)
{
  GHashTableIter iter;
  gpointer draft;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, NULL, &draft))
    if (g_strcmp0 (((Draft *)draft)->deal, self->deal) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_difference (ECrmNextStep *self)
{
  g_autofree char *typed = dup_typed (self);

  return is_typed_in (self) && !is_pending (self) && !g_str_equal (self->stored, self->seen)
         && !g_str_equal (self->stored, typed);
}

static void
show_difference (ECrmNextStep *self)
{
  g_autofree char *typed = NULL;
  g_autofree char *both = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->difference, has_difference (self));
  if (!has_difference (self))
    return;
  typed = dup_typed (self);
  both = crm_phrase_difference (self->stored, typed);
  text = g_strdup_printf ("⚠ %s", both);
  e_crm_label_set (self->values, text);
}

/* --- saving ----------------------------------------------------------------------------------- */

static void
save (ECrmNextStep *self)
{
  g_autoptr (CrmChangeSet) set = NULL;
  g_autofree char *typed = dup_typed (self);
  g_auto (CrmValue) seen = CRM_VALUE_INIT;
  CrmChange *change;

  if (!is_typed_in (self) || has_difference (self))
    return;
  set = crm_change_set_new ("set-next-step", CRM_CAUSE_USER);
  change = crm_change_set_update (set, "deal", self->deal);
  crm_change_set_text (change, "next_step", *typed != '\0' ? typed : NULL);
  if (*self->seen != '\0')
    seen = crm_value_text (self->seen);
  crm_change_expect (change, "next_step", &seen);
  g_hash_table_insert (self->pending, crm_change_set_ref (set),
                       draft_new (self->deal, self->seen, typed));
  set_text (&self->seen, typed);
  g_signal_emit (self, signals[WRITE], 0, set);
}

/**
 * e_crm_next_step_settle:
 * @self: a field
 * @set: a change set that somebody asked to be written
 * @is_safe: whether it was
 *
 * Says how the writing of what it asked for ended; others' change sets are passed over. What was
 * refused is typed again.
 */
void
e_crm_next_step_settle (ECrmNextStep *self, const CrmChangeSet *set, gboolean is_safe)
{
  Draft *draft = g_hash_table_lookup (self->pending, set);

  if (draft == NULL)
    return;
  if (g_strcmp0 (self->deal, draft->deal) == 0)
    set_text (is_safe ? &self->stored : &self->seen, is_safe ? draft->text : draft->seen);
  else if (!is_safe)
    g_hash_table_replace (self->drafts, g_strdup (draft->deal),
                          draft_new (draft->deal, draft->seen, draft->text));
  g_hash_table_remove (self->pending, set);
  show_difference (self);
}

static void
activate_cb (GtkEntry *entry, gpointer data)
{
  save (data);
}

static gboolean
focus_out_cb (GtkWidget *entry, GdkEvent *event, gpointer data)
{
  save (data);
  return GDK_EVENT_PROPAGATE;
}

static void
unmap_cb (GtkWidget *entry, gpointer data)
{
  save (data);
}

/* What is stored is taken, and nothing is to be saved. */
static void
take_stored (ECrmNextStep *self)
{
  set_text (&self->seen, self->stored);
  set_typed (self, self->stored);
  show_difference (self);
}

static gboolean
key_cb (GtkWidget *entry, GdkEventKey *event, gpointer data)
{
  if (event->keyval != GDK_KEY_Escape || !is_typed_in (data))
    return GDK_EVENT_PROPAGATE;
  take_stored (data);
  return GDK_EVENT_STOP;
}

static void
changed_cb (GtkEditable *entry, gpointer data)
{
  ECrmNextStep *self = data;

  if (gtk_widget_get_visible (self->difference))
    show_difference (self);
}

static void
keep_clicked_cb (GtkButton *button, gpointer data)
{
  ECrmNextStep *self = data;

  set_text (&self->seen, self->stored); /* by now the person has seen it */
  show_difference (self);
  save (self);
}

static void
take_clicked_cb (GtkButton *button, gpointer data)
{
  take_stored (data);
}

/* --- what is shown ---------------------------------------------------------------------------- */

/* What waits for the person's decision waits until the deal is shown again. */
static void
leave_deal (ECrmNextStep *self)
{
  g_autofree char *typed = dup_typed (self);

  if (has_difference (self))
    g_hash_table_replace (self->drafts, g_strdup (self->deal),
                          draft_new (self->deal, self->seen, typed));
  else
    save (self);
}

static void
take_deal (ECrmNextStep *self, const char *deal, const char *stored)
{
  const Draft *draft = g_hash_table_lookup (self->drafts, deal);
  g_autofree char *id = g_strconcat ("crm-next-step-", deal, NULL);

  e_crm_set_id (self->entry, id);
  set_text (&self->deal, deal);
  set_text (&self->seen, draft != NULL ? draft->seen : stored);
  set_typed (self, draft != NULL ? draft->text : stored);
  g_hash_table_remove (self->drafts, deal);
}

/**
 * e_crm_next_step_show:
 * @self: a field
 * @deal: a deal as it is now
 *
 * Shows its next step; what is being typed stays.
 */
void
e_crm_next_step_show (ECrmNextStep *self, const CrmRecord *deal)
{
  const char *text = crm_record_get_text (deal, "next_step");
  const char *stored = text != NULL ? text : "";
  g_autofree char *typed = NULL;

  if (g_strcmp0 (self->deal, deal->id) != 0)
    {
      leave_deal (self);
      set_text (&self->stored, stored);
      take_deal (self, deal->id, stored);
    }
  set_text (&self->stored, stored);
  typed = dup_typed (self);
  if (!is_pending (self) && (!is_typed_in (self) || g_str_equal (typed, stored)))
    take_stored (self);
  else
    show_difference (self);
}

/* --- making it -------------------------------------------------------------------------------- */

static void
e_crm_next_step_class_init (ECrmNextStepClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_next_step_finalize;

  /* The text is to be saved: CrmChangeSet. Answer with e_crm_next_step_settle(). */
  signals[WRITE] = g_signal_new ("write", E_TYPE_CRM_NEXT_STEP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, CRM_TYPE_CHANGE_SET);
}

static void
add_difference (ECrmNextStep *self)
{
  GtkWidget *flow = e_crm_flow_new ();
  GtkWidget *keep = e_crm_button_new (_ ("_Keep mine"), "crm-next-step-keep");
  GtkWidget *take = e_crm_button_new (_ ("Take t_heirs"), "crm-next-step-take");

  self->difference = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  e_crm_set_name (self->difference, _ ("Next step"));
  self->values = e_crm_text_new ();
  e_crm_set_id (self->values, "crm-next-step-difference");
  g_signal_connect (keep, "clicked", G_CALLBACK (keep_clicked_cb), self);
  g_signal_connect (take, "clicked", G_CALLBACK (take_clicked_cb), self);
  gtk_container_add (GTK_CONTAINER (flow), keep);
  gtk_container_add (GTK_CONTAINER (flow), take);
  gtk_widget_show_all (flow);
  gtk_box_pack_start (GTK_BOX (self->difference), self->values, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self->difference), flow, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->difference, FALSE, FALSE, 0);
}

static void
e_crm_next_step_init (ECrmNextStep *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 2);
  self->seen = g_strdup ("");
  self->stored = g_strdup ("");
  self->pending
      = g_hash_table_new_full (NULL, NULL, (GDestroyNotify)crm_change_set_unref, draft_free);
  self->entry = gtk_entry_new ();
  e_crm_add_class (self->entry, "crm-compact");
  gtk_entry_set_width_chars (GTK_ENTRY (self->entry), 8);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Next step"));
  e_crm_set_name (self->entry, _ ("Next step"));
  g_signal_connect (self->entry, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->entry, "focus-out-event", G_CALLBACK (focus_out_cb), self);
  g_signal_connect (self->entry, "key-press-event", G_CALLBACK (key_cb), self);
  g_signal_connect (self->entry, "unmap", G_CALLBACK (unmap_cb), self);
  gtk_widget_show (self->entry);
  gtk_box_pack_start (GTK_BOX (self), self->entry, FALSE, FALSE, 0);
  add_difference (self);
}

/**
 * e_crm_next_step_new_drafts:
 *
 * Returns: (transfer full) (element-type utf8 Draft): for e_crm_next_step_new(): what was refused,
 *   by deal
 */
GHashTable *
e_crm_next_step_new_drafts (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, draft_free);
}

/**
 * e_crm_next_step_new:
 * @drafts: of e_crm_next_step_new_drafts(), for all fields that may show a deal
 *
 * Returns: (transfer floating): a field of no deal yet
 */
GtkWidget *
e_crm_next_step_new (GHashTable *drafts)
{
  ECrmNextStep *self = g_object_new (E_TYPE_CRM_NEXT_STEP, NULL);

  self->drafts = g_hash_table_ref (drafts);
  return GTK_WIDGET (self);
}
