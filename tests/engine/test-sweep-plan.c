/* From the file of a sweep to the list of its runs: grids, draws, seeds, shards; and what is refused, with words that name file and
 * field. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/sweep/plan.h"
#include "engine/sweep/shard.h"
#include "engine/train/parameters.h"

#define BASE "\"name\": \"test\", \"base\": {\"data.validation\": \"sample\", \"train.epochs\": 2}"

static IsoSweepPlan *
plan_of (const char *rest)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("{" BASE "%s%s}", rest[0] != '\0' ? ", " : "", rest);
  IsoSweepPlan *plan = iso_sweep_plan_parse ("test.json", text, &error);
  g_assert_no_error (error);
  return plan;
}

static void
assert_point (const IsoSweepPlan *plan, size_t point, const char *json)
{
  g_autofree char *found = iso_sweep_plan_point_json (plan, point);
  g_assert_cmpstr (found, ==, json);
}

static void
test_grid (void)
{
  g_autoptr (IsoSweepPlan) plan =
      plan_of ("\"grid\": {\"distill.lambda\": [10, 0.5], \"distill.omega\": [0.1, 0.25, 0.9]}, \"seeds\": [7, 3]");
  g_assert_cmpuint (iso_sweep_plan_setting_count (plan), ==, 6);
  g_assert_cmpuint (iso_sweep_plan_seed_count (plan), ==, 2);
  g_assert_cmpuint (iso_sweep_plan_point_count (plan), ==, 12);
  assert_point (plan, 0, "{\"distill.lambda\":\"10\",\"distill.omega\":\"0.1\",\"train.seed\":\"7\"}");
  assert_point (plan, 1, "{\"distill.lambda\":\"10\",\"distill.omega\":\"0.25\",\"train.seed\":\"7\"}");
  assert_point (plan, 3, "{\"distill.lambda\":\"0.5\",\"distill.omega\":\"0.1\",\"train.seed\":\"7\"}");
  assert_point (plan, 11, "{\"distill.lambda\":\"0.5\",\"distill.omega\":\"0.9\",\"train.seed\":\"3\"}");
  IsoSettings settings;
  iso_sweep_plan_settings (&settings, plan, 11);
  g_assert_cmpfloat (settings.distill.lambda, ==, 0.5);
  g_assert_cmpfloat (settings.distill.omega, ==, 0.9);
  g_assert_cmpint (settings.train.seed, ==, 3);
  g_assert_cmpint (settings.train.epochs, ==, 2);
  /* The data are the embedded sample and no preset is named: as isotherm-cli train has it. */
  g_assert_cmpfloat (settings.optimizer.rate, ==, 3e-4);
  g_assert_true (iso_sweep_plan_chooses (plan));
  g_assert_true (iso_score_key_equal (iso_sweep_plan_score (plan), ISO_SCORE_RECALL_1));
}

static void
test_grid_ranges_and_words (void)
{
  g_autoptr (IsoSweepPlan) plan = plan_of ("\"grid\": {\"distill.lambda\": {\"from\": 0.1, \"to\": 1000, \"count\": 5, \"log\": true}, "
                                           "\"distill.mode\": [\"psd\", \"obdp\"], \"optimizer.rate\": [1e-3]}");
  static const char *const lambdas[] = { "0.1", "1", "10", "100", "1000" };
  g_assert_cmpuint (iso_sweep_plan_setting_count (plan), ==, 10);
  for (size_t i = 0; i < 10; i++)
    {
      g_assert_cmpstr (iso_sweep_plan_value (plan, i, 0), ==, lambdas[i / 2]);
      g_assert_cmpstr (iso_sweep_plan_value (plan, i, 1), ==, i % 2 == 0 ? "psd" : "obdp");
      g_assert_cmpstr (iso_sweep_plan_value (plan, i, 2), ==, "0.001");
    }
}

/* ω plays no part where nothing diffuses: two of three settings with PSD are one with the first. */
static void
test_twins (void)
{
  g_autoptr (IsoSweepPlan) plan = plan_of ("\"grid\": {\"distill.mode\": [\"psd\", \"obdp\"], \"distill.omega\": [0.2, 0.4, 0.8]}");
  g_autoptr (IsoSweepPlan) none = plan_of ("\"grid\": {\"distill.mode\": [\"psd\", \"obdp\"], \"distill.tau\": [0.2, 0.4, 0.8]}");
  g_assert_cmpuint (iso_sweep_plan_setting_count (plan), ==, 6);
  g_assert_cmpuint (iso_sweep_plan_twin_count (plan), ==, 2);
  g_assert_cmpuint (iso_sweep_plan_twin_count (none), ==, 0);
}

/* A loss's own parameter where the loss is set by the base, and where another of the grid makes it one. */
static void
test_parameters_of_losses (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSweepPlan) plan = plan_of ("\"grid\": {\"loss.margin\": [0.2, 0.3], \"loss.name\": [\"triplet\", \"margin\"]}");
  IsoSettings settings;
  iso_sweep_plan_settings (&settings, plan, 3);
  g_autofree char *value = iso_settings_format (&settings, iso_parameter_find ("loss.margin", &settings, NULL));
  g_assert_cmpstr (value, ==, "0.3");
  g_assert_cmpint (settings.loss.name, ==, (int) ISO_LOSS_MARGIN);
  g_assert_null (iso_sweep_plan_parse (
      "test.json", "{" BASE ", \"grid\": {\"loss.name\": [\"smooth-ap\"], \"loss.margin\": [0.2]}}", &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "smooth-ap"));
}

#define RANDOM "\"random\": {\"points\": %d, \"seed\": %d, \"distill.lambda\": {\"from\": 0.01, \"to\": 10, \"log\": true}, " \
               "\"distill.k\": {\"from\": 3, \"to\": 6}, \"distill.mode\": {\"choices\": [\"psd\", \"obdp\"]}}"

static IsoSweepPlan *
random_plan (int points, int seed)
{
  g_autofree char *text = g_strdup_printf (RANDOM, points, seed);
  return plan_of (text);
}

static void
test_random (void)
{
  g_autoptr (IsoSweepPlan) plan = random_plan (400, 5), again = random_plan (400, 5), more = random_plan (500, 5);
  g_autoptr (IsoSweepPlan) other = random_plan (400, 6);
  size_t below = 0, same = 0, counts[7] = { 0 };
  for (size_t s = 0; s < 400; s++)
    {
      double lambda = g_ascii_strtod (iso_sweep_plan_value (plan, s, 0), NULL);
      g_assert_true (lambda >= 0.01 && lambda <= 10.0);
      below += lambda < 0.1;
      counts[atoi (iso_sweep_plan_value (plan, s, 1))]++;
      for (size_t key = 0; key < 3; key++)
        {
          g_assert_cmpstr (iso_sweep_plan_value (plan, s, key), ==, iso_sweep_plan_value (again, s, key));
          g_assert_cmpstr (iso_sweep_plan_value (plan, s, key), ==, iso_sweep_plan_value (more, s, key));
        }
      same += strcmp (iso_sweep_plan_value (plan, s, 0), iso_sweep_plan_value (other, s, 0)) == 0;
    }
  /* Evenly in the logarithm: a third lies in each decade (133 ± 5 deviations of 9.4); each k as often (100 ± 5 of 8.7). */
  g_assert_cmpuint (below, >, 86);
  g_assert_cmpuint (below, <, 181);
  for (int k = 3; k <= 6; k++)
    g_assert_true (counts[k] > 56 && counts[k] < 144);
  g_assert_cmpuint (same, <, 4);
}

static void
test_random_runs_out (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSweepPlan) plan = plan_of ("\"random\": {\"points\": 4, \"distill.k\": {\"from\": 3, \"to\": 6}}");
  for (size_t a = 0; a < 4; a++)
    for (size_t b = 0; b < a; b++)
      g_assert_cmpstr (iso_sweep_plan_value (plan, a, 0), !=, iso_sweep_plan_value (plan, b, 0));
  g_assert_null (iso_sweep_plan_parse (
      "test.json", "{" BASE ", \"random\": {\"points\": 5, \"distill.k\": {\"from\": 3, \"to\": 6}}}", &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "4"));
}

/* What has been run stays known when a file gains values and seeds; another base is another sweep. */
static void
test_identity (void)
{
  g_autoptr (IsoSweepPlan) plan = plan_of ("\"grid\": {\"distill.lambda\": [1, 2]}");
  g_autoptr (IsoSweepPlan) more =
      plan_of ("\"grid\": {\"distill.lambda\": [1, 2, 3]}, \"seeds\": [1, 2], \"choose\": \"validation map@r\"");
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSweepPlan) other =
      iso_sweep_plan_parse ("test.json", "{\"name\": \"test\", \"base\": {\"data.validation\": \"sample\", \"train.epochs\": 3}}", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (iso_sweep_plan_uuid (plan), ==, iso_sweep_plan_uuid (more));
  g_assert_cmpstr (iso_sweep_plan_uuid (plan), !=, iso_sweep_plan_uuid (other));
  g_assert_true (g_uuid_string_is_valid (iso_sweep_plan_uuid (plan)));
  g_assert_cmpuint (iso_sweep_plan_point_count (other), ==, 1);
  assert_point (other, 0, "{\"train.seed\":\"7\"}"); /* of the table */
}

static void
test_shards (void)
{
  for (size_t parts = 1; parts <= 9; parts++)
    for (size_t place = 0; place < 50; place++)
      {
        size_t owners = 0;
        for (size_t part = 1; part <= parts; part++)
          owners += iso_shard_has ((IsoShard) { part, parts }, place);
        g_assert_cmpuint (owners, ==, 1);
      }
  IsoShard shard;
  g_assert_true (iso_shard_parse (&shard, "--shard", "2/8", NULL));
  g_assert_cmpuint (shard.part, ==, 2);
  g_assert_cmpuint (shard.parts, ==, 8);
  static const char *const bad[] = { "", "0/8", "9/8", "2", "2/", "/8", "a/b", "2/8x", "-1/8", "1/0", "1/99999999999999999999", " 1/2" };
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (iso_shard_parse (&shard, "--shard", bad[i], &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
      g_assert_nonnull (strstr (error->message, "--shard"));
    }
}

/* text: of the whole file; words: that the message must have, besides the file's name. */
typedef struct {
  const char *text, *words[3];
} Bad;

static void
test_bad_files (void)
{
  static const Bad bad[] = {
    { "", { "" } },
    { "[1]", { "object" } },
    { "{}", { "name" } },
    { "{\"name\": \"\"}", { "name" } },
    { "{\"name\": 3}", { "name", "3", "text" } },
    { "{" BASE ", \"gird\": {}}", { "gird", "grid" } },
    { "{" BASE ", \"preset\": \"sampel\"}", { "preset", "sampel", "sample-conv" } },
    { "{" BASE ", \"grid\": {}}", { "grid", "parameter" } },
    { "{" BASE ", \"grid\": [1]}", { "grid", "[1]", "object" } },
    { "{" BASE ", \"grid\": {\"distill.lamda\": [1]}}", { "grid", "distill.lamda", "distill.lambda" } },
    { "{" BASE ", \"grid\": {\"distill.lambda\": []}}", { "grid", "distill.lambda", "[]" } },
    { "{" BASE ", \"grid\": {\"distill.lambda\": 3}}", { "grid", "distill.lambda", "list" } },
    { "{" BASE ", \"grid\": {\"distill.lambda\": [null]}}", { "distill.lambda", "null" } },
    { "{" BASE ", \"grid\": {\"distill.lambda\": [-1]}}", { "distill.lambda=-1", "distill.lambda is -1" } },
    { "{" BASE ", \"grid\": {\"distill.lambda\": [0.5, 0.50]}}", { "grid", "0.5", "twice" } },
    { "{" BASE ", \"grid\": {\"distill.lambda\": {\"from\": 1, \"to\": 2}}}", { "distill.lambda", "count" } },
    { "{" BASE ", \"grid\": {\"distill.lambda\": {\"form\": 1, \"to\": 2}}}", { "distill.lambda", "form", "from" } },
    { "{" BASE ", \"grid\": {\"distill.lambda\": {\"from\": 2, \"to\": 1, \"count\": 2}}}", { "distill.lambda", "lower first" } },
    { "{" BASE ", \"grid\": {\"distill.lambda\": {\"from\": 0, \"to\": 1, \"count\": 2, \"log\": true}}}",
      { "distill.lambda", "above 0" } },
    { "{" BASE ", \"grid\": {\"distill.mode\": {\"from\": 0, \"to\": 1, \"count\": 2}}}", { "distill.mode", "list" } },
    { "{" BASE ", \"grid\": {\"train.seed\": [1, 2]}}", { "train.seed", "seeds" } },
    { "{" BASE ", \"grid\": {\"train.threads\": [1, 2]}}", { "train.threads" } },
    { "{" BASE ", \"grid\": {\"distill.k\": [3]}, \"random\": {\"points\": 1}}", { "grid", "random" } },
    { "{" BASE ", \"random\": {\"distill.k\": [3]}}", { "random", "points" } },
    { "{" BASE ", \"random\": {\"points\": 0, \"distill.k\": [3]}}", { "random.points", "0" } },
    { "{" BASE ", \"random\": {\"points\": 2.5, \"distill.k\": [3]}}", { "random.points", "2.5" } },
    { "{" BASE ", \"random\": {\"points\": 2, \"distill.k\": {\"from\": 1, \"to\": 9, \"count\": 3}}}", { "distill.k", "count" } },
    { "{" BASE ", \"seeds\": 3}", { "seeds", "3", "list" } },
    { "{" BASE ", \"seeds\": []}", { "seeds", "[]" } },
    { "{" BASE ", \"seeds\": [1, \"2\"]}", { "seeds", "2" } },
    { "{" BASE ", \"seeds\": [1, 1]}", { "seeds", "once" } },
    { "{" BASE ", \"seeds\": [-1]}", { "seeds", "train.seed" } },
    { "{" BASE ", \"choose\": \"test recall@1\"}", { "choose", "test recall@1", "validation" } },
    { "{" BASE ", \"choose\": \"recall@1\"}", { "choose", "validation recall@1" } },
    { "{" BASE ", \"choose\": \"validation nmi\"}", { "choose", "nmi", "evaluate.metrics" } },
    { "{" BASE ", \"choose\": \"validation recall@3\"}", { "choose", "recall@3", "evaluate.ks" } },
    { "{" BASE ", \"epoch\": \"first\"}", { "epoch", "first", "best" } },
    { "{\"name\": \"x\", \"choose\": \"validation recall@1\"}", { "choose", "data.validation" } },
    { "{\"name\": \"x\", \"epoch\": \"best\"}", { "epoch", "validation" } },
    { "{\"name\": \"x\", \"base\": {\"train.epochs\": 0.5}}", { "base", "train.epochs" } },
    { "{\"name\": \"x\", \"base\": {\"batch.size\": 13}}", { "batch.size" } },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (iso_sweep_plan_parse ("bad.json", bad[i].text, &error));
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_true (error->domain == ISO_ERROR);
      g_assert_nonnull (strstr (error->message, "bad.json"));
      for (size_t w = 0; w < G_N_ELEMENTS (bad[i].words) && bad[i].words[w] != NULL; w++)
        if (strstr (error->message, bad[i].words[w]) == NULL)
          g_error ("“%s” does not say “%s”", error->message, bad[i].words[w]);
    }
}

static void
test_limit (void)
{
  g_autoptr (GError) error = NULL;
  const char *hundred = "{\"from\": 0.01, \"to\": 0.99, \"count\": 100}";
  g_autofree char *fits = g_strdup_printf ("{" BASE ", \"random\": {\"points\": 1000, \"distill.lambda\": {\"from\": 1, \"to\": 2}}, "
                                           "\"seeds\": [1,2,3]}");
  g_autoptr (IsoSweepPlan) plan = iso_sweep_plan_parse ("test.json", fits, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (iso_sweep_plan_point_count (plan), ==, 3000);
  g_autofree char *many = g_strdup_printf ("{" BASE ", \"grid\": {\"distill.lambda\": %s, \"distill.tau\": %s, \"distill.omega\": %s}}",
                                           hundred, hundred, hundred);
  g_assert_null (iso_sweep_plan_parse ("test.json", many, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "100000"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweep-plan/grid", test_grid);
  g_test_add_func ("/sweep-plan/grid-ranges-and-words", test_grid_ranges_and_words);
  g_test_add_func ("/sweep-plan/twins", test_twins);
  g_test_add_func ("/sweep-plan/parameters-of-losses", test_parameters_of_losses);
  g_test_add_func ("/sweep-plan/random", test_random);
  g_test_add_func ("/sweep-plan/random-runs-out", test_random_runs_out);
  g_test_add_func ("/sweep-plan/identity", test_identity);
  g_test_add_func ("/sweep-plan/shards", test_shards);
  g_test_add_func ("/sweep-plan/bad-files", test_bad_files);
  g_test_add_func ("/sweep-plan/limit", test_limit);
  return g_test_run ();
}
