/* What pages draw: a loss's pull and push on one pair beside central differences of the losses written down plainly in double, and
 * what miners and samplers choose beside what their rules say. */
#include <math.h>
#include <string.h>

#include "engine/data/sampler-profile.h"
#include "engine/loss/loss-profile.h"
#include "engine/loss/miner-profile.h"
#include "tests/support/naive-losses.h"

enum { B = 7, CLASSES = 3, MOVING = 1 };
#define EACH 16 /* every so many points are compared */

/* The batch of the profile, put together anew: coordinates in another basis of vectors with mean 0 (Helmert's contrasts). */
typedef struct {
  size_t D, M;
  double places[B], *proxy_places;
  double *Z, *W, beta[CLASSES];
  float held[B * B];
  gint32 labels[B];
} Scene;

static void
add_contrast (double *row, size_t k, double length)
{
  double norm = sqrt ((double) (k + 1) * (double) (k + 2));
  for (size_t d = 0; d <= k; d++)
    row[d] += length / norm;
  row[k + 1] -= length * (double) (k + 1) / norm;
}

static void
scene_init (Scene *scene, const IsoLossKind *kind, const double *values)
{
  static const double places[B] = { 1.0, 0.0, 0.6, 0.3, 0.0, 0.15, -0.2 }, first[CLASSES] = { 0.5, 0.3, 0.0 };
  *scene = (Scene) { .M = iso_loss_proxy_count (kind, values, CLASSES) };
  memcpy (scene->places, places, sizeof places);
  if (kind->learns == ISO_LOSS_LEARNS_BETA)
    scene->places[3] = -0.1;
  scene->D = 2 * (2 + B + scene->M);
  scene->Z = g_new0 (double, B * scene->D);
  scene->W = g_new0 (double, MAX (scene->M, 1) * scene->D);
  scene->proxy_places = g_new0 (double, MAX (scene->M, 1));
  for (size_t i = 0; i < B; i++)
    {
      add_contrast (scene->Z + i * scene->D, 0, scene->places[i]);
      add_contrast (scene->Z + i * scene->D, 2 + i, sqrt (1.0 - scene->places[i] * scene->places[i]));
    }
  for (size_t w = 0; w < scene->M; w++)
    {
      size_t each = scene->M / CLASSES;
      double place = w == 0 ? 1.0 : fmax (first[w / each] - 0.05 * (double) (w % each), -0.4);
      scene->proxy_places[w] = place;
      add_contrast (scene->W + w * scene->D, 0, place);
      add_contrast (scene->W + w * scene->D, 2 + B + w, sqrt (1.0 - place * place));
    }
  for (size_t c = 0; c < CLASSES; c++)
    scene->beta[c] = kind->initial_beta;
}

static void
scene_clear (Scene *scene)
{
  g_free (scene->Z);
  g_free (scene->W);
  g_free (scene->proxy_places);
}

static void
move (Scene *scene, double angle, gint32 label)
{
  static const gint32 labels[B] = { 0, 0, 0, 1, 1, 2, 2 };
  memcpy (scene->labels, labels, sizeof labels);
  scene->labels[MOVING] = label;
  memset (scene->Z + MOVING * scene->D, 0, scene->D * sizeof (double));
  add_contrast (scene->Z + MOVING * scene->D, 0, cos (angle));
  add_contrast (scene->Z + MOVING * scene->D, 1, sin (angle));
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      {
        double sum = 0.0;
        for (size_t d = 0; d < scene->D; d++)
          sum += scene->Z[i * scene->D + d] * scene->Z[j * scene->D + d];
        scene->held[i * B + j] = (float) sum;
      }
}

static double
value (const Scene *scene, IsoLossName name, const double *values, gint32 label)
{
  static const gint32 triplets[2][3] = { { 0, 1, 3 }, { 0, 2, 1 } }, fourth[] = { 5 };
  static const gint32 pairs[2][6] = { { 0, 1, 4, 3, 6, 5 }, { 0, 2, 3, 1, 6, 5 } };
  IsoLossInput sizes = { .similarity = scene->held, .labels = scene->labels, .B = B, .R = B, .D = scene->D,
                         .triplets = triplets[label], .triplet_count = 1, .fourth = fourth, .pairs = pairs[label],
                         .pair_count = 3, .class_count = CLASSES };
  IsoNaiveLossInput input = { .input = &sizes, .Z = scene->Z, .proxies = scene->W, .beta = (double *) scene->beta };
  return iso_naive_loss (name, &input, values);
}

/* The way in which the moving sample's similarity to the pole changes at rate 1, and none of its other similarities. */
static double *
way_of_pair (const Scene *scene, bool is_proxy, double angle)
{
  double *way = g_new0 (double, scene->D);
  add_contrast (way, 0, 1.0);
  add_contrast (way, 1, -cos (angle) / sin (angle));
  for (size_t i = 2; i < B && !is_proxy; i++)
    add_contrast (way, 2 + i, -scene->places[i] / sqrt (1.0 - scene->places[i] * scene->places[i]));
  for (size_t w = 1; w < scene->M; w++)
    add_contrast (way, 2 + B + w, -scene->proxy_places[w] / sqrt (1.0 - scene->proxy_places[w] * scene->proxy_places[w]));
  return way;
}

/* ∂L/∂S of the pair by central differences; NAN at a kink, where the two sides disagree. */
static double
slope (Scene *scene, IsoLossName name, const double *values, bool is_proxy, double angle, gint32 label)
{
  const double step = 1e-5;
  move (scene, angle, label);
  g_autofree double *way = way_of_pair (scene, is_proxy, angle);
  double at[3], *row = scene->Z + MOVING * scene->D;
  for (int place = 0; place < 3; place++)
    {
      double length = step * (place - 1);
      for (size_t d = 0; d < scene->D; d++)
        row[d] += length * way[d];
      at[place] = value (scene, name, values, label);
      for (size_t d = 0; d < scene->D; d++)
        row[d] -= length * way[d];
    }
  double before = (at[1] - at[0]) / step, behind = (at[2] - at[1]) / step;
  return fabs (before - behind) <= 1e-2 * (1.0 + fabs (before)) ? 0.5 * (before + behind) : (double) NAN;
}

/* values: the kind's own. Returns how many points were compared. */
static guint
check_profile (IsoLossName name, const double *values)
{
  const IsoLossKind *kind = iso_loss_kind (name);
  g_autofree IsoLossProfile *profile = iso_loss_profile_new (kind, values);
  Scene scene;
  double largest = 0.0;
  guint compared = 0;
  scene_init (&scene, kind, values);
  for (size_t i = 0; i < ISO_PROFILE_POINTS; i++)
    largest = fmax (largest, fmax (fabs (profile->positive[i]), fabs (profile->negative[i])));
  g_assert_true (isfinite (largest) && largest > 0.0);
  for (size_t i = EACH / 2; i < ISO_PROFILE_POINTS; i += EACH)
    for (gint32 label = 0; label < 2; label++)
      {
        bool is_distance = profile->measure == ISO_PROFILE_DISTANCE;
        double at = profile->at[i], angle = is_distance ? 2.0 * asin (0.5 * at) : acos (at);
        double expected = slope (&scene, name, values, profile->is_proxy, angle, label) * (is_distance ? -at : -1.0);
        double found = label == 0 ? profile->positive[i] : profile->negative[i];
        if (isnan (expected))
          continue;
        compared++;
        if (!(fabs (found - expected) <= 2e-3 * largest + 2e-4))
          g_error ("%s, %s at %.3f: %.6f; plainly %.6f", kind->name, label == 0 ? "positive" : "negative", at, found, expected);
      }
  scene_clear (&scene);
  return compared;
}

static void
test_every_loss (void)
{
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      const IsoLossKind *kind = iso_loss_kind ((IsoLossName) name);
      double values[ISO_LOSS_MAX_PARAMETERS] = { 0 };
      for (size_t slot = 0; slot < kind->parameter_count; slot++)
        values[slot] = kind->parameters[slot].initial;
      guint compared = check_profile ((IsoLossName) name, values);
      g_test_message ("%s: %u points", kind->name, compared);
      g_assert_cmpuint (compared, >=, 40);
    }
}

/* More proxies than two, and other temperatures: the drawing follows the parameters. */
static void
test_other_values (void)
{
  const double soft_triple[] = { 5.0, 0.5, 20.0, 0.1, 0.2, 0.01 }, supcon[] = { 0.5 }, circle[] = { 64.0, 0.4 };
  g_assert_cmpuint (check_profile (ISO_LOSS_SOFT_TRIPLE, soft_triple), >=, 40);
  g_assert_cmpuint (check_profile (ISO_LOSS_SUPCON, supcon), >=, 40);
  g_assert_cmpuint (check_profile (ISO_LOSS_CIRCLE, circle), >=, 40);
}

/* More proxies than are looked at: the same picture, in a short time. */
static void
test_many_proxies (void)
{
  const double many[] = { 100.0, 0.1, 8.0, 0.01, 0.2, 0.01 }, twelve[] = { 12.0, 0.1, 8.0, 0.01, 0.2, 0.01 };
  gint64 begun = g_get_monotonic_time ();
  g_autofree IsoLossProfile *one = iso_loss_profile_new (iso_loss_kind (ISO_LOSS_SOFT_TRIPLE), many);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 5 * G_USEC_PER_SEC);
  g_autofree IsoLossProfile *two = iso_loss_profile_new (iso_loss_kind (ISO_LOSS_SOFT_TRIPLE), twelve);
  g_assert_cmpmem (one, sizeof *one, two, sizeof *two);
}

/* Shapes known by heart. */
static void
test_known_shapes (void)
{
  const double margins[] = { 0.5, 1.2 }, margin[] = { 0.2 };
  g_autofree IsoLossProfile *contrastive = iso_loss_profile_new (iso_loss_kind (ISO_LOSS_CONTRASTIVE), margins);
  g_autofree IsoLossProfile *triplet = iso_loss_profile_new (iso_loss_kind (ISO_LOSS_TRIPLET), margin);
  g_assert_cmpint (triplet->measure, ==, ISO_PROFILE_DISTANCE);
  g_assert_cmpuint (triplet->other_positive_count, ==, 1);
  g_assert_cmpuint (triplet->other_negative_count, ==, 1);
  double positive = triplet->other_positives[0], negative = triplet->other_negatives[0];
  g_assert_cmpfloat_with_epsilon (positive, sqrt (0.8), 1e-12);
  g_assert_cmpfloat_with_epsilon (negative, sqrt (1.4), 1e-12);
  for (size_t i = 0; i < ISO_PROFILE_POINTS; i++)
    {
      double d = contrastive->at[i];
      if (fabs (d - 0.5) > 1e-3)
        g_assert_cmpfloat_with_epsilon (contrastive->positive[i], d > 0.5 ? 1.0 : 0.0, 1e-4);
      if (fabs (d - 1.2) > 1e-3)
        g_assert_cmpfloat_with_epsilon (contrastive->negative[i], d < 1.2 ? -1.0 : 0.0, 1e-4);
      if (fabs (d * d - 1.2) > 1e-3)
        g_assert_cmpfloat_with_epsilon (triplet->positive[i], d * d > 1.4 - 0.2 ? 2.0 * d : 0.0, 1e-4);
      if (fabs (d * d - 1.0) > 1e-3)
        g_assert_cmpfloat_with_epsilon (triplet->negative[i], d * d < 0.8 + 0.2 ? -2.0 * d : 0.0, 1e-4);
    }
}

static void
profile_of (IsoMinerProfile *profile, IsoMinerName name)
{
  const IsoMinerKind *kind = iso_miner_kind (name);
  double values[ISO_MINER_MAX_PARAMETERS] = { 0 };
  for (size_t slot = 0; slot < kind->parameter_count; slot++)
    values[slot] = kind->parameters[slot].initial;
  iso_miner_profile (profile, kind, values);
}

enum { POSITIVES = ISO_MINER_PROFILE_POSITIVES, SAMPLES = ISO_MINER_PROFILE_SAMPLES };

static void
test_every_miner (void)
{
  for (guint name = 0; name < ISO_MINER_COUNT; name++)
    {
      IsoMinerProfile profile, again;
      double positives = 0.0, negatives = 0.0;
      profile_of (&profile, (IsoMinerName) name);
      profile_of (&again, (IsoMinerName) name);
      g_assert_cmpmem (&profile, sizeof profile, &again, sizeof again);
      for (int j = 0; j < SAMPLES; j++)
        {
          positives += profile.as_positive[j];
          negatives += profile.as_negative[j];
          g_assert_true (j == 0 || j == POSITIVES || profile.distance[j] > profile.distance[j - 1]);
          g_assert_true (j < POSITIVES || profile.as_positive[j] == 0.0);
          g_assert_true (j >= POSITIVES || profile.as_negative[j] == 0.0 || name == ISO_MINER_RHO_DISTANCE);
        }
      g_assert_cmpfloat_with_epsilon (positives + profile.swapped, 1.0, 1e-9);
      g_assert_cmpfloat_with_epsilon (negatives, 1.0, 1e-9);
      g_assert_true (profile.triplets > 0.0);
    }
}

static void
test_miners_keep_their_rules (void)
{
  IsoMinerProfile hard, semi, soft, all, swapped, near;
  profile_of (&hard, ISO_MINER_HARD);
  g_assert_cmpfloat_with_epsilon (hard.as_positive[POSITIVES - 1], 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (hard.as_negative[POSITIVES], 1.0, 1e-12);

  profile_of (&semi, ISO_MINER_SEMI_HARD);
  for (int p = 0; p < POSITIVES; p++)
    {
      int nearest = POSITIVES;
      while (semi.distance[nearest] <= semi.distance[p])
        nearest++;
      g_assert_cmpfloat_with_epsilon (semi.as_negative[nearest], 1.0 / POSITIVES, 1e-12);
    }
  profile_of (&soft, ISO_MINER_SOFT_HARD);
  profile_of (&all, ISO_MINER_ALL);
  for (int j = POSITIVES; j < SAMPLES; j++)
    {
      g_assert_true ((soft.as_negative[j] > 0.0) == (soft.distance[j] < soft.distance[POSITIVES - 1]));
      g_assert_cmpfloat_with_epsilon (all.as_negative[j], 1.0 / (SAMPLES - POSITIVES), 1e-12);
    }
  profile_of (&swapped, ISO_MINER_RHO_DISTANCE);
  g_assert_cmpfloat_with_epsilon (swapped.swapped, 0.2, 0.04);

  /* 1/q(d) of a sphere in six dimensions, with the default cut-off and limit. */
  double weights[SAMPLES] = { 0 }, sum = 0.0;
  profile_of (&near, ISO_MINER_DISTANCE_WEIGHTED);
  for (int j = POSITIVES; j < SAMPLES; j++)
    {
      double d = fmax (near.distance[j], 0.5);
      weights[j] = near.distance[j] > 1.4 ? 0.0 : pow (d, -4.0) * pow (1.0 - 0.25 * d * d, -1.5);
      sum += weights[j];
    }
  for (int j = POSITIVES; j < SAMPLES; j++)
    g_assert_cmpfloat_with_epsilon (near.as_negative[j], weights[j] / sum, 0.05);
}

static void
sampler_of (IsoSamplerProfile *profile, IsoSamplerKind kind, int with_replacement)
{
  IsoBatchSettings settings = { .sampler = (int) kind, .with_replacement = with_replacement, .neighborhood = 3 };
  iso_sampler_profile (profile, &settings);
}

static void
count_classes (guint counts[ISO_SAMPLER_PROFILE_CLASSES], const gint32 *batch)
{
  memset (counts, 0, ISO_SAMPLER_PROFILE_CLASSES * sizeof counts[0]);
  for (int i = 0; i < ISO_SAMPLER_PROFILE_SIZE; i++)
    {
      g_assert_true (batch[i] >= 0 && batch[i] < ISO_SAMPLER_PROFILE_CLASSES);
      counts[batch[i]]++;
    }
}

static int
around (gint32 a, gint32 b)
{
  int way = ABS (a - b);
  return MIN (way, ISO_SAMPLER_PROFILE_CLASSES - way);
}

static void
test_samplers (void)
{
  IsoSamplerProfile classes, balanced, random, near, again;
  sampler_of (&classes, ISO_SAMPLER_CLASSES, 0);
  sampler_of (&balanced, ISO_SAMPLER_BALANCED, 1);
  sampler_of (&random, ISO_SAMPLER_RANDOM, 1);
  sampler_of (&near, ISO_SAMPLER_HARD_CLASSES, 1);
  sampler_of (&again, ISO_SAMPLER_HARD_CLASSES, 1);
  g_assert_cmpmem (&near, sizeof near, &again, sizeof again);
  for (int batch = 0; batch < ISO_SAMPLER_PROFILE_BATCHES; batch++)
    {
      guint counts[ISO_SAMPLER_PROFILE_CLASSES];
      count_classes (counts, classes.batches[batch]);
      for (int c = 0; c < ISO_SAMPLER_PROFILE_CLASSES; c++)
        g_assert_true (counts[c] == 0 || counts[c] == ISO_SAMPLER_PROFILE_EACH);
      count_classes (counts, balanced.batches[batch]);
      for (int c = 0; c < ISO_SAMPLER_PROFILE_CLASSES; c++)
        g_assert_true (counts[c] == 2 || counts[c] == 3);
      for (int i = 1; i < ISO_SAMPLER_PROFILE_SIZE; i++)
        g_assert_cmpint (random.batches[batch][i - 1], <=, random.batches[batch][i]);
      /* Groups of three: a class and its two neighbors on the circle. */
      for (int group = 0; group < 2; group++)
        for (int other = 1; other < 3; other++)
          {
            const gint32 *first = near.batches[batch] + group * 3 * ISO_SAMPLER_PROFILE_EACH;
            g_assert_cmpint (around (first[0], first[other * ISO_SAMPLER_PROFILE_EACH]), ==, 1);
          }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/method-profiles/losses", test_every_loss);
  g_test_add_func ("/method-profiles/other-values", test_other_values);
  g_test_add_func ("/method-profiles/many-proxies", test_many_proxies);
  g_test_add_func ("/method-profiles/shapes", test_known_shapes);
  g_test_add_func ("/method-profiles/miners", test_every_miner);
  g_test_add_func ("/method-profiles/rules", test_miners_keep_their_rules);
  g_test_add_func ("/method-profiles/samplers", test_samplers);
  return g_test_run ();
}
