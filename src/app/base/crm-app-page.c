/* crm-app-page.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-page"
#include "config.h"

#include "crm-app-page.h"

#include "crm-app-widgets.h"
#include "crm-phrases-trouble.h"

typedef struct
{
  CrmAppSession *session; /* (owned) (nullable) */
  GCancellable *cancellable;
  gboolean active;  /* in sight */
  gboolean stale;   /* what is shown was read before something changed */
  gboolean loading; /* and with @stale: once more when that ends */
  gboolean painted; /* its window has been, once */
  gboolean waiting; /* until it is */
} CrmAppPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CrmAppPage, crm_app_page, ADW_TYPE_BIN)

static void
crm_app_page_dispose (GObject *object)
{
  CrmAppPagePrivate *priv = crm_app_page_get_instance_private (CRM_APP_PAGE (object));

  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->session);
  G_OBJECT_CLASS (crm_app_page_parent_class)->dispose (object);
}

static void
crm_app_page_finalize (GObject *object)
{
  CrmAppPagePrivate *priv = crm_app_page_get_instance_private (CRM_APP_PAGE (object));

  g_object_unref (priv->cancellable);
  G_OBJECT_CLASS (crm_app_page_parent_class)->finalize (object);
}

static void
crm_app_page_class_init (CrmAppPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_app_page_dispose;
  object_class->finalize = crm_app_page_finalize;
}

static void
crm_app_page_init (CrmAppPage *self)
{
  CrmAppPagePrivate *priv = crm_app_page_get_instance_private (self);

  priv->cancellable = g_cancellable_new ();
  priv->stale = TRUE;
}

static void load_if_wanted (CrmAppPage *self);

static void
painted_cb (GtkWidget *widget)
{
  CrmAppPage *self = CRM_APP_PAGE (widget);
  CrmAppPagePrivate *priv = crm_app_page_get_instance_private (self);

  priv->painted = TRUE;
  load_if_wanted (self);
}

/* Whether the window that is coming up is to be seen before this page begins to read. */
static gboolean
waits_for_window (CrmAppPage *self)
{
  CrmAppPagePrivate *priv = crm_app_page_get_instance_private (self);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  if (!CRM_APP_PAGE_GET_CLASS (self)->reads_long || priv->painted)
    return FALSE;
  /* It counts from 0. */
  priv->painted = clock != NULL && gdk_frame_clock_get_frame_counter (clock) > 0;
  if (!priv->painted && !priv->waiting)
    crm_app_when_painted (GTK_WIDGET (self), painted_cb);
  priv->waiting = !priv->painted;
  return priv->waiting;
}

static void
load_if_wanted (CrmAppPage *self)
{
  CrmAppPagePrivate *priv = crm_app_page_get_instance_private (self);
  CrmStore *store = priv->session != NULL ? crm_app_session_get_store (priv->session) : NULL;

  if (store == NULL || !priv->active || !priv->stale || priv->loading || waits_for_window (self))
    return;
  priv->stale = FALSE;
  priv->loading = TRUE;
  g_object_ref (self); /* until it is loaded */
  CRM_APP_PAGE_GET_CLASS (self)->load (self, store, priv->cancellable);
}

static void
session_changed_cb (CrmAppSession *session, gpointer data)
{
  crm_app_page_invalidate (data);
}

/* Once, after making it. */
void
crm_app_page_set_session (CrmAppPage *self, CrmAppSession *session)
{
  CrmAppPagePrivate *priv = crm_app_page_get_instance_private (self);

  g_return_if_fail (priv->session == NULL);
  priv->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self, 0);
  g_signal_connect_object (session, "state-changed", G_CALLBACK (session_changed_cb), self, 0);
  if (CRM_APP_PAGE_GET_CLASS (self)->recall != NULL)
    CRM_APP_PAGE_GET_CLASS (self)->recall (self);
}

CrmAppSession *
crm_app_page_get_session (CrmAppPage *self)
{
  CrmAppPagePrivate *priv = crm_app_page_get_instance_private (self);

  return priv->session;
}

/* For the window that has the page; see the class. */
void
crm_app_page_add_actions (CrmAppPage *self, GActionMap *actions, GMenu *menu)
{
  if (CRM_APP_PAGE_GET_CLASS (self)->add_actions != NULL)
    CRM_APP_PAGE_GET_CLASS (self)->add_actions (self, actions, menu);
}

/* Whether somebody looks at it. */
void
crm_app_page_set_active (CrmAppPage *self, gboolean active)
{
  CrmAppPagePrivate *priv = crm_app_page_get_instance_private (self);

  priv->active = active;
  load_if_wanted (self);
}

/* Reads again, now or when somebody looks at it. */
void
crm_app_page_invalidate (CrmAppPage *self)
{
  CrmAppPagePrivate *priv = crm_app_page_get_instance_private (self);

  priv->stale = TRUE;
  load_if_wanted (self);
}

/* To be called once for every load, when what was read is shown or could not be read. */
void
crm_app_page_loaded (CrmAppPage *self, const GError *error /* (nullable) */)
{
  CrmAppPagePrivate *priv = crm_app_page_get_instance_private (self);
  g_autofree char *text = NULL;

  priv->loading = FALSE;
  if (error != NULL && priv->session != NULL
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      text = crm_phrase_trouble (error, NULL);
      crm_app_session_tell_trouble (priv->session, text);
    }
  load_if_wanted (self);
  g_object_unref (self);
}

/* Writes what the person asks for, with a toast and its Undo. */
void
crm_app_page_write (CrmAppPage *self, CrmChangeSet *set /* (transfer full) */)
{
  CrmAppPagePrivate *priv = crm_app_page_get_instance_private (self);

  crm_app_session_write (priv->session, set);
}
