/* crm-text-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* No more than this many combining marks in a row are kept. Canonical ordering sorts each run of
 * marks in quadratic time, so a hostile header of nothing but marks could otherwise hold up the
 * reader. Unicode's own "stream-safe" format allows 30. */
#define CRM_TEXT_MAX_MARKS 30

gboolean _crm_text_is_ascii (const char *text);
char *_crm_text_nfc (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *_crm_text_lower (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *_crm_text_fold_any (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *_crm_text_fold_latin (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
