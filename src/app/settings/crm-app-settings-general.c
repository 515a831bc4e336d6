/* crm-app-settings-general.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The user, the look, and how time is counted. */
#define G_LOG_DOMAIN "crm-app-settings-general"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-app-settings-private.h"
#include "crm-app-settings-window.h"
#include "crm-format.h"
#include "base/crm-app-widgets.h"

#define MAX_DAYS 3650
#define MONTHS 12
#define WEEK 7
/* 2024-01-01 was a Monday, and is the first of a month. */
#define SOME_MONDAY 2024, 1, 1

struct _CrmAppSettingsGeneral
{
  AdwPreferencesPage parent_instance;
  CrmAppSession *session; /* (owned) */
  CrmRecord *user;        /* (owned) (nullable) */
  GtkWidget *name;
  GtkWidget *theme;
  GtkWidget *week; /* AdwActionRow */
  GtkWidget *days[WEEK];
  GtkWidget *fiscal;
  GtkWidget *limit;
  GtkWidget *formats;
  GtkWidget *task_list;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (CrmAppSettingsGeneral, _crm_app_settings_general, ADW_TYPE_PREFERENCES_PAGE)

static void
_crm_app_settings_general_finalize (GObject *object)
{
  CrmAppSettingsGeneral *self = CRM_APP_SETTINGS_GENERAL (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->user, crm_record_unref);
  G_OBJECT_CLASS (_crm_app_settings_general_parent_class)->finalize (object);
}

static void
_crm_app_settings_general_class_init (CrmAppSettingsGeneralClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = _crm_app_settings_general_finalize;
}

/* --- writing ---
 */

static void
tell (CrmAppSettingsGeneral *self, GtkWidget *row, const char *text)
{
  crm_app_mark_problem (row, text);
  crm_app_session_tell_trouble (self->session, text);
}

static CrmChangeSet *
new_set (void)
{
  return crm_change_set_new ("set-preference", CRM_CAUSE_USER);
}

static void
name_applied_cb (AdwEntryRow *row, gpointer data)
{
  CrmAppSettingsGeneral *self = data;
  g_autofree char *name = _crm_app_settings_dup_text (GTK_WIDGET (row));
  CrmChangeSet *set;
  CrmChange *change;

  if (self->user == NULL)
    return;
  if (*name == '\0')
    {
      tell (self, self->name, _ ("Others see your name: it cannot be empty"));
      return;
    }
  set = new_set ();
  change = crm_change_set_update (set, "user", self->user->id);
  crm_change_set_text (change, "name", name);
  crm_change_expect (change, "name", crm_record_get (self->user, "name"));
  crm_app_session_write (self->session, set);
}

static void
theme_selected_cb (AdwComboRow *row, GParamSpec *property, gpointer data)
{
  CrmAppSettingsGeneral *self = data;

  if (self->filling)
    return;
  crm_app_memory_set_int (crm_app_session_get_memory (self->session), "look", "theme",
                          (int)adw_combo_row_get_selected (row));
  crm_app_settings_apply_theme (self->session);
}

/* The last day stays: somebody must work. */
static void
day_toggled_cb (GtkCheckButton *check, gpointer data)
{
  CrmAppSettingsGeneral *self = data;
  guint days = 0;
  CrmChangeSet *set;

  if (self->filling)
    return;
  for (guint i = 0; i < WEEK; i++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->days[i])))
      days |= CRM_WEEKDAY (i + 1);
  if (days == 0)
    {
      self->filling = TRUE;
      gtk_check_button_set_active (check, TRUE);
      self->filling = FALSE;
      crm_app_session_tell_trouble (self->session, _ ("At least one day is a working day"));
      return;
    }
  set = new_set ();
  crm_preferences_set_working_days (set, days);
  crm_app_session_write (self->session, set);
}

static void
fiscal_selected_cb (AdwComboRow *row, GParamSpec *property, gpointer data)
{
  CrmAppSettingsGeneral *self = data;
  CrmChangeSet *set;

  if (self->filling)
    return;
  set = new_set ();
  crm_preferences_set_fiscal_month (set, (int)adw_combo_row_get_selected (row) + 1);
  crm_app_session_write (self->session, set);
}

static void
limit_applied_cb (AdwEntryRow *row, gpointer data)
{
  CrmAppSettingsGeneral *self = data;
  g_autofree char *text = _crm_app_settings_dup_text (GTK_WIDGET (row));
  g_autofree char *trouble = g_strdup_printf (_ ("A whole number from 0 to %d"), MAX_DAYS);
  gint64 days = 0;
  CrmChangeSet *set;

  if (*text != '\0' && !g_ascii_string_to_signed (text, 10, 0, MAX_DAYS, &days, NULL))
    {
      tell (self, self->limit, trouble);
      return;
    }
  set = new_set ();
  crm_preferences_set_stage_limit (set, days);
  crm_app_session_write (self->session, set);
}

/* --- widgets ---
 */

static GtkWidget *
add_group (CrmAppSettingsGeneral *self, const char *title, const char *text)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), text);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
  return group;
}

static GtkWidget *
add_combo (GtkWidget *group, const char *title, const char *id, GtkStringList *names)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  crm_app_set_id (row, id);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static GtkWidget *
add_fact (GtkWidget *group, const char *title, const char *id)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  crm_app_set_id (row, id);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

/* %B of January, %A of Monday and so on, as the locale has them. */
static char *
dup_name (int months, int days, const char *format)
{
  g_autoptr (GDateTime) first = g_date_time_new_utc (SOME_MONDAY, 0, 0, 0);
  g_autoptr (GDateTime) date = g_date_time_add_full (first, 0, months, days, 0, 0, 0);

  return g_date_time_format (date, format);
}

static GtkWidget *
make_days (CrmAppSettingsGeneral *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  for (int i = 0; i < WEEK; i++)
    {
      g_autofree char *name = dup_name (0, i, "%A");

      self->days[i] = gtk_check_button_new_with_label (name);
      g_signal_connect (self->days[i], "toggled", G_CALLBACK (day_toggled_cb), self);
      gtk_box_append (GTK_BOX (box), self->days[i]);
    }
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}

static void
add_week (CrmAppSettingsGeneral *self, GtkWidget *group)
{
  GtkWidget *button = gtk_menu_button_new ();

  self->week = add_fact (group, _ ("Working days"), "crm-settings-week");
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Choose"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), make_days (self));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  crm_app_set_name (button, _ ("Choose working days"));
  crm_app_set_id (button, "crm-settings-days");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->week), button);
}

static void
add_fiscal (CrmAppSettingsGeneral *self, GtkWidget *group)
{
  g_autoptr (GtkStringList) months = gtk_string_list_new (NULL);

  for (int i = 0; i < MONTHS; i++)
    {
      g_autofree char *name = dup_name (i, 0, "%OB");

      gtk_string_list_append (months, name);
    }
  self->fiscal
      = add_combo (group, _ ("The business year begins in"), "crm-settings-fiscal", months);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->fiscal), _ ("Years and quarters of reports"));
  g_signal_connect (self->fiscal, "notify::selected", G_CALLBACK (fiscal_selected_cb), self);
}

static void
add_look (CrmAppSettingsGeneral *self)
{
  GtkWidget *group = add_group (self, _ ("Look"), NULL);
  g_autoptr (GtkStringList) themes = gtk_string_list_new (NULL);

  /* TRANSLATORS: the colours of the program: those of the desktop */
  gtk_string_list_append (themes, _ ("As the system"));
  gtk_string_list_append (themes, _ ("Light"));
  gtk_string_list_append (themes, _ ("Dark"));
  self->theme = add_combo (group, _ ("Colors"), "crm-settings-theme", themes);
  g_signal_connect (self->theme, "notify::selected", G_CALLBACK (theme_selected_cb), self);
  self->formats
      = add_fact (group, _ ("Days and numbers, as the system has them"), "crm-settings-formats");
}

static void
_crm_app_settings_general_init (CrmAppSettingsGeneral *self)
{
  GtkWidget *group;

  self->filling = TRUE;
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _ ("General"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "preferences-system-symbolic");
  group = add_group (self, _ ("You"), NULL);
  self->name = _crm_app_settings_entry_new (_ ("Your name, as others see it"), "crm-settings-name",
                                            G_CALLBACK (name_applied_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->name);
  add_look (self);
  group = add_group (self, _ ("Time"), NULL);
  add_week (self, group);
  add_fiscal (self, group);
  self->limit
      = _crm_app_settings_entry_new (_ ("Limit of new stages in days (0 for none)"),
                                     "crm-settings-limit", G_CALLBACK (limit_applied_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->limit);
  group = add_group (self, _ ("Follow-ups"), NULL);
  self->task_list = add_fact (group, _ ("Task list for new follow-ups"), "crm-settings-task-list");
  self->filling = FALSE;
}

GtkWidget *
_crm_app_settings_general_new (CrmAppSession *session)
{
  CrmAppSettingsGeneral *self = g_object_new (CRM_APP_TYPE_SETTINGS_GENERAL, NULL);
  int theme = crm_app_memory_get_int (crm_app_session_get_memory (session), "look", "theme", 0);

  self->session = g_object_ref (session);
  self->filling = TRUE;
  if (theme >= 0 && theme < CRM_APP_N_THEMES)
    adw_combo_row_set_selected (ADW_COMBO_ROW (self->theme), (guint)theme);
  self->filling = FALSE;
  return GTK_WIDGET (self);
}

/* --- showing ---
 */

static void
show_week (CrmAppSettingsGeneral *self, guint days)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (int i = 0; i < WEEK; i++)
    {
      gboolean works = (days & CRM_WEEKDAY (i + 1)) != 0;
      g_autofree char *name = dup_name (0, i, "%a");

      gtk_check_button_set_active (GTK_CHECK_BUTTON (self->days[i]), works);
      if (works)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    }
  g_string_append_printf (names, "\n%s", _ ("Follow-ups are put off until one of them"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->week), names->str);
}

static void
show_task_list (CrmAppSettingsGeneral *self, const char *list /* (nullable) */)
{
  const char *text = _ ("The one chosen in Evolution");

  if (list == NULL)
    text = _ ("Evolution asks when it is needed, unless there is only one that nobody else sees");
  else if (g_str_equal (list, "none"))
    text = _ ("None: follow-ups are in the CRM only");
  else if (g_str_equal (list, "default"))
    text = _ ("Evolution's default list");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->task_list), text);
}

void
_crm_app_settings_general_show (CrmAppSettingsGeneral *self, const CrmSettings *settings)
{
  g_autofree char *limit = g_strdup_printf ("%" G_GINT64_FORMAT, settings->preferences.stage_limit);
  g_autofree char *day = crm_format_day (crm_format_today (settings->now_usec));
  g_autofree char *amount = crm_format_money (123450, settings->base);
  g_autofree char *formats = g_strdup_printf ("%s · %s", day, amount);

  self->filling = TRUE;
  g_clear_pointer (&self->user, crm_record_unref);
  self->user = settings->user != NULL ? crm_record_ref (settings->user) : NULL;
  gtk_widget_set_sensitive (self->name, self->user != NULL);
  _crm_app_settings_show_text (self->name,
                               self->user != NULL ? crm_record_get_title (self->user) : "");
  _crm_app_settings_show_text (self->limit, limit);
  show_week (self, settings->preferences.working_days);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->fiscal),
                              (guint)settings->preferences.fiscal_month - 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->formats), formats);
  show_task_list (self, settings->task_list);
  self->filling = FALSE;
}
