/* bench-sidebar-fill.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench-sidebar-fill DIR TSV N_DEALS: a store with the letters of TSV, people, deals, tasks and
 * decisions, all written by the functions that the product calls. Copies of some letters lie in a
 * second folder; own addresses are set; some letters of the heavy contact are filed, hidden and
 * taken out; one contact writes from three addresses. DIR/cases names the contacts and the letter
 * to ask for: name, address, letters, row of TSV. */
#include "config.h"

#include "bench-tsv.h"
#include "service/crm-activities.h"
#include "service/crm-context.h"
#include "service/crm-deals.h"
#include "service/crm-filing.h"
#include "service/crm-people.h"
#include "service/crm-scope.h"

#define OWNER "olivia.owner@corp.example"
#define SLICE 10000
#define LIGHT_LETTERS 100
#define HEAVY_LETTERS 20000
#define N_DECISIONS 40

typedef struct
{
  const char *name;
  char *address; /* (owned) */
  guint n_letters;
  char *row; /* (owned): the newest letter from there */
} Case;

typedef struct
{
  CrmStore *store;
  GPtrArray *rows;      /* (owned) (element-type utf8) */
  GHashTable *counts;   /* (owned) (element-type utf8 guint): letters by address */
  GPtrArray *addresses; /* (owned) (element-type utf8): others' addresses, the busiest first */
  GPtrArray *people;    /* (owned) (element-type utf8): their ids, in the order of @addresses */
} Fill;

static void
read_rows (Fill *self, const char *path)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  const char *start = file != NULL ? g_mapped_file_get_contents (file) : NULL;
  const char *end = start != NULL ? start + g_mapped_file_get_length (file) : NULL;

  if (start == NULL)
    g_error ("%s: cannot be read", path);
  while (start < end)
    {
      const char *stop = memchr (start, '\n', (gsize)(end - start));

      stop = stop != NULL ? stop : end;
      g_ptr_array_add (self->rows, g_strndup (start, (gsize)(stop - start)));
      start = stop + 1;
    }
}

static void
count_people (Fill *self, const CrmMessage *message)
{
  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (message->parties, i);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, party->address));

      if (!g_str_equal (party->address, OWNER))
        g_hash_table_insert (self->counts, g_strdup (party->address), GUINT_TO_POINTER (n + 1));
    }
}

/* The ids of a thread so far are the references of its next letter. */
static CrmMessage *
next_letter (Fill *self, GHashTable *threads, guint i)
{
  const char *row = g_ptr_array_index (self->rows, i);
  g_auto (GStrv) fields = g_strsplit (row, "\t", 4);
  GPtrArray *references = g_hash_table_lookup (threads, fields[2]);
  CrmMessage *message = bench_tsv_parse (row, references);

  if (references == NULL)
    {
      references = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (threads, g_strdup (fields[2]), references);
    }
  g_ptr_array_add (references, g_strdup (fields[1]));
  return message;
}

static gboolean
index_letters (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char *const own[] = { OWNER, NULL };
  g_autoptr (GHashTable) threads
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  Fill *self = data;

  if (!crm_index_set_own (index, own, error))
    return FALSE;
  for (guint i = 0; i < self->rows->len; i += SLICE)
    {
      gint64 inbox;
      gint64 archive;

      if (!crm_index_begin (index, error))
        return FALSE;
      inbox = crm_index_ensure_folder (index, "bench", "INBOX", error);
      archive = crm_index_ensure_folder (index, "archive:bench", "Archive", error);
      for (guint j = i; j < MIN (self->rows->len, i + SLICE); j++)
        {
          g_autoptr (CrmMessage) message = next_letter (self, threads, j);
          g_autofree char *uid = g_strdup_printf ("%u", j + 1);

          count_people (self, message);
          if (!crm_index_add (index, inbox, uid, message, error)
              || (j % 10 == 0 && !crm_index_add (index, archive, uid, message, error)))
            return FALSE;
        }
      if (!crm_index_commit (index, error))
        return FALSE;
    }
  return crm_index_settle (index, cancellable, error);
}

static GPtrArray *
list_keys (GHashTable *table)
{
  GPtrArray *keys = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, key);
  return keys;
}

static int
compare_counts (gconstpointer a, gconstpointer b, gpointer counts)
{
  const char *first = *(const char *const *)a;
  const char *second = *(const char *const *)b;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, first));
  guint m = GPOINTER_TO_UINT (g_hash_table_lookup (counts, second));

  return n != m ? (n < m ? 1 : -1) : strcmp (first, second);
}

static void
write_set (Fill *self, CrmChangeSet *set /* (transfer full) */)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_write_sync (self->store, set, &error);

  crm_change_set_unref (set);
  g_assert_no_error (error);
}

static void
add_people (Fill *self)
{
  CrmChangeSet *set = crm_change_set_new ("bench", CRM_CAUSE_IMPORT);

  crm_scope_exclude (set, "own_address", OWNER);
  crm_scope_exclude (set, "own_domain", "corp.example");
  for (guint i = 0; i < self->addresses->len; i++)
    {
      const char *address = g_ptr_array_index (self->addresses, i);
      CrmChange *person = crm_change_set_create (set, "person", NULL);

      crm_change_set_text (person, "name", address);
      crm_people_add_address (set, person->id, address);
      g_ptr_array_add (self->people, g_strdup (person->id));
    }
  write_set (self, set);
}

/* Two people a deal, which makes many deals a person where there are few people. */
static void
add_deals (Fill *self, guint n)
{
  for (guint i = 0; i < n; i += 1000)
    {
      CrmChangeSet *set = crm_change_set_new ("bench", CRM_CAUSE_IMPORT);

      for (guint j = i; j < MIN (n, i + 1000); j++)
        {
          g_autofree char *title = g_strdup_printf ("Pilot and hosting for company %u", j);
          const char *person = g_ptr_array_index (self->people, j % self->people->len);
          const char *other = g_ptr_array_index (self->people, (j * 7 + 3) % self->people->len);
          CrmNewDeal deal
              = { title, NULL, NULL, NULL, person, NULL, "EUR", j, TRUE, g_get_real_time () };
          g_autofree char *id = crm_deals_create (set, &deal);
          CrmChange *task = crm_change_set_create (set, "follow_up", NULL);

          if (other != person)
            crm_deals_add_person (set, id, other);
          crm_change_set_text (task, "title", "Call about hosting");
          crm_change_set_text (task, "status", j % 3 ? "done" : "open");
          crm_change_set_text (task, "person", person);
        }
      write_set (self, set);
    }
}

/* Whose number of letters is the nearest. */
static const char *
find_address (Fill *self, guint n_letters)
{
  const char *best = NULL;
  guint best_distance = G_MAXUINT;

  for (guint i = 0; i < self->addresses->len; i++)
    {
      const char *address = g_ptr_array_index (self->addresses, i);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, address));
      guint distance = n < n_letters ? n_letters - n : n - n_letters;

      if (distance < best_distance)
        {
          best = address;
          best_distance = distance;
        }
    }
  return best;
}

static gboolean
is_from (const char *row, const char *address)
{
  g_auto (GStrv) fields = g_strsplit (row, "\t", BENCH_TSV_FIELDS);
  g_autofree char *bracketed = g_strdup_printf ("<%s>", address);

  return strstr (fields[6], bracketed) != NULL;
}

static Case
make_case (Fill *self, const char *name, guint n_letters)
{
  const char *address = find_address (self, n_letters);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, address));
  const char *row = NULL;

  for (guint i = self->rows->len; i > 0 && row == NULL; i--)
    if (strstr (g_ptr_array_index (self->rows, i - 1), address) != NULL
        && is_from (g_ptr_array_index (self->rows, i - 1), address))
      row = g_ptr_array_index (self->rows, i - 1);
  g_assert_nonnull (row);
  return (Case){ name, g_strdup (address), n, g_strdup (row) };
}

/* The contact also writes from two more addresses that occur in the mail. */
static void
add_addresses (Fill *self, const Case *contact)
{
  CrmChangeSet *set = crm_change_set_new ("bench", CRM_CAUSE_IMPORT);
  guint place = 0;

  g_ptr_array_find_with_equal_func (self->addresses, contact->address, g_str_equal, &place);
  for (guint i = 0; i < 2; i++)
    {
      const char *other = find_address (self, LIGHT_LETTERS * 2 + i * 50);

      crm_people_add_address (set, g_ptr_array_index (self->people, place), other);
    }
  write_set (self, set);
}

/* Some of the newest letters of the contact: filed under a deal, hidden, and said to be wrong. */
static void
decide (Fill *self, const Case *contact)
{
  guint place = 0;
  guint n = 0;

  g_ptr_array_find_with_equal_func (self->addresses, contact->address, g_str_equal, &place);
  for (guint i = self->rows->len; i > 0 && n < N_DECISIONS; i--)
    {
      const char *row = g_ptr_array_index (self->rows, i - 1);
      g_autoptr (CrmMessage) message = NULL;

      if (strstr (row, contact->address) == NULL || g_str_equal (row, contact->row))
        continue;
      message = bench_tsv_parse (row, NULL);
      if (n % 8 == 0)
        write_set (self, crm_filing_set_visibility (message, "not_crm"));
      else
        write_set (self, (n % 8 == 1 ? crm_filing_unfile : crm_filing_file) (
                             message, CRM_TARGET_PERSON, g_ptr_array_index (self->people, place)));
      n++;
    }
}

static void
write_cases (Fill *self, const char *directory, const Case *cases, guint n_cases)
{
  g_autofree char *path = g_build_filename (directory, "cases", NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_cases; i++)
    g_string_append_printf (text, "%s\t%s\t%u\t%s\n", cases[i].name, cases[i].address,
                            cases[i].n_letters, cases[i].row);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

int
main (int argc, char **argv)
{
  CrmStoreOptions options = { .front_end = "bench", .currency = "EUR" };
  g_autoptr (GError) error = NULL;
  Fill self = { NULL };
  Case cases[4];

  if (argc != 4)
    g_error ("usage: %s DIR TSV N_DEALS", argv[0]);
  options.directory = argv[1];
  self.rows = g_ptr_array_new_with_free_func (g_free);
  self.people = g_ptr_array_new_with_free_func (g_free);
  self.counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.store = crm_store_open_sync (&options, &error);
  g_assert_no_error (error);
  read_rows (&self, argv[2]);
  crm_store_index_sync (self.store, index_letters, &self, NULL, &error);
  g_assert_no_error (error);
  self.addresses = list_keys (self.counts);
  g_ptr_array_sort_with_data (self.addresses, compare_counts, self.counts);
  add_people (&self);
  add_deals (&self, (guint)g_ascii_strtoull (argv[3], NULL, 10));
  cases[0] = make_case (&self, "heavy", HEAVY_LETTERS);
  cases[1] = make_case (&self, "light", LIGHT_LETTERS);
  cases[2] = make_case (&self, "several", HEAVY_LETTERS / 2);
  cases[3] = make_case (&self, "decided", HEAVY_LETTERS / 4);
  add_addresses (&self, &cases[2]);
  decide (&self, &cases[3]);
  write_cases (&self, argv[1], cases, G_N_ELEMENTS (cases));
  crm_store_close (self.store);
  return 0;
}
