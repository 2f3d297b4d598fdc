/* Chooses the samples of each batch.
 *
 *   classes       P × K: P classes of K samples each. Classes are drawn with replacement and samples within a class at random, as
 *                 the published code of OBD-SD does, so that 56 × 2 works with ten classes; drawing classes without replacement
 *                 is an option. When a class is drawn, K of its samples are drawn without replacement (with, only if it has
 * fewer).
 *   balanced      every class in every batch, as evenly as the batch's size allows: none has two samples more than another.
 *   random        any samples of the training part, none twice; as uneven as the data are.
 *   hard-classes  P × K of classes that are near each other: a class drawn at random comes with those nearest to it, by the
 *                 centers of the last evaluation, in groups of `neighborhood`, until the batch is full. Until centers are known,
 * and for
 *                 classes without one, the company is drawn at random.
 *
 * A batch follows from the random stream and the centers alone.
 */
#pragma once

#include "engine/base/random.h"
#include "engine/data/split.h"

/* In the order of the choices of `batch.sampler`. */
typedef enum { ISO_SAMPLER_CLASSES, ISO_SAMPLER_BALANCED, ISO_SAMPLER_RANDOM, ISO_SAMPLER_HARD_CLASSES } IsoSamplerKind;

typedef struct {
  int size, samples_per_class; /* B, K; K counts for P × K */
  int with_replacement;        /* classes drawn with replacement; likewise */
  int sampler;                 /* IsoSamplerKind */
  int neighborhood;            /* classes of a group of hard-classes */
} IsoBatchSettings;

/* Whether a kind of sampler draws K samples of a class together. */
static inline bool
iso_sampler_groups_classes (int sampler)
{
  return sampler == ISO_SAMPLER_CLASSES || sampler == ISO_SAMPLER_HARD_CLASSES;
}

typedef struct _IsoSampler IsoSampler;

/* Whether batches can be drawn so from that many samples of that many classes. ISO_ERROR_ARGUMENT when there are fewer than B
 * samples or fewer than two classes; P × K: when B is not a multiple of K, or, without replacement, there are fewer classes than
 * a batch wants; balanced: when B has no room for two samples of each class. */
bool iso_sampler_check (const IsoBatchSettings *settings, size_t sample_count, size_t class_count, GError **error);

/* labels (of the whole dataset) are read through subset's indices. Errors are those of iso_sampler_check(). Copies what it
 * needs. */
IsoSampler *iso_sampler_new (const gint32 *labels, const IsoSubset *subset, const IsoBatchSettings *settings, GError **error);
void iso_sampler_free (IsoSampler *sampler);

/* Batches an epoch: ⌊subset / B⌋, at least 1. */
size_t iso_sampler_batches_per_epoch (const IsoSampler *sampler);

/* out (B): dataset indices of the next batch, samples of a class adjacent unless they are `random`. */
void iso_sampler_next (guint32 *out, const IsoSampler *sampler, IsoRandom *random);

/* The classes that are sampled from: their labels, ascending (*count). */
const gint32 *iso_sampler_classes (const IsoSampler *sampler, size_t *count);

/* Class centers for hard-classes, of any length: centers (classes, D) in the order of iso_sampler_classes(); known (classes) = 0
 * where there is none. Nothing is kept for other samplers. */
void iso_sampler_set_centers (IsoSampler *sampler, const float *centers, const guint8 *known, size_t D);

/* The same from the embeddings (count, D) of the dataset's samples indices (count): those that are not sampled from are passed
 * over. */
void iso_sampler_learn (IsoSampler *sampler, const float *embeddings, const guint32 *indices, size_t count, size_t D);

/* What hard-classes has learnt, for saving and restoring: near (*rows, *columns), for each class the places in
 * iso_sampler_classes() of those nearest to it, ISO_SAMPLER_NO_CLASS where there is none. NULL where nothing is known. Setting
 * returns false, nothing changed, where the sampler is another or a number is no class. */
#define ISO_SAMPLER_NO_CLASS G_MAXUINT32
const guint32 *iso_sampler_neighbors (const IsoSampler *sampler, size_t *rows, size_t *columns);
bool iso_sampler_set_neighbors (IsoSampler *sampler, const guint32 *near, size_t rows, size_t columns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSampler, iso_sampler_free)
