/* What goes wrong quietly, told as events of the history: once when it has lasted, and once when it is over. Plain values, which
 * go with a run wherever it goes.
 *
 * collapse: the embeddings of a batch have become nearly alike. Its two signs:
 *   - the mean similarity is above ISO_ALARM_SIMILARITY. An untrained network of the embedded sample has 0.71; while the nineteen
 *     losses learn, by sample and by class, a single batch reaches 0.946 (proxy-anchor) and most stay below 0.85; what collapses
 *     (hard triplets, a high learning rate) reaches 0.97 to 1;
 *   - the effective rank is below ISO_ALARM_RANK, with three classes or more in the batch: all embeddings on one line, which has
 *     room for two opposite points only. The sample's losses stay above 8, with an embedding of two dimensions above 1.55.
 * dead loss: no anchor, pair or triplet had a gradient.
 *
 * Single batches pass any threshold by chance. A count goes up with each step that shows the sign and down with each that does
 * not, from 0 to ISO_ALARM_STEPS, an epoch of the embedded sample: the alarm begins there and ends at 0, so that neither a single
 * batch nor a run that jumps about makes it flicker. */
#pragma once

#include "engine/train/history.h"

typedef enum { ISO_ALARM_COLLAPSE, ISO_ALARM_DEAD_LOSS, ISO_ALARM_COUNT } IsoAlarmKind;

#define ISO_ALARM_SIMILARITY 0.95
#define ISO_ALARM_RANK 1.5
#define ISO_ALARM_RANK_CLASSES 3
#define ISO_ALARM_STEPS 20

/* Of zeros: nothing seen, nothing wrong. */
typedef struct {
  bool is_raised[ISO_ALARM_COUNT];
  int counts[ISO_ALARM_COUNT]; /* 0 … ISO_ALARM_STEPS */
  bool is_flat;                /* the rank's sign when it was last measured */
} IsoAlarms;

/* After each step, with its number, its health and its labels (B). Adds to the history what begins or ends. */
void iso_alarms_watch (IsoAlarms *alarms, guint64 step, const IsoHealth *health, const gint32 *labels, size_t B,
                       IsoHistory *history);

/* "collapse": an alarm's name for programs, the `key` of its events. */
const char *iso_alarm_name (IsoAlarmKind kind);
/* What to try against it, one or two sentences, translated; NULL for an unknown name. */
const char *iso_alarm_advice (const char *name);
/* An event of an alarm in full: what began, and what to try. Free with g_free(). */
char *iso_alarm_text (const IsoEvent *event);
