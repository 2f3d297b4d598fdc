/* Hard positives and negatives, but not the hardest: drawn from all that lie on the wrong side of one of the other kind. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/loss/miner-kinds.h"

/* kept (B): positives farther than the nearest negative, negatives nearer than the farthest positive. */
static void
mark (guint8 *kept, const float *row, const gint32 *labels, size_t B, size_t anchor)
{
  float nearest_negative = -INFINITY, farthest_positive = INFINITY; /* as similarities */
  for (size_t j = 0; j < B; j++)
    if (labels[j] != labels[anchor])
      nearest_negative = MAX (nearest_negative, row[j]);
    else if (j != anchor)
      farthest_positive = MIN (farthest_positive, row[j]);
  for (size_t j = 0; j < B; j++)
    kept[j] = labels[j] != labels[anchor] ? row[j] > farthest_positive : row[j] < nearest_negative;
}

/* Among the marked, or, where none is, among all. */
static gint32
draw (const guint8 *kept, const gint32 *labels, size_t B, size_t anchor, gboolean same, IsoRandom *random)
{
  gint32 drawn = iso_miner_draw_marked (kept, labels, B, anchor, same, random);
  return drawn >= 0 ? drawn : iso_miner_draw (labels, B, anchor, same, random);
}

static void
mine (IsoTriplets *triplets, const float *similarity, const gint32 *labels, size_t B, size_t D, const double *values,
      IsoRandom *random)
{
  g_autofree guint8 *kept = g_new (guint8, MAX (B, 1));
  triplets->count = 0;
  for (size_t anchor = 0; anchor < B; anchor++)
    {
      mark (kept, similarity + anchor * B, labels, B, anchor);
      gint32 positive = draw (kept, labels, B, anchor, TRUE, random);
      gint32 negative = positive < 0 ? ISO_MINER_NO_SAMPLE : draw (kept, labels, B, anchor, FALSE, random);
      if (negative >= 0)
        iso_triplets_add (triplets, (gint32) anchor, positive, negative);
    }
}

const IsoMinerKind iso_soft_hard_miner = {
  .name = "soft-hard",
  .title = N_("Soft-hard"),
  .description = N_("For every anchor a positive farther than its nearest negative, and a negative nearer than its farthest "
                    "positive, drawn at random; where there are none such, any. Hard, without always the same outliers."),
  .paper = "Roth et al.: Revisiting Training Strategies and Generalization Performance in Deep Metric Learning, ICML 2020",
  .parameters = NULL,
  .parameter_count = 0,
  .mine = mine,
};
