/* crm-signature-words.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What signatures are made of in several languages. All lists are as crm_fold() has the words. */
#define G_LOG_DOMAIN "crm-signature-words"
#include "config.h"

#include "crm-signature-private.h"

#include <string.h>

#define MAX_THANKS_WORDS 6

/* clang-format off */
/* How letters end; a line that is one of these, or begins with one and has at most two words more. */
static const char *const closings[] = {
  /* en */ "regards", "best regards", "kind regards", "kindest regards", "warm regards", "warmest regards",
  "with best regards", "with kind regards", "with regards", "best wishes", "best", "all the best", "many thanks",
  "thanks", "thank you", "thanks and regards", "thanks & regards", "thx", "sincerely", "yours sincerely", "sincerely yours",
  "yours faithfully", "yours truly", "yours", "cheers", "cordially", "respectfully", "rgds", "br", "love",
  "thanks in advance", "thanks again", "take care", "talk soon", "best of luck",
  /* de */ "mit freundlichen grussen", "mit freundlichem gruss", "freundliche grusse", "freundlicher gruss",
  "viele grusse", "viele grusse aus", "beste grusse", "herzliche grusse", "liebe grusse", "schone grusse",
  "mit besten grussen", "mit herzlichen grussen", "mit freundlichen grussen aus", "hochachtungsvoll", "gruss", "grusse",
  "mfg", "vg", "lg", "mit freundlichen gruessen", "viele gruesse", "beste gruesse", "freundliche gruesse", "herzlichst",
  /* fr */ "cordialement", "bien cordialement", "tres cordialement", "salutations", "sinceres salutations",
  "meilleures salutations", "cordiales salutations", "bien a vous", "amicalement", "respectueusement", "merci",
  "bonne journee", "bonne reception", "avec mes salutations", "merci d'avance",
  /* es */ "saludos", "un saludo", "saludos cordiales", "un cordial saludo", "cordialmente", "atentamente", "gracias",
  "muchas gracias", "un abrazo", "reciba un cordial saludo", "le saluda atentamente",
  /* pl */ "pozdrawiam", "z powazaniem", "serdecznie pozdrawiam", "z pozdrowieniami", "pozdrowienia", "dziekuje",
  "z wyrazami szacunku", "pozdrawiam serdecznie", "lacze pozdrowienia",
  /* ru */ "с уважением", "с наилучшими пожеланиями", "с уважением и наилучшими пожеланиями", "всего доброго",
  "с приветом", "спасибо", "искренне ваш",
  /* cy */ "cofion", "cofion cynnes", "cofion gorau", "yn gywir", "yr eiddoch yn gywir", "diolch", "diolch yn fawr",
  "hwyl", "pob hwyl", "gan ddymuno'n dda",
  /* ar */ "مع التحية", "مع تحياتي", "مع خالص التحية", "مع أطيب التحيات", "تحياتي", "وتفضلوا بقبول فائق الاحترام", "شكرا",
  "شكرا لك", "مع اطيب التحيات",
  /* it, nl, pt, sv, cs */ "cordiali saluti", "distinti saluti", "saluti", "met vriendelijke groet", "vriendelijke groeten",
  "met vriendelijke groeten", "groeten", "groet", "atenciosamente", "cumprimentos", "com os melhores cumprimentos", "abracos",
  "med vanliga halsningar", "vanliga halsningar", "halsningar", "mvh", "med venlig hilsen", "s pozdravem", "terveisin",
  NULL,
};
/* From here on it is no longer what the sender says. */
static const char *const ends[] = {
  "-----original message", "---- original message", "-----urspr", "----- original message", "-----message d'origine",
  "-----mensaje original", "-----oryginalna wiadomosc", "---------- forwarded", "----- forwarded", "begin forwarded message",
  "--------- begin forwarded", "-------- forwarded message", "-------- original message", "-------- weitergeleitete",
  "-----ursprungliche nachricht", "-------- wiadomosc", "-------- пересылаемое", "-------- исходное", "---------------------- forwarded",
  "-----begin pgp", NULL,
};
static const char *const ends_anywhere[] = {
  "confidential", "vertraulich", "confidentiel", "confidencial", "poufne", "конфиденциальн", "intended recipient", "intended only",
  "privileged", "disclaimer", "unsubscribe", "virus", "this e-mail", "this email", "this message", "diese e-mail", "ce message",
  "mailing list", "please consider the environment", "sent from my", "is sponsored by", "von meinem", "envoye de mon", "do you yahoo", NULL,
};
/* The last word of a job title, or a word no title is without. */
static const char *const titles[] = {
  /* en */ "manager", "director", "president", "vp", "svp", "evp", "ceo", "cfo", "cto", "coo", "cio", "cmo", "cpo", "engineer", "analyst",
  "consultant", "assistant", "specialist", "coordinator", "officer", "attorney", "counsel", "paralegal", "associate", "buyer",
  "accountant", "controller", "supervisor", "representative", "executive", "founder", "co-founder", "cofounder", "owner", "partner", "architect",
  "developer", "designer", "administrator", "secretary", "treasurer", "chairman", "chairwoman", "head of", "lead", "professor",
  "lecturer", "scientist", "researcher", "technician", "planner", "trader", "broker", "recruiter", "editor", "curator",
  "conservator", "superintendent", "principal", "adviser", "advisor", "economist", "auditor", "scheduler", "purchaser", "agent",
  "account manager", "chief", "intern", "strategist", "buying", "nurse", "surveyor", "librarian", "procurement manager",
  "asst", "asst.", "rep", "mgr", "mgr.", "clerk", "webmaster",
  /* de */ "geschaftsfuhrer", "geschaftsfuhrerin", "geschaftsfuhrung", "leiter", "leiterin", "leitung", "vorstand", "vorstandin", "prokurist", "prokuristin",
  "referent", "referentin", "sachbearbeiter", "sachbearbeiterin", "berater", "beraterin", "ingenieur", "ingenieurin",
  "einkaufer", "einkauferin", "assistentin", "assistenz", "inhaber", "inhaberin", "projektleiter", "projektleiterin",
  "vertriebsleiter", "vertriebsleiterin", "einkaufsleiter", "einkaufsleiterin", "abteilungsleiter", "abteilungsleiterin",
  "teamleiter", "teamleiterin", "entwickler", "entwicklerin", "kaufmann", "kauffrau", "architektin", "rechtsanwalt", "rechtsanwaltin", "betriebsleiter", "betriebsleiterin", "vertriebsingenieur", "konstrukteur", "meister",
  /* fr */ "directeur", "directrice", "responsable", "ingenieure", "charge de", "chargee de", "gerant", "gerante", "chef de", "cheffe de", "acheteur", "acheteuse",
  "comptable", "conseiller", "conseillere", "presidente", "avocat", "avocate", "adjoint", "adjointe",
  /* es */ "gerente", "directora", "jefe de", "jefa de", "ingeniero", "ingeniera", "consultor", "consultora", "comercial", "abogado", "abogada",
  "asesor", "asesora", "coordinador", "coordinadora", "compradora", "comprador", "administrativa",
  /* pl */ "kierownik", "dyrektor", "prezes", "specjalista", "inzynier", "handlowiec", "doradca", "asystentka", "asystent", "menedzer", "ksiegowa", "konsultant", "wlasciciel", "przedstawiciel",
  /* ru */ "директор", "менеджер", "руководитель", "начальник", "инженер", "специалист", "бухгалтер", "консультант", "заместитель", "помощник", "главный",
  /* cy */ "rheolwr", "rheolwraig", "cyfarwyddwr", "cyfarwyddwraig", "swyddog", "pennaeth", "cydlynydd", "peiriannydd", "prif weithredwr",
  /* ar */ "مدير", "مديرة", "مهندس", "مهندسة", "رئيس", "رئيسة", "محاسب", "مستشار", "مستشارة", "مسؤول",
  NULL,
};
static const char *const organization_marks[] = {
  "gmbh", "ag", "kg", "ug", "ohg", "mbh", "e.k.", "e.v.", "ltd", "ltd.", "limited", "inc", "inc.", "llc", "llp", "l.l.c.", "l.l.p.", "plc", "corp", "corp.",
  "corporation", "company", "co.", "s.a.", "sa", "s.a.s.", "sas", "sarl", "s.a.r.l.", "s.l.", "s.r.l.", "srl", "b.v.", "bv", "n.v.", "oy", "ab", "aps",
  "a/s", "o.o.", "s.r.o.", "ооо", "оао", "зао", "ао", "пао", "cyf", "cyf.", "ccc", "university", "universitat", "universite", "universidad",
  "group", "gruppe", "holding", "holdings", "associates", NULL,
};
static const char *const streets[] = {
  "street", "st", "st.", "road", "rd", "rd.", "avenue", "ave", "ave.", "blvd", "blvd.", "boulevard", "lane", "drive", "dr.", "court", "square", "suite",
  "ste", "ste.", "floor", "parkway", "pkwy", "highway", "plaza", "way", "terrace", "close", "park", "quay", "house", "rue", "quai", "chemin", "impasse",
  "place", "speedway", "freeway", "fwy", "circle", "cir", "trail", "loop", "allee", "cours", "route", "calle", "avenida", "avda", "avda.", "paseo", "plaza", "c/", "ul.", "ul", "al.", "aleja", "pl.", "ulica", "osiedle", "os.",
  "ул.", "ул", "улица", "пр.", "проспект", "пер.", "наб.", "шоссе", "heol", "ffordd", "stryd", "via", "viale", "weg", "platz", "strasse", "str.", "gasse", "ring", "شارع", "طريق", NULL,
};
static const char *const street_endings[] = { "strasse", "str.", "weg", "platz", "gasse", "allee", "damm", "ufer", "straat", "gatan", "vej", "ring", "hof", "chaussee", NULL };

typedef struct
{
  const char *kind;
  const char *words[40];
} PhoneWords;

static const PhoneWords phone_words[] = {
  { "mobile", { "mobile", "mob", "cell", "cellular", "cellphone", "mobil", "handy", "kom", "komorka", "komorkowy", "portable", "movil", "моб", "мобильный", "сот",
                "symudol", "جوال", "موبايل", "محمول", "mobiltelefon", "gsm", "cellulare", "natel", "mobiel", "wireless", "cel", NULL } },
  { "fax", { "fax", "efax", "telefax", "facsimile", "faks", "факс", "ffacs", "فاكس", "fx", NULL } },
  { "home", { "home", "hm", "privat", "private", "dom", "domicile", "casa", "cartref", NULL } },
  { "work", { "tel", "telephone", "phone", "ph", "office", "work", "direct", "desk", "telefon", "telefono", "fon", "durchwahl", "zentrale", "buro", "bureau",
              "тел", "телефон", "ffon", "هاتف", "تليفون", "ligne", "fixe", "voice", "main", "telefoon", "puhelin", "festnetz", "dw", "fijo", "off", "wk", NULL } },
};
/* Alone and with a mark behind them: "M: +44 ...". */
static const struct { const char *word; const char *kind; } letters[] = {
  { "m", "mobile" }, { "c", "mobile" }, { "f", "fax" }, { "h", "home" }, { "t", "work" }, { "p", "work" }, { "o", "work" }, { "w", "work" },
  { "d", "work" }, { "т", "work" }, { "м", "mobile" }, { "ф", "fax" }, { "tf", "work" },
};
/* What numbers are that are no telephone's. */
static const char *const other_numbers[] = {
  "hrb", "hra", "ust", "ustid", "ust-id", "ust-idnr", "ust-idnr.", "ust-id-nr", "iban", "bic", "vat", "nip", "regon", "krs", "siret", "siren", "rcs", "tva", "cif", "nif",
  "инн", "кпп", "огрн", "no", "no.", "nr", "nr.", "number", "registered", "registration", "company", "ein", "abn", "acn", "bank", "account", "konto", "blz", "box", "ref", "id",
  "postfach", "icq", "isbn", "issn", "order", "invoice", "ticket", "case", "passcode", "pin", "code", "steuernummer", "amtsgericht", "pager", "conference", "meeting", "telex", "cvr", "key", "copyright", "helpdesk", "hotline", "participant", NULL,
};
/* clang-format on */

static gboolean
is_in (const char *const *list, const char *word)
{
  for (gsize i = 0; list[i] != NULL; i++)
    if (g_str_equal (list[i], word))
      return TRUE;
  return FALSE;
}

/* @line with what stands at its ends and is no letter left out. */
static char *
bare (const char *line)
{
  const char *end = line + strlen (line);
  const char *previous;

  while (*line != '\0' && !g_unichar_isalnum (g_utf8_get_char (line)))
    line = g_utf8_next_char (line);
  while (end > line && (previous = g_utf8_find_prev_char (line, end)) != NULL
         && !g_unichar_isalnum (g_utf8_get_char (previous)))
    end = previous;
  return g_strndup (line, (gsize)(end - line));
}

static guint
count_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint n = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    n += words[i][0] != '\0';
  return n;
}

/* "Thanks for your help," but not "Thanks, but we have ours from the people down the road." */
static gboolean
is_thanks (const char *line)
{
  return (g_str_has_prefix (line, "thank you for ") || g_str_has_prefix (line, "thanks for ")
          || g_str_has_prefix (line, "thank you in ") || g_str_has_prefix (line, "danke fur ")
          || g_str_has_prefix (line, "merci pour ") || g_str_has_prefix (line, "gracias por "))
         && count_words (line) <= MAX_THANKS_WORDS;
}

/* Whether the line is a closing formula: "Best regards," or "Viele Grüße aus Jena". */
gboolean
_crm_signature_is_closing (const char *folded)
{
  g_autofree char *line = bare (folded);

  if (line[0] == '\0' || strlen (line) > 80)
    return FALSE;
  for (gsize i = 0; closings[i] != NULL; i++)
    {
      gsize length = strlen (closings[i]);

      if (g_str_has_prefix (line, closings[i])
          && (line[length] == '\0'
              || (strchr (" ,!.-", line[length]) != NULL && count_words (line + length + 1) <= 2)))
        return TRUE;
    }
  return is_thanks (line);
}

/* Whether what follows is not the sender's signature: an older letter, or a lawyer's text. */
gboolean
_crm_signature_ends_letter (const char *folded)
{
  for (gsize i = 0; ends[i] != NULL; i++)
    if (g_str_has_prefix (folded, ends[i]))
      return TRUE;
  for (gsize i = 0; ends_anywhere[i] != NULL; i++)
    if (strstr (folded, ends_anywhere[i]) != NULL)
      return TRUE;
  return g_str_has_prefix (folded, "ps:") || g_str_has_prefix (folded, "p.s.")
         || g_str_has_prefix (folded, "ps ");
}

/* Whole words only: "lead" is in "leader" too. */
static gboolean
has_word (const char *text, const char *word)
{
  gsize length = strlen (word);

  for (const char *p = strstr (text, word); p != NULL; p = strstr (p + 1, word))
    {
      const char *before = p > text ? g_utf8_find_prev_char (text, p) : NULL;

      if ((before == NULL || !g_unichar_isalnum (g_utf8_get_char (before)))
          && (p[length] == '\0' || !g_unichar_isalnum (g_utf8_get_char (p + length))))
        return TRUE;
    }
  return FALSE;
}

/* "Analyst Program" is where one works. */
static gboolean
is_unit (const char *folded)
{
  static const char *const units[]
      = { "program", "programme", "department", "dept", "dept.", "team", "abteilung", NULL };
  const char *space = strrchr (folded, ' ');

  if (strchr (folded, ',') != NULL) /* "Director, Evening Program" */
    return FALSE;
  return space != NULL && strstr (folded, " of ") == NULL && is_in (units, space + 1);
}

gboolean
_crm_signature_is_title (const char *folded)
{
  static const char *const endings[]
      = { "leiter",   "leiterin",   "leitung",  "ingenieur",  "ingenieurin",
          "manager",  "managerin",  "berater",  "beraterin",  "fuhrer",
          "fuhrerin", "entwickler", "direktor", "direktorin", NULL };
  g_auto (GStrv) words = NULL;

  if (is_unit (folded))
    return FALSE;
  for (gsize i = 0; titles[i] != NULL; i++)
    if (has_word (folded, titles[i]))
      return TRUE;
  words = g_strsplit_set (folded, " ,;/", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    for (gsize j = 0; endings[j] != NULL; j++)
      if (strlen (words[i]) > strlen (endings[j]) + 2 && g_str_has_suffix (words[i], endings[j]))
        return TRUE;
  return FALSE;
}

/* By its legal form, which stands at the end or before the name, if in quotes. */
gboolean
_crm_signature_is_organization (const char *line, const char *folded)
{
  g_auto (GStrv) words = g_strsplit_set (folded, " ,()&", -1);
  gunichar first = g_utf8_get_char (line);
  gsize n = 0;

  if ((!g_unichar_isupper (first) && !g_unichar_isdigit (first))
      || strcspn (line, ")") < strcspn (line, "("))
    return FALSE;
  for (gsize i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      words[n++] = words[i];
    else
      g_free (words[i]);
  words[n] = NULL;
  return n >= 2 && n <= 7
         && (is_in (organization_marks, words[n - 1])
             || (n > 2 && is_in (organization_marks, words[n - 2]))
             || (strchr (line, '"') != NULL && is_in (organization_marks, words[0])));
}

gboolean
_crm_signature_has_street (const char *folded)
{
  g_auto (GStrv) words = g_strsplit_set (folded, " ,;", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] == '\0')
        continue;
      if (is_in (streets, words[i]))
        return TRUE;
      for (gsize j = 0; street_endings[j] != NULL; j++)
        if (strlen (words[i]) > strlen (street_endings[j]) + 2
            && g_str_has_suffix (words[i], street_endings[j]))
          return TRUE;
    }
  return FALSE;
}

/* (nullable): what kind of number stands behind @word, folded; a single letter needs its mark. */
const char *
_crm_signature_phone_kind (const char *word, gboolean has_mark)
{
  for (gsize i = 0; i < G_N_ELEMENTS (phone_words); i++)
    if (is_in (phone_words[i].words, word))
      return phone_words[i].kind;
  for (gsize i = 0; has_mark && i < G_N_ELEMENTS (letters); i++)
    if (g_str_equal (letters[i].word, word))
      return letters[i].kind;
  return NULL;
}

gboolean
_crm_signature_is_other_number (const char *word)
{
  return is_in (other_numbers, word);
}
