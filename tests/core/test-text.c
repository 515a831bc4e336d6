/* test-text.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-text.h"

#include <locale.h>
#include <string.h>

typedef char *(*TextFunc) (const char *text);

typedef struct
{
  const char *input;
  const char *expected;
} Case;

static void
check_cases (TextFunc func, const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *once = func (cases[i].input);
      g_autofree char *twice = func (once);

      g_assert_cmpstr (once, ==, cases[i].expected);
      g_assert_cmpstr (twice, ==, once);
    }
}

static void
test_fold (void)
{
  static const Case cases[] = {
    { NULL, "" },
    { "", "" },
    { "  Acme \t\r\n  Corp ", "acme corp" },
    { "MÜLLER", "muller" },
    { "Mu\xcc\x88ller", "muller" },
    { "Straße STRASSE ẞ", "strasse strasse ss" },
    { "Łódź", "lodz" },
    { "Øre Æsir œuvre", "ore aesir oeuvre" },
    { "Đorđe", "dorde" },
    { "Þór Ħaż Ŧ Ŋ", "thor haz t n" },
    { "ISPARTA ısparta İzmir", "isparta isparta izmir" },
    { "Ёлка йод", "елка иод" },
    { "Ελλάς", "ελλασ" },
    { "ﬁn ＡＢＣ ½", "fin abc 1⁄2" },
    { "a\xc2\xa0\xc2\xa0z", "a z" },
    { "soft\xc2\xadhyphen zero\xe2\x80\x8bwidth", "softhyphen zerowidth" },
    { "한국어", "한국어" },
    { "がか", "がか" },
    { "हिन्दी", "हिन्दी" },
    { "bad\xff", "bad\xef\xbf\xbd" },
  };

  check_cases (crm_fold, cases, G_N_ELEMENTS (cases));
}

/* How many characters are left of an x with @character behind it. */
static void
assert_folded_length (gunichar character, glong length)
{
  char text[8] = "x";
  g_autofree char *folded = NULL;

  text[1 + g_unichar_to_utf8 (character, text + 1)] = '\0';
  folded = crm_fold (text);
  g_assert_cmpint (g_utf8_strlen (folded, -1), ==, length);
}

/* Each range of marks from its first to its last one, and what stands beside it. */
/* The short way: where it can be gone, and that it leads to the same. */
static void
test_fold_plain (void)
{
  static const char *const plain[] = { "a", "Ab", "Pumps for Company 77 #1", "x~!\"", "A B C" };
  static const char *const not_plain[]
      = { "", " a", "a ", "a  b", "a\tb", "a\nb", "\x7f", "\xc3\xa9", "\xff", "\x1b" };
  char out[100];

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    {
      g_autofree char *folded = crm_fold (plain[i]);

      g_assert_true (crm_fold_plain (plain[i], strlen (plain[i]), out));
      g_assert_cmpmem (out, strlen (plain[i]), folded, strlen (folded));
    }
  for (guint i = 0; i < G_N_ELEMENTS (not_plain); i++)
    g_assert_false (crm_fold_plain (not_plain[i], strlen (not_plain[i]), out));
  g_assert_false (crm_fold_plain ("a\0b", 3, out));
}

static void
test_fold_marks (void)
{
  static const gunichar dropped[] = { 0x0300, 0x036f, 0x1ab0, 0x1ace, 0x1dc0, 0x1dff,
                                      0x20d0, 0x20f0, 0xfe20, 0xfe2f, 0x0591, 0x06ed };
  static const gunichar kept[]
      = { 0x02ff, 0x0370, 0x1aaf, 0x1dbf, 0x1e00, 0x20cf, 0xfe1f, 0x0590, 0x06ee, 0x093f };

  for (gsize i = 0; i < G_N_ELEMENTS (dropped); i++)
    assert_folded_length (dropped[i], 1);
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    assert_folded_length (kept[i], 2);
}

/* With a Greek letter behind it a text goes the long way, and must come out the same. */
static void
assert_same_both_ways (const char *text)
{
  g_autofree char *longer = g_strconcat (text, " \xce\xa9", NULL);
  g_autofree char *by_table = crm_fold (text);
  g_autofree char *expected
      = g_strconcat (by_table, *by_table != '\0' ? " " : "", "\xcf\x89", NULL);
  g_autofree char *the_long_way = crm_fold (longer);

  g_assert_cmpstr (expected, ==, the_long_way);
}

static void
test_fold_latin (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gunichar c = 1; c < 0x2100; c++)
    {
      if (c == 0x250)
        c = 0x2000;
      for (guint context = 0; context < 4; context++)
        {
          g_string_assign (text, context & 1 ? "A" : "");
          g_string_append_unichar (text, c);
          if (context & 2)
            g_string_append_unichar (text, context & 1 ? c : 'z');
          assert_same_both_ways (text->str);
        }
    }
  for (guint i = 0; i < 3000; i++)
    {
      g_string_truncate (text, 0);
      for (guint j = 0; j < 12; j++)
        g_string_append_unichar (text, j % 4 == 3 ? (gunichar)g_test_rand_int_range (0x2010, 0x2028)
                                                  : (gunichar)g_test_rand_int_range (1, 0x180));
      assert_same_both_ways (text->str);
    }
  assert_same_both_ways ("\xc3");
  assert_same_both_ways ("a\xc5z");
  assert_same_both_ways ("\xe2\x80");
  assert_same_both_ways ("\xc0\x80\xc1\xbf");
  assert_same_both_ways ("\xe2\x80\x7f");
  assert_same_both_ways ("\xed\xa0\x80");
}

static void
test_clean (void)
{
  static const Case cases[] = {
    { NULL, "" },
    { " \t ", "" },
    { "a\r\n b\x01"
      "c",
      "a b c" },
    { "e\xcc\x81", "é" },
    { "in\xe2\x80\xae"
      "gpj.exe\xe2\x80\xac",
      "ingpj.exe" },
    { "\xe2\x81\xa6iso\xe2\x81\xa9\xef\xbb\xbf", "iso" },
    { "\xe0\xa4\x95\xe2\x80\x8d", "\xe0\xa4\x95\xe2\x80\x8d" }, /* a joiner is spelling */
    { "x\xc3\x28", "x\xef\xbf\xbd(" },
  };

  check_cases (crm_text_clean, cases, G_N_ELEMENTS (cases));
}

static void
test_marks_limited (void)
{
  g_autoptr (GString) text = g_string_new ("a");
  g_autofree char *clean = NULL;
  g_autofree char *folded = NULL;
  gint64 before = g_get_monotonic_time ();

  /* Alternating classes are the worst case of canonical ordering. */
  for (guint i = 0; i < 100000; i++)
    g_string_append (text, i % 2 == 0 ? "\xcc\x81" : "\xcc\xa3");
  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "\xe0\xbd\xb3"); /* two marks in one character that is none itself */

  clean = crm_text_clean (text->str);
  folded = crm_fold (text->str);
  g_assert_cmpuint (strlen (clean), <, 200);
  g_assert_cmpuint (strlen (folded), <, 200);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 5 * G_USEC_PER_SEC);
}

static void
test_subject (void)
{
  static const Case cases[] = {
    { NULL, "" },
    { "Re:", "" },
    { "Offer 42", "offer 42" },
    { "RE: Fwd: re:offer", "offer" },
    { "Re[2]: Re(3): Re^4: offer", "offer" },
    { "AW: WG: Antwort", "antwort" },
    { "Antw: SV: VS: TR : RIF: offer", "offer" },
    { "ODP: PD: Отв: Ответ: RV: RES: ENC: YNT: offer", "offer" },
    { "回复：offer", "offer" },
    { "[Fwd: Re: offer]", "offer" },
    { "Re: [Fwd: [Fwd: offer]]", "offer" },
    { "[Fwd: offer", "offer" },
    { "offer (fwd)", "offer" },
    { "[list] Re: offer", "[list] re: offer" },
    { "Re: [2] offer", "[2] offer" },
    { "(2) offer]", "(2) offer]" },
    { "Regarding: offer", "regarding: offer" },
    { "  Two   spaces ", "two spaces" },
    { "ÄRGER", "ärger" },
  };

  check_cases (crm_subject_normalize, cases, G_N_ELEMENTS (cases));
}

static void
test_locale (void)
{
  g_autofree char *old = g_strdup (setlocale (LC_CTYPE, NULL));
  g_autofree char *subject = NULL;

  if (setlocale (LC_CTYPE, "tr_TR.UTF-8") == NULL)
    {
      g_test_skip ("no Turkish locale");
      return;
    }

  subject = crm_subject_normalize ("INFO É");
  setlocale (LC_CTYPE, old);
  g_assert_cmpstr (subject, ==, "info é");
}

static void
test_subject_title (void)
{
  static const char *const cases[][2] = {
    { "FW: Gas Meters", "Gas Meters" },
    { "Re: AW: WG: Angebot Ölpumpe", "Angebot Ölpumpe" },
    { "RE[2]:  İki Teklif", "İki Teklif" },
    { "Offer", "Offer" },
    { "Re:", "Re:" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = crm_subject_strip (cases[i][0]);

      g_assert_cmpstr (title, ==, cases[i][1]);
    }
}

static void
test_direction (void)
{
  g_assert_cmpint (crm_text_get_direction ("Pump"), ==, 1);
  g_assert_cmpint (crm_text_get_direction ("(12) مضخة"), ==, -1);
  g_assert_cmpint (crm_text_get_direction ("משאבה pump"), ==, -1);
  g_assert_cmpint (crm_text_get_direction ("насос مضخة"), ==, 1);
  g_assert_cmpint (crm_text_get_direction ("1,500.00 –"), ==, 0);
  g_assert_cmpint (crm_text_get_direction (""), ==, 0);
  g_assert_cmpint (crm_text_get_direction (NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/fold-plain", test_fold_plain);
  g_test_add_func ("/text/fold-marks", test_fold_marks);
  g_test_add_func ("/text/fold-latin", test_fold_latin);
  g_test_add_func ("/text/clean", test_clean);
  g_test_add_func ("/text/marks-limited", test_marks_limited);
  g_test_add_func ("/text/subject", test_subject);
  g_test_add_func ("/text/subject-title", test_subject_title);
  g_test_add_func ("/text/direction", test_direction);
  g_test_add_func ("/text/locale", test_locale);
  return g_test_run ();
}
