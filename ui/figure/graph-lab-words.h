/* What the kNN lab says about its curves, translated: names, numbers, and what they mean in plain language. */
#pragma once

#include "engine/data/dataset.h"
#include "engine/distill/graph-statistics.h"

typedef enum {
  ISO_LAB_PIECES,    /* weakly connected components; strongly connected ones beside them */
  ISO_LAB_HUB,       /* the largest in-degree; the mean beside it */
  ISO_LAB_GAP,       /* 1 − |λ₂| of T */
  ISO_LAB_EDGES,     /* share of the edges within classes */
  ISO_LAB_MASS,      /* share of P on the same class; that of PSD beside it */
  ISO_LAB_NEIGHBORS, /* exp of P's mean row entropy; that of PSD beside it */
} IsoLabChart;
#define ISO_LAB_CHARTS 6

/* "pieces": over its chart. */
const char *iso_lab_title (IsoLabChart chart);

/* The curve's value and that of the dashed one beside it, which is NAN where the chart has none. */
double iso_lab_value (IsoLabChart chart, const IsoGraphStatistics *statistics);
double iso_lab_reference (IsoLabChart chart, const IsoGraphSweep *sweep, size_t place);
/* What the dashed curve is: "strongly connected"; NULL where there is none. */
const char *iso_lab_reference_name (IsoLabChart chart);

/* A number of that chart as it is written: "4", "0.12", "64 %"; "–" for NAN. */
void iso_lab_number (char *text, size_t capacity, IsoLabChart chart, double value);

/* "k 10 of 111", "k 111 of 111, all". Free with g_free(). */
char *iso_lab_k_text (const IsoGraphSweep *sweep, size_t place);

/* "in 4 pieces: heat cannot pass between them": one chart in plain language, without a full stop. The hub is called by its name
 * where dataset and indices (B) into it are given. Free with g_free(). */
char *iso_lab_hint (IsoLabChart chart, const IsoGraphSweep *sweep, size_t place, const IsoDataset *dataset, const guint32 *indices);

/* All of it, for assistive technologies. Free with g_free(). */
char *iso_lab_words (const IsoGraphSweep *sweep, size_t place, const IsoDataset *dataset, const guint32 *indices);
