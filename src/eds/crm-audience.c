/* crm-audience.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-audience"
#include "config.h"

#include "crm-audience.h"

#include <string.h>

/* Where Nextcloud shows a user what somebody else shares with them. */
#define SHARED "_shared_by_"

static gboolean
is_user (const char *segment, const char *user)
{
  const char *at = strchr (user, '@');
  g_autofree char *name = at != NULL ? g_strndup (user, (gsize)(at - user)) : NULL;

  return g_ascii_strcasecmp (segment, user) == 0
         || (name != NULL && g_ascii_strcasecmp (segment, name) == 0);
}

/**
 * crm_audience_of_path:
 * @path: (nullable): of a collection on a server; it may be escaped as in an address
 * @user: (nullable): who signs in there
 *
 * Servers keep what belongs to somebody below their name. Where that cannot be seen, it is taken
 * for somebody else's: one question too many is better than one too few.
 *
 * Returns: whose it is
 */
CrmAudience
crm_audience_of_path (const char *path, const char *user)
{
  g_auto (GStrv) segments = NULL;
  gboolean is_own = FALSE;

  if (path == NULL || user == NULL || *user == '\0')
    return CRM_AUDIENCE_OTHERS;
  segments = g_strsplit (path, "/", -1);
  for (guint i = 0; segments[i] != NULL; i++)
    {
      g_autofree char *plain = g_uri_unescape_string (segments[i], NULL);
      const char *segment = plain != NULL ? plain : segments[i];

      if (strstr (segment, SHARED) != NULL)
        return CRM_AUDIENCE_OTHERS;
      is_own = is_own || (*segment != '\0' && is_user (segment, user));
    }
  return is_own ? CRM_AUDIENCE_YOURS : CRM_AUDIENCE_OTHERS;
}

static char * /* (nullable) */
dup_backend_name (ESource *source)
{
  if (!e_source_has_extension (source, E_SOURCE_EXTENSION_TASK_LIST))
    return NULL;
  return e_source_backend_dup_backend_name (
      e_source_get_extension (source, E_SOURCE_EXTENSION_TASK_LIST));
}

/**
 * crm_audience_find:
 * @registry: knows the accounts that lists belong to
 * @source: a task list
 * @out_server: (out) (transfer full) (nullable): the server's or account's name, %NULL where there
 *   is none
 *
 * Returns: who sees what is put into it
 */
CrmAudience
crm_audience_find (ESourceRegistry *registry, ESource *source, char **out_server)
{
  g_autofree char *backend = dup_backend_name (source);
  g_autoptr (ESource) account
      = e_source_registry_find_extension (registry, source, E_SOURCE_EXTENSION_AUTHENTICATION);
  g_autofree char *user = NULL;
  g_autofree char *path = NULL;

  *out_server = NULL;
  if (g_strcmp0 (backend, "local") == 0)
    return CRM_AUDIENCE_YOU;
  if (account != NULL)
    {
      ESourceAuthentication *sign_in
          = e_source_get_extension (account, E_SOURCE_EXTENSION_AUTHENTICATION);

      *out_server = e_source_authentication_dup_host (sign_in);
      user = e_source_authentication_dup_user (sign_in);
      if (*out_server == NULL || **out_server == '\0')
        {
          g_free (*out_server);
          *out_server = e_source_dup_display_name (account);
        }
    }
  if (e_source_has_extension (source, E_SOURCE_EXTENSION_WEBDAV_BACKEND))
    path = e_source_webdav_dup_resource_path (
        e_source_get_extension (source, E_SOURCE_EXTENSION_WEBDAV_BACKEND));
  return crm_audience_of_path (path, user);
}
