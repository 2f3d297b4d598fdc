#include "ui/figure/batch-health.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/linalg/rows.h"
#include "engine/train/alarms.h"
#include "ui/figure/axis.h"

static const struct {
  const char *label, *help;
} words[ISO_GAUGE_COUNT] = {
  [ISO_GAUGE_ENTROPY] = { N_("entropy"), N_("Entropy of the targets' rows, divided by ln B. 1: uniform, the targets say nothing. 0: "
                                            "each row names one sample.") },
  [ISO_GAUGE_NEIGHBORS] = { N_("neighbors"), N_("Effective neighbors, exp of the entropy: over how many samples of the batch a "
                                                "row of the targets spreads.") },
  [ISO_GAUGE_SAME_CLASS] = { N_("same class"), N_("Share of the targets' mass on samples of the row's own class, itself "
                                                  "included.") },
  [ISO_GAUGE_SPREAD] = { N_("spread"), N_("How far the targets' rows are from their mean, as total variation distance. 0: all rows "
                                          "are equal and say nothing of single samples.") },
  [ISO_GAUGE_GAP] = { N_("gap"), N_("Spectral gap of T, 1 − |λ₂|: how fast the walk forgets where it began. 0: never, the graph is in "
                                    "pieces.") },
  [ISO_GAUGE_SIMILARITY] = { N_("similarity"), N_("Mean similarity of two different samples to the student. Near 1: the embeddings "
                                                  "have collapsed.") },
  [ISO_GAUGE_RANK] = { N_("rank"), N_("Effective rank of the student's embeddings, exp of the entropy of their normalized singular "
                                      "values (Roy, Vetterli 2007): how many directions they use.") },
};

/* Of uniform targets there is no matrix. */
static IsoTargetHealth
health_of_targets (const IsoBatchMatrices *matrices)
{
  size_t B = matrices->B;
  IsoMatrixKind kind = iso_batch_matrices_target (matrices);
  if (kind != ISO_MATRIX_COUNT && matrices->values[kind] != NULL)
    return iso_target_health (matrices->values[kind], matrices->labels, B);
  if (matrices->settings.mode != ISO_DISTILL_UNIFORM)
    return iso_target_health (NULL, NULL, 0);
  float *uniform = iso_floats_new (B * B);
  for (size_t at = 0; at < B * B; at++)
    uniform[at] = (float) (1.0 / (double) B);
  IsoTargetHealth health = iso_target_health (uniform, matrices->labels, B);
  iso_block_free (uniform);
  return health;
}

/* Rows of the symmetric T do not sum to 1, but T = D^(−1/2) A D^(−1/2) has the eigenvalues of D⁻¹ A, whose rows do. */
static double
gap_of_symmetric (const IsoBatchMatrices *matrices)
{
  size_t B = matrices->B;
  const float *affinity = matrices->values[ISO_MATRIX_GRAPH];
  float *walk = iso_floats_new (B * B);
  for (size_t i = 0; i < B; i++)
    {
      double degree = 0.0;
      for (size_t j = 0; j < B; j++)
        {
          walk[i * B + j] = matrices->edges[i * B + j] ? affinity[i * B + j] : 0.0f;
          degree += (double) walk[i * B + j];
        }
      if (!(degree > 0.0))
        walk[i * B + i] = 1.0f;
    }
  iso_rows_divide_by_sum (walk, B, B);
  double gap = iso_spectral_gap_quick (walk, B);
  iso_block_free (walk);
  return gap;
}

static double
gap_of (const IsoBatchMatrices *matrices)
{
  const float *T = matrices->values[ISO_MATRIX_TRANSITION];
  if (T == NULL)
    return (double) NAN;
  return matrices->settings.normalization == ISO_TRANSITION_SOFTMAX ? iso_spectral_gap_quick (T, matrices->B)
                                                                    : gap_of_symmetric (matrices);
}

/* ---- measuring ---- */

/* Long ones first. */
enum { GAP, TARGETS, RANK, SIMILARITY, TASKS };

typedef struct {
  IsoBatchHealth *health;
  const IsoBatchSnapshot *snapshot;
  const IsoBatchMatrices *matrices;
  bool is_known[TASKS];
} Measuring;

static void
measure_targets (Measuring *measuring)
{
  double *values = measuring->health->values;
  IsoTargetHealth targets = health_of_targets (measuring->matrices);
  values[ISO_GAUGE_ENTROPY] = targets.entropy;
  values[ISO_GAUGE_NEIGHBORS] = targets.effective_neighbors;
  values[ISO_GAUGE_SAME_CLASS] = targets.same_class;
  values[ISO_GAUGE_SPREAD] = targets.spread;
}

static void
measure_task (void *data, size_t task)
{
  Measuring *measuring = data;
  const IsoBatchSnapshot *snapshot = measuring->snapshot;
  double *values = measuring->health->values;
  if (measuring->is_known[task])
    return;
  switch (task)
    {
    case GAP:
      values[ISO_GAUGE_GAP] = gap_of (measuring->matrices);
      break;
    case TARGETS:
      measure_targets (measuring);
      break;
    case RANK:
      values[ISO_GAUGE_RANK] = iso_effective_rank (snapshot->embeddings, snapshot->B, snapshot->D);
      break;
    case SIMILARITY:
    default:
      values[ISO_GAUGE_SIMILARITY] = iso_mean_similarity (snapshot->student_similarity, snapshot->B);
      break;
    }
}

static bool
has_same_targets (const IsoBatchMatrices *a, const IsoBatchMatrices *b)
{
  IsoMatrixKind kind = iso_batch_matrices_target (a);
  return a->settings.mode == b->settings.mode && (kind == ISO_MATRIX_COUNT || a->blocks[kind] == b->blocks[kind]);
}

void
iso_batch_health_next (IsoBatchHealth *health, const IsoBatchSnapshot *snapshot, const IsoBatchMatrices *matrices,
                       const IsoBatchHealth *before, const IsoBatchMatrices *held, IsoPool *pool)
{
  Measuring measuring = { .health = health, .snapshot = snapshot, .matrices = matrices };
  *health = (IsoBatchHealth) { .B = snapshot->B, .D = snapshot->D, .is_probe = snapshot->is_probe, .mined = snapshot->health.mined };
  if (before != NULL && held != NULL)
    {
      memcpy (health->values, before->values, sizeof health->values);
      measuring.is_known[RANK] = measuring.is_known[SIMILARITY] = true;
      measuring.is_known[GAP] = held->blocks[ISO_MATRIX_TRANSITION] == matrices->blocks[ISO_MATRIX_TRANSITION];
      measuring.is_known[TARGETS] = has_same_targets (held, matrices);
    }
  iso_pool_run (pool, TASKS, measure_task, &measuring);
  const double *values = health->values;
  health->is_alarming[ISO_GAUGE_ENTROPY] = health->is_alarming[ISO_GAUGE_NEIGHBORS]
      = values[ISO_GAUGE_NEIGHBORS] >= ISO_NEARLY_UNIFORM * (double) snapshot->B;
  health->is_alarming[ISO_GAUGE_SIMILARITY] = values[ISO_GAUGE_SIMILARITY] > ISO_ALARM_SIMILARITY;
  health->is_alarming[ISO_GAUGE_RANK] = values[ISO_GAUGE_RANK] < ISO_ALARM_RANK;
}

void
iso_batch_health_compute (IsoBatchHealth *health, const IsoBatchSnapshot *snapshot, const IsoBatchMatrices *matrices)
{
  iso_batch_health_next (health, snapshot, matrices, NULL, NULL, NULL);
}

const char *
iso_gauge_label (IsoGaugeKind kind)
{
  return _(words[kind].label);
}

const char *
iso_gauge_help (IsoGaugeKind kind)
{
  return _(words[kind].help);
}

char *
iso_gauge_text (const IsoBatchHealth *health, IsoGaugeKind kind)
{
  double value = health->values[kind];
  char text[32];
  if (isnan (value))
    return g_strdup ("–");
  switch (kind)
    {
    case ISO_GAUGE_SAME_CLASS:
      return g_strdup_printf (_("%.0f %%"), 100.0 * value);
    case ISO_GAUGE_GAP:
      /* More digits than it is measured to would flicker. */
      return g_strdup (g_ascii_formatd (text, sizeof text, "%.3f", value));
    case ISO_GAUGE_NEIGHBORS:
    case ISO_GAUGE_RANK:
      iso_number_format (text, sizeof text, value, 3);
      return g_strdup (text);
    case ISO_GAUGE_ENTROPY:
    case ISO_GAUGE_SPREAD:
    case ISO_GAUGE_SIMILARITY:
    default:
      /* Two places always, so that nothing jumps. */
      g_ascii_formatd (text, sizeof text, "%.2f", fabs (value));
      return g_strconcat (value < -0.005 ? "\u2212" : "", text, NULL);
    }
}

double
iso_gauge_fraction (const IsoBatchHealth *health, IsoGaugeKind kind)
{
  double whole = kind == ISO_GAUGE_NEIGHBORS ? (double) health->B
                 : kind == ISO_GAUGE_RANK    ? (double) MIN (health->B, health->D)
                                             : 1.0;
  double share = health->values[kind] / MAX (whole, 1.0);
  return isnan (share) ? share : CLAMP (share, 0.0, 1.0);
}

typedef struct {
  char text[32];
} Count;

static Count
count (guint32 value)
{
  Count count;
  iso_number_format (count.text, sizeof count.text, (double) value, 9);
  return count;
}

/* Pieces, of which the empty ones are left out, and which are freed. */
static char *
join (const char *separator, char **pieces, size_t piece_count)
{
  GString *text = g_string_new (NULL);
  for (size_t i = 0; i < piece_count; i++)
    {
      if (pieces[i] != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", pieces[i]);
      g_free (pieces[i]);
    }
  return g_string_free (text, FALSE);
}

static char *
triplets_text (const IsoMined *mined, const char *separator)
{
  char *pieces[] = {
    g_strdup_printf (_("triplets %s:"), count (mined->triplets).text),
    g_strdup_printf (_("%s hard,"), count (mined->hard).text),
    g_strdup_printf (_("%s semi-hard,"), count (mined->semi_hard).text),
    g_strdup_printf (_("%s easy;"), count (mined->easy).text),
    mined->swapped > 0 ? g_strdup_printf (_("%s swapped;"), count (mined->swapped).text) : NULL,
    g_strdup_printf (_("%s violate"), count (mined->violating).text),
  };
  return join (separator, pieces, G_N_ELEMENTS (pieces));
}

static char *
pairs_text (const IsoMined *mined, const char *separator)
{
  char *pieces[] = {
    g_strdup_printf (_("pairs %s:"), count (mined->pairs).text),
    g_strdup_printf (_("%s pulled,"), count (mined->positive_pairs).text),
    g_strdup_printf (_("%s pushed"), count (mined->negative_pairs).text),
  };
  return join (separator, pieces, G_N_ELEMENTS (pieces));
}

char *
iso_mined_text (const IsoBatchHealth *health, const char *separator)
{
  const IsoMined *mined = &health->mined;
  if (health->is_probe)
    return g_strdup (_("the probe batch is not trained on: nothing mined"));
  switch (mined->kind)
    {
    case ISO_MINED_TRIPLETS:
      return triplets_text (mined, separator);
    case ISO_MINED_PAIRS:
      return pairs_text (mined, separator);
    case ISO_MINED_SAMPLES:
    default:
      return g_strdup_printf (_("%s samples, each against the proxies"), count (mined->candidates).text);
    }
}
