/* crm-app-new-record.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-new-record"
#include "config.h"

#include "crm-app-new-record.h"

#include <glib/gi18n-lib.h>

#include "crm-app-form.h"
#include "crm-app-likeness.h"
#include "crm-phrases.h"
#include "base/crm-app-widgets.h"

/* A dialog: a form, and nothing is made before somebody says so. */

struct _CrmAppNewRecord
{
  AdwWindow parent_instance;
  CrmAppSession *session; /* (owned) (nullable) */
  CrmAppForm *form;
  GtkWidget *add;
  GtkWidget *problem;       /* why it could not be made */
  CrmAppLikeness *likeness; /* (nullable): what may be the same */
  gboolean is_asked;        /* it is added once that is known, unless something is found */
  char *id;                 /* (owned) (nullable): of the record that is being made */
  CrmAppMadeFunc func;      /* (nullable) */
  gpointer data;            /* (owned) */
  GDestroyNotify free_data;
};

#define CRM_APP_TYPE_NEW_RECORD (crm_app_new_record_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppNewRecord, crm_app_new_record, CRM_APP, NEW_RECORD, AdwWindow)
G_DEFINE_FINAL_TYPE (CrmAppNewRecord, crm_app_new_record, ADW_TYPE_WINDOW)

static void
crm_app_new_record_dispose (GObject *object)
{
  CrmAppNewRecord *self = CRM_APP_NEW_RECORD (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->id, g_free);
  self->func = NULL;
  if (self->free_data != NULL)
    self->free_data (g_steal_pointer (&self->data));
  self->free_data = NULL;
  G_OBJECT_CLASS (crm_app_new_record_parent_class)->dispose (object);
}

static const char taken_address[] = N_ ("This is the e-mail address of somebody else");

/* A new record is seen by nobody: only an address can be there already. */
static const char *
phrase_failure (CrmAppNewRecord *self, const GError *error)
{
  gboolean has_address = crm_app_form_get_text (self->form, "address") != NULL;

  return has_address && g_error_matches (error, CRM_ERROR, CRM_ERROR_CONFLICT)
             ? _ (taken_address)
             : crm_phrase_error (error);
}

/* Closed first: the focus is then where @func leads to, and not in the window below. */
static void
close_and_tell (CrmAppNewRecord *self)
{
  CrmAppMadeFunc func = self->func;
  GDestroyNotify free_data = g_steal_pointer (&self->free_data);
  gpointer data = g_steal_pointer (&self->data);
  g_autofree char *id = g_steal_pointer (&self->id);

  gtk_window_close (GTK_WINDOW (self));
  if (func != NULL)
    func (id, data);
  if (free_data != NULL)
    free_data (data);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppNewRecord) self = data;
  g_autoptr (GError) error = NULL;

  if (!crm_app_session_write_finish (CRM_APP_SESSION (source), result, &error))
    {
      if (self->session == NULL)
        {
          crm_app_session_tell_trouble (CRM_APP_SESSION (source), crm_phrase_error (error));
          return;
        }
      gtk_label_set_text (GTK_LABEL (self->problem), phrase_failure (self, error));
      gtk_widget_set_visible (self->problem, TRUE);
      gtk_widget_set_sensitive (self->add, TRUE);
      return;
    }
  if (self->session != NULL)
    close_and_tell (self);
}

/* Nothing is made twice unseen: what may be the same is shown first, and then it takes another
 * press. Nobody's address becomes somebody else's at all. */
static gboolean
must_wait (CrmAppNewRecord *self)
{
  if (self->likeness == NULL)
    return FALSE;
  if (!crm_app_likeness_is_settled (self->likeness))
    {
      self->is_asked = TRUE;
      crm_app_likeness_look (self->likeness);
      return TRUE;
    }
  if (!crm_app_likeness_is_taken (self->likeness))
    return FALSE;
  crm_app_form_tell (self->form, "address", _ (taken_address));
  return TRUE;
}

static void
add (CrmAppNewRecord *self)
{
  g_autoptr (CrmChangeSet) set = NULL;

  if (self->session == NULL || !gtk_widget_get_sensitive (self->add))
    return;
  g_clear_pointer (&self->id, g_free);
  set = crm_app_form_create (self->form, &self->id);
  if (set == NULL || must_wait (self))
    return;
  gtk_widget_set_sensitive (self->add, FALSE); /* once is enough */
  crm_app_session_write_async (self->session, g_steal_pointer (&set), made_cb, g_object_ref (self));
}

static void
looked_cb (CrmAppNewRecord *self)
{
  gboolean is_asked = self->is_asked;
  gboolean has_some = crm_app_likeness_get_n_found (self->likeness) > 0;

  self->is_asked = FALSE;
  crm_app_button_set_label (self->add, has_some ? _ ("_Add Anyway") : _ ("_Add"));
  if (is_asked && (!has_some || crm_app_likeness_is_taken (self->likeness)))
    add (self);
}

static void
add_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  add (CRM_APP_NEW_RECORD (widget));
}

static void
crm_app_new_record_class_init (CrmAppNewRecordClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_app_new_record_dispose;
  gtk_widget_class_install_action (widget_class, "record.add", NULL, add_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "record.add",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static GtkWidget *
make_bar (CrmAppNewRecord *self)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *cancel = crm_app_button_new (_ ("_Cancel"), "crm-new-cancel");

  self->add = crm_app_button_new (_ ("_Add"), "crm-new-add");
  gtk_widget_add_css_class (self->add, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->add), "record.add");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), self->add);
  return bar;
}

static void
crm_app_new_record_init (CrmAppNewRecord *self)
{
  self->problem = crm_app_text_new ("error");
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 460, 620);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 294);
}

static void
fill (CrmAppNewRecord *self, const char *entity, GtkWidget *form)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->form = CRM_APP_FORM (form);
  gtk_box_append (GTK_BOX (content), self->problem);
  if (crm_app_likeness_suits (entity))
    {
      GtkWidget *likeness = crm_app_likeness_new (self->session, entity, self->form);

      self->likeness = CRM_APP_LIKENESS (likeness);
      g_signal_connect_swapped (likeness, "looked", G_CALLBACK (looked_cb), self);
      g_signal_connect_swapped (likeness, "opened", G_CALLBACK (gtk_window_close), self);
      gtk_box_append (GTK_BOX (content), likeness);
    }
  gtk_box_append (GTK_BOX (content), form);
  gtk_widget_add_css_class (content, "crm-page");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), content);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_window_set_content (ADW_WINDOW (self), box);
}

/* (transfer full) */
static char *
dup_heading (const char *entity)
{
  const char *label = g_dgettext (GETTEXT_PACKAGE, crm_entity_find (entity)->label);

  if (g_str_equal (entity, "deal"))
    return g_strdup (_ ("New Deal"));
  if (g_str_equal (entity, "person"))
    return g_strdup (_ ("New Person"));
  if (g_str_equal (entity, "account"))
    return g_strdup (_ ("New Account"));
  /* TRANSLATORS: heading of a dialog; %s is a kind of record */
  return g_strdup_printf (_ ("New: %s"), label);
}

/**
 * crm_app_new_record_dialog:
 * @parent: a widget of the window that the dialog comes above
 * @session: a session with an open store
 * @entity: an entity's name
 * @presets: (nullable): names of fields and what they begin with by turns, ended by %NULL; see
 *   crm_form_create()
 * @func: (nullable): called with the new record's id when it is made; not called when somebody
 *   thinks better of it
 * @data: (transfer full): data for @func
 * @free_data: (nullable): frees @data
 *
 * Asks for the fields of a new record and makes it.
 */
void
crm_app_new_record_dialog (GtkWidget *parent,
                           CrmAppSession *session,
                           const char *entity,
                           const char *const *presets,
                           CrmAppMadeFunc func,
                           gpointer data,
                           GDestroyNotify free_data)
{
  CrmAppNewRecord *self
      = g_object_new (CRM_APP_TYPE_NEW_RECORD, "transient-for", gtk_widget_get_root (parent),
                      "destroy-with-parent", TRUE, NULL);
  g_autofree char *heading = dup_heading (entity);

  self->session = g_object_ref (session);
  self->func = func;
  self->data = data;
  self->free_data = free_data;
  if (!crm_app_likeness_suits (entity) && !g_str_equal (entity, "account_person"))
    gtk_window_set_default_size (GTK_WINDOW (self), 460, 400);
  fill (self, entity, crm_app_form_new_record (session, entity, presets));
  gtk_window_set_title (GTK_WINDOW (self), heading);
  gtk_window_present (GTK_WINDOW (self));
}
