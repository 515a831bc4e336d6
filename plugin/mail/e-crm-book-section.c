/* e-crm-book-section.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What of a contact is not as it was asked for: changes that wait for the address book, and those
 * that it did not take. */
#define G_LOG_DOMAIN "e-crm-book-section"
#include "config.h"

#include "e-crm-sections.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-contact.h"
#include "shell/e-crm-flow.h"
#include "shell/e-crm-widgets.h"

struct _ECrmBookSection
{
  ECrmSection parent_instance;
  GtkWidget *orders;   /* a row an order */
  GtkWidget *readonly; /* says that the contact cannot be changed */
  GtkWidget *copy;     /* what can be done about it */
};

enum
{
  COPY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ECrmBookSection, e_crm_book_section, E_TYPE_CRM_SECTION)

/* The parts of a row, by name: text, buttons, ours, theirs, again, forget. */
static GtkWidget *
get_part (GtkWidget *row, const char *name)
{
  return g_object_get_data (G_OBJECT (row), name);
}

static void
settle_cb (GtkWidget *button, gpointer data)
{
  CrmContext *context = e_crm_section_get_context (data);
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));
  gboolean use_ours = g_object_get_data (G_OBJECT (button), "use-ours") != NULL;

  if (context == NULL || context->contact_orders == NULL || i >= context->contact_orders->len)
    return;
  e_crm_section_write (
      data,
      crm_contact_order_settle (g_ptr_array_index (context->contact_orders, i), context, use_ours));
}

static void
add_button (ECrmSection *section,
            GtkWidget *row,
            GtkWidget *flow,
            guint index,
            const char *part,
            const char *label,
            const char *id)
{
  GtkWidget *button = e_crm_button_new (label, id);
  gboolean use_ours = g_str_equal (part, "ours") || g_str_equal (part, "again");

  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  g_object_set_data (G_OBJECT (button), "use-ours", use_ours ? button : NULL);
  g_signal_connect (button, "clicked", G_CALLBACK (settle_cb), section);
  gtk_container_add (GTK_CONTAINER (flow), button);
  g_object_set_data (G_OBJECT (row), part, button);
}

static GtkWidget *
make_row (ECrmSection *section, guint index)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *flow = e_crm_flow_new ();
  GtkWidget *text = e_crm_text_new ();

  e_crm_add_class (row, "crm-card");
  e_crm_set_id (text, "crm-contact-order");
  g_object_set_data (G_OBJECT (row), "text", text);
  add_button (section, row, flow, index, "ours", _ ("_Keep mine"), "crm-contact-keep-mine");
  add_button (section, row, flow, index, "theirs", _ ("Take t_heirs"), "crm-contact-take-theirs");
  add_button (section, row, flow, index, "again", _ ("_Try again"), "crm-contact-try-again");
  /* TRANSLATORS: a button: a change that the address book did not take is not wanted any more */
  add_button (section, row, flow, index, "forget", _ ("_Do Without"), "crm-contact-forget");
  g_object_set_data (G_OBJECT (row), "buttons", flow);
  gtk_box_pack_start (GTK_BOX (row), text, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), flow, FALSE, FALSE, 0);
  return row;
}

static void
show_button (GtkWidget *row, const char *part, const char *what, const char *field, gboolean show)
{
  GtkWidget *button = get_part (row, part);
  g_autofree char *name = g_strdup_printf (_ ("%1$s: %2$s"), what, field);

  e_crm_set_name (button, name);
  gtk_widget_set_visible (button, show);
}

static void
fill_row (GtkWidget *row, const CrmRecord *order, const CrmContext *context)
{
  g_autoptr (CrmContactDifference) difference = crm_contact_order_explain (order, context);
  g_autofree char *text = crm_phrase_contact_difference (order, context);
  gboolean is_waiting = crm_contact_order_is_waiting (order);
  gboolean has_two_sides = difference != NULL && crm_contact_order_has_two_sides (order);
  gboolean is_refused = !is_waiting && !has_two_sides;
  const char *field
      = difference != NULL ? crm_phrase_contact_field (difference->field, difference->kind) : "";

  e_crm_label_set (get_part (row, "text"), text);
  gtk_widget_set_visible (get_part (row, "buttons"), !is_waiting);
  show_button (row, "ours", _ ("Keep mine"), field, has_two_sides);
  show_button (row, "theirs", _ ("Take theirs"), field, has_two_sides);
  show_button (row, "again", _ ("Try again"), field, is_refused);
  show_button (row, "forget", _ ("Do without"), field, is_refused);
}

static void
copy_clicked_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[COPY], 0);
}

static gboolean
has_forbidden_order (const CrmContext *context)
{
  for (guint i = 0; context->contact_orders != NULL && i < context->contact_orders->len; i++)
    if (crm_contact_order_is_forbidden (g_ptr_array_index (context->contact_orders, i)))
      return TRUE;
  return FALSE;
}

/* Beside a letter only where it stands in the way of something: it is nobody's fault, and lasts. So
 * it does where somebody typed a name or a job title that is not the address book's. A row of an
 * order says so itself. */
static gboolean
show_readonly (ECrmBookSection *self, CrmContext *context)
{
  gboolean is_readonly = context->contact != NULL && context->contact->is_readonly;
  gboolean is_told = has_forbidden_order (context);
  gboolean is_wanted = context->of_contact || crm_contact_has_own_values (context);
  const char *text = NULL;

  if (is_readonly && context->has_writable_contact && is_wanted)
    text
        = _ ("This address book is read-only. The same person is in one that you can change, too.");
  else if (is_readonly && is_wanted && !is_told)
    text = _ ("This address book is read-only: the contact cannot be changed there.");
  e_crm_label_set (self->readonly, text);
  is_readonly &= is_wanted || is_told;
  gtk_widget_set_visible (self->copy, is_readonly && !context->has_writable_contact);
  return is_readonly;
}

static void
update (ECrmSection *section, CrmContext *context)
{
  ECrmBookSection *self = E_CRM_BOOK_SECTION (section);
  gboolean is_readonly = show_readonly (self, context);
  guint n = context->contact_orders != NULL ? context->contact_orders->len : 0;

  for (guint i = 0; i < n; i++)
    fill_row (e_crm_section_nth_row (section, GTK_BOX (self->orders), i, make_row),
              g_ptr_array_index (context->contact_orders, i), context);
  e_crm_section_hide_rows_from (GTK_BOX (self->orders), n);
  gtk_widget_set_visible (GTK_WIDGET (section), n > 0 || is_readonly);
}

static void
e_crm_book_section_class_init (ECrmBookSectionClass *klass)
{
  E_CRM_SECTION_CLASS (klass)->update = update;

  /* The person wants to have a contact that they can change. */
  signals[COPY] = g_signal_new ("copy", E_TYPE_CRM_BOOK_SECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
e_crm_book_section_init (ECrmBookSection *self)
{
  GtkBox *body = e_crm_section_get_body (E_CRM_SECTION (self));

  e_crm_section_set_heading (E_CRM_SECTION (self), _ ("Address book"), "crm-book");
  self->orders = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_show (self->orders);
  self->readonly = e_crm_text_new ();
  e_crm_set_id (self->readonly, "crm-book-readonly");
  /* TRANSLATORS: a button: the contact is in a read-only address book */
  self->copy = e_crm_button_new (_ ("_Copy into One of Mine"), "crm-copy-contact");
  g_signal_connect (self->copy, "clicked", G_CALLBACK (copy_clicked_cb), self);
  gtk_box_pack_start (body, self->orders, FALSE, FALSE, 0);
  gtk_box_pack_start (body, self->readonly, FALSE, FALSE, 0);
  gtk_box_pack_start (body, self->copy, FALSE, FALSE, 0);
}

GtkWidget *
e_crm_book_section_new (void)
{
  return g_object_new (E_TYPE_CRM_BOOK_SECTION, NULL);
}
