/* How a person wants the values of a matrix turned into colours: which shape of scale, which range, which map. Plain values and pure
 * functions of them. */
#pragma once

#include "ui/figure/batch-matrices.h"
#include "ui/figure/colormap.h"

typedef enum {
  ISO_SCALING_AUTOMATIC, /* as IsoBatchMatrices proposes */
  ISO_SCALING_LINEAR,
  ISO_SCALING_LOGARITHMIC,
  ISO_SCALING_DIVERGING, /* linear about a middle */
} IsoScalingShape;
#define ISO_SCALING_COUNT 4

typedef struct {
  IsoScalingShape shape;
  bool is_fixed;           /* the range is minimum … maximum, whatever the batch brings; else it follows the values */
  double minimum, maximum;
} IsoMatrixScaling;

/* Matrices that are held against each other share one scaling: that of the kind returned. */
IsoMatrixKind iso_matrix_scaling_group (IsoMatrixKind kind);

/* The scale in force. logarithmic: which of the two automatic ones. A fixed range that the shape has no use for (nothing positive
 * for a logarithm, empty) gives way to the automatic one. */
IsoHeatScale iso_matrix_scaling_fit (const IsoMatrixScaling *scaling, const IsoBatchMatrices *matrices, IsoMatrixKind kind,
                                     bool logarithmic);

/* Fixes the range: the shape stays, and one that was automatic becomes that of the scale in force. */
void iso_matrix_scaling_fix (IsoMatrixScaling *scaling, const IsoHeatScale *scale);

/* A scale with one end moved (upper or lower), or all of it, by `part` of its length upwards. A diverging scale keeps its middle
 * where an end moves. Never empty or the wrong way round. */
IsoHeatScale iso_heat_scale_stretch (const IsoHeatScale *scale, bool upper, double part);
IsoHeatScale iso_heat_scale_shift (const IsoHeatScale *scale, double part);
/* The same by values: where the end is to be, and where the middle. */
IsoHeatScale iso_heat_scale_with_end (const IsoHeatScale *scale, bool upper, double value);
IsoHeatScale iso_heat_scale_with_middle (const IsoHeatScale *scale, double value);
bool iso_heat_scale_equal (const IsoHeatScale *a, const IsoHeatScale *b);
bool iso_heat_scale_is_diverging (const IsoHeatScale *scale);
bool iso_heat_scale_is_logarithmic (const IsoHeatScale *scale);

/* The map of a kind on a scale: `chosen` where that is a sequential one, ISO_COLORMAP_DIVERGING where the scale diverges, else the
 * kind's own. chosen < 0: none. */
IsoColormap iso_matrix_colormap (IsoMatrixKind kind, const IsoHeatScale *scale, int chosen);
