/* e-crm-section.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-section"
#include "config.h"

#include "e-crm-section.h"

#include "shell/e-crm-widgets.h"

typedef struct
{
  GtkWidget *heading;  /* (owned by the box) */
  GtkWidget *body;     /* (owned by the box) */
  CrmContext *context; /* (owned) (nullable): what is shown now */
} ECrmSectionPrivate;

enum
{
  WRITE,
  CHOOSE_ADDRESS,
  FAIL,
  CALL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ECrmSection, e_crm_section, GTK_TYPE_BOX)

static void
e_crm_section_finalize (GObject *object)
{
  ECrmSectionPrivate *priv = e_crm_section_get_instance_private (E_CRM_SECTION (object));

  g_clear_pointer (&priv->context, crm_context_unref);
  G_OBJECT_CLASS (e_crm_section_parent_class)->finalize (object);
}

static void
e_crm_section_class_init (ECrmSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_section_finalize;

  /* The person asked for a change: CrmChangeSet. */
  signals[WRITE] = g_signal_new ("write", E_TYPE_CRM_SECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, CRM_TYPE_CHANGE_SET);
  /* The person wants to see somebody else of this letter: the address. */
  signals[CHOOSE_ADDRESS] = g_signal_new ("choose-address", E_TYPE_CRM_SECTION, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /* What the person asked for cannot be done: why, translated. */
  signals[FAIL] = g_signal_new ("fail", E_TYPE_CRM_SECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  /* The person wants to call, or to write a call down: the number and what was said, or NULL. */
  signals[CALL] = g_signal_new ("call", E_TYPE_CRM_SECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
e_crm_section_init (ECrmSection *self)
{
  ECrmSectionPrivate *priv = e_crm_section_get_instance_private (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 2);
  priv->heading = e_crm_label_new (NULL);
  e_crm_add_class (priv->heading, "crm-heading");
  gtk_widget_hide (priv->heading);
  priv->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_show (priv->body);
  gtk_box_pack_start (GTK_BOX (self), priv->heading, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), priv->body, FALSE, FALSE, 0);
}

/* @id names the whole section for tests. */
void
e_crm_section_set_heading (ECrmSection *self, const char *heading, const char *id)
{
  ECrmSectionPrivate *priv = e_crm_section_get_instance_private (self);

  e_crm_label_set (priv->heading, heading);
  e_crm_set_id (GTK_WIDGET (self), id);
  if (heading != NULL)
    e_crm_set_name (GTK_WIDGET (self), heading);
}

GtkBox *
e_crm_section_get_body (ECrmSection *self)
{
  ECrmSectionPrivate *priv = e_crm_section_get_instance_private (self);

  return GTK_BOX (priv->body);
}

void
e_crm_section_update (ECrmSection *self, CrmContext *context)
{
  ECrmSectionPrivate *priv = e_crm_section_get_instance_private (self);

  if (priv->context != context)
    {
      g_clear_pointer (&priv->context, crm_context_unref);
      priv->context = crm_context_ref (context);
    }
  E_CRM_SECTION_GET_CLASS (self)->update (self, context);
}

CrmContext * /* (nullable) */
e_crm_section_get_context (ECrmSection *self)
{
  ECrmSectionPrivate *priv = e_crm_section_get_instance_private (self);

  return priv->context;
}

void
e_crm_section_write (ECrmSection *self, CrmChangeSet *set /* (transfer full) */)
{
  g_signal_emit (self, signals[WRITE], 0, set);
  crm_change_set_unref (set);
}

void
e_crm_section_choose_address (ECrmSection *self, const char *address)
{
  g_signal_emit (self, signals[CHOOSE_ADDRESS], 0, address);
}

void
e_crm_section_fail (ECrmSection *self, const char *text)
{
  g_signal_emit (self, signals[FAIL], 0, text);
}

void
e_crm_section_call (ECrmSection *self,
                    const char *number /* (nullable) */,
                    const char *text /* (nullable) */)
{
  g_signal_emit (self, signals[CALL], 0, number, text);
}

GtkWidget *
e_crm_section_nth_row (ECrmSection *self, GtkBox *box, guint n, ECrmRowMaker make)
{
  g_autoptr (GList) rows = gtk_container_get_children (GTK_CONTAINER (box));
  GtkWidget *row = g_list_nth_data (rows, n);

  if (row == NULL)
    {
      row = make (self, n);
      gtk_box_pack_start (box, row, FALSE, FALSE, 0);
    }
  gtk_widget_show (row);
  return row;
}

void
e_crm_section_hide_rows_from (GtkBox *box, guint n)
{
  g_autoptr (GList) rows = gtk_container_get_children (GTK_CONTAINER (box));

  for (GList *link = g_list_nth (rows, n); link != NULL; link = link->next)
    gtk_widget_hide (link->data);
}
