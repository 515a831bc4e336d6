/* crm-address-free-mail.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-address"
#include "config.h"

#include "crm-address.h"

#include <stdlib.h>
#include <string.h>

/* Domains where anybody may have a mailbox: webmail, the mail of access providers, addresses for
 * life. Public knowledge, collected by hand. In the order of g_ascii_strcasecmp(). */
/* clang-format off */
static const char *const free_mail_domains[] = {
  "012.net.il", "013.net", "10minutemail.com", "126.com", "139.com", "163.com", "188.com",
  "189.cn", "21cn.com", "abv.bg", "acm.org", "adelphia.net", "aim.com", "alice-dsl.de",
  "alice-dsl.net", "alice.de", "alice.it", "aliceadsl.fr", "aliyun.com", "amadeusmail.com",
  "ameritech.net", "amorki.pl", "angelfire.com", "aol.co.uk", "aol.com", "aol.de", "aol.es",
  "aol.fr", "aol.it", "aon.at", "arcor.de", "arnet.com.ar", "asia.com", "atlas.cz", "att.net",
  "attbi.com", "austin.rr.com", "autograf.pl", "autorambler.ru", "azet.sk", "bbox.fr",
  "belgacom.net", "bell.net", "bellsouth.net", "bezeqint.net", "bigfoot.com", "biglobe.ne.jp",
  "bigmir.net", "bigpond.com", "bigpond.net.au", "bk.ru", "blu.it", "bluewin.ch",
  "blueyonder.co.uk", "bol.com.br", "bredband.net", "broadpark.no", "btconnect.com",
  "btinternet.com", "btopenworld.com", "buziaczek.pl", "cableone.net", "caramail.com",
  "casema.nl", "cegetel.net", "centrum.cz", "centrum.sk", "centurylink.net", "centurytel.net",
  "charter.net", "chello.at", "chello.nl", "citromail.hu", "ciudad.com.ar", "clara.co.uk",
  "clear.net.nz", "clix.pt", "club-internet.fr", "cogeco.ca", "comcast.net", "comhem.se",
  "compuserve.com", "concentric.net", "consultant.com", "cox.net", "cs.com", "daum.net",
  "dbmail.com", "delfi.lt", "demon.co.uk", "dir.bg", "disroot.org", "docomo.ne.jp",
  "dodo.com.au", "dreamwiz.com", "dsl.pipex.com", "earthlink.net", "eastlink.ca", "eim.ae",
  "eircom.net", "elisanet.fi", "email.com", "email.cz", "email.de", "email.it",
  "embarqmail.com", "emirates.net.ae", "empal.com", "engineer.com", "erols.com",
  "eudoramail.com", "europe.com", "ewe.net", "ewetel.net", "excite.co.jp", "excite.com",
  "ezweb.ne.jp", "fastmail.com", "fastmail.fm", "fastwebnet.it", "fibertel.com.ar",
  "flash.net", "forthnet.gr", "foxmail.com", "free.fr", "freemail.gr", "freemail.hu",
  "freenet.de", "freeserve.co.uk", "frisurf.no", "frontier.com", "frontiernet.net",
  "fsmail.net", "fsnet.co.uk", "gawab.com", "gazeta.pl", "getmail.no", "globo.com",
  "globomail.com", "gmail.com", "gmx.at", "gmx.biz", "gmx.ch", "gmx.co.uk", "gmx.com",
  "gmx.de", "gmx.es", "gmx.eu", "gmx.fr", "gmx.info", "gmx.it", "gmx.li", "gmx.net", "gmx.org",
  "gmx.pt", "gmx.tm", "gmx.us", "go2.pl", "goo.jp", "googlemail.com", "guerrillamail.com",
  "hanmail.net", "hanmir.com", "hawaii.rr.com", "hetnet.nl", "hey.com", "hinet.net",
  "hispeed.ch", "home.com", "home.nl", "hot.ee", "hotbox.ru", "hotmail.be", "hotmail.ca",
  "hotmail.ch", "hotmail.cl", "hotmail.co.jp", "hotmail.co.th", "hotmail.co.uk",
  "hotmail.co.za", "hotmail.com", "hotmail.com.ar", "hotmail.com.au", "hotmail.com.br",
  "hotmail.com.mx", "hotmail.com.tr", "hotmail.de", "hotmail.dk", "hotmail.es", "hotmail.fi",
  "hotmail.fr", "hotmail.gr", "hotmail.it", "hotmail.nl", "hotmail.no", "hotmail.se",
  "hotpop.com", "houston.rr.com", "hughes.net", "hushmail.com", "hushmail.me", "i.softbank.jp",
  "i.ua", "iafrica.com", "icloud.com", "ieee.org", "ig.com.br", "ihug.co.nz", "iinet.net.au",
  "in.com", "in.gr", "iname.com", "inbox.com", "inbox.lt", "inbox.lv", "inbox.ru",
  "indamail.hu", "indiatimes.com", "indigo.ie", "infoseek.jp", "inode.at", "insightbb.com",
  "interia.com", "interia.eu", "interia.pl", "internet.ru", "internode.on.net", "inwind.it",
  "iol.ie", "iol.it", "iol.pt", "ix.netcom.com", "jazztel.es", "jubii.dk", "juno.com",
  "kabelmail.de", "kakao.com", "kataweb.it", "keemail.me", "km.ru", "knology.net",
  "kolumbus.fi", "korea.com", "kpnmail.nl", "laposte.net", "lavabit.com", "lavache.com",
  "lenta.ru", "libero.it", "lineone.net", "list.ru", "live.at", "live.be", "live.ca",
  "live.cl", "live.cn", "live.co.uk", "live.co.za", "live.com", "live.com.ar", "live.com.au",
  "live.com.mx", "live.com.pt", "live.de", "live.dk", "live.fi", "live.fr", "live.ie",
  "live.in", "live.it", "live.jp", "live.nl", "live.no", "live.ru", "live.se", "love.com",
  "luukku.com", "lycos.co.kr", "lycos.co.uk", "lycos.com", "lycos.de", "lycos.es", "lycos.fr",
  "lycos.it", "mac.com", "magenta.de", "mail.bg", "mail.com", "mail.de", "mail.dk", "mail.ee",
  "mail.gr", "mail.kz", "mail.pt", "mail.ru", "mail.tele.dk", "mail.ua", "mail2world.com",
  "mailbox.org", "mailcity.com", "mailfence.com", "mailinator.com", "maktoob.com", "mchsi.com",
  "me.com", "mediaone.net", "meta.ua", "mindspring.com", "mixmail.com", "movistar.es",
  "msn.com", "mts.net", "mweb.co.za", "mynet.com", "myrambler.ru", "myyahoo.com", "narod.ru",
  "nate.com", "naver.com", "neostrada.pl", "netcabo.pt", "netcologne.de", "netcom.com",
  "netscape.com", "netscape.net", "netvigator.com", "netvision.net.il", "netzero.com",
  "netzero.net", "neuf.fr", "nifty.com", "noos.fr", "ntlworld.co.uk", "ntlworld.com",
  "numericable.fr", "nvbell.net", "nyc.rr.com", "o2.co.uk", "o2.pl", "o2mail.de",
  "o2online.de", "ocn.ne.jp", "ofir.dk", "oi.com.br", "onet.eu", "onet.pl", "onetel.com",
  "online.de", "online.no", "onlinehome.de", "ono.com", "op.pl", "optimum.net",
  "optonline.net", "optusnet.com.au", "orange.co.uk", "orange.fr", "orange.net",
  "orcon.net.nz", "osnanet.de", "otenet.gr", "outlook.at", "outlook.be", "outlook.cl",
  "outlook.co.id", "outlook.co.th", "outlook.com", "outlook.com.ar", "outlook.com.au",
  "outlook.com.br", "outlook.com.gr", "outlook.com.tr", "outlook.com.vn", "outlook.cz",
  "outlook.de", "outlook.dk", "outlook.es", "outlook.fr", "outlook.hu", "outlook.ie",
  "outlook.in", "outlook.it", "outlook.jp", "outlook.kr", "outlook.pt", "outlook.sa",
  "outlook.sg", "ozemail.com.au", "pacbell.net", "paradise.net.nz", "passagen.se",
  "passport.com", "pchome.com.tw", "peoplepc.com", "pipeline.com", "planet.nl", "plus.com",
  "plus.net", "plusnet.com", "pm.me", "pobox.com", "pobox.sk", "pochta.ru", "poczta.fm",
  "poczta.onet.pl", "post.com", "post.cz", "post.sk", "posteo.de", "posteo.net", "posteo.org",
  "primus.ca", "prodigy.net", "prodigy.net.mx", "proton.me", "protonmail.ch", "protonmail.com",
  "proximus.be", "pt.lu", "q.com", "qq.com", "quicknet.nl", "qwest.net", "r7.com",
  "rambler.ru", "rcn.com", "rediff.com", "rediffmail.com", "riseup.net", "ro.ru",
  "roadrunner.com", "rocketmail.com", "rogers.com", "rr.com", "runbox.com", "sancharnet.in",
  "sapo.pt", "sasktel.net", "saunalahti.fi", "sbcglobal.net", "scarlet.be", "seed.net.tw",
  "seznam.cz", "sfr.fr", "sharklasers.com", "shaw.ca", "sify.com", "simnet.is", "sina.cn",
  "sina.com", "sina.com.cn", "siol.net", "sky.com", "skynet.be", "slingshot.co.nz",
  "smart-mail.de", "snet.net", "so-net.ne.jp", "softbank.ne.jp", "sohu.com", "spectrum.net",
  "speedy.com.ar", "spray.se", "startmail.com", "stofanet.dk", "suddenlink.net", "sunrise.ch",
  "suomi24.fi", "supanet.com", "superig.com.br", "superonline.com", "swbell.net",
  "swissonline.ch", "sympatico.ca", "t-online.de", "t-online.hu", "talk21.com", "talktalk.net",
  "tdcadsl.dk", "tds.net", "tele2.fr", "tele2.nl", "tele2.se", "telefonica.net", "telenet.be",
  "teletu.it", "telia.com", "telkomsa.net", "telus.net", "terra.com", "terra.com.br",
  "terra.es", "tesco.net", "tim.it", "tin.it", "tiscali.co.uk", "tiscali.cz", "tiscali.it",
  "tlen.pl", "tom.com", "tpg.com.au", "ttmail.com", "turk.net", "tut.by", "tuta.com",
  "tuta.io", "tutamail.com", "tutanota.com", "tutanota.de", "ukr.net", "unity-mail.de",
  "unitybox.de", "uol.com.br", "upcmail.nl", "usa.com", "usa.net", "utanet.at", "uwclub.net",
  "verizon.net", "versatel.de", "videotron.ca", "videotron.qc.ca", "vip.qq.com", "virgilio.it",
  "virgin.net", "virginmedia.com", "visir.is", "vodafone.de", "vodafone.it", "vodamail.co.za",
  "voila.fr", "volny.cz", "voo.be", "vp.pl", "vsnl.com", "vsnl.net", "walla.co.il",
  "walla.com", "wanadoo.co.uk", "wanadoo.fr", "web.de", "webmail.co.za", "welho.com",
  "westnet.com.au", "windowslive.com", "windstream.net", "wo.cn", "worldnet.att.net",
  "wowway.com", "wp.pl", "xmail.ru", "xs4all.nl", "xtra.co.nz", "ya.com", "ya.ru", "yahoo.at",
  "yahoo.be", "yahoo.ca", "yahoo.cl", "yahoo.cn", "yahoo.co.id", "yahoo.co.in", "yahoo.co.jp",
  "yahoo.co.kr", "yahoo.co.nz", "yahoo.co.th", "yahoo.co.uk", "yahoo.co.za", "yahoo.com",
  "yahoo.com.ar", "yahoo.com.au", "yahoo.com.br", "yahoo.com.cn", "yahoo.com.co",
  "yahoo.com.hk", "yahoo.com.mx", "yahoo.com.my", "yahoo.com.pe", "yahoo.com.ph",
  "yahoo.com.sg", "yahoo.com.tr", "yahoo.com.tw", "yahoo.com.vn", "yahoo.cz", "yahoo.de",
  "yahoo.dk", "yahoo.es", "yahoo.fi", "yahoo.fr", "yahoo.gr", "yahoo.hu", "yahoo.ie",
  "yahoo.in", "yahoo.it", "yahoo.nl", "yahoo.no", "yahoo.pl", "yahoo.pt", "yahoo.ro",
  "yahoo.se", "yandex.by", "yandex.com", "yandex.com.tr", "yandex.kz", "yandex.ru",
  "yandex.ua", "yeah.net", "ymail.com", "yopmail.com", "zahav.net.il", "zen.co.uk", "ziggo.nl",
  "zipmail.com.br", "zoho.com", "zoho.eu", "zoho.in", "zohomail.com", "zonnet.nl", "zoznam.sk",
};
/* Domains under which mailings are sent for others; nobody has a mailbox there. As above. */
static const char *const mailing_domains[] = {
  "0mm.com", "amazonses.com", "ccsend.com", "cmail19.com", "cmail20.com", "createsend.com",
  "etracks.com", "exacttarget.com", "hubspotemail.net", "imakenews.net", "lifeminders.com",
  "m0.net", "mailchimpapp.net", "mailgun.org", "mandrillapp.com", "mcsv.net", "po-1.com",
  "roi1.net", "rsgsv.net", "sendgrid.net", "sparkpostmail.com",
};

/* Providers that have the same name under the suffix of many countries. Sorted. */
static const char *const free_mail_brands[] = {
  "aol", "gmail", "gmx", "googlemail", "hotmail", "outlook", "protonmail", "rocketmail", "yahoo",
  "yandex", "ymail",
};
/* clang-format on */

static int
compare_domain (const void *key, const void *entry)
{
  return g_ascii_strcasecmp (key, *(const char *const *)entry);
}

/* Whether @domain is one of the brands under a suffix such as "com.br". */
static gboolean
is_brand (const char *domain)
{
  gsize length = strcspn (domain, ".");

  if (domain[length] == '\0' || strlen (domain + length) > strlen (".com.br"))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (free_mail_brands); i++)
    if (strlen (free_mail_brands[i]) == length
        && g_ascii_strncasecmp (domain, free_mail_brands[i], length) == 0)
      return TRUE;
  return FALSE;
}

/**
 * crm_domain_is_mailing_service:
 * @domain: (nullable): a domain as crm_domain_organization() gives it
 *
 * Returns: whether mailings of other organisations come from there, and no letters of people
 */
gboolean
crm_domain_is_mailing_service (const char *domain)
{
  return domain != NULL
         && bsearch (domain, mailing_domains, G_N_ELEMENTS (mailing_domains),
                     sizeof mailing_domains[0], compare_domain)
                != NULL;
}

/**
 * crm_domain_is_free_mail:
 * @domain: (nullable): a domain as crm_domain_normalize() gives it
 *
 * Tells the domains that say nothing about where a person works, so that they never make or find an
 * organisation: also those of mailing services. Only the domain itself counts, not what lies below
 * it.
 *
 * Returns: whether anybody may have an address at @domain
 */
gboolean
crm_domain_is_free_mail (const char *domain)
{
  return domain != NULL
         && (bsearch (domain, free_mail_domains, G_N_ELEMENTS (free_mail_domains),
                      sizeof free_mail_domains[0], compare_domain)
                 != NULL
             || is_brand (domain) || crm_domain_is_mailing_service (domain));
}
