/* crm-import-guess.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What other programs call our fields. */
#define G_LOG_DOMAIN "crm-import"
#include "config.h"

#include <string.h>

#include "crm-form-data.h"
#include "crm-form.h"
#include "crm-import-private.h"
#include "model/crm-text.h"

/* In the languages we ship and the headings of common address books and CRMs; beside them
 * our own labels count. The first field that the form has is meant. */
static const struct
{
  const char *headings; /* between bars */
  const char *fields[3];
} guesses[] = {
  { "|name|full name|display name|contact|contact name|nom complet|imie i nazwisko|фио|anzeigename"
    "|nombre completo|enw llawn|",
    { "name" } },
  { "|first name|middle name|last name|surname|given name|family name|additional name|vorname"
    "|nachname|nom|prenom|nom de famille|imie|nazwisko|имя|фамилия|отчество|nombre|apellido"
    "|apellidos|enw cyntaf|cyfenw|",
    { CRM_IMPORT_NAME_PART } },
  { "|account|account name|company|company name|organization|organisation|organization name|firma"
    "|unternehmen|organisation name|societe|entreprise|empresa|организация|компания|cwmni"
    "|organization 1 name|employer|customer|kunde|client|klient|клиент|cliente|",
    { "account", "organization", "name" } },
  { "|job title|title|position|role|job|funktion|stelle|fonction|poste|stanowisko|должность|cargo"
    "|puesto|swydd|organization 1 title|",
    { "title", "job_title" } },
  { "|e mail|email|mail|e mail address|email address|e mail adresse|email adresse|courriel"
    "|adresse e mail|correo|correo electronico|adres e mail|почта|электронная почта|эл почта|ebost"
    "|primary email|work email|business e mail|",
    { "address" } },
  { "|phone|phone number|telephone|mobile|mobile phone|work phone|business phone|cell|cell phone"
    "|telefon|telefonnummer|handy|mobil|telefon komorkowy|telephone "
    "number|portable|телефон|мобильный"
    "|телефон мобильный|telefono|movil|ffon|ffon symudol|",
    { "phone" } },
  { "|domain|e mail domain|", { "domain" } },
  { "|website|web site|web page|url|homepage|web|site web|strona internetowa|сайт|sitio "
    "web|gwefan|",
    { "website" } },
  { "|industry|sector|branche|secteur|branza|отрасль|sector de actividad|diwydiant|",
    { "industry" } },
  { "|source|lead source|quelle|origine|zrodlo|источник|origen|ffynhonnell|", { "source" } },
  { "|campaign|kampagne|campagne|kampania|кампания|campana|ymgyrch|", { "campaign" } },
  { "|language|sprache|langue|jezyk|язык|idioma|iaith|", { "language" } },
  { "|address|street|street address|city|town|zip|zip code|postal code|postcode|plz|ort|strasse"
    "|adresse|rue|ville|code postal|adres|ulica|miasto|kod pocztowy|адрес|улица|город|индекс"
    "|direccion|calle|ciudad|codigo postal|cyfeiriad|country|land|pays|kraj|страна|pais|gwlad"
    "|business street|business city|business postal code|business country|region|state|",
    { "postal_address" } },
  { "|revenue|annual revenue|umsatz|jahresumsatz|chiffre d affaires|przychod|выручка|facturacion|",
    { "annual_revenue" } },
};

/* Words alone: "E-mail 1 - Value" is "e mail". */
static char *
simplify (const char *heading)
{
  g_autofree char *folded = crm_fold (heading);
  GString *words = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalpha (c))
        g_string_append_unichar (words, c);
      else if (words->len > 0 && words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }
  if (g_str_has_suffix (words->str, " "))
    g_string_truncate (words, words->len - 1);
  if (g_str_has_suffix (words->str, " value"))
    g_string_truncate (words, words->len - strlen (" value"));
  return g_string_free (words, FALSE);
}

/* (nullable) (transfer full) */
static char *
find_target (const CrmImport *self, const char *words, gboolean by_label)
{
  for (guint i = 0; i < self->targets->len; i++)
    {
      const CrmFormOption *target = g_ptr_array_index (self->targets, i);
      g_autofree char *name = simplify (by_label ? target->label : target->value);

      if (g_str_equal (words, name))
        return g_strdup (target->value);
    }
  return NULL;
}

static const char * /* (nullable) */
find_field (const CrmImport *self, const char *const *fields, guint n_fields)
{
  for (guint i = 0; i < n_fields; i++)
    if (fields[i] != NULL
        && (g_str_equal (fields[i], CRM_IMPORT_NAME_PART)
            || _crm_import_has_target (self, fields[i])))
      return fields[i];
  return NULL;
}

static gboolean
has_word (const char *words, const char *const *wanted)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_strv_contains (wanted, parts[i]))
      return TRUE;
  return FALSE;
}

/* "Other Phone", "E-mail 2 address", "Telefon (privat)", but not "E-mail type". */
static const char * /* (nullable) */
find_way (const CrmImport *self, const char *words)
{
  static const char *const addresses[] = { "email", "mail", "courriel", "correo", "ebost", NULL };
  static const char *const phones[] = { "phone", "telephone", "mobile",  "cell", "telefon", "handy",
                                        "mobil", "telefono",  "телефон", "ffon", NULL };
  static const char *const others[]
      = { "type",  "label", "kind", "opt",  "not",    "status",  "fax",      "owner", "id",
          "count", "date",  "sent", "list", "format", "service", "provider", NULL };

  if (has_word (words, others))
    return NULL;
  if (has_word (words, addresses) && _crm_import_has_target (self, "address"))
    return "address";
  return has_word (words, phones) && _crm_import_has_target (self, "phone") ? "phone" : NULL;
}

/* (nullable) (transfer full): the field that a column of that heading most likely goes into, or
 * %CRM_IMPORT_NAME_PART. What others call something that we have no field for is nothing else. */
char *
_crm_import_guess (const CrmImport *self, const char *heading)
{
  g_autofree char *words = simplify (heading);
  g_autofree char *wanted = g_strdup_printf ("|%s|", words);
  char *found = find_target (self, words, TRUE);

  if (found != NULL || *words == '\0')
    return found;
  for (guint i = 0; i < G_N_ELEMENTS (guesses); i++)
    {
      g_autofree char *headings = crm_fold (guesses[i].headings);

      if (strstr (headings, wanted) != NULL)
        return g_strdup (find_field (self, guesses[i].fields, G_N_ELEMENTS (guesses[i].fields)));
    }
  found = find_target (self, words, FALSE);
  return found != NULL ? found : g_strdup (find_way (self, words));
}
