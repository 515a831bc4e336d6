/* module-crm.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Evolution loads, unloads and loads every module again before it needs it: nothing but type
 * registration may happen here. */
#define G_LOG_DOMAIN "module-crm"
#include "config.h"

#include <gmodule.h>
#include <libintl.h>

#include "calendar/e-crm-calendar-view.h"
#include "calendar/e-crm-event-editor.h"
#include "contacts/e-crm-contact-view.h"
#include "compat/e-crm-compat.h"
#include "composer/e-crm-composer.h"
#include "mail/e-crm-mail-view.h"
#include "shell/e-crm-app.h"
#include "tasks/e-crm-task-view.h"
#include "today/e-crm-today-view.h"

const char *g_module_check_init (GModule *module);
G_MODULE_EXPORT void e_module_load (GTypeModule *module);
G_MODULE_EXPORT void e_module_unload (GTypeModule *module);

G_MODULE_EXPORT const char *
g_module_check_init (GModule *module)
{
  g_module_make_resident (module); /* widget types stay for the life of the process */
  return NULL;
}

G_MODULE_EXPORT void
e_module_load (GTypeModule *module)
{
  const char *translations = g_getenv ("CRM_LOCALE_DIR"); /* of a build that is not installed */

  bindtextdomain (GETTEXT_PACKAGE, translations != NULL ? translations : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  e_crm_app_set_directory (g_getenv ("CRM_DATA_DIR"));
  e_crm_compat_set_ui_directory (g_getenv ("CRM_UI_DIR"));
  e_crm_calendar_view_type_register (module);
  e_crm_event_editor_type_register (module);
  e_crm_contact_view_type_register (module);
  e_crm_composer_type_register (module);
  e_crm_mail_view_type_register (module);
  e_crm_task_view_type_register (module);
  e_crm_today_view_type_register (module);
}

G_MODULE_EXPORT void
e_module_unload (GTypeModule *module)
{
}
