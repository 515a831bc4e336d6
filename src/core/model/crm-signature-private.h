/* crm-signature-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-signature.h"
G_BEGIN_DECLS

/* Lines of a letter, as the parts of the parser hand them on. */

GPtrArray *
_crm_signature_find_block (const char *text, const char *const *name_words, const char *address);
gboolean _crm_signature_find_name (GPtrArray *lines,
                                   const char *const *name_words,
                                   const char *address,
                                   guint *out_name);
gboolean _crm_signature_has_own_address (const char *line,
                                         const char *const *name_words,
                                         const char *address);
gboolean _crm_signature_has_other_address (const char *line,
                                           const char *const *name_words,
                                           const char *address);
gboolean _crm_signature_is_rule (const char *line);
char **_crm_signature_name_words (const char *name, const char *address);
guint _crm_signature_count_name_words (const char *line, const char *const *name_words);

gboolean _crm_signature_is_closing (const char *folded);
gboolean _crm_signature_ends_letter (const char *folded);
gboolean _crm_signature_is_title (const char *folded);
gboolean _crm_signature_is_organization (const char *line, const char *folded);
gboolean _crm_signature_has_street (const char *folded);
const char *_crm_signature_phone_kind (const char *word, gboolean has_mark);
gboolean _crm_signature_is_other_number (const char *word);

const char *_crm_phone_find_extension (const char *p);
guint _crm_signature_read_phones (const char *text, GPtrArray *phones, gboolean *has_bare);
char *_crm_signature_read_postal (GPtrArray *lines);

G_END_DECLS
