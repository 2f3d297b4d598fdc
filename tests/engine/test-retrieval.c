/* Retrieval metrics against the reference vectors, and against a plain version in double that sorts all distances. */
#include <json-glib/json-glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/data/npy.h"
#include "engine/metrics/neighbors.h"
#include "engine/metrics/retrieval.h"

static const int usual_ks[] = { 1, 2, 4, 8, 10 };

static IsoRetrieval
ask (const int *ks, size_t count)
{
  IsoRetrieval result = { .k_count = count };
  memcpy (result.ks, ks, count * sizeof *ks);
  return result;
}

static IsoRetrieval
evaluate (const float *Z, const gint32 *labels, size_t N, size_t D, IsoPool *pool)
{
  g_autoptr (GError) error = NULL;
  IsoRetrieval result = ask (usual_ks, G_N_ELEMENTS (usual_ks));
  bool done = iso_retrieval_evaluate (&result, Z, labels, N, D, pool, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (done);
  return result;
}

static IsoRetrieval
evaluate_fully (const float *Z, const gint32 *labels, size_t N, size_t D, IsoPool *pool)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoClasses) classes = { 0 };
  IsoRetrieval result = ask (usual_ks, G_N_ELEMENTS (usual_ks));
  iso_classes_init (&classes, labels, N);
  bool done = iso_retrieval_evaluate_classes (&result, NULL, Z, &classes, D, ISO_RETRIEVAL_FULL, pool, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (done);
  return result;
}

typedef struct {
  double distance;
  size_t index;
} Pair;

static int
compare_pairs (const void *a, const void *b)
{
  const Pair *x = a, *y = b;
  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* All others of `query` by distance in double; pairs (N − 1). */
static void
naive_order (Pair *pairs, const float *Z, size_t N, size_t D, size_t query)
{
  size_t count = 0;
  for (size_t j = 0; j < N; j++)
    {
      double sum = 0.0;
      for (size_t d = 0; d < D; d++)
        {
          double difference = (double) Z[query * D + d] - (double) Z[j * D + d];
          sum += difference * difference;
        }
      if (j != query)
        pairs[count++] = (Pair) { sum, j };
    }
  qsort (pairs, count, sizeof *pairs, compare_pairs);
}

static IsoRetrieval
naive (const float *Z, const gint32 *labels, size_t N, size_t D)
{
  IsoRetrieval result = ask (usual_ks, G_N_ELEMENTS (usual_ks));
  g_autofree Pair *pairs = g_new (Pair, N + 1);
  result.query_count = N;
  for (size_t i = 0; i < N; i++)
    {
      naive_order (pairs, Z, N, D, i);
      size_t R = 0, hits = 0;
      for (size_t j = 0; j + 1 < N; j++)
        R += labels[pairs[j].index] == labels[i];
      double precision = 0.0, average = 0.0, average_1000 = 0.0;
      size_t found = 0;
      for (size_t j = 0; j < R; j++)
        if (labels[pairs[j].index] == labels[i])
          precision += (double) ++hits / (double) (j + 1);
      for (size_t j = 0; j + 1 < N; j++)
        if (labels[pairs[j].index] == labels[i])
          {
            average += (double) ++found / (double) (j + 1);
            average_1000 += j < 1000 ? (double) found / (double) (j + 1) : 0.0;
          }
      for (size_t k = 0; k < result.k_count; k++)
        for (size_t j = 0; j + 1 < N && j < (size_t) result.ks[k]; j++)
          if (labels[pairs[j].index] == labels[i])
            {
              result.recall[k] += 1.0;
              break;
            }
      if (R == 0)
        continue;
      result.counted_count++;
      result.map_at_r += precision / (double) R;
      result.r_precision += (double) hits / (double) R;
      result.map += average / (double) R;
      result.map_at_1000 += average_1000 / (double) MIN (R, 1000);
    }
  for (size_t k = 0; k < result.k_count; k++)
    result.recall[k] /= (double) N;
  result.map_at_r /= (double) result.counted_count;
  result.r_precision /= (double) result.counted_count;
  result.map /= (double) result.counted_count;
  result.map_at_1000 /= (double) result.counted_count;
  return result;
}

static void
assert_close (double found, double expected, const char *what)
{
  if (isnan (found) && isnan (expected))
    return;
  if (!(fabs (found - expected) <= 1e-9))
    g_error ("%s: found %.12g, expected %.12g", what, found, expected);
}

static void
assert_same (const IsoRetrieval *found, const IsoRetrieval *expected)
{
  for (size_t k = 0; k < expected->k_count; k++)
    assert_close (found->recall[k], expected->recall[k], "recall");
  assert_close (found->map_at_r, expected->map_at_r, "map@r");
  assert_close (found->r_precision, expected->r_precision, "r_precision");
  g_assert_cmpuint (found->query_count, ==, expected->query_count);
  g_assert_cmpuint (found->counted_count, ==, expected->counted_count);
}

static double
expected_of (JsonObject *expected, const char *name)
{
  g_assert_true (json_object_has_member (expected, name));
  return json_object_get_double_member (expected, name);
}

static void
test_reference (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (g_getenv ("ISO_TEST_DATA"), "reference", "metrics", data, NULL);
  g_autofree char *embeddings = g_build_filename (folder, "embeddings.npy", NULL);
  g_autofree char *labels = g_build_filename (folder, "labels.npy", NULL);
  g_autofree char *case_path = g_build_filename (folder, "case.json", NULL);
  size_t N, D, label_count;
  float *Z = iso_npy_read_matrix (&N, &D, embeddings, &error);
  g_assert_no_error (error);
  gint32 *y = iso_npy_read_labels (&label_count, labels, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (label_count, ==, N);
  g_autoptr (JsonParser) parser = json_parser_new ();
  json_parser_load_from_file (parser, case_path, &error);
  g_assert_no_error (error);
  JsonObject *expected = json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)), "expected");
  IsoRetrieval result = evaluate (Z, y, N, D, NULL);
  for (size_t k = 0; k < result.k_count; k++)
    {
      g_autofree char *name = g_strdup_printf ("recall@%d", result.ks[k]);
      g_assert_true (fabs (result.recall[k] - expected_of (expected, name)) <= 1e-6);
    }
  g_assert_true (fabs (result.map_at_r - expected_of (expected, "map@r")) <= 1e-6);
  g_assert_true (fabs (result.r_precision - expected_of (expected, "r_precision")) <= 1e-6);
  iso_block_free (Z);
  iso_block_free (y);
}

typedef enum { SMOOTH, GRID, DUPLICATES, FAR_AWAY, HUGE_VALUES, TINY_VALUES, COLLAPSED, NEARLY_COLLAPSED, KIND_COUNT } Kind;

static void
fill (float *Z, gint32 *labels, size_t N, size_t D, guint32 classes, Kind kind, IsoRandom *random)
{
  for (size_t i = 0; i < N; i++)
    {
      size_t copied = kind == DUPLICATES && i > 3 ? iso_random_below (random, (guint32) i) : i;
      labels[i] = (gint32) iso_random_below (random, classes) * 7 - 3;
      for (size_t d = 0; d < D; d++)
        {
          float value = (float) iso_random_normal (random) + 0.6f * (float) ((labels[i] >> (d % 5)) & 1);
          if (kind == GRID)
            value = (float) iso_random_below (random, 3);
          else if (kind == FAR_AWAY)
            value = 1000.0f + value * 0.001f;
          else if (kind == HUGE_VALUES)
            value *= 1e37f;
          else if (kind == TINY_VALUES)
            value *= 1e-36f;
          else if (kind == COLLAPSED)
            value = 0.25f;
          else if (kind == NEARLY_COLLAPSED)
            value = d == 0 && i % 17 == 0 ? 0.25000003f : 0.25f;
          Z[i * D + d] = copied < i ? Z[copied * D + d] : value;
        }
    }
}

static void
compare_with_naive (size_t N, size_t D, guint32 classes, Kind kind, IsoRandom *random, IsoPool *pool)
{
  g_autofree float *Z = g_new (float, N * D + 1);
  g_autofree gint32 *labels = g_new (gint32, N + 1);
  fill (Z, labels, N, D, classes, kind, random);
  IsoRetrieval expected = naive (Z, labels, N, D);
  IsoRetrieval found = evaluate (Z, labels, N, D, NULL);
  assert_same (&found, &expected);
  IsoRetrieval shared = evaluate (Z, labels, N, D, pool);
  g_assert_cmpmem (&found, sizeof found, &shared, sizeof shared);
  g_assert_true (isnan (found.map) && isnan (found.map_at_1000));
  IsoRetrieval full = evaluate_fully (Z, labels, N, D, NULL);
  assert_same (&full, &expected);
  assert_close (full.map, expected.map, "map");
  assert_close (full.map_at_1000, expected.map_at_1000, "map@1000");
  IsoRetrieval shared_full = evaluate_fully (Z, labels, N, D, pool);
  g_assert_cmpmem (&full, sizeof full, &shared_full, sizeof shared_full);
}

static void
test_naive (void)
{
  static const size_t sizes[] = { 2, 3, 5, 31, 127, 128, 129, 300 };
  static const size_t dimensions[] = { 1, 2, 7, 8, 33 };
  g_autoptr (IsoPool) pool = iso_pool_new (3);
  IsoRandom random;
  iso_random_init (&random, 5, "test");
  for (Kind kind = 0; kind < KIND_COUNT; kind++)
    for (size_t n = 0; n < G_N_ELEMENTS (sizes); n++)
      {
        size_t D = dimensions[iso_random_below (&random, G_N_ELEMENTS (dimensions))];
        compare_with_naive (sizes[n], D, 1, kind, &random, pool);
        compare_with_naive (sizes[n], D, 2, kind, &random, pool);
        compare_with_naive (sizes[n], D, 9, kind, &random, pool);
        compare_with_naive (sizes[n], D, (guint32) sizes[n], kind, &random, pool); /* many singletons */
      }
  compare_with_naive (800, 64, 10, SMOOTH, &random, pool);
  compare_with_naive (800, 3, 150, GRID, &random, pool);
  /* Ranks beyond 1000, in more than one tile of columns, and a class so large. */
  compare_with_naive (1300, 5, 2, SMOOTH, &random, pool);
  compare_with_naive (1100, 2, 1, GRID, &random, pool);
}

typedef struct {
  const float *Z;
  size_t N, D, k;
  size_t stride; /* every how many points are checked */
  int wrong;     /* atomic */
} Check;

static void
check_neighbors (gpointer data, size_t point, const guint32 *neighbors, size_t count)
{
  Check *check = data;
  if (point % check->stride != 0)
    return;
  g_autofree Pair *pairs = g_new (Pair, check->N);
  naive_order (pairs, check->Z, check->N, check->D, point);
  if (count != MIN (check->k, check->N - 1))
    g_atomic_int_inc (&check->wrong);
  for (size_t i = 0; i < count; i++)
    if (pairs[i].index != neighbors[i])
      g_atomic_int_inc (&check->wrong);
}

/* Without labels the whole order must be right, tie by tie. 9000 points pass the border to the larger blocks; the last sets have
 * lists too long to be held all at once and take the other schedule. */
static void
test_neighbors (void)
{
  static const struct { size_t N, D, k; Kind kind; } cases[] = {
    { 1, 3, 4, GRID },         { 2, 3, 4, GRID },     { 700, 2, 20, GRID },       { 700, 5, 11, DUPLICATES },
    { 700, 16, 300, SMOOTH },  { 700, 4, 699, GRID }, { 300, 4, 10, COLLAPSED },  { 1100, 3, 5, NEARLY_COLLAPSED },
    { 500, 9, 30, FAR_AWAY },  { 9000, 2, 3, GRID },  { 4200, 2, 4100, SMOOTH },  { 6000, 3, 1400, DUPLICATES },
  };
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  IsoRandom random;
  iso_random_init (&random, 8, "test");
  for (size_t c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      Check check = { NULL, cases[c].N, cases[c].D, cases[c].k, MAX (cases[c].N / 120, 1), 0 };
      g_autoptr (GError) error = NULL;
      g_autofree float *Z = g_new (float, check.N * check.D);
      g_autofree gint32 *labels = g_new (gint32, check.N);
      g_autofree guint32 *wanted = g_new (guint32, check.N);
      fill (Z, labels, check.N, check.D, 3, cases[c].kind, &random);
      check.Z = Z;
      for (size_t i = 0; i < check.N; i++)
        wanted[i] = (guint32) check.k;
      g_assert_true (iso_neighbors_visit (Z, check.N, check.D, wanted, NULL, check_neighbors, &check, pool, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpint (check.wrong, ==, 0);
    }
}

static void
test_small_sets (void)
{
  static const float Z[] = { 1.0f, 0.0f, 0.0f, 1.0f };
  static const gint32 same[] = { 4, 4 }, different[] = { 4, 5 };
  IsoRetrieval empty = evaluate (Z, same, 0, 2, NULL);
  g_assert_true (isnan (empty.recall[0]) && isnan (empty.map_at_r) && isnan (empty.r_precision));
  g_assert_cmpuint (empty.query_count, ==, 0);
  IsoRetrieval empty_full = evaluate_fully (Z, same, 0, 2, NULL);
  g_assert_true (isnan (empty_full.map) && isnan (empty_full.recall[0]));
  g_assert_true (isnan (evaluate_fully (Z, same, 1, 2, NULL).map));
  g_assert_cmpfloat (evaluate_fully (Z, same, 2, 2, NULL).map_at_1000, ==, 1.0);
  g_assert_true (isnan (evaluate_fully (Z, different, 2, 2, NULL).map));
  g_assert_cmpfloat (evaluate_fully (Z, same, 2, 0, NULL).map, ==, 1.0);
  IsoRetrieval one = evaluate (Z, same, 1, 2, NULL);
  g_assert_cmpfloat (one.recall[0], ==, 0.0);
  g_assert_true (isnan (one.map_at_r) && isnan (one.r_precision));
  g_assert_cmpuint (one.counted_count, ==, 0);
  IsoRetrieval two = evaluate (Z, same, 2, 2, NULL);
  g_assert_cmpfloat (two.recall[0], ==, 1.0);
  g_assert_cmpfloat (two.map_at_r, ==, 1.0);
  IsoRetrieval apart = evaluate (Z, different, 2, 2, NULL);
  g_assert_cmpfloat (apart.recall[4], ==, 0.0);
  g_assert_true (isnan (apart.map_at_r));
  IsoRetrieval flat = evaluate (Z, same, 2, 0, NULL);
  g_assert_cmpfloat (flat.recall[0], ==, 1.0);
}

/* By hand: points on a line, labels a b a a b. */
static void
test_by_hand (void)
{
  static const float Z[] = { 0.0f, 1.0f, 3.0f, 4.5f, 8.0f };
  static const gint32 labels[] = { 0, 1, 0, 0, 1 };
  IsoRetrieval result = evaluate (Z, labels, 5, 1, NULL);
  /* orders: 0: b a; 1: a a a b; 2: a b; 3: a b; 4: a a b b. recall@1 = 2/5, @2 = 3/5 */
  assert_close (result.recall[0], 2.0 / 5.0, "recall@1");
  assert_close (result.recall[1], 3.0 / 5.0, "recall@2");
  assert_close (result.recall[2], 1.0, "recall@4");
  /* query 0: R = 2, hit at 2: ½·½; 1: R = 1: 0; 2: hit at 1: ½; 3: likewise; 4: 0 */
  assert_close (result.map_at_r, (0.25 + 0.0 + 0.5 + 0.5 + 0.0) / 5.0, "map@r");
  assert_close (result.r_precision, (0.5 + 0.0 + 0.5 + 0.5 + 0.0) / 5.0, "r_precision");
  /* ranks: 0: 2 3; 1: 4; 2: 1 3; 3: 1 4 (the two b are as near as each other); 4: 3 */
  IsoRetrieval full = evaluate_fully (Z, labels, 5, 1, NULL);
  double average = ((1.0 / 2 + 2.0 / 3) / 2 + 1.0 / 4 + (1 + 2.0 / 3) / 2 + (1 + 2.0 / 4) / 2 + 1.0 / 3) / 5;
  assert_close (full.map, average, "map");
  assert_close (full.map_at_1000, average, "map@1000");
}

static void
test_refusals (void)
{
  g_autofree float *Z = g_new0 (float, 40);
  g_autofree gint32 *labels = g_new0 (gint32, 20);
  const float bad[] = { NAN, INFINITY, -INFINITY };
  for (size_t b = 0; b < G_N_ELEMENTS (bad); b++)
    {
      g_autoptr (GError) error = NULL;
      IsoRetrieval result = ask (usual_ks, 1);
      Z[2 * 13 + 1] = bad[b];
      g_assert_false (iso_retrieval_evaluate (&result, Z, labels, 20, 2, NULL, NULL, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
      g_assert_nonnull (strstr (error->message, "13"));
      g_clear_error (&error);
      g_auto (IsoClasses) classes = { 0 };
      iso_classes_init (&classes, labels, 20);
      g_assert_false (iso_retrieval_evaluate_classes (&result, NULL, Z, &classes, 2, ISO_RETRIEVAL_FULL, NULL, NULL, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
    }
}

static void
test_cancel (void)
{
  g_autofree float *Z = g_new0 (float, 600);
  g_autofree gint32 *labels = g_new0 (gint32, 300);
  labels[0] = 1;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  g_autoptr (GError) error = NULL;
  IsoRetrieval result = ask (usual_ks, 1);
  g_cancellable_cancel (cancellable);
  g_assert_false (iso_retrieval_evaluate (&result, Z, labels, 300, 2, pool, cancellable, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_auto (IsoClasses) classes = { 0 };
  iso_classes_init (&classes, labels, 300);
  g_assert_false (iso_retrieval_evaluate_classes (&result, NULL, Z, &classes, 2, ISO_RETRIEVAL_FULL, pool, cancellable, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/retrieval/reference/set-0", "set-0", test_reference);
  g_test_add_data_func ("/retrieval/reference/set-1", "set-1", test_reference);
  g_test_add_data_func ("/retrieval/reference/set-2", "set-2", test_reference);
  g_test_add_data_func ("/retrieval/reference/set-3", "set-3", test_reference);
  g_test_add_func ("/retrieval/naive", test_naive);
  g_test_add_func ("/retrieval/neighbors", test_neighbors);
  g_test_add_func ("/retrieval/small-sets", test_small_sets);
  g_test_add_func ("/retrieval/by-hand", test_by_hand);
  g_test_add_func ("/retrieval/refusals", test_refusals);
  g_test_add_func ("/retrieval/cancel", test_cancel);
  return g_test_run ();
}
