#include "engine/distill/target.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/distill/diffusion.h"
#include "engine/distill/graph.h"
#include "engine/distill/transition.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/rows.h"

/* Below this many samples handing rows to other threads costs more than it saves. */
#define POOL_BATCH 256
/* Rows a block of the pool. */
#define BLOCK 64
/* Similarities are multiplied by 1/τ, which must stay within float32. */
#define LEAST_TEMPERATURE 1e-30

struct _IsoTargetsScratch {
  size_t capacity;
  float *system;    /* (B, B) matrix of the linear system; also the walk's second buffer and, before either, the keys of top-k */
  float *maxima, *roots; /* (B) */
  guint8 *isolated; /* (B) */
};

/* One computation, all of whose parts are needed by every stage. */
typedef struct {
  IsoKeptStages kept;
  bool by_kernel; /* P is made from K, which is there */
  IsoTargets *targets;
  const float *similarity;
  const IsoDistillSettings *settings;
  size_t B;
  IsoPool *pool;
  bool undirected;
} Stages;

typedef struct {
  float *X;
  const float *kernel, *F;
  size_t B;
  bool sums_to_one; /* rows of K F do */
} Product;

IsoTargets *
iso_targets_new (size_t capacity)
{
  size_t square = 0;
  bool fits = iso_checked_multiply (&square, capacity, capacity);
  g_assert (fits);
  IsoTargets *targets = g_new0 (IsoTargets, 1);
  struct _IsoTargetsScratch *scratch = g_new0 (struct _IsoTargetsScratch, 1);
  targets->scratch = scratch;
  scratch->capacity = capacity;
  scratch->system = iso_floats_new (square);
  scratch->maxima = iso_floats_new (capacity);
  scratch->roots = iso_floats_new (capacity);
  scratch->isolated = g_new0 (guint8, MAX (capacity, 1));
  targets->edges = g_new0 (guint8, MAX (square, 1));
  targets->affinity = iso_floats_new (square);
  targets->transition = iso_floats_new (square);
  targets->kernel = iso_floats_new (square);
  targets->psd = iso_floats_new (square);
  targets->targets = iso_floats_new (square);
  return targets;
}

void
iso_targets_free (IsoTargets *targets)
{
  if (targets == NULL)
    return;
  iso_block_free (targets->scratch->system);
  iso_block_free (targets->scratch->maxima);
  iso_block_free (targets->scratch->roots);
  g_free (targets->scratch->isolated);
  g_free (targets->scratch);
  g_free (targets->edges);
  iso_block_free (targets->affinity);
  iso_block_free (targets->transition);
  iso_block_free (targets->kernel);
  iso_block_free (targets->psd);
  iso_block_free (targets->targets);
  g_free (targets);
}

static bool
check_temperature (double value, const char *key, GError **error)
{
  if (value >= LEAST_TEMPERATURE && value < (double) INFINITY)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s is %g; it must be a number of at least %g"), key, value,
               LEAST_TEMPERATURE);
  return false;
}

static bool
check_diffusion (const IsoDistillSettings *settings, size_t B, GError **error)
{
  bool undirected = settings->graph != ISO_GRAPH_DIRECTED || (B == 0 ? settings->k == 0 : iso_graph_is_dense (settings->k, B));
  if (!(settings->omega >= 0.0 && settings->omega < 1.0))
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("distill.omega is %g; it must be at least 0 and below 1"),
                 settings->omega);
  else if (!(settings->gamma > 0.0 && settings->gamma < (double) INFINITY))
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("distill.gamma is %g; it must be above 0"), settings->gamma);
  else if (settings->k < 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("distill.k is %d; it must be at least 0 (0 = all neighbors)"),
                 settings->k);
  else if (settings->steps < 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("distill.steps is %d; it must be at least 0 (0 = the walk's limit)"),
                 settings->steps);
  else if (settings->normalization == ISO_TRANSITION_SYMMETRIC && !undirected)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("distill.normalization=symmetric needs an undirected graph: with distill.k=%d set distill.graph to mutual or "
                   "union, or distill.k to 0"),
                 settings->k);
  else
    return check_temperature (settings->tau_d, "distill.tau_d", error);
  return false;
}

bool
iso_distill_settings_validate (const IsoDistillSettings *settings, size_t B, GError **error)
{
  return check_temperature (settings->tau, "distill.tau", error)
         && (settings->mode != ISO_DISTILL_OBDP || check_diffusion (settings, B, error));
}

static void
soften_rows (void *data, size_t block)
{
  const Stages *stages = data;
  size_t first = block * BLOCK, count = MIN (stages->B - first, BLOCK);
  iso_rows_softmax (stages->targets->psd + first * stages->B, stages->similarity + first * stages->B,
                    (float) stages->settings->tau, count, stages->B);
}

/* psd = softmax_rows(Sᵗ/τ) */
static void
compute_psd (Stages *stages)
{
  iso_pool_run (stages->pool, (stages->B + BLOCK - 1) / BLOCK, soften_rows, stages);
}

static void
compute_transition (Stages *stages, bool with_affinity)
{
  IsoTargets *targets = stages->targets;
  const IsoDistillSettings *settings = stages->settings;
  struct _IsoTargetsScratch *scratch = targets->scratch;
  iso_graph_build (targets->edges, (guint32 *) (void *) scratch->system, stages->similarity, settings->graph, settings->k,
                   stages->B, stages->pool);
  if (settings->normalization == ISO_TRANSITION_SYMMETRIC)
    {
      iso_transition_symmetric (targets->transition, targets->affinity, scratch->isolated, stages->similarity, targets->edges,
                                settings->gamma, stages->B);
      return;
    }
  iso_transition_softmax (targets->transition, scratch->maxima, scratch->isolated, stages->similarity, targets->edges,
                          settings->tau_d, stages->B, stages->pool);
  if (with_affinity)
    iso_transition_edge_similarity (targets->affinity, stages->similarity, targets->edges, stages->B);
}

/* X = K F by the fastest way that these settings allow. With the softmax transition rows of K F sum to 1 where those of F do, and
 * are divided by their sums: their float32 errors grow by 1/(1−ω) otherwise. What fails, fails because float32 cannot tell ω
 * from 1. */
static bool
apply_kernel (float *X, const Stages *stages, const float *F, GError **error)
{
  const IsoTargets *targets = stages->targets;
  const IsoDistillSettings *settings = stages->settings;
  struct _IsoTargetsScratch *scratch = targets->scratch;
  bool symmetric = settings->normalization == ISO_TRANSITION_SYMMETRIC;
  if (!symmetric && stages->undirected
      && iso_diffusion_solve_balanced (X, scratch->system, scratch->roots, targets->transition, scratch->maxima,
                                       stages->similarity, targets->edges, scratch->isolated, F,
                                       settings->tau_d, settings->omega, stages->B, stages->pool))
    return true;
  if (!(symmetric ? iso_diffusion_solve_symmetric : iso_diffusion_solve) (X, scratch->system, targets->transition, F,
                                                                          settings->omega, stages->B, stages->pool, error))
    {
      g_prefix_error (error, _("distill.omega=%.12g is too close to 1: "), settings->omega);
      return false;
    }
  if (!symmetric)
    iso_rows_divide_by_sum (X, stages->B, stages->B);
  return true;
}

/* Closed form: K = (1−ω)(I − ωT)⁻¹, which for ω = 0 is I exactly. An isolated sample's row is that of I. */
static bool
compute_kernel (Stages *stages, GError **error)
{
  IsoTargets *targets = stages->targets;
  size_t B = stages->B;
  /* The targets are made after the kernel: their room holds I meanwhile. */
  float *identity = targets->targets;
  memset (identity, 0, B * B * sizeof *identity);
  for (size_t i = 0; i < B; i++)
    identity[i * B + i] = 1.0f;
  if (stages->settings->omega == 0.0)
    memcpy (targets->kernel, identity, B * B * sizeof *identity);
  else if (!apply_kernel (targets->kernel, stages, identity, error))
    return false;
  for (size_t i = 0; i < B; i++)
    if (targets->scratch->isolated[i])
      memcpy (targets->kernel + i * B, identity + i * B, B * sizeof *identity);
  return true;
}

static void
kernel_rows (void *data, size_t block)
{
  const Product *product = data;
  size_t B = product->B, first = block * BLOCK, count = MIN (B - first, BLOCK);
  iso_gemm (product->X + first * B, product->kernel + first * B, product->F, ISO_PLAIN, ISO_PLAIN, 1.0f, 0.0f, count, B, B, B, B, B);
  if (product->sums_to_one)
    iso_rows_divide_by_sum (product->X + first * B, count, B);
}

/* X = K F, as apply_kernel() would solve for it. */
static void
multiply_by_kernel (float *X, const Stages *stages, const float *F)
{
  Product product = { X, stages->targets->kernel, F, stages->B, stages->settings->normalization == ISO_TRANSITION_SOFTMAX };
  iso_pool_run (stages->pool, (stages->B + BLOCK - 1) / BLOCK, kernel_rows, &product);
}

/* P of the diffused mode. Where diffusion does nothing (ω = 0, isolated samples) the targets are those of PSD to the last bit. */
static bool
compute_diffused_targets (Stages *stages, GError **error)
{
  IsoTargets *targets = stages->targets;
  const IsoDistillSettings *settings = stages->settings;
  size_t B = stages->B;
  bool is_softmax = settings->normalization == ISO_TRANSITION_SOFTMAX;
  const float *start = is_softmax ? targets->psd : stages->similarity;
  if (settings->omega == 0.0)
    {
      memcpy (targets->targets, targets->psd, B * B * sizeof *targets->psd);
      return true;
    }
  if (settings->steps > 0)
    {
      iso_diffusion_walk (targets->targets, targets->scratch->system, targets->transition, start, settings->omega,
                          settings->steps, B);
      if (is_softmax)
        iso_rows_divide_by_sum (targets->targets, B, B);
    }
  else if (stages->by_kernel)
    multiply_by_kernel (targets->targets, stages, start);
  else if (!apply_kernel (targets->targets, stages, start, error))
    return false;
  if (!is_softmax)
    iso_rows_softmax (targets->targets, targets->targets, (float) settings->tau, B, B);
  for (size_t i = 0; i < B; i++)
    if (targets->scratch->isolated[i])
      memcpy (targets->targets + i * B, targets->psd + i * B, B * sizeof *targets->psd);
  if (iso_all_finite (targets->targets, B * B))
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC,
               _("the diffused targets are not finite: distill.omega=%.12g is too close to 1"), settings->omega);
  return false;
}

static void
compute_plain_targets (Stages *stages)
{
  float *targets = stages->targets->targets;
  size_t count = stages->B * stages->B;
  if (stages->settings->mode != ISO_DISTILL_UNIFORM)
    memcpy (targets, stages->targets->psd, count * sizeof *targets);
  else
    for (size_t at = 0; at < count; at++)
      targets[at] = (float) (1.0 / (double) stages->B);
}

static bool
compute (IsoTargets *targets, const float *teacher_similarity, size_t B, const IsoDistillSettings *settings, IsoStages stages,
         IsoKeptStages kept, bool by_kernel, IsoPool *pool, GError **error)
{
  g_assert (B <= targets->scratch->capacity);
  bool all = stages == ISO_STAGES_ALL, diffused = settings->mode == ISO_DISTILL_OBDP;
  if (!check_temperature (settings->tau, "distill.tau", error)
      || ((all || diffused) && !check_diffusion (settings, MAX (B, 1), error)))
    return false;
  if (!iso_all_finite (teacher_similarity, B * B))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("the teacher's similarities hold NaN or infinite values"));
      return false;
    }
  Stages work = { .targets = targets, .similarity = teacher_similarity, .settings = settings, .B = B,
                  .pool = B >= POOL_BATCH ? pool : NULL, .kept = kept, .by_kernel = by_kernel,
                  .undirected = iso_graph_is_undirected (settings->graph, settings->k, B) };
  targets->batch_size = B;
  if ((kept & ISO_KEEP_PSD) == 0)
    compute_psd (&work);
  if ((all || diffused) && (kept & ISO_KEEP_TRANSITION) == 0)
    compute_transition (&work, all);
  if (all && (kept & ISO_KEEP_KERNEL) == 0 && !compute_kernel (&work, error))
    return false;
  if (diffused)
    return compute_diffused_targets (&work, error);
  compute_plain_targets (&work);
  return true;
}

bool
iso_targets_compute (IsoTargets *targets, const float *teacher_similarity, size_t B, const IsoDistillSettings *settings,
                     IsoStages stages, IsoPool *pool, GError **error)
{
  return compute (targets, teacher_similarity, B, settings, stages, ISO_KEEP_NOTHING, false, pool, error);
}

bool
iso_targets_recompute (IsoTargets *targets, const float *teacher_similarity, size_t B, const IsoDistillSettings *settings,
                       IsoKeptStages kept, IsoPool *pool, GError **error)
{
  return compute (targets, teacher_similarity, B, settings, ISO_STAGES_ALL, kept, true, pool, error);
}

double
iso_ramp (IsoRampKind ramp, double epoch, double epochs)
{
  double share = epochs > 0.0 ? CLAMP (epoch / epochs, 0.0, 1.0) : 1.0;
  switch (ramp)
    {
    case ISO_RAMP_LINEAR:
      return share;
    case ISO_RAMP_COSINE:
      return (1.0 - cos (G_PI * share)) / 2.0;
    case ISO_RAMP_CONSTANT:
    default:
      return 1.0;
    }
}
