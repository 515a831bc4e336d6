/* crm-address.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

char *crm_address_normalize (const char *raw) G_GNUC_WARN_UNUSED_RESULT;
char *crm_address_without_tag (const char *address) G_GNUC_WARN_UNUSED_RESULT;
const char *crm_address_get_domain (const char *address);
gboolean crm_address_is_automatic (const char *address);
gboolean crm_address_is_role (const char *address);
char *crm_domain_normalize (const char *raw) G_GNUC_WARN_UNUSED_RESULT;
char *crm_domain_organization (const char *domain) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_domain_is_free_mail (const char *domain);
gboolean crm_domain_is_mailing_service (const char *domain);

G_END_DECLS
