/* crm-cmd-currency.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-currency"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-records.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "model/crm-date.h"
#include "model/crm-money.h"
#include "service/crm-currency.h"

static char *opt_day;

static const GOptionEntry entries[] = {
  { "day", 0, 0, G_OPTION_ARG_STRING, &opt_day,
    N_ ("rate, convert: the day that counts (default: today)"), N_ ("DAY") },
  { NULL },
};

/* The currency that everything is converted to, and the day of the options. */
static gboolean
prepare (CrmReader *reader, CrmRates *rates, int *out_day, GError **error)
{
  if (rates == NULL)
    return FALSE;
  if (crm_rates_get_base (rates) == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                   "there is no base currency yet; choose it with “ecrm currency base CODE”");
      return FALSE;
    }
  return crm_cli_parse_day (opt_day != NULL ? opt_day : "today", crm_reader_get_now_usec (reader),
                            out_day, error);
}

static gboolean
parse_code (char *text, const char **out_code, GError **error)
{
  for (char *p = text; *p != '\0'; p++)
    *p = g_ascii_toupper (*p);
  *out_code = text;
  if (crm_currency_is_valid (text))
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "“%s” is no currency", text);
  return FALSE;
}

static void
print_rate (CrmCli *cli, CrmReader *reader, const CrmRecord *record)
{
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_cli_print_record (cli, reader, record);
  crm_printer_end (cli->printer);
}

static gboolean
show_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  g_autoptr (CrmRates) rates = crm_currency_load_rates (reader, error);
  const char *base = rates != NULL ? crm_rates_get_base (rates) : NULL;
  g_autoptr (GPtrArray) records = NULL;

  if (rates == NULL)
    return FALSE;
  records
      = crm_reader_list_where (reader, "exchange_rate", "base", base != NULL ? base : "", error);
  if (records == NULL)
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_text (cli->printer, "base", _ ("Base currency"), base);
  crm_printer_begin_list (cli->printer, "rates", _ ("Exchange rates"));
  for (guint i = 0; i < records->len; i++)
    print_rate (cli, reader, g_ptr_array_index (records, i));
  crm_printer_end (cli->printer);
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
set_base (CrmCli *cli, GError **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("set-currency", CRM_CAUSE_USER);
  const char *code;

  if (!parse_code (cli->args[1], &code, error))
    return FALSE;
  crm_currency_set_base (set, code);
  return crm_cli_open (cli, error) && crm_cli_write (cli, set, error)
         && crm_cli_read (cli, show_in_store, NULL, error);
}

typedef struct
{
  CrmChangeSet *set;
  char *id; /* (owned) (nullable) */
} Work;

static gboolean
build_rate (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  Work *work = data;
  g_autoptr (CrmRates) rates = crm_currency_load_rates (reader, error);
  const char *code;
  CrmDecimal rate;
  int day;

  if (!prepare (reader, rates, &day, error) || !parse_code (cli->args[1], &code, error)
      || !crm_decimal_parse (cli->args[2], &rate, error))
    return FALSE;
  work->id = crm_currency_set_rate (work->set, crm_rates_get_base (rates), code, day, &rate, error);
  return work->id != NULL;
}

static gboolean
set_rate (CrmCli *cli, GError **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("set-rate", CRM_CAUSE_USER);
  Work work = { set, NULL };
  gboolean done = crm_cli_read (cli, build_rate, &work, error) && crm_cli_write (cli, set, error)
                  && crm_cli_print_id (cli, work.id);

  g_free (work.id);
  return done;
}

static void
print_amount (CrmCli *cli, const char *key, const char *label, gint64 minor, const char *currency)
{
  g_autofree char *text = crm_money_format_plain (minor, currency);

  crm_printer_text (cli->printer, key, label, text);
}

/* What cannot be converted is said to be unknown, never left out and never taken for one to one. */
static void
print_unknown (CrmCli *cli, const char *key, const char *label)
{
  crm_printer_raw (cli->printer, key, NULL);
  crm_printer_words (cli->printer, label, _ ("unknown, a rate is missing"));
}

static gboolean
convert_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  g_autoptr (CrmRates) rates = crm_currency_load_rates (reader, error);
  const CrmDecimal *rate;
  g_autofree char *rate_text = NULL;
  g_autofree char *since_text = NULL;
  const char *code;
  gint64 minor;
  int since = 0;
  int day;

  if (!prepare (reader, rates, &day, error) || !parse_code (cli->args[2], &code, error)
      || !crm_money_parse (cli->args[1], code, &minor, error))
    return FALSE;
  rate = crm_rates_find (rates, code, day, &since);
  rate_text = rate != NULL ? crm_decimal_format (rate) : NULL;
  since_text = rate != NULL ? crm_date_day_format (since) : NULL;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  print_amount (cli, "amount", _ ("Amount"), minor, code);
  crm_printer_text (cli->printer, "currency", _ ("Currency"), code);
  if (crm_rates_convert (rates, minor, code, day, &minor))
    print_amount (cli, "converted", _ ("Converted"), minor, crm_rates_get_base (rates));
  else
    print_unknown (cli, "converted", _ ("Converted"));
  crm_printer_text (cli->printer, "base", _ ("Base currency"), crm_rates_get_base (rates));
  crm_printer_text (cli->printer, "rate", _ ("Rate"), rate_text);
  crm_printer_text (cli->printer, "rate_day", _ ("Valid from"), since_text);
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
check_fits (const CrmTotals *totals, GError **error)
{
  if (totals->overflow)
    g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "the total is too large");
  return !totals->overflow;
}

static void
print_totals (CrmCli *cli, const CrmTotals *totals, const CrmRates *rates)
{
  const char *base = crm_rates_get_base (rates);
  const char *label;
  gint64 minor;

  crm_printer_begin_object (cli->printer, NULL, NULL);
  /* TRANSLATORS: heading of a list: how much the deals are worth in each currency */
  crm_printer_begin_list (cli->printer, "sums", _ ("By currency"));
  for (guint i = 0; i < totals->sums->len; i++)
    {
      const CrmSum *sum = &g_array_index (totals->sums, CrmSum, i);

      crm_printer_begin_object (cli->printer, NULL, NULL);
      print_amount (cli, "amount", _ ("Amount"), sum->minor, sum->currency);
      crm_printer_text (cli->printer, "currency", _ ("Currency"),
                        sum->currency[0] != '\0' ? sum->currency : NULL);
      crm_printer_int (cli->printer, "deals", _ ("Deals"), sum->n);
      crm_printer_end (cli->printer);
    }
  crm_printer_end (cli->printer);
  /* TRANSLATORS: all amounts added up in one currency */
  label = _ ("Together");
  if (base != NULL && crm_totals_get_base_minor (totals, &minor))
    print_amount (cli, "total", label, minor, base);
  else
    print_unknown (cli, "total", label);
  crm_printer_text (cli->printer, "base", _ ("Base currency"), base);
  /* TRANSLATORS: a number of deals follows, here and with the next */
  crm_printer_int (cli->printer, "not_converted", _ ("Without a rate"), totals->n_not_converted);
  crm_printer_int (cli->printer, "no_amount", _ ("Without an amount"), totals->n_unknown);
  crm_printer_end (cli->printer);
}

static gboolean
total_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  g_autoptr (CrmRates) rates = crm_currency_load_rates (reader, error);
  g_autoptr (GPtrArray) deals = rates != NULL ? crm_cli_query (cli, reader, "deal", error) : NULL;
  g_autoptr (CrmTotals) totals = NULL;

  if (deals == NULL)
    return FALSE;
  totals = crm_currency_total_deals (deals, rates, crm_reader_get_now_usec (reader));
  if (!check_fits (totals, error))
    return FALSE;
  print_totals (cli, totals, rates);
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  const char *action = cli->n_args > 0 ? cli->args[0] : "list";

  if (g_str_equal (action, "list") && cli->n_args <= 1)
    return crm_cli_read (cli, show_in_store, NULL, error);
  if (g_str_equal (action, "base") && cli->n_args == 2)
    return set_base (cli, error);
  if (g_str_equal (action, "rate") && cli->n_args == 3)
    return set_rate (cli, error);
  if (g_str_equal (action, "convert") && cli->n_args == 3)
    return crm_cli_read (cli, convert_in_store, NULL, error);
  if (g_str_equal (action, "total") && cli->n_args == 1)
    return crm_cli_read (cli, total_in_store, NULL, error);
  return crm_cli_usage (error, "%s",
                        _ ("say list, base CODE, rate CODE NUMBER, convert AMOUNT CODE or total"));
}

const CrmCliVerb crm_cmd_currency
    = { "currency",
        N_ ("list | base CODE | rate CODE NUMBER | convert AMOUNT CODE | total"),
        N_ ("Keep exchange rates, and add up deals in one currency"),
        run,
        { entries, crm_cli_list_entries } };
