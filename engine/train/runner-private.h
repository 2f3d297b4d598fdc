/* What the runner's files share: runner.c (steps, evaluation), runner-settings.c, runner-snapshot.c (what it shows of a batch),
 * runner-teacher.c and runner-checkpoint.c. */
#pragma once

#include "engine/data/sampler.h"
#include "engine/train/alarms.h"
#include "engine/train/runner.h"

struct _IsoRunner {
  IsoExperiment *experiment;
  IsoHistory *history;
  IsoSettings settings; /* in force */
  IsoSettings start;    /* with which the first step of all was to be taken */
  bool knows_start;     /* not of a checkpoint from before they were kept */
  IsoPool *pool;
  IsoStep *step;
  IsoSampler *sampler;
  IsoRandom sampling, mining;
  bool has_batch;    /* a step was taken since the runner was made: the three below hold its batch */
  guint32 *indices;  /* (B) of the last batch */
  gint32 *labels;    /* (B): classes of the training part */
  float *input;      /* X (B, F) */
  guint32 *probe;    /* (B), fixed */
  float *probe_input; /* (B, F), gathered when first asked for */
  IsoSubset train_sample; /* evaluated after each epoch */
  IsoStepResult last;
  IsoHealth last_health;
  IsoAlarms alarms;
  guint64 step_count;
  int epoch, last_epoch; /* in progress; of the last step */
  size_t steps_per_epoch, steps_in_epoch;
  double train_seconds, evaluate_seconds;
};

/* The teacher as training starts: none, the student or the experiment's fixed weights, as teacher.kind has it. */
void iso_runner_start_teacher (IsoRunner *runner);

/* Before a step: lets the teacher look up the batch of runner->indices, where it is of a kind that can. ISO_ERROR_MEMORY. */
bool iso_runner_look_up (IsoRunner *runner, GError **error);

/* The end of an epoch. embeddings: those of runner->train_sample under the student's weights, which the epoch's evaluation made;
 * NULL where there was none. */
void iso_runner_teach (IsoRunner *runner, const float *embeddings);

/* Tells, as changes from the next step on, where the settings differ from those that were in force before: a resumed or forked
 * run's from its checkpoint's. */
void iso_runner_record_differences (IsoRunner *runner, const IsoSettings *old);
