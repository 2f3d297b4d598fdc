/* What k does to a batch: the graph's shape and what diffusion on it makes of the targets, at one k and at all of them.
 *
 *     k -> graph -> pieces, hubs, edges within classes
 *            └-> T -> spectral gap
 *                └-> P by OBDP -> entropy, mass on the same class
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/distill/graph-structure.h"
#include "engine/distill/health.h"
#include "engine/distill/target.h"

typedef struct {
  int k;
  IsoGraphStructure graph;
  double spectral_gap;     /* 1 − |λ₂| of T, to about 0.005, and exactly 0 of a graph in pieces; NAN where T could not be made */
  IsoTargetHealth targets; /* of P by OBDP, all NAN where it could not be computed */
} IsoGraphStatistics;

/* At the k of the settings (0 and B − 1 and more: B − 1), their mode taken for OBDP. similarity Sᵗ (B, B) without NaN, labels (B);
 * room has capacity for B and holds the stages of P afterwards. pool may be NULL. What stands against a diffusion is an error as of
 * iso_targets_compute(); the graph is measured all the same, the rest is NAN. */
bool iso_graph_statistics (IsoGraphStatistics *statistics, const float *similarity, const gint32 *labels, size_t B,
                           const IsoDistillSettings *settings, IsoTargets *room, IsoPool *pool, GError **error);

typedef struct {
  size_t B, count;
  IsoDistillSettings settings;  /* whose k is one of those below */
  IsoGraphStatistics *at;       /* (count) by ascending k, 1 … B − 1; none where B < 2 */
  IsoTargetHealth psd;          /* of P without diffusion, whatever k */
  char *problem;                /* why there is no diffusion at some k, one sentence; NULL where there is at all */
} IsoGraphSweep;

/* Up to so many samples every k is measured; of larger batches about sixty, spaced by ratio, and the settings' own. */
#define ISO_GRAPH_SWEEP_ALL 128

/* At every k, as iso_graph_statistics() would: neighbors are ranked once, and edges only added as k grows. Between two k the
 * cancellable (or NULL) is asked: G_IO_ERROR_CANCELLED; ISO_ERROR_NUMERIC for NaN and infinite similarities. */
IsoGraphSweep *iso_graph_sweep_new (const float *similarity, const gint32 *labels, size_t B, const IsoDistillSettings *settings,
                                    IsoPool *pool, GCancellable *cancellable, GError **error);
void iso_graph_sweep_free (IsoGraphSweep *sweep);

/* The place in `at` whose k is nearest by ratio (0 and more than B − 1: the last). There must be one. */
size_t iso_graph_sweep_place (const IsoGraphSweep *sweep, double k);

/* Whether a sweep for these settings would show what this one does: all but k, λ, mode and ramp is the same. */
bool iso_graph_sweep_fits (const IsoGraphSweep *sweep, const IsoDistillSettings *settings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoGraphSweep, iso_graph_sweep_free)
