/* crm-app-form-row.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-form-row"
#include "config.h"

#include "crm-app-form-row.h"

#include <glib/gi18n-lib.h>

#include "crm-amount.h"
#include "crm-app-currency-button.h"
#include "crm-app-day-button.h"
#include "crm-app-picker.h"
#include "base/crm-app-choice.h"
#include "base/crm-app-navigation.h"
#include "base/crm-app-widgets.h"

struct _CrmAppFormRow
{
  AdwBin parent_instance;
  CrmAppSession *session; /* (owned) (nullable) */
  CrmForm *form;          /* (unowned): outlives the row */
  CrmFormField *field;    /* (unowned) */
  GtkWidget *editor;      /* GtkEntry, GtkTextView, GtkSwitch, GtkDropDown or GtkButton */
  GtkWidget *label;
  GtkWidget *day; /* (nullable): opens a calendar */
  GtkWidget *problem;
  GtkWidget *difference; /* GtkBox: both values, and the choice */
  GtkWidget *difference_text;
  GtkWidget *clear;     /* (nullable): takes a reference away */
  GtkWidget *open;      /* (nullable): of a reference: shows what it refers to */
  char *retired;        /* (owned) (nullable): a choice that is stored and no longer offered */
  gboolean is_showing;  /* what changes now was not done by the person */
  gboolean is_finished; /* the person went on, so problems are told */
  gboolean is_filled;   /* nothing was typed since an entry was filled in */
};

G_DEFINE_FINAL_TYPE (CrmAppFormRow, crm_app_form_row, ADW_TYPE_BIN)

enum
{
  EDITED,
  ENTERED,
  TYPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_app_form_row_dispose (GObject *object)
{
  CrmAppFormRow *self = CRM_APP_FORM_ROW (object);

  self->is_showing = TRUE; /* widgets that go tell of changes */
  g_clear_object (&self->session);
  G_OBJECT_CLASS (crm_app_form_row_parent_class)->dispose (object);
}

static void
crm_app_form_row_finalize (GObject *object)
{
  g_free (CRM_APP_FORM_ROW (object)->retired);
  G_OBJECT_CLASS (crm_app_form_row_parent_class)->finalize (object);
}

static void
crm_app_form_row_class_init (CrmAppFormRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_form_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_app_form_row_finalize;
  /* The person is done with the field: it may be saved. */
  signals[EDITED] = g_signal_new ("edited", CRM_APP_TYPE_FORM_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[ENTERED] = g_signal_new ("entered", CRM_APP_TYPE_FORM_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[TYPED] = g_signal_new ("typed", CRM_APP_TYPE_FORM_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
crm_app_form_row_init (CrmAppFormRow *self)
{
}

static void
show_problem (CrmAppFormRow *self, const char *text)
{
  g_autofree char *marked = text != NULL ? g_strdup_printf ("⚠ %s", text) : NULL;

  gtk_label_set_text (GTK_LABEL (self->problem), marked != NULL ? marked : "");
  gtk_widget_set_visible (self->problem, text != NULL);
  if (text != NULL)
    gtk_widget_add_css_class (self->editor, "error");
  else
    gtk_widget_remove_css_class (self->editor, "error");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_STATE_INVALID,
      text != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  crm_app_set_description (self->editor, text != NULL ? text : "");
}

static void
finish (CrmAppFormRow *self)
{
  if (self->is_showing || !crm_form_is_dirty (self->field))
    return;
  self->is_finished = TRUE;
  show_problem (self, self->field->problem);
  if (self->field->problem == NULL)
    g_signal_emit (self, signals[EDITED], 0);
}

static void
focus_left_cb (GtkEventControllerFocus *controller, gpointer data)
{
  finish (data);
}

/* Escape takes back what was typed here; the next one is the window's, and so is the first where a
 * whole record is given up. */
static gboolean
key_pressed_cb (
    GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, gpointer data)
{
  CrmAppFormRow *self = data;

  if (key == GDK_KEY_Escape && self->form->data->record != NULL && crm_form_is_dirty (self->field))
    {
      crm_form_revert (self->form, self->field);
      self->is_finished = FALSE;
      crm_app_form_row_show (self);
      return GDK_EVENT_STOP;
    }
  /* An entry that has nothing to take back does not let the window have the key. */
  if (self->is_filled && self->form->data->record != NULL && key == GDK_KEY_z
      && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK)) == GDK_CONTROL_MASK)
    {
      crm_app_session_undo (self->session);
      return GDK_EVENT_STOP;
    }
  if (GTK_IS_TEXT_VIEW (self->editor) && (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
      && (state & GDK_CONTROL_MASK))
    {
      finish (self);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

/* --- one line of text ------------------------------------------------------------------------- */

static void
type (CrmAppFormRow *self, const char *text)
{
  if (self->is_showing)
    return;
  self->is_filled = FALSE;
  crm_form_type (self->form, self->field, text);
  self->is_finished = FALSE;
  show_problem (self, NULL);
  g_signal_emit (self, signals[TYPED], 0);
}

static void
entry_changed_cb (GtkEditable *entry, gpointer data)
{
  type (data, gtk_editable_get_text (entry));
}

static void
entry_activated_cb (GtkEntry *entry, gpointer data)
{
  finish (data);
  g_signal_emit (data, signals[ENTERED], 0);
}

static void
day_chosen_cb (GtkWidget *button, const char *text, gpointer data)
{
  CrmAppFormRow *self = data;

  gtk_editable_set_text (GTK_EDITABLE (self->editor), text);
}

static void
day_done_cb (GtkWidget *button, gpointer data)
{
  finish (data);
}

/* The number stays as it is typed, its owner goes on with it where there is none. */
static void
currency_chosen_cb (GtkWidget *button, const char *code, gpointer data)
{
  CrmAppFormRow *self = data;
  gboolean is_amount = self->field->field->type == CRM_FIELD_MONEY;
  g_autofree char *text
      = is_amount ? crm_amount_set_currency (gtk_editable_get_text (GTK_EDITABLE (self->editor)),
                                             self->field->value.currency, code)
                  : g_strdup (code);

  gtk_editable_set_text (GTK_EDITABLE (self->editor), text);
  gtk_widget_grab_focus (self->editor);
  gtk_editable_set_position (GTK_EDITABLE (self->editor), -1);
  if (self->field->problem == NULL)
    finish (self);
}

static GtkInputPurpose
get_purpose (CrmFieldType type)
{
  if (type == CRM_FIELD_ADDRESS)
    return GTK_INPUT_PURPOSE_EMAIL;
  return type == CRM_FIELD_INT || type == CRM_FIELD_PERCENT ? GTK_INPUT_PURPOSE_NUMBER
                                                            : GTK_INPUT_PURPOSE_FREE_FORM;
}

static const char * /* (nullable) */
get_hint (CrmFieldType type)
{
  if (type == CRM_FIELD_DAY)
    return _ ("A date, “today”, “tomorrow”, or +7 for in seven days");
  return type == CRM_FIELD_MONEY ? _ ("An amount, with its currency where it is another: 1500 USD")
                                 : NULL;
}

static GtkWidget *
make_entry (CrmAppFormRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  CrmFieldType field_type = self->field->field->type;

  self->editor = gtk_entry_new ();
  gtk_entry_set_has_frame (GTK_ENTRY (self->editor), FALSE);
  gtk_entry_set_input_purpose (GTK_ENTRY (self->editor), get_purpose (field_type));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->editor), 8);
  gtk_widget_set_hexpand (self->editor, TRUE);
  gtk_widget_set_tooltip_text (self->editor, get_hint (field_type));
  g_signal_connect (self->editor, "changed", G_CALLBACK (entry_changed_cb), self);
  g_signal_connect (self->editor, "activate", G_CALLBACK (entry_activated_cb), self);
  gtk_box_append (GTK_BOX (line), self->editor);
  if (field_type == CRM_FIELD_MONEY || field_type == CRM_FIELD_CURRENCY)
    {
      GtkWidget *button = crm_app_currency_button_new (self->field->label);

      g_signal_connect_object (button, "chosen", G_CALLBACK (currency_chosen_cb), self, 0);
      gtk_box_append (GTK_BOX (line), button);
    }
  if (field_type == CRM_FIELD_DAY)
    {
      GtkWidget *button = crm_app_day_button_new (self->editor, self->field->label);

      g_signal_connect_object (button, "chosen", G_CALLBACK (day_chosen_cb), self, 0);
      g_signal_connect_object (button, "done", G_CALLBACK (day_done_cb), self, 0);
      self->day = button;
      gtk_box_append (GTK_BOX (line), button);
    }
  return line;
}

/* --- several lines ---------------------------------------------------------------------------- */

static void
buffer_changed_cb (GtkTextBuffer *buffer, gpointer data)
{
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  type (data, text);
}

static GtkWidget *
make_text_view (CrmAppFormRow *self)
{
  GtkTextBuffer *buffer;

  self->editor = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->editor), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->editor), FALSE);
  gtk_widget_set_size_request (self->editor, -1, 48);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
  g_signal_connect (buffer, "changed", G_CALLBACK (buffer_changed_cb), self);
  return self->editor;
}

/* --- yes and no ------------------------------------------------------------------------------- */

static void
choose (CrmAppFormRow *self, const CrmValue *value, const char *title)
{
  crm_form_choose (self->form, self->field, value, title);
  finish (self);
}

static void
switched_cb (GtkSwitch *widget, GParamSpec *pspec, gpointer data)
{
  CrmAppFormRow *self = data;
  CrmValue value = crm_value_int (gtk_switch_get_active (widget));

  if (!self->is_showing)
    choose (self, &value, NULL);
}

static GtkWidget *
make_switch (CrmAppFormRow *self)
{
  self->editor = gtk_switch_new ();
  gtk_widget_set_halign (self->editor, GTK_ALIGN_START);
  g_signal_connect (self->editor, "notify::active", G_CALLBACK (switched_cb), self);
  return self->editor;
}

/* --- one of a few ----------------------------------------------------------------------------- */

/* "Nothing" comes first where a field may be empty. */
static guint
get_first (CrmAppFormRow *self)
{
  return self->field->is_required ? 0 : 1;
}

static void
selected_cb (GtkDropDown *choice, GParamSpec *pspec, gpointer data)
{
  CrmAppFormRow *self = data;
  guint position = gtk_drop_down_get_selected (choice);
  guint first = get_first (self);
  const GPtrArray *options = self->field->options;
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (self->is_showing || position == GTK_INVALID_LIST_POSITION)
    return;
  if (position >= first && position - first < options->len)
    value
        = crm_value_text (((CrmFormOption *)g_ptr_array_index (options, position - first))->value);
  else if (position >= first)
    value = crm_value_text (self->retired);
  choose (self, &value, NULL);
}

static GtkWidget *
make_choice (CrmAppFormRow *self)
{
  self->editor = crm_app_choice_new (NULL, self->field->label, "crm-field");
  gtk_widget_add_css_class (self->editor, "flat");
  g_signal_connect (self->editor, "notify::selected", G_CALLBACK (selected_cb), self);
  return self->editor;
}

/* A list that is the same stays, and with it the popup that somebody has open. */
static gboolean
has_names (GtkDropDown *choice, GtkStringList *names)
{
  GListModel *shown = gtk_drop_down_get_model (choice);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (names));

  if (shown == NULL || g_list_model_get_n_items (shown) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (shown), i),
                      gtk_string_list_get_string (names, i)))
      return FALSE;
  return TRUE;
}

/* What is stored and no longer offered stays to be seen. */
static void
show_choice (CrmAppFormRow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const CrmValue *value = &self->field->value.value;
  const char *stored = value->kind == CRM_VALUE_TEXT ? value->text : NULL;
  guint first = get_first (self);
  guint selected = stored == NULL && first == 1 ? 0 : GTK_INVALID_LIST_POSITION;

  if (first == 1)
    /* TRANSLATORS: a choice: none of those below */
    gtk_string_list_append (names, _ ("None"));
  for (guint i = 0; i < self->field->options->len; i++)
    {
      const CrmFormOption *option = g_ptr_array_index (self->field->options, i);

      gtk_string_list_append (names, option->label);
      if (g_strcmp0 (option->value, stored) == 0)
        selected = first + i;
    }
  if (stored != NULL && selected == GTK_INVALID_LIST_POSITION)
    {
      g_free (self->retired);
      self->retired = g_strdup (stored);
      selected = g_list_model_get_n_items (G_LIST_MODEL (names));
      gtk_string_list_append (names, self->field->text);
    }
  if (!has_names (GTK_DROP_DOWN (self->editor), names))
    gtk_drop_down_set_model (GTK_DROP_DOWN (self->editor), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->editor), selected);
}

/* --- another record --------------------------------------------------------------------------- */

static void
picked_cb (const char *id, const char *title, gpointer data)
{
  CrmAppFormRow *self = data;
  g_auto (CrmValue) value = crm_value_text (id);

  if (self->session == NULL)
    return; /* the window was closed */
  choose (self, &value, title);
  crm_app_form_row_show (self);
}

static void
pick_cb (GtkButton *button, gpointer data)
{
  CrmAppFormRow *self = data;

  crm_app_picker_present (GTK_WIDGET (self), self->session, self->field->field->reference,
                          self->field->label, picked_cb, g_object_ref (self), g_object_unref);
}

static void
clear_cb (GtkButton *button, gpointer data)
{
  CrmAppFormRow *self = data;
  CrmValue nothing = CRM_VALUE_INIT;

  choose (self, &nothing, NULL);
  crm_app_form_row_show (self);
  gtk_widget_grab_focus (self->editor);
}

static void
open_cb (GtkButton *button, gpointer data)
{
  CrmAppFormRow *self = data;
  const CrmValue *value = &self->field->value.value;

  if (value->kind == CRM_VALUE_TEXT)
    crm_app_navigation_present (GTK_WIDGET (self), self->session, self->field->field->reference,
                                value->text);
}

static GtkWidget *
make_open (CrmAppFormRow *self)
{
  GtkWidget *button = crm_app_icon_button_new ("go-jump-symbolic", _ ("Open"), "crm-field-open");
  /* TRANSLATORS: shows the record that a field refers to; %s is the name of the field */
  g_autofree char *name = g_strdup_printf (_ ("Open: %s"), self->field->label);

  crm_app_set_name (button, name);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", G_CALLBACK (open_cb), self);
  return button;
}

static GtkWidget *
make_reference (CrmAppFormRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* TRANSLATORS: %s is the name of a field */
  g_autofree char *name = g_strdup_printf (_ ("Clear: %s"), self->field->label);

  self->editor = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->editor), crm_app_label_new (NULL, NULL));
  gtk_widget_set_hexpand (self->editor, TRUE);
  gtk_widget_add_css_class (self->editor, "flat");
  gtk_widget_add_css_class (self->editor, "crm-reference");
  g_signal_connect (self->editor, "clicked", G_CALLBACK (pick_cb), self);
  self->clear = crm_app_icon_button_new ("edit-clear-symbolic", _ ("Clear"), "crm-field-clear");
  crm_app_set_name (self->clear, name);
  gtk_widget_add_css_class (self->clear, "flat");
  g_signal_connect (self->clear, "clicked", G_CALLBACK (clear_cb), self);
  gtk_box_append (GTK_BOX (line), self->editor);
  self->open = make_open (self);
  gtk_box_append (GTK_BOX (line), self->open);
  gtk_box_append (GTK_BOX (line), self->clear);
  return line;
}

static void
show_reference (CrmAppFormRow *self)
{
  gboolean is_empty = self->field->value.value.kind == CRM_VALUE_NULL;
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (self->editor));
  const char *text = is_empty ? _ ("Choose…") : self->field->text;
  /* TRANSLATORS: for screen readers: a field and what it holds */
  g_autofree char *spoken = g_strdup_printf (_ ("%1$s: %2$s"), self->field->label, text);

  gtk_label_set_text (GTK_LABEL (label), text);
  if (is_empty)
    gtk_widget_add_css_class (label, "dim-label");
  else
    gtk_widget_remove_css_class (label, "dim-label");
  gtk_widget_set_visible (self->clear, !is_empty && !self->field->is_required);
  gtk_widget_set_visible (
      self->open, !is_empty && crm_app_navigation_has_window (self->field->field->reference));
  crm_app_set_name (self->editor, spoken);
}

/* --- both values ------------------------------------------------------------------------------ */

static void
theirs_cb (GtkButton *button, gpointer data)
{
  CrmAppFormRow *self = data;

  crm_form_take_theirs (self->form, self->field);
  crm_app_form_row_show (self);
  gtk_widget_grab_focus (self->editor);
}

static void
mine_cb (GtkButton *button, gpointer data)
{
  CrmAppFormRow *self = data;

  crm_form_keep_mine (self->form, self->field);
  crm_app_form_row_show (self);
  gtk_widget_grab_focus (self->editor);
  finish (self);
}

static GtkWidget *
make_difference (CrmAppFormRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *theirs = crm_app_button_new (_ ("Use _Theirs"), "crm-field-theirs");
  GtkWidget *mine = crm_app_button_new (_ ("Keep _Mine"), "crm-field-mine");

  self->difference_text = crm_app_text_new ("caption");
  gtk_widget_add_css_class (self->difference_text, "crm-difference");
  g_signal_connect (theirs, "clicked", G_CALLBACK (theirs_cb), self);
  g_signal_connect (mine, "clicked", G_CALLBACK (mine_cb), self);
  gtk_box_append (GTK_BOX (buttons), theirs);
  gtk_box_append (GTK_BOX (buttons), mine);
  gtk_box_append (GTK_BOX (box), self->difference_text);
  gtk_box_append (GTK_BOX (box), buttons);
  crm_app_set_id (box, "crm-field-difference");
  return box;
}

static void
show_difference (CrmAppFormRow *self)
{
  g_autofree char *text = crm_form_dup_difference (self->form, self->field);
  g_autofree char *marked = text != NULL ? g_strdup_printf ("⚠ %s", text) : NULL;

  gtk_label_set_text (GTK_LABEL (self->difference_text), marked != NULL ? marked : "");
  gtk_widget_set_visible (self->difference, text != NULL);
}

/* --- the row ---------------------------------------------------------------------------------- */

static GtkWidget *
make_editor (CrmAppFormRow *self)
{
  if (self->field->options != NULL)
    return make_choice (self);
  switch (self->field->field->type)
    {
    case CRM_FIELD_REF:
      return make_reference (self);
    case CRM_FIELD_BOOL:
      return make_switch (self);
    case CRM_FIELD_LONGTEXT:
      return make_text_view (self);
    default:
      return make_entry (self);
    }
}

static GtkWidget *
make_label (const CrmFormField *field)
{
  /* TRANSLATORS: the label of a field that must not be empty */
  g_autofree char *text
      = field->is_required ? g_strdup_printf (_ ("%s (required)"), field->label) : NULL;
  GtkWidget *label = crm_app_label_new (text != NULL ? text : field->label, "caption");

  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static void
add_controllers (CrmAppFormRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (self->editor, focus);
}

/* @form and @field outlive the row. */
GtkWidget *
crm_app_form_row_new (CrmAppSession *session, CrmForm *form, CrmFormField *field)
{
  CrmAppFormRow *self = g_object_new (CRM_APP_TYPE_FORM_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *id = g_strdup_printf ("crm-field-%s", field->name);

  self->session = g_object_ref (session);
  self->form = form;
  self->field = field;
  self->label = make_label (field);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_box_append (GTK_BOX (box), make_editor (self));
  self->problem = crm_app_text_new ("caption");
  gtk_widget_add_css_class (self->problem, "error");
  gtk_box_append (GTK_BOX (box), self->problem);
  self->difference = make_difference (self);
  gtk_box_append (GTK_BOX (box), self->difference);
  gtk_widget_add_css_class (box, "crm-field");
  if (field->options == NULL)
    crm_app_set_name (self->editor, field->label);
  crm_app_set_id (self->editor, id);
  adw_bin_set_child (ADW_BIN (self), box);
  add_controllers (self);
  crm_app_form_row_show (self);
  return GTK_WIDGET (self);
}

CrmFormField *
crm_app_form_row_get_field (CrmAppFormRow *self)
{
  return self->field;
}

/* Ctrl+Z takes back what was typed, never what was filled in: that would be typed then, and saved
 * over what somebody else wrote. */
static void
fill_entry (CrmAppFormRow *self, const char *text)
{
  GtkEditable *entry = GTK_EDITABLE (self->editor);

  gtk_editable_set_enable_undo (entry, FALSE);
  gtk_editable_set_text (entry, text);
  gtk_editable_set_enable_undo (entry, TRUE);
  self->is_filled = TRUE;
}

static void
show_text (CrmAppFormRow *self)
{
  GtkTextBuffer *buffer = NULL;
  g_autofree char *shown = NULL;

  if (GTK_IS_TEXT_VIEW (self->editor))
    {
      buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
      g_object_get (buffer, "text", &shown, NULL);
    }
  else
    shown = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->editor)));
  if (g_str_equal (shown, self->field->text))
    return; /* the cursor stays where it is */
  if (buffer != NULL)
    gtk_text_buffer_set_text (buffer, self->field->text, -1);
  else
    fill_entry (self, self->field->text);
}

/* Shows what the field holds now. */
void
crm_app_form_row_show (CrmAppFormRow *self)
{
  self->is_showing = TRUE;
  if (GTK_IS_DROP_DOWN (self->editor))
    show_choice (self);
  else if (GTK_IS_SWITCH (self->editor))
    gtk_switch_set_active (GTK_SWITCH (self->editor), self->field->value.value.kind == CRM_VALUE_INT
                                                          && self->field->value.value.integer != 0);
  else if (GTK_IS_BUTTON (self->editor))
    show_reference (self);
  else
    show_text (self);
  self->is_showing = FALSE;
  show_problem (self, self->is_finished ? self->field->problem : NULL);
  show_difference (self);
}

/* What is wrong with it, or why it could not be saved. */
void
crm_app_form_row_tell (CrmAppFormRow *self, const char *problem)
{
  self->is_finished = TRUE;
  show_problem (self, problem);
}

void
crm_app_form_row_focus (CrmAppFormRow *self)
{
  gtk_widget_grab_focus (self->editor);
}

/* Where it stands says already which field it is. */
void
crm_app_form_row_hide_label (CrmAppFormRow *self)
{
  gtk_widget_set_visible (self->label, FALSE);
}

/* The person goes on: what was typed is told as `edited`, or what is wrong with it is shown. */
void
crm_app_form_row_finish (CrmAppFormRow *self)
{
  finish (self);
}

/* Takes a reference away, as its button does. */
static void
clear_reference (CrmAppFormRow *self)
{
  if (self->clear != NULL && gtk_widget_get_visible (self->clear))
    gtk_widget_activate (self->clear);
}

/* What a key does that is not the editor's own: Delete and Backspace take a reference away, Down
 * (with Alt) opens what there is to choose from. */
void
crm_app_form_row_press (CrmAppFormRow *self, guint key)
{
  if (key == GDK_KEY_Delete || key == GDK_KEY_BackSpace)
    clear_reference (self);
  else if (key == GDK_KEY_Down && self->day != NULL)
    crm_app_day_button_open (self->day);
  else if (key == GDK_KEY_Down && (GTK_IS_DROP_DOWN (self->editor) || GTK_IS_BUTTON (self->editor)))
    gtk_widget_activate (self->editor);
}

/* Its form goes, and whatever still holds the row finds that it does nothing more. */
void
crm_app_form_row_forget (CrmAppFormRow *self)
{
  self->is_showing = TRUE;
  g_clear_object (&self->session);
}
