/* e-crm-composer.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Puts the pane into the windows in which letters are written, tells it whom they go to, and asks
 * before what one would be sorry for is sent. */
#define G_LOG_DOMAIN "e-crm-composer"
#include "config.h"

#include "e-crm-composer.h"

#include <composer/e-msg-composer.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-merge.h"
#include "e-crm-composer-fold.h"
#include "e-crm-composer-letter.h"
#include "e-crm-composer-pane.h"
#include "e-crm-composer-plan.h"
#include "e-crm-composer-text.h"
#include "e-crm-template-chooser.h"
#include "service/crm-send-check.h"
#include "shell/e-crm-widgets.h"

#define CHECK_MSECS 150

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
  ECrmComposerPlan *plan; /* (owned) (nullable): what is remembered of it */
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

static ECrmComposerPane *
get_pane (ECrmComposer *self)
{
  return E_CRM_COMPOSER_PANE (self->pane);
}

static CrmMessage *
read_letter (ECrmComposer *self)
{
  return e_crm_composer_letter_read (get_composer (self),
                                     e_crm_composer_plan_get_forwarded (self->plan));
}

/* --- warnings --------------------------------------------------------------------------------- */

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
  e_crm_composer_pane_show_warnings (get_pane (self), all, FALSE);
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
  g_autoptr (GPtrArray) attachments = e_crm_composer_letter_list_files (get_composer (self));
  CrmSendRequest request = { .addresses = addresses, .attachments = attachments };

  self->check_id = 0;
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  self->checking = g_cancellable_new ();
  for (guint i = 0; i < message->parties->len; i++)
    g_ptr_array_add (addresses,
                     ((CrmMessageParty *)g_ptr_array_index (message->parties, i))->address);
  request.deal = e_crm_deal_choice_get (e_crm_composer_pane_get_choice (get_pane (self)));
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
  e_crm_composer_pane_show_warnings (get_pane (self), warnings, TRUE);
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

/* --- templates -------------------------------------------------------------------------------- */

/* What is known of the letter is lent to @func for as long as it runs. */
static char *
with_merge (ECrmComposer *self,
            const char *language /* (nullable) */,
            char *(*func) (ECrmComposer *self, CrmMerge *merge, gpointer data),
            gpointer data)
{
  ECrmComposerPane *pane = get_pane (self);
  g_autoptr (CrmMessage) letter = read_letter (self);
  const CrmMessageParty *first
      = letter->parties->len > 0 ? g_ptr_array_index (letter->parties, 0) : NULL;
  EComposerHeaderTable *table = e_msg_composer_get_header_table (get_composer (self));
  CrmMerge merge = { .context = e_crm_composer_pane_get_context (pane),
                     .deal = e_crm_deal_choice_get_state (e_crm_composer_pane_get_choice (pane)),
                     .recipient = first != NULL ? first->address : NULL,
                     .recipient_name = first != NULL ? first->name : NULL,
                     .sender_name = e_composer_header_table_get_from_name (table),
                     .sender_address = e_composer_header_table_get_from_address (table),
                     .language = language,
                     .now_usec = g_get_real_time () };

  return func (self, &merge, data);
}

static void
focus_text (ECrmComposer *self)
{
  EHTMLEditor *editor = e_msg_composer_get_editor (get_composer (self));

  gtk_widget_grab_focus (GTK_WIDGET (e_html_editor_get_content_editor (editor)));
}

static char *
insert_template (ECrmComposer *self, CrmMerge *merge, gpointer template)
{
  return e_crm_composer_text_insert (get_composer (self), template, crm_merge_lookup, merge);
}

static void
chosen_cb (ECrmTemplateChooser *chooser, CrmRecord *template, gpointer data)
{
  ECrmComposer *self = data;
  g_autofree char *note
      = with_merge (self, crm_record_get_text (template, "language"), insert_template, template);

  if (g_strcmp0 (crm_record_get_text (template, "kind"), "letter") == 0)
    e_crm_composer_plan_set_template (self->plan, template->id);
  e_crm_composer_pane_say (get_pane (self), note);
  focus_text (self);
}

static void
field_chosen_cb (ECrmTemplateChooser *chooser, const char *field, gpointer data)
{
  e_crm_composer_text_insert_field (get_composer (data), field);
  focus_text (data);
}

static char *
show_fields (ECrmComposer *self, CrmMerge *merge, gpointer chooser)
{
  e_crm_template_chooser_show_fields (chooser, merge);
  return NULL;
}

static void
fields_cb (ECrmTemplateChooser *chooser, gpointer data)
{
  g_free (with_merge (data, NULL, show_fields, chooser));
}

typedef struct
{
  const char *text;
  CrmTemplateMode mode;
} Back;

static char *
merge_back (ECrmComposer *self, CrmMerge *merge, gpointer data)
{
  const Back *back = data;

  return crm_merge_back (back->text, back->mode, merge);
}

static char *
merge_back_cb (const char *text, CrmTemplateMode mode, gpointer data)
{
  ECrmComposer *self = data;
  Back back = { text, mode };

  return self->pane != NULL ? with_merge (self, NULL, merge_back, &back) : g_strdup (text);
}

static void
saved_cb (const char *failure, gpointer data)
{
  g_autoptr (EExtension) extension = data;
  ECrmComposer *self = data;

  if (self->chooser != NULL)
    e_crm_template_chooser_saved (E_CRM_TEMPLATE_CHOOSER (self->chooser), failure);
}

static void
save_cb (ECrmTemplateChooser *chooser, gpointer wish, gpointer data)
{
  ECrmComposer *self = data;

  e_crm_composer_text_save (get_composer (self), e_crm_app_get_store (self->app), wish,
                            merge_back_cb, saved_cb, g_object_ref (self));
}

static void
templates_toggled_cb (GtkToggleButton *button, gpointer data)
{
  ECrmComposer *self = data;
  CrmContext *context = e_crm_composer_pane_get_context (get_pane (self));

  if (gtk_toggle_button_get_active (button))
    e_crm_template_chooser_load (E_CRM_TEMPLATE_CHOOSER (self->chooser),
                                 context != NULL && context->person != NULL
                                     ? crm_record_get_text (context->person, "language")
                                     : NULL);
}

static void
make_chooser (ECrmComposer *self)
{
  GtkWidget *button = e_crm_composer_pane_get_templates_button (get_pane (self));

  self->chooser = e_crm_template_chooser_new (self->app);
  gtk_menu_button_set_use_popover (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), self->chooser);
  g_signal_connect_object (self->chooser, "chosen", G_CALLBACK (chosen_cb), self, 0);
  g_signal_connect_object (self->chooser, "field-chosen", G_CALLBACK (field_chosen_cb), self, 0);
  g_signal_connect_object (self->chooser, "fields", G_CALLBACK (fields_cb), self, 0);
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
  e_crm_composer_pane_set_letter (get_pane (self), message);
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
      return e_crm_deal_choice_toggle (e_crm_composer_pane_get_choice (pane));
    case GDK_KEY_y:
      gtk_toggle_button_set_active (toggle, !gtk_toggle_button_get_active (toggle));
      return TRUE;
    case GDK_KEY_e:
      gtk_button_clicked (GTK_BUTTON (e_crm_composer_pane_get_templates_button (pane)));
      return TRUE;
    default:
      return FALSE;
    }
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
  g_autofree char *directory = NULL;
  int position;

  G_OBJECT_CLASS (e_crm_composer_parent_class)->constructed (object);
  if (!GTK_IS_BOX (box))
    {
      g_warning ("there is no place for the CRM in this composer");
      return;
    }
  self->app = e_crm_app_get (e_msg_composer_get_shell (composer));
  self->pane = e_crm_composer_pane_new (self->app);
  self->plan = e_crm_composer_plan_new (self->app, composer, get_pane (self));
  directory = e_crm_app_dup_directory (self->app);
  gtk_container_child_get (GTK_CONTAINER (box), table, "position", &position, NULL);
  gtk_box_pack_start (GTK_BOX (box), self->pane, FALSE, FALSE, 0);
  gtk_box_reorder_child (GTK_BOX (box), self->pane, position + 1);
  make_chooser (self);
  connect_window (self);
  e_crm_composer_fold_watch (get_pane (self), GTK_WIDGET (composer), directory);
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
  g_clear_object (&self->plan);
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
