/* crm-store-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-store.h"
#include "crm-index-private.h"
#include "crm-journal-private.h"
#include "crm-reader-private.h"
#include "crm-worker-private.h"
G_BEGIN_DECLS

struct _CrmStore
{
  GObject parent_instance;
  char *directory;  /* (owned) */
  char *crm_path;   /* (owned) */
  char *index_path; /* (owned) */
  char *front_end;  /* (owned) */
  char *actor;      /* (owned): id of the acting user */
  char *device;     /* (owned) */
  CrmClockFunc clock;
  gpointer clock_data;
  GMainContext *context; /* (owned): of the thread that opened it; signals are emitted there */
  gint64 last_seq;       /* (mutex lock): newest journal entry that was announced here */
  GMutex lock;

  /* Each connection belongs to one worker thread, or to a _sync caller under its lock. */
  CrmWorker *writer_thread; /* (owned) (nullable): started with the first async call */
  CrmWorker *reader_thread; /* (owned) (nullable) */
  CrmWorker *index_thread;  /* (owned) (nullable) */
  GMutex writer_lock;
  GMutex reader_lock;
  GMutex index_lock;
  CrmConnection *writer; /* (owned) (mutex writer_lock) */
  CrmReader *reader;     /* (owned) (mutex reader_lock) */
  CrmIndex *index;       /* (owned) (mutex index_lock) */
  gboolean has_written;  /* (mutex writer_lock): since it was opened */
  gint64 next_look_usec; /* (mutex writer_lock): when to see whether a backup is due, monotonic */
  gint index_was_lost;   /* (atomic) */
};

typedef enum
{
  CRM_STORE_WRITER,
  CRM_STORE_READER,
  CRM_STORE_INDEX,
} CrmStoreThread;

CrmStore *_crm_store_open (const CrmStoreOptions *options, GMainContext *context, GError **error);
void _crm_store_tell_index_lost (CrmStore *self);
gboolean _crm_store_heal_index (CrmStore *self);
void _crm_store_erase_private (CrmStore *self);
CrmWriteResult *
_crm_store_write (CrmStore *self, CrmChangeSet *set, GCancellable *cancellable, GError **error);
void _crm_store_queue (CrmStore *self, CrmStoreThread thread, GTask *task, GTaskThreadFunc func);

G_END_DECLS
