/* UMAP as a kind of projection (McInnes, Healy, Melville: UMAP: Uniform Manifold Approximation and Projection for Dimension
 * Reduction, 2018). A step is an epoch. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/linalg/finite.h"
#include "engine/projection/pca.h"
#include "engine/projection/projection-private.h"
#include "engine/projection/umap-curve.h"
#include "engine/projection/umap-graph.h"
#include "engine/projection/umap-layout.h"

/* The first map reaches so far from its middle, and is shaken by so much that no two points meet. */
#define FIRST_EXTENT 10.0
#define FIRST_NOISE 1e-4
/* From an earlier map: so much of the learning rate, over so much of the epochs. */
#define LATER_RATE 0.25
#define LATER_EPOCHS 0.2
/* Epochs by default, and the number of points from which on the second holds. */
#define EPOCHS_FEW 500
#define EPOCHS_MANY 200
#define MANY 10000

typedef struct {
  IsoUmapGraph *graph;
  IsoUmapLayout *layout;
  float *next; /* (N, 2) */
} State;

static void
clear (gpointer data)
{
  State *state = data;
  if (state == NULL)
    return;
  iso_umap_layout_free (state->layout);
  iso_umap_graph_free (state->graph);
  iso_block_free (state->next);
  g_free (state);
}

/* Says something that a person should know, after what was said before. */
G_GNUC_PRINTF (2, 3) static void
add_note (IsoProjection *projection, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *added = g_strdup_vprintf (format, arguments), *before = projection->note;
  va_end (arguments);
  projection->note = before != NULL ? g_strconcat (before, "; ", added, NULL) : g_steal_pointer (&added);
}

static void
center (float *positions, size_t N)
{
  double sum[2] = { 0.0, 0.0 };
  for (size_t i = 0; i < 2 * N; i++)
    sum[i & 1] += (double) positions[i];
  for (size_t i = 0; i < 2 * N; i++)
    positions[i] = (float) ((double) positions[i] - sum[i & 1] / (double) N);
}

/* PCA, scaled, with a little noise. */
static bool
place_first (IsoProjection *projection, GCancellable *cancellable, GError **error)
{
  IsoPcaResult result;
  float *positions = projection->positions, largest = 0.0f;
  size_t N = projection->N;
  if (!iso_pca_solve (positions, &result, projection->embeddings, N, projection->D, ISO_PCA_AUTOMATIC,
                      (guint64) projection->settings.seed, projection->pool, cancellable, error))
    return false;
  for (size_t i = 0; i < 2 * N; i++)
    largest = MAX (largest, fabsf (positions[i]));
  double scale = largest > 0.0f ? FIRST_EXTENT / (double) largest : 0.0;
  IsoRandom noise;
  iso_random_init_child (&noise, &projection->random, G_MAXUINT64);
  for (size_t i = 0; i < 2 * N; i++)
    positions[i] = (float) (scale * (double) positions[i] + FIRST_NOISE * iso_random_normal (&noise));
  center (positions, N);
  /* Embeddings near the largest float leave its range here. */
  return iso_check_finite (positions, N, 2, error);
}

static size_t
choose_neighbors (IsoProjection *projection)
{
  size_t wanted = (size_t) projection->settings.umap.neighbors;
  if (wanted <= projection->N)
    return wanted;
  add_note (projection, _("%zu neighbors were asked for, there are %zu points: all were taken"), wanted, projection->N);
  return projection->N;
}

static IsoUmapPlan
make_plan (IsoProjection *projection, bool later)
{
  double spread = projection->settings.umap.spread, least = projection->settings.umap.min_dist;
  if (least > spread)
    {
      add_note (projection, _("the least distance %g is above the spread %g, which was taken instead"), least, spread);
      least = spread;
    }
  IsoUmapPlan plan = { .learning_rate = projection->settings.umap.learning_rate,
                       .epochs = (size_t) projection->settings.umap.epochs,
                       .negative_samples = (size_t) projection->settings.umap.negative_samples };
  iso_umap_curve (&plan.a, &plan.b, least, spread);
  if (plan.epochs == 0)
    plan.epochs = projection->N <= MANY ? EPOCHS_FEW : EPOCHS_MANY;
  if (later)
    {
      plan.learning_rate *= LATER_RATE;
      plan.epochs = (size_t) ceil (LATER_EPOCHS * (double) plan.epochs);
    }
  return plan;
}

static bool
prepare (IsoProjection *projection, const float *start, GCancellable *cancellable, GError **error)
{
  size_t N = projection->N;
  if (iso_projection_is_cancelled (cancellable, error)
      || !iso_check_finite (projection->embeddings, N, projection->D, error)
      || (start != NULL && !iso_check_finite (start, N, 2, error)))
    return false;
  if (N < 2)
    return true;
  State *state = projection->state = g_new0 (State, 1);
  size_t neighbors = choose_neighbors (projection);
  projection->nearest = iso_nearest_new (projection->embeddings, N, projection->D, neighbors - 1,
                                         (IsoNearestSearch) projection->settings.search, (guint64) projection->settings.seed,
                                         projection->pool, cancellable, error);
  if (projection->nearest == NULL)
    return false;
  iso_projection_report (projection, 0.7);
  state->graph = iso_umap_graph_new (projection->nearest, projection->pool, cancellable, error);
  if (state->graph == NULL)
    return false;
  iso_projection_report (projection, 0.8);
  IsoUmapPlan plan = make_plan (projection, start != NULL);
  state->layout = iso_umap_layout_new (state->graph, &plan, &projection->random, error);
  state->next = state->layout != NULL ? iso_block_new (N, 2, sizeof (float), _("map"), error) : NULL;
  if (state->next == NULL)
    return false;
  if (start != NULL)
    memcpy (projection->positions, start, N * 2 * sizeof *start);
  else if (!place_first (projection, cancellable, error))
    return false;
  projection->total = plan.epochs;
  iso_projection_report (projection, 1.0);
  return !iso_projection_is_cancelled (cancellable, error);
}

static bool
step (IsoProjection *projection, GCancellable *cancellable, GError **error)
{
  State *state = projection->state;
  size_t N = projection->N;
  memcpy (state->next, projection->positions, N * 2 * sizeof *state->next);
  if (!iso_umap_layout_run (state->layout, state->next, projection->done, projection->pool, cancellable, error))
    return false;
  center (state->next, N);
  float *before = projection->positions;
  projection->positions = state->next;
  state->next = before;
  return true;
}

const IsoProjectionKind iso_projection_umap = { .prepare = prepare, .step = step, .clear = clear };
