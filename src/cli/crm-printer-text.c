/* crm-printer-text.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The printer for people: members as "Label: value", a list of objects as a table. */
#define G_LOG_DOMAIN "crm-printer-text"
#include "config.h"

#include "crm-printer.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum
{
  NODE_VALUE,
  NODE_OBJECT,
  NODE_LIST,
} NodeKind;

typedef struct _Node Node;
struct _Node
{
  NodeKind kind;
  char *key;           /* (owned) (nullable): the same in every language */
  char *label;         /* (owned) (nullable) */
  char *text;          /* (owned) (nullable): of a value; NULL for unknown */
  GPtrArray *children; /* (owned) (nullable) (element-type Node) */
  Node *parent;        /* (unowned) (nullable) */
};

typedef struct
{
  CrmPrinter parent;
  Node *root;    /* (owned) (nullable) */
  Node *current; /* (unowned) (nullable): the innermost that is open */
  guint max_cell;
} TextPrinter;

static void
free_node (gpointer data)
{
  Node *node = data;

  if (node == NULL)
    return;
  g_free (node->key);
  g_free (node->label);
  g_free (node->text);
  g_clear_pointer (&node->children, g_ptr_array_unref);
  g_free (node);
}

static Node *
add_node (TextPrinter *self, NodeKind kind, const char *key, const char *label)
{
  Node *node = g_new0 (Node, 1);

  node->kind = kind;
  node->key = g_strdup (key);
  node->label = g_strdup (label);
  node->parent = self->current;
  if (kind != NODE_VALUE)
    node->children = g_ptr_array_new_with_free_func (free_node);
  if (self->current != NULL)
    g_ptr_array_add (self->current->children, node);
  else
    self->root = node;
  return node;
}

static void
text_begin (CrmPrinter *printer, const char *key, const char *label, gboolean list)
{
  TextPrinter *self = (TextPrinter *)printer;

  self->current = add_node (self, list ? NODE_LIST : NODE_OBJECT, key, label);
}

static void
text_end (CrmPrinter *printer)
{
  TextPrinter *self = (TextPrinter *)printer;

  self->current = self->current->parent;
}

/* What comes from mail must not steer the terminal. */
static char *
make_harmless (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_sized_new (strlen (valid));

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (character == '\n')
        g_string_append_c (clean, '\n');
      else if (g_unichar_iscntrl (character))
        g_string_append_c (clean, ' ');
      else
        g_string_append_unichar (clean, character);
    }
  return g_string_free (clean, FALSE);
}

static void
text_value (CrmPrinter *printer, const char *key, const char *label, const CrmPrinted *value)
{
  TextPrinter *self = (TextPrinter *)printer;
  Node *node = add_node (self, NODE_VALUE, key, label != NULL ? label : key);

  if (value->kind == CRM_PRINTED_TEXT)
    node->text = make_harmless (value->text);
  else if (value->kind == CRM_PRINTED_INT)
    node->text = g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
  else if (value->kind == CRM_PRINTED_BOOL)
    node->text = g_strdup (value->integer != 0 ? _ ("yes") : _ ("no"));
}

static guint
width_of (const char *text)
{
  guint width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (!g_unichar_iszerowidth (character))
        width += g_unichar_iswide (character) ? 2 : 1;
    }
  return width;
}

/* One line, and on a terminal a short one. */
static char *
make_cell (const char *text, guint max_width)
{
  GString *cell = g_string_new (text);
  const char *at = cell->str;
  guint width = 0;

  for (gsize i = 0; i < cell->len; i++)
    if (cell->str[i] == '\n')
      cell->str[i] = ' ';
  if (max_width == 0 || width_of (cell->str) <= max_width)
    return g_string_free (cell, FALSE);

  while (width + 3 <= max_width)
    {
      width += g_unichar_iswide (g_utf8_get_char (at)) ? 2 : 1;
      at = g_utf8_next_char (at);
    }
  g_string_truncate (cell, (gsize)(at - cell->str));
  g_string_append (cell, "…");
  return g_string_free (cell, FALSE);
}

static char *
node_as_text (const Node *node)
{
  GString *text = NULL;

  if (node->kind == NODE_VALUE)
    return g_strdup (node->text);
  for (guint i = 0; i < node->children->len; i++)
    {
      g_autofree char *child = node_as_text (g_ptr_array_index (node->children, i));

      if (child == NULL)
        continue;
      if (text == NULL)
        text = g_string_new (child);
      else
        g_string_append_printf (text, ", %s", child);
    }
  return text != NULL ? g_string_free (text, FALSE) : NULL;
}

/* Two columns may have one label in some language; some cells are for people only and have no key.
 */
static gboolean
is_same_column (const Node *a, const Node *b)
{
  return g_strcmp0 (a->key, b->key) == 0 && g_strcmp0 (a->label, b->label) == 0;
}

static const Node *
find_child (const Node *row, const Node *column)
{
  for (guint i = 0; i < row->children->len; i++)
    {
      const Node *child = g_ptr_array_index (row->children, i);

      if (is_same_column (child, column))
        return child;
    }
  return NULL;
}

static gboolean
has_column (const GPtrArray *columns, const Node *cell)
{
  for (guint i = 0; i < columns->len; i++)
    if (is_same_column (columns->pdata[i], cell))
      return TRUE;
  return FALSE;
}

/* (element-type Node): a cell of each column in the order met, without the columns that are empty
 * in every row. The cells are borrowed from the rows. */
static GPtrArray *
list_columns (const Node *table)
{
  GPtrArray *columns = g_ptr_array_new ();

  for (guint i = 0; i < table->children->len; i++)
    {
      const Node *row = g_ptr_array_index (table->children, i);

      for (guint j = 0; j < row->children->len; j++)
        {
          const Node *cell = g_ptr_array_index (row->children, j);
          g_autofree char *text = node_as_text (cell);

          if (text != NULL && cell->label != NULL && !has_column (columns, cell))
            g_ptr_array_add (columns, (gpointer)cell);
        }
    }
  return columns;
}

static char *
cell_of (const Node *row, const Node *column, guint max_width)
{
  const Node *cell = find_child (row, column);
  g_autofree char *text = cell != NULL ? node_as_text (cell) : NULL;

  return make_cell (text != NULL ? text : "", max_width);
}

static void
write_padded (GString *out, const char *text, guint width)
{
  g_string_append (out, text);
  for (guint i = width_of (text); i < width + 2; i++)
    g_string_append_c (out, ' ');
}

static void
end_row (GString *out)
{
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  g_string_append_c (out, '\n');
}

static void
write_table (GString *out, const Node *table, guint max_cell)
{
  g_autoptr (GPtrArray) columns = list_columns (table);
  g_autofree guint *widths = g_new0 (guint, columns->len);

  for (guint c = 0; c < columns->len; c++)
    {
      const char *heading = ((const Node *)columns->pdata[c])->label;

      widths[c] = width_of (heading);
      for (guint i = 0; i < table->children->len; i++)
        {
          g_autofree char *cell = cell_of (table->children->pdata[i], columns->pdata[c], max_cell);

          widths[c] = MAX (widths[c], width_of (cell));
        }
      write_padded (out, heading, widths[c]);
    }
  end_row (out);
  for (guint i = 0; i < table->children->len; i++)
    {
      for (guint c = 0; c < columns->len; c++)
        {
          g_autofree char *cell = cell_of (table->children->pdata[i], columns->pdata[c], max_cell);

          write_padded (out, cell, widths[c]);
        }
      end_row (out);
    }
}

static gboolean
is_table (const Node *node)
{
  return node->kind == NODE_LIST && node->children->len > 0
         && ((const Node *)g_ptr_array_index (node->children, 0))->kind == NODE_OBJECT;
}

static void write_object (GString *out, const Node *object, guint max_cell);

static void
write_member (GString *out, const Node *node, guint max_cell)
{
  g_autofree char *text = NULL;

  if (is_table (node) || node->kind == NODE_OBJECT)
    {
      if (node->children->len == 0)
        return;
      if (out->len > 0 && (node->label != NULL || is_table (node)))
        g_string_append_c (out, '\n');
      if (node->label != NULL)
        /* TRANSLATORS: heading over a table */
        g_string_append_printf (out, _ ("%s:\n"), node->label);
      if (is_table (node))
        write_table (out, node, max_cell);
      else
        write_object (out, node, max_cell);
      return;
    }
  text = node_as_text (node);
  if (text == NULL)
    return;
  if (node->label == NULL)
    g_string_append_printf (out, "%s\n", text);
  else
    /* TRANSLATORS: a field's name and its value */
    g_string_append_printf (out, _ ("%s: %s\n"), node->label, text);
}

static void
write_object (GString *out, const Node *object, guint max_cell)
{
  for (guint i = 0; i < object->children->len; i++)
    write_member (out, g_ptr_array_index (object->children, i), max_cell);
}

static gboolean
text_finish (CrmPrinter *printer, FILE *stream)
{
  TextPrinter *self = (TextPrinter *)printer;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *local = NULL;
  const char *charset;

  if (self->root == NULL)
    return TRUE;
  write_object (out, self->root, self->max_cell);
  if (!g_get_charset (&charset))
    local = g_convert_with_fallback (out->str, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  return fputs (local != NULL ? local : out->str, stream) >= 0;
}

static void
text_free (CrmPrinter *printer)
{
  TextPrinter *self = (TextPrinter *)printer;

  free_node (self->root);
  g_free (self);
}

static const CrmPrinterClass text_class
    = { CRM_AUDIENCE_PEOPLE, text_begin, text_end, text_value, text_finish, text_free };

/**
 * crm_printer_new_text:
 * @max_cell: how wide a cell of a table may be, in columns of a terminal; 0 for no limit
 *
 * Returns: (transfer full): a printer that writes for people
 */
CrmPrinter *
crm_printer_new_text (guint max_cell)
{
  TextPrinter *self = g_new0 (TextPrinter, 1);

  self->parent.klass = &text_class;
  self->max_cell = max_cell;
  return &self->parent;
}
