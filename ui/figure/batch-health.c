#include "ui/figure/batch-health.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"
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

static double
gap_of (const IsoBatchMatrices *matrices)
{
  const float *T = matrices->values[ISO_MATRIX_TRANSITION];
  if (T == NULL)
    return (double) NAN;
  bool quick = matrices->settings.normalization == ISO_TRANSITION_SOFTMAX;
  return (quick ? iso_spectral_gap_quick : iso_spectral_gap) (T, matrices->B);
}

void
iso_batch_health_compute (IsoBatchHealth *health, const IsoBatchSnapshot *snapshot, const IsoBatchMatrices *matrices)
{
  IsoTargetHealth targets = health_of_targets (matrices);
  IsoEmbeddingHealth embedding = iso_embedding_health (snapshot->embeddings, snapshot->student_similarity, snapshot->B, snapshot->D);
  *health = (IsoBatchHealth) {
    .B = snapshot->B,
    .D = snapshot->D,
    .values = { targets.entropy, targets.effective_neighbors, targets.same_class, targets.spread, gap_of (matrices),
                embedding.mean_similarity, embedding.effective_rank },
    .is_probe = snapshot->is_probe,
    .mined = snapshot->health.mined,
  };
  health->is_alarming[ISO_GAUGE_ENTROPY] = health->is_alarming[ISO_GAUGE_NEIGHBORS]
      = targets.effective_neighbors >= ISO_NEARLY_UNIFORM * (double) snapshot->B;
  health->is_alarming[ISO_GAUGE_SIMILARITY] = embedding.mean_similarity > ISO_ALARM_SIMILARITY;
  health->is_alarming[ISO_GAUGE_RANK] = embedding.effective_rank < ISO_ALARM_RANK;
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
