/* crm-cli.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-printer.h"
#include "model/crm-filter.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* What every verb of `ecrm` shares: where the store is, how to answer, how to fail. */

typedef enum /* documented in data/schema/ecrm-1.md: never renumber */
{
  CRM_EXIT_OK = 0,
  CRM_EXIT_FAILED = 1,
  CRM_EXIT_USAGE = 2,
  CRM_EXIT_NOT_FOUND = 3,
  CRM_EXIT_CONFLICT = 4,
  CRM_EXIT_BUSY = 5,
  CRM_EXIT_STORE = 6,
  CRM_EXIT_CANCELLED = 130,
} CrmExit;

typedef struct
{
  char *directory;                    /* (owned): of the store */
  gboolean json;                      /* whether a program reads the answer */
  CrmPrinter *printer;                /* (owned): takes the answer */
  GCancellable *cancellable;          /* (owned): Ctrl-C */
  CrmStore *store;                    /* (owned) (nullable): open from the moment a verb needs it */
  const GOptionEntry *global_entries; /* (unowned): the options that every verb takes */
  char **args; /* (owned): what follows the verb and is no option, in UTF-8 */
  guint n_args;
  gboolean opening;              /* an error is one of opening the store */
  gboolean unwell;               /* the verb did its work and found something wrong */
  char *filter_source;           /* (owned) (nullable): the filter that could not be read */
  CrmFilterErrorPlace bad_place; /* where in @filter_source */
} CrmCli;

typedef gboolean (*CrmCliRunFunc) (CrmCli *cli, GError **error);
typedef gboolean (*CrmCliReadFunc) (CrmReader *reader, CrmCli *cli, gpointer data, GError **error);

typedef struct
{
  const char *name;
  const char *arguments; /* for translators, N_(): what follows the verb in its help */
  const char *summary;   /* (nullable) for translators, N_(); NULL for a verb that programs use */
  CrmCliRunFunc run;
  const GOptionEntry *entries[4]; /* its own and those it shares, ended by NULL */
} CrmCliVerb;

#define CRM_CLI_ERROR (crm_cli_error_quark ())
GQuark crm_cli_error_quark (void);
#define CRM_CLI_ERROR_USAGE                                                                        \
  0 /* the command line does not make sense; the message is translated                             \
     */

gboolean crm_cli_open (CrmCli *self, GError **error);
gboolean crm_cli_read (CrmCli *self, CrmCliReadFunc func, gpointer data, GError **error);
gboolean crm_cli_write (CrmCli *self, CrmChangeSet *set, GError **error);
gboolean crm_cli_usage (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean crm_cli_print_id (CrmCli *self, const char *id);
CrmExit crm_cli_report_error (CrmCli *self, const GError *error);
void crm_cli_clear (CrmCli *self);

G_END_DECLS
