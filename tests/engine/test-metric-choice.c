/* Lists of metrics and of k, as a person types them; the choice of a run; scores and their names. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/metrics/metric.h"
#include "engine/metrics/scores.h"
#include "engine/train/evaluation-choice.h"
#include "engine/train/parameters.h"

static void
assert_message (const GError *error, const char *words)
{
  g_auto (GStrv) wanted = g_strsplit (words, "|", -1);
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_null (strchr (error->message, '\n'));
  for (size_t i = 0; wanted[i] != NULL; i++)
    if (strstr (error->message, wanted[i]) == NULL)
      g_error ("“%s” does not say “%s”", error->message, wanted[i]);
}

static guint32
bits (const char *text)
{
  IsoMetricChoice choice = { 0 };
  g_autoptr (GError) error = NULL;
  g_assert_true (iso_metric_choice_read_names (&choice, "list", text, &error));
  g_assert_no_error (error);
  return choice.metrics;
}

static void
test_names (void)
{
  g_assert_cmphex (bits ("nmi"), ==, ISO_METRIC_BIT (ISO_METRIC_NMI));
  g_assert_cmphex (bits (" map@1000 ,recall"), ==, ISO_METRIC_BIT (ISO_METRIC_MAP_AT_1000) | ISO_METRIC_BIT (ISO_METRIC_RECALL));
  g_assert_cmphex (bits ("all"), ==, ISO_METRICS_ALL);
  g_assert_cmphex (bits ("f1, all"), ==, ISO_METRICS_ALL);
  /* What is written reads back, for every set. */
  for (guint32 set = 1; set <= ISO_METRICS_ALL; set++)
    {
      g_autofree char *text = iso_metric_choice_format_names (set);
      g_assert_cmphex (bits (text), ==, set);
    }
  g_autofree char *two = iso_metric_choice_format_names (ISO_METRICS_RETRIEVAL);
  g_assert_cmpstr (two, ==, "recall, map@r");
}

static void
test_bad_names (void)
{
  static const char *const bad[][2] = {
    { "nmii", "list|“nmii”|did you mean “nmi”?|spectral_decay" },
    { "recall, r-precision", "“r-precision”|did you mean “r_precision”?" },
    { "recal", "did you mean “recall”?" },
    { "intra_over_intra", "did you mean “intra_over_inter”?" },
    { "zz", "“zz”|there are: recall, map@r" },
    { "MAP@R", "“MAP@R”" },
    { "", "found nothing|recall" },
    { " \t ", "found nothing" },
    { "recall,,nmi", "“”" },
    { "recall,", "“”" },
    { "nmi, recall, nmi", "found nmi twice" },
    { "all, all", "found all twice" },
    { "recall@1", "“recall@1”|did you mean “recall”?" },
    { "ünmi", "“ünmi”" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      IsoMetricChoice choice = { .metrics = 5 };
      g_autoptr (GError) error = NULL;
      g_assert_false (iso_metric_choice_read_names (&choice, "list", bad[i][0], &error));
      assert_message (error, bad[i][1]);
      g_assert_cmphex (choice.metrics, ==, 5);
    }
  /* A name of two letters is no suggestion for every other two. */
  IsoMetricChoice choice = { 0 };
  g_autoptr (GError) error = NULL;
  g_assert_false (iso_metric_choice_read_names (&choice, "list", "zz", &error));
  g_assert_null (strstr (error->message, "did you mean"));
}

static void
test_ks (void)
{
  IsoMetricChoice choice = { .metrics = 3 };
  g_autoptr (GError) error = NULL;
  g_assert_true (iso_metric_choice_read_ks (&choice, "ks", " 10,1 , 2147483647", &error));
  g_assert_cmpuint (choice.k_count, ==, 3);
  g_assert_cmpint (choice.ks[0], ==, 10);
  g_assert_cmpint (choice.ks[1], ==, 1);
  g_assert_cmpint (choice.ks[2], ==, G_MAXINT);
  g_assert_cmphex (choice.metrics, ==, 3);
  static const char *const bad[][2] = {
    { "0", "ks|“0”|whole numbers from 1" }, { "-1", "“-1”" },  { "1.5", "“1.5”" }, { "2147483648", "“2147483648”" },
    { "a", "“a”" },                         { "1,,2", "“”" },  { "1, 2,", "“”" },  { "", "found nothing" },
    { "  ", "found nothing" },              { "2,3,2", "found 2 twice" },          { "1,2,3,4,5,6,7,8,9", "found 9 numbers|8" },
    { "0x10", "“0x10”" },                   { "1 2", "“1 2”" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      IsoMetricChoice before = choice;
      g_autoptr (GError) problem = NULL;
      g_assert_false (iso_metric_choice_read_ks (&choice, "ks", bad[i][0], &problem));
      assert_message (problem, bad[i][1]);
      g_assert_cmpmem (&before, sizeof before, &choice, sizeof choice);
    }
}

static IsoMetricChoice
choice_of (const char *metrics, const char *ks)
{
  IsoSettings settings;
  IsoMetricChoice choice;
  g_autoptr (GError) error = NULL;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set (&settings, "evaluate.metrics", metrics, &error));
  g_assert_true (iso_settings_set (&settings, "evaluate.ks", ks, &error));
  g_assert_true (iso_settings_validate (&settings, &error));
  g_assert_true (iso_evaluation_choice (&choice, &settings, &error));
  g_assert_no_error (error);
  return choice;
}

/* recall@1 and map@r are always there, and the ks ascend from 1. */
static void
test_choice_of_a_run (void)
{
  IsoMetricChoice plain = choice_of ("recall, map@r", "1, 2, 4, 8");
  g_assert_cmphex (plain.metrics, ==, ISO_METRICS_RETRIEVAL);
  g_assert_cmpuint (plain.k_count, ==, 4);
  IsoMetricChoice nmi = choice_of ("nmi", "1, 2, 4, 8");
  g_assert_cmphex (nmi.metrics, ==, ISO_METRICS_RETRIEVAL | ISO_METRIC_BIT (ISO_METRIC_NMI));
  g_assert_cmpuint (nmi.k_count, ==, 1);
  g_assert_cmpint (nmi.ks[0], ==, 1);
  IsoMetricChoice turned = choice_of ("recall", "100, 10, 3");
  g_assert_cmpuint (turned.k_count, ==, 4);
  static const int expected[] = { 1, 3, 10, 100 };
  for (size_t i = 0; i < 4; i++)
    g_assert_cmpint (turned.ks[i], ==, expected[i]);
  IsoMetricChoice full = choice_of ("recall", "8, 7, 6, 5, 4, 3, 2, 1");
  g_assert_cmpuint (full.k_count, ==, 8);
  /* Without recall the ks play no part. */
  IsoMetricChoice unused = choice_of ("map", "2, 3, 4, 5, 6, 7, 8, 9");
  g_assert_cmpuint (unused.k_count, ==, 1);
}

static void
test_refused_settings (void)
{
  static const char *const bad[][3] = {
    { "evaluate.metrics", "recall, precision", "evaluate.metrics|“precision”" },
    { "evaluate.metrics", "", "evaluate.metrics|nothing" },
    { "evaluate.ks", "0", "evaluate.ks|“0”" },
    { "evaluate.ks", "2,3,4,5,6,7,8,9", "evaluate.ks|without 1|at most 7" },
  };
  IsoSettings settings;
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      iso_settings_init (&settings);
      g_assert_true (iso_settings_set (&settings, bad[i][0], bad[i][1], NULL));
      g_assert_false (iso_settings_validate (&settings, &error));
      assert_message (error, bad[i][2]);
    }
  iso_settings_init (&settings);
  g_assert_false (iso_settings_set (&settings, "evaluate.every", "0", NULL));
  g_assert_false (iso_settings_set (&settings, "evaluate.restarts", "0", NULL));
}

static void
test_scores (void)
{
  IsoMetricChoice choice = choice_of ("recall, nmi, intra", "1, 5");
  g_auto (IsoEvaluation) evaluation = { 0 };
  IsoScores scores;
  IsoScoreKey keys[ISO_SCORES_MAX];
  iso_evaluation_init (&evaluation, &choice, (IsoKmeansSettings) ISO_EVALUATION_KMEANS);
  iso_scores_take (&scores, &evaluation);
  static const char *const names[] = { "recall@1", "recall@5", "map@r", "nmi", "intra" };
  g_assert_cmpuint (iso_scores_keys (keys, &scores), ==, G_N_ELEMENTS (names));
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_cmpstr (iso_score_key_name (keys[i]), ==, names[i]);
      g_assert_true (isnan (iso_scores_value (&scores, keys[i])));
    }
  evaluation.recall[0] = 0.25;
  evaluation.recall[1] = 0.5;
  evaluation.values[ISO_METRIC_MAP_AT_R] = 0.125;
  evaluation.values[ISO_METRIC_NMI] = 0.75;
  iso_scores_take (&scores, &evaluation);
  g_assert_cmpfloat (scores.recall_1, ==, 0.25);
  g_assert_cmpfloat (scores.map_at_r, ==, 0.125);
  g_assert_cmpfloat (iso_scores_value (&scores, keys[0]), ==, 0.25);
  g_assert_cmpfloat (iso_scores_value (&scores, keys[1]), ==, 0.5);
  g_assert_cmpfloat (iso_scores_value (&scores, keys[2]), ==, 0.125);
  g_assert_cmpfloat (iso_scores_value (&scores, keys[3]), ==, 0.75);
  g_assert_true (isnan (iso_scores_value (&scores, keys[4])));
  g_assert_true (isnan (iso_scores_value (&scores, (IsoScoreKey) { ISO_METRIC_RECALL, 2 })));
}

/* The table says of itself what the evaluation finds. */
static void
test_definitions (void)
{
  const float Z[] = { 1, 0, 0.6f, 0.8f, 0, 1, -1, 0, 0, -1, 0.8f, 0.6f };
  const gint32 labels[] = { 0, 0, 0, 1, 1, 1 };
  g_autoptr (IsoPool) pool = iso_pool_new (1);
  IsoMetricChoice choice = choice_of ("all", "1");
  g_auto (IsoEvaluation) evaluation = { 0 };
  iso_evaluation_init (&evaluation, &choice, (IsoKmeansSettings) ISO_EVALUATION_KMEANS);
  g_assert_true (iso_evaluation_run (&evaluation, Z, labels, NULL, 6, 2, pool, NULL, NULL));
  IsoScores scores;
  iso_scores_take (&scores, &evaluation);
  for (guint name = 0; name < ISO_METRIC_COUNT; name++)
    {
      const IsoMetric *metric = iso_metric ((IsoMetricName) name);
      double value = scores.values[name];
      g_autofree char *range = iso_metric_range_text (metric);
      g_assert_true (value >= metric->minimum && value <= metric->maximum);
      g_assert_nonnull (strstr (range, metric->better == ISO_METRIC_HIGHER ? "higher" : "lower"));
      bool has_classes = name == ISO_METRIC_RECALL ? evaluation.class_recall != NULL : evaluation.class_values[name] != NULL;
      g_assert_cmpint (has_classes, ==, metric->of_classes);
    }
}

static void
test_registry (void)
{
  for (guint name = 0; name < ISO_METRIC_COUNT; name++)
    {
      const IsoMetric *metric = iso_metric ((IsoMetricName) name);
      g_assert_cmpint (iso_metric_find (metric->name), ==, name);
      g_assert_true (metric->title && metric->formula && metric->definition);
    }
  g_assert_cmpint (iso_metric_find ("precision"), ==, ISO_METRIC_COUNT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metric-choice/names", test_names);
  g_test_add_func ("/metric-choice/bad-names", test_bad_names);
  g_test_add_func ("/metric-choice/ks", test_ks);
  g_test_add_func ("/metric-choice/of-a-run", test_choice_of_a_run);
  g_test_add_func ("/metric-choice/refused-settings", test_refused_settings);
  g_test_add_func ("/metric-choice/scores", test_scores);
  g_test_add_func ("/metric-choice/definitions", test_definitions);
  g_test_add_func ("/metric/registry", test_registry);
  return g_test_run ();
}
