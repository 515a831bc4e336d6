/* crm-app-party-page.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-party-page"
#include "config.h"

#include "crm-app-party-page.h"

#include <glib/gi18n-lib.h>

#include "crm-app-lines.h"
#include "crm-app-party-private.h"
#include "crm-phrases.h"
#include "base/crm-app-widgets.h"
#include "base/crm-app-wrap.h"
#include "record/crm-app-card.h"
#include "record/crm-app-documents.h"
#include "record/crm-app-follow-ups.h"
#include "record/crm-app-form.h"
#include "record/crm-app-frame.h"
#include "record/crm-app-history-card.h"
#include "record/crm-app-merge.h"
#include "record/crm-app-new-record.h"
#include "record/crm-app-record-window.h"
#include "service/crm-accounts.h"

/* Two columns where there is room for both. */
#define COLUMN_WIDTH 360

G_DEFINE_FINAL_TYPE (CrmAppPartyPage, crm_app_party_page, CRM_APP_TYPE_PAGE)

static void
crm_app_party_page_finalize (GObject *object)
{
  CrmAppPartyPage *self = CRM_APP_PARTY_PAGE (object);

  g_free (self->entity);
  g_free (self->id);
  g_clear_pointer (&self->party, crm_party_unref);
  G_OBJECT_CLASS (crm_app_party_page_parent_class)->finalize (object);
}

/* Somebody merged the record into another, here or elsewhere. */
static void
follow (CrmAppPartyPage *self)
{
  CrmAppSession *session = crm_app_page_get_session (CRM_APP_PAGE (self));
  /* TRANSLATORS: %s is what the record is called that this window shows now */
  g_autofree char *text = g_strdup_printf (_ ("Merged into “%s”, which is shown now"),
                                           crm_phrase_record_name (self->party->record));

  g_free (self->id);
  self->id = g_strdup (self->party->record->id);
  crm_app_record_window_follow (GTK_WIDGET (self), self->id);
  /* Whoever did it here has a toast with Undo. */
  if (session != NULL && !crm_app_merge_is_own (session, self->id))
    crm_app_session_tell (session, text);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmAppPartyPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmParty) party = crm_party_load_finish (CRM_STORE (source), result, &error);

  if (party != NULL && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    {
      g_clear_pointer (&self->party, crm_party_unref);
      self->party = g_steal_pointer (&party);
      _crm_app_party_show (self);
      if (!g_str_equal (self->party->record->id, self->id))
        follow (self);
    }
  else if (g_error_matches (error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    {
      crm_app_frame_show (self->frame, CRM_APP_FRAME_GONE);
      g_clear_error (&error);
    }
  crm_app_page_loaded (CRM_APP_PAGE (self), error);
}

static void
crm_app_party_page_load (CrmAppPage *page, CrmStore *store, GCancellable *cancellable)
{
  CrmAppPartyPage *self = CRM_APP_PARTY_PAGE (page);
  gboolean whole_group
      = self->group != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (self->group));
  CrmPartyRequest request = { .entity = self->entity,
                              .id = self->id,
                              .whole_group = whole_group,
                              .history_limit = crm_app_history_card_get_limit (self->history),
                              .history_kinds = crm_app_history_card_get_kinds (self->history) };

  crm_party_load_async (store, &request, cancellable, loaded_cb, self);
}

static void
crm_app_party_page_class_init (CrmAppPartyPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_app_party_page_finalize;
  CRM_APP_PAGE_CLASS (klass)->load = crm_app_party_page_load;
}

static void
crm_app_party_page_init (CrmAppPartyPage *self)
{
  self->frame = crm_app_frame_new (_ ("This Record Is No More"), "crm-party-gone");
  adw_bin_set_child (ADW_BIN (self), self->frame);
}

static void
changed_cb (gpointer page)
{
  crm_app_page_invalidate (page);
}

static void
start_plan_cb (GtkButton *button, gpointer data)
{
  CrmAppPartyPage *self = data;

  crm_app_page_write (CRM_APP_PAGE (self), crm_accounts_begin_plan (self->id));
}

/* Somebody who works there, or somewhere they work: with years and role. */
static void
join_clicked_cb (GtkButton *button, gpointer data)
{
  CrmAppPartyPage *self = data;
  const char *const presets[] = { self->entity, self->id, NULL };

  crm_app_new_record_dialog (GTK_WIDGET (self), crm_app_page_get_session (CRM_APP_PAGE (self)),
                             "account_person", presets, NULL, NULL, NULL);
}

static GtkWidget *
add_text (GtkWidget *box, const char *style_class)
{
  GtkWidget *label = crm_app_text_new (style_class);

  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
make_head (CrmAppPartyPage *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->subtitle = add_text (head, "title-4");
  self->tags = add_text (head, "caption");
  self->turn = add_text (head, NULL);
  self->last = add_text (head, NULL);
  self->touch = add_text (head, NULL);
  self->sums = add_text (head, NULL);
  return head;
}

static GtkWidget *
make_group (CrmAppPartyPage *self)
{
  self->group = gtk_check_button_new_with_mnemonic (_ ("With su_bsidiaries"));
  crm_app_set_id (self->group, "crm-account-group");
  gtk_widget_set_halign (self->group, GTK_ALIGN_START);
  gtk_widget_set_visible (self->group, FALSE);
  g_signal_connect_swapped (self->group, "toggled", G_CALLBACK (changed_cb), self);
  return self->group;
}

static void
make_plan (CrmAppPartyPage *self, GtkWidget *column)
{
  self->start_plan = crm_app_button_new (_ ("Begin a Key-Account _Plan"), "crm-account-plan-new");
  gtk_widget_set_halign (self->start_plan, GTK_ALIGN_START);
  gtk_widget_set_visible (self->start_plan, FALSE);
  g_signal_connect (self->start_plan, "clicked", G_CALLBACK (start_plan_cb), self);
  self->plan = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->plan), crm_app_label_new (_ ("Key-Account Plan"), "heading"));
  gtk_widget_set_visible (self->plan, FALSE);
  gtk_box_append (GTK_BOX (column), self->start_plan);
  gtk_box_append (GTK_BOX (column), self->plan);
}

static void
make_members (CrmAppPartyPage *self, GtkWidget *column)
{
  gboolean is_account = g_str_equal (self->entity, "account");
  GtkWidget *join = crm_app_button_new (is_account ? _ ("Add a Person…") : _ ("Add an Account…"),
                                        "crm-party-join");

  self->members = crm_app_lines_part_new (column, is_account ? _ ("People") : _ ("Accounts"),
                                          "crm-party-members");
  gtk_widget_set_halign (join, GTK_ALIGN_START);
  gtk_widget_add_css_class (join, "flat");
  g_signal_connect (join, "clicked", G_CALLBACK (join_clicked_cb), self);
  gtk_box_append (GTK_BOX (column), join);
}

static GtkWidget *
make_column (void)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  gtk_widget_set_valign (column, GTK_ALIGN_START);
  return column;
}

static GtkWidget *
make_columns (CrmAppPartyPage *self, CrmAppSession *session)
{
  GtkWidget *columns = crm_app_wrap_new (18, COLUMN_WIDTH);
  GtkWidget *left = make_column ();
  GtkWidget *right = make_column ();

  self->facts = crm_app_lines_part_new (right, _ ("Contact"), "crm-party-facts");
  if (!g_str_equal (self->entity, "lead"))
    crm_app_card_add_to_heading (gtk_widget_get_parent (self->facts),
                                 _crm_app_party_make_adder (self));
  self->follow_ups = crm_app_follow_ups_new (session, "crm-party-follow-ups");
  gtk_box_append (GTK_BOX (right), self->follow_ups);
  self->deals = crm_app_lines_part_new (right, _ ("Deals"), "crm-party-deals");
  self->leads = crm_app_lines_part_new (right, _ ("Leads"), "crm-party-leads");
  if (g_str_equal (self->entity, "lead"))
    self->members = crm_app_lines_part_new (right, _ ("Accounts"), "crm-party-members");
  else
    make_members (self, right);
  /* TRANSLATORS: the tree of companies that an account belongs to */
  self->tree = crm_app_lines_part_new (right, _ ("Group"), "crm-party-tree");
  self->documents = crm_app_documents_new (session, "crm-party-documents");
  gtk_box_append (GTK_BOX (right), self->documents);
  gtk_box_append (GTK_BOX (left), crm_app_form_new (session, self->entity, self->id));
  if (g_str_equal (self->entity, "account"))
    make_plan (self, left);
  gtk_box_append (GTK_BOX (columns), left);
  gtk_box_append (GTK_BOX (columns), right);
  return columns;
}

static void
fill (CrmAppPartyPage *self, CrmAppSession *session)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  gtk_box_append (GTK_BOX (box), make_head (self));
  if (g_str_equal (self->entity, "account"))
    gtk_box_append (GTK_BOX (box), make_group (self));
  if (g_str_equal (self->entity, "lead"))
    gtk_box_append (GTK_BOX (box), _crm_app_party_make_lead_bar (self));
  self->history
      = crm_app_history_card_new (session, "crm-party-history", G_CALLBACK (changed_cb), self);
  gtk_box_append (GTK_BOX (box), make_columns (self, session));
  gtk_box_append (GTK_BOX (box), self->history);
  crm_app_frame_set_content (self->frame, box, self->history);
}

static CrmAppPage *
make_page (CrmAppSession *session, const char *entity, const char *id)
{
  CrmAppPartyPage *self = g_object_new (CRM_APP_TYPE_PARTY_PAGE, NULL);

  self->entity = g_strdup (entity);
  self->id = g_strdup (id);
  fill (self, session);
  return CRM_APP_PAGE (self);
}

/**
 * crm_app_party_page_present:
 * @parent: a widget of a window that is shown
 * @session: a session with an open store
 * @entity: `person`, `account` or `lead`
 * @id: id of one
 *
 * #CrmAppRecordFunc: shows the client card in its window, beside the one that @parent is in.
 */
void
crm_app_party_page_present (GtkWidget *parent,
                            CrmAppSession *session,
                            const char *entity,
                            const char *id)
{
  crm_app_record_window_present (parent, session, entity, id, make_page);
}
