/* e-crm-context-page.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-context-page"
#include "config.h"

#include "e-crm-context-page.h"

#include "e-crm-sections.h"
#include "shell/e-crm-widgets.h"

/* Tight, so that the newest letters are in sight below a deal on a window of 900 pixels. */
#define SECTION_GAP 8
#define MARGIN 10

struct _ECrmContextPage
{
  GtkBox parent_instance;
  GSList *sections; /* (owned) (element-type ECrmSection): in their order */
};

G_DEFINE_FINAL_TYPE (ECrmContextPage, e_crm_context_page, GTK_TYPE_BOX)

static void
e_crm_context_page_finalize (GObject *object)
{
  g_slist_free (E_CRM_CONTEXT_PAGE (object)->sections);
  G_OBJECT_CLASS (e_crm_context_page_parent_class)->finalize (object);
}

static void
e_crm_context_page_class_init (ECrmContextPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_context_page_finalize;
}

static GtkWidget *
add_section (ECrmContextPage *self, GtkWidget *section)
{
  gtk_widget_show (section);
  self->sections = g_slist_append (self->sections, section);
  return section;
}

static GtkWidget *
make_separator (void)
{
  GtkWidget *separator = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_widget_show (separator);
  return separator;
}

static void
e_crm_context_page_init (ECrmContextPage *self)
{
  GtkWidget *(*const makers[]) (void)
      = { e_crm_person_section_new,    e_crm_undelivered_section_new, e_crm_book_section_new,
          e_crm_signature_section_new, e_crm_deals_section_new,       e_crm_filing_section_new,
          e_crm_meeting_section_new,   e_crm_follow_ups_section_new,  e_crm_history_section_new };
  GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SECTION_GAP);
  GtkWidget *note = e_crm_note_section_new ();
  GtkWidget *call = e_crm_call_form_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  g_object_set (box, "margin", MARGIN, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    gtk_box_pack_start (GTK_BOX (box), add_section (self, makers[i]()), FALSE, FALSE, 0);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_container_add (GTK_CONTAINER (scrolled), box);
  gtk_widget_show (box);
  gtk_widget_show (scrolled);
  gtk_box_pack_start (GTK_BOX (self), scrolled, TRUE, TRUE, 0);
  /* A long history must not push the line for a note out of sight. */
  g_object_set (note, "margin", MARGIN, NULL);
  gtk_box_pack_end (GTK_BOX (self), add_section (self, note), FALSE, FALSE, 0);
  /* A call is written down in the place of a note. */
  g_object_set (call, "margin", MARGIN, NULL);
  gtk_box_pack_end (GTK_BOX (self), add_section (self, call), FALSE, FALSE, 0);
  gtk_widget_hide (call);
  g_object_bind_property (call, "visible", note, "visible", G_BINDING_INVERT_BOOLEAN);
  gtk_box_pack_end (GTK_BOX (self), make_separator (), FALSE, FALSE, 0);
}

/**
 * e_crm_context_page_new:
 *
 * Returns: (transfer floating): a page that shows nobody yet
 */
GtkWidget *
e_crm_context_page_new (void)
{
  return g_object_new (E_TYPE_CRM_CONTEXT_PAGE, NULL);
}

/**
 * e_crm_context_page_update:
 * @self: a page
 * @context: what to show; its address is set
 *
 * Relabels the widgets of all sections.
 */
void
e_crm_context_page_update (ECrmContextPage *self, CrmContext *context)
{
  for (GSList *link = self->sections; link != NULL; link = link->next)
    e_crm_section_update (link->data, context);
}

/**
 * e_crm_context_page_get_sections:
 * @self: a page
 *
 * Returns: (transfer none) (element-type ECrmSection): all sections, to connect to their signals
 */
GSList *
e_crm_context_page_get_sections (ECrmContextPage *self)
{
  return self->sections;
}

/**
 * e_crm_context_page_get_section:
 * @self: a page
 * @type: a type of section
 *
 * Returns: (transfer none) (nullable): the section of that type
 */
GtkWidget *
e_crm_context_page_get_section (ECrmContextPage *self, GType type)
{
  for (GSList *link = self->sections; link != NULL; link = link->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (link->data, type))
      return link->data;
  return NULL;
}
