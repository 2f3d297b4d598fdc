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

/* Goes through the rows at `width` and allocates the children, if asked to. Returns the height. */
static int
lay_out (IsoWrapLayout *layout, GtkWidget *widget, int width, gboolean allocate)
{
  int x = 0, y = 0, row_height = 0;
  gboolean to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_width, child_height;
      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &child_width, NULL, NULL);
      child_width = MIN (child_width, width);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &child_height, NULL, NULL);
      if (x > 0 && x + child_width > width)
        {
          x = 0;
          y += row_height + layout->row_spacing;
          row_height = 0;
        }
      if (allocate)
        {
          GtkAllocation place = { to_left ? width - x - child_width : x, y, child_width, child_height };
          gtk_widget_size_allocate (child, &place, -1);
        }
      x += child_width + layout->spacing;
      row_height = MAX (row_height, child_height);
    }
  return y + row_height;
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
