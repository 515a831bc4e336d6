/* test-merge.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <locale.h>

#include "crm-merge.h"
#include "model/crm-custom.h"

#define NOW G_GINT64_CONSTANT (1772445600000000) /* 2026-03-02T10:00:00Z */
#define CLOSE_DAY 20576                          /* 2026-05-03 */

typedef struct
{
  CrmRecord *deal;
  CrmRecord *stage;
  CrmRecord *account;
  CrmContext context;
  CrmDealState state;
  CrmMerge merge;
} Known;

static void
set_value (CrmRecord *record, const char *field, CrmValue value /* (transfer full) */)
{
  record->values[crm_entity_field_index (record->entity, field)] = value;
}

static CrmRecord *
make_record (const char *entity, const char *title_field, const char *title)
{
  CrmRecord *record = crm_record_new (crm_entity_find (entity), "1");

  set_value (record, title_field, crm_value_text (title));
  return record;
}

static void
set_up (Known *known, gconstpointer data)
{
  known->deal = make_record ("deal", "title", "Pumps & <valves>");
  set_value (known->deal, "amount", crm_value_int (1234500));
  set_value (known->deal, "currency", crm_value_text ("EUR"));
  set_value (known->deal, "expected_close", crm_value_int (CLOSE_DAY));
  known->stage = make_record ("stage", "name", "Offer made");
  known->account = make_record ("account", "name", "Alder & Sons");
  known->context = (CrmContext){ .name = (char *)"Dr. Ida Alder", .account = known->account };
  known->state = (CrmDealState){ .deal = known->deal, .stage = known->stage };
  known->merge = (CrmMerge){ .context = &known->context,
                             .deal = &known->state,
                             .recipient = "ida@alder.example",
                             .recipient_name = "I. A.",
                             .sender_name = "Nia Hartwell",
                             .sender_address = "nia@own.example",
                             .now_usec = NOW };
}

static void
tear_down (Known *known, gconstpointer data)
{
  crm_record_unref (known->deal);
  crm_record_unref (known->stage);
  crm_record_unref (known->account);
}

static char *
render (const CrmMerge *merge, const char *source, CrmTemplateMode mode, GPtrArray *missing)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmTemplate) template = crm_template_parse (source, NULL, &error);

  g_assert_no_error (error);
  return crm_template_render (template, mode, crm_merge_lookup, (gpointer)merge, missing);
}

static void
assert_rendered (const CrmMerge *merge, const char *source, const char *expected)
{
  g_autofree char *text = render (merge, source, CRM_TEMPLATE_PLAIN, NULL);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_values (Known *known, gconstpointer data)
{
  const CrmMerge *merge = &known->merge;

  set_value (known->deal, "next_step", crm_value_text ("Call"));
  known->context.title = (char *)"Buyer";
  assert_rendered (merge, "{{person.name}}|{{person.first_name}}|{{person.last_name}}",
                   "Dr. Ida Alder|Ida|Alder");
  assert_rendered (merge, "{{person.title}}|{{person.email}}|{{account.name}}",
                   "Buyer|ida@alder.example|Alder & Sons");
  assert_rendered (merge, "{{deal.title}}|{{deal.stage}}|{{deal.next_step}}",
                   "Pumps & <valves>|Offer made|Call");
  assert_rendered (merge, "{{sender.name}}|{{sender.first_name}}|{{sender.email}}",
                   "Nia Hartwell|Nia|nia@own.example");
}

/* Every field of a template has a value where all is known: none was forgotten here. */
static void
test_all_fields (Known *known, gconstpointer data)
{
  set_value (known->deal, "next_step", crm_value_text ("Call"));
  known->context.title = (char *)"Buyer";
  for (const CrmTemplateField *field = crm_template_fields (); field->name != NULL; field++)
    {
      g_autofree char *value = crm_merge_lookup (field->name, &known->merge);

      g_test_message ("%s", field->name);
      g_assert_nonnull (value);
    }
}

static const CrmChoice regions[] = { { "north", "The north" }, { NULL, NULL } };
static const CrmField custom_fields[] = {
  { .name = "f1",
    .type = CRM_FIELD_CHOICE,
    .label = "Region",
    .choices = regions,
    .alias = "region" },
  { .name = "f2", .type = CRM_FIELD_DAY, .label = "Since", .alias = "since" },
  { .name = "f3",
    .type = CRM_FIELD_MONEY,
    .label = "Fee",
    .reference = "f3_currency",
    .alias = "fee" },
  { .name = "f3_currency",
    .type = CRM_FIELD_CURRENCY,
    .label = "Currency",
    .flags = CRM_FIELD_HIDDEN },
  { .name = "f4",
    .type = CRM_FIELD_REF,
    .label = "Agent",
    .reference = "person",
    .alias = "agent" },
  { .name = "f5", .type = CRM_FIELD_LONGTEXT, .label = "Terms", .alias = "terms" },
  { .name = NULL },
};

static void
note_field (const char *name, const char *label, gpointer data)
{
  g_string_append_printf (data, "%s=%s;", name, label);
}

/* What people defined can be written like any other, but for who a record leads to. */
static void
test_custom_fields (Known *known, gconstpointer data)
{
  const CrmEntity *custom = crm_custom_intern (crm_entity_find ("deal"), custom_fields);
  g_autoptr (GPtrArray) entities = g_ptr_array_new ();
  g_autoptr (GString) listed = g_string_new (NULL);

  known->deal->custom = crm_record_new (custom, "1");
  set_value (known->deal->custom, "f1", crm_value_text ("north"));
  set_value (known->deal->custom, "f2", crm_value_int (CLOSE_DAY));
  set_value (known->deal->custom, "f3", crm_value_int (150));
  set_value (known->deal->custom, "f3_currency", crm_value_text ("EUR"));
  set_value (known->deal->custom, "f4", crm_value_text ("an id"));
  set_value (known->deal->custom, "f5", crm_value_text ("One\nTwo"));
  g_ptr_array_add (entities, (gpointer)custom);
  known->context.custom = entities;
  assert_rendered (&known->merge, "{{deal.x.region}}|{{deal.x.fee|none}}|{{deal.x.terms}}",
                   "The north|€1.50|One\nTwo");
  assert_rendered (&known->merge, "{{deal.x.agent|-}}{{deal.x.nothing|-}}{{person.x.region|-}}",
                   "---");
  assert_rendered (&known->merge,
                   "{{#if deal.x.region}}yes{{/if}}{{#if account.x.region}}no{{/if}}", "yes");
  crm_merge_foreach_custom (&known->context, note_field, listed);
  g_assert_cmpstr (listed->str, ==,
                   "deal.x.region=Deal: Region;deal.x.since=Deal: Since;deal.x.fee=Deal: Fee;"
                   "deal.x.terms=Deal: Terms;");
  crm_merge_foreach_custom (NULL, note_field, NULL);
}

static void
test_missing (Known *known, gconstpointer data)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  CrmMerge nothing = { .now_usec = NOW };
  g_autofree char *text = NULL;
  g_autofree char *some = NULL;

  text = render (&nothing,
                 "{{person.first_name}} {{person.first_name}} {{account.name|you}} {{deal.title}}"
                 " {{sender.first_name}}",
                 CRM_TEMPLATE_PLAIN, missing);
  g_assert_cmpstr (text, ==,
                   "{{person.first_name}} {{person.first_name}} you {{deal.title}}"
                   " {{sender.first_name}}");
  g_assert_cmpuint (missing->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (missing, 0), ==, "person.first_name");
  g_assert_cmpstr (g_ptr_array_index (missing, 1), ==, "deal.title");
  g_ptr_array_set_size (missing, 0);
  /* A deal without an amount has none, and not "no amount". */
  set_value (known->deal, "amount", (CrmValue){ .kind = CRM_VALUE_NULL });
  set_value (known->deal, "expected_close", (CrmValue){ .kind = CRM_VALUE_NULL });
  some = render (&known->merge, "{{deal.amount}} {{deal.expected_close}} {{deal.next_step}}",
                 CRM_TEMPLATE_PLAIN, missing);
  g_assert_cmpstr (some, ==, "{{deal.amount}} {{deal.expected_close}} {{deal.next_step}}");
  g_assert_cmpuint (missing->len, ==, 3);
}

static void
test_conditions (Known *known, gconstpointer data)
{
  static const char source[] = "{{#if deal}}{{#if deal.amount}}a{{else}}b{{/if}}"
                               "{{#if deal.next_step}}c{{/if}}{{else}}d{{/if}}"
                               "{{#if person}}e{{/if}}{{#if account}}f{{else}}g{{/if}}";
  CrmMerge nothing = { .now_usec = NOW };

  assert_rendered (&known->merge, source, "aef");
  assert_rendered (&nothing, source, "dg");
  known->merge.deal = NULL;
  known->context.account = NULL;
  assert_rendered (&known->merge, source, "deg");
  /* Whose account is not known works where the domain says. */
  known->context.organization = (char *)"Alder";
  assert_rendered (&known->merge, source, "def");
}

static void
test_escaping (Known *known, gconstpointer data)
{
  g_autofree char *html = render (&known->merge, "<b>{{deal.title}}</b> &amp; {{account.name}}",
                                  CRM_TEMPLATE_HTML, NULL);

  g_assert_cmpstr (html, ==, "<b>Pumps &amp; &lt;valves&gt;</b> &amp; Alder &amp; Sons");
  assert_rendered (&known->merge, "{{deal.title}} &amp;", "Pumps & <valves> &amp;");
  /* What a name looks like is never read as a field. */
  known->context.name = (char *)"{{today}} {{#if deal}}";
  assert_rendered (&known->merge, "{{person.name}}", "{{today}} {{#if deal}}");
}

static void
assert_language (Known *known, const char *language, const char *expected)
{
  known->merge.language = language;
  assert_rendered (&known->merge, "{{deal.amount}}|{{deal.expected_close}}|{{today}}", expected);
}

/* A letter in German has German dates, whoever writes it. */
static void
test_languages (Known *known, gconstpointer data)
{
  assert_language (known, NULL, "€12,345.00|3 May 2026|2 Mar 2026");
  assert_language (known, "en", "€12,345.00|3 May 2026|2 Mar 2026");
  assert_language (known, "", "€12,345.00|3 May 2026|2 Mar 2026");
  assert_language (known, "?!", "€12,345.00|3 May 2026|2 Mar 2026");
  assert_language (known, "de", "12.345,00\xc2\xa0€|3. Mai 2026|2. M\xc3\xa4rz 2026");
  assert_language (known, "pl",
                   "12\xc2\xa0"
                   "345,00\xc2\xa0€|3 maja 2026|2 marca 2026");
}

static void
test_german_user (Known *known, gconstpointer data)
{
  if (setlocale (LC_ALL, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("there is no German locale");
      return;
    }
  assert_language (known, "en", "€12,345.00|3 May 2026|2 March 2026");
  setlocale (LC_ALL, "C.UTF-8");
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    const char *first;
    const char *last;
  } cases[] = {
    { "Ida Alder", "Ida", "Alder" },
    { "Alder, Ida Maria", "Ida", "Alder" },
    { "van der Berg, Jan", "Jan", "van der Berg" },
    { "Prof. Dr. Ida Alder", "Ida", "Alder" },
    { "Herr Alder", NULL, "Alder" }, /* what friends call him is not known */
    { "Frau Dr. Alder", NULL, "Alder" },
    { "Ida", NULL, NULL },
    { "  Ida   Alder ", "Ida", "Alder" },
    { "ida@alder.example", NULL, NULL },
    { "", NULL, NULL },
    { NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *first = crm_merge_first_name (cases[i].name);
      g_autofree char *last = crm_merge_last_name (cases[i].name);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (first, ==, cases[i].first);
      g_assert_cmpstr (last, ==, cases[i].last);
    }
}

static void
assert_back (Known *known, const char *text, CrmTemplateMode mode, const char *expected)
{
  g_autofree char *back = crm_merge_back (text, mode, &known->merge);

  g_assert_cmpstr (back, ==, expected);
}

static void
test_back (Known *known, gconstpointer data)
{
  CrmMerge nothing = { .now_usec = NOW };
  g_autofree char *same = crm_merge_back ("Dear Ida,", CRM_TEMPLATE_PLAIN, &nothing);

  g_assert_cmpstr (same, ==, "Dear Ida,");
  assert_back (known, "Dear Ida,\nyours, Nia Hartwell", CRM_TEMPLATE_PLAIN,
               "Dear {{person.first_name}},\nyours, {{sender.name}}");
  assert_back (known, "Dr. Ida Alder (Alder & Sons), Mrs Alder", CRM_TEMPLATE_PLAIN,
               "{{person.name}} ({{account.name}}), Mrs {{person.last_name}}");
  assert_back (known, "Idaho, Alderman, €12,345.00", CRM_TEMPLATE_PLAIN,
               "Idaho, Alderman, {{deal.amount}}");
  assert_back (known, "{{person.name|Ida}} Ida {{", CRM_TEMPLATE_PLAIN,
               "{{person.name|Ida}} {{person.first_name}} {{");
  assert_back (known, "<p title=\"Ida\">Ida</p> Pumps &amp; &lt;valves&gt; < Ida",
               CRM_TEMPLATE_HTML,
               "<p title=\"Ida\">{{person.first_name}}</p> {{deal.title}} < {{person.first_name}}");
  assert_back (known, "", CRM_TEMPLATE_HTML, "");
  assert_back (known, "{Ida} Ida} {Ida", CRM_TEMPLATE_PLAIN, "{Ida} Ida} {Ida");
}

/* What was made of a letter gives the letter again. */
static void
test_there_and_back (Known *known, gconstpointer data)
{
  static const char letter[] = "Dear Ida,\nPumps & <valves> for Alder & Sons: €12,345.00.";
  g_autofree char *back = crm_merge_back (letter, CRM_TEMPLATE_PLAIN, &known->merge);

  g_assert_cmpstr (back, !=, letter);
  assert_rendered (&known->merge, back, letter);
}

#define ADD(path, function) g_test_add (path, Known, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  ADD ("/merge/values", test_values);
  ADD ("/merge/all-fields", test_all_fields);
  ADD ("/merge/custom-fields", test_custom_fields);
  ADD ("/merge/missing", test_missing);
  ADD ("/merge/conditions", test_conditions);
  ADD ("/merge/escaping", test_escaping);
  ADD ("/merge/languages", test_languages);
  ADD ("/merge/german-user", test_german_user);
  g_test_add_func ("/merge/names", test_names);
  ADD ("/merge/back", test_back);
  ADD ("/merge/there-and-back", test_there_and_back);
  return g_test_run ();
}
