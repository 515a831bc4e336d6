/* test-template.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-template.h"

static char *
lookup (const char *name, gpointer data)
{
  const char *const *pairs = data;

  for (guint i = 0; pairs[i] != NULL; i += 2)
    if (g_str_equal (pairs[i], name))
      return g_strdup (pairs[i + 1]);
  return NULL;
}

static const char *const values[] = { "person.first_name", "Ida",   "deal",  "yes", "deal.title",
                                      "Pumps <A&B>\nnew",  "today", "3 May", NULL };

static char *
render (const char *source, CrmTemplateMode mode, GPtrArray *missing)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmTemplate) template = crm_template_parse (source, NULL, &error);

  g_assert_no_error (error);
  return crm_template_render (template, mode, lookup, (gpointer)values, missing);
}

static void
test_render (void)
{
  static const struct
  {
    const char *source;
    const char *text;
  } cases[] = {
    { "", "" },
    { "no field { } }}", "no field { } }}" },
    { "Dear {{person.first_name}},", "Dear Ida," },
    { "{{ person.first_name | you }}", "Ida" },
    { "{{person.title|colleague}}", "colleague" },
    { "{{person.title|}}", "" },
    { "{{#if deal}}on {{today}}{{/if}}", "on 3 May" },
    { "{{#if account}}a{{else}}b{{/if}}", "b" },
    { "{{#if account}}a{{/if}}", "" },
    { "{{#if deal}}{{#if account}}a{{else}}{{person.first_name}}{{/if}}{{else}}c{{/if}}", "Ida" },
    { "{{#if&nbsp;person.first_name}}x{{/if}}", "x" },
    { "{{#if\xc2\xa0"
      "deal}}x{{/if}}",
      "x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = render (cases[i].source, CRM_TEMPLATE_PLAIN, NULL);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_modes (void)
{
  g_autofree char *plain = render ("{{deal.title}}", CRM_TEMPLATE_PLAIN, NULL);
  g_autofree char *html = render ("<b>{{deal.title}}</b>", CRM_TEMPLATE_HTML, NULL);

  g_assert_cmpstr (plain, ==, "Pumps <A&B>\nnew");
  g_assert_cmpstr (html, ==, "<b>Pumps &lt;A&amp;B&gt;<br>new</b>");
}

static void
test_missing (void)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text
      = render ("{{account.name}}, {{person.title}}, {{account.name}}{{person.title|x}}",
                CRM_TEMPLATE_PLAIN, missing);

  g_assert_cmpstr (text, ==, "{{account.name}}, {{person.title}}, {{account.name}}x");
  g_assert_cmpuint (missing->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (missing, 0), ==, "account.name");
}

static void
refuse (const char *source, gsize start, gsize end, guint line, guint column)
{
  CrmTemplatePlace place = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmTemplate) template = crm_template_parse (source, &place, &error);

  g_assert_null (template);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
  g_assert_cmpuint (place.start, ==, start);
  g_assert_cmpuint (place.end, ==, end);
  g_assert_cmpuint (place.line, ==, line);
  g_assert_cmpuint (place.column, ==, column);
}

static void
test_errors (void)
{
  refuse ("Dear {{name}}", 5, 13, 1, 6);
  refuse ("Gr\xc3\xbc\xc3\x9f"
          "e\n\xc3\xa4 {{persn.name}},",
          11, 25, 2, 3);
  refuse ("a {{today", 2, 4, 1, 3);
  refuse ("a {{today {{today}}", 2, 4, 1, 3);
  refuse ("{{#if deal}}x", 0, 12, 1, 1);
  refuse ("{{#if deal}}x{{else}}y", 0, 12, 1, 1);
  refuse ("{{#if deals}}x{{/if}}", 0, 13, 1, 1);
  refuse ("x{{/if}}", 1, 8, 1, 2);
  refuse ("x{{else}}", 1, 9, 1, 2);
  refuse ("{{#if deal}}{{else}}{{else}}{{/if}}", 20, 28, 1, 21);
  refuse ("{{deal}}", 0, 8, 1, 1); /* a condition only */
}

static char *
nest (guint depth)
{
  GString *source = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (source, "{{#if deal}}");
  for (guint i = 0; i < depth; i++)
    g_string_append (source, "{{/if}}");
  return g_string_free (source, FALSE);
}

static void
test_limits (void)
{
  g_autofree char *deep = nest (CRM_TEMPLATE_MAX_DEPTH);
  g_autofree char *too_deep = nest (CRM_TEMPLATE_MAX_DEPTH + 1);
  g_autofree char *too_long = g_strnfill (CRM_TEMPLATE_MAX_BYTES + 1, 'x');
  GString *too_many = g_string_new (NULL);
  g_autofree char *text = render (deep, CRM_TEMPLATE_PLAIN, NULL);

  g_assert_cmpstr (text, ==, "");
  for (guint i = 0; i < CRM_TEMPLATE_MAX_NODES + 2; i++)
    g_string_append (too_many, "{{today}}");
  for (guint i = 0; i < 3; i++)
    {
      const char *sources[] = { too_deep, too_long, too_many->str };
      g_autoptr (GError) error = NULL;

      g_assert_null (crm_template_parse (sources[i], NULL, &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
    }
  g_string_free (too_many, TRUE);
}

/* Every field can be asked for, and is a condition too. */
static void
test_fields (void)
{
  for (const CrmTemplateField *field = crm_template_fields (); field->name != NULL; field++)
    {
      g_autofree char *source
          = g_strdup_printf ("{{#if %s}}{{%s|-}}{{/if}}", field->name, field->name);
      g_autofree char *text = render (source, CRM_TEMPLATE_PLAIN, NULL);

      g_assert_nonnull (field->label);
    }
}

/* Which of them there are is a matter of the store; what can be none is a mistake. */
static void
test_custom_fields (void)
{
  static const char *const good[] = { "deal.x.region", "person.x.a_1", "account.x.since" };
  static const char *const bad[]
      = { "deal.x.",  "deal.x.Region", "deal.x.a b",    "sender.x.region",
          "x.region", "today.x.a",     "deal.y.region", "deal.x.amount_currency" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *source = g_strdup_printf ("{{#if %s}}{{%s|-}}{{/if}}", good[i], good[i]);
      g_autofree char *text = render (source, CRM_TEMPLATE_PLAIN, NULL);

      g_assert_nonnull (text);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *source = g_strdup_printf ("{{%s}}", bad[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (crm_template_parse (source, NULL, &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/template/render", test_render);
  g_test_add_func ("/template/custom-fields", test_custom_fields);
  g_test_add_func ("/template/modes", test_modes);
  g_test_add_func ("/template/missing", test_missing);
  g_test_add_func ("/template/errors", test_errors);
  g_test_add_func ("/template/limits", test_limits);
  g_test_add_func ("/template/fields", test_fields);
  return g_test_run ();
}
