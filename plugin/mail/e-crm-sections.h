/* e-crm-sections.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "e-crm-section.h"
#include "model/crm-signature.h"
G_BEGIN_DECLS

/* The sections of the mail sidebar, in their order. Each is one file of its own. */

#define E_TYPE_CRM_PERSON_SECTION (e_crm_person_section_get_type ())
G_DECLARE_FINAL_TYPE (ECrmPersonSection, e_crm_person_section, E, CRM_PERSON_SECTION, ECrmSection)
GtkWidget *e_crm_person_section_new (void);

#define E_TYPE_CRM_BOOK_SECTION (e_crm_book_section_get_type ())
G_DECLARE_FINAL_TYPE (ECrmBookSection, e_crm_book_section, E, CRM_BOOK_SECTION, ECrmSection)
GtkWidget *e_crm_book_section_new (void);

#define E_TYPE_CRM_UNDELIVERED_SECTION (e_crm_undelivered_section_get_type ())
G_DECLARE_FINAL_TYPE (
    ECrmUndeliveredSection, e_crm_undelivered_section, E, CRM_UNDELIVERED_SECTION, ECrmSection)
GtkWidget *e_crm_undelivered_section_new (void);

#define E_TYPE_CRM_SIGNATURE_SECTION (e_crm_signature_section_get_type ())
G_DECLARE_FINAL_TYPE (
    ECrmSignatureSection, e_crm_signature_section, E, CRM_SIGNATURE_SECTION, ECrmSection)
GtkWidget *e_crm_signature_section_new (void);
void e_crm_signature_section_set_signature (ECrmSignatureSection *self, CrmSignature *signature);

#define E_TYPE_CRM_DEALS_SECTION (e_crm_deals_section_get_type ())
G_DECLARE_FINAL_TYPE (ECrmDealsSection, e_crm_deals_section, E, CRM_DEALS_SECTION, ECrmSection)
GtkWidget *e_crm_deals_section_new (void);
void e_crm_deals_section_take_new (ECrmDealsSection *self, CrmChangeSet *set);
void e_crm_deals_section_settle (ECrmDealsSection *self, const CrmChangeSet *set, gboolean is_safe);

#define E_TYPE_CRM_FILING_SECTION (e_crm_filing_section_get_type ())
G_DECLARE_FINAL_TYPE (ECrmFilingSection, e_crm_filing_section, E, CRM_FILING_SECTION, ECrmSection)
GtkWidget *e_crm_filing_section_new (void);
gboolean e_crm_filing_section_file_proposal (ECrmFilingSection *self);
void e_crm_filing_section_add_elsewhere (ECrmFilingSection *self, GPtrArray *deals);

#define E_TYPE_CRM_MEETING_SECTION (e_crm_meeting_section_get_type ())
G_DECLARE_FINAL_TYPE (
    ECrmMeetingSection, e_crm_meeting_section, E, CRM_MEETING_SECTION, ECrmSection)
GtkWidget *e_crm_meeting_section_new (void);
void
e_crm_meeting_section_settle (ECrmMeetingSection *self, const CrmChangeSet *set, gboolean is_safe);

#define E_TYPE_CRM_FOLLOW_UPS_SECTION (e_crm_follow_ups_section_get_type ())
G_DECLARE_FINAL_TYPE (
    ECrmFollowUpsSection, e_crm_follow_ups_section, E, CRM_FOLLOW_UPS_SECTION, ECrmSection)
GtkWidget *e_crm_follow_ups_section_new (void);

#define E_TYPE_CRM_NOTE_SECTION (e_crm_note_section_get_type ())
G_DECLARE_FINAL_TYPE (ECrmNoteSection, e_crm_note_section, E, CRM_NOTE_SECTION, ECrmSection)
GtkWidget *e_crm_note_section_new (void);

#define E_TYPE_CRM_CALL_FORM (e_crm_call_form_get_type ())
G_DECLARE_FINAL_TYPE (ECrmCallForm, e_crm_call_form, E, CRM_CALL_FORM, ECrmSection)
GtkWidget *e_crm_call_form_new (void);
void e_crm_call_form_open (ECrmCallForm *self,
                           CrmContext *context,
                           const char *number,
                           const char *text);
void e_crm_call_form_settle (ECrmCallForm *self, gboolean is_safe);

#define E_TYPE_CRM_HISTORY_SECTION (e_crm_history_section_get_type ())
G_DECLARE_FINAL_TYPE (
    ECrmHistorySection, e_crm_history_section, E, CRM_HISTORY_SECTION, ECrmSection)
GtkWidget *e_crm_history_section_new (void);

/* Whom an entry typed here is about. Strings are borrowed from @context. */
#define E_CRM_SUBJECT_OF(context)                                                                  \
  {                                                                                                \
    .person = (context)->person != NULL ? (context)->person->id : NULL,                            \
    .account = (context)->account != NULL ? (context)->account->id : NULL,                         \
    .address = (context)->address                                                                  \
  }
/* Of a contact without an e-mail address nothing can be written down before it is a person. */
#define E_CRM_HAS_SUBJECT(context) ((context)->person != NULL || (context)->address != NULL)

G_END_DECLS
