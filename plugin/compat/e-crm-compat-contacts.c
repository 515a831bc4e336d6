/* e-crm-compat-contacts.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Which contacts are selected. Evolution's library for that has no headers, and other functions in
 * each release, so they are looked up when it is there anyway. */
#define G_LOG_DOMAIN "e-crm-compat"
#include "config.h"

#include <dlfcn.h>
#include <libebook/libebook.h>

#include "e-crm-compat.h"

static gpointer /* (nullable) */
find_symbol (const char *name)
{
  static const char *const files[] = { "libeabwidgets.so.0", "libeabwidgets.so",
                                       "libecontacteditor.so.0", "libecontacteditor.so" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      void *library = dlopen (files[i], RTLD_LAZY | RTLD_NOLOAD);
      void *symbol = library != NULL ? dlsym (library, name) : NULL;

      if (library != NULL)
        dlclose (library); /* whoever loaded it has it still */
      if (symbol != NULL)
        return symbol;
    }
  return NULL;
}

typedef GObject *(*NewEditorFunc) (
    EShell *shell, EBookClient *book, EContact *contact, gboolean is_new, gboolean editable);
typedef void (*ShowEditorFunc) (GObject *editor);

/* Shows a contact in Evolution's own editor, which belongs to itself; FALSE where that is not
 * there. */
gboolean
e_crm_compat_show_contact (EShell *shell, EBookClient *book, EContact *contact)
{
  NewEditorFunc make = (NewEditorFunc)find_symbol ("e_contact_editor_new");
  ShowEditorFunc show = (ShowEditorFunc)find_symbol ("eab_editor_show");

  if (make == NULL || show == NULL)
    return FALSE;
  show (make (shell, book, contact, FALSE, !e_client_is_readonly (E_CLIENT (book))));
  return TRUE;
}

#if EDS_CHECK_VERSION(3, 55, 1)

typedef GPtrArray *(*PeekFunc) (GObject *view);
typedef void (*DupFunc) (GObject *view, GCancellable *, GAsyncReadyCallback, gpointer);
typedef GPtrArray *(*FinishFunc) (GObject *view, GAsyncResult *result, GError **error);

typedef struct
{
  ECrmContactsFunc func;
  GObject *data; /* (owned) */
  FinishFunc finish;
} Wish;

static void
dup_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wish *wish = user_data;
  g_autoptr (GPtrArray) contacts = wish->finish (source, result, NULL);

  if (contacts != NULL)
    wish->func (contacts, wish->data);
  g_object_unref (wish->data);
  g_free (wish);
}

/* Calls @func now or later with the selected contacts; not at all where they cannot be known. */
void
e_crm_compat_list_contacts (GObject *view, ECrmContactsFunc func, GObject *data)
{
  PeekFunc peek = (PeekFunc)find_symbol ("e_addressbook_view_peek_selected_contacts");
  DupFunc dup = (DupFunc)find_symbol ("e_addressbook_view_dup_selected_contacts");
  FinishFunc finish = (FinishFunc)find_symbol ("e_addressbook_view_dup_selected_contacts_finish");
  g_autoptr (GPtrArray) contacts = peek != NULL ? peek (view) : NULL;
  Wish *wish;

  if (contacts != NULL)
    func (contacts, data);
  else if (dup != NULL && finish != NULL)
    {
      wish = g_new0 (Wish, 1);
      wish->func = func;
      wish->data = g_object_ref (data);
      wish->finish = finish;
      dup (view, NULL, dup_cb, wish);
    }
}

#else

typedef GSList *(*GetFunc) (GObject *view);

/* Calls @func with the selected contacts; not at all where they cannot be known. */
void
e_crm_compat_list_contacts (GObject *view, ECrmContactsFunc func, GObject *data)
{
  GetFunc get = (GetFunc)find_symbol ("e_addressbook_view_get_selected");
  g_autoptr (GPtrArray) contacts = g_ptr_array_new_with_free_func (g_object_unref);
  GSList *list;

  if (get == NULL)
    return;
  list = get (view);
  for (GSList *link = list; link != NULL; link = link->next)
    g_ptr_array_add (contacts, link->data);
  g_slist_free (list);
  func (contacts, data);
}

#endif
