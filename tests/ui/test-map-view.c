/* The map's widgets: what they show, how they follow a run, what keys and toggles do, and what they tell those who listen. Methods and
 * samples: test-map-methods.c. */
#include <adwaita.h>
#include <math.h>

#include "engine/base/random.h"
#include "engine/train/parameters.h"
#include "tests/support/widgets.h"
#include "ui/plot/axis-chooser.h"
#include "ui/plot/class-legend.h"
#include "ui/plot/map-canvas.h"
#include "ui/plot/map-projector.h"
#include "ui/plot/map-view.h"

#define WIDTH 520
#define HEIGHT 340

static IsoExperiment *experiment, *other_experiment;

/* Embeddings around a centre for each class that wander a little from epoch to epoch. */
static IsoEpochSnapshot *
epoch_new (IsoExperiment *of, int number)
{
  IsoEpochSnapshot *epoch = iso_epoch_snapshot_new (of, of->split.test.count, 8);
  IsoRandom random;
  iso_random_init (&random, 7, "test");
  epoch->epoch = number;
  for (size_t i = 0; i < epoch->N; i++)
    {
      gint32 label = iso_dataset_labels (of->dataset)[of->split.test.indices[i]];
      double turn = (double) label * (0.6 + 0.02 * number);
      for (size_t d = 0; d < epoch->D; d++)
        epoch->embeddings[8 * i + d] = (float) (cos (turn + (double) d) + 0.1 * iso_random_normal (&random));
    }
  return epoch;
}

typedef struct {
  GtkWidget *window;
  IsoMapView *view;
  IsoMapCanvas *canvas;
  IsoClassLegend *legend;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = gtk_window_new ();
  fixture->view = ISO_MAP_VIEW (iso_map_view_new ());
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
  fixture->canvas = ISO_MAP_CANVAS (test_find (GTK_WIDGET (fixture->view), ISO_TYPE_MAP_CANVAS));
  fixture->legend = ISO_CLASS_LEGEND (test_find (GTK_WIDGET (fixture->view), ISO_TYPE_CLASS_LEGEND));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->view), (gpointer *) &fixture->view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  for (int i = 0; i < 20 && fixture->view != NULL; i++)
    test_wait_ms (10);
  g_assert_null (fixture->view);
}

/* Shows an epoch and waits until it stands. */
static void
show (Fixture *fixture, int number)
{
  g_autoptr (IsoEpochSnapshot) epoch = epoch_new (experiment, number);
  iso_map_view_set_epoch (fixture->view, epoch);
  test_wait_ms (600);
}

/* Share of the widget's pixels that have a hue. */
static double
share_of_colour (GtkWidget *widget)
{
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height);
  g_autoptr (GdkTexture) texture = gsk_renderer_render_texture (renderer, node, &bounds);
  g_autofree guint32 *pixels = g_new (guint32, (size_t) width * (size_t) height);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  size_t hued = 0;
  for (size_t i = 0; i < (size_t) width * (size_t) height; i++)
    {
      int blue = (int) (pixels[i] & 255), green = (int) (pixels[i] >> 8 & 255), red = (int) (pixels[i] >> 16 & 255);
      hued += MAX (MAX (red, green), blue) - MIN (MIN (red, green), blue) > 40;
    }
  return (double) hued / ((double) width * height);
}

/* Below the axes, whose lists have stacks of their own. */
static GtkWidget *
find_pages (Fixture *fixture)
{
  return gtk_widget_get_next_sibling (test_find (GTK_WIDGET (fixture->view), ISO_TYPE_AXIS_CHOOSER));
}

static void
count_signal (GtkWidget *widget, guint *count)
{
  (*count)++;
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  GtkWidget *pages = find_pages (fixture);
  guint shown = 0;
  g_signal_connect (fixture->view, "shown", G_CALLBACK (count_signal), &shown);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (pages)), ==, "empty");
  test_wait_ms (700);
  GtkWidget *label = test_find (gtk_stack_get_visible_child (GTK_STACK (pages)), GTK_TYPE_LABEL);
  g_assert_true (gtk_widget_get_mapped (label));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (label)), "once a run is prepared"));
  show (fixture, 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (pages)), ==, "map");
  g_assert_cmpfloat (share_of_colour (GTK_WIDGET (fixture->canvas)), >, 0.01);
  g_assert_cmpuint (shown, ==, 1);
  iso_map_view_set_epoch (fixture->view, NULL);
  g_assert_cmpuint (shown, ==, 2);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (pages)), ==, "empty");
  g_assert_null (gtk_widget_get_first_child (test_find (GTK_WIDGET (fixture->legend), GTK_TYPE_BOX)));
}

static void
test_trouble (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoEpochSnapshot) broken = epoch_new (experiment, 3);
  GtkWidget *pages = find_pages (fixture);
  show (fixture, 2);
  broken->embeddings[100] = NAN;
  iso_map_view_set_epoch (fixture->view, broken);
  test_wait_ms (700);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (pages)), ==, "empty");
  GtkWidget *label = test_find (gtk_stack_get_visible_child (GTK_STACK (pages)), GTK_TYPE_LABEL);
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (label)), "no map of this epoch"));
  show (fixture, 4);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (pages)), ==, "map");
}

/* The next epoch is drawn on the way, several times, and then no more; nothing is drawn where nothing changes. */
static void
test_glide (Fixture *fixture, gconstpointer data)
{
  show (fixture, 1);
  guint at_rest = iso_map_canvas_drawn_count (fixture->canvas);
  test_wait_ms (200);
  g_assert_cmpuint (iso_map_canvas_drawn_count (fixture->canvas), ==, at_rest);
  show (fixture, 2);
  guint moved = iso_map_canvas_drawn_count (fixture->canvas);
  g_assert_cmpuint (moved, >=, at_rest + 3);
  test_wait_ms (200);
  g_assert_cmpuint (iso_map_canvas_drawn_count (fixture->canvas), ==, moved);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  show (fixture, 3);
  g_assert_cmpuint (iso_map_canvas_drawn_count (fixture->canvas), ==, moved + 1);
  g_assert_cmpfloat (iso_map_canvas_drawn_ms (fixture->canvas), <, 50.0);
}

static void
test_legend (Fixture *fixture, gconstpointer data)
{
  show (fixture, 1);
  GtkWidget *entries = test_find (GTK_WIDGET (fixture->legend), GTK_TYPE_BOX), *entry = gtk_widget_get_first_child (entries);
  guint count = 0;
  for (GtkWidget *child = entry; child != NULL; child = gtk_widget_get_next_sibling (child))
    count++;
  g_assert_cmpuint (count, ==, 10);
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_LABEL, "T-shirt/top");
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (entry)));
  double all = share_of_colour (GTK_WIDGET (fixture->canvas));
  g_signal_emit_by_name (entry, "clicked");
  test_wait_ms (100);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (entry)));
  g_assert_false (gtk_widget_has_css_class (entry, "faded"));
  g_assert_true (gtk_widget_has_css_class (gtk_widget_get_next_sibling (entry), "faded"));
  double one = share_of_colour (GTK_WIDGET (fixture->canvas));
  g_assert_cmpfloat (one, >, 0.0);
  g_assert_cmpfloat (one, <, 0.5 * all);
  /* It stays through the next epoch and goes when all are cleared. */
  show (fixture, 2);
  g_assert_cmpfloat (share_of_colour (GTK_WIDGET (fixture->canvas)), <, 0.5 * all);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (entry)));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), "map.clear-selection", NULL));
  test_wait_ms (100);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (entry)));
  g_assert_false (gtk_widget_has_css_class (gtk_widget_get_next_sibling (entry), "faded"));
  g_assert_cmpfloat (share_of_colour (GTK_WIDGET (fixture->canvas)), >, 0.8 * all);
}

static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  guint changes = 0;
  g_signal_connect (fixture->canvas, "view-changed", G_CALLBACK (count_signal), &changes);
  iso_map_canvas_zoom (fixture->canvas, 2.0, 10.0, 10.0); /* without a map: nothing */
  g_assert_cmpuint (changes, ==, 0);
  show (fixture, 1);
  g_assert_true (iso_map_canvas_is_fit (fixture->canvas));
  iso_map_canvas_zoom (fixture->canvas, 2.0, 100.0, 100.0);
  iso_map_canvas_zoom (fixture->canvas, 1e9, 100.0, 100.0);
  g_assert_false (iso_map_canvas_is_fit (fixture->canvas));
  g_assert_cmpuint (changes, ==, 1);
  show (fixture, 2);
  g_assert_false (iso_map_canvas_is_fit (fixture->canvas));
  iso_map_canvas_fit (fixture->canvas);
  g_assert_true (iso_map_canvas_is_fit (fixture->canvas));
  g_assert_cmpuint (changes, ==, 2);
  test_wait_ms (100);
  g_assert_cmpfloat (share_of_colour (GTK_WIDGET (fixture->canvas)), >, 0.01);
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  show (fixture, 5);
  gtk_test_accessible_assert_role (fixture->canvas, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_role (fixture->legend, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (fixture->canvas, GTK_ACCESSIBLE_PROPERTY_LABEL, "Map of the test embeddings");
  g_autofree char *description = gtk_test_accessible_check_property (GTK_ACCESSIBLE (fixture->canvas),
                                                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  g_assert_nonnull (description);
  g_assert_nonnull (strstr (description, "PCA of"));
  g_assert_nonnull (strstr (description, "epoch 5"));
  g_assert_nonnull (strstr (description, "10 classes"));
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (fixture->canvas)));
}

/* ---- the projector ---- */

typedef struct {
  guint count;
  int last_epoch;
  IsoExperiment *last_experiment;
} Arrived;

static void
arrived (IsoLiveFrame *frame, gpointer data)
{
  Arrived *all = data;
  const IsoEpochSnapshot *epoch = ((IsoMapSamples *) frame->subject)->epoch;
  if (frame->positions == NULL)
    return;
  all->count++;
  g_assert_true (epoch->experiment != all->last_experiment || epoch->epoch > all->last_epoch);
  all->last_epoch = epoch->epoch;
  all->last_experiment = epoch->experiment;
}

static void
request (IsoMapProjector *projector, IsoExperiment *of, int number)
{
  const IsoProjectionSettings settings = { .method = ISO_PROJECTION_PCA };
  g_autoptr (IsoEpochSnapshot) epoch = epoch_new (of, number);
  g_autoptr (IsoMapSamples) samples = iso_map_samples_new (epoch, ISO_MAP_TEST);
  iso_map_projector_request (projector, samples, &settings);
}

static void
test_projector (void)
{
  Arrived all = { 0 };
  g_autoptr (IsoMapProjector) projector = iso_map_projector_new (arrived, &all);
  for (int number = 1; number <= 9; number++)
    request (projector, experiment, number);
  test_wait_ms (300);
  /* Of those that waited the newest is left. */
  g_assert_cmpuint (all.count, >=, 1);
  g_assert_cmpuint (all.count, <=, 9);
  g_assert_cmpint (all.last_epoch, ==, 9);
  guint before = all.count;
  /* What was asked for before is dropped: by forgetting, and by another run. */
  request (projector, experiment, 10);
  iso_map_projector_forget (projector);
  test_wait_ms (300);
  g_assert_cmpuint (all.count, ==, before);
  request (projector, experiment, 11);
  request (projector, other_experiment, 1);
  test_wait_ms (300);
  g_assert_cmpuint (all.count, ==, before + 1);
  g_assert_true (all.last_experiment == other_experiment);
}

static void
test_projector_freed (void)
{
  Arrived all = { 0 };
  IsoMapProjector *projector = iso_map_projector_new (arrived, &all);
  request (projector, experiment, 1);
  request (projector, experiment, 2);
  iso_map_projector_free (projector);
  test_wait_ms (300);
  g_assert_cmpuint (all.count, ==, 0);
}

static IsoExperiment *
experiment_new (void)
{
  g_autoptr (GError) error = NULL;
  IsoSettings settings;
  iso_settings_init (&settings);
  IsoExperiment *made = iso_experiment_new (&settings, NULL, NULL, &error);
  g_assert_no_error (error);
  return made;
}

#define VIEW_TEST(name, function) g_test_add ("/map-view/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  experiment = experiment_new ();
  other_experiment = experiment_new ();
  VIEW_TEST ("empty", test_empty);
  VIEW_TEST ("trouble", test_trouble);
  VIEW_TEST ("glide", test_glide);
  VIEW_TEST ("legend", test_legend);
  VIEW_TEST ("zoom", test_zoom);
  VIEW_TEST ("accessible", test_accessible);
  g_test_add_func ("/map-projector/order", test_projector);
  g_test_add_func ("/map-projector/freed", test_projector_freed);
  int status = g_test_run ();
  iso_experiment_unref (experiment);
  iso_experiment_unref (other_experiment);
  return status;
}
