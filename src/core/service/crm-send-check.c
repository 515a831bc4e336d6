/* crm-send-check.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-send-check"
#include "config.h"

#include "crm-send-check.h"

#include <string.h>

#include "crm-send-names-private.h"
#include "model/crm-address.h"
#include "service/crm-undelivered.h"
#include "store/crm-context-query.h"

/* What a file's name may be compared with. */
#define MAX_ACCOUNTS 20000
#define MAX_PLACEHOLDERS 5
#define MAX_PLACEHOLDER_BYTES 200

/**
 * crm_send_warning_free:
 * @self: (transfer full) (nullable): a warning
 */
void
crm_send_warning_free (CrmSendWarning *self)
{
  if (self == NULL)
    return;
  g_free (self->what);
  g_free (self->other);
  g_free (self);
}

static void
warn (GPtrArray *warnings, CrmSendWarningKind kind, const char *what, const char *other)
{
  CrmSendWarning *warning = g_new0 (CrmSendWarning, 1);

  warning->kind = kind;
  warning->what = g_strdup (what);
  warning->other = g_strdup (other);
  g_ptr_array_add (warnings, warning);
}

static void
warn_of_address (GPtrArray *warnings, const CrmSendRecipient *recipient)
{
  warn (warnings, CRM_SEND_DEAD_ADDRESS, recipient->address, NULL);
  ((CrmSendWarning *)g_ptr_array_index (warnings, warnings->len - 1))->came_back_usec
      = recipient->came_back_usec;
}

/* --- the rules -------------------------------------------------------------------------------- */

/* An account, what it is a part of, and its parts. */
static gboolean
is_same_house (const CrmSendFacts *facts, const char *account, const CrmSendAccount *other)
{
  if (account == NULL)
    return FALSE;
  if (g_str_equal (account, other->id) || g_strcmp0 (account, other->parent) == 0)
    return TRUE;
  for (guint i = 0; i < facts->n_accounts; i++)
    if (g_str_equal (facts->accounts[i].id, account))
      return g_strcmp0 (facts->accounts[i].parent, other->id) == 0;
  return FALSE;
}

/* The letter is for these: those of the recipients, and that of the deal. */
static gboolean
is_addressed (const CrmSendFacts *facts, const CrmSendAccount *account)
{
  if (is_same_house (facts, facts->deal_account, account))
    return TRUE;
  for (guint i = 0; i < facts->n_recipients; i++)
    if (is_same_house (facts, facts->recipients[i].account, account))
      return TRUE;
  return FALSE;
}

static gboolean
has_account (const CrmSendFacts *facts)
{
  if (facts->deal_account != NULL)
    return TRUE;
  for (guint i = 0; i < facts->n_recipients; i++)
    if (facts->recipients[i].account != NULL)
      return TRUE;
  return FALSE;
}

/* "Offer Falkenrath for Tarnbeck.pdf" names both, and goes to either. */
static void
check_attachment (GPtrArray *warnings, const CrmSendFacts *facts, const char *file)
{
  g_autofree char *words = _crm_send_words_of (file);
  const CrmSendAccount *other = NULL;

  for (guint i = 0; i < facts->n_accounts; i++)
    if (!facts->accounts[i].is_own && _crm_send_is_named_after (words, &facts->accounts[i]))
      {
        if (is_addressed (facts, &facts->accounts[i]))
          return;
        other = &facts->accounts[i];
      }
  if (other != NULL)
    warn (warnings, CRM_SEND_ATTACHMENT, file, other->name);
}

static void
check_recipients (GPtrArray *warnings, const CrmSendFacts *facts)
{
  for (guint i = 0; i < facts->n_recipients; i++)
    {
      const CrmSendRecipient *recipient = &facts->recipients[i];

      if (recipient->is_invalid || recipient->came_back_usec > 0)
        warn_of_address (warnings, recipient);
      if (recipient->is_opted_out)
        warn (warnings, CRM_SEND_OPTED_OUT, recipient->address, NULL);
      /* Who belongs to nobody may well be the customer's lawyer. */
      if (facts->deal_account != NULL && recipient->account != NULL && !recipient->is_own
          && !recipient->is_in_deal && !g_str_equal (facts->deal_account, recipient->account)
          && !_crm_send_is_same_name (facts->deal_account_name, recipient->account_name))
        warn (warnings, CRM_SEND_OTHER_ACCOUNT, recipient->address, recipient->account_name);
    }
}

/* What has the form of one of our fields: not every "{{" in a letter of a programmer. */
static gboolean
is_placeholder (const char *inside, gsize length)
{
  gsize at = 0;

  while (at < length && (inside[at] == ' ' || inside[at] == '#' || inside[at] == '/'))
    at++;
  if (at >= length || !g_ascii_islower (inside[at]))
    return FALSE;
  while (at < length && (g_ascii_isalnum (inside[at]) || strchr ("._", inside[at]) != NULL))
    at++;
  while (at < length && inside[at] == ' ')
    at++;
  return at == length || inside[at] == '|' || g_ascii_islower (inside[at]);
}

static void
check_placeholders (GPtrArray *warnings, const char *text)
{
  guint n = 0;

  for (const char *at = text != NULL ? strstr (text, "{{") : NULL;
       at != NULL && n < MAX_PLACEHOLDERS; at = strstr (at + 2, "{{"))
    {
      const char *end = strstr (at, "}}");
      g_autofree char *whole = NULL;

      if (end == NULL)
        return;
      if (end - at > MAX_PLACEHOLDER_BYTES || !is_placeholder (at + 2, (gsize)(end - at - 2)))
        continue;
      whole = g_strndup (at, (gsize)(end + 2 - at));
      warn (warnings, CRM_SEND_PLACEHOLDER, whole, NULL);
      n++;
    }
}

/**
 * crm_send_check_rules:
 * @facts: what is known of the letter and of whom it goes to
 *
 * Returns: (transfer container) (element-type CrmSendWarning): what a person should see before it
 *   is sent, mostly nothing
 */
GPtrArray *
crm_send_check_rules (const CrmSendFacts *facts)
{
  GPtrArray *warnings = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_send_warning_free);

  check_recipients (warnings, facts);
  /* Where nobody belongs to an account, no account is the wrong one. */
  if (facts->attachments != NULL && has_account (facts))
    for (guint i = 0; facts->attachments[i] != NULL; i++)
      check_attachment (warnings, facts, facts->attachments[i]);
  check_placeholders (warnings, facts->subject);
  check_placeholders (warnings, facts->text);
  return warnings;
}

/* --- the facts -------------------------------------------------------------------------------- */

typedef struct
{
  char **addresses;   /* (owned) */
  char **attachments; /* (owned) */
  char *deal;         /* (owned) (nullable) */
  char *subject;      /* (owned) (nullable) */
  char *text;         /* (owned) (nullable) */
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_strfreev (request->addresses);
  g_strfreev (request->attachments);
  g_free (request->deal);
  g_free (request->subject);
  g_free (request->text);
  g_free (request);
}

static gboolean
failed (GError **error, GError *local_error)
{
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return local_error != NULL;
}

/* (nullable): where the person works, else the organisation of the domain */
static CrmRecord *
find_account (CrmReader *reader, const char *address, GError **error)
{
  const char *domain = crm_address_get_domain (address);
  g_autofree char *organization = domain != NULL ? crm_domain_organization (domain) : NULL;
  GError *local_error = NULL;
  g_autoptr (CrmRecord) person = crm_query_person_of_address (reader, address, &local_error);
  CrmRecord *account = NULL;

  if (person != NULL)
    account = crm_query_account_of_person (reader, person->id, &local_error);
  if (failed (error, local_error))
    return NULL;
  if (account == NULL && organization != NULL && !crm_domain_is_free_mail (organization))
    account = crm_query_account_of_domain (reader, organization, error);
  return account;
}

static gboolean
has_ended (CrmReader *reader, const CrmRecord *membership)
{
  gint64 today = crm_reader_get_now_usec (reader) / (G_USEC_PER_SEC * G_GINT64_CONSTANT (86400));

  return crm_record_get (membership, "until")->kind != CRM_VALUE_NULL
         && crm_record_get_int (membership, "until", 0) < today;
}

/* A consultant works for several; what is a part of a group belongs to it. */
static gboolean
works_for (CrmReader *reader, const char *person, const char *account, GError **error)
{
  g_autoptr (GPtrArray) memberships
      = crm_reader_list_where (reader, "account_person", "person", person, error);

  for (guint i = 0; memberships != NULL && i < memberships->len; i++)
    {
      const CrmRecord *membership = g_ptr_array_index (memberships, i);

      if (g_strcmp0 (crm_record_get_text (membership, "account"), account) == 0
          && !has_ended (reader, membership))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_of_group (const CrmRecord *account, const CrmRecord *other)
{
  return g_strcmp0 (crm_record_get_text (account, "parent"), other->id) == 0
         || g_strcmp0 (crm_record_get_text (other, "parent"), account->id) == 0
         || (crm_record_get_text (account, "parent") != NULL
             && g_strcmp0 (crm_record_get_text (account, "parent"),
                           crm_record_get_text (other, "parent"))
                    == 0);
}

static gboolean
is_in_deal (CrmReader *reader,
            const char *address,
            const CrmRecord *account,
            const CrmRecord *deal,
            GError **error)
{
  const char *deal_account = crm_record_get_text (deal, "account");
  GError *local_error = NULL;
  g_autoptr (CrmRecord) person = crm_query_person_of_address (reader, address, &local_error);
  g_autoptr (CrmRecord) part = NULL;
  g_autoptr (CrmRecord) other = NULL;
  g_autofree char *id = NULL;

  if (person != NULL)
    {
      id = crm_entity_derive_id (crm_entity_find ("deal_person"), deal->id, person->id, NULL);
      part = crm_reader_find (reader, "deal_person", CRM_COLUMN_ID, id, &local_error);
    }
  if (part == NULL && person != NULL && deal_account != NULL && local_error == NULL
      && works_for (reader, person->id, deal_account, &local_error))
    return TRUE;
  if (part == NULL && deal_account != NULL && local_error == NULL)
    other = crm_reader_find (reader, "account", CRM_COLUMN_ID, deal_account, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return part != NULL || (other != NULL && is_of_group (account, other));
}

/* @records keeps what @out_recipient borrows. */
static gboolean
read_recipient (CrmReader *reader,
                const char *address,
                const CrmRecord *deal /* (nullable) */,
                GPtrArray *records,
                CrmSendRecipient *out_recipient,
                GError **error)
{
  GError *local_error = NULL;
  CrmRecord *known = crm_reader_find (reader, "address", "address", address, &local_error);
  g_autoptr (CrmRecord) undelivered = NULL;
  CrmRecord *account;

  if (failed (error, local_error))
    return FALSE;
  if (known != NULL)
    g_ptr_array_add (records, known);
  undelivered = crm_undelivered_find (reader, address, &local_error);
  if (failed (error, local_error))
    return FALSE;
  account = find_account (reader, address, &local_error);
  if (account != NULL)
    g_ptr_array_add (records, account);
  if (failed (error, local_error))
    return FALSE;
  out_recipient->address = address;
  out_recipient->is_invalid = known != NULL && crm_record_get_int (known, "invalid", 0) != 0;
  out_recipient->came_back_usec
      = undelivered != NULL ? crm_record_get_int (undelivered, "at", 0) : 0;
  out_recipient->is_opted_out = known != NULL && crm_record_get_int (known, "opt_out", 0) != 0;
  out_recipient->account = account != NULL ? account->id : NULL;
  out_recipient->account_name = account != NULL ? crm_record_get_title (account) : NULL;
  if (deal != NULL && account != NULL)
    out_recipient->is_in_deal = is_in_deal (reader, address, account, deal, &local_error);
  if (failed (error, local_error))
    return FALSE;
  out_recipient->is_own
      = crm_query_is_own (reader, address, &local_error)
        || (local_error == NULL && crm_query_is_colleague (reader, address, &local_error));
  return !failed (error, local_error);
}

/* The user's own firm may be an account as well, and stands in the names of its files. */
static gboolean
is_own_domain (CrmReader *reader, const char *domain, gboolean *out_own, GError **error)
{
  g_autofree char *somebody = domain != NULL ? g_strconcat ("x@", domain, NULL) : NULL;
  GError *local_error = NULL;

  *out_own = somebody != NULL && crm_query_is_colleague (reader, somebody, &local_error);
  return !failed (error, local_error);
}

/* Names and domains of all accounts; only when there is an attachment to compare with. */
static GArray *
read_accounts (CrmReader *reader, GPtrArray *records, GError **error)
{
  CrmListQuery names = { .entity = "account", .limit = MAX_ACCOUNTS };
  CrmListQuery domains = { .entity = "account_domain", .limit = MAX_ACCOUNTS };
  g_autoptr (GPtrArray) accounts = crm_reader_list (reader, &names, NULL, error);
  g_autoptr (GPtrArray) of_domains
      = accounts != NULL ? crm_reader_list (reader, &domains, NULL, error) : NULL;
  GArray *all = g_array_new (FALSE, TRUE, sizeof (CrmSendAccount));
  g_autoptr (GHashTable) by_account = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; of_domains != NULL && i < of_domains->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (of_domains, i);

      g_ptr_array_add (records, crm_record_ref (record));
      g_hash_table_insert (by_account, (char *)crm_record_get_text (record, "account"),
                           (char *)crm_record_get_text (record, "domain"));
    }
  for (guint i = 0; of_domains != NULL && i < accounts->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (accounts, i);
      CrmSendAccount account = { record->id, crm_record_get_title (record),
                                 g_hash_table_lookup (by_account, record->id),
                                 crm_record_get_text (record, "parent"), FALSE };

      if (!is_own_domain (reader, account.domain, &account.is_own, error))
        {
          g_array_unref (all);
          return NULL;
        }
      g_ptr_array_add (records, crm_record_ref (record));
      g_array_append_val (all, account);
    }
  if (of_domains == NULL)
    g_clear_pointer (&all, g_array_unref);
  return all;
}

/* What the deal's account is called, to tell another house of the same name. */
static gboolean
read_deal_account (CrmReader *reader,
                   const CrmRecord *deal,
                   GPtrArray *records,
                   CrmSendFacts *facts,
                   GError **error)
{
  GError *local_error = NULL;
  CrmRecord *account = NULL;

  facts->deal_account = crm_record_get_text (deal, "account");
  if (facts->deal_account != NULL)
    account = crm_reader_find (reader, "account", CRM_COLUMN_ID, facts->deal_account, &local_error);
  if (account != NULL)
    {
      g_ptr_array_add (records, account);
      facts->deal_account_name = crm_record_get_title (account);
    }
  return !failed (error, local_error);
}

static gboolean
read_deal (
    CrmReader *reader, const char *deal, GPtrArray *records, CrmRecord **out_deal, GError **error)
{
  GError *local_error = NULL;
  CrmRecord *record
      = deal != NULL ? crm_reader_find (reader, "deal", CRM_COLUMN_ID, deal, &local_error) : NULL;

  if (record != NULL)
    g_ptr_array_add (records, record);
  *out_deal = record;
  return !failed (error, local_error);
}

static gpointer
check_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  const Request *request = data;
  guint n = g_strv_length (request->addresses);
  g_autofree CrmSendRecipient *recipients = g_new0 (CrmSendRecipient, n + 1);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  g_autoptr (GArray) accounts = NULL;
  CrmRecord *deal = NULL;
  CrmSendFacts facts = { .recipients = recipients,
                         .n_recipients = n,
                         .attachments = (const char *const *)request->attachments,
                         .subject = request->subject,
                         .text = request->text };

  if (!read_deal (reader, request->deal, records, &deal, error))
    return NULL;
  if (deal != NULL && !read_deal_account (reader, deal, records, &facts, error))
    return NULL;
  for (guint i = 0; i < n; i++)
    if (!read_recipient (reader, request->addresses[i], deal, records, &recipients[i], error))
      return NULL;
  if (request->attachments[0] != NULL)
    {
      accounts = read_accounts (reader, records, error);
      if (accounts == NULL)
        return NULL;
      facts.accounts = (const CrmSendAccount *)(gpointer)accounts->data;
      facts.n_accounts = accounts->len;
    }
  return crm_send_check_rules (&facts);
}

static char **
copy_texts (const GPtrArray *texts)
{
  char **copy = g_new0 (char *, (texts != NULL ? texts->len : 0) + 1);

  for (guint i = 0; texts != NULL && i < texts->len; i++)
    copy[i] = g_strdup (g_ptr_array_index (texts, i));
  return copy;
}

/**
 * crm_send_check_async:
 * @store: a store
 * @request: the letter that is to be sent; copied
 * @cancellable: (nullable): interrupts the query
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Collects the facts and asks crm_send_check_rules().
 */
void
crm_send_check_async (CrmStore *store,
                      const CrmSendRequest *request,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Request *copy = g_new0 (Request, 1);

  copy->addresses = copy_texts (request->addresses);
  copy->attachments = copy_texts (request->attachments);
  copy->deal = g_strdup (request->deal);
  copy->subject = g_strdup (request->subject);
  copy->text = g_strdup (request->text);
  crm_store_read_async (store, check_in_worker, copy, free_request,
                        (GDestroyNotify)g_ptr_array_unref, cancellable, callback, user_data);
}

/**
 * crm_send_check_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer container) (nullable) (element-type CrmSendWarning): the warnings, %NULL on
 *   failure
 */
GPtrArray *
crm_send_check_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}
