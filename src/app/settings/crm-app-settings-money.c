/* crm-app-settings-money.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The base currency, and what others are worth in it. */
#define G_LOG_DOMAIN "crm-app-settings-money"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-app-settings-private.h"
#include "crm-currencies.h"
#include "crm-format.h"
#include "crm-phrases-trouble.h"
#include "base/crm-app-widgets.h"
#include "record/crm-app-currency-button.h"
#include "service/crm-currency.h"

struct _CrmAppSettingsMoney
{
  AdwPreferencesPage parent_instance;
  CrmAppSession *session; /* (owned) */
  char *base_code;        /* (owned) (nullable) */
  int today;              /* days since 1970-01-01 */
  gint64 now_usec;
  GtkWidget *base;
  GtkWidget *rates; /* AdwPreferencesGroup */
  GPtrArray *rows;  /* (owned) (element-type GtkWidget): one for each rate */
  GtkWidget *currency;
  GtkWidget *rate;
  GtkWidget *day;
  GtkWidget *add;
};

G_DEFINE_FINAL_TYPE (CrmAppSettingsMoney, _crm_app_settings_money, ADW_TYPE_PREFERENCES_PAGE)

static void
_crm_app_settings_money_finalize (GObject *object)
{
  CrmAppSettingsMoney *self = CRM_APP_SETTINGS_MONEY (object);

  g_clear_object (&self->session);
  g_free (self->base_code);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (_crm_app_settings_money_parent_class)->finalize (object);
}

static void
_crm_app_settings_money_class_init (CrmAppSettingsMoneyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = _crm_app_settings_money_finalize;
}

static void
tell (CrmAppSettingsMoney *self, GtkWidget *row, const char *text)
{
  crm_app_mark_problem (row, text);
  crm_app_session_tell_trouble (self->session, text);
}

/* (transfer full): in capitals; whether it is one has been told when it is NULL */
static char *
parse_code (CrmAppSettingsMoney *self, GtkWidget *row)
{
  g_autofree char *text = _crm_app_settings_dup_text (row);
  g_autofree char *unknown = crm_currencies_find_unknown (text);
  g_autofree char *trouble = NULL;
  char *code = crm_currencies_find (text);

  if (code != NULL)
    return code;
  if (unknown != NULL)
    trouble = g_strdup_printf (_ ("There is no currency “%s”"), unknown);
  tell (self, row, trouble != NULL ? trouble : _ ("It takes the code of a currency, such as EUR"));
  return NULL;
}

static void
base_applied_cb (AdwEntryRow *row, gpointer data)
{
  CrmAppSettingsMoney *self = data;
  g_autofree char *code = parse_code (self, GTK_WIDGET (row));
  CrmChangeSet *set;

  if (code == NULL || g_strcmp0 (code, self->base_code) == 0)
    return;
  set = crm_change_set_new ("set-currency", CRM_CAUSE_USER);
  crm_currency_set_base (set, code);
  crm_app_session_write (self->session, set);
}

static void
base_chosen_cb (GtkWidget *button, const char *code, gpointer data)
{
  CrmAppSettingsMoney *self = data;

  gtk_editable_set_text (GTK_EDITABLE (self->base), code);
  base_applied_cb (ADW_ENTRY_ROW (self->base), self);
}

static void
currency_chosen_cb (GtkWidget *button, const char *code, gpointer data)
{
  CrmAppSettingsMoney *self = data;

  gtk_editable_set_text (GTK_EDITABLE (self->currency), code);
  gtk_widget_grab_focus (self->rate);
}

static gboolean
parse_day (CrmAppSettingsMoney *self, int *out_day)
{
  g_autofree char *text = _crm_app_settings_dup_text (self->day);

  *out_day = self->today;
  if (*text == '\0' || crm_format_parse_day (text, self->now_usec, out_day))
    return TRUE;
  tell (self, self->day, _ ("A day, as 2026-12-31, or “tomorrow”"));
  return FALSE;
}

static void
add_cb (CrmAppSettingsMoney *self)
{
  g_autofree char *code = parse_code (self, self->currency);
  g_autofree char *text = _crm_app_settings_dup_text (self->rate);
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("set-rate", CRM_CAUSE_USER);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *trouble = NULL;
  CrmDecimal rate;
  int day;

  if (code == NULL || self->base_code == NULL || !parse_day (self, &day))
    return;
  g_strdelimit (text, ",", '.'); /* as half the world writes it */
  if (!crm_decimal_parse (text, &rate, NULL))
    {
      tell (self, self->rate, _ ("A number, as 0.92"));
      return;
    }
  id = crm_currency_set_rate (set, self->base_code, code, day, &rate, &error);
  if (id == NULL)
    {
      trouble = crm_phrase_trouble (error, NULL);
      tell (self, self->rate, trouble);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->currency), "");
  gtk_editable_set_text (GTK_EDITABLE (self->rate), "");
  gtk_editable_set_text (GTK_EDITABLE (self->day), "");
  crm_app_session_write (self->session, g_steal_pointer (&set));
}

static void
remove_cb (GtkButton *button, gpointer data)
{
  CrmAppSettingsMoney *self = data;
  CrmChangeSet *set = crm_change_set_new ("delete-record", CRM_CAUSE_USER);

  crm_change_set_delete (set, "exchange_rate", g_object_get_data (G_OBJECT (button), "crm-rate"));
  crm_app_session_write (self->session, set);
}

/* --- showing ---
 */

static void
add_rate (CrmAppSettingsMoney *self, const CrmRecord *rate)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *since = crm_format_day ((int)crm_record_get_int (rate, "day", 0));
  g_autofree char *title
      = g_strdup_printf ("1 %s = %s %s", crm_record_get_text (rate, "currency"),
                         crm_record_get_text (rate, "rate"), crm_record_get_text (rate, "base"));
  /* TRANSLATORS: %s is the first day of an exchange rate */
  g_autofree char *subtitle = g_strdup_printf (_ ("from %s on"), since);
  /* TRANSLATORS: for screen readers: %s is an exchange rate */
  g_autofree char *name = g_strdup_printf (_ ("Remove %s"), title);
  GtkWidget *button = crm_app_icon_button_new ("edit-delete-symbolic", name, "crm-rate-remove");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "crm-rate", g_strdup (rate->id), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->rates), row);
  g_ptr_array_add (self->rows, row);
}

static int
compare_rates (gconstpointer a, gconstpointer b)
{
  const CrmRecord *first = *(const CrmRecord *const *)a;
  const CrmRecord *second = *(const CrmRecord *const *)b;
  int by_currency = g_strcmp0 (crm_record_get_text (first, "currency"),
                               crm_record_get_text (second, "currency"));
  gint64 day = crm_record_get_int (first, "day", 0);
  gint64 other = crm_record_get_int (second, "day", 0);

  return by_currency != 0 ? by_currency : (day < other) - (day > other);
}

void
_crm_app_settings_money_show (CrmAppSettingsMoney *self, const CrmSettings *settings)
{
  g_autoptr (GPtrArray) rates = g_ptr_array_new ();

  self->now_usec = settings->now_usec;
  self->today = crm_format_today (settings->now_usec);
  g_free (self->base_code);
  self->base_code = g_strdup (settings->base);
  _crm_app_settings_show_text (self->base, settings->base != NULL ? settings->base : "");
  gtk_widget_set_sensitive (self->add, settings->base != NULL);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->rates),
                                  g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < settings->rates->len; i++)
    g_ptr_array_add (rates, g_ptr_array_index (settings->rates, i));
  g_ptr_array_sort (rates, compare_rates);
  for (guint i = 0; i < rates->len; i++)
    add_rate (self, g_ptr_array_index (rates, i));
}

/* --- widgets ---
 */

static void
add_choice (CrmAppSettingsMoney *self, GtkWidget *row, GCallback chosen)
{
  GtkWidget *button
      = crm_app_currency_button_new (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));

  g_signal_connect_object (button, "chosen", chosen, self, 0);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
}

static GtkWidget *
add_entry (GtkWidget *group, const char *title, const char *id)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  crm_app_set_id (row, id);
  crm_app_set_name (row, title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static void
add_new_rate (CrmAppSettingsMoney *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->add = crm_app_button_new (_ ("_Set Rate"), "crm-rate-set");
  gtk_widget_add_css_class (self->add, "flat");
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_cb), self);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("New Rate"));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), self->add);
  self->currency = add_entry (group, _ ("Currency"), "crm-rate-currency");
  add_choice (self, self->currency, G_CALLBACK (currency_chosen_cb));
  self->rate = add_entry (group, _ ("What one unit is worth"), "crm-rate-rate");
  self->day = add_entry (group, _ ("From this day on (empty for today)"), "crm-rate-day");
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
}

static void
_crm_app_settings_money_init (CrmAppSettingsMoney *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->rows = g_ptr_array_new ();
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _ ("Money"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "x-office-spreadsheet-symbolic");
  self->base = _crm_app_settings_entry_new (_ ("Base currency"), "crm-settings-base",
                                            G_CALLBACK (base_applied_cb), self);
  add_choice (self, self->base, G_CALLBACK (base_chosen_cb));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _ ("Amounts in other currencies are converted to it in sums and reports. What has no rate is "
         "said to be unknown."));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->base);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
  self->rates = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->rates), _ ("Exchange Rates"));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (self->rates));
  add_new_rate (self);
}

GtkWidget *
_crm_app_settings_money_new (CrmAppSession *session)
{
  CrmAppSettingsMoney *self = g_object_new (CRM_APP_TYPE_SETTINGS_MONEY, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}
