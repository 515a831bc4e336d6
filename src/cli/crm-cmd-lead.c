/* crm-cmd-lead.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-lead"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-cli-records.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "service/crm-leads.h"

static char *opt_name;
static char *opt_organization;
static char *opt_address;
static char *opt_phone;
static char *opt_reason;
static char *opt_reason_note;
static char *opt_person;
static char *opt_account;
static char *opt_deal_title;
static char *opt_next_step;
static char *opt_next_kind;
static char *opt_next_due;
static gboolean opt_contact;
static gboolean opt_no_person;
static gboolean opt_no_account;
static gboolean opt_no_deal;

static const GOptionEntry entries[] = {
  { "name", 0, 0, G_OPTION_ARG_STRING, &opt_name, N_ ("add: name"), N_ ("NAME") },
  { "organization", 0, 0, G_OPTION_ARG_STRING, &opt_organization, N_ ("add: organization"),
    N_ ("NAME") },
  { "address", 0, 0, G_OPTION_ARG_STRING, &opt_address, N_ ("add: e-mail address"),
    N_ ("ADDRESS") },
  { "phone", 0, 0, G_OPTION_ARG_STRING, &opt_phone, N_ ("add: telephone number"), N_ ("NUMBER") },
  { "reason", 0, 0, G_OPTION_ARG_STRING, &opt_reason,
    N_ ("set status=disqualified: why it is not pursued"), N_ ("REASON") },
  { "reason-note", 0, 0, G_OPTION_ARG_STRING, &opt_reason_note,
    N_ ("set status=disqualified: what to add to the reason"), N_ ("TEXT") },
  { "person", 0, 0, G_OPTION_ARG_STRING, &opt_person,
    N_ ("convert: who it is already (default: whoever has the address or the number, else new)"),
    N_ ("PERSON") },
  { "account", 0, 0, G_OPTION_ARG_STRING, &opt_account,
    N_ ("convert: the account it is already (default: the one of its domain, else new)"),
    N_ ("ACCOUNT") },
  { "title", 0, 0, G_OPTION_ARG_STRING, &opt_deal_title, N_ ("convert: title of the deal"),
    N_ ("TITLE") },
  { "contact", 0, 0, G_OPTION_ARG_NONE, &opt_contact,
    N_ ("convert: make a contact of the person, in the address book for new contacts"), NULL },
  { "next-step", 0, 0, G_OPTION_ARG_STRING, &opt_next_step,
    N_ ("convert: what is to be done first, as a follow-up"), N_ ("TEXT") },
  { "next-kind", 0, 0, G_OPTION_ARG_STRING, &opt_next_kind,
    N_ ("convert: task, call or promise (default: task)"), N_ ("KIND") },
  { "next-due", 0, 0, G_OPTION_ARG_STRING, &opt_next_due,
    N_ ("convert: by when the first step: YYYY-MM-DD, today, +3d"), N_ ("DAY") },
  { "no-person", 0, 0, G_OPTION_ARG_NONE, &opt_no_person, N_ ("convert: make no person"), NULL },
  { "no-account", 0, 0, G_OPTION_ARG_NONE, &opt_no_account, N_ ("convert: make no account"), NULL },
  { "no-deal", 0, 0, G_OPTION_ARG_NONE, &opt_no_deal, N_ ("convert: make no deal"), NULL },
  { NULL },
};

static char *
add_lead (CrmCli *cli, CrmReader *reader, CrmChangeSet *set, GError **error)
{
  g_autofree char *address
      = opt_address != NULL ? crm_cli_parse_address (opt_address, error) : NULL;
  CrmNewLead lead = { .name = opt_name,
                      .organization = opt_organization,
                      .address = address,
                      .phone = opt_phone,
                      .owner = crm_reader_get_actor (reader),
                      .now_usec = crm_reader_get_now_usec (reader) };

  if (opt_address != NULL && address == NULL)
    return NULL;
  return crm_leads_create (set, &lead);
}

/* A lead changes its status by the one function that knows the rules. */
static gboolean
set_lead (CrmCli *cli,
          CrmReader *reader,
          CrmChangeSet *set,
          const CrmRecord *lead,
          GPtrArray *assignments,
          GError **error)
{
  const char *status = NULL;

  for (guint i = assignments->len; i > 0; i--)
    {
      const char *assignment = g_ptr_array_index (assignments, i - 1);

      if (!g_str_has_prefix (assignment, "status="))
        continue;
      status = assignment + strlen ("status=");
      g_ptr_array_remove_index (assignments, i - 1);
    }
  if (status == NULL && assignments->len == 0)
    return crm_cli_usage (error, _ ("“%s set” needs an id and FIELD=VALUE"), "lead");
  if (status == NULL)
    return TRUE;
  if (assignments->len == 0)
    {
      g_free (set->label);
      set->label = g_strdup ("set-lead-status");
    }
  return crm_leads_set_status (set, lead, status, opt_reason, opt_reason_note,
                               crm_reader_get_now_usec (reader), error);
}

typedef struct
{
  CrmChangeSet *set; /* (owned) */
  CrmCaptured ids;
  char *lead; /* (owned) */
} Conversion;

/* What somebody named, else what is sure. */
static gboolean
choose (CrmReader *reader,
        const char *entity,
        const char *option,
        const GPtrArray *matches,
        char **out_id,
        GError **error)
{
  const CrmMatch *match = crm_lead_matches_get_sure (matches);

  if (option != NULL)
    *out_id = crm_cli_resolve (reader, entity, option, error);
  else
    *out_id = match != NULL ? g_strdup (match->record->id) : NULL;
  return option == NULL || *out_id != NULL;
}

static gboolean
read_next_step (CrmConversion *conversion, int *day, GError **error)
{
  if (opt_next_step == NULL && (opt_next_due != NULL || opt_next_kind != NULL))
    return crm_cli_usage (error, "%s", _ ("--next-due and --next-kind need --next-step"));
  conversion->next_step = opt_next_step;
  conversion->next_kind = opt_next_kind;
  if (opt_next_due == NULL)
    return TRUE;
  conversion->next_day = day;
  return crm_cli_parse_day (opt_next_due, conversion->now_usec, day, error);
}

/* It is ordered here, and made by Evolution. */
static gboolean
read_contact (CrmConversion *conversion, const CrmLeadMatches *matches, GError **error)
{
  if (!opt_contact)
    return TRUE;
  if (opt_no_person)
    return crm_cli_usage (error, "%s", _ ("--contact does not go with --no-person"));
  conversion->book_uid = matches->book_uid;
  if (conversion->book_uid != NULL)
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT,
               "no address book is chosen for new contacts: it is chosen in Evolution");
  return FALSE;
}

static gboolean
convert_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  Conversion *self = data;
  g_autoptr (CrmLeadMatches) matches = NULL;
  g_autofree char *person = NULL;
  g_autofree char *account = NULL;
  CrmConversion conversion = { .makes_deal = !opt_no_deal,
                               .deal_title = opt_deal_title,
                               .now_usec = crm_reader_get_now_usec (reader) };
  int next_day = 0;

  self->lead = crm_cli_resolve (reader, "lead", cli->args[1], error);
  matches = self->lead != NULL ? crm_lead_matches_load (reader, self->lead, error) : NULL;
  if (matches == NULL
      || (!opt_no_person && !choose (reader, "person", opt_person, matches->people, &person, error))
      || (!opt_no_account
          && !choose (reader, "account", opt_account, matches->accounts, &account, error)))
    return FALSE;
  if (!read_next_step (&conversion, &next_day, error)
      || !read_contact (&conversion, matches, error))
    return FALSE;
  conversion.person = person;
  conversion.makes_person = !opt_no_person;
  conversion.account = account;
  conversion.makes_account
      = !opt_no_account && crm_record_get_text (matches->lead, "organization") != NULL;
  self->set = crm_leads_convert (reader, matches->lead, &conversion, &self->ids, error);
  return self->set != NULL;
}

static gboolean
print_converted (CrmCli *cli, const Conversion *self)
{
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_text (cli->printer, "id", _ ("Lead"), self->lead);
  crm_printer_text (cli->printer, "person", _ ("Person"), self->ids.person);
  crm_printer_text (cli->printer, "account", _ ("Account"), self->ids.account);
  crm_printer_text (cli->printer, "deal", _ ("Deal"), self->ids.deal);
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
run_convert (CrmCli *cli, GError **error)
{
  Conversion self = { 0 };
  gboolean done;

  if (cli->n_args != 2)
    return crm_cli_usage (error, _ ("“%s” takes one record"), "convert");
  done = crm_cli_read (cli, convert_in_store, &self, error) && crm_cli_write (cli, self.set, error)
         && print_converted (cli, &self);
  g_clear_pointer (&self.set, crm_change_set_unref);
  crm_captured_clear (&self.ids);
  g_free (self.lead);
  return done;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  static const CrmCliRecordVerb verb = { "lead", add_lead, set_lead };

  if (cli->n_args > 0 && g_str_equal (cli->args[0], "convert"))
    return run_convert (cli, error);
  return crm_cli_run_record (cli, &verb, error);
}

const CrmCliVerb crm_cmd_lead
    = { "lead",
        N_ ("add [FIELD=VALUE…] | list | show LEAD | set LEAD FIELD=VALUE… | convert LEAD | "
            "delete LEAD"),
        N_ ("Add, list, show, change, convert or delete leads"),
        run,
        { entries, crm_cli_list_entries } };
