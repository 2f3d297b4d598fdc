#include "ui/panel/square-layout.h"

struct _IsoSquareLayout {
  GtkLayoutManager parent_instance;
  int spacing, most;
};

G_DEFINE_FINAL_TYPE (IsoSquareLayout, iso_square_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
half_of (IsoSquareLayout *layout, int width)
{
  return MAX ((width - layout->spacing) / 2, 0);
}

static GtkSizeRequestMode
iso_square_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
iso_square_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                           int *natural, int *minimum_baseline, int *natural_baseline)
{
  IsoSquareLayout *layout = ISO_SQUARE_LAYOUT (manager);
  GtkWidget *square = gtk_widget_get_first_child (widget), *words = gtk_widget_get_next_sibling (square);
  int least, liked, square_least;
  gtk_widget_measure (square, orientation, -1, &square_least, NULL, NULL, NULL);
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (words, orientation, -1, &least, NULL, NULL, NULL);
      *minimum = layout->spacing + 2 * MAX (least, square_least);
      *natural = layout->spacing + 2 * MAX (least, layout->most);
      return;
    }
  int half = half_of (layout, for_size < 0 ? layout->spacing + 2 * layout->most : for_size);
  gtk_widget_measure (words, orientation, half, &least, &liked, NULL, NULL);
  *minimum = MAX (least, MAX (square_least, MIN (half, layout->most / 2)));
  *natural = MAX (MAX (liked, *minimum), MIN (half, layout->most));
}

static void
iso_square_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  IsoSquareLayout *layout = ISO_SQUARE_LAYOUT (manager);
  GtkWidget *square = gtk_widget_get_first_child (widget), *words = gtk_widget_get_next_sibling (square);
  bool is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int side = MIN (MIN (half_of (layout, width), height), layout->most), rest = width - side - layout->spacing;
  gtk_widget_size_allocate (square, &(GtkAllocation) { is_mirrored ? width - side : 0, 0, side, side }, -1);
  gtk_widget_size_allocate (words, &(GtkAllocation) { is_mirrored ? 0 : side + layout->spacing, 0, rest, height }, -1);
}

static void
iso_square_layout_class_init (IsoSquareLayoutClass *class)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (class);
  manager_class->get_request_mode = iso_square_layout_get_request_mode;
  manager_class->measure = iso_square_layout_measure;
  manager_class->allocate = iso_square_layout_allocate;
}

static void
iso_square_layout_init (IsoSquareLayout *layout)
{
}

GtkLayoutManager *
iso_square_layout_new (int spacing, int most)
{
  IsoSquareLayout *layout = g_object_new (ISO_TYPE_SQUARE_LAYOUT, NULL);
  layout->spacing = spacing;
  layout->most = most;
  return GTK_LAYOUT_MANAGER (layout);
}
