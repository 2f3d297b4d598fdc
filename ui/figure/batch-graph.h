/* A batch laid out in the plane with the graph on which diffusion walks: everything that the batch's map draws on screen and on
 * paper. Immutable once made, counted references, any thread may read.
 *
 * Points: the student's embeddings by PCA, turned so that samples, and else the centers of classes, lie as close as possible to
 * where the map before had them. Edges: those of the graph of the teacher's similarities, each as strong as the step of the walk
 * along it is likely. */
#pragma once

#include "engine/data/dataset.h"
#include "engine/train/snapshot.h"
#include "ui/figure/map-figure.h"

/* Of a graph with all edges (k = 0) so many are shown of each sample, the strongest; and of one with more than the second number, the
 * second number. */
#define ISO_BATCH_GRAPH_STRONGEST 5
#define ISO_BATCH_GRAPH_MOST 20
/* Steps in which edges are told apart by strength. */
#define ISO_BATCH_GRAPH_LEVELS 6

typedef struct {
  guint32 from, to;   /* from < to: one line for both directions */
  guint16 level;      /* 0 … ISO_BATCH_GRAPH_LEVELS − 1, of the more likely direction */
  gint32 label;       /* of both samples; −1: of two classes */
} IsoBatchEdge;

typedef struct {
  IsoReferences references;
  IsoBatchSnapshot *snapshot;  /* owned reference */
  IsoDataset *dataset;         /* owned reference, or NULL */
  IsoDistillSettings settings; /* of the graph */
  size_t B;
  float *positions;            /* (B, 2), in the order of the snapshot */
  double explained[2];         /* shares of the variance along the axes */
  IsoMapBox fit;
  guint32 class_count;
  const char **class_names;    /* (class_count); "" without a dataset */
  float *transition;           /* (B, B): T; NULL where there is no graph */
  guint8 *shown;               /* (B, B): 1 where i → j is drawn; NULL likewise */
  IsoBatchEdge *edges;         /* (edge_count), weak before strong, then by class */
  size_t edge_count;
  bool is_dense;               /* every sample is a neighbor of every other */
  size_t most_neighbors;       /* edges of the sample that has most */
  size_t most_shown;           /* of them shown at most; 0: all */
  double staying;              /* the part of the walk's steps that stays in the sample's class; NAN without edges */
  char *problem;               /* why there is no graph, one sentence; NULL where there is */
} IsoBatchGraph;

/* settings: whose graph and transition are shown, whatever their mode. previous (or NULL): the map to lie like. dataset (or NULL):
 * names and pictures. ISO_ERROR_NUMERIC where the embeddings are not finite; what stands against a graph goes to `problem`. */
IsoBatchGraph *iso_batch_graph_new (IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings, IsoDataset *dataset,
                                    const IsoBatchGraph *previous, GError **error);
IsoBatchGraph *iso_batch_graph_ref (IsoBatchGraph *graph);
void iso_batch_graph_unref (IsoBatchGraph *graph);

/* As the map's figure wants them; valid as long as the graph. */
IsoMapPoints iso_batch_graph_points (const IsoBatchGraph *graph);

/* "10 nearest of each, directed", "all neighbors, as in the paper: strongest 5 of 111 edges of each". Free with g_free(). */
char *iso_batch_graph_describe (const IsoBatchGraph *graph);
/* The quiet line beside the title: samples, epoch, which batch, the graph, how often a step stays in its class. Free with g_free(). */
char *iso_batch_graph_subtitle (const IsoBatchGraph *graph, bool other_settings);
/* "8 of 10 edges to its class": of one sample, 0 … B − 1; NULL where there is no graph. Free with g_free(). */
char *iso_batch_graph_describe_sample (const IsoBatchGraph *graph, size_t sample);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoBatchGraph, iso_batch_graph_unref)
