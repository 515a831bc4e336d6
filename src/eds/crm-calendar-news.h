/* crm-calendar-news.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libecal/libecal.h>
#include "crm-event-expand.h"
#include "store/crm-index.h"
G_BEGIN_DECLS

/* What a calendar holds, read and expanded on one thread, and then handed to the index thread. */

typedef struct _CrmCalendarNews CrmCalendarNews;

CrmEventWindow crm_calendar_news_window (gint64 now_usec);
char *crm_calendar_news_stamp (const char *revision, const CrmEventWindow *window);
CrmCalendarNews *crm_calendar_news_read_all (ECalClient *client,
                                             const char *calendar_uid,
                                             const CrmEventWindow *window,
                                             const char *stamp,
                                             GCancellable *cancellable,
                                             GError **error);
CrmCalendarNews *crm_calendar_news_read_some (ECalClient *client,
                                              const char *calendar_uid,
                                              const CrmEventWindow *window,
                                              GHashTable *uids,
                                              GCancellable *cancellable,
                                              GError **error);
void crm_calendar_news_free (CrmCalendarNews *self);
gboolean
crm_calendar_news_apply (CrmIndex *index, gpointer news, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmCalendarNews, crm_calendar_news_free)

G_END_DECLS
