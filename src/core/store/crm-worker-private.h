/* crm-worker-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* One named thread that runs tasks one after another. */

typedef struct _CrmWorker CrmWorker;

CrmWorker *_crm_worker_new (const char *name);
void _crm_worker_queue (CrmWorker *self, GTask *task, GTaskThreadFunc func);
gboolean _crm_worker_is_current (CrmWorker *self);
void _crm_worker_stop (CrmWorker *self);

G_END_DECLS
