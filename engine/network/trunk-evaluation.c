/* The trunk with fixed statistics: each image alone, through all stages while it is in cache. */
#include <pthread.h>

#include "engine/base/checked.h"
#include "engine/network/trunk-private.h"

/* What one thread needs for one image. Frames are zeros from the start and stay so. */
typedef struct {
  float **activations; /* (stage_count + 1), framed */
  float *convolved;    /* of the largest stage */
} Scratch;

struct _IsoTrunkEvaluation {
  const IsoTrunk *trunk;
  float **packed;        /* (stage_count) of 9 in out */
  float **scale, **shift; /* (stage_count) of (out) */
  pthread_mutex_t mutex; /* guards: (not GLib's, so that ThreadSanitizer sees it) */
  GPtrArray *idle;       /* Scratch that no one uses */
};

static Scratch *
scratch_new (const IsoTrunk *trunk)
{
  Scratch *scratch = g_new (Scratch, 1);
  size_t largest = 0;
  scratch->activations = g_new (float *, trunk->stage_count + 1);
  for (size_t a = 0; a <= trunk->stage_count; a++)
    scratch->activations[a] = iso_floats_new (iso_trunk_framed_size (trunk, a));
  for (size_t s = 0; s < trunk->stage_count; s++)
    largest = MAX (largest, iso_trunk_convolved_size (trunk, s));
  scratch->convolved = iso_floats_new (largest);
  return scratch;
}

static void
scratch_free (Scratch *scratch, const IsoTrunk *trunk)
{
  for (size_t a = 0; a <= trunk->stage_count; a++)
    iso_block_free (scratch->activations[a]);
  g_free (scratch->activations);
  iso_block_free (scratch->convolved);
  g_free (scratch);
}

IsoTrunkEvaluation *
iso_trunk_evaluation_new (const IsoTrunk *trunk)
{
  IsoTrunkEvaluation *evaluation = g_new0 (IsoTrunkEvaluation, 1);
  evaluation->trunk = trunk;
  evaluation->packed = g_new (float *, trunk->stage_count);
  evaluation->scale = g_new (float *, trunk->stage_count);
  evaluation->shift = g_new (float *, trunk->stage_count);
  for (size_t s = 0; s < trunk->stage_count; s++)
    {
      const IsoStage *stage = &trunk->stages[s];
      evaluation->packed[s] = iso_floats_new (iso_convolution_weight_count (&stage->convolution));
      evaluation->scale[s] = iso_floats_new (stage->unit.channels);
      evaluation->shift[s] = iso_floats_new (stage->unit.channels);
    }
  pthread_mutex_init (&evaluation->mutex, NULL);
  evaluation->idle = g_ptr_array_new ();
  return evaluation;
}

void
iso_trunk_evaluation_free (IsoTrunkEvaluation *evaluation)
{
  if (evaluation == NULL)
    return;
  for (size_t s = 0; s < evaluation->trunk->stage_count; s++)
    {
      iso_block_free (evaluation->packed[s]);
      iso_block_free (evaluation->scale[s]);
      iso_block_free (evaluation->shift[s]);
    }
  g_free (evaluation->packed);
  g_free (evaluation->scale);
  g_free (evaluation->shift);
  for (guint i = 0; i < evaluation->idle->len; i++)
    scratch_free (g_ptr_array_index (evaluation->idle, i), evaluation->trunk);
  g_ptr_array_unref (evaluation->idle);
  pthread_mutex_destroy (&evaluation->mutex);
  g_free (evaluation);
}

void
iso_trunk_evaluation_prepare (IsoTrunkEvaluation *evaluation, const float *trained, const float *running)
{
  for (size_t s = 0; s < evaluation->trunk->stage_count; s++)
    {
      const IsoStage *stage = &evaluation->trunk->stages[s];
      const IsoTrunkLayout *layout = &stage->layout;
      iso_convolution_pack (evaluation->packed[s], trained + layout->weight, &stage->convolution);
      iso_trunk_norm (evaluation->scale[s], evaluation->shift[s], trained + layout->gamma, trained + layout->beta,
                      running + layout->mean, running + layout->variance, layout->channels);
    }
}

static Scratch *
take_scratch (IsoTrunkEvaluation *evaluation)
{
  Scratch *scratch = NULL;
  pthread_mutex_lock (&evaluation->mutex);
  if (evaluation->idle->len > 0)
    scratch = g_ptr_array_remove_index_fast (evaluation->idle, evaluation->idle->len - 1);
  pthread_mutex_unlock (&evaluation->mutex);
  return scratch != NULL ? scratch : scratch_new (evaluation->trunk);
}

static void
give_scratch (IsoTrunkEvaluation *evaluation, Scratch *scratch)
{
  pthread_mutex_lock (&evaluation->mutex);
  g_ptr_array_add (evaluation->idle, scratch);
  pthread_mutex_unlock (&evaluation->mutex);
}

void
iso_trunk_evaluate (IsoTrunkEvaluation *evaluation, float *features, const float *input, size_t count)
{
  const IsoTrunk *trunk = evaluation->trunk;
  size_t C = iso_trunk_feature_count (trunk), last = trunk->stage_count;
  const IsoUnit *final = &trunk->stages[last - 1].unit;
  Scratch *scratch = take_scratch (evaluation);
  for (size_t i = 0; i < count; i++)
    {
      iso_trunk_frame (trunk, scratch->activations[0], input + i * iso_trunk_input_size (trunk));
      for (size_t s = 0; s < last; s++)
        {
          const IsoStage *stage = &trunk->stages[s];
          iso_convolution_forward (scratch->convolved, scratch->activations[s], evaluation->packed[s], &stage->convolution, false);
          iso_unit_forward (scratch->activations[s + 1], NULL, scratch->convolved, evaluation->scale[s], evaluation->shift[s],
                            stage->source != ISO_NO_SHORTCUT ? scratch->activations[stage->source] : NULL, &stage->unit);
        }
      iso_global_pool_forward (features + i * C, NULL, scratch->activations[last], trunk->pooling, iso_unit_output_height (final),
                               iso_unit_output_width (final), C);
    }
  give_scratch (evaluation, scratch);
}
