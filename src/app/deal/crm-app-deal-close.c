/* crm-app-deal-close.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-deal-close"
#include "config.h"

#include "crm-app-deal-close.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases.h"
#include "base/crm-app-widgets.h"
#include "pipeline/crm-app-move.h"
#include "record/crm-app-day-button.h"
#include "service/crm-deals.h"

typedef struct
{
  CrmAppSession *session; /* (owned) */
  CrmDealSheet *sheet;    /* (owned) (nullable) */
  GtkWidget *day;         /* AdwEntryRow */
  GtkWidget *reason;      /* AdwActionRow */
  char *shown;            /* (owned) (nullable): the day as it is stored */
} Close;

static void
free_close (gpointer data)
{
  Close *self = data;

  g_clear_pointer (&self->sheet, crm_deal_sheet_unref);
  g_object_unref (self->session);
  g_free (self->shown);
  g_free (self);
}

static Close *
get (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "crm-close");
}

static const char *
get_label (const char *field)
{
  return _ (crm_entity_find_field (crm_entity_find ("deal"), field)->label);
}

/* Without the button to apply, which every change of the text would bring. */
static void
set_text (Close *self, const char *text)
{
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->day), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->day), text);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->day), TRUE);
  crm_app_mark_problem (self->day, NULL);
}

/* --- what is done ---
 */

static void
apply (Close *self)
{
  CrmStore *store = crm_app_session_get_store (self->session);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->day))));
  g_autofree char *stored = NULL;
  CrmChangeSet *set = NULL;
  gint64 now_usec;
  int day;

  if (store == NULL || self->sheet == NULL)
    return;
  now_usec = crm_store_get_now_usec (store);
  if (crm_format_parse_day (text, now_usec, &day))
    set = crm_deals_set_closed_day (self->sheet->state->deal, day, now_usec, NULL);
  if (set == NULL)
    {
      const char *problem = _ ("A day up to today, as 2026-11-30");

      crm_app_mark_problem (self->day, problem);
      crm_app_session_tell_trouble (self->session, problem);
      return;
    }
  /* Shown as it is stored, also where that is refused. */
  g_clear_pointer (&self->shown, g_free);
  stored = crm_format_day (day);
  set_text (self, stored);
  crm_app_session_write (self->session, set);
}

static void
applied_cb (AdwEntryRow *row, gpointer data)
{
  apply (data);
}

static void
chosen_cb (GtkWidget *button, const char *text, gpointer data)
{
  set_text (data, text);
  apply (data);
}

static void
reason_activated_cb (AdwActionRow *row, gpointer data)
{
  Close *self = data;
  const CrmDealState *state = self->sheet != NULL ? self->sheet->state : NULL;

  if (state != NULL)
    crm_app_move_deal (GTK_WIDGET (row), self->session, state->deal, state->stage, state->stage,
                       self->sheet->lost_reasons, NULL, NULL);
}

/* --- showing ---
 */

/* What somebody is typing stays, unless another day is stored by now. */
static void
show_day (Close *self, const CrmRecord *deal)
{
  gint64 closed_usec = crm_record_get_int (deal, "closed_at", 0);
  g_autofree char *text = crm_format_day (crm_format_today (closed_usec));

  if (g_strcmp0 (text, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_strdup (text);
  set_text (self, text);
}

static void
show_reason (Close *self, const CrmRecord *deal)
{
  const char *reason
      = self->sheet->lost_reason != NULL ? crm_phrase_record_name (self->sheet->lost_reason) : "–";
  const char *note = crm_record_get_text (deal, "lost_note");
  g_autofree char *text = note != NULL && *note != '\0' ? g_strdup_printf ("%s · %s", reason, note)
                                                        : g_strdup (reason);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", get_label ("lost_reason"), text);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->reason), text);
  crm_app_set_name (self->reason, spoken);
}

void
crm_app_deal_close_show (GtkWidget *widget, CrmDealSheet *sheet)
{
  Close *self = get (widget);
  const CrmRecord *deal = sheet->state->deal;
  gboolean is_closed = crm_record_get (deal, "closed_at")->kind == CRM_VALUE_INT;
  gboolean is_lost = g_strcmp0 (crm_record_get_text (sheet->state->stage, "kind"), "lost") == 0;

  crm_deal_sheet_ref (sheet);
  g_clear_pointer (&self->sheet, crm_deal_sheet_unref);
  self->sheet = sheet;
  if (is_closed)
    show_day (self, deal);
  if (is_lost)
    show_reason (self, deal);
  gtk_widget_set_visible (self->reason, is_lost);
  gtk_widget_set_visible (self->day, is_closed);
  gtk_widget_set_visible (widget, is_closed || is_lost);
}

/* --- making it ---
 */

static GtkWidget *
make_day (Close *self)
{
  const char *label = get_label ("closed_at");
  GtkWidget *button;

  self->day = adw_entry_row_new ();
  button = crm_app_day_button_new (self->day, label);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->day), label);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->day), TRUE);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->day), button);
  g_signal_connect (self->day, "apply", G_CALLBACK (applied_cb), self);
  g_signal_connect (button, "chosen", G_CALLBACK (chosen_cb), self);
  crm_app_set_name (self->day, label);
  crm_app_set_id (self->day, "crm-deal-closed");
  return self->day;
}

static GtkWidget *
make_reason (Close *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("document-edit-symbolic");

  self->reason = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reason), get_label ("lost_reason"));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->reason), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->reason), icon);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->reason), TRUE);
  g_signal_connect (self->reason, "activated", G_CALLBACK (reason_activated_cb), self);
  crm_app_set_id (self->reason, "crm-deal-lost-reason");
  return self->reason;
}

GtkWidget *
crm_app_deal_close_new (CrmAppSession *session)
{
  GtkWidget *list = gtk_list_box_new ();
  Close *self = g_new0 (Close, 1);

  self->session = g_object_ref (session);
  g_object_set_data_full (G_OBJECT (list), "crm-close", self, free_close);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_append (GTK_LIST_BOX (list), make_day (self));
  gtk_list_box_append (GTK_LIST_BOX (list), make_reason (self));
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_visible (list, FALSE);
  crm_app_set_name (list, get_label ("closed_at"));
  crm_app_set_id (list, "crm-deal-close");
  return list;
}
