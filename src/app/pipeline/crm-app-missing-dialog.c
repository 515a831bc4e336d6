/* crm-app-missing-dialog.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-missing-dialog"
#include "config.h"

#include "crm-app-missing-dialog.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases.h"
#include "model/crm-money.h"
#include "record/crm-app-deal-page.h"
#include "shell/crm-app-widgets.h"

typedef struct
{
  const CrmField *field;
  GtkWidget *input; /* GtkEntry or GtkDropDown; NULL for what is filled in on the deal's page */
  GtkWidget *problem;
} Line;

typedef struct
{
  GtkWidget *parent;      /* (owned) */
  GtkWidget *dialog;      /* (unowned): lives as long as we do */
  CrmAppSession *session; /* (owned) */
  CrmRecord *deal;        /* (owned) */
  GArray *lines;          /* (owned) (element-type Line) */
  CrmAppMissingFunc func;
  gpointer data; /* (owned) (nullable) */
  GDestroyNotify free_data;
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  if (ask->data != NULL)
    ask->free_data (ask->data);
  g_object_unref (ask->parent);
  g_object_unref (ask->session);
  crm_record_unref (ask->deal);
  g_array_unref (ask->lines);
  g_free (ask);
}

/* An amount without a currency has two decimals, as most have. */
static const char *
get_currency (Ask *ask)
{
  const char *currency = crm_record_get_text (ask->deal, "currency");

  return currency != NULL ? currency : "EUR";
}

/* --- from what is typed to values ---
 */

static gboolean
parse_number (const CrmField *field, Ask *ask, const char *text, CrmValue *out_value)
{
  gint64 number = 0;
  int day = 0;
  gboolean ok = FALSE;

  if (field->type == CRM_FIELD_MONEY)
    ok = crm_money_parse (text, get_currency (ask), &number, NULL);
  else if (field->type == CRM_FIELD_PERCENT)
    ok = g_ascii_string_to_signed (text, 10, 0, 100, &number, NULL);
  else
    {
      CrmStore *store = crm_app_session_get_store (ask->session);

      ok = store != NULL && crm_format_parse_day (text, crm_store_get_now_usec (store), &day);
      number = day;
    }
  *out_value = crm_value_int (number);
  return ok;
}

/* FALSE where it is empty or makes no sense. */
static gboolean
parse_line (Ask *ask, const Line *line, CrmValue *out_value)
{
  g_autofree char *text = NULL;
  guint selected;

  if (line->input == NULL)
    return FALSE;
  if (line->field->type == CRM_FIELD_CHOICE)
    {
      selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (line->input));
      if (selected > 0)
        *out_value = crm_value_text (line->field->choices[selected - 1].value);
      return selected > 0;
    }
  text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (line->input))));
  if (*text == '\0')
    return FALSE;
  if (line->field->type != CRM_FIELD_TEXT)
    return parse_number (line->field, ask, text, out_value);
  *out_value = crm_value_text (text);
  return TRUE;
}

static gboolean
is_typed (const Line *line)
{
  return GTK_IS_ENTRY (line->input) && *gtk_editable_get_text (GTK_EDITABLE (line->input)) != '\0';
}

static const char *
get_hint (const CrmField *field)
{
  switch (field->type)
    {
    case CRM_FIELD_MONEY:
      return _ ("A number, as 1250.00");
    case CRM_FIELD_PERCENT:
      return _ ("A whole number from 0 to 100");
    case CRM_FIELD_DAY:
      return _ ("A day, as 2026-12-31, or “tomorrow”");
    default:
      return "";
    }
}

static void
check_cb (Ask *ask)
{
  gboolean complete = TRUE;

  for (guint i = 0; i < ask->lines->len; i++)
    {
      Line *line = &g_array_index (ask->lines, Line, i);
      CrmValue value = CRM_VALUE_INIT;
      gboolean ok = parse_line (ask, line, &value);

      crm_value_clear (&value);
      complete &= ok;
      if (line->problem != NULL)
        gtk_widget_set_visible (line->problem, !ok && is_typed (line));
    }
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (ask->dialog), "move", complete);
}

static CrmChangeSet *
build (Ask *ask)
{
  CrmChangeSet *set = crm_change_set_new ("set-stage", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "deal", ask->deal->id);

  for (guint i = 0; i < ask->lines->len; i++)
    {
      const Line *line = &g_array_index (ask->lines, Line, i);
      CrmValue value = CRM_VALUE_INIT;

      if (parse_line (ask, line, &value))
        {
          crm_change_set_value (change, line->field->name, &value);
          crm_change_expect (change, line->field->name,
                             crm_record_get (ask->deal, line->field->name));
        }
      crm_value_clear (&value);
    }
  return set;
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Ask *ask = data;
  g_autoptr (CrmChangeSet) set = NULL;

  if (g_str_equal (response, "open"))
    crm_app_deal_page_present (ask->parent, ask->session, ask->deal->id);
  if (!g_str_equal (response, "move"))
    return;
  set = build (ask);
  ask->func (set, g_steal_pointer (&ask->data));
}

/* --- the dialog ---
 */

static GtkWidget *
make_choice (const CrmField *field)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, "–");
  for (const CrmChoice *choice = field->choices; choice->value != NULL; choice++)
    gtk_string_list_append (names, _ (choice->label));
  return gtk_drop_down_new (G_LIST_MODEL (names), NULL);
}

static void
add_input (Ask *ask, Line *line, GtkWidget *box)
{
  g_autofree char *id = g_strdup_printf ("crm-missing-%s", line->field->name);

  if (line->field->type == CRM_FIELD_CHOICE)
    {
      line->input = make_choice (line->field);
      g_signal_connect_swapped (line->input, "notify::selected", G_CALLBACK (check_cb), ask);
    }
  else
    {
      line->input = gtk_entry_new ();
      gtk_entry_set_activates_default (GTK_ENTRY (line->input), TRUE);
      g_signal_connect_swapped (line->input, "changed", G_CALLBACK (check_cb), ask);
      line->problem = crm_app_text_new ("error");
      gtk_label_set_text (GTK_LABEL (line->problem), get_hint (line->field));
      gtk_widget_set_visible (line->problem, FALSE);
    }
  crm_app_set_name (line->input, _ (line->field->label));
  crm_app_set_id (line->input, id);
  gtk_box_append (GTK_BOX (box), line->input);
  if (line->problem != NULL)
    gtk_box_append (GTK_BOX (box), line->problem);
}

static void
add_line (Ask *ask, GtkWidget *parent, const CrmField *field)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *label = crm_app_label_new (_ (field->label), "heading");
  Line line = { field, NULL, NULL };

  gtk_box_append (GTK_BOX (box), label);
  if (field->type != CRM_FIELD_REF)
    {
      add_input (ask, &line, box);
    }
  else
    {
      GtkWidget *hint = crm_app_text_new ("dim-label");

      gtk_label_set_text (GTK_LABEL (hint), _ ("To be filled in on the deal's page"));
      gtk_box_append (GTK_BOX (box), hint);
    }
  gtk_box_append (GTK_BOX (parent), box);
  g_array_append_val (ask->lines, line);
}

/* Asks for @fields (element-type CrmField), before anything is written; @func is not called when
 * the person thinks better of it. */
void
crm_app_missing_dialog_ask (GtkWidget *parent,
                            CrmAppSession *session,
                            const CrmRecord *deal,
                            const CrmRecord *stage,
                            const GPtrArray *fields,
                            CrmAppMissingFunc func,
                            gpointer data /* (transfer full) */,
                            GDestroyNotify free_data)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (parent));
  /* TRANSLATORS: %s is a stage: it wants something filled in before a deal enters */
  g_autofree char *heading
      = g_strdup_printf (_ ("“%s” Asks For More"), crm_phrase_record_name (stage));
  GtkWidget *dialog = adw_message_dialog_new (window, NULL, crm_phrase_record_name (deal));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  Ask *ask = g_new0 (Ask, 1);

  adw_message_dialog_set_heading (message, heading);
  *ask = (Ask){ g_object_ref (parent),
                dialog,
                g_object_ref (session),
                crm_record_ref ((CrmRecord *)deal),
                g_array_new (FALSE, FALSE, sizeof (Line)),
                func,
                data,
                free_data };
  g_object_set_data_full (G_OBJECT (dialog), "crm-ask", ask, free_ask);
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "open", _ ("_Open Deal"),
                                    "move", _ ("_Move"), NULL);
  for (guint i = 0; i < fields->len; i++)
    add_line (ask, box, g_ptr_array_index (fields, i));
  adw_message_dialog_set_extra_child (message, box);
  adw_message_dialog_set_response_appearance (message, "move", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "move");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), ask);
  check_cb (ask);
  gtk_window_present (GTK_WINDOW (dialog));
  if (g_array_index (ask->lines, Line, 0).input != NULL)
    gtk_widget_grab_focus (g_array_index (ask->lines, Line, 0).input);
}
