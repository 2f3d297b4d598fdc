#include "ui/figure/matrix-scaling.h"

#include <math.h>

#define LEAST_PART 0.004 /* of a scale's length: dragged ends come no nearer to each other */

IsoMatrixKind
iso_matrix_scaling_group (IsoMatrixKind kind)
{
  return kind == ISO_MATRIX_OBDP || kind == ISO_MATRIX_STUDENT ? ISO_MATRIX_PSD : kind;
}

bool
iso_heat_scale_equal (const IsoHeatScale *a, const IsoHeatScale *b)
{
  return a->kind == b->kind && !(a->minimum < b->minimum) && !(a->minimum > b->minimum) && !(a->maximum < b->maximum)
         && !(a->maximum > b->maximum);
}

bool
iso_heat_scale_is_diverging (const IsoHeatScale *scale)
{
  return scale->kind == ISO_HEAT_DIVERGING || scale->kind == ISO_HEAT_DIVERGING_LOGARITHMIC;
}

bool
iso_heat_scale_is_logarithmic (const IsoHeatScale *scale)
{
  return scale->kind == ISO_HEAT_LOGARITHMIC || scale->kind == ISO_HEAT_DIVERGING_LOGARITHMIC;
}

static bool
is_sensible (const IsoHeatScale *scale)
{
  return isfinite (scale->minimum) && isfinite (scale->maximum) && scale->minimum < scale->maximum
         && (scale->kind != ISO_HEAT_LOGARITHMIC || scale->minimum > 0.0);
}

/* ---- which scale ---- */

static IsoHeatScale
automatic_logarithmic (const IsoBatchMatrices *matrices, IsoMatrixKind kind)
{
  const IsoMatrixSpread *spread = &matrices->spread[kind];
  if (matrices->logarithmic[kind].kind == ISO_HEAT_LOGARITHMIC)
    return matrices->logarithmic[kind];
  return iso_range_logarithmic (spread->positive_low, spread->positive_high);
}

/* About 0 where there are values on both sides of it, else about the middle of what there is. */
static IsoHeatScale
automatic_diverging (const IsoBatchMatrices *matrices, IsoMatrixKind kind)
{
  const IsoMatrixSpread *spread = &matrices->spread[kind];
  if (matrices->linear[kind].kind == ISO_HEAT_DIVERGING)
    return matrices->linear[kind];
  IsoHeatScale scale = iso_range_between (spread->low, spread->high);
  if (scale.minimum < 0.0 && scale.maximum > 0.0)
    return iso_range_diverging (fmax (-scale.minimum, scale.maximum), false);
  scale.kind = ISO_HEAT_DIVERGING;
  return scale;
}

IsoHeatScale
iso_matrix_scaling_fit (const IsoMatrixScaling *scaling, const IsoBatchMatrices *matrices, IsoMatrixKind kind, bool logarithmic)
{
  IsoHeatScale scale = *iso_batch_matrices_scale (matrices, kind, logarithmic);
  switch (scaling->shape)
    {
    case ISO_SCALING_LINEAR:
      scale = matrices->linear[kind];
      scale.kind = ISO_HEAT_LINEAR;
      break;
    case ISO_SCALING_LOGARITHMIC:
      /* What is held against zero has a logarithm to both sides of it. */
      scale = matrices->logarithmic[kind].kind == ISO_HEAT_DIVERGING_LOGARITHMIC ? matrices->logarithmic[kind]
                                                                                : automatic_logarithmic (matrices, kind);
      break;
    case ISO_SCALING_DIVERGING:
      scale = automatic_diverging (matrices, kind);
      break;
    case ISO_SCALING_AUTOMATIC:
    default:
      break;
    }
  IsoHeatScale fixed = { scale.kind, scaling->minimum, scaling->maximum };
  return scaling->is_fixed && is_sensible (&fixed) ? fixed : scale;
}

void
iso_matrix_scaling_fix (IsoMatrixScaling *scaling, const IsoHeatScale *scale)
{
  if (scaling->shape == ISO_SCALING_AUTOMATIC)
    scaling->shape = iso_heat_scale_is_logarithmic (scale) ? ISO_SCALING_LOGARITHMIC
                     : iso_heat_scale_is_diverging (scale) ? ISO_SCALING_DIVERGING
                                                           : ISO_SCALING_LINEAR;
  scaling->is_fixed = true;
  scaling->minimum = scale->minimum;
  scaling->maximum = scale->maximum;
}

IsoColormap
iso_matrix_colormap (IsoMatrixKind kind, const IsoHeatScale *scale, int chosen)
{
  if (iso_heat_scale_is_diverging (scale))
    return ISO_COLORMAP_DIVERGING;
  if (chosen >= 0 && chosen < (int) ISO_COLORMAP_DIVERGING)
    return (IsoColormap) chosen;
  return kind == ISO_MATRIX_SIMILARITY || kind == ISO_MATRIX_GRAPH ? ISO_COLORMAP_VIRIDIS : ISO_COLORMAP_MAGMA;
}

/* ---- moving its ends ---- */

/* The value at a part of the way beyond [0, 1] too; about a middle the way is even. */
static double
value_at (const IsoHeatScale *scale, double part)
{
  if (iso_heat_scale_is_diverging (scale))
    return scale->minimum + part * (scale->maximum - scale->minimum);
  return iso_heat_value (scale, part);
}

IsoHeatScale
iso_heat_scale_stretch (const IsoHeatScale *scale, bool upper, double part)
{
  IsoHeatScale stretched = *scale;
  if (iso_heat_scale_is_diverging (scale))
    {
      double moved = fmax (0.5 + (upper ? part : -part), LEAST_PART) - 0.5;
      stretched.minimum = value_at (scale, -moved);
      stretched.maximum = value_at (scale, 1.0 + moved);
    }
  else if (upper)
    stretched.maximum = value_at (scale, fmax (1.0 + part, LEAST_PART));
  else
    stretched.minimum = value_at (scale, fmin (part, 1.0 - LEAST_PART));
  return is_sensible (&stretched) ? stretched : *scale;
}

IsoHeatScale
iso_heat_scale_shift (const IsoHeatScale *scale, double part)
{
  IsoHeatScale shifted = { scale->kind, value_at (scale, part), value_at (scale, 1.0 + part) };
  return is_sensible (&shifted) ? shifted : *scale;
}

IsoHeatScale
iso_heat_scale_with_end (const IsoHeatScale *scale, bool upper, double value)
{
  IsoHeatScale changed = *scale;
  if (iso_heat_scale_is_diverging (scale))
    {
      double middle = 0.5 * (scale->minimum + scale->maximum), reach = upper ? value - middle : middle - value;
      changed.minimum = middle - reach;
      changed.maximum = middle + reach;
    }
  else if (upper)
    changed.maximum = value;
  else
    changed.minimum = value;
  return is_sensible (&changed) ? changed : *scale;
}

IsoHeatScale
iso_heat_scale_with_middle (const IsoHeatScale *scale, double value)
{
  double reach = 0.5 * (scale->maximum - scale->minimum);
  IsoHeatScale changed = { scale->kind, value - reach, value + reach };
  return is_sensible (&changed) ? changed : *scale;
}
