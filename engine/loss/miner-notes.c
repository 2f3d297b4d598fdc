#include "engine/loss/miner-notes.h"

#include <glib/gi18n-lib.h>

#define DISTANCE { "d_{ap},  d_{an}", N_("distance of the anchor to a positive and to a negative") }
#define DRAWN { "∼", N_("drawn at random, each with the same chance") }
#define POSITIVES { "P_a,  N_a", N_("all positives and all negatives of anchor a in the batch") }
#define DENSITY { "q(d)", N_("how often a distance occurs between points spread evenly on the sphere") }

static const IsoNote notes[ISO_MINER_COUNT] = {
  [ISO_MINER_ALL] = {
    .formula = "T = \\set{(a,p,n) :  y_a = y_p ≠ y_n,  a ≠ p}",
    .use = N_("To see what mining is for. Fine for small batches and early in training; later nearly all triplets are satisfied "
              "and the mean hides those that are not."),
    .signs = { { "T", N_("the triplets that the loss is computed on") }, { "y_a", N_("class of sample a") } },
  },
  [ISO_MINER_RANDOM] = {
    .formula = "p ∼ P_a,    n ∼ N_a",
    .use = N_("A baseline that nothing can go wrong with. Teaches ever less as training goes on."),
    .signs = { DRAWN, POSITIVES },
  },
  [ISO_MINER_SEMI_HARD] = {
    .formula = "n = \\argmin{n :  d_{an} > d_{ap}} d_{an}    for each  p ∈ P_a",
    .use = N_("A safe choice with the triplet loss: hard enough to teach, without the negatives inside the class that make an "
              "early embedding collapse."),
    .signs = { DISTANCE, POSITIVES },
  },
  [ISO_MINER_SOFT_HARD] = {
    .formula = "p ∼ \\set{p :  d_{ap} > \\min{n} d_{an}},    n ∼ \\set{n :  d_{an} < \\max{p} d_{ap}}",
    .use = N_("When semi-hard has become too easy and hard is not steady: hard on average, but a wrong label does not decide "
              "every triplet."),
    .signs = { DISTANCE, DRAWN },
  },
  [ISO_MINER_HARD] = {
    .formula = "p = \\argmax{p} d_{ap},    n = \\argmin{n} d_{an}",
    .use = N_("For an embedding that already works, with clean labels and several samples of each class. Watch for collapse: all "
              "distances going to 0 while the loss stays at its margin."),
    .signs = { DISTANCE },
  },
  [ISO_MINER_DISTANCE_WEIGHTED] = {
    .formula = "P(n | a) ∝ \\frac{1}{q(\\text{max}(d_{an}, d_0))}    where  d_{an} ≤ d_1\n"
               "q(d) ∝ d^{D−2} \\paren{1 − \\frac{d^2}{4}}^{(D−3)/2}",
    .use = N_("The partner of the margin loss, and good with any triplet loss in many dimensions, where random negatives are all "
              "about equally far."),
    .signs = { { "P(n | a)", N_("chance that negative n is chosen for anchor a") }, DENSITY,
               { "D", N_("dimension of the embedding") },
               { "d_0", N_("cut-off: nearer negatives count as if they were so far") },
               { "d_1", N_("upper limit: farther negatives are not drawn") } },
  },
  [ISO_MINER_RHO_DISTANCE] = {
    .formula = "(a, a, p)    with probability ρ,\n"
               "(a, p, n),  P(n | a) ∝ \\frac{1}{q(\\text{max}(d_{an}, d_0))}    otherwise",
    .use = N_("When test classes are not the training classes: pushing a few positives apart keeps directions in use that the "
              "training classes alone would give up."),
    .signs = { { "ρ", N_("share of triplets in which a positive takes the negative's place") },
               { "(a, a, p)", N_("the anchor is its own positive, and one of its class is pushed away") }, DENSITY,
               { "d_0", N_("cut-off: nearer negatives count as if they were so far") } },
  },
  [ISO_MINER_MULTI_SIMILARITY] = {
    .formula = "p ∈ P_a :  S_{ap} − ε < \\max{n} S_{an},    n ∈ N_a :  S_{an} + ε > \\min{p} S_{ap}",
    .use = N_("Lends the multi-similarity loss's choice of pairs to triplet losses: all pairs near the border between positives "
              "and negatives, however many there are."),
    .signs = { { "S_{ap}", N_("cosine similarity of anchor and positive") },
               { "ε", N_("margin: higher keeps more pairs") }, POSITIVES },
  },
};

const IsoNote *
iso_miner_note (IsoMinerName name)
{
  return &notes[name];
}
