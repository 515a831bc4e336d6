/* crm-app-merge.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-merge"
#include "config.h"

#include "crm-app-merge.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "crm-app-picker.h"
#include "crm-phrases-merge.h"
#include "crm-phrases.h"
#include "base/crm-app-widgets.h"
#include "model/crm-custom.h"

/* Of more radio buttons not all are seen at once. */
#define MAX_ROWS 8
#define SCROLLED_HEIGHT 320

typedef struct
{
  CrmAppSession *session; /* (owned) */
  GtkWidget *parent;      /* (owned): where the dialog came from */
  CrmMergePlan *plan;     /* (owned) (nullable) */
  GtkWidget *first;       /* GtkCheckButton: of the record that stays as proposed */
  GtkWidget *fields;      /* GtkBox: what there is to choose */
  GtkWidget *moved;       /* GtkLabel */
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_object_unref (ask->session);
  g_object_unref (ask->parent);
  crm_merge_plan_free (ask->plan);
  g_free (ask);
}

/* Which record somebody merged others into last, here and not in another program. */
static const char merged_here[] = "crm-merged-here";

static void
merge (Ask *ask)
{
  const CrmRecord *winner = g_ptr_array_index (ask->plan->records, ask->plan->winner);

  g_object_set_data_full (G_OBJECT (ask->session), merged_here, g_strdup (winner->id), g_free);
  crm_app_session_write (ask->session, crm_merge_plan_build (ask->plan));
}

/**
 * crm_app_merge_is_own:
 * @session: a session
 * @id: id of a record
 *
 * Returns: whether it was here that somebody merged others into the record: they know it
 */
gboolean
crm_app_merge_is_own (CrmAppSession *session, const char *id)
{
  return g_strcmp0 (g_object_get_data (G_OBJECT (session), merged_here), id) == 0;
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Ask *ask = data;

  if (g_str_equal (response, "merge"))
    merge (ask);
}

/* --- what there is to choose ------------------------------------------------------------------ */

/* A group of radio buttons below its heading. */
static GtkWidget *
add_group (GtkWidget *box, const char *heading)
{
  GtkWidget *group = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkWidget *label = crm_app_label_new (heading, "heading");

  crm_app_set_name (group, heading);
  gtk_box_append (GTK_BOX (group), label);
  gtk_box_append (GTK_BOX (box), group);
  return group;
}

/* @first: (inout): the first button of the group; NULL before there is one */
static GtkWidget *
add_choice (GtkWidget *group, GtkWidget **first, const char *heading, const char *text)
{
  GtkWidget *button
      = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);
  GtkWidget *label = crm_app_text_new (NULL);
  /* TRANSLATORS: for screen readers: a field and a value that may be chosen for it */
  g_autofree char *name = g_strdup_printf (_ ("%1$s: %2$s"), heading, text);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), label);
  crm_app_set_name (button, name);
  if (*first != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (*first));
  else
    *first = button;
  gtk_box_append (GTK_BOX (group), button);
  return button;
}

static void
chosen_cb (GtkCheckButton *button, gpointer data)
{
  CrmMergeField *field = data;

  if (gtk_check_button_get_active (button))
    field->chosen = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "crm-record"));
}

/* Whether an earlier record says the same. */
static gboolean
is_said (const CrmMergePlan *plan, const CrmMergeField *field, guint record)
{
  g_autofree char *text = crm_phrase_merge_value (plan, field, record);

  for (guint i = 0; i < record; i++)
    {
      g_autofree char *other = crm_phrase_merge_value (plan, field, i);

      if (crm_merge_plan_get_value (plan, field, i) != NULL && g_str_equal (text, other))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_chosen (const CrmMergePlan *plan, const CrmMergeField *field, guint record)
{
  g_autofree char *text = crm_phrase_merge_value (plan, field, record);
  g_autofree char *chosen = crm_phrase_merge_value (plan, field, field->chosen);

  return g_str_equal (text, chosen);
}

static void
add_field (Ask *ask, CrmMergeField *field)
{
  gboolean is_custom = (field->entity->flags & CRM_ENTITY_CUSTOM) != 0;
  const char *label
      = is_custom ? field->field->label : g_dgettext (GETTEXT_PACKAGE, field->field->label);
  GtkWidget *group = add_group (ask->fields, label);
  GtkWidget *first = NULL;

  for (guint i = 0; i < ask->plan->records->len; i++)
    {
      g_autofree char *text = crm_phrase_merge_value (ask->plan, field, i);
      g_autofree char *id = g_strdup_printf ("crm-merge-%s-%u", field->field->name, i);
      GtkWidget *button;

      if (crm_merge_plan_get_value (ask->plan, field, i) == NULL || is_said (ask->plan, field, i))
        continue;
      button = add_choice (group, &first, label, text);
      crm_app_set_id (button, id);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (button), is_chosen (ask->plan, field, i));
      g_object_set_data (G_OBJECT (button), "crm-record", GUINT_TO_POINTER (i));
      g_signal_connect (button, "toggled", G_CALLBACK (chosen_cb), field);
    }
}

/* Anew for every record that may stay: what is taken of it changes with it. */
static void
show_fields (Ask *ask)
{
  g_autofree char *moved = crm_phrase_merge_moved (ask->plan);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (ask->fields)) != NULL)
    gtk_box_remove (GTK_BOX (ask->fields), child);
  for (guint i = 0; i < ask->plan->fields->len; i++)
    {
      CrmMergeField *field = g_ptr_array_index (ask->plan->fields, i);

      if (crm_merge_plan_differs (ask->plan, field))
        add_field (ask, field);
    }
  gtk_label_set_text (GTK_LABEL (ask->moved), moved);
  gtk_widget_set_visible (ask->moved, *moved != '\0');
}

static void
winner_cb (GtkCheckButton *button, gpointer data)
{
  Ask *ask = data;

  if (!gtk_check_button_get_active (button))
    return;
  crm_merge_plan_set_winner (
      ask->plan, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "crm-record")));
  show_fields (ask);
}

static void
add_winners (Ask *ask, GtkWidget *box)
{
  /* TRANSLATORS: heading above records of which one stays when they are merged */
  const char *heading = _ ("This one stays");
  GtkWidget *group = add_group (box, heading);
  GtkWidget *first = NULL;

  for (guint i = 0; i < ask->plan->records->len; i++)
    {
      g_autofree char *text = crm_phrase_merge_record (ask->plan, i);
      g_autofree char *id = g_strdup_printf ("crm-merge-into-%u", i);
      GtkWidget *button = add_choice (group, &first, heading, text);

      crm_app_set_id (button, id);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (button), i == ask->plan->winner);
      if (i == ask->plan->winner)
        ask->first = button;
      g_object_set_data (G_OBJECT (button), "crm-record", GUINT_TO_POINTER (i));
      g_signal_connect (button, "toggled", G_CALLBACK (winner_cb), ask);
    }
}

static guint
count_differing (const CrmMergePlan *plan)
{
  guint n = 0;

  for (guint i = 0; i < plan->fields->len; i++)
    n += crm_merge_plan_differs (plan, g_ptr_array_index (plan->fields, i)) ? 1 : 0;
  return n;
}

/* Much of it is scrolled; what fits has its own height, which a scrolled text that wraps has not.
 */
static GtkWidget *
make_scrolled (GtkWidget *content)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), SCROLLED_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), content);
  return scrolled;
}

static GtkWidget *
make_content (Ask *ask)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  guint n_rows = ask->plan->records->len * (1 + count_differing (ask->plan));

  add_winners (ask, box);
  ask->fields = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_box_append (GTK_BOX (box), ask->fields);
  ask->moved = crm_app_text_new ("dim-label");
  crm_app_set_id (ask->moved, "crm-merge-moved");
  gtk_box_append (GTK_BOX (box), ask->moved);
  show_fields (ask);
  gtk_widget_set_visible (ask->fields, gtk_widget_get_first_child (ask->fields) != NULL);
  return n_rows > MAX_ROWS ? make_scrolled (box) : box;
}

static void
present (Ask *ask /* (transfer full) */)
{
  GtkRoot *root = gtk_widget_get_root (ask->parent);
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _ ("Merge?"),
      _ ("One record stays and takes over all that belongs to the others. One undo takes all of it "
         "back. Contacts in address books stay as they are."));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  g_object_set_data_full (G_OBJECT (dialog), "crm-ask", ask, free_ask);
  adw_message_dialog_set_extra_child (message, make_content (ask));
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "merge", _ ("_Merge"), NULL);
  adw_message_dialog_set_response_appearance (message, "merge", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "merge");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), ask);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (ask->first);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Ask *ask = data;
  g_autoptr (GError) error = NULL;

  ask->plan = crm_merge_plan_load_finish (CRM_STORE (source), result, &error);
  if (ask->plan != NULL && gtk_widget_get_root (ask->parent) != NULL)
    {
      present (ask);
      return;
    }
  if (error != NULL)
    crm_app_session_tell_trouble (ask->session, crm_phrase_error (error));
  free_ask (ask);
}

/**
 * crm_app_merge_ask:
 * @parent: a widget of the window that the dialog comes above
 * @session: a session with an open store
 * @entity: `person` or `account`
 * @ids: two to %CRM_MERGE_MAX ids, ended by %NULL
 * @into: (nullable): the one that is proposed to stay; %NULL for the one that has most
 *
 * Shows in what the records differ, asks what is to stay, and merges them.
 */
void
crm_app_merge_ask (GtkWidget *parent,
                   CrmAppSession *session,
                   const char *entity,
                   const char *const *ids,
                   const char *into)
{
  CrmStore *store = crm_app_session_get_store (session);
  Ask *ask;

  if (store == NULL)
    return;
  ask = g_new0 (Ask, 1);
  ask->session = g_object_ref (session);
  ask->parent = g_object_ref (parent);
  crm_merge_plan_load_async (store, entity, ids, into, NULL, planned_cb, ask);
}

/* --- with one that is looked for -------------------------------------------------------------- */

typedef struct
{
  GtkWidget *parent;      /* (owned) */
  CrmAppSession *session; /* (owned) */
  char *entity;           /* (owned) */
  char *id;               /* (owned) */
} With;

static void
free_with (gpointer data)
{
  With *with = data;

  g_object_unref (with->parent);
  g_object_unref (with->session);
  g_free (with->entity);
  g_free (with->id);
  g_free (with);
}

static void
picked_cb (const char *id, const char *title, gpointer data)
{
  With *with = data;
  const char *const ids[] = { with->id, id, NULL };

  crm_app_merge_ask (with->parent, with->session, with->entity, ids, with->id);
}

/**
 * crm_app_merge_with:
 * @parent: a widget of the record's window
 * @session: a session with an open store
 * @entity: `person` or `account`
 * @id: id of the record
 * @title: (nullable): what it is called: others of that name are offered first
 *
 * Asks which other record is the same, and goes on as crm_app_merge_ask().
 */
void
crm_app_merge_with (GtkWidget *parent,
                    CrmAppSession *session,
                    const char *entity,
                    const char *id,
                    const char *title)
{
  With *with;

  if (crm_app_session_get_store (session) == NULL)
    return;
  with = g_new (With, 1);
  *with = (With){ g_object_ref (parent), g_object_ref (session), g_strdup (entity), g_strdup (id) };
  crm_app_picker_present_other (parent, session, entity, _ ("Merge With"), id, title, picked_cb,
                                with, free_with);
}
