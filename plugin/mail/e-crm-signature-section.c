/* e-crm-signature-section.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-signature-section"
#include "config.h"

#include "e-crm-sections.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-contact.h"
#include "service/crm-card-offer.h"
#include "shell/e-crm-widgets.h"

struct _ECrmSignatureSection
{
  ECrmSection parent_instance;
  CrmSignature *signature; /* (owned) (nullable): of the selected letter */
  GPtrArray *offers;       /* (owned) (nullable) (element-type CrmCardOffer): one a row */
  GtkWidget *rows;
  GtkWidget *readonly; /* says that the address book takes no changes */
  GtkWidget *copy;     /* what can be done about it */
};

enum
{
  COPY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ECrmSignatureSection, e_crm_signature_section, E_TYPE_CRM_SECTION)

static void
e_crm_signature_section_finalize (GObject *object)
{
  ECrmSignatureSection *self = E_CRM_SIGNATURE_SECTION (object);

  g_clear_pointer (&self->signature, crm_signature_unref);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  G_OBJECT_CLASS (e_crm_signature_section_parent_class)->finalize (object);
}

/* Values are isolated: a number keeps its order in a right-to-left line. */
static char *
phrase_offer (const CrmCardOffer *offer)
{
  if (offer->seen == NULL)
    /* TRANSLATORS: what a signature adds to a card: the field and its value, "Mobile: +44 7700
     * 900123" */
    return g_strdup_printf (_ ("%1$s: \u2068%2$s\u2069"),
                            crm_phrase_contact_field (offer->field, offer->kind), offer->value);
  /* TRANSLATORS: how a signature differs from a card: the field, what the card has, what the
     signature has, "Job title: Buyer → Head of Purchasing" */
  return g_strdup_printf (_ ("%1$s: \u2068%2$s\u2069 → \u2068%3$s\u2069"),
                          crm_phrase_contact_field (offer->field, offer->kind), offer->seen,
                          offer->value);
}

static const CrmCardOffer *
get_offer (ECrmSignatureSection *self, GtkWidget *button)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));

  return self->offers != NULL && i < self->offers->len ? g_ptr_array_index (self->offers, i) : NULL;
}

static void
take_over_cb (GtkWidget *button, gpointer data)
{
  CrmContext *context = e_crm_section_get_context (data);
  const CrmCardOffer *offer = get_offer (data, button);

  if (context != NULL && offer != NULL)
    e_crm_section_write (data, crm_card_take_over (context, offer));
}

static void
reject_cb (GtkWidget *button, gpointer data)
{
  CrmContext *context = e_crm_section_get_context (data);
  const CrmCardOffer *offer = get_offer (data, button);

  if (context != NULL && offer != NULL)
    e_crm_section_write (data, crm_card_reject (context, offer));
}

static GtkWidget *
add_button (GtkWidget *row,
            ECrmSection *section,
            guint index,
            const char *icon,
            const char *name,
            const char *id,
            GCallback callback)
{
  GtkWidget *button = e_crm_icon_button_new (icon, name, id);

  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  g_signal_connect (button, "clicked", callback, section);
  gtk_box_pack_end (GTK_BOX (row), button, FALSE, FALSE, 0);
  return button;
}

static GtkWidget *
make_row (ECrmSection *section, guint index)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *text = e_crm_text_new ();
  GtkWidget *reject = add_button (row, section, index, "window-close-symbolic", _ ("Not this"),
                                  "crm-offer-reject", G_CALLBACK (reject_cb));
  GtkWidget *take = add_button (row, section, index, "object-select-symbolic", _ ("Take over"),
                                "crm-offer-take", G_CALLBACK (take_over_cb));

  e_crm_set_id (text, "crm-offer");
  gtk_box_pack_start (GTK_BOX (row), text, TRUE, TRUE, 0);
  g_object_set_data (G_OBJECT (row), "text", text);
  g_object_set_data (G_OBJECT (row), "take", take);
  g_object_set_data (G_OBJECT (row), "reject", reject);
  return row;
}

static void
fill_row (GtkWidget *row, const CrmContext *context, const CrmCardOffer *offer)
{
  g_autofree char *text = phrase_offer (offer);
  /* TRANSLATORS: a button for a screen reader; %s is "Job title: Buyer → Head of Purchasing" */
  g_autofree char *take = g_strdup_printf (_ ("Take over: %s"), text);
  /* TRANSLATORS: a button for a screen reader; %s is "Job title: Buyer → Head of Purchasing" */
  g_autofree char *reject = g_strdup_printf (_ ("Not this: %s"), text);

  e_crm_label_set (g_object_get_data (G_OBJECT (row), "text"), text);
  e_crm_set_name (g_object_get_data (G_OBJECT (row), "take"), take);
  e_crm_set_name (g_object_get_data (G_OBJECT (row), "reject"), reject);
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "take"),
                          crm_card_can_take_over (context, offer));
}

static void
copy_clicked_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[COPY], 0);
}

static void
update (ECrmSection *section, CrmContext *context)
{
  ECrmSignatureSection *self = E_CRM_SIGNATURE_SECTION (section);
  GtkBox *rows = GTK_BOX (self->rows);
  gboolean is_readonly = FALSE;

  g_clear_pointer (&self->offers, g_ptr_array_unref);
  self->offers = crm_card_find_offers (context, self->signature);
  for (guint i = 0; i < self->offers->len; i++)
    {
      fill_row (e_crm_section_nth_row (section, rows, i, make_row), context,
                g_ptr_array_index (self->offers, i));
      is_readonly |= crm_card_is_readonly (context, g_ptr_array_index (self->offers, i));
    }
  e_crm_section_hide_rows_from (rows, self->offers->len);
  e_crm_label_set (
      self->readonly,
      context->person != NULL
          ? _ ("Their address book is read-only: what you take over is kept in the CRM.")
          : _ ("Their address book is read-only: nothing can be taken over."));
  gtk_widget_set_visible (self->readonly, is_readonly);
  gtk_widget_set_visible (self->copy, is_readonly && !context->has_writable_contact);
  gtk_widget_set_visible (GTK_WIDGET (section), self->offers->len > 0);
}

static void
e_crm_signature_section_class_init (ECrmSignatureSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_signature_section_finalize;
  E_CRM_SECTION_CLASS (klass)->update = update;

  /* The person wants to have a contact that they can change. */
  signals[COPY] = g_signal_new ("copy", E_TYPE_CRM_SIGNATURE_SECTION, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
e_crm_signature_section_init (ECrmSignatureSection *self)
{
  GtkBox *body = e_crm_section_get_body (E_CRM_SECTION (self));

  e_crm_section_set_heading (E_CRM_SECTION (self), _ ("From the signature"), "crm-signature");
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->readonly = e_crm_text_new ();
  e_crm_set_id (self->readonly, "crm-offer-readonly");
  e_crm_add_class (self->readonly, "dim-label");
  gtk_box_pack_start (body, self->rows, FALSE, FALSE, 0);
  /* TRANSLATORS: a button: the contact is in a read-only address book */
  self->copy = e_crm_button_new (_ ("_Copy into One of Mine"), "crm-offer-copy");
  gtk_widget_hide (self->copy);
  g_signal_connect (self->copy, "clicked", G_CALLBACK (copy_clicked_cb), self);
  gtk_box_pack_start (body, self->readonly, FALSE, FALSE, 0);
  gtk_box_pack_start (body, self->copy, FALSE, FALSE, 0);
  gtk_widget_show (self->rows);
}

GtkWidget *
e_crm_signature_section_new (void)
{
  return g_object_new (E_TYPE_CRM_SIGNATURE_SECTION, NULL);
}

/* Shown with the next update. */
void
e_crm_signature_section_set_signature (ECrmSignatureSection *self,
                                       CrmSignature *signature /* (nullable) */)
{
  if (signature == self->signature)
    return;
  g_clear_pointer (&self->signature, crm_signature_unref);
  self->signature = signature != NULL ? crm_signature_ref (signature) : NULL;
}
