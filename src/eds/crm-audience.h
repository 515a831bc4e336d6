/* crm-audience.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libedataserver/libedataserver.h>
G_BEGIN_DECLS

/* Who sees what is put into a task list, as far as its settings tell. */

typedef enum
{
  CRM_AUDIENCE_YOU,    /* it is on this computer */
  CRM_AUDIENCE_YOURS,  /* on a server, in a place of the user's own, which may be shared */
  CRM_AUDIENCE_OTHERS, /* on a server, in somebody else's place or in nobody's */
} CrmAudience;

CrmAudience crm_audience_find (ESourceRegistry *registry, ESource *source, char **out_server);
CrmAudience crm_audience_of_path (const char *path, const char *user);

G_END_DECLS
