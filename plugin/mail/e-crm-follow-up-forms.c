/* e-crm-follow-up-forms.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-follow-up-forms"
#include "config.h"

#include "e-crm-follow-up-forms.h"

#include "e-crm-section.h"

static GHashTable *forms; /* (owned) (nullable) (element-type utf8 ECrmFollowUpEditor): by the id of
                             the follow-up */

static GHashTable *
get_forms (void)
{
  if (forms == NULL)
    forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return forms;
}

static ECrmFollowUpEditor * /* (nullable) */
find_form (const CrmRecord *follow_up)
{
  return g_hash_table_lookup (get_forms (), follow_up->id);
}

static ECrmFollowUpEditor * /* (nullable) */
form_in (GtkWidget *slot)
{
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (slot));

  return children != NULL ? children->data : NULL;
}

/* Its last reference may be that of the table. */
static void
drop (ECrmFollowUpEditor *form)
{
  CrmRecord *follow_up = e_crm_follow_up_editor_get (form);

  gtk_widget_destroy (GTK_WIDGET (form));
  if (follow_up != NULL)
    {
      g_autofree char *id = g_strdup (follow_up->id);

      g_hash_table_remove (get_forms (), id);
    }
}

/* --- what a form asks for --------------------------------------------------------------------- */

static ECrmSection * /* (nullable) */
section_of (GtkWidget *form)
{
  return (ECrmSection *)gtk_widget_get_ancestor (form, E_TYPE_CRM_SECTION);
}

static void
write_cb (GtkWidget *form, CrmChangeSet *set, gpointer data)
{
  ECrmSection *section = section_of (form);

  if (section != NULL)
    e_crm_section_write (section, crm_change_set_ref (set));
}

static void
fail_cb (GtkWidget *form, const char *text, gpointer data)
{
  ECrmSection *section = section_of (form);

  if (section != NULL)
    e_crm_section_fail (section, text);
}

/* Who was in it is not thrown out; others stay where they are, for it may close by itself. */
static void
close_cb (GtkWidget *form, gpointer data)
{
  GtkWidget *slot = gtk_widget_get_parent (form);
  GtkWidget *window = gtk_widget_get_toplevel (form);
  GtkWidget *focus = GTK_IS_WINDOW (window) ? gtk_window_get_focus (GTK_WINDOW (window)) : NULL;

  if (slot != NULL && focus != NULL && gtk_widget_is_ancestor (focus, form))
    gtk_widget_grab_focus (g_object_get_data (G_OBJECT (slot), "opener"));
  drop (E_CRM_FOLLOW_UP_EDITOR (form));
}

static ECrmFollowUpEditor *
make_form (CrmRecord *follow_up)
{
  GtkWidget *form = g_object_ref_sink (e_crm_follow_up_editor_new ());

  g_signal_connect (form, "write", G_CALLBACK (write_cb), NULL);
  g_signal_connect (form, "fail", G_CALLBACK (fail_cb), NULL);
  g_signal_connect (form, "close", G_CALLBACK (close_cb), NULL);
  g_hash_table_insert (get_forms (), g_strdup (follow_up->id), form);
  return E_CRM_FOLLOW_UP_EDITOR (form);
}

/* --- where it is ------------------------------------------------------------------------------ */

/**
 * e_crm_follow_up_forms_make_slot:
 * @opener: (transfer none): the button beside the follow-up, where the keyboard goes when the form
 *   closes; it lives as long as the slot
 *
 * Returns: (transfer floating): a place for the form of a row
 */
GtkWidget *
e_crm_follow_up_forms_make_slot (GtkWidget *opener)
{
  GtkWidget *slot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  g_object_set_data (G_OBJECT (slot), "opener", opener);
  gtk_widget_show (slot);
  return slot;
}

static void
put (ECrmFollowUpEditor *form, GtkWidget *slot)
{
  GtkWidget *place = gtk_widget_get_parent (GTK_WIDGET (form));

  if (place == slot)
    return;
  if (place != NULL)
    gtk_container_remove (GTK_CONTAINER (place), GTK_WIDGET (form));
  gtk_container_add (GTK_CONTAINER (slot), GTK_WIDGET (form));
}

/**
 * e_crm_follow_up_forms_toggle:
 * @slot: the place
 * @follow_up: the follow-up of its row
 * @task_list: (nullable): the setting: where new tasks go
 *
 * Opens the form, filled in, with the keyboard in it; one that is open closes, unless somebody has
 * typed in it.
 */
void
e_crm_follow_up_forms_toggle (GtkWidget *slot, CrmRecord *follow_up, const char *task_list)
{
  ECrmFollowUpEditor *form = form_in (slot);

  if (form != NULL && !e_crm_follow_up_editor_is_touched (form))
    {
      drop (form);
      return;
    }
  if (form == NULL)
    form = find_form (follow_up);
  if (form == NULL || !e_crm_follow_up_editor_is_touched (form))
    {
      if (form != NULL)
        drop (form);
      form = make_form (follow_up);
      put (form, slot);
      e_crm_follow_up_editor_edit (form, follow_up, task_list);
      return;
    }
  put (form, slot); /* it was in another window */
  gtk_widget_child_focus (GTK_WIDGET (form), GTK_DIR_TAB_FORWARD);
}

/**
 * e_crm_follow_up_forms_close_untouched:
 * @slot: a place
 *
 * Closes the form there, if there is one in which nobody has typed.
 */
void
e_crm_follow_up_forms_close_untouched (GtkWidget *slot)
{
  ECrmFollowUpEditor *form = form_in (slot);

  if (form != NULL && !e_crm_follow_up_editor_is_touched (form))
    drop (form);
}

/**
 * e_crm_follow_up_forms_leave:
 * @slot: a place whose row is to show another follow-up, or to go away
 *
 * Takes the form away. It is kept until e_crm_follow_up_forms_tidy().
 */
void
e_crm_follow_up_forms_leave (GtkWidget *slot)
{
  ECrmFollowUpEditor *form = form_in (slot);

  if (form != NULL)
    gtk_container_remove (GTK_CONTAINER (slot), GTK_WIDGET (form));
}

/**
 * e_crm_follow_up_forms_come_back:
 * @slot: a place
 * @follow_up: the follow-up of its row, as it is now
 *
 * Shows the form that is kept for it, if there is one, as it was left. One that is open in another
 * window stays there. The keyboard stays where it is.
 */
void
e_crm_follow_up_forms_come_back (GtkWidget *slot, CrmRecord *follow_up)
{
  ECrmFollowUpEditor *form = find_form (follow_up);
  GtkWidget *place = form != NULL ? gtk_widget_get_parent (GTK_WIDGET (form)) : NULL;

  if (form == NULL || (place != NULL && place != slot))
    return;
  put (form, slot);
  e_crm_follow_up_editor_refresh (form, follow_up);
}

/**
 * e_crm_follow_up_forms_tidy:
 *
 * Forgets the forms that are not shown and in which nobody has typed.
 */
void
e_crm_follow_up_forms_tidy (void)
{
  GHashTableIter iter;
  gpointer form;

  g_hash_table_iter_init (&iter, get_forms ());
  while (g_hash_table_iter_next (&iter, NULL, &form))
    if (gtk_widget_get_parent (form) == NULL && !e_crm_follow_up_editor_is_touched (form))
      g_hash_table_iter_remove (&iter);
}

/**
 * e_crm_follow_up_forms_settle:
 * @set: a change set that somebody asked to be written
 * @is_safe: whether it was
 *
 * Says how the writing ended of what a form asked for, be it shown or not.
 */
void
e_crm_follow_up_forms_settle (const CrmChangeSet *set, gboolean is_safe)
{
  g_autoptr (GList) all = g_hash_table_get_values (get_forms ());

  for (GList *link = all; link != NULL; link = link->next)
    if (e_crm_follow_up_editor_settle (link->data, set, is_safe))
      return;
}
