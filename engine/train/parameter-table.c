#include "engine/train/parameter-table.h"

#include <glib/gi18n-lib.h>
#include <stddef.h>

#include "engine/metrics/kmeans.h"
#include "engine/train/method-parameters.h"
#include "engine/train/projection-parameters.h"

#define AT(field) offsetof (IsoSettings, field)
#define LIVE ISO_PARAMETER_LIVE
#define LOGARITHMIC ISO_PARAMETER_LOGARITHMIC
#define LIMIT_INTEGER 2147483647.0

static const char *const color_names[] = { "automatic", "grey", "rgb", NULL };
static const char *const color_titles[] = { N_("automatic"), N_("grey"), N_("color"), NULL };
static const char *const split_names[] = { "sample", "class", "alternate", NULL };
static const char *const split_titles[] = { N_("by sample"), N_("by class"), N_("every other class"), NULL };
static const char *const validation_names[] = { "none", "sample", "class", NULL };
static const char *const validation_titles[] = { N_("none"), N_("by sample"), N_("by class"), NULL };
static const char *const normalization_names[] = { "none", "centered", "standard", NULL };
static const char *const normalization_titles[] = { N_("none"), N_("centered"), N_("standard"), NULL };
static const char *const sampler_names[] = { "classes", "balanced", "random", "hard-classes", NULL };
static const char *const sampler_titles[] = { N_("classes of K"), N_("balanced"), N_("random"), N_("hard classes"), NULL };
static const char *const padding_names[] = { "edge", "black", NULL };
static const char *const padding_titles[] = { N_("nearest pixel"), N_("black"), NULL };
static const char *const network_names[] = { "mlp", "linear", "conv", "resnet", "text", NULL };
static const char *const network_titles[] = { N_("MLP"), N_("linear"), N_("conv"), N_("ResNet"), N_("as text"), NULL };
static const char *const pooling_names[] = { "average", "maximum", "both", NULL };
static const char *const pooling_titles[] = { N_("average"), N_("maximum"), N_("both"), NULL };
static const char *const mode_names[] = { "none", "psd", "obdp", "uniform", NULL };
static const char *const mode_titles[] = { N_("Off"), N_("PSD"), N_("OBDP"), N_("Uniform"), NULL };
static const char *const transition_names[] = { "softmax", "symmetric", NULL };
static const char *const transition_titles[] = { N_("softmax"), N_("symmetric"), NULL };
static const char *const graph_names[] = { "directed", "mutual", "union", NULL };
static const char *const graph_titles[] = { N_("directed"), N_("mutual"), N_("union"), NULL };
static const char *const ramp_names[] = { "linear", "constant", "cosine", NULL };
static const char *const ramp_titles[] = { N_("linear, e/E"), N_("constant"), N_("cosine"), NULL };
static const char *const teacher_names[] = { "previous-epoch", "moving-average", "checkpoint", NULL };
static const char *const teacher_titles[] = { N_("previous epoch"), N_("moving average"), N_("checkpoint"), NULL };
static const char *const optimizer_names[] = { "adam", "adamw", "sgd", NULL };
static const char *const optimizer_titles[] = { N_("Adam"), N_("AdamW"), N_("SGD"), NULL };
static const char *const schedule_names[] = { "constant", "step", "cosine", NULL };
static const char *const schedule_titles[] = { N_("constant"), N_("in steps"), N_("cosine"), NULL };
static const char *const pace_names[] = { "1", "5", "20", "60", "unlimited", NULL };
static const char *const pace_titles[] = {
  N_("1 step/s"), N_("5 steps/s"), N_("20 steps/s"), N_("60 steps/s"), N_("unlimited"), NULL
};

/* Shown while K samples of a class are drawn together. */
#define WHEN_GROUPED .when_key = "batch.sampler", .when_mask = 1u << ISO_SAMPLER_CLASSES | 1u << ISO_SAMPLER_HARD_CLASSES
/* Shown while targets are diffused. */
#define WHEN_DIFFUSED .when_key = "distill.mode", .when_mask = 1u << ISO_DISTILL_OBDP
/* Shown while anything is distilled. */
#define WHEN_DISTILLED .when_key = "distill.mode", .when_mask = ~(1u << ISO_DISTILL_NONE)
/* Shown for networks that may have convolutions. */
#define WHEN_CONVOLVED \
  .when_key = "network.kind", .when_mask = 1u << ISO_NETWORK_CONV | 1u << ISO_NETWORK_RESNET | 1u << ISO_NETWORK_TEXT
#define WHEN_TEACHER .when_key = "distill.mode", .when_mask = 1u << ISO_DISTILL_PSD | 1u << ISO_DISTILL_OBDP

static const IsoParameter data_entries[] = {
  { "data.source", N_("Source"), NULL, NULL,
    N_("Where the samples come from: “sample” (embedded images), “fashion-mnist”, “emoji”, or the path of a folder or file."),
    ISO_PARAMETER_TEXT, 0, .initial_text = "sample", .offset = AT (data.source) },
  { "data.size", N_("Image size"), NULL, N_("pixels"),
    N_("Only for folders of pictures, which become squares of this size (the shorter side is scaled to it, the middle is kept), and "
       "for emoji, up to 64."),
    ISO_PARAMETER_INTEGER, ISO_PARAMETER_OF_PICTURES, 4, 512, .initial = 32, .soft_minimum = 16, .soft_maximum = 128,
    .offset = AT (data.size) },
  { "data.color", N_("Color"), NULL, NULL, N_("Only for folders of pictures. Automatic: grey if all of them are, else color."),
    ISO_PARAMETER_CHOICE, ISO_PARAMETER_OF_PICTURES, .initial = ISO_COLOR_AUTOMATIC, .choices = color_names, .titles = color_titles,
    .offset = AT (data.color) },
  { "data.label_column", N_("Label column"), NULL, NULL,
    N_("Of a table: the name or the number of the column with the classes; empty: “label”, “class” or “target”, else the last."),
    ISO_PARAMETER_TEXT, ISO_PARAMETER_OF_TABLES, .initial_text = "", .offset = AT (data.label_column) },
  { "data.split", N_("Split"), NULL, NULL,
    N_("By sample: every class is trained and tested. By class: the first half of the classes trains, the rest, never seen, "
       "tests. Every other class: likewise, from the first on."),
    ISO_PARAMETER_CHOICE, 0, .initial = ISO_SPLIT_BY_SAMPLE, .choices = split_names, .titles = split_titles,
    .offset = AT (data.split) },
  { "data.validation", N_("Validation"), NULL, NULL,
    N_("Holds a part of the training data out, by which the best epoch and presets are chosen; the test data never choose."),
    ISO_PARAMETER_CHOICE, 0, .initial = ISO_VALIDATION_NONE, .choices = validation_names, .titles = validation_titles,
    .offset = AT (data.validation) },
  { "data.validation_share", N_("Validation share"), NULL, NULL, N_("The share of the training part that is held out."),
    ISO_PARAMETER_REAL, 0, 0.01, 0.9, .initial = 0.2, .soft_minimum = 0.05, .soft_maximum = 0.5,
    .offset = AT (data.validation_share), .when_key = "data.validation", .when_mask = ~(1u << ISO_VALIDATION_NONE) },
  { "data.normalization", N_("Normalization"), NULL, NULL,
    N_("None: bytes become 0 … 1. Centered: −1 … 1. Standard: mean 0 and deviation 1 over the training part."),
    ISO_PARAMETER_CHOICE, 0, .initial = ISO_NORMALIZATION_STANDARD, .choices = normalization_names,
    .titles = normalization_titles, .offset = AT (data.normalization) },
  { "data.label_noise", N_("Label noise"), NULL, NULL,
    N_("The share of training labels that are replaced by another class. Evaluation keeps the true ones."),
    ISO_PARAMETER_REAL, 0, 0, 1, .initial = 0, .soft_minimum = 0, .soft_maximum = 0.5, .offset = AT (data.label_noise) },
  { "batch.size", N_("Batch size"), "B", NULL, N_("Samples in a batch; a multiple of the samples a class. The paper uses 112."),
    ISO_PARAMETER_INTEGER, 0, 4, 4096, .initial = 112, .soft_minimum = 16, .soft_maximum = 512, .offset = AT (batch.size) },
  { "batch.sampler", N_("Sampler"), NULL, NULL,
    N_("Classes of K: classes at random. Balanced: all classes evenly. Random: any samples. Hard classes: those near each other."),
    ISO_PARAMETER_CHOICE, 0, .initial = ISO_SAMPLER_CLASSES, .choices = sampler_names, .titles = sampler_titles,
    .offset = AT (batch.sampler) },
  { "batch.samples_per_class", N_("Samples a class"), "K", NULL,
    N_("A batch holds B/K classes of K samples each. The paper uses 2; more give each anchor more positives."),
    ISO_PARAMETER_INTEGER, 0, 2, 1024, .initial = 4, .soft_minimum = 2, .soft_maximum = 16,
    .offset = AT (batch.samples_per_class), WHEN_GROUPED },
  { "batch.with_replacement", N_("Repeat classes"), NULL, NULL,
    N_("Draws the classes of a batch with replacement, as the published code does; off: each class at most once."),
    ISO_PARAMETER_SWITCH, 0, 0, 1, .initial = 1, .offset = AT (batch.with_replacement), WHEN_GROUPED },
  { "batch.neighborhood", N_("Neighborhood"), NULL, N_("classes"),
    N_("A class drawn at random comes with its nearest, so many in all. Higher makes batches of classes more alike."),
    ISO_PARAMETER_INTEGER, 0, 2, 1024, .initial = 4, .soft_minimum = 2, .soft_maximum = 16, .offset = AT (batch.neighborhood),
    .when_key = "batch.sampler", .when_mask = 1u << ISO_SAMPLER_HARD_CLASSES },
};

static const IsoParameter augment_entries[] = {
  { "augment.shift", N_("Shift"), NULL, N_("pixels"),
    N_("Moves training images by up to so many pixels each way; a tenth of their side is much. Only images can be augmented."),
    ISO_PARAMETER_INTEGER, LIVE, 0, 512, .initial = 0, .soft_minimum = 0, .soft_maximum = 8, .offset = AT (augment.shift) },
  { "augment.flip", N_("Mirror"), NULL, NULL,
    N_("The share of training images that are mirrored, left to right. Not for what has sides, such as digits."),
    ISO_PARAMETER_REAL, LIVE, 0, 1, .initial = 0, .soft_minimum = 0, .soft_maximum = 1, .offset = AT (augment.flip) },
  { "augment.rotation", N_("Rotation"), NULL, N_("degrees"), N_("Rotates training images by up to so many degrees either way."),
    ISO_PARAMETER_REAL, LIVE, 0, 180, .initial = 0, .soft_minimum = 0, .soft_maximum = 45, .offset = AT (augment.rotation) },
  { "augment.padding", N_("Beyond the border"), NULL, NULL,
    N_("What moves and rotations bring in: the nearest pixel of the border, or black."), ISO_PARAMETER_CHOICE, LIVE,
    .initial = ISO_PADDING_EDGE, .choices = padding_names, .titles = padding_titles, .offset = AT (augment.padding) },
  { "augment.brightness", N_("Brightness"), NULL, NULL,
    N_("Multiplies the values of each training image by a factor that differs from 1 by at most this."), ISO_PARAMETER_REAL, LIVE,
    0, 1, .initial = 0, .soft_minimum = 0, .soft_maximum = 0.8, .offset = AT (augment.brightness) },
  { "augment.contrast", N_("Contrast"), NULL, NULL,
    N_("Likewise the distance of each value from the image's mean grey."), ISO_PARAMETER_REAL, LIVE, 0, 1, .initial = 0,
    .soft_minimum = 0, .soft_maximum = 0.8, .offset = AT (augment.contrast) },
  { "augment.saturation", N_("Saturation"), NULL, NULL,
    N_("Likewise the distance of each color from grey. Grey images have none."), ISO_PARAMETER_REAL, LIVE, 0, 1, .initial = 0,
    .soft_minimum = 0, .soft_maximum = 0.8, .offset = AT (augment.saturation) },
  { "augment.erase", N_("Erasing"), NULL, NULL,
    N_("The share of training images in which a rectangle at random is filled with noise (random erasing)."), ISO_PARAMETER_REAL,
    LIVE, 0, 1, .initial = 0, .soft_minimum = 0, .soft_maximum = 1, .offset = AT (augment.erase) },
};

static const IsoParameter network_entries[] = {
  { "network.kind", N_("Network"), NULL, NULL, N_("MLP: fully connected layers. Linear: one layer on ready features. Conv, ResNet: convolutions, for images."),
    ISO_PARAMETER_CHOICE, 0, .initial = ISO_NETWORK_MLP, .choices = network_names, .titles = network_titles,
    .offset = AT (network.kind) },
  { "network.hidden", N_("Hidden layers"), NULL, NULL, N_("Sizes of the hidden layers, separated by commas: “512, 256”."),
    ISO_PARAMETER_TEXT, 0, .initial_text = "512, 256", .offset = AT (network.hidden), .when_key = "network.kind",
    .when_mask = 1u << ISO_NETWORK_MLP },
  { "network.layers", N_("Layers"), NULL, NULL,
    N_("The network as words: conv N, residual N, pool, linear N, embed N, separated by commas."),
    ISO_PARAMETER_TEXT, 0, .initial_text = "conv 32, pool, conv 64, pool, conv 128", .offset = AT (network.layers),
    .when_key = "network.kind", .when_mask = 1u << ISO_NETWORK_TEXT },
  { "network.pooling", N_("Global pooling"), NULL, NULL,
    N_("How the last image becomes features: the average of its pixels, their maximum, or the sum of both, as the paper does."),
    ISO_PARAMETER_CHOICE, 0, .initial = ISO_POOLING_AVERAGE, .choices = pooling_names, .titles = pooling_titles,
    .offset = AT (network.pooling), WHEN_CONVOLVED },
  { "network.frozen_norm", N_("Frozen batch norm"), NULL, NULL,
    N_("Batch norm keeps the statistics it started with instead of each batch's own."), ISO_PARAMETER_SWITCH, 0, 0, 1,
    .initial = 0, .offset = AT (network.frozen_norm), WHEN_CONVOLVED },
  { "network.embedding", N_("Embedding"), "D", NULL, N_("Dimension of the embedding; its rows have unit length."),
    ISO_PARAMETER_INTEGER, 0, 2, 4096, .initial = 64, .soft_minimum = 2, .soft_maximum = 256, .offset = AT (network.embedding) },
};

static const IsoParameter distill_entries[] = {
  { "distill.mode", N_("Mode"), NULL, NULL,
    N_("Off: the loss alone. PSD: the teacher's softened similarities. OBDP: these diffused over the batch. Uniform: the "
       "control."),
    ISO_PARAMETER_CHOICE, LIVE, .initial = ISO_DISTILL_OBDP, .choices = mode_names, .titles = mode_titles,
    .offset = AT (distill.mode) },
  { "distill.lambda", N_("Weight"), "λ", NULL, N_("Weight of the distillation loss beside the metric-learning loss."),
    ISO_PARAMETER_REAL, LIVE, 0, 1e6, .initial = 50, .soft_minimum = 0, .soft_maximum = 200, .offset = AT (distill.lambda),
    WHEN_DISTILLED },
  { "distill.tau", N_("Temperature"), "τ", NULL,
    N_("Softens targets and student alike. At 1 the targets are nearly uniform; lower shows more structure."),
    ISO_PARAMETER_REAL, LIVE | LOGARITHMIC | ISO_PARAMETER_ABOVE_MINIMUM, 0, 100, .initial = 0.2, .soft_minimum = 0.02,
    .soft_maximum = 2, .offset = AT (distill.tau), WHEN_DISTILLED },
  { "distill.omega", N_("Diffusion"), "ω", NULL,
    N_("How far the walk goes before it restarts: 0 is PSD, near 1 forgets where it began."),
    ISO_PARAMETER_REAL, LIVE | ISO_PARAMETER_BELOW_MAXIMUM, 0, 1, .initial = 0.8, .soft_minimum = 0, .soft_maximum = 0.999,
    .offset = AT (distill.omega), WHEN_DIFFUSED },
  { "distill.tau_d", N_("Diffusion temperature"), "τ_d", NULL,
    N_("Sharpness of the walk's steps: low goes to the nearest neighbors only, high goes anywhere."),
    ISO_PARAMETER_REAL, LIVE | LOGARITHMIC | ISO_PARAMETER_ABOVE_MINIMUM, 0, 100, .initial = 0.1, .soft_minimum = 0.005,
    .soft_maximum = 2, .offset = AT (distill.tau_d), WHEN_DIFFUSED },
  { "distill.k", N_("Neighbors"), "k", NULL,
    N_("Nearest neighbors kept for each sample of the batch graph; 0 keeps all, as the paper does. k is Isotherm's extension."),
    ISO_PARAMETER_INTEGER, LIVE, 0, 4096, .initial = 10, .soft_minimum = 0, .soft_maximum = 111, .offset = AT (distill.k),
    WHEN_DIFFUSED },
  { "distill.graph", N_("Graph"), NULL, NULL,
    N_("Directed: from each sample to its k nearest. Mutual: where both agree. Union: where either does."),
    ISO_PARAMETER_CHOICE, LIVE, .initial = ISO_GRAPH_DIRECTED, .choices = graph_names, .titles = graph_titles,
    .offset = AT (distill.graph), WHEN_DIFFUSED },
  { "distill.normalization", N_("Transition"), NULL, NULL,
    N_("Softmax: rows of T are softmaxes of similarities (the paper's code). Symmetric: D^(−1/2) A D^(−1/2), wants an undirected "
       "graph."),
    ISO_PARAMETER_CHOICE, LIVE, .initial = ISO_TRANSITION_SOFTMAX, .choices = transition_names, .titles = transition_titles,
    .offset = AT (distill.normalization), WHEN_DIFFUSED },
  { "distill.gamma", N_("Affinity exponent"), "γ", NULL,
    N_("Exponent of the affinities in the symmetric transition: higher favours near neighbors."),
    ISO_PARAMETER_REAL, LIVE | ISO_PARAMETER_ABOVE_MINIMUM, 0, 50, .initial = 3, .soft_minimum = 0.5, .soft_maximum = 8,
    .offset = AT (distill.gamma), .when_key = "distill.normalization", .when_mask = 1u << ISO_TRANSITION_SYMMETRIC },
  { "distill.steps", N_("Walk steps"), NULL, N_("steps"),
    N_("Stops the walk after so many steps; 0 takes its limit in closed form."),
    ISO_PARAMETER_INTEGER, LIVE, 0, 100000, .initial = 0, .soft_minimum = 0, .soft_maximum = 50, .offset = AT (distill.steps),
    WHEN_DIFFUSED },
  { "distill.ramp", N_("Ramp"), NULL, NULL, N_("How the weight grows over the planned epochs; the paper's is linear."),
    ISO_PARAMETER_CHOICE, LIVE, .initial = ISO_RAMP_LINEAR, .choices = ramp_names, .titles = ramp_titles,
    .offset = AT (distill.ramp), WHEN_DISTILLED },
};

static const IsoParameter teacher_entries[] = {
  { "teacher.kind", N_("Teacher"), NULL, NULL,
    N_("Previous epoch: the model as that epoch left it (the paper). Moving average: of the weights. Checkpoint: weights from a "
       "file."),
    ISO_PARAMETER_CHOICE, 0, .initial = ISO_TEACHER_PREVIOUS_EPOCH, .choices = teacher_names, .titles = teacher_titles,
    .offset = AT (teacher.kind), WHEN_DISTILLED },
  { "teacher.decay", N_("Decay"), NULL, NULL,
    N_("What the average keeps of itself at each step: higher looks further back, 0 is the student itself."),
    ISO_PARAMETER_REAL, LIVE | ISO_PARAMETER_BELOW_MAXIMUM, 0, 1, .initial = 0.999, .soft_minimum = 0.9, .soft_maximum = 0.9999,
    .offset = AT (teacher.decay), .when_key = "teacher.kind", .when_mask = 1u << ISO_TEACHER_MOVING_AVERAGE },
  { "teacher.checkpoint", N_("Weights"), NULL, NULL,
    N_("A safetensors file with weights of this network: a run's checkpoint, or a PyTorch Sequential's."),
    ISO_PARAMETER_TEXT, ISO_PARAMETER_FILE, .initial_text = "", .offset = AT (teacher.checkpoint), .when_key = "teacher.kind",
    .when_mask = 1u << ISO_TEACHER_CHECKPOINT },
};

static const IsoParameter optimizer_entries[] = {
  { "optimizer.name", N_("Optimizer"), NULL, NULL, N_("Adam, AdamW (decay beside the gradient) or SGD with momentum."),
    ISO_PARAMETER_CHOICE, 0, .initial = ISO_OPTIMIZER_ADAM, .choices = optimizer_names, .titles = optimizer_titles,
    .offset = AT (optimizer.name) },
  { "optimizer.rate", N_("Learning rate"), NULL, NULL, N_("Size of a step. SGD wants a hundred times as much as Adam."),
    ISO_PARAMETER_REAL, LIVE | LOGARITHMIC | ISO_PARAMETER_ABOVE_MINIMUM, 0, 10, .initial = 3e-4, .soft_minimum = 1e-5,
    .soft_maximum = 1e-2, .offset = AT (optimizer.rate) },
  { "optimizer.decay", N_("Weight decay"), NULL, NULL, N_("L2 penalty on the weights: Adam, SGD in the gradient, AdamW beside it."),
    ISO_PARAMETER_REAL, LIVE, 0, 1, .initial = 4e-4, .soft_minimum = 0, .soft_maximum = 0.01, .offset = AT (optimizer.decay) },
  { "optimizer.momentum", N_("Momentum"), NULL, NULL, N_("How much of its last step SGD keeps."),
    ISO_PARAMETER_REAL, LIVE | ISO_PARAMETER_BELOW_MAXIMUM, 0, 1, .initial = 0.9, .soft_minimum = 0, .soft_maximum = 0.99,
    .offset = AT (optimizer.momentum), .when_key = "optimizer.name", .when_mask = 1u << ISO_OPTIMIZER_SGD },
  { "optimizer.embedding_rate", N_("Embedding layer's rate"), NULL, NULL,
    N_("The last layer learns so many times as fast as the others: useful on a network that is trained already."),
    ISO_PARAMETER_REAL, LIVE | LOGARITHMIC | ISO_PARAMETER_ABOVE_MINIMUM, 0, 1000, .initial = 1, .soft_minimum = 0.1,
    .soft_maximum = 100, .offset = AT (optimizer.embedding_rate) },
  { "optimizer.clip", N_("Gradient limit"), NULL, NULL,
    N_("A gradient of a larger norm is scaled down to it; 0: never. The curve of the gradient's norm says what is usual."),
    ISO_PARAMETER_REAL, LIVE, 0, 1e6, .initial = 0, .soft_minimum = 0, .soft_maximum = 10, .offset = AT (optimizer.clip) },
  { "schedule.name", N_("Schedule"), NULL, NULL,
    N_("How the learning rate moves: constant, lowered in steps, or along a cosine to a hundredth at the planned end."),
    ISO_PARAMETER_CHOICE, LIVE, .initial = ISO_SCHEDULE_CONSTANT, .choices = schedule_names, .titles = schedule_titles,
    .offset = AT (schedule.name) },
  { "schedule.milestones", N_("Milestones"), NULL, N_("epochs"), N_("Epochs at which the rate is lowered, ascending: “10, 15”."),
    ISO_PARAMETER_TEXT, 0, .initial_text = "10, 15", .offset = AT (schedule.milestones), .when_key = "schedule.name",
    .when_mask = 1u << ISO_SCHEDULE_STEP },
  { "schedule.gamma", N_("Factor"), "γ", NULL, N_("What the rate is multiplied by at each milestone."),
    ISO_PARAMETER_REAL, LIVE | ISO_PARAMETER_ABOVE_MINIMUM, 0, 1, .initial = 0.1, .soft_minimum = 0.01, .soft_maximum = 1,
    .offset = AT (schedule.gamma), .when_key = "schedule.name", .when_mask = 1u << ISO_SCHEDULE_STEP },
  { "schedule.warmup", N_("Warm-up"), NULL, N_("epochs"), N_("The rate grows evenly from a hundredth over so many epochs; 0: none."),
    ISO_PARAMETER_REAL, LIVE, 0, 1000, .initial = 0, .soft_minimum = 0, .soft_maximum = 5, .offset = AT (schedule.warmup) },
};

static const IsoParameter training_entries[] = {
  { "train.epochs", N_("Epochs"), "E", NULL, N_("Planned epochs; the ramp of the distillation weight runs over them."),
    ISO_PARAMETER_INTEGER, 0, 1, 100000, .initial = 20, .soft_minimum = 1, .soft_maximum = 100, .offset = AT (train.epochs) },
  { "train.seed", N_("Seed"), NULL, NULL, N_("The same seed gives the same run, byte for byte."), ISO_PARAMETER_INTEGER, 0, 0,
    LIMIT_INTEGER, .initial = 7, .soft_minimum = 0, .soft_maximum = 100, .offset = AT (train.seed) },
  { "train.threads", N_("Threads"), NULL, NULL,
    N_("Processor threads; 0: all cores on the command line, all but one in the window. Results do not depend on it."),
    ISO_PARAMETER_INTEGER, 0, 0, 256, .initial = 0, .soft_minimum = 0, .soft_maximum = 16, .offset = AT (train.threads) },
  { "train.pace", N_("Pace"), NULL, NULL, N_("How fast training is let run, so that it can be watched."), ISO_PARAMETER_CHOICE,
    LIVE, .initial = ISO_PACE_UNLIMITED, .choices = pace_names, .titles = pace_titles, .offset = AT (train.pace) },
  { "train.evaluate_sample", N_("Evaluated training samples"), NULL, NULL,
    N_("At most so many training samples are evaluated after each epoch; 0: none."), ISO_PARAMETER_INTEGER, 0, 0, 1000000,
    .initial = 1000, .soft_minimum = 0, .soft_maximum = 10000, .offset = AT (train.evaluate_sample) },
  { "train.health_every", N_("Full health every"), NULL, N_("steps"),
    N_("Spectral gap and effective rank are measured every so many steps; 0: never. They cost time with large batches."),
    ISO_PARAMETER_INTEGER, LIVE, 0, 100000, .initial = 10, .soft_minimum = 0, .soft_maximum = 100,
    .offset = AT (train.health_every) },
};

static const IsoParameter evaluation_entries[] = {
  { "evaluate.metrics", N_("Metrics"), NULL, NULL,
    N_("Which metrics are computed, separated by commas, or “all”; recall@1 and map@r always are. “isotherm-cli metrics” lists "
       "them."),
    ISO_PARAMETER_TEXT, LIVE | ISO_PARAMETER_ONLY_LOOKS, .initial_text = "recall, map@r", .offset = AT (evaluate.metrics) },
  { "evaluate.ks", N_("k of recall@k"), NULL, NULL,
    N_("How many nearest neighbors count, separated by commas; 1 always does."), ISO_PARAMETER_TEXT,
    LIVE | ISO_PARAMETER_ONLY_LOOKS, .initial_text = "1, 2, 4, 8", .offset = AT (evaluate.ks) },
  { "evaluate.every", N_("Every"), NULL, N_("epochs"),
    N_("Epochs from one evaluation to the next; the last of the planned epochs is always evaluated."), ISO_PARAMETER_INTEGER,
    LIVE | ISO_PARAMETER_ONLY_LOOKS, 1, 100000, .initial = 1, .soft_minimum = 1, .soft_maximum = 20,
    .offset = AT (evaluate.every) },
  { "evaluate.restarts", N_("Runs of k-means"), NULL, NULL,
    N_("For nmi and f1: k-means is run so many times, and the best clustering counts. More is steadier and slower."),
    ISO_PARAMETER_INTEGER, LIVE | ISO_PARAMETER_ONLY_LOOKS, 1, 1000, .initial = ISO_KMEANS_RESTARTS, .soft_minimum = 1,
    .soft_maximum = 20, .offset = AT (evaluate.restarts) },
};

static void
append (GArray *table, const IsoParameter *entries, size_t count)
{
  g_array_append_vals (table, entries, (guint) count);
}

const IsoParameter *
iso_parameters (size_t *count)
{
  static gsize once = 0;
  static GArray *table;
  if (g_once_init_enter (&once))
    {
      table = g_array_new (FALSE, FALSE, sizeof (IsoParameter));
      append (table, data_entries, G_N_ELEMENTS (data_entries));
      append (table, augment_entries, G_N_ELEMENTS (augment_entries));
      append (table, network_entries, G_N_ELEMENTS (network_entries));
      iso_parameters_append_methods (table);
      append (table, distill_entries, G_N_ELEMENTS (distill_entries));
      append (table, teacher_entries, G_N_ELEMENTS (teacher_entries));
      append (table, optimizer_entries, G_N_ELEMENTS (optimizer_entries));
      append (table, training_entries, G_N_ELEMENTS (training_entries));
      append (table, evaluation_entries, G_N_ELEMENTS (evaluation_entries));
      size_t projection_count;
      const IsoParameter *projection_entries = iso_projection_parameters (&projection_count);
      append (table, projection_entries, projection_count);
      g_once_init_leave (&once, 1);
    }
  *count = table->len;
  return (const IsoParameter *) (const void *) table->data;
}
