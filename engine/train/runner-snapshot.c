/* What a run shows of a batch: the last step's, or the probe's under the present weights. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/train/runner-private.h"

typedef struct {
  gint32 label;
  guint32 place;
} Placed;

static int
compare_placed (const void *a, const void *b)
{
  const Placed *x = a, *y = b;
  if (x->label != y->label)
    return x->label < y->label ? -1 : 1;
  return x->place < y->place ? -1 : x->place > y->place;
}

/* out (B, B) = in with rows and columns in the given order. */
static void
reorder_square (float *out, const float *in, const Placed *order, size_t B)
{
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      out[i * B + j] = in[(size_t) order[i].place * B + order[j].place];
}

static void
fill_snapshot (IsoRunner *runner, IsoBatchSnapshot *snapshot, const guint32 *indices, const float *Z, const float *student,
               const float *teacher)
{
  const gint32 *labels = iso_dataset_labels (runner->experiment->dataset);
  size_t B = snapshot->B, D = snapshot->D;
  g_autofree Placed *order = g_new (Placed, B);
  for (size_t i = 0; i < B; i++)
    order[i] = (Placed){ labels[indices[i]], (guint32) i };
  qsort (order, B, sizeof *order, compare_placed);
  for (size_t i = 0; i < B; i++)
    {
      snapshot->indices[i] = indices[order[i].place];
      snapshot->labels[i] = order[i].label;
      snapshot->places[i] = order[i].place;
      memcpy (snapshot->embeddings + i * D, Z + (size_t) order[i].place * D, D * sizeof (float));
    }
  reorder_square (snapshot->student_similarity, student, order, B);
  reorder_square (snapshot->teacher_similarity, teacher, order, B);
}

static const float *
probe_input (IsoRunner *runner)
{
  size_t B = (size_t) runner->settings.batch.size;
  if (runner->probe_input == NULL)
    {
      runner->probe_input = iso_floats_new (B * iso_dataset_feature_count (runner->experiment->dataset));
      iso_dataset_gather (runner->probe_input, runner->experiment->dataset, runner->experiment->normalizer, runner->probe, B);
    }
  return runner->probe_input;
}

IsoBatchSnapshot *
iso_runner_snapshot (IsoRunner *runner, bool probe)
{
  size_t B = (size_t) runner->settings.batch.size, D = iso_network_embedding_size (runner->experiment->network);
  /* Before the first step there is no other batch to show. */
  probe |= !runner->has_batch;
  IsoBatchSnapshot *snapshot = iso_batch_snapshot_new (B, D);
  const guint32 *indices = probe ? runner->probe : runner->indices;
  const float *teacher = iso_step_teacher_similarity (runner->step);

  if (probe || teacher == NULL)
    {
      /* The probe batch, or a batch whose step had no use for a teacher: looked at under the present weights. */
      float *Z = iso_floats_new (B * D), *student = iso_floats_new (B * B), *looked_up = iso_floats_new (B * B);
      iso_step_probe (runner->step, Z, student, looked_up, probe ? probe_input (runner) : runner->input, runner->pool);
      fill_snapshot (runner, snapshot, indices, Z, student, looked_up);
      iso_block_free (Z);
      iso_block_free (student);
      iso_block_free (looked_up);
    }
  else
    fill_snapshot (runner, snapshot, indices, iso_step_embeddings (runner->step), iso_step_student_similarity (runner->step),
                   teacher);
  snapshot->step = runner->step_count;
  snapshot->epoch = probe ? runner->epoch : runner->last_epoch;
  snapshot->is_probe = probe;
  snapshot->has_teacher = iso_step_has_teacher (runner->step);
  snapshot->distill = runner->settings.distill;
  snapshot->ramp = iso_ramp (runner->settings.distill.ramp, runner->epoch, runner->settings.train.epochs);
  snapshot->loss = runner->last.loss;
  snapshot->divergence = runner->last.divergence;
  if (!probe)
    {
      snapshot->health = runner->last_health;
      iso_batch_snapshot_take_selection (snapshot, iso_step_selection (runner->step));
      iso_batch_snapshot_take_loss_gradient (snapshot, iso_step_loss_gradient (runner->step));
    }
  return snapshot;
}
