/* crm-signature.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-signature"
#include "config.h"

#include "crm-signature.h"

#include <string.h>

#include "crm-address.h"
#include "crm-signature-private.h"
#include "crm-text.h"

/* Of a longer letter only the beginning is read. */
#define MAX_TEXT (256 * 1024)
#define MAX_TITLE 70
#define MAX_PHONES 4
/* More numbers than that are a list of telephones. */
#define MAX_NUMBERS 6
#define MAX_ABBREVIATION 5
/* A title stands in one of so many lines from the name on. */
#define TITLE_LINES 4

G_DEFINE_BOXED_TYPE (CrmSignature, crm_signature, crm_signature_ref, crm_signature_unref)

/**
 * crm_signature_ref:
 * @self: a signature
 *
 * Returns: (transfer full): @self with one more reference
 */
CrmSignature *
crm_signature_ref (CrmSignature *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_signature_unref:
 * @self: (transfer full): a signature
 *
 * Drops a reference; the last one frees it.
 */
void
crm_signature_unref (CrmSignature *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_free (self->name);
  g_free (self->title);
  g_free (self->organization);
  g_free (self->postal_address);
  g_free (self->website);
  g_ptr_array_unref (self->phones);
  g_free (self);
}

static gboolean
has_digit (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isdigit (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

/* Parts of a line that stand side by side: "Buyer | Acme Ltd". */
static char **
split_line (const char *line)
{
  static const char *const marks[] = { " - ", " – ", " — ", "|", "•", "·", " / ", " // ", NULL };
  g_autofree char *text = g_strdup (line);
  char **parts;

  for (gsize i = 0; marks[i] != NULL; i++)
    {
      g_auto (GStrv) split = g_strsplit (text, marks[i], -1);

      g_free (text);
      text = g_strjoinv ("\n", split);
    }
  parts = g_strsplit (text, "\n", -1);
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      g_strstrip (parts[i]);
      while (g_str_has_suffix (parts[i], ","))
        g_strchomp (g_strdelimit (parts[i] + strlen (parts[i]) - 1, ",", ' '));
    }
  return parts;
}

/* The organisation's own word of its domain: "falkenrath" of falkenrath.example. */
static char *
domain_word (const char *address)
{
  const char *domain = address != NULL ? crm_address_get_domain (address) : NULL;
  g_autofree char *organization = domain != NULL ? crm_domain_organization (domain) : NULL;

  if (organization == NULL || crm_domain_is_free_mail (organization))
    return NULL;
  return g_strndup (organization, strcspn (organization, "."));
}

/* "Alder Works Ltd" of alderworks.example. */
static gboolean
begins_with_own_word (const char *folded, const char *own_word)
{
  const char *word = own_word;

  for (; *folded != '\0' && *word != '\0'; folded++)
    if (*folded == *word)
      word++;
    else if (strchr (" -&", *folded) == NULL)
      return FALSE;
  return *word == '\0' && strchr (" ,", *folded) != NULL;
}

static gboolean
is_organization (const char *part, const char *own_word)
{
  g_autofree char *folded = crm_fold (part);
  gsize length = own_word != NULL ? strlen (own_word) : 0;

  if (part[0] == '\0' || strlen (part) > MAX_TITLE || strpbrk (part, "@:") != NULL
      || strstr (folded, "www.") != NULL)
    return FALSE;
  if (length >= 4 && begins_with_own_word (folded, own_word) && strchr (part, '.') == NULL
      && !has_digit (part))
    return !_crm_signature_is_title (folded);
  return _crm_signature_is_organization (part, folded);
}

/* The point of "Sr. Buyer" and "Asst. to Ann Roe", not that of a sentence. */
static gboolean
has_sentence_mark (const char *part)
{
  gsize n_word = 0;

  for (const char *p = part; *p != '\0'; p++)
    {
      if (strchr ("@:?!;\"", *p) != NULL
          || (*p == '.' && (n_word > MAX_ABBREVIATION || p[1] == '\0')))
        return TRUE;
      n_word = *p == ' ' ? 0 : n_word + 1;
    }
  return FALSE;
}

static gboolean
is_title (const char *part, const char *own_word)
{
  g_autofree char *folded = crm_fold (part);

  return part[0] != '\0' && strlen (part) <= MAX_TITLE && !has_digit (part)
         && !has_sentence_mark (part) && g_unichar_isalpha (g_utf8_get_char (part))
         && !g_unichar_islower (g_utf8_get_char (part)) && !is_organization (part, own_word)
         && _crm_signature_is_title (folded);
}

static void
take (char **slot, const char *text, gsize length)
{
  if (*slot == NULL)
    *slot = g_strstrip (g_strndup (text, length));
}

/* Where @part is cut into a title and an organisation; NULL where it is one thing. */
static const char *
find_cut (const char *part, const char *own_word, gsize *out_length)
{
  const char *at = strstr (part, " at ");

  if (at != NULL && g_unichar_isupper (g_utf8_get_char (at + 4)))
    {
      *out_length = 4;
      return at;
    }
  for (const char *comma = strchr (part, ','); comma != NULL; comma = strchr (comma + 1, ','))
    {
      *out_length = 1 + strspn (comma + 1, " ");
      if (is_organization (comma + *out_length, own_word))
        return comma;
    }
  return NULL;
}

/* "Buyer, Acme Ltd" and "Buyer at Acme" are two things, "Vice President, Gas Trading" is one. */
static void
read_part (CrmSignature *self, const char *part, const char *own_word, gboolean may_be_title)
{
  gsize length = 0;
  const char *cut = may_be_title ? find_cut (part, own_word, &length) : NULL;

  if (cut != NULL)
    {
      g_autofree char *head = g_strndup (part, (gsize)(cut - part));

      if (is_title (head, own_word))
        {
          take (&self->title, head, strlen (head));
          take (&self->organization, cut + length, strlen (cut + length));
          return;
        }
    }
  if (is_organization (part, own_word))
    take (&self->organization, part, strlen (part));
  else if (may_be_title && is_title (part, own_word))
    take (&self->title, part, strlen (part));
}

static gboolean
is_name (const char *text, const char *const *name_words)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint n = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] == '\0' || !g_unichar_isalpha (g_utf8_get_char (words[i]))
          || g_unichar_islower (g_utf8_get_char (words[i])))
        return FALSE;
      n++;
    }
  return n >= 2 && n <= 4 && strlen (text) <= 60 && !has_digit (text) && strchr (text, '@') == NULL
         && _crm_signature_count_name_words (text, name_words) > 0;
}

/* "Ann Roe, Buyer" */
static void
read_name_part (CrmSignature *self,
                const char *part,
                const char *const *name_words,
                const char *own_word)
{
  gsize length = strcspn (part, ",");
  g_autofree char *name = g_strstrip (g_strndup (part, length));

  if (self->name == NULL && is_name (name, name_words))
    self->name = g_steal_pointer (&name);
  if (part[length] == ',')
    {
      g_autofree char *rest = g_strstrip (g_strdup (part + length + 1));

      read_part (self, rest, own_word, TRUE);
    }
}

/* The line with the name may go on: "Ann Roe | Buyer | Acme Ltd", or begin with something else. */
static void
read_name_line (CrmSignature *self,
                const char *line,
                const char *const *name_words,
                const char *own_word)
{
  g_auto (GStrv) parts = split_line (line);

  for (gsize i = 0; parts[i] != NULL; i++)
    if (self->name == NULL && _crm_signature_count_name_words (parts[i], name_words) > 0)
      read_name_part (self, parts[i], name_words, own_word);
    else
      read_part (self, parts[i], own_word, TRUE);
}

static void
read_website (CrmSignature *self, const char *line, const char *address)
{
  const char *domain = address != NULL ? crm_address_get_domain (address) : NULL;
  g_autofree char *organization = domain != NULL ? crm_domain_organization (domain) : NULL;
  g_auto (GStrv) words = NULL;

  if (organization == NULL || crm_domain_is_free_mail (organization))
    return;
  words = g_strsplit_set (line, " |,;<>()", -1);
  for (gsize i = 0; words[i] != NULL && self->website == NULL; i++)
    {
      g_autofree char *folded = crm_fold (words[i]);
      const char *host = folded;

      /* Not g_str_has_prefix(): its question for NULL makes gcc 14 warn of what follows. */
      host += strncmp (host, "https://", 8) == 0 ? 8 : strncmp (host, "http://", 7) == 0 ? 7 : 0;
      host += strncmp (host, "www.", 4) == 0 ? 4 : 0;
      if (host != folded && g_str_has_prefix (host, organization)
          && (host[strlen (organization)] == '\0'
              || g_str_equal (host + strlen (organization), "/")))
        self->website = g_strconcat ("https://", strstr (folded, "www.") != NULL ? "www." : "",
                                     organization, NULL);
    }
}

static void
read_lines (CrmSignature *self,
            GPtrArray *lines,
            const char *const *name_words,
            const char *address)
{
  g_autofree char *own_word = domain_word (address);
  gboolean has_bare = FALSE;
  guint n_numbers = 0;

  if (lines->len == 0) /* the first line is where another letter begins */
    return;
  read_name_line (self, g_ptr_array_index (lines, 0), name_words, own_word);
  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      g_auto (GStrv) parts = split_line (line);

      for (gsize j = 0; i > 0 && parts[j] != NULL; j++)
        read_part (self, parts[j], own_word, i < TITLE_LINES);
      n_numbers += _crm_signature_read_phones (line, self->phones, &has_bare);
      read_website (self, line, address);
    }
  if (n_numbers > MAX_NUMBERS)
    g_ptr_array_set_size (self->phones, 0);
  else if (self->phones->len > MAX_PHONES)
    g_ptr_array_set_size (self->phones, MAX_PHONES);
  self->postal_address = _crm_signature_read_postal (lines);
}

/**
 * crm_signature_parse:
 * @text: (nullable): a letter as plain text; what is not UTF-8 is replaced
 * @name: (nullable): the sender's, as the letter's header has it
 * @address: (nullable): the sender's, normalised
 *
 * Quotations, forwarded letters and blocks of anybody but the sender do not count.
 *
 * Returns: (transfer full) (nullable): the sender's signature; %NULL when none can be told
 */
CrmSignature *
crm_signature_parse (const char *text, const char *name, const char *address)
{
  g_autoptr (CrmSignature) self = NULL;
  g_autofree char *begin = NULL;
  g_autofree char *valid = NULL;
  g_auto (GStrv) name_words = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  if (text == NULL || (name == NULL && address == NULL))
    return NULL;
  begin = g_strndup (text, MAX_TEXT);
  valid = g_utf8_make_valid (begin, -1);
  name_words = _crm_signature_name_words (name, address);
  lines = _crm_signature_find_block (valid, (const char *const *)name_words, address);
  if (lines == NULL)
    return NULL;
  self = g_new0 (CrmSignature, 1);
  self->ref_count = 1;
  self->phones = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_phone_free);
  read_lines (self, lines, (const char *const *)name_words, address);
  return g_steal_pointer (&self);
}
