/* crm-seed.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What every installation starts with. Names are stored in English under fixed ids and shown
 * translated as long as nobody renames them. */
#define G_LOG_DOMAIN "crm-seed"
#include "config.h"

#include "crm-seed-private.h"

#include <glib/gi18n-lib.h>

#include "crm-seed.h"

typedef struct
{
  const char *id;
  const char *name;
  const char *kind;
  int probability; /* percent */
  int max_days;    /* 0 for none */
} Stage;

/* Probabilities as common in the open-source CRMs compared in the requirements; a limit of five
 * days for the early stages is the requirements' default. */
static const Stage stages[] = {
  { CRM_SEED_STAGE_FIRST, N_ ("Qualification"), "open", 10, 5 },
  { "00000000-0000-8000-8000-000000000102", N_ ("Needs analysis"), "open", 25, 10 },
  { "00000000-0000-8000-8000-000000000103", N_ ("Proposal"), "open", 50, 14 },
  { "00000000-0000-8000-8000-000000000104", N_ ("Negotiation"), "open", 75, 14 },
  { CRM_SEED_STAGE_WON, N_ ("Won"), "won", 100, 0 },
  { CRM_SEED_STAGE_LOST, N_ ("Lost"), "lost", 0, 0 },
};

static const char *const lost_reasons[] = {
  N_ ("Price"),       N_ ("Competitor"),      N_ ("No budget"),
  N_ ("No decision"), N_ ("Missing feature"), N_ ("Bad timing"),
  N_ ("No answer"),   N_ ("Not a fit"),       N_ ("Other"),
};

static void
add_stages (CrmChangeSet *set)
{
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      CrmChange *change = crm_change_set_create (set, "stage", stages[i].id);

      crm_change_set_text (change, "pipeline", CRM_SEED_PIPELINE);
      crm_change_set_text (change, "name", stages[i].name);
      crm_change_set_int (change, "position", i + 1);
      crm_change_set_text (change, "kind", stages[i].kind);
      crm_change_set_int (change, "probability", stages[i].probability);
      if (stages[i].max_days > 0)
        crm_change_set_int (change, "max_days", stages[i].max_days);
    }
}

static void
add_lost_reasons (CrmChangeSet *set)
{
  for (guint i = 0; i < G_N_ELEMENTS (lost_reasons); i++)
    {
      g_autofree char *id = g_strdup_printf ("00000000-0000-8000-8000-%012u", 201 + i);
      CrmChange *change = crm_change_set_create (set, "lost_reason", id);

      crm_change_set_text (change, "name", lost_reasons[i]);
      crm_change_set_int (change, "needs_text", g_str_equal (id, CRM_SEED_LOST_REASON_OTHER));
    }
}

/* Returns: (transfer full): the first change set of a new store. @currency is nullable. */
CrmChangeSet *
_crm_seed_new (const char *currency)
{
  CrmChangeSet *set = crm_change_set_new ("seed", CRM_CAUSE_SEED);
  CrmChange *change = crm_change_set_create (set, "pipeline", CRM_SEED_PIPELINE);

  crm_change_set_text (change, "name", N_ ("Sales"));
  crm_change_set_int (change, "position", 1);
  if (currency != NULL)
    crm_change_set_text (change, "currency", currency);
  add_stages (set);
  add_lost_reasons (set);
  return set;
}
