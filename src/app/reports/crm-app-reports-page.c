/* crm-app-reports-page.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-reports-page"
#include "config.h"

#include "crm-app-reports-page.h"

#include <glib/gi18n-lib.h>

#include "crm-app-chart.h"
#include "crm-app-report-export.h"
#include "crm-app-report-table.h"
#include "crm-phrases.h"
#include "base/crm-app-choice.h"
#include "base/crm-app-widgets.h"
#include "base/crm-app-wrap.h"

struct _CrmAppReportsPage
{
  CrmAppPage parent_instance;
  GtkWidget *kind;     /* GtkDropDown */
  GtkWidget *period;   /* GtkDropDown */
  GtkWidget *pipeline; /* GtkDropDown: when there are several */
  GtkWidget *as_chart; /* GtkToggleButton */
  GtkWidget *as_table; /* GtkToggleButton */
  GtkWidget *subtitle;
  GtkWidget *stack; /* GtkStack: "reading", "nothing", "chart" or "table" */
  GtkWidget *nothing;
  GtkWidget *chart;
  GtkWidget *table;
  GtkWidget *note;
  CrmReport *report;     /* (owned) (nullable): what is shown */
  CrmReportSheet *sheet; /* (owned) (nullable): the same */
  char *wanted;          /* (owned) (nullable): id of the pipeline to show; NULL for the first */
  gboolean filling;      /* choices are being filled, and nobody chose anything */
};

G_DEFINE_FINAL_TYPE (CrmAppReportsPage, crm_app_reports_page, CRM_APP_TYPE_PAGE)

static void
crm_app_reports_page_finalize (GObject *object)
{
  CrmAppReportsPage *self = CRM_APP_REPORTS_PAGE (object);

  g_clear_pointer (&self->report, crm_report_unref);
  g_clear_pointer (&self->sheet, crm_report_sheet_unref);
  g_free (self->wanted);
  G_OBJECT_CLASS (crm_app_reports_page_parent_class)->finalize (object);
}

static CrmReportKind
get_kind (CrmAppReportsPage *self)
{
  return MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind)), CRM_N_REPORTS - 1);
}

static CrmPeriod
get_period (CrmAppReportsPage *self)
{
  return MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->period)), CRM_N_PERIODS - 1);
}

/* --- showing --- */

static void
show_pipelines (CrmAppReportsPage *self)
{
  GPtrArray *pipelines = self->report->pipelines;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; i < pipelines->len; i++)
    {
      const CrmRecord *pipeline = g_ptr_array_index (pipelines, i);

      gtk_string_list_append (names, crm_phrase_record_name (pipeline));
      if (self->report->pipeline != NULL && g_str_equal (pipeline->id, self->report->pipeline->id))
        selected = i;
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->pipeline), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->pipeline), selected);
  self->filling = FALSE;
}

static void
show_choices (CrmAppReportsPage *self)
{
  CrmReportKind kind = get_kind (self);
  gboolean several = self->report != NULL && self->report->pipelines->len > 1;

  gtk_widget_set_visible (self->period, crm_report_has_period (kind));
  gtk_widget_set_visible (self->pipeline, several && crm_report_has_pipeline (kind));
}

static void
show_part (CrmAppReportsPage *self)
{
  gboolean as_table = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->as_table));
  gboolean empty = self->report != NULL && crm_report_is_empty (self->report);
  const char *part = empty ? "nothing" : as_table ? "table" : "chart";

  if (self->report == NULL)
    return;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), part);
  gtk_widget_set_visible (self->note, !empty);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.export", !empty);
}

static void
show (CrmAppReportsPage *self)
{
  const char *title;
  const char *text;

  g_clear_pointer (&self->sheet, crm_report_sheet_unref);
  self->sheet = crm_report_sheet_new (self->report);
  crm_report_get_teaching (self->report->kind, &title, &text);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->nothing), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->nothing), text);
  show_pipelines (self);
  show_choices (self);
  gtk_label_set_text (GTK_LABEL (self->subtitle), self->sheet->subtitle);
  gtk_label_set_text (GTK_LABEL (self->note), self->sheet->note);
  crm_app_chart_set_sheet (CRM_APP_CHART (self->chart), self->sheet);
  crm_app_report_table_set_sheet (self->table, self->sheet);
  show_part (self);
}

/* Whether it is still what the person wants to see. */
static gboolean
is_wanted (CrmAppReportsPage *self, const CrmReport *report)
{
  return report->kind == get_kind (self) && report->period == get_period (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmAppReportsPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmReport) report = crm_report_load_finish (CRM_STORE (source), result, &error);

  if (report != NULL && is_wanted (self, report))
    {
      g_clear_pointer (&self->report, crm_report_unref);
      self->report = g_steal_pointer (&report);
      show (self);
    }
  crm_app_page_loaded (CRM_APP_PAGE (self), error);
}

/* The report and the period of last time. */
static void
crm_app_reports_page_recall (CrmAppPage *page)
{
  CrmAppReportsPage *self = CRM_APP_REPORTS_PAGE (page);
  CrmAppMemory *memory = crm_app_session_get_memory (crm_app_page_get_session (page));
  int kind = crm_app_memory_get_int (memory, "reports", "kind", 0);
  int period = crm_app_memory_get_int (memory, "reports", "period", 0);

  self->filling = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kind),
                              (guint)CLAMP (kind, 0, CRM_N_REPORTS - 1));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->period),
                              (guint)CLAMP (period, 0, CRM_N_PERIODS - 1));
  self->wanted = crm_app_memory_get_text (memory, "reports", "pipeline");
  self->filling = FALSE;
  show_choices (self);
}

static void
remember (CrmAppReportsPage *self)
{
  CrmAppSession *session = crm_app_page_get_session (CRM_APP_PAGE (self));
  CrmAppMemory *memory = session != NULL ? crm_app_session_get_memory (session) : NULL;

  if (memory == NULL)
    return;
  crm_app_memory_set_int (memory, "reports", "kind", (int)get_kind (self));
  crm_app_memory_set_int (memory, "reports", "period", (int)get_period (self));
  if (self->wanted != NULL)
    crm_app_memory_set_text (memory, "reports", "pipeline", self->wanted);
}

static void
crm_app_reports_page_load (CrmAppPage *page, CrmStore *store, GCancellable *cancellable)
{
  CrmAppReportsPage *self = CRM_APP_REPORTS_PAGE (page);
  CrmReportQuery query = { get_kind (self), get_period (self), self->wanted };

  crm_report_load_async (store, &query, cancellable, loaded_cb, page);
}

/* --- choosing --- */

static void
chosen_cb (GtkDropDown *choice, GParamSpec *property, gpointer data)
{
  CrmAppReportsPage *self = data;
  GPtrArray *pipelines = self->report != NULL ? self->report->pipelines : NULL;
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->pipeline));

  if (self->filling)
    return;
  if (GTK_WIDGET (choice) == self->pipeline && pipelines != NULL && selected < pipelines->len)
    {
      g_free (self->wanted);
      self->wanted = g_strdup (((CrmRecord *)g_ptr_array_index (pipelines, selected))->id);
    }
  remember (self);
  show_choices (self);
  crm_app_page_invalidate (CRM_APP_PAGE (self));
}

static void
part_toggled_cb (GtkToggleButton *button, gpointer data)
{
  show_part (data);
}

/* --- saving --- */

static void
exported_cb (const char *file_name, const GError *error, gpointer data)
{
  CrmAppSession *session = crm_app_page_get_session (data);
  g_autofree char *text = NULL;

  if (session == NULL)
    return;
  if (file_name != NULL)
    {
      /* TRANSLATORS: %s is the name of a file */
      text = g_strdup_printf (_ ("Saved as “%s”"), file_name);
      crm_app_session_tell (session, text);
    }
  else if (error != NULL)
    {
      /* TRANSLATORS: %s says why, as GLib puts it */
      text = g_strdup_printf (_ ("The report could not be saved: %s"), error->message);
      crm_app_session_tell_trouble (session, text);
    }
}

static void
export_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const formats[CRM_N_EXPORTS] = { "csv", "png", "pdf" };
  CrmAppReportsPage *self = CRM_APP_REPORTS_PAGE (widget);

  for (guint i = 0; i < CRM_N_EXPORTS && self->sheet != NULL; i++)
    if (g_str_equal (formats[i], g_variant_get_string (parameter, NULL)))
      crm_app_report_export (widget, self->sheet, i, exported_cb, g_object_ref (self),
                             g_object_unref);
}

static void
crm_app_reports_page_class_init (CrmAppReportsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_app_reports_page_finalize;
  CRM_APP_PAGE_CLASS (klass)->load = crm_app_reports_page_load;
  CRM_APP_PAGE_CLASS (klass)->recall = crm_app_reports_page_recall;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "report.export", "s",
                                   export_action_cb);
}

/* --- making it --- */

static GtkWidget *
make_choice (CrmAppReportsPage *self, GtkStringList *names, const char *name, const char *id)
{
  GtkWidget *choice = crm_app_choice_new (names, name, id);

  g_signal_connect (choice, "notify::selected", G_CALLBACK (chosen_cb), self);
  return choice;
}

static GtkStringList *
list_kinds (void)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < CRM_N_REPORTS; i++)
    gtk_string_list_append (names, crm_report_get_title (i));
  return names;
}

static GtkStringList *
list_periods (void)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < CRM_N_PERIODS; i++)
    gtk_string_list_append (names, crm_report_get_period_title (i));
  return names;
}

static GtkWidget *
make_toggles (CrmAppReportsPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  /* TRANSLATORS: a button: shows a report as bars */
  self->as_chart = gtk_toggle_button_new_with_label (_ ("Chart"));
  /* TRANSLATORS: a button: shows a report as a table */
  self->as_table = gtk_toggle_button_new_with_label (_ ("Table"));
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->as_table),
                               GTK_TOGGLE_BUTTON (self->as_chart));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->as_chart), TRUE);
  crm_app_set_id (self->as_chart, "crm-report-as-chart");
  crm_app_set_id (self->as_table, "crm-report-as-table");
  g_signal_connect (self->as_table, "toggled", G_CALLBACK (part_toggled_cb), self);
  gtk_box_append (GTK_BOX (box), self->as_chart);
  gtk_box_append (GTK_BOX (box), self->as_table);
  gtk_widget_add_css_class (box, "linked");
  return box;
}

static GtkWidget *
make_export_button (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, _ ("Table for _Spreadsheets (CSV)…"), "report.export::csv");
  g_menu_append (menu, _ ("P_icture (PNG)…"), "report.export::png");
  g_menu_append (menu, _ ("_Page to Print (PDF)…"), "report.export::pdf");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "document-save-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _ ("Save Report"));
  crm_app_set_name (button, _ ("Save Report"));
  crm_app_set_id (button, "crm-report-export");
  return button;
}

/* In one line where there is room. */
static GtkWidget *
make_bar (CrmAppReportsPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = crm_app_wrap_new_packed (6);
  GtkWidget *ends = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *toggles = make_toggles (self);

  self->kind = make_choice (self, list_kinds (), _ ("Report"), "crm-report-kind");
  self->period = make_choice (self, list_periods (), _ ("Period"), "crm-report-period");
  self->pipeline = make_choice (self, NULL, _ ("Pipeline"), "crm-report-pipeline");
  self->subtitle = crm_app_text_new ("dim-label");
  gtk_widget_set_hexpand (toggles, TRUE);
  gtk_widget_set_halign (toggles, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (ends), toggles);
  gtk_box_append (GTK_BOX (ends), make_export_button ());
  gtk_box_append (GTK_BOX (line), self->kind);
  gtk_box_append (GTK_BOX (line), self->period);
  gtk_box_append (GTK_BOX (line), self->pipeline);
  gtk_box_append (GTK_BOX (line), ends);
  gtk_box_append (GTK_BOX (bar), line);
  gtk_box_append (GTK_BOX (bar), self->subtitle);
  gtk_widget_add_css_class (bar, "crm-board-bar");
  return bar;
}

static GtkWidget *
make_chart (CrmAppReportsPage *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->chart = crm_app_chart_new ();
  gtk_widget_set_valign (self->chart, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->chart, "crm-report-chart");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->chart);
  return scrolled;
}

static GtkWidget *
make_stack (CrmAppReportsPage *self)
{
  GtkWidget *add = crm_app_button_new (_ ("_New Deal…"), "crm-report-new-deal");

  self->stack = gtk_stack_new ();
  self->nothing
      = crm_app_status_new ("org.gnome.Evolution.Crm-symbolic", "", "", "crm-report-nothing");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (add), "win.new-deal");
  gtk_widget_set_halign (add, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (add, "pill");
  adw_status_page_set_child (ADW_STATUS_PAGE (self->nothing), add);
  self->table = crm_app_report_table_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
                       "reading");
  gtk_stack_add_named (GTK_STACK (self->stack), make_chart (self), "chart");
  gtk_stack_add_named (GTK_STACK (self->stack), self->table, "table");
  gtk_stack_add_named (GTK_STACK (self->stack), self->nothing, "nothing");
  gtk_widget_set_vexpand (self->stack, TRUE);
  return self->stack;
}

static void
crm_app_reports_page_init (CrmAppReportsPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (box), make_stack (self));
  self->note = crm_app_text_new ("caption");
  gtk_widget_add_css_class (self->note, "dim-label");
  gtk_widget_add_css_class (self->note, "crm-report-note");
  gtk_box_append (GTK_BOX (box), self->note);
  adw_bin_set_child (ADW_BIN (self), crm_app_low_page_new (box));
  show_choices (self);
}

CrmAppPage *
crm_app_reports_page_new (void)
{
  return g_object_new (CRM_APP_TYPE_REPORTS_PAGE, NULL);
}
