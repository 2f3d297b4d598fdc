#include "tests/support/naive.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "engine/linalg/naive.h"

/* j ∈ N(i): fewer than k others are nearer to i, where equal ones of a lower index count as nearer. */
static bool
is_neighbor (const float *similarity, size_t i, size_t j, size_t k, size_t B)
{
  size_t nearer = 0;
  for (size_t l = 0; l < B; l++)
    if (l != i && l != j)
      nearer += similarity[i * B + l] > similarity[i * B + j] || (similarity[i * B + l] == similarity[i * B + j] && l < j);
  return i != j && nearer < k;
}

static bool
is_edge (const float *similarity, size_t i, size_t j, size_t B, const IsoDistillSettings *settings)
{
  size_t k = settings->k == 0 ? B : (size_t) settings->k;
  bool there = is_neighbor (similarity, i, j, k, B), back = is_neighbor (similarity, j, i, k, B);
  if (settings->graph == ISO_GRAPH_MUTUAL)
    return there && back;
  return settings->graph == ISO_GRAPH_UNION ? there || back : there;
}

/* T before normalization, and d = its row sums. */
static void
weigh_edges (double *weights, double *degrees, const float *similarity, size_t B, const IsoDistillSettings *settings)
{
  for (size_t i = 0; i < B; i++)
    {
      double greatest = -INFINITY;
      degrees[i] = 0.0;
      for (size_t j = 0; j < B; j++)
        if (is_edge (similarity, i, j, B, settings))
          greatest = fmax (greatest, (double) similarity[i * B + j]);
      for (size_t j = 0; j < B; j++)
        {
          double s = (double) similarity[i * B + j], weight = 0.0;
          if (is_edge (similarity, i, j, B, settings))
            weight = settings->normalization == ISO_TRANSITION_SOFTMAX ? exp ((s - greatest) / settings->tau_d)
                                                                       : pow (fmax (s, 0.0), settings->gamma);
          weights[i * B + j] = weight;
          degrees[i] += weight;
        }
    }
}

static void
make_transition (double *transition, const float *similarity, size_t B, const IsoDistillSettings *settings)
{
  g_autofree double *degrees = g_new (double, B);
  weigh_edges (transition, degrees, similarity, B, settings);
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      {
        double scale = settings->normalization == ISO_TRANSITION_SOFTMAX ? degrees[i] : sqrt (degrees[i] * degrees[j]);
        transition[i * B + j] = degrees[i] == 0.0 ? (i == j ? 1.0 : 0.0) : (scale == 0.0 ? 0.0 : transition[i * B + j] / scale);
      }
}

static void
softmax (double *out, const double *in, double tau, size_t B)
{
  iso_naive_log_softmax (out, in, tau, B, B);
  for (size_t at = 0; at < B * B; at++)
    out[at] = exp (out[at]);
}

/* K F, or F_t. */
static void
diffuse (double *X, const IsoNaiveTargets *targets, const double *F, const IsoDistillSettings *settings)
{
  size_t B = targets->B;
  iso_naive_multiply (X, targets->kernel, F, B, B, B);
  if (settings->steps == 0)
    return;
  g_autofree double *walked = g_new (double, B * B);
  memcpy (X, F, B * B * sizeof *X);
  for (int step = 0; step < settings->steps; step++)
    {
      iso_naive_multiply (walked, targets->transition, X, B, B, B);
      for (size_t at = 0; at < B * B; at++)
        X[at] = settings->omega * walked[at] + (1.0 - settings->omega) * F[at];
    }
}

IsoNaiveTargets *
iso_naive_targets_new (const float *similarity, size_t B, const IsoDistillSettings *settings)
{
  IsoNaiveTargets *targets = g_new0 (IsoNaiveTargets, 1);
  g_autofree double *S = iso_test_to_doubles (similarity, B * B);
  g_autofree double *system = g_new (double, B * B), *identity = g_new0 (double, B * B);
  targets->B = B;
  targets->transition = g_new (double, B * B);
  targets->kernel = g_new (double, B * B);
  targets->psd = g_new (double, B * B);
  targets->targets = g_new (double, B * B);
  softmax (targets->psd, S, settings->tau, B);
  make_transition (targets->transition, similarity, B, settings);
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      {
        system[i * B + j] = (i == j ? 1.0 : 0.0) - settings->omega * targets->transition[i * B + j];
        identity[i * B + j] = i == j ? 1.0 - settings->omega : 0.0;
      }
  g_assert_true (iso_naive_solve (targets->kernel, system, identity, B, B));
  if (settings->mode == ISO_DISTILL_UNIFORM)
    for (size_t at = 0; at < B * B; at++)
      targets->targets[at] = 1.0 / (double) B;
  else if (settings->mode != ISO_DISTILL_OBDP)
    memcpy (targets->targets, targets->psd, B * B * sizeof *S);
  else if (settings->normalization == ISO_TRANSITION_SOFTMAX)
    diffuse (targets->targets, targets, targets->psd, settings);
  else
    {
      diffuse (system, targets, S, settings);
      softmax (targets->targets, system, settings->tau, B);
    }
  return targets;
}

void
iso_naive_targets_free (IsoNaiveTargets *targets)
{
  g_free (targets->transition);
  g_free (targets->kernel);
  g_free (targets->psd);
  g_free (targets->targets);
  g_free (targets);
}

double
iso_naive_divergence (const double *targets, const double *similarity, double tau, size_t B)
{
  g_autofree double *log_probabilities = g_new (double, B * B);
  double sum = 0.0;
  iso_naive_log_softmax (log_probabilities, similarity, tau, B, B);
  for (size_t at = 0; at < B * B; at++)
    if (targets[at] != 0.0)
      sum += targets[at] * (log (targets[at]) - log_probabilities[at]);
  return sum / (double) B;
}

void
iso_test_embeddings (float *Z, gint32 *labels, size_t B, size_t D, guint32 classes, double spread, IsoRandom *random)
{
  g_autofree double *centers = g_new (double, classes * D);
  for (size_t at = 0; at < classes * D; at++)
    centers[at] = iso_random_normal (random);
  for (size_t i = 0; i < B; i++)
    {
      guint32 label = iso_random_below (random, classes);
      double squares = 0.0;
      g_autofree double *row = g_new (double, D);
      for (size_t d = 0; d < D; d++)
        {
          row[d] = centers[label * D + d] + spread * iso_random_normal (random);
          squares += row[d] * row[d];
        }
      for (size_t d = 0; d < D; d++)
        Z[i * D + d] = (float) (row[d] / sqrt (squares));
      if (labels != NULL)
        labels[i] = (gint32) label;
    }
}

double
iso_test_relative_error (const float *a, const double *b, size_t count)
{
  double difference = 0.0, norm = 0.0;
  for (size_t at = 0; at < count; at++)
    {
      difference += ((double) a[at] - b[at]) * ((double) a[at] - b[at]);
      norm += b[at] * b[at];
    }
  return norm == 0.0 ? sqrt (difference) : sqrt (difference / norm);
}

double *
iso_test_to_doubles (const float *values, size_t count)
{
  double *out = g_new (double, MAX (count, 1));
  for (size_t at = 0; at < count; at++)
    out[at] = (double) values[at];
  return out;
}
