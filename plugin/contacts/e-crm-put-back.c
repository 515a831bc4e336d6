/* e-crm-put-back.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-put-back"
#include "config.h"

#include "e-crm-put-back.h"

#include <glib/gi18n-lib.h>

#include "crm-card-reading.h"
#include "crm-order-change.h"
#include "crm-vcard.h"
#include "mail/e-crm-section.h"
#include "service/crm-contact-order.h"
#include "service/crm-kept-card.h"
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
  const char *old
      = context->person != NULL ? crm_record_get_text (context->person, "book_uid") : NULL;
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

/* What is known of somebody whose contact is gone. */
typedef struct
{
  GPtrArray *addresses; /* (owned) (element-type utf8) */
  char *vcard;          /* (owned) (nullable): the contact as it was */
} Remains;

static void
free_remains (gpointer data)
{
  Remains *remains = data;

  g_clear_pointer (&remains->addresses, g_ptr_array_unref);
  g_free (remains->vcard);
  g_free (remains);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Remains, free_remains)

static gpointer
find_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  const CrmRecord *person = data;
  const char *book_uid = crm_record_get_text (person, "book_uid");
  const char *contact_uid = crm_record_get_text (person, "contact_uid");
  g_autoptr (Remains) remains = g_new0 (Remains, 1);
  GError *local_error = NULL;

  if (book_uid != NULL && contact_uid != NULL)
    remains->vcard = crm_kept_card_find (reader, book_uid, contact_uid, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }
  remains->addresses = crm_query_person_addresses (reader, person->id, NULL, error);
  return remains->addresses != NULL ? g_steal_pointer (&remains) : NULL;
}

/* (transfer full): from what the CRM itself knows */
static char *
build_vcard (const CrmContext *context, const char *uid, GPtrArray *addresses /* (nullable) */)
{
  const CrmRecord *account = context->account;
  char *vcard = crm_vcard_build (uid, context->name,
                                 account != NULL ? crm_record_get_title (account) : NULL,
                                 context->title, context->address, context->phone);

  for (guint i = 0; addresses != NULL && i < addresses->len; i++)
    {
      char *more = crm_vcard_add_address (vcard, g_ptr_array_index (addresses, i));

      g_free (vcard);
      vcard = more;
    }
  return vcard;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PutBack) put_back = data;
  CrmContext *context = put_back->context;
  g_autoptr (Remains) remains = crm_store_read_finish (CRM_STORE (source), result, NULL);
  const char *uid = crm_record_get_text (context->person, "contact_uid");
  g_autofree char *new_uid = uid != NULL ? g_strdup (uid) : g_uuid_string_random ();
  g_autofree char *vcard
      = remains != NULL && remains->vcard != NULL
            ? crm_vcard_with_uid (remains->vcard, new_uid)
            : build_vcard (context, new_uid, remains != NULL ? remains->addresses : NULL);

  e_crm_section_write (put_back->section,
                       crm_people_put_back (context->person, put_back->book_uid, new_uid, vcard));
}

/* (transfer full) (nullable): NULL where nobody takes it, which is told */
static PutBack *
begin (ECrmApp *app, CrmContext *context, GtkWidget *section)
{
  char *book_uid = choose_book (app, context);
  PutBack *self;

  if (book_uid == NULL)
    {
      e_crm_section_fail (E_CRM_SECTION (section),
                          _ ("No address book takes new contacts. Add one in Contacts, or turn one "
                             "on."));
      return NULL;
    }
  self = g_new0 (PutBack, 1);
  self->context = crm_context_ref (context);
  self->section = g_object_ref (E_CRM_SECTION (section));
  self->book_uid = book_uid;
  return self;
}

void
e_crm_put_back (ECrmApp *app, CrmContext *context, GtkWidget *section)
{
  PutBack *put_back;

  if (context == NULL || context->person == NULL || context->readonly_books == NULL)
    return;
  put_back = begin (app, context, section);
  if (put_back != NULL)
    crm_store_read_async (e_crm_app_get_store (app), find_in_worker,
                          crm_record_ref (context->person), (GDestroyNotify)crm_record_unref,
                          free_remains, NULL, found_cb, put_back);
}

/* --- a copy of what cannot be changed --------------------------------------------------------- */

/* What was typed into the CRM, when the address book would not have it. */
static void
add_own_values (const CrmContext *context, EContact *contact)
{
  static const char *const fields[] = { "name", "title" };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *base = NULL;
      g_autofree char *payload = crm_contact_dup_own_value (context, fields[i], &base);

      if (payload != NULL)
        crm_contact_merge (contact, base, payload);
    }
}

/* (transfer full): with what was to be changed and could not be */
static char *
change_copy (const CrmContext *context, const char *vcard, const char *uid)
{
  EContact *contact = e_contact_new_from_vcard_with_uid (vcard, uid);
  char *text;

  for (guint i = 0; context->contact_orders != NULL && i < context->contact_orders->len; i++)
    {
      const CrmRecord *order = g_ptr_array_index (context->contact_orders, i);

      if (crm_contact_order_is_forbidden (order))
        crm_contact_merge (contact, crm_record_get_text (order, "base"),
                           crm_record_get_text (order, "payload"));
    }
  add_own_values (context, contact);
  text = e_vcard_to_string (E_VCARD (contact), EVC_FORMAT_VCARD_30);
  g_object_unref (contact);
  return text;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PutBack) copy = data;
  g_autoptr (GPtrArray) readings = crm_card_reading_run_finish (result, NULL);
  const CrmCardReading *reading = readings != NULL ? g_ptr_array_index (readings, 0) : NULL;
  g_autofree char *uid = g_uuid_string_random ();
  g_autofree char *vcard = NULL;

  if (reading == NULL || reading->vcard == NULL)
    {
      e_crm_section_fail (copy->section, _ ("The contact cannot be read at the moment"));
      return;
    }
  vcard = change_copy (copy->context, reading->vcard, uid);
  e_crm_section_write (copy->section,
                       crm_contact_order_copy (copy->context, copy->book_uid, uid, vcard));
}

void
e_crm_copy_contact (ECrmApp *app, CrmContext *context, GtkWidget *section)
{
  g_autoptr (GPtrArray) readings
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_card_reading_free);
  PutBack *copy;

  if (context == NULL || context->contact == NULL || context->readonly_books == NULL)
    return;
  copy = begin (app, context, section);
  if (copy == NULL)
    return;
  g_ptr_array_add (
      readings, crm_card_reading_new (context->contact->book_uid, context->contact->contact_uid));
  crm_card_reading_run_async (e_shell_get_registry (e_crm_app_get_shell (app)), readings, NULL,
                              read_cb, copy);
}
