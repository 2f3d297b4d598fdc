#include "engine/distill/graph-structure.h"

#include <math.h>
#include <stdbool.h>

#include "engine/base/checked.h"

struct _IsoGraphGrowth {
  size_t B;
  const gint32 *labels;
  guint32 *neighbors;             /* (B, B) the first out_degrees[i] of row i: where i leads, as added */
  guint32 *out_degrees, *in_degrees; /* (B) */
  guint32 *parents, *sizes;       /* (B) union-find: pieces, and how many samples each root has below it */
  size_t components, edge_count, same_class_count;
  bool is_strong;                 /* strongly connected: edges that are added cannot undo that */
};

IsoGraphGrowth *
iso_graph_growth_new (const gint32 *labels, size_t B)
{
  size_t square = 0;
  bool fits = iso_checked_multiply (&square, B, B);
  g_assert (fits && B <= G_MAXUINT32);
  IsoGraphGrowth *growth = g_new0 (IsoGraphGrowth, 1);
  growth->B = B;
  growth->labels = labels;
  growth->components = B;
  growth->neighbors = g_new (guint32, MAX (square, 1));
  growth->out_degrees = g_new0 (guint32, MAX (B, 1));
  growth->in_degrees = g_new0 (guint32, MAX (B, 1));
  growth->parents = g_new (guint32, MAX (B, 1));
  growth->sizes = g_new (guint32, MAX (B, 1));
  for (size_t i = 0; i < B; i++)
    {
      growth->parents[i] = (guint32) i;
      growth->sizes[i] = 1;
    }
  return growth;
}

void
iso_graph_growth_free (IsoGraphGrowth *growth)
{
  if (growth == NULL)
    return;
  g_free (growth->neighbors);
  g_free (growth->out_degrees);
  g_free (growth->in_degrees);
  g_free (growth->parents);
  g_free (growth->sizes);
  g_free (growth);
}

/* ---- pieces ---- */

static guint32
root_of (guint32 *parents, guint32 sample)
{
  while (parents[sample] != sample)
    {
      parents[sample] = parents[parents[sample]];
      sample = parents[sample];
    }
  return sample;
}

static void
join (IsoGraphGrowth *growth, guint32 a, guint32 b)
{
  guint32 large = root_of (growth->parents, a), small = root_of (growth->parents, b);
  if (large == small)
    return;
  if (growth->sizes[large] < growth->sizes[small])
    {
      guint32 other = large;
      large = small;
      small = other;
    }
  growth->parents[small] = large;
  growth->sizes[large] += growth->sizes[small];
  growth->components--;
}

void
iso_graph_growth_add (IsoGraphGrowth *growth, size_t from, size_t to)
{
  size_t B = growth->B;
  g_assert (from < B && to < B && from != to && growth->out_degrees[from] < B);
  growth->neighbors[from * B + growth->out_degrees[from]++] = (guint32) to;
  growth->in_degrees[to]++;
  growth->edge_count++;
  growth->same_class_count += growth->labels[from] == growth->labels[to];
  join (growth, (guint32) from, (guint32) to);
}

/* ---- strongly connected pieces ---- */

/* Tarjan: Depth-first search and linear graph algorithms, SIAM Journal on Computing 1972; with a stack of its own instead of
 * recursion, which a long chain would make B deep. All (B). */
typedef struct {
  const IsoGraphGrowth *growth;
  guint32 *numbers;  /* order in which samples were found, from 1; 0: not yet */
  guint32 *lowest;   /* the lowest number that is reached from here and still open */
  guint32 *next;     /* the neighbor to look at next */
  guint32 *path;     /* from the search's root to here */
  guint32 *open;     /* found, and not yet in a finished piece */
  guint8 *is_open;
  size_t path_length, open_count, found, pieces;
} Search;

static void
enter (Search *search, guint32 sample)
{
  search->numbers[sample] = search->lowest[sample] = (guint32) ++search->found;
  search->next[sample] = 0;
  search->path[search->path_length++] = sample;
  search->open[search->open_count++] = sample;
  search->is_open[sample] = 1;
}

/* All neighbors of the path's end are seen: closes the piece that it began, if it began one, and goes back a step. */
static void
leave (Search *search)
{
  guint32 sample = search->path[--search->path_length];
  if (search->lowest[sample] == search->numbers[sample])
    {
      guint32 member;
      do
        {
          member = search->open[--search->open_count];
          search->is_open[member] = 0;
        }
      while (member != sample);
      search->pieces++;
    }
  if (search->path_length > 0)
    {
      guint32 before = search->path[search->path_length - 1];
      search->lowest[before] = MIN (search->lowest[before], search->lowest[sample]);
    }
}

static void
follow (Search *search, guint32 root)
{
  const IsoGraphGrowth *growth = search->growth;
  enter (search, root);
  while (search->path_length > 0)
    {
      guint32 sample = search->path[search->path_length - 1];
      if (search->next[sample] == growth->out_degrees[sample])
        {
          leave (search);
          continue;
        }
      guint32 neighbor = growth->neighbors[(size_t) sample * growth->B + search->next[sample]++];
      if (search->numbers[neighbor] == 0)
        enter (search, neighbor);
      else if (search->is_open[neighbor])
        search->lowest[sample] = MIN (search->lowest[sample], search->numbers[neighbor]);
    }
}

static size_t
count_strong (const IsoGraphGrowth *growth)
{
  size_t B = growth->B;
  g_autofree guint32 *room = g_new0 (guint32, 5 * MAX (B, 1));
  g_autofree guint8 *is_open = g_new0 (guint8, MAX (B, 1));
  Search search = { .growth = growth, .numbers = room, .lowest = room + B, .next = room + 2 * B, .path = room + 3 * B,
                    .open = room + 4 * B, .is_open = is_open };
  for (size_t i = 0; i < B; i++)
    if (search.numbers[i] == 0)
      follow (&search, (guint32) i);
  return search.pieces;
}

/* ---- degrees ---- */

static double
skew_of (const guint32 *degrees, double mean, size_t B)
{
  double second = 0.0, third = 0.0;
  for (size_t i = 0; i < B; i++)
    {
      double off = (double) degrees[i] - mean;
      second += off * off;
      third += off * off * off;
    }
  second /= (double) B;
  third /= (double) B;
  /* Degrees are whole numbers: what is not 0 is at least of the order of 1/B. */
  return second > 1e-9 ? third / (second * sqrt (second)) : (double) NAN;
}

IsoGraphStructure
iso_graph_growth_measure (IsoGraphGrowth *growth)
{
  size_t B = growth->B;
  IsoGraphStructure found = { .edge_count = growth->edge_count, .components = growth->components, .strong_components = 1,
                              .skew = (double) NAN, .same_class = (double) NAN };
  for (size_t i = 0; i < B; i++)
    {
      if (growth->in_degrees[i] > found.hub_degree)
        {
          found.hub = i;
          found.hub_degree = growth->in_degrees[i];
        }
      found.isolated += growth->out_degrees[i] == 0;
      found.unchosen += growth->in_degrees[i] == 0;
      if (growth->parents[i] == i)
        found.largest_component = MAX (found.largest_component, growth->sizes[i]);
    }
  if (!growth->is_strong)
    {
      found.strong_components = count_strong (growth);
      growth->is_strong = found.strong_components == 1;
    }
  if (B > 0)
    found.skew = skew_of (growth->in_degrees, (double) growth->edge_count / (double) B, B);
  if (growth->edge_count > 0)
    found.same_class = (double) growth->same_class_count / (double) growth->edge_count;
  return found;
}

IsoGraphStructure
iso_graph_structure (const guint8 *edges, const gint32 *labels, size_t B)
{
  g_autoptr (IsoGraphGrowth) growth = iso_graph_growth_new (labels, B);
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      if (edges[i * B + j])
        iso_graph_growth_add (growth, i, j);
  return iso_graph_growth_measure (growth);
}
