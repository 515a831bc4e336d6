/* crm-contact-order.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-contact-order"
#include "config.h"

#include "crm-contact-order.h"

#include "crm-contact-line-private.h"
#include "crm-context-private.h"
#include "crm-people.h"
#include "store/crm-people-query.h"

static gboolean
has_text (const CrmRecord *record, const char *field, const char *text)
{
  return g_strcmp0 (crm_record_get_text (record, field), text) == 0;
}

/* --- which there are ------------------------------------------------------------------------- */

static gboolean
is_about (const CrmRecord *order, const CrmContact *contact)
{
  return has_text (order, "contact_uid", contact->contact_uid)
         && has_text (order, "book_uid", contact->book_uid);
}

/* Of a change and what takes it back, both waiting, nothing will be left. */
static gboolean
is_taken_back (const CrmRecord *order, GPtrArray *orders)
{
  for (guint i = 0; i < orders->len; i++)
    if (has_text (g_ptr_array_index (orders, i), "takes_back", order->id))
      return TRUE;
  return FALSE;
}

/* One that is under way has nothing to tell yet. Changes of a contact are made in their order, so
 * where one waits the others do. */
static gboolean
is_open (const CrmRecord *order, const CrmContact *contact, GPtrArray *orders)
{
  if (!has_text (order, "state", "pending"))
    return TRUE;
  if (crm_record_get_text (order, "takes_back") != NULL || is_taken_back (order, orders))
    return FALSE;
  for (guint i = 0; i < orders->len; i++)
    if (is_about (g_ptr_array_index (orders, i), contact)
        && has_text (g_ptr_array_index (orders, i), "failure", CRM_CONTACT_ORDER_WAITING))
      return TRUE;
  return FALSE;
}

gboolean
_crm_context_load_contact_orders (CrmContext *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) orders = NULL;

  if (self->contact == NULL)
    return TRUE;
  orders = crm_query_contact_orders (reader, error);
  for (guint i = 0; orders != NULL && i < orders->len; i++)
    {
      CrmRecord *order = g_ptr_array_index (orders, i);

      if (!is_about (order, self->contact) || !is_open (order, self->contact, orders))
        continue;
      if (self->contact_orders == NULL)
        self->contact_orders = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
      g_ptr_array_add (self->contact_orders, crm_record_ref (order));
    }
  return orders != NULL;
}

/* --- what they say --------------------------------------------------------------------------- */

/* (transfer full) (nullable): of a kind of number, or of an address, there may be several */
static char *
find_theirs (const CrmContact *contact, const char *field, const char *kind)
{
  g_auto (GStrv) phones = NULL;
  g_autofree char *prefix = NULL;

  if (g_str_equal (field, "name"))
    return g_strdup (contact->name);
  if (g_str_equal (field, "title"))
    return g_strdup (contact->title);
  if (g_str_equal (field, "organization"))
    return g_strdup (contact->organization);
  if (g_str_equal (field, "address"))
    return contact->addresses->len > 0 ? g_strdup (g_ptr_array_index (contact->addresses, 0))
                                       : NULL;
  phones = g_strsplit (contact->phones != NULL ? contact->phones : "", "\n", -1);
  prefix = g_strconcat (kind != NULL ? kind : "work", " ", NULL);
  for (gsize i = 0; phones[i] != NULL; i++)
    if (g_str_has_prefix (phones[i], prefix))
      return g_strdup (phones[i] + strlen (prefix));
  return NULL;
}

/**
 * crm_contact_order_explain:
 * @order: of the contact of @context
 * @context: what is known
 *
 * Returns: (transfer full) (nullable): which field it is about, with the values of both sides;
 * %NULL for an order that this program does not understand
 */
CrmContactDifference *
crm_contact_order_explain (const CrmRecord *order, const CrmContext *context)
{
  g_autoptr (CrmContactDifference) self = g_new0 (CrmContactDifference, 1);

  self->seen
      = _crm_contact_line_read (crm_record_get_text (order, "base"), &self->field, &self->kind);
  self->ours
      = _crm_contact_line_read (crm_record_get_text (order, "payload"), &self->field, &self->kind);
  if (self->field == NULL)
    return NULL;
  if (context->contact != NULL)
    self->theirs = find_theirs (context->contact, self->field, self->kind);
  return g_steal_pointer (&self);
}

/**
 * crm_contact_difference_free:
 * @self: (nullable): a difference
 */
void
crm_contact_difference_free (CrmContactDifference *self)
{
  if (self == NULL)
    return;
  g_free (self->ours);
  g_free (self->seen);
  g_free (self->theirs);
  g_free (self);
}

/**
 * crm_contact_order_is_waiting:
 * @order: a change of a contact
 *
 * Returns: whether it will be carried out as soon as its address book can be reached
 */
gboolean
crm_contact_order_is_waiting (const CrmRecord *order)
{
  return has_text (order, "state", "pending");
}

/**
 * crm_contact_order_has_two_sides:
 * @order: a change of a contact
 *
 * Returns: whether somebody else wrote something else, so that there is a choice
 */
gboolean
crm_contact_order_has_two_sides (const CrmRecord *order)
{
  return has_text (order, "state", "failed")
         && has_text (order, "failure", CRM_CONTACT_ORDER_CHANGED);
}

/**
 * crm_contact_order_is_forbidden:
 * @order: a change of a contact
 *
 * Returns: whether its address book takes no changes from this user
 */
gboolean
crm_contact_order_is_forbidden (const CrmRecord *order)
{
  return has_text (order, "state", "failed")
         && has_text (order, "failure", CRM_CONTACT_ORDER_PERMISSION);
}

/* --- what is decided about them -------------------------------------------------------------- */

/* What was written down of the person when the change was asked for is not so, then. */
static void
follow_theirs (CrmChangeSet *set, const CrmContext *context, const CrmContactDifference *difference)
{
  const CrmRecord *person = context->person;
  CrmChange *change;

  if (person == NULL || difference->theirs == NULL
      || (!g_str_equal (difference->field, "name") && !g_str_equal (difference->field, "title"))
      || g_strcmp0 (crm_record_get_text (person, difference->field), difference->ours) != 0)
    return;
  change = crm_change_set_update (set, "person", person->id);
  crm_change_set_text (change, difference->field, difference->theirs);
  crm_change_expect (change, difference->field, crm_record_get (person, difference->field));
}

static void
order_anew (CrmChangeSet *set, const CrmRecord *order, const CrmContactDifference *difference)
{
  gboolean is_single
      = !g_str_equal (difference->field, "phone") && !g_str_equal (difference->field, "address");
  CrmContactChange change = { .field = difference->field,
                              .kind = difference->kind,
                              .seen = is_single ? difference->theirs : NULL,
                              .value = difference->ours };

  crm_people_change_contact (set, crm_record_get_text (order, "book_uid"),
                             crm_record_get_text (order, "contact_uid"),
                             crm_record_get_text (order, "person"), &change);
}

/**
 * crm_contact_order_settle:
 * @order: a change that failed
 * @context: what is known of the contact now
 * @use_ours: whether what was ordered shall be all the same; else it is forgotten
 *
 * Where somebody else changed the field, @use_ours writes over their value, but only over the one
 * that @context has; a number or address is added then. What the book refused is tried again.
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_contact_order_settle (const CrmRecord *order, const CrmContext *context, gboolean use_ours)
{
  CrmChangeSet *set = crm_change_set_new ("settle-contact", CRM_CAUSE_USER);
  g_autoptr (CrmContactDifference) difference = crm_contact_order_explain (order, context);
  CrmChange *change = crm_change_set_update (set, "outbox", order->id);

  crm_change_expect (change, "state", crm_record_get (order, "state"));
  if (use_ours && !crm_contact_order_has_two_sides (order))
    {
      crm_change_set_text (change, "state", "pending");
      crm_change_set_null (change, "failure");
      return set;
    }
  crm_change_set_text (change, "state", "done");
  crm_change_set_text (change, "revision", CRM_CONTACT_ORDER_NOTHING_DONE);
  if (difference != NULL && use_ours && difference->ours != NULL)
    order_anew (set, order, difference);
  else if (difference != NULL && !use_ours)
    follow_theirs (set, context, difference);
  return set;
}

/**
 * crm_contact_dup_own_value:
 * @context: what is known
 * @field: `name` or `title`
 * @out_base: (out) (nullable) (transfer full): what the contact has, as an order's `base`; %NULL
 *   for nothing
 *
 * What the CRM says of a person otherwise than their contact does, which is in an address book that
 * takes no changes.
 *
 * Returns: (transfer full) (nullable): as an order's `payload`; %NULL where both say the same
 */
char *
crm_contact_dup_own_value (const CrmContext *context, const char *field, char **out_base)
{
  const char *ours, *theirs;

  *out_base = NULL;
  if (context->person == NULL || context->contact == NULL || !context->contact->is_readonly)
    return NULL;
  ours = crm_record_get_text (context->person, field);
  theirs = g_str_equal (field, "name") ? context->contact->name : context->contact->title;
  if (ours == NULL || *ours == '\0' || g_strcmp0 (ours, theirs) == 0)
    return NULL;
  *out_base = _crm_contact_line_make (field, NULL, theirs);
  return _crm_contact_line_make (field, NULL, ours);
}

/**
 * crm_contact_has_own_values:
 * @context: what is known
 *
 * Returns: whether somebody wanted a contact to say something else, that its address book did not
 *   take; see crm_contact_dup_own_value()
 */
gboolean
crm_contact_has_own_values (const CrmContext *context)
{
  static const char *const fields[] = { "name", "title" };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *base = NULL;
      g_autofree char *payload = crm_contact_dup_own_value (context, fields[i], &base);

      if (payload != NULL)
        return TRUE;
    }
  return FALSE;
}

/**
 * crm_contact_order_copy:
 * @context: of somebody whose contact is in an address book that takes no changes
 * @book_uid: source UID of the address book that is to have a copy
 * @contact_uid: the copy's UID
 * @vcard: the contact, with what was ordered and refused for want of permission
 *
 * A person of the CRM is the copy from then on.
 *
 * Returns: (transfer full): the change set that orders the copy; undo takes it away again
 */
CrmChangeSet *
crm_contact_order_copy (const CrmContext *context,
                        const char *book_uid,
                        const char *contact_uid,
                        const char *vcard)
{
  CrmChangeSet *set = crm_change_set_new ("copy-contact", CRM_CAUSE_USER);
  CrmChange *order = crm_change_set_create (set, "outbox", NULL);
  CrmChange *change;

  crm_change_set_text (order, "action", "create_contact");
  crm_change_set_text (order, "state", "pending");
  crm_change_set_text (order, "book_uid", book_uid);
  crm_change_set_text (order, "contact_uid", contact_uid);
  crm_change_set_text (order, "payload", vcard);
  if (context->person != NULL)
    {
      crm_change_set_text (order, "person", context->person->id);
      change = crm_change_set_update (set, "person", context->person->id);
      crm_change_set_text (change, "book_uid", book_uid);
      crm_change_set_text (change, "contact_uid", contact_uid);
    }
  for (guint i = 0; context->contact_orders != NULL && i < context->contact_orders->len; i++)
    {
      const CrmRecord *refused = g_ptr_array_index (context->contact_orders, i);

      if (!crm_contact_order_is_forbidden (refused))
        continue;
      change = crm_change_set_update (set, "outbox", refused->id);
      crm_change_set_text (change, "state", "done");
      crm_change_set_text (change, "revision", CRM_CONTACT_ORDER_NOTHING_DONE);
    }
  return set;
}
