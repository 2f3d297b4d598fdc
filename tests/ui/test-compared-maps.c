/* Two epochs' embeddings laid out beside each other: which samples, how the second lies, what is drawn and said of it. No display needed. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/train/parameters.h"
#include "tests/support/foreign-data.h"
#include "tests/support/synthetic-batch.h"
#include "ui/figure/compared-maps.h"
#include "ui/figure/figures.h"

#define D 6

static IsoExperiment *whole, *by_class, *foreign;

static IsoExperiment *
experiment_new (const char *assignment, const char *other)
{
  const char *const assignments[] = { assignment, other, NULL };
  IsoSettings settings;
  g_autoptr (GError) error = NULL;
  iso_settings_init (&settings);
  iso_settings_set_all (&settings, assignments, &error);
  g_assert_no_error (error);
  IsoExperiment *experiment = iso_experiment_new (&settings, NULL, NULL, &error);
  g_assert_no_error (error);
  return experiment;
}

static IsoEpochSnapshot *
epoch_new (IsoExperiment *experiment, double spread, guint64 seed)
{
  size_t N = experiment->split.test.count;
  IsoEpochSnapshot *epoch = iso_epoch_snapshot_new (experiment, N, D);
  g_autofree gint32 *labels = g_new (gint32, N);
  for (size_t i = 0; i < N; i++)
    labels[i] = iso_dataset_labels (experiment->dataset)[experiment->split.test.indices[i]];
  iso_test_embeddings (epoch->embeddings, labels, N, D, spread, seed);
  epoch->epoch = (int) seed;
  return epoch;
}

static IsoProjectionSettings
settings_of (int method)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  settings.projection.method = method;
  settings.projection.tsne.steps = 60;
  settings.projection.tsne.exaggeration_steps = 20;
  settings.projection.umap.epochs = 20;
  return settings.projection;
}

static IsoComparedMaps *
compare (IsoEpochSnapshot *first, IsoEpochSnapshot *second, int method, const IsoComparedMaps *before)
{
  g_autoptr (GError) error = NULL;
  IsoProjectionSettings settings = settings_of (method);
  IsoComparedMaps *maps = iso_compared_maps_new (first, second, &settings, before, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return maps;
}

/* The same embeddings, mirrored: the maps are one and the same, and nothing has changed. */
static void
test_mirrored (void)
{
  g_autoptr (IsoEpochSnapshot) first = epoch_new (whole, 0.8, 1), second = epoch_new (whole, 0.8, 1);
  for (size_t i = 0; i < second->N; i++)
    for (size_t d = 0; d < D; d++)
      second->embeddings[i * D + d] = -first->embeddings[i * D + (d + 2) % D];
  g_autoptr (IsoComparedMaps) maps = compare (first, second, ISO_PROJECTION_PCA, NULL);
  g_assert_cmpuint (maps->N, ==, first->N);
  for (size_t at = 0; at < 2 * maps->N; at++)
    g_assert_true (fabsf (maps->maps[0]->positions[at] - maps->maps[1]->positions[at]) <= 1e-3f);
  g_assert_true (maps->change->kept >= 0.999);
  g_assert_cmpmem (&maps->maps[0]->fit, sizeof (IsoMapBox), &maps->maps[1]->fit, sizeof (IsoMapBox));
}

/* Half of one's test part and a fifth of the other's are the same samples: row by row they are the same in both maps. */
static void
test_partly (void)
{
  g_autoptr (IsoEpochSnapshot) first = epoch_new (whole, 0.8, 1), second = epoch_new (by_class, 0.6, 2);
  g_autoptr (IsoComparedMaps) maps = compare (first, second, ISO_PROJECTION_PCA, NULL);
  g_autofree char *text = iso_compared_maps_samples_text (maps);
  const IsoMapSamples *one = maps->maps[0]->samples, *other = maps->maps[1]->samples;
  size_t common = 0;
  for (size_t i = 0; i < first->N; i++)
    for (size_t j = 0; j < second->N; j++)
      common += whole->split.test.indices[i] == by_class->split.test.indices[j];
  g_assert_cmpuint (maps->N, ==, common);
  g_assert_cmpuint (common, <, first->N);
  g_assert_cmpuint (common, >, 100);
  for (size_t i = 0; i < maps->N; i++)
    {
      guint32 sample = one->indices[i];
      size_t row = 0;
      g_assert_cmpuint (other->indices[i], ==, sample);
      while (by_class->split.test.indices[row] != sample)
        row++;
      g_assert_cmpmem (other->embeddings + i * D, D * sizeof (float), second->embeddings + row * D, D * sizeof (float));
      g_assert_cmpint (one->labels[i], ==, iso_dataset_labels (whole->dataset)[sample]);
    }
  g_assert_cmpuint (iso_compared_maps_row_of (maps, one->indices[7]), ==, 7);
  g_assert_cmpuint (iso_compared_maps_row_of (maps, G_MAXUINT32), ==, G_MAXSIZE);
  g_assert_nonnull (strstr (text, "that both have"));
}

static void
test_refused (void)
{
  g_autoptr (IsoEpochSnapshot) first = epoch_new (whole, 0.8, 1), other = epoch_new (foreign, 0.8, 1), broken = epoch_new (whole, 0.8, 2);
  g_autoptr (GError) error = NULL;
  IsoProjectionSettings settings = settings_of (ISO_PROJECTION_PCA);
  g_assert_null (iso_compared_maps_new (first, other, &settings, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "different data"));
  g_clear_error (&error);
  broken->embeddings[3] = NAN;
  g_assert_null (iso_compared_maps_new (first, broken, &settings, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
  g_clear_error (&error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  g_assert_null (iso_compared_maps_new (first, first, &settings, NULL, NULL, cancellable, NULL, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
}

static void
note_progress (double fraction, gpointer data)
{
  double *last = data;
  g_assert_true (fraction >= *last - 1e-9 && fraction <= 1.0 + 1e-9);
  *last = fraction;
}

/* Every method: the first map is not made anew where only the second is another, nor are neighbors searched again for another method. */
static void
test_taken_over (void)
{
  g_autoptr (IsoEpochSnapshot) first = epoch_new (whole, 0.8, 1), second = epoch_new (whole, 0.6, 2), third = epoch_new (whole, 0.4, 3);
  for (int method = 0; method < ISO_PROJECTION_AXES; method++)
    {
      IsoProjectionSettings settings = settings_of (method);
      double progress = 0.0;
      g_autoptr (GError) error = NULL;
      g_autoptr (IsoComparedMaps) maps
          = iso_compared_maps_new (first, second, &settings, NULL, NULL, NULL, note_progress, &progress, &error);
      g_assert_no_error (error);
      g_assert_true (iso_projection_method_has_steps (method) ? progress >= 1.0 - 1e-9 : progress <= 1.0);
      g_autoptr (IsoComparedMaps) next = compare (first, third, method, maps);
      g_assert_true (next->maps[0]->frame == maps->maps[0]->frame);
      g_assert_true (next->change != maps->change);
      g_autoptr (IsoComparedMaps) other = compare (first, third, (method + 1) % ISO_PROJECTION_AXES, next);
      g_assert_true (other->change == next->change);
      g_assert_true (other->maps[0]->frame != next->maps[0]->frame);
    }
}

static void
test_trails (void)
{
  g_autoptr (IsoEpochSnapshot) first = epoch_new (whole, 0.8, 1), second = epoch_new (whole, 0.3, 2);
  g_autoptr (IsoComparedMaps) maps = compare (first, second, ISO_PROJECTION_PCA, NULL), same = compare (first, first, ISO_PROJECTION_PCA, NULL);
  IsoMapTrails trails = iso_compared_maps_trails (maps, 20), all = iso_compared_maps_trails (maps, G_MAXSIZE);
  g_assert_cmpuint (trails.count, ==, 20);
  g_assert_cmpuint (all.count, ==, iso_compared_maps_changed_count (maps));
  g_assert_cmpuint (iso_compared_maps_trails (same, 20).count, ==, 0);
  for (size_t i = 0; i < all.count; i++)
    g_assert_true (maps->change->changed[all.points[i]] > 0.0f);
  g_autofree char *kept = iso_compared_maps_kept_text (same);
  g_assert_cmpstr (kept, ==, "100 % of the 10 nearest neighbors kept");
}

static size_t
count_ink (const IsoFigure *figure, double left)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 800, 500);
  cairo_t *cairo = cairo_create (surface);
  const IsoFigureLook look = { 800.0, 500.0, 1.0, iso_theme (ISO_THEME_LIGHT) };
  size_t ink = 0;
  iso_figure_draw (figure, cairo, &look);
  cairo_surface_flush (surface);
  const guint32 *pixels = (const guint32 *) (const void *) cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface) / 4;
  for (int y = 80; y < 420; y++)
    for (int x = (int) left; x < (int) left + 390; x++)
      ink += (pixels[y * stride + x] & 0xffffff) != 0xffffff;
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  return ink;
}

/* Lines in the second map alone; the numbers are the maps' own. */
static void
test_figure (void)
{
  const char *const names[] = { "A: one", "B: other" };
  g_autoptr (IsoEpochSnapshot) first = epoch_new (whole, 0.8, 1), second = epoch_new (whole, 0.3, 2);
  g_autoptr (IsoComparedMaps) maps = compare (first, second, ISO_PROJECTION_PCA, NULL);
  g_autoptr (IsoFigure) with = iso_figure_of_compared_maps (maps, 60, NULL, names, "Maps", NULL);
  g_autoptr (IsoFigure) without = iso_figure_of_compared_maps (maps, 0, NULL, names, "Maps", NULL);
  g_assert_cmpuint (count_ink (with, 0.0), ==, count_ink (without, 0.0));
  g_assert_cmpuint (count_ink (with, 400.0), >, count_ink (without, 400.0) + 200);
  g_autoptr (IsoNumberTable) table = iso_figure_tabulate (with);
  g_assert_cmpuint (iso_number_table_rows (table), ==, maps->N);
  g_assert_cmpuint (iso_number_table_columns (table), ==, 7);
  for (size_t i = 0; i < maps->N; i += 37)
    {
      g_assert_true (fabs (iso_number_table_value (table, i, 0) - maps->maps[0]->samples->indices[i]) <= 0.0);
      g_assert_true (fabs (iso_number_table_value (table, i, 5) - (double) maps->maps[1]->positions[2 * i + 1]) <= 0.0);
      g_assert_true (fabs (iso_number_table_value (table, i, 6) - (1.0 - (double) maps->change->changed[i])) <= 1e-6);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  whole = experiment_new ("network.embedding=6", "data.split=sample");
  by_class = experiment_new ("network.embedding=6", "data.split=class");
  foreign = iso_test_foreign_experiment ();
  g_test_add_func ("/compared-maps/mirrored", test_mirrored);
  g_test_add_func ("/compared-maps/partly", test_partly);
  g_test_add_func ("/compared-maps/refused", test_refused);
  g_test_add_func ("/compared-maps/taken-over", test_taken_over);
  g_test_add_func ("/compared-maps/trails", test_trails);
  g_test_add_func ("/compared-maps/figure", test_figure);
  int status = g_test_run ();
  iso_experiment_unref (whole);
  iso_experiment_unref (by_class);
  iso_experiment_unref (foreign);
  return status;
}
