/* What a sweep comes to: means and deviations by hand, the choice and that the test part has none, what is kept in a folder and found
 * again. */
#include <glib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/sweep/folder.h"
#include "tests/support/pictures.h"

#define FILE_TEXT "{\"name\": \"test\", \"base\": {\"data.validation\": \"sample\"%s}, " \
                  "\"grid\": {\"distill.omega\": [0.1, 0.2, 0.3]}, \"seeds\": [1, 2, 3]%s}"

static IsoSweepPlan *
plan_new (const char *base, const char *rest)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf (FILE_TEXT, base, rest);
  IsoSweepPlan *plan = iso_sweep_plan_parse ("test.json", text, &error);
  g_assert_no_error (error);
  return plan;
}

static void
set_scores (IsoScores *scores, double recall, double map)
{
  iso_scores_init (scores);
  scores->metrics = ISO_METRICS_RETRIEVAL;
  scores->k_count = 1;
  scores->ks[0] = 1;
  scores->recall[0] = scores->recall_1 = recall;
  scores->map_at_r = map;
}

/* Two epochs after the untrained network: the first `better` on the validation part by 0.05 where asked for. */
static IsoSweepOutcome *
outcome_new (double validation, double test, bool is_first_better)
{
  IsoSweepOutcome *outcome = iso_sweep_outcome_new (NULL, NULL, 1.5);
  g_free (outcome->epochs);
  outcome->epochs = g_new0 (IsoEpochRecord, 3);
  outcome->epoch_count = 3;
  for (int i = 0; i < 3; i++)
    {
      IsoEpochRecord *record = &outcome->epochs[i];
      double more = i == 0 ? 0.5 : i == 1 && is_first_better ? 0.05 : i == 1 ? -0.05 : 0.0;
      *record = (IsoEpochRecord) { .epoch = i, .step = (guint64) (10 * i), .train_seconds = 0.25 * i };
      set_scores (&record->validation, validation + more, 0.5 * validation);
      set_scores (&record->test, test + more, 0.5 * test);
      iso_scores_init (&record->train);
    }
  return outcome;
}

static void
take (IsoSweepResults *results, size_t point, double validation, double test, bool is_first_better)
{
  g_autoptr (IsoSweepOutcome) outcome = outcome_new (validation, test, is_first_better);
  iso_sweep_results_take (results, point, outcome);
}

static void
take_failure (IsoSweepResults *results, size_t point)
{
  g_autoptr (GError) error = g_error_new (ISO_ERROR, ISO_ERROR_NUMERIC, "the loss became NaN, “so”");
  g_autoptr (IsoSweepOutcome) outcome = iso_sweep_outcome_new (NULL, error, 1.0);
  iso_sweep_results_take (results, point, outcome);
}

/* Validation: 0.60 0.62 0.64, 0.70 0.72 0.77, 0.71 0.73 0.75; test the other way round. Point = seed · 3 + setting. */
static void
fill (IsoSweepResults *results)
{
  static const double validation[3][3] = { { 0.60, 0.62, 0.64 }, { 0.70, 0.72, 0.77 }, { 0.71, 0.73, 0.75 } };
  static const double test[3][3] = { { 0.9, 0.9, 0.9 }, { 0.5, 0.6, 0.7 }, { 0.8, 0.8, 0.8 } };
  for (size_t setting = 0; setting < 3; setting++)
    for (size_t seed = 0; seed < 3; seed++)
      take (results, seed * 3 + setting, validation[setting][seed], test[setting][seed], false);
}

static void
assert_close (double a, double b)
{
  g_assert_true (fabs (a - b) <= 1e-12);
}

static void
test_spread (void)
{
  g_autoptr (IsoSweepPlan) plan = plan_new ("", "");
  g_autoptr (IsoSweepResults) results = iso_sweep_results_new (plan);
  IsoSweepSpread spread = iso_sweep_results_spread (results, 0, ISO_SWEEP_VALIDATION, ISO_SCORE_RECALL_1);
  g_assert_true (spread.count == 0 && isnan (spread.mean) && isnan (spread.deviation));
  take (results, 1, 0.7, 0.5, false);
  spread = iso_sweep_results_spread (results, 1, ISO_SWEEP_VALIDATION, ISO_SCORE_RECALL_1);
  g_assert_true (spread.count == 1 && isnan (spread.deviation));
  assert_close (spread.mean, 0.7);
  fill (results);
  spread = iso_sweep_results_spread (results, 1, ISO_SWEEP_VALIDATION, ISO_SCORE_RECALL_1);
  /* 0.73 ± sqrt ((0.0009 + 0.0001 + 0.0016)/2) */
  assert_close (spread.mean, 0.73);
  assert_close (spread.deviation, sqrt (0.0013));
  spread = iso_sweep_results_spread (results, 1, ISO_SWEEP_TEST, ISO_SCORE_MAP_AT_R);
  assert_close (spread.mean, 0.3);
  assert_close (spread.deviation, 0.05);
}

static void
test_choice (void)
{
  g_autoptr (IsoSweepPlan) plan = plan_new ("", ""), by_map = plan_new ("", ", \"choose\": \"validation map@r\"");
  g_autoptr (IsoSweepResults) results = iso_sweep_results_new (plan), others = iso_sweep_results_new (by_map);
  size_t chosen, close, order[3];
  g_assert_false (iso_sweep_results_chosen (&chosen, &close, results));
  fill (results);
  fill (others);
  /* 1 and 2 have one mean (0.73, to a rounding): either may be first, the other lies within its deviation. */
  g_assert_true (iso_sweep_results_chosen (&chosen, &close, results));
  g_assert_cmpuint (chosen, !=, 0);
  g_assert_cmpuint (close, ==, 1);
  take (results, 2, 0.72, 0.8, false);
  g_assert_true (iso_sweep_results_chosen (&chosen, &close, results));
  g_assert_cmpuint (chosen, ==, 2);
  iso_sweep_results_order (order, results);
  g_assert_true (order[0] == 2 && order[1] == 1 && order[2] == 0);
  /* A setting whose seeds have not all finished does not count, however good the others are. */
  take_failure (results, 5);
  g_assert_true (iso_sweep_results_chosen (&chosen, &close, results));
  g_assert_cmpuint (chosen, ==, 1);
  iso_sweep_results_order (order, results);
  g_assert_true (order[0] == 1 && order[1] == 0 && order[2] == 2);
  g_assert_cmpuint (iso_sweep_results_failed_of (results, 2), ==, 1);
  g_assert_cmpstr (iso_sweep_results_failure_of (results, 2), ==, "the loss became NaN, “so”");
  g_assert_cmpuint (iso_sweep_results_finished (results), ==, 8);
  g_assert_true (iso_sweep_results_chosen (&chosen, &close, others));
}

/* The best epoch is by the validation part, the untrained network not among them, and the test score is that of the same epoch. */
static void
test_best_epoch (void)
{
  g_autoptr (IsoSweepPlan) plan = plan_new ("", ", \"epoch\": \"best\"");
  g_autoptr (IsoSweepResults) results = iso_sweep_results_new (plan);
  int epoch;
  const IsoScores *validation, *test;
  take (results, 0, 0.6, 0.5, true);
  take (results, 3, 0.6, 0.5, false);
  g_assert_true (iso_sweep_results_run (results, 0, &epoch, &validation, &test));
  g_assert_cmpint (epoch, ==, 1);
  assert_close (validation->recall_1, 0.65);
  assert_close (test->recall_1, 0.55);
  g_assert_true (iso_sweep_results_run (results, 3, &epoch, &validation, &test));
  g_assert_cmpint (epoch, ==, 2);
  assert_close (iso_sweep_results_epoch (results, 0), 1.5);
  g_assert_false (iso_sweep_results_run (results, 1, &epoch, &validation, &test));
}

static void
test_without_validation (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSweepPlan) plan = iso_sweep_plan_parse ("test.json", "{\"name\": \"x\", \"grid\": {\"distill.k\": [3, 4]}}", &error);
  g_assert_no_error (error);
  g_autoptr (IsoSweepResults) results = iso_sweep_results_new (plan);
  size_t chosen, close, order[2];
  take (results, 0, NAN, 0.5, false);
  take (results, 1, NAN, 0.9, false);
  g_assert_false (iso_sweep_results_chosen (&chosen, &close, results));
  iso_sweep_results_order (order, results);
  g_assert_true (order[0] == 0 && order[1] == 1);
}

static void
test_texts (void)
{
  g_autoptr (IsoSweepPlan) plan = plan_new ("", "");
  g_autoptr (IsoSweepResults) results = iso_sweep_results_new (plan);
  fill (results);
  take (results, 2, 0.75, 0.8, false);
  g_autofree char *runs = iso_sweep_results_runs_csv (results), *settings = iso_sweep_results_settings_csv (results);
  g_autofree char *json = iso_sweep_results_json (results);
  g_assert_true (g_str_has_prefix (runs, "setting,distill.omega,train.seed,epoch,validation_recall@1,validation_map@r,test_recall@1,"
                                         "test_map@r\n1,0.1,1,2,0.6,0.3,0.9,0.45\n2,0.2,1,2,0.7,0.35,0.5,0.25\n"));
  g_assert_true (g_str_has_prefix (settings, "setting,distill.omega,finished,failed,seeds,epoch,validation_recall@1_mean,"));
  /* No word of the test part where it might choose. */
  g_assert_null (strstr (settings, "test"));
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  g_assert_nonnull (root);
  JsonObject *object = json_node_get_object (root), *chosen = json_object_get_object_member (object, "chosen");
  g_assert_cmpint (json_object_get_int_member (chosen, "setting"), ==, 3);
  JsonObject *test = json_object_get_object_member (json_object_get_object_member (chosen, "test"), "recall@1");
  assert_close (json_object_get_double_member (test, "mean"), 0.8);
  JsonArray *table = json_object_get_array_member (object, "table");
  g_assert_cmpuint (json_array_get_length (table), ==, 3);
  g_assert_false (json_object_has_member (json_array_get_object_element (table, 0), "test"));
}

/* ---- the folder ---- */

static void
keep (IsoSweepFolder *folder, size_t point, double validation)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSweepOutcome) outcome = outcome_new (validation, 0.5, false);
  g_assert_true (iso_sweep_folder_keep (folder, point, outcome, &error));
  g_assert_no_error (error);
}

static void
test_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *top = g_dir_make_tmp ("isotherm-sweep-XXXXXX", &error);
  g_autofree char *path = g_build_filename (top, "new", "sweep", NULL);
  g_autoptr (IsoSweepPlan) plan = plan_new ("", "");
  g_autoptr (IsoSweepFolder) folder = iso_sweep_folder_open (path, plan, false, &error);
  g_assert_no_error (error);
  keep (folder, 4, 0.123456789012345);
  keep (folder, 8, 0.9);
  g_assert_null (iso_sweep_folder_open (path, plan, false, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "--resume"));
  g_clear_error (&error);
  /* A value more at the front, a seed more: points have other numbers, and are found all the same. */
  g_autoptr (IsoSweepPlan) more = iso_sweep_plan_parse ("test.json", "{\"name\": \"test\", \"base\": {\"data.validation\": \"sample\"}, "
                                                        "\"grid\": {\"distill.omega\": [0.05, 0.1, 0.2, 0.3]}, \"seeds\": [3, 2]}", &error);
  g_assert_no_error (error);
  g_autoptr (IsoSweepResults) results = iso_sweep_results_new (more);
  g_autoptr (IsoSweepFolder) again = iso_sweep_folder_open (path, more, true, &error);
  g_assert_no_error (error);
  iso_sweep_folder_read (again, results);
  g_assert_cmpuint (iso_sweep_results_finished (results), ==, 2);
  /* 4 was ω 0.2 with seed 2, 8 ω 0.3 with seed 3. */
  g_assert_cmpint (iso_sweep_folder_end_of (again, 6), ==, ISO_SWEEP_FINISHED);
  g_assert_cmpint (iso_sweep_folder_end_of (again, 3), ==, ISO_SWEEP_FINISHED);
  g_assert_cmpint (iso_sweep_folder_end_of (again, 0), ==, ISO_SWEEP_INTERRUPTED);
  assert_close (iso_sweep_results_spread (results, 2, ISO_SWEEP_VALIDATION, ISO_SCORE_RECALL_1).mean, 0.123456789012345);
  g_assert_true (iso_sweep_folder_write_tables (again, results, &error));
  g_autoptr (IsoSweepPlan) other = plan_new (", \"train.epochs\": 7", "");
  g_assert_null (iso_sweep_folder_open (path, other, true, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (iso_sweep_folder_open (top, other, true, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_FILE);
  test_tree_free (top);
}

/* Whatever lies under a run's name that is no run of it counts as missing: it is run again. */
static void
test_damaged (void)
{
  static const char *const texts[] = { "", "{", "[]", "{}", "{\"sweep\": 1}", "{\"sweep\": \"x\", \"point\": {}, \"end\": \"finished\", "
                                       "\"epochs\": []}", "{\"sweep\": \"x\", \"point\": {}, \"end\": \"gone\", \"epochs\": [3]}" };
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("isotherm-sweep-XXXXXX", &error);
  g_autoptr (IsoSweepPlan) plan = plan_new ("", "");
  g_autoptr (IsoSweepFolder) folder = iso_sweep_folder_open (path, plan, false, &error);
  g_assert_no_error (error);
  keep (folder, 0, 0.9);
  g_autofree char *runs = g_build_filename (path, "runs", NULL);
  g_autoptr (GDir) directory = g_dir_open (runs, 0, &error);
  g_autofree char *file = g_build_filename (runs, g_dir_read_name (directory), NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (IsoSweepResults) results = iso_sweep_results_new (plan);
      g_assert_true (g_file_set_contents (file, texts[i], -1, &error));
      iso_sweep_folder_read (folder, results);
      g_assert_cmpuint (iso_sweep_results_finished (results), ==, 0);
      g_assert_cmpint (iso_sweep_folder_end_of (folder, 0), ==, ISO_SWEEP_INTERRUPTED);
    }
  test_tree_free (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweep-results/spread", test_spread);
  g_test_add_func ("/sweep-results/choice", test_choice);
  g_test_add_func ("/sweep-results/best-epoch", test_best_epoch);
  g_test_add_func ("/sweep-results/without-validation", test_without_validation);
  g_test_add_func ("/sweep-results/texts", test_texts);
  g_test_add_func ("/sweep-results/folder", test_folder);
  g_test_add_func ("/sweep-results/damaged", test_damaged);
  return g_test_run ();
}
