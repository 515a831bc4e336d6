/* crm-app-list-editor.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-editor"
#include "config.h"

#include "crm-app-list-editor.h"

#include "crm-app-list-stage.h"
#include "crm-cell-walk.h"
#include "crm-phrases.h"
#include "base/crm-app-widgets.h"
#include "people/crm-app-lead-status.h"
#include "record/crm-app-form-row.h"

/* Less is too narrow for what is wrong with it, and for a calendar beside it. */
#define MIN_WIDTH 260

struct _CrmAppListEditor
{
  AdwBin parent_instance;
  CrmAppPage *page;     /* (unowned): that this is part of */
  CrmRecordList *list;  /* (owned) */
  CrmAppListView *view; /* below the cell's editor */
  GtkWidget *overlay;   /* GtkOverlay */
  GtkWidget *frame;     /* GtkBox: a group named by the record */
  CrmForm *form;        /* (owned) (nullable): of the cell that is edited, and so is @row */
  CrmAppFormRow *row;   /* (nullable) */
  char *id;             /* (owned) (nullable): of the record */
  gint64 key;
  guint column;      /* also of the cell that was edited last */
  GdkRectangle rect; /* where the cell was seen last */

  CrmCellStep step; /* to be taken when all is saved */
  gint64 next_key;
  guint next_column;
  gboolean has_next;
  gboolean keeps_focus; /* it went elsewhere by itself */
  gboolean is_saving;

  CrmRecordRow *unread; /* (owned) (nullable): where to begin when it is read */
  gulong unread_id;
  GCancellable *loading; /* (owned) (nullable) */
  GtkRoot *root;         /* (unowned) (nullable): whose focus is watched */
  gulong focus_id;
};

G_DEFINE_FINAL_TYPE (CrmAppListEditor, crm_app_list_editor, ADW_TYPE_BIN)

static void begin_at (CrmAppListEditor *self, gint64 key, guint column);

static void
forget_wishes (CrmAppListEditor *self)
{
  if (self->unread != NULL)
    g_clear_signal_handler (&self->unread_id, self->unread);
  g_clear_object (&self->unread);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

/* Nothing is edited any more; whoever still holds the row finds that it does nothing. */
static void
clear (CrmAppListEditor *self)
{
  if (self->root != NULL)
    g_clear_signal_handler (&self->focus_id, self->root);
  self->root = NULL;
  if (self->row != NULL)
    {
      crm_app_form_row_forget (self->row);
      gtk_box_remove (GTK_BOX (self->frame), GTK_WIDGET (self->row));
    }
  self->row = NULL;
  g_clear_pointer (&self->form, crm_form_free);
  g_clear_pointer (&self->id, g_free);
}

static void
crm_app_list_editor_dispose (GObject *object)
{
  CrmAppListEditor *self = CRM_APP_LIST_EDITOR (object);

  forget_wishes (self);
  if (self->frame != NULL)
    clear (self);
  self->frame = NULL;
  self->page = NULL;
  g_clear_object (&self->list);
  G_OBJECT_CLASS (crm_app_list_editor_parent_class)->dispose (object);
}

static void
crm_app_list_editor_class_init (CrmAppListEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_list_editor_dispose;
}

static void
crm_app_list_editor_init (CrmAppListEditor *self)
{
}

static CrmFormField *
get_field (CrmAppListEditor *self)
{
  return crm_app_form_row_get_field (self->row);
}

static const CrmListColumn *
get_column (CrmAppListEditor *self, guint column)
{
  GPtrArray *columns = crm_record_list_get_columns (self->list);

  return column < columns->len ? g_ptr_array_index (columns, column) : NULL;
}

static gboolean
find_position (CrmAppListEditor *self, gint64 key, guint *out_position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  for (guint i = 0; i < n; i++)
    if (crm_record_list_get_key (self->list, i) == key)
      {
        *out_position = i;
        return TRUE;
      }
  return FALSE;
}

/* --- where it stands
 * ------------------------------------------------------------------------------ */

/* Upon its cell, as far as that is in sight; wide enough, and never beyond the table. */
static gboolean
place_cb (GtkOverlay *overlay, GtkWidget *widget, GdkRectangle *allocation, gpointer data)
{
  CrmAppListEditor *self = data;
  GtkWidget *cell = crm_app_list_view_find_cell (self->view, self->key, self->column);
  int all_width = gtk_widget_get_width (GTK_WIDGET (overlay));
  int all_height = gtk_widget_get_height (GTK_WIDGET (overlay));
  graphene_rect_t bounds;
  int height;
  int width;

  if (cell != NULL && gtk_widget_compute_bounds (cell, GTK_WIDGET (overlay), &bounds))
    self->rect = (GdkRectangle){ (int)bounds.origin.x, (int)bounds.origin.y, (int)bounds.size.width,
                                 (int)bounds.size.height };
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  width = MIN (MAX (MAX (self->rect.width, MIN_WIDTH), width), all_width);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  height = MAX (height, self->rect.height);
  allocation->x = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL
                      ? self->rect.x + self->rect.width - width
                      : self->rect.x;
  allocation->x = CLAMP (allocation->x, 0, MAX (all_width - width, 0));
  allocation->y = CLAMP (self->rect.y, 0, MAX (all_height - height, 0));
  allocation->width = width;
  allocation->height = height;
  return TRUE;
}

static void
moved_cb (CrmAppListView *view, gpointer data)
{
  gtk_widget_queue_allocate (((CrmAppListEditor *)data)->overlay);
}

/* --- going on
 * ------------------------------------------------------------------------------------- */

/* Where a step leads is decided before what is saved lets the record move. */
static void
find_next (CrmAppListEditor *self, CrmCellStep step)
{
  CrmCellGrid grid
      = { crm_record_list_get_columns (self->list), crm_app_list_view_get_n_shown (self->view),
          g_list_model_get_n_items (G_LIST_MODEL (self->list)) };
  guint column = self->column;
  guint row = 0;

  self->step = step;
  self->has_next
      = find_position (self, self->key, &row) && crm_cell_walk (&grid, step, &row, &column);
  if (!self->has_next)
    return;
  self->next_key = crm_record_list_get_key (self->list, row);
  self->next_column = column;
}

static void
end (CrmAppListEditor *self)
{
  gboolean keeps_focus = self->keeps_focus;

  self->step = CRM_CELL_STAY;
  self->keeps_focus = FALSE;
  forget_wishes (self);
  clear (self);
  /* The row takes the focus before it would be lost with the frame. */
  if (!keeps_focus)
    crm_app_list_view_focus_row (self->view, self->key);
  gtk_widget_set_visible (self->frame, FALSE);
}

/* Goes where the person wants to, unless something is to be settled here first. */
static void
go_on (CrmAppListEditor *self)
{
  const CrmFormField *field = self->row != NULL ? get_field (self) : NULL;

  if (field == NULL || self->step == CRM_CELL_STAY || self->is_saving)
    return;
  if (field->problem != NULL || field->has_theirs)
    {
      self->step = CRM_CELL_STAY;
      self->keeps_focus = FALSE;
    }
  else if (self->has_next)
    {
      self->step = CRM_CELL_STAY;
      begin_at (self, self->next_key, self->next_column);
    }
  else
    end (self);
}

static void
leave (CrmAppListEditor *self, CrmCellStep step)
{
  if (self->row == NULL || self->step != CRM_CELL_STAY)
    return;
  find_next (self, step);
  crm_app_form_row_finish (self->row);
  go_on (self);
}

/* --- saving
 * --------------------------------------------------------------------------------------- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppListEditor) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_stored = crm_app_session_write_finish (CRM_APP_SESSION (source), result, &error);

  self->is_saving = FALSE;
  if (self->row == NULL)
    {
      if (!is_stored) /* the window was closed */
        crm_app_session_tell_trouble (CRM_APP_SESSION (source), crm_phrase_error (error));
      return;
    }
  crm_form_saved (self->form, get_field (self), is_stored);
  if (is_stored)
    {
      go_on (self);
      return;
    }
  /* A conflict shows both values as soon as the record is read again. */
  self->step = CRM_CELL_STAY;
  self->keeps_focus = FALSE;
  if (!g_error_matches (error, CRM_ERROR, CRM_ERROR_CONFLICT))
    crm_app_form_row_tell (self->row, crm_phrase_error (error));
  crm_app_list_editor_refresh (self);
}

/* What a stage or a status asks for has dialogs of its own, so the cell is left for them. */
static void
take_by_service (CrmAppListEditor *self)
{
  CrmAppSession *session = crm_app_page_get_session (self->page);
  g_autoptr (CrmRecord) record = crm_record_ref (self->form->data->record);
  g_autofree char *value = g_strdup (get_field (self)->value.value.text);

  end (self);
  if (g_str_equal (record->entity->name, "lead"))
    crm_app_lead_status_set (GTK_WIDGET (self), session, record, value);
  else
    crm_app_list_move_deal (GTK_WIDGET (self), session, record, value);
}

static void
edited_cb (CrmAppFormRow *row, gpointer data)
{
  CrmAppListEditor *self = data;
  CrmFormField *field = crm_app_form_row_get_field (row);
  CrmChangeSet *set;

  if (self->is_saving)
    return;
  if ((field->field->flags & CRM_FIELD_MANAGED) && field->value.value.kind == CRM_VALUE_TEXT)
    {
      take_by_service (self);
      return;
    }
  set = crm_form_save (self->form, field);
  if (set == NULL)
    return;
  self->is_saving = TRUE;
  crm_app_session_write_async (crm_app_page_get_session (self->page), set, saved_cb,
                               g_object_ref (self));
}

static void
entered_cb (CrmAppFormRow *row, gpointer data)
{
  leave (data, CRM_CELL_DOWN);
}

/* --- keys and focus
 * ------------------------------------------------------------------------------- */

/* A list or calendar that belongs to the cell has keys of its own. */
static gboolean
is_in_popover (CrmAppListEditor *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *popover = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;

  return popover != NULL && gtk_widget_is_ancestor (popover, self->frame);
}

/* Both values stand below the field: Tab leads to what one can do about it. */
static gboolean
walks_inside (CrmAppListEditor *self)
{
  return get_field (self)->has_theirs;
}

/* In one line of text Enter is the entry's, which may have to finish a word first. */
static gboolean
take_enter (CrmAppListEditor *self, GdkModifierType state)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (GTK_IS_TEXT (focus) || (GTK_IS_TEXT_VIEW (focus) && !(state & GDK_CONTROL_MASK)))
    return GDK_EVENT_PROPAGATE;
  /* A record is looked for first; the second time it is there. */
  if (get_field (self)->field->type == CRM_FIELD_REF && get_field (self)->options == NULL
      && !crm_form_is_dirty (get_field (self)) && get_field (self)->title == NULL)
    return GDK_EVENT_PROPAGATE;
  if (walks_inside (self))
    return GDK_EVENT_PROPAGATE;
  leave (self, CRM_CELL_DOWN);
  return GDK_EVENT_STOP;
}

static gboolean
take_tab (CrmAppListEditor *self, gboolean backward)
{
  if (walks_inside (self))
    return GDK_EVENT_PROPAGATE;
  leave (self, backward ? CRM_CELL_PREVIOUS : CRM_CELL_NEXT);
  return GDK_EVENT_STOP;
}

static gboolean
take_escape (CrmAppListEditor *self)
{
  if (!self->is_saving)
    {
      crm_form_revert (self->form, get_field (self));
      end (self);
    }
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed_cb (
    GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, gpointer data)
{
  CrmAppListEditor *self = data;

  if (self->row == NULL || is_in_popover (self))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      return take_enter (self, state);
    case GDK_KEY_Tab:
    case GDK_KEY_ISO_Left_Tab:
      return take_tab (self, key == GDK_KEY_ISO_Left_Tab || (state & GDK_SHIFT_MASK));
    case GDK_KEY_Escape:
      return take_escape (self);
    case GDK_KEY_Delete:
    case GDK_KEY_BackSpace:
      crm_app_form_row_press (self->row, key);
      return GDK_EVENT_PROPAGATE;
    case GDK_KEY_Down:
      if (!(state & GDK_ALT_MASK))
        return GDK_EVENT_PROPAGATE;
      crm_app_form_row_press (self->row, key);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Who clicks elsewhere is done here. */
static void
focus_moved_cb (GtkRoot *root, GParamSpec *property, gpointer data)
{
  CrmAppListEditor *self = data;
  GtkWidget *focus = gtk_root_get_focus (root);

  if (focus == NULL || self->row == NULL || gtk_widget_is_ancestor (focus, self->frame))
    return;
  self->keeps_focus = TRUE;
  leave (self, CRM_CELL_LEAVE);
}

/* --- beginning
 * ------------------------------------------------------------------------------------ */

typedef struct
{
  CrmAppListEditor *editor; /* (owned) */
  char *id;                 /* (owned) */
  gint64 key;
  guint column;
} Wish;

static void
free_wish (Wish *wish)
{
  g_object_unref (wish->editor);
  g_free (wish->id);
  g_free (wish);
}

static void
watch_focus (CrmAppListEditor *self)
{
  self->root = gtk_widget_get_root (GTK_WIDGET (self));
  self->focus_id
      = g_signal_connect (self->root, "notify::focus-widget", G_CALLBACK (focus_moved_cb), self);
}

/* Of the record with the cell, what it is called is heard with the field. */
static void
name_frame (CrmAppListEditor *self)
{
  crm_app_set_name (self->frame, crm_phrase_record_name (self->form->data->record));
}

static void
show (CrmAppListEditor *self, CrmFormData *data, const Wish *wish)
{
  CrmAppSession *session = crm_app_page_get_session (self->page);
  const CrmListColumn *column = get_column (self, wish->column);
  g_autoptr (CrmForm) form = column != NULL ? crm_form_new_for_cell (data, column->path) : NULL;

  if (form == NULL || form->fields->len == 0)
    return;
  clear (self);
  self->key = wish->key;
  self->column = wish->column;
  self->id = g_strdup (wish->id);
  self->form = g_steal_pointer (&form);
  self->row = CRM_APP_FORM_ROW (
      crm_app_form_row_new (session, self->form, g_ptr_array_index (self->form->fields, 0)));
  crm_app_form_row_hide_label (self->row);
  g_signal_connect (self->row, "edited", G_CALLBACK (edited_cb), self);
  g_signal_connect (self->row, "entered", G_CALLBACK (entered_cb), self);
  name_frame (self);
  gtk_box_append (GTK_BOX (self->frame), GTK_WIDGET (self->row));
  gtk_widget_set_visible (self->frame, TRUE);
  gtk_widget_queue_allocate (self->overlay);
  crm_app_form_row_focus (self->row);
  watch_focus (self);
}

/* The record may be gone by now. */
static void
update (CrmAppListEditor *self, CrmFormData *data /* (nullable) */)
{
  if (data == NULL || !crm_form_update (self->form, data))
    {
      end (self);
      return;
    }
  crm_app_form_row_show (self->row);
  gtk_widget_queue_allocate (self->overlay);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Wish *wish = data;
  CrmAppListEditor *self = wish->editor;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmFormData) form = crm_form_data_load_finish (CRM_STORE (source), result, &error);
  gboolean is_same = self->row != NULL && g_strcmp0 (self->id, wish->id) == 0
                     && self->column == wish->column && self->key == wish->key;

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->page != NULL)
    {
      g_clear_object (&self->loading);
      if (is_same)
        update (self, form);
      else if (form != NULL)
        show (self, form, wish);
    }
  free_wish (wish);
}

static void
load (CrmAppListEditor *self, const char *id, gint64 key, guint column)
{
  CrmAppSession *session = self->page != NULL ? crm_app_page_get_session (self->page) : NULL;
  CrmStore *store = session != NULL ? crm_app_session_get_store (session) : NULL;
  Wish *wish;

  if (store == NULL)
    return;
  wish = g_new (Wish, 1);
  *wish = (Wish){ g_object_ref (self), g_strdup (id), key, column };
  self->loading = g_cancellable_new ();
  crm_form_data_load_async (store, crm_record_list_get_entity (self->list)->name, id, NULL,
                            self->loading, loaded_cb, wish);
}

static void
unread_changed_cb (CrmRecordRow *row, gpointer data)
{
  CrmAppListEditor *self = data;

  if (crm_record_row_get_id (row) != NULL)
    begin_at (self, crm_record_row_get_key (row), self->next_column);
}

static void
begin_at (CrmAppListEditor *self, gint64 key, guint column)
{
  g_autoptr (CrmRecordRow) row = NULL;
  guint position;

  forget_wishes (self);
  if (!find_position (self, key, &position))
    {
      end (self);
      return;
    }
  crm_app_list_view_scroll_to (self->view, position);
  row = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  if (crm_record_row_get_id (row) != NULL)
    {
      load (self, crm_record_row_get_id (row), key, column);
      return;
    }
  self->next_column = column;
  self->unread = g_object_ref (row);
  self->unread_id = g_signal_connect (row, "changed", G_CALLBACK (unread_changed_cb), self);
}

/* What was clicked while something is still to be settled elsewhere waits. */
static void
edit_cb (CrmAppListView *view, CrmRecordRow *row, guint column, gpointer data)
{
  CrmAppListEditor *self = data;

  if (self->row == NULL)
    begin_at (self, crm_record_row_get_key (row), column);
  else
    crm_app_form_row_focus (self->row);
}

/**
 * crm_app_list_editor_begin:
 * @self: an editor
 *
 * Edits the cell that has the focus; where a row has it, the one in the column that was edited
 * last, else the first.
 *
 * Returns: whether there is such a cell
 */
gboolean
crm_app_list_editor_begin (CrmAppListEditor *self)
{
  CrmRecordRow *row = crm_app_list_view_get_focus_row (self->view);
  CrmCellGrid grid
      = { crm_record_list_get_columns (self->list), crm_app_list_view_get_n_shown (self->view), 0 };
  guint column = self->column;

  crm_app_list_view_get_focus_column (self->view, &column);
  if (row == NULL || !crm_cell_find_first (&grid, column, &column))
    return FALSE;
  begin_at (self, crm_record_row_get_key (row), column);
  return TRUE;
}

/**
 * crm_app_list_editor_refresh:
 * @self: an editor
 *
 * The list was read anew: so is the record whose cell is edited. What somebody else stored in it is
 * told beside what is typed.
 */
void
crm_app_list_editor_refresh (CrmAppListEditor *self)
{
  if (self->row == NULL || self->is_saving || self->loading != NULL || self->unread != NULL)
    return;
  load (self, self->id, self->key, self->column);
}

/* Returns: (transfer floating): @view, with what its cells are edited with */
GtkWidget *
crm_app_list_editor_new (CrmAppPage *page, CrmRecordList *list, CrmAppListView *view)
{
  CrmAppListEditor *self = g_object_new (CRM_APP_TYPE_LIST_EDITOR, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->page = page;
  self->list = g_object_ref (list);
  self->view = view;
  self->frame = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
                              "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->frame, "crm-cell-editor");
  crm_app_set_id (self->frame, "crm-cell-editor");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->frame, keys);
  self->overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), GTK_WIDGET (view));
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->frame);
  g_signal_connect (self->overlay, "get-child-position", G_CALLBACK (place_cb), self);
  g_signal_connect_object (view, "edit", G_CALLBACK (edit_cb), self, 0);
  g_signal_connect_object (view, "scrolled", G_CALLBACK (moved_cb), self, 0);
  adw_bin_set_child (ADW_BIN (self), self->overlay);
  return GTK_WIDGET (self);
}
