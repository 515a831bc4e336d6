/* crm-vcard.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-vcard"
#include "config.h"

#include "crm-vcard.h"

#include <string.h>

#include "model/crm-address.h"
#include "model/crm-text.h"

/* (transfer full) (nullable): one clean line, NULL for nothing at all */
static char *
clean_or_null (const char *text)
{
  char *clean = crm_text_clean (text);

  if (*clean == '\0')
    g_clear_pointer (&clean, g_free);
  return clean;
}

static void
set_text (EContact *contact, EContactField field, const char *text)
{
  g_autofree char *clean = clean_or_null (text);

  if (clean != NULL)
    e_contact_set (contact, field, clean);
}

/* EContact would write the first e-mail address as TYPE=OTHER. */
static void
add_work_address (EContact *contact, const char *address)
{
  g_autofree char *clean = clean_or_null (address);
  EVCardAttribute *attribute;

  if (clean == NULL)
    return;
  attribute = e_vcard_attribute_new (NULL, EVC_EMAIL);
  e_vcard_attribute_add_param_with_value (attribute, e_vcard_attribute_param_new (EVC_TYPE),
                                          "WORK");
  e_vcard_add_attribute_with_value (E_VCARD (contact), attribute, clean);
}

/**
 * crm_vcard_build:
 * @uid: the new contact's UID
 * @name: (nullable): the full name as people write it; it is split into its parts
 * @organization: (nullable): where they work
 * @title: (nullable): job title
 * @address: (nullable): e-mail address
 * @phone: (nullable): phone number
 *
 * Makes a contact for an address book. A vCard has to have a name: without @name it is
 * @organization, @address, @phone or @uid, whatever comes first.
 *
 * Returns: (transfer full): a vCard 3.0
 */
char *
crm_vcard_build (const char *uid,
                 const char *name,
                 const char *organization,
                 const char *title,
                 const char *address,
                 const char *phone)
{
  const char *names[] = { name, organization, address, phone, uid };
  EContact *contact;
  EContactName *parts;
  g_autofree char *full_name = NULL;
  g_autofree char *revision = NULL;
  g_autoptr (GDateTime) now = NULL;
  char *vcard;

  g_return_val_if_fail (uid != NULL, NULL);

  for (gsize i = 0; full_name == NULL && i < G_N_ELEMENTS (names); i++)
    full_name = clean_or_null (names[i]);
  if (full_name == NULL)
    full_name = g_strdup (uid);

  contact = e_contact_new ();
  e_contact_set (contact, E_CONTACT_UID, uid);
  parts = e_contact_name_from_string (full_name);
  e_contact_set (contact, E_CONTACT_NAME, parts);
  e_contact_name_free (parts);
  e_contact_set (contact, E_CONTACT_FULL_NAME, full_name);
  set_text (contact, E_CONTACT_ORG, organization);
  set_text (contact, E_CONTACT_TITLE, title);
  set_text (contact, E_CONTACT_PHONE_BUSINESS, phone);
  add_work_address (contact, address);
  now = g_date_time_new_now_utc ();
  revision = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  e_contact_set (contact, E_CONTACT_REV, revision);
  vcard = e_vcard_to_string (E_VCARD (contact), EVC_FORMAT_VCARD_30);
  g_object_unref (contact);
  return vcard;
}

/**
 * crm_vcard_add_address:
 * @vcard: a vCard of crm_vcard_build()
 * @address: another e-mail address; one that is there already is not added
 *
 * Returns: (transfer full): the vCard with it
 */
char *
crm_vcard_add_address (const char *vcard, const char *address)
{
  EContact *contact = e_contact_new_from_vcard (vcard);
  GList *values = e_contact_get (contact, E_CONTACT_EMAIL);
  char *text;

  if (g_list_find_custom (values, address, (GCompareFunc)g_ascii_strcasecmp) == NULL)
    {
      EVCardAttribute *attribute = e_vcard_attribute_new (NULL, EVC_EMAIL);

      e_vcard_attribute_add_param_with_value (attribute, e_vcard_attribute_param_new (EVC_TYPE),
                                              "WORK");
      e_vcard_attribute_add_value (attribute, address);
      e_vcard_append_attribute (E_VCARD (contact), attribute);
    }
  text = e_vcard_to_string (E_VCARD (contact), EVC_FORMAT_VCARD_30);
  g_list_free_full (values, g_free);
  g_object_unref (contact);
  return text;
}

/* (transfer full) (nullable) */
static char *
dup_field (EContact *contact, EContactField field)
{
  return clean_or_null (e_contact_get_const (contact, field));
}

/* (transfer full) (nullable): the best name there is */
static char *
dup_name (EContact *contact)
{
  static const EContactField fields[]
      = { E_CONTACT_FULL_NAME, E_CONTACT_FILE_AS, E_CONTACT_NICKNAME, E_CONTACT_ORG };
  char *name = NULL;

  for (gsize i = 0; name == NULL && i < G_N_ELEMENTS (fields); i++)
    name = dup_field (contact, fields[i]);
  return name;
}

static const char *
phone_kind (EVCardAttribute *attribute)
{
  static const struct
  {
    const char *type;
    const char *kind;
  } kinds[] = { { "FAX", "fax" },
                { "PAGER", "other" },
                { "CELL", "mobile" },
                { "HOME", "home" },
                { "WORK", "work" } };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (e_vcard_attribute_has_type (attribute, kinds[i].type))
      return kinds[i].kind;
  return "other";
}

/* (transfer full) (nullable): the first value; a vCard 4.0 may say `tel:` before a number */
static char *
dup_first_value (EVCardAttribute *attribute)
{
  GList *values = e_vcard_attribute_get_values (attribute);
  const char *value = values != NULL ? values->data : NULL;

  if (value != NULL && g_ascii_strncasecmp (value, "tel:", 4) == 0)
    value += 4;
  return clean_or_null (value);
}

/* The first number somebody can be called at; a fax only where there is nothing else. */
static void
remember_phone (CrmContact *out, const char *kind, const char *number)
{
  g_autofree char *before = out->phones;
  g_autofree char *line = g_strdelimit (g_strdup (number), "\r\n", ' ');

  out->phones = before != NULL ? g_strdup_printf ("%s\n%s %s", before, kind, line)
                               : g_strdup_printf ("%s %s", kind, line);
}

static void
take_phone (CrmContact *out, EVCardAttribute *attribute)
{
  g_autofree char *number = dup_first_value (attribute);
  const char *kind = phone_kind (attribute);
  gboolean have = out->phone != NULL && g_strcmp0 (out->phone_kind, "fax") != 0;

  if (number != NULL)
    remember_phone (out, kind, number);
  if (number == NULL || have || (out->phone != NULL && g_str_equal (kind, "fax")))
    return;
  g_free (out->phone);
  g_free (out->phone_kind);
  out->phone = g_steal_pointer (&number);
  out->phone_kind = g_strdup (kind);
}

static void
take_address (CrmContact *out, EVCardAttribute *attribute)
{
  g_autofree char *raw = dup_first_value (attribute);
  g_autofree char *address = raw != NULL ? crm_address_normalize (raw) : NULL;

  if (address != NULL
      && !g_ptr_array_find_with_equal_func (out->addresses, address, g_str_equal, NULL))
    g_ptr_array_add (out->addresses, g_steal_pointer (&address));
}

/**
 * crm_vcard_to_contact:
 * @book_uid: the address book's source UID
 * @contact: a contact of that book
 *
 * Returns: (transfer full) (nullable): what the mirror keeps of it; %NULL for a list of contacts,
 *   which is nobody, and for a contact without a UID
 */
CrmContact *
crm_vcard_to_contact (const char *book_uid, EContact *contact)
{
  const char *uid;
  CrmContact *out;

  g_return_val_if_fail (book_uid != NULL, NULL);
  g_return_val_if_fail (E_IS_CONTACT (contact), NULL);

  uid = e_contact_get_const (contact, E_CONTACT_UID);
  if (uid == NULL || *uid == '\0' || e_contact_get (contact, E_CONTACT_IS_LIST) != NULL)
    return NULL;

  out = crm_contact_new (book_uid, uid);
  out->name = dup_name (contact);
  out->organization = dup_field (contact, E_CONTACT_ORG);
  out->title = dup_field (contact, E_CONTACT_TITLE);
  for (GList *link = e_vcard_get_attributes (E_VCARD (contact)); link != NULL; link = link->next)
    {
      const char *name = e_vcard_attribute_get_name (link->data);

      if (g_ascii_strcasecmp (name, EVC_TEL) == 0)
        take_phone (out, link->data);
      else if (g_ascii_strcasecmp (name, EVC_EMAIL) == 0)
        take_address (out, link->data);
    }
  return out;
}

/* Pictures are often more than all the rest. */
static gboolean
is_picture (const char *name)
{
  static const char *const names[] = { EVC_PHOTO, EVC_LOGO, EVC_KEY, "SOUND", NULL };

  for (gsize i = 0; names[i] != NULL; i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

/* What belongs to one place where the contact lies, and not to the contact. */
static gboolean
is_of_place (const char *name)
{
  return g_ascii_strcasecmp (name, EVC_UID) == 0 || g_ascii_strcasecmp (name, EVC_REV) == 0
         || g_ascii_strcasecmp (name, EVC_PRODID) == 0
         || g_ascii_strncasecmp (name, "X-EVOLUTION-WEBDAV-", 19) == 0
         || g_ascii_strncasecmp (name, "X-EWS-", 6) == 0
         || g_ascii_strcasecmp (name, "X-EVOLUTION-REV") == 0;
}

static void
remove_attributes (EContact *contact, gboolean (*is_unwanted) (const char *name))
{
  g_autoptr (GList) all = g_list_copy (e_vcard_get_attributes (E_VCARD (contact)));

  for (GList *link = all; link != NULL; link = link->next)
    if (is_unwanted (e_vcard_attribute_get_name (link->data)))
      e_vcard_remove_attribute (E_VCARD (contact), link->data);
}

/**
 * crm_vcard_to_keep:
 * @contact: a contact of an address book; it is changed
 *
 * All that people entered, so that the contact can be made again or somewhere else. Pictures are
 * left out where they would make it larger than %CRM_VCARD_MAX_KEPT.
 *
 * Returns: (transfer full): a vCard 3.0 without a UID
 */
char *
crm_vcard_to_keep (EContact *contact)
{
  char *text;

  g_return_val_if_fail (E_IS_CONTACT (contact), NULL);

  e_contact_inline_local_photos (contact, NULL); /* the book's own file goes with the contact */
  remove_attributes (contact, is_of_place);
  text = e_vcard_to_string (E_VCARD (contact), EVC_FORMAT_VCARD_30);
  if (strlen (text) <= CRM_VCARD_MAX_KEPT)
    return text;
  g_free (text);
  remove_attributes (contact, is_picture);
  return e_vcard_to_string (E_VCARD (contact), EVC_FORMAT_VCARD_30);
}

/**
 * crm_vcard_with_uid:
 * @vcard: of crm_vcard_to_keep()
 * @uid: the contact's UID
 *
 * Returns: (transfer full): the vCard of a contact that can be put into a book
 */
char *
crm_vcard_with_uid (const char *vcard, const char *uid)
{
  EContact *contact = e_contact_new_from_vcard_with_uid (vcard, uid);
  char *text = e_vcard_to_string (E_VCARD (contact), EVC_FORMAT_VCARD_30);

  g_object_unref (contact);
  return text;
}

/* What address books write by themselves says nothing about whether a person changed something. */
static gboolean
is_bookkeeping (const char *name)
{
  static const char *const names[] = { EVC_VERSION,   EVC_PRODID, EVC_REV,           EVC_UID,
                                       EVC_X_FILE_AS, "CREATED",  "X-EVOLUTION-REV", NULL };
  static const char *const prefixes[] = { "X-EVOLUTION-WEBDAV-", "X-EVOLUTION-X-", "X-EWS-", NULL };

  for (gsize i = 0; names[i] != NULL; i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;
  for (gsize i = 0; prefixes[i] != NULL; i++)
    if (g_ascii_strncasecmp (name, prefixes[i], strlen (prefixes[i])) == 0)
      return TRUE;
  return FALSE;
}

static int
compare_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void
append_types (GString *line, EVCardAttribute *attribute)
{
  g_autoptr (GPtrArray) types = g_ptr_array_new_with_free_func (g_free);
  GList *values = e_vcard_attribute_get_param (attribute, EVC_TYPE);

  for (; values != NULL; values = values->next)
    g_ptr_array_add (types, g_ascii_strup (values->data, -1));
  g_ptr_array_sort (types, compare_text);
  for (guint i = 0; i < types->len; i++)
    g_string_append_printf (line, "\x1d%s", (const char *)g_ptr_array_index (types, i));
}

/* (transfer full) (nullable): one attribute in a form that does not depend on who wrote it; NULL
 * where nothing is said */
static char *
describe_attribute (EVCardAttribute *attribute)
{
  const char *name = e_vcard_attribute_get_name (attribute);
  g_autoptr (GString) line = NULL;
  gsize said;

  if (is_bookkeeping (name))
    return NULL;
  line = g_string_new (NULL);
  g_string_append (line, name);
  g_string_ascii_up (line);
  append_types (line, attribute);
  said = line->len;
  for (GList *link = e_vcard_attribute_get_values (attribute); link != NULL; link = link->next)
    {
      g_autofree char *value = crm_text_clean (link->data);

      g_string_append_printf (line, "\x1e%s", value);
    }
  while (line->len > said && line->str[line->len - 1] == '\x1e') /* N:Roe;Ann;;; is N:Roe;Ann */
    g_string_truncate (line, line->len - 1);
  return line->len > said ? g_string_free (g_steal_pointer (&line), FALSE) : NULL;
}

/**
 * crm_vcard_digest:
 * @contact: a contact
 *
 * All that people can enter counts, not only what the CRM fills in: a birthday or a note that
 * somebody added is theirs. What the address book writes by itself (UID, revision, time stamps,
 * order of the lines) does not count.
 *
 * Returns: (transfer full): SHA-256 in hexadecimal
 */
char *
crm_vcard_digest (EContact *contact)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_return_val_if_fail (E_IS_CONTACT (contact), NULL);

  for (GList *link = e_vcard_get_attributes (E_VCARD (contact)); link != NULL; link = link->next)
    {
      char *line = describe_attribute (link->data);

      if (line != NULL)
        g_ptr_array_add (lines, line);
    }
  g_ptr_array_sort (lines, compare_text);
  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);

      g_checksum_update (checksum, (const guchar *)line, (gssize)strlen (line) + 1);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

/**
 * crm_vcard_digest_text:
 * @vcard: (nullable): a vCard
 *
 * Returns: (transfer full) (nullable): crm_vcard_digest() of it, %NULL for %NULL
 */
char *
crm_vcard_digest_text (const char *vcard)
{
  EContact *contact;
  char *digest;

  if (vcard == NULL)
    return NULL;
  contact = e_contact_new_from_vcard (vcard);
  digest = crm_vcard_digest (contact);
  g_object_unref (contact);
  return digest;
}
