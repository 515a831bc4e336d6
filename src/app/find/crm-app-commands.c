/* crm-app-commands.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-commands"
#include "config.h"

#include "crm-app-commands.h"

#include <string.h>

#include "model/crm-text.h"

/* Of fewer letters too many names begin so: people come before commands then. */
#define MIN_MEANT 3

static void
free_command (gpointer data)
{
  CrmAppCommand *self = data;

  g_free (self->label);
  g_free (self->action);
  g_clear_pointer (&self->target, g_variant_unref);
  g_free (self);
}

/* Returns: (transfer container) (element-type CrmAppCommand): none yet */
GPtrArray *
crm_app_commands_new (void)
{
  return g_ptr_array_new_with_free_func (free_command);
}

/* A menu's label without what marks its mnemonic. */
static char *
strip_mnemonic (const char *label)
{
  GString *text = g_string_new (NULL);

  for (const char *p = label; *p != '\0'; p++)
    {
      if (*p == '_' && p[1] != '\0')
        p++;
      g_string_append_c (text, *p);
    }
  return g_string_free (text, FALSE);
}

/* @label: translated, perhaps with a mnemonic
 * @icon: static
 * @target: (nullable): sunk */
void
crm_app_commands_add (
    GPtrArray *self, const char *label, const char *icon, const char *action, GVariant *target)
{
  CrmAppCommand *command = g_new0 (CrmAppCommand, 1);

  command->label = strip_mnemonic (label);
  command->icon = icon;
  command->action = g_strdup (action);
  command->target = target != NULL ? g_variant_ref_sink (target) : NULL;
  g_ptr_array_add (self, command);
}

static const char *
get_icon (const char *action)
{
  static const struct
  {
    const char *begin;
    const char *icon;
  } icons[] = { { "win.new", "list-add-symbolic" },
                { "win.import", "document-open-symbolic" },
                { "win.undo", "edit-undo-symbolic" },
                { "win.settings", "emblem-system-symbolic" },
                { "win.show-help-overlay", "input-keyboard-symbolic" },
                { "app.about", "help-about-symbolic" } };

  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_str_has_prefix (action, icons[i].begin))
      return icons[i].icon;
  return "system-run-symbolic";
}

/* What a menu has, without its submenus; not what leads to where this is shown. */
void
crm_app_commands_add_menu (GPtrArray *self, GMenuModel *menu)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autofree char *label = NULL;
      g_autofree char *action = NULL;
      g_autoptr (GVariant) target
          = g_menu_model_get_item_attribute_value (menu, i, G_MENU_ATTRIBUTE_TARGET, NULL);

      if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label)
          && g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action)
          && !g_str_equal (action, "win.find"))
        crm_app_commands_add (self, label, get_icon (action), action, target);
    }
}

/* Returns: (transfer container) (element-type CrmAppCommand): those of which each of @words begins
 * a word, without words all; they belong to @self */
GPtrArray *
crm_app_commands_find (GPtrArray *self, const char *words)
{
  g_autofree char *folded = crm_fold (words);
  g_auto (GStrv) parts = g_strsplit (folded, " ", -1);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < self->len; i++)
    {
      CrmAppCommand *command = g_ptr_array_index (self, i);
      g_autofree char *label = crm_fold (command->label);

      if (*folded == '\0' || crm_text_begin_words (label, (const char *const *)parts))
        g_ptr_array_add (found, command);
    }
  return found;
}

/* Whether somebody typed how it is called, rather than a name that begins so. */
gboolean
crm_app_command_is_meant (const CrmAppCommand *self, const char *words)
{
  g_autofree char *folded = crm_fold (words);
  g_autofree char *label = crm_fold (self->label);

  return g_utf8_strlen (folded, -1) >= MIN_MEANT && g_str_has_prefix (label, folded);
}
