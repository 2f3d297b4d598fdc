#include "ui/plot/point-card.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/thumbnail.h"
#include "ui/plot/view-card.h"

#define PICTURE 56
#define DOT 8
/* From the point to the card. */
#define DISTANCE 16

struct _IsoPointCard {
  GtkWidget parent_instance;
  GtkWidget *picture, *dot, *words;
  GtkLabel *class_label, *sample_label, *kept_label;
  cairo_surface_t *thumbnail;
  guint32 class;
};

G_DEFINE_FINAL_TYPE (IsoPointCard, iso_point_card, GTK_TYPE_WIDGET)

static void
draw_picture (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  IsoPointCard *card = data;
  if (card->thumbnail != NULL)
    iso_thumbnail_draw (cairo, card->thumbnail, width, height);
}

static void
draw_dot (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  IsoPointCard *card = data;
  iso_set_color (cairo, iso_class_color (iso_present_theme (), card->class));
  cairo_arc (cairo, 0.5 * width, 0.5 * height, 0.5 * DOT, 0.0, 2.0 * G_PI);
  cairo_fill (cairo);
}

/* Names the class, says a line of the sample, and of its neighbors where there is something to say; kept may be NULL. */
static void
show (IsoPointCard *card, const IsoDataset *dataset, guint32 index, const char *class_name, const char *sample, const char *kept)
{
  g_clear_pointer (&card->thumbnail, cairo_surface_destroy);
  card->thumbnail = dataset != NULL ? iso_thumbnail_new (dataset, index) : NULL;
  gtk_widget_set_visible (card->picture, card->thumbnail != NULL);
  gtk_label_set_text (card->class_label, class_name);
  gtk_label_set_text (card->sample_label, sample);
  gtk_label_set_text (card->kept_label, kept != NULL ? kept : "");
  gtk_widget_set_visible (GTK_WIDGET (card->kept_label), kept != NULL);
  g_autofree char *sentence = g_strjoin (", ", class_name, sample, kept, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (card->words), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  gtk_widget_queue_draw (card->picture);
  gtk_widget_queue_draw (card->dot);
}

void
iso_point_card_set_point (IsoPointCard *card, const IsoProjectedMap *map, size_t point, double recall)
{
  const IsoMapSamples *samples = map->samples;
  bool is_test = samples->part == ISO_MAP_TEST;
  char number[32];
  g_return_if_fail (ISO_IS_POINT_CARD (card) && point < map->N);
  card->class = (guint32) map->labels[point];
  /* The number is the test sample's place in its part, the row of exported embeddings; of the training part only some are here, so
   * theirs is that of the data set. */
  iso_number_format (number, sizeof number, is_test ? (double) point : (double) samples->indices[point], 9);
  g_autofree char *sample = g_strdup_printf (is_test ? _("test sample %s") : _("training sample %s of the data"), number);
  g_autofree char *kept = isfinite (recall) ? g_strdup_printf (_("%.0f %% of its neighbors kept"), 100.0 * recall) : NULL;
  show (card, map->epoch->experiment->dataset, samples->indices[point], samples->class_names[card->class], sample, kept);
}

void
iso_point_card_set_sample (IsoPointCard *card, const IsoDataset *dataset, guint32 index, guint32 class, const char *class_name,
                           const char *words)
{
  g_return_if_fail (ISO_IS_POINT_CARD (card));
  card->class = class;
  show (card, dataset, index, class_name, words, NULL);
}

void
iso_point_card_place (GtkWidget *card, GtkWidget *overlay, double x, double y, GdkRectangle *place)
{
  int width = gtk_widget_get_width (overlay), height = gtk_widget_get_height (overlay);
  GtkRequisition size;
  gtk_widget_get_preferred_size (card, NULL, &size);
  bool is_right = x + DISTANCE + size.width <= width || x < 0.5 * width;
  place->width = MIN (size.width, width);
  place->height = MIN (size.height, height);
  place->x = (int) round (is_right ? x + DISTANCE : x - DISTANCE - place->width);
  place->y = (int) round (y - 0.5 * place->height);
  place->x = CLAMP (place->x, 0, width - place->width);
  place->y = CLAMP (place->y, 0, height - place->height);
}

static void
iso_point_card_dispose (GObject *object)
{
  IsoPointCard *card = ISO_POINT_CARD (object);
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (card))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&card->thumbnail, cairo_surface_destroy);
  G_OBJECT_CLASS (iso_point_card_parent_class)->dispose (object);
}

static void
iso_point_card_class_init (IsoPointCardClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_point_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "point-card");
}

static GtkWidget *
drawing_new (IsoPointCard *card, int side, GtkDrawingAreaDrawFunc draw)
{
  GtkWidget *area = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), side);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), side);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, card, NULL);
  gtk_widget_set_valign (area, GTK_ALIGN_CENTER);
  return area;
}

static GtkLabel *
label_new (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_widget_add_css_class (label, style);
  return GTK_LABEL (label);
}

static void
iso_point_card_init (IsoPointCard *card)
{
  GtkWidget *first_line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  card->picture = drawing_new (card, PICTURE, draw_picture);
  card->dot = drawing_new (card, DOT, draw_dot);
  card->class_label = label_new ("heading");
  card->sample_label = label_new ("caption");
  card->kept_label = label_new ("caption");
  card->words = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "orientation",
                              GTK_ORIENTATION_VERTICAL, "spacing", 2, "valign", GTK_ALIGN_CENTER, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (card->sample_label), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (card->sample_label), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (card->kept_label), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (card->kept_label), "numeric");
  gtk_box_append (GTK_BOX (first_line), card->dot);
  gtk_box_append (GTK_BOX (first_line), GTK_WIDGET (card->class_label));
  gtk_box_append (GTK_BOX (card->words), first_line);
  gtk_box_append (GTK_BOX (card->words), GTK_WIDGET (card->sample_label));
  gtk_box_append (GTK_BOX (card->words), GTK_WIDGET (card->kept_label));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (card))), 10);
  gtk_widget_set_parent (card->picture, GTK_WIDGET (card));
  gtk_widget_set_parent (card->words, GTK_WIDGET (card));
  /* It must not come between pointer and map. */
  gtk_widget_set_can_target (GTK_WIDGET (card), FALSE);
}

GtkWidget *
iso_point_card_new (void)
{
  return g_object_new (ISO_TYPE_POINT_CARD, NULL);
}
