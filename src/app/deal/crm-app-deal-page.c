/* crm-app-deal-page.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-deal-page"
#include "config.h"

#include "crm-app-deal-page.h"

#include <glib/gi18n-lib.h>

#include "crm-app-deal-close.h"
#include "crm-app-deal-people.h"
#include "crm-app-stage-path.h"
#include "crm-app-steps.h"
#include "crm-phrases.h"
#include "base/crm-app-wrap.h"
#include "pipeline/crm-app-move-dialog.h"
#include "record/crm-app-documents.h"
#include "record/crm-app-follow-ups.h"
#include "record/crm-app-form.h"
#include "record/crm-app-frame.h"
#include "record/crm-app-history-card.h"
#include "record/crm-app-record-window.h"
#include "service/crm-deal-sheet.h"

/* Two columns where there is room for both. */
#define COLUMN_WIDTH 360

struct _CrmAppDealPage
{
  CrmAppPage parent_instance;
  char *deal;       /* (owned): id */
  GtkWidget *frame; /* see crm-app-frame.h */
  GtkWidget *stages;
  GtkWidget *close;
  GtkWidget *people;
  GtkWidget *follow_ups;
  GtkWidget *documents;
  GtkWidget *history;
};

G_DEFINE_FINAL_TYPE (CrmAppDealPage, crm_app_deal_page, CRM_APP_TYPE_PAGE)

static void
crm_app_deal_page_finalize (GObject *object)
{
  g_free (CRM_APP_DEAL_PAGE (object)->deal);
  G_OBJECT_CLASS (crm_app_deal_page_parent_class)->finalize (object);
}

static void
show (CrmAppDealPage *self, CrmDealSheet *sheet)
{
  const CrmRecord *deal = sheet->state->deal;
  CrmSubject subject = { .deal = deal->id, .account = crm_record_get_text (deal, "account") };

  crm_app_record_window_set_title (GTK_WIDGET (self), crm_phrase_record_name (deal));
  crm_app_stage_path_show (self->stages, sheet);
  crm_app_deal_close_show (self->close, sheet);
  crm_app_deal_people_show (self->people, sheet);
  crm_app_follow_ups_show (self->follow_ups, sheet->follow_ups, &subject, sheet->now_usec);
  crm_app_documents_show (self->documents, sheet->documents, &subject, sheet->now_usec);
  crm_app_history_card_show (self->history, sheet->history, &subject, sheet->now_usec);
  crm_app_frame_show (self->frame, CRM_APP_FRAME_RECORD);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmAppDealPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmDealSheet) sheet = crm_deal_sheet_load_finish (CRM_STORE (source), result, &error);

  if (sheet != NULL && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    show (self, sheet);
  else if (g_error_matches (error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    {
      crm_app_frame_show (self->frame, CRM_APP_FRAME_GONE);
      g_clear_error (&error);
    }
  crm_app_page_loaded (CRM_APP_PAGE (self), error);
}

static void
crm_app_deal_page_load (CrmAppPage *page, CrmStore *store, GCancellable *cancellable)
{
  CrmAppDealPage *self = CRM_APP_DEAL_PAGE (page);

  crm_deal_sheet_load_async (store, self->deal, crm_app_history_card_get_limit (self->history),
                             crm_app_history_card_get_kinds (self->history), cancellable, loaded_cb,
                             self);
}

static void
move_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmAppDealPage *self = data;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (ids, g_strdup (self->deal));
  crm_app_move_dialog_ask (data, crm_app_page_get_session (data), ids);
}

static void
crm_app_deal_page_add_actions (CrmAppPage *page, GActionMap *actions, GMenu *menu)
{
  static const GActionEntry entries[] = { { "move", move_cb, NULL, NULL, NULL, { 0 } } };

  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), page);
  g_menu_append (menu, _ ("_Move to a Pipeline…"), "page.move");
}

static void
crm_app_deal_page_class_init (CrmAppDealPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_app_deal_page_finalize;
  CRM_APP_PAGE_CLASS (klass)->load = crm_app_deal_page_load;
  CRM_APP_PAGE_CLASS (klass)->add_actions = crm_app_deal_page_add_actions;
}

static void
history_changed_cb (gpointer page)
{
  crm_app_page_invalidate (page);
}

static GtkWidget *
make_columns (CrmAppDealPage *self, CrmAppSession *session)
{
  GtkWidget *columns = crm_app_wrap_new (18, COLUMN_WIDTH);
  /* As high as one another, or Tab would go to the shorter one first. */
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *right = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->close = crm_app_deal_close_new (session);
  self->follow_ups = crm_app_follow_ups_new (session, "crm-deal-follow-ups");
  self->people = crm_app_deal_people_new (session);
  self->documents = crm_app_documents_new (session, "crm-deal-documents");
  self->history = crm_app_history_card_new (session, "crm-deal-history",
                                            G_CALLBACK (history_changed_cb), self);
  gtk_box_append (GTK_BOX (left), crm_app_form_new (session, "deal", self->deal));
  gtk_box_append (GTK_BOX (left), self->documents);
  gtk_box_append (GTK_BOX (right), self->close);
  gtk_box_append (GTK_BOX (right), self->follow_ups);
  gtk_box_append (GTK_BOX (right), self->people);
  /* What was said last is in sight when the window opens. */
  gtk_box_append (GTK_BOX (right), self->history);
  gtk_box_append (GTK_BOX (columns), left);
  gtk_box_append (GTK_BOX (columns), right);
  return columns;
}

static void
fill (CrmAppDealPage *self, CrmAppSession *session)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->stages = crm_app_stage_path_new (session);
  gtk_box_append (GTK_BOX (box), self->stages);
  gtk_box_append (GTK_BOX (box), crm_app_steps_new (session, self->deal));
  gtk_box_append (GTK_BOX (box), make_columns (self, session));
  crm_app_frame_set_content (self->frame, box, self->history);
}

static void
crm_app_deal_page_init (CrmAppDealPage *self)
{
  self->frame = crm_app_frame_new (_ ("This Deal Is No More"), "crm-deal-gone");
  adw_bin_set_child (ADW_BIN (self), self->frame);
}

static CrmAppPage *
make_page (CrmAppSession *session, const char *entity, const char *deal)
{
  CrmAppDealPage *self = g_object_new (CRM_APP_TYPE_DEAL_PAGE, NULL);

  self->deal = g_strdup (deal);
  fill (self, session);
  return CRM_APP_PAGE (self);
}

/**
 * crm_app_deal_page_present:
 * @parent: a widget of a window that is shown
 * @session: a session with an open store
 * @entity: `deal`
 * @id: id of a deal
 *
 * #CrmAppRecordFunc: shows the deal in its window, beside the one that @parent is in.
 */
void
crm_app_deal_page_present (GtkWidget *parent,
                           CrmAppSession *session,
                           const char *entity,
                           const char *id)
{
  crm_app_record_window_present (parent, session, entity, id, make_page);
}
