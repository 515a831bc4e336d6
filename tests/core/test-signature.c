/* test-signature.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "crm-html-text.h"
#include "crm-signature.h"

typedef struct
{
  const char *what;
  const char *text;
  const char *name;
  const char *address;
  const char *title;
  const char *organization;
  const char *phones; /* "kind number" joined by a bar; NULL for no signature at all */
  const char *postal;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "english", "Hi Nia,\n\nsee below.\n\nBest regards,\nAnn Roe\nPurchasing Manager\nAlder Ltd\nTel: +44 29 2018 0123\nMobile: 07700 900123\n12 Castle Street\nCardiff CF10 1BS\n",
    "Ann Roe", "ann.roe@alder.example", "Purchasing Manager", "Alder Ltd", "work +44 29 2018 0123|mobile 07700 900123", "12 Castle Street, Cardiff CF10 1BS" },
  { "one line", "Done.\n\nThanks\nAnn Roe | Head of Sales | Alder Inc.\n(713) 555-0123 (office) · (713) 555-0199 (cell)\n",
    "Ann Roe", "ann@alder.example", "Head of Sales", "Alder Inc.", "work (713) 555-0123|mobile (713) 555-0199", NULL },
  { "german", "Hallo,\n\npasst.\n\nMit freundlichen Grüßen\n\ni. A. Jörg Süß\nLeiter Einkauf\n\nFalkenrath Anlagenbau GmbH\nHauptstraße 5\n07743 Jena\nTel. +49 (0) 3641 555-0\nHandy: 0171 5550123\nFax: 03641 555199\nAmtsgericht Jena HRB 1234567\nUSt-IdNr.: DE 123456789\n",
    "Jörg Süß", "j.suess@falkenrath.example", "Leiter Einkauf", "Falkenrath Anlagenbau GmbH", "work +49 (0) 3641 555-0|mobile 0171 5550123|fax 03641 555199", "Hauptstraße 5, 07743 Jena" },
  { "french", "Bonjour,\n\nmerci.\n\nCordialement,\nZoé Lefèvre\nDirectrice commerciale\nAulne SARL\nTél. : 01 55 50 12 34\nPortable : 06 55 50 12 34\n",
    "Zoé Lefèvre", "zoe@aulne.example", "Directrice commerciale", "Aulne SARL", "work 01 55 50 12 34|mobile 06 55 50 12 34", NULL },
  { "spanish", "Hola\n\nUn saludo,\nIñigo Peña\nJefe de compras\nMóvil: +34 655 501 234\n",
    "Iñigo Peña", "inigo@aliso.example", "Jefe de compras", NULL, "mobile +34 655 501 234", NULL },
  { "polish", "Dzień dobry\n\nPozdrawiam\nŁucja Żak\nKierownik działu zakupów\nOlcha Sp. z o.o.\nul. Długa 5\n00-123 Warszawa\ntel. 22 555 01 23, kom. 601 555 012\nNIP 1234567890\n",
    "Łucja Żak", "l.zak@olcha.example", "Kierownik działu zakupów", "Olcha Sp. z o.o.", "work 22 555 01 23|mobile 601 555 012", "ul. Długa 5, 00-123 Warszawa" },
  { "russian", "Добрый день\n\nС уважением,\nИван Ольхов\nКоммерческий директор\nООО \"Ольха\"\nтел.: +7 (495) 555-01-23\nмоб. +7 916 555-01-23\n",
    "Иван Ольхов", "olkhov@olkha.example", "Коммерческий директор", "ООО \"Ольха\"", "work +7 (495) 555-01-23|mobile +7 916 555-01-23", NULL },
  { "welsh", "Helo\n\nCofion cynnes,\nNia Wyn\nRheolwr Prosiect\nFfôn: 029 2018 0123\nSymudol: 07700 900123\n",
    "Nia Wyn", "nia@gwern.example", "Rheolwr Prosiect", NULL, "work 029 2018 0123|mobile 07700 900123", NULL },
  { "arabic", "مرحبا\n\nمع التحية\nسارة حداد\nمديرة المشتريات\nهاتف: +966 11 555 0123\nجوال: +966 55 555 0123\n",
    "سارة حداد", "sara@jar.example", "مديرة المشتريات", NULL, "work +966 11 555 0123|mobile +966 55 555 0123", NULL },
  { "dashes", "Hello\n\n-- \nAnn Roe, Buyer, Alder Ltd\nt +44 29 2018 0123\n",
    "Ann Roe", "ann@alder.example", "Buyer", "Alder Ltd", "work +44 29 2018 0123", NULL },
  { "name alone", "Please call me.\n\nAnn Roe\n713-555-0123\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "work 713-555-0123", NULL },
  { "label behind and before", "Thanks,\nAnn\n713-555-0123 Fax: 713-555-0199\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "work 713-555-0123|fax 713-555-0199", NULL },
  { "quoted below", "Fine.\n\nRegards,\nAnn Roe\n\nOn Monday, Bob Poe wrote:\n> Hi\n> Regards,\n> Ann Roe\n> Tel: 713-555-0100\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "", NULL },
  { "answer below the quotation", "On Monday, Bob Poe wrote:\n> Hi\n> Tel: 713-555-0100\n\nYes.\n\nRegards,\nAnn Roe\nTel: 713-555-0123\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "work 713-555-0123", NULL },
  { "older letter", "See below.\n\nAnn\n\n-----Original Message-----\nFrom: Bob Poe\nSent: Monday\n\nRegards,\nAnn Roe\nTel: 713-555-0100\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, NULL, NULL },
  { "headers of an older letter", "ok\n\nVon: Bob Poe\nGesendet: Montag\nAn: Ann Roe\nBetreff: x\n\nGruß\nAnn Roe\nTel. 030 5550123\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, NULL, NULL },
  { "somebody else", "Please call Bob:\n\nRegards,\nBob Poe\nTel: 713-555-0100\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, NULL, NULL },
  { "somebody else of the same first name", "fyi\n\nRegards,\nAnn Poe\nTel: 713-555-0100\nannette.poe@birch.example\n",
    "Roe, Ann", "aroe@alder.example", NULL, NULL, NULL, NULL },
  { "no number of a telephone", "Regards,\nAnn Roe\nMeeting ID 123 456 7890\nConference code: 713-555-0100\nInvoice 2024-0012345\n12.03.2024 10:30\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "", NULL },
  { "a sentence is no title", "Regards,\nAnn Roe\nplease tell the manager that I called\nOur director will be there.\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "", NULL },
  { "brackets", "Thanks,\nAnn\nNight Desk 713-555-0123 (c)\nOn-Call (713) 555-0124 [Pager]\n#(713)-555-0125\nFax/713-555-0126\n(713 555 0127)\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "mobile 713-555-0123|work (713)-555-0125|fax 713-555-0126", NULL },
  { "a house is no town", "Thanks,\nAnn Roe\n78550 South River Parkway, Suite 111\nTempe, Arizona 85284\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "", "78550 South River Parkway, Suite 111, Tempe, Arizona 85284" },
  { "labels between numbers", "Thanks,\nAnn Roe\n713-555-0123 Fax 713-555-0199\n713-555-0124 (cell 713-555-0125)\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "work 713-555-0123|fax 713-555-0199|mobile 713-555-0125", NULL },
  { "labels behind numbers", "Thanks,\nAnn Roe\n713-555-0123 wk 713-555-0124 home\n713-555-0199Fax 713-555-0125M\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "work 713-555-0123|home 713-555-0124|fax 713-555-0199|mobile 713-555-0125", NULL },
  { "two numbers and nothing that tells them apart", "Thanks,\nAnn Roe 713-555-0123\nBob Poe 713-555-0124\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "work 713-555-0123", NULL },
  { "a list of telephones", "Thanks,\nAnn Roe\nGas desk: 713-555-0101\nPower desk: 713-555-0102\nOffice: 713-555-0103\nPhone 713-555-0104\nPhone 713-555-0105\nPhone 713-555-0106\nPhone 713-555-0107\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "", NULL },
  { "years", "Thanks,\nAnn Roe\nCopyright (c) 1995-2001 Alder\nTel + 44 29 2018 0123\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "work +44 29 2018 0123", NULL },
  { "a mailbox of initials", "It is done. Thanks.\n\nJane F. Roe\nSr. Buyer\n(713) 555-0123\n",
    NULL, "jfroe@alder.example", "Sr. Buyer", NULL, "work (713) 555-0123", NULL },
  { "initials of somebody else", "It is done.\n\nBob Roe\nBuyer\n(713) 555-0123\n",
    NULL, "jroe@alder.example", NULL, NULL, NULL, NULL },
  { "a first name and the own address", "It is done.\n\nJane Roe\nOffice of Bob Poe\nt: 713-555-0123\nemail: jane@alder.example\n",
    NULL, "jane@alder.example", NULL, NULL, "work 713-555-0123", NULL },
  { "a first name and the address of another", "It is done.\n\nJane Poe\nt: 713-555-0123\nemail: jane@birch.example\n",
    NULL, "jane@alder.example", NULL, NULL, NULL, NULL },
  { "columns", "--\nAlder e.K.                       | Ann Roe              |\n12 Castle Street                 | http://www.alder.example/ |\nCardiff CF10 1BS                 Phone: +44 29 2018 0123\n",
    "Ann Roe", "ann@alder.example", NULL, "Alder e.K.", "work +44 29 2018 0123", "12 Castle Street, Cardiff CF10 1BS" },
  { "columns without bars", "Bye\n-- \nAnn Roe, BSc                 Alder University\nNetwork Manager              http://www.alder.example/\n",
    "Ann Roe", "ann@alder.example", "Network Manager", "Alder University", "", NULL },
  { "title at a firm", "Cheers\nAnn Roe\nBuyer at Birch Institute\n",
    "Ann Roe", "ann@alder.example", "Buyer", "Birch Institute", "", NULL },
  { "title and firm with commas", "Cheers\nAnn Roe\nPresident, The Alder Company, LLC\n",
    "Ann Roe", "ann@birch.example", "President", "The Alder Company, LLC", "", NULL },
  { "assistant to somebody", "Cheers\nAnn Roe\nAsst. to Bob M. Poe\n",
    "Ann Roe", "ann@alder.example", "Asst. to Bob M. Poe", NULL, "", NULL },
  { "a suite is part of a house", "Cheers\nAnn Roe\n1775 Elm Street, NW\nSuite 800\nWashington, DC 20006\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "", "1775 Elm Street, NW, Suite 800, Washington, DC 20006" },
  { "a town alone is no address", "Cheers\nAnn Roe\nCollege Park, PA 16802\n3800 Bison Speedway, Suite 150\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "", NULL },
  { "closed by thanks for something", "See below.\nThank you for all of your help.\nAnn Roe\nBuyer, Night Program\nOffice 713-555-0123\nPager 888-555-0124\n",
    NULL, "aroe@alder.example", "Buyer, Night Program", NULL, "work 713-555-0123", NULL },
  { "a name below a sentence", "They are ready.\nAnn Roe\n(713) 555 - 0123\n888-555-0124 (pager)\n713-555-0125 pager\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "work (713) 555 - 0123", NULL },
  { "another mailbox of the same person", "Regards,\nAnn F. Roe\nw: 713-555-0123\np: 713-555-0124\nc: 713-555-0125\nann.roe@alder.example\n",
    NULL, "r..roe@alder.example", NULL, NULL, "work 713-555-0123|mobile 713-555-0125", NULL },
  { "the family name and a telephone", "It is late.\n\nNan Roe\nTel: 713-555-0123\n",
    NULL, "ann.roe@alder.example", NULL, NULL, "work 713-555-0123", NULL },
  { "the family name and a title", "It is late.\n\nNan F. Roe\nSecretary, Night Committee\n",
    NULL, "ann.roe@alder.example", "Secretary, Night Committee", NULL, "", NULL },
  { "parts with dashes", "Beats me..\n\n-- \nAnn Roe - Chief Engineer - 520 8th Ave #2300 NY 10018 -  (212) 555-0133\n",
    "Ann Roe", "ann@alder.example", "Chief Engineer", NULL, "work (212) 555-0133", NULL },
  { "the family name alone", "Please ask\n\nNan Roe\n\nfor all that is still open.\n",
    NULL, "ann.roe@alder.example", NULL, NULL, NULL, NULL },
  { "the next signature", "Regards,\nAnn Roe\n(w) 713-555-0123\nann.roe@alder.example\nBob Poe\n(w) 713-555-0124\nbob.poe@alder.example\n",
    "Ann Roe", "ann.roe@alder.example", NULL, NULL, "work 713-555-0123", NULL },
  { "what a list adds", "Cheers\n-- \nAnn Roe, Software Engineer,\nAlder Works Ltd. (Cardiff),\nTel: 713-555-0123\n\n-- \nGarden Group: garden@list.example\nTel: 713-555-0199\n",
    "Ann Roe", "ann@alderworks.example", "Software Engineer", "Alder Works Ltd. (Cardiff)", "work 713-555-0123", NULL },
  { "the name above the mark", "Cheers\nAnn\n\n-- \nAlder Works                    | www.alderworks.example\nElmstr. 21                     |\n31137 Hildesheim, Germany      | Phone: +49 5121 5550-0\n",
    "Ann Roe", "ann@alderworks.example", NULL, "Alder Works", "work +49 5121 5550-0", "Elmstr. 21, 31137 Hildesheim, Germany" },
  { "a free call is a firm's", "Regards,\nAnn Roe\nAnalyst Program\n24 Hour Support\n1-800-555-0123\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "", NULL },
  { "a free call with an extension", "Regards,\nAnn Roe\nAlder Linux Developer\n1-800-555-0123 x12\n",
    "Ann Roe", "ann@alder.example", "Alder Linux Developer", NULL, "work 1-800-555-0123 x12", NULL },
  { "a key's fingerprint", "Regards,\nAnn Roe\nTel. +44 29 2018 0123 (ext 44)\nC7 40 CA 41 2A 18 89 D6  29 45 DF 50 75 13 6D 7A\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "work +44 29 2018 0123 (ext 44)", NULL },
  { "a house of many", "Regards,\nAnn Roe\nPhysical Location: 12 Elm Dr.\nBldg. A, Suite 300\nAustin, TX 78746\n",
    "Ann Roe", "ann@alder.example", NULL, NULL, "", "12 Elm Dr., Bldg. A, Suite 300, Austin, TX 78746" },
  { "no text", "", "Ann Roe", "ann@alder.example", NULL, NULL, NULL, NULL },
};
/* clang-format on */

static char *
join_phones (CrmSignature *found)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < found->phones->len; i++)
    {
      const CrmPhone *phone = g_ptr_array_index (found->phones, i);

      g_string_append_printf (joined, "%s%s %s", i > 0 ? "|" : "", phone->kind, phone->number);
    }
  return g_string_free (joined, FALSE);
}

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (CrmSignature) found = crm_signature_parse (c->text, c->name, c->address);
  g_autofree char *phones = NULL;

  if (c->phones == NULL && found == NULL)
    return;
  g_assert_nonnull (found);
  phones = join_phones (found);
  g_assert_cmpstr (phones, ==, c->phones != NULL ? c->phones : "");
  g_assert_cmpstr (found->title, ==, c->title);
  g_assert_cmpstr (found->organization, ==, c->organization);
  g_assert_cmpstr (found->postal_address, ==, c->postal);
}

static void
test_more (void)
{
  g_autoptr (CrmSignature) found = crm_signature_parse (
      "Regards,\nAnn Poe-Roe\nhttp://www.alder.example/\n", "Ann Roe", "ann@mail.alder.example");

  g_assert_cmpstr (found->name, ==, "Ann Poe-Roe");
  g_assert_cmpstr (found->website, ==, "https://www.alder.example");
}

static void
test_phones (void)
{
  static const struct
  {
    const char *one;
    const char *other;
    gboolean same;
  } pairs[] = {
    { "+49 (0) 3641 555-0123", "03641 5550123", TRUE },
    { "+1 713 555 0123", "713-555-0123", TRUE },
    { "0049 3641 5550123", "+49 3641 5550123", TRUE },
    { "713-555-0123 x12", "713-555-0123", TRUE },
    { "+49 3641 5550123", "+44 3641 5550123", FALSE },
    { "713-555-0123", "713-555-0124", FALSE },
    { "٠١٢٣٤٥٦٧٨", "012345678", TRUE },
    { "123", "713-555-0123", FALSE },
  };
  g_autofree char *uri = crm_phone_to_uri ("+49 (0) 3641 / 555-12 ext. 7");
  g_autofree char *nothing = crm_phone_to_uri ("n/a");
  g_autofree char *evil = crm_phone_to_uri ("030 1; rm -rf ~ $(x)");

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_assert_cmpint (crm_phone_is_same (pairs[i].one, pairs[i].other), ==, pairs[i].same);
  g_assert_cmpstr (uri, ==, "tel:+49364155512;ext=7");
  g_assert_null (nothing);
  g_assert_cmpstr (evil, ==, "tel:0301");
}

static void
test_html (void)
{
  g_autofree char *text = crm_html_to_text (
      "<html><head><title>x</title><style>p { a: b }</style></head><body><p>Hi\n Nia &amp; all,</p>"
      "<div>Thanks,<br/>Ann&nbsp;R&ouml;e</div><table><tr><td>T</td><td>&#43;49</td></tr></table>"
      "<blockquote>old<br>lines</blockquote>a < b<div class=\"gmail_quote\">Bob</div></body>");
  g_autofree char *paragraphs
      = crm_html_to_text ("a<p>b<p>c</p><p class=MsoNormal>d</p><p class=MsoNormal>e</p>");

  g_assert_cmpstr (text, ==, "Hi Nia & all,\nThanks,\nAnn Röe\nT\t+49\n> old\n> lines\na < b\n");
  g_assert_cmpstr (paragraphs, ==, "a\n\nb\n\nc\nd\ne\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/signature/parse/", cases[i].what, NULL);

      g_test_add_data_func (path, &cases[i], test_parse);
    }
  g_test_add_func ("/signature/more", test_more);
  g_test_add_func ("/signature/phones", test_phones);
  g_test_add_func ("/signature/html", test_html);
  return g_test_run ();
}
