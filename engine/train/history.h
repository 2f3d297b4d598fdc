/* The scalars and events of a run: appended by the trainer, read by anyone, nothing lost.
 *
 * A mutex guards appending and copying out; both are short. Readers keep an index and ask for what is new. Steps that are long past
 * lie in a file (step-log.h), so that a run of any length takes a bounded part of memory.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "engine/train/snapshot.h"

typedef struct _IsoHistory IsoHistory;

typedef struct {
  guint64 step;      /* 1 = the first */
  int epoch;         /* zero-based */
  double loss;       /* L */
  double metric_loss;/* L_DML */
  double divergence; /* L_KD, without its weight; NAN without a teacher */
  double gradient_norm;
  double active;     /* share of anchors or triplets with a gradient */
  IsoHealth health;
} IsoStepRecord;

typedef struct {
  guint64 step;
  int epoch; /* finished epochs; 0 = before training */
  IsoScores test, validation, train;
  double train_seconds;    /* spent in steps so far, teacher's work included, evaluation and pacing not */
  double evaluate_seconds; /* so far */
} IsoEpochRecord;

typedef enum {
  ISO_EVENT_CHANGE,
  ISO_EVENT_NUMERIC,
  ISO_EVENT_PLANNED_END,
  ISO_EVENT_ERROR,
  ISO_EVENT_ALARM,     /* something has been wrong for a while, see engine/train/alarms.h */
  ISO_EVENT_ALARM_END, /* it no longer is */
  ISO_EVENT_RESUMED,   /* gone on with from a checkpoint, after that step; stands in no checkpoint */
} IsoEventKind;

typedef struct {
  guint64 step; /* takes effect from this step on */
  IsoEventKind kind;
  const char *key;  /* interned; the parameter of a change, the name of an alarm, else NULL */
  const char *text; /* interned, one line: "ω 0.5 → 0.8" */
  const char *value; /* interned; of a change the exact new value as text, which reads back as the very same; else NULL */
} IsoEvent;

IsoHistory *iso_history_new (void);
IsoHistory *iso_history_ref (IsoHistory *history);
void iso_history_unref (IsoHistory *history);

void iso_history_add_step (IsoHistory *history, const IsoStepRecord *record);
void iso_history_add_epoch (IsoHistory *history, const IsoEpochRecord *record);
void iso_history_add_event (IsoHistory *history, const IsoEvent *event);

size_t iso_history_step_count (IsoHistory *history);
size_t iso_history_epoch_count (IsoHistory *history);
size_t iso_history_event_count (IsoHistory *history);

/* Copies records first … into out (capacity); returns how many. */
size_t iso_history_read_steps (IsoHistory *history, IsoStepRecord *out, size_t first, size_t capacity);
size_t iso_history_read_epochs (IsoHistory *history, IsoEpochRecord *out, size_t first, size_t capacity);
size_t iso_history_read_events (IsoHistory *history, IsoEvent *out, size_t first, size_t capacity);

/* Bytes that it takes. */
void iso_history_size (IsoHistory *history, size_t *in_memory, size_t *on_disk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoHistory, iso_history_unref)
