/* crm-store-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-store.h"
G_BEGIN_DECLS

typedef enum
{
  CRM_STORE_WRITER,
  CRM_STORE_READER,
  CRM_STORE_INDEX,
} CrmStoreThread;

CrmStore *_crm_store_open (const CrmStoreOptions *options, GMainContext *context, GError **error);
void _crm_store_queue (CrmStore *self, CrmStoreThread thread, GTask *task, GTaskThreadFunc func);

G_END_DECLS
