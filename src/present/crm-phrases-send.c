/* crm-phrases-send.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases-send"
#include "config.h"

#include "crm-phrases-send.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"

/**
 * crm_phrase_undelivered:
 * @address: an e-mail address
 * @came_back_usec: when mail to it came back, in UTC microseconds; 0 where that is not known
 *
 * Returns: (transfer full): that mail to it does not arrive
 */
char *
crm_phrase_undelivered (const char *address, gint64 came_back_usec)
{
  g_autofree char *date = NULL;

  if (came_back_usec == 0)
    /* TRANSLATORS: %s is an e-mail address */
    return g_strdup_printf (_ ("Mail to %s does not arrive"), address);
  date = crm_format_day (crm_format_today (came_back_usec));
  /* TRANSLATORS: an e-mail address, and a date */
  return g_strdup_printf (_ ("Mail to %1$s does not arrive: it came back on %2$s"), address, date);
}

/**
 * crm_phrase_send_warning:
 * @warning: a warning
 *
 * Returns: (transfer full): what a person should know before the letter is sent
 */
char *
crm_phrase_send_warning (const CrmSendWarning *warning)
{
  switch (warning->kind)
    {
    case CRM_SEND_DEAD_ADDRESS:
      return crm_phrase_undelivered (warning->what, warning->came_back_usec);
    case CRM_SEND_OPTED_OUT:
      /* TRANSLATORS: %s is an e-mail address */
      return g_strdup_printf (_ ("%s wants no mail"), warning->what);
    case CRM_SEND_OTHER_ACCOUNT:
      /* TRANSLATORS: an e-mail address, and the account it belongs to */
      return g_strdup_printf (_ ("%1$s is at %2$s, which is not the account of this deal"),
                              warning->what, warning->other);
    case CRM_SEND_ATTACHMENT:
      /* TRANSLATORS: the name of a file, and that of an account */
      return g_strdup_printf (_ ("The attachment “%1$s” is named after another account: %2$s"),
                              warning->what, warning->other);
    case CRM_SEND_PLACEHOLDER:
    default:
      /* TRANSLATORS: %s is a place of a template that was not filled in, such as {{deal.title}} */
      return g_strdup_printf (_ ("%s is not filled in"), warning->what);
    }
}
