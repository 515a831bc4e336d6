/* crm-cli-archive.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-cli.h"
#include "store/crm-index.h"
G_BEGIN_DECLS

/* Reading one archive into the index, and out of it again. */

typedef struct
{
  guint64 messages;   /* read */
  guint64 new_copies; /* of them, not known before */
  guint64 removed;    /* copies that are no longer there */
  gboolean unchanged; /* nothing had to be read */
} CrmCliArchiveResult;

typedef void (*CrmCliProgressFunc) (guint64 messages, gpointer data);

typedef struct
{
  const char *path; /* absolute */
  gboolean full;    /* read even what looks unchanged */
  CrmCliProgressFunc progress;
  gpointer progress_data;
} CrmCliArchiveJob;

char *crm_cli_archive_source (const char *path) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_cli_archive_read (CrmIndex *index,
                               const CrmCliArchiveJob *job,
                               CrmCliArchiveResult *out_result,
                               GCancellable *cancellable,
                               GError **error);
gboolean crm_cli_archive_forget (CrmIndex *index, const char *path, GError **error);
char *crm_cli_archive_stamp (const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
