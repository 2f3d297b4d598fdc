#include "engine/train/preset.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/train/parameters.h"

/* The paper's settings (arXiv 2211.07566, published code): they were made for a pretrained ResNet-50. */
#define PAPER(lambda, omega, tau_d)                                                                                      \
  "batch.size=112", "batch.samples_per_class=2", "batch.with_replacement=on", "loss.name=multi-similarity",             \
      "distill.mode=obdp", "distill.tau=1", "distill.k=0", "distill.graph=directed", "distill.normalization=softmax",   \
      "distill.steps=0", "distill.ramp=linear", "distill.lambda=" lambda, "distill.omega=" omega,                        \
      "distill.tau_d=" tau_d, "optimizer.name=adam", "optimizer.rate=1e-5", "optimizer.decay=4e-4", "network.embedding=128"

/* The presets of the built-in sets give every key that another of them gives, so that none leaves anything behind. */
#define SAMPLE "data.source=sample", "data.split=sample", "data.size=32", "data.normalization=standard"
#define FASHION_MNIST "data.source=fashion-mnist", "data.split=sample", "data.size=32", "data.normalization=standard"
#define EMOJI "data.source=emoji", "data.split=alternate", "data.size=32", "data.normalization=standard"

#define AUGMENTATION(shift, flip, rotation)                                                                               \
  "augment.shift=" shift, "augment.flip=" flip, "augment.rotation=" rotation, "augment.padding=edge",                     \
      "augment.brightness=0", "augment.contrast=0", "augment.saturation=0", "augment.erase=0"
#define NO_AUGMENTATION AUGMENTATION ("0", "0", "0")

#define BATCHES(samples_per_class, with_replacement)                                                                      \
  "batch.size=112", "batch.sampler=classes", "batch.samples_per_class=" samples_per_class,                                \
      "batch.with_replacement=" with_replacement

#define NETWORK(kind, pooling, embedding)                                                                                 \
  "network.kind=" kind, "network.pooling=" pooling, "network.embedding=" embedding, "network.frozen_norm=off"
#define MLP(embedding) NETWORK ("mlp", "average", embedding), "network.hidden=512, 256"

#define DISTILLATION(lambda, tau_d)                                                                                       \
  "distill.mode=obdp", "distill.lambda=" lambda, "distill.tau=0.2", "distill.omega=0.8", "distill.tau_d=" tau_d,          \
      "distill.k=10", "distill.graph=directed", "distill.normalization=softmax", "distill.steps=0", "distill.ramp=linear"

#define ADAM(rate, decay, schedule)                                                                                       \
  "optimizer.name=adam", "optimizer.rate=" rate, "optimizer.decay=" decay, "schedule.name=" schedule, "schedule.warmup=0"

static const char *const sample[] = {
  SAMPLE, NO_AUGMENTATION, BATCHES ("4", "on"), MLP ("64"), "loss.name=multi-similarity", DISTILLATION ("50", "0.1"),
  ADAM ("3e-4", "4e-4", "constant"), "train.epochs=20", NULL
};
static const char *const sample_conv[] = {
  SAMPLE, NO_AUGMENTATION, BATCHES ("4", "on"), NETWORK ("conv", "both", "64"), "loss.name=multi-similarity",
  DISTILLATION ("50", "0.1"), ADAM ("2e-3", "4e-4", "cosine"), "train.epochs=20", NULL
};
static const char *const sample_resnet[] = {
  SAMPLE, NO_AUGMENTATION, BATCHES ("4", "on"), NETWORK ("resnet", "both", "64"), "loss.name=multi-similarity",
  DISTILLATION ("50", "0.1"), ADAM ("2e-3", "4e-4", "cosine"), "train.epochs=20", NULL
};
static const char *const fashion_mlp[] = {
  FASHION_MNIST, AUGMENTATION ("0", "0.5", "0"), BATCHES ("4", "on"), MLP ("64"), "loss.name=normalized-softmax",
  DISTILLATION ("10", "0.1"), ADAM ("1e-3", "4e-5", "cosine"), "train.epochs=10", NULL
};
static const char *const fashion[] = {
  FASHION_MNIST, AUGMENTATION ("0", "0.5", "0"), BATCHES ("4", "on"), NETWORK ("text", "both", "64"),
  "network.layers=conv 32, pool, conv 64, conv 64, pool, conv 128", "loss.name=normalized-softmax",
  DISTILLATION ("10", "0.1"), ADAM ("2e-3", "4e-4", "cosine"), "train.epochs=14", NULL
};
static const char *const fashion_resnet[] = {
  FASHION_MNIST, AUGMENTATION ("0", "0.5", "0"), BATCHES ("4", "on"), NETWORK ("text", "both", "64"),
  "network.layers=conv 32, pool, residual 64, pool, residual 128", "loss.name=normalized-softmax", DISTILLATION ("10", "0.1"),
  ADAM ("2e-3", "4e-4", "cosine"), "train.epochs=3", NULL
};
static const char *const emoji_mlp[] = {
  EMOJI, AUGMENTATION ("1", "0.5", "5"), BATCHES ("4", "off"), MLP ("128"), "loss.name=multi-similarity",
  DISTILLATION ("20", "0.05"), ADAM ("1e-3", "4e-4", "cosine"), "train.epochs=40", NULL
};
static const char *const emoji[] = {
  EMOJI, AUGMENTATION ("3", "0.5", "15"), BATCHES ("4", "off"), NETWORK ("text", "both", "128"),
  "network.layers=conv 32, conv 32, pool, conv 64, conv 64, pool, conv 128, conv 128, pool, conv 256",
  "loss.name=multi-similarity", DISTILLATION ("20", "0.05"), ADAM ("2e-3", "4e-4", "cosine"), "train.epochs=40", NULL
};
static const char *const emoji_resnet[] = {
  EMOJI, AUGMENTATION ("3", "0.5", "15"), BATCHES ("4", "off"), NETWORK ("text", "both", "128"),
  "network.layers=conv 32, residual 32, pool, residual 64, pool, residual 128, pool, residual 256",
  "loss.name=multi-similarity", DISTILLATION ("20", "0.05"), ADAM ("2e-3", "4e-4", "cosine"), "train.epochs=24", NULL
};
static const char *const cub[] = { PAPER ("1000", "0.3", "1"), NULL };
static const char *const cars[] = { PAPER ("75", "0.99", "1"), NULL };
static const char *const products[] = { PAPER ("100", "0.5", "0.005"), NULL };

static const IsoPreset presets[] = {
  { "sample", N_("Fashion-MNIST sample"), N_("MLP"),
    N_("20 epochs, 5 seconds on two cores. On validation recall@1 0.80, map@r 0.63 (mean of six seeds); the targets show "
       "structure."),
    sample },
  { "sample-conv", N_("Fashion-MNIST sample"), N_("ConvNet"),
    N_("20 epochs, 15 seconds on two cores. On validation recall@1 0.82, map@r 0.66 (mean of three seeds)."), sample_conv },
  { "sample-resnet", N_("Fashion-MNIST sample"), N_("ResNet"),
    N_("20 epochs, 50 seconds on two cores. On validation recall@1 0.83, map@r 0.69 (mean of three seeds)."), sample_resnet },
  { "fashion-mnist-mlp", N_("Fashion-MNIST"), N_("MLP"),
    N_("10 epochs, half a minute on two cores. On validation recall@1 0.874, map@r 0.711 (one seed)."), fashion_mlp },
  { "fashion-mnist", N_("Fashion-MNIST"), N_("ConvNet"),
    N_("14 epochs, four and a half minutes on two cores. On validation recall@1 0.900 in 5 epochs, 0.909 in 8 (one "
       "seed)."),
    fashion },
  { "fashion-mnist-resnet", N_("Fashion-MNIST"), N_("ResNet"),
    N_("3 epochs, two minutes on two cores. On validation recall@1 0.891, map@r 0.725 (one seed)."), fashion_resnet },
  { "emoji-mlp", N_("Emoji designs"), N_("MLP"),
    N_("40 epochs, 20 seconds on two cores. On validation classes recall@1 0.55, map@r 0.32 (one seed)."), emoji_mlp },
  { "emoji", N_("Emoji designs"), N_("ConvNet"),
    N_("40 epochs, two and a half minutes on two cores. On validation classes recall@1 0.76, map@r 0.52 (one seed)."), emoji },
  { "emoji-resnet", N_("Emoji designs"), N_("ResNet"),
    N_("24 epochs, three minutes on two cores. On validation classes recall@1 0.77, map@r 0.52 (one seed)."), emoji_resnet },
  { "paper-cub200", N_("Paper"), N_("CUB200"),
    N_("λ 1000, ω 0.3, as the paper trains a pretrained ResNet-50; on small networks learning stops at this weight."), cub },
  { "paper-cars196", N_("Paper"), N_("CARS196"),
    N_("λ 75, ω 0.99, as the paper trains a pretrained ResNet-50; at this ω the rows of the targets become equal."), cars },
  { "paper-sop", N_("Paper"), N_("Stanford Online Products"),
    N_("λ 100, ω 0.5, τ_d 0.005, as the paper trains a pretrained ResNet-50."), products },
};

const IsoPreset *
iso_presets (size_t *count)
{
  *count = G_N_ELEMENTS (presets);
  return presets;
}

const IsoPreset *
iso_preset_find (const char *name, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      if (strcmp (presets[i].name, name) == 0)
        return &presets[i];
      g_string_append_printf (known, "%s%s", i == 0 ? "" : ", ", presets[i].name);
    }
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("there is no preset “%s”; there are: %s"), name, known->str);
  return NULL;
}

char *
iso_preset_title (const IsoPreset *preset)
{
  return g_strdup_printf (_("%s: %s"), _(preset->group), _(preset->variant));
}

bool
iso_preset_apply (const IsoPreset *preset, IsoSettings *settings, GError **error)
{
  return iso_settings_set_all (settings, preset->assignments, error);
}
