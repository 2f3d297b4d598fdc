/* t-SNE (van der Maaten, Hinton: Visualizing Data using t-SNE, JMLR 2008): a map whose KL (P‖Q) to the embeddings is least, with
 * q_ij = w_ij / Z, w_ij = 1 / (1 + ‖y_i − y_j‖²), Z = Σ_{i ≠ j} w_ij.
 *
 *     ¼ ∂KL / ∂y_i = Σ_j p_ij w_ij (y_i − y_j) − 1/Z Σ_j w_ij² (y_i − y_j)
 *
 * Descent as in the reference implementation: a momentum, and a gain for each coordinate that grows while it keeps its direction; a
 * first phase in which attraction is exaggerated. Length of a step by Belkina et al. 2019, first positions by Kobak and Berens 2019:
 * the principal axes, scaled small.
 *
 * Inside, the points stand in the order in which they lie in the map, and are put into that order again at some steps, so that
 * neighbors in the map are mostly in the cache. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/kernel.h"
#include "engine/linalg/finite.h"
#include "engine/projection/pca.h"
#include "engine/projection/plane-order.h"
#include "engine/projection/projection-private.h"
#include "engine/projection/tsne-affinities.h"
#include "engine/projection/tsne-repulsion.h"

#define BLOCK 256
/* Neighbors that a unit of perplexity needs. */
#define NEIGHBORS_PER_PERPLEXITY 3.0
#define LEAST_LEARNING_RATE 50.0
/* Of the first positions. */
#define FIRST_DEVIATION 1e-4
/* Noise on them, in units of it: enough that duplicates separate, too little to be seen. */
#define FIRST_NOISE 1e-2
#define GAIN_STEP 0.2f
#define GAIN_DECAY 0.8f
#define LEAST_GAIN 0.01f
/* No point goes further in one step: a guard against a learning rate that is too large for some point. */
#define LONGEST_MOVE 5.0f
/* Below this the cache holds all. */
#define ORDER_FROM 4096

typedef struct {
  double sum[2]; /* of the block's positions */
  double logs;   /* Σ p ln w */
} Block;

typedef struct {
  IsoAffinities *affinities;
  IsoRepulsion *repulsion;
  size_t N, block_count;
  guint32 *points;   /* (N): which point stands in a row */
  float *y;          /* (N, 2), in rows, as all below */
  float *velocity;   /* (N, 2) */
  float *gains;      /* (N, 2) */
  float *attraction; /* (N, 2) */
  float *repulsed;   /* (N, 2) */
  Block *blocks;
  bool started;      /* from an earlier map */
  GCancellable *cancellable;
  /* of the step that runs */
  float exaggeration, inverse_normalizer, momentum, learning_rate;
  float mean[2];
  float *positions;  /* (N, 2), by points */
} State;

static bool
lower_perplexity (IsoProjection *projection, double *perplexity)
{
  double most = MAX ((double) (projection->N - 1) / NEIGHBORS_PER_PERPLEXITY, 1.0);
  *perplexity = projection->settings.tsne.perplexity;
  if (*perplexity <= most)
    return false;
  g_autofree char *wanted = g_strdup_printf ("%.4g", *perplexity);
  projection->note = g_strdup_printf (_("perplexity %s needs %.0f points, there are %zu: %.3g was taken"), wanted,
                                      ceil (NEIGHBORS_PER_PERPLEXITY * *perplexity) + 1.0, projection->N, most);
  *perplexity = most;
  return true;
}

/* PCA, scaled to a deviation of FIRST_DEVIATION along the first axis, and noise. */
static bool
first_positions (IsoProjection *projection, GCancellable *cancellable, GError **error)
{
  IsoPcaResult result;
  float *positions = projection->positions;
  double square = 0.0;
  if (!iso_pca_solve (positions, &result, projection->embeddings, projection->N, projection->D, ISO_PCA_AUTOMATIC,
                      (guint64) projection->settings.seed, projection->pool, cancellable, error))
    return false;
  for (size_t i = 0; i < projection->N; i++)
    square += (double) positions[2 * i] * (double) positions[2 * i];
  double scale = square > 0.0 ? FIRST_DEVIATION / sqrt (square / (double) projection->N) : 0.0;
  for (size_t i = 0; i < 2 * projection->N; i++)
    positions[i] = (float) ((double) positions[i] * scale
                            + FIRST_NOISE * FIRST_DEVIATION * iso_random_normal (&projection->random));
  return true;
}

/* values (N, 2) by rows that were in another order. */
static void
reorder_pairs (float *values, const guint32 *order, size_t N, float *scratch)
{
  memcpy (scratch, values, 2 * N * sizeof (float));
  for (size_t row = 0; row < N; row++)
    {
      values[2 * row] = scratch[2 * order[row]];
      values[2 * row + 1] = scratch[2 * order[row] + 1];
    }
}

/* Rows into the order of the plane. */
static bool
order_rows (State *state, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  size_t N = state->N;
  if (N < ORDER_FROM)
    return true;
  g_autofree guint32 *order = g_new (guint32, N), *before = g_memdup2 (state->points, N * sizeof (guint32));
  iso_plane_order (order, state->y, N);
  if (!iso_affinities_reorder (state->affinities, order, pool, cancellable, error))
    return false;
  for (size_t row = 0; row < N; row++)
    state->points[row] = before[order[row]];
  reorder_pairs (state->y, order, N, state->attraction);
  reorder_pairs (state->velocity, order, N, state->attraction);
  reorder_pairs (state->gains, order, N, state->attraction);
  return true;
}

/* Seldom, for it takes as long as some steps: while the clusters form, and when they have found their places. */
static bool
is_time_to_order (const IsoProjection *projection, const State *state)
{
  size_t done = projection->done;
  return done > 0 && (done == 50 || done == 100 || done == 200 || (done % 250 == 0 && (done <= 1000 || done % 1000 == 0)))
         && !(state->started && done < 200);
}

static void
run_force_block (void *data, size_t block)
{
  State *state = data;
  if (!g_cancellable_is_cancelled (state->cancellable))
    iso_affinities_attract (state->affinities, state->attraction, state->y, block * BLOCK,
                            MIN ((block + 1) * BLOCK, state->N));
}

static ISO_KERNEL void
move_points (State *state, size_t first, size_t end, double *sum)
{
  for (size_t i = first; i < end; i++)
    {
      float move[2], length;
      for (size_t axis = 0; axis < 2; axis++)
        {
          size_t at = 2 * i + axis;
          float gradient = state->exaggeration * state->attraction[at] - state->inverse_normalizer * state->repulsed[at];
          float gain = (gradient > 0.0f) != (state->velocity[at] > 0.0f) ? state->gains[at] + GAIN_STEP
                                                                         : state->gains[at] * GAIN_DECAY;
          gain = gain > LEAST_GAIN ? gain : LEAST_GAIN;
          state->gains[at] = gain;
          move[axis] = state->momentum * state->velocity[at] - state->learning_rate * gain * gradient;
        }
      length = sqrtf (move[0] * move[0] + move[1] * move[1]);
      float factor = length > LONGEST_MOVE ? LONGEST_MOVE / length : 1.0f;
      for (size_t axis = 0; axis < 2; axis++)
        {
          state->velocity[2 * i + axis] = factor * move[axis];
          state->y[2 * i + axis] += factor * move[axis];
          sum[axis] += (double) state->y[2 * i + axis];
        }
    }
}

static void
run_move_block (void *data, size_t block)
{
  State *state = data;
  double *sum = state->blocks[block].sum;
  sum[0] = sum[1] = 0.0;
  move_points (state, block * BLOCK, MIN ((block + 1) * BLOCK, state->N), sum);
}

/* The mean is taken off, and the map goes to the caller's order. */
static void
run_center_block (void *data, size_t block)
{
  State *state = data;
  for (size_t i = block * BLOCK; i < MIN ((block + 1) * BLOCK, state->N); i++)
    for (size_t axis = 0; axis < 2; axis++)
      {
        state->y[2 * i + axis] -= state->mean[axis];
        state->positions[2 * state->points[i] + axis] = state->y[2 * i + axis];
      }
}

static void
center (State *state, IsoPool *pool)
{
  for (size_t axis = 0; axis < 2; axis++)
    {
      double sum = 0.0;
      for (size_t block = 0; block < state->block_count; block++)
        sum += state->blocks[block].sum[axis];
      state->mean[axis] = (float) (sum / (double) state->N);
    }
  iso_pool_run (pool, state->block_count, run_center_block, state);
}

/* Both forces of the map as it stands, and Z. */
static bool
evaluate_forces (State *state, double *normalizer, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  state->cancellable = cancellable;
  iso_pool_run (pool, state->block_count, run_force_block, state);
  state->cancellable = NULL;
  return !iso_projection_is_cancelled (cancellable, error)
         && iso_repulsion_evaluate (state->repulsion, state->repulsed, normalizer, state->y, pool, cancellable, error);
}

static bool
step (IsoProjection *projection, GCancellable *cancellable, GError **error)
{
  State *state = projection->state;
  double normalizer, learning_rate = projection->settings.tsne.learning_rate;
  bool early = !state->started && projection->done < (size_t) projection->settings.tsne.exaggeration_steps;
  if (is_time_to_order (projection, state) && !order_rows (state, projection->pool, cancellable, error))
    return false;
  if (!evaluate_forces (state, &normalizer, projection->pool, cancellable, error))
    return false;
  if (!(learning_rate > 0.0))
    learning_rate = MAX ((double) state->N / projection->settings.tsne.exaggeration, LEAST_LEARNING_RATE);
  state->exaggeration = early ? (float) projection->settings.tsne.exaggeration : 1.0f;
  state->momentum = (float) (early ? projection->settings.tsne.early_momentum : projection->settings.tsne.momentum);
  state->learning_rate = (float) learning_rate;
  state->inverse_normalizer = normalizer > 0.0 ? (float) (1.0 / normalizer) : 0.0f;
  iso_pool_run (projection->pool, state->block_count, run_move_block, state);
  center (state, projection->pool);
  return true;
}

static void
run_log_block (void *data, size_t block)
{
  State *state = data;
  state->blocks[block].logs
      = iso_affinities_log_weights (state->affinities, state->y, block * BLOCK, MIN ((block + 1) * BLOCK, state->N));
}

/* Σ p ln (p / q) = Σ p ln p − Σ p ln w + ln Z. */
static double
cost (IsoProjection *projection)
{
  State *state = projection->state;
  double normalizer, logs = 0.0;
  if (state->N < 2)
    return 0.0;
  iso_pool_run (projection->pool, state->block_count, run_log_block, state);
  for (size_t block = 0; block < state->block_count; block++)
    logs += state->blocks[block].logs;
  if (!iso_repulsion_normalizer (&normalizer, state->y, state->N, projection->pool, NULL))
    return (double) NAN;
  /* Never below 0 but by rounding. */
  return fmax (state->affinities->entropy - logs + log (normalizer), 0.0);
}

static void
clear (gpointer data)
{
  State *state = data;
  if (state == NULL)
    return;
  iso_affinities_free (state->affinities);
  iso_repulsion_free (state->repulsion);
  g_free (state->points);
  iso_block_free (state->y);
  g_free (state->blocks);
  g_free (state);
}

static bool
make_state (IsoProjection *projection, GError **error)
{
  size_t N = projection->N;
  State *state = projection->state = g_new0 (State, 1);
  state->N = N;
  state->block_count = (N + BLOCK - 1) / BLOCK;
  state->blocks = g_new0 (Block, MAX (state->block_count, 1));
  state->points = g_new (guint32, MAX (N, 1));
  state->positions = projection->positions;
  state->repulsion = iso_repulsion_new (N, ISO_REPULSION_AUTOMATIC, 0.0, iso_pool_threads (projection->pool));
  state->y = iso_block_new (MAX (N, 1), 5 * 2, sizeof (float), _("map"), error);
  if (state->y == NULL)
    return false;
  state->velocity = state->y + 2 * N;
  state->gains = state->y + 4 * N;
  state->attraction = state->y + 6 * N;
  state->repulsed = state->y + 8 * N;
  for (size_t i = 0; i < N; i++)
    state->points[i] = (guint32) i;
  return true;
}

/* Rows from the positions, centred. */
static bool
take_positions (IsoProjection *projection, GCancellable *cancellable, GError **error)
{
  State *state = projection->state;
  memcpy (state->y, projection->positions, 2 * state->N * sizeof (float));
  for (size_t i = 0; i < 2 * state->N; i++)
    state->gains[i] = 1.0f;
  for (size_t i = 0; i < state->N; i++)
    for (size_t axis = 0; axis < 2; axis++)
      state->blocks[i / BLOCK].sum[axis] += (double) state->y[2 * i + axis];
  if (state->N > 0)
    center (state, projection->pool);
  return order_rows (state, projection->pool, cancellable, error);
}

static bool
prepare (IsoProjection *projection, const float *start, GCancellable *cancellable, GError **error)
{
  size_t N = projection->N;
  double perplexity;
  if (!make_state (projection, error))
    return false;
  State *state = projection->state;
  state->started = start != NULL;
  if (N > 1)
    lower_perplexity (projection, &perplexity);
  else
    perplexity = 1.0;
  size_t k = (size_t) ceil (NEIGHBORS_PER_PERPLEXITY * perplexity);
  projection->nearest = iso_nearest_new (projection->embeddings, N, projection->D, k, (IsoNearestSearch) projection->settings.search,
                                         (guint64) projection->settings.seed, projection->pool, cancellable, error);
  if (projection->nearest == NULL)
    return false;
  iso_projection_report (projection, 0.7);
  state->affinities = iso_affinities_new (projection->nearest, perplexity, projection->pool, cancellable, error);
  if (state->affinities == NULL)
    return false;
  iso_projection_report (projection, 0.9);
  if (N < 2)
    return true;
  if (start != NULL && !iso_check_finite (start, N, 2, error))
    return false;
  if (start != NULL)
    memcpy (projection->positions, start, 2 * N * sizeof (float));
  else if (!first_positions (projection, cancellable, error))
    return false;
  if (!take_positions (projection, cancellable, error))
    return false;
  projection->total = (size_t) projection->settings.tsne.steps;
  iso_projection_report (projection, 1.0);
  return true;
}

const IsoProjectionKind iso_projection_tsne = { .prepare = prepare, .step = step, .cost = cost, .clear = clear };
