/* Everything a run is asked to do, as plain values: copy it, compare it, send it through a mailbox. Texts are interned.
 * Fields are read and written by name through the table in parameters.h; ranges and defaults stand there. */
#pragma once

#include "engine/data/augment.h"
#include "engine/data/dataset.h"
#include "engine/data/sampler.h"
#include "engine/data/source.h"
#include "engine/distill/settings.h"
#include "engine/loss/loss.h"
#include "engine/loss/miner.h"
#include "engine/network/network.h"
#include "engine/network/optimizer.h"
#include "engine/projection/settings.h"
#include "engine/train/schedule.h"

/* How fast training is let run, so that it can be watched. */
typedef enum { ISO_PACE_1, ISO_PACE_5, ISO_PACE_20, ISO_PACE_60, ISO_PACE_UNLIMITED } IsoPace;

/* Where soft targets come from; in the order of the choices of `teacher.kind`. */
typedef enum {
  ISO_TEACHER_PREVIOUS_EPOCH, /* the model as it stood at the end of the epoch before: the paper's */
  ISO_TEACHER_MOVING_AVERAGE, /* of the weights, after every step */
  ISO_TEACHER_CHECKPOINT,     /* fixed weights from a file */
} IsoTeacherKind;

typedef struct {
  struct {
    const char *source; /* this and the next three: see engine/data/source.h */
    int size, color;
    const char *label_column;
    int split;          /* IsoSplitKind */
    int validation;     /* IsoValidationKind */
    double validation_share;
    int normalization;  /* IsoNormalization */
    double label_noise; /* share of the training labels */
  } data;
  IsoAugmentSettings augment;
  IsoBatchSettings batch;
  IsoNetworkSettings network;
  struct {
    int name; /* IsoLossName */
    double parameters[ISO_LOSS_COUNT][ISO_LOSS_MAX_PARAMETERS];
  } loss;
  struct {
    int size; /* past embeddings kept, for losses that take them; 0 = none */
  } memory;
  struct {
    int name; /* IsoMinerName */
    double parameters[ISO_MINER_COUNT][ISO_MINER_MAX_PARAMETERS];
  } miner;
  IsoDistillSettings distill;
  struct {
    int kind;               /* IsoTeacherKind */
    double decay;           /* of the moving average, in [0, 1) */
    const char *checkpoint; /* path of the fixed weights */
  } teacher;
  IsoOptimizerSettings optimizer;
  IsoScheduleSettings schedule;
  struct {
    int epochs, seed, threads;
    int pace;            /* IsoPace */
    int evaluate_sample; /* at most this many training samples are evaluated after an epoch, 0 = none */
    int health_every;    /* steps from one measurement of spectral gap and effective rank to the next, 0 = never */
  } train;
  struct {
    const char *metrics, *ks; /* lists, as typed: iso_evaluation_choice() reads them */
    int every;                /* epochs from one evaluation to the next */
    int restarts;             /* of k-means, for nmi and f1 */
  } evaluate;
  IsoProjectionSettings projection;
} IsoSettings;
