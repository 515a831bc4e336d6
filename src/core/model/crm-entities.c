/* crm-entities.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The declarations themselves. To add a field, add one line (and its `since`); to add an entity,
 * add a table and name it in the list at the end. Stored names are never renamed or reused. */
#define G_LOG_DOMAIN "crm-entities"
#include "config.h"

#include "crm-entity.h"

#include <glib/gi18n-lib.h>

#define REQ CRM_FIELD_REQUIRED
#define SEARCH CRM_FIELD_SEARCHABLE
#define INDEX CRM_FIELD_INDEXED
#define UNIQUE CRM_FIELD_UNIQUE
#define KEY CRM_FIELD_KEY
#define MANAGED CRM_FIELD_MANAGED
#define OPEN CRM_FIELD_OPEN
#define STATE CRM_FIELD_STATE

/* clang-format off */

/* The schema version that brought what follows. */
#define SINCE 1

#define TEXT(name, label, flags) { name, CRM_FIELD_TEXT, label, flags, NULL, NULL, SINCE }
#define LONGTEXT(name, label, flags) { name, CRM_FIELD_LONGTEXT, label, flags, NULL, NULL, SINCE }
#define INT(name, label, flags) { name, CRM_FIELD_INT, label, flags, NULL, NULL, SINCE }
#define BOOL(name, label) { name, CRM_FIELD_BOOL, label, 0, NULL, NULL, SINCE }
#define PERCENT(name, label) { name, CRM_FIELD_PERCENT, label, 0, NULL, NULL, SINCE }
#define MONEY(name, label, currency) { name, CRM_FIELD_MONEY, label, 0, currency, NULL, SINCE }
#define CURRENCY(name, label, flags) { name, CRM_FIELD_CURRENCY, label, flags, NULL, NULL, SINCE }
#define DAY(name, label, flags) { name, CRM_FIELD_DAY, label, flags, NULL, NULL, SINCE }
#define TIME(name, label, flags) { name, CRM_FIELD_TIME, label, flags, NULL, NULL, SINCE }
#define CHOICE(name, label, flags, choices) { name, CRM_FIELD_CHOICE, label, flags, NULL, choices, SINCE }
#define REF(name, label, flags, entity) { name, CRM_FIELD_REF, label, (flags) | INDEX, entity, NULL, SINCE }
#define HASH(name, label, flags) { name, CRM_FIELD_HASH, label, flags, NULL, NULL, SINCE }
#define DECIMAL(name, label, flags) { name, CRM_FIELD_DECIMAL, label, flags, NULL, NULL, SINCE }
#define ADDRESS(name, label, flags) { name, CRM_FIELD_ADDRESS, label, flags, NULL, NULL, SINCE }
#define DOMAIN(name, label, flags) { name, CRM_FIELD_DOMAIN, label, flags, NULL, NULL, SINCE }
#define END { NULL }

static const CrmChoice relation_choices[] = {
  { "prospect", N_("Prospect") },   { "client", N_("Client") },
  { "partner", N_("Partner") },     { "supplier", N_("Supplier") },
  { "competitor", N_("Competitor") }, { "press", N_("Press") },
  { "other", N_("Other") },         { NULL, NULL },
};
static const CrmChoice tier_choices[] = {
  /* TRANSLATORS: classes of customers by importance; A is the most important */
  { "a", N_("A") }, { "b", N_("B") }, { "c", N_("C") }, { "d", N_("D") }, { NULL, NULL },
};
static const CrmChoice decision_role_choices[] = {
  { "decision_maker", N_("Decision maker") }, { "influencer", N_("Influencer") },
  { "evaluator", N_("Evaluator") },           { "user", N_("End user") },
  { "gatekeeper", N_("Gatekeeper") },         { NULL, NULL },
};
static const CrmChoice phone_kind_choices[] = {
  { "work", N_("Work") }, { "mobile", N_("Mobile") }, { "home", N_("Home") },
  { "fax", N_("Fax") },   { "other", N_("Other") },   { NULL, NULL },
};
static const CrmChoice stage_kind_choices[] = {
  { "open", N_("Open") }, { "on_hold", N_("On hold") },     { "won", N_("Won") },
  { "lost", N_("Lost") }, { "cancelled", N_("Cancelled") }, { NULL, NULL },
};
static const CrmChoice deal_kind_choices[] = {
  { "new", N_("New business") }, { "renewal", N_("Renewal") },
  { "upsell", N_("Upsell") },    { "cross_sell", N_("Cross-sell") }, { NULL, NULL },
};
static const CrmChoice direction_choices[] = {
  /* TRANSLATORS: direction of a phone call */
  { "in", N_("Incoming") }, { "out", N_("Outgoing") }, { NULL, NULL },
};
static const CrmChoice call_outcome_choices[] = {
  { "reached", N_("Reached") },     { "no_answer", N_("No answer") },
  { "voicemail", N_("Voicemail") }, { "busy", N_("Busy") }, { NULL, NULL },
};
static const CrmChoice follow_up_status_choices[] = {
  { "open", N_("Open") }, { "done", N_("Done") }, { "dropped", N_("Dropped") }, { NULL, NULL },
};
static const CrmChoice decision_choices[] = {
  { "filed", N_("Filed by hand") }, { "right", N_("Confirmed") }, { "wrong", N_("Marked as wrong") },
  { NULL, NULL },
};
static const CrmChoice visibility_choices[] = {
  { "normal", N_("Normal") }, { "not_crm", N_("Not CRM") }, { "private", N_("Private") },
  { NULL, NULL },
};
static const CrmChoice exclusion_kind_choices[] = {
  { "address", N_("E-mail address") }, { "domain", N_("Domain") }, { "folder", N_("Folder") },
  { "own_address", N_("Own e-mail address") }, { "own_domain", N_("Own domain") }, { NULL, NULL },
};
static const CrmChoice outbox_state_choices[] = {
  { "pending", N_("Pending") }, { "done", N_("Done") }, { "failed", N_("Failed") }, { NULL, NULL },
};
static const CrmChoice outbox_action_choices[] = {
  { "create_contact", N_("Create contact") }, { "remove_contact", N_("Remove contact") },
  { "change_contact", N_("Change contact") }, { "create_task", N_("Create task") },
  { "change_task", N_("Change task") },       { "remove_task", N_("Remove task") },
  /* TRANSLATORS: keep a task that somebody wrote in step with the follow-up that it was made */
  { "adopt_task", N_("Follow task") },        { NULL, NULL },
};
static const CrmChoice follow_up_kind_choices[] = {
  { "task", N_("Task") },
  { "call", N_("Call") },
  /* TRANSLATORS: a follow-up: something we told the customer we would do */
  { "promise", N_("Promise") },
  /* TRANSLATORS: a follow-up: we wait for their answer */
  { "waiting", N_("Waiting for an answer") },
  { NULL, NULL },
};
static const CrmChoice priority_choices[] = {
  /* TRANSLATORS: priority of a task */
  { "high", N_("High") }, { "normal", N_("Normal") }, { "low", N_("Low") }, { NULL, NULL },
};
static const CrmChoice meeting_outcome_choices[] = {
  /* TRANSLATORS: what became of a meeting */
  { "held", N_("Held") }, { "not_held", N_("Not held") }, { "no_show", N_("They did not come") },
  { NULL, NULL },
};
static const CrmChoice template_kind_choices[] = {
  /* TRANSLATORS: a whole letter to begin with, as against a piece of text */
  { "letter", N_("Letter") }, { "snippet", N_("Text block") }, { NULL, NULL },
};
static const CrmChoice send_state_choices[] = {
  { "pending", N_("Pending") }, { "sent", N_("Sent") }, { "expired", N_("Never sent") },
  { "draft", N_("Draft") }, { NULL, NULL },
};
static const CrmChoice card_decision_choices[] = {
  { "applied", N_("Taken over") }, { "rejected", N_("Rejected") }, { NULL, NULL },
};
static const CrmChoice lead_status_choices[] = {
  /* TRANSLATORS: status of a lead: nobody has dealt with it yet */
  { "new", N_("New") },
  /* TRANSLATORS: status of a lead: somebody got in touch with them */
  { "contacted", N_("Contacted") },
  /* TRANSLATORS: status of a lead: not ready to buy, kept warm */
  { "nurture", N_("Nurture") },
  /* TRANSLATORS: status of a lead: marketing qualified lead (MQL) */
  { "mql", N_("Marketing-qualified") },
  /* TRANSLATORS: status of a lead: sales qualified lead (SQL) */
  { "sql", N_("Sales-qualified") },
  /* TRANSLATORS: status of a lead: it became a person, an account, a deal */
  { "converted", N_("Converted") },
  /* TRANSLATORS: status of a lead: not pursued */
  { "disqualified", N_("Disqualified") },
  { NULL, NULL },
};
static const CrmChoice yes_no_choices[] = {
  /* TRANSLATORS: answer to a question of qualification, such as whether there is a budget */
  { "yes", N_("Yes") }, { "no", N_("No") }, { NULL, NULL },
};
static const CrmChoice disqualify_reason_choices[] = {
  /* TRANSLATORS: why a lead is not pursued: they do not need what we sell */
  { "not_target", N_("Not our kind of customer") }, { "no_need", N_("No need") },
  { "no_budget", N_("No budget") },                 { "no_answer", N_("No answer") },
  { "competitor", N_("Went to a competitor") },     { "duplicate", N_("Duplicate") },
  { "spam", N_("Spam") },                           { "other", N_("Other reason") },
  { NULL, NULL },
};

/* Texts of earlier versions stay where they are stored: see %CRM_FIELD_OPEN. The words are those of
 * ways, since a letter by post is another word than an e-mail that Evolution calls a message. */
static const CrmChoice channel_choices[] = {
  { "email", N_("By e-mail") }, { "phone", N_("By phone") },   { "mobile", N_("By mobile phone") },
  { "chat", N_("By chat") },    { "letter", N_("By letter post") }, { "meeting", N_("In person") },
  { NULL, NULL },
};
static const CrmField user_fields[] = {
  TEXT ("name", N_("Name"), REQ | SEARCH),
  ADDRESS ("address", N_("E-mail address"), 0),
  TEXT ("login", N_("Login name"), INDEX),
  BOOL ("inactive", N_("Inactive")),
  END,
};
static const CrmField person_fields[] = {
  TEXT ("name", N_("Name"), REQ | SEARCH),
  TEXT ("title", N_("Job title"), SEARCH),
  TEXT ("book_uid", N_("Address book"), MANAGED),
  TEXT ("contact_uid", N_("Contact"), INDEX | MANAGED),
  CHOICE ("preferred_channel", N_("Preferred channel"), OPEN, channel_choices),
  INT ("cadence_days", N_("Contact every (days)"), 0),
  TEXT ("language", N_("Language"), 0),
  BOOL ("do_not_call", N_("Do not call")),
  REF ("owner", N_("Owner"), 0, "user"),
  END,
};
static const CrmField address_fields[] = {
  ADDRESS ("address", N_("E-mail address"), REQ | SEARCH | UNIQUE | KEY),
  REF ("person", N_("Person"), 0, "person"),
  BOOL ("is_primary", N_("Primary")),
  BOOL ("invalid", N_("Invalid")),
  BOOL ("opt_out", N_("Opted out")),
  END,
};
static const CrmField phone_fields[] = {
  TEXT ("number", N_("Phone number"), REQ | SEARCH | INDEX),
  CHOICE ("kind", N_("Kind"), 0, phone_kind_choices),
  REF ("person", N_("Person"), 0, "person"),
  REF ("account", N_("Account"), 0, "account"),
  END,
};
static const CrmField account_fields[] = {
  TEXT ("name", N_("Name"), REQ | SEARCH),
  CHOICE ("relation", N_("Relation"), 0, relation_choices),
  CHOICE ("tier", N_("Class"), 0, tier_choices),
  TEXT ("industry", N_("Industry"), SEARCH),
  TEXT ("website", N_("Website"), 0),
  CURRENCY ("currency", N_("Currency"), 0),
  MONEY ("annual_revenue", N_("Annual revenue"), "currency"),
  LONGTEXT ("postal_address", N_("Postal address"), 0),
  REF ("parent", N_("Parent account"), 0, "account"),
  REF ("owner", N_("Owner"), 0, "user"),
  { "preferred_channel", CRM_FIELD_CHOICE, N_("Preferred channel"), OPEN, NULL, channel_choices, 5 },
  { "cadence_days", CRM_FIELD_INT, N_("Contact every (days)"), 0, NULL, NULL, 5 },
  END,
};
static const CrmField account_domain_fields[] = {
  REF ("account", N_("Account"), REQ | KEY, "account"),
  DOMAIN ("domain", N_("Domain"), REQ | SEARCH | INDEX | KEY),
  PERCENT ("confidence", N_("Confidence")),
  END,
};
static const CrmField account_person_fields[] = {
  REF ("account", N_("Account"), REQ | KEY, "account"),
  REF ("person", N_("Person"), REQ | KEY, "person"),
  DAY ("since", N_("Since"), KEY),
  DAY ("until", N_("Until"), 0),
  TEXT ("role", N_("Role"), 0),
  CHOICE ("decision_role", N_("Role in decisions"), 0, decision_role_choices),
  BOOL ("is_primary", N_("Primary")),
  END,
};
static const CrmField pipeline_fields[] = {
  TEXT ("name", N_("Name"), REQ | SEARCH),
  INT ("position", N_("Position"), 0),
  CURRENCY ("currency", N_("Currency"), 0),
  BOOL ("inactive", N_("Inactive")),
  END,
};
static const CrmField stage_fields[] = {
  REF ("pipeline", N_("Pipeline"), REQ, "pipeline"),
  TEXT ("name", N_("Name"), REQ | SEARCH),
  INT ("position", N_("Position"), REQ),
  CHOICE ("kind", N_("Kind"), REQ, stage_kind_choices),
  PERCENT ("probability", N_("Probability")),
  INT ("max_days", N_("Limit in days"), 0),
  LONGTEXT ("requirements", N_("Requirements"), 0),
#undef SINCE
#define SINCE 5
  /* Names of fields of the deal and steps to take, one a line; see crm-stage.h. */
  LONGTEXT ("required_fields", N_("Required fields"), 0),
  LONGTEXT ("checklist", N_("Checklist"), 0),
  /* Deals were in it, so that histories still speak of it. */
  BOOL ("inactive", N_("Inactive")),
#undef SINCE
#define SINCE 1
  END,
};
static const CrmField lost_reason_fields[] = {
  TEXT ("name", N_("Name"), REQ | SEARCH),
  BOOL ("needs_text", N_("Needs a text")),
  BOOL ("inactive", N_("Inactive")),
  END,
};
static const CrmField deal_fields[] = {
  TEXT ("title", N_("Title"), REQ | SEARCH),
  REF ("pipeline", N_("Pipeline"), REQ | MANAGED, "pipeline"),
  REF ("stage", N_("Stage"), REQ | MANAGED | STATE, "stage"),
  REF ("account", N_("Account"), 0, "account"),
  MONEY ("amount", N_("Amount"), "currency"),
  CURRENCY ("currency", N_("Currency"), 0),
  PERCENT ("probability", N_("Own probability")),
  DAY ("expected_close", N_("Expected close"), INDEX),
  TIME ("stage_since", N_("In stage since"), MANAGED),
  TIME ("closed_at", N_("Closed"), MANAGED),
  CHOICE ("kind", N_("Kind"), 0, deal_kind_choices),
  TEXT ("source", N_("Source"), 0),
  TEXT ("next_step", N_("Next step"), SEARCH),
  REF ("lost_reason", N_("Reason for losing"), MANAGED, "lost_reason"),
  TEXT ("lost_note", N_("Note on the loss"), MANAGED),
  REF ("last_open_stage", N_("Last open stage"), MANAGED, "stage"),
  REF ("owner", N_("Owner"), 0, "user"),
  END,
};
static const CrmField deal_person_fields[] = {
  REF ("deal", N_("Deal"), REQ | KEY, "deal"),
  REF ("person", N_("Person"), REQ | KEY, "person"),
  CHOICE ("decision_role", N_("Role in decisions"), 0, decision_role_choices),
  BOOL ("is_primary", N_("Primary")),
  END,
};
static const CrmField stage_history_fields[] = {
  REF ("deal", N_("Deal"), REQ, "deal"),
  REF ("stage", N_("Stage"), REQ, "stage"),
  TIME ("entered_at", N_("Entered"), REQ),
  END,
};
static const CrmField note_fields[] = {
  LONGTEXT ("text", N_("Text"), REQ | SEARCH),
  TIME ("at", N_("Time"), REQ | INDEX),
  REF ("person", N_("Person"), 0, "person"),
  REF ("account", N_("Account"), 0, "account"),
  REF ("deal", N_("Deal"), 0, "deal"),
  ADDRESS ("address", N_("E-mail address"), INDEX | MANAGED),
  { "lead", CRM_FIELD_REF, N_("Lead"), INDEX, "lead", NULL, 5 },
  END,
};
static const CrmField call_fields[] = {
  TEXT ("subject", N_("Subject"), REQ | SEARCH),
  TIME ("at", N_("Time"), REQ | INDEX),
  CHOICE ("direction", N_("Direction"), 0, direction_choices),
  CHOICE ("outcome", N_("Outcome"), 0, call_outcome_choices),
  INT ("duration_secs", N_("Duration (seconds)"), 0),
  LONGTEXT ("text", N_("Text"), SEARCH),
  REF ("person", N_("Person"), 0, "person"),
  REF ("account", N_("Account"), 0, "account"),
  REF ("deal", N_("Deal"), 0, "deal"),
  ADDRESS ("address", N_("E-mail address"), INDEX | MANAGED),
  { "phone", CRM_FIELD_TEXT, N_("Phone number"), 0, NULL, NULL, 3 },
  { "lead", CRM_FIELD_REF, N_("Lead"), INDEX, "lead", NULL, 5 },
  END,
};
static const CrmField follow_up_fields[] = {
  TEXT ("title", N_("Title"), REQ | SEARCH),
  DAY ("due", N_("Due"), INDEX),
  CHOICE ("status", N_("Status"), REQ | MANAGED, follow_up_status_choices),
  TIME ("done_at", N_("Done on"), MANAGED),
  REF ("person", N_("Person"), 0, "person"),
  REF ("account", N_("Account"), 0, "account"),
  REF ("deal", N_("Deal"), 0, "deal"),
  ADDRESS ("address", N_("E-mail address"), INDEX | MANAGED),
  REF ("owner", N_("Owner"), 0, "user"),
/* Since the third version it is a task in one of Evolution's lists, see crm-follow-up.h. */
#undef SINCE
#define SINCE 3
  CHOICE ("kind", N_("Kind"), 0, follow_up_kind_choices),
  TIME ("due_at", N_("Due time"), 0),
  TIME ("remind_at", N_("Reminder"), 0),
  CHOICE ("priority", N_("Priority"), 0, priority_choices),
  LONGTEXT ("note", N_("Description"), SEARCH),
  TEXT ("recurrence", N_("Repeats"), MANAGED),
  TEXT ("list_uid", N_("Task list"), MANAGED),
  TEXT ("task_uid", N_("Task"), INDEX | MANAGED),
  HASH ("wait_for", N_("Letter waiting for an answer"), INDEX),
  TIME ("wait_since", N_("Waiting since"), MANAGED),
  HASH ("answered_by", N_("Answered by"), INDEX),
  TEXT ("ladder", N_("Days of the reminders"), MANAGED),
  INT ("ladder_step", N_("Number of the reminder"), MANAGED),
  TIME ("reminded_at", N_("Last reminded on"), MANAGED),
#undef SINCE
#define SINCE 5
  REF ("lead", N_("Lead"), 0, "lead"),
#undef SINCE
#define SINCE 1
  END,
};
static const CrmField tag_fields[] = {
  TEXT ("name", N_("Name"), REQ | SEARCH | UNIQUE),
  TEXT ("color", N_("Color"), 0),
  END,
};
static const CrmField tagging_fields[] = {
  REF ("tag", N_("Tag"), REQ | KEY, "tag"),
  REF ("person", N_("Person"), KEY, "person"),
  REF ("account", N_("Account"), KEY, "account"),
  REF ("deal", N_("Deal"), KEY, "deal"),
  /* In the id only of a lead's, so that those from before keep theirs: crm_tags_derive_id(). */
  { "lead", CRM_FIELD_REF, N_("Lead"), KEY | INDEX, "lead", NULL, 6 },
  END,
};
/* A mail that somebody decided about. Filing copies the summary here, so that the history keeps it when
 * the mailbox does not; for a private one only the identity is kept, never the summary. */
static const CrmField email_fields[] = {
  HASH ("fingerprint", N_("Fingerprint"), REQ | INDEX | KEY),
  HASH ("mid_hash", N_("Message-ID hash"), INDEX),
  TEXT ("message_id", N_("Message-ID"), INDEX),
  CHOICE ("visibility", N_("Visibility"), REQ | INDEX, visibility_choices),
  TIME ("date", N_("Date"), INDEX),
  ADDRESS ("sender", N_("From"), INDEX),
  LONGTEXT ("recipients", N_("To"), 0),
  TEXT ("subject", N_("Subject"), SEARCH),
  { "subject_key", CRM_FIELD_HASH, N_("Hash of the bare subject"), INDEX, NULL, NULL, 2 },
  END,
};
static const CrmField link_fields[] = {
  REF ("email", N_("E-mail"), REQ | KEY, "email"),
  REF ("deal", N_("Deal"), KEY, "deal"),
  REF ("person", N_("Person"), KEY, "person"),
  REF ("account", N_("Account"), KEY, "account"),
  CHOICE ("decision", N_("Decision"), REQ, decision_choices),
  END,
};
static const CrmField exclusion_fields[] = {
  CHOICE ("kind", N_("Kind"), REQ | KEY, exclusion_kind_choices),
  TEXT ("value", N_("Value"), REQ | INDEX | KEY),
  END,
};
static const CrmField archive_fields[] = {
  TEXT ("path", N_("Path"), REQ | KEY | SEARCH),
  END,
};
static const CrmField setting_fields[] = {
  TEXT ("name", N_("Name"), REQ | KEY),
  TEXT ("value", N_("Value"), 0),
  END,
};
static const CrmField outbox_fields[] = {
  CHOICE ("action", N_("Action"), REQ, outbox_action_choices),
  CHOICE ("state", N_("State"), REQ | INDEX, outbox_state_choices),
  TEXT ("book_uid", N_("Address book"), 0),
  TEXT ("contact_uid", N_("Contact"), REQ),
  LONGTEXT ("payload", N_("Content"), 0),
  TEXT ("revision", N_("Revision"), 0),
  TEXT ("failure", N_("Failure"), 0),
  REF ("person", N_("Person"), 0, "person"),
/* What the object was like when the change was asked for: a field that differs since is somebody else's. */
  { "base", CRM_FIELD_LONGTEXT, N_("Content before"), 0, NULL, NULL, 3 },
  { "follow_up", CRM_FIELD_REF, N_("Follow-up"), INDEX, "follow_up", NULL, 3 },
  /* The change of a contact that this one takes back. */
  { "takes_back", CRM_FIELD_TEXT, N_("Takes back"), 0, NULL, NULL, 3 },
  END,
};

/* Since the second version: fields that people define, and what currencies are worth. */
#undef SINCE
#define SINCE 2

static const CrmChoice field_type_choices[] = {
  { "text", N_("Text") },         { "longtext", N_("Text of several lines") },
  { "int", N_("Whole number") },  { "decimal", N_("Decimal number") },
  { "bool", N_("Yes or no") },    { "percent", N_("Percent") },
  { "money", N_("Amount") },      { "currency", N_("Currency") },
  { "day", N_("Day") },           { "time", N_("Time") },
  { "choice", N_("Choice") },     { "ref", N_("Record") },
  { "address", N_("E-mail address") }, { NULL, NULL },
};
/* The id follows from entity, name and type, and is the column's name: two devices that define the
 * same field make one column, and one of another type is another column. */
static const CrmField custom_field_fields[] = {
  TEXT ("entity", N_("Entity"), REQ | INDEX | KEY),
  TEXT ("name", N_("Name"), REQ | KEY),
  CHOICE ("type", N_("Type"), REQ | KEY, field_type_choices),
  TEXT ("label", N_("Label"), REQ | SEARCH),
  TEXT ("reference", N_("Refers to"), 0),
  BOOL ("required", N_("Required")),
  INT ("position", N_("Position"), 0),
  BOOL ("inactive", N_("Inactive")),
  END,
};
static const CrmField custom_choice_fields[] = {
  REF ("field", N_("Custom field"), REQ | KEY, "custom_field"),
  TEXT ("value", N_("Value"), REQ | KEY),
  TEXT ("label", N_("Label"), REQ | SEARCH),
  INT ("position", N_("Position"), 0),
  BOOL ("inactive", N_("Inactive")),
  END,
};
static const CrmField custom_label_fields[] = {
  REF ("field", N_("Custom field"), REQ | KEY, "custom_field"),
  TEXT ("choice", N_("Choice"), KEY),
  TEXT ("language", N_("Language"), REQ | KEY),
  TEXT ("label", N_("Label"), REQ | SEARCH),
  END,
};
/* What one unit of a currency is worth in the base currency, from a day on. */
static const CrmField exchange_rate_fields[] = {
  CURRENCY ("base", N_("Base currency"), REQ | KEY),
  CURRENCY ("currency", N_("Currency"), REQ | INDEX | KEY),
  /* TRANSLATORS: the first day of an exchange rate */
  DAY ("day", N_("Valid from"), REQ | KEY),
  DECIMAL ("rate", N_("Rate"), REQ),
  END,
};

/* Since the third version: meetings, letters that are being written, contacts kept up to date. */
#undef SINCE
#define SINCE 3

/* A meeting that somebody decided about or wrote something down for. Its identity is iCalendar's; what it
 * was about is copied here, so that the history keeps it when the calendar does not. */
static const CrmField meeting_fields[] = {
  TEXT ("uid", N_("Event"), REQ | INDEX | KEY),
  TEXT ("recurrence_id", N_("Occurrence"), KEY),
  TEXT ("summary", N_("Summary"), SEARCH),
  TIME ("starts_at", N_("Start"), INDEX),
  TIME ("ends_at", N_("End"), 0),
  BOOL ("is_all_day", N_("All day")),
  LONGTEXT ("parties", N_("Participants"), 0),
  CHOICE ("outcome", N_("Outcome"), 0, meeting_outcome_choices),
  LONGTEXT ("outcome_note", N_("Minutes"), SEARCH),
  LONGTEXT ("agenda", N_("Agenda"), SEARCH),
  END,
};
static const CrmField meeting_link_fields[] = {
  REF ("meeting", N_("Meeting"), REQ | KEY, "meeting"),
  REF ("deal", N_("Deal"), KEY, "deal"),
  REF ("person", N_("Person"), KEY, "person"),
  REF ("account", N_("Account"), KEY, "account"),
  CHOICE ("decision", N_("Decision"), REQ, decision_choices),
  END,
};
/* Variants of one template share its name and differ in their language. */
static const CrmField template_fields[] = {
  TEXT ("name", N_("Name"), REQ | SEARCH | INDEX),
  CHOICE ("kind", N_("Kind"), REQ, template_kind_choices),
  TEXT ("language", N_("Language"), 0),
  TEXT ("subject", N_("Subject"), 0),
  LONGTEXT ("text", N_("Text"), 0),
  LONGTEXT ("html", N_("Text with formatting"), 0),
  INT ("position", N_("Position"), 0),
  BOOL ("inactive", N_("Inactive")),
  REF ("owner", N_("Owner"), 0, "user"),
  END,
};
/* What is to happen with a letter once it lies in Sent, and not before. */
static const CrmField send_intent_fields[] = {
  TEXT ("message_id", N_("Message-ID"), REQ | KEY),
  HASH ("mid_hash", N_("Message-ID hash"), REQ | INDEX),
  CHOICE ("state", N_("State"), REQ | INDEX, send_state_choices),
  TIME ("at", N_("Time"), REQ),
  REF ("deal", N_("Deal"), 0, "deal"),
  INT ("answer_days", N_("Answer expected within (days)"), 0),
  TEXT ("ladder", N_("Days of the reminders"), 0),
  REF ("template", N_("Template"), 0, "template"),
  TEXT ("settled_by", N_("Settled by"), 0),
  END,
};
/* What was proposed from a signature and decided: it is not proposed again. */
static const CrmField card_decision_fields[] = {
  ADDRESS ("address", N_("E-mail address"), REQ | INDEX | KEY),
  TEXT ("field", N_("Field"), REQ | KEY),
  TEXT ("value", N_("Value"), REQ | KEY),
  CHOICE ("decision", N_("Decision"), REQ, card_decision_choices),
  END,
};

/* Since the fourth version. */
#undef SINCE
#define SINCE 4

/* What the contact of a person was like when its address book was last read: it can be put back when
 * it is gone. Nobody refers to it, and it goes with the last person who is that contact. */
static const CrmField kept_card_fields[] = {
  TEXT ("book_uid", N_("Address book"), REQ | KEY),
  TEXT ("contact_uid", N_("Contact"), REQ | INDEX | KEY),
  LONGTEXT ("vcard", N_("Content"), REQ),
  END,
};

/* An address from which mail came back because nobody is there, see crm-undelivered.h. */
static const CrmField undelivered_fields[] = {
  ADDRESS ("address", N_("E-mail address"), REQ | INDEX | KEY),
  TIME ("at", N_("Time"), REQ),
  HASH ("letter", N_("Letter"), INDEX),
  TEXT ("status", N_("Status"), 0),
  TEXT ("reason", N_("Reason"), 0),
  /* TRANSLATORS: whether mail to an address arrives, although some came back before */
  BOOL ("lifted", N_("Arrives again")),
  END,
};

/* Since the fifth version. */
#undef SINCE
#define SINCE 5

/* Somebody who may become a customer, see crm-leads.h. It stays after it was converted. Of each question of
 * qualification (BANT) the answer is yes, no or unknown, with what it rests on beside it. */
static const CrmField lead_fields[] = {
  TEXT ("name", N_("Name"), REQ | SEARCH),
  TEXT ("job_title", N_("Job title"), SEARCH),
  TEXT ("organization", N_("Organization"), SEARCH | INDEX),
  ADDRESS ("address", N_("E-mail address"), SEARCH | INDEX),
  ADDRESS ("other_address", N_("Second e-mail address"), SEARCH | INDEX),
  TEXT ("phone", N_("Phone number"), SEARCH),
  TEXT ("website", N_("Website"), 0),
  TEXT ("industry", N_("Industry"), SEARCH),
  /* TRANSLATORS: how somebody came to know us, such as a fair or the website */
  TEXT ("source", N_("Source"), INDEX),
  TEXT ("campaign", N_("Campaign"), SEARCH),
  CHOICE ("status", N_("Status"), REQ | INDEX | MANAGED, lead_status_choices),
  TIME ("status_since", N_("In this status since"), MANAGED),
  CHOICE ("priority", N_("Priority"), 0, priority_choices),
  TEXT ("interest", N_("Interested in"), SEARCH),
  MONEY ("amount", N_("Estimated amount"), "currency"),
  CURRENCY ("currency", N_("Currency"), 0),
  /* TRANSLATORS: a question of qualification: do they have the money? */
  CHOICE ("has_budget", N_("Budget"), 0, yes_no_choices),
  TEXT ("budget_note", N_("What is known of the budget"), 0),
  /* TRANSLATORS: a question of qualification: can this person decide? */
  CHOICE ("has_authority", N_("Authority to decide"), 0, yes_no_choices),
  TEXT ("authority_note", N_("Who decides"), 0),
  /* TRANSLATORS: a question of qualification: do they need what we sell? */
  CHOICE ("has_need", N_("Need"), 0, yes_no_choices),
  TEXT ("need_note", N_("What they need"), SEARCH),
  /* TRANSLATORS: a question of qualification: do they mean to buy in the foreseeable future? */
  CHOICE ("has_timeline", N_("Timeline"), 0, yes_no_choices),
  TEXT ("timeline_note", N_("When they mean to buy"), 0),
  LONGTEXT ("note", N_("Note"), SEARCH),
  REF ("owner", N_("Owner"), 0, "user"),
  REF ("person", N_("Person"), 0, "person"),
  REF ("account", N_("Account"), 0, "account"),
  REF ("referred_by", N_("Referred by"), 0, "person"),
  /* The letter that it began with. */
  HASH ("letter", N_("Letter"), INDEX),
  CHOICE ("disqualify_reason", N_("Reason for disqualifying"), MANAGED, disqualify_reason_choices),
  TEXT ("disqualify_note", N_("Note on disqualifying"), MANAGED),
  TIME ("converted_at", N_("Converted on"), MANAGED),
  REF ("converted_person", N_("Became the person"), MANAGED, "person"),
  REF ("converted_account", N_("Became the account"), MANAGED, "account"),
  REF ("converted_deal", N_("Became the deal"), MANAGED, "deal"),
  END,
};

/* What is meant to be reached with a key account; an account has one or none. */
static const CrmField account_plan_fields[] = {
  REF ("account", N_("Account"), REQ | KEY, "account"),
  LONGTEXT ("goals", N_("Goals"), SEARCH),
  LONGTEXT ("strategy", N_("Strategy"), SEARCH),
  LONGTEXT ("needs", N_("Their needs"), SEARCH),
  LONGTEXT ("risks", N_("Risks"), SEARCH),
  /* TRANSLATORS: how much of what a customer spends on such things is spent with us */
  PERCENT ("share_of_wallet", N_("Share of wallet")),
  MONEY ("target", N_("Target for the year"), "currency"),
  CURRENCY ("currency", N_("Currency"), 0),
  TEXT ("competitors", N_("Competitors"), SEARCH),
  DAY ("last_review", N_("Last review"), 0),
  DAY ("next_review", N_("Next review"), INDEX),
  END,
};
/* A list that somebody saved under a name, see crm-views.h. */
static const CrmField saved_view_fields[] = {
  TEXT ("name", N_("Name"), REQ | SEARCH),
  TEXT ("entity", N_("Entity"), REQ | INDEX),
  LONGTEXT ("filter", N_("Filter"), 0),
  TEXT ("columns", N_("Columns"), 0),
  TEXT ("order_by", N_("Order"), 0),
  REF ("owner", N_("Owner"), 0, "user"),
  END,
};

/* How people arranged the fields of an entity in its forms, see crm-arrangement.h. */
static const CrmField form_layout_fields[] = {
  TEXT ("entity", N_("Entity"), REQ | KEY),
  LONGTEXT ("content", N_("Content"), 0),
  END,
};

/* A step of a stage's checklist that was taken for a deal. */
static const CrmField deal_step_fields[] = {
  REF ("deal", N_("Deal"), REQ | KEY, "deal"),
  REF ("stage", N_("Stage"), REQ | KEY, "stage"),
  TEXT ("step", N_("Step"), REQ | KEY),
  END,
};

/* A file or a page of the web that belongs to somebody or something: where it is, never what is in it. */
static const CrmField document_fields[] = {
  TEXT ("name", N_("Name"), REQ | SEARCH),
  /* TRANSLATORS: where a document is: a file's path or a web address */
  TEXT ("uri", N_("Location"), REQ | MANAGED),
  REF ("deal", N_("Deal"), 0, "deal"),
  REF ("account", N_("Account"), 0, "account"),
  REF ("person", N_("Person"), 0, "person"),
  REF ("lead", N_("Lead"), 0, "lead"),
  REF ("owner", N_("Owner"), MANAGED, "user"),
  END,
};

/* Where a record went that was merged into another, see crm-merge.h: whoever still has its id, or the contact
 * that it was tied to, is led there. */
static const CrmField redirect_fields[] = {
  TEXT ("record", N_("Record"), REQ | KEY),
  REF ("person", N_("Person"), 0, "person"),
  REF ("account", N_("Account"), 0, "account"),
  TEXT ("contact_uid", N_("Contact"), INDEX),
  END,
};

#define ENTITY(sym, name, label, plural, title, flags) ORDERED (sym, name, label, plural, title, flags, NULL, NULL)
#define ORDERED(sym, name, label, plural, title, flags, order, indexes) \
  static const CrmEntity sym = { name, label, plural, title, flags, sym##_fields, SINCE, order, indexes }

/* Somebody may have thousands, most of them done: the open ones are read by their day. */
static const char *const follow_up_order[] = { "status", "due", NULL };
/* All that sums of a pipeline need, so that no deal is read for them. */
static const char *const deal_sums[]
    = { "pipeline", "closed_at", "stage", "currency", "amount", "probability", "expected_close", NULL };
static const char *const *const deal_indexes[] = { deal_sums, NULL };
/* Few have one, and every look at the day asks for those. */
static const char *const cadence[] = { "cadence_days", NULL };
static const char *const *const cadence_indexes[] = { cadence, NULL };

#undef SINCE
#define SINCE 1
ENTITY (user, "user", N_("User"), N_("Users"), "name", 0);
ORDERED (person, "person", N_("Person"), N_("People"), "name", 0, NULL, cadence_indexes);
ENTITY (address, "address", N_("E-mail address"), N_("E-mail addresses"), "address", CRM_ENTITY_DERIVED_ID);
ENTITY (phone, "phone", N_("Phone number"), N_("Phone numbers"), "number", 0);
ORDERED (account, "account", N_("Account"), N_("Accounts"), "name", 0, NULL, cadence_indexes);
ENTITY (account_domain, "account_domain", N_("Account domain"), N_("Account domains"), "domain", CRM_ENTITY_DERIVED_ID);
ENTITY (account_person, "account_person", N_("Account member"), N_("Account members"), "role", CRM_ENTITY_DERIVED_ID);
ENTITY (pipeline, "pipeline", N_("Pipeline"), N_("Pipelines"), "name", CRM_ENTITY_SEEDED);
ENTITY (stage, "stage", N_("Stage"), N_("Stages"), "name", CRM_ENTITY_SEEDED);
ENTITY (lost_reason, "lost_reason", N_("Reason for losing"), N_("Reasons for losing"), "name", CRM_ENTITY_SEEDED);
ORDERED (deal, "deal", N_("Deal"), N_("Deals"), "title", 0, NULL, deal_indexes);
ENTITY (deal_person, "deal_person", N_("Deal member"), N_("Deal members"), "decision_role", CRM_ENTITY_DERIVED_ID);
ENTITY (stage_history, "stage_history", N_("Stage history"), N_("Stage histories"), "entered_at", 0);
ENTITY (note, "note", N_("Note"), N_("Notes"), "text", 0);
ENTITY (call, "call", N_("Call"), N_("Calls"), "subject", 0);
ORDERED (follow_up, "follow_up", N_("Follow-up"), N_("Follow-ups"), "title", 0, follow_up_order, NULL);
ENTITY (tag, "tag", N_("Tag"), N_("Tags"), "name", 0);
ENTITY (tagging, "tagging", N_("Tagging"), N_("Taggings"), "tag", CRM_ENTITY_DERIVED_ID | CRM_ENTITY_INTERNAL);
ENTITY (email, "email", N_("E-mail"), N_("E-mails"), "subject", CRM_ENTITY_DERIVED_ID);
ENTITY (link, "link", N_("Link"), N_("Links"), "decision", CRM_ENTITY_DERIVED_ID);
ENTITY (exclusion, "exclusion", N_("Exclusion"), N_("Exclusions"), "value", CRM_ENTITY_DERIVED_ID);
ENTITY (archive, "archive", N_("Mail archive"), N_("Mail archives"), "path", CRM_ENTITY_DERIVED_ID);
ENTITY (setting, "setting", N_("Setting"), N_("Settings"), "name", CRM_ENTITY_DERIVED_ID | CRM_ENTITY_INTERNAL);
ENTITY (outbox, "outbox", N_("Address book order"), N_("Address book orders"), "action", CRM_ENTITY_INTERNAL);

#undef SINCE
#define SINCE 2
ENTITY (custom_field, "custom_field", N_("Custom field"), N_("Custom fields"), "name", CRM_ENTITY_DERIVED_ID);
ENTITY (custom_choice, "custom_choice", N_("Choice of a custom field"), N_("Choices of custom fields"), "label", CRM_ENTITY_DERIVED_ID);
ENTITY (custom_label, "custom_label", N_("Label in a language"), N_("Labels in languages"), "label", CRM_ENTITY_DERIVED_ID);
ENTITY (exchange_rate, "exchange_rate", N_("Exchange rate"), N_("Exchange rates"), "currency", CRM_ENTITY_DERIVED_ID);

#undef SINCE
#define SINCE 3
ENTITY (meeting, "meeting", N_("Meeting"), N_("Meetings"), "summary", CRM_ENTITY_DERIVED_ID);
ENTITY (meeting_link, "meeting_link", N_("Link of a meeting"), N_("Links of meetings"), "decision", CRM_ENTITY_DERIVED_ID);
ENTITY (template, "template", N_("Template"), N_("Templates"), "name", 0);
ENTITY (send_intent, "send_intent", N_("Letter under way"), N_("Letters under way"), "message_id", CRM_ENTITY_DERIVED_ID | CRM_ENTITY_INTERNAL);
ENTITY (card_decision, "card_decision", N_("Decision on a card"), N_("Decisions on cards"), "field", CRM_ENTITY_DERIVED_ID | CRM_ENTITY_INTERNAL);

#undef SINCE
#define SINCE 4
ENTITY (kept_card, "kept_card", N_("Kept contact"), N_("Kept contacts"), "contact_uid", CRM_ENTITY_DERIVED_ID | CRM_ENTITY_INTERNAL);
ENTITY (undelivered, "undelivered", N_("Undeliverable address"), N_("Undeliverable addresses"), "address", CRM_ENTITY_DERIVED_ID | CRM_ENTITY_INTERNAL);

#undef SINCE
#define SINCE 5
ENTITY (lead, "lead", N_("Lead"), N_("Leads"), "name", 0);
ENTITY (account_plan, "account_plan", N_("Key-account plan"), N_("Key-account plans"), "account", CRM_ENTITY_DERIVED_ID);
ENTITY (deal_step, "deal_step", N_("Step taken"), N_("Steps taken"), "step", CRM_ENTITY_DERIVED_ID);

ENTITY (saved_view, "saved_view", N_("Saved view"), N_("Saved views"), "name", CRM_ENTITY_INTERNAL);

#undef SINCE
#define SINCE 6
ENTITY (form_layout, "form_layout", N_("Arrangement of fields"), N_("Arrangements of fields"), "entity", CRM_ENTITY_DERIVED_ID | CRM_ENTITY_INTERNAL);
ENTITY (document, "document", N_("Document"), N_("Documents"), "name", 0);

#undef SINCE
#define SINCE 8
ENTITY (redirect, "redirect", N_("Merged record"), N_("Merged records"), "record", CRM_ENTITY_DERIVED_ID | CRM_ENTITY_INTERNAL);

/* clang-format on */

static const CrmEntity *const entities[] = {
  &user,           &person,         &address,       &phone,         &account,
  &account_domain, &account_person, &pipeline,      &stage,         &lost_reason,
  &deal,           &deal_person,    &stage_history, &lead,          &note,
  &call,           &follow_up,      &tag,           &tagging,       &email,
  &link,           &exclusion,      &archive,       &setting,       &outbox,
  &custom_field,   &custom_choice,  &custom_label,  &exchange_rate, &meeting,
  &meeting_link,   &template,       &send_intent,   &card_decision, &kept_card,
  &undelivered,    &account_plan,   &saved_view,    &deal_step,     &form_layout,
  &document,       &redirect,       NULL,
};

/**
 * crm_entity_list:
 *
 * Returns: (transfer none): all entities, ended by %NULL, those referred to before those referring
 */
const CrmEntity *const *
crm_entity_list (void)
{
  return entities;
}
