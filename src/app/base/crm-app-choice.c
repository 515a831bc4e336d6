/* crm-app-choice.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-choice"
#include "config.h"

#include "crm-app-choice.h"

#include <glib/gi18n-lib.h>

#include "crm-app-widgets.h"

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_list_item_set_child (item, crm_app_label_new (NULL, NULL));
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkStringObject *name = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (name));
}

/* GTK 4.8 gives the focus to a button inside, which has no name. Newer ones name the choice itself
 * after what is chosen, and so nobody hears what it is a choice of. */
static void
name_button_cb (GtkDropDown *choice, GParamSpec *property, gpointer label)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (choice));
  GObject *item = gtk_drop_down_get_selected_item (choice);
  const char *value = item != NULL ? gtk_string_object_get_string (GTK_STRING_OBJECT (item)) : "";
  /* TRANSLATORS: for screen readers: what is chosen, and the choice, as "Period: This year" */
  g_autofree char *text = g_strdup_printf (_ ("%1$s: %2$s"), (const char *)label, value);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  crm_app_set_name (GTK_WIDGET (choice), text);
  crm_app_set_name (button, text);
}

static void
free_label (gpointer label, GClosure *closure)
{
  g_free (label);
}

/* A GtkDropDown of @names: (transfer full) (nullable). What is chosen gives way in a narrow window,
 * but not in its list. @label says what it is a choice of. */
GtkWidget *
crm_app_choice_new (GtkStringList *names, const char *label, const char *id)
{
  GtkWidget *choice = gtk_drop_down_new (names != NULL ? G_LIST_MODEL (names) : NULL, NULL);
  g_autoptr (GtkListItemFactory) plain
      = g_object_ref (gtk_drop_down_get_factory (GTK_DROP_DOWN (choice)));
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (choice), plain);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (choice), factory);
  crm_app_set_id (choice, id);
  g_signal_connect_data (choice, "notify::selected-item", G_CALLBACK (name_button_cb),
                         g_strdup (label), free_label, 0);
  name_button_cb (GTK_DROP_DOWN (choice), NULL, (gpointer)label);
  return choice;
}
