/* A network's shape: its layers, and where their weights lie in the one block. */
#include "engine/network/network.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
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
      if (sizes->len > MAX_HIDDEN_LAYERS)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                       _("network.hidden: “%s” names more than the %d layers that are possible"), hidden, MAX_HIDDEN_LAYERS);
          return false;
        }
      size_t value = (size_t) size;
      g_array_append_val (sizes, value);
    }
  if (sizes->len == 1)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                   _("network.hidden: empty; at least one size is expected, such as “512, 256” (without hidden layers the kind "
                     "is “linear”)"));
      return false;
    }
  return true;
}

/* Fills the layers for sizes (layer_count + 1), from input to embedding. */
static bool
lay_out (IsoNetwork *network, const size_t *sizes, GError **error)
{
  size_t offset = 0;
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
  network->weight_count = offset;
  return true;
}

static void
describe (IsoNetwork *network)
{
  GString *text = g_string_new (NULL);
  g_string_printf (text, "%zu", iso_network_input_size (network));
  network->tensors = g_new0 (IsoTensor, 2 * network->layer_count);
  for (size_t l = 0; l < network->layer_count; l++)
    {
      const IsoLayer *layer = &network->layers[l];
      g_string_append_printf (text, "-%zu", layer->linear.output_size);
      network->tensors[2 * l] = (IsoTensor) { g_strdup_printf ("layers.%zu.weight", l), layer->weight,
                                              layer->linear.output_size, layer->linear.input_size };
      network->tensors[2 * l + 1] = (IsoTensor) { g_strdup_printf ("layers.%zu.bias", l), layer->bias,
                                                  1, layer->linear.output_size };
    }
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

IsoNetwork *
iso_network_new (IsoNetworkKind kind, const char *hidden, size_t input_size, size_t embedding_size, GError **error)
{
  g_return_val_if_fail (kind < ISO_NETWORK_KIND_COUNT && input_size > 0, NULL);
  if (embedding_size < 1 || embedding_size > MAX_LAYER_SIZE)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("network.embedding: %zu; a size from 1 to %d is expected"),
                   embedding_size, MAX_LAYER_SIZE);
      return NULL;
    }
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (size_t));
  g_array_append_val (sizes, input_size);
  if (kind == ISO_NETWORK_MLP && !parse_hidden (sizes, hidden, error))
    return NULL;
  g_array_append_val (sizes, embedding_size);

  g_autoptr (IsoNetwork) network = g_new0 (IsoNetwork, 1);
  g_atomic_ref_count_init (&network->references);
  network->layer_count = sizes->len - 1;
  network->layers = g_new0 (IsoLayer, network->layer_count);
  if (!lay_out (network, (const size_t *) (void *) sizes->data, error))
    return NULL;
  describe (network);
  cut_gradient (network);
  return g_steal_pointer (&network);
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
  for (size_t i = 0; network->tensors != NULL && i < 2 * network->layer_count; i++)
    g_free ((char *) network->tensors[i].name);
  g_free (network->tensors);
  g_free (network->gradient_blocks);
  g_free (network->text);
  g_free (network->layers);
  g_free (network);
}

size_t
iso_network_input_size (const IsoNetwork *network)
{
  return network->layers[0].linear.input_size;
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

const char *
iso_network_text (const IsoNetwork *network)
{
  return network->text;
}

const IsoTensor *
iso_network_tensors (const IsoNetwork *network, size_t *count)
{
  *count = 2 * network->layer_count;
  return network->tensors;
}

void
iso_network_initialize (const IsoNetwork *network, float *weights, IsoRandom *random)
{
  for (size_t l = 0; l < network->layer_count; l++)
    {
      const IsoLayer *layer = &network->layers[l];
      double bound = 1.0 / sqrt ((double) layer->linear.input_size);
      size_t end = layer->bias + layer->linear.output_size;
      for (size_t i = layer->weight; i < end; i++)
        weights[i] = (float) (bound * (2.0 * iso_random_uniform (random) - 1.0));
    }
}
