#include "engine/metrics/scores.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The names of the union must mean what they say. */
G_STATIC_ASSERT (G_STRUCT_OFFSET (IsoScores, recall_1)
                 == G_STRUCT_OFFSET (IsoScores, values) + ISO_METRIC_RECALL * sizeof (double));
G_STATIC_ASSERT (G_STRUCT_OFFSET (IsoScores, map_at_r)
                 == G_STRUCT_OFFSET (IsoScores, values) + ISO_METRIC_MAP_AT_R * sizeof (double));

void
iso_scores_init (IsoScores *scores)
{
  *scores = (IsoScores) { 0 };
  for (size_t i = 0; i < ISO_RETRIEVAL_MAX_KS; i++)
    scores->recall[i] = (double) NAN;
  for (guint name = 0; name < ISO_METRIC_COUNT; name++)
    scores->values[name] = (double) NAN;
}

void
iso_scores_take (IsoScores *scores, const IsoEvaluation *evaluation)
{
  iso_scores_init (scores);
  scores->metrics = evaluation->metrics;
  scores->k_count = evaluation->k_count;
  memcpy (scores->ks, evaluation->ks, sizeof scores->ks);
  memcpy (scores->recall, evaluation->recall, sizeof scores->recall);
  memcpy (scores->values, evaluation->values, sizeof scores->values);
  scores->recall_1 = (double) NAN;
  for (size_t i = 0; i < scores->k_count; i++)
    if (scores->ks[i] == 1)
      scores->recall_1 = scores->recall[i];
}

size_t
iso_scores_keys (IsoScoreKey keys[ISO_SCORES_MAX], const IsoScores *scores)
{
  size_t count = 0;
  for (size_t i = 0; i < scores->k_count && (scores->metrics & ISO_METRIC_BIT (ISO_METRIC_RECALL)) != 0; i++)
    keys[count++] = (IsoScoreKey) { ISO_METRIC_RECALL, scores->ks[i] };
  for (guint name = ISO_METRIC_RECALL + 1; name < ISO_METRIC_COUNT; name++)
    if ((scores->metrics & ISO_METRIC_BIT (name)) != 0)
      keys[count++] = (IsoScoreKey) { (IsoMetricName) name, 0 };
  return count;
}

double
iso_scores_value (const IsoScores *scores, IsoScoreKey key)
{
  if (key.metric != ISO_METRIC_RECALL || key.k == 1)
    return scores->values[key.metric];
  for (size_t i = 0; i < scores->k_count; i++)
    if (scores->ks[i] == key.k)
      return scores->recall[i];
  return NAN;
}

double
iso_score_of_class (const IsoEvaluation *evaluation, IsoScoreKey key, size_t c)
{
  g_assert (c < evaluation->class_count);
  if (key.metric != ISO_METRIC_RECALL)
    return evaluation->class_values[key.metric] != NULL ? evaluation->class_values[key.metric][c] : (double) NAN;
  for (size_t i = 0; i < evaluation->k_count && evaluation->class_recall != NULL; i++)
    if (evaluation->ks[i] == key.k)
      return evaluation->class_recall[c * evaluation->k_count + i];
  return NAN;
}

char *
iso_score_key_title (IsoScoreKey key)
{
  if (key.metric == ISO_METRIC_RECALL)
    return g_strdup_printf (_("Recall@%d"), key.k);
  return g_strdup (_(iso_metric (key.metric)->title));
}

const char *
iso_score_key_name (IsoScoreKey key)
{
  const char *name = iso_metric (key.metric)->name;
  if (key.metric != ISO_METRIC_RECALL)
    return g_intern_string (name);
  g_autofree char *text = g_strdup_printf ("%s@%d", name, key.k);
  return g_intern_string (text);
}

bool
iso_score_key_find (IsoScoreKey *key, const char *name)
{
  IsoMetricName metric = iso_metric_find (name);
  const char *recall = iso_metric (ISO_METRIC_RECALL)->name;
  size_t length = strlen (recall);
  gint64 k;
  if (metric != ISO_METRIC_COUNT && metric != ISO_METRIC_RECALL)
    {
      *key = (IsoScoreKey) { metric, 0 };
      return true;
    }
  if (strncmp (name, recall, length) != 0 || name[length] != '@'
      || !g_ascii_string_to_signed (name + length + 1, 10, 1, G_MAXINT, &k, NULL))
    return false;
  *key = (IsoScoreKey) { ISO_METRIC_RECALL, (int) k };
  return true;
}
