/* crm-app-stage-path.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The stages of a deal's pipeline, how long it was in each, and the way from one to another. */
#define G_LOG_DOMAIN "crm-app-stage-path"
#include "config.h"

#include "crm-app-stage-path.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases.h"
#include "base/crm-app-widgets.h"
#include "base/crm-app-wrap.h"
#include "pipeline/crm-app-move.h"

#define DAY_USEC (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

typedef struct
{
  CrmAppSession *session; /* (owned) */
  CrmDealSheet *sheet;    /* (owned) (nullable) */
} Path;

static void
free_path (gpointer data)
{
  Path *path = data;

  g_clear_pointer (&path->sheet, crm_deal_sheet_unref);
  g_object_unref (path->session);
  g_free (path);
}

static Path *
get_path (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "crm-path");
}

/* --- moving ----------------------------------------------------------------------------------- */

static void
clicked_cb (GtkButton *button, gpointer data)
{
  Path *path = get_path (data);
  const CrmDealState *state = path->sheet->state;

  crm_app_move_deal (data, path->session, state->deal, state->stage,
                     g_object_get_data (G_OBJECT (button), "crm-stage"), path->sheet->lost_reasons,
                     NULL, NULL);
}

/* --- showing ---------------------------------------------------------------------------------- */

static char * /* (nullable): NULL for a stage that it never was in */
phrase_time (gint64 usec)
{
  gint64 days = usec / DAY_USEC;

  if (usec < 0)
    return NULL;
  if (days == 0)
    /* TRANSLATORS: how long a deal was in a stage */
    return g_strdup (_ ("less than a day"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days", (gulong)days),
                          (int)days);
}

static char *
dup_spoken (const char *name, const char *time, gboolean is_current)
{
  GString *spoken = g_string_new (name);

  if (time != NULL)
    g_string_append_printf (spoken, ", %s", time);
  if (is_current)
    /* TRANSLATORS: for screen readers: the deal is in this stage now */
    g_string_append_printf (spoken, ", %s", _ ("current stage"));
  return g_string_free (spoken, FALSE);
}

static GtkWidget *
make_stage (GtkWidget *widget, CrmRecord *stage, gint64 usec, gboolean is_current)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *name = crm_phrase_record_name (stage);
  g_autofree char *time = phrase_time (usec);
  g_autofree char *shown = g_strdup_printf (is_current ? "● %s" : usec >= 0 ? "✓ %s" : "%s", name);
  g_autofree char *spoken = dup_spoken (name, time, is_current);
  GtkWidget *label = gtk_label_new (shown);
  GtkWidget *below = gtk_label_new (time);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), MIN ((int)g_utf8_strlen (shown, -1), 16));
  gtk_widget_add_css_class (below, "caption");
  gtk_widget_set_visible (below, time != NULL);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), below);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "crm-stage");
  if (is_current)
    gtk_widget_add_css_class (button, "suggested-action");
  else if (usec < 0)
    gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, spoken);
  crm_app_set_name (button, spoken);
  crm_app_set_id (button, "crm-deal-stage");
  g_object_set_data_full (G_OBJECT (button), "crm-stage", crm_record_ref (stage),
                          (GDestroyNotify)crm_record_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), widget);
  return button;
}

GtkWidget *
crm_app_stage_path_new (CrmAppSession *session)
{
  GtkWidget *widget = crm_app_wrap_new (6, 0);
  Path *path = g_new0 (Path, 1);

  path->session = g_object_ref (session);
  g_object_set_data_full (G_OBJECT (widget), "crm-path", path, free_path);
  crm_app_set_id (widget, "crm-deal-stages");
  return widget;
}

/* Keeps the focus on the stage that has it. */
void
crm_app_stage_path_show (GtkWidget *widget, CrmDealSheet *sheet)
{
  Path *path = get_path (widget);
  CrmDealSheet *old = path->sheet;
  int focus = -1;
  int i = 0;
  GtkWidget *child;

  path->sheet = crm_deal_sheet_ref (sheet);
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child), i++)
    if (gtk_widget_has_focus (child))
      focus = i;
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_box_remove (GTK_BOX (widget), child);
  for (guint j = 0; j < sheet->stages->len; j++)
    {
      CrmRecord *stage = g_ptr_array_index (sheet->stages, j);

      child = make_stage (widget, stage, sheet->stage_usecs[j],
                          g_str_equal (stage->id, sheet->state->stage->id));
      gtk_box_append (GTK_BOX (widget), child);
      if ((int)j == focus)
        gtk_widget_grab_focus (child);
    }
  g_clear_pointer (&old, crm_deal_sheet_unref);
}
