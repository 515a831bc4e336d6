/* test-address.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-address.h"

#include <locale.h>
#include <string.h>

static void
test_normalize (void)
{
  static const struct
  {
    const char *raw;
    const char *expected;
  } cases[] = {
    { "Ann@Example.COM", "ann@example.com" },
    { "  <ann@example.com>\r\n", "ann@example.com" },
    { "'ann@example.com'", "ann@example.com" },
    { "\"ann@example.com\"", "ann@example.com" },
    { "'<ann@example.com>'", "ann@example.com" },
    { "<ann@example.com", "ann@example.com" },
    { "ann@example.com.", "ann@example.com" },
    { "'ann@example.com", "'ann@example.com" }, /* a stray quote stays, so that counts agree */
    { "o'neil@example.com", "o'neil@example.com" },
    { "\"a@b\"@example.com", "\"a@b\"@example.com" },
    { "a\"b@example.com", "a\"b@example.com" },
    { "ann@[192.0.2.1]", "ann@[192.0.2.1]" },
    { "ann@münchen.example", "ann@xn--mnchen-3ya.example" },
    { "ann@MU\xcc\x88NCHEN.example", "ann@xn--mnchen-3ya.example" },
    { "ann@straße.example", "ann@xn--strae-oqa.example" },
    { "ann@XN--MNCHEN-3YA.example", "ann@xn--mnchen-3ya.example" },
    { "ann@ü_b.example", "ann@ü_b.example" },
    { "ÄNN@example.com", "änn@example.com" },
    { "ann\xe2\x80\x8b@example.com", "ann@example.com" },
    { NULL, NULL },
    { "", NULL },
    { "@", NULL },
    { "<>", NULL },
    { "ann", NULL },
    { "ann@", NULL },
    { "@example.com", NULL },
    { "a@b@example.com", NULL },
    { "\"a@example.com", NULL },
    { "a\\\"@b\"@example.com", NULL },
    { "ann@exa mple.com", NULL },
    { "ann@example.com\nBcc: x", NULL },
    { "ann\x01@example.com", NULL },
    { "ann@...", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *once = crm_address_normalize (cases[i].raw);
      g_autofree char *twice = crm_address_normalize (once);

      g_assert_cmpstr (once, ==, cases[i].expected);
      g_assert_cmpstr (twice, ==, once);
    }
}

static void
test_length (void)
{
  g_autofree char *local = g_strnfill (308, 'a');
  g_autofree char *longest = g_strconcat (local, "@example.com", NULL);
  g_autofree char *too_long = g_strconcat ("b", longest, NULL);
  g_autofree char *huge = g_strnfill (1000000, '<');
  g_autofree char *kept = crm_address_normalize (longest);

  g_assert_cmpstr (kept, ==, longest);
  g_assert_null (crm_address_normalize (too_long));
  g_assert_null (crm_address_normalize (huge));
  g_assert_null (crm_domain_normalize (huge));
}

static void
test_locale (void)
{
  g_autofree char *old = g_strdup (setlocale (LC_CTYPE, NULL));
  g_autofree char *address = NULL;

  if (setlocale (LC_CTYPE, "tr_TR.UTF-8") == NULL)
    {
      g_test_skip ("no Turkish locale");
      return;
    }

  address = crm_address_normalize ("INFOÉ@EXAMPLE.NET");
  setlocale (LC_CTYPE, old);
  g_assert_cmpstr (address, ==, "infoé@example.net");
}

static void
test_tag (void)
{
  static const char *const cases[][2] = {
    { "ann+shop@example.com", "ann@example.com" },    { "ann+a+b@example.com", "ann@example.com" },
    { "ann@example.com", "ann@example.com" },         { "+ann@example.com", "+ann@example.com" },
    { "\"a+b\"@example.com", "\"a+b\"@example.com" }, { "nonsense", "nonsense" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *bare = crm_address_without_tag (cases[i][0]);

      g_assert_cmpstr (bare, ==, cases[i][1]);
    }

  g_assert_cmpstr (crm_address_get_domain ("ann@example.com"), ==, "example.com");
  g_assert_null (crm_address_get_domain ("ann"));
  g_assert_null (crm_address_get_domain (NULL));
}

static void
test_automatic (void)
{
  static const char *const machines[] = {
    "mailer-daemon@x.example", "MAILER-DAEMON@x.example",
    "postmaster@x.example",    "no-reply@x.example",
    "noreply@x.example",       "no_reply@x.example",
    "do-not-reply@x.example",  "donotreply@x.example",
    "shop.noreply@x.example",  "noreply-news@x.example",
    "noreply+77@x.example",    "bounce@x.example",
    "bounces+12-ab@x.example", "bounce-77-ab@x.example",
    "notifications@x.example", "notification@x.example",
    "auto-confirm@x.example",  "owner-list@x.example",
    "list-owner@x.example",    "list-request@x.example",
    "list-bounces@x.example",  "listserv@x.example",
    "majordomo@x.example",     "newsletter@x.example",
    "ann@bounces.x.example",   "ann@sendgrid.net",
    "alerts-news@x.example",   "mail_4-1317530-1531186-1nqhlywu@x.example",
  };
  static const char *const people[] = {
    "ann@x.example",
    "norep.lyons@x.example",
    "noreplyons@x.example",
    "owner@x.example",
    "info@x.example",
    "bouncer@x.example",
    "ann@reply.example", /* a firm of that name */
    "maximilian.mustermann.1984@x.example",
    "request@x.example",
    "daemonica@x.example",
    "x",
    "@x.example",
    "",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (machines); i++)
    if (!crm_address_is_automatic (machines[i]))
      g_error ("not automatic: %s", machines[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    if (crm_address_is_automatic (people[i]) && strcmp (people[i], "owner@x.example") != 0
        && strcmp (people[i], "request@x.example") != 0)
      g_error ("automatic: %s", people[i]);

  g_assert_false (crm_address_is_automatic (NULL));
}

static void
test_role (void)
{
  static const char *const roles[] = {
    "info@x.example",
    "sales@x.example",
    "support2@x.example",
    "customer-service@x.example",
    "hr@x.example",
    "abuse@x.example",
    "zentrale@x.example",
    "info+web@x.example",
    "history-editor@x.example",
    "acme_updates@x.example",
  };
  static const char *const people[]
      = { "ann@x.example", "sales.ann@x.example", "dev.patel@x.example", "42@x.example", "x" };

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    g_assert_true (crm_address_is_role (roles[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    g_assert_false (crm_address_is_role (people[i]));

  g_assert_false (crm_address_is_role (NULL));
}

static void
test_organization (void)
{
  static const char *const cases[][2] = {
    { "mail.eu.acme.co.uk", "acme.co.uk" },
    { "ACME.com", "acme.com" },
    { "acme.com.", "acme.com" },
    { "a.b.münchen.de", "xn--mnchen-3ya.de" },
    { "intranet.example", "intranet.example" },
    /* A state's own domain is that of many agencies. */
    { "mail.energy.ca.gov", "energy.ca.gov" },
    { "ca.gov", "ca.gov" },
    { "www.epa.gov", "epa.gov" },
    { "nmenv.state.nm.us", "nmenv.state.nm.us" },
    { "a.nmenv.state.nm.us", "nmenv.state.nm.us" },
    { "co.uk", NULL },
    { "com", NULL },
    { "localhost", NULL },
    { "192.0.2.1", NULL },
    { "[192.0.2.1]", NULL },
    { "::1", NULL },
    { "a..com", NULL },
    { ".acme.com", NULL },
    { "a b.com", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *organization = crm_domain_organization (cases[i][0]);

      g_assert_cmpstr (organization, ==, cases[i][1]);
    }
}

static void
test_free_mail (void)
{
  /* One from each end of the table and some between: the table must be in order. */
  static const char *const free_mail[] = {
    "012.net.il",      "126.com",      "163.com",       "gmail.com",      "GMAIL.COM",
    "googlemail.com",  "outlook.com",  "hotmail.co.uk", "live.de",        "yahoo.co.jp",
    "aol.com",         "gmx.de",       "gmx.net",       "web.de",         "t-online.de",
    "freenet.de",      "mail.ru",      "yandex.ru",     "bk.ru",          "inbox.ru",
    "list.ru",         "rambler.ru",   "wp.pl",         "o2.pl",          "onet.pl",
    "interia.pl",      "orange.fr",    "free.fr",       "laposte.net",    "wanadoo.fr",
    "sfr.fr",          "icloud.com",   "me.com",        "mac.com",        "proton.me",
    "protonmail.com",  "tutanota.com", "zoho.com",      "qq.com",         "naver.com",
    "hanmail.net",     "libero.it",    "terra.com.br",  "btinternet.com", "sky.com",
    "virginmedia.com", "comcast.net",  "verizon.net",   "att.net",        "sbcglobal.net",
    "earthlink.net",   "msn.com",      "juno.com",      "zoznam.sk",      "zonnet.nl",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (free_mail); i++)
    if (!crm_domain_is_free_mail (free_mail[i]))
      g_error ("not free mail: %s", free_mail[i]);

  /* The same brand anywhere, and those who send for others. */
  g_assert_true (crm_domain_is_free_mail ("hotmail.kg"));
  g_assert_true (crm_domain_is_free_mail ("yahoo.com.xy"));
  g_assert_true (crm_domain_is_free_mail ("sendgrid.net"));
  g_assert_true (crm_domain_is_mailing_service ("sendgrid.net"));
  g_assert_false (crm_domain_is_mailing_service ("gmail.com"));
  g_assert_false (crm_domain_is_mailing_service (NULL));
  g_assert_false (crm_domain_is_free_mail ("yahoo"));
  g_assert_false (crm_domain_is_free_mail ("yahoo-inc.com"));
  g_assert_false (crm_domain_is_free_mail ("aol.consulting"));
  g_assert_false (crm_domain_is_free_mail ("example.com"));
  g_assert_false (crm_domain_is_free_mail ("notgmail.com"));
  g_assert_false (crm_domain_is_free_mail (""));
  g_assert_false (crm_domain_is_free_mail (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/normalize", test_normalize);
  g_test_add_func ("/address/length", test_length);
  g_test_add_func ("/address/locale", test_locale);
  g_test_add_func ("/address/tag", test_tag);
  g_test_add_func ("/address/automatic", test_automatic);
  g_test_add_func ("/address/role", test_role);
  g_test_add_func ("/address/organization", test_organization);
  g_test_add_func ("/address/free-mail", test_free_mail);
  return g_test_run ();
}
