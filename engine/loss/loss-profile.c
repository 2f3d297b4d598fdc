#include "engine/loss/loss-profile.h"

#include <math.h>
#include <string.h>

#include "engine/base/checked.h"

/* Samples: the anchor, the one that moves, a positive, and two of each of two other classes. */
enum { ANCHOR, MOVING, POSITIVE, NEGATIVE, NEGATIVE_2, THIRD, THIRD_2, B };
enum { CLASSES = 3 };

/* Similarities of those that stay to the anchor. The loss with boundaries sees its negative beyond them, so that what the one
 * curve shows is not halved by a second term. */
static const double usual_places[B] = { 1.0, 0.0, 0.6, 0.3, 0.0, 0.15, -0.2 };
#define FAR_NEGATIVE (-0.1)

/* A hundred proxies a class would take a thousand times as long as two, for a picture that the nearest few decide. */
#define MOST_CENTERS 12

/* The gradient has a single meaning where no two places coincide: short of the ends. */
#define LEAST_DISTANCE 0.05
#define MOST_DISTANCE 1.99
#define MOST_SIMILARITY 0.995

typedef struct {
  const IsoLossKind *kind;
  double values[ISO_LOSS_MAX_PARAMETERS];
  bool is_proxy;
  size_t D, M, per_class;
  double places[B], *proxy_places; /* similarities to what stands at the pole; (M) */
  float *Z, *S, *S_gradient, *Z_gradient, *W, *W_gradient;
  float beta[CLASSES], beta_gradient[CLASSES];
  gint32 labels[B];
  IsoLossScratch scratch;
} Scene;

/* Axis k of a basis whose vectors have mean 0, so that variances over dimensions are squared lengths, too: (+1, −1)/√2 in
 * dimensions 2k and 2k + 1. Axis 0 is the pole, axis 1 the way that the sample moves, the others one for each that stays. */
static void
add_axis (float *row, size_t axis, double length)
{
  row[2 * axis] += (float) (length * G_SQRT2 / 2.0);
  row[2 * axis + 1] -= (float) (length * G_SQRT2 / 2.0);
}

static void
place (float *row, size_t D, size_t own_axis, double similarity)
{
  memset (row, 0, D * sizeof *row);
  add_axis (row, 0, similarity);
  add_axis (row, own_axis, sqrt (fmax (0.0, 1.0 - similarity * similarity)));
}

/* Own class's further proxies near the pole, those of other classes farther. */
static double
proxy_place (size_t class, size_t k)
{
  static const double first[CLASSES] = { 0.5, 0.3, 0.0 };
  return fmax (first[class] - 0.05 * (double) k, -0.4);
}

static size_t
own_axis (size_t sample)
{
  return 2 + sample;
}

static void
scene_init (Scene *scene, const IsoLossKind *kind, const double *values)
{
  *scene = (Scene) { .kind = kind, .is_proxy = kind->learns == ISO_LOSS_LEARNS_PROXIES };
  for (size_t slot = 0; slot < kind->parameter_count; slot++)
    {
      bool is_count = strcmp (kind->parameters[slot].key, "centers") == 0;
      scene->values[slot] = is_count ? fmin (values[slot], MOST_CENTERS) : values[slot];
    }
  scene->M = iso_loss_proxy_count (kind, scene->values, CLASSES);
  scene->per_class = scene->M / CLASSES;
  scene->D = 2 * (2 + B + scene->M);
  scene->Z = iso_floats_new (B * scene->D);
  scene->S = iso_floats_new (B * B);
  scene->S_gradient = iso_floats_new (B * B);
  scene->Z_gradient = iso_floats_new (B * scene->D);
  scene->W = iso_floats_new (MAX (scene->M, 1) * scene->D);
  scene->W_gradient = iso_floats_new (MAX (scene->M, 1) * scene->D);
  scene->proxy_places = g_new0 (double, MAX (scene->M, 1));
  memcpy (scene->places, usual_places, sizeof usual_places);
  if (kind->learns == ISO_LOSS_LEARNS_BETA)
    scene->places[NEGATIVE] = FAR_NEGATIVE;
  for (size_t c = 0; c < CLASSES; c++)
    scene->beta[c] = (float) kind->initial_beta;
  for (size_t sample = 0; sample < B; sample++)
    place (scene->Z + sample * scene->D, scene->D, own_axis (sample), scene->places[sample]);
  for (size_t w = 0; w < scene->M; w++)
    {
      scene->proxy_places[w] = w == 0 ? 1.0 : proxy_place (w / scene->per_class, w % scene->per_class);
      place (scene->W + w * scene->D, scene->D, own_axis (B + w), scene->proxy_places[w]);
    }
}

static void
scene_clear (Scene *scene)
{
  iso_block_free (scene->Z);
  iso_block_free (scene->S);
  iso_block_free (scene->S_gradient);
  iso_block_free (scene->Z_gradient);
  iso_block_free (scene->W);
  iso_block_free (scene->W_gradient);
  g_free (scene->proxy_places);
  iso_loss_scratch_clear (&scene->scratch);
}

/* The sample that moves, at an angle to the pole, as one of class `label`. */
static void
move (Scene *scene, double angle, gint32 label)
{
  static const gint32 labels[B] = { 0, 0, 0, 1, 1, 2, 2 };
  float *row = scene->Z + MOVING * scene->D;
  size_t D = scene->D;
  memset (row, 0, D * sizeof *row);
  add_axis (row, 0, cos (angle));
  add_axis (row, 1, sin (angle));
  memcpy (scene->labels, labels, sizeof labels);
  scene->labels[MOVING] = label;
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      {
        double sum = 0.0;
        for (size_t d = 0; d < D; d++)
          sum += (double) scene->Z[i * D + d] * (double) scene->Z[j * D + d];
        scene->S[i * B + j] = (float) sum;
      }
}

/* The coefficient of the pole in the moving sample's gradient, which is a sum over what it is compared with: found by the vector
 * that is at a right angle to all of these but the pole. That is ∂L/∂S of the pair, all other similarities held. */
static double
coefficient_of_pole (const Scene *scene, double angle)
{
  const float *gradient = scene->Z_gradient + MOVING * scene->D;
  g_autofree float *dual = g_new0 (float, scene->D);
  double sum = 0.0;
  add_axis (dual, 0, 1.0);
  add_axis (dual, 1, -cos (angle) / sin (angle));
  for (size_t sample = POSITIVE; sample < B && !scene->is_proxy; sample++)
    add_axis (dual, own_axis (sample), -scene->places[sample] / sqrt (1.0 - scene->places[sample] * scene->places[sample]));
  for (size_t w = 1; w < scene->M; w++)
    add_axis (dual, own_axis (B + w), -scene->proxy_places[w] / sqrt (1.0 - scene->proxy_places[w] * scene->proxy_places[w]));
  for (size_t d = 0; d < scene->D; d++)
    sum += (double) gradient[d] * (double) dual[d];
  return sum;
}

/* ∂L/∂S of the moving sample and what stands at the pole. */
static double
slope (Scene *scene, double angle, gint32 label)
{
  static const gint32 positive_triplet[] = { ANCHOR, MOVING, NEGATIVE }, negative_triplet[] = { ANCHOR, POSITIVE, MOVING };
  static const gint32 positive_pairs[] = { ANCHOR, MOVING, NEGATIVE_2, NEGATIVE, THIRD_2, THIRD };
  static const gint32 negative_pairs[] = { ANCHOR, POSITIVE, NEGATIVE, MOVING, THIRD_2, THIRD };
  static const gint32 fourth[] = { THIRD };
  IsoLossInput input = { .embeddings = scene->Z, .similarity = scene->S, .labels = scene->labels, .B = B, .D = scene->D,
                         .triplets = label == 0 ? positive_triplet : negative_triplet, .triplet_count = 1, .fourth = fourth,
                         .pairs = label == 0 ? positive_pairs : negative_pairs, .pair_count = 3, .proxies = scene->W,
                         .beta = scene->beta, .class_count = CLASSES };
  IsoLossOutput output = { .similarity_gradient = scene->S_gradient, .embedding_gradient = scene->Z_gradient,
                           .proxies_gradient = scene->W_gradient, .beta_gradient = scene->beta_gradient };
  move (scene, angle, label);
  memset (scene->S_gradient, 0, B * B * sizeof (float));
  memset (scene->Z_gradient, 0, B * scene->D * sizeof (float));
  iso_loss_compute (scene->kind, &output, &input, scene->values, &scene->scratch);
  double pair = coefficient_of_pole (scene, angle);
  if (!scene->is_proxy)
    pair += (double) scene->S_gradient[ANCHOR * B + MOVING] + (double) scene->S_gradient[MOVING * B + ANCHOR];
  return pair;
}

static bool
goes_by_distance (const IsoLossKind *kind)
{
  return iso_loss_wants_triplets (kind) || kind == iso_loss_kind (ISO_LOSS_LIFTED);
}

static double
in_measure (const IsoLossProfile *profile, double similarity)
{
  return profile->measure == ISO_PROFILE_DISTANCE ? sqrt (2.0 - 2.0 * similarity) : similarity;
}

/* Those that the pair is compared with: of triplets, those of the triplet alone. */
static void
name_others (IsoLossProfile *profile, const Scene *scene)
{
  if (scene->is_proxy)
    return;
  profile->other_positives[profile->other_positive_count++] = in_measure (profile, scene->places[POSITIVE]);
  for (size_t sample = NEGATIVE; sample < B; sample++)
    {
      bool counts = iso_loss_wants_triplets (scene->kind)          ? sample == NEGATIVE
                    : scene->kind->needs == ISO_LOSS_NEEDS_PAIRS ? sample == NEGATIVE || sample == THIRD
                                                                 : true;
      if (counts)
        profile->other_negatives[profile->other_negative_count++] = in_measure (profile, scene->places[sample]);
    }
}

IsoLossProfile *
iso_loss_profile_new (const IsoLossKind *kind, const double *values)
{
  IsoLossProfile *profile = g_new0 (IsoLossProfile, 1);
  Scene scene;
  scene_init (&scene, kind, values);
  profile->measure = goes_by_distance (kind) ? ISO_PROFILE_DISTANCE : ISO_PROFILE_SIMILARITY;
  profile->is_proxy = scene.is_proxy;
  bool is_distance = profile->measure == ISO_PROFILE_DISTANCE;
  for (size_t i = 0; i < ISO_PROFILE_POINTS; i++)
    {
      double way = (double) i / (ISO_PROFILE_POINTS - 1);
      double at = is_distance ? LEAST_DISTANCE + way * (MOST_DISTANCE - LEAST_DISTANCE) : MOST_SIMILARITY * (2.0 * way - 1.0);
      double angle = is_distance ? 2.0 * asin (0.5 * at) : acos (at);
      /* S = 1 − d²/2, so ∂L/∂d = −d ∂L/∂S. */
      double factor = is_distance ? -at : -1.0;
      profile->at[i] = at;
      profile->positive[i] = factor * slope (&scene, angle, 0);
      profile->negative[i] = factor * slope (&scene, angle, 1);
    }
  name_others (profile, &scene);
  scene_clear (&scene);
  return profile;
}
