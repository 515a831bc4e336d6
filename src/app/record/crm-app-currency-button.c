/* crm-app-currency-button.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-currency-button"
#include "config.h"

#include "crm-app-currency-button.h"

#include <glib/gi18n-lib.h>

#include "crm-currencies.h"
#include "base/crm-app-widgets.h"

/* A button with the currencies there are, by code and name, and a field to search them. */

#define CRM_APP_TYPE_CURRENCY_BUTTON (crm_app_currency_button_get_type ())
G_DECLARE_FINAL_TYPE (
    CrmAppCurrencyButton, crm_app_currency_button, CRM_APP, CURRENCY_BUTTON, GtkWidget)

struct _CrmAppCurrencyButton
{
  GtkWidget parent_instance;
  GtkWidget *button; /* GtkMenuButton */
  GtkWidget *search;
  GtkWidget *list; /* GtkListBox, filled when it is opened for the first time */
};

G_DEFINE_FINAL_TYPE (CrmAppCurrencyButton, crm_app_currency_button, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_app_currency_button_dispose (GObject *object)
{
  g_clear_pointer (&CRM_APP_CURRENCY_BUTTON (object)->button, gtk_widget_unparent);
  G_OBJECT_CLASS (crm_app_currency_button_parent_class)->dispose (object);
}

static void
crm_app_currency_button_class_init (CrmAppCurrencyButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_app_currency_button_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  /* The code of one. */
  signals[CHOSEN] = g_signal_new ("chosen", CRM_APP_TYPE_CURRENCY_BUTTON, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static const CrmCurrency *
get_currency (GtkListBoxRow *row)
{
  GPtrArray *all
      = g_object_get_data (G_OBJECT (gtk_widget_get_parent (GTK_WIDGET (row))), "crm-all");

  return g_ptr_array_index (all, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "crm-i")));
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  CrmAppCurrencyButton *self = data;

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  g_signal_emit (self, signals[CHOSEN], 0, get_currency (row)->code);
}

static gboolean
is_found (GtkListBoxRow *row, gpointer data)
{
  CrmAppCurrencyButton *self = data;

  return crm_currencies_matches (get_currency (row),
                                 gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static GtkListBoxRow * /* (nullable): the first that is found */
find_first (CrmAppCurrencyButton *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (is_found (row, self))
      return row;
  return NULL;
}

static void
search_changed_cb (GtkEditable *search, gpointer data)
{
  CrmAppCurrencyButton *self = data;

  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), find_first (self));
}

/* Enter takes what is selected, the first unless one went further. */
static void
search_activated_cb (GtkSearchEntry *search, gpointer data)
{
  CrmAppCurrencyButton *self = data;
  GtkListBoxRow *row = find_first (self);

  if (row != NULL)
    activated_cb (GTK_LIST_BOX (self->list), row, self);
}

static void
add_row (CrmAppCurrencyButton *self, const CrmCurrency *currency, guint index)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", currency->code, currency->name);

  gtk_box_append (GTK_BOX (line), crm_app_label_new (currency->code, "numeric"));
  gtk_box_append (GTK_BOX (line), crm_app_label_new (currency->name, "dim-label"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_object_set_data (G_OBJECT (row), "crm-i", GUINT_TO_POINTER (index));
  crm_app_set_name (row, spoken);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
shown_cb (GtkWidget *popover, gpointer data)
{
  CrmAppCurrencyButton *self = data;
  GPtrArray *all = g_object_get_data (G_OBJECT (self->list), "crm-all");

  if (all == NULL)
    {
      all = crm_currencies_list ();
      g_object_set_data_full (G_OBJECT (self->list), "crm-all", all,
                              (GDestroyNotify)g_ptr_array_unref);
      for (guint i = 0; i < all->len; i++)
        add_row (self, g_ptr_array_index (all, i), i);
    }
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (self->search);
}

static GtkWidget *
make_content (CrmAppCurrencyButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->search = gtk_search_entry_new ();
  crm_app_set_id (self->search, "crm-currency-search");
  crm_app_set_name (self->search, _ ("Search currencies"));
  g_signal_connect (self->search, "changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect (self->search, "activate", G_CALLBACK (search_activated_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (gtk_menu_button_popdown),
                            self->button);
  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), is_found, self, NULL);
  crm_app_set_id (self->list, "crm-currency-list");
  crm_app_set_name (self->list, _ ("Currencies"));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_widget_set_size_request (scrolled, 280, 240);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), scrolled);
  return box;
}

static void
crm_app_currency_button_init (CrmAppCurrencyButton *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->button = gtk_menu_button_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), make_content (self));
  g_signal_connect (popover, "show", G_CALLBACK (shown_cb), self);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "pan-down-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/* For a field called @label. The signal `chosen` has the code of a currency. */
GtkWidget *
crm_app_currency_button_new (const char *label)
{
  CrmAppCurrencyButton *self = g_object_new (CRM_APP_TYPE_CURRENCY_BUTTON, NULL);
  /* TRANSLATORS: opens a list of currencies; %s is what one is chosen for, as "Amount" */
  g_autofree char *name = g_strdup_printf (_ ("Choose a currency: %s"), label);

  gtk_widget_set_tooltip_text (self->button, name);
  crm_app_set_name (self->button, name);
  crm_app_set_id (self->button, "crm-currency-button");
  return GTK_WIDGET (self);
}
