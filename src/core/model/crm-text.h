/* crm-text.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Stored in both databases; a change of what crm_fold() does is a new number and rebuilds the
 * index. */
#define CRM_FOLD_VERSION 1

char *crm_fold (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_fold_plain (const char *text, gsize length, char *out);
char *crm_text_clean (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_text_begin_words (const char *text, const char *const *words);
int crm_text_get_direction (const char *text);
char *crm_subject_normalize (const char *subject) G_GNUC_WARN_UNUSED_RESULT;
char *crm_subject_strip (const char *subject) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_subject_is_answer (const char *subject);
gboolean crm_subject_is_automatic (const char *subject);
gboolean crm_subject_is_from_calendar (const char *subject);
gboolean crm_subject_is_of_event (const char *subject, const char *summary);
gboolean crm_subject_is_telling (const char *subject);
guint64 crm_subject_key (const char *subject);

G_END_DECLS
