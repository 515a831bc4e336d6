/* test-plain-ids.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "test-plain-ids"
#include "config.h"

#include <camel/camel.h>
#include <string.h>

#include "crm-plain-ids.h"
#include "crm-uid-order.h"

static void
assert_as_camel (const CrmMessage *message, const char *value)
{
  GSList *ids = camel_header_references_decode (value);
  guint i = 0;

  for (GSList *link = ids; link != NULL; link = link->next, i++)
    g_assert_cmpuint (g_array_index (message->references, guint64, i), ==,
                      crm_message_id_hash (link->data));
  g_assert_cmpuint (message->references->len, ==, i);
  g_slist_free_full (ids, g_free);
}

/* What is plain does not go through Camel, and must come out the same, in the same order. */
static void
test_references (void)
{
  static const char *const values[] = {
    "<a@b>",
    "<4142fd6c53975492.0@company0468.example> <17ca3cc330fed552.1@mail.example>\t<x+y-z@w>",
    "  <A_b=c$d%e!f#g&h*i/j@K-l_m.example>  <1.2.3@4>  ",
    "<a@b><c@d>",
    "", /* from here on not plain */
    "a@b",
    "<a@b",
    "<a@b> Ada's letter of Monday",
    "<a@b>, <c@d>",
    "<a.@b>",
    "<a..c@b>",
    "<.a@b>",
    "<\"a b\"@c>",
    "<a@[192.0.2.1]>",
    "<a @b>",
    "<a@b@c>",
    "<a>",
    "<>",
    "<m\xc3\xbc@b>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (CrmMessage) message = crm_message_new ();
      gboolean is_plain = crm_plain_ids_add (message, values[i]);

      g_assert_cmpint (is_plain, ==, i < 4);
      if (is_plain)
        assert_as_camel (message, values[i]);
      else
        g_assert_cmpuint (message->references->len, ==, 0);
    }
}

static void
test_own (void)
{
  g_autoptr (CrmMessage) message = crm_message_new ();

  g_assert_false (crm_plain_id_set (message, "<a@b> <c@d>"));
  g_assert_false (crm_plain_id_set (message, "a@b"));
  g_assert_false (crm_plain_id_set (message, ""));
  g_assert_null (message->message_id);
  g_assert_true (crm_plain_id_set (message, "<a.B@c>"));
  g_assert_cmpstr (message->message_id, ==, "a.B@c");
  g_assert_cmpuint (message->mid_hash, ==, crm_message_id_hash ("a.B@c"));
}

static void
test_long_list (void)
{
  g_autoptr (CrmMessage) message = crm_message_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, "<%u@x> ", i);
  g_assert_true (crm_plain_ids_add (message, text->str));
  assert_as_camel (message, text->str);
  g_string_append (text, "<more@x>");
  g_assert_false (crm_plain_ids_add (message, text->str));
  g_assert_cmpuint (message->references->len, ==, 100);
}

static void
test_uid_order (void)
{
  static const char *const wanted[] = {
    "2", "10", "10b", "1420070400.M0P1.host", "1420070400.M1P1.host", "18446744073709551616"
  };
  static const guint mixed[] = { 3, 5, 0, 4, 2, 1 };
  g_autoptr (GPtrArray) uids = g_ptr_array_new ();
  g_autoptr (GPtrArray) others = g_ptr_array_new ();

  crm_uid_order_sort (uids);
  for (guint i = 0; i < G_N_ELEMENTS (mixed); i++)
    g_ptr_array_add (uids, (char *)wanted[mixed[i]]);
  crm_uid_order_sort (uids);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpstr (g_ptr_array_index (uids, i), ==, wanted[i]);

  g_ptr_array_add (others, (char *)"b");
  g_ptr_array_add (others, (char *)"a");
  crm_uid_order_sort (others); /* no numbers: any order, but always the same */
  g_assert_cmpstr (g_ptr_array_index (others, 0), ==, "a");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plain-ids/references", test_references);
  g_test_add_func ("/plain-ids/own", test_own);
  g_test_add_func ("/plain-ids/long-list", test_long_list);
  g_test_add_func ("/uid-order/sort", test_uid_order);

  return g_test_run ();
}
