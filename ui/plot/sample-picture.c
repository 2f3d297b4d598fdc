#include "ui/plot/sample-picture.h"

#include "ui/figure/thumbnail.h"

#define RADIUS 5.0f

struct _IsoSamplePicture {
  GtkWidget parent_instance;
  int side;
  IsoDataset *dataset; /* of the thumbnail */
  guint32 index;
  cairo_surface_t *thumbnail;
};

G_DEFINE_FINAL_TYPE (IsoSamplePicture, iso_sample_picture, GTK_TYPE_WIDGET)

static void
iso_sample_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoSamplePicture *picture = ISO_SAMPLE_PICTURE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t box = GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height);
  GskRoundedRect rounded;
  if (picture->thumbnail == NULL)
    return;
  gsk_rounded_rect_init_from_rect (&rounded, &box, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &box);
  iso_thumbnail_draw (cairo, picture->thumbnail, width, height);
  cairo_destroy (cairo);
  gtk_snapshot_pop (snapshot);
}

static void
iso_sample_picture_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = ISO_SAMPLE_PICTURE (widget)->side;
  *minimum_baseline = *natural_baseline = -1;
}

static void
forget (IsoSamplePicture *picture)
{
  g_clear_pointer (&picture->thumbnail, cairo_surface_destroy);
  g_clear_pointer (&picture->dataset, iso_dataset_unref);
}

static void
iso_sample_picture_dispose (GObject *object)
{
  forget (ISO_SAMPLE_PICTURE (object));
  G_OBJECT_CLASS (iso_sample_picture_parent_class)->dispose (object);
}

static void
iso_sample_picture_class_init (IsoSamplePictureClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_sample_picture_dispose;
  widget_class->snapshot = iso_sample_picture_snapshot;
  widget_class->measure = iso_sample_picture_measure;
  gtk_widget_class_set_css_name (widget_class, "sample-picture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_sample_picture_init (IsoSamplePicture *picture)
{
  gtk_widget_set_halign (GTK_WIDGET (picture), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (picture), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (picture), FALSE);
}

GtkWidget *
iso_sample_picture_new (int side)
{
  IsoSamplePicture *picture = g_object_new (ISO_TYPE_SAMPLE_PICTURE, NULL);
  picture->side = side;
  return GTK_WIDGET (picture);
}

void
iso_sample_picture_show (IsoSamplePicture *picture, IsoDataset *dataset, guint32 index, const char *label)
{
  bool is_sample = dataset != NULL && index < iso_dataset_sample_count (dataset);
  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (picture), label);
  if (is_sample && dataset == picture->dataset && index == picture->index)
    return;
  forget (picture);
  if (is_sample)
    {
      picture->dataset = iso_dataset_ref (dataset);
      picture->index = index;
      picture->thumbnail = iso_thumbnail_new (dataset, index);
    }
  gtk_widget_set_visible (GTK_WIDGET (picture), picture->thumbnail != NULL);
  gtk_widget_queue_draw (GTK_WIDGET (picture));
}
