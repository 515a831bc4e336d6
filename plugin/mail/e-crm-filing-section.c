/* e-crm-filing-section.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-filing-section"
#include "config.h"

#include "e-crm-sections.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases.h"
#include "service/crm-filing.h"
#include "service/crm-meetings.h"
#include "shell/e-crm-flow.h"
#include "shell/e-crm-widgets.h"

struct _ECrmFilingSection
{
  ECrmSection parent_instance;
  GtkWidget *filed;    /* rows: deals that the letter is filed under */
  GtkWidget *proposal; /* what the CRM proposes, and why */
  GtkWidget *reason;
  GtkWidget *file;
  GtkWidget *elsewhere; /* menu button */
  GtkWidget *menu;      /* (owned by the button) */
  GtkWidget *not_crm;
  GtkWidget *private;
  GtkWidget *hidden; /* says that the letter is hidden */
  GtkWidget *show;
  GtkWidget *buttons;
};

G_DEFINE_FINAL_TYPE (ECrmFilingSection, e_crm_filing_section, E_TYPE_CRM_SECTION)

enum
{
  LIST_ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
file_under (ECrmFilingSection *self, const char *deal)
{
  CrmContext *context = e_crm_section_get_context (E_CRM_SECTION (self));

  e_crm_section_write (E_CRM_SECTION (self),
                       context->event != NULL
                           ? crm_meetings_file (context->event, CRM_TARGET_DEAL, deal)
                           : crm_filing_file (context->message, CRM_TARGET_DEAL, deal));
}

/* The one key: TRUE when there was a proposal to take. */
gboolean
e_crm_filing_section_file_proposal (ECrmFilingSection *self)
{
  CrmContext *context = e_crm_section_get_context (E_CRM_SECTION (self));

  if (context == NULL || context->proposal == NULL)
    return FALSE;
  file_under (self, context->proposal->deal->id);
  return TRUE;
}

static void
file_clicked_cb (GtkButton *button, gpointer data)
{
  e_crm_filing_section_file_proposal (data);
}

static void
unfile_clicked_cb (GtkButton *button, gpointer data)
{
  CrmContext *context = e_crm_section_get_context (data);
  const char *deal = g_object_get_data (G_OBJECT (button), "deal");

  if (context != NULL && deal != NULL)
    e_crm_section_write (data, context->event != NULL
                                   ? crm_meetings_unfile (context->event, CRM_TARGET_DEAL, deal)
                                   : crm_filing_unfile (context->message, CRM_TARGET_DEAL, deal));
}

static void
set_visibility (gpointer data, const char *visibility)
{
  CrmContext *context = e_crm_section_get_context (data);

  if (context != NULL)
    e_crm_section_write (data, crm_filing_set_visibility (context->message, visibility));
}

static void
not_crm_clicked_cb (GtkButton *button, gpointer data)
{
  set_visibility (data, "not_crm");
}

static void
private_clicked_cb (GtkButton *button, gpointer data)
{
  set_visibility (data, "private");
}

static void
show_clicked_cb (GtkButton *button, gpointer data)
{
  set_visibility (data, "normal");
}

static void
elsewhere_item_cb (GtkMenuItem *item, gpointer data)
{
  file_under (data, g_object_get_data (G_OBJECT (item), "deal"));
}

static void
elsewhere_toggled_cb (GtkToggleButton *button, gpointer data)
{
  if (gtk_toggle_button_get_active (button))
    g_signal_emit (data, signals[LIST_ELSEWHERE], 0);
}

static void
remove_item (GtkWidget *item, gpointer data)
{
  gtk_widget_destroy (item);
}

/* Fills the "File elsewhere" menu; @deals is (element-type CrmRecord). */
void
e_crm_filing_section_add_elsewhere (ECrmFilingSection *self, GPtrArray *deals)
{
  gtk_container_foreach (GTK_CONTAINER (self->menu), remove_item, NULL);
  for (guint i = 0; i < deals->len; i++)
    {
      const CrmRecord *deal = g_ptr_array_index (deals, i);
      GtkWidget *item = gtk_menu_item_new_with_label (crm_record_get_title (deal));

      g_object_set_data_full (G_OBJECT (item), "deal", g_strdup (deal->id), g_free);
      g_signal_connect (item, "activate", G_CALLBACK (elsewhere_item_cb), self);
      gtk_menu_shell_append (GTK_MENU_SHELL (self->menu), item);
    }
  if (deals->len == 0)
    {
      GtkWidget *item = gtk_menu_item_new_with_label (_ ("There is no open deal"));

      gtk_widget_set_sensitive (item, FALSE);
      gtk_menu_shell_append (GTK_MENU_SHELL (self->menu), item);
    }
  gtk_widget_show_all (self->menu);
  gtk_menu_reposition (GTK_MENU (self->menu));
}

static GtkWidget *
make_filed_row (ECrmSection *section, guint index)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *title = e_crm_text_new ();
  GtkWidget *remove = e_crm_icon_button_new ("edit-delete-symbolic",
                                             _ ("Take the message out of this deal"), "crm-unfile");

  gtk_box_pack_start (GTK_BOX (row), title, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (row), remove, FALSE, FALSE, 0);
  g_object_set_data (G_OBJECT (row), "title", title);
  g_object_set_data (G_OBJECT (row), "remove", remove);
  g_signal_connect (remove, "clicked", G_CALLBACK (unfile_clicked_cb), section);
  e_crm_set_id (title, "crm-filed-under");
  return row;
}

static void
name_remove_button (GtkWidget *button, const CrmContext *context)
{
  const char *name = context->event != NULL ? _ ("Take the meeting out of this deal")
                                            : _ ("Take the message out of this deal");

  gtk_widget_set_tooltip_text (button, name);
  e_crm_set_name (button, name);
}

static void
show_filed (ECrmFilingSection *self, CrmContext *context)
{
  guint n = context->filed != NULL ? context->filed->len : 0;

  for (guint i = 0; i < n; i++)
    {
      const CrmDealState *state = g_ptr_array_index (context->filed, i);
      GtkWidget *row
          = e_crm_section_nth_row (E_CRM_SECTION (self), GTK_BOX (self->filed), i, make_filed_row);
      /* TRANSLATORS: %s is the title of a deal */
      g_autofree char *text
          = g_strdup_printf (_ ("✓ Filed under %s"), crm_record_get_title (state->deal));

      e_crm_label_set (g_object_get_data (G_OBJECT (row), "title"), text);
      name_remove_button (g_object_get_data (G_OBJECT (row), "remove"), context);
      g_object_set_data_full (g_object_get_data (G_OBJECT (row), "remove"), "deal",
                              g_strdup (state->deal->id), g_free);
    }
  e_crm_section_hide_rows_from (GTK_BOX (self->filed), n);
}

static void
show_proposal (ECrmFilingSection *self, CrmContext *context)
{
  g_autofree char *text = NULL;
  g_autofree char *reason = NULL;

  if (context->proposal != NULL)
    {
      /* TRANSLATORS: %s is the title of a deal */
      text = g_strdup_printf (_ ("Proposed: %s"), crm_record_get_title (context->proposal->deal));
      reason = crm_phrase_proposal (context);
    }
  e_crm_label_set (self->proposal, text);
  e_crm_label_set (self->reason, reason);
  gtk_widget_set_visible (self->file, context->proposal != NULL);
}

static void
update (ECrmSection *section, CrmContext *context)
{
  ECrmFilingSection *self = E_CRM_FILING_SECTION (section);
  gboolean normal = context->visibility == NULL || g_str_equal (context->visibility, "normal");
  gboolean private = g_strcmp0 (context->visibility, "private") == 0;

  /* The people of a contact or a task are nothing to file. */
  gtk_widget_set_visible (GTK_WIDGET (self),
                          context->event != NULL || context->message->fingerprint != 0);
  e_crm_section_set_heading (
      section, context->event != NULL ? _ ("This meeting") : _ ("This message"), "crm-filing");
  show_filed (self, context);
  show_proposal (self, context);
  e_crm_label_set (self->hidden, normal ? NULL
                                 : private
                                     ? _ ("This message is private: the CRM keeps nothing of it")
                                     : _ ("This message is not CRM: it is in no history"));
  gtk_widget_set_visible (self->show, !normal);
  gtk_widget_set_visible (self->elsewhere, normal);
  /* Of a meeting the calendar says that it is private. */
  gtk_widget_set_visible (self->not_crm, normal && context->event == NULL);
  gtk_widget_set_visible (self->private, !private && context->event == NULL);
}

static void
e_crm_filing_section_class_init (ECrmFilingSectionClass *klass)
{
  E_CRM_SECTION_CLASS (klass)->update = update;

  /* The person wants to file elsewhere: answer with e_crm_filing_section_add_elsewhere(). */
  signals[LIST_ELSEWHERE] = g_signal_new ("list-elsewhere", E_TYPE_CRM_FILING_SECTION,
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
add_button (ECrmFilingSection *self, const char *label, const char *id, GCallback callback)
{
  GtkWidget *button = e_crm_button_new (label, id);

  g_signal_connect (button, "clicked", callback, self);
  gtk_container_add (GTK_CONTAINER (self->buttons), button);
  return button;
}

static void
add_elsewhere_button (ECrmFilingSection *self)
{
  self->elsewhere = gtk_menu_button_new ();
  gtk_button_set_label (GTK_BUTTON (self->elsewhere), _ ("File _under…"));
  gtk_button_set_use_underline (GTK_BUTTON (self->elsewhere), TRUE);
  e_crm_set_id (self->elsewhere, "crm-file-elsewhere");
  self->menu = gtk_menu_new ();
  gtk_menu_button_set_popup (GTK_MENU_BUTTON (self->elsewhere), self->menu);
  g_signal_connect (self->elsewhere, "toggled", G_CALLBACK (elsewhere_toggled_cb), self);
  e_crm_add_class (self->elsewhere, "crm-compact");
  gtk_container_add (GTK_CONTAINER (self->buttons), self->elsewhere);
}

static void
e_crm_filing_section_init (ECrmFilingSection *self)
{
  GtkBox *body = e_crm_section_get_body (E_CRM_SECTION (self));

  e_crm_section_set_heading (E_CRM_SECTION (self), _ ("This message"), "crm-filing");
  self->filed = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->proposal = e_crm_text_new ();
  e_crm_set_id (self->proposal, "crm-proposal");
  self->reason = e_crm_text_new ();
  e_crm_add_class (self->reason, "dim-label");
  self->hidden = e_crm_text_new ();
  e_crm_set_id (self->hidden, "crm-hidden");
  gtk_box_pack_start (body, self->filed, FALSE, FALSE, 0);
  gtk_box_pack_start (body, self->proposal, FALSE, FALSE, 0);
  gtk_box_pack_start (body, self->reason, FALSE, FALSE, 0);
  gtk_box_pack_start (body, self->hidden, FALSE, FALSE, 0);

  self->buttons = e_crm_flow_new ();
  self->file = add_button (self, _ ("_File"), "crm-file", G_CALLBACK (file_clicked_cb));
  e_crm_add_class (self->file, "suggested-action");
  add_elsewhere_button (self);
  self->not_crm = add_button (self, _ ("_Not CRM"), "crm-not-crm", G_CALLBACK (not_crm_clicked_cb));
  self->private = add_button (self, _ ("_Private"), "crm-private", G_CALLBACK (private_clicked_cb));
  self->show = add_button (self, _ ("_Show it again"), "crm-show", G_CALLBACK (show_clicked_cb));
  gtk_widget_set_tooltip_text (self->not_crm, _ ("Leave this message out of every history"));
  gtk_widget_set_tooltip_text (self->private, _ ("Keep nothing of this message in the CRM"));
  gtk_box_pack_start (body, self->buttons, FALSE, FALSE, 0);
  gtk_widget_show (self->filed);
}

GtkWidget *
e_crm_filing_section_new (void)
{
  return g_object_new (E_TYPE_CRM_FILING_SECTION, NULL);
}
