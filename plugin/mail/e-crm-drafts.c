/* e-crm-drafts.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-drafts"
#include "config.h"

#include "e-crm-drafts.h"

/* What is on its way into the store, and comes back if it is refused. */
typedef struct
{
  CrmChangeSet *set; /* (owned) */
  char *key;         /* (owned) */
  char *text;        /* (owned) */
} Pending;

static GHashTable
    *drafts; /* (owned) (nullable) (element-type utf8 utf8): text by field and subject */
static GSList *pendings; /* (owned) (element-type Pending) */

static GHashTable *
get_drafts (void)
{
  if (drafts == NULL)
    drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return drafts;
}

static char *
make_key (const char *field, const char *subject)
{
  return g_strconcat (field, "\n", subject, NULL);
}

/**
 * e_crm_drafts_get:
 * @field: which field of a form
 * @subject: (nullable): whom or what it is about
 *
 * Returns: (nullable): what is typed there, until the next change; NULL where nothing is
 */
const char *
e_crm_drafts_get (const char *field, const char *subject)
{
  g_autofree char *key = subject != NULL ? make_key (field, subject) : NULL;

  return key != NULL ? g_hash_table_lookup (get_drafts (), key) : NULL;
}

/**
 * e_crm_drafts_set:
 * @field: which field of a form
 * @subject: (nullable): whom or what it is about; nothing is kept of nobody
 * @text: (nullable): what is typed there; NULL forgets it
 */
void
e_crm_drafts_set (const char *field, const char *subject, const char *text)
{
  if (subject == NULL)
    return;
  if (text != NULL)
    {
      g_hash_table_replace (get_drafts (), make_key (field, subject), g_strdup (text));
    }
  else
    {
      g_autofree char *key = make_key (field, subject);

      g_hash_table_remove (get_drafts (), key);
    }
}

/**
 * e_crm_drafts_hand_over:
 * @field: which field of a form
 * @subject: (nullable): whom or what it is about
 * @set: what is to be written, with what is typed there
 *
 * Forgets what is typed there, unless e_crm_drafts_settle() hears that @set was refused.
 */
void
e_crm_drafts_hand_over (const char *field, const char *subject, CrmChangeSet *set)
{
  const char *text = e_crm_drafts_get (field, subject);
  Pending *pending;

  if (text == NULL)
    return;
  pending = g_new0 (Pending, 1);
  pending->set = crm_change_set_ref (set);
  pending->key = make_key (field, subject);
  pending->text = g_strdup (text);
  pendings = g_slist_prepend (pendings, pending);
  g_hash_table_remove (drafts, pending->key);
}

static void
free_pending (Pending *pending)
{
  crm_change_set_unref (pending->set);
  g_free (pending->key);
  g_free (pending->text);
  g_free (pending);
}

/**
 * e_crm_drafts_settle:
 * @set: a change set that was to be written
 * @is_safe: whether it was
 *
 * What was refused is typed again, unless somebody has typed something else there meanwhile;
 * others' change sets are passed over. Entries show it with their next e_crm_drafts_show().
 */
void
e_crm_drafts_settle (const CrmChangeSet *set, gboolean is_safe)
{
  GSList *next;

  for (GSList *link = pendings; link != NULL; link = next)
    {
      Pending *pending = link->data;

      next = link->next;
      if (pending->set != set)
        continue;
      if (!is_safe && !g_hash_table_contains (get_drafts (), pending->key))
        g_hash_table_insert (drafts, g_strdup (pending->key), g_strdup (pending->text));
      pendings = g_slist_delete_link (pendings, link);
      free_pending (pending);
    }
}

/* --- entries ---------------------------------------------------------------------------------- */

static const char *
get_field (GtkWidget *entry)
{
  return g_object_get_data (G_OBJECT (entry), "draft-field");
}

static const char * /* (nullable) */
get_subject (GtkWidget *entry)
{
  return g_object_get_data (G_OBJECT (entry), "draft-subject");
}

static void
changed_cb (GtkEditable *entry, gpointer data)
{
  const char *text = gtk_entry_get_text (GTK_ENTRY (entry));

  e_crm_drafts_set (get_field (GTK_WIDGET (entry)), get_subject (GTK_WIDGET (entry)),
                    *text != '\0' ? text : NULL);
}

/**
 * e_crm_drafts_bind:
 * @entry: a GtkEntry that is empty where nothing is typed
 * @field: what it is called here
 *
 * From now on what is typed in @entry is kept for whom it shows.
 */
void
e_crm_drafts_bind (GtkWidget *entry, const char *field)
{
  g_object_set_data_full (G_OBJECT (entry), "draft-field", g_strdup (field), g_free);
  g_signal_connect (entry, "changed", G_CALLBACK (changed_cb), NULL);
}

/**
 * e_crm_drafts_show_subject:
 * @entry: an entry after e_crm_drafts_bind()
 * @subject: (nullable): whom or what it is about from now on
 *
 * Shows what is typed there for @subject, be it in another window. The cursor stays where nothing
 * has changed.
 */
void
e_crm_drafts_show_subject (GtkWidget *entry, const char *subject)
{
  const char *text = e_crm_drafts_get (get_field (entry), subject);
  g_autofree char *copy = g_strdup (text != NULL ? text : "");

  if (g_strcmp0 (get_subject (entry), subject) != 0)
    g_object_set_data_full (G_OBJECT (entry), "draft-subject", g_strdup (subject), g_free);
  if (!g_str_equal (gtk_entry_get_text (GTK_ENTRY (entry)), copy))
    gtk_entry_set_text (GTK_ENTRY (entry), copy);
}

/**
 * e_crm_drafts_subject_of:
 * @context: what a sidebar shows
 *
 * Returns: (nullable): whom what is typed is about
 */
const char *
e_crm_drafts_subject_of (const CrmContext *context)
{
  return context->person != NULL    ? context->person->id
         : context->address != NULL ? context->address
         : context->contact != NULL ? context->contact->contact_uid
                                    : NULL;
}

/* What is typed there already stays. */
static void
move (const char *field, const char *from /* (nullable) */, const char *to /* (nullable) */)
{
  g_autofree char *text = g_strdup (e_crm_drafts_get (field, from));

  if (text == NULL || to == NULL || g_str_equal (from, to) || e_crm_drafts_get (field, to) != NULL)
    return;
  e_crm_drafts_set (field, to, text);
  e_crm_drafts_set (field, from, NULL);
}

/**
 * e_crm_drafts_show:
 * @entry: an entry after e_crm_drafts_bind()
 * @context: whom it is about from now on
 *
 * As e_crm_drafts_show_subject(). What was typed before somebody became a person of the CRM is
 * theirs, and so is what was typed for one who is another record by now, since they were merged.
 */
void
e_crm_drafts_show (GtkWidget *entry, const CrmContext *context)
{
  const char *subject = e_crm_drafts_subject_of (context);
  const char *address = g_object_get_data (G_OBJECT (entry), "draft-address");

  if (context->person != NULL)
    move (get_field (entry), context->address, subject);
  if (address != NULL && g_strcmp0 (address, context->address) == 0)
    move (get_field (entry), get_subject (entry), subject);
  g_object_set_data_full (G_OBJECT (entry), "draft-address", g_strdup (context->address), g_free);
  e_crm_drafts_show_subject (entry, subject);
}

/**
 * e_crm_drafts_take:
 * @entry: an entry after e_crm_drafts_bind()
 * @set: what is to be written, with what is typed in it
 *
 * Empties @entry. If @set is refused its text comes back.
 */
void
e_crm_drafts_take (GtkWidget *entry, CrmChangeSet *set)
{
  e_crm_drafts_hand_over (get_field (entry), get_subject (entry), set);
  gtk_entry_set_text (GTK_ENTRY (entry), "");
}
