/* e-crm-composer.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Puts the pane into the windows in which letters are written, tells it whom they go to, and
 * remembers what was chosen when they are sent. Nothing of it goes into the letter. */
#define G_LOG_DOMAIN "e-crm-composer"
#include "config.h"

#include "e-crm-composer.h"

#include <composer/e-msg-composer.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-merge.h"
#include "e-crm-composer-pane.h"
#include "e-crm-composer-text.h"
#include "e-crm-template-chooser.h"
#include "model/crm-address.h"
#include "service/crm-send-check.h"
#include "service/crm-sending.h"
#include "shell/e-crm-widgets.h"

/* On the window: what the hook of "send" finds there. */
#define EXTENSION_KEY "e-crm-composer"
#define CHECK_MSECS 150
/* Beside the store: whether the pane is open. */
#define STATE_FILE "composer.ini"

typedef struct
{
  EExtension parent_instance;
  ECrmApp *app;           /* (unowned): outlives all windows */
  GtkWidget *pane;        /* (unowned): the window owns it */
  GtkWidget *chooser;     /* (unowned) (nullable): the same */
  GPtrArray *warnings;    /* (owned) (element-type CrmSendWarning): of what is in the store */
  GCancellable *checking; /* (owned) (nullable): of the check under way */
  guint check_id;         /* 0 for none */
  guint letter_id;        /* 0 for none */
  gboolean send_then;     /* somebody wants to send as soon as it is checked */
  char *accepted;         /* (owned) (nullable): the warnings that somebody overruled */
  char *template;         /* (owned) (nullable): id of the one that was taken */
} ECrmComposer;

typedef struct
{
  EExtensionClass parent_class;
} ECrmComposerClass;

GType e_crm_composer_get_type (void);
G_DEFINE_DYNAMIC_TYPE (ECrmComposer, e_crm_composer, E_TYPE_EXTENSION)

static EMsgComposer *
get_composer (ECrmComposer *self)
{
  return E_MSG_COMPOSER (e_extension_get_extensible (E_EXTENSION (self)));
}

static gboolean
is_working (ECrmComposer *self)
{
  /* Invitations go through a window that nobody sees. */
  return self->pane != NULL && e_crm_app_get_state (self->app) == E_CRM_APP_READY
         && gtk_widget_get_mapped (GTK_WIDGET (get_composer (self)));
}

/* --- the letter ------------------------------------------------------------------------------- */

static void
add_destinations (CrmMessage *message, CrmMessageRole role, EDestination **destinations)
{
  for (guint i = 0; destinations != NULL && destinations[i] != NULL; i++)
    {
      const char *address = e_destination_get_email (destinations[i]);
      const char *name = e_destination_get_name (destinations[i]);

      if (address != NULL && address[0] != '\0')
        crm_message_add_party (message, role, address,
                               g_strcmp0 (name, address) != 0 ? name : NULL);
    }
  e_destination_freev (destinations);
}

static void
add_references (CrmMessage *message, const char *header /* (nullable) */)
{
  GSList *ids = header != NULL ? camel_header_references_decode (header) : NULL;

  for (GSList *link = ids; link != NULL; link = link->next)
    crm_message_add_reference (message, crm_message_id_hash (link->data));
  g_slist_free_full (ids, g_free);
}

static CrmMessage *
read_letter (ECrmComposer *self)
{
  EMsgComposer *composer = get_composer (self);
  EComposerHeaderTable *table = e_msg_composer_get_header_table (composer);
  CrmMessage *message = crm_message_new ();

  message->date_usec = g_get_real_time ();
  crm_message_set_subject (message, e_composer_header_table_get_subject (table));
  add_destinations (message, CRM_ROLE_TO, e_composer_header_table_get_destinations_to (table));
  add_destinations (message, CRM_ROLE_CC, e_composer_header_table_get_destinations_cc (table));
  add_destinations (message, CRM_ROLE_BCC, e_composer_header_table_get_destinations_bcc (table));
  add_references (message, e_msg_composer_get_header (composer, "References", 0));
  add_references (message, e_msg_composer_get_header (composer, "In-Reply-To", 0));
  crm_message_seal (message);
  return message;
}

/* --- warnings --------------------------------------------------------------------------------- */

static void
list_attachments (ECrmComposer *self, GPtrArray *names)
{
  EAttachmentStore *store
      = e_attachment_view_get_store (e_msg_composer_get_attachment_view (get_composer (self)));
  GList *attachments = e_attachment_store_get_attachments (store);

  for (GList *link = attachments; link != NULL; link = link->next)
    {
      g_autoptr (GFileInfo) info = e_attachment_ref_file_info (link->data);
      const char *name = info != NULL ? g_file_info_get_display_name (info) : NULL;

      if (name != NULL)
        g_ptr_array_add (names, g_strdup (name));
    }
  g_list_free_full (attachments, g_object_unref);
}

/* Those of the store, and what is left in the text by now. */
static GPtrArray *
collect_warnings (ECrmComposer *self, const char *text /* (nullable) */)
{
  EComposerHeaderTable *table = e_msg_composer_get_header_table (get_composer (self));
  CrmSendFacts facts = { .subject = e_composer_header_table_get_subject (table), .text = text };
  GPtrArray *all = crm_send_check_rules (&facts);

  for (guint i = 0; self->warnings != NULL && i < self->warnings->len; i++)
    {
      const CrmSendWarning *warning = g_ptr_array_index (self->warnings, i);
      CrmSendWarning *copy = g_memdup2 (warning, sizeof *warning);

      copy->what = g_strdup (warning->what);
      copy->other = g_strdup (warning->other);
      g_ptr_array_insert (all, (int)i, copy);
    }
  return all;
}

static char *
digest (GPtrArray *warnings)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < warnings->len; i++)
    {
      const CrmSendWarning *warning = g_ptr_array_index (warnings, i);

      g_string_append_printf (text, "%d %s\n", warning->kind, warning->what);
    }
  return g_string_free (text, FALSE);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EExtension) extension = data;
  ECrmComposer *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) warnings = crm_send_check_finish (CRM_STORE (source), result, &error);
  g_autoptr (GPtrArray) all = NULL;
  gboolean send_then;

  if (self->pane == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (warnings == NULL) /* mail goes out, whatever is wrong with the store */
    g_warning ("a letter is not checked: %s", error->message);
  g_clear_object (&self->checking);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  self->warnings = g_steal_pointer (&warnings);
  all = collect_warnings (self, NULL);
  e_crm_composer_pane_show_warnings (E_CRM_COMPOSER_PANE (self->pane), all, FALSE);
  send_then = self->send_then;
  self->send_then = FALSE;
  if (send_then)
    e_msg_composer_send (get_composer (self));
}

static gboolean
check_cb (gpointer data)
{
  ECrmComposer *self = data;
  g_autoptr (CrmMessage) message = read_letter (self);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GPtrArray) attachments = g_ptr_array_new_with_free_func (g_free);
  CrmSendRequest request = { .addresses = addresses, .attachments = attachments };

  self->check_id = 0;
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  self->checking = g_cancellable_new ();
  for (guint i = 0; i < message->parties->len; i++)
    g_ptr_array_add (addresses,
                     ((CrmMessageParty *)g_ptr_array_index (message->parties, i))->address);
  list_attachments (self, attachments);
  request.deal = e_crm_composer_pane_get_deal (E_CRM_COMPOSER_PANE (self->pane));
  crm_send_check_async (e_crm_app_get_store (self->app), &request, self->checking, checked_cb,
                        g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
check_later (ECrmComposer *self)
{
  if (self->check_id == 0 && e_crm_app_get_state (self->app) == E_CRM_APP_READY)
    self->check_id = g_timeout_add (CHECK_MSECS, check_cb, self);
}

/* Evolution has taken the text of the letter already; asking for it here would be too late. */
static char *
dup_text (ECrmComposer *self)
{
  EContentEditorContentHash *hash = e_msg_composer_get_content_hash (get_composer (self));

  return hash != NULL ? g_strdup (
             e_content_editor_util_get_content_data (hash, E_CONTENT_EDITOR_GET_TO_SEND_PLAIN))
                      : NULL;
}

static gboolean
presend_cb (EMsgComposer *composer, gpointer data)
{
  ECrmComposer *self = data;
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) warnings = NULL;
  g_autofree char *now = NULL;

  if (!is_working (self))
    return TRUE;
  if (self->check_id != 0 || self->checking != NULL)
    {
      self->send_then = TRUE;
      return FALSE;
    }
  text = dup_text (self);
  warnings = collect_warnings (self, text);
  now = digest (warnings);
  if (warnings->len == 0 || g_strcmp0 (now, self->accepted) == 0)
    return TRUE;
  g_free (self->accepted);
  self->accepted = NULL;
  g_object_set_data_full (G_OBJECT (self->pane), "asked", g_steal_pointer (&now), g_free);
  e_crm_composer_pane_show_warnings (E_CRM_COMPOSER_PANE (self->pane), warnings, TRUE);
  return FALSE;
}

static void
send_anyway_cb (ECrmComposerPane *pane, gpointer data)
{
  ECrmComposer *self = data;

  g_free (self->accepted);
  self->accepted = g_strdup (g_object_get_data (G_OBJECT (pane), "asked"));
  e_msg_composer_send (get_composer (self));
}

/* --- sending ---------------------------------------------------------------------------------- */

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  if (written == NULL)
    g_warning ("the deal of a letter is not remembered: %s", error->message);
}

static void
remember (ECrmComposer *self, CamelMimeMessage *message)
{
  ECrmComposerPane *pane = E_CRM_COMPOSER_PANE (self->pane);
  CrmStore *store = e_crm_app_get_store (self->app);
  CrmSendPlan plan = { .message_id = camel_mime_message_get_message_id (message),
                       .deal = e_crm_composer_pane_get_deal (pane),
                       .template = self->template };
  g_autoptr (CrmChangeSet) set = NULL;

  plan.answer_days = e_crm_composer_pane_get_answer_days (pane, &plan.ladder);
  if (plan.message_id == NULL || (plan.deal == NULL && plan.answer_days == 0))
    return;
  set = crm_sending_plan (&plan, crm_store_get_now_usec (store));
  crm_store_write_async (store, set, NULL, planned_cb, NULL);
}

/* Before all handlers of the signal, one of which sends in a thread. */
static gboolean
send_hook (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GObject *composer = g_value_get_object (&values[0]);
  ECrmComposer *self = g_object_get_data (composer, EXTENSION_KEY);

  if (self != NULL && n_values > 1 && is_working (self))
    remember (self, g_value_get_object (&values[1]));
  return TRUE;
}

/* Once a process. */
static void
ensure_hook (void)
{
  static gulong hook;

  if (hook == 0)
    hook = g_signal_add_emission_hook (g_signal_lookup ("send", E_TYPE_MSG_COMPOSER), 0, send_hook,
                                       NULL, NULL);
}

/* --- templates -------------------------------------------------------------------------------- */

static void
chosen_cb (ECrmTemplateChooser *chooser, CrmRecord *template, gpointer data)
{
  ECrmComposer *self = data;
  ECrmComposerPane *pane = E_CRM_COMPOSER_PANE (self->pane);
  g_autoptr (CrmMessage) letter = read_letter (self);
  const CrmMessageParty *first
      = letter->parties->len > 0 ? g_ptr_array_index (letter->parties, 0) : NULL;
  EComposerHeaderTable *table = e_msg_composer_get_header_table (get_composer (self));
  CrmMerge merge = { .context = e_crm_composer_pane_get_context (pane),
                     .deal = e_crm_composer_pane_get_deal_state (pane),
                     .recipient = first != NULL ? first->address : NULL,
                     .recipient_name = first != NULL ? first->name : NULL,
                     .sender_name = e_composer_header_table_get_from_name (table),
                     .sender_address = e_composer_header_table_get_from_address (table),
                     .now_usec = g_get_real_time () };
  g_autofree char *note
      = e_crm_composer_text_insert (get_composer (self), template, crm_merge_lookup, &merge);

  if (g_strcmp0 (crm_record_get_text (template, "kind"), "letter") == 0)
    {
      g_free (self->template);
      self->template = g_strdup (template->id);
    }
  e_crm_composer_pane_say (pane, note);
  gtk_widget_grab_focus (GTK_WIDGET (
      e_html_editor_get_content_editor (e_msg_composer_get_editor (get_composer (self)))));
}

static void
saved_cb (const char *failure, gpointer data)
{
  g_autoptr (GtkWidget) chooser = data;

  e_crm_template_chooser_saved (E_CRM_TEMPLATE_CHOOSER (chooser), failure);
}

static void
save_cb (ECrmTemplateChooser *chooser,
         const char *name,
         const char *kind,
         const char *language,
         gpointer data)
{
  ECrmComposer *self = data;

  e_crm_composer_text_save (get_composer (self), e_crm_app_get_store (self->app), name, kind,
                            language, saved_cb, g_object_ref (chooser));
}

static void
templates_toggled_cb (GtkToggleButton *button, gpointer data)
{
  ECrmComposer *self = data;
  CrmContext *context = e_crm_composer_pane_get_context (E_CRM_COMPOSER_PANE (self->pane));

  if (gtk_toggle_button_get_active (button))
    e_crm_template_chooser_load (E_CRM_TEMPLATE_CHOOSER (self->chooser),
                                 context != NULL && context->person != NULL
                                     ? crm_record_get_text (context->person, "language")
                                     : NULL);
}

static void
make_chooser (ECrmComposer *self)
{
  GtkWidget *button = e_crm_composer_pane_get_templates_button (E_CRM_COMPOSER_PANE (self->pane));

  self->chooser = e_crm_template_chooser_new (self->app);
  gtk_menu_button_set_use_popover (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), self->chooser);
  g_signal_connect_object (self->chooser, "chosen", G_CALLBACK (chosen_cb), self, 0);
  g_signal_connect_object (self->chooser, "save", G_CALLBACK (save_cb), self, 0);
  g_signal_connect_object (button, "toggled", G_CALLBACK (templates_toggled_cb), self, 0);
}

/* --- the window ------------------------------------------------------------------------------- */

static gboolean
letter_cb (gpointer data)
{
  ECrmComposer *self = data;
  g_autoptr (CrmMessage) message = read_letter (self);

  self->letter_id = 0;
  e_crm_composer_pane_set_letter (E_CRM_COMPOSER_PANE (self->pane), message);
  check_later (self);
  return G_SOURCE_REMOVE;
}

/* Every letter typed into an address is a change. */
static void
changed_cb (GObject *table, GParamSpec *pspec, gpointer data)
{
  ECrmComposer *self = data;

  g_clear_handle_id (&self->letter_id, g_source_remove);
  self->letter_id = g_timeout_add (CHECK_MSECS, letter_cb, self);
}

static void
attached_cb (gpointer store, gpointer a, gpointer b, gpointer data)
{
  check_later (data);
}

static void
removed_cb (gpointer store, gpointer path, gpointer data)
{
  check_later (data);
}

static void
deal_changed_cb (ECrmComposerPane *pane, gpointer data)
{
  check_later (data);
}

/* "event", since the text's own widget takes keys before the window's handler of them. */
static gboolean
event_cb (GtkWidget *window, GdkEvent *event, gpointer data)
{
  ECrmComposer *self = data;
  ECrmComposerPane *pane = (ECrmComposerPane *)self->pane;
  GtkToggleButton *toggle;

  if (pane == NULL || event->type != GDK_KEY_PRESS || !gtk_widget_get_mapped (self->pane)
      || (event->key.state & gtk_accelerator_get_default_mod_mask ())
             != (GDK_CONTROL_MASK | GDK_MOD1_MASK))
    return FALSE;
  toggle = e_crm_composer_pane_get_toggle (pane);
  switch (gdk_keyval_to_lower (event->key.keyval))
    {
    case GDK_KEY_g:
      return e_crm_composer_pane_toggle_proposal (pane);
    case GDK_KEY_y:
      gtk_toggle_button_set_active (toggle, !gtk_toggle_button_get_active (toggle));
      return TRUE;
    case GDK_KEY_e:
      gtk_toggle_button_set_active (toggle, TRUE);
      gtk_button_clicked (GTK_BUTTON (e_crm_composer_pane_get_templates_button (pane)));
      return TRUE;
    default:
      return FALSE;
    }
}

static char *
state_path (ECrmComposer *self)
{
  g_autofree char *directory = e_crm_app_dup_directory (self->app);

  return g_build_filename (directory, STATE_FILE, NULL);
}

static void
toggled_cb (GtkToggleButton *toggle, gpointer data)
{
  g_autofree char *path = state_path (data);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = NULL;
  const char *text = gtk_toggle_button_get_active (toggle) ? "open" : "closed";

  bytes = g_bytes_new_static (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, NULL,
                                       NULL);
}

static void
state_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmComposerPane) pane = data;
  g_autofree char *text = NULL;

  if (g_file_load_contents_finish (G_FILE (source), result, &text, NULL, NULL, NULL)
      && g_strcmp0 (text, "closed") == 0)
    gtk_toggle_button_set_active (e_crm_composer_pane_get_toggle (pane), FALSE);
}

static void
restore_state (ECrmComposer *self)
{
  g_autofree char *path = state_path (self);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_file_load_contents_async (file, NULL, state_read_cb, g_object_ref (self->pane));
}

static void
let_go (ECrmComposer *self)
{
  self->pane = NULL;
  self->chooser = NULL;
  g_cancellable_cancel (self->checking);
  g_clear_handle_id (&self->check_id, g_source_remove);
  g_clear_handle_id (&self->letter_id, g_source_remove);
}

static void
destroy_cb (GtkWidget *composer, gpointer data)
{
  let_go (data);
}

static void
connect_window (ECrmComposer *self)
{
  EMsgComposer *composer = get_composer (self);
  EComposerHeaderTable *table = e_msg_composer_get_header_table (composer);
  EAttachmentStore *attachments
      = e_attachment_view_get_store (e_msg_composer_get_attachment_view (composer));
  static const char *const properties[] = { "notify::destinations-to", "notify::destinations-cc",
                                            "notify::destinations-bcc", "notify::subject" };

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    g_signal_connect_object (table, properties[i], G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (attachments, "row-changed", G_CALLBACK (attached_cb), self, 0);
  g_signal_connect_object (attachments, "row-deleted", G_CALLBACK (removed_cb), self, 0);
  g_signal_connect_object (self->pane, "deal-changed", G_CALLBACK (deal_changed_cb), self, 0);
  g_signal_connect_object (self->pane, "send-anyway", G_CALLBACK (send_anyway_cb), self, 0);
  g_signal_connect_object (e_crm_composer_pane_get_toggle (E_CRM_COMPOSER_PANE (self->pane)),
                           "toggled", G_CALLBACK (toggled_cb), self, 0);
  g_signal_connect_object (composer, "presend", G_CALLBACK (presend_cb), self, 0);
  g_signal_connect_object (composer, "destroy", G_CALLBACK (destroy_cb), self, 0);
  g_signal_connect_object (composer, "event", G_CALLBACK (event_cb), self, 0);
}

static void
e_crm_composer_constructed (GObject *object)
{
  ECrmComposer *self = (ECrmComposer *)object;
  EMsgComposer *composer = get_composer (self);
  GtkWidget *table = GTK_WIDGET (e_msg_composer_get_header_table (composer));
  GtkWidget *box = gtk_widget_get_parent (table);
  int position;

  G_OBJECT_CLASS (e_crm_composer_parent_class)->constructed (object);
  if (!GTK_IS_BOX (box))
    {
      g_warning ("there is no place for the CRM in this composer");
      return;
    }
  self->app = e_crm_app_get (e_msg_composer_get_shell (composer));
  self->pane = e_crm_composer_pane_new (self->app);
  gtk_container_child_get (GTK_CONTAINER (box), table, "position", &position, NULL);
  gtk_box_pack_start (GTK_BOX (box), self->pane, FALSE, FALSE, 0);
  gtk_box_reorder_child (GTK_BOX (box), self->pane, position + 1);
  make_chooser (self);
  restore_state (self);
  connect_window (self);
  g_object_set_data (G_OBJECT (composer), EXTENSION_KEY, self);
  ensure_hook ();
  e_crm_app_start (self->app);
  changed_cb (NULL, NULL, self);
}

static void
e_crm_composer_dispose (GObject *object)
{
  ECrmComposer *self = (ECrmComposer *)object;

  let_go (self);
  g_clear_object (&self->checking);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  g_clear_pointer (&self->accepted, g_free);
  g_clear_pointer (&self->template, g_free);
  G_OBJECT_CLASS (e_crm_composer_parent_class)->dispose (object);
}

static void
e_crm_composer_class_init (ECrmComposerClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = e_crm_composer_constructed;
  G_OBJECT_CLASS (klass)->dispose = e_crm_composer_dispose;
  E_EXTENSION_CLASS (klass)->extensible_type = E_TYPE_MSG_COMPOSER;
}

static void
e_crm_composer_class_finalize (ECrmComposerClass *klass)
{
}

static void
e_crm_composer_init (ECrmComposer *self)
{
}

void
e_crm_composer_type_register (GTypeModule *module)
{
  e_crm_composer_register_type (module);
}
