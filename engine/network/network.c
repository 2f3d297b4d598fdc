/* A network's shape: its layers, and where their weights lie in the one block. */
#include "engine/network/network.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/network/description.h"
#include "engine/network/network-private.h"

#define MAX_HIDDEN_LAYERS 16
#define MAX_LAYER_SIZE 65536
#define MAX_WEIGHTS ((size_t) 1 << 28)

/* Outputs whose weights' gradient is one task: large enough for BLAS to run at full speed, small enough to share. */
#define GRADIENT_BLOCK 128

static bool
parse_hidden (GArray *sizes, const char *hidden, GError **error)
{
  g_auto (GStrv) words = g_strsplit (hidden != NULL ? hidden : "", ",", -1);
  for (char **word = words; *word != NULL; word++)
    {
      guint64 size;
      if (!g_ascii_string_to_unsigned (g_strstrip (*word), 10, 1, MAX_LAYER_SIZE, &size, NULL))
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                       _("network.hidden: “%s” is not the size of a layer; whole numbers from 1 to %d, separated by commas, "
                         "are expected"), *word, MAX_LAYER_SIZE);
          return false;
        }
      if (sizes->len >= MAX_HIDDEN_LAYERS)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                       _("network.hidden: “%s” names more than the %d layers that are possible"), hidden, MAX_HIDDEN_LAYERS);
          return false;
        }
      size_t value = (size_t) size;
      g_array_append_val (sizes, value);
    }
  if (sizes->len == 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                   _("network.hidden: empty; at least one size is expected, such as “512, 256” (without hidden layers the kind "
                     "is “linear”)"));
      return false;
    }
  return true;
}

/* Fills the layers for sizes (layer_count + 1), from input or features to embedding. */
static bool
lay_out (IsoNetwork *network, const size_t *sizes, GError **error)
{
  size_t offset = network->trunk != NULL ? iso_trunk_trained_count (network->trunk) : 0;
  for (size_t l = 0; l < network->layer_count; l++)
    {
      IsoLayer *layer = &network->layers[l];
      layer->linear = (IsoLinear) { sizes[l], sizes[l + 1], l + 1 < network->layer_count };
      size_t count;
      if (!iso_checked_multiply (&count, sizes[l], sizes[l + 1]) || count > MAX_WEIGHTS
          || offset + count + sizes[l + 1] > MAX_WEIGHTS)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                       _("the network is too large: its layer of %zu inputs and %zu outputs goes beyond %zu weights"),
                       sizes[l], sizes[l + 1], MAX_WEIGHTS);
          return false;
        }
      layer->weight = offset;
      layer->bias = offset + count;
      offset = layer->bias + sizes[l + 1];
    }
  network->trained_count = offset;
  network->weight_count = offset + (network->trunk != NULL ? iso_trunk_running_count (network->trunk) : 0);
  return true;
}

/* "784-512-256-64", or with a trunk "28×28, conv 32, pool, conv 64, 64". */
static void
describe (IsoNetwork *network, const IsoNetworkInput *input, const IsoNetworkDescription *description)
{
  GString *text = g_string_new (NULL);
  if (network->trunk != NULL)
    g_string_printf (text, "%zu×%zu", input->width, input->height);
  else
    g_string_printf (text, "%zu", input->size);
  for (guint s = 0; s < description->stages->len; s++)
    {
      const IsoTrunkStage *stage = &g_array_index (description->stages, IsoTrunkStage, s);
      const IsoTrunkStage *next = s + 1 < description->stages->len ? stage + 1 : NULL;
      if (next != NULL && next->shortcut != ISO_NO_SHORTCUT) /* the first half of a residual block */
        continue;
      g_string_append_printf (text, stage->shortcut != ISO_NO_SHORTCUT ? ", residual %zu" : ", conv %zu", stage->channels);
      if (stage->pools)
        g_string_append (text, ", pool");
    }
  for (size_t l = 0; l < network->layer_count; l++)
    g_string_append_printf (text, network->trunk != NULL ? ", %zu" : "-%zu", network->layers[l].linear.output_size);
  network->text = g_string_free (text, FALSE);
}

static int
compare_gradient_blocks (const void *a, const void *b, void *data)
{
  const IsoGradientBlock *left = a, *right = b;
  const IsoLayer *layers = data;
  size_t left_work = left->count * layers[left->layer].linear.input_size;
  size_t right_work = right->count * layers[right->layer].linear.input_size;
  return (left_work < right_work) - (left_work > right_work);
}

/* Cut by the shapes alone, whatever the number of threads. */
static void
cut_gradient (IsoNetwork *network)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (IsoGradientBlock));
  for (size_t l = 0; l < network->layer_count; l++)
    {
      size_t out = network->layers[l].linear.output_size;
      for (size_t first = 0; first < out; first += GRADIENT_BLOCK)
        {
          IsoGradientBlock block = { l, first, MIN (GRADIENT_BLOCK, out - first) };
          g_array_append_val (blocks, block);
        }
    }
  g_array_sort_with_data (blocks, compare_gradient_blocks, network->layers);
  network->gradient_block_count = blocks->len;
  network->gradient_blocks = (IsoGradientBlock *) (void *) g_array_free (blocks, FALSE);
}

/* The hidden sizes and the stages that the settings ask for. */
static bool
read_settings (IsoNetworkDescription *description, const IsoNetworkSettings *settings, const IsoNetworkInput *input,
               GError **error)
{
  static const char *const texts[ISO_NETWORK_KIND_COUNT] = {
    [ISO_NETWORK_CONV] = "conv 32, pool, conv 64, pool, conv 128",
    [ISO_NETWORK_RESNET] = "conv 32, residual 32, pool, residual 64, pool, residual 128",
  };
  if (settings->kind == ISO_NETWORK_TEXT)
    return iso_network_description_parse (description, "network.layers", settings->layers, input->channels, input->height,
                                          input->width, error);
  if (texts[settings->kind] != NULL)
    return iso_network_description_parse (description, "network.kind", texts[settings->kind], input->channels, input->height,
                                          input->width, error);
  description->stages = g_array_new (FALSE, FALSE, sizeof (IsoTrunkStage));
  description->hidden = g_array_new (FALSE, FALSE, sizeof (size_t));
  return settings->kind == ISO_NETWORK_LINEAR || parse_hidden (description->hidden, settings->hidden, error);
}

/* A trunk of more weights than a network may have is refused before anything is made for it. */
static bool
make_trunk (IsoNetwork *network, const IsoNetworkDescription *description, const IsoNetworkSettings *settings,
            const IsoNetworkInput *input, GError **error)
{
  if (description->stages->len == 0)
    return true;
  network->trunk = iso_trunk_new (input->channels, input->height, input->width,
                                  (const IsoTrunkStage *) (const void *) description->stages->data, description->stages->len,
                                  (IsoPooling) settings->pooling, settings->frozen_norm != 0);
  if (iso_trunk_trained_count (network->trunk) <= MAX_WEIGHTS)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("the network is too large: its convolutions have %zu weights; at most %zu "
               "are possible"), iso_trunk_trained_count (network->trunk), MAX_WEIGHTS);
  return false;
}

IsoNetwork *
iso_network_new (const IsoNetworkSettings *settings, const IsoNetworkInput *input, GError **error)
{
  g_return_val_if_fail (settings->kind >= 0 && settings->kind < ISO_NETWORK_KIND_COUNT && input->size > 0, NULL);
  if (settings->embedding < 1 || settings->embedding > MAX_LAYER_SIZE)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("network.embedding: %d; a size from 1 to %d is expected"),
                   settings->embedding, MAX_LAYER_SIZE);
      return NULL;
    }
  g_auto (IsoNetworkDescription) description = { 0 };
  if (!read_settings (&description, settings, input, error))
    return NULL;

  g_autoptr (IsoNetwork) network = g_new0 (IsoNetwork, 1);
  g_atomic_ref_count_init (&network->references);
  if (!make_trunk (network, &description, settings, input, error))
    return NULL;
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (size_t));
  size_t first = network->trunk != NULL ? iso_trunk_feature_count (network->trunk) : input->size;
  size_t D = description.embedding > 0 ? description.embedding : (size_t) settings->embedding;
  g_array_append_val (sizes, first);
  g_array_append_vals (sizes, description.hidden->data, description.hidden->len);
  g_array_append_val (sizes, D);
  network->layer_count = sizes->len - 1;
  network->layers = g_new0 (IsoLayer, network->layer_count);
  if (!lay_out (network, (const size_t *) (void *) sizes->data, error))
    return NULL;
  iso_network_name_tensors (network, (const IsoTrunkStage *) (const void *) description.stages->data, description.stages->len);
  describe (network, input, &description);
  cut_gradient (network);
  return g_steal_pointer (&network);
}

IsoNetwork *
iso_network_new_mlp (const char *hidden, size_t input_size, size_t embedding_size, GError **error)
{
  IsoNetworkSettings settings = { .kind = hidden != NULL ? ISO_NETWORK_MLP : ISO_NETWORK_LINEAR, .hidden = hidden,
                                  .embedding = (int) MIN (embedding_size, G_MAXINT) };
  IsoNetworkInput input = { .size = input_size, .channels = input_size };
  return iso_network_new (&settings, &input, error);
}

IsoNetwork *
iso_network_ref (IsoNetwork *network)
{
  g_atomic_ref_count_inc (&network->references);
  return network;
}

void
iso_network_unref (IsoNetwork *network)
{
  if (network == NULL || !g_atomic_ref_count_dec (&network->references))
    return;
  iso_network_clear_tensors (network);
  g_free (network->gradient_blocks);
  g_free (network->text);
  g_free (network->layers);
  iso_trunk_free (network->trunk);
  g_free (network);
}

size_t
iso_network_input_size (const IsoNetwork *network)
{
  return network->trunk != NULL ? iso_trunk_input_size (network->trunk) : network->layers[0].linear.input_size;
}

size_t
iso_network_embedding_size (const IsoNetwork *network)
{
  return network->layers[network->layer_count - 1].linear.output_size;
}

size_t
iso_network_weight_count (const IsoNetwork *network)
{
  return network->weight_count;
}

size_t
iso_network_trained_count (const IsoNetwork *network)
{
  return network->trained_count;
}

size_t
iso_network_embedding_start (const IsoNetwork *network)
{
  return network->layers[network->layer_count - 1].weight;
}

size_t
iso_network_activation_floats (const IsoNetwork *network)
{
  /* Each layer's outputs and their gradients. */
  size_t floats = network->trunk != NULL ? iso_trunk_training_floats (network->trunk) : 0;
  for (size_t l = 0; l < network->layer_count; l++)
    floats += 2 * network->layers[l].linear.output_size;
  return floats;
}

size_t
iso_network_workspace_floats (const IsoNetwork *network)
{
  return network->trunk != NULL ? iso_trunk_workspace_floats (network->trunk) : 0;
}

bool
iso_network_has_trunk (const IsoNetwork *network)
{
  return network->trunk != NULL;
}

const char *
iso_network_text (const IsoNetwork *network)
{
  return network->text;
}

void
iso_network_initialize (const IsoNetwork *network, float *weights, IsoRandom *random)
{
  if (network->trunk != NULL)
    iso_trunk_initialize (network->trunk, weights, weights + network->trained_count, random);
  for (size_t l = 0; l < network->layer_count; l++)
    {
      const IsoLayer *layer = &network->layers[l];
      double bound = 1.0 / sqrt ((double) layer->linear.input_size);
      size_t end = layer->bias + layer->linear.output_size;
      for (size_t i = layer->weight; i < end; i++)
        weights[i] = (float) (bound * (2.0 * iso_random_uniform (random) - 1.0));
    }
}
