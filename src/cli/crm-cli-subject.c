/* crm-cli-subject.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cli-subject"
#include "config.h"

#include "crm-cli-subject.h"

#include <glib/gi18n.h>

#include "crm-cli-values.h"

static char *opt_person;
static char *opt_account;
static char *opt_deal;
static char *opt_address;

/* clang-format off */
#define RECORD_ENTRIES                                                                             \
  { "person", 0, 0, G_OPTION_ARG_STRING, &opt_person,                                              \
    N_ ("A person: id, name or e-mail address"), N_ ("PERSON") },                                  \
  { "account", 0, 0, G_OPTION_ARG_STRING, &opt_account, N_ ("An account: id or name"),             \
    N_ ("ACCOUNT") },                                                                              \
  { "deal", 0, 0, G_OPTION_ARG_STRING, &opt_deal, N_ ("A deal: id or title"), N_ ("DEAL") }
/* clang-format on */

const GOptionEntry crm_cli_subject_entries[] = {
  RECORD_ENTRIES,
  { "address", 0, 0, G_OPTION_ARG_STRING, &opt_address, N_ ("An e-mail address"), N_ ("ADDRESS") },
  { NULL },
};

/* For what belongs to records alone: an address that is nobody's yet cannot have it. */
const GOptionEntry crm_cli_record_entries[] = {
  RECORD_ENTRIES,
  { NULL },
};

static gboolean
resolve (CrmReader *reader, const char *entity, const char *text, char **out_id, GError **error)
{
  if (text == NULL)
    return TRUE;
  *out_id = crm_cli_resolve (reader, entity, text, error);
  return *out_id != NULL;
}

/**
 * crm_cli_subject_read:
 * @reader: a reader
 * @out_subject: (out caller-allocates): what the options name; clear with crm_cli_subject_clear()
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, %CRM_ERROR_INVALID_VALUE
 *
 * Returns: whether all that is named exists
 */
gboolean
crm_cli_subject_read (CrmReader *reader, CrmCliSubject *out_subject, GError **error)
{
  *out_subject = (CrmCliSubject){ 0 };
  if (!resolve (reader, "person", opt_person, &out_subject->person, error)
      || !resolve (reader, "account", opt_account, &out_subject->account, error)
      || !resolve (reader, "deal", opt_deal, &out_subject->deal, error))
    return FALSE;
  if (opt_address != NULL)
    out_subject->address = crm_cli_parse_address (opt_address, error);
  return opt_address == NULL || out_subject->address != NULL;
}

/**
 * crm_cli_subject_count:
 *
 * Returns: how many of the options are given
 */
guint
crm_cli_subject_count (void)
{
  return (opt_person != NULL) + (opt_account != NULL) + (opt_deal != NULL) + (opt_address != NULL);
}

/**
 * crm_cli_subject_borrow:
 * @self: a subject
 *
 * Returns: (transfer none): the same for the services; lives as long as @self
 */
CrmSubject
crm_cli_subject_borrow (const CrmCliSubject *self)
{
  return (CrmSubject){
    .person = self->person, .account = self->account, .deal = self->deal, .address = self->address
  };
}

/**
 * crm_cli_subject_clear:
 * @self: a subject
 */
void
crm_cli_subject_clear (CrmCliSubject *self)
{
  g_clear_pointer (&self->person, g_free);
  g_clear_pointer (&self->account, g_free);
  g_clear_pointer (&self->deal, g_free);
  g_clear_pointer (&self->address, g_free);
}
