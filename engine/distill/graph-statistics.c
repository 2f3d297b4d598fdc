#include "engine/distill/graph-statistics.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/distill/graph.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/rows.h"

/* Values of k by ratio before the small ones, which are closer than whole numbers, fall together. */
#define SPACED 80

static const IsoTargetHealth no_health = { (double) NAN, (double) NAN, (double) NAN, (double) NAN, (double) NAN };

/* ---- diffusion at one k ---- */

/* |λ₂| of a symmetric T by its real eigenvalues, ascending: a tenth of what a general matrix costs. */
static double
symmetric_gap (const float *transition, size_t B)
{
  g_autofree double *A = g_new (double, B * B), *values = g_new (double, B);
  for (size_t at = 0; at < B * B; at++)
    A[at] = (double) transition[at];
  if (!iso_symmetric_eigenvalues (values, A, B, NULL))
    return (double) NAN;
  double low = fabs (values[0]), high = fabs (values[B - 1]);
  double second = low > high ? fmax (high, fabs (values[1])) : fmax (low, fabs (values[B - 2]));
  return CLAMP (1.0 - second, 0.0, 1.0);
}

static double
gap_of (const float *transition, IsoTransitionKind kind, size_t B)
{
  if (kind == ISO_TRANSITION_SOFTMAX)
    return iso_spectral_gap_quick (transition, B);
  return B >= 2 && B <= ISO_SPECTRAL_GAP_EXACT_SIZE ? symmetric_gap (transition, B) : iso_spectral_gap (transition, B);
}

static bool
measure_diffusion (IsoGraphStatistics *statistics, const float *similarity, const gint32 *labels, size_t B,
                   const IsoDistillSettings *settings, IsoTargets *room, IsoPool *pool, GError **error)
{
  statistics->spectral_gap = (double) NAN;
  statistics->targets = no_health;
  if (!iso_targets_compute (room, similarity, B, settings, ISO_STAGES_TARGETS, pool, error))
    return false;
  /* Each piece has an eigenvalue 1 of its own. */
  statistics->spectral_gap = statistics->graph.components > 1 ? 0.0 : gap_of (room->transition, settings->normalization, B);
  statistics->targets = iso_target_health (room->targets, labels, B);
  return true;
}

/* With a graph: k as it acts on B samples. */
static IsoDistillSettings
diffusing (const IsoDistillSettings *settings, int k)
{
  IsoDistillSettings copy = *settings;
  copy.mode = ISO_DISTILL_OBDP;
  copy.k = k;
  return copy;
}

static int
k_that_acts (int k, size_t B)
{
  return iso_graph_is_dense (k, B) ? (int) MAX (B, 1) - 1 : k;
}

bool
iso_graph_statistics (IsoGraphStatistics *statistics, const float *similarity, const gint32 *labels, size_t B,
                      const IsoDistillSettings *settings, IsoTargets *room, IsoPool *pool, GError **error)
{
  IsoDistillSettings own = diffusing (settings, k_that_acts (settings->k, B));
  g_autofree guint8 *edges = g_new (guint8, MAX (B * B, 1));
  g_autofree guint32 *keys = g_new (guint32, MAX (B * B, 1));
  iso_graph_build (edges, keys, similarity, own.graph, own.k, B, pool);
  statistics->k = own.k;
  statistics->graph = iso_graph_structure (edges, labels, B);
  return measure_diffusion (statistics, similarity, labels, B, &own, room, pool, error);
}

/* ---- at which k an edge comes ---- */

typedef struct {
  float similarity;
  guint32 sample;
} Neighbor;

static int
compare_neighbors (const void *a, const void *b)
{
  const Neighbor *x = a, *y = b;
  if (x->similarity < y->similarity || x->similarity > y->similarity)
    return x->similarity > y->similarity ? -1 : 1;
  return x->sample < y->sample ? -1 : 1;
}

/* ranks (B, B): j is the ranks_ij-th nearest of i, from 1; ties to the lower index, as iso_graph_build() has them. */
static guint32 *
rank_neighbors (const float *similarity, size_t B)
{
  guint32 *ranks = g_new0 (guint32, B * B);
  g_autofree Neighbor *row = g_new (Neighbor, B);
  for (size_t i = 0; i < B; i++)
    {
      size_t count = 0;
      for (size_t j = 0; j < B; j++)
        if (j != i)
          row[count++] = (Neighbor) { similarity[i * B + j], (guint32) j };
      qsort (row, count, sizeof *row, compare_neighbors);
      for (size_t r = 0; r < count; r++)
        ranks[i * B + row[r].sample] = (guint32) r + 1;
    }
  return ranks;
}

/* The smallest k at which i → j is there. */
static guint32
first_k (const guint32 *ranks, IsoGraphKind kind, size_t i, size_t j, size_t B)
{
  guint32 there = ranks[i * B + j], back = ranks[j * B + i];
  return kind == ISO_GRAPH_DIRECTED ? there : kind == ISO_GRAPH_MUTUAL ? MAX (there, back) : MIN (there, back);
}

/* Edges in the order in which they come; those up to k are the first ends[k]. Of each i · B + j. */
typedef struct {
  guint32 *edges; /* (B (B − 1)) */
  size_t *ends;   /* (B) */
} Arrivals;

static Arrivals
order_arrivals (const float *similarity, IsoGraphKind kind, size_t B)
{
  g_autofree guint32 *ranks = rank_neighbors (similarity, B);
  g_autofree size_t *places = g_new0 (size_t, B + 1);
  Arrivals arrivals = { g_new (guint32, B * (B - 1)), g_new (size_t, B) };
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      if (i != j)
        places[first_k (ranks, kind, i, j, B) + 1]++;
  for (size_t k = 0; k < B; k++)
    {
      places[k + 1] += places[k];
      arrivals.ends[k] = places[k + 1];
    }
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      if (i != j)
        arrivals.edges[places[first_k (ranks, kind, i, j, B)]++] = (guint32) (i * B + j);
  return arrivals;
}

/* ---- the sweep ---- */

/* at[].k: every one, or spaced by ratio with the settings' own among them. */
static void
choose_k (IsoGraphSweep *sweep)
{
  size_t most = sweep->B - 1;
  int own = sweep->settings.k, last = 0;
  bool is_spaced = sweep->B > ISO_GRAPH_SWEEP_ALL;
  size_t steps = is_spaced ? SPACED : most;
  sweep->at = g_new0 (IsoGraphStatistics, steps + 1);
  for (size_t s = 0; s < steps; s++)
    {
      double spaced = pow ((double) most, (double) s / (double) MAX (steps - 1, 1));
      int k = is_spaced ? (int) lround (spaced) : (int) s + 1;
      if (k > last + 1 && own > last && own < k)
        sweep->at[sweep->count++].k = own;
      if (k > last)
        sweep->at[sweep->count++].k = k;
      last = k;
    }
}

static bool
measure_all (IsoGraphSweep *sweep, const float *similarity, const gint32 *labels, const Arrivals *arrivals, IsoPool *pool,
             GCancellable *cancellable, GError **error)
{
  size_t B = sweep->B, added = 0;
  g_autoptr (IsoGraphGrowth) growth = iso_graph_growth_new (labels, B);
  g_autoptr (IsoTargets) room = iso_targets_new (B);
  for (size_t s = 0; s < sweep->count; s++)
    {
      IsoGraphStatistics *statistics = &sweep->at[s];
      IsoDistillSettings settings = diffusing (&sweep->settings, statistics->k);
      g_autoptr (GError) problem = NULL;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return false;
      for (; added < arrivals->ends[statistics->k]; added++)
        iso_graph_growth_add (growth, arrivals->edges[added] / B, arrivals->edges[added] % B);
      statistics->graph = iso_graph_growth_measure (growth);
      if (!measure_diffusion (statistics, similarity, labels, B, &settings, room, pool, &problem) && sweep->problem == NULL)
        sweep->problem = g_strdup (problem->message);
    }
  return true;
}

static void
measure_psd (IsoGraphSweep *sweep, const float *similarity, const gint32 *labels)
{
  size_t B = sweep->B;
  float *psd = iso_floats_new (B * B);
  sweep->psd = no_health;
  if (sweep->settings.tau > 0.0)
    {
      iso_rows_softmax (psd, similarity, (float) sweep->settings.tau, B, B);
      sweep->psd = iso_target_health (psd, labels, B);
    }
  iso_block_free (psd);
}

IsoGraphSweep *
iso_graph_sweep_new (const float *similarity, const gint32 *labels, size_t B, const IsoDistillSettings *settings, IsoPool *pool,
                     GCancellable *cancellable, GError **error)
{
  size_t square = 0;
  bool fits = iso_checked_multiply (&square, B, B);
  g_assert (fits && square <= G_MAXUINT32);
  if (!iso_all_finite (similarity, square))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("the teacher's similarities hold NaN or infinite values"));
      return NULL;
    }
  g_autoptr (IsoGraphSweep) sweep = g_new0 (IsoGraphSweep, 1);
  sweep->B = B;
  sweep->settings = diffusing (settings, k_that_acts (settings->k, B));
  measure_psd (sweep, similarity, labels);
  if (B < 2)
    return g_steal_pointer (&sweep);
  choose_k (sweep);
  Arrivals arrivals = order_arrivals (similarity, settings->graph, B);
  bool done = measure_all (sweep, similarity, labels, &arrivals, pool, cancellable, error);
  g_free (arrivals.edges);
  g_free (arrivals.ends);
  return done ? g_steal_pointer (&sweep) : NULL;
}

void
iso_graph_sweep_free (IsoGraphSweep *sweep)
{
  if (sweep == NULL)
    return;
  g_free (sweep->at);
  g_free (sweep->problem);
  g_free (sweep);
}

size_t
iso_graph_sweep_place (const IsoGraphSweep *sweep, double k)
{
  size_t place = 0;
  g_assert (sweep->count > 0);
  if (!(k > 0.0))
    return sweep->count - 1;
  for (size_t s = 1; s < sweep->count; s++)
    if (fabs (log (k / sweep->at[s].k)) < fabs (log (k / sweep->at[place].k)))
      place = s;
  return place;
}

bool
iso_graph_sweep_fits (const IsoGraphSweep *sweep, const IsoDistillSettings *settings)
{
  IsoDistillSettings other = *settings;
  other.k = sweep->settings.k;
  other.lambda = sweep->settings.lambda;
  other.mode = sweep->settings.mode;
  other.ramp = sweep->settings.ramp;
  return iso_distill_settings_equal (&sweep->settings, &other);
}
