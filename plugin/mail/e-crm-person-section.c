/* e-crm-person-section.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-person-section"
#include "config.h"

#include "e-crm-sections.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-meeting.h"
#include "crm-phrases.h"
#include "shell/e-crm-widgets.h"

/* So many numbers of one person are shown. */
#define MAX_PHONES 3

struct _ECrmPersonSection
{
  ECrmSection parent_instance;
  GtkWidget *people; /* combo box of everybody in the letter */
  GtkWidget *name;
  GtkWidget *job;
  GtkWidget *kind; /* says why nobody is to be made of this one */
  GtkWidget *address_box;
  GtkWidget *address;
  GtkWidget *open;   /* shows their card in the workspace */
  GtkWidget *lead;   /* makes a lead of them */
  GtkWidget *phones; /* a row a number */
  GtkWidget *tags;
  GtkWidget *letters; /* how many, and when the last one went */
  GtkWidget *next_meeting;
  GtkWidget *turn;
  GtkWidget *contact;  /* says why they are in no address book */
  GtkWidget *put_back; /* what can be done about it */
  GtkWidget *unknown;  /* what to do with somebody nobody knows */
  gboolean filling;    /* the combo box is being filled: no choice of the person's */
};

G_DEFINE_FINAL_TYPE (ECrmPersonSection, e_crm_person_section, E_TYPE_CRM_SECTION)

enum
{
  CAPTURE,
  PUT_BACK,
  OPEN_PERSON,
  MAKE_LEAD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
people_changed_cb (GtkComboBox *combo, gpointer data)
{
  ECrmPersonSection *self = data;
  const char *address = gtk_combo_box_get_active_id (combo);

  if (!self->filling && address != NULL)
    e_crm_section_choose_address (E_CRM_SECTION (self), address);
}

static void
open_uri (GtkWidget *widget, const char *scheme, const char *rest)
{
  GtkWidget *window = gtk_widget_get_toplevel (widget);
  g_autofree char *escaped = g_uri_escape_string (rest, "@+", FALSE);
  g_autofree char *uri = g_strconcat (scheme, escaped, NULL);
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_on_window (GTK_WINDOW (window), uri, GDK_CURRENT_TIME, &error))
    e_crm_section_fail (E_CRM_SECTION (gtk_widget_get_ancestor (widget, E_TYPE_CRM_SECTION)),
                        error->message);
}

static void
write_clicked_cb (GtkButton *button, gpointer data)
{
  CrmContext *context = e_crm_section_get_context (data);

  if (context != NULL && context->address != NULL)
    open_uri (GTK_WIDGET (button), "mailto:", context->address);
}

static void
call_clicked_cb (GtkButton *button, gpointer data)
{
  CrmContext *context = e_crm_section_get_context (data);
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));

  if (context != NULL && context->phones != NULL && i < context->phones->len)
    e_crm_section_call (data, ((CrmPhone *)g_ptr_array_index (context->phones, i))->number, NULL);
}

static void
capture_clicked_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[CAPTURE], 0);
}

static void
put_back_clicked_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[PUT_BACK], 0);
}

static void
open_clicked_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[OPEN_PERSON], 0);
}

static void
lead_clicked_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[MAKE_LEAD], 0);
}

static void
fill_people (ECrmPersonSection *self, CrmContext *context)
{
  GtkComboBoxText *combo = GTK_COMBO_BOX_TEXT (self->people);
  const char *text;

  self->filling = TRUE;
  gtk_combo_box_text_remove_all (combo);
  for (guint i = 0; i < context->people->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (context->people, i);

      gtk_combo_box_text_append (combo, party->address,
                                 party->name != NULL ? party->name : party->address);
    }
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (combo), context->address);
  self->filling = FALSE;
  gtk_widget_set_visible (self->people, context->people->len > 1);
  text = context->message->fingerprint != 0 ? _ ("Everybody in this message")
                                            : _ ("Everybody in this event");
  gtk_widget_set_tooltip_text (self->people, text);
  e_crm_set_name (self->people, text);
}

static char *
describe_job (CrmContext *context)
{
  const char *where
      = context->account != NULL ? crm_record_get_title (context->account) : context->organization;

  if (context->title != NULL && where != NULL)
    /* TRANSLATORS: job title and company, e.g. "Buyer at Acme" */
    return g_strdup_printf (_ ("%1$s at %2$s"), context->title, where);
  return g_strdup (context->title != NULL ? context->title : where);
}

static char *
list_tags (CrmContext *context)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; context->tags != NULL && i < context->tags->len; i++)
    g_ptr_array_add (names, (char *)crm_record_get_title (g_ptr_array_index (context->tags, i)));
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" · ", (char **)names->pdata);
}

static GtkWidget *
make_phone_row (ECrmSection *section, guint index)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *number = e_crm_label_new (NULL);
  GtkWidget *kind = gtk_label_new (NULL); /* short, and never cut */
  GtkWidget *call = e_crm_icon_button_new ("call-start-symbolic", _ ("Call them"), "crm-call");

  gtk_label_set_selectable (GTK_LABEL (number), TRUE);
  e_crm_set_id (number, "crm-person-phone");
  e_crm_add_class (kind, "dim-label");
  g_object_set_data (G_OBJECT (call), "index", GUINT_TO_POINTER (index));
  g_signal_connect (call, "clicked", G_CALLBACK (call_clicked_cb), section);
  gtk_box_pack_start (GTK_BOX (row), number, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (row), call, FALSE, FALSE, 0);
  gtk_box_pack_end (GTK_BOX (row), kind, FALSE, FALSE, 0);
  g_object_set_data (G_OBJECT (row), "number", number);
  g_object_set_data (G_OBJECT (row), "kind", kind);
  g_object_set_data (G_OBJECT (row), "call", call);
  return row;
}

static void
fill_phones (ECrmPersonSection *self, CrmContext *context)
{
  guint n = context->phones != NULL ? MIN (context->phones->len, MAX_PHONES) : 0;

  for (guint i = 0; i < n; i++)
    {
      const CrmPhone *phone = g_ptr_array_index (context->phones, i);
      GtkWidget *row
          = e_crm_section_nth_row (E_CRM_SECTION (self), GTK_BOX (self->phones), i, make_phone_row);
      /* Isolated, or a right-to-left line would turn the groups of digits around. */
      g_autofree char *number = g_strdup_printf ("\u2066%s\u2069", phone->number);
      /* TRANSLATORS: %s is a phone number */
      g_autofree char *call = g_strdup_printf (_ ("Call %s"), number);
      gboolean is_plain = n == 1 || g_str_equal (phone->kind, "other");

      e_crm_label_set (g_object_get_data (G_OBJECT (row), "number"), number);
      e_crm_label_set (g_object_get_data (G_OBJECT (row), "kind"),
                       is_plain ? NULL : crm_phrase_choice ("phone", "kind", phone->kind));
      e_crm_set_name (g_object_get_data (G_OBJECT (row), "call"), call);
    }
  e_crm_section_hide_rows_from (GTK_BOX (self->phones), n);
  gtk_widget_set_visible (self->phones, n > 0);
}

static void
show_contact_state (ECrmPersonSection *self, CrmContext *context)
{
  const char *text = NULL;
  const char *action = _ ("_Put Back into Address Book");

  if (context->contact_state == CRM_CONTACT_GONE)
    text = _ ("No longer in the address book");
  else if (context->contact_state == CRM_CONTACT_WAITING)
    text = _ ("Waits to be put into the address book");
  else if (context->contact_state == CRM_CONTACT_REFUSED)
    text = _ ("The address book did not take this contact");
  if (context->contact_state == CRM_CONTACT_REFUSED)
    action = _ ("_Put into Another Address Book");
  e_crm_label_set (self->contact, text);
  gtk_button_set_label (GTK_BUTTON (self->put_back), action);
  gtk_widget_set_visible (self->put_back, context->contact_state == CRM_CONTACT_GONE
                                              || context->contact_state == CRM_CONTACT_REFUSED);
}

/* A meeting of the user alone: there is nobody to tell about. */
static void
show_nobody (ECrmPersonSection *self)
{
  GtkWidget *const labels[] = { self->name,         self->job,  self->tags,   self->letters,
                                self->next_meeting, self->turn, self->contact };
  GtkWidget *const others[]
      = { self->people, self->address_box, self->phones, self->put_back, self->unknown };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    e_crm_label_set (labels[i], NULL);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    gtk_widget_hide (others[i]);
  e_crm_label_set (self->kind, _ ("Nobody but you takes part in this event"));
}

static void
show_somebody (ECrmPersonSection *self, CrmContext *context)
{
  g_autofree char *job = describe_job (context);
  g_autofree char *tags = list_tags (context);
  g_autofree char *number = crm_phrase_letters (context);
  g_autofree char *last_contact = crm_phrase_last_contact (context);
  g_autofree char *letters = context->activity.n_letters > 0
                                 ? g_strdup_printf ("%s · %s", number, last_contact)
                                 : g_strdup (last_contact);
  g_autofree char *next_meeting = crm_phrase_next_meeting (context);
  g_autofree char *turn = crm_phrase_turn (context);
  const char *kind = context->is_colleague   ? _ ("Colleague")
                     : context->is_automatic ? _ ("Mailing list or automatic mail")
                                             : NULL;

  fill_people (self, context);
  e_crm_label_set (self->name, context->name != NULL ? context->name : context->address);
  e_crm_label_set (self->job, job);
  e_crm_label_set (self->kind, kind);
  e_crm_label_set (self->address, context->address);
  gtk_widget_set_visible (self->address_box, context->address != NULL);
  gtk_widget_set_visible (self->open, context->person != NULL);
  gtk_widget_set_visible (self->lead, context->address != NULL && !context->is_automatic
                                          && !context->is_colleague);
  fill_phones (self, context);
  e_crm_label_set (self->tags, tags);
  e_crm_label_set (self->letters, letters);
  e_crm_label_set (self->next_meeting, next_meeting);
  e_crm_label_set (self->turn, turn);
  show_contact_state (self, context);
  gtk_widget_set_visible (self->unknown, context->person == NULL && !context->is_automatic
                                             && !context->is_colleague);
}

static void
update (ECrmSection *section, CrmContext *context)
{
  if (context->address != NULL || context->of_contact)
    show_somebody (E_CRM_PERSON_SECTION (section), context);
  else
    show_nobody (E_CRM_PERSON_SECTION (section));
}

static void
e_crm_person_section_class_init (ECrmPersonSectionClass *klass)
{
  E_CRM_SECTION_CLASS (klass)->update = update;

  /* The person wants to make somebody known. */
  signals[CAPTURE] = g_signal_new ("capture", E_TYPE_CRM_PERSON_SECTION, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  /* The person wants to have them in an address book again. */
  signals[PUT_BACK] = g_signal_new ("put-back", E_TYPE_CRM_PERSON_SECTION, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* The person wants to see their card, or to make a lead of them. */
  signals[OPEN_PERSON] = g_signal_new ("open-person", E_TYPE_CRM_PERSON_SECTION, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MAKE_LEAD] = g_signal_new ("make-lead", E_TYPE_CRM_PERSON_SECTION, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
add_label (ECrmPersonSection *self, const char *style_class, const char *id)
{
  GtkWidget *label = e_crm_text_new ();

  if (style_class != NULL)
    e_crm_add_class (label, style_class);
  e_crm_set_id (label, id);
  gtk_box_pack_start (e_crm_section_get_body (E_CRM_SECTION (self)), label, FALSE, FALSE, 0);
  return label;
}

static GtkWidget *
add_action_row (ECrmPersonSection *self,
                GtkWidget **out_label,
                const char *id,
                GtkWidget *button,
                GCallback callback)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  *out_label = e_crm_label_new (NULL);
  gtk_label_set_selectable (GTK_LABEL (*out_label), TRUE);
  e_crm_set_id (*out_label, id);
  gtk_box_pack_start (GTK_BOX (row), *out_label, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (row), button, FALSE, FALSE, 0);
  g_signal_connect (button, "clicked", callback, self);
  gtk_widget_show (row);
  gtk_box_pack_start (e_crm_section_get_body (E_CRM_SECTION (self)), row, FALSE, FALSE, 0);
  return row;
}

static void
e_crm_person_section_init (ECrmPersonSection *self)
{
  GtkBox *body = e_crm_section_get_body (E_CRM_SECTION (self));

  e_crm_section_set_heading (E_CRM_SECTION (self), NULL, "crm-person");
  e_crm_set_name (GTK_WIDGET (self), _ ("Person"));
  self->people = gtk_combo_box_text_new ();
  e_crm_add_class (self->people, "crm-compact");
  e_crm_set_id (self->people, "crm-people");
  g_signal_connect (self->people, "changed", G_CALLBACK (people_changed_cb), self);
  gtk_box_pack_start (body, self->people, FALSE, FALSE, 0);

  self->name = add_label (self, "crm-name", "crm-person-name");
  self->job = add_label (self, NULL, "crm-person-job");
  self->kind = add_label (self, "dim-label", "crm-person-kind");
  self->address_box = add_action_row (
      self, &self->address, "crm-person-address",
      e_crm_icon_button_new ("mail-message-new-symbolic", _ ("Write to them"), "crm-write"),
      G_CALLBACK (write_clicked_cb));
  self->lead
      = e_crm_icon_button_new ("list-add-symbolic", _ ("Make a lead of them"), "crm-lead-new");
  g_signal_connect (self->lead, "clicked", G_CALLBACK (lead_clicked_cb), self);
  gtk_box_pack_end (GTK_BOX (self->address_box), self->lead, FALSE, FALSE, 0);
  self->open = e_crm_icon_button_new ("go-jump-symbolic", _ ("Open in CRM"), "crm-person-open");
  g_signal_connect (self->open, "clicked", G_CALLBACK (open_clicked_cb), self);
  gtk_box_pack_end (GTK_BOX (self->address_box), self->open, FALSE, FALSE, 0);
  self->phones = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_pack_start (body, self->phones, FALSE, FALSE, 0);
  self->tags = add_label (self, "dim-label", "crm-person-tags");
  self->letters = add_label (self, NULL, "crm-person-letters");
  self->next_meeting = add_label (self, NULL, "crm-person-next-meeting");
  self->turn = add_label (self, "crm-turn", "crm-person-turn");

  self->contact = add_label (self, "dim-label", "crm-person-contact");
  self->put_back = e_crm_button_new (_ ("_Put Back into Address Book"), "crm-put-back");
  g_signal_connect (self->put_back, "clicked", G_CALLBACK (put_back_clicked_cb), self);
  gtk_box_pack_start (body, self->put_back, FALSE, FALSE, 0);

  self->unknown = e_crm_button_new (_ ("_Add to CRM…"), "crm-capture");
  g_signal_connect (self->unknown, "clicked", G_CALLBACK (capture_clicked_cb), self);
  gtk_box_pack_start (body, self->unknown, FALSE, FALSE, 0);
}

GtkWidget *
e_crm_person_section_new (void)
{
  return g_object_new (E_TYPE_CRM_PERSON_SECTION, NULL);
}
