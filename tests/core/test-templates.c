/* test-templates.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-sending.h"
#include "service/crm-templates.h"

static void
add (CrmStore *store, const char *name, const char *language)
{
  CrmTemplateText text
      = { .name = name, .kind = "letter", .language = language, .text = "Dear {{person.name}}" };

  crm_test_write (store, crm_templates_save (&text, NULL));
}

static gpointer
list_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_templates_list (reader, error);
}

static GPtrArray *
list (CrmStore *store)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *templates = crm_store_read_sync (store, list_in_worker, NULL, NULL, &error);

  g_assert_no_error (error);
  return templates;
}

/* "Name/language " each */
static void
assert_order (CrmStore *store, const char *wanted, const char *const *own, const char *expected)
{
  g_autoptr (GPtrArray) templates = list (store);
  GString *text = g_string_new (NULL);

  crm_templates_sort (templates, wanted, own);
  for (guint i = 0; i < templates->len; i++)
    {
      const CrmRecord *template = g_ptr_array_index (templates, i);
      const char *language = crm_record_get_text (template, "language");

      g_string_append_printf (text, "%s/%s ", crm_record_get_title (template),
                              language != NULL ? language : "");
    }
  g_assert_cmpstr (text->str, ==, expected);
  g_string_free (text, TRUE);
}

static void
test_languages (void)
{
  static const char *const german[] = { "de_DE", "de", "C", NULL };
  g_autoptr (CrmTestStore) test = crm_test_store_new ();

  add (test->store, "Offer", "de");
  add (test->store, "Offer", "fr");
  add (test->store, "Offer", NULL);
  add (test->store, "Offer", "pt_BR");
  add (test->store, "äpfel", "gsw");
  assert_order (test->store, "fr", german, "äpfel/gsw Offer/fr Offer/de Offer/ Offer/pt_BR ");
  assert_order (test->store, "fr_CA", german, "äpfel/gsw Offer/fr Offer/de Offer/ Offer/pt_BR ");
  assert_order (test->store, NULL, german, "äpfel/gsw Offer/de Offer/ Offer/fr Offer/pt_BR ");
  assert_order (test->store, "", german, "äpfel/gsw Offer/de Offer/ Offer/fr Offer/pt_BR ");
  assert_order (test->store, "pt", NULL, "äpfel/gsw Offer/pt_BR Offer/ Offer/de Offer/fr ");
  add (test->store, "Offer", "en");
  assert_order (test->store, "ja", german,
                "äpfel/gsw Offer/de Offer/en Offer/ Offer/fr Offer/pt_BR ");
  /* Nothing in their language: what is for all. */
  assert_order (test->store, "ja", NULL,
                "äpfel/gsw Offer/ Offer/de Offer/en Offer/fr Offer/pt_BR ");
}

static void
test_exact (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();

  add (test->store, "Offer", "de_AT");
  add (test->store, "Offer", "de_CH");
  assert_order (test->store, "de_CH", NULL, "Offer/de_CH Offer/de_AT ");
  assert_order (test->store, "de_AT", NULL, "Offer/de_AT Offer/de_CH ");
}

static void
test_is_language (void)
{
  static const char *const good[] = { "", "de", "gsw", "de_CH", "pt-BR", "EN" };
  static const char *const bad[] = { "d", "german", "de_", "de_CHE", "de CH", "d1", "ä", "de_1A" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (crm_templates_is_language (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (crm_templates_is_language (bad[i]));
}

static void
test_find (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GPtrArray) templates = NULL;

  add (test->store, "Offer", "de");
  add (test->store, "Thanks", NULL);
  templates = list (test->store);
  g_assert_nonnull (crm_templates_find (templates, "OFFER", "letter", "DE"));
  g_assert_null (crm_templates_find (templates, "Offer", "snippet", "de"));
  g_assert_null (crm_templates_find (templates, "Offer", "letter", "fr"));
  g_assert_null (crm_templates_find (templates, "Offer", "letter", NULL));
  g_assert_nonnull (crm_templates_find (templates, "thanks", "letter", ""));
}

static CrmRecord *
first (GPtrArray *templates)
{
  g_assert_cmpuint (templates->len, >, 0);
  return g_ptr_array_index (templates, 0);
}

static void
assert_conflict (CrmStore *store, CrmChangeSet *set /* (transfer full) */)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_write_sync (store, set, &error);

  g_assert_null (result);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONFLICT);
  crm_change_set_unref (set);
}

/* Saved over: the formatting of before does not stay beside the new text. */
static void
test_replace (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmTemplateText text = { "Offer", "letter", "de", "S", "one", "<b>one</b>" };
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  crm_test_write (test->store, crm_templates_save (&text, NULL));
  before = list (test->store);
  text = (CrmTemplateText){ "Offer", "letter", "de", NULL, "two", NULL };
  crm_test_write (test->store, crm_templates_save (&text, first (before)));
  after = list (test->store);
  g_assert_cmpuint (after->len, ==, 1);
  g_assert_cmpstr (first (after)->id, ==, first (before)->id);
  g_assert_cmpstr (crm_record_get_text (first (after), "text"), ==, "two");
  g_assert_null (crm_record_get_text (first (after), "html"));
  g_assert_null (crm_record_get_text (first (after), "subject"));
  text.text = "three";
  assert_conflict (test->store, crm_templates_save (&text, first (before)));
}

static void
test_rename (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  add (test->store, "Offer", "de");
  before = list (test->store);
  crm_test_write (test->store, crm_templates_rename (first (before), "Bid", "snippet", ""));
  after = list (test->store);
  g_assert_cmpstr (crm_record_get_title (first (after)), ==, "Bid");
  g_assert_cmpstr (crm_record_get_text (first (after), "kind"), ==, "snippet");
  g_assert_null (crm_record_get_text (first (after), "language"));
  assert_conflict (test->store, crm_templates_rename (first (before), "Tender", "letter", "de"));
  crm_test_undo (test->store);
  assert_order (test->store, NULL, NULL, "Offer/de ");
}

static gpointer
delete_in_worker (CrmReader *reader, gpointer id, GError **error)
{
  return crm_templates_delete (reader, id, error);
}

/* A letter that is under way keeps all else that was chosen for it. */
static void
test_delete (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (GPtrArray) templates = NULL;
  g_autoptr (GError) error = NULL;
  CrmSendPlan plan = { .message_id = "a@own", .deal = deal };
  CrmChangeSet *set;

  add (test->store, "Offer", "de");
  templates = list (test->store);
  plan.template = first (templates)->id;
  crm_test_write (test->store, crm_sending_plan (&plan, CRM_TEST_START_USEC));
  set = crm_store_read_sync (test->store, delete_in_worker, first (templates)->id, NULL, &error);
  g_assert_no_error (error);
  crm_test_write (test->store, set);
  assert_order (test->store, NULL, NULL, "");
  g_assert_cmpint (crm_test_store_int (test, "crm.db",
                                       "SELECT count(*) FROM send_intent WHERE template IS NULL"
                                       " AND deal IS NOT NULL"),
                   ==, 1);
  crm_test_check (test->store);
  crm_test_undo (test->store);
  assert_order (test->store, NULL, NULL, "Offer/de ");
  g_assert_cmpint (crm_test_store_int (test, "crm.db",
                                       "SELECT count(*) FROM send_intent WHERE template IS NULL"),
                   ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/templates/languages", test_languages);
  g_test_add_func ("/templates/exact", test_exact);
  g_test_add_func ("/templates/is-language", test_is_language);
  g_test_add_func ("/templates/find", test_find);
  g_test_add_func ("/templates/replace", test_replace);
  g_test_add_func ("/templates/rename", test_rename);
  g_test_add_func ("/templates/delete", test_delete);
  return g_test_run ();
}
