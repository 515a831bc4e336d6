/* crm-app-today-page.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-today-page"
#include "config.h"

#include "crm-app-today-page.h"

#include <glib/gi18n-lib.h>

#include "crm-app-today-charts.h"
#include "crm-app-today-line.h"
#include "crm-today-row.h"
#include "base/crm-app-evolution.h"
#include "base/crm-app-navigation.h"
#include "base/crm-app-widgets.h"

/* So many lines of a part until somebody asks for the rest. */
#define FIRST_LINES 12
/* Who does one line after the other clicks where the next one comes to lie. What came there a
 * moment ago has no buttons yet, and the click that was meant for one would open it. */
#define SETTLE_USEC (300 * G_TIME_SPAN_MILLISECOND)
/* Wider lines are hard to read. */
#define MAX_WIDTH 860

typedef struct
{
  GtkWidget *box; /* heading, list, button */
  GtkWidget *heading;
  GtkWidget *list;
  GtkWidget *more;
  GListStore *rows; /* (owned) (element-type CrmTodayRow) */
  gboolean shows_all;
  gint64 moved_usec; /* monotonic: when its lines changed last */
} Part;

struct _CrmAppTodayPage
{
  CrmAppPage parent_instance;
  GtkWidget *stack; /* GtkStack: "reading" or "work" */
  GtkWidget *nothing;
  GtkWidget *summary;
  GtkWidget *expander; /* GtkExpander: unfolds the charts */
  GtkWidget *charts;
  Part parts[CRM_TODAY_N_SECTIONS];
  CrmToday *today; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CrmAppTodayPage, crm_app_today_page, CRM_APP_TYPE_PAGE)

static void
crm_app_today_page_finalize (GObject *object)
{
  CrmAppTodayPage *self = CRM_APP_TODAY_PAGE (object);

  for (guint i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    g_clear_object (&self->parts[i].rows);
  g_clear_pointer (&self->today, crm_today_unref);
  G_OBJECT_CLASS (crm_app_today_page_parent_class)->finalize (object);
}

static void
show_part (CrmAppTodayPage *self, CrmTodaySection section)
{
  Part *part = &self->parts[section];
  guint n = self->today->sections[section]->len;
  guint limit = part->shows_all ? G_MAXUINT : FIRST_LINES;
  /* TRANSLATORS: the name of a list, and how many lines it has */
  g_autofree char *heading
      = g_strdup_printf (_ ("%1$s (%2$u)"), crm_today_get_heading (section), n);
  g_autofree char *more = NULL;

  crm_today_show (self->today, section, part->rows, limit);
  gtk_label_set_text (GTK_LABEL (part->heading), heading);
  gtk_widget_set_visible (part->box, n > 0);
  gtk_widget_set_visible (part->more, n > limit);
  if (n <= limit)
    return;
  more = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Show %u _More", "Show %u _More", n - limit), n - limit);
  crm_app_button_set_label (part->more, more);
}

static void
show (CrmAppTodayPage *self)
{
  g_autofree char *summary = crm_today_dup_summary (self->today);
  gboolean has_work = FALSE;

  for (guint i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    {
      show_part (self, i);
      has_work |= self->today->sections[i]->len > 0;
    }
  gtk_label_set_text (GTK_LABEL (self->summary), summary);
  gtk_widget_set_visible (self->nothing, !has_work);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "work");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmAppTodayPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmToday) today = crm_today_load_finish (CRM_STORE (source), result, &error);

  if (today != NULL)
    {
      g_clear_pointer (&self->today, crm_today_unref);
      self->today = g_steal_pointer (&today);
      show (self);
    }
  crm_app_page_loaded (CRM_APP_PAGE (self), error);
}

/* Before the first load: folded or not as it was left. */
static void
recall (CrmAppTodayPage *self)
{
  CrmAppSession *session = crm_app_page_get_session (CRM_APP_PAGE (self));

  if (crm_app_page_get_session (CRM_APP_PAGE (self->charts)) != NULL)
    return;
  gtk_expander_set_expanded (
      GTK_EXPANDER (self->expander),
      crm_app_memory_get_int (crm_app_session_get_memory (session), "today", "charts", TRUE));
  crm_app_page_set_session (CRM_APP_PAGE (self->charts), session);
}

static void
expanded_cb (GtkExpander *expander, GParamSpec *property, gpointer data)
{
  CrmAppSession *session = crm_app_page_get_session (data);

  if (session != NULL)
    crm_app_memory_set_int (crm_app_session_get_memory (session), "today", "charts",
                            gtk_expander_get_expanded (expander));
}

static void
crm_app_today_page_load (CrmAppPage *page, CrmStore *store, GCancellable *cancellable)
{
  recall (CRM_APP_TODAY_PAGE (page));
  crm_today_load_async (store, cancellable, loaded_cb, page);
}

static void
crm_app_today_page_class_init (CrmAppTodayPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_app_today_page_finalize;
  CRM_APP_PAGE_CLASS (klass)->load = crm_app_today_page_load;
  CRM_APP_PAGE_CLASS (klass)->reads_long = TRUE;
}

static void
moved_cb (GListModel *rows, guint position, guint removed, guint added, gpointer data)
{
  ((Part *)data)->moved_usec = g_get_monotonic_time ();
}

static gboolean
is_settled (CrmAppTodayPage *self, GtkListBox *list)
{
  for (guint i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    if (self->parts[i].list == GTK_WIDGET (list))
      return g_get_monotonic_time () - self->parts[i].moved_usec > SETTLE_USEC;
  return TRUE;
}

static GtkWidget *
make_line_cb (gpointer row, gpointer page)
{
  return crm_app_today_line_new (page, row);
}

/* A letter opens where it can be answered, a meeting where it is planned, all else where one sees
 * what it is about. */
static void
line_activated_cb (GtkListBox *list, GtkListBoxRow *line, gpointer data)
{
  CrmAppTodayPage *self = data;
  CrmAppSession *session = crm_app_page_get_session (data);
  const CrmTodayItem *item = crm_today_row_get_item (crm_app_today_line_get_row (line));
  const char *entity;
  const char *id;

  if (!is_settled (self, list))
    return;
  if (item->letter != NULL && item->letter->folder != NULL)
    crm_app_evolution_open_message (session, item->letter->source, item->letter->folder,
                                    item->letter->uid);
  else if (item->event != NULL)
    crm_app_evolution_open_event (session, item->event->calendar_uid, item->event->uid,
                                  item->event->recurrence_id);
  else if ((id = crm_app_today_line_find_record (item, &entity)) != NULL)
    crm_app_navigation_present (GTK_WIDGET (self), session, entity, id);
}

static void
more_clicked_cb (GtkButton *button, gpointer data)
{
  CrmAppTodayPage *self = data;
  CrmTodaySection section = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "crm-section"));

  self->parts[section].shows_all = TRUE;
  show_part (self, section);
}

static void
make_part (CrmAppTodayPage *self, CrmTodaySection section, GtkWidget *parent)
{
  Part *part = &self->parts[section];

  part->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  part->heading = crm_app_label_new (NULL, "heading");
  part->rows = g_list_store_new (CRM_TYPE_TODAY_ROW);
  g_signal_connect (part->rows, "items-changed", G_CALLBACK (moved_cb), part);
  part->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (part->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (part->list, "boxed-list");
  crm_app_set_name (part->list, crm_today_get_heading (section));
  crm_app_set_id (part->list, "crm-today-list");
  gtk_list_box_bind_model (GTK_LIST_BOX (part->list), G_LIST_MODEL (part->rows), make_line_cb, self,
                           NULL);
  g_signal_connect (part->list, "row-activated", G_CALLBACK (line_activated_cb), self);
  part->more = crm_app_button_new ("", "crm-today-more");
  g_object_set_data (G_OBJECT (part->more), "crm-section", GUINT_TO_POINTER (section));
  gtk_widget_add_css_class (part->more, "flat");
  g_signal_connect (part->more, "clicked", G_CALLBACK (more_clicked_cb), self);
  gtk_widget_set_visible (part->box, FALSE);
  gtk_box_append (GTK_BOX (part->box), part->heading);
  gtk_box_append (GTK_BOX (part->box), part->list);
  gtk_box_append (GTK_BOX (part->box), part->more);
  gtk_box_append (GTK_BOX (parent), part->box);
}

/* A status page would fill the window, and the charts are below. */
static GtkWidget *
make_nothing (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *image = gtk_image_new_from_icon_name ("object-select-symbolic");
  GtkWidget *title = crm_app_text_new ("title-1");
  GtkWidget *text = crm_app_text_new ("dim-label");
  GtkWidget *add = crm_app_button_new (_ ("_New Deal…"), "crm-today-new-deal");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (add), "win.new-deal");
  gtk_widget_add_css_class (add, "pill");
  gtk_widget_set_halign (add, GTK_ALIGN_CENTER);
  gtk_image_set_pixel_size (GTK_IMAGE (image), 64);
  gtk_label_set_text (GTK_LABEL (title), _ ("All Done for Today"));
  gtk_label_set_text (
      GTK_LABEL (text),
      _ ("Follow-ups, meetings of the day, letters to be answered and deals that need a push "
         "come up here. Add a follow-up beside a message in Evolution."));
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = i == 0 ? title : text;

      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
      gtk_label_set_xalign (GTK_LABEL (label), 0.5f);
    }
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), add);
  gtk_widget_set_visible (box, FALSE);
  crm_app_set_id (box, "crm-today-nothing");
  return box;
}

/* Below the work: what is to be done comes first. */
static GtkWidget *
make_charts (CrmAppTodayPage *self)
{
  /* TRANSLATORS: heading of a few charts: pipeline, won and lost, forecast */
  const char *title = _ ("How It Goes");

  self->expander = gtk_expander_new (title);
  self->charts = crm_app_today_charts_new ();
  gtk_widget_set_margin_top (self->charts, 12);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), self->charts);
  gtk_widget_add_css_class (gtk_expander_get_label_widget (GTK_EXPANDER (self->expander)),
                            "heading");
  crm_app_set_name (self->expander, title);
  crm_app_set_id (self->expander, "crm-today-charts");
  g_signal_connect (self->expander, "notify::expanded", G_CALLBACK (expanded_cb), self);
  return self->expander;
}

static GtkWidget *
make_work (CrmAppTodayPage *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->summary = crm_app_text_new ("dim-label");
  gtk_box_append (GTK_BOX (box), self->summary);
  self->nothing = make_nothing ();
  gtk_box_append (GTK_BOX (box), self->nothing);
  for (guint i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    make_part (self, i, box);
  gtk_box_append (GTK_BOX (box), make_charts (self));
  gtk_widget_add_css_class (box, "crm-page");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), crm_app_scale_letters (clamp, MAX_WIDTH));
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  return scrolled;
}

static void
crm_app_today_page_init (CrmAppTodayPage *self)
{
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
                       "reading");
  gtk_stack_add_named (GTK_STACK (self->stack), make_work (self), "work");
  adw_bin_set_child (ADW_BIN (self), self->stack);
}

CrmAppPage *
crm_app_today_page_new (void)
{
  return g_object_new (CRM_APP_TYPE_TODAY_PAGE, NULL);
}
