#include "ui/plot/wrap-layout.h"

struct _IsoWrapLayout {
  GtkLayoutManager parent_instance;
  int spacing, row_spacing;
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

/* The first child after the row that begins with `first`, and the row's height. */
static GtkWidget *
end_of_row (int *height, IsoWrapLayout *layout, GtkWidget *first, int width)
{
  int x = 0;
  *height = 0;
  for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_width, child_height;
      if (!gtk_widget_should_layout (child))
        continue;
      size_of (&child_width, &child_height, child, width);
      if (x > 0 && x + child_width > width)
        return child;
      x += child_width + layout->spacing;
      *height = MAX (*height, child_height);
    }
  return NULL;
}

/* Goes through the rows at `width` and allocates the children, each as high as its row, if asked to. Returns the height. */
static int
lay_out (IsoWrapLayout *layout, GtkWidget *widget, int width, gboolean allocate)
{
  int y = 0, row_height;
  gboolean to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  for (GtkWidget *first = gtk_widget_get_first_child (widget), *end; first != NULL; first = end)
    {
      int x = 0;
      end = end_of_row (&row_height, layout, first, width);
      for (GtkWidget *child = first; allocate && child != end; child = gtk_widget_get_next_sibling (child))
        {
          int child_width, child_height;
          if (!gtk_widget_should_layout (child))
            continue;
          size_of (&child_width, &child_height, child, width);
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
