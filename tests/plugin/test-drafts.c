/* test-drafts.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "mail/e-crm-drafts.h"

static void
test_by_subject (void)
{
  e_crm_drafts_set ("note", "anna", "Called twice");
  e_crm_drafts_set ("note", "ben", "Nice");
  e_crm_drafts_set ("deal", "anna", "Pumps");
  g_assert_cmpstr (e_crm_drafts_get ("note", "anna"), ==, "Called twice");
  g_assert_cmpstr (e_crm_drafts_get ("note", "ben"), ==, "Nice");
  g_assert_cmpstr (e_crm_drafts_get ("deal", "anna"), ==, "Pumps");
  g_assert_null (e_crm_drafts_get ("deal", "ben"));
  g_assert_null (e_crm_drafts_get ("note", NULL));

  e_crm_drafts_set ("note", "anna", NULL);
  g_assert_null (e_crm_drafts_get ("note", "anna"));
  g_assert_cmpstr (e_crm_drafts_get ("note", "ben"), ==, "Nice");
  e_crm_drafts_set ("note", NULL, "Nobody's");
  g_assert_null (e_crm_drafts_get ("note", NULL));
  e_crm_drafts_set ("note", "ben", NULL);
  e_crm_drafts_set ("deal", "anna", NULL);
}

/* What is refused is typed again; what is stored is not. */
static void
test_refused (void)
{
  g_autoptr (CrmChangeSet) stored = crm_change_set_new ("add-note", CRM_CAUSE_USER);
  g_autoptr (CrmChangeSet) refused = crm_change_set_new ("add-note", CRM_CAUSE_USER);
  g_autoptr (CrmChangeSet) others = crm_change_set_new ("add-note", CRM_CAUSE_USER);

  e_crm_drafts_set ("note", "anna", "First");
  e_crm_drafts_hand_over ("note", "anna", stored);
  g_assert_null (e_crm_drafts_get ("note", "anna"));
  e_crm_drafts_set ("note", "anna", "Second");
  e_crm_drafts_hand_over ("note", "anna", refused);
  e_crm_drafts_settle (others, FALSE);
  g_assert_null (e_crm_drafts_get ("note", "anna"));
  e_crm_drafts_settle (stored, TRUE);
  g_assert_null (e_crm_drafts_get ("note", "anna"));
  e_crm_drafts_settle (refused, FALSE);
  g_assert_cmpstr (e_crm_drafts_get ("note", "anna"), ==, "Second");
  e_crm_drafts_settle (refused, FALSE);
  e_crm_drafts_set ("note", "anna", NULL);
}

/* The newer one is not overwritten; a form of several fields comes back as a whole. */
static void
test_typed_meanwhile (void)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("add-follow-up", CRM_CAUSE_USER);

  e_crm_drafts_set ("follow-up", "anna", "Ring");
  e_crm_drafts_set ("follow-up-date", "anna", "+3");
  e_crm_drafts_hand_over ("follow-up", "anna", set);
  e_crm_drafts_hand_over ("follow-up-date", "anna", set);
  e_crm_drafts_hand_over ("note", "anna", set); /* nothing is typed there */
  e_crm_drafts_set ("follow-up", "anna", "Write");
  e_crm_drafts_settle (set, FALSE);
  g_assert_cmpstr (e_crm_drafts_get ("follow-up", "anna"), ==, "Write");
  g_assert_cmpstr (e_crm_drafts_get ("follow-up-date", "anna"), ==, "+3");
  g_assert_null (e_crm_drafts_get ("note", "anna"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafts/by-subject", test_by_subject);
  g_test_add_func ("/drafts/refused", test_refused);
  g_test_add_func ("/drafts/typed-meanwhile", test_typed_meanwhile);
  return g_test_run ();
}
