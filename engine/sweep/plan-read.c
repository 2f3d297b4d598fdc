/* Reading the file of a sweep. */
#include "engine/sweep/plan-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/json.h"
#include "engine/sweep/text.h"
#include "engine/train/evaluation-choice.h"
#include "engine/train/parameters.h"
#include "engine/train/preset.h"

#define DEFAULT_PRESET "sample"
#define PART "validation "

static bool
refuse (GError **error, const IsoSweepPlan *plan, const char *field, JsonNode *node, const char *expected)
{
  g_autofree char *found = iso_sweep_describe (node);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: “%s” is %s; expected %s"), plan->path, field, found, expected);
  return false;
}

/* A member that is a text; *text stays NULL where it is missing. */
static bool
read_text (const char **text, const IsoSweepPlan *plan, JsonObject *root, const char *field, GError **error)
{
  JsonNode *node = json_object_get_member (root, field);
  *text = NULL;
  if (node == NULL)
    return true;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (error, plan, field, node, _("a text in quotes"));
  *text = json_node_get_string (node);
  return true;
}

/* A member that is an object; NULL and no error where it is missing. */
static bool
read_object (JsonObject **object, const IsoSweepPlan *plan, JsonObject *root, const char *field, GError **error)
{
  JsonNode *node = json_object_get_member (root, field);
  *object = NULL;
  if (node == NULL)
    return true;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, plan, field, node, _("an object of parameters, such as {\"distill.omega\": …}"));
  *object = json_node_get_object (node);
  return true;
}

static bool
check_fields (const IsoSweepPlan *plan, JsonObject *root, GError **error)
{
  static const char *const known[] = { "name", "note", "preset", "base", "grid", "random", "seeds", "choose", "epoch", NULL };
  g_autoptr (GList) members = json_object_get_members (root);
  for (GList *item = members; item != NULL; item = item->next)
    if (!g_strv_contains (known, item->data))
      {
        g_autofree char *hint = iso_sweep_suggest (item->data, known), *names = g_strjoinv (", ", (char **) known);
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found “%s”, expected only %s%s"), plan->path, (char *) item->data, names,
                     hint);
        return false;
      }
  return true;
}

/* ---- the base ---- */

static bool
apply_base (IsoSweepPlan *plan, const IsoPreset *preset, char **assignments, GError **error)
{
  iso_settings_init (&plan->base);
  if (preset != NULL && !iso_preset_apply (preset, &plan->base, error))
    return false;
  if (assignments == NULL || iso_settings_set_all (&plan->base, (const char *const *) assignments, error))
    return true;
  g_prefix_error (error, _("%s: “base”: "), plan->path);
  return false;
}

/* As isotherm-cli train has it: the preset, “sample” where the data are the embedded sample and none is named, then the base. */
static bool
read_base (IsoSweepPlan *plan, JsonObject *root, GError **error)
{
  const char *name;
  JsonObject *object;
  g_auto (GStrv) assignments = NULL;
  const IsoPreset *preset = NULL;
  if (!read_text (&name, plan, root, "preset", error) || !read_object (&object, plan, root, "base", error))
    return false;
  if (name != NULL && (preset = iso_preset_find (name, error)) == NULL)
    {
      g_prefix_error (error, _("%s: “preset”: "), plan->path);
      return false;
    }
  if (object != NULL)
    {
      assignments = iso_settings_list (plan->path, json_object_get_member (root, "base"), error);
      if (assignments == NULL)
        return false;
    }
  if (!apply_base (plan, preset, assignments, error))
    return false;
  bool is_sample = preset == NULL && strcmp (plan->base.data.source, "sample") == 0;
  return !is_sample || apply_base (plan, iso_preset_find (DEFAULT_PRESET, NULL), assignments, error);
}

/* ---- what changes ---- */

static bool
read_ranges (IsoSweepPlan *plan, JsonObject *section, const char *name, GError **error)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;
  json_object_iter_init_ordered (&iter, section);
  while (json_object_iter_next_ordered (&iter, &key, &node))
    {
      if (plan->is_random && (strcmp (key, "points") == 0 || strcmp (key, "seed") == 0))
        continue;
      IsoSweepRange *range = iso_sweep_range_read (plan->path, name, key, node, &plan->base, error);
      if (range == NULL)
        return false;
      g_ptr_array_add (plan->ranges, range);
    }
  if (plan->ranges->len > 0)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
               _("%s: “%s” has no parameter; expected one or more, such as \"distill.lambda\": [10, 50]"), plan->path, name);
  return false;
}

static bool
read_whole (gint64 *number, const IsoSweepPlan *plan, JsonObject *object, const char *field, gint64 least, gint64 most, GError **error)
{
  JsonNode *node = json_object_get_member (object, field);
  if (node == NULL)
    return true;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    {
      *number = json_node_get_int (node);
      if (*number >= least && *number <= most)
        return true;
    }
  g_autofree char *expected = g_strdup_printf (_("a whole number from %d to %d"), (int) least, (int) most);
  g_autofree char *full = g_strconcat ("random.", field, NULL);
  return refuse (error, plan, full, node, expected);
}

static bool
read_random (IsoSweepPlan *plan, JsonObject *section, GError **error)
{
  gint64 points = 0, seed = 1;
  plan->is_random = true;
  if (!json_object_has_member (section, "points"))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: “random” has no “points”; expected how many settings are drawn"),
                   plan->path);
      return false;
    }
  if (!read_whole (&points, plan, section, "points", 1, ISO_SWEEP_MOST_POINTS, error)
      || !read_whole (&seed, plan, section, "seed", 0, G_MAXINT32, error))
    return false;
  plan->draws = (size_t) points;
  plan->draw_seed = (guint64) seed;
  return read_ranges (plan, section, "random", error);
}

static bool
read_sections (IsoSweepPlan *plan, JsonObject *root, GError **error)
{
  JsonObject *grid, *drawn;
  if (!read_object (&grid, plan, root, "grid", error) || !read_object (&drawn, plan, root, "random", error))
    return false;
  if (grid != NULL && drawn != NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found “grid” and “random”, expected one of them"), plan->path);
      return false;
    }
  if (grid != NULL)
    return read_ranges (plan, grid, "grid", error);
  return drawn == NULL || read_random (plan, drawn, error);
}

static bool
add_seed (IsoSweepPlan *plan, JsonNode *node, GError **error)
{
  IsoSettings trial = plan->base;
  const IsoParameter *parameter = iso_parameter_find ("train.seed", &trial, NULL);
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return refuse (error, plan, "seeds", node, _("whole numbers"));
  if (!iso_settings_set_number (&trial, parameter, (double) json_node_get_int (node), error))
    {
      g_prefix_error (error, _("%s: “seeds”: "), plan->path);
      return false;
    }
  for (guint i = 0; i < plan->seeds->len; i++)
    if (g_array_index (plan->seeds, int, i) == trial.train.seed)
      return refuse (error, plan, "seeds", node, _("each seed once"));
  g_array_append_val (plan->seeds, trial.train.seed);
  return true;
}

static bool
read_seeds (IsoSweepPlan *plan, JsonObject *root, GError **error)
{
  JsonNode *node = json_object_get_member (root, "seeds");
  plan->seeds = g_array_new (FALSE, FALSE, sizeof (int));
  if (node == NULL)
    {
      g_array_append_val (plan->seeds, plan->base.train.seed);
      return true;
    }
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (list == NULL || json_array_get_length (list) == 0)
    return refuse (error, plan, "seeds", node, _("a list of one or more whole numbers, such as [1, 2, 3]"));
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (!add_seed (plan, json_array_get_element (list, i), error))
      return false;
  return true;
}

/* ---- the choice ---- */

static bool
is_evaluated (const IsoSweepPlan *plan, IsoScoreKey key, GError **error)
{
  IsoMetricChoice choice;
  if (!iso_evaluation_choice (&choice, &plan->base, error))
    return false;
  bool is_there = (choice.metrics & ISO_METRIC_BIT (key.metric)) != 0;
  if (is_there && key.metric == ISO_METRIC_RECALL)
    {
      is_there = false;
      for (size_t i = 0; i < choice.k_count; i++)
        is_there = is_there || choice.ks[i] == key.k;
    }
  if (!is_there)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("%s: “choose” is “%s%s”, which the runs do not evaluate; add it to %s in “base”"), plan->path, PART,
                 iso_score_key_name (key), key.metric == ISO_METRIC_RECALL ? "evaluate.ks" : "evaluate.metrics");
  return is_there;
}

static bool
read_choice (IsoSweepPlan *plan, JsonObject *root, GError **error)
{
  const char *text;
  JsonNode *node = json_object_get_member (root, "choose");
  bool has_validation = plan->base.data.validation != ISO_VALIDATION_NONE;
  plan->score = ISO_SCORE_RECALL_1;
  plan->chooses = has_validation;
  if (!read_text (&text, plan, root, "choose", error))
    return false;
  if (text == NULL)
    return true;
  if (g_str_has_prefix (text, "test"))
    return refuse (error, plan, "choose", node, _("a score of the validation part: what the test part chooses, it can no longer judge"));
  if (!g_str_has_prefix (text, PART) || !iso_score_key_find (&plan->score, text + strlen (PART)))
    return refuse (error, plan, "choose", node, _("“validation” and a metric, such as “validation recall@1” or “validation map@r”"));
  if (!has_validation)
    return refuse (error, plan, "choose", node, _("“base” to hold a validation part out: \"data.validation\": \"sample\" or \"class\""));
  plan->chooses = true;
  return is_evaluated (plan, plan->score, error);
}

static bool
read_epoch (IsoSweepPlan *plan, JsonObject *root, GError **error)
{
  const char *text;
  if (!read_text (&text, plan, root, "epoch", error))
    return false;
  plan->epoch = g_strcmp0 (text, "best") == 0 ? ISO_SWEEP_EPOCH_BEST : ISO_SWEEP_EPOCH_LAST;
  if (text != NULL && plan->epoch == ISO_SWEEP_EPOCH_LAST && strcmp (text, "last") != 0)
    return refuse (error, plan, "epoch", json_object_get_member (root, "epoch"), _("“last”, or “best” by the validation part"));
  if (plan->epoch == ISO_SWEEP_EPOCH_LAST || plan->chooses)
    return true;
  return refuse (error, plan, "epoch", json_object_get_member (root, "epoch"),
                 _("“last”: without a validation part nothing says which epoch is best"));
}

/* ---- all of it ---- */

/* A UUID of version 5's form out of what makes the sweep; seed and speed do not. */
static char *
make_uuid (const IsoSweepPlan *plan)
{
  IsoSettings base = plan->base;
  base.train.seed = 1;
  base.train.threads = 0;
  base.train.pace = ISO_PACE_UNLIMITED;
  g_autofree char *json = iso_settings_to_json (&base);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 d[20];
  gsize length = sizeof d;
  g_checksum_update (checksum, (const guchar *) "isotherm sweep\n", -1);
  g_checksum_update (checksum, (const guchar *) plan->name, (gssize) strlen (plan->name) + 1);
  g_checksum_update (checksum, (const guchar *) json, -1);
  g_checksum_get_digest (checksum, d, &length);
  d[6] = (guint8) ((d[6] & 0x0f) | 0x50);
  d[8] = (guint8) ((d[8] & 0x3f) | 0x80);
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", d[0], d[1], d[2], d[3], d[4], d[5],
                          d[6], d[7], d[8], d[9], d[10], d[11], d[12], d[13], d[14], d[15]);
}

static bool
read_fields (IsoSweepPlan *plan, JsonObject *root, GError **error)
{
  const char *name, *note;
  if (!check_fields (plan, root, error) || !read_text (&name, plan, root, "name", error) || !read_text (&note, plan, root, "note", error))
    return false;
  if (name == NULL || name[0] == '\0')
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found no “name”, expected one: results are kept under it"), plan->path);
      return false;
    }
  plan->name = g_strdup (name);
  if (!read_base (plan, root, error) || !read_sections (plan, root, error) || !read_seeds (plan, root, error)
      || !read_choice (plan, root, error) || !read_epoch (plan, root, error) || !iso_sweep_plan_make_points (plan, error))
    return false;
  plan->uuid = make_uuid (plan);
  return true;
}

static IsoSweepPlan *
make_plan (const char *path, JsonNode *root, GError **error)
{
  g_autoptr (IsoSweepPlan) plan = g_new0 (IsoSweepPlan, 1);
  plan->path = g_strdup (path);
  plan->ranges = g_ptr_array_new_with_free_func ((GDestroyNotify) iso_sweep_range_free);
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: expected a JSON object with “name”, “base” and “grid” or “random”"), path);
      return NULL;
    }
  if (!read_fields (plan, json_node_get_object (root), error))
    return NULL;
  plan->text = json_to_string (root, TRUE);
  return g_steal_pointer (&plan);
}

IsoSweepPlan *
iso_sweep_plan_read (const char *path, GError **error)
{
  g_autoptr (JsonNode) root = iso_json_read (path, error);
  return root == NULL ? NULL : make_plan (path, root, error);
}

IsoSweepPlan *
iso_sweep_plan_parse (const char *name, const char *text, GError **error)
{
  g_autoptr (JsonNode) root = iso_json_parse (name, text, strlen (text), error);
  return root == NULL ? NULL : make_plan (name, root, error);
}
