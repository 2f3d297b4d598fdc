/* A sweep being written: what a form holds becomes the file that the command line takes, and a file becomes what a form holds, with
 * nothing lost on the way; what is wrong is said field by field. */
#include <glib.h>
#include <string.h>

#include "engine/sweep/draft.h"
#include "engine/train/parameters.h"
#include "engine/train/preset.h"

static IsoSettings
settings_new (void)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_true (iso_preset_apply (iso_preset_find ("sample", NULL), &settings, NULL));
  settings.data.validation = ISO_VALIDATION_BY_SAMPLE;
  settings.train.epochs = 3;
  return settings;
}

static void
assert_problem (const IsoSweepDraft *draft, IsoSweepField field, size_t change, const char *words)
{
  g_autofree char *problem = iso_sweep_draft_problem (draft, field, change);
  if (words == NULL)
    g_assert_cmpstr (problem, ==, NULL);
  else if (problem == NULL || strstr (problem, words) == NULL)
    g_error ("found “%s”, expected “%s”", problem, words);
}

static IsoSweepPlan *
plan_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  IsoSweepPlan *plan = iso_sweep_plan_parse ("test.json", text, &error);
  g_assert_no_error (error);
  return plan;
}

/* Settings, values, seeds and choice; the uuid stands for name and base. */
static void
assert_same_plan (const IsoSweepPlan *a, const IsoSweepPlan *b)
{
  g_assert_cmpstr (iso_sweep_plan_uuid (a), ==, iso_sweep_plan_uuid (b));
  g_assert_cmpuint (iso_sweep_plan_point_count (a), ==, iso_sweep_plan_point_count (b));
  for (size_t point = 0; point < iso_sweep_plan_point_count (a); point++)
    {
      g_autofree char *x = iso_sweep_plan_point_json (a, point), *y = iso_sweep_plan_point_json (b, point);
      g_assert_cmpstr (x, ==, y);
    }
  g_assert_true (iso_sweep_plan_chooses (a) == iso_sweep_plan_chooses (b));
  g_assert_true (iso_score_key_equal (iso_sweep_plan_score (a), iso_sweep_plan_score (b)));
  g_assert_cmpint (iso_sweep_plan_epoch (a), ==, iso_sweep_plan_epoch (b));
}

static void
test_grid (void)
{
  IsoSettings settings = settings_new ();
  g_autoptr (IsoSweepDraft) draft = iso_sweep_draft_new (&settings);
  g_assert_true (iso_sweep_draft_has_problem (draft)); /* nothing changes */
  iso_sweep_text_set (&draft->name, "weights");
  iso_sweep_text_set (&iso_sweep_draft_add (draft, "distill.lambda")->list, "10, 0.5 ,1e3");
  IsoSweepChange *omega = iso_sweep_draft_add (draft, "distill.omega");
  omega->kind = ISO_SWEEP_RANGE;
  omega->is_logarithmic = false;
  iso_sweep_text_set (&omega->from, "0.1");
  iso_sweep_text_set (&omega->to, "0.9");
  iso_sweep_text_set (&omega->count, "3");
  iso_sweep_text_set (&draft->seeds, "4…6, 1");
  g_assert_false (iso_sweep_draft_has_problem (draft));
  g_autofree char *json = iso_sweep_draft_json (draft);
  g_assert_cmpstr (json, ==,
                   "{\n  \"name\": \"weights\",\n  \"base\": {\n    \"data.validation\": \"sample\",\n    \"train.epochs\": 3\n  },\n"
                   "  \"grid\": {\n    \"distill.lambda\": [10, 0.5, 1000],\n"
                   "    \"distill.omega\": {\"from\": 0.1, \"to\": 0.9, \"count\": 3}\n  },\n  \"seeds\": [4, 5, 6, 1],\n"
                   "  \"choose\": \"validation recall@1\",\n  \"epoch\": \"last\"\n}\n");
  g_autoptr (IsoSweepPlan) plan = plan_of (json);
  g_assert_cmpuint (iso_sweep_plan_setting_count (plan), ==, 9);
  g_assert_cmpuint (iso_sweep_plan_seed_count (plan), ==, 4);
  g_assert_cmpstr (iso_sweep_plan_value (plan, 4, 0), ==, "0.5");
  g_assert_cmpstr (iso_sweep_plan_value (plan, 4, 1), ==, "0.5");
  /* What the plan says of its base is what the form was given. */
  g_assert_cmpfloat (iso_sweep_plan_base (plan)->optimizer.rate, ==, settings.optimizer.rate);
  g_assert_cmpint (iso_sweep_plan_base (plan)->train.epochs, ==, 3);
  g_autoptr (IsoSweepDraft) again = iso_sweep_draft_of_plan (plan);
  g_autofree char *second = iso_sweep_draft_json (again);
  g_assert_cmpstr (second, ==, json);
}

/* Everything that a file may have, as written by people: read, written and read again it is the same sweep. */
static void
test_files (void)
{
  static const char *const files[] = {
    "{\"name\": \"weights on the sample\", \"base\": {\"data.validation\": \"sample\", \"train.epochs\": 10}, \"grid\": {\"distill.lambda\": "
    "[10, 50, 200], \"distill.omega\": {\"from\": 0.1, \"to\": 0.9, \"count\": 5}}, \"seeds\": [1, 2, 3], \"choose\": "
    "\"validation recall@1\"}",
    "{\"name\": \"drawn\", \"note\": \"a “remark”\", \"base\": {\"data\": {\"validation\": \"class\"}, \"loss.name\": \"triplet\"}, "
    "\"random\": {\"points\": 12, \"seed\": 5, \"distill.lambda\": {\"from\": 0.01, \"to\": 1000, \"log\": true}, \"distill.k\": "
    "{\"from\": 3, \"to\": 20}, \"distill.mode\": {\"choices\": [\"psd\", \"obdp\"]}, \"loss.margin\": [0.1, 0.2]}, \"choose\": "
    "\"validation map@r\", \"epoch\": \"best\"}",
    "{\"name\": \"no choice\", \"grid\": {\"loss.name\": [\"triplet\", \"multi-similarity\"], \"network.frozen_norm\": [true, false]}, "
    "\"seeds\": [3, 4, 5, 6, 7]}",
    "{\"name\": \"texts\", \"preset\": \"sample-conv\", \"grid\": {\"evaluate.ks\": [\"1, 2\", \"1, 8\"]}}",
  };
  for (size_t i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (IsoSweepPlan) plan = plan_of (files[i]);
      g_autoptr (IsoSweepDraft) draft = iso_sweep_draft_of_plan (plan);
      g_autofree char *json = iso_sweep_draft_json (draft);
      g_assert_false (iso_sweep_draft_has_problem (draft));
      g_autoptr (IsoSweepPlan) again = plan_of (json);
      assert_same_plan (plan, again);
      g_autoptr (IsoSweepDraft) second = iso_sweep_draft_of_plan (again);
      g_autofree char *other = iso_sweep_draft_json (second);
      g_assert_cmpstr (other, ==, json);
    }
  g_autoptr (IsoSweepPlan) drawn = plan_of (files[1]);
  g_autoptr (IsoSweepDraft) draft = iso_sweep_draft_of_plan (drawn);
  g_assert_true (draft->is_random && draft->takes_best);
  g_assert_cmpstr (draft->note, ==, "a “remark”");
  g_assert_cmpstr (draft->points, ==, "12");
  g_assert_cmpstr (draft->draw_seed, ==, "5");
  g_assert_cmpstr (draft->choose, ==, "map@r");
  g_assert_cmpuint (draft->changes->len, ==, 4);
}

static void
test_seeds (void)
{
  static const char *const wrong[] = { "", "x", "1, x", "3…1", "-1", "1…", "0.5", "1…9999999", "99999999999" };
  g_autoptr (GArray) seeds = iso_sweep_seeds_parse (" 7, 1…3;9-10, 20 .. 21");
  const gint64 expected[] = { 7, 1, 2, 3, 9, 10, 20, 21 };
  g_assert_cmpmem (seeds->data, seeds->len * sizeof (gint64), expected, sizeof expected);
  for (size_t i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (iso_sweep_seeds_parse (wrong[i]));
}

static void
test_problems (void)
{
  IsoSettings settings = settings_new ();
  g_autoptr (IsoSweepDraft) draft = iso_sweep_draft_new (&settings);
  IsoSweepChange *omega = iso_sweep_draft_add (draft, "distill.omega");
  assert_problem (draft, ISO_SWEEP_FIELD_NAME, 0, "under a name");
  assert_problem (draft, ISO_SWEEP_FIELD_CHANGE, 0, NULL);
  static const struct {
    const char *list, *words;
  } lists[] = { { "", "no values" }, { "0.1, x", "“x”" }, { "0.1, 1.5", "1.5" }, { "0.1, 0.1", "twice" }, { "0.1; 0.2", NULL } };
  for (size_t i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      iso_sweep_text_set (&omega->list, lists[i].list);
      assert_problem (draft, ISO_SWEEP_FIELD_CHANGE, 0, lists[i].words);
    }
  static const struct {
    const char *from, *to, *count;
    bool is_logarithmic;
    const char *words;
  } ranges[] = { { "0.1", "0.9", "5", false, NULL },        { "0.9", "0.1", "5", false, "greater" }, { "", "0.9", "5", false, "greater" },
                 { "0", "0.9", "5", true, "above 0" },      { "0.1", "7", "5", false, "7" },         { "0.1", "0.9", "1", false, "how many" },
                 { "0.1", "0.9", "2.5", false, "how many" } };
  omega->kind = ISO_SWEEP_RANGE;
  for (size_t i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      iso_sweep_text_set (&omega->from, ranges[i].from);
      iso_sweep_text_set (&omega->to, ranges[i].to);
      iso_sweep_text_set (&omega->count, ranges[i].count);
      omega->is_logarithmic = ranges[i].is_logarithmic;
      assert_problem (draft, ISO_SWEEP_FIELD_CHANGE, 0, ranges[i].words);
    }
  /* A draw says for all of them how many there are. */
  draft->is_random = true;
  assert_problem (draft, ISO_SWEEP_FIELD_CHANGE, 0, NULL);
  iso_sweep_text_set (&draft->points, "0");
  assert_problem (draft, ISO_SWEEP_FIELD_POINTS, 0, "from 1");
  iso_sweep_text_set (&draft->draw_seed, "-1");
  assert_problem (draft, ISO_SWEEP_FIELD_DRAW_SEED, 0, "from 0");
  iso_sweep_text_set (&draft->seeds, "none");
  assert_problem (draft, ISO_SWEEP_FIELD_SEEDS, 0, "1…5");
  iso_sweep_text_set (&draft->choose, "recall@77");
  assert_problem (draft, ISO_SWEEP_FIELD_CHOOSE, 0, "do not evaluate");
  draft->base.data.validation = ISO_VALIDATION_NONE;
  assert_problem (draft, ISO_SWEEP_FIELD_CHOOSE, 0, NULL);
  draft->takes_best = true;
  assert_problem (draft, ISO_SWEEP_FIELD_CHOOSE, 0, "validation part");
  g_assert_true (iso_sweep_draft_has_problem (draft));
}

/* Values that are proposed are such as the parameter takes, the present one among them. */
static void
test_proposals (void)
{
  IsoSettings settings = settings_new ();
  size_t count, offered = 0;
  const IsoParameter *table = iso_parameters (&count);
  g_autoptr (IsoSweepDraft) draft = iso_sweep_draft_new (&settings);
  for (size_t i = 0; i < count; i++)
    {
      if (!iso_sweep_offers (&table[i]) || iso_parameter_find (table[i].key, &settings, NULL) != &table[i])
        continue;
      IsoSweepChange *change = iso_sweep_draft_add (draft, table[i].key);
      g_autofree char *present = iso_settings_format (&settings, &table[i]);
      g_auto (GStrv) values = iso_sweep_list_split (change);
      if (table[i].type != ISO_PARAMETER_TEXT)
        {
          assert_problem (draft, ISO_SWEEP_FIELD_CHANGE, draft->changes->len - 1, NULL);
          g_assert_true (g_strv_contains ((const char *const *) values, present));
        }
      offered++;
    }
  g_assert_cmpuint (offered, >, 20);
  g_assert_false (iso_sweep_may_change ("train.seed"));
  g_assert_true (iso_sweep_may_change ("distill.lambda"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweep-draft/grid", test_grid);
  g_test_add_func ("/sweep-draft/files", test_files);
  g_test_add_func ("/sweep-draft/seeds", test_seeds);
  g_test_add_func ("/sweep-draft/problems", test_problems);
  g_test_add_func ("/sweep-draft/proposals", test_proposals);
  return g_test_run ();
}
