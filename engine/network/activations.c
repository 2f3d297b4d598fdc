/* Forward and backward.
 *
 * All layers work on rows alone. So forward is one pool run over row blocks, each of which goes through all layers while its rows
 * are in cache; backward is two: the gradients of the activations by row blocks through all layers, then, these being known, all
 * weights' gradients by blocks of outputs, of whatever layer, the longest first. The usual order, layer by layer, would wait for
 * the slowest thread once a layer.
 */
#include "engine/base/checked.h"
#include "engine/network/network-private.h"
#include "engine/network/unit-norm.h"

/* Below 64 rows a product loses speed: at 56 rows BLAS reaches 88 % of what it does at 112, at 28 rows 75 %. */
#define BLOCK_ROWS 64
/* Block sizes are multiples of this, so that only a batch's last block leaves a ragged edge to BLAS. */
#define ROW_UNIT 8

static float **
rooms_new (const IsoNetwork *network, size_t capacity)
{
  float **rooms = g_new0 (float *, network->layer_count);
  for (size_t l = 0; l < network->layer_count; l++)
    rooms[l] = iso_floats_new (capacity * network->layers[l].linear.output_size);
  return rooms;
}

static void
rooms_free (float **rooms, const IsoNetwork *network)
{
  for (size_t l = 0; rooms != NULL && l < network->layer_count; l++)
    iso_block_free (rooms[l]);
  g_free (rooms);
}

IsoActivations *
iso_activations_new (const IsoNetwork *network, size_t capacity, bool with_gradient)
{
  IsoActivations *activations = g_new0 (IsoActivations, 1);
  activations->network = iso_network_ref ((IsoNetwork *) network);
  activations->capacity = capacity;
  activations->outputs = rooms_new (network, capacity);
  activations->gradients = with_gradient ? rooms_new (network, capacity) : NULL;
  activations->norms = iso_floats_new (capacity);
  if (network->trunk == NULL)
    return activations;
  size_t features = capacity * iso_trunk_feature_count (network->trunk);
  activations->features = iso_floats_new (features);
  activations->evaluation = iso_trunk_evaluation_new (network->trunk);
  if (with_gradient)
    {
      activations->feature_gradients = iso_floats_new (features);
      activations->training = iso_trunk_training_new (network->trunk, capacity);
    }
  return activations;
}

void
iso_activations_free (IsoActivations *activations)
{
  if (activations == NULL)
    return;
  rooms_free (activations->outputs, activations->network);
  rooms_free (activations->gradients, activations->network);
  iso_block_free (activations->norms);
  iso_block_free (activations->features);
  iso_block_free (activations->feature_gradients);
  iso_trunk_training_free (activations->training);
  iso_trunk_evaluation_free (activations->evaluation);
  iso_network_unref (activations->network);
  g_free (activations);
}

float *
iso_activations_embeddings (IsoActivations *activations)
{
  return activations->outputs[activations->network->layer_count - 1];
}

/* Rows of all blocks but the last. */
static size_t
rows_of_a_block (size_t B)
{
  size_t blocks = B <= 2 * BLOCK_ROWS ? 2 : (B + BLOCK_ROWS - 1) / BLOCK_ROWS;
  size_t rows = (B + blocks - 1) / blocks;
  return (rows + ROW_UNIT - 1) / ROW_UNIT * ROW_UNIT;
}

size_t
iso_network_block_count (size_t B)
{
  return B == 0 ? 0 : (B + rows_of_a_block (B) - 1) / rows_of_a_block (B);
}

void
iso_network_block_rows (size_t *first, size_t *count, size_t B, size_t block)
{
  size_t rows = rows_of_a_block (B);
  *first = block * rows;
  *count = MIN (rows, B - *first);
}

/* What the first layer sees. */
static const float *
layers_input (const IsoNetwork *network, const IsoActivations *activations, const float *input)
{
  return network->trunk != NULL ? activations->features : input;
}

/* Rows first … first + count − 1 of X, all rows of what the first layer sees, through the layers. */
static void
layers_forward_rows (const IsoNetwork *network, const float *weights, IsoActivations *activations, const float *X, size_t first,
                     size_t count)
{
  X += first * network->layers[0].linear.input_size;
  for (size_t l = 0; l < network->layer_count; l++)
    {
      const IsoLayer *layer = &network->layers[l];
      float *Y = activations->outputs[l] + first * layer->linear.output_size;
      iso_linear_forward (Y, X, weights + layer->weight, weights + layer->bias, &layer->linear, count);
      X = Y;
    }
  size_t D = iso_network_embedding_size (network);
  float *Z = iso_activations_embeddings (activations) + first * D;
  iso_unit_norm_forward (Z, activations->norms + first, Z, count, D);
}

void
iso_network_prepare (const IsoNetwork *network, const float *weights, IsoActivations *activations)
{
  if (network->trunk != NULL)
    iso_trunk_evaluation_prepare (activations->evaluation, weights, weights + network->trained_count);
}

void
iso_network_forward_rows (const IsoNetwork *network, const float *weights, IsoActivations *activations, const float *input,
                          size_t first, size_t count)
{
  g_return_if_fail (first + count <= activations->capacity);
  if (network->trunk != NULL)
    iso_trunk_evaluate (activations->evaluation, activations->features + first * iso_trunk_feature_count (network->trunk),
                        input + first * iso_network_input_size (network), count);
  layers_forward_rows (network, weights, activations, layers_input (network, activations, input), first, count);
}

/* What the tasks of one pool run share. */
typedef struct {
  const IsoNetwork *network;
  IsoActivations *activations;
  const float *weights, *input, *embedding_gradient;
  float *gradient;
  size_t B;
} Pass;

static void
forward_block (void *data, size_t block)
{
  const Pass *pass = data;
  size_t first, count;
  iso_network_block_rows (&first, &count, pass->B, block);
  iso_network_forward_rows (pass->network, pass->weights, pass->activations, pass->input, first, count);
}

static void
layers_forward_block (void *data, size_t block)
{
  const Pass *pass = data;
  size_t first, count;
  iso_network_block_rows (&first, &count, pass->B, block);
  layers_forward_rows (pass->network, pass->weights, pass->activations,
                       layers_input (pass->network, pass->activations, pass->input), first, count);
}

void
iso_network_forward (const IsoNetwork *network, const float *weights, IsoActivations *activations, const float *input, size_t B,
                     IsoPool *pool)
{
  Pass pass = { .network = network, .activations = activations, .weights = weights, .input = input, .B = B };
  iso_network_prepare (network, weights, activations);
  iso_pool_run (pool, iso_network_block_count (B), forward_block, &pass);
}

void
iso_network_train_forward (const IsoNetwork *network, const float *weights, IsoActivations *activations, const float *input,
                           size_t B, IsoPool *pool)
{
  g_return_if_fail (activations->gradients != NULL && B <= activations->capacity);
  Pass pass = { .network = network, .activations = activations, .weights = weights, .input = input, .B = B };
  if (network->trunk != NULL)
    iso_trunk_train_forward (network->trunk, activations->features, activations->training, weights,
                             weights + network->trained_count, input, B, pool);
  iso_pool_run (pool, iso_network_block_count (B), layers_forward_block, &pass);
}

/* Gradients of the activations of one row block, from the embeddings down to the first layer's outputs, or to the features. */
static void
backward_rows_block (void *data, size_t block)
{
  const Pass *pass = data;
  const IsoNetwork *network = pass->network;
  const IsoActivations *activations = pass->activations;
  size_t last = network->layer_count - 1, first, count;
  iso_network_block_rows (&first, &count, pass->B, block);
  size_t D = iso_network_embedding_size (network);
  iso_unit_norm_backward (activations->gradients[last] + first * D, pass->embedding_gradient + first * D,
                          activations->outputs[last] + first * D, activations->norms + first, count, D);
  for (size_t l = last; l > 0; l--)
    {
      const IsoLayer *layer = &network->layers[l];
      size_t in = first * layer->linear.input_size, out = first * layer->linear.output_size;
      iso_linear_backward_input (activations->gradients[l - 1] + in, activations->gradients[l] + out,
                                 pass->weights + layer->weight, activations->outputs[l - 1] + in, &layer->linear, count);
    }
  if (network->trunk == NULL)
    return;
  const IsoLayer *layer = &network->layers[0];
  iso_linear_backward_input (activations->feature_gradients + first * layer->linear.input_size,
                             activations->gradients[0] + first * layer->linear.output_size, pass->weights + layer->weight, NULL,
                             &layer->linear, count);
}

static void
backward_weights_block (void *data, size_t block)
{
  const Pass *pass = data;
  const IsoGradientBlock *task = &pass->network->gradient_blocks[block];
  const IsoLayer *layer = &pass->network->layers[task->layer];
  const float *X = task->layer == 0 ? layers_input (pass->network, pass->activations, pass->input)
                                    : pass->activations->outputs[task->layer - 1];
  iso_linear_backward_weights (pass->gradient + layer->weight, pass->gradient + layer->bias,
                               pass->activations->gradients[task->layer], X, &layer->linear, pass->B, task->first, task->count);
}

void
iso_network_backward (const IsoNetwork *network, const float *weights, float *gradient, IsoActivations *activations,
                      const float *input, const float *embedding_gradient, size_t B, IsoPool *pool)
{
  g_return_if_fail (activations->gradients != NULL && B <= activations->capacity);
  Pass pass = { network, activations, weights, input, embedding_gradient, gradient, B };
  iso_pool_run (pool, iso_network_block_count (B), backward_rows_block, &pass);
  iso_pool_run (pool, network->gradient_block_count, backward_weights_block, &pass);
  if (network->trunk != NULL)
    iso_trunk_train_backward (network->trunk, gradient, activations->training, weights, activations->feature_gradients, B, pool);
}

void
iso_network_learn_statistics (const IsoNetwork *network, float *weights, const IsoActivations *activations)
{
  if (network->trunk != NULL)
    iso_trunk_learn_statistics (network->trunk, weights + network->trained_count, activations->training);
}
