/* e-crm-contact-view.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The sidebar of the address books: tells it which contact is selected. The headers of this view
 * are not installed; properties are all that is needed of it. */
#define G_LOG_DOMAIN "e-crm-contact-view"
#include "config.h"

#include "e-crm-contact-view.h"

#include <glib/gi18n-lib.h>
#include <libebook/libebook.h>
#include <shell/e-shell-content.h>
#include <shell/e-shell-view.h>

#include "compat/e-crm-compat.h"
#include "crm-vcard.h"
#include "service/crm-group.h"
#include "shell/e-crm-view-pane.h"

typedef struct
{
  EExtension parent_instance;
  ECrmSidebar *sidebar; /* (unowned) (nullable): the window owns it */
  GObject *content;     /* (unowned) (nullable): so does it */
  guint idle;           /* source id, 0 for none */
} ECrmContactView;

typedef EExtensionClass ECrmContactViewClass;

GType e_crm_contact_view_get_type (void);
G_DEFINE_DYNAMIC_TYPE (ECrmContactView, e_crm_contact_view, E_TYPE_EXTENSION)

static const ECrmAction actions[] = {
  { "crm-show-contact-sidebar", N_ ("Show CRM _Sidebar"),
    N_ ("Show what was said with a contact and what comes next"), "<Primary><Alt>y", TRUE,
    e_crm_view_pane_toggle },
  { "crm-undo-contact-change", N_ ("_Undo CRM Change"),
    N_ ("Take back the last change made in the CRM sidebar"), "<Primary><Alt>u", FALSE,
    e_crm_view_pane_undo },
};

/* (transfer full) (nullable): of which address book the contacts are that are shown */
static char *
dup_book_uid (GObject *content)
{
  GObject *view = NULL;
  ESource *source = NULL;
  char *uid = NULL;

  g_object_get (content, "current-view", &view, NULL);
  if (view != NULL)
    g_object_get (view, "source", &source, NULL);
  if (source != NULL)
    uid = e_source_dup_uid (source);
  g_clear_object (&source);
  g_clear_object (&view);
  return uid;
}

/* (transfer full) (nullable): it is copied first, for reading may change it, and it is not ours */
static CrmContact *
read_contact (const char *book_uid, EContact *selected)
{
  EContact *copy = e_contact_duplicate (selected);
  CrmContact *contact = crm_vcard_to_contact (book_uid, copy);

  g_object_unref (copy);
  return contact;
}

static void
show_one (ECrmContactView *self)
{
  g_autofree char *book_uid = dup_book_uid (self->content);
  EContact *selected = NULL;
  g_autoptr (CrmContact) contact = NULL;

  g_object_get (self->content, "preview-contact", &selected, NULL);
  if (selected != NULL && book_uid != NULL)
    contact = read_contact (book_uid, selected);
  g_clear_object (&selected);
  e_crm_sidebar_show_contact (self->sidebar, contact);
}

static void
listed_cb (GPtrArray *selected /* (element-type EContact) */, gpointer data)
{
  ECrmContactView *self = data;
  g_autofree char *book_uid = self->sidebar != NULL ? dup_book_uid (self->content) : NULL;
  g_autoptr (GPtrArray) contacts
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_contact_free);

  if (selected->len < 2 || book_uid == NULL)
    return;
  for (guint i = 0; selected->len <= CRM_GROUP_MAX && i < selected->len; i++)
    {
      CrmContact *contact = read_contact (book_uid, g_ptr_array_index (selected, i));

      if (contact != NULL)
        g_ptr_array_add (contacts, contact);
    }
  e_crm_sidebar_show_contacts (self->sidebar, contacts, selected->len);
}

/* Once for all that one click brings. */
static gboolean
look_cb (gpointer data)
{
  ECrmContactView *self = data;
  GObject *view = NULL;

  self->idle = 0;
  show_one (self);
  g_object_get (self->content, "current-view", &view, NULL);
  if (view != NULL)
    e_crm_compat_list_contacts (view, listed_cb, G_OBJECT (self));
  g_clear_object (&view);
  return G_SOURCE_REMOVE;
}

static void
look_later (ECrmContactView *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (look_cb, self);
}

/* Each address book has a view of its own. */
static void
view_changed_cb (GObject *content, GParamSpec *pspec, gpointer data)
{
  GObject *view = NULL;

  g_object_get (content, "current-view", &view, NULL);
  if (view != NULL && g_signal_lookup ("selection-change", G_OBJECT_TYPE (view)) != 0
      && g_object_get_data (view, "e-crm-watched") == NULL)
    {
      g_object_set_data (view, "e-crm-watched", view);
      g_signal_connect_object (view, "selection-change", G_CALLBACK (look_later), data,
                               G_CONNECT_SWAPPED);
    }
  g_clear_object (&view);
  look_later (data);
}

static void
selected_cb (GObject *content, GParamSpec *pspec, gpointer data)
{
  look_later (data);
}

static void
e_crm_contact_view_dispose (GObject *object)
{
  ECrmContactView *self = (ECrmContactView *)object;

  g_clear_handle_id (&self->idle, g_source_remove);
  self->sidebar = NULL;
  G_OBJECT_CLASS (e_crm_contact_view_parent_class)->dispose (object);
}

static void
e_crm_contact_view_constructed (GObject *object)
{
  ECrmContactView *self = (ECrmContactView *)object;
  EShellView *view = E_SHELL_VIEW (e_extension_get_extensible (E_EXTENSION (object)));
  GObject *content;

  G_OBJECT_CLASS (e_crm_contact_view_parent_class)->constructed (object);
  if (g_strcmp0 (e_crm_compat_get_view_name (view), "addressbook") != 0)
    return;

  content = G_OBJECT (e_shell_view_get_shell_content (view));
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (content), "preview-contact") == NULL)
    return;
  self->sidebar
      = e_crm_view_pane_get_sidebar (e_crm_view_pane_wrap (view, actions, G_N_ELEMENTS (actions)));
  e_crm_sidebar_use_for_contacts (self->sidebar);
  self->content = content;
  g_signal_connect_object (content, "notify::preview-contact", G_CALLBACK (selected_cb), self, 0);
  g_signal_connect_object (content, "notify::current-view", G_CALLBACK (view_changed_cb), self, 0);
}

static void
e_crm_contact_view_class_init (ECrmContactViewClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = e_crm_contact_view_constructed;
  G_OBJECT_CLASS (klass)->dispose = e_crm_contact_view_dispose;
  E_EXTENSION_CLASS (klass)->extensible_type = E_TYPE_SHELL_VIEW;
}

static void
e_crm_contact_view_class_finalize (ECrmContactViewClass *klass)
{
}

static void
e_crm_contact_view_init (ECrmContactView *self)
{
}

void
e_crm_contact_view_type_register (GTypeModule *module)
{
  e_crm_contact_view_register_type (module);
}
