/* e-crm-setup-card.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-setup-card"
#include "config.h"

#include "e-crm-setup-card.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <mail/e-mail-backend.h>

#include "crm-phrases.h"
#include "e-crm-accounts.h"
#include "mail/e-crm-account-choice.h"
#include "model/crm-address.h"
#include "model/crm-money.h"
#include "shell/e-crm-widgets.h"

struct _ECrmSetupCard
{
  GtkBox parent_instance;
  ECrmApp *app; /* (unowned): outlives every window */
  GtkWidget *box;
  GtkWidget *accounts; /* ECrmAccountChoice, one an account */
  GtkWidget *book;
  GtkWidget *domains;
  GtkWidget *never;
  GtkWidget *currency;
  GtkWidget *failure;
  GtkWidget *start;
};

G_DEFINE_FINAL_TYPE (ECrmSetupCard, e_crm_setup_card, GTK_TYPE_BOX)

static void
e_crm_setup_card_class_init (ECrmSetupCardClass *klass)
{
}

static void
add_heading (ECrmSetupCard *self, const char *text)
{
  GtkWidget *label = e_crm_text_new ();

  e_crm_add_class (label, "crm-heading");
  e_crm_label_set (label, text);
  gtk_box_pack_start (GTK_BOX (self->box), label, FALSE, FALSE, 0);
}

static void
add_text (ECrmSetupCard *self, const char *text)
{
  GtkWidget *label = e_crm_text_new ();

  e_crm_label_set (label, text);
  gtk_box_pack_start (GTK_BOX (self->box), label, FALSE, FALSE, 0);
}

static void
add_control (ECrmSetupCard *self, GtkWidget *control, const char *name, const char *id)
{
  e_crm_set_name (control, name);
  e_crm_set_id (control, id);
  gtk_widget_show (control);
  gtk_box_pack_start (GTK_BOX (self->box), control, FALSE, FALSE, 0);
}

/* Splits at commas and white space. */
static GPtrArray *
split_words (GtkWidget *entry)
{
  g_auto (GStrv) parts = g_strsplit_set (gtk_entry_get_text (GTK_ENTRY (entry)), ", ;\t", -1);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_ptr_array_add (words, g_strdup (parts[i]));
  return words;
}

static gboolean
add_exclusion (CrmChangeSet *set, const char *word)
{
  g_autofree char *address = crm_address_normalize (word);
  g_autofree char *domain = crm_domain_normalize (word[0] == '@' ? word + 1 : word);

  if (address != NULL)
    crm_scope_exclude (set, "address", address);
  else if (domain != NULL)
    crm_scope_exclude (set, "domain", domain);
  return address != NULL || domain != NULL;
}

static gboolean
add_words (ECrmSetupCard *self, CrmChangeSet *set)
{
  g_autoptr (GPtrArray) domains = split_words (self->domains);
  g_autoptr (GPtrArray) never = split_words (self->never);

  for (guint i = 0; i < domains->len; i++)
    {
      g_autofree char *domain = crm_domain_normalize (g_ptr_array_index (domains, i));

      if (domain == NULL)
        return FALSE;
      crm_scope_exclude (set, "own_domain", domain);
    }
  for (guint i = 0; i < never->len; i++)
    if (!add_exclusion (set, g_ptr_array_index (never, i)))
      return FALSE;
  return TRUE;
}

static void
add_accounts (ECrmSetupCard *self, CrmChangeSet *set)
{
  g_autoptr (GPtrArray) own
      = e_crm_accounts_dup_own_addresses (e_shell_get_registry (e_crm_app_get_shell (self->app)));
  GList *choices = gtk_container_get_children (GTK_CONTAINER (self->accounts));

  for (guint i = 0; i < own->len; i++)
    crm_scope_exclude (set, "own_address", g_ptr_array_index (own, i));
  for (GList *link = choices; link != NULL; link = link->next)
    e_crm_account_choice_add_exclusions (link->data, set);
  g_list_free (choices);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmSetupCard) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  gtk_widget_set_sensitive (self->start, TRUE);
  if (written == NULL)
    e_crm_label_set (self->failure, crm_phrase_error (error));
  else
    e_crm_app_reload_scope (self->app);
}

static void
start_clicked_cb (GtkButton *button, gpointer data)
{
  ECrmSetupCard *self = data;
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("set-up", CRM_CAUSE_USER);
  g_autofree char *currency = g_ascii_strup (gtk_entry_get_text (GTK_ENTRY (self->currency)), -1);

  g_strstrip (currency);
  if (!crm_currency_is_valid (currency))
    {
      e_crm_label_set (self->failure,
                       _ ("Write the currency as its three-letter code, such as EUR"));
      gtk_widget_grab_focus (self->currency);
      return;
    }
  if (!add_words (self, set))
    {
      e_crm_label_set (self->failure, _ ("Write domains such as example.com, separated by commas"));
      gtk_widget_grab_focus (self->domains);
      return;
    }
  e_crm_label_set (self->failure, NULL);
  add_accounts (self, set);
  crm_scope_set_setting (set, "currency", currency);
  crm_scope_set_setting (set, "book", gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->book)));
  crm_scope_set_setting (set, "is-set-up", "yes");
  gtk_widget_set_sensitive (self->start, FALSE);
  crm_store_write_async (e_crm_app_get_store (self->app), set, NULL, written_cb,
                         g_object_ref (self));
}

static void
fill_accounts (ECrmSetupCard *self, ESourceRegistry *registry)
{
  GList *sources = e_source_registry_list_enabled (registry, E_SOURCE_EXTENSION_MAIL_ACCOUNT);
  EShellBackend *backend = e_shell_get_backend_by_name (e_crm_app_get_shell (self->app), "mail");
  CamelSession *session
      = E_IS_MAIL_BACKEND (backend)
            ? CAMEL_SESSION (e_mail_backend_get_session (E_MAIL_BACKEND (backend)))
            : NULL;
  g_autoptr (GHashTable) special = e_crm_accounts_dup_special_folders (registry);

  for (GList *link = sources; link != NULL; link = link->next)
    {
      const char *uid = e_source_get_uid (link->data);
      g_autoptr (CamelService) service
          = session != NULL ? camel_session_ref_service (session, uid) : NULL;
      GtkWidget *choice;

      if (!e_crm_accounts_can_index (link->data))
        continue;
      choice = e_crm_account_choice_new (CAMEL_IS_STORE (service) ? CAMEL_STORE (service) : NULL,
                                         uid, e_source_get_display_name (link->data), special);
      gtk_widget_show (choice);
      gtk_box_pack_start (GTK_BOX (self->accounts), choice, FALSE, FALSE, 0);
    }
  g_list_free_full (sources, g_object_unref);
}

static void
fill_books (ECrmSetupCard *self, ESourceRegistry *registry)
{
  GList *books = e_source_registry_list_enabled (registry, E_SOURCE_EXTENSION_ADDRESS_BOOK);
  g_autoptr (ESource) preferred = e_source_registry_ref_default_address_book (registry);

  for (GList *link = books; link != NULL; link = link->next)
    gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (self->book), e_source_get_uid (link->data),
                               e_source_get_display_name (link->data));
  if (preferred != NULL)
    gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->book), e_source_get_uid (preferred));
  g_list_free_full (books, g_object_unref);
}

static void
propose_domains (ECrmSetupCard *self, ESourceRegistry *registry)
{
  g_autoptr (GPtrArray) own = e_crm_accounts_dup_own_addresses (registry);
  g_autoptr (GPtrArray) domains = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  for (guint i = 0; i < own->len; i++)
    {
      const char *domain = crm_address_get_domain (g_ptr_array_index (own, i));
      g_autofree char *organization = domain != NULL ? crm_domain_organization (domain) : NULL;

      if (organization != NULL && !crm_domain_is_free_mail (organization)
          && !g_ptr_array_find_with_equal_func (domains, organization, g_str_equal, NULL))
        g_ptr_array_add (domains, g_steal_pointer (&organization));
    }
  g_ptr_array_add (domains, NULL);
  text = g_strjoinv (", ", (char **)domains->pdata);
  gtk_entry_set_text (GTK_ENTRY (self->domains), text);
}

static void
propose_currency (ECrmSetupCard *self)
{
  const struct lconv *locale = localeconv ();
  g_autofree char *code = g_strndup (locale->int_curr_symbol, 3);

  gtk_entry_set_text (GTK_ENTRY (self->currency), crm_currency_is_valid (code) ? code : "EUR");
}

static GtkWidget *
add_entry (ECrmSetupCard *self, const char *name, const char *id)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_width_chars (GTK_ENTRY (entry), 10);
  add_control (self, entry, name, id);
  return entry;
}

/* Always in sight, however low the window. */
static void
add_start (ECrmSetupCard *self)
{
  self->failure = e_crm_text_new ();
  e_crm_set_id (self->failure, "crm-setup-failure");
  g_object_set (self->failure, "margin", 12, NULL);
  e_crm_label_set (self->failure, NULL);
  self->start = e_crm_button_new (_ ("_Start"), "crm-setup-start");
  g_object_set (self->start, "margin", 12, NULL);
  e_crm_add_class (self->start, "suggested-action");
  g_signal_connect (self->start, "clicked", G_CALLBACK (start_clicked_cb), self);
  gtk_box_pack_end (GTK_BOX (self), self->start, FALSE, FALSE, 0);
  gtk_box_pack_end (GTK_BOX (self), self->failure, FALSE, FALSE, 0);
}

static void
e_crm_setup_card_init (ECrmSetupCard *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_object_set (self->box, "margin", 12, NULL);
  gtk_widget_show (self->box);
  gtk_container_add (GTK_CONTAINER (scrolled), self->box);
  gtk_widget_show (scrolled);
  gtk_box_pack_start (GTK_BOX (self), scrolled, TRUE, TRUE, 0);
  e_crm_set_id (GTK_WIDGET (self), "crm-setup");
  gtk_widget_show (GTK_WIDGET (self));

  add_heading (self, _ ("Welcome to the CRM"));
  add_text (self, _ ("Nothing is captured before you press Start. Everything stays on this "
                     "computer."));
  add_heading (self, _ ("Mail accounts"));
  add_text (self, _ ("Junk, Trash, Drafts, Templates and Outbox are left out."));
  self->accounts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  add_control (self, self->accounts, _ ("Mail accounts"), "crm-setup-accounts");
  add_heading (self, _ ("Address book for new contacts"));
  self->book = gtk_combo_box_text_new ();
  add_control (self, self->book, _ ("Address book for new contacts"), "crm-setup-book");
  add_heading (self, _ ("Own domains"));
  add_text (self, _ ("Colleagues never become customers by themselves."));
  self->domains = add_entry (self, _ ("Own domains"), "crm-setup-domains");
  add_heading (self, _ ("Never capture"));
  add_text (self, _ ("Addresses or domains whose mail the CRM must not know."));
  self->never = add_entry (self, _ ("Never capture"), "crm-setup-never");
  add_heading (self, _ ("Currency"));
  self->currency = add_entry (self, _ ("Currency"), "crm-setup-currency");
  add_start (self);
}

GtkWidget *
e_crm_setup_card_new (ECrmApp *app)
{
  ECrmSetupCard *self = g_object_new (E_TYPE_CRM_SETUP_CARD, NULL);
  ESourceRegistry *registry = e_shell_get_registry (e_crm_app_get_shell (app));

  self->app = app;
  fill_accounts (self, registry);
  fill_books (self, registry);
  propose_domains (self, registry);
  propose_currency (self);
  return GTK_WIDGET (self);
}
