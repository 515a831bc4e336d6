/* e-crm-read-event.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libecal/libecal.h>
#include "model/crm-event.h"
G_BEGIN_DECLS

CrmEvent *e_crm_read_event (ICalComponent *component, ECalClient *client) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
