#include "ui/plot/wrap-layout.h"

struct _IsoWrapLayout {
  GtkLayoutManager parent_instance;
  int spacing, row_spacing;
  int most_growth; /* of a child that expands, in pixels; 0: rows are as long as they come out */
};

G_DEFINE_FINAL_TYPE (IsoWrapLayout, iso_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Size of a child in a row of this width. */
static void
size_of (int *child_width, int *child_height, GtkWidget *child, int width)
{
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, child_width, NULL, NULL);
  *child_width = MIN (*child_width, width);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, *child_width, NULL, child_height, NULL, NULL);
}

/* The first child after the row that begins with `first`, the row's height, and the length that it leaves free at the end. */
static GtkWidget *
end_of_row (int *height, int *rest, IsoWrapLayout *layout, GtkWidget *first, int width)
{
  int x = 0;
  *height = 0;
  *rest = width;
  for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_width, child_height;
      if (!gtk_widget_should_layout (child))
        continue;
      size_of (&child_width, &child_height, child, width);
      if (x > 0 && x + child_width > width)
        return child;
      x += child_width + layout->spacing;
      *rest = width - (x - layout->spacing);
      *height = MAX (*height, child_height);
    }
  return NULL;
}

static int
count_rows (IsoWrapLayout *layout, GtkWidget *widget, int width)
{
  int count = 0, height, rest;
  for (GtkWidget *first = gtk_widget_get_first_child (widget); first != NULL; count++)
    first = end_of_row (&height, &rest, layout, first, width);
  return count;
}

/* The length of row to break at: the least that makes no more rows, so that none of them is left with a single child. */
static int
even_width (IsoWrapLayout *layout, GtkWidget *widget, int width)
{
  int rows = layout->most_growth > 0 ? count_rows (layout, widget, width) : 1, low = 0, high = width;
  if (rows < 2)
    return width;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_width, child_height;
      if (gtk_widget_should_layout (child))
        {
          size_of (&child_width, &child_height, child, width);
          low = MAX (low, child_width - 1);
        }
    }
  while (high - low > 1)
    {
      int middle = (low + high) / 2;
      if (count_rows (layout, widget, middle) > rows)
        low = middle;
      else
        high = middle;
    }
  return high;
}

/* How much wider each child that expands may be, the same in all rows, so that they stay in line. */
static int
growth (IsoWrapLayout *layout, GtkWidget *widget, int break_at, int width)
{
  int most = layout->most_growth, height, rest;
  for (GtkWidget *first = gtk_widget_get_first_child (widget), *end; first != NULL && most > 0; first = end)
    {
      int expanding = 0;
      end = end_of_row (&height, &rest, layout, first, break_at);
      for (GtkWidget *child = first; child != end; child = gtk_widget_get_next_sibling (child))
        expanding += gtk_widget_should_layout (child) && gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
      if (expanding > 0)
        most = MIN (most, (rest + width - break_at) / expanding);
    }
  return most;
}

/* Goes through the rows at `width` and allocates the children, each as high as its row, if asked to. Returns the height. */
static int
lay_out (IsoWrapLayout *layout, GtkWidget *widget, int width, gboolean allocate)
{
  int y = 0, row_height, rest, break_at = even_width (layout, widget, width);
  int more = allocate ? growth (layout, widget, break_at, width) : 0;
  gboolean to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  for (GtkWidget *first = gtk_widget_get_first_child (widget), *end; first != NULL; first = end)
    {
      int x = 0;
      end = end_of_row (&row_height, &rest, layout, first, break_at);
      for (GtkWidget *child = first; allocate && child != end; child = gtk_widget_get_next_sibling (child))
        {
          int child_width, child_height;
          if (!gtk_widget_should_layout (child))
            continue;
          size_of (&child_width, &child_height, child, width);
          if (more > 0 && gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
            child_width += more;
          gtk_widget_size_allocate (child, &(GtkAllocation){ to_left ? width - x - child_width : x, y, child_width, row_height }, -1);
          x += child_width + layout->spacing;
        }
      y += row_height + (end != NULL ? layout->row_spacing : 0);
    }
  return y;
}

static void
measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  IsoWrapLayout *layout = ISO_WRAP_LAYOUT (manager);
  int widest = 0, all = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;
      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      widest = MAX (widest, child_minimum);
      all += child_natural + (all > 0 ? layout->spacing : 0);
    }
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = widest;
      *natural = MAX (all, widest);
    }
  else
    *minimum = *natural = lay_out (layout, widget, for_size < 0 ? MAX (all, widest) : for_size, FALSE);
}

static void
allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (ISO_WRAP_LAYOUT (manager), widget, width, TRUE);
}

static void
iso_wrap_layout_class_init (IsoWrapLayoutClass *class)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (class);
  manager_class->get_request_mode = get_request_mode;
  manager_class->measure = measure;
  manager_class->allocate = allocate;
}

static void
iso_wrap_layout_init (IsoWrapLayout *layout)
{
}

GtkLayoutManager *
iso_wrap_layout_new (int spacing, int row_spacing)
{
  IsoWrapLayout *layout = g_object_new (ISO_TYPE_WRAP_LAYOUT, NULL);
  layout->spacing = spacing;
  layout->row_spacing = row_spacing;
  return GTK_LAYOUT_MANAGER (layout);
}

GtkLayoutManager *
iso_wrap_layout_new_even (int spacing, int row_spacing, int most_growth)
{
  GtkLayoutManager *layout = iso_wrap_layout_new (spacing, row_spacing);
  ISO_WRAP_LAYOUT (layout)->most_growth = most_growth;
  return layout;
}
