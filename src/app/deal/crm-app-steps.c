/* crm-app-steps.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-steps"
#include "config.h"

#include "crm-app-steps.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases.h"
#include "base/crm-app-widgets.h"
#include "service/crm-stage.h"
#include "service/crm-steps.h"

struct _CrmAppSteps
{
  CrmAppPage parent_instance;
  char *deal; /* (owned): id */
  GtkWidget *box;
  GtkWidget *heading;
  GtkWidget *list; /* GtkListBox of GtkCheckButton */
  CrmSteps *shown; /* (owned) (nullable) */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (CrmAppSteps, crm_app_steps, CRM_APP_TYPE_PAGE)

static void
crm_app_steps_finalize (GObject *object)
{
  CrmAppSteps *self = CRM_APP_STEPS (object);

  g_free (self->deal);
  g_clear_pointer (&self->shown, crm_steps_unref);
  G_OBJECT_CLASS (crm_app_steps_parent_class)->finalize (object);
}

static void
toggled_cb (GtkCheckButton *check, gpointer data)
{
  CrmAppSteps *self = data;
  const char *step = g_object_get_data (G_OBJECT (check), "crm-step");
  gboolean taken = gtk_check_button_get_active (check);
  CrmChangeSet *set;

  if (self->filling || self->shown == NULL)
    return;
  set = crm_change_set_new (taken ? "take-step" : "reopen-step", CRM_CAUSE_USER);
  crm_stage_set_step (set, self->deal, self->shown->stage->id, step, taken);
  crm_app_page_write (CRM_APP_PAGE (self), set);
}

static gboolean
has_steps_of (CrmAppSteps *self, const CrmSteps *steps)
{
  return self->shown != NULL && g_str_equal (self->shown->stage->id, steps->stage->id)
         && g_strv_equal ((const char *const *)self->shown->steps,
                          (const char *const *)steps->steps);
}

static void
add_step (CrmAppSteps *self, const char *step)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *check = gtk_check_button_new_with_label (step);

  g_object_set_data_full (G_OBJECT (check), "crm-step", g_strdup (step), g_free);
  gtk_widget_add_css_class (check, "crm-line");
  crm_app_set_id (check, "crm-step");
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), check);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE); /* the button is what can be done there */
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
make_rows (CrmAppSteps *self, const CrmSteps *steps)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; steps->steps[i] != NULL; i++)
    add_step (self, steps->steps[i]);
}

static void
show (CrmAppSteps *self, CrmSteps *steps)
{
  guint n_taken = 0;
  guint n = g_strv_length (steps->steps);
  g_autofree char *heading = NULL;

  self->filling = TRUE;
  if (!has_steps_of (self, steps))
    make_rows (self, steps);
  for (guint i = 0; i < n; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int)i);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (gtk_list_box_row_get_child (row)),
                                   steps->taken[i]);
      n_taken += steps->taken[i];
    }
  self->filling = FALSE;
  g_clear_pointer (&self->shown, crm_steps_unref);
  self->shown = crm_steps_ref (steps);
  /* TRANSLATORS: heading of a checklist: a stage, how many steps are done, and how many there are
   */
  heading = g_strdup_printf (_ ("%1$s: %2$u of %3$u steps done"),
                             crm_phrase_record_name (steps->stage), n_taken, n);
  gtk_label_set_text (GTK_LABEL (self->heading), heading);
  crm_app_set_name (self->list, heading);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmAppSteps *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmSteps) steps = crm_steps_load_finish (CRM_STORE (source), result, &error);

  if (steps != NULL)
    show (self, steps);
  else if (g_error_matches (error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    {
      /* The deal is gone, and its page says so. */
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      g_clear_error (&error);
    }
  crm_app_page_loaded (CRM_APP_PAGE (self), error);
}

static void
crm_app_steps_load (CrmAppPage *page, CrmStore *store, GCancellable *cancellable)
{
  crm_steps_load_async (store, CRM_APP_STEPS (page)->deal, cancellable, loaded_cb, page);
}

static void
crm_app_steps_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (crm_app_steps_parent_class)->map (widget);
  crm_app_page_set_active (CRM_APP_PAGE (widget), TRUE);
}

static void
crm_app_steps_unmap (GtkWidget *widget)
{
  crm_app_page_set_active (CRM_APP_PAGE (widget), FALSE);
  GTK_WIDGET_CLASS (crm_app_steps_parent_class)->unmap (widget);
}

static void
crm_app_steps_class_init (CrmAppStepsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_app_steps_finalize;
  CRM_APP_PAGE_CLASS (klass)->load = crm_app_steps_load;
  GTK_WIDGET_CLASS (klass)->map = crm_app_steps_map;
  GTK_WIDGET_CLASS (klass)->unmap = crm_app_steps_unmap;
}

static void
crm_app_steps_init (CrmAppSteps *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->heading = crm_app_label_new (NULL, "heading");
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  crm_app_set_id (self->list, "crm-steps");
  gtk_box_append (GTK_BOX (self->box), self->heading);
  gtk_box_append (GTK_BOX (self->box), self->list);
  /* As a whole: an empty one has gaps around it. */
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

/* @deal: id of a deal */
GtkWidget *
crm_app_steps_new (CrmAppSession *session, const char *deal)
{
  CrmAppSteps *self = g_object_new (CRM_APP_TYPE_STEPS, NULL);

  self->deal = g_strdup (deal);
  crm_app_page_set_session (CRM_APP_PAGE (self), session);
  return GTK_WIDGET (self);
}
