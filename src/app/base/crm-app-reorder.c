/* crm-app-reorder.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-reorder"
#include "config.h"

#include "crm-app-reorder.h"

#include <glib/gi18n-lib.h>

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                gpointer row)
{
  GdkModifierType held = modifiers & gtk_accelerator_get_default_mod_mask ();

  if (held != GDK_ALT_MASK || (key != GDK_KEY_Up && key != GDK_KEY_Down))
    return GDK_EVENT_PROPAGATE;
  g_signal_emit_by_name (row, "moved", key == GDK_KEY_Up ? -1 : 1);
  return GDK_EVENT_STOP;
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer row)
{
  GValue arguments[2] = { G_VALUE_INIT, G_VALUE_INIT };

  if (G_VALUE_HOLDS_STRING (value) && g_value_get_string (value) == NULL)
    return FALSE;
  g_value_init (&arguments[0], G_OBJECT_TYPE (row));
  g_value_set_object (&arguments[0], row);
  g_value_init (&arguments[1], G_VALUE_TYPE (value));
  g_value_copy (value, &arguments[1]);
  g_signal_emitv (arguments, g_signal_lookup ("dropped", G_OBJECT_TYPE (row)), 0, NULL);
  g_value_unset (&arguments[0]);
  g_value_unset (&arguments[1]);
  return TRUE;
}

/**
 * crm_app_reorder_handle_new:
 * @row: what is moved; its class has the signals "moved", with -1 or 1, and "dropped", with what
 *   stands for the row that was dropped on it
 * @kind: the type of what stands for a row
 * @prepare: for #GtkDragSource::prepare, with @row as its data: gives what stands for @row
 *
 * Returns: (transfer floating): a handle, for @row to place
 */
GtkWidget *
crm_app_reorder_handle_new (GtkWidget *row, GType kind, GCallback prepare)
{
  GtkWidget *handle = gtk_image_new_from_icon_name ("list-drag-handle-symbolic");
  GtkDragSource *drag = gtk_drag_source_new ();
  GtkDropTarget *drop = gtk_drop_target_new (kind, GDK_ACTION_MOVE);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_set_tooltip_text (handle, _ ("Drag to another place, or press Alt and an arrow"));
  gtk_drag_source_set_actions (drag, GDK_ACTION_MOVE);
  g_signal_connect (drag, "prepare", prepare, row);
  gtk_widget_add_controller (handle, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), row);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (drop));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), row);
  gtk_widget_add_controller (row, keys);
  return handle;
}
