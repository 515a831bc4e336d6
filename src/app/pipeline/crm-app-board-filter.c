/* crm-app-board-filter.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-board-filter"
#include "config.h"

#include "crm-app-board-filter.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases.h"
#include "base/crm-app-choice.h"
#include "base/crm-app-widgets.h"

#define GROUP "board"

enum
{
  MINE,
  STUCK,
  CLOSING,
  NO_STEP,
  N_TOGGLES
};

static const struct
{
  const char *key; /* in the memory and as id; never renamed */
  const char *label;
} toggles[N_TOGGLES] = {
  /* TRANSLATORS: a quick filter of a board: deals that belong to me */
  { "mine", N_ ("Mine") },
  /* TRANSLATORS: a quick filter: deals that are longer in their stage than its limit */
  { "stuck", N_ ("Stuck") },
  /* TRANSLATORS: a quick filter: deals that are expected to be closed until the end of this month
   */
  { "closing", N_ ("Closing This Month") },
  /* TRANSLATORS: a quick filter: deals for which nothing is planned */
  { "no-step", N_ ("No Next Step") },
};

static const char *const sorts[CRM_BOARD_N_SORTS] = {
  /* TRANSLATORS: in which order the deals of a stage are, here and in the next four */
  [CRM_BOARD_BY_CLOSE] = N_ ("Closing first"),    [CRM_BOARD_BY_AMOUNT] = N_ ("Largest first"),
  [CRM_BOARD_BY_AGE] = N_ ("Longest here first"), [CRM_BOARD_BY_TITLE] = N_ ("By title"),
  [CRM_BOARD_BY_STEP] = N_ ("Next step first"),
};

/* A choice among records; the first line is no choice. */
typedef struct
{
  const char *key;
  GtkWidget *widget; /* GtkDropDown */
  GPtrArray *ids;    /* (owned) (element-type utf8): of the lines after the first */
  char *wanted;      /* (owned) (nullable): what was chosen, also while its line is not there */
} Choice;

struct _CrmAppBoardFilter
{
  AdwBin parent_instance;
  CrmAppMemory *memory; /* (owned) (nullable) */
  GtkWidget *search;
  GtkWidget *toggles[N_TOGGLES];
  Choice owner;
  Choice tag;
  GtkWidget *sort;
  char *text; /* (owned) */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (CrmAppBoardFilter, crm_app_board_filter, ADW_TYPE_BIN)

static guint changed_signal;

static void
crm_app_board_filter_finalize (GObject *object)
{
  CrmAppBoardFilter *self = CRM_APP_BOARD_FILTER (object);

  g_clear_object (&self->memory);
  g_ptr_array_unref (self->owner.ids);
  g_ptr_array_unref (self->tag.ids);
  g_free (self->owner.wanted);
  g_free (self->tag.wanted);
  g_free (self->text);
  G_OBJECT_CLASS (crm_app_board_filter_parent_class)->finalize (object);
}

static void
crm_app_board_filter_class_init (CrmAppBoardFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_app_board_filter_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
remember (CrmAppBoardFilter *self)
{
  if (self->memory == NULL)
    return;
  for (guint i = 0; i < N_TOGGLES; i++)
    crm_app_memory_set_int (self->memory, GROUP, toggles[i].key,
                            gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->toggles[i])));
  crm_app_memory_set_text (self->memory, GROUP, "owner", self->owner.wanted);
  crm_app_memory_set_text (self->memory, GROUP, "tag", self->tag.wanted);
  crm_app_memory_set_text (self->memory, GROUP, "text", *self->text != '\0' ? self->text : NULL);
  crm_app_memory_set_int (self->memory, GROUP, "sort",
                          (int)gtk_drop_down_get_selected (GTK_DROP_DOWN (self->sort)));
}

static void
changed (CrmAppBoardFilter *self)
{
  if (self->filling)
    return;
  remember (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
chosen_cb (GtkDropDown *widget, GParamSpec *property, gpointer data)
{
  CrmAppBoardFilter *self = data;
  Choice *choice = GTK_WIDGET (widget) == self->owner.widget ? &self->owner : &self->tag;
  guint selected = gtk_drop_down_get_selected (widget);

  if (self->filling || selected > choice->ids->len)
    return;
  g_free (choice->wanted);
  choice->wanted = selected > 0 ? g_strdup (g_ptr_array_index (choice->ids, selected - 1)) : NULL;
  changed (self);
}

static void
searched_cb (GtkSearchEntry *entry, gpointer data)
{
  CrmAppBoardFilter *self = data;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  if (g_str_equal (text, self->text)) /* it comes later, also for what was put there by us */
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  changed (self);
}

static GtkWidget *
make_drop_down (GtkWidget *parent, const char *name, const char *id)
{
  GtkWidget *widget = crm_app_choice_new (NULL, name, id);

  gtk_widget_set_tooltip_text (widget, name);
  gtk_box_append (GTK_BOX (parent), widget);
  return widget;
}

static void
make_choice (CrmAppBoardFilter *self, GtkWidget *parent, Choice *choice, const char *name)
{
  g_autofree char *id = g_strdup_printf ("crm-board-%s", choice->key);

  choice->ids = g_ptr_array_new_with_free_func (g_free);
  choice->widget = make_drop_down (parent, name, id);
  gtk_widget_set_visible (choice->widget, FALSE);
  g_signal_connect (choice->widget, "notify::selected", G_CALLBACK (chosen_cb), self);
}

static void
make_toggles (CrmAppBoardFilter *self, GtkWidget *parent)
{
  for (guint i = 0; i < N_TOGGLES; i++)
    {
      g_autofree char *id = g_strdup_printf ("crm-board-%s", toggles[i].key);

      self->toggles[i] = gtk_toggle_button_new_with_label (_ (toggles[i].label));
      crm_app_set_id (self->toggles[i], id);
      g_signal_connect_swapped (self->toggles[i], "toggled", G_CALLBACK (changed), self);
      gtk_box_append (GTK_BOX (parent), self->toggles[i]);
    }
}

static void
make_sort (CrmAppBoardFilter *self, GtkWidget *parent)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < CRM_BOARD_N_SORTS; i++)
    gtk_string_list_append (names, _ (sorts[i]));
  self->sort = make_drop_down (parent, _ ("Order of the cards"), "crm-board-sort");
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->sort), G_LIST_MODEL (names));
  g_signal_connect_swapped (self->sort, "notify::selected", G_CALLBACK (changed), self);
}

static void
crm_app_board_filter_init (CrmAppBoardFilter *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->text = g_strdup ("");
  self->owner.key = "owner";
  self->tag.key = "tag";
  gtk_widget_add_css_class (box, "crm-board-filter");
  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _ ("Filter by words"), NULL);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->search), 8);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->search), 14);
  crm_app_set_name (self->search, _ ("Filter by words"));
  crm_app_set_id (self->search, "crm-board-words");
  g_signal_connect (self->search, "search-changed", G_CALLBACK (searched_cb), self);
  gtk_box_append (GTK_BOX (box), self->search);
  make_toggles (self, box);
  make_choice (self, box, &self->owner, _ ("Owner"));
  make_choice (self, box, &self->tag, _ ("Tag"));
  make_sort (self, box);
  crm_app_set_name (box, _ ("Filters"));
  /* One line, for in a narrow window the cards need the room; who goes there with keys sees all. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  /* Rather out of sight than with names that nobody can read. */
  gtk_scrollable_set_hscroll_policy (
      GTK_SCROLLABLE (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled))),
      GTK_SCROLL_NATURAL);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

GtkWidget *
crm_app_board_filter_new (void)
{
  return g_object_new (CRM_APP_TYPE_BOARD_FILTER, NULL);
}

/* Once, after making it: the filters are as they were left. */
void
crm_app_board_filter_set_memory (CrmAppBoardFilter *self, CrmAppMemory *memory)
{
  int sort = crm_app_memory_get_int (memory, GROUP, "sort", 0);

  self->memory = g_object_ref (memory);
  self->filling = TRUE;
  for (guint i = 0; i < N_TOGGLES; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->toggles[i]),
                                  crm_app_memory_get_int (memory, GROUP, toggles[i].key, 0));
  self->owner.wanted = crm_app_memory_get_text (memory, GROUP, "owner");
  self->tag.wanted = crm_app_memory_get_text (memory, GROUP, "tag");
  g_free (self->text);
  self->text = crm_app_memory_get_text (memory, GROUP, "text");
  if (self->text == NULL)
    self->text = g_strdup ("");
  gtk_editable_set_text (GTK_EDITABLE (self->search), self->text);
  if (sort >= 0 && sort < CRM_BOARD_N_SORTS)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->sort), (guint)sort);
  self->filling = FALSE;
}

/* Lines for @records under one that says @nothing. Who was chosen and is no more is chosen no
 * longer. */
static void
fill_choice (Choice *choice, GPtrArray *records, const char *nothing, guint least)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  g_ptr_array_set_size (choice->ids, 0);
  gtk_string_list_append (names, nothing);
  for (guint i = 0; i < records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (records, i);

      g_ptr_array_add (choice->ids, g_strdup (record->id));
      gtk_string_list_append (names, crm_phrase_record_name (record));
      if (g_strcmp0 (record->id, choice->wanted) == 0)
        selected = i + 1;
    }
  if (selected == 0)
    g_clear_pointer (&choice->wanted, g_free);
  gtk_drop_down_set_model (GTK_DROP_DOWN (choice->widget), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice->widget), selected);
  gtk_widget_set_visible (choice->widget, records->len >= least);
}

/* Offers the owners and tags there are. */
void
crm_app_board_filter_show (CrmAppBoardFilter *self, const CrmBoard *board)
{
  self->filling = TRUE;
  fill_choice (&self->owner, board->owners, _ ("All owners"), 2);
  fill_choice (&self->tag, board->tags, _ ("All tags"), 1);
  self->filling = FALSE;
}

/* What @out_query gets belongs to the filter, and is good until the next change. */
void
crm_app_board_filter_get (CrmAppBoardFilter *self, CrmBoardQuery *out_query)
{
  gboolean active[N_TOGGLES];

  for (guint i = 0; i < N_TOGGLES; i++)
    active[i] = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->toggles[i]));
  out_query->mine = active[MINE];
  out_query->stuck = active[STUCK];
  out_query->closing = active[CLOSING];
  out_query->no_step = active[NO_STEP];
  out_query->owner = self->owner.wanted;
  out_query->tag = self->tag.wanted;
  out_query->text = self->text;
  out_query->sort
      = MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->sort)), CRM_BOARD_N_SORTS - 1);
}

/* All deals are shown again; their order stays. */
void
crm_app_board_filter_clear (CrmAppBoardFilter *self)
{
  self->filling = TRUE;
  for (guint i = 0; i < N_TOGGLES; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->toggles[i]), FALSE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->owner.widget), 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->tag.widget), 0);
  g_clear_pointer (&self->owner.wanted, g_free);
  g_clear_pointer (&self->tag.wanted, g_free);
  g_free (self->text);
  self->text = g_strdup ("");
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  self->filling = FALSE;
  changed (self);
}

/* To the words, where one begins to type. */
void
crm_app_board_filter_focus (CrmAppBoardFilter *self)
{
  gtk_widget_grab_focus (self->search);
}
