#include "ui/figure/batch-matrices-private.h"

#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/kernel.h"
#include "engine/distill/graph.h"
#include "engine/linalg/rows.h"

/* ---- order ---- */

typedef struct {
  gint32 label;
  guint32 position;
} Placed;

static int
compare_placed (const void *a, const void *b)
{
  const Placed *x = a, *y = b;
  return x->label != y->label ? (x->label < y->label ? -1 : 1) : (x->position < y->position ? -1 : 1);
}

/* order (B): positions in the snapshot, by class and then as sampled. Returns whether that is how they stand already. Stages are
 * computed as the batch stands and ordered afterwards, because ties in the graph go to the lower index. */
static bool
order_by_class (guint32 *order, const IsoBatchSnapshot *snapshot)
{
  size_t B = snapshot->B;
  g_autofree Placed *placed = g_new (Placed, MAX (B, 1));
  bool ordered = true;
  for (size_t i = 0; i < B; i++)
    placed[i] = (Placed){ snapshot->labels[i], (guint32) i };
  qsort (placed, B, sizeof *placed, compare_placed);
  for (size_t i = 0; i < B; i++)
    {
      order[i] = placed[i].position;
      ordered = ordered && order[i] == i;
    }
  return ordered;
}

/* ---- what an earlier computation leaves ---- */

static bool
same (double a, double b)
{
  return !(a < b) && !(a > b);
}

static bool
has_same_transition (const IsoDistillSettings *a, const IsoDistillSettings *b, size_t B)
{
  bool dense = iso_graph_is_dense (a->k, B);
  if (a->normalization != b->normalization || dense != iso_graph_is_dense (b->k, B))
    return false;
  if (!dense && (a->k != b->k || a->graph != b->graph))
    return false;
  return a->normalization == ISO_TRANSITION_SYMMETRIC ? same (a->gamma, b->gamma) : same (a->tau_d, b->tau_d);
}

static IsoKeptStages
stages_kept (const IsoBatchMatrices *held, const IsoDistillSettings *settings)
{
  IsoKeptStages kept = ISO_KEEP_NOTHING;
  if (held == NULL || held->problem != NULL || held->values[ISO_MATRIX_OBDP] == NULL)
    return kept;
  if (same (held->settings.tau, settings->tau))
    kept |= ISO_KEEP_PSD;
  if (has_same_transition (&held->settings, settings, held->B))
    kept |= ISO_KEEP_TRANSITION | (same (held->settings.omega, settings->omega) ? ISO_KEEP_KERNEL : 0);
  return kept;
}

/* ---- stages ---- */

/* One computation. */
typedef struct {
  IsoBatchMatrices *matrices;
  const IsoBatchSnapshot *snapshot;
  const IsoBatchMatrices *held;
  const guint32 *order;
  bool ordered;
  IsoTargets *room;
  const float *sources[ISO_MATRIX_COUNT]; /* (B, B) in the snapshot's order, to be ordered and measured; NULL: not by copying */
  float *softened;                        /* Q in the snapshot's order, owned; NULL: taken over */
  bool is_fresh[ISO_MATRIX_COUNT];        /* to be made by make_matrix() */
} Making;

static void
take_over (Making *making, IsoMatrixKind kind)
{
  if (making->held->blocks[kind] != NULL)
    making->matrices->blocks[kind] = iso_matrix_block_ref (making->held->blocks[kind]);
}

static void
copy_from (Making *making, IsoMatrixKind kind, const float *source, bool is_kept)
{
  if (is_kept)
    take_over (making, kind);
  else
    {
      making->sources[kind] = source;
      making->is_fresh[kind] = source != NULL;
    }
}

static void
soften (Making *making, const float *similarity)
{
  size_t B = making->matrices->B;
  making->softened = iso_floats_new (B * B);
  iso_rows_softmax (making->softened, similarity, (float) making->matrices->settings.tau, B, B);
}

static void
compute_diffusion (Making *making, IsoPool *pool)
{
  IsoBatchMatrices *matrices = making->matrices;
  const IsoBatchSnapshot *snapshot = making->snapshot;
  IsoDistillSettings settings = matrices->settings;
  IsoKeptStages kept = stages_kept (making->held, &settings);
  IsoTargets *room = making->room;
  bool has_kernel = (kept & ISO_KEEP_KERNEL) != 0, has_transition = (kept & ISO_KEEP_TRANSITION) != 0;
  bool has_all = has_kernel && (kept & ISO_KEEP_PSD) != 0 && making->held->settings.steps == settings.steps;
  g_autoptr (GError) error = NULL;
  settings.mode = ISO_DISTILL_OBDP;
  if (has_all || iso_targets_recompute (room, snapshot->teacher_similarity, matrices->B, &settings, kept, pool, &error))
    {
      copy_from (making, ISO_MATRIX_GRAPH, room->affinity, has_transition);
      copy_from (making, ISO_MATRIX_TRANSITION, room->transition, has_transition);
      copy_from (making, ISO_MATRIX_KERNEL, room->kernel, has_kernel);
      copy_from (making, ISO_MATRIX_PSD, room->psd, (kept & ISO_KEEP_PSD) != 0);
      copy_from (making, ISO_MATRIX_OBDP, room->targets, has_all);
      if (has_all)
        take_over (making, ISO_MATRIX_DIFFERENCE);
      else
        making->is_fresh[ISO_MATRIX_DIFFERENCE] = true;
      return;
    }
  matrices->problem = g_strdup (error->message);
  if (!(settings.tau > 0.0))
    return;
  /* The targets without diffusion are there all the same. */
  iso_rows_softmax (room->psd, snapshot->teacher_similarity, (float) settings.tau, matrices->B, matrices->B);
  copy_from (making, ISO_MATRIX_PSD, room->psd, false);
}

static void
compute_stages (Making *making, IsoPool *pool)
{
  const IsoBatchMatrices *held = making->held;
  const IsoBatchSnapshot *snapshot = making->snapshot;
  double tau = making->matrices->settings.tau;
  copy_from (making, ISO_MATRIX_SIMILARITY, snapshot->teacher_similarity, held != NULL);
  copy_from (making, ISO_MATRIX_LOSS_GRADIENT, snapshot->loss_gradient, held != NULL);
  if (held != NULL && held->values[ISO_MATRIX_STUDENT] != NULL && same (held->settings.tau, tau))
    take_over (making, ISO_MATRIX_STUDENT);
  else if (tau > 0.0)
    {
      soften (making, snapshot->student_similarity);
      copy_from (making, ISO_MATRIX_STUDENT, making->softened, false);
    }
  compute_diffusion (making, pool);
}

/* ---- one matrix ---- */

static void
order_values (float *values, const Making *making, const float *source)
{
  size_t B = making->matrices->B;
  if (making->ordered)
    memcpy (values, source, B * B * sizeof *values);
  else
    for (size_t i = 0; i < B; i++)
      for (size_t j = 0; j < B; j++)
        values[i * B + j] = source[(size_t) making->order[i] * B + making->order[j]];
}

static void
fill_graph (IsoMatrixBlock *block, const Making *making)
{
  size_t B = making->matrices->B;
  const IsoTargets *room = making->room;
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      {
        size_t from = (size_t) making->order[i] * B + making->order[j], to = i * B + j;
        block->edges[to] = room->edges[from];
        block->values[to] = room->edges[from] ? room->affinity[from] : NAN;
      }
}

/* Where there is no edge it is drawn as the lower end. */
static void
fill_gaps (IsoMatrixBlock *block, const IsoBatchMatrices *matrices)
{
  float low = (float) iso_batch_graph_scale (matrices, &block->spread).minimum;
  for (size_t at = 0; at < matrices->B * matrices->B; at++)
    if (!block->edges[at])
      block->values[at] = low;
}

ISO_KERNEL static void
subtract (float *out, const float *a, const float *b, float factor, size_t count)
{
  for (size_t at = 0; at < count; at++)
    out[at] = factor * (a[at] - b[at]);
}

/* A task of the pool: orders one matrix and measures it. */
static void
make_matrix (void *data, size_t task)
{
  Making *making = data;
  IsoBatchMatrices *matrices = making->matrices;
  IsoMatrixKind kind = (IsoMatrixKind) task;
  if (!making->is_fresh[kind] || kind == ISO_MATRIX_GRADIENT)
    return;
  IsoMatrixBlock *block = iso_matrix_block_new (matrices->B, kind == ISO_MATRIX_GRAPH);
  if (kind == ISO_MATRIX_GRAPH)
    fill_graph (block, making);
  else if (kind == ISO_MATRIX_DIFFERENCE && making->ordered)
    subtract (block->values, making->room->targets, making->room->psd, 1.0f, matrices->B * matrices->B);
  else if (kind == ISO_MATRIX_DIFFERENCE)
    {
      /* Of the room's, for the ordered ones may be in the making. */
      float *difference = iso_floats_new (matrices->B * matrices->B);
      subtract (difference, making->room->targets, making->room->psd, 1.0f, matrices->B * matrices->B);
      order_values (block->values, making, difference);
      iso_block_free (difference);
    }
  else
    order_values (block->values, making, making->sources[kind]);
  iso_matrix_block_measure (block, matrices->labels, matrices->B,
                            kind == ISO_MATRIX_PSD || kind == ISO_MATRIX_OBDP || kind == ISO_MATRIX_STUDENT);
  if (kind == ISO_MATRIX_GRAPH)
    fill_gaps (block, matrices);
  matrices->blocks[kind] = block;
}

/* ramp λ τ² (Q − P)/(B τ), of the matrices that are made already. */
static void
make_gradient (Making *making)
{
  IsoBatchMatrices *matrices = making->matrices;
  const IsoBatchMatrices *held = making->held;
  size_t B = matrices->B;
  IsoMatrixKind target = iso_batch_matrices_target (matrices);
  const IsoMatrixBlock *P = target != ISO_MATRIX_COUNT ? matrices->blocks[target] : NULL, *Q = matrices->blocks[ISO_MATRIX_STUDENT];
  bool is_uniform = matrices->settings.mode == ISO_DISTILL_UNIFORM;
  if (Q == NULL || (P == NULL && !is_uniform) || !matrices->has_teacher)
    return;
  if (held != NULL && held->blocks[ISO_MATRIX_GRADIENT] != NULL && held->settings.mode == matrices->settings.mode
      && held->blocks[ISO_MATRIX_STUDENT] == Q && (is_uniform || held->blocks[target] == P)
      && same (held->settings.lambda, matrices->settings.lambda))
    {
      take_over (making, ISO_MATRIX_GRADIENT);
      return;
    }
  float factor = (float) (iso_batch_matrices_weight (matrices) / (matrices->settings.tau * (double) B));
  float uniform = (float) (1.0 / (double) B);
  IsoMatrixBlock *block = iso_matrix_block_new (B, false);
  if (is_uniform)
    for (size_t at = 0; at < B * B; at++)
      block->values[at] = factor * (Q->values[at] - uniform);
  else
    subtract (block->values, Q->values, P->values, factor, B * B);
  iso_matrix_block_measure (block, matrices->labels, B, false);
  matrices->blocks[ISO_MATRIX_GRADIENT] = block;
}

/* ---- the whole ---- */

static IsoBatchMatrices *
matrices_new (const IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings, const guint32 *order)
{
  size_t B = snapshot->B;
  IsoBatchMatrices *matrices = g_new0 (IsoBatchMatrices, 1);
  iso_references_init (&matrices->references);
  matrices->B = B;
  matrices->settings = *settings;
  matrices->ramp = snapshot->ramp;
  matrices->has_teacher = snapshot->has_teacher;
  matrices->is_probe = snapshot->is_probe;
  matrices->labels = g_new (gint32, MAX (B, 1));
  matrices->indices = g_new (guint32, MAX (B, 1));
  for (size_t i = 0; i < B; i++)
    {
      matrices->labels[i] = snapshot->labels[order[i]];
      matrices->indices[i] = snapshot->indices[order[i]];
    }
  return matrices;
}

IsoBatchMatrices *
iso_batch_matrices_next (const IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings, IsoTargets *room,
                         const IsoBatchMatrices *held, IsoPool *pool)
{
  g_autofree guint32 *order = g_new (guint32, MAX (snapshot->B, 1));
  Making making = { .snapshot = snapshot, .held = held, .order = order, .room = room,
                    .ordered = order_by_class (order, snapshot) };
  making.matrices = matrices_new (snapshot, settings, order);
  compute_stages (&making, pool);
  iso_pool_run (pool, ISO_MATRIX_COUNT, make_matrix, &making);
  make_gradient (&making);
  iso_block_free (making.softened);
  iso_batch_matrices_fit (making.matrices);
  return making.matrices;
}

IsoBatchMatrices *
iso_batch_matrices_new (const IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings, IsoTargets *room)
{
  return iso_batch_matrices_next (snapshot, settings, room, NULL, NULL);
}

IsoBatchMatrices *
iso_batch_matrices_ref (IsoBatchMatrices *matrices)
{
  iso_references_add (&matrices->references);
  return matrices;
}

void
iso_batch_matrices_unref (IsoBatchMatrices *matrices)
{
  if (matrices == NULL || !iso_references_drop (&matrices->references))
    return;
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    iso_matrix_block_unref (matrices->blocks[kind]);
  g_free (matrices->labels);
  g_free (matrices->indices);
  g_free (matrices->problem);
  iso_batch_matrices_unref (matrices->from);
  iso_batch_matrices_unref (matrices->to);
  g_free (matrices);
}

IsoMatrixKind
iso_batch_matrices_target (const IsoBatchMatrices *matrices)
{
  switch (matrices->settings.mode)
    {
    case ISO_DISTILL_PSD:
      return ISO_MATRIX_PSD;
    case ISO_DISTILL_OBDP:
      return ISO_MATRIX_OBDP;
    case ISO_DISTILL_UNIFORM:
    case ISO_DISTILL_NONE:
    default:
      return ISO_MATRIX_COUNT;
    }
}

double
iso_batch_matrices_weight (const IsoBatchMatrices *matrices)
{
  const IsoDistillSettings *settings = &matrices->settings;
  if (settings->mode == ISO_DISTILL_NONE || !matrices->has_teacher)
    return 0.0;
  return matrices->ramp * settings->lambda * settings->tau * settings->tau;
}
