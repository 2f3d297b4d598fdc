/* A draft as the file of a sweep, and back. */
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "engine/export/text.h"
#include "engine/sweep/draft.h"
#include "engine/sweep/text.h"
#include "engine/train/parameters.h"
#include "engine/train/preset.h"

/* What the command line begins with where these data are asked for and no preset is named. */
#define PRESET "sample"

/* ---- writing ---- */

/* A number as JSON has it where the text is one, else in quotes. */
static void
append_value (GString *text, const char *typed)
{
  char *end;
  double number = g_ascii_strtod (typed, &end);
  if (end != typed && g_strchug (end)[0] == '\0' && isfinite (number))
    iso_sweep_append_number (text, number, "null");
  else
    iso_append_quoted (text, typed);
}

static bool
is_of_base (const IsoParameter *parameter, const IsoSweepDraft *draft)
{
  return iso_sweep_may_change (parameter->key) && iso_parameter_find (parameter->key, &draft->base, NULL) == parameter;
}

/* Texts stay in quotes whatever they look like. */
static void
append_base (GString *text, const IsoSweepDraft *draft)
{
  size_t count, written = 0;
  const IsoParameter *table = iso_parameters (&count);
  IsoSettings start;
  iso_settings_init (&start);
  if (strcmp (draft->base.data.source, PRESET) == 0)
    iso_preset_apply (iso_preset_find (PRESET, NULL), &start, NULL);
  g_string_append (text, ",\n  \"base\": {");
  for (size_t i = 0; i < count; i++)
    {
      if (!is_of_base (&table[i], draft) || !iso_parameter_differs (&table[i], &draft->base, &start))
        continue;
      g_autofree char *value = iso_settings_format (&draft->base, &table[i]);
      g_string_append_printf (text, "%s\n    \"%s\": ", written++ > 0 ? "," : "", table[i].key);
      if (table[i].type == ISO_PARAMETER_REAL || table[i].type == ISO_PARAMETER_INTEGER)
        append_value (text, value);
      else
        iso_append_quoted (text, value);
    }
  g_string_append (text, written > 0 ? "\n  }" : "}");
}

static void
append_list (GString *text, const IsoSweepChange *change)
{
  g_auto (GStrv) values = iso_sweep_list_split (change);
  g_string_append_c (text, '[');
  for (size_t i = 0; values[i] != NULL; i++)
    {
      g_string_append (text, i > 0 ? ", " : "");
      append_value (text, values[i]);
    }
  g_string_append_c (text, ']');
}

static void
append_change (GString *text, const IsoSweepChange *change, bool is_random)
{
  iso_append_quoted (text, change->key);
  g_string_append (text, ": ");
  if (change->kind == ISO_SWEEP_LIST)
    {
      append_list (text, change);
      return;
    }
  g_string_append (text, "{\"from\": ");
  append_value (text, change->from);
  g_string_append (text, ", \"to\": ");
  append_value (text, change->to);
  if (!is_random)
    {
      g_string_append (text, ", \"count\": ");
      append_value (text, change->count);
    }
  g_string_append (text, change->is_logarithmic ? ", \"log\": true}" : "}");
}

static void
append_changes (GString *text, const IsoSweepDraft *draft)
{
  size_t written = 0;
  g_string_append_printf (text, ",\n  \"%s\": {", draft->is_random ? "random" : "grid");
  if (draft->is_random)
    {
      g_string_append (text, "\n    \"points\": ");
      append_value (text, draft->points);
      g_string_append (text, ",\n    \"seed\": ");
      append_value (text, draft->draw_seed);
      written = 2;
    }
  for (guint i = 0; i < draft->changes->len; i++)
    {
      g_string_append (text, written++ > 0 ? ",\n    " : "\n    ");
      append_change (text, draft->changes->pdata[i], draft->is_random);
    }
  g_string_append (text, "\n  }");
}

static void
append_seeds (GString *text, const IsoSweepDraft *draft)
{
  g_autoptr (GArray) seeds = iso_sweep_seeds_parse (draft->seeds);
  g_string_append (text, ",\n  \"seeds\": [");
  for (guint i = 0; seeds != NULL && i < seeds->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", g_array_index (seeds, gint64, i));
  g_string_append_c (text, ']');
}

char *
iso_sweep_draft_json (const IsoSweepDraft *draft)
{
  g_autoptr (GString) text = g_string_new ("{\n  \"name\": ");
  iso_append_quoted (text, draft->name);
  if (draft->note[0] != '\0')
    {
      g_string_append (text, ",\n  \"note\": ");
      iso_append_quoted (text, draft->note);
    }
  append_base (text, draft);
  if (draft->changes->len > 0)
    append_changes (text, draft);
  append_seeds (text, draft);
  if (draft->base.data.validation != ISO_VALIDATION_NONE)
    {
      g_autofree char *choose = g_strconcat ("validation ", draft->choose, NULL);
      g_string_append (text, ",\n  \"choose\": ");
      iso_append_quoted (text, choose);
    }
  g_string_append_printf (text, ",\n  \"epoch\": \"%s\"\n}\n", draft->takes_best ? "best" : "last");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- reading: of a plan, so that all of it is as it has to be ---- */

static char *
member_text (JsonObject *object, const char *name, const char *otherwise)
{
  JsonNode *node = json_object_get_member (object, name);
  char *text = node != NULL ? iso_sweep_value_text (node) : NULL;
  return text != NULL ? text : g_strdup (otherwise);
}

static void
take_text (char **text, char *value)
{
  g_free (*text);
  *text = value;
}

static void
read_list (IsoSweepChange *change, JsonArray *list)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      g_autofree char *value = iso_sweep_value_text (json_array_get_element (list, i));
      g_string_append_printf (text, "%s%s", i == 0 ? "" : strchr (value, ',') != NULL ? "; " : ", ", value);
    }
  change->kind = ISO_SWEEP_LIST;
  take_text (&change->list, g_string_free (g_steal_pointer (&text), FALSE));
}

static void
read_change (IsoSweepDraft *draft, const char *key, JsonNode *node)
{
  IsoSweepChange *change = iso_sweep_draft_add (draft, key);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  if (object == NULL)
    read_list (change, json_node_get_array (node));
  else if (json_object_has_member (object, "choices"))
    read_list (change, json_object_get_array_member (object, "choices"));
  else
    {
      change->kind = ISO_SWEEP_RANGE;
      take_text (&change->from, member_text (object, "from", ""));
      take_text (&change->to, member_text (object, "to", ""));
      take_text (&change->count, member_text (object, "count", "5"));
      change->is_logarithmic = json_object_has_member (object, "log") && json_object_get_boolean_member (object, "log");
    }
}

static void
read_changes (IsoSweepDraft *draft, JsonObject *root)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;
  draft->is_random = json_object_has_member (root, "random");
  const char *section = draft->is_random ? "random" : "grid";
  if (!json_object_has_member (root, section))
    return;
  JsonObject *object = json_object_get_object_member (root, section);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &key, &node))
    if (!draft->is_random || (strcmp (key, "points") != 0 && strcmp (key, "seed") != 0))
      read_change (draft, key, node);
  take_text (&draft->points, member_text (object, "points", draft->points));
  take_text (&draft->draw_seed, member_text (object, "seed", draft->draw_seed));
}

/* "1, 2, 3", or "1…12" where many follow one another. */
static char *
seeds_text (const IsoSweepPlan *plan)
{
  size_t count = iso_sweep_plan_seed_count (plan);
  g_autoptr (GString) text = g_string_new (NULL);
  bool is_run = count > 3;
  for (size_t i = 1; i < count; i++)
    is_run = is_run && iso_sweep_plan_seed (plan, i) == iso_sweep_plan_seed (plan, i - 1) + 1;
  if (is_run)
    return g_strdup_printf ("%d…%d", iso_sweep_plan_seed (plan, 0), iso_sweep_plan_seed (plan, count - 1));
  for (size_t i = 0; i < count; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? ", " : "", iso_sweep_plan_seed (plan, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

IsoSweepDraft *
iso_sweep_draft_of_plan (const IsoSweepPlan *plan)
{
  IsoSweepDraft *draft = iso_sweep_draft_new (iso_sweep_plan_base (plan));
  g_autoptr (JsonNode) root = json_from_string (iso_sweep_plan_text (plan), NULL);
  g_assert (root != NULL && JSON_NODE_HOLDS_OBJECT (root)); /* it was read once */
  JsonObject *object = json_node_get_object (root);
  iso_sweep_text_set (&draft->name, iso_sweep_plan_name (plan));
  take_text (&draft->note, member_text (object, "note", ""));
  read_changes (draft, object);
  take_text (&draft->seeds, seeds_text (plan));
  iso_sweep_text_set (&draft->choose, iso_score_key_name (iso_sweep_plan_score (plan)));
  draft->takes_best = iso_sweep_plan_epoch (plan) == ISO_SWEEP_EPOCH_BEST;
  return draft;
}
