#include "ui/plot/text-line.h"

#include <math.h>

typedef struct {
  char *text, *tip;
  double value;
  gboolean is_strong;
} Cell;

struct _IsoTextLine {
  GObject parent_instance;
  char *key;
  size_t columns;
  Cell *cells; /* (columns) */
  GListStore *children;
};

G_DEFINE_FINAL_TYPE (IsoTextLine, iso_text_line, G_TYPE_OBJECT)

enum { CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static void
clear_cells (IsoTextLine *line)
{
  for (size_t i = 0; i < line->columns; i++)
    {
      g_free (line->cells[i].text);
      g_free (line->cells[i].tip);
    }
  g_clear_pointer (&line->cells, g_free);
}

static void
iso_text_line_finalize (GObject *object)
{
  IsoTextLine *line = ISO_TEXT_LINE (object);
  clear_cells (line);
  g_free (line->key);
  g_object_unref (line->children);
  G_OBJECT_CLASS (iso_text_line_parent_class)->finalize (object);
}

static void
iso_text_line_class_init (IsoTextLineClass *class)
{
  G_OBJECT_CLASS (class)->finalize = iso_text_line_finalize;
  signals[CHANGED] = g_signal_new ("changed", ISO_TYPE_TEXT_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_text_line_init (IsoTextLine *line)
{
  line->children = g_list_store_new (ISO_TYPE_TEXT_LINE);
}

IsoTextLine *
iso_text_line_new (const char *key, size_t columns)
{
  IsoTextLine *line = g_object_new (ISO_TYPE_TEXT_LINE, NULL);
  line->key = g_strdup (key);
  line->columns = columns;
  line->cells = g_new0 (Cell, MAX (columns, 1));
  for (size_t i = 0; i < columns; i++)
    line->cells[i].value = NAN;
  return line;
}

void
iso_text_line_set (IsoTextLine *line, size_t column, const char *text, double value, gboolean is_strong, const char *tip)
{
  g_return_if_fail (ISO_IS_TEXT_LINE (line) && column < line->columns);
  Cell *cell = &line->cells[column];
  g_free (cell->text);
  g_free (cell->tip);
  *cell = (Cell){ g_strdup (text), g_strdup (tip), value, is_strong };
}

void
iso_text_line_add_child (IsoTextLine *line, IsoTextLine *child)
{
  g_return_if_fail (ISO_IS_TEXT_LINE (line) && ISO_IS_TEXT_LINE (child));
  g_list_store_append (line->children, child);
}

const char *
iso_text_line_key (IsoTextLine *line)
{
  return line->key;
}

size_t
iso_text_line_columns (IsoTextLine *line)
{
  return line->columns;
}

const char *
iso_text_line_text (IsoTextLine *line, size_t column)
{
  return column < line->columns && line->cells[column].text != NULL ? line->cells[column].text : "";
}

const char *
iso_text_line_tip (IsoTextLine *line, size_t column)
{
  return column < line->columns ? line->cells[column].tip : NULL;
}

gboolean
iso_text_line_is_strong (IsoTextLine *line, size_t column)
{
  return column < line->columns && line->cells[column].is_strong;
}

GListModel *
iso_text_line_children (IsoTextLine *line)
{
  return G_LIST_MODEL (line->children);
}

int
iso_text_line_compare (IsoTextLine *a, IsoTextLine *b, size_t column)
{
  double first = a->cells[column].value, second = b->cells[column].value;
  if (isnan (first) != isnan (second))
    return isnan (first) ? -1 : 1;
  if (first != second && !isnan (first))
    return first < second ? -1 : 1;
  g_autofree char *one = g_utf8_collate_key_for_filename (iso_text_line_text (a, column), -1);
  g_autofree char *two = g_utf8_collate_key_for_filename (iso_text_line_text (b, column), -1);
  return g_strcmp0 (one, two);
}

static gboolean
is_alike (IsoTextLine *line, IsoTextLine *other)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (line->children));
  gboolean alike = g_strcmp0 (line->key, other->key) == 0 && line->columns == other->columns
                   && g_list_model_get_n_items (G_LIST_MODEL (other->children)) == count;
  for (guint i = 0; i < count && alike; i++)
    {
      g_autoptr (IsoTextLine) child = g_list_model_get_item (G_LIST_MODEL (line->children), i);
      g_autoptr (IsoTextLine) twin = g_list_model_get_item (G_LIST_MODEL (other->children), i);
      alike = is_alike (child, twin);
    }
  return alike;
}

static void
take_cells (IsoTextLine *line, IsoTextLine *other)
{
  clear_cells (line);
  line->cells = g_new0 (Cell, MAX (line->columns, 1));
  for (size_t i = 0; i < line->columns; i++)
    {
      const Cell *cell = &other->cells[i];
      line->cells[i] = (Cell){ g_strdup (cell->text), g_strdup (cell->tip), cell->value, cell->is_strong };
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (line->children)); i++)
    {
      g_autoptr (IsoTextLine) child = g_list_model_get_item (G_LIST_MODEL (line->children), i);
      g_autoptr (IsoTextLine) twin = g_list_model_get_item (G_LIST_MODEL (other->children), i);
      take_cells (child, twin);
    }
  g_signal_emit (line, signals[CHANGED], 0);
}

gboolean
iso_text_line_become (IsoTextLine *line, IsoTextLine *other)
{
  g_return_val_if_fail (ISO_IS_TEXT_LINE (line) && ISO_IS_TEXT_LINE (other), FALSE);
  if (!is_alike (line, other))
    return FALSE;
  take_cells (line, other);
  return TRUE;
}
