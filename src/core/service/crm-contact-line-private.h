/* crm-contact-line-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* A field of a contact as one line of a vCard, as orders to address books hold it. */

char *_crm_contact_line_make (const char *field, const char *kind, const char *value);
char *_crm_contact_line_read (const char *line, const char **out_field, const char **out_kind);

G_END_DECLS
