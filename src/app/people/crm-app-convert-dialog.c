/* crm-app-convert-dialog.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is to become of a lead: whom and what there is already is offered, and the sure ones are
 * chosen. */
#define G_LOG_DOMAIN "crm-app-convert-dialog"
#include "config.h"

#include "crm-app-convert-dialog.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-party.h"
#include "crm-phrases.h"
#include "base/crm-app-choice.h"
#include "base/crm-app-widgets.h"
#include "service/crm-leads.h"

/* Choices of both lists, in this order: a new one, those that are there, none. */
#define CHOICE_NEW 0

typedef struct
{
  CrmAppSession *session;  /* (owned) */
  GtkWidget *parent;       /* (owned): where the dialog came from */
  CrmLeadMatches *matches; /* (owned) */
  GtkWidget *dialog;       /* (unowned): lives as long as we do */
  GtkWidget *person;
  GtkWidget *account;
  GtkWidget *makes_deal;
  GtkWidget *title;
  GtkWidget *makes_contact;
  GtkWidget *makes_step;
  GtkWidget *step;
  GtkWidget *due;
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_object_unref (ask->session);
  g_object_unref (ask->parent);
  crm_lead_matches_free (ask->matches);
  g_free (ask);
}

/* What the reader thread needs of the answers. */
typedef struct
{
  CrmRecord *lead;          /* (owned) */
  CrmConversion conversion; /* its texts are those below */
  char *person;             /* (owned) (nullable) */
  char *account;            /* (owned) (nullable) */
  char *title;              /* (owned) */
  char *book_uid;           /* (owned) (nullable) */
  char *step;               /* (owned) (nullable) */
  int day;                  /* of it */
} Order;

static void
free_order (gpointer data)
{
  Order *order = data;

  crm_record_unref (order->lead);
  g_free (order->person);
  g_free (order->account);
  g_free (order->title);
  g_free (order->book_uid);
  g_free (order->step);
  g_free (order);
}

static gpointer
build_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  Order *order = data;
  g_auto (CrmCaptured) ids = { 0 };

  order->conversion.now_usec = crm_reader_get_now_usec (reader);
  return crm_leads_convert (reader, order->lead, &order->conversion, &ids, error);
}

static void
built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppSession) session = data;
  g_autoptr (GError) error = NULL;
  CrmChangeSet *set = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (set != NULL)
    crm_app_session_write (session, set);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    crm_app_session_tell_trouble (session, crm_phrase_error (error));
}

/* The id of the chosen one of @matches; %NULL for a new one or none. */
static char *
get_chosen (GtkWidget *choice, const GPtrArray *matches, gboolean *out_is_new)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (choice));

  *out_is_new = selected == CHOICE_NEW;
  if (selected == CHOICE_NEW || selected > matches->len)
    return NULL;
  return g_strdup (((const CrmMatch *)g_ptr_array_index (matches, selected - 1))->record->id);
}

static gboolean
is_checked (GtkWidget *check)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (check));
}

/* %TRUE with @out_has FALSE for an empty text. */
static gboolean
read_due (Ask *ask, int *out_day, gboolean *out_has)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (ask->due));

  *out_has = *text != '\0';
  return !*out_has || crm_format_parse_day (text, ask->matches->now_usec, out_day);
}

static void
add_extras (Ask *ask, Order *order)
{
  gboolean has_day = FALSE;

  if (is_checked (ask->makes_contact))
    order->book_uid = g_strdup (ask->matches->book_uid);
  order->conversion.book_uid = order->book_uid;
  if (!is_checked (ask->makes_step) || !read_due (ask, &order->day, &has_day))
    return;
  order->step = g_strdup (gtk_editable_get_text (GTK_EDITABLE (ask->step)));
  order->conversion.next_step = order->step;
  order->conversion.next_kind = "call";
  order->conversion.next_day = has_day ? &order->day : NULL;
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Ask *ask = data;
  CrmStore *store = crm_app_session_get_store (ask->session);
  Order *order;

  if (!g_str_equal (response, "convert") || store == NULL)
    return;
  order = g_new0 (Order, 1);
  order->lead = crm_record_ref (ask->matches->lead);
  order->title = g_strdup (gtk_editable_get_text (GTK_EDITABLE (ask->title)));
  order->person = get_chosen (ask->person, ask->matches->people, &order->conversion.makes_person);
  order->account
      = get_chosen (ask->account, ask->matches->accounts, &order->conversion.makes_account);
  order->conversion.person = order->person;
  order->conversion.account = order->account;
  order->conversion.makes_deal = is_checked (ask->makes_deal);
  order->conversion.deal_title = order->title;
  add_extras (ask, order);
  crm_store_read_async (store, build_in_worker, order, free_order,
                        (GDestroyNotify)crm_change_set_unref, NULL, built_cb,
                        g_object_ref (ask->session));
}

/* Something must become of it. */
static void
check_cb (Ask *ask)
{
  gboolean makes_deal = is_checked (ask->makes_deal);
  gboolean makes_step = is_checked (ask->makes_step);
  gboolean has_day;
  int day;
  gboolean day_ok = !makes_step || read_due (ask, &day, &has_day);
  guint person = gtk_drop_down_get_selected (GTK_DROP_DOWN (ask->person));
  guint account = gtk_drop_down_get_selected (GTK_DROP_DOWN (ask->account));
  gboolean well
      = makes_deal || person <= ask->matches->people->len || account <= ask->matches->accounts->len;

  gtk_widget_set_sensitive (ask->title, makes_deal);
  gtk_widget_set_sensitive (ask->step, makes_step);
  gtk_widget_set_sensitive (ask->due, makes_step);
  gtk_widget_set_sensitive (ask->makes_contact,
                            ask->matches->book_uid != NULL && person <= ask->matches->people->len);
  if (day_ok)
    gtk_widget_remove_css_class (ask->due, "error");
  else
    gtk_widget_add_css_class (ask->due, "error");
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (ask->dialog), "convert",
                                           well && day_ok);
}

/* @new_one: what a new one would be called; @proposed: (nullable): one of @matches */
static GtkWidget *
make_choice (const GPtrArray *matches,
             const char *label,
             const char *id,
             const char *new_one,
             const char *none,
             const CrmMatch *proposed,
             gboolean prefer_none)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  guint position;
  GtkWidget *choice;

  gtk_string_list_append (names, new_one);
  for (guint i = 0; i < matches->len; i++)
    {
      const CrmMatch *match = g_ptr_array_index (matches, i);
      /* TRANSLATORS: somebody who is there already, and why it may be them */
      g_autofree char *text = g_strdup_printf (
          _ ("%1$s (%2$s)"), crm_phrase_record_name (match->record), crm_phrase_match (match));

      gtk_string_list_append (names, text);
    }
  gtk_string_list_append (names, none);
  choice = crm_app_choice_new (names, label, id);
  if (proposed != NULL && g_ptr_array_find ((GPtrArray *)matches, proposed, &position))
    gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), CHOICE_NEW + 1 + position);
  else if (prefer_none)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), matches->len + 1);
  return choice;
}

static void
append_choice (GtkWidget *box, const char *label, GtkWidget *choice)
{
  GtkWidget *text = gtk_label_new_with_mnemonic (label);

  gtk_label_set_xalign (GTK_LABEL (text), 0.0f);
  gtk_label_set_mnemonic_widget (GTK_LABEL (text), choice);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), choice);
}

/* Without a book that somebody chose nothing is written into one, and that is said. */
static void
add_contact (Ask *ask, GtkWidget *box)
{
  ask->makes_contact
      = gtk_check_button_new_with_mnemonic (_ ("Make a _contact in the address book"));
  crm_app_set_id (ask->makes_contact, "crm-convert-contact");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ask->makes_contact),
                               ask->matches->book_uid != NULL);
  gtk_box_append (GTK_BOX (box), ask->makes_contact);
  if (ask->matches->book_uid == NULL)
    {
      GtkWidget *hint = crm_app_text_new ("dim-label");

      gtk_label_set_text (GTK_LABEL (hint),
                          _ ("No address book is chosen for new contacts: it is chosen in "
                             "Evolution, when a person is added there."));
      gtk_box_append (GTK_BOX (box), hint);
    }
}

static GtkWidget *
make_entry (Ask *ask, const char *name, const char *id, const char *text)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  crm_app_set_name (entry, name);
  crm_app_set_id (entry, id);
  return entry;
}

static void
add_step (Ask *ask, GtkWidget *box)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* TRANSLATORS: a task; %s is a person */
  g_autofree char *title
      = g_strdup_printf (_ ("Call %s"), crm_phrase_record_name (ask->matches->lead));
  g_autofree char *tomorrow = crm_format_day (crm_format_today (ask->matches->now_usec) + 1);

  ask->makes_step = gtk_check_button_new_with_mnemonic (_ ("Plan a first _step"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ask->makes_step), TRUE);
  crm_app_set_id (ask->makes_step, "crm-convert-makes-step");
  ask->step = make_entry (ask, _ ("New follow-up"), "crm-convert-step", title);
  ask->due = make_entry (ask, _ ("Due"), "crm-convert-due", tomorrow);
  gtk_widget_set_hexpand (ask->step, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (ask->due), 11);
  gtk_box_append (GTK_BOX (line), ask->step);
  gtk_box_append (GTK_BOX (line), ask->due);
  gtk_box_append (GTK_BOX (box), ask->makes_step);
  gtk_box_append (GTK_BOX (box), line);
}

static GtkWidget *
make_content (Ask *ask)
{
  const CrmRecord *lead = ask->matches->lead;
  const char *name = crm_phrase_record_name (lead);
  const char *organization = crm_record_get_text (lead, "organization");
  const char *interest = crm_record_get_text (lead, "interest");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  /* TRANSLATORS: a new person of this name is made */
  g_autofree char *new_person = g_strdup_printf (_ ("New: %s"), name);
  g_autofree char *new_account
      = g_strdup_printf (_ ("New: %s"), organization != NULL ? organization : name);

  ask->person = make_choice (ask->matches->people, _ ("Person"), "crm-convert-person", new_person,
                             _ ("No person"), crm_lead_matches_get_sure (ask->matches->people),
                             crm_leads_is_organization (lead));
  append_choice (box, _ ("_Person"), ask->person);
  ask->account = make_choice (ask->matches->accounts, _ ("Account"), "crm-convert-account",
                              new_account, _ ("No account"),
                              crm_lead_matches_get_account (ask->matches), organization == NULL);
  append_choice (box, _ ("_Account"), ask->account);
  ask->makes_deal = gtk_check_button_new_with_mnemonic (_ ("Make a _deal"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ask->makes_deal), TRUE);
  crm_app_set_id (ask->makes_deal, "crm-convert-deal");
  gtk_box_append (GTK_BOX (box), ask->makes_deal);
  ask->title = make_entry (ask, _ ("Title of the deal"), "crm-convert-title",
                           interest != NULL       ? interest
                           : organization != NULL ? organization
                                                  : name);
  gtk_box_append (GTK_BOX (box), ask->title);
  add_contact (ask, box);
  add_step (ask, box);
  return box;
}

static void
present (Ask *ask /* (transfer full) */)
{
  GtkRoot *root = gtk_widget_get_root (ask->parent);
  AdwMessageDialog *message;

  ask->dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                        _ ("Convert the Lead?"),
                                        _ ("One undo takes all of it back. Of a person or an "
                                           "account that is there already, only gaps "
                                           "are filled."));
  message = ADW_MESSAGE_DIALOG (ask->dialog);
  g_object_set_data_full (G_OBJECT (ask->dialog), "crm-ask", ask, free_ask);
  adw_message_dialog_set_extra_child (message, make_content (ask));
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "convert", _ ("Con_vert"),
                                    NULL);
  adw_message_dialog_set_response_appearance (message, "convert", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "convert");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect_swapped (ask->person, "notify::selected", G_CALLBACK (check_cb), ask);
  g_signal_connect_swapped (ask->account, "notify::selected", G_CALLBACK (check_cb), ask);
  g_signal_connect_swapped (ask->makes_deal, "toggled", G_CALLBACK (check_cb), ask);
  g_signal_connect_swapped (ask->makes_step, "toggled", G_CALLBACK (check_cb), ask);
  g_signal_connect_swapped (ask->due, "changed", G_CALLBACK (check_cb), ask);
  g_signal_connect (ask->dialog, "response", G_CALLBACK (response_cb), ask);
  check_cb (ask);
  gtk_window_present (GTK_WINDOW (ask->dialog));
}

static void
matched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Ask *ask = data;
  g_autoptr (GError) error = NULL;

  ask->matches = crm_lead_matches_load_finish (CRM_STORE (source), result, &error);
  if (ask->matches != NULL && gtk_widget_get_root (ask->parent) != NULL)
    {
      present (ask);
      return;
    }
  if (error != NULL)
    crm_app_session_tell_trouble (ask->session, crm_phrase_error (error));
  free_ask (ask);
}

/* Asks what is to become of the lead with this id, and makes it. */
void
crm_app_convert_dialog_ask (GtkWidget *parent, CrmAppSession *session, const char *lead)
{
  CrmStore *store = crm_app_session_get_store (session);
  Ask *ask;

  if (store == NULL)
    return;
  ask = g_new0 (Ask, 1);
  ask->session = g_object_ref (session);
  ask->parent = g_object_ref (parent);
  crm_lead_matches_load_async (store, lead, NULL, matched_cb, ask);
}
