#include "ui/plot/squeeze-layout.h"

struct _IsoSqueezeLayout {
  GtkLayoutManager parent_instance;
  int gap, least_gap;
};

G_DEFINE_FINAL_TYPE (IsoSqueezeLayout, iso_squeeze_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
height_of (GtkWidget *child, int width, gboolean least)
{
  int minimum, natural;
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &minimum, &natural, NULL, NULL);
  return least ? minimum : natural;
}

/* Of all children but the last, without gaps; how many they are. */
static int
height_before_last (GtkWidget *widget, int width, int *count)
{
  int height = 0;
  *count = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != gtk_widget_get_last_child (widget);
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      {
        height += height_of (child, width, FALSE);
        ++*count;
      }
  return height;
}

static void
measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  IsoSqueezeLayout *layout = ISO_SQUEEZE_LAYOUT (manager);
  GtkWidget *last = gtk_widget_get_last_child (widget);
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
        {
          int least, liked;
          gtk_widget_measure (child, orientation, -1, &least, &liked, NULL, NULL);
          *minimum = MAX (*minimum, least);
          *natural = MAX (*natural, liked);
        }
      return;
    }
  int count, height = height_before_last (widget, for_size, &count);
  *minimum = height + MAX (count - 1, 0) * layout->least_gap;
  *natural = height + count * layout->gap + (last != NULL ? height_of (last, for_size, FALSE) : 0);
}

static void
allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  IsoSqueezeLayout *layout = ISO_SQUEEZE_LAYOUT (manager);
  GtkWidget *last = gtk_widget_get_last_child (widget);
  int count, taken = height_before_last (widget, width, &count), y = 0;
  int gap = count > 1 ? CLAMP ((height - taken) / (count - 1), layout->least_gap, layout->gap) : layout->gap;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != last; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      {
        int child_height = height_of (child, width, FALSE);
        gtk_widget_size_allocate (child, &(GtkAllocation){ 0, y, width, child_height }, -1);
        y += child_height + gap;
      }
  if (last == NULL)
    return;
  gboolean fits = height - y >= height_of (last, width, TRUE);
  gtk_widget_set_child_visible (last, fits);
  if (fits)
    gtk_widget_size_allocate (last, &(GtkAllocation){ 0, y, width, height - y }, -1);
}

static void
iso_squeeze_layout_class_init (IsoSqueezeLayoutClass *class)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (class);
  manager_class->measure = measure;
  manager_class->allocate = allocate;
}

static void
iso_squeeze_layout_init (IsoSqueezeLayout *layout)
{
}

GtkLayoutManager *
iso_squeeze_layout_new (int gap, int least_gap)
{
  IsoSqueezeLayout *layout = g_object_new (ISO_TYPE_SQUEEZE_LAYOUT, NULL);
  layout->gap = gap;
  layout->least_gap = least_gap;
  return GTK_LAYOUT_MANAGER (layout);
}
