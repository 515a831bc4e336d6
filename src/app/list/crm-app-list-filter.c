/* crm-app-list-filter.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-filter"
#include "config.h"

#include "crm-app-list-filter.h"

#include <glib/gi18n-lib.h>

#include "crm-app-list-completion.h"
#include "crm-phrases-filter.h"
#include "base/crm-app-widgets.h"

struct _CrmAppListFilter
{
  GtkBox parent_instance;
  GtkWidget *line;
  GtkWidget *entry;      /* GtkSearchEntry */
  GtkWidget *mistake;    /* GtkLabel */
  GtkWidget *completion; /* CrmAppListCompletion */
};

G_DEFINE_FINAL_TYPE (CrmAppListFilter, crm_app_list_filter, GTK_TYPE_BOX)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_app_list_filter_dispose (GObject *object)
{
  CrmAppListFilter *self = CRM_APP_LIST_FILTER (object);

  g_clear_pointer (&self->completion, gtk_widget_unparent);
  G_OBJECT_CLASS (crm_app_list_filter_parent_class)->dispose (object);
}

static gboolean
crm_app_list_filter_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CRM_APP_LIST_FILTER (widget)->entry);
}

static void
crm_app_list_filter_class_init (CrmAppListFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_list_filter_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = crm_app_list_filter_grab_focus;
  signals[CHANGED] = g_signal_new ("changed", CRM_APP_TYPE_LIST_FILTER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
search_changed_cb (GtkSearchEntry *entry, gpointer data)
{
  g_signal_emit (data, signals[CHANGED], 0);
}

/* Escape takes the filter away; without one it leads on to the rows. */
static void
stopped_cb (GtkSearchEntry *entry, gpointer data)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (entry)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (entry), "");
  else
    gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (data)), GTK_DIR_TAB_FORWARD);
}

static void
crm_app_list_filter_init (CrmAppListFilter *self)
{
  GtkWidget *delegate;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->entry = gtk_search_entry_new ();
  gtk_widget_set_hexpand (self->entry, TRUE);
  crm_app_set_id (self->entry, "crm-list-filter");
  crm_app_set_name (self->entry, _ ("Filter"));
  delegate = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)));
  gtk_text_set_enable_emoji_completion (GTK_TEXT (delegate), FALSE);
  self->completion = crm_app_list_completion_new (GTK_WIDGET (self), GTK_EDITABLE (self->entry));
  self->mistake = crm_app_text_new ("error");
  gtk_widget_add_css_class (self->mistake, "caption");
  gtk_widget_set_visible (self->mistake, FALSE);
  crm_app_set_id (self->mistake, "crm-list-mistake");
  g_signal_connect (self->entry, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect (self->entry, "stop-search", G_CALLBACK (stopped_cb), self);
  gtk_box_append (GTK_BOX (self->line), self->entry);
  gtk_box_append (GTK_BOX (self), self->line);
  gtk_box_append (GTK_BOX (self), self->mistake);
}

GtkWidget *
crm_app_list_filter_new (void)
{
  return g_object_new (CRM_APP_TYPE_LIST_FILTER, NULL);
}

/* A button at the end of the line. */
void
crm_app_list_filter_add (CrmAppListFilter *self, GtkWidget *button)
{
  gtk_box_append (GTK_BOX (self->line), button);
}

/* Returns: (transfer none): what stands there */
const char *
crm_app_list_filter_get_text (CrmAppListFilter *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
crm_app_list_filter_set_text (CrmAppListFilter *self, const char *text /* (nullable) */)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

/* @columns: (element-type CrmListColumn): which fields of @entity there are */
void
crm_app_list_filter_set_columns (CrmAppListFilter *self,
                                 const CrmEntity *entity,
                                 GPtrArray *columns)
{
  const char *example
      = g_str_equal (entity->name, "deal")
            /* TRANSLATORS: example of a filter; "stage" and "amount" are names that stay as they
               are */
            ? _ ("Words, or as stage = \"…\" and amount > 1000")
            /* TRANSLATORS: example of a filter; "name" is a name that stays as it is */
            : _ ("Words, or as name = \"…\"");

  g_object_set (self->entry, "placeholder-text", example, NULL);
  crm_app_list_completion_set_columns (CRM_APP_LIST_COMPLETION (self->completion), entity, columns);
}

static void
underline (CrmAppListFilter *self, const CrmFilterErrorPlace *place /* (nullable) */)
{
  GtkEditable *delegate = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *attribute;

  if (place != NULL && place->end > place->start)
    {
      attribute = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);
      attribute->start_index = (guint)place->start;
      attribute->end_index = (guint)place->end;
      pango_attr_list_insert (attributes, attribute);
    }
  gtk_text_set_attributes (GTK_TEXT (delegate), attributes);
}

/* @error: (nullable): what is wrong with the text, NULL for nothing
 * @place: (nullable): where */
void
crm_app_list_filter_show_mistake (CrmAppListFilter *self,
                                  const GError *error,
                                  const CrmFilterErrorPlace *place)
{
  g_autofree char *text
      = error != NULL
            ? crm_phrase_filter_mistake (error, crm_app_list_filter_get_text (self), place)
            : NULL;

  gtk_label_set_text (GTK_LABEL (self->mistake), text != NULL ? text : "");
  gtk_widget_set_visible (self->mistake, text != NULL);
  underline (self, error != NULL ? place : NULL);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
      error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  crm_app_set_description (self->entry, text != NULL ? text : "");
}
