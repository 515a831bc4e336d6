/* crm-subject-event.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What calendars put before a meeting's summary when they write to its people. */
#define G_LOG_DOMAIN "crm-text"
#include "config.h"

#include "crm-text.h"

#include <string.h>

/* clang-format off */
/* As they stand before a colon, in lower case, of the common calendars in the common languages. */
static const char *const words[] = {
  /* English */
  "invitation", "updated invitation", "updated invitation with note", "invitation with note", "invite",
  "meeting request", "meeting invitation", "accepted", "declined", "tentative", "tentatively accepted",
  "canceled", "cancelled", "canceled event", "cancelled event", "canceled event with note",
  "cancelled event with note", "new time proposed", "proposed new time", "updated", "rescheduled",
  "reminder", "notification",
  /* German */
  "einladung", "aktualisierte einladung", "aktualisierte einladung mit hinweis",
  "einladung mit hinweis", "besprechungsanfrage", "zugesagt", "angenommen", "abgesagt", "abgelehnt",
  "mit vorbehalt", "mit vorbehalt angenommen", "mit vorbehalt zugesagt", "vorläufig zugesagt",
  "abgesagter termin", "abgesagte veranstaltung", "neue zeit vorgeschlagen", "aktualisiert", "erinnerung",
  /* French */
  "invitation modifiée", "invitation mise à jour", "accepté", "acceptée", "refusé", "refusée",
  "décliné", "provisoire", "peut-être", "annulé", "annulée", "événement annulé", "rappel",
  /* Spanish */
  "invitación", "invitación actualizada", "aceptado", "aceptada", "rechazado", "rechazada",
  "provisional", "cancelado", "cancelada", "evento cancelado", "recordatorio",
  /* Italian */
  "invito", "invito aggiornato", "accettato", "accettata", "rifiutato", "rifiutata", "provvisorio",
  "annullato", "annullata", "evento annullato", "promemoria",
  /* Portuguese */
  "convite", "convite atualizado", "aceito", "aceite", "recusado", "provisório", "evento cancelado",
  "lembrete",
  /* Dutch */
  "uitnodiging", "bijgewerkte uitnodiging", "geaccepteerd", "geweigerd", "voorlopig", "geannuleerd",
  "afspraak geannuleerd", "herinnering",
  /* Polish */
  "zaproszenie", "zaktualizowane zaproszenie", "zaproszenie zaktualizowane", "zaakceptowane",
  "zaakceptowano", "przyjęte", "odrzucone", "odrzucono", "wstępnie zaakceptowane",
  "wstępna akceptacja", "wstępnie", "odwołane", "odwołano", "odwołane wydarzenie", "anulowane",
  "anulowano", "przypomnienie",
  /* Russian */
  "приглашение", "обновленное приглашение", "обновлённое приглашение", "принято", "отклонено",
  "под вопросом", "отменено", "мероприятие отменено", "напоминание",
  /* Welsh */
  "gwahoddiad", "derbyniwyd", "gwrthodwyd", "canslwyd",
  /* Swedish, Danish, Norwegian */
  "inbjudan", "uppdaterad inbjudan", "accepterat", "accepterad", "avböjt", "preliminärt", "inställt",
  "invitation til", "accepteret", "afvist", "aflyst", "invitasjon", "godtatt", "avslått", "avlyst",
  /* Czech, Turkish */
  "pozvánka", "aktualizovaná pozvánka", "přijato", "odmítnuto", "zrušeno", "davet", "kabul edildi",
  /* Arabic, Chinese, Japanese, Korean */
  "دعوة", "دعوة معدلة", "مقبول", "مرفوض", "ملغى", "تم القبول", "تم الرفض", "تم الإلغاء",
  "邀请", "已接受", "已拒绝", "已取消", "邀請", "已接受邀請", "招待", "承諾", "辞退", "キャンセル", "초대", "수락됨", "거절됨",
};
/* clang-format on */

static const char *
skip_spaces (const char *at)
{
  while (*at == ' ')
    at++;
  return at;
}

/* What follows one of the words and a colon at @text, or %NULL. */
static const char *
skip_word (const char *text)
{
  if (strchr (text, ':') == NULL && strstr (text, "：") == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *at;

      if (!g_str_has_prefix (text, words[i]))
        continue;
      at = skip_spaces (text + strlen (words[i]));
      if (*at == ':')
        return skip_spaces (at + 1);
      if (g_str_has_prefix (at, "：")) /* the wide colon of East Asian programs */
        return skip_spaces (at + strlen ("："));
    }
  return NULL;
}

/* Behind the summary some calendars say when it is and who is asked: " @ Mon Mar 2, 2026 10am". */
static gboolean
ends_summary (const char *rest)
{
  return rest[0] == '\0' || g_str_has_prefix (rest, " @ ") || g_str_has_prefix (rest, " (");
}

/**
 * crm_subject_is_of_event:
 * @subject: (nullable): a letter's subject
 * @summary: (nullable): what an event is about
 *
 * Whether a letter is about an event by its subject, as the letters are that calendars write:
 * "Invitation: X @ Mon Mar 2, 2026", "Accepted: X", "Einladung: X", and answers to them.
 *
 * Returns: whether the subject is the summary, with or without such words; %FALSE where either is
 *   empty
 */
gboolean
crm_subject_is_of_event (const char *subject, const char *summary)
{
  g_autofree char *name = crm_subject_normalize (summary);
  g_autofree char *whole = crm_subject_normalize (subject);
  const char *at = whole;
  gboolean has_word = FALSE;

  if (name[0] == '\0')
    return FALSE;
  for (;;) /* "Accepted: Invitation: X" */
    {
      if (g_str_has_prefix (at, name)
          && (has_word ? ends_summary (at + strlen (name)) : at[strlen (name)] == '\0'))
        return TRUE;
      at = skip_word (at);
      if (at == NULL)
        return FALSE;
      has_word = TRUE;
    }
}

/**
 * crm_subject_is_from_calendar:
 * @subject: (nullable): a letter's subject
 *
 * Returns: whether it begins as the letters of calendars do: "Invitation: X", "Accepted: X"
 */
gboolean
crm_subject_is_from_calendar (const char *subject)
{
  g_autofree char *bare = crm_subject_normalize (subject);

  return skip_word (bare) != NULL;
}
