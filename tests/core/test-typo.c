/* test-typo.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "model/crm-text.h"
#include "model/crm-typo.h"

static guint
match_begun (const char *words, const char *text, gboolean begun)
{
  g_autoptr (CrmTypo) typo = crm_typo_new (words, begun);
  g_autofree char *folded = crm_fold (text);

  return typo != NULL ? crm_typo_match (typo, folded) : CRM_TYPO_NONE;
}

static guint
match (const char *words, const char *text)
{
  return match_begun (words, text, TRUE);
}

typedef struct
{
  const char *words;
  const char *text;
  guint n_mistakes;
} Case;

static const Case cases[] = {
  /* One letter: wrong, missing, too many, doubled, swapped; also the first and the last. */
  { "brewstar", "Ann Brewster", 1 },
  { "brewter", "Ann Brewster", 1 },
  { "brewsteer", "Ann Brewster", 1 },
  { "brewwster", "Ann Brewster", 1 },
  { "berwster", "Ann Brewster", 1 },
  { "rbewster", "Ann Brewster", 1 },
  { "rewstar", "Ann Brewster", 2 },
  { "krewster", "Ann Brewster", 1 },
  { "brewstre", "Ann Brewster", 1 },
  { "kral", "Karl Olsen", 1 },
  { "kal", "Tom Karl", 1 },
  { "karll", "Karl Olsen", 1 },
  { "meier", "Petra Maier", 1 },
  /* No mistake; what is typed may be a part. */
  { "brew", "Ann Brewster", 0 },
  { "ster ann", "Ann Brewster", 0 },
  /* Two from eight letters on, three in all words together. */
  { "berwstre", "Ann Brewster", 2 },
  { "harmonsin", "Harrison", CRM_TYPO_NONE },
  { "kralsson", "Petra Karlson", CRM_TYPO_NONE },
  { "kral olesn", "Karl Olsen", 2 },
  { "kral olesn brewstre", "Karl Olsen Brewster", 3 },
  { "kral olesn berwstre", "Karl Olsen Brewster", CRM_TYPO_NONE },
  /* Not to its end yet. */
  { "berws", "Ann Brewster", 1 },
  { "brews", "Ann Brewster", 0 },
  { "brwe", "Ann Brewster", CRM_TYPO_NONE },
  { "brwxw", "Ann Brewster", CRM_TYPO_NONE },
  /* Marks do not count, in what is typed nor in the name. */
  { "Müleler", "Muller", 1 },
  { "lukasz", "Łukašz", 0 },
  { "luaksz", "Łukasz", 1 },
  { "Семёнвоа", "Семенова", 1 },
  { "παπαδοπυολος", "Παπαδόπουλος", 1 },
  /* Words are parted by signs, too. */
  { "o'brein", "Sean O'Brien", 1 },
  { "o'brein", "Sean Brien", CRM_TYPO_NONE },
  { "shmidt-olsen", "Eva Schmidt-Olsen", 1 },
  /* False friends: short words, numbers, signs that are words, words that are missing. */
  { "ann", "Ada Lan", CRM_TYPO_NONE },
  { "ob", "Bo", CRM_TYPO_NONE },
  { "toms", "Tom", CRM_TYPO_NONE },
  { "2024", "Plan of 2025", CRM_TYPO_NONE },
  { "audit 2024", "Aduit of 2025", CRM_TYPO_NONE },
  { "a4001", "Pump A4002", CRM_TYPO_NONE },
  { "東京電気", "東京電力", CRM_TYPO_NONE },
  { "brewster kettle", "Ann Brewstar", CRM_TYPO_NONE },
  { "brewing", "Ann Brewster", CRM_TYPO_NONE },
  { "martin", "Marina Dal", CRM_TYPO_NONE },
  { "martha", "Marvin", CRM_TYPO_NONE },
  { "olsen", "Nielsen", CRM_TYPO_NONE },
  { "", "Ann", CRM_TYPO_NONE },
  { "  - ", "Ann", CRM_TYPO_NONE },
  { "brewster", "", CRM_TYPO_NONE },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s: %s", cases[i].words, cases[i].text);
      g_assert_cmpuint (match (cases[i].words, cases[i].text), ==, cases[i].n_mistakes);
    }
}

static void
test_whole (void)
{
  g_assert_cmpuint (match_begun ("berws", "Ann Brewster", FALSE), ==, CRM_TYPO_NONE);
  g_assert_cmpuint (match_begun ("brews", "Old Brewery", FALSE), ==, CRM_TYPO_NONE);
  g_assert_cmpuint (match_begun ("brews", "Old Brewery", TRUE), ==, 1);
  g_assert_cmpuint (match_begun ("brews", "Ann Brewster", FALSE), ==, 0);
  g_assert_cmpuint (match_begun ("brewstre", "Ann Brewster", FALSE), ==, 1);
}

/* Words of hundreds of letters are compared as they are, and cost no more than that. */
static void
test_long (void)
{
  g_autofree char *name = g_strnfill (32, 'n');
  g_autofree char *typed = g_strnfill (33, 'n');
  g_autofree char *text = g_strconcat (typed, typed, NULL);

  g_assert_cmpuint (match (typed, name), ==, CRM_TYPO_NONE);
  g_assert_null (crm_typo_new (typed, TRUE));
  g_assert_cmpuint (match (name, text), ==, 0);
  name[3] = 'x';
  g_assert_cmpuint (match (name, text), ==, CRM_TYPO_NONE);
  typed[31] = '\0';
  g_assert_cmpuint (match (name, typed), ==, 1);
  crm_typo_free (NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/typo/cases", test_cases);
  g_test_add_func ("/typo/whole", test_whole);
  g_test_add_func ("/typo/long", test_long);
  return g_test_run ();
}
