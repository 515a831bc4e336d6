/* crm-sql-functions-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
#include <sqlite3.h>
G_BEGIN_DECLS

void _crm_sql_functions_add (sqlite3 *db);

G_END_DECLS
