/* The histogram of similarities against NumPy and scikit-learn, against a naive count in double, and what must hold. */
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/linalg/pairwise.h"
#include "engine/linalg/rows.h"
#include "engine/metrics/similarity-histogram.h"

#define NEAR(a, b, tolerance) g_assert_true (fabs ((a) - (b)) <= (tolerance))

static const float nine[] = { 0.64f, -0.60f, 0.09f, 1.19f,  0.51f,  0.25f, 0.75f, -0.35f, 0.54f, 1.04f, 1.12f, -0.55f, -0.13f, 1.72f,
                              0.09f, -0.48f, 0.96f, -0.52f, -0.28f, -0.02f, 0.68f, 0.25f, 0.17f, 0.73f, 0.18f,  0.57f,  0.26f };
static const gint32 nine_labels[] = { 7, 7, 7, -1, -1, -1, 3, 3, 3 };

static void
check_nine (const IsoSimilarityHistogram *histogram)
{
  /* NumPy: mean, histogram (range −1 … 1, 50 bins, density); scikit-learn: roc_auc_score. */
  g_assert_cmpuint (histogram->pairs[ISO_SIMILARITY_POSITIVE], ==, 9);
  g_assert_cmpuint (histogram->pairs[ISO_SIMILARITY_NEGATIVE], ==, 27);
  g_assert_cmpuint (histogram->bin_count, ==, 50);
  NEAR (histogram->mean[ISO_SIMILARITY_POSITIVE], 0.59962493, 2e-7);
  NEAR (histogram->mean[ISO_SIMILARITY_NEGATIVE], 0.034330998, 2e-7);
  /* One positive and one negative share a fine bin and count as equal, the lower one being the positive. */
  NEAR (histogram->auc, 0.8395061728395061 + 0.5 / (9.0 * 27.0), 1e-12);
  NEAR (histogram->overlap, 0.2592592592592592, 1e-12);
  NEAR (iso_similarity_share_above (histogram, ISO_SIMILARITY_POSITIVE, 0.5), 2.0 / 3.0, 1e-12);
  NEAR (iso_similarity_share_above (histogram, ISO_SIMILARITY_NEGATIVE, 0.5), 2.0 / 9.0, 1e-12);
}

static void
test_reference (void)
{
  g_autofree IsoSimilarityHistogram *histogram = g_new (IsoSimilarityHistogram, 1);
  g_autoptr (GError) error = NULL;
  float unit[27], S[81];
  g_assert_true (iso_similarity_histogram_of_embeddings (histogram, nine, nine_labels, 9, 3, NULL, NULL, &error));
  check_nine (histogram);
  iso_rows_normalize (unit, NULL, nine, 9, 3);
  iso_gram (S, unit, 9, 3);
  memset (histogram, 255, sizeof *histogram);
  g_assert_true (iso_similarity_histogram_of_matrix (histogram, S, nine_labels, 9, &error));
  check_nine (histogram);
}

static void
fill (float *Z, gint32 *labels, size_t N, size_t D, int classes)
{
  IsoRandom random;
  iso_random_init (&random, 4, "test");
  for (size_t i = 0; i < N; i++)
    {
      labels[i] = (gint32) (iso_random_uniform (&random) * classes);
      for (size_t d = 0; d < D; d++)
        Z[i * D + d] = (float) (((size_t) labels[i] + d) % 3 == 0 ? 1.2 : 0.0) + (float) iso_random_normal (&random);
    }
}

/* Every pair in double, and every comparison of a positive with a negative by sorting. Sizes that fill no tile evenly. */
static void
test_naive (void)
{
  const size_t N = 700, D = 11;
  g_autofree float *Z = g_new (float, N * D);
  g_autofree gint32 *labels = g_new (gint32, N);
  g_autofree IsoSimilarityHistogram *histogram = g_new (IsoSimilarityHistogram, 1);
  g_autofree guint64 *naive = g_new0 (guint64, 2 * ISO_SIMILARITY_FINE_BINS), *at_edge = g_new0 (guint64, 2 * ISO_SIMILARITY_FINE_BINS + 1);
  g_autoptr (GError) error = NULL;
  double sums[2] = { 0.0, 0.0 };
  guint64 pairs[2] = { 0, 0 };
  fill (Z, labels, N, D, 5);
  g_assert_true (iso_similarity_histogram_of_embeddings (histogram, Z, labels, N, D, NULL, NULL, &error));
  for (size_t i = 0; i < N; i++)
    for (size_t j = 0; j < i; j++)
      {
        double product = 0.0, a = 0.0, b = 0.0;
        for (size_t d = 0; d < D; d++)
          {
            product += (double) Z[i * D + d] * (double) Z[j * D + d];
            a += (double) Z[i * D + d] * (double) Z[i * D + d];
            b += (double) Z[j * D + d] * (double) Z[j * D + d];
          }
        double cosine = product / sqrt (a * b), at = (cosine + 1.0) * 0.5 * ISO_SIMILARITY_FINE_BINS;
        size_t kind = labels[i] == labels[j] ? 0 : 1, bin = MIN ((size_t) at, ISO_SIMILARITY_FINE_BINS - 1);
        naive[kind * ISO_SIMILARITY_FINE_BINS + bin]++;
        /* Float may see it on the other side of the edge. */
        if (fabs (at - round (at)) < 1e-3)
          at_edge[kind * ISO_SIMILARITY_FINE_BINS + (size_t) round (at)]++;
        sums[kind] += cosine;
        pairs[kind]++;
      }
  for (size_t kind = 0; kind < 2; kind++)
    {
      g_assert_cmpuint (histogram->pairs[kind], ==, pairs[kind]);
      NEAR (histogram->mean[kind], sums[kind] / (double) pairs[kind], 1e-7);
      for (size_t b = 0; b < ISO_SIMILARITY_FINE_BINS; b++)
        {
          guint64 *edge = at_edge + kind * ISO_SIMILARITY_FINE_BINS + b;
          NEAR ((double) histogram->counts[kind][b], (double) naive[kind * ISO_SIMILARITY_FINE_BINS + b], (double) (edge[0] + edge[1]));
        }
    }
}

static double *
cosines_of (const float *Z, const gint32 *labels, size_t N, size_t D, bool same, size_t *count)
{
  double *cosines = g_new (double, N * N / 2);
  *count = 0;
  for (size_t i = 0; i < N; i++)
    for (size_t j = 0; j < i; j++)
      if ((labels[i] == labels[j]) == same)
        {
          double product = 0.0, a = 0.0, b = 0.0;
          for (size_t d = 0; d < D; d++)
            {
              product += (double) Z[i * D + d] * (double) Z[j * D + d];
              a += (double) Z[i * D + d] * (double) Z[i * D + d];
              b += (double) Z[j * D + d] * (double) Z[j * D + d];
            }
          cosines[(*count)++] = product / sqrt (a * b);
        }
  return cosines;
}

/* Out of bins, but as good as without them. */
static void
test_auc (void)
{
  const size_t N = 150, D = 6;
  float Z[150 * 6];
  gint32 labels[150];
  size_t positives, negatives;
  double won = 0.0;
  g_autofree IsoSimilarityHistogram *histogram = g_new (IsoSimilarityHistogram, 1);
  fill (Z, labels, N, D, 4);
  g_autofree double *p = cosines_of (Z, labels, N, D, true, &positives), *n = cosines_of (Z, labels, N, D, false, &negatives);
  for (size_t i = 0; i < positives; i++)
    for (size_t j = 0; j < negatives; j++)
      won += p[i] > n[j] ? 1.0 : 0.0;
  g_assert_true (iso_similarity_histogram_of_embeddings (histogram, Z, labels, N, D, NULL, NULL, NULL));
  NEAR (histogram->auc, won / (double) positives / (double) negatives, 2e-6);
  g_assert_cmpfloat (histogram->auc, >, 0.55);
}

static void
test_integrals (void)
{
  const size_t N = 900, D = 8;
  g_autofree float *Z = g_new (float, N * D);
  g_autofree gint32 *labels = g_new (gint32, N);
  g_autofree IsoSimilarityHistogram *histogram = g_new (IsoSimilarityHistogram, 1);
  fill (Z, labels, N, D, 5);
  g_assert_true (iso_similarity_histogram_of_embeddings (histogram, Z, labels, N, D, NULL, NULL, NULL));
  g_assert_cmpuint (histogram->bin_count, ==, 200); /* of 320 000 negatives, σ about 0.3: a width of 0.014 would do */
  for (IsoSimilarityKind kind = 0; kind < ISO_SIMILARITY_KINDS; kind++)
    {
      double integral = 0.0;
      for (size_t b = 0; b < histogram->bin_count; b++)
        integral += histogram->density[kind][b] * 2.0 / (double) histogram->bin_count;
      NEAR (integral, 1.0, 1e-12);
      NEAR (iso_similarity_share_above (histogram, kind, -1.0), 1.0, 1e-12);
      NEAR (iso_similarity_share_above (histogram, kind, 1.0), 0.0, 1e-12);
      NEAR (iso_similarity_density_at (histogram, kind, 0.1234), histogram->density[kind][112], 1e-12);
      g_assert_cmpfloat (iso_similarity_density_at (histogram, kind, 1.1), ==, 0.0);
    }
}

/* Classes that point different ways share nothing; labels that say nothing make the kinds alike. */
static void
test_extremes (void)
{
  const size_t N = 60;
  float apart[120];
  gint32 labels[60], parity[60];
  g_autofree IsoSimilarityHistogram *histogram = g_new (IsoSimilarityHistogram, 1);
  for (size_t i = 0; i < N; i++)
    {
      labels[i] = i < 30;
      parity[i] = (gint32) (i % 2);
      apart[2 * i] = i < 30 ? 3.0f : 0.0f;
      apart[2 * i + 1] = i < 30 ? 0.0f : 0.5f;
    }
  g_assert_true (iso_similarity_histogram_of_embeddings (histogram, apart, labels, N, 2, NULL, NULL, NULL));
  g_assert_cmpfloat (histogram->overlap, ==, 0.0);
  g_assert_cmpfloat (histogram->auc, ==, 1.0);
  g_assert_cmpuint (histogram->counts[ISO_SIMILARITY_POSITIVE][ISO_SIMILARITY_FINE_BINS - 1], ==, 870);
  g_assert_cmpuint (histogram->counts[ISO_SIMILARITY_NEGATIVE][ISO_SIMILARITY_FINE_BINS / 2], ==, 900);
  for (size_t i = 0; i < N; i++)
    apart[2 * i] = apart[2 * i + 1] = 1.0f;
  g_assert_true (iso_similarity_histogram_of_embeddings (histogram, apart, parity, N, 2, NULL, NULL, NULL));
  NEAR (histogram->overlap, 1.0, 1e-12);
  NEAR (histogram->auc, 0.5, 1e-12);
  /* An embedding of length 0 has cosine 0 to everything. */
  apart[0] = apart[1] = 0.0f;
  g_assert_true (iso_similarity_histogram_of_embeddings (histogram, apart, parity, 2, 2, NULL, NULL, NULL));
  g_assert_cmpuint (histogram->counts[ISO_SIMILARITY_NEGATIVE][ISO_SIMILARITY_FINE_BINS / 2], ==, 1);
}

static void
test_little (void)
{
  const float one[] = { 1.0f, 2.0f, 3.0f, 1.0f };
  const gint32 labels[] = { 1, 2 };
  g_autofree IsoSimilarityHistogram *histogram = g_new (IsoSimilarityHistogram, 1);
  for (size_t N = 0; N < 2; N++)
    {
      g_assert_true (iso_similarity_histogram_of_embeddings (histogram, one, labels, N, 2, NULL, NULL, NULL));
      g_assert_cmpuint (histogram->pairs[ISO_SIMILARITY_POSITIVE] + histogram->pairs[ISO_SIMILARITY_NEGATIVE], ==, 0);
      g_assert_true (isnan (histogram->overlap) && isnan (histogram->auc) && isnan (histogram->mean[ISO_SIMILARITY_POSITIVE]));
    }
  g_assert_true (iso_similarity_histogram_of_embeddings (histogram, one, labels, 2, 2, NULL, NULL, NULL));
  g_assert_true (isnan (histogram->overlap) && isnan (histogram->mean[ISO_SIMILARITY_POSITIVE]));
  g_assert_true (isnan (iso_similarity_share_above (histogram, ISO_SIMILARITY_POSITIVE, 0.0)));
  NEAR (histogram->mean[ISO_SIMILARITY_NEGATIVE], 5.0 / sqrt (50.0), 1e-7);
}

/* The same bytes for any number of threads. */
static void
test_threads (void)
{
  const size_t N = 1500, D = 16;
  g_autofree float *Z = g_new (float, N * D);
  g_autofree gint32 *labels = g_new (gint32, N);
  g_autofree IsoSimilarityHistogram *one = g_new (IsoSimilarityHistogram, 1), *three = g_new (IsoSimilarityHistogram, 1);
  g_autoptr (IsoPool) pool = iso_pool_new (3);
  fill (Z, labels, N, D, 9);
  g_assert_true (iso_similarity_histogram_of_embeddings (one, Z, labels, N, D, NULL, NULL, NULL));
  g_assert_true (iso_similarity_histogram_of_embeddings (three, Z, labels, N, D, pool, NULL, NULL));
  g_assert_cmpmem (one, sizeof *one, three, sizeof *three);
}

static void
test_refusals (void)
{
  g_autofree IsoSimilarityHistogram *histogram = g_new (IsoSimilarityHistogram, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  float bad[] = { 1.0f, 0.0f, 1.0f, NAN };
  const gint32 labels[] = { 0, 1 };
  g_assert_false (iso_similarity_histogram_of_embeddings (histogram, bad, labels, 2, 2, NULL, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
  g_assert_nonnull (strstr (error->message, "embedding 1"));
  g_clear_error (&error);
  g_assert_false (iso_similarity_histogram_of_matrix (histogram, bad, labels, 2, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  bad[3] = 1.0f;
  g_assert_false (iso_similarity_histogram_of_embeddings (histogram, bad, labels, 2, 2, NULL, cancellable, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/similarity-histogram/reference", test_reference);
  g_test_add_func ("/similarity-histogram/naive", test_naive);
  g_test_add_func ("/similarity-histogram/auc", test_auc);
  g_test_add_func ("/similarity-histogram/integrals", test_integrals);
  g_test_add_func ("/similarity-histogram/extremes", test_extremes);
  g_test_add_func ("/similarity-histogram/little", test_little);
  g_test_add_func ("/similarity-histogram/threads", test_threads);
  g_test_add_func ("/similarity-histogram/refusals", test_refusals);
  return g_test_run ();
}
