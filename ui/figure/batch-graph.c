#include "ui/figure/batch-graph.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "engine/base/checked.h"
#include "engine/distill/graph.h"
#include "engine/distill/transition.h"
#include "engine/linalg/finite.h"
#include "engine/linalg/topk.h"
#include "engine/projection/align.h"
#include "engine/projection/pca.h"

/* ---- edges ---- */

/* transition and edges (B, B) as the settings have them; NULL in *edges and a reason in graph->problem where they cannot be. */
static guint8 *
build_edges (IsoBatchGraph *graph)
{
  size_t B = graph->B;
  const float *similarity = graph->snapshot->teacher_similarity;
  IsoDistillSettings settings = graph->settings;
  g_autoptr (GError) error = NULL;
  /* Whatever the mode is, the graph is that of a diffusion. */
  settings.mode = ISO_DISTILL_OBDP;
  if (!iso_distill_settings_validate (&settings, B, &error) || !iso_check_finite (similarity, B, B, &error))
    {
      graph->problem = g_strdup (error->message);
      return NULL;
    }
  guint8 *edges = g_new0 (guint8, MAX (B * B, 1));
  g_autofree guint32 *keys = g_new (guint32, MAX (B * B, 1));
  g_autofree guint8 *isolated = g_new (guint8, MAX (B, 1));
  graph->transition = iso_floats_new (B * B);
  iso_graph_build (edges, keys, similarity, settings.graph, settings.k, B, NULL);
  if (settings.normalization == ISO_TRANSITION_SYMMETRIC)
    {
      float *affinity = iso_floats_new (B * B);
      iso_transition_symmetric (graph->transition, affinity, isolated, similarity, edges, settings.gamma, B);
      iso_block_free (affinity);
      return edges;
    }
  g_autofree float *maxima = g_new (float, MAX (B, 1));
  iso_transition_softmax (graph->transition, maxima, isolated, similarity, edges, settings.tau_d, B, NULL);
  return edges;
}

static void
measure (IsoBatchGraph *graph, const guint8 *edges)
{
  const gint32 *labels = graph->snapshot->labels;
  double staying = 0.0, all = 0.0;
  for (size_t i = 0; i < graph->B; i++)
    {
      size_t count = 0;
      for (size_t j = 0; j < graph->B; j++)
        {
          double step = (double) graph->transition[i * graph->B + j];
          if (!edges[i * graph->B + j])
            continue;
          count++;
          all += step;
          staying += labels[i] == labels[j] ? step : 0.0;
        }
      graph->most_neighbors = MAX (graph->most_neighbors, count);
    }
  graph->staying = all > 0.0 ? staying / all : (double) NAN;
}

/* shown (B, B): the edges, or the strongest of each sample where they would cover one another. */
static void
choose_shown (IsoBatchGraph *graph, const guint8 *edges)
{
  size_t B = graph->B;
  size_t limit = graph->is_dense ? ISO_BATCH_GRAPH_STRONGEST : ISO_BATCH_GRAPH_MOST;
  g_autofree guint32 *keys = g_new (guint32, MAX (B, 1));
  graph->shown = g_memdup2 (edges, MAX (B * B, 1));
  if (graph->most_neighbors <= limit)
    return;
  graph->most_shown = limit;
  for (size_t i = 0; i < B; i++)
    {
      iso_top_k_select (graph->shown + i * B, keys, graph->transition + i * B, B, limit, i);
      for (size_t j = 0; j < B; j++)
        graph->shown[i * B + j] &= edges[i * B + j];
    }
}

static int
compare_edges (const void *a, const void *b)
{
  const IsoBatchEdge *x = a, *y = b;
  if (x->level != y->level)
    return x->level < y->level ? -1 : 1;
  if (x->label != y->label)
    return x->label < y->label ? -1 : 1;
  return x->from != y->from ? (x->from < y->from ? -1 : 1) : (x->to > y->to) - (x->to < y->to);
}

/* The likelier direction of what is shown between i and j. */
static double
strength (const IsoBatchGraph *graph, size_t i, size_t j)
{
  size_t there = i * graph->B + j, back = j * graph->B + i;
  return fmax (graph->shown[there] ? (double) graph->transition[there] : 0.0,
               graph->shown[back] ? (double) graph->transition[back] : 0.0);
}

static void
list_edges (IsoBatchGraph *graph)
{
  size_t B = graph->B;
  const gint32 *labels = graph->snapshot->labels;
  double strongest = 0.0;
  size_t count = 0;
  for (size_t i = 0; i < B; i++)
    for (size_t j = i + 1; j < B; j++)
      {
        count += graph->shown[i * B + j] | graph->shown[j * B + i];
        strongest = fmax (strongest, strength (graph, i, j));
      }
  graph->edges = g_new (IsoBatchEdge, MAX (count, 1));
  for (size_t i = 0; i < B; i++)
    for (size_t j = i + 1; j < B; j++)
      {
        if (!(graph->shown[i * B + j] | graph->shown[j * B + i]))
          continue;
        /* The root, for the few that are most likely leave the others far behind. */
        double part = strongest > 0.0 ? sqrt (strength (graph, i, j) / strongest) : 1.0;
        IsoBatchEdge *edge = &graph->edges[graph->edge_count++];
        edge->from = (guint32) i;
        edge->to = (guint32) j;
        edge->level = (guint16) MIN (part * ISO_BATCH_GRAPH_LEVELS, ISO_BATCH_GRAPH_LEVELS - 1);
        edge->label = labels[i] == labels[j] ? labels[i] : -1;
      }
  qsort (graph->edges, graph->edge_count, sizeof *graph->edges, compare_edges);
}

/* ---- positions ---- */

/* reference (B, 2): where the map before had the sample, else the center of its class; 0 without either, which does not count. */
static void
find_reference (float *reference, const IsoBatchGraph *graph, const IsoBatchGraph *previous)
{
  const IsoBatchSnapshot *snapshot = graph->snapshot, *before = previous->snapshot;
  guint32 classes = MAX (graph->class_count, previous->class_count);
  g_autofree double *centers = g_new0 (double, MAX (3 * classes, 1));
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  for (size_t i = 0; i < previous->B; i++)
    {
      double *center = centers + 3 * before->labels[i];
      center[0] += (double) previous->positions[2 * i];
      center[1] += (double) previous->positions[2 * i + 1];
      center[2] += 1.0;
      g_hash_table_insert (places, GUINT_TO_POINTER (before->indices[i]), GSIZE_TO_POINTER (i + 1));
    }
  for (size_t i = 0; i < graph->B; i++)
    {
      size_t there = GPOINTER_TO_SIZE (g_hash_table_lookup (places, GUINT_TO_POINTER (snapshot->indices[i])));
      const double *center = centers + 3 * snapshot->labels[i];
      for (size_t axis = 0; axis < 2; axis++)
        if (there > 0)
          reference[2 * i + axis] = previous->positions[2 * (there - 1) + axis];
        else if (center[2] > 0.0)
          reference[2 * i + axis] = (float) (center[axis] / center[2]);
    }
}

static bool
lay_out (IsoBatchGraph *graph, const IsoBatchGraph *previous, GError **error)
{
  const IsoBatchSnapshot *snapshot = graph->snapshot;
  graph->positions = g_new0 (float, MAX (2 * graph->B, 2));
  if (!iso_pca_project (graph->positions, graph->explained, snapshot->embeddings, graph->B, snapshot->D, error))
    return false;
  if (previous != NULL && previous->dataset == graph->dataset)
    {
      g_autofree float *reference = g_new0 (float, MAX (2 * graph->B, 2));
      find_reference (reference, graph, previous);
      iso_align_procrustes (graph->positions, reference, graph->B);
    }
  graph->fit = iso_map_box_fit (graph->positions, graph->B);
  return true;
}

/* ---- the object ---- */

static void
name_classes (IsoBatchGraph *graph)
{
  guint32 named = graph->dataset != NULL ? iso_dataset_class_count (graph->dataset) : 0;
  graph->class_count = named;
  for (size_t i = 0; i < graph->B; i++)
    graph->class_count = MAX (graph->class_count, (guint32) graph->snapshot->labels[i] + 1);
  graph->class_names = g_new (const char *, MAX (graph->class_count, 1));
  for (guint32 c = 0; c < graph->class_count; c++)
    graph->class_names[c] = c < named ? iso_dataset_class_name (graph->dataset, c) : "";
}

IsoBatchGraph *
iso_batch_graph_new (IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings, IsoDataset *dataset,
                     const IsoBatchGraph *previous, GError **error)
{
  g_autoptr (IsoBatchGraph) graph = g_new0 (IsoBatchGraph, 1);
  iso_references_init (&graph->references);
  graph->snapshot = iso_batch_snapshot_ref (snapshot);
  graph->dataset = dataset != NULL ? iso_dataset_ref (dataset) : NULL;
  graph->settings = *settings;
  graph->B = snapshot->B;
  graph->is_dense = iso_graph_is_dense (settings->k, graph->B);
  graph->staying = (double) NAN;
  name_classes (graph);
  if (!lay_out (graph, previous, error))
    return NULL;
  g_autofree guint8 *edges = build_edges (graph);
  if (edges != NULL)
    {
      measure (graph, edges);
      choose_shown (graph, edges);
      list_edges (graph);
    }
  return g_steal_pointer (&graph);
}

IsoBatchGraph *
iso_batch_graph_ref (IsoBatchGraph *graph)
{
  iso_references_add (&graph->references);
  return graph;
}

void
iso_batch_graph_unref (IsoBatchGraph *graph)
{
  if (graph == NULL || !iso_references_drop (&graph->references))
    return;
  g_free (graph->positions);
  g_free (graph->class_names);
  iso_block_free (graph->transition);
  g_free (graph->shown);
  g_free (graph->edges);
  g_free (graph->problem);
  if (graph->dataset != NULL)
    iso_dataset_unref (graph->dataset);
  iso_batch_snapshot_unref (graph->snapshot);
  g_free (graph);
}

IsoMapPoints
iso_batch_graph_points (const IsoBatchGraph *graph)
{
  return (IsoMapPoints) {
    .N = graph->B,
    .positions = graph->positions,
    .labels = graph->snapshot->labels,
    .class_count = graph->class_count,
    .class_names = graph->class_names,
  };
}
