/* crm-signature.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib-object.h>
#include "model/crm-phone.h"
G_BEGIN_DECLS

/* What people write under their letters. Only guesses: nothing is changed by them, they are
 * offered. A wrong offer is worse than none, so what is in doubt is left out. */

typedef struct
{
  int ref_count;        /* (atomic) */
  char *name;           /* (owned): as the sender writes it there */
  char *title;          /* (owned) (nullable): job title */
  char *organization;   /* (owned) (nullable) */
  char *postal_address; /* (owned) (nullable): street and town, separated by a comma */
  char *website;        /* (owned) (nullable): of the sender's own domain */
  GPtrArray *phones;    /* (owned) (element-type CrmPhone) */
} CrmSignature;

#define CRM_TYPE_SIGNATURE (crm_signature_get_type ())
GType crm_signature_get_type (void);

CrmSignature *crm_signature_parse (const char *text,
                                   const char *name,
                                   const char *address) G_GNUC_WARN_UNUSED_RESULT;
CrmSignature *crm_signature_ref (CrmSignature *self);
void crm_signature_unref (CrmSignature *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSignature, crm_signature_unref)

G_END_DECLS
