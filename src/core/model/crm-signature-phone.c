/* crm-signature-phone.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Which numbers in a line of a signature are those of telephones. */
#define G_LOG_DOMAIN "crm-signature-phone"
#include "config.h"

#include "crm-signature-private.h"

#include <string.h>

#include "crm-text.h"

#define MIN_DIGITS 7
#define MAX_DIGITS 15 /* E.164 */
/* From so many on a number says by itself that it is one, where it is written as one. */
#define FULL_DIGITS 10
#define LABEL_WORDS 3

typedef struct
{
  const char *start;
  const char *end;      /* behind the number and its extension */
  const char *main_end; /* behind the number */
  guint n_digits;
} Number;

static gboolean
is_digit_at (const char *p)
{
  return g_unichar_isdigit (g_utf8_get_char (p));
}

/* Not in the midst of a word, of an address or of another number; "Fax/713..." is one. */
static gboolean
is_number_start (const char *line, const char *p)
{
  const char *before = p > line ? g_utf8_find_prev_char (line, p) : NULL;
  const char *second
      = before != NULL && before > line ? g_utf8_find_prev_char (line, before) : NULL;
  gunichar previous = before != NULL ? g_utf8_get_char (before) : ' ';

  if (g_unichar_isalnum (previous)
      || strchr ("@_=&+(", previous < 128 ? (int)previous : ' ') != NULL)
    return FALSE;
  if (second != NULL && strchr ("-./", previous < 128 ? (int)previous : ' ') != NULL
      && (is_digit_at (second) || (previous != '/' && *second != ' ' && previous != '.')))
    return FALSE;
  p += strspn (p, "+(") <= 2 ? strspn (p, "+(") : 0;
  return is_digit_at (p);
}

/* A separator belongs to the number when a digit follows it. */
static gboolean
goes_on (const char *p, guint n_digits)
{
  gunichar c = g_utf8_get_char (p);

  if (c == '/' && n_digits >= FULL_DIGITS - 1)
    return FALSE; /* the next number */
  if (c == ' ' || c == '-' || c == '.' || c == '/' || c == ')' || c == 0xa0 || c == 0x2011
      || c == 0x2013)
    {
      p = g_utf8_next_char (p);
      if (c == ' ' && n_digits == MIN_DIGITS - 1 && *p == '-' && p[1] == ' ')
        p += 2; /* "(029) 201 - 0123" */
      if ((c == ')' || c == '-') && (*p == ' ' || *p == '-' || *p == '/'))
        p++;
      return is_digit_at (p) || (*p == '(' && is_digit_at (p + 1)) || (c == '(' && *p == '0');
    }
  return c == '(' && is_digit_at (p + 1);
}

static gboolean
read_number (const char *line, const char *p, Number *out)
{
  const char *extension;

  out->start = g_str_has_prefix (p, "+(") && p[2] != '+' ? p + 1 : p;
  out->n_digits = 0;
  if (!is_number_start (line, p))
    return FALSE;
  while (*p == '+' || *p == '(')
    p++;
  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (is_digit_at (p))
        out->n_digits++;
      else if (!goes_on (p, out->n_digits)
               && !(strchr (" )-/(", *p) != NULL && p > line && goes_on (p - 1, out->n_digits)))
        break;
    }
  out->main_end = p;
  if (*out->start == '(' && memchr (out->start, ')', (gsize)(p - out->start)) == NULL)
    out->start++;
  extension = _crm_phone_find_extension (p);
  out->end = extension != NULL ? extension : p;
  while (extension != NULL && is_digit_at (out->end))
    out->end = g_utf8_next_char (out->end);
  if (*out->end == ')' && memchr (p, '(', (gsize)(out->end - p)) != NULL)
    out->end++;
  return TRUE;
}

/* "713-555-0123" and "(713) 555-0123": three, three and four digits. */
static gboolean
is_written_as_number (const Number *number)
{
  static const guint groups[] = { 3, 3, 4 };
  const char *p = number->start;
  guint n_group = 0, group = 0;

  if (*p == '+')
    return number->n_digits >= FULL_DIGITS;
  if (g_str_has_prefix (p, "1-") || g_str_has_prefix (p, "1.") || g_str_has_prefix (p, "1 "))
    p += 2;
  for (; p < number->main_end; p = g_utf8_next_char (p))
    {
      if (is_digit_at (p))
        n_group++;
      else if (n_group > 0)
        {
          if (group >= 2 || n_group != groups[group])
            return FALSE;
          group++;
          n_group = 0;
        }
    }
  return group == 2 && n_group == groups[2];
}

typedef struct
{
  const char *kind;  /* (nullable) */
  gboolean is_other; /* it is some other number */
  gboolean is_p;     /* "p": phone or pager */
  gboolean is_bare;  /* nothing but its form says that it is one */
} Label;

/* What stands before a number: the last words of it. */
static Label
read_label (const char *start, const char *end)
{
  g_autofree char *text = g_strndup (start, (gsize)(end - start));
  g_autofree char *folded = crm_fold (text);
  g_auto (GStrv) words = g_strsplit_set (folded, " :,;|/()[]&#<>*\t", -1);
  gboolean both = strchr (folded, '/') != NULL || strchr (folded, '&') != NULL;
  Label label = { NULL, FALSE, FALSE, FALSE };
  guint n_seen = 0;
  gboolean has_work = FALSE;

  for (int i = (int)g_strv_length (words) - 1; i >= 0 && n_seen < LABEL_WORDS; i--)
    {
      gsize length = strlen (words[i]);
      const char *kind;

      while (length > 1 && strchr (".-", words[i][length - 1]) != NULL)
        words[i][--length] = '\0';
      if (words[i][0] == '\0' || g_str_equal (words[i], "-") || g_str_equal (words[i], "."))
        continue;
      n_seen++;
      kind = _crm_signature_phone_kind (words[i], n_seen == 1);
      label.is_p |= n_seen == 1 && g_str_equal (words[i], "p");
      label.is_other |= label.kind == NULL && _crm_signature_is_other_number (words[i]);
      has_work |= g_strcmp0 (kind, "work") == 0;
      if (kind != NULL && (label.kind == NULL || g_str_equal (label.kind, "work")))
        label.kind = kind;
    }
  if (both && has_work && g_strcmp0 (label.kind, "fax") == 0)
    label.kind = "work";
  return label;
}

static const char *
skip_word (const char *p)
{
  while (*p != '\0' && g_unichar_isalpha (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

/* In "555-0123 fax 555-0199" the word is that of the number behind it, unless that one has its word
 * behind it too: "555-0123 work 555-0199 home". */
static gboolean
is_label_of_next (const char *p, gboolean is_in_brackets)
{
  const char *word;
  g_autofree char *raw = NULL;
  g_autofree char *folded = NULL;

  p += strspn (p, " :#.");
  if (!is_digit_at (p) && *p != '+' && *p != '(')
    return FALSE;
  if (is_in_brackets)
    return TRUE;
  p += strspn (p, "0123456789 ()+-./");
  word = p;
  raw = g_strndup (word, (gsize)(skip_word (word) - word));
  folded = crm_fold (raw);
  return raw[0] == '\0' || _crm_signature_phone_kind (folded, FALSE) == NULL;
}

/* "713-555-0123 (fax)": the word behind, unless it is the label of the next number. */
static Label
read_label_behind (const char *p, gboolean may_touch, const char **out_end)
{
  g_autofree char *word = NULL;
  g_autofree char *folded = NULL;
  Label label = { NULL, FALSE, FALSE, FALSE };
  const char *end;
  gboolean has_mark;
  gboolean touches = may_touch && g_unichar_isalpha (g_utf8_get_char (p));

  while (*p == ' ' || *p == '-')
    p++;
  has_mark = *p == '(' || *p == '[';
  p += has_mark;
  end = skip_word (p);
  if (end == p || *end == ':' || (*end == '.' && !has_mark && end[1] != '\0')
      || (!touches && is_label_of_next (end, has_mark)))
    return label;
  word = g_strndup (p, (gsize)(end - p));
  folded = crm_fold (word);
  label.kind = _crm_signature_phone_kind (folded, has_mark || touches || *end == '\0');
  label.is_other = (has_mark || end - p > 3) && _crm_signature_is_other_number (folded);
  if (label.kind != NULL)
    *out_end = end;
  return label;
}

/* The label of a number: what stands behind it in brackets, or before it, or behind it. */
static Label
find_label (const char *label_start, const Number *number, const char **end)
{
  Label before = read_label (label_start, number->start);
  const char *rest = number->end + strspn (number->end, " ");
  Label behind = { NULL, FALSE, FALSE, FALSE };

  if (before.kind == NULL || *rest == '(' || *rest == '[')
    behind = read_label_behind (number->end, is_written_as_number (number), end);
  if (behind.kind != NULL)
    before.kind = behind.kind;
  before.is_other |= behind.is_other;
  before.is_bare = before.kind == NULL;
  if (before.kind == NULL && is_written_as_number (number))
    before.kind = "work";
  return before;
}

static void
take_number (const Number *number, const char *kind, GPtrArray *phones)
{
  g_autofree char *raw = g_strndup (number->start, (gsize)(number->end - number->start));
  g_autofree char *clean = crm_text_clean (raw);

  for (guint i = 0; i < phones->len; i++)
    if (crm_phone_is_same (((CrmPhone *)g_ptr_array_index (phones, i))->number, clean))
      return;
  g_ptr_array_add (phones, crm_phone_new (kind, clean));
}

/* "1995-2001" */
static gboolean
is_years (const Number *number)
{
  const char *p = number->start;

  return number->n_digits == 8 && number->main_end - p == 9 && (p[0] == '1' || p[0] == '2')
         && p[4] == '-' && (p[5] == '1' || p[5] == '2') && strncmp (p, p + 5, 4) < 0;
}

/* Numbers that cost nothing are a firm's: 800 and the like, where no label and no extension says
 * that one reaches somebody by it. */
static gboolean
is_toll_free (const Number *number)
{
  static const char *const codes[] = { "800", "888", "877", "866", "855", NULL };
  g_autofree char *raw = g_strndup (number->start, (gsize)(number->main_end - number->start));
  g_autofree char *digits = crm_phone_digits (raw);
  const char *code = digits + (digits[0] == '+');

  code += code[0] == '1' && strlen (code) == FULL_DIGITS + 1;
  for (gsize i = 0; codes[i] != NULL; i++)
    if (strlen (code) == FULL_DIGITS && g_str_has_prefix (code, codes[i]))
      return number->end == number->main_end;
  return FALSE;
}

static gboolean
is_telephone (const Number *number, const Label *label)
{
  return label->kind != NULL && !label->is_other && number->n_digits >= MIN_DIGITS
         && number->n_digits <= MAX_DIGITS && !is_years (number)
         && !(label->is_bare && is_toll_free (number));
}

/* "+ 44 29 ..." as "+44 29 ..." */
static char *
join_plus (const char *line)
{
  GString *joined = g_string_new (NULL);

  for (const char *p = line; *p != '\0'; p++)
    if (*p != ' ' || joined->len == 0 || joined->str[joined->len - 1] != '+')
      g_string_append_c (joined, *p);
  return g_string_free (joined, FALSE);
}

static gboolean
has_kind (const GPtrArray *phones, const char *kind)
{
  for (guint i = 0; i < phones->len; i++)
    if (g_str_equal (((CrmPhone *)g_ptr_array_index (phones, i))->kind, kind))
      return TRUE;
  return FALSE;
}

/* Adds the telephone numbers of a line. One number without a label in a signature, @has_bare, is
 * that of the sender's desk; what a second one is nobody can tell. Returns how many numbers there
 * are. */
guint
_crm_signature_read_phones (const char *text, GPtrArray *phones, gboolean *has_bare)
{
  g_autofree char *line = join_plus (text);
  const char *label_start = line;
  const char *p = line;
  Number number;
  guint n = 0;

  while (*p != '\0')
    {
      Label label;

      if (!read_number (line, p, &number))
        {
          p = g_utf8_next_char (p);
          continue;
        }
      p = number.end;
      if (number.n_digits < MIN_DIGITS - 3)
        continue; /* part of a label or of an address */
      label = find_label (label_start, &number, &p);
      n += number.n_digits >= MIN_DIGITS;
      label_start = p;
      if (!is_telephone (&number, &label) || (label.is_bare && *has_bare)
          || (label.is_p && has_kind (phones, "work")))
        continue;
      *has_bare |= label.is_bare;
      take_number (&number, label.kind, phones);
    }
  return n;
}
