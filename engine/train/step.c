/* The step in pool runs, each of which waits for its slowest task; there are six:
 *
 *   1  rows of the student forward and, not waiting for each other, rows of the teacher (with a trunk: several, see trunk.h)
 *   2  Sˢ, mining, L_DML          beside          Sᵗ, soft targets
 *      L_KD and ∂L/∂Z on the caller's thread: too small to share
 *   3  gradients of the activations, by rows      (iso_network_backward)
 *   4  gradients of the weights, by outputs       (iso_network_backward)
 *   5  the gradient's norm
 *   6  the optimizer; then that of the loss's own weights, if there are any, and a teacher's moving average
 *
 * Every task is a fixed piece of the work, so results do not depend on who does it.
 */
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/distill/divergence.h"
#include "engine/linalg/pairwise.h"
#include "engine/linalg/rows.h"
#include "engine/train/step-private.h"

/* From this batch on the targets are the longest part of run 2: they then follow it and have the pool to themselves. */
#define POOLED_TARGETS_BATCH 256
/* Weights whose squares are summed by one task. */
#define NORM_BLOCK 65536
/* A larger gradient's square overflows in the optimizer's float32 moments: as good as infinite. */
#define LARGEST_NORM 1e18

/* What the tasks of one step share. */
typedef struct {
  IsoStep *step;
  const float *input;
  const gint32 *labels;
  const IsoSettings *settings;
  IsoRandom *mining;
  IsoPool *pool;
  bool runs_teacher; /* Sᵗ is needed */
  IsoLossOutput loss;
  bool has_targets;
  GError *error; /* why there are none */
} Work;

IsoStep *
iso_step_new (const IsoNetwork *network, size_t B, guint64 seed)
{
  IsoStep *step = g_new0 (IsoStep, 1);
  step->network = iso_network_ref ((IsoNetwork *) network);
  step->B = B;
  step->D = iso_network_embedding_size (network);
  step->weight_count = iso_network_weight_count (network);
  step->trained_count = iso_network_trained_count (network);
  step->weights = iso_floats_new (step->weight_count);
  step->gradient = iso_floats_new (step->trained_count);
  iso_optimizer_init (&step->optimizer, step->trained_count);
  step->optimizer.embedding_start = iso_network_embedding_start (network);
  step->student = iso_activations_new (network, B, true);
  step->teacher = iso_teacher_new (network, B);
  step->student_similarity = iso_floats_new (B * B);
  step->teacher_similarity = iso_floats_new (B * B);
  step->similarity_gradient = iso_floats_new (B * B);
  step->embedding_gradient = iso_floats_new (B * step->D);
  step->total_gradient = iso_floats_new (B * step->D);
  step->targets = iso_targets_new (B);
  step->square_sums = g_new0 (double, (step->trained_count + NORM_BLOCK - 1) / NORM_BLOCK);
  IsoRandom random;
  iso_random_init (&random, seed, "init");
  iso_network_initialize (network, step->weights, &random);
  return step;
}

void
iso_step_free (IsoStep *step)
{
  if (step == NULL)
    return;
  iso_embedder_free (step->embedder);
  g_free (step->square_sums);
  iso_metric_loss_clear (&step->metric_loss);
  iso_targets_free (step->targets);
  iso_block_free (step->total_gradient);
  iso_block_free (step->embedding_gradient);
  iso_block_free (step->similarity_gradient);
  iso_block_free (step->loss_gradient);
  iso_block_free (step->teacher_similarity);
  iso_block_free (step->student_similarity);
  iso_teacher_free (step->teacher);
  iso_activations_free (step->student);
  iso_optimizer_clear (&step->optimizer);
  iso_block_free (step->gradient);
  iso_block_free (step->weights);
  iso_network_unref (step->network);
  g_free (step);
}

static void
forward_task (void *data, size_t task)
{
  const Work *work = data;
  IsoStep *step = work->step;
  size_t blocks = iso_network_block_count (step->B), first, count;
  if (task >= blocks)
    {
      iso_teacher_forward_block (step->teacher, task - blocks);
      return;
    }
  iso_network_block_rows (&first, &count, step->B, task);
  iso_network_forward_rows (step->network, step->weights, step->student, work->input, first, count);
}

static void
teacher_task (void *data, size_t task)
{
  iso_teacher_forward_block (((const Work *) data)->step->teacher, task);
}

/* Student and teacher forward: run 1. A trunk goes stage by stage, so the teacher, who need not, follows. */
static void
forward (Work *work)
{
  IsoStep *step = work->step;
  size_t blocks = iso_network_block_count (step->B), teacher_blocks = 0;
  bool has_trunk = iso_network_has_trunk (step->network);
  if (work->runs_teacher)
    {
      iso_teacher_begin (step->teacher, work->input, step->samples);
      teacher_blocks = iso_teacher_block_count (step->teacher);
    }
  if (has_trunk)
    {
      iso_network_train_forward (step->network, step->weights, step->student, work->input, step->B, work->pool);
      iso_pool_run (work->pool, teacher_blocks, teacher_task, work);
    }
  else
    iso_pool_run (work->pool, blocks + teacher_blocks, forward_task, work);
  if (work->runs_teacher)
    iso_teacher_end (step->teacher);
  step->teacher_ran = work->runs_teacher;
  step->samples = NULL;
}

/* Before the distillation's part is added to it. Losses with proxies compare samples with these alone. */
static void
keep_loss_gradient (IsoStep *step, const IsoSettings *settings)
{
  size_t B = step->B;
  const IsoLossKind *kind = iso_loss_kind ((IsoLossName) settings->loss.name);
  step->has_loss_gradient = step->keeps_loss_gradient && kind->learns != ISO_LOSS_LEARNS_PROXIES;
  if (!step->has_loss_gradient)
    return;
  if (step->loss_gradient == NULL)
    step->loss_gradient = iso_floats_new (B * B);
  memcpy (step->loss_gradient, step->similarity_gradient, B * B * sizeof (float));
}

/* Sˢ, mining and L_DML with its gradients. */
static void
compute_metric_loss (Work *work)
{
  IsoStep *step = work->step;
  size_t B = step->B, D = step->D;
  const float *Z = iso_activations_embeddings (step->student);
  work->loss = (IsoLossOutput) { .similarity_gradient = step->similarity_gradient,
                                 .embedding_gradient = step->embedding_gradient };
  iso_gram (step->student_similarity, Z, B, D);
  memset (step->similarity_gradient, 0, B * B * sizeof (float));
  memset (step->embedding_gradient, 0, B * D * sizeof (float));
  iso_metric_loss_compute (&work->loss, &step->metric_loss, Z, step->student_similarity, work->labels, B, D, work->settings,
                           work->mining);
  keep_loss_gradient (step, work->settings);
}

static void
compute_targets (Work *work, const float *similarity, IsoPool *pool)
{
  work->has_targets = iso_targets_compute (work->step->targets, similarity, work->step->B, &work->settings->distill,
                                           ISO_STAGES_TARGETS, pool, &work->error);
}

static void
compare_task (void *data, size_t task)
{
  Work *work = data;
  IsoStep *step = work->step;
  if (task == 1)
    {
      compute_metric_loss (work);
      return;
    }
  iso_gram (step->teacher_similarity, iso_teacher_embeddings (step->teacher), step->B, step->D);
  if (step->B < POOLED_TARGETS_BATCH)
    compute_targets (work, step->teacher_similarity, NULL);
}

static void
norm_task (void *data, size_t block)
{
  IsoStep *step = data;
  size_t first = block * NORM_BLOCK;
  step->square_sums[block] = iso_sum_of_squares (step->gradient + first, MIN (NORM_BLOCK, step->trained_count - first));
}

static double
gradient_norm (IsoStep *step, IsoPool *pool)
{
  size_t blocks = (step->trained_count + NORM_BLOCK - 1) / NORM_BLOCK;
  iso_pool_run (pool, blocks, norm_task, step);
  double sum = 0.0;
  for (size_t block = 0; block < blocks; block++)
    sum += step->square_sums[block];
  return sqrt (sum);
}

/* Forward to the metric loss and the targets: runs 1 and 2. */
static void
compare (Work *work, bool distills)
{
  IsoStep *step = work->step;
  forward (work);
  if (work->runs_teacher)
    iso_pool_run (work->pool, 2, compare_task, work);
  else
    compute_metric_loss (work);
  /* Uniform targets need no teacher: any similarity stands in. */
  if (distills && !work->runs_teacher)
    compute_targets (work, step->student_similarity, work->pool);
  else if (distills && step->B >= POOLED_TARGETS_BATCH)
    compute_targets (work, step->teacher_similarity, work->pool);
}

/* ∂L/∂weights from ∂L/∂Sˢ and ∂L/∂Z: runs 3 and 4. */
static void
differentiate (Work *work)
{
  IsoStep *step = work->step;
  iso_gram_backward (step->total_gradient, step->similarity_gradient, iso_activations_embeddings (step->student), step->B,
                     step->D);
  for (size_t i = 0; i < step->B * step->D; i++)
    step->total_gradient[i] += step->embedding_gradient[i];
  iso_network_backward (step->network, step->weights, step->gradient, step->student, work->input, step->total_gradient, step->B,
                        work->pool);
}

bool
iso_step_run (IsoStep *step, IsoStepResult *result, const float *input, const gint32 *labels, const IsoSettings *settings,
              double epoch, double epochs, IsoRandom *mining, IsoPool *pool, GError **error)
{
  const IsoDistillSettings *distill = &settings->distill;
  bool averages = settings->teacher.kind == ISO_TEACHER_MOVING_AVERAGE;
  if (averages && !iso_teacher_is_there (step->teacher))
    iso_step_teach (step);
  bool distills = iso_teacher_is_there (step->teacher) && distill->mode != ISO_DISTILL_NONE;
  Work work = { .step = step, .input = input, .labels = labels, .settings = settings, .mining = mining, .pool = pool,
                .runs_teacher = distills && distill->mode != ISO_DISTILL_UNIFORM };
  compare (&work, distills);
  step->had_targets = work.has_targets;
  *result = (IsoStepResult) { .loss = NAN, .metric_loss = NAN, .divergence = NAN, .gradient_norm = NAN,
                              .ramp = iso_ramp (distill->ramp, floor (epoch), epochs), .active_count = work.loss.active_count,
                              .candidate_count = work.loss.candidate_count, .has_teacher = distills };
  /* A loss may pass over pairs that compare with NaN as false and come out finite: so the embeddings are asked themselves. */
  if (!iso_all_finite (iso_step_embeddings (step), step->B * step->D))
    {
      g_clear_error (&work.error);
      return true;
    }
  if (distills && !work.has_targets)
    {
      g_propagate_error (error, work.error);
      return false;
    }
  result->metric_loss = work.loss.loss;
  result->loss = result->metric_loss;
  if (distills)
    {
      double weight = result->ramp * distill->lambda * distill->tau * distill->tau;
      result->divergence = iso_divergence (NULL, step->similarity_gradient, step->student_similarity, step->targets->targets,
                                           distill->tau, weight, step->B);
      result->loss += weight * result->divergence;
    }
  if (!isfinite (result->loss))
    return true;
  differentiate (&work);
  result->gradient_norm = gradient_norm (step, pool);
  result->finite = result->gradient_norm <= LARGEST_NORM && iso_metric_loss_own_norm (&step->metric_loss) <= LARGEST_NORM;
  if (!result->finite)
    return true;
  double limit = settings->optimizer.clip;
  double scale = limit > 0.0 && result->gradient_norm > limit ? limit / result->gradient_norm : 1.0;
  double rate_factor = iso_schedule_factor (&settings->schedule, epoch, epochs);
  IsoOptimizerSettings optimizer = settings->optimizer;
  optimizer.rate *= rate_factor;
  iso_optimizer_update (&step->optimizer, step->weights, step->gradient, scale, &optimizer, pool);
  iso_network_learn_statistics (step->network, step->weights, step->student);
  iso_metric_loss_learn (&step->metric_loss, iso_step_embeddings (step), labels, settings, rate_factor, pool);
  if (averages)
    iso_teacher_follow (step->teacher, step->weights, settings->teacher.decay, pool);
  return true;
}
