/* fuzz-decompress.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdint.h>

#include "crm-decompress.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A few bytes can unpack to gigabytes: that is for the caller to stop, as it is here. */
#define MAX_UNPACKED_BYTES (1024 * 1024)

typedef struct
{
  guint hash; /* of the bytes that came */
  gsize total;
  gboolean failed;
} Unpacked;

static Unpacked
unpack (const uint8_t *data, size_t size, gsize piece)
{
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_data (data, (gssize)size, NULL);
  g_autoptr (GError) error = NULL;
  gboolean is_compressed = FALSE;
  g_autoptr (GInputStream) stream = crm_decompress_stream (memory, &is_compressed, NULL, &error);
  g_autofree guint8 *buffer = g_malloc (piece);
  Unpacked out = { 0 };
  gssize n = 0;

  while (stream != NULL && out.total < MAX_UNPACKED_BYTES
         && (n = g_input_stream_read (stream, buffer, MIN (piece, MAX_UNPACKED_BYTES - out.total),
                                      NULL, &error))
                > 0)
    {
      for (gssize i = 0; i < n; i++)
        out.hash = out.hash * 31 + buffer[i];
      out.total += (gsize)n;
    }
  out.failed = stream == NULL || n < 0;
  g_assert_true (out.failed == (error != NULL));
  if (!is_compressed && stream != NULL)
    g_assert_cmpuint (out.total, ==, MIN (size, MAX_UNPACKED_BYTES));
  return out;
}

/* Any bytes are a file, compressed or not: it can be read or it cannot, however large the pieces.
 */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  gsize piece = size > 0 ? data[size - 1] + 1u : 1;
  Unpacked whole = unpack (data, size, 64 * 1024);
  Unpacked pieces = unpack (data, size, piece);

  g_assert_true (whole.failed == pieces.failed);
  if (!whole.failed)
    {
      g_assert_cmpuint (whole.total, ==, pieces.total);
      g_assert_cmpuint (whole.hash, ==, pieces.hash);
    }
  return 0;
}
