#include "ui/plot/similarity-canvas.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/similarity-figure.h"
#include "ui/figure/similarity-words.h"
#include "ui/plot/canvas-input.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define STEP 0.01
#define PAGE 0.1
#define DESCRIBE_DELAY 300 /* milliseconds: readers of screens need not hear of every step */

struct _IsoSimilarityCanvas {
  GtkWidget parent_instance;
  IsoSimilarityHistogram *histogram;
  GskRenderNode *node; /* the densities, of this size and theme */
  const IsoTheme *theme;
  int width, height;
  double cursor; /* NAN: none */
  gboolean by_keys;
  guint describe_source;
};

G_DEFINE_FINAL_TYPE (IsoSimilarityCanvas, iso_similarity_canvas, GTK_TYPE_WIDGET)

/* ---- drawing ---- */

static void
ensure_densities (IsoSimilarityCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const IsoTheme *theme = iso_present_theme ();
  if (canvas->node != NULL && canvas->width == width && canvas->height == height && canvas->theme == theme)
    return;
  const IsoSimilarityFigure figure = { .histogram = canvas->histogram, .theme = theme };
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height);
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  canvas->width = width;
  canvas->height = height;
  canvas->theme = theme;
  canvas->node = gsk_cairo_node_new (&bounds);
  cairo_t *cairo = gsk_cairo_node_get_draw_context (canvas->node);
  iso_similarity_figure_draw (cairo, width, height, &figure);
  cairo_destroy (cairo);
}

static void
iso_similarity_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoSimilarityCanvas *canvas = ISO_SIMILARITY_CANVAS (widget);
  if (canvas->histogram == NULL || gtk_widget_get_width (widget) < 1 || gtk_widget_get_height (widget) < 1)
    return;
  ensure_densities (canvas);
  gtk_snapshot_append_node (snapshot, canvas->node);
  if (isnan (canvas->cursor))
    return;
  const IsoSimilarityFigure figure = { .histogram = canvas->histogram, .theme = canvas->theme };
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) canvas->width, (float) canvas->height);
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);
  iso_similarity_figure_draw_cursor (cairo, canvas->width, canvas->height, &figure, canvas->cursor);
  cairo_destroy (cairo);
}

static void
redraw (IsoSimilarityCanvas *canvas)
{
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

/* ---- words ---- */

static gboolean
describe (gpointer data)
{
  IsoSimilarityCanvas *canvas = data;
  canvas->describe_source = 0;
  if (canvas->histogram == NULL)
    return G_SOURCE_REMOVE;
  g_autofree char *words = iso_similarity_words (canvas->histogram);
  g_autofree char *cursor = isnan (canvas->cursor) ? NULL : iso_similarity_readout (canvas->histogram, canvas->cursor);
  g_autofree char *sentence = cursor != NULL ? g_strdup_printf ("%s. %s", cursor, words) : g_strdup (words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  return G_SOURCE_REMOVE;
}

static void
describe_soon (IsoSimilarityCanvas *canvas)
{
  if (canvas->describe_source == 0)
    canvas->describe_source = g_timeout_add (DESCRIBE_DELAY, describe, canvas);
}

/* ---- the cursor ---- */

static void
set_cursor (IsoSimilarityCanvas *canvas, double similarity, gboolean by_keys)
{
  canvas->by_keys = by_keys && !isnan (similarity);
  if (canvas->cursor == similarity || (isnan (canvas->cursor) && isnan (similarity)))
    return;
  canvas->cursor = similarity;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  describe_soon (canvas);
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoSimilarityCanvas *canvas)
{
  double similarity = iso_similarity_figure_value (gtk_widget_get_width (GTK_WIDGET (canvas)), x);
  if (canvas->histogram != NULL)
    set_cursor (canvas, similarity >= -1.0 && similarity <= 1.0 ? similarity : (double) NAN, FALSE);
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoSimilarityCanvas *canvas)
{
  if (!canvas->by_keys)
    set_cursor (canvas, (double) NAN, FALSE);
}

static void
focus_left (GtkEventControllerFocus *controller, IsoSimilarityCanvas *canvas)
{
  if (canvas->by_keys)
    set_cursor (canvas, (double) NAN, FALSE);
}

static gboolean
move_to (IsoSimilarityCanvas *canvas, double similarity)
{
  if (canvas->histogram == NULL)
    return GDK_EVENT_PROPAGATE;
  set_cursor (canvas, CLAMP (round (similarity / STEP) * STEP, -1.0, 1.0), TRUE);
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoSimilarityCanvas *canvas)
{
  double from = isnan (canvas->cursor) ? 0.0 : canvas->cursor, step = isnan (canvas->cursor) ? 0.0 : STEP;
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      return move_to (canvas, from - step);
    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      return move_to (canvas, from + step);
    case GDK_KEY_Page_Up: case GDK_KEY_KP_Page_Up:
      return move_to (canvas, from - PAGE);
    case GDK_KEY_Page_Down: case GDK_KEY_KP_Page_Down:
      return move_to (canvas, from + PAGE);
    case GDK_KEY_Home: case GDK_KEY_KP_Home:
      return move_to (canvas, -1.0);
    case GDK_KEY_End: case GDK_KEY_KP_End:
      return move_to (canvas, 1.0);
    case GDK_KEY_Escape:
      if (isnan (canvas->cursor))
        return GDK_EVENT_PROPAGATE;
      set_cursor (canvas, (double) NAN, FALSE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* ---- the widget ---- */

static void
iso_similarity_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                               int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 150;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : 300;
}

static void
iso_similarity_canvas_unrealize (GtkWidget *widget)
{
  g_clear_pointer (&ISO_SIMILARITY_CANVAS (widget)->node, gsk_render_node_unref);
  GTK_WIDGET_CLASS (iso_similarity_canvas_parent_class)->unrealize (widget);
}

static void
iso_similarity_canvas_dispose (GObject *object)
{
  IsoSimilarityCanvas *canvas = ISO_SIMILARITY_CANVAS (object);
  g_clear_handle_id (&canvas->describe_source, g_source_remove);
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  g_clear_pointer (&canvas->histogram, g_free);
  G_OBJECT_CLASS (iso_similarity_canvas_parent_class)->dispose (object);
}

static void
iso_similarity_canvas_class_init (IsoSimilarityCanvasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_similarity_canvas_dispose;
  widget_class->snapshot = iso_similarity_canvas_snapshot;
  widget_class->measure = iso_similarity_canvas_measure;
  widget_class->unrealize = iso_similarity_canvas_unrealize;
  gtk_widget_class_set_css_name (widget_class, "similarity-canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_similarity_canvas_init (IsoSimilarityCanvas *canvas)
{
  static const IsoCanvasInput input = { G_CALLBACK (pointer_moved), G_CALLBACK (pointer_left), G_CALLBACK (key_pressed),
                                        G_CALLBACK (focus_left) };
  canvas->cursor = (double) NAN;
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Similarities of positive and negative pairs"), -1);
  iso_canvas_listen (GTK_WIDGET (canvas), &input);
  iso_watch_theme (GTK_WIDGET (canvas), G_CALLBACK (redraw));
}

GtkWidget *
iso_similarity_canvas_new (void)
{
  return g_object_new (ISO_TYPE_SIMILARITY_CANVAS, NULL);
}

void
iso_similarity_canvas_take (IsoSimilarityCanvas *canvas, IsoSimilarityHistogram *histogram)
{
  g_return_if_fail (ISO_IS_SIMILARITY_CANVAS (canvas));
  g_free (canvas->histogram);
  canvas->histogram = histogram;
  if (histogram == NULL)
    canvas->cursor = (double) NAN;
  redraw (canvas);
  describe_soon (canvas);
}

const IsoSimilarityHistogram *
iso_similarity_canvas_histogram (IsoSimilarityCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_SIMILARITY_CANVAS (canvas), NULL);
  return canvas->histogram;
}

double
iso_similarity_canvas_cursor (IsoSimilarityCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_SIMILARITY_CANVAS (canvas), (double) NAN);
  return canvas->cursor;
}
