/* Runs side by side: differences, groups and their intervals, worked out by hand and with R. */
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/store/compare.h"
#include "engine/store/run-settings.h"
#include "engine/train/parameters.h"

#define NEAR(a, b, tolerance) g_assert_true (fabs ((a) - (b)) <= (tolerance))

/* A run of the defaults with `assignments` (NULL-terminated), whose recall@1 on the test part is `recall`. */
static IsoRun *
make_run (gint64 id, double recall, const char *const *assignments)
{
  GError *error = NULL;
  IsoSettings settings;
  IsoRun *run = g_new0 (IsoRun, 1);
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set_all (&settings, assignments, &error));
  g_assert_no_error (error);
  run->id = id;
  run->uuid = g_strdup_printf ("uuid-%d", (int) id);
  run->name = g_strdup ("run");
  run->note = g_strdup ("");
  run->settings = iso_settings_to_json (&settings);
  run->data = g_strdup ("sample");
  run->fingerprint = g_strdup ("f");
  run->version = g_strdup ("1");
  run->epochs = 3;
  iso_scores_init (&run->test);
  iso_scores_init (&run->validation);
  iso_scores_init (&run->train);
  run->test.metrics = 1u << ISO_METRIC_RECALL;
  run->test.k_count = 1;
  run->test.ks[0] = 1;
  run->test.recall[0] = run->test.recall_1 = recall;
  return run;
}

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const IsoRunDifference *
find_difference (const IsoRunComparison *comparison, const char *key)
{
  for (guint i = 0; i < comparison->differences->len; i++)
    {
      const IsoRunDifference *difference = comparison->differences->pdata[i];
      if (strcmp (difference->key, key) == 0)
        return difference;
    }
  return NULL;
}

static IsoRunComparison *
compare (GPtrArray *runs, const char *const *journals)
{
  GError *error = NULL;
  IsoRunComparison *comparison = iso_run_comparison_new (runs, journals, &error);
  g_assert_no_error (error);
  return comparison;
}

static GPtrArray *
new_runs (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) iso_run_free);
}

static void
test_seeds (void)
{
  g_autoptr (GPtrArray) runs = new_runs ();
  g_ptr_array_add (runs, make_run (1, 0.5, WORDS ("train.seed=1")));
  g_ptr_array_add (runs, make_run (2, 0.9, WORDS ("train.seed=1", "distill.omega=0.25")));
  g_ptr_array_add (runs, make_run (3, 0.25, WORDS ("train.seed=2", "train.threads=1")));
  g_ptr_array_add (runs, make_run (4, 0.75, WORDS ("train.seed=3", "train.pace=20")));
  g_ptr_array_add (runs, make_run (5, 0.625, WORDS ("train.seed=4")));
  g_autoptr (IsoRunComparison) comparison = compare (runs, NULL);
  g_assert_cmpuint (comparison->groups->len, ==, 2);
  const IsoRunGroup *group = comparison->groups->pdata[0];
  g_assert_cmpuint (group->count, ==, 4);
  g_assert_true (group->runs[0] == 0 && group->runs[1] == 2 && group->runs[2] == 3 && group->runs[3] == 4);
  g_assert_cmpuint (comparison->score_count, ==, 1);
  /* R: t.test (c (0.5, 0.25, 0.75, 0.625)) */
  NEAR (group->test[0].mean, 0.53125, 1e-15);
  NEAR (group->test[0].half_width, 0.5 * (0.87094136047450199 - 0.19155863952549812), 1e-12);
  g_assert_true (group->validation[0].count == 0);
  const IsoRunGroup *other = comparison->groups->pdata[1];
  g_assert_true (other->count == 1 && other->runs[0] == 1 && isnan (other->test[0].half_width));
  /* Only what differs, in the table's order, as it is typed. */
  const IsoRunDifference *omega = find_difference (comparison, "distill.omega"), *seed = find_difference (comparison, "train.seed");
  g_assert_nonnull (omega);
  g_assert_cmpstr (omega->values[1], ==, "0.25");
  g_assert_cmpstr (omega->values[0], ==, omega->values[4]);
  g_assert_cmpstr (seed->values[4], ==, "4");
  g_assert_nonnull (find_difference (comparison, "train.pace"));
  g_assert_cmpuint (comparison->differences->len, ==, 4);
}

/* Whatever else differs parts them. */
static void
test_apart (void)
{
  static const char *const journals[] = { "", "", "", "", "step 5 distill.omega=0.5" };
  g_autoptr (GPtrArray) runs = new_runs ();
  for (int i = 0; i < 5; i++)
    g_ptr_array_add (runs, make_run (i + 1, 0.5, WORDS ("train.seed=1")));
  IsoRun *shorter = runs->pdata[1], *other_data = runs->pdata[2], *fork = runs->pdata[3];
  shorter->epochs = 2;
  g_free (other_data->fingerprint);
  other_data->fingerprint = g_strdup ("g");
  fork->parent = 1;
  fork->fork_epoch = 1;
  g_autoptr (IsoRunComparison) comparison = compare (runs, journals);
  g_assert_cmpuint (comparison->groups->len, ==, 5);
  g_assert_cmpuint (comparison->differences->len, ==, 3);
  g_assert_cmpstr (find_difference (comparison, "data")->values[2], ==, "g");
  g_assert_cmpstr (find_difference (comparison, "epochs")->values[1], ==, "2");
  g_assert_cmpstr (find_difference (comparison, "journal")->values[4], ==, journals[4]);
}

/* Losses have parameters of their own, and versions to come have keys that this one does not know. */
static void
test_missing_keys (void)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) runs = new_runs ();
  g_ptr_array_add (runs, make_run (1, 0.5, WORDS ("loss.name=triplet")));
  g_ptr_array_add (runs, make_run (2, 0.6, WORDS ("loss.name=multi-similarity")));
  IsoRun *later = make_run (3, 0.7, WORDS ("loss.name=triplet"));
  g_autofree char *settings = g_strconcat ("{\"zeta.new\": 0.1, ", later->settings + 1, NULL);
  g_free (later->settings);
  later->settings = g_steal_pointer (&settings);
  g_ptr_array_add (runs, later);
  g_autoptr (IsoRunComparison) comparison = compare (runs, NULL);
  const IsoRunDifference *alpha = find_difference (comparison, "loss.alpha"), *unknown = find_difference (comparison, "zeta.new");
  g_assert_nonnull (alpha);
  g_assert_true (alpha->values[0] == NULL && alpha->values[1] != NULL);
  g_assert_nonnull (unknown);
  g_assert_true (unknown->values[0] == NULL && unknown->values[2] != NULL);
  g_free (later->settings);
  later->settings = g_strdup ("{\"loss.name\": [");
  g_assert_null (iso_run_comparison_new (runs, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_FORMAT);
  g_clear_error (&error);
}

static void
test_settings (void)
{
  GError *error = NULL;
  g_autoptr (IsoRun) run = make_run (1, 0.5, WORDS ("loss.name=triplet", "distill.omega=0.2", "distill.mode=obdp"));
  g_auto (GStrv) all = iso_run_settings_list ("run", run->settings, &error);
  g_assert_no_error (error);
  g_auto (GStrv) changed = iso_run_settings_changed ("run", run->settings, &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_contains ((const char *const *) all, "distill.omega=0.2"));
  g_assert_true (g_strv_contains ((const char *const *) changed, "distill.omega=0.2"));
  g_assert_true (g_strv_contains ((const char *const *) changed, "loss.name=triplet"));
  g_assert_cmpuint (g_strv_length (changed), <=, 3);
  g_assert_cmpuint (g_strv_length (all), >, 30);
  g_autoptr (IsoRun) plain = make_run (2, 0.5, (const char *const[]){ NULL });
  g_auto (GStrv) none = iso_run_settings_changed ("run", plain->settings, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_null (iso_run_settings_list ("run", "[]", &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_FORMAT);
  g_clear_error (&error);
}

static void
test_changes (void)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (IsoRunChange));
  g_autofree char *empty = iso_run_changes_text (changes);
  g_assert_cmpstr (empty, ==, "");
  g_array_append_vals (changes, (IsoRunChange[]){ { 3, "a.b", (char *) "1" }, { 7, "c.d", (char *) "x" } }, 2);
  g_autofree char *text = iso_run_changes_text (changes);
  g_assert_cmpstr (text, ==, "step 3 a.b=1, step 7 c.d=x");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-comparison/seeds", test_seeds);
  g_test_add_func ("/run-comparison/apart", test_apart);
  g_test_add_func ("/run-comparison/missing-keys", test_missing_keys);
  g_test_add_func ("/run-comparison/settings", test_settings);
  g_test_add_func ("/run-comparison/changes", test_changes);
  return g_test_run ();
}
