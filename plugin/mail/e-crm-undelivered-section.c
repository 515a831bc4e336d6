/* e-crm-undelivered-section.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Mail that came back: beside the letter that says so, and beside whom it was for. */
#define G_LOG_DOMAIN "e-crm-undelivered-section"
#include "config.h"

#include "e-crm-sections.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-send.h"
#include "service/crm-undelivered.h"
#include "shell/e-crm-widgets.h"

struct _ECrmUndeliveredSection
{
  ECrmSection parent_instance;
};

G_DEFINE_FINAL_TYPE (ECrmUndeliveredSection, e_crm_undelivered_section, E_TYPE_CRM_SECTION)

static void
lift_cb (GtkWidget *button, gpointer data)
{
  CrmContext *context = e_crm_section_get_context (data);
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));

  if (context != NULL && context->undelivered != NULL && i < context->undelivered->len)
    e_crm_section_write (data, crm_undelivered_lift (g_ptr_array_index (context->undelivered, i)));
}

static GtkWidget *
make_row (ECrmSection *section, guint index)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *text = e_crm_text_new ();
  GtkWidget *reason = e_crm_text_new ();
  /* TRANSLATORS: a button: mail to this address does arrive */
  GtkWidget *button = e_crm_button_new (_ ("It _Works"), "crm-undelivered-lift");

  e_crm_add_class (row, "crm-card");
  e_crm_set_id (text, "crm-undelivered");
  e_crm_set_id (reason, "crm-undelivered-reason");
  e_crm_add_class (reason, "dim-label");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  g_signal_connect (button, "clicked", G_CALLBACK (lift_cb), section);
  gtk_box_pack_start (GTK_BOX (row), text, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), reason, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), button, FALSE, FALSE, 0);
  g_object_set_data (G_OBJECT (row), "text", text);
  g_object_set_data (G_OBJECT (row), "reason", reason);
  g_object_set_data (G_OBJECT (row), "button", button);
  return row;
}

static void
fill_row (GtkWidget *row, const CrmRecord *undelivered)
{
  const char *address = crm_record_get_text (undelivered, "address");
  const char *reason = crm_record_get_text (undelivered, "reason");
  g_autofree char *text
      = crm_phrase_undelivered (address, crm_record_get_int (undelivered, "at", 0));
  /* TRANSLATORS: a button for a screen reader; %s is an e-mail address */
  g_autofree char *name = g_strdup_printf (_ ("Mail to %s does arrive"), address);
  GtkWidget *label = g_object_get_data (G_OBJECT (row), "reason");

  e_crm_label_set (g_object_get_data (G_OBJECT (row), "text"), text);
  e_crm_label_set (label, reason != NULL ? reason : "");
  gtk_widget_set_visible (label, reason != NULL);
  e_crm_set_name (g_object_get_data (G_OBJECT (row), "button"), name);
}

static void
update (ECrmSection *section, CrmContext *context)
{
  GtkBox *body = e_crm_section_get_body (section);
  guint n = context->undelivered != NULL ? context->undelivered->len : 0;

  for (guint i = 0; i < n; i++)
    fill_row (e_crm_section_nth_row (section, body, i, make_row),
              g_ptr_array_index (context->undelivered, i));
  e_crm_section_hide_rows_from (body, n);
  gtk_widget_set_visible (GTK_WIDGET (section), n > 0);
}

static void
e_crm_undelivered_section_class_init (ECrmUndeliveredSectionClass *klass)
{
  E_CRM_SECTION_CLASS (klass)->update = update;
}

static void
e_crm_undelivered_section_init (ECrmUndeliveredSection *self)
{
  e_crm_section_set_heading (E_CRM_SECTION (self), _ ("Mail came back"), "crm-undelivered-heading");
}

GtkWidget *
e_crm_undelivered_section_new (void)
{
  return g_object_new (E_TYPE_CRM_UNDELIVERED_SECTION, NULL);
}
