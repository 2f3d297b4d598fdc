#include "ui/figure/compared-matrices.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/error.h"
#include "engine/data/match.h"
#include "engine/train/parameters.h"

/* ---- the same samples ---- */

/* "train.seed (7 and 8), batch.size (112 and 56)": of what decides which samples a probe batch holds. NULL: nothing differs. */
static char *
differences (const IsoSettings *one, const IsoSettings *other)
{
  g_autoptr (GString) text = g_string_new (NULL);
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    {
      bool decides = g_str_has_prefix (table[i].key, "data.") || g_str_has_prefix (table[i].key, "batch.")
                     || g_str_equal (table[i].key, "train.seed");
      if (!decides || !iso_parameter_applies (&table[i], one) || !iso_parameter_differs (&table[i], one, other))
        continue;
      g_autofree char *first = iso_settings_format (one, &table[i]), *second = iso_settings_format (other, &table[i]);
      g_string_append (text, text->len > 0 ? ", " : "");
      g_string_append_printf (text, _("%s (%s and %s)"), table[i].key, first, second);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
set_mismatch (GError **error, IsoBatchSnapshot *const *batches, IsoExperiment *const *experiments, size_t common)
{
  bool are_known = experiments[0] != NULL && experiments[1] != NULL;
  g_autofree char *why = are_known ? differences (&experiments[0]->settings, &experiments[1]->settings) : NULL;
  if (are_known && !g_str_equal (iso_dataset_fingerprint (experiments[0]->dataset), iso_dataset_fingerprint (experiments[1]->dataset)))
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("The two were trained on different data (%s and %s). Their matrices can be compared where data, seed and batch "
                   "settings are the same."),
                 iso_dataset_name (experiments[0]->dataset), iso_dataset_name (experiments[1]->dataset));
  else if (why != NULL)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("The probe batches hold different samples, because these settings differ: %s. Choose, or train, two runs whose data, "
                   "seed and batch settings are the same."),
                 why);
  else
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("The probe batches hold different samples: %zu of %zu and %zu are the same. They can be compared where data, seed "
                   "and batch settings are the same."),
                 common, batches[0]->B, batches[1]->B);
}

/* A batch in another order, in memory of its own; what is not needed here is left out. */
typedef struct {
  IsoBatchSnapshot batch;
  guint32 *indices;
  gint32 *labels;
  float *student, *teacher;
} Reordered;

static void
reordered_clear (Reordered *reordered)
{
  g_free (reordered->indices);
  g_free (reordered->labels);
  g_free (reordered->student);
  g_free (reordered->teacher);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reordered, reordered_clear)

/* Row i of it is row rows[i] of batch. Labels are those of the first batch: the classes' order must be one. */
static void
reorder (Reordered *reordered, const IsoBatchSnapshot *batch, const guint32 *rows, const gint32 *labels)
{
  size_t B = batch->B;
  reordered->indices = g_new (guint32, MAX (B, 1));
  reordered->labels = g_memdup2 (labels, MAX (B, 1) * sizeof *labels);
  reordered->student = g_new (float, MAX (B * B, 1));
  reordered->teacher = g_new (float, MAX (B * B, 1));
  for (size_t i = 0; i < B; i++)
    {
      reordered->indices[i] = batch->indices[rows[i]];
      for (size_t j = 0; j < B; j++)
        {
          size_t from = (size_t) rows[i] * B + rows[j];
          reordered->student[i * B + j] = batch->student_similarity[from];
          reordered->teacher[i * B + j] = batch->teacher_similarity[from];
        }
    }
  reordered->batch = *batch;
  reordered->batch.indices = reordered->indices;
  reordered->batch.labels = reordered->labels;
  reordered->batch.student_similarity = reordered->student;
  reordered->batch.teacher_similarity = reordered->teacher;
  reordered->batch.loss_gradient = NULL;
}

/* ---- the stages ---- */

static void
make_side (IsoComparedMatrices *compared, IsoComparedPart part, const IsoBatchSnapshot *batch, IsoTargets *room, IsoPool *pool)
{
  /* Without a temperature there is nothing but the similarities: those of the student in the teacher's place. */
  const IsoDistillSettings nothing = { .mode = ISO_DISTILL_NONE };
  IsoBatchSnapshot own = *batch;
  own.loss_gradient = NULL;
  compared->stages[part] = iso_batch_matrices_next (&own, &batch->distill, room, NULL, pool);
  own.teacher_similarity = batch->student_similarity;
  compared->students[part] = iso_batch_matrices_next (&own, &nothing, room, NULL, pool);
  compared->steps[part] = batch->step;
  compared->epochs[part] = batch->epoch;
}

static void
widen (IsoHeatScale *one, IsoHeatScale *other)
{
  one->minimum = other->minimum = fmin (one->minimum, other->minimum);
  one->maximum = other->maximum = fmax (one->maximum, other->maximum);
}

/* What is no edge is drawn as the lower end of the scale, which may be lower now. */
static void
lower_gaps (IsoBatchMatrices *matrices)
{
  IsoMatrixBlock *block = matrices->blocks[ISO_MATRIX_GRAPH];
  float low = (float) matrices->linear[ISO_MATRIX_GRAPH].minimum;
  for (size_t at = 0; at < matrices->B * matrices->B; at++)
    if (!block->edges[at])
      block->values[at] = low;
}

/* The same colour is the same number; nobody else has the matrices yet. */
static void
share_scales (IsoBatchMatrices *one, IsoBatchMatrices *other)
{
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    if (one->values[kind] != NULL && other->values[kind] != NULL)
      {
        widen (&one->linear[kind], &other->linear[kind]);
        widen (&one->logarithmic[kind], &other->logarithmic[kind]);
      }
  if (one->values[ISO_MATRIX_GRAPH] == NULL || other->values[ISO_MATRIX_GRAPH] == NULL)
    return;
  lower_gaps (one);
  lower_gaps (other);
}

static void
summarize (IsoComparedSummary *summary, const IsoComparedMatrices *compared, IsoComparedStage stage)
{
  IsoMatrixKind kind = iso_compared_stage_kind (stage);
  const float *values = iso_compared_matrices_get (compared, ISO_COMPARED_CHANGE, stage)->values[kind];
  size_t B = compared->B, count = 0;
  double sum = 0.0;
  *summary = (IsoComparedSummary) { NAN, 0, 0, NAN, { NAN, NAN } };
  for (IsoComparedPart part = 0; part < ISO_COMPARED_CHANGE; part++)
    {
      const IsoBatchMatrices *matrices = iso_compared_matrices_get (compared, part, stage);
      if (matrices->values[kind] != NULL)
        summary->same_class[part] = matrices->summary[kind].same_class;
    }
  for (size_t at = 0; values != NULL && at < B * B; at++)
    {
      double difference = fabs ((double) values[at]);
      if (isnan (difference))
        continue;
      sum += difference;
      count++;
      if (difference > summary->most || isnan (summary->most))
        {
          summary->most = difference;
          summary->row = at / B;
          summary->column = at % B;
        }
    }
  if (count > 0)
    summary->mean = sum / (double) count;
}

static bool
is_cancelled (GCancellable *cancellable, GError **error)
{
  if (!g_cancellable_is_cancelled (cancellable))
    return false;
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("cancelled"));
  return true;
}

IsoComparedMatrices *
iso_compared_matrices_new (IsoBatchSnapshot *const *batches, IsoExperiment *const *experiments, IsoPool *pool, GCancellable *cancellable,
                           GError **error)
{
  size_t B = batches[0]->B, most = MIN (B, batches[1]->B);
  g_autofree guint32 *first_rows = g_new (guint32, MAX (most, 1)), *rows = g_new (guint32, MAX (most, 1));
  size_t common = iso_match_samples (first_rows, rows, batches[0]->indices, B, batches[1]->indices, batches[1]->B);
  g_auto (Reordered) second = { 0 };
  bool is_one_data = experiments[0] == NULL || experiments[1] == NULL || experiments[0]->dataset == experiments[1]->dataset
                     || g_str_equal (iso_dataset_fingerprint (experiments[0]->dataset), iso_dataset_fingerprint (experiments[1]->dataset));
  if (!is_one_data || common < B || common < batches[1]->B)
    {
      set_mismatch (error, batches, experiments, common);
      return NULL;
    }
  g_autoptr (IsoTargets) room = iso_targets_new (MAX (B, 1));
  g_autoptr (IsoComparedMatrices) compared = g_new0 (IsoComparedMatrices, 1);
  iso_references_init (&compared->references);
  compared->B = B;
  reorder (&second, batches[1], rows, batches[0]->labels);
  make_side (compared, ISO_COMPARED_FIRST, batches[0], room, pool);
  if (is_cancelled (cancellable, error))
    return NULL;
  make_side (compared, ISO_COMPARED_SECOND, &second.batch, room, pool);
  share_scales (compared->stages[0], compared->stages[1]);
  share_scales (compared->students[0], compared->students[1]);
  compared->stages[ISO_COMPARED_CHANGE] = iso_batch_matrices_change (compared->stages[0], compared->stages[1], pool);
  compared->students[ISO_COMPARED_CHANGE] = iso_batch_matrices_change (compared->students[0], compared->students[1], pool);
  if (is_cancelled (cancellable, error))
    return NULL;
  for (IsoComparedStage stage = 0; stage < ISO_STAGE_COUNT; stage++)
    summarize (&compared->summary[stage], compared, stage);
  return g_steal_pointer (&compared);
}

IsoComparedMatrices *
iso_compared_matrices_ref (IsoComparedMatrices *matrices)
{
  iso_references_add (&matrices->references);
  return matrices;
}

void
iso_compared_matrices_unref (IsoComparedMatrices *matrices)
{
  if (matrices == NULL || !iso_references_drop (&matrices->references))
    return;
  for (int part = 0; part < ISO_COMPARED_COUNT; part++)
    {
      iso_batch_matrices_unref (matrices->stages[part]);
      iso_batch_matrices_unref (matrices->students[part]);
    }
  g_free (matrices);
}

IsoMatrixKind
iso_compared_stage_kind (IsoComparedStage stage)
{
  static const IsoMatrixKind kinds[ISO_STAGE_COUNT]
      = { ISO_MATRIX_SIMILARITY, ISO_MATRIX_SIMILARITY, ISO_MATRIX_GRAPH,      ISO_MATRIX_TRANSITION, ISO_MATRIX_KERNEL,
          ISO_MATRIX_PSD,        ISO_MATRIX_OBDP,       ISO_MATRIX_DIFFERENCE, ISO_MATRIX_STUDENT,    ISO_MATRIX_GRADIENT };
  g_return_val_if_fail (stage < ISO_STAGE_COUNT, ISO_MATRIX_SIMILARITY);
  return kinds[stage];
}

IsoBatchMatrices *
iso_compared_matrices_get (const IsoComparedMatrices *compared, IsoComparedPart part, IsoComparedStage stage)
{
  return stage == ISO_STAGE_STUDENT ? compared->students[part] : compared->stages[part];
}

bool
iso_compared_matrices_has (const IsoComparedMatrices *compared, IsoComparedStage stage)
{
  const IsoBatchMatrices *change = iso_compared_matrices_get (compared, ISO_COMPARED_CHANGE, stage);
  return change->values[iso_compared_stage_kind (stage)] != NULL;
}
