/* crm-decompress.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-decompress"
#include "config.h"

#include "crm-decompress.h"

#include <lzma.h>
#include <string.h>

#include "crm-error.h"

/* What "xz -9" needs is 65 MiB; a file that wants more than this is meant to do harm. */
#define XZ_MEMORY_LIMIT_BYTES (G_GUINT64_CONSTANT (256) * 1024 * 1024)
#define MAGIC_BYTES 6

/* One converter for both: xz by liblzma, gzip by GZlibDecompressor started anew for every member,
 * for files that were appended to ("cat a.gz b.gz"). */
#define CRM_TYPE_DECOMPRESSOR (crm_decompressor_get_type ())
G_DECLARE_FINAL_TYPE (CrmDecompressor, crm_decompressor, CRM, DECOMPRESSOR, GObject)

struct _CrmDecompressor
{
  GObject parent_instance;
  GConverter *gzip;         /* (owned) (nullable): NULL for xz */
  gboolean between_members; /* gzip: one member has ended, none has begun */
  gboolean had_member;      /* gzip: at least one member has ended */
  gboolean in_padding;      /* gzip: what follows the last member is no member */
  lzma_stream xz;
};

static void crm_decompressor_converter_init (GConverterIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmDecompressor,
                               crm_decompressor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_CONVERTER,
                                                      crm_decompressor_converter_init))

static gboolean
start_xz (CrmDecompressor *self)
{
  static const lzma_stream empty = LZMA_STREAM_INIT;

  lzma_end (&self->xz);
  self->xz = empty;
  return lzma_stream_decoder (&self->xz, XZ_MEMORY_LIMIT_BYTES, LZMA_CONCATENATED) == LZMA_OK;
}

static GConverterResult
fail_xz (lzma_ret result, GError **error)
{
  const char *reason = "the compressed data is damaged";

  if (result == LZMA_MEM_ERROR || result == LZMA_MEMLIMIT_ERROR)
    reason = "unpacking would need too much memory";
  else if (result == LZMA_BUF_ERROR)
    reason = "the compressed data ends too early";

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, reason);
  return G_CONVERTER_ERROR;
}

static GConverterResult
convert_xz (CrmDecompressor *self, gboolean at_end, gsize *read, gsize *written, GError **error)
{
  gsize in_size = self->xz.avail_in;
  gsize out_size = self->xz.avail_out;
  lzma_ret result = lzma_code (&self->xz, at_end ? LZMA_FINISH : LZMA_RUN);

  *read = in_size - self->xz.avail_in;
  *written = out_size - self->xz.avail_out;
  if (result == LZMA_STREAM_END)
    return G_CONVERTER_FINISHED;
  if (*read > 0 || *written > 0)
    return G_CONVERTER_CONVERTED;
  if ((result == LZMA_OK || result == LZMA_BUF_ERROR) && !at_end)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "more input is needed");
      return G_CONVERTER_ERROR;
    }

  return fail_xz (result == LZMA_OK ? LZMA_BUF_ERROR : result, error);
}

/* Padding after the last member: gzip itself ignores it too. */
static GConverterResult
skip_padding (gsize in_size, gboolean at_end, gsize *read, GError **error)
{
  *read = in_size;
  if (at_end)
    return G_CONVERTER_FINISHED;
  if (in_size > 0)
    return G_CONVERTER_CONVERTED;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "more input is needed");
  return G_CONVERTER_ERROR;
}

static gboolean
begins_member (const guint8 *in, gsize in_size)
{
  return in_size >= 2 && in[0] == 0x1f && in[1] == 0x8b;
}

static GConverterResult
convert_gzip (CrmDecompressor *self,
              const void *in,
              gsize in_size,
              void *out,
              gsize out_size,
              GConverterFlags flags,
              gsize *read,
              gsize *written,
              GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean at_end = (flags & G_CONVERTER_INPUT_AT_END) != 0;
  GConverterResult result;

  if (self->in_padding)
    return skip_padding (in_size, at_end, read, error);
  if (self->between_members && in_size == 0 && at_end)
    return G_CONVERTER_FINISHED;

  /* The end of one member is not the end of the file, so the inner one is never told. */
  result = g_converter_convert (self->gzip, in, in_size, out, out_size, G_CONVERTER_NO_FLAGS, read,
                                written, &local_error);
  if (result == G_CONVERTER_FINISHED)
    {
      g_converter_reset (self->gzip);
      self->between_members = self->had_member = TRUE;
      return G_CONVERTER_CONVERTED;
    }
  if (result == G_CONVERTER_CONVERTED)
    {
      self->between_members = FALSE;
      return result;
    }

  *read = *written = 0;
  if (self->between_members && self->had_member && !begins_member (in, in_size)
      && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    {
      self->in_padding = TRUE;
      return skip_padding (in_size, at_end, read, error);
    }
  if (at_end && g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "the compressed data ends too early");
      return G_CONVERTER_ERROR;
    }

  g_propagate_error (error, g_steal_pointer (&local_error));
  return G_CONVERTER_ERROR;
}

static GConverterResult
crm_decompressor_convert (GConverter *converter,
                          const void *in,
                          gsize in_size,
                          void *out,
                          gsize out_size,
                          GConverterFlags flags,
                          gsize *read,
                          gsize *written,
                          GError **error)
{
  CrmDecompressor *self = CRM_DECOMPRESSOR (converter);

  *read = *written = 0;
  if (self->gzip != NULL)
    return convert_gzip (self, in, in_size, out, out_size, flags, read, written, error);

  self->xz.next_in = in;
  self->xz.avail_in = in_size;
  self->xz.next_out = out;
  self->xz.avail_out = out_size;
  return convert_xz (self, (flags & G_CONVERTER_INPUT_AT_END) != 0, read, written, error);
}

static void
crm_decompressor_reset (GConverter *converter)
{
  CrmDecompressor *self = CRM_DECOMPRESSOR (converter);

  if (self->gzip != NULL)
    g_converter_reset (self->gzip);
  else
    start_xz (self);
}

static void
crm_decompressor_finalize (GObject *object)
{
  CrmDecompressor *self = CRM_DECOMPRESSOR (object);

  g_clear_object (&self->gzip);
  lzma_end (&self->xz);
  G_OBJECT_CLASS (crm_decompressor_parent_class)->finalize (object);
}

static void
crm_decompressor_class_init (CrmDecompressorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_decompressor_finalize;
}

static void
crm_decompressor_init (CrmDecompressor *self)
{
}

static void
crm_decompressor_converter_init (GConverterIface *iface)
{
  iface->convert = crm_decompressor_convert;
  iface->reset = crm_decompressor_reset;
}

static GInputStream *
open_converter (GInputStream *stream, gboolean is_gzip, GError **error)
{
  g_autoptr (CrmDecompressor) converter = g_object_new (CRM_TYPE_DECOMPRESSOR, NULL);

  if (is_gzip)
    converter->gzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  else if (!start_xz (converter))
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_FAILED, "no memory to unpack xz data");
      return NULL;
    }

  return g_converter_input_stream_new (stream, G_CONVERTER (converter));
}

/* Reading these as mail would make one mail of garbage; saying so is better. */
static gboolean
check_supported (const guint8 *magic, gsize length, GError **error)
{
  static const struct
  {
    const char *magic;
    const char *name;
  } others[] = {
    { "BZh", "bzip2" },
    { "\x28\xb5\x2f\xfd", "zstd" },
    { "PK\x03\x04", "zip" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      gsize size = strlen (others[i].magic);

      if (length >= size && memcmp (magic, others[i].magic, size) == 0)
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_FAILED,
                       "compressed with %s, which cannot be read: unpack it first", others[i].name);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * crm_decompress_stream:
 * @stream: a file at its beginning
 * @out_is_compressed: (out): whether @stream is xz or gzip data
 * @cancellable: (nullable): stops the reading of the first bytes
 * @error: (nullable): %CRM_ERROR_FAILED for a compression that cannot be read, or what reading set
 *
 * Tells xz and gzip by their first bytes, never by the name. Reading damaged data from the result
 * fails with %G_IO_ERROR_INVALID_DATA, after all that could be unpacked was given.
 *
 * Returns: (transfer full) (nullable): a stream of the plain bytes, or %NULL with @error set
 */
GInputStream *
crm_decompress_stream (GInputStream *stream,
                       gboolean *out_is_compressed,
                       GCancellable *cancellable,
                       GError **error)
{
  static const guint8 xz_magic[] = { 0xfd, '7', 'z', 'X', 'Z', 0 };
  static const guint8 gzip_magic[] = { 0x1f, 0x8b };
  g_autoptr (GInputStream) buffered = NULL;
  gsize length;
  const guint8 *magic;
  gboolean is_xz;
  gboolean is_gzip;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);

  buffered = g_buffered_input_stream_new_sized (stream, 64 * 1024);
  for (length = 0; length < MAGIC_BYTES;)
    {
      gssize filled = g_buffered_input_stream_fill (G_BUFFERED_INPUT_STREAM (buffered), -1,
                                                    cancellable, error);

      if (filled < 0)
        return NULL;
      length = g_buffered_input_stream_get_available (G_BUFFERED_INPUT_STREAM (buffered));
      if (filled == 0)
        break;
    }

  magic = g_buffered_input_stream_peek_buffer (G_BUFFERED_INPUT_STREAM (buffered), &length);
  is_xz = length >= sizeof xz_magic && memcmp (magic, xz_magic, sizeof xz_magic) == 0;
  is_gzip = length >= sizeof gzip_magic && memcmp (magic, gzip_magic, sizeof gzip_magic) == 0;
  *out_is_compressed = is_xz || is_gzip;
  if (*out_is_compressed)
    return open_converter (buffered, is_gzip, error);
  if (!check_supported (magic, length, error))
    return NULL;

  return g_steal_pointer (&buffered);
}
