/* crm-source-watch.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libedataserver/libedataserver.h>
G_BEGIN_DECLS

/* Follows the enabled sources of one kind (address books, calendars): each gets a follower when it
 * appears, which is closed when it goes, and opened again after a while when it has failed. */

typedef struct _CrmSourceWatch CrmSourceWatch;

/* Called in the thread-default context of crm_source_watch_new(). */
typedef struct
{
  /* (transfer full) (nullable): a follower of @source; %NULL to pass it over */
  gpointer (*follow) (gpointer owner, ESource *source);
  void (*close) (gpointer follower);
  gboolean (*has_failed) (gpointer follower);
  void (*reopen) (gpointer follower);
  /* The sources are these now: all others are to be forgotten. Comes before new ones are followed.
   */
  void (*keep) (gpointer owner, const char *const *uids);
} CrmSourceWatchFuncs;

CrmSourceWatch *crm_source_watch_new (ESourceRegistry *registry,
                                      const char *extension,
                                      const CrmSourceWatchFuncs *functions,
                                      gpointer owner) G_GNUC_WARN_UNUSED_RESULT;
void crm_source_watch_free (CrmSourceWatch *self);
void crm_source_watch_retry_in (CrmSourceWatch *self, guint secs);
void crm_source_watch_foreach (CrmSourceWatch *self, GFunc func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSourceWatch, crm_source_watch_free)

G_END_DECLS
