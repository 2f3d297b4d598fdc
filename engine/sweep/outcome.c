#include "engine/sweep/outcome.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "engine/base/error.h"
#include "engine/data/json.h"
#include "engine/export/text.h"
#include "engine/sweep/text.h"

static const char *const ends[] = { "finished", "failed", "interrupted" };

IsoSweepOutcome *
iso_sweep_outcome_new (IsoHistory *history, const GError *error, double seconds)
{
  IsoSweepOutcome *outcome = g_new0 (IsoSweepOutcome, 1);
  size_t count = history != NULL ? iso_history_epoch_count (history) : 0;
  outcome->epochs = g_new0 (IsoEpochRecord, MAX (count, 1));
  outcome->epoch_count = count > 0 ? iso_history_read_epochs (history, outcome->epochs, 0, count) : 0;
  outcome->seconds = seconds;
  if (error == NULL)
    return outcome;
  bool is_interrupted = g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  outcome->end = is_interrupted ? ISO_SWEEP_INTERRUPTED : ISO_SWEEP_FAILED;
  outcome->failure = is_interrupted ? NULL : g_strdup (error->message);
  return outcome;
}

IsoSweepOutcome *
iso_sweep_outcome_copy (const IsoSweepOutcome *outcome)
{
  IsoSweepOutcome *copy = g_new (IsoSweepOutcome, 1);
  *copy = *outcome;
  copy->failure = g_strdup (outcome->failure);
  copy->epochs = g_new0 (IsoEpochRecord, MAX (outcome->epoch_count, 1));
  for (size_t i = 0; i < outcome->epoch_count; i++)
    copy->epochs[i] = outcome->epochs[i];
  return copy;
}

void
iso_sweep_outcome_free (IsoSweepOutcome *outcome)
{
  if (outcome == NULL)
    return;
  g_free (outcome->failure);
  g_free (outcome->epochs);
  g_free (outcome);
}

/* ---- writing ---- */

static void
append_scores (GString *text, const char *name, const IsoScores *scores)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_scores_keys (keys, scores);
  g_string_append_printf (text, ", \"%s\": {", name);
  for (size_t i = 0; i < count; i++)
    {
      g_string_append_printf (text, "%s\"%s\": ", i > 0 ? ", " : "", iso_score_key_name (keys[i]));
      iso_sweep_append_number (text, iso_scores_value (scores, keys[i]), "null");
    }
  g_string_append_c (text, '}');
}

char *
iso_sweep_outcome_to_json (const IsoSweepOutcome *outcome, const char *uuid, const char *point)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "{\n  \"sweep\": \"%s\",\n  \"point\": %s,\n  \"end\": \"%s\",\n  \"failure\": ", uuid, point,
                          ends[outcome->end]);
  iso_append_quoted (text, outcome->failure);
  g_string_append (text, ",\n  \"seconds\": ");
  iso_sweep_append_number (text, outcome->seconds, "null");
  g_string_append (text, ",\n  \"epochs\": [");
  for (size_t i = 0; i < outcome->epoch_count; i++)
    {
      const IsoEpochRecord *record = &outcome->epochs[i];
      g_string_append_printf (text, "%s\n    {\"epoch\": %d, \"step\": %" PRIu64, i > 0 ? "," : "", record->epoch, record->step);
      append_scores (text, "validation", &record->validation);
      append_scores (text, "test", &record->test);
      g_string_append (text, ", \"train_seconds\": ");
      iso_sweep_append_number (text, record->train_seconds, "null");
      g_string_append_c (text, '}');
    }
  g_string_append (text, "\n  ]\n}\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- reading ---- */

static bool
holds (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static double
number_of (JsonNode *node)
{
  return holds (node, G_TYPE_DOUBLE) || holds (node, G_TYPE_INT64) ? json_node_get_double (node) : (double) NAN;
}

static void
read_scores (IsoScores *scores, JsonObject *record, const char *name)
{
  JsonNode *node = json_object_get_member (record, name);
  JsonObjectIter iter;
  const char *key_name;
  JsonNode *value;
  iso_scores_init (scores);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &key_name, &value))
    {
      IsoScoreKey key;
      if (!iso_score_key_find (&key, key_name))
        continue;
      scores->metrics |= ISO_METRIC_BIT (key.metric);
      if (key.metric != ISO_METRIC_RECALL)
        scores->values[key.metric] = number_of (value);
      else if (scores->k_count < ISO_RETRIEVAL_MAX_KS)
        {
          scores->ks[scores->k_count] = key.k;
          scores->recall[scores->k_count++] = number_of (value);
          if (key.k == 1)
            scores->recall_1 = number_of (value);
        }
    }
}

static bool
read_record (IsoEpochRecord *record, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *epoch = object != NULL ? json_object_get_member (object, "epoch") : NULL;
  JsonNode *step = object != NULL ? json_object_get_member (object, "step") : NULL;
  if (!holds (epoch, G_TYPE_INT64) || !holds (step, G_TYPE_INT64))
    return false;
  record->epoch = (int) json_node_get_int (epoch);
  record->step = (guint64) json_node_get_int (step);
  record->train_seconds = number_of (json_object_get_member (object, "train_seconds"));
  record->evaluate_seconds = (double) NAN;
  read_scores (&record->validation, object, "validation");
  read_scores (&record->test, object, "test");
  iso_scores_init (&record->train);
  return true;
}

static bool
read_members (IsoSweepOutcome *outcome, char **uuid, char **point, JsonObject *root)
{
  JsonNode *sweep = json_object_get_member (root, "sweep"), *end = json_object_get_member (root, "end");
  JsonNode *failure = json_object_get_member (root, "failure"), *which = json_object_get_member (root, "point");
  JsonNode *epochs = json_object_get_member (root, "epochs");
  if (!holds (sweep, G_TYPE_STRING) || !holds (end, G_TYPE_STRING) || which == NULL || !JSON_NODE_HOLDS_OBJECT (which) || epochs == NULL
      || !JSON_NODE_HOLDS_ARRAY (epochs))
    return false;
  size_t word = 0;
  while (word < G_N_ELEMENTS (ends) && !g_str_equal (ends[word], json_node_get_string (end)))
    word++;
  if (word == G_N_ELEMENTS (ends))
    return false;
  outcome->end = (IsoSweepEnd) word;
  outcome->failure = holds (failure, G_TYPE_STRING) ? g_strdup (json_node_get_string (failure)) : NULL;
  outcome->seconds = number_of (json_object_get_member (root, "seconds"));
  JsonArray *list = json_node_get_array (epochs);
  outcome->epochs = g_new0 (IsoEpochRecord, MAX (json_array_get_length (list), 1));
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (!read_record (&outcome->epochs[outcome->epoch_count++], json_array_get_element (list, i)))
      return false;
  *uuid = g_strdup (json_node_get_string (sweep));
  *point = json_to_string (which, FALSE);
  return true;
}

IsoSweepOutcome *
iso_sweep_outcome_read (char **uuid, char **point, const char *path, GError **error)
{
  g_autoptr (JsonNode) root = iso_json_read (path, error);
  g_autoptr (IsoSweepOutcome) outcome = g_new0 (IsoSweepOutcome, 1);
  if (root == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (root) && read_members (outcome, uuid, point, json_node_get_object (root)))
    return g_steal_pointer (&outcome);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found something else, expected what a sweep writes for one run"), path);
  return NULL;
}
