/* The network: shapes and names, forward and backward against a naive version in double, blocks, threads, edges. */
#include "engine/network/network.h"

#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"

#define MAX_LAYERS 8

/* A naive network in double, with the same weights. */
typedef struct {
  size_t layer_count, sizes[MAX_LAYERS + 1];
} Naive;

/* Z (B, D) and, if margin is not NULL, the smallest |hidden output before the ReLU|: central differences must keep off the kink. */
static void
naive_forward (double *Z, double *margin, const Naive *naive, const double *weights, const float *input, size_t B)
{
  for (size_t b = 0; b < B; b++)
    {
      double rows[2][1024];
      for (size_t j = 0; j < naive->sizes[0]; j++)
        rows[0][j] = (double) input[b * naive->sizes[0] + j];
      const double *W = weights;
      size_t D = naive->sizes[naive->layer_count];
      for (size_t l = 0; l < naive->layer_count; l++)
        {
          size_t in = naive->sizes[l], out = naive->sizes[l + 1];
          const double *x = rows[l % 2], *bias = W + in * out;
          double *y = rows[(l + 1) % 2];
          for (size_t o = 0; o < out; o++)
            {
              y[o] = bias[o];
              for (size_t i = 0; i < in; i++)
                y[o] += W[o * in + i] * x[i];
              if (l + 1 < naive->layer_count)
                {
                  if (margin != NULL && fabs (y[o]) < *margin)
                    *margin = fabs (y[o]);
                  y[o] = y[o] < 0.0 ? 0.0 : y[o];
                }
            }
          W = bias + out;
        }
      const double *y = rows[naive->layer_count % 2];
      double norm = 0.0;
      for (size_t j = 0; j < D; j++)
        norm += y[j] * y[j];
      for (size_t j = 0; j < D; j++)
        Z[b * D + j] = norm > 0.0 ? y[j] / sqrt (norm) : 0.0;
    }
}

/* Σ gradient · Z: a loss whose ∂L/∂Z is `gradient`. */
static double
naive_loss (const Naive *naive, const double *weights, const float *input, const float *gradient, size_t B)
{
  size_t count = B * naive->sizes[naive->layer_count];
  g_autofree double *Z = g_new (double, count);
  naive_forward (Z, NULL, naive, weights, input, B);
  double loss = 0.0;
  for (size_t i = 0; i < count; i++)
    loss += (double) gradient[i] * Z[i];
  return loss;
}

static void
fill_normal (float *values, size_t count, IsoRandom *random)
{
  for (size_t i = 0; i < count; i++)
    values[i] = (float) iso_random_normal (random);
}

static double
relative_error (const float *values, const double *expected, size_t count)
{
  double difference = 0.0, norm = 0.0;
  for (size_t i = 0; i < count; i++)
    {
      difference += ((double) values[i] - expected[i]) * ((double) values[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
  return sqrt (difference / norm);
}

/* One network with everything that a test wants of it. */
typedef struct {
  IsoNetwork *network;
  IsoActivations *activations;
  Naive naive;
  size_t B, F, D, weight_count;
  float *weights, *gradient, *input, *embedding_gradient;
  double *exact_weights;
} Fixture;

static void
fixture_init (Fixture *fixture, IsoNetworkKind kind, const char *hidden, size_t F, size_t D, size_t B, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  *fixture = (Fixture) { .B = B, .F = F, .D = D };
  fixture->network = iso_network_new_mlp (kind == ISO_NETWORK_MLP ? hidden : NULL, F, D, &error);
  g_assert_no_error (error);
  g_auto (GStrv) sizes = g_strsplit (iso_network_text (fixture->network), "-", -1);
  fixture->naive.layer_count = g_strv_length (sizes) - 1;
  for (size_t l = 0; l <= fixture->naive.layer_count; l++)
    fixture->naive.sizes[l] = (size_t) g_ascii_strtoull (sizes[l], NULL, 10);
  fixture->weight_count = iso_network_weight_count (fixture->network);
  fixture->weights = iso_floats_new (fixture->weight_count);
  fixture->gradient = iso_floats_new (fixture->weight_count);
  fixture->input = iso_floats_new (B * F);
  fixture->embedding_gradient = iso_floats_new (B * D);
  fixture->exact_weights = g_new (double, fixture->weight_count);
  fixture->activations = iso_activations_new (fixture->network, B, true);
  IsoRandom random;
  iso_random_init (&random, seed, "init");
  iso_network_initialize (fixture->network, fixture->weights, &random);
  fill_normal (fixture->input, B * F, &random);
  fill_normal (fixture->embedding_gradient, B * D, &random);
  for (size_t i = 0; i < fixture->weight_count; i++)
    fixture->exact_weights[i] = (double) fixture->weights[i];
}

static void
fixture_clear (Fixture *fixture)
{
  iso_activations_free (fixture->activations);
  iso_network_unref (fixture->network);
  iso_block_free (fixture->weights);
  iso_block_free (fixture->gradient);
  iso_block_free (fixture->input);
  iso_block_free (fixture->embedding_gradient);
  g_free (fixture->exact_weights);
}

static void
fixture_run (Fixture *fixture, IsoPool *pool)
{
  iso_network_forward (fixture->network, fixture->weights, fixture->activations, fixture->input, fixture->B, pool);
  iso_network_backward (fixture->network, fixture->weights, fixture->gradient, fixture->activations, fixture->input,
                        fixture->embedding_gradient, fixture->B, pool);
}

static void
test_shape (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoNetwork) network = iso_network_new_mlp ("512, 256", 784, 64, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (iso_network_text (network), ==, "784-512-256-64");
  g_assert_cmpuint (iso_network_weight_count (network), ==, 784 * 512 + 512 + 512 * 256 + 256 + 256 * 64 + 64);
  g_assert_cmpuint (iso_network_input_size (network), ==, 784);
  g_assert_cmpuint (iso_network_embedding_size (network), ==, 64);
  size_t count, offset = 0;
  const IsoTensor *tensors = iso_network_tensors (network, &count);
  g_assert_cmpuint (count, ==, 6);
  g_assert_cmpstr (tensors[2].name, ==, "2.weight");
  g_assert_cmpuint (tensors[2].dimension_count, ==, 2);
  g_assert_cmpuint (tensors[2].sizes[0], ==, 256);
  g_assert_cmpuint (tensors[2].sizes[1], ==, 512);
  g_assert_cmpstr (tensors[5].name, ==, "4.bias");
  for (size_t i = 0; i < count; i++)
    {
      g_assert_cmpuint (tensors[i].offset, ==, offset);
      offset += iso_tensor_element_count (&tensors[i]);
    }
  g_assert_cmpuint (offset, ==, iso_network_weight_count (network));
  g_assert_cmpstr (iso_network_words (network), ==, "linear 512, linear 256, embed 64");
  g_assert_cmpuint (iso_network_member_count (network), ==, 5);

  g_autoptr (IsoNetwork) linear = iso_network_new_mlp (NULL, 20, 5, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (iso_network_text (linear), ==, "20-5");
  g_assert_cmpstr (iso_network_words (linear), ==, "embed 5");
}

static void
test_refuses (void)
{
  const struct {
    const char *hidden, *names;
  } cases[] = {
    { "512, many", "“many”" }, { "0", "“0”" }, { "-3", "“-3”" }, { "512,,256", "“”" }, { "", "“”" },
    { "5.5", "“5.5”" }, { "100000", "“100000”" }, { "99999999999999999999", "“99999999999999999999”" },
    { "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", "more than" }, { "65536, 65536", "too large" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (IsoNetwork) network = iso_network_new_mlp (cases[i].hidden, 784, 64, &error);
      g_assert_null (network);
      g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
      if (*cases[i].hidden == '\0')
        g_assert_nonnull (strstr (error->message, "network.hidden"));
      else
        g_assert_nonnull (strstr (error->message, cases[i].names));
    }
  g_autoptr (GError) error = NULL;
  g_assert_null (iso_network_new_mlp (NULL, 784, 0, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (iso_network_new_mlp (NULL, G_MAXSIZE / 2, 64, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
}

static void
test_initialize (void)
{
  Fixture fixture;
  fixture_init (&fixture, ISO_NETWORK_MLP, "100", 400, 25, 2, 3);
  double bounds[2] = { 1.0 / 20.0, 1.0 / 10.0 };
  size_t ends[3] = { 0, 400 * 100 + 100, fixture.weight_count };
  for (size_t l = 0; l < 2; l++)
    {
      double sum = 0.0, square = 0.0, count = (double) (ends[l + 1] - ends[l]);
      for (size_t i = ends[l]; i < ends[l + 1]; i++)
        {
          double w = (double) fixture.weights[i];
          g_assert_true (fabs (w) <= bounds[l]);
          sum += w;
          square += w * w;
        }
      /* Mean 0 and variance bound² / 3, within five standard errors. */
      double variance = bounds[l] * bounds[l] / 3.0;
      g_assert_true (fabs (sum / count) <= 5.0 * sqrt (variance / count));
      g_assert_true (fabs (square / count / variance - 1.0) <= 5.0 * sqrt (0.8 / count));
    }
  fixture_clear (&fixture);
}

static void
test_blocks (void)
{
  for (size_t B = 1; B <= 1500; B++)
    {
      size_t next = 0;
      for (size_t block = 0; block < iso_network_block_count (B); block++)
        {
          size_t first, count;
          iso_network_block_rows (&first, &count, B, block);
          g_assert_cmpuint (first, ==, next);
          g_assert_cmpuint (count, >=, 1);
          g_assert_cmpuint (count, <=, 64);
          next = first + count;
        }
      g_assert_cmpuint (next, ==, B);
    }
  g_assert_cmpuint (iso_network_block_count (0), ==, 0);
  g_assert_cmpuint (iso_network_block_count (112), ==, 2);
}

/* Weight i's central difference, unless a ReLU's kink lies so near that it would be crossed. */
static void
check_differences (Fixture *fixture, size_t samples, guint64 seed)
{
  IsoRandom random;
  iso_random_init (&random, seed, "check");
  g_autofree double *weights = g_memdup2 (fixture->exact_weights, fixture->weight_count * sizeof (double));
  double scale = 0.0;
  for (size_t i = 0; i < fixture->weight_count; i++)
    scale = fmax (scale, fabs ((double) fixture->gradient[i]));
  g_assert_true (scale > 1e-3);
  for (size_t s = 0; s < samples; s++)
    {
      size_t i = samples >= fixture->weight_count ? s % fixture->weight_count
                                                  : iso_random_below (&random, (guint32) fixture->weight_count);
      const double h = 1e-7;
      weights[i] = fixture->exact_weights[i] + h;
      double above = naive_loss (&fixture->naive, weights, fixture->input, fixture->embedding_gradient, fixture->B);
      weights[i] = fixture->exact_weights[i] - h;
      double below = naive_loss (&fixture->naive, weights, fixture->input, fixture->embedding_gradient, fixture->B);
      weights[i] = fixture->exact_weights[i];
      double error = fabs ((above - below) / (2.0 * h) - (double) fixture->gradient[i]);
      g_assert_true (error <= 2e-5 * scale);
    }
}

static void
test_against_naive (void)
{
  const struct {
    IsoNetworkKind kind;
    const char *hidden;
    size_t F, D, B;
  } cases[] = {
    { ISO_NETWORK_LINEAR, NULL, 7, 3, 5 },       { ISO_NETWORK_MLP, "6", 5, 4, 1 },
    { ISO_NETWORK_MLP, "9, 7", 11, 5, 9 },       { ISO_NETWORK_MLP, "33, 17, 12", 29, 8, 21 },
    { ISO_NETWORK_MLP, "140", 31, 16, 130 },     { ISO_NETWORK_MLP, "1", 1, 1, 3 },
  };
  for (size_t c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      Fixture fixture;
      fixture_init (&fixture, cases[c].kind, cases[c].hidden, cases[c].F, cases[c].D, cases[c].B, 100 + c);
      g_autofree double *Z = g_new (double, fixture.B * fixture.D);
      double margin = 1.0;
      naive_forward (Z, &margin, &fixture.naive, fixture.exact_weights, fixture.input, fixture.B);
      fixture_run (&fixture, NULL);
      g_assert_true (relative_error (iso_activations_embeddings (fixture.activations), Z, fixture.B * fixture.D) <= 1e-6);
      /* The differences shift hidden outputs by about h · |x| < 1e-6; the seeds are such that no kink is nearer. */
      if (fixture.D > 1)
        {
          g_assert_true (margin > 1e-6);
          check_differences (&fixture, 400, c);
        }
      fixture_clear (&fixture);
    }
}

/* A linear layer and the unit norm alone have a closed form: z = y/‖y‖, ∂L/∂b = Σ (g − (z·g) z)/‖y‖. */
static void
test_unit_norm (void)
{
  Fixture fixture;
  fixture_init (&fixture, ISO_NETWORK_LINEAR, NULL, 2, 2, 1, 1);
  const float weights[6] = { 1, 0, 0, 1, 0, 0 };
  memcpy (fixture.weights, weights, sizeof weights);
  fixture.input[0] = 3.0f;
  fixture.input[1] = 4.0f;
  fixture.embedding_gradient[0] = 1.0f;
  fixture.embedding_gradient[1] = 0.0f;
  fixture_run (&fixture, NULL);
  const float *Z = iso_activations_embeddings (fixture.activations);
  g_assert_true (fabsf (Z[0] - 0.6f) <= 1e-6f && fabsf (Z[1] - 0.8f) <= 1e-6f);
  /* (1, 0) − 0.6 (0.6, 0.8), divided by 5 */
  g_assert_true (fabsf (fixture.gradient[4] - 0.128f) <= 1e-6f && fabsf (fixture.gradient[5] + 0.096f) <= 1e-6f);
  fixture_clear (&fixture);
}

static void
test_zero_rows (void)
{
  Fixture fixture;
  fixture_init (&fixture, ISO_NETWORK_MLP, "6", 4, 3, 4, 8);
  /* No biases, and one sample of zeros: its embedding is zero and has no gradient. */
  memset (fixture.weights + 4 * 6, 0, 6 * sizeof (float));
  memset (fixture.weights + 4 * 6 + 6 + 18, 0, 3 * sizeof (float));
  memset (fixture.input + 2 * 4, 0, 4 * sizeof (float));
  fixture_run (&fixture, NULL);
  const float *Z = iso_activations_embeddings (fixture.activations);
  for (size_t j = 0; j < 3; j++)
    g_assert_cmpfloat (Z[2 * 3 + j], ==, 0.0f);
  g_autofree float *gradient = g_memdup2 (fixture.gradient, fixture.weight_count * sizeof (float));
  for (size_t i = 0; i < fixture.weight_count; i++)
    g_assert_true (isfinite (gradient[i]));
  for (size_t j = 0; j < 3; j++)
    fixture.embedding_gradient[2 * 3 + j] = -50.0f;
  fixture_run (&fixture, NULL);
  g_assert_cmpmem (gradient, fixture.weight_count * sizeof (float), fixture.gradient, fixture.weight_count * sizeof (float));
  fixture_clear (&fixture);
}

static void
test_nan_is_seen (void)
{
  Fixture fixture;
  fixture_init (&fixture, ISO_NETWORK_MLP, "40, 30", 50, 6, 10, 5);
  fixture.input[3 * 50 + 7] = NAN;
  fixture_run (&fixture, NULL);
  const float *Z = iso_activations_embeddings (fixture.activations);
  for (size_t b = 0; b < 10; b++)
    for (size_t j = 0; j < 6; j++)
      g_assert_true (isnan (Z[b * 6 + j]) == (b == 3));
  fixture_clear (&fixture);
}

static void
test_same_for_any_threads (void)
{
  const size_t batches[] = { 1, 30, 112, 300 };
  for (size_t c = 0; c < G_N_ELEMENTS (batches); c++)
    {
      Fixture fixture;
      fixture_init (&fixture, ISO_NETWORK_MLP, "300, 150", 200, 32, batches[c], 9);
      fixture_run (&fixture, NULL);
      size_t bytes = fixture.weight_count * sizeof (float), embedding_bytes = fixture.B * fixture.D * sizeof (float);
      g_autofree float *gradient = g_memdup2 (fixture.gradient, bytes);
      g_autofree float *Z = g_memdup2 (iso_activations_embeddings (fixture.activations), embedding_bytes);
      for (int threads = 1; threads <= 5; threads += 2)
        {
          g_autoptr (IsoPool) pool = iso_pool_new (threads);
          memset (fixture.gradient, 0xff, bytes);
          fixture_run (&fixture, pool);
          g_assert_cmpmem (fixture.gradient, bytes, gradient, bytes);
          g_assert_cmpmem (iso_activations_embeddings (fixture.activations), embedding_bytes, Z, embedding_bytes);
        }
      fixture_clear (&fixture);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/shape", test_shape);
  g_test_add_func ("/network/refuses", test_refuses);
  g_test_add_func ("/network/initialize", test_initialize);
  g_test_add_func ("/network/blocks", test_blocks);
  g_test_add_func ("/network/against-naive", test_against_naive);
  g_test_add_func ("/network/unit-norm", test_unit_norm);
  g_test_add_func ("/network/zero-rows", test_zero_rows);
  g_test_add_func ("/network/nan-is-seen", test_nan_is_seen);
  g_test_add_func ("/network/same-for-any-threads", test_same_for_any_threads);
  return g_test_run ();
}
