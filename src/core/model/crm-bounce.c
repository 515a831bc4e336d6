/* crm-bounce.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * An address is taken for dead only where the server says that nobody is there. A mailbox that is
 * full, a letter that is too big or taken for spam, a server that does not answer: none of that is
 * for good. */
#define G_LOG_DOMAIN "crm-bounce"
#include "config.h"

#include "crm-bounce.h"

#include <string.h>

#include "crm-address.h"
#include "crm-text.h"

#define MAX_TEXT (64 * 1024)
#define MAX_LINES 600
#define MAX_BOUNCES 50
#define MAX_REASON 300
/* So many lines below an address may say what was wrong with it. */
#define REASON_LINES 6

/**
 * crm_bounce_free:
 * @self: (nullable): a bounce
 */
void
crm_bounce_free (CrmBounce *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->status);
  g_free (self->reason);
  g_free (self);
}

static gboolean
has_one_of (const char *folded, const char *const *words)
{
  for (gsize i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* What servers say of a mailbox that is not there. */
static gboolean
says_nobody (const char *folded)
{
  static const char *const words[] = { "user unknown",
                                       "unknown user",
                                       "no such user",
                                       "no such person",
                                       "no such recipient",
                                       "no such address",
                                       "no such mailbox",
                                       "unknown recipient",
                                       "recipient unknown",
                                       "unknown address",
                                       "unknown account",
                                       "unknown local",
                                       "not a known user",
                                       "user not found",
                                       "not found in directory",
                                       "recipient not found",
                                       "recipientnotfound",
                                       "addressee unknown",
                                       "invalid recipient",
                                       "invalid mailbox",
                                       "invalid address",
                                       "does not exist",
                                       "doesn't exist",
                                       "no mailbox here",
                                       "not have an account",
                                       "doesn't have a",
                                       "not a valid user",
                                       "not a valid mailbox",
                                       "user doesn't have",
                                       "couldn't find any host",
                                       "could not be found",
                                       "host unknown",
                                       "unknown host",
                                       "unrouteable address",
                                       "unroutable",
                                       "no longer",
                                       "is disabled",
                                       "is inactive",
                                       "has been disabled",
                                       "this account has been",
                                       "account closed",
                                       "mailbox unavailable",
                                       "address rejected",
                                       "not listed in",
                                       "empfanger unbekannt",
                                       "unbekannter empfanger",
                                       "existiert nicht",
                                       "utilisateur inconnu",
                                       "n'existe pas",
                                       "usuario desconocido",
                                       "no existe",
                                       NULL };

  return has_one_of (folded, words);
}

/* What is wrong with the letter, the moment or the sender, not with the address. */
static gboolean
says_not_now (const char *folded)
{
  static const char *const words[] = { "spam",
                                       "blocked",
                                       "blacklist",
                                       "block list",
                                       "blocklist",
                                       "policy",
                                       "reputation",
                                       "quota",
                                       "mailbox full",
                                       "is full",
                                       "over quota",
                                       "too large",
                                       "too big",
                                       "size limit",
                                       "exceed",
                                       "greylist",
                                       "grey list",
                                       "try again",
                                       "temporar",
                                       "relaying",
                                       "relay denied",
                                       "relay access",
                                       "not permitted",
                                       "timed out",
                                       "timeout",
                                       "connection refused",
                                       "virus",
                                       "delayed",
                                       "will retry",
                                       "still being",
                                       "throttl",
                                       "rate limit",
                                       NULL };

  return has_one_of (folded, words);
}

/* "5.1.1": whether a mailbox is not there. Of what says nothing (5.0.0) the server's words do. */
static gboolean
is_dead_status (const char *status, const char *reason)
{
  static const char *const dead[]
      = { "5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", NULL };
  static const char *const vague[]
      = { "5.0.0", "5.0.1", "5.1.5", "5.3.0", "5.4.0", "5.4.1", "5.5.0", "5.5.1", "5.7.1", NULL };
  g_autofree char *folded = crm_fold (reason != NULL ? reason : "");

  if (status == NULL)
    return says_nobody (folded) && !says_not_now (folded);
  if (g_strv_contains (dead, status))
    return !g_str_equal (status, "5.1.0") || (says_nobody (folded) && !says_not_now (folded));
  return g_strv_contains (vague, status) && says_nobody (folded) && !says_not_now (folded);
}

/* (transfer full) (nullable): the first "5.1.1" in @text. */
static char *
find_status (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      gsize n = 0;
      const char *q = p + 1;

      if ((*p != '2' && *p != '4' && *p != '5') || *q != '.'
          || (p > text && (g_ascii_isalnum (p[-1]) || p[-1] == '.')))
        continue;
      while (*q == '.' && n < 3)
        {
          gsize digits = strspn (q + 1, "0123456789");

          if (digits == 0 || digits > 3)
            break;
          q += 1 + digits;
          n++;
        }
      if (n == 2 && !g_ascii_isalnum (*q) && !(*q == '.' && g_ascii_isdigit (q[1])))
        return g_strndup (p, (gsize)(q - p));
    }
  return NULL;
}

static gboolean
holds_address (const GPtrArray *bounces, const char *address)
{
  for (guint i = 0; i < bounces->len; i++)
    if (g_str_equal (((CrmBounce *)g_ptr_array_index (bounces, i))->address, address))
      return TRUE;
  return FALSE;
}

static void
add_bounce (GPtrArray *bounces, const char *address, char *status, const char *reason, gboolean may)
{
  g_autofree char *owned = status;
  CrmBounce *self;
  g_autofree char *clean = crm_text_clean (reason);
  g_autofree char *cut = g_utf8_substring (clean, 0, MIN (g_utf8_strlen (clean, -1), MAX_REASON));

  if (bounces->len >= MAX_BOUNCES || holds_address (bounces, address))
    return;
  self = g_new0 (CrmBounce, 1);
  self->address = g_strdup (address);
  self->is_dead = may && is_dead_status (owned, cut);
  self->status = g_steal_pointer (&owned);
  self->reason = cut[0] != '\0' ? g_steal_pointer (&cut) : NULL;
  g_ptr_array_add (bounces, self);
}

/* --- reports (RFC 3464) ----------------------------------------------------------------------- */

typedef struct
{
  char *original; /* (owned) (nullable): whom the letter was for */
  char *final;    /* (owned) (nullable): where that led to */
  char *action;   /* (owned) (nullable) */
  char *status;   /* (owned) (nullable) */
  char *reason;   /* (owned) (nullable) */
} Block;

static void
clear_block (Block *block)
{
  g_clear_pointer (&block->original, g_free);
  g_clear_pointer (&block->final, g_free);
  g_clear_pointer (&block->action, g_free);
  g_clear_pointer (&block->status, g_free);
  g_clear_pointer (&block->reason, g_free);
}

/* "rfc822; ann@alder.example" without what says which kind it is. */
static char *
strip_type (const char *value)
{
  const char *semicolon = strchr (value, ';');

  return g_strstrip (g_strdup (semicolon != NULL ? semicolon + 1 : value));
}

static void
end_block (Block *block, GPtrArray *bounces)
{
  const char *whom = block->original != NULL ? block->original : block->final;
  g_autofree char *address = NULL;
  g_autofree char *bare = whom != NULL ? strip_type (whom) : NULL;

  if (bare != NULL)
    address = crm_address_normalize (g_strdelimit (bare, "<>", ' '));
  if (address != NULL)
    add_bounce (
        bounces, address, block->status != NULL ? find_status (block->status) : NULL, block->reason,
        g_ascii_strcasecmp (block->action != NULL ? block->action : "failed", "failed") == 0);
  clear_block (block);
}

static void
take_field (Block *block, const char *line)
{
  const struct
  {
    const char *name;
    char **slot;
    gboolean has_type;
  } fields[] = {
    { "original-recipient:", &block->original, FALSE },
    { "final-recipient:", &block->final, FALSE },
    { "action:", &block->action, FALSE },
    { "status:", &block->status, FALSE },
    { "diagnostic-code:", &block->reason, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      gsize length = strlen (fields[i].name);
      g_autofree char *value = NULL;

      if (g_ascii_strncasecmp (line, fields[i].name, length) != 0 || *fields[i].slot != NULL)
        continue;
      value = g_strstrip (g_strdup (line + length));
      *fields[i].slot
          = fields[i].has_type ? strip_type (value) : g_strndup (value, strcspn (value, "("));
      g_strstrip (*fields[i].slot);
    }
}

/* Lines, those that go on in the next one joined; at most so many. */
static GPtrArray *
split_lines (const char *text, gboolean unfold)
{
  g_autofree char *begin = g_strndup (text != NULL ? text : "", MAX_TEXT);
  g_autofree char *valid = g_utf8_make_valid (begin, -1);
  g_auto (GStrv) raw = g_strsplit (valid, "\n", MAX_LINES);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; raw[i] != NULL; i++)
    {
      gboolean is_indented = raw[i][0] == ' ' || raw[i][0] == '\t';

      g_strstrip (raw[i]);
      if (unfold && is_indented && raw[i][0] != '\0' && lines->len > 0)
        {
          char **last = (char **)&g_ptr_array_index (lines, lines->len - 1);
          char *joined = g_strconcat (*last, " ", raw[i], NULL);

          g_free (*last);
          *last = joined;
        }
      else
        g_ptr_array_add (lines, g_strdup (raw[i]));
    }
  return lines;
}

/**
 * crm_bounce_read_status:
 * @text: (nullable): the content of a message/delivery-status part; what is not UTF-8 is replaced
 *
 * Returns: (transfer full) (element-type CrmBounce): one for each address that is named
 */
GPtrArray *
crm_bounce_read_status (const char *text)
{
  GPtrArray *bounces = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_bounce_free);
  g_autoptr (GPtrArray) lines = split_lines (text, TRUE);
  Block block = { 0 };

  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);

      if (line[0] == '\0')
        end_block (&block, bounces);
      else
        take_field (&block, line);
    }
  end_block (&block, bounces);
  return bounces;
}

/* --- words alone ------------------------------------------------------------------------------ */

/* From here on it is the letter that came back. */
static gboolean
begins_letter (const char *folded)
{
  static const char *const marks[] = { "--- below this line",      "this is a copy of the message",
                                       "original message follows", "unsent message follows",
                                       "message header follows",   "the body of the message",
                                       "----- original message",   "----- message header",
                                       "headers of the original",  "included below is",
                                       "returned message",         NULL };

  return has_one_of (folded, marks) || g_str_has_prefix (folded, "received: ")
         || g_str_has_prefix (folded, "return-path:");
}

/* (transfer full) (nullable): what stands in the brackets that hold an @ */
static char *
find_bracketed (const char *line)
{
  const char *at = strchr (line, '@');
  const char *open = at;
  const char *close = at != NULL ? at + strcspn (at, "<> \t") : NULL;

  while (open != NULL && open > line && strchr ("<> \t", *open) == NULL)
    open--;
  if (open == NULL || *open != '<' || *close != '>')
    return NULL;
  return g_strndup (open + 1, (gsize)(close - open - 1));
}

/* (transfer full) (nullable): the address that the line names: in brackets, or at its beginning */
static char *
find_address (const char *line)
{
  g_autofree char *word = find_bracketed (line);
  g_autofree char *address = NULL;
  const char *bare;

  if (word == NULL)
    {
      line += strspn (line, " \t'\"*-");
      if (g_ascii_strncasecmp (line, "to: ", 4) == 0)
        line += 4;
      word = g_strndup (line, strcspn (line, " \t,;:'\")(<>"));
    }
  bare = g_ascii_strncasecmp (word, "mailto:", 7) == 0 ? word + 7 : word;
  address = strchr (bare, '@') != NULL ? crm_address_normalize (bare) : NULL;
  return address != NULL && !crm_address_is_automatic (address) ? g_steal_pointer (&address) : NULL;
}

/* What the lines from @i on say of the address in the first of them. */
static char *
collect_reason (GPtrArray *lines, guint i, const char *address)
{
  GString *reason = g_string_new (g_ptr_array_index (lines, i));

  for (guint j = i + 1; j < MIN (lines->len, i + 1 + REASON_LINES); j++)
    {
      const char *line = g_ptr_array_index (lines, j);
      g_autofree char *folded = crm_fold (line);
      g_autofree char *other = find_address (line);

      if (begins_letter (folded) || (other != NULL && !g_str_equal (other, address)))
        break;
      g_string_append_c (reason, ' ');
      g_string_append (reason, line);
    }
  return g_string_free (reason, FALSE);
}

/* A letter that is only late. */
static gboolean
is_warning (GPtrArray *lines)
{
  static const char *const words[] = { "warning message only",
                                       "will continue",
                                       "will keep trying",
                                       "has been delayed",
                                       "not yet been",
                                       "do not need to resend",
                                       "still trying",
                                       "delivery delayed",
                                       "will be retried",
                                       "no action is required",
                                       NULL };

  for (guint i = 0; i < lines->len; i++)
    {
      g_autofree char *folded = crm_fold (g_ptr_array_index (lines, i));

      if (begins_letter (folded))
        return FALSE;
      if (has_one_of (folded, words))
        return TRUE;
    }
  return FALSE;
}

/**
 * crm_bounce_read_text:
 * @text: (nullable): the words of a letter that a mail server wrote; what is not UTF-8 is replaced
 *
 * For servers that write no report. An address counts where the words behind it say why.
 *
 * Returns: (transfer full) (element-type CrmBounce): one for each address that is named
 */
GPtrArray *
crm_bounce_read_text (const char *text)
{
  GPtrArray *bounces = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_bounce_free);
  g_autoptr (GPtrArray) lines = split_lines (text, FALSE);
  gboolean is_soft = is_warning (lines);

  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      g_autofree char *folded = crm_fold (line);
      g_autofree char *address = NULL;
      g_autofree char *reason = NULL;

      if (begins_letter (folded))
        break;
      address = find_address (line);
      if (address == NULL)
        continue;
      reason = collect_reason (lines, i, address);
      add_bounce (bounces, address, find_status (reason), reason, !is_soft);
    }
  return bounces;
}
