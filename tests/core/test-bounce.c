/* test-bounce.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "crm-bounce.h"

typedef struct
{
  const char *what;
  const char *text;
  const char *found; /* "dead address status" and "alive address status", joined by bars */
} Case;

#define ANN "ann@alder.example"
#define BOB "bob@alder.example"

/* clang-format off */
static const Case reports[] = {
  { "unknown", "Reporting-MTA: dns; mx.alder.example\n\nFinal-Recipient: rfc822; " ANN "\nAction: failed\nStatus: 5.1.1\n", "dead " ANN " 5.1.1" },
  { "original recipient first", "Final-Recipient: rfc822; roe@alder.example\nOriginal-Recipient: rfc822;<" ANN ">\nAction: Failed\nStatus: 5.1.1 (bad destination)\n", "dead " ANN " 5.1.1" },
  { "CRLF and folded", "Final-Recipient: rfc822;\r\n " ANN "\r\nAction: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; 550 no such\r\n\tuser here\r\n\r\n", "dead " ANN " 5.0.0" },
  { "several", "Final-Recipient: rfc822; " ANN "\nAction: failed\nStatus: 5.1.10\n\nFinal-Recipient: rfc822; " BOB "\nAction: failed\nStatus: 5.2.2\n", "dead " ANN " 5.1.10|alive " BOB " 5.2.2" },
  { "the same twice", "Final-Recipient: rfc822; " ANN "\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; " ANN "\nStatus: 5.1.1\n", "dead " ANN " 5.1.1" },
  { "delayed", "Final-Recipient: rfc822; " ANN "\nAction: delayed\nStatus: 4.4.1\n", "alive " ANN " 4.4.1" },
  { "delayed, whatever the status", "Final-Recipient: rfc822; " ANN "\nAction: delayed\nStatus: 5.1.1\n", "alive " ANN " 5.1.1" },
  { "given up, not unknown", "Final-Recipient: rfc822; " ANN "\nAction: failed\nStatus: 4.4.7\n", "alive " ANN " 4.4.7" },
  { "delivered", "Final-Recipient: rfc822; " ANN "\nAction: delivered\nStatus: 2.0.0\n", "alive " ANN " 2.0.0" },
  { "full", "Final-Recipient: rfc822; " ANN "\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 user unknown to have space, quota\n", "alive " ANN " 5.2.2" },
  { "taken for spam", "Final-Recipient: rfc822; " ANN "\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 address rejected as spam\n", "alive " ANN " 5.7.1" },
  { "too big", "Final-Recipient: rfc822; " ANN "\nAction: failed\nStatus: 5.3.4\n", "alive " ANN " 5.3.4" },
  { "says nothing", "Final-Recipient: rfc822; " ANN "\nAction: failed\nStatus: 5.0.0\n", "alive " ANN " 5.0.0" },
  { "no status", "Final-Recipient: rfc822; " ANN "\nAction: failed\nDiagnostic-Code: smtp; 550 user unknown\n", "dead " ANN " -" },
  { "not an address", "Final-Recipient: x400; /C=GB/S=Roe\nAction: failed\nStatus: 5.1.1\n", "" },
  { "nothing", "", "" },
};
static const Case words[] = {
  { "qmail", "Hi. This is the qmail-send program at alder.example.\n\n<" ANN ">:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n<" BOB ">\nno such user\n", "dead " ANN " 5.1.1" },
  { "exim", "This message was created automatically by mail delivery software.\n\n  " ANN "\n    SMTP error from remote mail server after RCPT TO:<" ANN ">:\n    550 Unknown user\n", "dead " ANN " -" },
  { "sendmail", "   ----- The following addresses had permanent fatal errors -----\n<" ANN ">\n    (reason: 550 5.1.1 <" ANN ">... User unknown)\n", "dead " ANN " 5.1.1" },
  { "a session", "Sent <<< RCPT TO:<" ANN ">\nReceived >>> 550 5.1.1 unknown user\n", "dead " ANN " 5.1.1" },
  { "German", "Ihre Nachricht hat die folgenden Personen nicht erreicht:\n\n" ANN "\nEmpfänger unbekannt\n", "dead " ANN " -" },
  { "full", "<" ANN ">:\n552 mailbox full, user unknown\n", "alive " ANN " -" },
  { "greylisted", "<" ANN ">: 450 4.2.0 does not exist yet, greylisted\n", "alive " ANN " 4.2.0" },
  { "late", "This is a warning message only. You do not need to resend.\n\n<" ANN ">:\nUser unknown\n", "alive " ANN " -" },
  { "an address and no reason", "Please write to " ANN " instead.\n<" ANN ">\n", "alive " ANN " -" },
  { "each has its own reason", "<" ANN ">:\nUser unknown\n<" BOB ">:\nConnection timed out\n", "dead " ANN " -|alive " BOB " -" },
  { "a machine is nobody", "<MAILER-DAEMON@alder.example>:\nuser unknown\n", "" },
  { "a version is no status", "<" ANN ">: user unknown at Mail 15.1.2044.4\n", "dead " ANN " -" },
  { "no bounce", "Dear Ann,\n\nthank you.\n", "" },
};
/* clang-format on */

static void
assert_found (GPtrArray *bounces, const char *expected)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < bounces->len; i++)
    {
      const CrmBounce *bounce = g_ptr_array_index (bounces, i);

      g_string_append_printf (all, "%s%s %s %s", i > 0 ? "|" : "",
                              bounce->is_dead ? "dead" : "alive", bounce->address,
                              bounce->status != NULL ? bounce->status : "-");
    }
  g_assert_cmpstr (all->str, ==, expected);
  g_ptr_array_unref (bounces);
}

static void
test_report (gconstpointer data)
{
  const Case *c = data;

  assert_found (crm_bounce_read_status (c->text), c->found);
}

static void
test_words (gconstpointer data)
{
  const Case *c = data;

  assert_found (crm_bounce_read_text (c->text), c->found);
}

/* What people read of it is one line of a bearable length, also of a hostile server. */
static void
test_reason (void)
{
  g_autofree char *long_text = g_strnfill (10000, 'x');
  g_autofree char *text = g_strconcat ("Final-Recipient: rfc822; " ANN "\nStatus: 5.1.1\n"
                                       "Diagnostic-Code: smtp; 550 \033[1m\xff ",
                                       long_text, NULL);
  g_autoptr (GPtrArray) bounces = crm_bounce_read_status (text);
  const CrmBounce *bounce = g_ptr_array_index (bounces, 0);

  g_assert_true (g_str_has_prefix (bounce->reason, "550 "));
  g_assert_cmpint (g_utf8_strlen (bounce->reason, -1), <=, 300);
  g_assert_true (g_utf8_validate (bounce->reason, -1, NULL));
  g_assert_null (strpbrk (bounce->reason, "\n\033"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      g_autofree char *path = g_strconcat ("/bounce/report/", reports[i].what, NULL);

      g_test_add_data_func (path, &reports[i], test_report);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *path = g_strconcat ("/bounce/words/", words[i].what, NULL);

      g_test_add_data_func (path, &words[i], test_words);
    }
  g_test_add_func ("/bounce/reason", test_reason);
  return g_test_run ();
}
