/* crm-app-party-ways.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * How to reach those whose card it is: what there is, and adding to it. */
#define G_LOG_DOMAIN "crm-app-party-ways"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-app-party-private.h"
#include "crm-phrases.h"
#include "base/crm-app-widgets.h"
#include "model/crm-phone.h"
#include "record/crm-app-new-record.h"

static const CrmRecord * /* (nullable): a contact's own is not ours */
find_way (const CrmParty *party, const char *field, const char *text)
{
  for (guint i = 0; i < party->ways->len; i++)
    {
      const CrmRecord *way = g_ptr_array_index (party->ways, i);
      const char *value = crm_entity_find_field (way->entity, field) != NULL
                              ? crm_record_get_text (way, field)
                              : NULL;

      if (g_strcmp0 (value, text) == 0)
        return way;
    }
  return NULL;
}

/* What kind of way it is, and all that is known of it, such as that nobody may write there. */
static char *
describe_way (const CrmParty *party, const CrmRecord *way /* (nullable) */, const char *label)
{
  GString *text = g_string_new (label);
  gboolean has_phones = g_str_equal (label, _ ("Phone number"));

  for (const CrmField *field = way != NULL ? way->entity->fields : NULL;
       field != NULL && field->name != NULL; field++)
    if (field->type == CRM_FIELD_BOOL && crm_record_get_int (way, field->name, 0) != 0)
      g_string_append_printf (text, " · %s", g_dgettext (GETTEXT_PACKAGE, field->label));
    else if (field->type == CRM_FIELD_CHOICE && crm_record_get_text (way, field->name) != NULL)
      g_string_append_printf (text, " · %s",
                              crm_phrase_choice (way->entity->name, field->name,
                                                 crm_record_get_text (way, field->name)));
  if (has_phones && g_str_equal (party->record->entity->name, "person")
      && crm_record_get_int (party->record, "do_not_call", 0) != 0)
    g_string_append_printf (text, " · ⚠ %s", _ ("Do not call"));
  return g_string_free (text, FALSE);
}

static CrmAppLine *
add_way (GPtrArray *lines,
         const CrmParty *party,
         const char *text,
         const CrmRecord *way /* (nullable) */,
         const char *label)
{
  g_autofree char *below = describe_way (party, way, label);
  CrmAppLine *line = crm_app_lines_add (lines, text, below, NULL);

  if (way != NULL)
    {
      line->edit_entity = way->entity->name;
      line->edit_id = g_strdup (way->id);
    }
  return line;
}

static void
add_phone (GPtrArray *lines, const CrmParty *party, const char *number)
{
  g_autofree char *formatted = crm_phone_format (number);
  /* Isolated, or a right-to-left line would turn the groups of digits around. */
  g_autofree char *isolated = g_strdup_printf ("\u2066%s\u2069", formatted);
  CrmAppLine *line
      = add_way (lines, party, isolated, find_way (party, "number", number), _ ("Phone number"));

  line->uri = crm_phone_to_uri (number);
}

/* @with_addresses: of an account those of its people are at their own cards */
void
_crm_app_party_add_ways (GPtrArray *lines, const CrmParty *party, gboolean with_addresses)
{
  for (guint i = 0; with_addresses && i < party->addresses->len; i++)
    {
      const char *address = g_ptr_array_index (party->addresses, i);
      CrmAppLine *line = add_way (lines, party, address, find_way (party, "address", address),
                                  _ ("E-mail address"));

      line->uri = g_strconcat ("mailto:", address, NULL);
    }
  for (guint i = 0; i < party->phones->len; i++)
    add_phone (lines, party, g_ptr_array_index (party->phones, i));
  for (guint i = 0; i < party->domains->len; i++)
    {
      const char *domain = g_ptr_array_index (party->domains, i);

      add_way (lines, party, domain, find_way (party, "domain", domain), _ ("Domain"));
    }
}

static void
add_action_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmAppPartyPage *self = data;
  const char *const presets[] = { self->entity, self->id, NULL };

  crm_app_new_record_dialog (GTK_WIDGET (self), crm_app_page_get_session (CRM_APP_PAGE (self)),
                             g_variant_get_string (parameter, NULL), presets, NULL, NULL, NULL);
}

static void
append (GMenu *menu, const char *entity, const char *field)
{
  const CrmEntity *declared = crm_entity_find (entity);
  g_autofree char *action = g_strdup_printf ("party.add::%s", entity);

  g_menu_append (menu, g_dgettext (GETTEXT_PACKAGE, crm_entity_find_field (declared, field)->label),
                 action);
}

/* A person's addresses, an account's domains, and the telephone numbers of both. */
GtkWidget *
_crm_app_party_make_adder (CrmAppPartyPage *self)
{
  static const GActionEntry entries[] = { { .name = "add", add_action_cb, "s" } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "party", G_ACTION_GROUP (actions));
  if (g_str_equal (self->entity, "person"))
    append (menu, "address", "address");
  else
    append (menu, "account_domain", "domain");
  append (menu, "phone", "number");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Add Contact Details"));
  crm_app_set_name (button, _ ("Add Contact Details"));
  crm_app_set_id (button, "crm-party-add-way");
  return button;
}
