/* All metrics through their one door: the reference vectors, and clustering and geometry against plain versions over all pairs.
 * */
#include "engine/metrics/evaluation.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/data/npy.h"
#include "engine/metrics/clustering.h"
#include "engine/metrics/geometry.h"

#define ASKED \
  { \
    .metrics = ISO_METRICS_ALL, .k_count = 5, .ks = { 1, 2, 4, 8, 10 }, .kmeans = ISO_EVALUATION_KMEANS \
  }

static void
assert_near (double found, double expected, double tolerance, const char *what)
{
  if (isnan (found) && isnan (expected))
    return;
  if (!(fabs (found - expected) <= tolerance))
    g_error ("%s: found %.15g, expected %.15g", what, found, expected);
}

static void
run (IsoEvaluation *evaluation, const float *Z, const gint32 *labels, const gint32 *clusters, size_t N, size_t D, IsoPool *pool)
{
  g_autoptr (GError) error = NULL;
  bool done = iso_evaluation_run (evaluation, Z, labels, clusters, N, D, pool, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (done);
}

static gint32 *
read_integers (const char *folder, const char *name, size_t wanted)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  size_t count;
  gint32 *values = iso_npy_read_labels (&count, path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, wanted);
  return values;
}

static void
test_reference (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (g_getenv ("ISO_TEST_DATA"), "reference", "metrics", data, NULL);
  g_autofree char *embeddings = g_build_filename (folder, "embeddings.npy", NULL);
  g_autofree char *case_path = g_build_filename (folder, "case.json", NULL);
  g_auto (IsoEvaluation) evaluation = ASKED;
  size_t N, D;
  float *Z = iso_npy_read_matrix (&N, &D, embeddings, &error);
  g_assert_no_error (error);
  gint32 *labels = read_integers (folder, "labels.npy", N), *clusters = read_integers (folder, "clusters.npy", N);
  g_autoptr (JsonParser) parser = json_parser_new ();
  json_parser_load_from_file (parser, case_path, &error);
  g_assert_no_error (error);
  JsonObject *expected = json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)), "expected");
  run (&evaluation, Z, labels, clusters, N, D, NULL);
  for (size_t k = 0; k < evaluation.k_count; k++)
    {
      g_autofree char *name = g_strdup_printf ("recall@%d", evaluation.ks[k]);
      assert_near (evaluation.recall[k], json_object_get_double_member (expected, name), 1e-9, name);
    }
  for (guint name = ISO_METRIC_RECALL + 1; name < ISO_METRIC_COUNT; name++)
    {
      const char *text = iso_metric ((IsoMetricName) name)->name;
      g_assert_true (json_object_has_member (expected, text));
      assert_near (evaluation.values[name], json_object_get_double_member (expected, text), 1e-9, text);
    }
  iso_block_free (Z);
  iso_block_free (labels);
  iso_block_free (clusters);
}

typedef struct {
  float *Z;
  gint32 *labels, *clusters;
  size_t N, D;
} Set;

/* Unit rows around class centers; labels are any integers, some of a class of one; clusters are labels with a third changed. */
static Set
set_new (size_t N, size_t D, guint32 classes, guint64 seed)
{
  Set set = { g_new0 (float, N * D + 1), g_new0 (gint32, N + 1), g_new0 (gint32, N + 1), N, D };
  g_autofree double *centers = g_new (double, classes * D + 1);
  IsoRandom random;
  iso_random_init (&random, seed, "test");
  for (size_t at = 0; at < classes * D; at++)
    centers[at] = iso_random_normal (&random);
  for (size_t i = 0; i < N; i++)
    {
      guint32 c = iso_random_below (&random, classes);
      double square = 0.0;
      set.labels[i] = i % 29 == 28 ? (gint32) i + 1000 : (gint32) c * 11 - 40;
      set.clusters[i] = iso_random_below (&random, 3) == 0 ? (gint32) iso_random_below (&random, classes) - 2 : (gint32) c - 2;
      for (size_t d = 0; d < D; d++)
        {
          set.Z[i * D + d] = (float) (centers[c * D + d] + 0.8 * iso_random_normal (&random));
          square += (double) set.Z[i * D + d] * (double) set.Z[i * D + d];
        }
      for (size_t d = 0; d < D; d++)
        set.Z[i * D + d] /= (float) sqrt (square);
    }
  return set;
}

static void
set_clear (Set *set)
{
  g_free (set->Z);
  g_free (set->labels);
  g_free (set->clusters);
}

/* F1 over all pairs that satisfy `label`, or, with label NULL, all; foreign pairs of a class count half. */
static double
naive_f1 (const Set *set, const gint32 *label)
{
  double both = 0.0, one = 0.0;
  for (size_t i = 0; i < set->N; i++)
    for (size_t j = 0; j < i; j++)
      {
        bool same_class = set->labels[i] == set->labels[j], same_cluster = set->clusters[i] == set->clusters[j];
        double share = label == NULL ? 1.0 : 0.5 * (set->labels[i] == *label) + 0.5 * (set->labels[j] == *label);
        both += share * (same_class && same_cluster);
        one += share * (same_class != same_cluster);
      }
  return both + one > 0.0 ? 2.0 * both / (2.0 * both + one) : (double) NAN;
}

/* By the definition, with counts found by looking at all samples again and again. */
static double
naive_nmi (const Set *set)
{
  double information = 0.0, class_entropy = 0.0, cluster_entropy = 0.0, N = (double) set->N;
  for (size_t i = 0; i < set->N; i++)
    {
      double both = 0.0, of_class = 0.0, of_cluster = 0.0;
      for (size_t j = 0; j < set->N; j++)
        {
          of_class += set->labels[i] == set->labels[j];
          of_cluster += set->clusters[i] == set->clusters[j];
          both += set->labels[i] == set->labels[j] && set->clusters[i] == set->clusters[j];
        }
      information += log (both * N / (of_class * of_cluster)) / N;
      class_entropy -= log (of_class / N) / N;
      cluster_entropy -= log (of_cluster / N) / N;
    }
  return information / (0.5 * (class_entropy + cluster_entropy));
}

static double
cosine_distance (const double *a, const double *b, size_t D)
{
  double dot = 0.0, square_a = 0.0, square_b = 0.0;
  for (size_t d = 0; d < D; d++)
    {
      dot += a[d] * b[d];
      square_a += a[d] * a[d];
      square_b += b[d] * b[d];
    }
  return square_a > 0.0 && square_b > 0.0 ? 1.0 - dot / sqrt (square_a * square_b) : 1.0;
}

/* rows (count, D): the unit rows of a class. */
static double *
rows_of (size_t *count, const Set *set, gint32 label)
{
  double *rows = g_new (double, set->N * set->D + 1);
  *count = 0;
  for (size_t i = 0; i < set->N; i++)
    {
      double square = 0.0;
      if (set->labels[i] != label)
        continue;
      for (size_t d = 0; d < set->D; d++)
        square += (double) set->Z[i * set->D + d] * (double) set->Z[i * set->D + d];
      for (size_t d = 0; d < set->D; d++)
        rows[*count * set->D + d] = square > 0.0 ? (double) set->Z[i * set->D + d] / sqrt (square) : 0.0;
      ++*count;
    }
  return rows;
}

static double
mean_distance (const double *rows, size_t count, size_t D)
{
  double sum = 0.0;
  for (size_t i = 0; i < count; i++)
    for (size_t j = 0; j < count; j++)
      sum += i != j ? cosine_distance (rows + i * D, rows + j * D, D) : 0.0;
  return count > 1 ? sum / ((double) count * ((double) count - 1.0)) : (double) NAN;
}

static void
check_geometry (const Set *set, const IsoEvaluation *evaluation)
{
  size_t C = evaluation->class_count, D = set->D, counted = 0;
  g_autofree double *centers = g_new0 (double, C * D + 1);
  double intra_sum = 0.0;
  for (size_t c = 0; c < C; c++)
    {
      size_t count;
      g_autofree double *rows = rows_of (&count, set, evaluation->class_labels[c]);
      double intra = mean_distance (rows, count, D);
      g_assert_cmpuint (count, ==, evaluation->class_sizes[c]);
      assert_near (evaluation->class_values[ISO_METRIC_INTRA][c], intra, 1e-12, "intra of a class");
      intra_sum += isnan (intra) ? 0.0 : intra;
      counted += !isnan (intra);
      for (size_t i = 0; i < count; i++)
        for (size_t d = 0; d < D; d++)
          centers[c * D + d] += rows[i * D + d];
    }
  double intra = counted > 0 ? intra_sum / (double) counted : (double) NAN, inter = mean_distance (centers, C, D);
  assert_near (evaluation->values[ISO_METRIC_INTRA], intra, 1e-12, "intra");
  assert_near (evaluation->values[ISO_METRIC_INTER], inter, 1e-12, "inter");
  assert_near (evaluation->values[ISO_METRIC_INTRA_OVER_INTER], intra / inter, 1e-11, "their ratio");
  for (size_t c = 0; C > 1 && c < C; c++)
    {
      double sum = 0.0;
      for (size_t other = 0; other < C; other++)
        sum += other != c ? cosine_distance (centers + c * D, centers + other * D, D) : 0.0;
      assert_near (evaluation->class_values[ISO_METRIC_INTER][c], sum / ((double) C - 1.0), 1e-12, "inter of a class");
    }
}

/* Values of the classes, weighted as each metric does, make the value of all. */
static void
check_classes (const IsoEvaluation *evaluation, size_t N)
{
  static const IsoMetricName means[] = { ISO_METRIC_MAP_AT_R, ISO_METRIC_R_PRECISION, ISO_METRIC_MAP, ISO_METRIC_MAP_AT_1000 };
  size_t C = evaluation->class_count, K = evaluation->k_count;
  for (size_t k = 0; k < K; k++)
    {
      double sum = 0.0;
      for (size_t c = 0; c < C; c++)
        sum += (double) evaluation->class_sizes[c] * evaluation->class_recall[c * K + k];
      assert_near (sum / (double) N, evaluation->recall[k], 1e-12, "recall of classes");
    }
  for (size_t m = 0; m < G_N_ELEMENTS (means); m++)
    {
      double sum = 0.0, counted = 0.0;
      for (size_t c = 0; c < C; c++)
        {
          double value = evaluation->class_values[means[m]][c];
          g_assert_true (isnan (value) == (evaluation->class_sizes[c] == 1));
          sum += isnan (value) ? 0.0 : (double) evaluation->class_sizes[c] * value;
          counted += isnan (value) ? 0.0 : (double) evaluation->class_sizes[c];
        }
      assert_near (sum / counted, evaluation->values[means[m]], 1e-12, "a metric of classes");
    }
}

static void
test_naive (void)
{
  static const size_t sizes[] = { 3, 7, 40, 131 }, dimensions[] = { 2, 5, 9 };
  g_autoptr (IsoPool) pool = iso_pool_new (3);
  for (size_t n = 0; n < G_N_ELEMENTS (sizes); n++)
    for (size_t d = 0; d < G_N_ELEMENTS (dimensions); d++)
      for (guint32 classes = 1; classes < 8; classes += 3)
        {
          Set set = set_new (sizes[n], dimensions[d], classes, 3 * n + d);
          g_auto (IsoEvaluation) evaluation = ASKED;
          run (&evaluation, set.Z, set.labels, set.clusters, set.N, set.D, pool);
          g_assert_null (evaluation.clusters);
          assert_near (evaluation.values[ISO_METRIC_F1], naive_f1 (&set, NULL), 1e-12, "f1");
          for (size_t c = 0; c < evaluation.class_count; c++)
            assert_near (evaluation.class_values[ISO_METRIC_F1][c], naive_f1 (&set, &evaluation.class_labels[c]), 1e-12,
                         "f1 of a class");
          if (evaluation.class_count > 1)
            assert_near (evaluation.values[ISO_METRIC_NMI], naive_nmi (&set), 1e-12, "nmi");
          check_geometry (&set, &evaluation);
          check_classes (&evaluation, set.N);
          set_clear (&set);
        }
}

/* The same bytes for any number of threads, clustering made here included. */
static void
test_threads (void)
{
  Set set = set_new (700, 24, 15, 77);
  g_autoptr (IsoPool) pool = iso_pool_new (4);
  g_auto (IsoEvaluation) alone = ASKED, shared = ASKED;
  run (&alone, set.Z, set.labels, NULL, set.N, set.D, NULL);
  run (&shared, set.Z, set.labels, NULL, set.N, set.D, pool);
  g_assert_cmpmem (alone.values, sizeof alone.values, shared.values, sizeof shared.values);
  g_assert_cmpmem (alone.recall, sizeof alone.recall, shared.recall, sizeof shared.recall);
  g_assert_cmpmem (alone.clusters, set.N * sizeof (gint32), shared.clusters, set.N * sizeof (gint32));
  for (guint name = 0; name < ISO_METRIC_COUNT; name++)
    if (alone.class_values[name] != NULL)
      g_assert_cmpmem (alone.class_values[name], alone.class_count * sizeof (double), shared.class_values[name],
                       shared.class_count * sizeof (double));
  g_assert_cmpfloat (alone.values[ISO_METRIC_NMI], >, 0.5);
  set_clear (&set);
}

static void
test_clusterings (void)
{
  const gint32 y[6] = { 5, 5, 5, -1, -1, 9 }, permuted[6] = { 2, 2, 2, 7, 7, 0 }, one[6] = { 3, 3, 3, 3, 3, 3 };
  const gint32 apart[6] = { 0, 1, 2, 3, 4, 5 };
  const struct {
    const gint32 *labels, *clusters;
    double nmi, f1;
  } cases[] = {
    { y, permuted, 1.0, 1.0 },
    { y, one, 0.0, 8.0 / 19.0 },  /* 4 pairs of 15 */
    { one, y, 0.0, 8.0 / 19.0 },
    { one, one, 1.0, 1.0 },
    { apart, apart, 1.0, (double) NAN }, /* no pairs at all */
    { y, apart, 2.0 * 1.0114042647073518 / (1.0114042647073518 + 1.791759469228055), 0.0 },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (IsoClasses) classes = { 0 }, clusters = { 0 };
      IsoClusteringScores scores;
      iso_classes_init (&classes, cases[i].labels, 6);
      iso_classes_init (&clusters, cases[i].clusters, 6);
      iso_clustering_score (&scores, NULL, &classes, &clusters);
      assert_near (scores.nmi, cases[i].nmi, 1e-12, "nmi");
      assert_near (scores.f1, cases[i].f1, 1e-12, "f1");
      g_assert_true (isnan (scores.f1) == isnan (cases[i].f1));
    }
}

static void
test_spectral_decay (void)
{
  /* Equal singular values; 3 and 1, whichever way round; one direction unused; nothing at all. */
  const float even[] = { 1, 0, 0, -1, 1, 0, 0, 1 }, uneven[] = { 3, 0, 0, 1 }, wide[] = { 3, 0, 0, 0, 1, 0 };
  const float flat[] = { 1, 0, 2, 0 }, zero[] = { 0, 0, 0, 0 };
  double decay, expected = -0.5 * (log (2.0 * 0.75) + log (2.0 * 0.25));
  g_assert_true (iso_spectral_decay (&decay, even, 4, 2, NULL, NULL));
  assert_near (decay, 0.0, 1e-14, "even");
  g_assert_true (iso_spectral_decay (&decay, uneven, 2, 2, NULL, NULL));
  assert_near (decay, expected, 1e-14, "uneven");
  g_assert_true (iso_spectral_decay (&decay, wide, 2, 3, NULL, NULL));
  assert_near (decay, expected, 1e-14, "wide");
  g_assert_true (iso_spectral_decay (&decay, flat, 2, 2, NULL, NULL));
  g_assert_true (isinf (decay) && decay > 0.0);
  g_assert_true (iso_spectral_decay (&decay, zero, 2, 2, NULL, NULL));
  g_assert_true (isnan (decay));
  g_assert_true (iso_spectral_decay (&decay, zero, 0, 2, NULL, NULL));
  g_assert_true (isnan (decay));
}

static void
test_degenerate (void)
{
  const float Z[] = { 1, 0, 1, 0, 1, 0 };
  const gint32 one_class[] = { 2, 2, 2 }, singletons[] = { 0, 1, 2 };
  g_auto (IsoEvaluation) empty = ASKED, single = ASKED, one = ASKED, lonely = ASKED;
  run (&empty, Z, one_class, NULL, 0, 2, NULL);
  g_assert_cmpuint (empty.class_count, ==, 0);
  run (&single, Z, one_class, NULL, 1, 2, NULL);
  for (guint name = ISO_METRIC_RECALL + 1; name < ISO_METRIC_COUNT; name++)
    {
      g_assert_true (isnan (empty.values[name]));
      bool defined = name == ISO_METRIC_NMI || name == ISO_METRIC_SPECTRAL_DECAY; /* one cluster, one singular value */
      g_assert_true (isnan (single.values[name]) == !defined);
    }
  run (&one, Z, one_class, NULL, 3, 2, NULL);
  assert_near (one.values[ISO_METRIC_MAP], 1.0, 0.0, "map of one class");
  assert_near (one.values[ISO_METRIC_NMI], 1.0, 0.0, "nmi of one class");
  assert_near (one.values[ISO_METRIC_INTRA], 0.0, 1e-15, "intra of equal rows");
  g_assert_true (isnan (one.values[ISO_METRIC_INTER]) && isnan (one.values[ISO_METRIC_INTRA_OVER_INTER]));
  g_assert_true (isinf (one.values[ISO_METRIC_SPECTRAL_DECAY]));
  run (&lonely, Z, singletons, NULL, 3, 2, NULL);
  g_assert_true (isnan (lonely.values[ISO_METRIC_MAP]) && isnan (lonely.values[ISO_METRIC_INTRA]));
  assert_near (lonely.values[ISO_METRIC_INTER], 0.0, 1e-15, "inter of equal rows");
  g_assert_true (isnan (lonely.values[ISO_METRIC_INTRA_OVER_INTER]));
}

/* Only what is asked for is computed, and a second run forgets the first. */
static void
test_asked (void)
{
  Set set = set_new (60, 4, 3, 5);
  g_auto (IsoEvaluation) evaluation = ASKED;
  run (&evaluation, set.Z, set.labels, NULL, set.N, set.D, NULL);
  g_assert_nonnull (evaluation.clusters);
  evaluation.metrics = ISO_METRIC_BIT (ISO_METRIC_MAP_AT_R) | ISO_METRIC_BIT (ISO_METRIC_INTRA);
  run (&evaluation, set.Z, set.labels, NULL, set.N, set.D, NULL);
  g_assert_null (evaluation.clusters);
  g_assert_null (evaluation.class_recall);
  g_assert_true (isnan (evaluation.recall[0]));
  for (guint name = ISO_METRIC_RECALL + 1; name < ISO_METRIC_COUNT; name++)
    {
      bool asked = name == ISO_METRIC_MAP_AT_R || name == ISO_METRIC_INTRA;
      g_assert_true (isnan (evaluation.values[name]) == !asked);
      g_assert_true ((evaluation.class_values[name] == NULL) == !asked);
    }
  set_clear (&set);
}

static void
test_refused (void)
{
  Set set = set_new (60, 4, 3, 5);
  const float bad[] = { NAN, INFINITY };
  for (size_t b = 0; b < G_N_ELEMENTS (bad); b++)
    for (guint name = 0; name < ISO_METRIC_COUNT; name++)
      {
        g_autoptr (GError) error = NULL;
        g_auto (IsoEvaluation) evaluation = ASKED;
        evaluation.metrics = ISO_METRIC_BIT (name);
        set.Z[4 * 17 + 2] = bad[b];
        g_assert_false (iso_evaluation_run (&evaluation, set.Z, set.labels, NULL, set.N, set.D, NULL, NULL, &error));
        g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
        g_assert_nonnull (strstr (error->message, "17"));
      }
  set_clear (&set);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/evaluation/reference/set-0", "set-0", test_reference);
  g_test_add_data_func ("/evaluation/reference/set-1", "set-1", test_reference);
  g_test_add_data_func ("/evaluation/reference/set-2", "set-2", test_reference);
  g_test_add_data_func ("/evaluation/reference/set-3", "set-3", test_reference);
  g_test_add_func ("/evaluation/naive", test_naive);
  g_test_add_func ("/evaluation/threads", test_threads);
  g_test_add_func ("/evaluation/clusterings", test_clusterings);
  g_test_add_func ("/evaluation/spectral-decay", test_spectral_decay);
  g_test_add_func ("/evaluation/degenerate", test_degenerate);
  g_test_add_func ("/evaluation/asked", test_asked);
  g_test_add_func ("/evaluation/refused", test_refused);
  return g_test_run ();
}
