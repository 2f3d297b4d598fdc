/* What the trainer shows the world: immutable once published, counted references, any thread may read. */
#pragma once

#include "engine/metrics/scores.h"
#include "engine/train/step-health.h"

/* A batch at one step, from which views compute every stage by iso_targets_compute(). */
typedef struct {
  IsoReferences references;
  guint64 step;         /* steps taken when it was made */
  int epoch;            /* zero-based */
  bool is_probe;        /* the fixed probe batch rather than the batch of the step */
  bool has_teacher;     /* false before there is one, see teacher.kind: teacher_similarity is then the student's own */
  size_t B, D;
  guint32 *indices;     /* (B) into the dataset, ordered by class then as sampled */
  gint32 *labels;       /* (B) */
  guint32 *places;      /* (B) where each stood in the batch as sampled */
  float *embeddings;    /* Zˢ (B, D) */
  float *student_similarity; /* Sˢ (B, B) */
  float *teacher_similarity; /* Sᵗ (B, B) */
  IsoDistillSettings distill; /* in force at that step */
  double ramp;
  double loss, divergence;
  /* Of the batch of a step; of the probe batch, which no loss has worked on, nothing: NAN, 0 and NULL. */
  IsoHealth health;
  gint32 *triplets; /* (triplet_count, 3): anchor, positive, negative, as places in this snapshot; what the miner chose */
  gint32 *pairs;    /* (pair_count, 2): anchor, positive, likewise, of the losses that draw pairs */
  size_t triplet_count, pair_count;
  float *loss_gradient; /* (B, B) ∂L_DML/∂Sˢ_ij of the step, rows and columns as here; NULL of the probe batch, of losses that do not
                         * work on the similarities of pairs, and of a step that was taken while nobody watched */
} IsoBatchSnapshot;

IsoBatchSnapshot *iso_batch_snapshot_new (size_t B, size_t D);
IsoBatchSnapshot *iso_batch_snapshot_ref (IsoBatchSnapshot *snapshot);
void iso_batch_snapshot_unref (IsoBatchSnapshot *snapshot);

/* While it is being filled, places set: gradient (B, B) is ∂L_DML/∂Sˢ of the batch as sampled, or NULL. */
void iso_batch_snapshot_take_loss_gradient (IsoBatchSnapshot *snapshot, const float *gradient);
/* Likewise: triplets and pairs as they were chosen from the batch as sampled. */
void iso_batch_snapshot_take_selection (IsoBatchSnapshot *snapshot, const IsoSelection *selection);

/* The end of an epoch (epoch = number of finished epochs; 0: the untrained network). */
typedef struct {
  IsoReferences references;
  guint64 step;
  int epoch;
  IsoExperiment *experiment; /* owned reference: labels, images, split */
  size_t N, D;
  float *embeddings; /* of the test samples (N, D), in the order of experiment->split.test */
  size_t train_count;
  guint32 *train_indices;  /* (train_count) into the dataset, ascending: the training samples that were evaluated */
  float *train_embeddings; /* of these (train_count, D) */
  IsoScores test, validation, train; /* NAN where the part is empty */
  IsoEvaluation test_classes, validation_classes, train_classes; /* what stands behind them, class by class */
} IsoEpochSnapshot;

IsoEpochSnapshot *iso_epoch_snapshot_new (IsoExperiment *experiment, size_t N, size_t D);
/* While it is being filled: makes room for the embeddings of training samples, whose indices are copied. ISO_ERROR_MEMORY. */
bool iso_epoch_snapshot_add_train (IsoEpochSnapshot *snapshot, const IsoSubset *train, GError **error);
IsoEpochSnapshot *iso_epoch_snapshot_ref (IsoEpochSnapshot *snapshot);
void iso_epoch_snapshot_unref (IsoEpochSnapshot *snapshot);

/* Told of each epoch's end, on the trainer's thread: the run as it then stands (iso_runner_image()) and the probe batch, or NULL where
 * they are not wanted, and the epoch's evaluation, or NULL where none was due. All are borrowed. */
typedef void (*IsoTrainerKeep) (GBytes *image, IsoEpochSnapshot *snapshot, IsoBatchSnapshot *probe, gpointer data);
/* Asked before: whether image and probe batch, which take some milliseconds, are wanted; is_last: of the last planned epoch. */
typedef bool (*IsoTrainerWants) (bool is_last, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoBatchSnapshot, iso_batch_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoEpochSnapshot, iso_epoch_snapshot_unref)
