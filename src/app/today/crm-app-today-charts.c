/* crm-app-today-charts.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-today-charts"
#include "config.h"

#include "crm-app-today-charts.h"

#include <glib/gi18n-lib.h>

#include "base/crm-app-widgets.h"
#include "reports/crm-app-chart.h"
#include "reports/crm-app-report-table.h"

#define N_CHARTS 3

static const struct
{
  CrmReportKind kind;
  CrmPeriod period;
} reports[N_CHARTS] = {
  { CRM_REPORT_STAGES, CRM_PERIOD_12_MONTHS },
  { CRM_REPORT_WON_LOST, CRM_PERIOD_2_MONTHS },
  { CRM_REPORT_FORECAST, CRM_PERIOD_12_MONTHS },
};

typedef struct
{
  GtkWidget *title;
  GtkWidget *subtitle;
  GtkWidget *as_table; /* GtkToggleButton */
  GtkWidget *stack;    /* GtkStack: "chart", "table" or "nothing" */
  GtkWidget *chart;
  GtkWidget *table;
  GtkWidget *nothing;
  CrmReportSheet *sheet; /* (owned) (nullable) */
  gboolean is_empty;
  gboolean has_table; /* the table shows @sheet */
} Card;

struct _CrmAppTodayCharts
{
  CrmAppPage parent_instance;
  Card cards[N_CHARTS];
  guint next;                /* the report that is being read */
  GCancellable *cancellable; /* (unowned) (nullable): of the load under way */
};

G_DEFINE_FINAL_TYPE (CrmAppTodayCharts, crm_app_today_charts, CRM_APP_TYPE_PAGE)

static void
crm_app_today_charts_finalize (GObject *object)
{
  CrmAppTodayCharts *self = CRM_APP_TODAY_CHARTS (object);

  for (guint i = 0; i < N_CHARTS; i++)
    g_clear_pointer (&self->cards[i].sheet, crm_report_sheet_unref);
  G_OBJECT_CLASS (crm_app_today_charts_parent_class)->finalize (object);
}

/* A table is hundreds of cells, also for who reads the screen: it is filled when somebody asks. */
static void
show_part (Card *card)
{
  gboolean as_table = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (card->as_table));

  if (as_table && !card->has_table && card->sheet != NULL)
    {
      crm_app_report_table_set_sheet (card->table, card->sheet);
      card->has_table = TRUE;
    }

  gtk_stack_set_visible_child_name (GTK_STACK (card->stack), card->is_empty ? "nothing"
                                                             : as_table     ? "table"
                                                                            : "chart");
  gtk_widget_set_visible (card->as_table, !card->is_empty);
}

static void
show_report (Card *card, const CrmReport *report)
{
  CrmReportSheet *sheet = crm_report_sheet_new (report);
  const char *title;
  const char *text;

  g_clear_pointer (&card->sheet, crm_report_sheet_unref);
  card->sheet = sheet;
  card->has_table = FALSE;
  crm_report_get_teaching (report->kind, &title, &text);
  gtk_label_set_text (GTK_LABEL (card->title), sheet->title);
  gtk_label_set_text (GTK_LABEL (card->subtitle), sheet->subtitle);
  /* How to look further back is not to be done here. */
  gtk_label_set_text (GTK_LABEL (card->nothing),
                      report->kind == CRM_REPORT_WON_LOST ? title : text);
  crm_app_chart_set_sheet (CRM_APP_CHART (card->chart), sheet);
  card->is_empty = crm_report_is_empty (report);
  show_part (card);
}

static void load_next (CrmAppTodayCharts *self, CrmStore *store);

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmAppTodayCharts *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmReport) report = crm_report_load_finish (CRM_STORE (source), result, &error);

  if (report != NULL)
    show_report (&self->cards[self->next], report);
  self->next++;
  if (report != NULL && self->next < N_CHARTS)
    load_next (self, CRM_STORE (source));
  else
    crm_app_page_loaded (CRM_APP_PAGE (self), error);
}

/* One after the other: the reader has more to do than this. */
static void
load_next (CrmAppTodayCharts *self, CrmStore *store)
{
  CrmReportQuery query = { reports[self->next].kind, reports[self->next].period, NULL };

  crm_report_load_async (store, &query, self->cancellable, loaded_cb, self);
}

static void
crm_app_today_charts_load (CrmAppPage *page, CrmStore *store, GCancellable *cancellable)
{
  CrmAppTodayCharts *self = CRM_APP_TODAY_CHARTS (page);

  self->next = 0;
  self->cancellable = cancellable;
  load_next (self, store);
}

static void
crm_app_today_charts_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (crm_app_today_charts_parent_class)->map (widget);
  crm_app_page_set_active (CRM_APP_PAGE (widget), TRUE);
}

static void
crm_app_today_charts_unmap (GtkWidget *widget)
{
  crm_app_page_set_active (CRM_APP_PAGE (widget), FALSE);
  GTK_WIDGET_CLASS (crm_app_today_charts_parent_class)->unmap (widget);
}

static void
crm_app_today_charts_class_init (CrmAppTodayChartsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_app_today_charts_finalize;
  CRM_APP_PAGE_CLASS (klass)->load = crm_app_today_charts_load;
  GTK_WIDGET_CLASS (klass)->map = crm_app_today_charts_map;
  GTK_WIDGET_CLASS (klass)->unmap = crm_app_today_charts_unmap;
}

static void
toggled_cb (GtkToggleButton *button, gpointer data)
{
  CrmAppTodayCharts *self = data;

  for (guint i = 0; i < N_CHARTS; i++)
    if (GTK_WIDGET (button) == self->cards[i].as_table)
      show_part (&self->cards[i]);
}

static GtkWidget *
make_head (CrmAppTodayCharts *self, Card *card, CrmReportKind kind)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  /* TRANSLATORS: for screen readers: shows the table of a report; %s is the report */
  g_autofree char *name = g_strdup_printf (_ ("Table: %s"), crm_report_get_title (kind));

  card->title = crm_app_label_new (crm_report_get_title (kind), "heading");
  card->subtitle = crm_app_text_new ("caption");
  gtk_widget_add_css_class (card->subtitle, "dim-label");
  card->as_table = gtk_toggle_button_new_with_label (_ ("Table"));
  crm_app_set_name (card->as_table, name);
  crm_app_set_id (card->as_table, "crm-today-as-table");
  gtk_widget_set_valign (card->as_table, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (card->as_table, "flat");
  g_signal_connect (card->as_table, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), card->title);
  gtk_box_append (GTK_BOX (texts), card->subtitle);
  gtk_box_append (GTK_BOX (head), texts);
  gtk_box_append (GTK_BOX (head), card->as_table);
  return head;
}

static GtkWidget *
make_card (CrmAppTodayCharts *self, Card *card, CrmReportKind kind)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  card->stack = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (card->stack), FALSE);
  /* Else what is hidden would ask for the width that its text takes in one line. */
  gtk_stack_set_hhomogeneous (GTK_STACK (card->stack), FALSE);
  card->chart = crm_app_chart_new ();
  card->table = crm_app_report_table_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (card->table), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (card->table), TRUE);
  card->nothing = crm_app_text_new ("dim-label");
  gtk_stack_add_named (GTK_STACK (card->stack), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
                       "reading");
  gtk_stack_add_named (GTK_STACK (card->stack), card->chart, "chart");
  gtk_stack_add_named (GTK_STACK (card->stack), card->table, "table");
  gtk_stack_add_named (GTK_STACK (card->stack), card->nothing, "nothing");
  gtk_box_append (GTK_BOX (box), make_head (self, card, kind));
  gtk_box_append (GTK_BOX (box), card->stack);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "crm-chart-card");
  return box;
}

static void
crm_app_today_charts_init (CrmAppTodayCharts *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  for (guint i = 0; i < N_CHARTS; i++)
    gtk_box_append (GTK_BOX (box), make_card (self, &self->cards[i], reports[i].kind));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
crm_app_today_charts_new (void)
{
  return g_object_new (CRM_APP_TYPE_TODAY_CHARTS, NULL);
}
