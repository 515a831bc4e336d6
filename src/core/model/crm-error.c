/* crm-error.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-error"
#include "config.h"

#include "crm-error.h"

G_DEFINE_QUARK (crm_error, crm_error)
