#include "ui/figure/compared-maps.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/match.h"
#include "engine/linalg/finite.h"
#include "engine/projection/align.h"
#include "ui/figure/axis.h"

/* Two points are a line, and nothing has ten neighbors among them. */
#define LEAST_COMMON 3
/* Steps between two looks at how far it is. */
#define STEPS 10

/* ---- which samples ---- */

static bool
check_data (const IsoEpochSnapshot *first, const IsoEpochSnapshot *second, GError **error)
{
  const IsoDataset *one = first->experiment->dataset, *other = second->experiment->dataset;
  if (one == other || g_str_equal (iso_dataset_fingerprint (one), iso_dataset_fingerprint (other)))
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
               _("The two were trained on different data (%s and %s), so there are no samples to follow from one map to the other. "
                 "Choose two runs of the same data."),
               iso_dataset_name (one), iso_dataset_name (other));
  return false;
}

/* samples[2]: of the rows that both have, in the first one's order. False with an error where there are too few. */
static bool
match (IsoMapSamples *samples[2], IsoEpochSnapshot *first, IsoEpochSnapshot *second, GError **error)
{
  IsoEpochSnapshot *epochs[2] = { first, second };
  const IsoSubset *parts[2] = { &first->experiment->split.test, &second->experiment->split.test };
  size_t most = MIN (first->N, second->N);
  g_autofree guint32 *one = g_new (guint32, MAX (most, 1)), *other = g_new (guint32, MAX (most, 1));
  guint32 *rows[2] = { one, other };
  size_t count = iso_match_samples (one, other, parts[0]->indices, first->N, parts[1]->indices, second->N);
  if (count < LEAST_COMMON)
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                           _("The two were tested on different samples, because their data are split in different ways. Choose two "
                             "runs whose Data settings are the same."));
      return false;
    }
  for (int side = 0; side < 2; side++)
    {
      bool is_whole = count == epochs[side]->N;
      for (size_t i = 0; i < count && is_whole; i++)
        is_whole = rows[side][i] == i;
      samples[side] = is_whole ? iso_map_samples_new (epochs[side], ISO_MAP_TEST)
                               : iso_map_samples_of_rows (epochs[side], rows[side], count);
    }
  return true;
}

/* Whose embeddings are none is what a person has to know. */
static bool
check_numbers (IsoMapSamples *const *samples, GError **error)
{
  if (!iso_check_finite (samples[0]->embeddings, samples[0]->N, samples[0]->D, error))
    g_prefix_error (error, "%s: ", C_("compared run", "A"));
  else if (!iso_check_finite (samples[1]->embeddings, samples[1]->N, samples[1]->D, error))
    g_prefix_error (error, "%s: ", C_("compared run", "B"));
  else
    return true;
  return false;
}

/* ---- layout ---- */

typedef struct {
  const IsoProjectionSettings *settings;
  IsoPool *pool;
  GCancellable *cancellable;
  IsoProjectionProgress progress; /* or NULL */
  gpointer progress_data;
  double begun, share; /* of the whole: what was done before, and what this map is */
} Layout;

static gpointer
ref_samples (gpointer samples)
{
  return iso_map_samples_ref (samples);
}

static void
unref_samples (gpointer samples)
{
  iso_map_samples_unref (samples);
}

static void
tell (const Layout *layout, double fraction)
{
  if (layout->progress != NULL)
    layout->progress (layout->begun + layout->share * fraction, layout->progress_data);
}

static void
prepared (double fraction, gpointer data)
{
  tell (data, 0.2 * fraction);
}

/* start (N, 2), or NULL. */
static IsoProjectedMap *
lay_out (Layout *layout, IsoMapSamples *samples, const float *start, GError **error)
{
  g_autoptr (IsoProjection) projection
      = iso_projection_new (samples->embeddings, samples->N, samples->D, NULL, layout->settings, start, layout->pool, layout->cancellable,
                            prepared, layout, error);
  if (projection == NULL)
    return NULL;
  while (iso_projection_done (projection) < iso_projection_total (projection))
    {
      if (!iso_projection_step (projection, STEPS, layout->cancellable, error))
        return NULL;
      tell (layout, 0.2 + 0.8 * (double) iso_projection_done (projection) / (double) iso_projection_total (projection));
    }
  g_autoptr (IsoLiveFrame) frame = iso_live_frame_of (projection, samples, ref_samples, unref_samples);
  return iso_projected_map_of_frame (frame);
}

/* The same places, for a map of its own: its box is another one. */
static IsoProjectedMap *
take_over_first (const IsoComparedMaps *before, const IsoMapSamples *samples, const IsoProjectionSettings *settings)
{
  if (before == NULL)
    return NULL;
  const IsoProjectedMap *map = before->maps[0];
  bool holds = map->epoch == samples->epoch && iso_map_samples_are_comparable (map->samples, samples)
               && iso_projection_settings_agree (&map->settings, settings);
  return holds ? iso_projected_map_of_frame (map->frame) : NULL;
}

static IsoNeighborChange *
take_over_change (const IsoComparedMaps *before, IsoMapSamples *const *samples)
{
  for (int side = 0; before != NULL && side < 2; side++)
    if (before->maps[side]->epoch != samples[side]->epoch
        || !iso_map_samples_are_comparable (before->maps[side]->samples, samples[side]))
      return NULL;
  return before != NULL ? iso_neighbor_change_ref (before->change) : NULL;
}

/* One box that shows both: a place of one picture is the same place of the other. The maps are nobody else's yet. */
static void
share_box (IsoProjectedMap *const *maps)
{
  const IsoMapBox *one = &maps[0]->fit, *other = &maps[1]->fit;
  double left = fmin (one->x - one->half_width, other->x - other->half_width);
  double right = fmax (one->x + one->half_width, other->x + other->half_width);
  double low = fmin (one->y - one->half_height, other->y - other->half_height);
  double high = fmax (one->y + one->half_height, other->y + other->half_height);
  const IsoMapBox both = { 0.5 * (left + right), 0.5 * (low + high), 0.5 * (right - left), 0.5 * (high - low) };
  maps[0]->fit = maps[1]->fit = both;
  maps[0]->has_given_fit = maps[1]->has_given_fit = true;
}

static bool
make_maps (IsoComparedMaps *maps, IsoMapSamples *const *samples, const IsoComparedMaps *before, Layout *layout, GError **error)
{
  maps->maps[0] = take_over_first (before, samples[0], layout->settings);
  layout->share = maps->maps[0] != NULL ? 0.0 : 0.5;
  if (maps->maps[0] == NULL)
    maps->maps[0] = lay_out (layout, samples[0], NULL, error);
  if (maps->maps[0] == NULL)
    return false;
  layout->begun = layout->share;
  layout->share = 1.0 - layout->begun;
  maps->maps[1] = lay_out (layout, samples[1], maps->maps[0]->positions, error);
  if (maps->maps[1] == NULL)
    return false;
  iso_align_procrustes (maps->maps[1]->frame->positions, maps->maps[0]->positions, maps->N);
  maps->maps[1]->fit = iso_map_box_fit (maps->maps[1]->positions, maps->N);
  share_box (maps->maps);
  return true;
}

static bool
make_change (IsoComparedMaps *maps, IsoMapSamples *const *samples, const IsoComparedMaps *before, const Layout *layout, GError **error)
{
  maps->change = take_over_change (before, samples);
  if (maps->change == NULL)
    maps->change = iso_neighbor_change_new (samples[0]->embeddings, samples[0]->D, samples[1]->embeddings, samples[1]->D, maps->N,
                                            ISO_CHANGE_NEIGHBORS, layout->pool, layout->cancellable, error);
  return maps->change != NULL;
}

IsoComparedMaps *
iso_compared_maps_new (IsoEpochSnapshot *first, IsoEpochSnapshot *second, const IsoProjectionSettings *settings,
                       const IsoComparedMaps *before, IsoPool *pool, GCancellable *cancellable, IsoProjectionProgress progress,
                       gpointer progress_data, GError **error)
{
  g_return_val_if_fail (settings->method != ISO_PROJECTION_AXES, NULL);
  g_autoptr (IsoComparedMaps) maps = g_new0 (IsoComparedMaps, 1);
  IsoMapSamples *samples[2] = { NULL, NULL };
  Layout layout = { settings, pool, cancellable, progress, progress_data, 0.0, 0.0 };
  iso_references_init (&maps->references);
  if (!check_data (first, second, error) || !match (samples, first, second, error))
    return NULL;
  maps->N = samples[0]->N;
  maps->all[0] = first->N;
  maps->all[1] = second->N;
  bool is_made = check_numbers (samples, error) && make_change (maps, samples, before, &layout, error) && make_maps (maps, samples, before, &layout, error);
  iso_map_samples_unref (samples[0]);
  iso_map_samples_unref (samples[1]);
  return is_made ? g_steal_pointer (&maps) : NULL;
}

IsoComparedMaps *
iso_compared_maps_ref (IsoComparedMaps *maps)
{
  iso_references_add (&maps->references);
  return maps;
}

void
iso_compared_maps_unref (IsoComparedMaps *maps)
{
  if (maps == NULL || !iso_references_drop (&maps->references))
    return;
  iso_projected_map_unref (maps->maps[0]);
  iso_projected_map_unref (maps->maps[1]);
  iso_neighbor_change_unref (maps->change);
  g_free (maps);
}

/* ---- what there is to see ---- */

size_t
iso_compared_maps_changed_count (const IsoComparedMaps *maps)
{
  return maps->N - maps->change->same;
}

IsoMapTrails
iso_compared_maps_trails (const IsoComparedMaps *maps, size_t count)
{
  return (IsoMapTrails) { maps->maps[0]->positions, maps->change->order, MIN (count, iso_compared_maps_changed_count (maps)) };
}

size_t
iso_compared_maps_row_of (const IsoComparedMaps *maps, guint32 sample)
{
  const IsoMapSamples *samples = maps->maps[0]->samples;
  for (size_t i = 0; i < maps->N; i++)
    if (samples->indices[i] == sample)
      return i;
  return G_MAXSIZE;
}

char *
iso_compared_maps_kept_text (const IsoComparedMaps *maps)
{
  return g_strdup_printf (_("%.0f %% of the %zu nearest neighbors kept"), 100.0 * maps->change->kept, maps->change->k);
}

char *
iso_compared_maps_samples_text (const IsoComparedMaps *maps)
{
  char count[32], one[32], other[32];
  iso_number_format (count, sizeof count, (double) maps->N, 9);
  if (maps->N == maps->all[0] && maps->N == maps->all[1])
    return g_strdup_printf (_("%s test samples"), count);
  iso_number_format (one, sizeof one, (double) maps->all[0], 9);
  iso_number_format (other, sizeof other, (double) maps->all[1], 9);
  return g_strdup_printf (_("%s test samples that both have, of %s and %s"), count, one, other);
}
