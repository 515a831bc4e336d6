/* crm-error.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/**
 * CrmError:
 * @CRM_ERROR_FAILED: anything that has no code of its own
 * @CRM_ERROR_NOT_FOUND: the caller named an id that does not exist
 * @CRM_ERROR_INVALID_VALUE: the user gave a value that cannot be taken
 * @CRM_ERROR_CONSTRAINT: a required field is missing, or a record still refers to another
 * @CRM_ERROR_CONFLICT: somebody else changed the value since it was shown
 * @CRM_ERROR_BUSY: another program holds the file
 * @CRM_ERROR_CORRUPT: the file is damaged
 * @CRM_ERROR_SCHEMA_TOO_NEW: the file was written by a newer program
 * @CRM_ERROR_MIGRATION_FAILED: the file could not be brought up to date; it is unchanged
 * @CRM_ERROR_PERMISSION: the file or folder may not be read or written
 * @CRM_ERROR_OFFLINE: a server or address book cannot be reached
 * @CRM_ERROR_SYNTAX: a filter or command does not parse
 * @CRM_ERROR_DISK_FULL: there is no room to write
 * @CRM_ERROR_IO: the disk or file system reports an error
 * @CRM_ERROR_MOVED: the file is not where it was: moved, deleted or replaced
 * @CRM_ERROR_CYCLE: a record would be above itself, as an account that is its own parent
 * @CRM_ERROR_INCOMPLETE: a stage asks for fields of the deal that are empty
 *
 * Codes are append-only: front ends translate by code and show the message as detail.
 * Cancelled stays %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  CRM_ERROR_FAILED,
  CRM_ERROR_NOT_FOUND,
  CRM_ERROR_INVALID_VALUE,
  CRM_ERROR_CONSTRAINT,
  CRM_ERROR_CONFLICT,
  CRM_ERROR_BUSY,
  CRM_ERROR_CORRUPT,
  CRM_ERROR_SCHEMA_TOO_NEW,
  CRM_ERROR_MIGRATION_FAILED,
  CRM_ERROR_PERMISSION,
  CRM_ERROR_OFFLINE,
  CRM_ERROR_SYNTAX,
  CRM_ERROR_DISK_FULL,
  CRM_ERROR_IO,
  CRM_ERROR_MOVED,
  CRM_ERROR_CYCLE,
  CRM_ERROR_INCOMPLETE,
} CrmError;

#define CRM_ERROR (crm_error_quark ())
GQuark crm_error_quark (void);

G_END_DECLS
