#include "engine/train/mined.h"

#include <string.h>

#include "engine/base/kernel.h"
#include "engine/loss/miner.h"

double
iso_mined_margin (const IsoLossKind *kind, const double *values)
{
  if (kind == iso_loss_kind (ISO_LOSS_TRIPLET))
    for (size_t slot = 0; slot < kind->parameter_count; slot++)
      if (strcmp (kind->parameters[slot].key, "margin") == 0)
        return values[slot];
  return ISO_MINED_MARGIN;
}

/* Of one row of ∂L/∂S, its own sample left out. Small counters in a loop without branches, so that it runs in vector registers. */
ISO_KERNEL static void
count_row (IsoMined *mined, const float *gradient, const gint32 *labels, size_t i, size_t R)
{
  gint32 own = labels[i];
  guint32 moved = 0, alike = 0;
  for (size_t j = 0; j < R; j++)
    {
      guint32 is_moved = gradient[j] != 0.0f, is_alike = labels[j] == own;
      moved += is_moved;
      alike += is_moved & is_alike;
    }
  guint32 itself = gradient[i] != 0.0f;
  mined->positive_pairs += alike - itself;
  mined->negative_pairs += moved - alike;
}

void
iso_mined_count (IsoMined *mined, const IsoLossKind *kind, const double *values, const IsoLossInput *input,
                 const IsoLossOutput *output)
{
  size_t B = input->B, R = input->R == 0 ? B : input->R;
  *mined = (IsoMined) { .kind = ISO_MINED_SAMPLES, .active = (guint32) output->active_count,
                        .candidates = (guint32) output->candidate_count };
  if (iso_loss_wants_triplets (kind))
    {
      IsoTripletSummary summary = iso_triplets_summarize (input->triplets, input->triplet_count, input->similarity, input->labels,
                                                          B, iso_mined_margin (kind, values));
      g_assert (R == B);
      mined->kind = ISO_MINED_TRIPLETS;
      mined->triplets = (guint32) summary.count;
      mined->hard = (guint32) summary.hard;
      mined->semi_hard = (guint32) summary.semi_hard;
      mined->easy = (guint32) summary.easy;
      mined->swapped = (guint32) summary.swapped;
      mined->violating = (guint32) summary.violating;
    }
  else if (kind->learns != ISO_LOSS_LEARNS_PROXIES)
    {
      mined->kind = ISO_MINED_PAIRS;
      mined->pairs = (guint32) (B * (R - 1));
      for (size_t i = 0; i < B; i++)
        count_row (mined, output->similarity_gradient + i * R, input->labels, i, R);
    }
}
