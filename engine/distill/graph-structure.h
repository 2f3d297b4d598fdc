/* The shape of a batch's neighborhood graph: in how many pieces it lies, and how unevenly samples are chosen as neighbors.
 *
 * Heat cannot pass between pieces, and a walk on a graph with large hubs ends in them whatever it began with. The skew of the
 * in-degrees is the usual measure of such hubs (Radovanović, Nanopoulos, Ivanović: Hubs in Space, JMLR 2010). */
#pragma once

#include <glib.h>

typedef struct {
  size_t edge_count;        /* i → j and j → i are two */
  size_t components;        /* weakly connected: pieces where an edge joins both ways */
  size_t largest_component; /* samples in the largest of them */
  size_t strong_components; /* pieces within which every sample reaches every other along the edges; ≥ components, and equal where
                             * the graph is undirected */
  size_t hub, hub_degree;   /* the sample with the largest in-degree, the lowest of several, and that degree */
  double skew;              /* of the in-degrees d: m₃/m₂^(3/2), m the central moments; NAN where all are equal */
  size_t isolated;          /* samples without an edge to another: they walk to themselves */
  size_t unchosen;          /* samples that are nobody's neighbor: in-degree 0 */
  double same_class;        /* share of the edges that stay in the class; NAN without edges */
} IsoGraphStructure;

/* Of edges (B, B), 1 where i → j, the diagonal being 0, with labels (B). All 0 and NAN for an empty batch. */
IsoGraphStructure iso_graph_structure (const guint8 *edges, const gint32 *labels, size_t B);

/* A graph to which edges are added, and which is measured in between: as k grows, edges only come. About 4 B² bytes. */
typedef struct _IsoGraphGrowth IsoGraphGrowth;

/* Without edges; labels (B) are read as long as it lives. */
IsoGraphGrowth *iso_graph_growth_new (const gint32 *labels, size_t B);
void iso_graph_growth_free (IsoGraphGrowth *growth);
/* from → to, from ≠ to, which is not there yet. */
void iso_graph_growth_add (IsoGraphGrowth *growth, size_t from, size_t to);
/* O(edges) until the graph is strongly connected, O(B) from then on. */
IsoGraphStructure iso_graph_growth_measure (IsoGraphGrowth *growth);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoGraphGrowth, iso_graph_growth_free)
