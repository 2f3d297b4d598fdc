/* The names of a network's tensors, and the words that say what it is made of.
 *
 * Both follow one torch.nn.Sequential, whose members are counted from 0, word by word:
 *
 *     conv N       Conv2d (3×3, padding 1, no bias), BatchNorm2d, ReLU               3.weight; 4.weight, 4.bias, 4.running_mean …
 *     residual N   one module, its last ReLU included, with conv1, bn1, conv2, bn2   3.conv1.weight, 3.bn1.weight …
 *     pool         MaxPool2d (2)
 *     (after the last of these)   the global pooling, Flatten
 *     linear N     Linear, ReLU                                                      9.weight, 9.bias
 *     embed N      Linear */
#include "engine/network/network-private.h"

static void
add_tensor (GArray *tensors, char *name, size_t offset, guint32 dimension_count, size_t rows, size_t columns)
{
  IsoTensor tensor = { name, offset, dimension_count, { rows } };
  if (dimension_count > 1)
    tensor.sizes[1] = columns;
  for (guint32 d = 2; d < dimension_count; d++)
    tensor.sizes[d] = 3;
  g_array_append_val (tensors, tensor);
}

/* A convolution and its batch norm, members of these names. */
static void
add_convolution (GArray *tensors, const IsoNetwork *network, size_t stage, const char *convolution, const char *norm)
{
  IsoTrunkLayout layout = iso_trunk_layout (network->trunk, stage);
  size_t out = layout.channels, running = network->trained_count;
  add_tensor (tensors, g_strconcat (convolution, ".weight", NULL), layout.weight, 4, out, layout.input_channels);
  add_tensor (tensors, g_strconcat (norm, ".weight", NULL), layout.gamma, 1, out, 0);
  add_tensor (tensors, g_strconcat (norm, ".bias", NULL), layout.beta, 1, out, 0);
  add_tensor (tensors, g_strconcat (norm, ".running_mean", NULL), running + layout.mean, 1, out, 0);
  add_tensor (tensors, g_strconcat (norm, ".running_var", NULL), running + layout.variance, 1, out, 0);
}

/* All stages; returns the first member behind them. */
static size_t
add_trunk (GArray *tensors, GString *words, const IsoNetwork *network, const IsoTrunkStage *stages, size_t stage_count)
{
  size_t member = 0;
  for (size_t s = 0; s < stage_count; s++)
    {
      bool is_residual = s + 1 < stage_count && stages[s + 1].shortcut != ISO_NO_SHORTCUT;
      g_autofree char *convolution = g_strdup_printf (is_residual ? "%zu.conv1" : "%zu", member);
      g_autofree char *norm = is_residual ? g_strdup_printf ("%zu.bn1", member) : g_strdup_printf ("%zu", member + 1);
      add_convolution (tensors, network, s, convolution, norm);
      if (is_residual)
        {
          g_autofree char *second = g_strdup_printf ("%zu.conv2", member), *second_norm = g_strdup_printf ("%zu.bn2", member);
          add_convolution (tensors, network, ++s, second, second_norm);
        }
      g_string_append_printf (words, is_residual ? "residual %zu, " : "conv %zu, ", stages[s].channels);
      member += is_residual ? 1 : 3;
      if (!stages[s].pools)
        continue;
      g_string_append (words, "pool, ");
      member++;
    }
  return stage_count > 0 ? member + 2 : 0;
}

void
iso_network_name_tensors (IsoNetwork *network, const IsoTrunkStage *stages, size_t stage_count)
{
  GArray *tensors = g_array_new (FALSE, FALSE, sizeof (IsoTensor));
  GString *words = g_string_new (NULL);
  size_t member = add_trunk (tensors, words, network, stages, stage_count);
  for (size_t l = 0; l < network->layer_count; l++, member += 2)
    {
      const IsoLayer *layer = &network->layers[l];
      size_t out = layer->linear.output_size;
      bool is_last = l + 1 == network->layer_count;
      add_tensor (tensors, g_strdup_printf ("%zu.weight", member), layer->weight, 2, out, layer->linear.input_size);
      add_tensor (tensors, g_strdup_printf ("%zu.bias", member), layer->bias, 1, out, 0);
      g_string_append_printf (words, is_last ? "embed %zu" : "linear %zu, ", out);
    }
  network->member_count = member - 1;
  network->words = g_string_free (words, FALSE);
  network->tensor_count = tensors->len;
  network->tensors = (IsoTensor *) (void *) g_array_free (tensors, FALSE);
}

void
iso_network_clear_tensors (IsoNetwork *network)
{
  for (size_t i = 0; i < network->tensor_count; i++)
    g_free ((char *) network->tensors[i].name);
  g_free (network->tensors);
  g_free (network->words);
}

const IsoTensor *
iso_network_tensors (const IsoNetwork *network, size_t *count)
{
  *count = network->tensor_count;
  return network->tensors;
}

const char *
iso_network_words (const IsoNetwork *network)
{
  return network->words;
}

size_t
iso_network_member_count (const IsoNetwork *network)
{
  return network->member_count;
}
