/* e-crm-capture-form.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-capture-form"
#include "config.h"

#include "e-crm-capture-form.h"

#include <glib/gi18n-lib.h>

#include "crm-vcard.h"
#include "e-crm-drafts.h"
#include "model/crm-text.h"
#include "service/crm-card-offer.h"
#include "service/crm-filing.h"
#include "service/crm-people.h"
#include "service/crm-sender.h"
#include "shell/e-crm-widgets.h"

struct _ECrmCaptureForm
{
  GtkBox parent_instance;
  GtkWidget *fields;
  GtkWidget *address;
  GtkWidget *shared; /* says that several people read the address */
  GtkWidget *name;
  GtkWidget *job;
  GtkWidget *phone;
  GtkWidget *company;
  GtkWidget *likely; /* says how sure the account is */
  GtkWidget *book_title;
  GtkWidget *book;
  GtkWidget *book_hint; /* says what a book that is read-only means */
  GtkWidget *make_deal;
  GtkWidget *deal;
  GtkWidget *add;
  CrmContext *context;   /* (owned) (nullable) */
  CrmAccountGuess guess; /* (owned): of a new account */
  char *currency;        /* (owned) (nullable) */
  char *owner;           /* (owned) (nullable) */
  GPtrArray *entries;    /* (owned) (element-type GtkEntry) */
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (ECrmCaptureForm, e_crm_capture_form, GTK_TYPE_BOX)

enum
{
  CAPTURE,
  CANCEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
e_crm_capture_form_finalize (GObject *object)
{
  ECrmCaptureForm *self = E_CRM_CAPTURE_FORM (object);

  g_clear_pointer (&self->context, crm_context_unref);
  crm_account_guess_clear (&self->guess);
  g_free (self->currency);
  g_free (self->owner);
  g_ptr_array_unref (self->entries);
  G_OBJECT_CLASS (e_crm_capture_form_parent_class)->finalize (object);
}

static void
e_crm_capture_form_class_init (ECrmCaptureFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_capture_form_finalize;

  /* The person wants it done: CrmChangeSet. */
  signals[CAPTURE] = g_signal_new ("capture", E_TYPE_CRM_CAPTURE_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, CRM_TYPE_CHANGE_SET);
  signals[CANCEL] = g_signal_new ("cancel", E_TYPE_CRM_CAPTURE_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

/* --- what the person has typed, as long as nothing is added -------------------------------------
 */

#define MAKE_DEAL "crm-capture-make-deal"

static const char *
field_of (GtkWidget *entry)
{
  return g_object_get_data (G_OBJECT (entry), "field");
}

static const char * /* (nullable) */
get_address (ECrmCaptureForm *self)
{
  return self->context != NULL && !self->is_filling ? self->context->address : NULL;
}

/* The whole form, once anything in it is the person's: what was proposed with it, as from a
 * signature, may not be known yet when it comes back. */
static void
typed_cb (GtkWidget *widget, gpointer data)
{
  ECrmCaptureForm *self = data;
  const char *address = get_address (self);
  gboolean make_deal = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->make_deal));

  for (guint i = 0; address != NULL && i < self->entries->len; i++)
    {
      GtkWidget *entry = g_ptr_array_index (self->entries, i);

      e_crm_drafts_set (field_of (entry), address, gtk_entry_get_text (GTK_ENTRY (entry)));
    }
  e_crm_drafts_set (MAKE_DEAL, address, make_deal ? "1" : "0");
}

/* In place of what is proposed. */
static void
fill_typed (ECrmCaptureForm *self)
{
  const char *make_deal = e_crm_drafts_get (MAKE_DEAL, self->context->address);

  for (guint i = 0; i < self->entries->len; i++)
    {
      GtkWidget *entry = g_ptr_array_index (self->entries, i);
      const char *typed = e_crm_drafts_get (field_of (entry), self->context->address);

      if (typed != NULL)
        gtk_entry_set_text (GTK_ENTRY (entry), typed);
    }
  if (make_deal != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->make_deal), make_deal[0] == '1');
}

/* @set: (nullable): it is to be written; NULL: it is given up */
static void
give_typed_away (ECrmCaptureForm *self, CrmChangeSet *set)
{
  const char *address = get_address (self);

  for (guint i = 0; i <= self->entries->len; i++)
    {
      const char *field
          = i < self->entries->len ? field_of (g_ptr_array_index (self->entries, i)) : MAKE_DEAL;

      if (set != NULL)
        e_crm_drafts_hand_over (field, address, set);
      else
        e_crm_drafts_set (field, address, NULL);
    }
}

/**
 * e_crm_capture_form_is_begun:
 * @self: a form
 * @address: (nullable): somebody's address
 *
 * Returns: whether anything was typed for them that is neither added nor given up
 */
gboolean
e_crm_capture_form_is_begun (ECrmCaptureForm *self, const char *address)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (e_crm_drafts_get (field_of (g_ptr_array_index (self->entries, i)), address) != NULL)
      return TRUE;
  return e_crm_drafts_get (MAKE_DEAL, address) != NULL;
}

/* --- adding them --------------------------------------------------------------------------------
 */

static const char * /* (nullable): NULL for nothing */
text_of (GtkWidget *entry)
{
  const char *text = gtk_entry_get_text (GTK_ENTRY (entry));

  return text[0] != '\0' ? text : NULL;
}

/* Of a shared address the account alone will do. */
static gboolean
may_add (ECrmCaptureForm *self)
{
  return text_of (self->name) != NULL
         || (self->context != NULL && self->context->is_role && text_of (self->company) != NULL);
}

static void
add_clicked_cb (GtkWidget *widget, gpointer data)
{
  ECrmCaptureForm *self = data;
  CrmContext *context = self->context;
  g_autofree char *contact_uid = g_uuid_string_random ();
  g_autofree char *vcard = NULL;
  g_autoptr (CrmChangeSet) set = NULL;
  g_auto (CrmCaptured) captured = { 0 };
  gboolean same_account;
  CrmCapture capture = { .name = text_of (self->name) };

  if (context == NULL || !may_add (self) || !gtk_widget_get_sensitive (self->add))
    return;
  same_account
      = context->account != NULL
        && g_strcmp0 (text_of (self->company), crm_record_get_title (context->account)) == 0;
  capture.address = context->address;
  capture.title = text_of (self->job);
  capture.phone = text_of (self->phone);
  capture.account = same_account ? context->account->id : NULL;
  capture.account_name = same_account ? NULL : text_of (self->company);
  capture.account_domain = self->guess.domain;
  capture.account_confidence = self->guess.confidence;
  capture.deal_title = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->make_deal))
                           ? text_of (self->deal)
                           : NULL;
  capture.currency = self->currency;
  capture.owner = self->owner;
  capture.now_usec = g_get_real_time ();
  if (context->contact != NULL)
    {
      capture.book_uid = context->contact->book_uid;
      capture.contact_uid = context->contact->contact_uid;
    }
  else if (capture.name != NULL && gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->book)) != NULL)
    {
      capture.book_uid = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->book));
      capture.contact_uid = contact_uid;
      vcard = crm_vcard_build (contact_uid, capture.name, text_of (self->company), capture.title,
                               context->address, capture.phone);
      capture.vcard = vcard;
    }
  set = crm_people_capture (&capture, &captured);
  /* A deal that begins with a letter begins with it in its file. */
  if (captured.deal != NULL && !context->of_contact
      && g_strcmp0 (context->visibility, "normal") == 0)
    crm_filing_add (set, context->message, CRM_TARGET_DEAL, captured.deal);
  give_typed_away (self, set);
  gtk_widget_set_sensitive (self->add, FALSE); /* a second press would make a second person */
  g_signal_emit (self, signals[CAPTURE], 0, set);
}

static void
cancel_clicked_cb (GtkWidget *widget, gpointer data)
{
  give_typed_away (data, NULL);
  g_signal_emit (data, signals[CANCEL], 0);
}

static void
needed_changed_cb (GtkEditable *editable, gpointer data)
{
  ECrmCaptureForm *self = data;

  gtk_widget_set_sensitive (self->add, may_add (self));
}

static GtkWidget *
add_entry (ECrmCaptureForm *self, const char *label, const char *id)
{
  GtkWidget *title = e_crm_label_new ("dim-label");
  GtkWidget *entry = gtk_entry_new ();

  e_crm_label_set (title, label);
  gtk_label_set_mnemonic_widget (GTK_LABEL (title), entry);
  gtk_entry_set_width_chars (GTK_ENTRY (entry), 10);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), FALSE);
  g_signal_connect (entry, "activate", G_CALLBACK (add_clicked_cb), self);
  e_crm_set_name (entry, label);
  e_crm_set_id (entry, id);
  g_object_set_data (G_OBJECT (entry), "field", (gpointer)id);
  g_signal_connect (entry, "changed", G_CALLBACK (typed_cb), self);
  g_ptr_array_add (self->entries, entry);
  gtk_widget_show (entry);
  gtk_box_pack_start (GTK_BOX (self->fields), title, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self->fields), entry, FALSE, FALSE, 0);
  return entry;
}

static GtkWidget *
add_hint (ECrmCaptureForm *self, const char *id)
{
  GtkWidget *hint = e_crm_text_new ();

  e_crm_add_class (hint, "dim-label");
  e_crm_set_id (hint, id);
  gtk_box_pack_start (GTK_BOX (self->fields), hint, FALSE, FALSE, 0);
  return hint;
}

static void
add_book_choice (ECrmCaptureForm *self)
{
  self->book_title = e_crm_label_new ("dim-label");
  e_crm_label_set (self->book_title, _ ("Address book"));
  self->book = gtk_combo_box_text_new ();
  e_crm_set_name (self->book, _ ("Address book"));
  e_crm_set_id (self->book, "crm-capture-book");
  gtk_widget_show (self->book);
  gtk_box_pack_start (GTK_BOX (self->fields), self->book_title, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self->fields), self->book, FALSE, FALSE, 0);
  self->book_hint = add_hint (self, "crm-capture-book-hint");
}

static void
add_buttons (ECrmCaptureForm *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *cancel = e_crm_button_new (_ ("_Cancel"), "crm-capture-cancel");

  self->add = e_crm_button_new (_ ("_Add"), "crm-capture-add");
  e_crm_add_class (self->add, "suggested-action");
  g_signal_connect (self->add, "clicked", G_CALLBACK (add_clicked_cb), self);
  g_signal_connect (cancel, "clicked", G_CALLBACK (cancel_clicked_cb), self);
  gtk_box_pack_start (GTK_BOX (buttons), self->add, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (buttons), cancel, TRUE, TRUE, 0);
  g_object_set (buttons, "margin", 12, NULL);
  gtk_widget_show (buttons);
  gtk_box_pack_end (GTK_BOX (self), buttons, FALSE, FALSE, 0);
}

/* Only the fields scroll: Add stays in sight however low the window is. */
static void
add_field_box (ECrmCaptureForm *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);
  GtkWidget *heading = e_crm_label_new ("crm-heading");

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  self->fields = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_object_set (self->fields, "margin", 12, NULL);
  gtk_container_set_focus_vadjustment (
      GTK_CONTAINER (self->fields),
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)));
  gtk_widget_show (self->fields);
  gtk_container_add (GTK_CONTAINER (scrolled), self->fields);
  gtk_widget_show (scrolled);
  gtk_box_pack_start (GTK_BOX (self), scrolled, TRUE, TRUE, 0);

  e_crm_label_set (heading, _ ("Add to CRM"));
  self->address = e_crm_label_new (NULL);
  e_crm_set_id (self->address, "crm-capture-address");
  gtk_box_pack_start (GTK_BOX (self->fields), heading, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self->fields), self->address, FALSE, FALSE, 0);
  self->shared = add_hint (self, "crm-capture-shared");
}

static void
e_crm_capture_form_init (ECrmCaptureForm *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  e_crm_set_id (GTK_WIDGET (self), "crm-capture-form");
  self->entries = g_ptr_array_new ();
  add_field_box (self);
  self->name = add_entry (self, _ ("Name"), "crm-capture-name");
  g_signal_connect (self->name, "changed", G_CALLBACK (needed_changed_cb), self);
  self->job = add_entry (self, _ ("Job title"), "crm-capture-job");
  self->phone = add_entry (self, _ ("Phone number"), "crm-capture-phone");
  self->company = add_entry (self, _ ("Account"), "crm-capture-account");
  g_signal_connect (self->company, "changed", G_CALLBACK (needed_changed_cb), self);
  self->likely = add_hint (self, "crm-capture-likely");
  add_book_choice (self);
  self->make_deal = gtk_check_button_new_with_mnemonic (_ ("With a new _deal"));
  e_crm_set_id (self->make_deal, MAKE_DEAL);
  g_signal_connect (self->make_deal, "toggled", G_CALLBACK (typed_cb), self);
  gtk_widget_show (self->make_deal);
  gtk_box_pack_start (GTK_BOX (self->fields), self->make_deal, FALSE, FALSE, 0);
  self->deal = add_entry (self, _ ("Deal"), "crm-capture-deal");
  g_object_bind_property (self->make_deal, "active", self->deal, "sensitive",
                          G_BINDING_SYNC_CREATE);
  add_buttons (self);
}

GtkWidget *
e_crm_capture_form_new (void)
{
  return g_object_new (E_TYPE_CRM_CAPTURE_FORM, NULL);
}

static gboolean
takes_contacts (ECrmCaptureForm *self, ESource *book)
{
  return e_source_get_writable (book)
         && (self->context->readonly_books == NULL
             || !g_strv_contains ((const char *const *)self->context->readonly_books,
                                  e_source_get_uid (book)));
}

/* Which book it is that takes nothing, and what happens instead, before anything is typed. */
static void
show_book_hint (ECrmCaptureForm *self, ESource *preferred /* (nullable) */)
{
  g_autofree char *text = NULL;

  if (gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->book)) == NULL)
    text
        = g_strdup (_ ("No address book takes new contacts. The person is added to the CRM only."));
  else if (preferred != NULL && !takes_contacts (self, preferred))
    /* TRANSLATORS: %s is the name of an address book */
    text = g_strdup_printf (_ ("“%s” is read-only: the contact goes into another address book."),
                            e_source_get_display_name (preferred));
  e_crm_label_set (self->book_hint, self->context->contact == NULL ? text : NULL);
}

static void
fill_books (ECrmCaptureForm *self, ESourceRegistry *registry, const char *preferred)
{
  GList *books = e_source_registry_list_enabled (registry, E_SOURCE_EXTENSION_ADDRESS_BOOK);
  g_autoptr (ESource) builtin = e_source_registry_ref_default_address_book (registry);
  g_autoptr (ESource) wanted
      = preferred != NULL ? e_source_registry_ref_source (registry, preferred) : NULL;

  gtk_combo_box_text_remove_all (GTK_COMBO_BOX_TEXT (self->book));
  for (GList *link = books; link != NULL; link = link->next)
    if (takes_contacts (self, link->data))
      gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (self->book), e_source_get_uid (link->data),
                                 e_source_get_display_name (link->data));
  g_list_free_full (books, g_object_unref);
  if ((wanted == NULL
       || !gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->book), e_source_get_uid (wanted)))
      && (builtin == NULL
          || !gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->book), e_source_get_uid (builtin))))
    gtk_combo_box_set_active (GTK_COMBO_BOX (self->book), 0);
  show_book_hint (self, wanted != NULL ? wanted : builtin);
}

static char *
propose_account (ECrmCaptureForm *self, const CrmSignature *signature)
{
  crm_account_guess_clear (&self->guess);
  if (self->context->account != NULL)
    return g_strdup (crm_record_get_title (self->context->account));
  if (self->context->address != NULL)
    crm_sender_guess_account (self->context->address, &self->guess);
  if (self->context->organization != NULL)
    return g_strdup (self->context->organization);
  if (signature != NULL && signature->organization != NULL)
    return g_strdup (signature->organization);
  return g_strdup (self->guess.name);
}

/* Only a guess is to be looked at twice. */
static void
show_hints (ECrmCaptureForm *self)
{
  g_autofree char *likely = NULL;

  if (self->guess.domain != NULL && self->context->organization == NULL)
    /* TRANSLATORS: how the account was guessed: %1$s is the domain of the e-mail address, %2$d how
       sure that is, in percent */
    likely = g_strdup_printf (_ ("By the domain %1$s, %2$d %% sure"), self->guess.domain,
                              self->guess.confidence);
  e_crm_label_set (self->likely, likely);
  e_crm_label_set (self->shared,
                   self->context->is_role
                       ? _ ("Several people read this address. Without a name only the account is"
                            " added.")
                       : NULL);
}

static void
set_entry (GtkWidget *entry, const char *text /* (nullable) */)
{
  gtk_entry_set_text (GTK_ENTRY (entry), text != NULL ? text : "");
}

/* (nullable): what can be called, not a fax. */
static const char *
get_phone (const CrmSignature *signature)
{
  for (guint i = 0; i < signature->phones->len; i++)
    {
      const CrmPhone *phone = g_ptr_array_index (signature->phones, i);

      if (!g_str_equal (phone->kind, "fax"))
        return phone->number;
    }
  return NULL;
}

/* (nullable): an address is no name where the letter is signed with one */
static const char *
get_name (const CrmContext *context, const CrmSignature *signature /* (nullable) */)
{
  const char *known = context->name != NULL ? context->name : context->address;

  if (context->is_role)
    return NULL;
  return signature != NULL && known != NULL && strchr (known, '@') != NULL ? signature->name
                                                                           : known;
}

/* Prefills the form for the person that @context is about. What the card does not say, the letter's
 * @signature may; what somebody has typed for them and neither added nor given up comes first. The
 * keyboard stays where it is. */
void
e_crm_capture_form_fill (ECrmCaptureForm *self,
                         CrmContext *context,
                         CrmSignature *signature /* (nullable) */,
                         ESourceRegistry *registry,
                         const CrmScope *scope,
                         const char *owner)
{
  g_autofree char *title = crm_subject_strip (context->message->subject);
  g_autofree char *account = NULL;

  g_clear_pointer (&self->context, crm_context_unref);
  self->context = crm_context_ref (context);
  g_free (self->currency);
  self->currency = g_strdup (scope->currency);
  g_free (self->owner);
  self->owner = g_strdup (owner);
  if (signature != NULL && !crm_card_is_senders (context))
    signature = NULL;
  self->is_filling = TRUE;
  account = propose_account (self, signature);
  e_crm_label_set (self->address, context->address);
  set_entry (self->name, get_name (context, signature));
  set_entry (self->job,
             context->title != NULL || signature == NULL ? context->title : signature->title);
  set_entry (self->phone,
             context->phone != NULL || signature == NULL ? context->phone : get_phone (signature));
  set_entry (self->company, account);
  show_hints (self);
  set_entry (self->deal, title);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->make_deal),
                                context->deals->len == 0 && !context->of_contact);
  fill_books (self, registry, scope->book_uid);
  gtk_widget_set_visible (self->book_title, context->contact == NULL);
  gtk_widget_set_visible (self->book, context->contact == NULL);
  fill_typed (self);
  self->is_filling = FALSE;
  gtk_widget_set_sensitive (self->add, may_add (self));
}

/* The person may type, or, after what was asked for could not be done, correct it and press Add
 * once more. */
void
e_crm_capture_form_try_again (ECrmCaptureForm *self)
{
  gtk_widget_set_sensitive (self->add, may_add (self));
  gtk_widget_grab_focus (self->name);
}
