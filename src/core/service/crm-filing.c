/* crm-filing.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-filing"
#include "config.h"

#include "crm-filing.h"

#include "model/crm-text.h"

/**
 * crm_filing_email_id_from_fingerprint:
 * @fingerprint: a letter's fingerprint
 *
 * Returns: (transfer full): the id that every device gives the letter's record
 */
char *
crm_filing_email_id_from_fingerprint (guint64 fingerprint)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64)fingerprint);

  return crm_entity_derive_id (crm_entity_find ("email"), key, NULL);
}

/**
 * crm_filing_email_id:
 * @message: a letter
 *
 * Returns: (transfer full): the id that every device gives the letter's record
 */
char *
crm_filing_email_id (const CrmMessage *message)
{
  return crm_filing_email_id_from_fingerprint (message->fingerprint);
}

static char *
list_recipients (const CrmMessage *message)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (message->parties, i);

      if (party->role == CRM_ROLE_TO || party->role == CRM_ROLE_CC)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", party->address);
    }
  return g_string_free (text, FALSE);
}

static CrmChange *
ensure_identity (CrmChangeSet *set, const CrmMessage *message, const char *visibility)
{
  g_autofree char *id = crm_filing_email_id (message);
  CrmChange *change = crm_change_set_ensure (set, "email", id);

  crm_change_set_int (change, "fingerprint", (gint64)message->fingerprint);
  if (message->mid_hash != 0)
    crm_change_set_int (change, "mid_hash", (gint64)message->mid_hash);
  crm_change_set_text (change, "visibility", visibility);
  return change;
}

/* The summary that stays when the mailbox loses the letter. */
static void
ensure_summary (CrmChangeSet *set, const CrmMessage *message)
{
  CrmChange *change = ensure_identity (set, message, "normal");
  const CrmMessageParty *sender = crm_message_get_sender (message);
  g_autofree char *recipients = list_recipients (message);
  guint64 subject_key = crm_subject_key (message->subject);

  if (message->message_id != NULL)
    crm_change_set_text (change, "message_id", message->message_id);
  crm_change_set_int (change, "date", message->date_usec);
  crm_change_set_text (change, "sender", sender != NULL ? sender->address : NULL);
  crm_change_set_text (change, "recipients", recipients);
  crm_change_set_text (change, "subject", message->subject);
  if (subject_key != 0)
    crm_change_set_int (change, "subject_key", (gint64)subject_key);
}

static void
add_decision (CrmChangeSet *set,
              const CrmMessage *message,
              CrmTarget target,
              const char *id,
              CrmDecision decision)
{
  g_autofree char *record = crm_filing_email_id (message);

  ensure_summary (set, message);
  crm_decision_add (set, "link", record, target, id, decision);
}

static CrmChangeSet *
decide (const char *label,
        const CrmMessage *message,
        CrmTarget target,
        const char *id,
        CrmDecision decision)
{
  CrmChangeSet *set = crm_change_set_new (label, CRM_CAUSE_USER);

  add_decision (set, message, target, id, decision);
  return set;
}

/**
 * crm_filing_add:
 * @set: a change set that makes or changes the record
 * @message: a letter
 * @target: what kind of record
 * @id: which one
 *
 * Files the letter in the same step.
 */
void
crm_filing_add (CrmChangeSet *set, const CrmMessage *message, CrmTarget target, const char *id)
{
  add_decision (set, message, target, id, CRM_DECISION_FILED);
}

/**
 * crm_filing_file:
 * @message: a letter
 * @target: what kind of record
 * @id: which one; a letter may be filed under several
 *
 * Returns: (transfer full): the change set that files it there, with its summary
 */
CrmChangeSet *
crm_filing_file (const CrmMessage *message, CrmTarget target, const char *id)
{
  return decide ("file-email", message, target, id, CRM_DECISION_FILED);
}

/**
 * crm_filing_unfile:
 * @message: a letter
 * @target: what kind of record
 * @id: which one
 *
 * Returns: (transfer full): the change set that remembers that it does not belong there, whether it
 *   was filed or only derived
 */
CrmChangeSet *
crm_filing_unfile (const CrmMessage *message, CrmTarget target, const char *id)
{
  return decide ("unfile-email", message, target, id, CRM_DECISION_WRONG);
}

/**
 * crm_filing_confirm:
 * @message: a letter
 * @target: what kind of record
 * @id: which one
 *
 * Returns: (transfer full): the change set that remembers that a derived link is right
 */
CrmChangeSet *
crm_filing_confirm (const CrmMessage *message, CrmTarget target, const char *id)
{
  return decide ("confirm-email", message, target, id, CRM_DECISION_RIGHT);
}

/**
 * crm_filing_set_visibility:
 * @message: a letter
 * @visibility: `normal`, `not_crm` or `private`
 *
 * What is private keeps its identity only: no date, people or subject stay in the record.
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_filing_set_visibility (const CrmMessage *message, const char *visibility)
{
  gboolean private = g_str_equal (visibility, "private");
  CrmChangeSet *set = crm_change_set_new (private                              ? "mark-private"
                                          : g_str_equal (visibility, "normal") ? "show-email"
                                                                               : "mark-not-crm",
                                          CRM_CAUSE_USER);
  CrmChange *change;

  if (g_str_equal (visibility, "normal")) /* what was filed before has its summary again */
    {
      ensure_summary (set, message);
      return set;
    }
  change = ensure_identity (set, message, visibility);
  if (private)
    {
      crm_change_set_null (change, "message_id");
      crm_change_set_null (change, "date");
      crm_change_set_null (change, "sender");
      crm_change_set_null (change, "recipients");
      crm_change_set_null (change, "subject");
      crm_change_set_null (change, "subject_key");
    }
  return set;
}
