/* crm-card-text.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-card-text"
#include "config.h"

#include "crm-card-text.h"

#include <string.h>

/* RFC 2426: what would end a value or a part of it. Nothing else of @text may end its line. */
static void
append_escaped (GString *card, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    switch (text[i])
      {
      case '\\':
      case ';':
      case ',':
        g_string_append_c (card, '\\');
        g_string_append_c (card, text[i]);
        break;
      case '\n':
        g_string_append (card, "\\n");
        break;
      case '\r':
        break;
      default:
        g_string_append_c (card, text[i]);
      }
}

static void
append_line (GString *card, const char *property, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_string_append (card, property);
  append_escaped (card, text, strlen (text));
  g_string_append (card, "\r\n");
}

/* The last word is the family's; whoever sees it otherwise corrects it in the address book. */
static void
append_name (GString *card, const char *name)
{
  const char *space = strrchr (name, ' ');
  const char *family = space != NULL ? space + 1 : "";
  gsize n_given = space != NULL ? (gsize)(space - name) : strlen (name);

  g_string_append (card, "N:");
  append_escaped (card, family, strlen (family));
  g_string_append_c (card, ';');
  append_escaped (card, name, n_given);
  g_string_append (card, ";;;\r\n");
}

/**
 * crm_card_text_build:
 * @card: what is known; a name and a UID are there
 *
 * Returns: (transfer full): a vCard 3.0
 */
char *
crm_card_text_build (const CrmCardText *card)
{
  g_autofree char *name = g_strstrip (g_strdelimit (g_strdup (card->name), "\r\n\t", ' '));
  GString *text = g_string_new ("BEGIN:VCARD\r\nVERSION:3.0\r\n");

  append_line (text, "UID:", card->uid);
  append_line (text, "FN:", name);
  append_name (text, name);
  append_line (text, "ORG:", card->organization);
  append_line (text, "TITLE:", card->title);
  append_line (text, "EMAIL;TYPE=WORK:", card->address);
  append_line (text, "EMAIL;TYPE=WORK:", card->other);
  append_line (text, "TEL;TYPE=WORK,VOICE:", card->phone);
  g_string_append (text, "END:VCARD");
  return g_string_free (text, FALSE);
}
