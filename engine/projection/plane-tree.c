/* A balanced tree without pointers: the points in the order of its leaves, halved again and again at the median of the axis along
 * which they extend more, so that node n has the children 2n + 1 and 2n + 2 and its range of points follows from its number. Points
 * in one place are ordered by their index, so the lower ones are met first and the search ends soon also where all are the same. */
#include "engine/projection/plane-tree.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"

/* Points of a leaf, at most. */
#define LEAF 8

typedef struct {
  float low[2], high[2]; /* the box of its points */
  guint32 least;         /* the lowest index of its points */
} Node;

typedef struct {
  float x, y;
  guint32 index;
} Point;

struct _IsoPlaneTree {
  size_t N;
  const float *positions; /* (N, 2), the caller's */
  Point *points;          /* (N), in the order of the leaves */
  Node *nodes;
  size_t levels;          /* below the root */
};

static inline bool
is_before (const Point *a, const Point *b, int axis)
{
  float p = axis == 0 ? a->x : a->y, q = axis == 0 ? b->x : b->y;
  return p < q || (p == q && a->index < b->index);
}

/* Puts the point of rank n of points (count) in its place, the lesser ones before it (Hoare's selection; no two are equal, for the
 * index is part of their order). */
static void
select_point (Point *points, size_t count, size_t n, int axis)
{
  size_t low = 0, high = count - 1;
  while (low < high)
    {
      Point pivot = points[low + (high - low) / 2];
      size_t i = low, j = high;
      for (;;)
        {
          while (is_before (&points[i], &pivot, axis))
            i++;
          while (is_before (&pivot, &points[j], axis))
            j--;
          if (i >= j)
            break;
          Point point = points[i];
          points[i] = points[j];
          points[j] = point;
        }
      /* points[j] is the pivot, in its place. */
      if (n == j)
        return;
      if (n < j)
        high = j - 1;
      else
        low = j + 1;
    }
}

static void
build (IsoPlaneTree *tree, size_t node, size_t start, size_t end, size_t level)
{
  Node *own = &tree->nodes[node];
  *own = (Node) { { INFINITY, INFINITY }, { -INFINITY, -INFINITY }, G_MAXUINT32 };
  for (size_t i = start; i < end; i++)
    {
      const Point *point = &tree->points[i];
      own->low[0] = MIN (own->low[0], point->x);
      own->low[1] = MIN (own->low[1], point->y);
      own->high[0] = MAX (own->high[0], point->x);
      own->high[1] = MAX (own->high[1], point->y);
      own->least = MIN (own->least, point->index);
    }
  if (level == tree->levels)
    return;
  size_t middle = start + (end - start) / 2;
  if (middle > start)
    select_point (tree->points + start, end - start, middle - start, own->high[1] - own->low[1] > own->high[0] - own->low[0]);
  build (tree, 2 * node + 1, start, middle, level + 1);
  build (tree, 2 * node + 2, middle, end, level + 1);
}

IsoPlaneTree *
iso_plane_tree_new (const float *positions, size_t N, GError **error)
{
  g_autoptr (IsoPlaneTree) tree = g_new0 (IsoPlaneTree, 1);
  g_assert (N < G_MAXINT32);
  tree->N = N;
  tree->positions = positions;
  while (N >> tree->levels > LEAF)
    tree->levels++;
  tree->points = iso_block_new (MAX (N, 1), 1, sizeof (Point), _("a tree of points"), error);
  tree->nodes = tree->points == NULL ? NULL : iso_block_new ((size_t) 2 << tree->levels, 1, sizeof (Node), _("a tree of points"), error);
  if (tree->nodes == NULL)
    return NULL;
  for (size_t i = 0; i < N; i++)
    tree->points[i] = (Point) { positions[2 * i], positions[2 * i + 1], (guint32) i };
  build (tree, 0, 0, N, 0);
  return g_steal_pointer (&tree);
}

void
iso_plane_tree_free (IsoPlaneTree *tree)
{
  if (tree == NULL)
    return;
  iso_block_free (tree->points);
  iso_block_free (tree->nodes);
  g_free (tree);
}

/* The nearest so far, in order. */
typedef struct {
  const IsoPlaneTree *tree;
  guint32 *neighbors;
  double *squares;
  size_t count, k;
  double x, y;
  guint32 index;
} Search;

static inline double
square_to_box (const Node *node, double x, double y)
{
  double dx = fmax (fmax ((double) node->low[0] - x, x - (double) node->high[0]), 0.0);
  double dy = fmax (fmax ((double) node->low[1] - y, y - (double) node->high[1]), 0.0);
  return dx * dx + dy * dy;
}

static inline bool
is_worse (const Search *search, double square, guint32 index)
{
  size_t last = search->k - 1;
  return search->count == search->k
         && (square > search->squares[last] || (square == search->squares[last] && index > search->neighbors[last]));
}

static inline void
meet (Search *search, const Point *point)
{
  double dx = (double) point->x - search->x, dy = (double) point->y - search->y, square = dx * dx + dy * dy;
  if (point->index == search->index || is_worse (search, square, point->index))
    return;
  size_t i = search->count < search->k ? search->count++ : search->k - 1;
  for (; i > 0 && (square < search->squares[i - 1] || (square == search->squares[i - 1] && point->index < search->neighbors[i - 1])); i--)
    {
      search->squares[i] = search->squares[i - 1];
      search->neighbors[i] = search->neighbors[i - 1];
    }
  search->squares[i] = square;
  search->neighbors[i] = point->index;
}

static void
visit (Search *search, size_t node, size_t start, size_t end, size_t level)
{
  const IsoPlaneTree *tree = search->tree;
  if (level == tree->levels)
    {
      for (size_t i = start; i < end; i++)
        meet (search, &tree->points[i]);
      return;
    }
  size_t middle = start + (end - start) / 2, children[2] = { 2 * node + 1, 2 * node + 2 };
  double squares[2] = { square_to_box (&tree->nodes[children[0]], search->x, search->y),
                        square_to_box (&tree->nodes[children[1]], search->x, search->y) };
  for (int turn = 0; turn < 2; turn++)
    {
      int side = (squares[1] < squares[0]) != (turn == 1);
      if (!is_worse (search, squares[side], tree->nodes[children[side]].least))
        visit (search, children[side], side == 0 ? start : middle, side == 0 ? middle : end, level + 1);
    }
}

size_t
iso_plane_tree_nearest (const IsoPlaneTree *tree, guint32 *neighbors, double *squares, size_t index, size_t k)
{
  k = MIN (k, MAX (tree->N, 1) - 1);
  if (k == 0)
    return 0;
  g_autofree double *own = squares == NULL ? g_new (double, k) : NULL;
  Search search = { .tree = tree, .neighbors = neighbors, .squares = squares != NULL ? squares : own, .k = k,
                    .x = (double) tree->positions[2 * index], .y = (double) tree->positions[2 * index + 1],
                    .index = (guint32) index };
  visit (&search, 0, 0, tree->N, 0);
  return search.count;
}
