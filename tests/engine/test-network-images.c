/* Networks with a trunk: how the weights lie, the gradient through layers and trunk, evaluation and training, a whole step. */
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/train/parameters.h"
#include "engine/train/step.h"

#define SIDE 8
#define CHANNELS 2
#define FEATURES (SIDE * SIDE * CHANNELS)
#define BATCH 20

static IsoNetwork *
new_network (const char *layers)
{
  g_autoptr (GError) error = NULL;
  IsoNetworkSettings settings = { .kind = ISO_NETWORK_TEXT, .layers = layers, .pooling = ISO_POOLING_BOTH, .embedding = 6 };
  IsoNetworkInput input = { FEATURES, CHANNELS, SIDE, SIDE };
  IsoNetwork *network = iso_network_new (&settings, &input, &error);
  g_assert_no_error (error);
  return network;
}

static float *
normal (size_t count, const char *name)
{
  IsoRandom random;
  iso_random_init (&random, 5, name);
  float *values = iso_floats_new (count);
  for (size_t i = 0; i < count; i++)
    values[i] = (float) iso_random_normal (&random);
  return values;
}

static void
test_layout (void)
{
  g_autoptr (IsoNetwork) network = new_network ("conv 8, pool, residual 12, linear 10, embed 7");
  g_assert_cmpstr (iso_network_text (network), ==, "8×8, conv 8, pool, residual 12, 10, 7");
  g_assert_cmpuint (iso_network_embedding_size (network), ==, 7);
  g_assert_cmpuint (iso_network_input_size (network), ==, FEATURES);
  size_t count, trained = 9 * (2 * 8 + 8 * 12 + 12 * 12) + 2 * (8 + 12 + 12) + 12 * 10 + 10 + 10 * 7 + 7;
  g_assert_cmpuint (iso_network_trained_count (network), ==, trained);
  g_assert_cmpuint (iso_network_weight_count (network), ==, trained + 2 * (8 + 12 + 12));
  /* What is to be asked for before it is taken: each block of images has a gradient of the trunk's weights. */
  g_assert_cmpuint (iso_network_workspace_floats (network), >=, 16 * 9 * (2 * 8 + 8 * 12 + 12 * 12));
  /* The tensors cover the block, each place once, and running statistics lie behind what is trained. */
  g_autofree guint8 *covered = g_new0 (guint8, iso_network_weight_count (network));
  const IsoTensor *tensors = iso_network_tensors (network, &count);
  for (size_t t = 0; t < count; t++)
    for (size_t i = 0; i < iso_tensor_element_count (&tensors[t]); i++)
      {
        g_assert_cmpint (covered[tensors[t].offset + i]++, ==, 0);
        g_assert_cmpint (strstr (tensors[t].name, "running") != NULL, ==, tensors[t].offset + i >= trained);
      }
  for (size_t i = 0; i < iso_network_weight_count (network); i++)
    g_assert_cmpint (covered[i], ==, 1);
}

/* As torch.nn.Sequential counts: Conv2d, BatchNorm2d, ReLU, MaxPool2d, residual module, MaxPool2d, convolution …, global pooling,
 * Flatten, Linear, ReLU, Linear. */
static void
test_names (void)
{
  static const struct {
    const char *name;
    guint32 dimension_count;
    size_t sizes[4];
  } expected[] = {
    { "0.weight", 4, { 8, 2, 3, 3 } },        { "1.weight", 1, { 8 } },         { "1.bias", 1, { 8 } },
    { "1.running_mean", 1, { 8 } },           { "1.running_var", 1, { 8 } },    { "4.conv1.weight", 4, { 12, 8, 3, 3 } },
    { "4.bn1.weight", 1, { 12 } },            { "4.bn1.bias", 1, { 12 } },      { "4.bn1.running_mean", 1, { 12 } },
    { "4.bn1.running_var", 1, { 12 } },       { "4.conv2.weight", 4, { 12, 12, 3, 3 } },
    { "4.bn2.weight", 1, { 12 } },            { "4.bn2.bias", 1, { 12 } },      { "4.bn2.running_mean", 1, { 12 } },
    { "4.bn2.running_var", 1, { 12 } },       { "6.weight", 4, { 16, 12, 3, 3 } },
    { "7.weight", 1, { 16 } },                { "7.bias", 1, { 16 } },          { "7.running_mean", 1, { 16 } },
    { "7.running_var", 1, { 16 } },           { "11.weight", 2, { 10, 16 } },   { "11.bias", 1, { 10 } },
    { "13.weight", 2, { 7, 10 } },            { "13.bias", 1, { 7 } },
  };
  g_autoptr (IsoNetwork) network = new_network ("conv 8, pool, residual 12, pool, conv 16, linear 10, embed 7");
  size_t count;
  const IsoTensor *tensors = iso_network_tensors (network, &count);
  g_assert_cmpstr (iso_network_words (network), ==, "conv 8, pool, residual 12, pool, conv 16, linear 10, embed 7");
  g_assert_cmpuint (iso_network_member_count (network), ==, 14);
  g_assert_cmpuint (count, ==, G_N_ELEMENTS (expected));
  for (size_t t = 0; t < count; t++)
    {
      g_assert_cmpstr (tensors[t].name, ==, expected[t].name);
      g_assert_cmpuint (tensors[t].dimension_count, ==, expected[t].dimension_count);
      for (guint32 d = 0; d < tensors[t].dimension_count; d++)
        g_assert_cmpuint (tensors[t].sizes[d], ==, expected[t].sizes[d]);
    }
}

/* Out of the block and into an empty one gives the block, and each value stands where PyTorch looks for it. */
static void
test_turned (void)
{
  g_autoptr (IsoNetwork) network = new_network ("conv 8, residual 12, linear 10");
  size_t count, all = iso_network_weight_count (network);
  const IsoTensor *tensors = iso_network_tensors (network, &count);
  float *block = normal (all, "weights"), *again = iso_floats_new (all);
  for (size_t t = 0; t < count; t++)
    {
      const IsoTensor *tensor = &tensors[t];
      float *values = iso_floats_new (iso_tensor_element_count (tensor));
      iso_tensor_export (values, tensor, block);
      iso_tensor_import (again, tensor, values);
      if (iso_tensor_is_turned (tensor))
        for (size_t o = 0; o < tensor->sizes[0]; o++)
          for (size_t i = 0; i < tensor->sizes[1]; i++)
            for (size_t y = 0; y < 3; y++)
              for (size_t x = 0; x < 3; x++)
                g_assert_true (values[((o * tensor->sizes[1] + i) * 3 + y) * 3 + x]
                               == block[tensor->offset + ((y * 3 + x) * tensor->sizes[1] + i) * tensor->sizes[0] + o]);
      iso_block_free (values);
    }
  g_assert_cmpmem (block, all * sizeof *block, again, all * sizeof *again);
  iso_block_free (block);
  iso_block_free (again);
}

static double
loss_of (const IsoNetwork *network, const float *weights, IsoActivations *activations, const float *input, const float *dZ)
{
  double loss = 0.0;
  iso_network_train_forward (network, weights, activations, input, BATCH, NULL);
  const float *Z = iso_activations_embeddings (activations);
  for (size_t i = 0; i < BATCH * iso_network_embedding_size (network); i++)
    loss += (double) Z[i] * (double) dZ[i];
  return loss;
}

/* Along the gradient g the loss grows by ‖g‖² a unit; in float32, so roughly. Layers and trunk are each checked exactly elsewhere:
 * this is about their joint. */
static void
test_gradient (void)
{
  g_autoptr (IsoNetwork) network = new_network ("conv 8, pool, residual 12, linear 10");
  size_t count = iso_network_weight_count (network), trained = iso_network_trained_count (network);
  IsoActivations *activations = iso_activations_new (network, BATCH, true);
  float *weights = iso_floats_new (count), *moved = iso_floats_new (count), *gradient = iso_floats_new (trained);
  float *input = normal (BATCH * FEATURES, "input"), *dZ = normal (BATCH * 6, "gradient");
  IsoRandom random;
  iso_random_init (&random, 1, "init");
  iso_network_initialize (network, weights, &random);
  loss_of (network, weights, activations, input, dZ);
  iso_network_backward (network, weights, gradient, activations, input, dZ, BATCH, NULL);
  size_t parts[] = { 0, iso_tensor_element_count (iso_network_tensors (network, &count)), trained }; /* the first convolution, and the rest */
  for (size_t part = 0; part + 1 < G_N_ELEMENTS (parts); part++)
    {
      double squares = 0.0, loss[2];
      for (size_t i = parts[part]; i < parts[part + 1]; i++)
        squares += (double) gradient[i] * (double) gradient[i];
      double step = 2e-3 / sqrt (squares);
      for (int side = 0; side < 2; side++)
        {
          memcpy (moved, weights, iso_network_weight_count (network) * sizeof *moved);
          for (size_t i = parts[part]; i < parts[part + 1]; i++)
            moved[i] += (float) ((side == 0 ? step : -step) * (double) gradient[i]);
          loss[side] = loss_of (network, moved, activations, input, dZ);
        }
      g_assert_true (squares > 0.0);
      g_assert_true (fabs ((loss[0] - loss[1]) / (2.0 * step) - squares) <= 0.02 * squares);
    }
  iso_activations_free (activations);
  float *blocks[] = { weights, moved, gradient, input, dZ };
  for (size_t i = 0; i < G_N_ELEMENTS (blocks); i++)
    iso_block_free (blocks[i]);
}

/* With running statistics equal to the batch's own, evaluation and training see the same. */
static void
test_evaluation_follows (void)
{
  g_autoptr (IsoNetwork) network = new_network ("conv 8, pool, conv 12");
  IsoActivations *activations = iso_activations_new (network, BATCH, true);
  float *weights = iso_floats_new (iso_network_weight_count (network)), *input = normal (BATCH * FEATURES, "input");
  IsoRandom random;
  iso_random_init (&random, 1, "init");
  iso_network_initialize (network, weights, &random);
  for (int i = 0; i < 400; i++) /* 0.9⁴⁰⁰ of the first statistics is left */
    {
      iso_network_train_forward (network, weights, activations, input, BATCH, NULL);
      iso_network_learn_statistics (network, weights, activations);
    }
  g_autofree float *trained = g_memdup2 (iso_activations_embeddings (activations), BATCH * 6 * sizeof (float));
  iso_network_forward (network, weights, activations, input, BATCH, NULL);
  const float *evaluated = iso_activations_embeddings (activations);
  double difference = 0.0;
  for (size_t i = 0; i < BATCH * 6; i++)
    difference = MAX (difference, fabs ((double) trained[i] - (double) evaluated[i]));
  g_assert_true (difference <= 0.01); /* the unbiased variance is larger by 1/(n − 1) */
  iso_activations_free (activations);
  iso_block_free (weights);
  iso_block_free (input);
}

/* Three steps, the last of which is given a NaN: that one must leave every weight and statistic as it was. */
static void
run_steps (float *weights, int threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoNetwork) network = new_network ("conv 8, pool, residual 12");
  g_autoptr (IsoPool) pool = iso_pool_new (threads);
  IsoSettings settings;
  IsoStepResult result;
  IsoRandom mining;
  gint32 labels[BATCH];
  float *input = normal (BATCH * FEATURES, "input");
  iso_settings_init (&settings);
  settings.batch.size = BATCH;
  iso_random_init (&mining, 1, "mining");
  for (int i = 0; i < BATCH; i++)
    labels[i] = i / 4;
  g_autoptr (IsoStep) step = iso_step_new (network, BATCH, 1);
  size_t bytes = iso_network_weight_count (network) * sizeof (float);
  g_assert_true (iso_step_prepare_loss (step, &settings, 5, 1, &error));
  for (int i = 0; i < 2; i++)
    {
      g_autofree float *before = g_memdup2 (iso_step_weights (step), bytes);
      g_assert_true (iso_step_run (step, &result, input, labels, &settings, 1, 2, &mining, pool, &error));
      g_assert_true (result.finite);
      g_assert_cmpint (result.has_teacher, ==, i == 1);
      for (size_t w = iso_network_trained_count (network); w < iso_network_weight_count (network); w++)
        g_assert_cmpfloat (before[w], !=, iso_step_weights (step)[w]);
      iso_step_teach (step);
    }
  memcpy (weights, iso_step_weights (step), bytes);
  input[7] = NAN;
  g_assert_true (iso_step_run (step, &result, input, labels, &settings, 1, 2, &mining, pool, &error));
  g_assert_false (result.finite);
  g_assert_cmpmem (weights, bytes, iso_step_weights (step), bytes);
  iso_block_free (input);
}

static void
test_step (void)
{
  g_autoptr (IsoNetwork) network = new_network ("conv 8, pool, residual 12");
  size_t count = iso_network_weight_count (network);
  float *one = iso_floats_new (count), *three = iso_floats_new (count);
  run_steps (one, 1);
  run_steps (three, 3);
  g_assert_cmpmem (one, count * sizeof (float), three, count * sizeof (float));
  iso_block_free (one);
  iso_block_free (three);
}

static void
test_refused (void)
{
  IsoNetworkSettings settings = { .kind = ISO_NETWORK_CONV, .embedding = 8 };
  IsoNetworkInput plain = { 50, 50, 0, 0 }, tiny = { 4, 1, 2, 2 };
  g_autoptr (GError) error = NULL;
  g_assert_null (iso_network_new (&settings, &plain, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "plain features"));
  g_clear_error (&error);
  g_assert_null (iso_network_new (&settings, &tiny, &error));
  g_assert_nonnull (strstr (error->message, "too small to be halved"));
  g_clear_error (&error);
  g_autoptr (GString) large = g_string_new ("conv 2048");
  for (int i = 0; i < 40; i++)
    g_string_append (large, ", conv 2048");
  settings = (IsoNetworkSettings) { .kind = ISO_NETWORK_TEXT, .layers = large->str, .embedding = 8 };
  g_assert_null (iso_network_new (&settings, &tiny, &error));
  g_assert_nonnull (strstr (error->message, "too large"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network-images/layout", test_layout);
  g_test_add_func ("/network-images/names", test_names);
  g_test_add_func ("/network-images/turned", test_turned);
  g_test_add_func ("/network-images/gradient", test_gradient);
  g_test_add_func ("/network-images/evaluation-follows", test_evaluation_follows);
  g_test_add_func ("/network-images/step", test_step);
  g_test_add_func ("/network-images/refused", test_refused);
  return g_test_run ();
}
