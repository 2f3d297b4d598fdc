/* N-pair loss, and the angular loss that is built upon it: each anchor has one positive, the positives of the others are its
 * negatives. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/kernel.h"
#include "engine/loss/exponentials.h"
#include "engine/loss/length-penalty.h"
#include "engine/loss/loss-kinds.h"

enum { N_PAIR_L2 };

static const IsoParameter n_pair_parameters[] = {
  [N_PAIR_L2] = ISO_LOSS_L2_PARAMETER,
};

enum { ANGLE, ANGULAR_WEIGHT, ANGULAR_L2 };

static const IsoParameter angular_parameters[] = {
  [ANGLE] = {
    .key = "alpha_degrees", .title = N_("Angle"), .symbol = "α", .unit = N_("°"),
    .help = N_("Upper bound of the angle at the negative in the triangle of anchor, positive and negative. Lower demands tighter "
               "classes."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_ABOVE_MINIMUM,
    .minimum = 0.0, .maximum = 89.0, .initial = 45.0, .soft_minimum = 20.0, .soft_maximum = 60.0,
  },
  [ANGULAR_WEIGHT] = {
    .key = "angular_weight", .title = N_("Weight of the angle"), .symbol = "w",
    .help = N_("Weight of the angular term beside the n-pair term; 0 is the n-pair loss."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 1000.0, .initial = 2.0, .soft_minimum = 0.0, .soft_maximum = 5.0,
  },
  [ANGULAR_L2] = ISO_LOSS_L2_PARAMETER,
};

/* One term over the pairs: with x_q = to_anchor c_aq + to_positive c_pq − own c_ap,
 * weight · mean over pairs (a, p) of log(1 + Σ_q exp x_q); c are similarities, or cosines where embeddings are divided by their
 * length within the term. */
typedef struct {
  double weight, to_anchor, to_positive, own;
  bool is_normalized;
} Term;

/* scratch: exponents, then shares, of one pair (P); of the samples (B): 1/length by which S becomes c, and Σ over the c of a
 * sample of c ∂L/∂c, which the length has to do with. */
typedef struct {
  float *exponents, *inverses, *radial;
} Work;

static size_t
scratch_count (const IsoLossInput *input, const double *values)
{
  return input->pair_count + 2 * input->B;
}

static Work
prepare (float *scratch, const IsoLossInput *input, bool is_normalized)
{
  Work work = { scratch, scratch + input->pair_count, scratch + input->pair_count + input->B };
  for (size_t i = 0; i < input->B; i++)
    {
      float squared = input->similarity[i * input->R + i];
      work.inverses[i] = !is_normalized ? 1.0f : squared > 0.0f ? 1.0f / sqrtf (squared) : 0.0f;
      work.radial[i] = 0.0f;
    }
  return work;
}

/* x_q for the positives q of all pairs; −∞ where q is of the anchor's class. */
ISO_KERNEL static void
gather (const Work *work, const IsoLossInput *input, const Term *term, size_t a, size_t p)
{
  const float *anchor = input->similarity + a * input->R, *positive = input->similarity + p * input->R;
  const float *inverses = work->inverses;
  const gint32 *pairs = input->pairs;
  float to_anchor = (float) term->to_anchor * inverses[a], to_positive = (float) term->to_positive * inverses[p];
  float own = (float) term->own * anchor[p] * inverses[a] * inverses[p];
  gint32 label = input->labels[a];
  for (size_t r = 0; r < input->pair_count; r++)
    {
      size_t q = (size_t) pairs[2 * r + 1];
      float exponent = (to_anchor * anchor[q] + to_positive * positive[q]) * inverses[q] - own;
      work->exponents[r] = input->labels[q] == label ? -INFINITY : exponent;
    }
}

/* Adds ∂L/∂c_ij = slope. */
static inline void
add_slope (IsoLossOutput *output, const Work *work, const IsoLossInput *input, size_t i, size_t j, float slope)
{
  float scaled = slope * work->inverses[i] * work->inverses[j], along = scaled * input->similarity[i * input->R + j];
  output->similarity_gradient[i * input->R + j] += scaled;
  work->radial[i] += along;
  work->radial[j] += along;
}

static void
scatter (IsoLossOutput *output, const Work *work, const IsoLossInput *input, const Term *term, size_t a, size_t p, double scale)
{
  double sum = 0.0;
  for (size_t r = 0; r < input->pair_count; r++)
    {
      size_t q = (size_t) input->pairs[2 * r + 1];
      float share = work->exponents[r];
      if (share == 0.0f)
        continue;
      add_slope (output, work, input, a, q, (float) (scale * term->to_anchor) * share);
      if (term->to_positive != 0.0)
        add_slope (output, work, input, p, q, (float) (scale * term->to_positive) * share);
      sum += (double) share;
    }
  add_slope (output, work, input, a, p, (float) (-scale * term->own * sum));
}

static double
add_term (IsoLossOutput *output, const IsoLossInput *input, const Term *term, float *scratch)
{
  Work work = prepare (scratch, input, term->is_normalized);
  size_t count = input->pair_count;
  double sum = 0.0, scale = term->weight / (double) count;
  for (size_t r = 0; r < count; r++)
    {
      size_t a = (size_t) input->pairs[2 * r], p = (size_t) input->pairs[2 * r + 1];
      gather (&work, input, term, a, p);
      sum += iso_log_one_sum_exp (work.exponents, work.exponents, count);
      scatter (output, &work, input, term, a, p, scale);
    }
  /* c_ij = S_ij / √(S_ii S_jj): ∂c_ij/∂S_ii = −c_ij / (2 S_ii). */
  for (size_t i = 0; term->is_normalized && i < input->B; i++)
    output->similarity_gradient[i * input->R + i] -= 0.5f * work.radial[i] * work.inverses[i] * work.inverses[i];
  return scale * sum;
}

/* Pairs with a negative: a positive of another class. */
static size_t
count_eligible (const IsoLossInput *input)
{
  size_t eligible = 0;
  for (size_t r = 0; r < input->pair_count; r++)
    for (size_t q = 0; q < input->pair_count; q++)
      if (input->labels[input->pairs[2 * q + 1]] != input->labels[input->pairs[2 * r]])
        {
          eligible++;
          break;
        }
  return eligible;
}

static void
compute_terms (IsoLossOutput *output, const IsoLossInput *input, const Term *terms, size_t term_count, double l2, float *scratch)
{
  output->candidate_count = input->pair_count;
  output->active_count = count_eligible (input);
  if (output->active_count == 0)
    return;
  for (size_t i = 0; i < term_count; i++)
    if (terms[i].weight > 0.0)
      output->loss += add_term (output, input, &terms[i], scratch);
  output->loss += iso_length_penalty (output, input, l2);
}

static const Term n_pair_term = { .weight = 1.0, .to_anchor = 1.0, .to_positive = 0.0, .own = 1.0 };

static void
compute_n_pair (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  compute_terms (output, input, &n_pair_term, 1, values[N_PAIR_L2], scratch);
}

static void
compute_angular (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  double tangent = tan (values[ANGLE] * G_PI / 180.0), squared = tangent * tangent;
  const Term terms[] = {
    n_pair_term,
    { .weight = values[ANGULAR_WEIGHT], .to_anchor = 4.0 * squared, .to_positive = 4.0 * squared, .own = 2.0 * (1.0 + squared),
      .is_normalized = true },
  };
  compute_terms (output, input, terms, G_N_ELEMENTS (terms), values[ANGULAR_L2], scratch);
}

const IsoLossKind iso_n_pair_loss = {
  .name = "n-pair",
  .title = N_("N-pair"),
  .formula = "L = mean over pairs (a, p) of  log(1 + Σ_q exp(z_a·z_q − z_a·z_p))  +  l2 · mean ‖z‖,\n"
             "q: positives of other pairs whose class is not a's",
  .description = N_("Every sample has one positive, drawn at random; the positives of other classes are its negatives, all at "
                    "once. Pulls the one and pushes the others, the most similar most."),
  .paper = "Sohn: Improved Deep Metric Learning with Multi-class N-pair Loss Objective, NeurIPS 2016",
  .needs = ISO_LOSS_NEEDS_PAIRS,
  .parameters = n_pair_parameters,
  .parameter_count = G_N_ELEMENTS (n_pair_parameters),
  .compute = compute_n_pair,
  .scratch_count = scratch_count,
  .minimum_classes = 2,
};

const IsoLossKind iso_angular_loss = {
  .name = "angular",
  .title = N_("Angular"),
  .formula = "L = n-pair + w · mean over pairs (a, p) of  log(1 + Σ_q exp(4 tan²α (z_a + z_p)·z_q − 2(1 + tan²α) z_a·z_p)),\n"
             "z of unit length within the second term",
  .description = N_("N-pair, and for each negative the angle at which it sees anchor and positive: pushes it away from the "
                    "middle of the two until that angle is small. Angles do not depend on scale."),
  .paper = "Wang, Zhou, Wen, Liu, Lin: Deep Metric Learning with Angular Loss, ICCV 2017",
  .needs = ISO_LOSS_NEEDS_PAIRS,
  .parameters = angular_parameters,
  .parameter_count = G_N_ELEMENTS (angular_parameters),
  .compute = compute_angular,
  .scratch_count = scratch_count,
  .minimum_classes = 2,
};
