/* bench-tsv.h - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Letters from the rows of ../shared/bench/gen_mail.py: date, Message-ID, thread, direction, size,
 * subject, from, to, cc; addresses as `name <address>` with ; between. */
#pragma once
#include <string.h>

#include "model/crm-message.h"

#define BENCH_TSV_FIELDS 9

static inline void
bench_tsv_add_parties (CrmMessage *message, CrmMessageRole role, const char *list)
{
  g_auto (GStrv) people = g_strsplit (list, ";", -1);

  for (guint i = 0; people[i] != NULL; i++)
    {
      char *open = strrchr (people[i], '<');
      char *close = open != NULL ? strchr (open, '>') : NULL;

      if (close == NULL)
        continue;
      *open = *close = '\0';
      crm_message_add_party (message, role, open + 1, g_strstrip (people[i]));
    }
}

/* One letter; @references (nullable) are the Message-IDs before it in its thread. A row that is
 * none gives NULL. */
static inline CrmMessage *
bench_tsv_parse (const char *line, const GPtrArray *references)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", BENCH_TSV_FIELDS);
  CrmMessage *message;

  if (g_strv_length (fields) != BENCH_TSV_FIELDS)
    return NULL;
  message = crm_message_new ();
  message->date_usec = g_ascii_strtoll (fields[0], NULL, 10) * G_USEC_PER_SEC;
  message->size_bytes = (guint32)g_ascii_strtoull (fields[4], NULL, 10);
  crm_message_set_message_id (message, fields[1]);
  crm_message_set_subject (message, fields[5]);
  bench_tsv_add_parties (message, CRM_ROLE_FROM, fields[6]);
  bench_tsv_add_parties (message, CRM_ROLE_TO, fields[7]);
  bench_tsv_add_parties (message, CRM_ROLE_CC, fields[8]);
  for (guint i = 0; references != NULL && i < references->len; i++)
    crm_message_add_reference (message, crm_message_id_hash (g_ptr_array_index (references, i)));
  crm_message_seal (message);
  return message;
}
