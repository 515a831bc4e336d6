/* e-crm-put-back.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-put-back"
#include "config.h"

#include "e-crm-put-back.h"

#include <glib/gi18n-lib.h>

#include "crm-vcard.h"
#include "mail/e-crm-section.h"
#include "service/crm-people.h"

typedef struct
{
  CrmContext *context;  /* (owned) */
  ECrmSection *section; /* (owned) */
  char *book_uid;       /* (owned) */
} PutBack;

static void
free_put_back (PutBack *put_back)
{
  crm_context_unref (put_back->context);
  g_object_unref (put_back->section);
  g_free (put_back->book_uid);
  g_free (put_back);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PutBack, free_put_back)

static gboolean
takes_contacts (ESourceRegistry *registry, ESource *book, const CrmContext *context)
{
  return book != NULL && e_source_has_extension (book, E_SOURCE_EXTENSION_ADDRESS_BOOK)
         && e_source_registry_check_enabled (registry, book) && e_source_get_writable (book)
         && !g_strv_contains ((const char *const *)context->readonly_books,
                              e_source_get_uid (book));
}

/* (transfer full) (nullable): where they were, where new contacts go, or the first that takes them;
 * one that refused them is not asked again */
static char *
choose_book (ECrmApp *app, const CrmContext *context)
{
  ESourceRegistry *registry = e_shell_get_registry (e_crm_app_get_shell (app));
  const CrmScope *scope = e_crm_app_get_scope (app);
  const char *old = crm_record_get_text (context->person, "book_uid");
  const char *refused = context->contact_state == CRM_CONTACT_REFUSED ? old : NULL;
  const char *uids[] = { old, scope != NULL ? scope->book_uid : NULL };
  GList *books = e_source_registry_list_enabled (registry, E_SOURCE_EXTENSION_ADDRESS_BOOK);
  char *chosen = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (uids) && chosen == NULL; i++)
    if (uids[i] != NULL && g_strcmp0 (uids[i], refused) != 0)
      {
        g_autoptr (ESource) book = e_source_registry_ref_source (registry, uids[i]);

        if (takes_contacts (registry, book, context))
          chosen = g_strdup (uids[i]);
      }
  for (GList *link = books; link != NULL && chosen == NULL; link = link->next)
    if (takes_contacts (registry, link->data, context)
        && g_strcmp0 (e_source_get_uid (link->data), refused) != 0)
      chosen = e_source_dup_uid (link->data);
  g_list_free_full (books, g_object_unref);
  return chosen;
}

static gpointer
list_addresses_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_query_person_addresses (reader, data, NULL, error);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PutBack) put_back = data;
  CrmContext *context = put_back->context;
  g_autoptr (GPtrArray) addresses = crm_store_read_finish (CRM_STORE (source), result, NULL);
  const char *uid = crm_record_get_text (context->person, "contact_uid");
  g_autofree char *new_uid = uid != NULL ? g_strdup (uid) : g_uuid_string_random ();
  g_autofree char *vcard = NULL;

  vcard
      = crm_vcard_build (new_uid, context->name,
                         context->account != NULL ? crm_record_get_title (context->account) : NULL,
                         context->title, context->address, context->phone);
  for (guint i = 0; addresses != NULL && i < addresses->len; i++)
    {
      char *more = crm_vcard_add_address (vcard, g_ptr_array_index (addresses, i));

      g_free (vcard);
      vcard = more;
    }
  e_crm_section_write (put_back->section,
                       crm_people_put_back (context->person, put_back->book_uid, new_uid, vcard));
}

void
e_crm_put_back (ECrmApp *app, CrmContext *context, GtkWidget *section)
{
  g_autofree char *book_uid = NULL;
  PutBack *put_back;

  if (context == NULL || context->person == NULL || context->readonly_books == NULL)
    return;
  book_uid = choose_book (app, context);
  if (book_uid == NULL)
    {
      e_crm_section_fail (E_CRM_SECTION (section),
                          _ ("No address book takes new contacts. Add one in Contacts, or turn one "
                             "on."));
      return;
    }
  put_back = g_new0 (PutBack, 1);
  put_back->context = crm_context_ref (context);
  put_back->section = g_object_ref (E_CRM_SECTION (section));
  put_back->book_uid = g_steal_pointer (&book_uid);
  crm_store_read_async (e_crm_app_get_store (app), list_addresses_in_worker,
                        g_strdup (context->person->id), g_free, (GDestroyNotify)g_ptr_array_unref,
                        NULL, listed_cb, put_back);
}
