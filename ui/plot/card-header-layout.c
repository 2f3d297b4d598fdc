#include "ui/plot/card-header-layout.h"

#define SPACING 8
#define ROW_SPACING 5

struct _IsoCardHeaderLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (IsoCardHeaderLayout, iso_card_header_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct {
  GtkWidget *title, *subtitle, *controls, *corner; /* NULL where there is none in sight */
  int title_width, controls_width;                 /* natural */
  int corner_width;                                /* with the gap before it; 0 without any */
  gboolean is_stacked;                    /* controls below the title */
} Header;

static GtkWidget *
in_sight (GtkWidget *child)
{
  return child != NULL && gtk_widget_should_layout (child) ? child : NULL;
}

static int
natural (GtkWidget *child, GtkOrientation orientation, int for_size)
{
  int size = 0;
  if (child != NULL)
    gtk_widget_measure (child, orientation, for_size, NULL, &size, NULL, NULL);
  return size;
}

static int
least_width (GtkWidget *child)
{
  int size = 0;
  if (child != NULL)
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &size, NULL, NULL, NULL);
  return size;
}

/* width: −1 where there is room for all. */
static Header
look_at (GtkWidget *widget, int width)
{
  GtkWidget *first = gtk_widget_get_first_child (widget), *last = gtk_widget_get_last_child (widget);
  GtkWidget *second = gtk_widget_get_next_sibling (first), *third = gtk_widget_get_prev_sibling (last);
  Header header = { in_sight (first), second != third ? in_sight (second) : NULL, in_sight (third), in_sight (last), 0, 0, 0, FALSE };
  header.title_width = natural (header.title, GTK_ORIENTATION_HORIZONTAL, -1);
  header.controls_width = natural (header.controls, GTK_ORIENTATION_HORIZONTAL, -1);
  header.corner_width = header.corner == NULL ? 0 : natural (header.corner, GTK_ORIENTATION_HORIZONTAL, -1) + SPACING;
  header.is_stacked = width >= 0 && header.controls_width > 0
                      && header.title_width + SPACING + header.controls_width + header.corner_width > width;
  return header;
}

/* Heights of the two rows at this width; the second is 0 while all is in one. */
static void
measure_rows (int *first, int *second, const Header *header, int width)
{
  int controls_width = width < 0 ? -1 : header->is_stacked ? width : header->controls_width;
  int controls = natural (header->controls, GTK_ORIENTATION_VERTICAL, controls_width);
  *first = MAX (natural (header->title, GTK_ORIENTATION_VERTICAL, -1), natural (header->subtitle, GTK_ORIENTATION_VERTICAL, -1));
  *first = MAX (*first, natural (header->corner, GTK_ORIENTATION_VERTICAL, -1));
  *second = header->is_stacked ? controls : 0;
  if (!header->is_stacked)
    *first = MAX (*first, controls);
}

static GtkSizeRequestMode
get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural_size,
         int *minimum_baseline, int *natural_baseline)
{
  Header header = look_at (widget, orientation == GTK_ORIENTATION_VERTICAL ? for_size : -1);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int subtitle = natural (header.subtitle, GTK_ORIENTATION_HORIZONTAL, -1);
      *minimum = MAX (header.title_width + header.corner_width, least_width (header.controls));
      *natural_size = MAX (header.title_width + header.controls_width + header.corner_width + subtitle + 2 * SPACING, *minimum);
      return;
    }
  int first, second;
  measure_rows (&first, &second, &header, for_size);
  *minimum = *natural_size = first + (second > 0 ? second + ROW_SPACING : 0);
}

/* From the side where a line begins. */
static void
place (GtkWidget *widget, GtkWidget *child, int from, int width, int y, int height, int whole)
{
  gboolean to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gtk_widget_size_allocate (child, &(GtkAllocation){ to_left ? whole - from - width : from, y, width, height }, -1);
}

static void
allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  Header header = look_at (widget, width);
  int first, second, at = 0, edge = width - header.corner_width;
  int end = header.is_stacked || header.controls_width == 0 ? edge : edge - header.controls_width - SPACING;
  measure_rows (&first, &second, &header, width);
  if (!header.is_stacked)
    first = MAX (first, height);
  if (header.title != NULL)
    {
      place (widget, header.title, 0, header.title_width, 0, first, width);
      at = header.title_width + SPACING;
    }
  if (header.subtitle != NULL)
    {
      gboolean fits = end - at >= least_width (header.subtitle);
      gtk_widget_set_child_visible (header.subtitle, fits);
      if (fits)
        place (widget, header.subtitle, at, end - at, 0, first, width);
    }
  if (header.controls != NULL && header.is_stacked)
    place (widget, header.controls, 0, width, first + ROW_SPACING, MAX (height - first - ROW_SPACING, 1), width);
  else if (header.controls != NULL)
    place (widget, header.controls, edge - header.controls_width, header.controls_width, 0, first, width);
  if (header.corner != NULL)
    place (widget, header.corner, edge + SPACING, header.corner_width - SPACING, 0, first, width);
}

static void
iso_card_header_layout_class_init (IsoCardHeaderLayoutClass *class)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (class);
  manager_class->get_request_mode = get_request_mode;
  manager_class->measure = measure;
  manager_class->allocate = allocate;
}

static void
iso_card_header_layout_init (IsoCardHeaderLayout *layout)
{
}

GtkLayoutManager *
iso_card_header_layout_new (void)
{
  return g_object_new (ISO_TYPE_CARD_HEADER_LAYOUT, NULL);
}
