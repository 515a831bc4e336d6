/* crm-app-list-completion.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-completion"
#include "config.h"

#include "crm-app-list-completion.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-filter-words.h"
#include "base/crm-app-widgets.h"

#define MAX_OFFERS 8

struct _CrmAppListCompletion
{
  GtkPopover parent_instance;
  GtkEditable *entry; /* (unowned): lives as long as the parent of this */
  GtkWidget *list;    /* GtkListBox: each row is named by what it offers */
  const CrmEntity *entity;
  GPtrArray *columns; /* (owned) (nullable) (element-type CrmListColumn) */
  gboolean taking;    /* a name is being put in */
  guint offer_id;     /* idle source, 0 for none */
};

G_DEFINE_FINAL_TYPE (CrmAppListCompletion, crm_app_list_completion, GTK_TYPE_POPOVER)

static void
crm_app_list_completion_dispose (GObject *object)
{
  CrmAppListCompletion *self = CRM_APP_LIST_COMPLETION (object);

  g_clear_handle_id (&self->offer_id, g_source_remove);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  G_OBJECT_CLASS (crm_app_list_completion_parent_class)->dispose (object);
}

static void
crm_app_list_completion_class_init (CrmAppListCompletionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_list_completion_dispose;
}

/* --- which word it is
 * ----------------------------------------------------------------------------- */

static gboolean
is_name_character (char c)
{
  return g_ascii_islower (c) || g_ascii_isdigit (c) || c == '_' || c == '.';
}

/* Whether a condition may begin where @before ends: at the beginning, after a parenthesis, or after
 * a word that joins. */
static gboolean
begins_condition (const char *text, gsize length)
{
  static const char *const words[] = { "and", "or", "not" };

  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  if (length == 0 || text[length - 1] == '(')
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize n = strlen (words[i]);

      if (length >= n && g_ascii_strncasecmp (text + length - n, words[i], n) == 0
          && (length == n || !is_name_character (text[length - n - 1])))
        return TRUE;
    }
  return FALSE;
}

/* (transfer full) (nullable): the name that is being typed, with what goes before the last dot */
static char *
find_word (CrmAppListCompletion *self, int *out_begin /* in characters */)
{
  const char *text = gtk_editable_get_text (self->entry);
  const char *cursor = g_utf8_offset_to_pointer (text, gtk_editable_get_position (self->entry));
  const char *begin = cursor;

  if (is_name_character (*cursor))
    return NULL;
  while (begin > text && is_name_character (begin[-1]))
    begin--;
  if (begin == cursor || !begins_condition (text, (gsize)(begin - text)))
    return NULL;
  *out_begin = (int)g_utf8_pointer_to_offset (text, begin);
  return g_strndup (begin, (gsize)(cursor - begin));
}

/* --- what is offered
 * ------------------------------------------------------------------------------ */

static void
add_offer (CrmAppListCompletion *self, const CrmFilterOffer *offer)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = crm_app_label_new (offer->path, "monospace");
  GtkWidget *meaning = crm_app_label_new (offer->label, "dim-label");

  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), meaning);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_object_set_data_full (G_OBJECT (row), "crm-path", g_strdup (offer->path), g_free);
  crm_app_set_name (row, offer->path);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
offer (CrmAppListCompletion *self)
{
  int begin = 0;
  g_autofree char *word = find_word (self, &begin);
  g_autoptr (GPtrArray) offers
      = word != NULL && self->columns != NULL
            ? crm_filter_words_offer (self->entity, self->columns, word, MAX_OFFERS)
            : NULL;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; offers != NULL && i < offers->len; i++)
    add_offer (self, g_ptr_array_index (offers, i));
  if (offers != NULL && offers->len > 0)
    gtk_popover_popup (GTK_POPOVER (self));
  else
    gtk_popover_popdown (GTK_POPOVER (self));
}

static void
take (CrmAppListCompletion *self, GtkListBoxRow *row)
{
  g_autofree char *path = g_strconcat (g_object_get_data (G_OBJECT (row), "crm-path"), " ", NULL);
  int begin = 0;
  g_autofree char *word = find_word (self, &begin);

  gtk_popover_popdown (GTK_POPOVER (self));
  if (word == NULL)
    return;
  self->taking = TRUE;
  gtk_editable_delete_text (self->entry, begin, gtk_editable_get_position (self->entry));
  gtk_editable_insert_text (self->entry, path, -1, &begin);
  gtk_editable_set_position (self->entry, begin);
  self->taking = FALSE;
}

/* --- keys
 * ----------------------------------------------------------------------------------------- */

static gboolean
offer_cb (gpointer data)
{
  CrmAppListCompletion *self = data;

  self->offer_id = 0;
  offer (self);
  return G_SOURCE_REMOVE;
}

/* The cursor follows the text only after this. */
static void
changed_cb (GtkEditable *entry, gpointer data)
{
  CrmAppListCompletion *self = data;
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (entry));

  /* Only for who types: texts are put there by others, too. */
  if (!self->taking && gtk_widget_has_focus (text) && self->offer_id == 0)
    self->offer_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, offer_cb, self, NULL);
}

static void
choose (CrmAppListCompletion *self, int step)
{
  GtkListBox *list = GTK_LIST_BOX (self->list);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list);
  int i = row != NULL ? gtk_list_box_row_get_index (row) + step : step > 0 ? 0 : -1;

  gtk_list_box_select_row (list, i >= 0 ? gtk_list_box_get_row_at_index (list, i) : NULL);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                gpointer data)
{
  CrmAppListCompletion *self = data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Down || key == GDK_KEY_Up)
    choose (self, key == GDK_KEY_Down ? 1 : -1);
  else if (key == GDK_KEY_Escape)
    gtk_popover_popdown (GTK_POPOVER (self));
  else if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) && row != NULL)
    take (self, row);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  take (data, row);
}

static void
left_cb (GtkEventControllerFocus *controller, gpointer data)
{
  gtk_popover_popdown (data);
}

static void
crm_app_list_completion_init (CrmAppListCompletion *self)
{
  self->list = gtk_list_box_new ();
  gtk_widget_set_can_focus (self->list, FALSE);
  crm_app_set_id (self->list, "crm-list-completion");
  /* TRANSLATORS: for screen readers: names of fields that one may take for what is being typed */
  crm_app_set_name (self->list, _ ("Fields"));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_popover_set_child (GTK_POPOVER (self), self->list);
  gtk_popover_set_autohide (GTK_POPOVER (self), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
}

/* Below @entry, which lies in @parent; to be unparented with it. */
GtkWidget *
crm_app_list_completion_new (GtkWidget *parent, GtkEditable *entry)
{
  CrmAppListCompletion *self = g_object_new (CRM_APP_TYPE_LIST_COMPLETION, NULL);
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (entry));
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = entry;
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, 0);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (text, keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (left_cb), self, 0);
  gtk_widget_add_controller (text, focus);
  return GTK_WIDGET (self);
}

/* @columns: (element-type CrmListColumn): what filters of @entity may name */
void
crm_app_list_completion_set_columns (CrmAppListCompletion *self,
                                     const CrmEntity *entity,
                                     GPtrArray *columns)
{
  self->entity = entity;
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  self->columns = g_ptr_array_ref (columns);
}
