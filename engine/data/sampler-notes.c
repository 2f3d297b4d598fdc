#include "engine/data/sampler-notes.h"

#include <glib/gi18n-lib.h>

#define BATCH { "B", N_("samples in a batch") }

static const IsoSamplerNote notes[ISO_SAMPLER_COUNT] = {
  [ISO_SAMPLER_CLASSES] = {
    .title = N_("Classes of K"),
    .note = {
      .formula = "B = P × K",
      .use = N_("The usual batch of metric learning: every anchor has K − 1 positives, whatever the number of classes. With "
                "few classes draw them without replacement, so that no class fills the batch."),
      .signs = { BATCH, { "P", N_("classes drawn at random for the batch") }, { "K", N_("samples of each of them") } },
    },
    .description = N_("Draws B/K classes at random, and K samples of each."),
    .paper = "Hermans, Beyer, Leibe: In Defense of the Triplet Loss for Person Re-Identification, arXiv 1703.07737, 2017",
  },
  [ISO_SAMPLER_BALANCED] = {
    .title = N_("Balanced"),
    .note = {
      .formula = "⌊B/C⌋ ≤ B_c ≤ ⌈B/C⌉",
      .use = N_("Few classes: every batch then sees all of them, and the graph of the batch has all classes in it. Wants room "
                "for two samples of each."),
      .signs = { BATCH, { "C", N_("classes of the training part") }, { "B_c", N_("samples of class c in a batch") } },
    },
    .description = N_("Puts every class into every batch, as evenly as the batch's size allows."),
    .paper = NULL,
  },
  [ISO_SAMPLER_RANDOM] = {
    .title = N_("Random"),
    .note = {
      .formula = "P(i) = \\frac{1}{N}",
      .use = N_("With proxy losses, which need no positives in the batch, and to see what grouping by class is worth: with many "
                "classes few samples meet a positive."),
      .signs = { { "N", N_("samples of the training part; none comes twice into a batch") } },
    },
    .description = N_("Takes any samples of the training part, as uneven as the data are."),
    .paper = NULL,
  },
  [ISO_SAMPLER_HARD_CLASSES] = {
    .title = N_("Hard classes"),
    .note = {
      .formula = "c ∼ \\set{1, …, C},    then the G − 1 classes of the smallest  ‖μ_c − μ_{c′}‖",
      .use = N_("Many classes, most of which are easily told apart: batches of near classes make the negatives hard. Until the "
                "first evaluation the company is drawn at random."),
      .signs = { { "c", N_("a class drawn at random, again and again until the batch is full") },
                 { "μ_c", N_("center of the class's evaluated training samples") },
                 { "G", N_("classes in a group (neighborhood)") } },
    },
    .description = N_("Draws K samples of each of B/K classes, and the classes in groups that lie near each other."),
    .paper = "Suh, Han, Kim, Lee: Stochastic Class-based Hard Example Mining for Deep Metric Learning, CVPR 2019",
  },
};

const IsoSamplerNote *
iso_sampler_note (IsoSamplerKind kind)
{
  return &notes[kind];
}
