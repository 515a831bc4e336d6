/* e-crm-group-page.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-group-page"
#include "config.h"

#include "e-crm-group-page.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-trouble.h"
#include "service/crm-group.h"
#include "shell/e-crm-widgets.h"

/* So many names are read at a glance. */
#define MAX_NAMES 12

struct _ECrmGroupPage
{
  GtkBox parent_instance;
  ECrmApp *app;        /* (owned) */
  GPtrArray *contacts; /* (owned) (nullable) (element-type CrmContact) */
  GtkWidget *number;
  GtkWidget *names;
  GtkWidget *actions; /* all that can be done */
  GtkWidget *deal;
  GtkWidget *tag;
  GtkWidget *letter;
};

enum
{
  WRITE,
  FAIL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ECrmGroupPage, e_crm_group_page, GTK_TYPE_BOX)

/* What is asked for, on its way through the reader's thread. */
typedef struct
{
  CrmGroup group;
  GPtrArray *contacts; /* (owned) */
  char *deal_title;    /* (owned) (nullable) */
  char *tag;           /* (owned) (nullable) */
  char *owner;         /* (owned) (nullable) */
  char *currency;      /* (owned) (nullable) */
} Wish;

static void
free_wish (gpointer data)
{
  Wish *wish = data;

  g_ptr_array_unref (wish->contacts);
  g_free (wish->deal_title);
  g_free (wish->tag);
  g_free (wish->owner);
  g_free (wish->currency);
  g_free (wish);
}

static void
e_crm_group_page_dispose (GObject *object)
{
  ECrmGroupPage *self = E_CRM_GROUP_PAGE (object);

  g_clear_object (&self->app);
  g_clear_pointer (&self->contacts, g_ptr_array_unref);
  G_OBJECT_CLASS (e_crm_group_page_parent_class)->dispose (object);
}

static void
e_crm_group_page_class_init (ECrmGroupPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_group_page_dispose;
  signals[WRITE] = g_signal_new ("write", E_TYPE_CRM_GROUP_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, CRM_TYPE_CHANGE_SET);
  signals[FAIL] = g_signal_new ("fail", E_TYPE_CRM_GROUP_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static gpointer
build_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_group_build (reader, &((Wish *)data)->group, error);
}

static void
built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmGroupPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmChangeSet) set = crm_store_read_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (self->app == NULL)
    return;
  if (set != NULL)
    {
      g_signal_emit (self, signals[WRITE], 0, set);
      return;
    }
  text = crm_phrase_trouble (error, NULL);
  g_signal_emit (self, signals[FAIL], 0, text);
}

/* One of both is %NULL. */
static void
ask_for (ECrmGroupPage *self, const char *deal_title, const char *tag)
{
  CrmStore *store = e_crm_app_get_store (self->app);
  Wish *wish;

  if (self->contacts == NULL || store == NULL)
    return;
  wish = g_new0 (Wish, 1);
  wish->contacts = g_ptr_array_ref (self->contacts);
  wish->deal_title = g_strdup (deal_title);
  wish->tag = g_strdup (tag);
  wish->owner = g_strdup (crm_store_get_actor (store));
  wish->currency = g_strdup (e_crm_app_get_scope (self->app)->currency);
  wish->group = (CrmGroup){ .contacts = wish->contacts,
                            .deal_title = wish->deal_title,
                            .tag = wish->tag,
                            .owner = wish->owner,
                            .currency = wish->currency,
                            .now_usec = g_get_real_time () };
  crm_store_read_async (store, build_in_worker, wish, free_wish,
                        (GDestroyNotify)crm_change_set_unref, NULL, built_cb, g_object_ref (self));
}

static void
entry_activated_cb (GtkEntry *entry, gpointer data)
{
  ECrmGroupPage *self = data;
  g_autofree char *text = g_strstrip (g_strdup (gtk_entry_get_text (entry)));
  gboolean is_deal = GTK_WIDGET (entry) == self->deal;

  if (*text == '\0')
    {
      gtk_widget_error_bell (GTK_WIDGET (entry));
      gtk_widget_grab_focus (GTK_WIDGET (entry));
      return;
    }
  ask_for (self, is_deal ? text : NULL, is_deal ? NULL : text);
  gtk_entry_set_text (entry, "");
}

static void
button_clicked_cb (GtkButton *button, gpointer entry)
{
  g_signal_emit_by_name (entry, "activate");
}

static void
letter_clicked_cb (GtkButton *button, gpointer data)
{
  ECrmGroupPage *self = data;
  g_autoptr (GString) uri = g_string_new ("mailto:");
  g_autoptr (GError) error = NULL;
  GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (self));

  for (guint i = 0; i < self->contacts->len; i++)
    {
      const CrmContact *contact = g_ptr_array_index (self->contacts, i);
      g_autofree char *escaped
          = contact->addresses->len > 0
                ? g_uri_escape_string (g_ptr_array_index (contact->addresses, 0), "@+", FALSE)
                : NULL;

      if (escaped != NULL)
        g_string_append_printf (uri, "%s%s", uri->len > 7 ? "," : "", escaped);
    }
  if (!gtk_show_uri_on_window (GTK_WINDOW (window), uri->str, GDK_CURRENT_TIME, &error))
    g_signal_emit (self, signals[FAIL], 0, error->message);
}

static char *
list_names (GPtrArray *contacts)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < MIN (contacts->len, MAX_NAMES); i++)
    {
      const CrmContact *contact = g_ptr_array_index (contacts, i);
      const char *name = contact->name != NULL         ? contact->name
                         : contact->addresses->len > 0 ? g_ptr_array_index (contact->addresses, 0)
                                                       : contact->organization;

      g_string_append_printf (names, "%s\u2068%s\u2069", i > 0 ? "\n" : "",
                              name != NULL ? name : _ ("Nameless"));
    }
  if (contacts->len > MAX_NAMES)
    {
      guint n = contacts->len - MAX_NAMES;

      g_string_append_c (names, '\n');
      /* TRANSLATORS: after a list of names */
      g_string_append_printf (names, ngettext ("and %u more", "and %u more", n), n);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* @contacts is empty where there are too many. */
void
e_crm_group_page_fill (ECrmGroupPage *self,
                       GPtrArray *contacts /* (element-type CrmContact) */,
                       guint n_selected)
{
  g_autofree char *number = crm_format_counted (
      ngettext ("%u contact is selected", "%u contacts are selected", n_selected), n_selected);
  g_autofree char *names = NULL;
  gboolean has_address = FALSE;

  g_clear_pointer (&self->contacts, g_ptr_array_unref);
  self->contacts = g_ptr_array_ref (contacts);
  for (guint i = 0; i < contacts->len; i++)
    has_address |= ((CrmContact *)g_ptr_array_index (contacts, i))->addresses->len > 0;
  if (contacts->len > 0)
    names = list_names (contacts);
  else
    names = crm_format_counted (ngettext ("Up to %u can be dealt with in one step",
                                          "Up to %u can be dealt with in one step", CRM_GROUP_MAX),
                                CRM_GROUP_MAX);
  e_crm_label_set (self->number, number);
  e_crm_label_set (self->names, names);
  gtk_widget_set_visible (self->actions, contacts->len > 0);
  gtk_widget_set_visible (self->letter, has_address);
}

static GtkWidget *
add_entry (ECrmGroupPage *self,
           const char *hint,
           const char *id,
           const char *button_text,
           const char *button_id)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *button = e_crm_button_new (button_text, button_id);

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), hint);
  gtk_entry_set_width_chars (GTK_ENTRY (entry), 10);
  gtk_widget_set_margin_top (entry, 8);
  e_crm_add_class (entry, "crm-compact");
  e_crm_set_id (entry, id);
  e_crm_set_name (entry, hint);
  g_signal_connect (entry, "activate", G_CALLBACK (entry_activated_cb), self);
  g_signal_connect (button, "clicked", G_CALLBACK (button_clicked_cb), entry);
  gtk_widget_show (entry);
  gtk_box_pack_start (GTK_BOX (self->actions), entry, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self->actions), button, FALSE, FALSE, 0);
  return entry;
}

static void
e_crm_group_page_init (ECrmGroupPage *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  g_object_set (self, "margin", 10, NULL);
  e_crm_set_name (GTK_WIDGET (self), _ ("Selected contacts"));
  self->number = e_crm_text_new ();
  e_crm_add_class (self->number, "crm-name");
  e_crm_set_id (self->number, "crm-group-number");
  self->names = e_crm_text_new ();
  e_crm_set_id (self->names, "crm-group-names");
  self->actions = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_box_pack_start (GTK_BOX (self), self->number, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->names, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->actions, FALSE, FALSE, 0);
  self->deal = add_entry (self, _ ("New deal"), "crm-group-deal", _ ("Add _Deal with All of Them"),
                          "crm-group-deal-add");
  self->tag
      = add_entry (self, _ ("Tag"), "crm-group-tag", _ ("_Tag All of Them"), "crm-group-tag-add");
  self->letter = e_crm_button_new (_ ("_Write to All of Them"), "crm-group-write");
  g_signal_connect (self->letter, "clicked", G_CALLBACK (letter_clicked_cb), self);
  gtk_widget_set_margin_top (self->letter, 8);
  gtk_box_pack_start (GTK_BOX (self->actions), self->letter, FALSE, FALSE, 0);
}

GtkWidget *
e_crm_group_page_new (ECrmApp *app)
{
  ECrmGroupPage *self = g_object_new (E_TYPE_CRM_GROUP_PAGE, NULL);

  self->app = g_object_ref (app);
  return GTK_WIDGET (self);
}
