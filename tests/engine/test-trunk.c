/* The trunk: forward, statistics and gradients against a naive version in double and its central differences, for chains with and
 * without pooling, shortcuts, odd sizes, each global pooling, frozen norm; threads; evaluation. */
#include "engine/network/trunk.h"

#include <math.h>
#include <string.h>

#include "engine/base/checked.h"

#define MAX_STAGES 6

typedef struct {
  const char *name;
  size_t channels, height, width, stage_count;
  IsoTrunkStage stages[MAX_STAGES];
  IsoPooling pooling;
  bool frozen;
} Case;

#define NONE ISO_NO_SHORTCUT
static const Case cases[] = {
  { "one stage", 1, 5, 6, 1, { { 4, NONE, false } }, ISO_POOLING_AVERAGE, false },
  { "pooling", 2, 6, 4, 2, { { 8, NONE, true }, { 4, NONE, false } }, ISO_POOLING_AVERAGE, false },
  { "odd pooling", 1, 7, 5, 2, { { 4, NONE, true }, { 8, NONE, true } }, ISO_POOLING_AVERAGE, false },
  { "global maximum", 1, 6, 6, 2, { { 4, NONE, true }, { 8, NONE, false } }, ISO_POOLING_MAXIMUM, false },
  { "double pooling", 3, 4, 4, 2, { { 4, NONE, false }, { 4, NONE, false } }, ISO_POOLING_BOTH, false },
  { "shortcuts", 1, 6, 6, 5,
    { { 4, NONE, false }, { 4, NONE, false }, { 8, 1, true }, { 8, NONE, false }, { 12, 3, true } }, ISO_POOLING_AVERAGE, false },
  { "two shortcuts from one stage", 1, 5, 5, 4, { { 4, NONE, false }, { 4, 1, false }, { 8, 1, false }, { 8, 0, false } },
    ISO_POOLING_BOTH, false },
  { "frozen norm", 2, 6, 6, 3, { { 4, NONE, true }, { 8, NONE, false }, { 8, 1, false } }, ISO_POOLING_AVERAGE, true },
};

typedef struct {
  const Case *c;
  IsoTrunk *trunk;
  IsoTrunkTraining *training;
  size_t B, F, C, trained_count, running_count;
  float *input, *trained, *running, *features, *feature_gradient, *gradient;
} Fixture;

static float *
normal (size_t count, double center, double spread, IsoRandom *random)
{
  float *values = iso_floats_new (count);
  for (size_t i = 0; i < count; i++)
    values[i] = (float) (center + spread * iso_random_normal (random));
  return values;
}

static void
fixture_init (Fixture *f, const Case *c, size_t B)
{
  IsoRandom random;
  iso_random_init (&random, 3, c->name);
  f->c = c;
  f->trunk = iso_trunk_new (c->channels, c->height, c->width, c->stages, c->stage_count, c->pooling, c->frozen);
  f->training = iso_trunk_training_new (f->trunk, B);
  f->B = B;
  f->F = iso_trunk_input_size (f->trunk);
  f->C = iso_trunk_feature_count (f->trunk);
  f->trained_count = iso_trunk_trained_count (f->trunk);
  f->running_count = iso_trunk_running_count (f->trunk);
  f->trained = iso_floats_new (f->trained_count);
  f->running = iso_floats_new (f->running_count);
  iso_trunk_initialize (f->trunk, f->trained, f->running, &random);
  for (size_t s = 0; s < c->stage_count; s++)
    {
      IsoTrunkLayout layout = iso_trunk_layout (f->trunk, s);
      for (size_t i = 0; i < layout.channels; i++)
        {
          f->trained[layout.gamma + i] = (float) (1.0 + 0.3 * iso_random_normal (&random));
          f->trained[layout.beta + i] = (float) (0.3 * iso_random_normal (&random));
          f->running[layout.mean + i] = (float) (0.2 * iso_random_normal (&random));
          f->running[layout.variance + i] = (float) (0.5 + iso_random_uniform (&random));
        }
    }
  f->input = normal (B * f->F, 0.5, 1.0, &random);
  f->feature_gradient = normal (B * f->C, 0.0, 1.0, &random);
  f->features = iso_floats_new (B * f->C);
  f->gradient = iso_floats_new (f->trained_count);
}

static void
fixture_clear (Fixture *f)
{
  float *blocks[] = { f->input, f->trained, f->running, f->features, f->feature_gradient, f->gradient };
  for (size_t i = 0; i < G_N_ELEMENTS (blocks); i++)
    iso_block_free (blocks[i]);
  iso_trunk_training_free (f->training);
  iso_trunk_free (f->trunk);
}

/* One activation of all images in double: (B, H, W, C). */
typedef struct {
  size_t H, W, C;
  double *values;
} Image;

static double
at (const Image *image, size_t b, long y, long x, size_t c)
{
  if (y < 0 || x < 0 || y >= (long) image->H || x >= (long) image->W || c >= image->C)
    return 0.0;
  return image->values[((b * image->H + (size_t) y) * image->W + (size_t) x) * image->C + c];
}

static void
naive_norm (Image *Y, const Fixture *f, const double *trained, const IsoTrunkLayout *layout, bool batch)
{
  size_t pixels = f->B * Y->H * Y->W;
  for (size_t c = 0; c < Y->C; c++)
    {
      double mean = 0.0, variance = 0.0;
      for (size_t i = 0; i < pixels; i++)
        mean += Y->values[i * Y->C + c] / (double) pixels;
      for (size_t i = 0; i < pixels; i++)
        variance += (Y->values[i * Y->C + c] - mean) * (Y->values[i * Y->C + c] - mean) / (double) pixels;
      if (!batch)
        {
          mean = (double) f->running[layout->mean + c];
          variance = (double) f->running[layout->variance + c];
        }
      for (size_t i = 0; i < pixels; i++)
        Y->values[i * Y->C + c] = trained[layout->gamma + c] * (Y->values[i * Y->C + c] - mean) / sqrt (variance + 1e-5)
                                  + trained[layout->beta + c];
    }
}

/* margin: how near any value came to a kink of ReLU or to a tie of maxima. */
static void
naive_stage (Image *out, const Image *all, size_t s, const Fixture *f, const double *trained, bool batch, double *margin)
{
  IsoTrunkLayout layout = iso_trunk_layout (f->trunk, s);
  const IsoTrunkStage *stage = &f->c->stages[s];
  const Image *in = &all[s];
  Image Y = { in->H, in->W, layout.channels, g_new (double, f->B * in->H * in->W * layout.channels) };
  for (size_t b = 0; b < f->B; b++)
    for (size_t y = 0; y < Y.H; y++)
      for (size_t x = 0; x < Y.W; x++)
        for (size_t c = 0; c < Y.C; c++)
          {
            double sum = 0.0;
            for (size_t tap = 0; tap < 9; tap++)
              for (size_t i = 0; i < in->C; i++)
                sum += at (in, b, (long) (y + tap / 3) - 1, (long) (x + tap % 3) - 1, i)
                       * trained[layout.weight + (tap * in->C + i) * Y.C + c];
            Y.values[((b * Y.H + y) * Y.W + x) * Y.C + c] = sum;
          }
  naive_norm (&Y, f, trained, &layout, batch);
  size_t step = stage->pools ? 2 : 1;
  *out = (Image) { Y.H / step, Y.W / step, Y.C, g_new (double, f->B * (Y.H / step) * (Y.W / step) * Y.C) };
  for (size_t b = 0; b < f->B; b++)
    for (size_t y = 0; y < out->H; y++)
      for (size_t x = 0; x < out->W; x++)
        for (size_t c = 0; c < Y.C; c++)
          {
            double largest = -INFINITY, second = -INFINITY;
            for (size_t p = 0; p < step * step; p++)
              {
                long py = (long) (y * step + p / step), px = (long) (x * step + p % step);
                double value = at (&Y, b, py, px, c);
                if (stage->shortcut != NONE)
                  value += at (&all[stage->shortcut], b, py, px, c);
                second = MAX (second, MIN (value, largest));
                largest = MAX (largest, value);
              }
            *margin = MIN (*margin, fabs (largest));
            if (largest > 0.0)
              *margin = MIN (*margin, largest - second);
            out->values[((b * out->H + y) * out->W + x) * Y.C + c] = MAX (largest, 0.0);
          }
  g_free (Y.values);
}

/* features (B, C) */
static void
naive_forward (double *features, double *margin, const Fixture *f, const double *trained, bool batch)
{
  Image all[MAX_STAGES + 1];
  all[0] = (Image) { f->c->height, f->c->width, f->c->channels, g_new (double, f->B * f->F) };
  for (size_t b = 0; b < f->B; b++)
    for (size_t c = 0; c < f->c->channels; c++)
      for (size_t p = 0; p < f->c->height * f->c->width; p++)
        all[0].values[(b * f->c->height * f->c->width + p) * f->c->channels + c] =
            (double) f->input[b * f->F + c * f->c->height * f->c->width + p];
  for (size_t s = 0; s < f->c->stage_count; s++)
    naive_stage (&all[s + 1], all, s, f, trained, batch, margin);
  const Image *last = &all[f->c->stage_count];
  for (size_t b = 0; b < f->B; b++)
    for (size_t c = 0; c < f->C; c++)
      {
        double mean = 0.0, largest = -INFINITY, second = -INFINITY;
        for (size_t p = 0; p < last->H * last->W; p++)
          {
            double value = last->values[(b * last->H * last->W + p) * f->C + c];
            mean += value / (double) (last->H * last->W);
            second = MAX (second, MIN (value, largest));
            largest = MAX (largest, value);
          }
        if (f->c->pooling != ISO_POOLING_AVERAGE && largest > 0.0)
          *margin = MIN (*margin, largest - second);
        features[b * f->C + c] = (f->c->pooling != ISO_POOLING_MAXIMUM ? mean : 0.0)
                                 + (f->c->pooling != ISO_POOLING_AVERAGE ? largest : 0.0);
      }
  for (size_t s = 0; s <= f->c->stage_count; s++)
    g_free (all[s].values);
}

static double *
in_double (const float *values, size_t count)
{
  double *copy = g_new (double, count);
  for (size_t i = 0; i < count; i++)
    copy[i] = (double) values[i];
  return copy;
}

static void
assert_features (const Fixture *f, const float *features, bool batch)
{
  g_autofree double *trained = in_double (f->trained, f->trained_count), *expected = g_new (double, f->B * f->C);
  double margin = INFINITY;
  naive_forward (expected, &margin, f, trained, batch);
  for (size_t i = 0; i < f->B * f->C; i++)
    g_assert_true (fabs ((double) features[i] - expected[i]) <= 2e-5 * (1.0 + fabs (expected[i])));
}

static double
naive_loss (double *margin, const Fixture *f, const double *trained)
{
  g_autofree double *features = g_new (double, f->B * f->C);
  double loss = 0.0;
  naive_forward (features, margin, f, trained, !f->c->frozen);
  for (size_t i = 0; i < f->B * f->C; i++)
    loss += features[i] * (double) f->feature_gradient[i];
  return loss;
}

static void
assert_gradient (const Fixture *f)
{
  g_autofree double *trained = in_double (f->trained, f->trained_count);
  size_t checked = 0;
  double largest = 0.0;
  for (size_t i = 0; i < f->trained_count; i++)
    largest = MAX (largest, fabs ((double) f->gradient[i]));
  for (size_t i = 0; i < f->trained_count; i += 1 + f->trained_count / 150)
    {
      const double step = 1e-6;
      double kept = trained[i], margin = INFINITY;
      trained[i] = kept + step;
      double above = naive_loss (&margin, f, trained);
      trained[i] = kept - step;
      double below = naive_loss (&margin, f, trained);
      trained[i] = kept;
      if (margin < 2e-5) /* so near a kink the difference says nothing */
        continue;
      double expected = (above - below) / (2.0 * step);
      g_assert_true (fabs ((double) f->gradient[i] - expected) <= 2e-4 * largest + 2e-4 * fabs (expected));
      checked++;
    }
  g_assert_cmpuint (checked, >=, MIN (f->trained_count, 20));
}

static void
test_case (const void *data)
{
  Fixture f;
  fixture_init (&f, data, 3);
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  iso_trunk_train_forward (f.trunk, f.features, f.training, f.trained, f.running, f.input, f.B, pool);
  assert_features (&f, f.features, !f.c->frozen);
  iso_trunk_train_backward (f.trunk, f.gradient, f.training, f.trained, f.feature_gradient, f.B, pool);
  assert_gradient (&f);

  IsoTrunkEvaluation *evaluation = iso_trunk_evaluation_new (f.trunk);
  iso_trunk_evaluation_prepare (evaluation, f.trained, f.running);
  iso_trunk_evaluate (evaluation, f.features, f.input, f.B);
  assert_features (&f, f.features, false);
  iso_trunk_evaluation_free (evaluation);
  fixture_clear (&f);
}

/* The running statistics after one batch: 0.9 of the old and 0.1 of the batch's, the variance unbiased. */
static void
test_running_statistics (void)
{
  Fixture f;
  fixture_init (&f, &cases[0], 4);
  g_autofree float *before = g_memdup2 (f.running, f.running_count * sizeof (float));
  iso_trunk_train_forward (f.trunk, f.features, f.training, f.trained, f.running, f.input, f.B, NULL);
  g_assert_cmpmem (before, f.running_count * sizeof (float), f.running, f.running_count * sizeof (float));
  iso_trunk_learn_statistics (f.trunk, f.running, f.training);
  IsoTrunkLayout layout = iso_trunk_layout (f.trunk, 0);
  size_t H = f.c->height, W = f.c->width, count = f.B * H * W;
  for (size_t c = 0; c < layout.channels; c++)
    {
      double sum = 0.0, squares = 0.0;
      for (size_t i = 0; i < count; i++)
        {
          double y = 0.0;
          for (long tap = 0; tap < 9; tap++)
            {
              long py = (long) (i / W % H) + tap / 3 - 1, px = (long) (i % W) + tap % 3 - 1;
              if (py >= 0 && px >= 0 && py < (long) H && px < (long) W)
                y += (double) f.input[i / (H * W) * f.F + (size_t) py * W + (size_t) px]
                     * (double) f.trained[layout.weight + (size_t) tap * layout.channels + c];
            }
          sum += y;
          squares += y * y;
        }
      double mean = sum / (double) count, variance = (squares - sum * mean) / (double) (count - 1);
      double expected_mean = 0.9 * (double) before[layout.mean + c] + 0.1 * mean;
      double expected_variance = 0.9 * (double) before[layout.variance + c] + 0.1 * variance;
      g_assert_true (fabs ((double) f.running[layout.mean + c] - expected_mean) <= 1e-6);
      g_assert_true (fabs ((double) f.running[layout.variance + c] - expected_variance) <= 1e-6);
    }
  fixture_clear (&f);
}

/* The bytes do not depend on the number of threads. */
static void
test_threads (void)
{
  Fixture f;
  fixture_init (&f, &cases[5], 37);
  g_autofree float *features = NULL, *gradient = NULL;
  for (int threads = 1; threads <= 4; threads++)
    {
      g_autoptr (IsoPool) pool = iso_pool_new (threads);
      iso_trunk_train_forward (f.trunk, f.features, f.training, f.trained, f.running, f.input, f.B, pool);
      iso_trunk_train_backward (f.trunk, f.gradient, f.training, f.trained, f.feature_gradient, f.B, pool);
      if (threads == 1)
        {
          features = g_memdup2 (f.features, f.B * f.C * sizeof (float));
          gradient = g_memdup2 (f.gradient, f.trained_count * sizeof (float));
        }
      g_assert_cmpmem (features, f.B * f.C * sizeof (float), f.features, f.B * f.C * sizeof (float));
      g_assert_cmpmem (gradient, f.trained_count * sizeof (float), f.gradient, f.trained_count * sizeof (float));
    }
  fixture_clear (&f);
}

typedef struct {
  Fixture *f;
  IsoTrunkEvaluation *evaluation;
} Evaluating;

static void
evaluate_one (void *data, size_t image)
{
  Evaluating *evaluating = data;
  Fixture *f = evaluating->f;
  iso_trunk_evaluate (evaluating->evaluation, f->features + image * f->C, f->input + image * f->F, 1);
}

/* Many threads may evaluate at a time, and an image's features do not depend on its company. */
static void
test_evaluation_threads (void)
{
  Fixture f;
  fixture_init (&f, &cases[5], 40);
  g_autoptr (IsoPool) pool = iso_pool_new (4);
  IsoTrunkEvaluation *evaluation = iso_trunk_evaluation_new (f.trunk);
  iso_trunk_evaluation_prepare (evaluation, f.trained, f.running);
  iso_trunk_evaluate (evaluation, f.features, f.input, f.B);
  g_autofree float *together = g_memdup2 (f.features, f.B * f.C * sizeof (float));
  memset (f.features, 0, f.B * f.C * sizeof (float));
  Evaluating evaluating = { &f, evaluation };
  iso_pool_run (pool, f.B, evaluate_one, &evaluating);
  g_assert_cmpmem (together, f.B * f.C * sizeof (float), f.features, f.B * f.C * sizeof (float));
  iso_trunk_evaluation_free (evaluation);
  fixture_clear (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdelimit (g_strdup_printf ("/trunk/naive/%s", cases[i].name), " ", '-');
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/trunk/running-statistics", test_running_statistics);
  g_test_add_func ("/trunk/threads", test_threads);
  g_test_add_func ("/trunk/evaluation-threads", test_evaluation_threads);
  return g_test_run ();
}
