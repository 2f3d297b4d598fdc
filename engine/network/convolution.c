#include "engine/network/convolution.h"

#include <glib.h>
#include <string.h>

#include "isotherm-config.h"

/* Vectors wider than the target's registers are taken apart by gcc into something forty times slower, so each width has tiles
 * of its own, compiled for processors that have such registers, and the widest is looked up. */
#define LANES 4
#define PIXELS 6
#define TARGET
#define NAMED(name) name##_4
#include "engine/network/convolution-tiles.h"

#ifdef ISO_HAVE_TARGET_CLONES
#define LANES 8
#define PIXELS 6
#define TARGET __attribute__ ((target ("arch=x86-64-v3")))
#define NAMED(name) name##_8
#include "engine/network/convolution-tiles.h"

#define LANES 16
#define PIXELS 14
#define TARGET __attribute__ ((target ("arch=x86-64-v4")))
#define NAMED(name) name##_16
#include "engine/network/convolution-tiles.h"
#endif

typedef struct {
  size_t width; /* outputs computed together */
  void (*forward) (float *Y, const float *X, const float *packed, const IsoConvolution *c, bool add);
  void (*weights) (float *dW, const float *X, const float *dY, const IsoConvolution *c);
} Tiles;

/* From wide to narrow; each instruction set takes those from its own on. */
static const Tiles all_tiles[] = {
#ifdef ISO_HAVE_TARGET_CLONES
  { 32, forward_two_16, weights_two_16 },
  { 16, forward_one_16, weights_one_16 },
  { 16, forward_two_8, weights_two_8 },
  { 8, forward_one_8, weights_one_8 },
#endif
  { 8, forward_two_4, weights_two_4 },
  { 4, forward_one_4, weights_one_4 },
};

static const Tiles *
best_tiles (void)
{
#ifdef ISO_HAVE_TARGET_CLONES
  if (__builtin_cpu_supports ("x86-64-v4"))
    return all_tiles;
  return __builtin_cpu_supports ("x86-64-v3") ? all_tiles + 2 : all_tiles + 4;
#else
  return all_tiles;
#endif
}

/* The tiles for the outputs from `first` on: the widest that fits. */
static const Tiles *
next_tiles (const IsoConvolution *c, size_t first)
{
  const Tiles *tiles = best_tiles ();
  while (tiles->width > c->output_channels - first)
    tiles++;
  return tiles;
}

size_t
iso_convolution_weight_count (const IsoConvolution *c)
{
  return 9 * c->input_channels * c->output_channels;
}

IsoConvolution
iso_convolution_turned (const IsoConvolution *c)
{
  return (IsoConvolution) { c->height, c->width, c->output_channels, c->input_channels };
}

void
iso_convolution_pack (float *packed, const float *W, const IsoConvolution *c)
{
  size_t out = c->output_channels, rows = 9 * c->input_channels;
  for (size_t first = 0; first < out;)
    {
      size_t width = next_tiles (c, first)->width;
      for (size_t r = 0; r < rows; r++, packed += width)
        memcpy (packed, W + r * out + first, width * sizeof (float));
      first += width;
    }
}

void
iso_convolution_pack_turned (float *packed, const float *W, const IsoConvolution *c)
{
  IsoConvolution turned = iso_convolution_turned (c);
  size_t in = c->input_channels, out = c->output_channels;
  for (size_t first = 0; first < in;)
    {
      size_t width = next_tiles (&turned, first)->width;
      for (size_t tap = 9; tap-- > 0;)
        for (size_t o = 0; o < out; o++)
          for (size_t i = first; i < first + width; i++)
            *packed++ = W[(tap * in + i) * out + o];
      first += width;
    }
}

void
iso_convolution_forward (float *Y, const float *X, const float *packed, const IsoConvolution *c, bool add)
{
  g_return_if_fail (c->output_channels % ISO_CHANNEL_UNIT == 0);
  for (size_t first = 0; first < c->output_channels;)
    {
      const Tiles *tiles = next_tiles (c, first);
      tiles->forward (Y + first, X, packed, c, add);
      packed += 9 * c->input_channels * tiles->width;
      first += tiles->width;
    }
}

void
iso_convolution_backward_weights (float *dW, const float *X, const float *dY, const IsoConvolution *c)
{
  g_return_if_fail (c->output_channels % ISO_CHANNEL_UNIT == 0);
  const float *inside = dY + (c->width + 3) * c->output_channels;
  for (size_t first = 0; first < c->output_channels;)
    {
      const Tiles *tiles = next_tiles (c, first);
      tiles->weights (dW + first, X, inside + first, c);
      first += tiles->width;
    }
}
