/* The map along two chosen axes against NumPy, and what must hold. */
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/projection/axis-settings.h"

#define NEAR(a, b, tolerance) g_assert_true (fabs ((a) - (b)) <= (tolerance))
#define CLASS(index) { ISO_ANCHOR_CLASS, index }
#define SAMPLE(index) { ISO_ANCHOR_SAMPLE, index }

static const float nine[] = { 0.64f, -0.60f, 0.09f, 1.19f,  0.51f,  0.25f, 0.75f, -0.35f, 0.54f, 1.04f, 1.12f, -0.55f, -0.13f, 1.72f,
                              0.09f, -0.48f, 0.96f, -0.52f, -0.28f, -0.02f, 0.68f, 0.25f, 0.17f, 0.73f, 0.18f,  0.57f,  0.26f };
static const gint32 labels[] = { 0, 0, 0, 1, 1, 1, 2, 2, 2 };
/* NumPy: X from class 0 to class 1; by variance: the largest eigenvector of what is left; by samples: from 0 to 8. */
static const double across[] = { -0.9657793, -0.333775, -0.9684238, 0.5275398, 1.2854631, 1.0238893, -0.3115413, -0.3951673, 0.1377943 };
static const double by_variance[] = { -0.0099843, 0.7274285, -0.0124289, 1.0689701, -0.035723, -0.3282318, -0.880906, -0.3787466,
                                      -0.1503779 };
static const double by_samples[] = { -0.5015599, 0.0984479, 0.0119582, -0.3871116, 0.4320663, -0.4361084, 0.2657168, 0.3924308, 0.12416 };

static void
check (const IsoAxisPair *pair, const float *reference, const double *up, double sign, double across_share, double up_share)
{
  g_autoptr (GError) error = NULL;
  float map[18];
  double explained[2];
  g_assert_true (iso_axis_pair_project (map, explained, nine, labels, 9, 3, pair, reference, &error));
  g_assert_no_error (error);
  for (size_t i = 0; i < 9; i++)
    {
      NEAR ((double) map[2 * i], across[i], 1e-6);
      NEAR ((double) map[2 * i + 1], sign * up[i], 1e-6);
    }
  NEAR (explained[0], across_share, 1e-7);
  NEAR (explained[1], up_share, 1e-7);
}

static void
test_reference (void)
{
  const IsoAxisPair one = { .across = { CLASS (0), CLASS (1) } };
  const IsoAxisPair two = { .across = { CLASS (0), CLASS (1) }, .has_up = TRUE, .up = { SAMPLE (0), SAMPLE (8) } };
  float reference[18] = { 0 };
  check (&one, NULL, by_variance, 1.0, 0.5883547274193353, 0.3061564981100282);
  check (&two, NULL, by_samples, 1.0, 0.5883547274193353, 0.11559088970607946);
  /* Turned as the map before it; chosen axes do not turn. */
  reference[7] = -1.0f;
  check (&one, reference, by_variance, -1.0, 0.5883547274193353, 0.3061564981100282);
  check (&two, reference, by_samples, 1.0, 0.5883547274193353, 0.11559088970607946);
}

/* The centers themselves stand where they should: the axis runs from one to the other. */
static void
test_centers (void)
{
  const size_t N = 500, D = 24;
  g_autofree float *Z = g_new (float, N * D), *map = g_new (float, 2 * N), *again = g_new (float, 2 * N);
  g_autofree gint32 *classes = g_new (gint32, N);
  g_autofree double *centers = g_new0 (double, 2 * D);
  const IsoAxisPair pair = { .across = { CLASS (5), CLASS (2) } };
  double explained[2], there[2][2] = { { 0.0, 0.0 }, { 0.0, 0.0 } }, sizes[2] = { 0.0, 0.0 }, square = 0.0, product = 0.0;
  IsoRandom random;
  iso_random_init (&random, 2, "test");
  for (size_t i = 0; i < N; i++)
    {
      classes[i] = (gint32) (i % 7);
      for (size_t d = 0; d < D; d++)
        Z[i * D + d] = (float) (50.0 + iso_random_normal (&random) + ((size_t) classes[i] == d % 7 ? 2.0 : 0.0));
    }
  g_assert_true (iso_axis_pair_project (map, explained, Z, classes, N, D, &pair, NULL, NULL));
  g_assert_true (iso_axis_pair_project (again, explained, Z, classes, N, D, &pair, map, NULL));
  g_assert_cmpmem (map, 2 * N * sizeof *map, again, 2 * N * sizeof *again);
  for (size_t i = 0; i < N; i++)
    {
      product += (double) map[2 * i] * (double) map[2 * i + 1];
      if (classes[i] != 5 && classes[i] != 2)
        continue;
      size_t which = classes[i] == 2;
      sizes[which] += 1.0;
      there[which][0] += (double) map[2 * i];
      there[which][1] += (double) map[2 * i + 1];
      for (size_t d = 0; d < D; d++)
        centers[which * D + d] += (double) Z[i * D + d];
    }
  for (size_t d = 0; d < D; d++)
    square += pow (centers[D + d] / sizes[1] - centers[d] / sizes[0], 2.0);
  NEAR (there[1][0] / sizes[1] - there[0][0] / sizes[0], sqrt (square), 1e-4);
  NEAR (there[1][1] / sizes[1] - there[0][1] / sizes[0], 0.0, 1e-4);
  g_assert_cmpfloat (explained[0] + explained[1], <, 1.0);
  g_assert_true (isfinite (product));
}

static void
check_refused (const IsoAxisPair *pair, const float *Z, size_t N, IsoError code, const char *word)
{
  g_autoptr (GError) error = NULL;
  float map[18];
  double explained[2];
  g_assert_false (iso_axis_pair_project (map, explained, Z, labels, N, 3, pair, NULL, &error));
  g_assert_error (error, ISO_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_refusals (void)
{
  const IsoAxisPair same = { .across = { CLASS (1), CLASS (1) } }, missing = { .across = { CLASS (0), CLASS (4) } };
  const IsoAxisPair beyond = { .across = { SAMPLE (0), SAMPLE (9) } }, negative = { .across = { SAMPLE (-1), SAMPLE (2) } };
  const IsoAxisPair along = { .across = { CLASS (0), CLASS (1) }, .has_up = TRUE, .up = { CLASS (1), CLASS (0) } };
  const IsoAxisPair up_same = { .across = { CLASS (0), CLASS (1) }, .has_up = TRUE, .up = { SAMPLE (3), SAMPLE (3) } };
  const IsoAxisPair plain = { .across = { CLASS (0), CLASS (1) } }, twins = { .across = { SAMPLE (0), SAMPLE (1) } };
  float one_place[27], with_nan[27], with_twins[27];
  for (size_t i = 0; i < 27; i++)
    one_place[i] = 0.577f;
  memcpy (with_nan, nine, sizeof nine);
  with_nan[13] = NAN;
  memcpy (with_twins, nine, sizeof nine);
  memcpy (with_twins + 3, nine, 3 * sizeof *nine);
  check_refused (&same, nine, 9, ISO_ERROR_ARGUMENT, "same point");
  check_refused (&up_same, nine, 9, ISO_ERROR_ARGUMENT, "same point");
  check_refused (&missing, nine, 9, ISO_ERROR_ARGUMENT, "class 4");
  check_refused (&beyond, nine, 9, ISO_ERROR_ARGUMENT, "sample 9");
  check_refused (&negative, nine, 9, ISO_ERROR_ARGUMENT, "sample -1");
  check_refused (&along, nine, 9, ISO_ERROR_ARGUMENT, "along the first");
  check_refused (&plain, one_place, 9, ISO_ERROR_ARGUMENT, "one place");
  check_refused (&twins, with_twins, 9, ISO_ERROR_ARGUMENT, "same place");
  check_refused (&plain, with_nan, 9, ISO_ERROR_NUMERIC, "embedding 4");
  check_refused (&plain, nine, 0, ISO_ERROR_ARGUMENT, "class 0");
}

/* Two points, and points on a line: nothing is left for the second axis. */
static void
test_line (void)
{
  const float line[] = { 0.0f, 0.0f, 0.0f, 3.0f, 4.0f, 0.0f, 1.5f, 2.0f, 0.0f };
  const IsoAxisPair pair = { .across = { SAMPLE (0), SAMPLE (1) } };
  for (size_t N = 2; N <= 3; N++)
    {
      float map[6];
      double explained[2];
      g_assert_true (iso_axis_pair_project (map, explained, line, labels, N, 3, &pair, NULL, NULL));
      NEAR ((double) map[2] - (double) map[0], 5.0, 1e-6);
      NEAR (explained[0], 1.0, 1e-12);
      for (size_t i = 0; i < N; i++)
        g_assert_cmpfloat (map[2 * i + 1], ==, 0.0f);
      g_assert_cmpfloat (explained[1], ==, 0.0);
    }
}

static IsoProjection *
projected (const char *across_from, const char *across_to, const char *up_from, const char *up_to, const IsoProjectionRows *rows,
           const float *start, GError **error)
{
  const IsoProjectionSettings settings = { .method = ISO_PROJECTION_AXES,
                                           .axes = { across_from, across_to, up_from, up_to } };
  return iso_projection_new (nine, 9, 3, rows, &settings, start, NULL, NULL, NULL, NULL, error);
}

static void
check_projected (const char *across_from, const char *across_to, const char *up_from, const char *up_to, const IsoProjectionRows *rows,
                 const double *up, double up_share)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoProjection) projection = projected (across_from, across_to, up_from, up_to, rows, NULL, &error);
  double explained[2];
  g_assert_no_error (error);
  g_assert_cmpuint (iso_projection_total (projection), ==, 0);
  iso_projection_explained (projection, explained);
  NEAR (explained[0], 0.5883547274193353, 1e-7);
  NEAR (explained[1], up_share, 1e-7);
  for (size_t i = 0; i < 9; i++)
    {
      NEAR ((double) iso_projection_points (projection)[2 * i], across[i], 1e-6);
      NEAR ((double) iso_projection_points (projection)[2 * i + 1], up[i], 1e-6);
    }
}

/* As typed: what is empty is the first class, samples go by their numbers, and an axis by variance keeps its direction. */
static void
test_typed (void)
{
  const guint32 numbers[] = { 70, 11, 12, 13, 14, 15, 16, 17, 80 };
  const IsoProjectionRows plain = { .labels = labels }, numbered = { labels, numbers };
  g_autoptr (GError) error = NULL;
  float start[18] = { 0 };
  check_projected ("class 0", "class 1", "", "", &plain, by_variance, 0.3061564981100282);
  check_projected (NULL, NULL, NULL, NULL, &plain, by_variance, 0.3061564981100282);
  check_projected ("", "class 1", "", "class 2", &plain, by_variance, 0.3061564981100282);
  check_projected ("class 0", "", "sample 0", " sample  8 ", &plain, by_samples, 0.11559088970607946);
  check_projected ("", "", "sample 70", "sample 80", &numbered, by_samples, 0.11559088970607946);
  start[7] = -1.0f;
  g_autoptr (IsoProjection) turned = projected ("", "", "", "", &plain, start, &error);
  g_assert_no_error (error);
  for (size_t i = 0; i < 9; i++)
    NEAR ((double) iso_projection_points (turned)[2 * i + 1], -by_variance[i], 1e-6);
}

static void
check_typed_refused (const char *across_from, const char *across_to, const char *up_from, const IsoProjectionRows *rows, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (projected (across_from, across_to, up_from, "", rows, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

static void
test_typed_refusals (void)
{
  const guint32 numbers[] = { 70, 11, 12, 13, 14, 15, 16, 17, 80 };
  const gint32 alike[9] = { 0 };
  const IsoProjectionRows plain = { .labels = labels }, numbered = { labels, numbers }, one = { .labels = alike };
  check_typed_refused ("Trouser", "", "", &plain, "projection.across_from: found “Trouser”, expected a class or a sample");
  check_typed_refused ("class", "", "", &plain, "found “class”");
  check_typed_refused ("", "class 1.5", "", &plain, "projection.across_to: found “class 1.5”");
  check_typed_refused ("sample -1", "", "", &plain, "found “sample -1”");
  check_typed_refused ("", "", "class x", &plain, "projection.up_from");
  check_typed_refused ("class 1", "class 1", "", &plain, "same point");
  check_typed_refused ("class 9", "", "", &plain, "class 9 has no sample");
  check_typed_refused ("sample 9", "", "", &plain, "sample 9");
  check_typed_refused ("sample 9", "", "", &numbered, "sample 9 is not among those");
  check_typed_refused ("", "", "", &one, "projection.across_to: it is empty");
  check_typed_refused ("class 0", "sample 1", "", NULL, "have no labels");
  check_typed_refused ("", "sample 1", "", NULL, "projection.across_from: it is empty, and the samples have no labels");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/axis-pair/reference", test_reference);
  g_test_add_func ("/axis-pair/centers", test_centers);
  g_test_add_func ("/axis-pair/refusals", test_refusals);
  g_test_add_func ("/axis-pair/line", test_line);
  g_test_add_func ("/axis-pair/typed", test_typed);
  g_test_add_func ("/axis-pair/typed-refusals", test_typed_refusals);
  return g_test_run ();
}
