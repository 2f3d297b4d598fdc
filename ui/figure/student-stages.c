#include "ui/figure/student-stages.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/distill/health.h"
#include "ui/figure/axis.h"

/* Every row says 1/B of everyone. Stands in place of the diffused targets, which these are instead; nobody else has the block yet. */
static void
make_uniform (IsoBatchMatrices *matrices)
{
  size_t B = matrices->B;
  IsoMatrixBlock *block = matrices->blocks[ISO_MATRIX_OBDP];
  if (block == NULL)
    return;
  for (size_t at = 0; at < B * B; at++)
    block->values[at] = (float) (1.0 / (double) B);
  iso_matrix_block_measure (block, matrices->labels, B, true);
  matrices->spread[ISO_MATRIX_OBDP] = block->spread;
  matrices->summary[ISO_MATRIX_OBDP] = block->summary;
}

static void
make_stage (IsoStudentStage *stage, const IsoBatchSnapshot *snapshot, IsoTargets *room)
{
  IsoDistillSettings settings = snapshot->distill;
  IsoBatchSnapshot own = *snapshot;
  settings.mode = stage->mode;
  /* Without targets there is no teacher to look at: what can be seen is the student itself. */
  if (stage->mode == ISO_DISTILL_NONE)
    own.teacher_similarity = own.student_similarity;
  stage->matrices = iso_batch_matrices_new (&own, &settings, room);
  if (stage->mode == ISO_DISTILL_UNIFORM)
    make_uniform (stage->matrices);
  stage->mean_similarity = iso_mean_similarity (snapshot->student_similarity, snapshot->B);
  if (stage->mode == ISO_DISTILL_NONE || stage->matrices->values[stage->kind] == NULL)
    return;
  double entropy = stage->matrices->summary[stage->kind].entropy;
  stage->entropy = snapshot->B > 1 ? entropy / log ((double) snapshot->B) : (double) NAN;
  stage->effective_neighbors = exp (entropy);
}

static void
widen (IsoHeatScale *scale, const IsoHeatScale *other, bool *is_first)
{
  scale->minimum = *is_first ? other->minimum : fmin (scale->minimum, other->minimum);
  scale->maximum = *is_first ? other->maximum : fmax (scale->maximum, other->maximum);
  scale->kind = other->kind;
  *is_first = false;
}

/* One scale for the targets of all, so that the same colour is the same number; nobody else has the matrices yet. */
static void
share_scales (IsoStudentStages *stages)
{
  IsoHeatScale linear = { 0 }, logarithmic = { 0 };
  bool is_first_linear = true, is_first_logarithmic = true;
  for (size_t i = 0; i < stages->count; i++)
    {
      const IsoStudentStage *stage = &stages->stages[i];
      if (stage->mode == ISO_DISTILL_NONE || stage->matrices == NULL || stage->matrices->values[stage->kind] == NULL)
        continue;
      widen (&linear, &stage->matrices->linear[stage->kind], &is_first_linear);
      widen (&logarithmic, &stage->matrices->logarithmic[stage->kind], &is_first_logarithmic);
    }
  for (size_t i = 0; i < stages->count && !is_first_linear; i++)
    if (stages->stages[i].mode != ISO_DISTILL_NONE && stages->stages[i].matrices != NULL)
      {
        stages->stages[i].matrices->linear[stages->stages[i].kind] = linear;
        stages->stages[i].matrices->logarithmic[stages->stages[i].kind] = logarithmic;
      }
}

static IsoMatrixKind
shown_kind (IsoDistillMode mode)
{
  return mode == ISO_DISTILL_NONE ? ISO_MATRIX_SIMILARITY : mode == ISO_DISTILL_PSD ? ISO_MATRIX_PSD : ISO_MATRIX_OBDP;
}

IsoStudentStages *
iso_student_stages_new (IsoBatchSnapshot *const *snapshots, const IsoDistillMode *modes, size_t count)
{
  g_assert (count <= ISO_STUDENTS_MOST);
  IsoStudentStages *stages = g_new0 (IsoStudentStages, 1);
  size_t capacity = 1;
  for (size_t i = 0; i < count; i++)
    capacity = MAX (capacity, snapshots[i] != NULL ? snapshots[i]->B : 1);
  g_autoptr (IsoTargets) room = iso_targets_new (capacity);
  stages->count = count;
  for (size_t i = 0; i < count; i++)
    {
      stages->stages[i] = (IsoStudentStage) { modes[i], NULL, shown_kind (modes[i]), NAN, NAN, NAN };
      if (snapshots[i] != NULL)
        make_stage (&stages->stages[i], snapshots[i], room);
    }
  share_scales (stages);
  return stages;
}

void
iso_student_stages_free (IsoStudentStages *stages)
{
  for (size_t i = 0; stages != NULL && i < stages->count; i++)
    iso_batch_matrices_unref (stages->stages[i].matrices);
  g_free (stages);
}

/* ---- words ---- */

const char *
iso_student_stage_symbol (const IsoStudentStage *stage)
{
  return stage->mode == ISO_DISTILL_NONE ? "Sˢ" : "P";
}

const char *
iso_student_stage_title (const IsoStudentStage *stage)
{
  switch (stage->mode)
    {
    case ISO_DISTILL_PSD:
      return _("soft targets, not diffused");
    case ISO_DISTILL_OBDP:
      return _("diffused soft targets");
    case ISO_DISTILL_UNIFORM:
      return _("the same target everywhere");
    case ISO_DISTILL_NONE:
    default:
      return _("no targets: own similarities");
    }
}

static char *
class_text (const IsoBatchMatrices *matrices, const IsoDataset *names, int place)
{
  gint32 label = matrices->labels[place];
  return names != NULL ? g_strdup (iso_dataset_class_name (names, (guint32) label)) : g_strdup_printf (_("class %d"), label);
}

char *
iso_student_stage_cell (const IsoStudentStage *stage, const IsoDataset *names, int row, int column)
{
  const IsoBatchMatrices *matrices = stage->matrices;
  char value[32];
  if (matrices == NULL || matrices->values[stage->kind] == NULL || row < 0 || column < 0 || (size_t) row >= matrices->B
      || (size_t) column >= matrices->B)
    return NULL;
  g_autofree char *from = class_text (matrices, names, row), *to = class_text (matrices, names, column);
  iso_number_format (value, sizeof value, (double) matrices->values[stage->kind][(size_t) row * matrices->B + (size_t) column], 3);
  return g_strdup_printf (_("%s → %s %s"), from, to, value);
}

char *
iso_student_stage_description (const IsoStudentStage *stage)
{
  char within[32], between[32];
  if (stage->matrices == NULL || stage->matrices->values[stage->kind] == NULL)
    return g_strdup (_("nothing to see yet"));
  iso_number_format (within, sizeof within, stage->matrices->summary[stage->kind].within, 3);
  iso_number_format (between, sizeof between, stage->matrices->summary[stage->kind].between, 3);
  return g_strdup_printf (_("%s; mean %s within classes, %s between"), iso_student_stage_title (stage), within, between);
}
