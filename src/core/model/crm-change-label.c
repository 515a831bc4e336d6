/* crm-change-label.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What the labels of change sets mean. A label is stored in the journal and never renamed; its
 * words are here for every front end. */
#define G_LOG_DOMAIN "crm-change-label"
#include "config.h"

#include "crm-change-label.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *label;
  const char *text;
} Change;

static const Change changes[] = {
  /* TRANSLATORS: what was done; shown as "Done: Message filed" and in the journal */
  { "file-email", N_ ("Message filed") },
  { "unfile-email", N_ ("Message taken out") },
  { "confirm-email", N_ ("Link confirmed") },
  { "mark-not-crm", N_ ("Message marked as not CRM") },
  { "mark-private", N_ ("Message marked private") },
  { "show-email", N_ ("Message shown again") },
  { "file-meeting", N_ ("Meeting filed") },
  { "unfile-meeting", N_ ("Meeting taken out") },
  { "confirm-meeting", N_ ("Link confirmed") },
  { "set-outcome", N_ ("Outcome of the meeting written down") },
  { "set-minutes", N_ ("Minutes written down") },
  { "set-agenda", N_ ("Agenda written down") },
  { "keep-unsaved", N_ ("Text kept that could not be saved") },
  { "plan-meeting", N_ ("Meeting planned") },
  { "add-note", N_ ("Note added") },
  { "log-call", N_ ("Call logged") },
  { "delete-note", N_ ("Note deleted") },
  { "delete-call", N_ ("Call deleted") },
  { "add-follow-up", N_ ("Follow-up added") },
  { "finish-follow-up", N_ ("Follow-up done") },
  { "link-task", N_ ("Task made a follow-up") },
  { "wait-for-answer", N_ ("Waiting for an answer") },
  { "answer-follow-up", N_ ("Answer has come, follow-up done") },
  { "wait-on", N_ ("Waiting goes on") },
  { "remind-again", N_ ("Next reminder set") },
  { "reopen-follow-up", N_ ("Follow-up opened again") },
  { "edit-follow-up", N_ ("Follow-up changed") },
  { "drop-follow-up", N_ ("Follow-up dropped") },
  { "snooze-follow-up", N_ ("Follow-up put off") },
  { "settle-follow-up", N_ ("Follow-up settled") },
  { "choose-task-list", N_ ("Task list chosen") },
  { "order-tasks", N_ ("Follow-ups put into the task list") },
  { "confirm-task", N_ ("Task confirmed by its list") },
  { "follow-task", N_ ("Task changed in its list") },
  { "set-next-step", N_ ("Next step changed") },
  { "set-stage", N_ ("Stage changed") },
  { "update-card", N_ ("Card updated") },
  /* TRANSLATORS: what a signature says is not taken over, and not offered again */
  { "reject-card", N_ ("Offer declined") },
  { "capture-person", N_ ("Person added") },
  { "change-contact", N_ ("Contact changed") },
  { "put-back-contact", N_ ("Contact put back into the address book") },
  { "delay-contact", N_ ("Change waits for the address book") },
  { "settle-contact", N_ ("Difference from the address book settled") },
  { "keep-card", N_ ("Contact kept, for the day it is removed") },
  { "copy-contact", N_ ("Contact copied into another address book") },
  { "follow-contact", N_ ("Contact changed in its address book") },
  { "tag-people", N_ ("People tagged") },
  { "import-records", N_ ("Records imported") },
  { "add-deal", N_ ("Deal added") },
  { "add-participant", N_ ("Person added to the deal") },
  { "remove-participant", N_ ("Person taken out of the deal") },
  { "add-document", N_ ("Document added") },
  /* TRANSLATORS: a document no longer belongs to a record; its file stays */
  { "remove-document", N_ ("Document removed") },
  { "move-deals", N_ ("Deals moved") },
  { "add-pipeline", N_ ("Pipeline added") },
  { "edit-pipeline", N_ ("Pipeline changed") },
  { "archive-pipeline", N_ ("Pipeline archived") },
  { "restore-pipeline", N_ ("Pipeline in use again") },
  { "add-stage", N_ ("Stage added") },
  { "edit-stage", N_ ("Stage edited") },
  { "order-stages", N_ ("Stages put in another order") },
  { "remove-stage", N_ ("Stage removed") },
  /* TRANSLATORS: a step of the checklist that deals of a stage have */
  { "take-step", N_ ("Step done") },
  { "reopen-step", N_ ("Step opened again") },
  { "set-preference", N_ ("Setting changed") },
  { "set-up", N_ ("Set up") },
  { "seed", N_ ("Store made") },
  { "exclude", N_ ("Exclusion added") },
  { "confirm-contact", N_ ("Contact confirmed by the address book") },
  { "add-archive", N_ ("Mail archive added") },
  { "add-record", N_ ("Record added") },
  { "edit-record", N_ ("Record changed") },
  { "edit-records", N_ ("Several records changed") },
  { "tag-records", N_ ("Tag added") },
  { "untag-records", N_ ("Tag removed") },
  { "delete-records", N_ ("Several records deleted") },
  { "add-view", N_ ("View saved") },
  { "edit-view", N_ ("View changed") },
  { "arrange-fields", N_ ("Fields arranged") },
  { "delete-view", N_ ("View deleted") },
  { "merge-records", N_ ("Records merged") },
  { "delete-record", N_ ("Record deleted") },
  { "load", N_ ("Records loaded") },
  { "add-person", N_ ("Person added") },
  { "add-account", N_ ("Account added") },
  { "add-lead", N_ ("Lead added") },
  { "set-lead-status", N_ ("Status of the lead changed") },
  { "disqualify-lead", N_ ("Lead disqualified") },
  { "reopen-lead", N_ ("Lead opened again") },
  { "convert-lead", N_ ("Lead converted") },
  { "set-parent", N_ ("Parent account changed") },
  { "join-account", N_ ("Person joined the account") },
  { "leave-account", N_ ("Person left the account") },
  { "plan-account", N_ ("Key-account plan begun") },
  { "add-field", N_ ("Field defined") },
  { "edit-field", N_ ("Definition of a field changed") },
  { "delete-field", N_ ("Field deleted") },
  { "set-currency", N_ ("Base currency changed") },
  { "set-rate", N_ ("Exchange rate set") },
  /* TRANSLATORS: the deal that a letter will be filed under once it has been sent was chosen */
  { "plan-letter", N_ ("Deal of a letter chosen") },
  { "letter-sent", N_ ("Letter sent") },
  { "letter-expired", N_ ("Letter never sent") },
  { "add-template", N_ ("Template added") },
  { "edit-template", N_ ("Template changed") },
  { "delete-template", N_ ("Template deleted") },
  { "mark-undelivered", N_ ("Mail came back, address marked") },
  { "lift-undelivered", N_ ("Address works again") },
};

/**
 * crm_change_label_describe:
 * @label: a change set's label
 *
 * Returns: (transfer none): what was done, in English and marked for translation; @label itself
 * when it is not known
 */
const char *
crm_change_label_describe (const char *label)
{
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    if (g_strcmp0 (changes[i].label, label) == 0)
      return changes[i].text;
  return label;
}
