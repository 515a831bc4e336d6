/* crm-app-deal-people.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Who takes part in a deal, and in which role. */
#define G_LOG_DOMAIN "crm-app-deal-people"
#include "config.h"

#include "crm-app-deal-people.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases.h"
#include "base/crm-app-choice.h"
#include "base/crm-app-navigation.h"
#include "base/crm-app-widgets.h"
#include "record/crm-app-card.h"
#include "record/crm-app-picker.h"
#include "service/crm-deals.h"

typedef struct
{
  CrmAppSession *session; /* (owned) */
  CrmDealSheet *sheet;    /* (owned) (nullable) */
  GtkWidget *list;
} People;

static void
free_people (gpointer data)
{
  People *people = data;

  g_clear_pointer (&people->sheet, crm_deal_sheet_unref);
  g_object_unref (people->session);
  g_free (people);
}

static People *
get_people (GtkWidget *card)
{
  return g_object_get_data (G_OBJECT (card), "crm-people");
}

static const CrmChoice *
get_roles (void)
{
  return crm_entity_find_field (crm_entity_find ("deal_person"), "decision_role")->choices;
}

static void
picked_cb (const char *id, const char *title, gpointer card)
{
  People *people = get_people (card);
  CrmChangeSet *set;

  if (people->sheet == NULL || crm_app_session_get_store (people->session) == NULL)
    return;
  set = crm_change_set_new ("add-participant", CRM_CAUSE_USER);
  crm_deals_add_person (set, people->sheet->state->deal->id, id);
  crm_app_session_write (people->session, set);
}

static void
add_cb (GtkButton *button, gpointer card)
{
  People *people = get_people (card);

  crm_app_picker_present (card, people->session, "person", _ ("Add a Person"), picked_cb,
                          g_object_ref (card), g_object_unref);
}

static void
remove_cb (GtkButton *button, gpointer card)
{
  People *people = get_people (card);
  const CrmRecord *member = g_object_get_data (G_OBJECT (button), "crm-member");
  CrmChangeSet *set = crm_change_set_new ("remove-participant", CRM_CAUSE_USER);

  crm_change_set_delete (set, "deal_person", member->id);
  crm_app_session_write (people->session, set);
}

static void
role_cb (GtkDropDown *choice, GParamSpec *pspec, gpointer card)
{
  People *people = get_people (card);
  const CrmRecord *member = g_object_get_data (G_OBJECT (choice), "crm-member");
  guint selected = gtk_drop_down_get_selected (choice);
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "deal_person", member->id);

  crm_change_set_text (change, "decision_role",
                       selected > 0 ? get_roles ()[selected - 1].value : NULL);
  crm_change_expect (change, "decision_role", crm_record_get (member, "decision_role"));
  crm_app_session_write (people->session, set);
}

static void
keep_member (GtkWidget *widget, CrmRecord *member)
{
  g_object_set_data_full (G_OBJECT (widget), "crm-member", crm_record_ref (member),
                          (GDestroyNotify)crm_record_unref);
}

static GtkWidget *
make_role (GtkWidget *card, CrmRecord *member, const char *person)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const char *role = crm_record_get_text (member, "decision_role");
  /* TRANSLATORS: for screen readers: a person's role in a deal; %s is the person */
  g_autofree char *name = g_strdup_printf (_ ("Role: %s"), person);
  GtkWidget *choice;
  guint selected = 0;

  gtk_string_list_append (names, _ ("No role"));
  for (guint i = 0; get_roles ()[i].value != NULL; i++)
    {
      gtk_string_list_append (names, g_dgettext (GETTEXT_PACKAGE, get_roles ()[i].label));
      if (g_strcmp0 (get_roles ()[i].value, role) == 0)
        selected = i + 1;
    }
  choice = crm_app_choice_new (g_steal_pointer (&names), name, "crm-deal-role");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), selected);
  gtk_widget_add_css_class (choice, "flat");
  keep_member (choice, member);
  g_signal_connect (choice, "notify::selected", G_CALLBACK (role_cb), card);
  return choice;
}

static GtkWidget *
make_remove (GtkWidget *card, CrmRecord *member, const char *person)
{
  /* TRANSLATORS: %s is a person */
  g_autofree char *name = g_strdup_printf (_ ("Remove: %s"), person);
  GtkWidget *button
      = crm_app_icon_button_new ("list-remove-symbolic", name, "crm-deal-remove-person");

  gtk_widget_add_css_class (button, "flat");
  keep_member (button, member);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), card);
  return button;
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer card)
{
  const char *id = g_object_get_data (G_OBJECT (row), "crm-id");

  if (id != NULL)
    crm_app_navigation_present (card, get_people (card)->session, "person", id);
}

GtkWidget *
crm_app_deal_people_new (CrmAppSession *session)
{
  People *people = g_new0 (People, 1);
  GtkWidget *card = crm_app_card_new (_ ("People"), "crm-deal-people", &people->list);
  GtkWidget *add
      = crm_app_icon_button_new ("list-add-symbolic", _ ("Add a Person"), "crm-deal-add-person");

  people->session = g_object_ref (session);
  g_object_set_data_full (G_OBJECT (card), "crm-people", people, free_people);
  gtk_widget_add_css_class (add, "flat");
  g_signal_connect (add, "clicked", G_CALLBACK (add_cb), card);
  g_signal_connect (people->list, "row-activated", G_CALLBACK (row_activated_cb), card);
  crm_app_card_add_to_heading (card, add);
  return card;
}

void
crm_app_deal_people_show (GtkWidget *card, CrmDealSheet *sheet)
{
  People *people = get_people (card);
  int focus = crm_app_card_clear (people->list);

  g_clear_pointer (&people->sheet, crm_deal_sheet_unref);
  people->sheet = crm_deal_sheet_ref (sheet);
  for (guint i = 0; i < sheet->people->len; i++)
    {
      const CrmRecord *person = g_ptr_array_index (sheet->people, i);
      CrmRecord *member = g_ptr_array_index (sheet->members, i);
      const char *name = crm_phrase_record_name (person);
      GtkWidget *line
          = crm_app_card_add_line (people->list, name, crm_record_get_text (person, "title"), NULL);

      g_object_set_data_full (G_OBJECT (line), "crm-id", g_strdup (person->id), g_free);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line), TRUE);
      crm_app_card_line_append (line, make_role (card, member, name));
      crm_app_card_line_append (line, make_remove (card, member, name));
    }
  if (sheet->people->len == 0)
    crm_app_card_add_hint (people->list, _ ("Nobody takes part yet. Add the people who decide."));
  crm_app_card_restore_focus (people->list, focus);
}
