/* crm-phrases-trouble.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is said when the store is in trouble: what happened, where, and what to do. */
#define G_LOG_DOMAIN "crm-phrases-trouble"
#include "config.h"

#include "crm-phrases-trouble.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases.h"

/* (nullable): NULL where the phrase says it all */
static const char *
find_advice (const GError *error)
{
  if (error->domain != CRM_ERROR)
    return NULL;
  switch ((CrmError)error->code)
    {
    case CRM_ERROR_BUSY:
      return _ ("Close the other program if it does not answer.");
    case CRM_ERROR_CORRUPT:
      return _ ("Nothing is overwritten. Restart Evolution: it offers the newest backup. “ecrm "
                "check” in a terminal tells what is damaged.");
    case CRM_ERROR_SCHEMA_TOO_NEW:
      return _ ("Update this program on this computer. Until then nothing can be saved; restarting "
                "Evolution offers the backup from before the update.");
    case CRM_ERROR_MIGRATION_FAILED:
      return _ ("Go on with the version you had, or restore a backup.");
    case CRM_ERROR_PERMISSION:
      return _ ("See that the file and its folder belong to you and are not write-protected.");
    case CRM_ERROR_DISK_FULL:
      return _ ("Make room and try again.");
    case CRM_ERROR_IO:
      return _ ("Look after the disk before you go on, and keep a copy of the backups elsewhere.");
    case CRM_ERROR_MOVED:
      return _ ("Put the file back, or restart Evolution: it offers the newest backup.");
    default:
      return NULL;
    }
}

/* The store's own words are English: for what the phrase does not say. */
static gboolean
needs_detail (const GError *error)
{
  return error->domain != CRM_ERROR || error->code == CRM_ERROR_FAILED
         || error->code == CRM_ERROR_INVALID_VALUE || error->code == CRM_ERROR_CONSTRAINT
         || error->code == CRM_ERROR_INCOMPLETE || error->code == CRM_ERROR_MIGRATION_FAILED
         || error->code == CRM_ERROR_IO;
}

/**
 * crm_phrase_trouble:
 * @error: an error of core
 * @path: (nullable): the file or folder it is about, to be named
 *
 * Returns: (transfer full): what happened, where, and what to do; several sentences
 */
char *
crm_phrase_trouble (const GError *error, const char *path)
{
  const char *advice = find_advice (error);
  GString *text = g_string_new (crm_phrase_error (error));

  if (needs_detail (error))
    g_string_append_printf (text, " (%s)", error->message);
  if (advice != NULL)
    g_string_append_printf (text, path != NULL ? "\n\n%s" : ". %s", advice);
  if (path != NULL)
    g_string_append_printf (text, "\n\n%s", path);
  return g_string_free (text, FALSE);
}

/**
 * crm_phrase_backup:
 * @backup: a backup
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full): the label of the button that restores it
 */
char *
crm_phrase_backup (const CrmBackup *backup, gint64 now_usec)
{
  g_autofree char *when = crm_format_time (backup->usec, now_usec);

  /* TRANSLATORS: %s is when the backup was made, e.g. "12 Mar", "14:05" or "yesterday" */
  return g_strdup_printf (_ ("Restore the backup (%s)"), when);
}
