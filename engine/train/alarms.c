#include "engine/train/alarms.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct {
  const char *name, *begins, *ends, *advice;
} Words;

static const Words words[ISO_ALARM_COUNT] = {
  [ISO_ALARM_COLLAPSE] = {
    "collapse", N_("collapse: embeddings nearly alike"), N_("collapse over"),
    N_("All samples of a batch land in nearly the same place, so that none can be told from another. Try a lower learning rate, a "
       "softer miner (semi-hard instead of hard), a larger margin or a lower weight λ."),
  },
  [ISO_ALARM_DEAD_LOSS] = {
    "dead-loss", N_("dead loss: nothing to act on"), N_("loss acts again"),
    N_("No pair or triplet breaks the loss's condition, so that nothing is learnt from it. Try a larger margin, a harder miner or "
       "batches with more samples a class."),
  },
};

const char *
iso_alarm_name (IsoAlarmKind kind)
{
  return words[kind].name;
}

const char *
iso_alarm_advice (const char *name)
{
  for (int kind = 0; kind < ISO_ALARM_COUNT; kind++)
    if (g_strcmp0 (words[kind].name, name) == 0)
      return _ (words[kind].advice);
  return NULL;
}

char *
iso_alarm_text (const IsoEvent *event)
{
  const char *advice = event->kind == ISO_EVENT_ALARM ? iso_alarm_advice (event->key) : NULL;
  return advice != NULL ? g_strdup_printf ("%s. %s", event->text, advice) : g_strdup (event->text);
}

static bool
has_classes (const gint32 *labels, size_t B, int wanted)
{
  gint32 seen[ISO_ALARM_RANK_CLASSES];
  int count = 0;
  for (size_t i = 0; i < B && count < wanted; i++)
    {
      bool is_new = true;
      for (int c = 0; c < count; c++)
        is_new = is_new && seen[c] != labels[i];
      if (is_new)
        seen[count++] = labels[i];
    }
  return count >= wanted;
}

static bool
shows_collapse (IsoAlarms *alarms, const IsoHealth *health, const gint32 *labels, size_t B)
{
  double rank = health->embedding.effective_rank;
  if (!isnan (rank))
    alarms->is_flat = rank < ISO_ALARM_RANK && has_classes (labels, B, ISO_ALARM_RANK_CLASSES);
  return health->embedding.mean_similarity > ISO_ALARM_SIMILARITY || alarms->is_flat;
}

void
iso_alarms_watch (IsoAlarms *alarms, guint64 step, const IsoHealth *health, const gint32 *labels, size_t B, IsoHistory *history)
{
  const bool signs[ISO_ALARM_COUNT] = { [ISO_ALARM_COLLAPSE] = shows_collapse (alarms, health, labels, B),
                                        [ISO_ALARM_DEAD_LOSS] = health->mined.active == 0 };
  for (int kind = 0; kind < ISO_ALARM_COUNT; kind++)
    {
      bool is_raised = alarms->is_raised[kind];
      alarms->counts[kind] = CLAMP (alarms->counts[kind] + (signs[kind] ? 1 : -1), 0, ISO_ALARM_STEPS);
      if (alarms->counts[kind] != (is_raised ? 0 : ISO_ALARM_STEPS))
        continue;
      IsoEvent event = { step, is_raised ? ISO_EVENT_ALARM_END : ISO_EVENT_ALARM, g_intern_string (words[kind].name),
                         g_intern_string (is_raised ? _ (words[kind].ends) : _ (words[kind].begins)) };
      alarms->is_raised[kind] = !is_raised;
      iso_history_add_event (history, &event);
    }
}
