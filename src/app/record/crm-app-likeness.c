/* crm-app-likeness.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-likeness"
#include "config.h"

#include "crm-app-likeness.h"

#include <glib/gi18n-lib.h>

#include "crm-app-card.h"
#include "crm-phrases-party.h"
#include "crm-phrases.h"
#include "base/crm-app-navigation.h"
#include "service/crm-likeness.h"

struct _CrmAppLikeness
{
  AdwBin parent_instance;
  CrmAppSession *session; /* (owned) (nullable) */
  char *entity;           /* (owned) */
  CrmAppForm *form;       /* (unowned): in the same window */
  GtkWidget *list;
  GPtrArray *matches;        /* (owned) (nullable) (element-type CrmMatch): what is shown */
  char *known;               /* (owned) (nullable): what it is shown for */
  char *asked;               /* (owned) (nullable): what is being looked for */
  GCancellable *cancellable; /* (owned) (nullable): of that */
};

G_DEFINE_FINAL_TYPE (CrmAppLikeness, crm_app_likeness, ADW_TYPE_BIN)

enum
{
  LOOKED,
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_app_likeness_dispose (GObject *object)
{
  CrmAppLikeness *self = CRM_APP_LIKENESS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->matches, g_ptr_array_unref);
  self->form = NULL;
  G_OBJECT_CLASS (crm_app_likeness_parent_class)->dispose (object);
}

static void
crm_app_likeness_finalize (GObject *object)
{
  CrmAppLikeness *self = CRM_APP_LIKENESS (object);

  g_free (self->entity);
  g_free (self->known);
  g_free (self->asked);
  G_OBJECT_CLASS (crm_app_likeness_parent_class)->finalize (object);
}

static void
crm_app_likeness_class_init (CrmAppLikenessClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_likeness_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_app_likeness_finalize;
  signals[LOOKED] = g_signal_new ("looked", CRM_APP_TYPE_LIKENESS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[OPENED] = g_signal_new ("opened", CRM_APP_TYPE_LIKENESS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static const CrmMatch *
get_match (CrmAppLikeness *self, guint i)
{
  return g_ptr_array_index (self->matches, i);
}

/* It is looked at instead of what was being entered. */
static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  CrmAppLikeness *self = data;
  const CrmMatch *match = get_match (self, (guint)gtk_list_box_row_get_index (row));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWindow *parent
      = GTK_IS_WINDOW (root) ? gtk_window_get_transient_for (GTK_WINDOW (root)) : NULL;

  g_autoptr (CrmRecord) record = crm_record_ref (match->record);
  g_autoptr (CrmAppSession) session = NULL;

  if (parent == NULL || self->session == NULL)
    return;
  session = g_object_ref (self->session);
  g_signal_emit (self, signals[OPENED], 0);
  crm_app_navigation_present (GTK_WIDGET (parent), session, record->entity->name, record->id);
}

static void
crm_app_likeness_init (CrmAppLikeness *self)
{
  GtkWidget *card = crm_app_card_new (_ ("Is It One of These?"), "crm-new-matches", &self->list);

  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  adw_bin_set_child (ADW_BIN (self), card);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* What kind of record it is goes without saying while it is the kind that is being made. */
static void
add_line (CrmAppLikeness *self, const CrmMatch *match)
{
  const CrmEntity *entity = match->record->entity;
  g_autofree char *below
      = g_str_equal (entity->name, self->entity)
            ? g_strdup (crm_phrase_match (match))
            : g_strdup_printf ("%s · %s", g_dgettext (GETTEXT_PACKAGE, entity->label),
                               crm_phrase_match (match));
  GtkWidget *row
      = crm_app_card_add_line (self->list, crm_phrase_record_name (match->record), below, NULL);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  crm_app_card_line_append (row, gtk_image_new_from_icon_name ("go-next-symbolic"));
}

static void
show (CrmAppLikeness *self)
{
  int focus = crm_app_card_clear (self->list);

  for (guint i = 0; i < self->matches->len; i++)
    add_line (self, get_match (self, i));
  crm_app_card_restore_focus (self->list, focus);
  gtk_widget_set_visible (GTK_WIDGET (self), self->matches->len > 0);
}

static CrmLikeness
get_likeness (CrmAppLikeness *self)
{
  return (CrmLikeness){ .entity = self->entity,
                        .name = crm_app_form_get_text (self->form, "name"),
                        .address = crm_app_form_get_text (self->form, "address"),
                        .phone = crm_app_form_get_text (self->form, "phone"),
                        .domain = crm_app_form_get_text (self->form, "domain") };
}

static char *
dup_key (CrmAppLikeness *self)
{
  CrmLikeness likeness = get_likeness (self);
  const char *texts[] = { likeness.name, likeness.address, likeness.phone, likeness.domain };
  GString *key = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_string_append_printf (key, "%s\n", texts[i] != NULL ? texts[i] : "");
  return g_string_free (key, FALSE);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppLikeness) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *matches = crm_likeness_find_finish (CRM_STORE (source), result, &error);

  if (self->session == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_pointer (&matches, g_ptr_array_unref);
      return;
    }
  /* What cannot be read keeps nobody from entering something. */
  if (matches == NULL)
    matches = g_ptr_array_new ();
  g_clear_pointer (&self->matches, g_ptr_array_unref);
  self->matches = matches;
  g_free (self->known);
  self->known = g_steal_pointer (&self->asked);
  show (self);
  g_signal_emit (self, signals[LOOKED], 0);
}

/**
 * crm_app_likeness_look:
 * @self: the records that may be the same
 *
 * Looks for what is typed now, unless that is known; `looked` tells when it is done.
 */
void
crm_app_likeness_look (CrmAppLikeness *self)
{
  CrmStore *store = self->session != NULL ? crm_app_session_get_store (self->session) : NULL;
  CrmLikeness likeness;
  g_autofree char *key = NULL;

  if (store == NULL || self->form == NULL)
    return;
  key = dup_key (self);
  if (g_strcmp0 (key, self->asked) == 0
      || (self->asked == NULL && g_strcmp0 (key, self->known) == 0))
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_free (self->asked);
  self->asked = g_steal_pointer (&key);
  likeness = get_likeness (self);
  crm_likeness_find_async (store, &likeness, self->cancellable, found_cb, g_object_ref (self));
}

/**
 * crm_app_likeness_is_settled:
 * @self: the records that may be the same
 *
 * Returns: whether what is shown is what is like the text that stands in the form now
 */
gboolean
crm_app_likeness_is_settled (CrmAppLikeness *self)
{
  g_autofree char *key = dup_key (self);

  return self->asked == NULL && g_strcmp0 (key, self->known) == 0;
}

/**
 * crm_app_likeness_get_n_found:
 * @self: the records that may be the same
 *
 * Returns: how many are shown
 */
guint
crm_app_likeness_get_n_found (CrmAppLikeness *self)
{
  return self->matches != NULL ? self->matches->len : 0;
}

/**
 * crm_app_likeness_is_taken:
 * @self: the records that may be the same
 *
 * Returns: whether the e-mail address of a person that is to be made is somebody else's
 */
gboolean
crm_app_likeness_is_taken (CrmAppLikeness *self)
{
  if (!g_str_equal (self->entity, "person"))
    return FALSE;
  for (guint i = 0; i < crm_app_likeness_get_n_found (self); i++)
    if (get_match (self, i)->reason == CRM_MATCH_ADDRESS)
      return TRUE;
  return FALSE;
}

/**
 * crm_app_likeness_suits:
 * @entity: an entity's name
 *
 * Returns: whether it is known what makes two of its records the same
 */
gboolean
crm_app_likeness_suits (const char *entity)
{
  static const char *const entities[] = { "person", "account", "lead", NULL };

  return g_strv_contains (entities, entity);
}

/**
 * crm_app_likeness_new:
 * @session: a session with an open store
 * @entity: person, account or lead
 * @form: the form of a new one
 *
 * Returns: (transfer floating): the records that may be the same
 */
GtkWidget *
crm_app_likeness_new (CrmAppSession *session, const char *entity, CrmAppForm *form)
{
  CrmAppLikeness *self = g_object_new (CRM_APP_TYPE_LIKENESS, NULL);

  self->session = g_object_ref (session);
  self->entity = g_strdup (entity);
  self->form = form;
  g_signal_connect_object (form, "edited", G_CALLBACK (crm_app_likeness_look), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
