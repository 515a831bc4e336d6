/* crm-phone.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Telephone numbers as people write them. */

typedef struct
{
  char *number;     /* (owned): as it was written, without a label */
  const char *kind; /* (static): work, mobile, home, fax, other */
} CrmPhone;

/* Who knows more of numbers than their digits. Called in any thread. */
typedef struct
{
  gboolean (*is_same) (const char *one, const char *other);
  char *(*format) (const char *number); /* (transfer full) (nullable): as people of the country
                                           write it; NULL: as it is */
} CrmPhoneExpert;

void crm_phone_set_expert (const CrmPhoneExpert *expert);
char *crm_phone_format (const char *number) G_GNUC_WARN_UNUSED_RESULT;
CrmPhone *crm_phone_new (const char *kind, const char *number);
void crm_phone_free (CrmPhone *self);
char *crm_phone_digits (const char *number) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_phone_is_same (const char *one, const char *other);
char *crm_phone_to_uri (const char *number) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
