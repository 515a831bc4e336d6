/* crm-duplicate-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-duplicate-query"
#include "config.h"

#include "crm-duplicate-query.h"

#include "crm-reader-private.h"

static const char * /* (nullable) */
get_person_sql (CrmTrait trait)
{
  switch (trait)
    {
    case CRM_TRAIT_NAME:
      return "SELECT id, name FROM person WHERE name IS NOT NULL";
    case CRM_TRAIT_ADDRESS:
      return "SELECT person, address FROM address WHERE person IS NOT NULL UNION ALL"
             " SELECT p.id, c.address FROM person AS p CROSS JOIN idx.contact_address AS c"
             " ON c.uid = p.contact_uid WHERE p.contact_uid IS NOT NULL";
    case CRM_TRAIT_PHONE: /* a company's number is nobody's own */
      return "SELECT person, number FROM phone WHERE person IS NOT NULL AND account IS NULL";
    case CRM_TRAIT_ACCOUNT:
      return "SELECT person, account FROM account_person WHERE until IS NULL";
    case CRM_TRAIT_DOMAIN:
    case CRM_TRAIT_PARENT:
    default:
      return NULL;
    }
}

static const char * /* (nullable) */
get_account_sql (CrmTrait trait)
{
  switch (trait)
    {
    case CRM_TRAIT_NAME:
      return "SELECT id, name FROM account WHERE name IS NOT NULL";
    case CRM_TRAIT_PHONE:
      return "SELECT account, number FROM phone WHERE account IS NOT NULL AND person IS NULL";
    case CRM_TRAIT_DOMAIN:
      return "SELECT account, domain FROM account_domain";
    case CRM_TRAIT_PARENT:
      return "SELECT id, parent FROM account WHERE parent IS NOT NULL";
    case CRM_TRAIT_ADDRESS:
    case CRM_TRAIT_ACCOUNT:
    default:
      return NULL;
    }
}

/**
 * crm_query_traits:
 * @reader: a reader
 * @entity: `person` or `account`
 * @trait: which
 * @func: (scope call): called for each record and each value that it has
 * @data: data for @func
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: whether all were told; a trait that such records have not is none
 */
gboolean
crm_query_traits (CrmReader *reader,
                  const char *entity,
                  CrmTrait trait,
                  CrmTraitFunc func,
                  gpointer data,
                  GError **error)
{
  const char *sql
      = g_str_equal (entity, "person") ? get_person_sql (trait) : get_account_sql (trait);
  g_autoptr (CrmRows) rows
      = sql != NULL ? _crm_connection_query (reader->connection, error, sql, "") : NULL;
  GError *local_error = NULL;

  if (sql == NULL)
    return TRUE;
  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    func (_crm_rows_text (rows, 0), _crm_rows_text (rows, 1), data);
  return _crm_reader_ended (error, local_error);
}
