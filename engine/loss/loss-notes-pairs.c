/* Notes on the losses that compare samples with samples. */
#include <glib/gi18n-lib.h>

#include "engine/loss/loss-notes.h"

const IsoNote iso_loss_notes_on_pairs[ISO_LOSS_COUNT] = {
  [ISO_LOSS_CONTRASTIVE] = {
    .formula = "L = \\mean{(a,p,n)} [d_{ap} − m^+]_+ + \\mean{(a,p,n)} [m^− − d_{an}]_+",
    .use = N_("The oldest of all and easy to reason about. One fixed radius for all classes suits data whose classes are equally "
              "wide; with a positive margin above 0 classes do not shrink into points."),
    .signs = { ISO_SIGN_DISTANCE, ISO_SIGN_TRIPLET, ISO_SIGN_HINGE,
               { "m^+", N_("positive margin: positives nearer than this are left alone") },
               { "m^−", N_("negative margin: negatives farther than this are left alone") } },
  },
  [ISO_LOSS_TRIPLET] = {
    .formula = "L = \\mean{(a,p,n)} [d_{ap}^2 − d_{an}^2 + m]_+",
    .use = N_("Only the order of distances counts, so classes may be as wide as they are. Much depends on the miner: semi-hard "
              "or distance-weighted are safe choices."),
    .signs = { ISO_SIGN_DISTANCE, ISO_SIGN_TRIPLET, ISO_SIGN_HINGE,
               { "m", N_("margin in squared distance between positive and negative") } },
  },
  [ISO_LOSS_MARGIN] = {
    .formula = "L = \\frac{1}{N_+} \\sum{(a,p,n)} \\paren{[d_{ap} − β_{y_a} + m]_+ + [β_{y_a} − d_{an} + m]_+} + "
               "ν \\sum{(a,p,n)} β_{y_a}",
    .use = N_("The robust choice among triplet losses, made for the distance-weighted miner. Its boundaries want some hundred "
              "steps to settle; give them a rate of their own."),
    .signs = { ISO_SIGN_DISTANCE, ISO_SIGN_TRIPLET, ISO_SIGN_HINGE,
               { "β_{y_a}", N_("boundary of the anchor's class, a distance; learnt, starts at 1.2") },
               { "m", N_("how far on its side of the boundary each sample should be") },
               { "N_+", N_("number of the terms in brackets that are above 0") },
               { "ν", N_("weight of the sum of boundaries") } },
  },
  [ISO_LOSS_MULTI_SIMILARITY] = {
    .formula = "L = \\mean{i} \\paren{\\frac{1}{α} log\\paren{1 + \\sum{p∈P_i} exp(−α(S_{ip} − t))} + "
               "\\frac{1}{β} log\\paren{1 + \\sum{n∈N_i} exp(β(S_{in} − t))}}\n"
               "p∈P_i :  S_{ip} − m < \\max{n} S_{in},    n∈N_i :  S_{in} + m > \\min{p} S_{ip}",
    .use = N_("A strong start for most data, and what the paper on self-distillation trains with. Mines its pairs by itself, so "
              "it wants several samples of each class in a batch, but no miner."),
    .signs = { ISO_SIGN_SIMILARITY,
               { "P_i,  N_i", N_("positives and negatives of anchor i that are hard beside its hardest pair of the other sort") },
               { "t", N_("similarity that separates positives from negatives") },
               { "α,  β", N_("how much the worst positives and negatives outweigh the others") },
               { "m", N_("margin of mining: higher keeps easier pairs") } },
  },
  [ISO_LOSS_LIFTED] = {
    .formula = "L = \\mean{i} \\brack{log \\sum{p} exp(d_{ip}) + log \\sum{n} exp(m − d_{in})}_+ + l_2 \\mean{i} ‖z_i‖",
    .use = N_("All pairs of the batch at once, with no miner to choose. Smoother than batch-hard triplets; large batches suit "
              "it."),
    .signs = { { "d_{ip},  d_{in}", N_("distance of anchor i to a positive p and to a negative n") }, ISO_SIGN_HINGE,
               { "m", N_("how far negatives are to be pushed") }, ISO_SIGN_LENGTH },
  },
  [ISO_LOSS_N_PAIR] = {
    .formula = "L = \\mean{(a,p)} log\\paren{1 + \\sum{q} exp(z_a·z_q − z_a·z_p)} + l_2 \\mean{i} ‖z_i‖",
    .use = N_("Compares each pair with all other classes at once; with two samples of each of many classes a batch is used best. "
              "On embeddings of unit length it is gentle, for similarities differ by 2 at most."),
    .signs = { { "(a,p)", N_("a sample and its positive, drawn at random") },
               { "q", N_("the positives of other pairs whose class is not the anchor's") },
               { "z_a·z_p", N_("inner product of the embeddings") }, ISO_SIGN_LENGTH },
  },
  [ISO_LOSS_ANGULAR] = {
    .formula = "L = L_{\\text{N-pair}} + w \\mean{(a,p)} log\\paren{1 + \\sum{q} exp(4 tan^2α (z_a + z_p)·z_q − "
               "2(1 + tan^2α) z_a·z_p)}",
    .use = N_("N-pair with a bound on the shape of triangles, which does not depend on how spread out a class is. Try 36° to "
              "55°."),
    .signs = { { "L_{\\text{N-pair}}", N_("the N-pair loss with its length penalty") },
               { "(a,p)", N_("a sample and its positive, drawn at random") },
               { "q", N_("the positives of other pairs whose class is not the anchor's") },
               { "α", N_("largest angle at which a negative may see anchor and positive") },
               { "w", N_("weight of the angular term") },
               { "z", N_("embeddings; of unit length within the angular term") } },
  },
  [ISO_LOSS_SNR] = {
    .formula = "L = \\frac{1}{N_+} \\sum{(a,p,n)} "
               "\\brack{\\frac{var(z_a − z_p)}{var(z_a)} − \\frac{var(z_a − z_n)}{var(z_a)} + m}_+ + "
               "l_2 \\mean{a} \\abs{\\sum{d} z_{ad}}",
    .use = N_("A triplet loss in another measure. On embeddings of unit length with mean 0 it is close to the triplet loss on "
              "squared distances; the mean is over triplets above 0 only, so it does not fade as training succeeds."),
    .signs = { { "var", N_("variance over the dimensions of an embedding") }, ISO_SIGN_TRIPLET, ISO_SIGN_HINGE,
               { "N_+", N_("number of the terms in brackets that are above 0") },
               { "m", N_("margin between the two ratios of noise to signal") },
               { "l_2", N_("weight of the penalty that keeps embeddings at mean 0") } },
  },
  [ISO_LOSS_QUADRUPLET] = {
    .formula = "L = \\mean{(a,p,n)} [d_{ap} − d_{an} + m_1]_+ + \\mean{(a,p,n,f)} [d_{ap} − d_{nf} + m_2]_+",
    .use = N_("Where classes should be narrow against all distances there are, not only those from their own anchors. Wants "
              "three classes in a batch, better many."),
    .signs = { ISO_SIGN_DISTANCE, ISO_SIGN_TRIPLET,
               { "f", N_("a fourth sample of a third class, drawn at random") }, ISO_SIGN_HINGE,
               { "m_1", N_("margin between positive and negative of one anchor") },
               { "m_2", N_("margin between the positive pair and any two other classes") } },
  },
  [ISO_LOSS_HISTOGRAM] = {
    .formula = "L = \\sum{r} h_r^− \\sum{q≤r} h_q^+",
    .use = N_("Hardly anything to tune. Wants batches large enough for two smooth histograms, and treats every pair alike, "
              "however hard."),
    .signs = { { "h_q^+", N_("share of positive pairs whose similarity lies in bin q") },
               { "h_r^−", N_("share of negative pairs whose similarity lies in bin r") },
               { "q≤r", N_("bins of lower similarity: the sum is the chance that a negative pair is the more similar one") } },
  },
  [ISO_LOSS_SUPCON] = {
    .formula = "L = −\\mean{i} \\frac{1}{|P_i|} \\sum{p∈P_i} log \\frac{exp(S_{ip}/T)}{\\sum{j≠i} exp(S_{ij}/T)}",
    .use = N_("A softmax over the batch: steady and strong with large batches or a cross-batch memory. The temperature decides "
              "how much the nearest negatives count."),
    .signs = { ISO_SIGN_SIMILARITY, ISO_SIGN_POSITIVES, { "|P_i|", N_("their number") }, { "T", N_("temperature") } },
  },
  [ISO_LOSS_CIRCLE] = {
    .formula = "L = \\mean{i} log\\paren{1 + \\sum{p∈P_i} exp(−γ a_p(S_{ip} − 1 + m)) \\sum{n} exp(γ a_n(S_{in} − m))}\n"
               "a_p = [1 + m − S_{ip}]_+,    a_n = [S_{in} + m]_+",
    .use = N_("When pairs should come to rest: each is pulled or pushed the less the nearer it is to its aim. The scale may be "
              "high; raise it once training is steady."),
    .signs = { ISO_SIGN_SIMILARITY, ISO_SIGN_POSITIVES,
               { "a_p,  a_n", N_("how far the pair is from its aim; constants for the gradient") },
               { "γ", N_("scale: higher looks at the worst pairs only") },
               { "m", N_("relaxation: positives aim at 1 + m, negatives at −m") } },
  },
  [ISO_LOSS_SMOOTH_AP] = {
    .formula = "L = 1 − \\mean{i} \\mean{p∈P_i} \\frac{1 + \\sum{q∈P_i, q≠p} σ(Δ_q/T)}{1 + \\sum{j≠i, j≠p} σ(Δ_j/T)},    "
               "Δ_j = S_{ij} − S_{ip}",
    .use = N_("To train for what retrieval is measured by. Pairs act only near a change of ranks, so it wants large batches or a "
              "memory, and a temperature that is not too low at first."),
    .signs = { ISO_SIGN_SIMILARITY, ISO_SIGN_POSITIVES,
               { "σ", N_("sigmoid, a soft step: 1 where j ranks above p") },
               { "Δ_j", N_("by how much j is more similar to the anchor than p") },
               { "T", N_("width of the step") } },
  },
};
