/* Notes on the losses that compare samples with learnt proxies of the classes. */
#include <glib/gi18n-lib.h>

#include "engine/loss/loss-notes.h"

const IsoNote iso_loss_notes_on_proxies[ISO_LOSS_COUNT] = {
  [ISO_LOSS_PROXY_NCA] = {
    .formula = "L = \\mean{i} \\paren{d(z_i, w_{y_i})^2 + log \\sum{c≠y_i} exp(−d(z_i, w_c)^2)}",
    .use = N_("Fast and steady where there are many classes: nothing to mine and no need for positives in the batch. The pull to "
              "the own proxy does not fade when a sample is well placed, so the scale matters."),
    .signs = { { "d(z,w)", N_("distance between an embedding and a proxy, both of length s") }, ISO_SIGN_PROXY, ISO_SIGN_CLASS,
               { "s", N_("scale: the length of embeddings and proxies within the loss") } },
  },
  [ISO_LOSS_PROXY_ANCHOR] = {
    .formula = "L = \\mean{c∈C_+} log\\paren{1 + \\sum{y_i=c} exp(−α(S_{ic} − δ))} + "
               "\\mean{c} log\\paren{1 + \\sum{y_i≠c} exp(α(S_{ic} + δ))}",
    .use = N_("As fast as other proxy losses, yet the samples of a batch act on each other through their proxy. A good first "
              "proxy loss; give the proxies a rate far above the network's."),
    .signs = { { "S_{ic}", N_("cosine of embedding i and the proxy of class c") }, ISO_SIGN_CLASS,
               { "C_+", N_("classes of which the batch holds samples; the second mean is over all classes") },
               { "α", N_("how much hard samples outweigh the others") },
               { "δ", N_("margin: aims at cosines above δ and below −δ") } },
  },
  [ISO_LOSS_NORMALIZED_SOFTMAX] = {
    .formula = "L = −\\mean{i} log \\frac{exp(z_i·w_{y_i}/T)}{\\sum{c} exp(z_i·w_c/T)}",
    .use = N_("Plain classification on the sphere, and a hard baseline to beat. Nothing depends on how batches are composed."),
    .signs = { ISO_SIGN_PROXY, ISO_SIGN_CLASS, { "T", N_("temperature: lower leaves well-placed samples alone") } },
  },
  [ISO_LOSS_COSFACE] = {
    .formula = "L = −\\mean{i} log \\frac{exp(s(S_{iy_i} − m))}{exp(s(S_{iy_i} − m)) + \\sum{c≠y_i} exp(s S_{ic})}",
    .use = N_("Classification with a gap between classes, for many classes and clean labels. Too large a margin keeps a small "
              "network from learning at all."),
    .signs = { { "S_{ic}", N_("cosine of embedding i and the proxy of class c") }, ISO_SIGN_CLASS,
               { "m", N_("margin on the cosine to the own proxy") }, { "s", N_("scale of the cosines") } },
  },
  [ISO_LOSS_ARCFACE] = {
    .formula = "L = −\\mean{i} log \\frac{exp(s cos(θ_{iy_i} + m))}{exp(s cos(θ_{iy_i} + m)) + \\sum{c≠y_i} exp(s cos θ_{ic})}",
    .use = N_("As CosFace, with the gap as an angle, which is the same everywhere on the sphere. Known from faces; sensitive to "
              "wrong labels."),
    .signs = { { "θ_{ic}", N_("angle between embedding i and the proxy of class c") }, ISO_SIGN_CLASS,
               { "m", N_("angle that is added to that to the own proxy, in radians") }, { "s", N_("scale of the cosines") } },
  },
  [ISO_LOSS_SOFT_TRIPLE] = {
    .formula = "L = −\\mean{i} log \\frac{exp(λ(s_{y_i} − m))}{exp(λ(s_{y_i} − m)) + \\sum{c≠y_i} exp(λ s_c)} + "
               "\\frac{τ}{C K (K − 1)} \\sum{c, k<l} \\sqrt{2.00001 − 2 w_{ck}·w_{cl}}\n"
               "s_c = \\sum{k} \\frac{exp(z_i·w_{ck}/γ)}{\\sum{l} exp(z_i·w_{cl}/γ)} z_i·w_{ck}",
    .use = N_("For classes of several looks, each of which may have a proxy of its own. Start with more proxies than looks: the "
              "regularization merges those that are not needed."),
    .signs = { { "w_{ck}", N_("proxy k of class c, of K; learnt beside the network") },
               { "s_c", N_("similarity to class c: of its proxies the nearest count most") }, ISO_SIGN_CLASS,
               { "γ", N_("temperature of the choice among the proxies of a class") },
               { "λ", N_("scale of the similarities") },
               { "m", N_("margin on the similarity to the own class") },
               { "τ", N_("weight of the distances between the proxies of a class") },
               { "C,  K", N_("number of classes, and of proxies for each") } },
  },
};
