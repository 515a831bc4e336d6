/* crm-bounce.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* What a letter that a mail server sent back says of the addresses it could not reach. */

typedef struct
{
  char *address;    /* (owned): normalised */
  char *status;     /* (owned) (nullable): "5.1.1" (RFC 3463) */
  char *reason;     /* (owned) (nullable): the server's words, one line */
  gboolean is_dead; /* nobody is there; else it may work tomorrow, or with another letter */
} CrmBounce;

GPtrArray *crm_bounce_read_status (const char *text) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *crm_bounce_read_text (const char *text) G_GNUC_WARN_UNUSED_RESULT;
void crm_bounce_free (CrmBounce *self);

G_END_DECLS
