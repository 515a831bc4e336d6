/* crm-subject-automatic.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-text"
#include "config.h"

#include "crm-text.h"

/* How machines begin the subject of an answer, as crm_fold() leaves it. Whoever answers such a
 * letter by hand has an answer's mark before it. */
static const char *const beginnings[] = {
  "automatic reply",
  "automated reply",
  "auto reply",
  "auto-reply",
  "autoreply",
  "auto response",
  "auto:",
  "out of office",
  "out-of-office",
  "out of the office",
  "ooo:",
  "vacation reply",
  "away from the office",
  "on vacation:",
  "on leave:",
  "automatische antwort",
  "abwesenheitsnotiz",
  "abwesenheitsbenachrichtigung",
  "abwesend:",
  "reponse automatique",
  "absence du bureau",
  "message d'absence",
  "respuesta automatica",
  "fuera de la oficina",
  "risposta automatica",
  "fuori sede",
  "automatisch antwoord",
  "afwezigheidsbericht",
  "resposta automatica",
  "fora do escritorio",
  "automatyczna odpowiedz",
  "autosvar",
  "automatiskt svar",
  "automaattinen vastaus",
  "automatisk svar",
  "automatikus valasz",
  "automaticka odpoved",
  "автоматический ответ",
  "автоответ",
  "автоматична відповідь",
  "自動返信",
  "自动回复",
  "자동 회신",
  /* what comes back, and receipts */
  "undeliverable:",
  "undelivered mail",
  "undeliverable mail",
  "delivery status notification",
  "mail delivery failed",
  "mail delivery failure",
  "mail delivery subsystem",
  "returned mail",
  "failure notice",
  "delivery failure",
  "delivery has failed",
  "delayed mail",
  "unzustellbar",
  "mail delayed",
  "read:",
  "not read:",
  "gelesen:",
  "ungelesen:",
  "lu :",
  "leido:",
  "letto:",
  "disposition notification",
  "delivered:",
  "zugestellt:",
};

/**
 * crm_subject_is_automatic:
 * @subject: (nullable): a subject as it stands in a mail
 *
 * Summaries of mail programs lose the headers that say so; the words of the usual programs remain.
 *
 * Returns: whether the subject is one that machines write: out of office, a bounce, a receipt
 */
gboolean
crm_subject_is_automatic (const char *subject)
{
  g_autofree char *folded = crm_fold (subject);

  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (g_str_has_prefix (folded, beginnings[i]))
      return TRUE;
  return FALSE;
}
