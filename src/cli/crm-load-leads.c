/* crm-load-leads.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-load-pipeline"
#include "config.h"

#include "crm-load-private.h"

#include "crm-cli-values.h"
#include "model/crm-money.h"

static gboolean
set_amount (CrmChange *change, JsonObject *object, GError **error)
{
  const char *currency = _crm_load_get_text (object, "currency");
  const char *amount = _crm_load_get_text (object, "amount");
  gint64 minor;

  crm_change_set_text (change, "currency", currency);
  if (amount == NULL)
    return TRUE;
  if (!crm_money_parse (amount, currency != NULL ? currency : "", &minor, error))
    return FALSE;
  crm_change_set_int (change, "amount", minor);
  return TRUE;
}

gboolean
_crm_load_lead (CrmLoad *load, JsonObject *object, GError **error)
{
  static const char *const texts[]
      = { "name",      "job_title",      "organization",  "phone",    "website",
          "industry",  "source",         "campaign",      "interest", "budget_note",
          "need_note", "authority_note", "timeline_note", "note",     "disqualify_note" };
  static const char *const choices[] = { "priority", "has_budget",   "has_authority",
                                         "has_need", "has_timeline", "disqualify_reason" };
  CrmChange *change = _crm_load_create_keyed (load, "lead", object, error);
  const char *status = _crm_load_get_text (object, "status");
  const char *address = _crm_load_get_text (object, "address");

  if (change == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    crm_change_set_text (change, texts[i], _crm_load_get_text (object, texts[i]));
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    crm_change_set_text (
        change, choices[i],
        _crm_load_choice_or_text ("lead", choices[i], _crm_load_get_text (object, choices[i])));
  crm_change_set_text (change, "status",
                       status != NULL ? _crm_load_choice_or_text ("lead", "status", status)
                                      : "new");
  crm_change_set_int (change, "status_since", load->now_usec);
  crm_change_set_text (change, "owner", crm_reader_get_actor (load->reader));
  if (address != NULL)
    {
      g_autofree char *normal = crm_cli_parse_address (address, error);

      if (normal == NULL)
        return FALSE;
      crm_change_set_text (change, "address", normal);
    }
  return set_amount (change, object, error)
         && _crm_load_refer (load, change, object, "person", error)
         && _crm_load_refer (load, change, object, "account", error);
}
