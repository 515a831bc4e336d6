/* fuzz-mbox.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdint.h>

#include "crm-camel-message.h"
#include "crm-mbox-splitter.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct
{
  guint64 end;   /* of the mails seen so far */
  guint64 total; /* size of the file */
  guint hash;    /* of all offsets and sizes */
} Seen;

static gboolean
on_mail (const char *head,
         gsize head_length,
         guint64 offset,
         guint64 size_bytes,
         gpointer user_data,
         GError **error)
{
  Seen *seen = user_data;
  g_autoptr (CrmMailHeaders) headers = crm_mail_headers_new (head, head_length);
  g_autoptr (CrmMessage) message = crm_camel_message_from_headers (headers, size_bytes, 0, NULL);

  g_assert_nonnull (message);
  g_assert_cmpuint (offset, >=, seen->end);
  g_assert_cmpuint (offset + size_bytes, <=, seen->total);
  seen->end = offset + size_bytes;
  seen->hash = seen->hash * 31 + (guint)offset * 7 + (guint)size_bytes;
  return TRUE;
}

static guint
split (const uint8_t *data, size_t size, size_t piece)
{
  Seen seen = { 0, size, 0 };
  g_autoptr (CrmMboxSplitter) splitter = crm_mbox_splitter_new (on_mail, &seen);

  for (size_t at = 0; at < size; at += piece)
    crm_mbox_splitter_push (splitter, (const char *)data + at, MIN (piece, size - at), NULL);
  crm_mbox_splitter_finish (splitter, NULL);
  g_assert_cmpuint (crm_mbox_splitter_get_offset (splitter), ==, size);
  return seen.hash;
}

/* Any bytes are a mailbox; how they come makes no difference, and no mail overlaps another. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  size_t piece = size > 0 ? data[0] % 64 + 1 : 1;

  g_assert_cmpuint (split (data, size, MAX (size, 1)), ==, split (data, size, piece));
  return 0;
}
