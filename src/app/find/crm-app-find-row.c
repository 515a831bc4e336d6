/* crm-app-find-row.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-find-row"
#include "config.h"

#include "crm-app-find-row.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-event.h"
#include "crm-phrases.h"
#include "base/crm-app-widgets.h"
#include "model/crm-text.h"

/* Parts beside one another; isolated, each keeps its own direction and its place. */
static char *
join (const char *first, const char *second /* (nullable) */)
{
  if (second == NULL || *second == '\0')
    return g_strdup (first);
  return g_strdup_printf ("\u2068%s\u2069 · \u2068%s\u2069", first, second);
}

static const char *
get_label (const CrmRecord *record)
{
  return g_dgettext (GETTEXT_PACKAGE, record->entity->label);
}

/* What a person, an account or a lead is, beside its kind. */
static char *
describe_record (const CrmRecord *record)
{
  static const char *const fields[] = { "title", "organization", "industry" };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *text = crm_entity_find_field (record->entity, fields[i]) != NULL
                             ? crm_record_get_text (record, fields[i])
                             : NULL;

      if (text != NULL && *text != '\0')
        return join (get_label (record), text);
    }
  return g_strdup (get_label (record));
}

/* A note or a call: of whom, and when. */
static char *
describe_activity (const CrmFound *found)
{
  g_autofree char *time
      = crm_format_time (crm_record_get_int (found->record, "at", 0), g_get_real_time ());
  g_autofree char *whose = join (get_label (found->record), found->belongs_to);

  return join (whose, time);
}

static char *
describe_letter (const CrmMessage *letter)
{
  const CrmMessageParty *sender = crm_message_get_sender (letter);
  g_autofree char *time = crm_format_time (letter->date_usec, g_get_real_time ());

  if (sender == NULL)
    return g_steal_pointer (&time);
  return join (sender->name != NULL && *sender->name != '\0' ? sender->name : sender->address,
               time);
}

static char *
describe_deal (const CrmFound *found)
{
  g_autofree char *amount = crm_format_deal_amount (found->deal->deal);
  g_autofree char *rest = join (amount, crm_phrase_record_name (found->deal->stage));

  return found->account_name != NULL ? join (found->account_name, rest) : g_steal_pointer (&rest);
}

static char *
describe (const CrmFound *found)
{
  if (found->deal != NULL)
    return describe_deal (found);
  if (found->event != NULL)
    return crm_phrase_event_time_full (found->event);
  if (found->letter != NULL)
    return describe_letter (found->letter);
  return found->belongs_to != NULL ? describe_activity (found) : describe_record (found->record);
}

/* Returns: (transfer full): one line */
static char *
get_title (const CrmFound *found)
{
  const char *subject;

  if (found->deal != NULL)
    return g_strdup (crm_phrase_record_name (found->deal->deal));
  if (found->belongs_to != NULL)
    return crm_text_clean (crm_record_get_title (found->record));
  if (found->record != NULL)
    return g_strdup (crm_phrase_record_name (found->record));
  subject = found->event != NULL ? found->event->summary : found->letter->subject;
  return g_strdup (*subject != '\0' ? subject : _ ("(no subject)"));
}

static const char *
get_kind (const CrmFound *found)
{
  if (found->record != NULL)
    return get_label (found->record);
  if (found->event != NULL)
    return _ ("Meeting");
  return found->deal != NULL ? _ ("Deal") : _ ("Message");
}

static const char *
get_icon (const CrmFound *found)
{
  static const struct
  {
    const char *entity;
    const char *icon;
  } icons[] = { { "account", "user-home-symbolic" },
                { "lead", "system-users-symbolic" },
                { "note", "accessories-text-editor-symbolic" },
                { "call", "call-start-symbolic" } };

  if (found->deal != NULL)
    return "org.gnome.Evolution.Crm-symbolic";
  if (found->record == NULL)
    return found->event != NULL ? "x-office-calendar-symbolic" : "mail-unread-symbolic";
  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_str_equal (found->record->entity->name, icons[i].entity))
      return icons[i].icon;
  return "avatar-default-symbolic";
}

static GtkWidget *
make_row (const char *icon, const char *title, const char *description /* (nullable) */)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), crm_app_label_new (title, NULL));
  if (description != NULL)
    {
      GtkWidget *below = crm_app_label_new (NULL, "caption");

      crm_app_label_set_parts (below, description);
      gtk_widget_add_css_class (below, "dim-label");
      crm_app_label_set_lines (below, 2);
      gtk_box_append (GTK_BOX (texts), below);
    }
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (line), texts);
  gtk_widget_add_css_class (line, "crm-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  return row;
}

/* Returns: (transfer floating): a row that says what it is, and more about it */
GtkWidget *
crm_app_find_row_new (const CrmFound *found)
{
  g_autofree char *title = get_title (found);
  g_autofree char *description = describe (found);
  GtkWidget *row = make_row (get_icon (found), title, description);
  /* TRANSLATORS: for screen readers: what was found, its kind, and more about it */
  g_autofree char *spoken
      = g_strdup_printf (_ ("%1$s, %2$s, %3$s"), title, get_kind (found), description);

  crm_app_set_name (row, spoken);
  return row;
}

/* Returns: (transfer floating): a row for something that can be done */
GtkWidget *
crm_app_find_row_new_command (const CrmAppCommand *command)
{
  GtkWidget *row = make_row (command->icon, command->label, NULL);

  crm_app_set_name (row, command->label);
  return row;
}
