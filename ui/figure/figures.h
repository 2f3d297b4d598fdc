/* The figures (figure.h) of what the views show: pictures as in the window, with a heading, and the numbers in them. Title and subtitle
 * are copied; references are taken of what is counted, and copies of what is not, so that the caller may go on. */
#pragma once

#include "engine/metrics/similarity-histogram.h"
#include "ui/figure/batch-figure.h"
#include "ui/figure/batch-graph.h"
#include "ui/figure/chart.h"
#include "ui/figure/compared-maps.h"
#include "ui/figure/compared-matrices.h"
#include "ui/figure/curves-figure.h"
#include "ui/figure/figure.h"
#include "ui/figure/graph-lab-words.h"
#include "ui/figure/projected-map.h"
#include "ui/figure/tuples.h"
#include "ui/figure/what-if-grid.h"

/* The chart of a run as `options` have it, their window included. Numbers: iso_run_curves_table() of the steps first … last. */
IsoFigure *iso_figure_of_curves (const IsoRunCurves *curves, const IsoCurvesOptions *options, guint64 first, guint64 last,
                                 const char *title, const char *subtitle);

/* A chart whose curves do not grow any more, as large as `window` has it (NULL: all of it); takes a reference. name: of a file. Numbers:
 * iso_chart_table() of what is in sight. */
IsoFigure *iso_figure_of_chart (IsoChart *chart, const IsoPlotWindow *window, const char *name, const char *title, const char *subtitle);

/* How a map is shown. */
typedef struct {
  IsoMapBox box;
  const float *tint;    /* (N), or NULL: by class */
  const bool *selected; /* (N), or NULL: all */
  bool is_density;
} IsoMapLook;

/* Numbers: sample of the data set, class, x and y of each point. */
IsoFigure *iso_figure_of_map (IsoProjectedMap *map, const IsoMapLook *look, const char *title, const char *subtitle);

/* The strip of matrices. batch: its matrices, order, scales, large, logarithmic and map are kept; the heading is given apart. Numbers:
 * those of the large matrix in the order shown, sample and class of the row first. */
IsoFigure *iso_figure_of_batch (const IsoBatchFigure *batch, guint64 step, const char *title, const char *subtitle);

/* Numbers: sample, class, x and y. */
IsoFigure *iso_figure_of_batch_map (IsoBatchGraph *graph, const char *title, const char *subtitle);

/* Numbers: the bins as drawn, how many pairs are in each and how dense. name: of a file. */
IsoFigure *iso_figure_of_similarities (const IsoSimilarityHistogram *histogram, const char *name, const char *title,
                                       const char *subtitle);

/* No picture. Numbers: a row for each that is listed. */
IsoFigure *iso_figure_of_tuples (IsoTuples *tuples);

/* k: in force. Numbers: a row for each k, with each chart's curve and what is dashed beside it. */
IsoFigure *iso_figure_of_graph_lab (const IsoGraphSweep *sweep, int k, guint64 step, const char *title, const char *subtitle);

/* present: place of the settings in force, or −1. Numbers: a row for each cell that is there: the two parameters, and its health. */
IsoFigure *iso_figure_of_what_if (const IsoWhatIfGrid *grid, int present, bool logarithmic, const char *title, const char *subtitle);

/* Two maps side by side; lines: of how many samples; selected (N), or NULL: all; names: what each side is, "A: OBDP, epoch 20". Numbers:
 * sample of the data set, class, x and y in both maps, share of the neighbors kept. */
IsoFigure *iso_figure_of_compared_maps (IsoComparedMaps *maps, size_t lines, const bool *selected, const char *const *names,
                                        const char *title, const char *subtitle);

/* A, B and A − B of a stage. range: of both, or NULL: the automatic one. Numbers: all three beside each other, sample and class of the
 * row first. data: names of the classes, or NULL. */
IsoFigure *iso_figure_of_compared_matrices (IsoComparedMatrices *matrices, IsoComparedStage stage, bool logarithmic,
                                            const IsoHeatScale *range, IsoDataset *data, const char *const *names, const char *title,
                                            const char *subtitle);
