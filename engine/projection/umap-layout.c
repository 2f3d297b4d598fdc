/* Sixteen points of a group are moved side by side, one in each lane of the vector registers; a group is sorted by the number of
 * draws, so that the lanes end together. First the ties drawn in this epoch are listed for each lane, then all lanes go through their
 * lists in step. */
#include "engine/projection/umap-layout.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/kernel.h"
#include "engine/projection/projection-private.h"
#include "engine/projection/umap-force.h"

#define LANES 16
/* Lane sets that one call of the pool takes. */
#define BLOCK 4
/* Groups of points that take turns in an epoch. */
#ifndef GROUPS
#define GROUPS 256
#endif
/* Ties that are listed for a lane at a time. */
#define LISTED 64

struct _IsoUmapLayout {
  const IsoUmapGraph *graph;
  IsoUmapPlan plan;
  IsoRandom random;
  guint32 *rates;  /* for each tie: the share of the epochs that draw it, in units of 2⁻³² */
  guint32 *order;  /* (N): the points, group by group */
  size_t group_starts[GROUPS + 1];
  float *moved;    /* (N, 2), in that order: where a group's points go */
};

/* What the lanes of a group have in common. */
typedef struct {
  IsoUmapLayout *layout;
  const float *positions; /* (N, 2) */
  size_t start, count;    /* of the group, in the order */
  guint32 epoch;
  guint64 key;            /* of the epoch's draws */
  float rate;
} Turn;

/* One set of lanes. */
typedef struct {
  guint32 vertex[LANES];
  size_t next[LANES], end[LANES]; /* in the ties */
  guint32 count[LANES];
  guint32 key[LANES], salt[LANES];
  guint32 drawn; /* numbers drawn from each stream */
  float x[LANES], y[LANES];
  guint32 listed[LISTED][LANES];
} Lanes;

static inline guint64
mix (guint64 z)
{
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* Lists the ties drawn in this epoch: those for which epoch × rate, from a start of its own for each tie, passes a whole number. */
static ISO_KERNEL guint32
list_ties (Lanes *lanes, const Turn *turn)
{
  const guint32 *rates = turn->layout->rates, *others = turn->layout->graph->others;
  guint32 longest = 0;
  for (size_t l = 0; l < LANES; l++)
    {
      guint32 count = 0;
      size_t tie = lanes->next[l];
      for (; tie < lanes->end[l] && count < LISTED; tie++)
        {
          guint32 phase = (guint32) tie * 2654435769u + turn->epoch * rates[tie];
          lanes->listed[count][l] = others[tie];
          count += phase < rates[tie];
        }
      lanes->next[l] = tie;
      lanes->count[l] = count;
      longest = MAX (longest, count);
    }
  return longest;
}

static inline __attribute__ ((always_inline)) void
fetch (float *x, float *y, const float *positions, const guint32 *points)
{
  for (size_t l = 0; l < LANES; l++)
    {
      guint64 pair;
      memcpy (&pair, positions + 2 * (size_t) points[l], sizeof pair);
      guint32 low = (guint32) pair, high = (guint32) (pair >> 32);
      memcpy (x + l, &low, sizeof low);
      memcpy (y + l, &high, sizeof high);
    }
}

static inline __attribute__ ((always_inline)) void
pull (Lanes *lanes, const Turn *turn, const guint32 *points, const float *rate)
{
  float x[LANES], y[LANES], a = (float) turn->layout->plan.a, b = (float) turn->layout->plan.b;
  fetch (x, y, turn->positions, points);
  for (size_t l = 0; l < LANES; l++)
    {
      float dx = lanes->x[l] - x[l], dy = lanes->y[l] - y[l];
      float force = iso_umap_attraction (dx * dx + dy * dy, a, b);
      lanes->x[l] += rate[l] * iso_umap_limit (force * dx);
      lanes->y[l] += rate[l] * iso_umap_limit (force * dy);
    }
}

static inline __attribute__ ((always_inline)) void
push (Lanes *lanes, const Turn *turn, const float *rate)
{
  float a = (float) turn->layout->plan.a, b = (float) turn->layout->plan.b;
  float move_x[LANES] = { 0 }, move_y[LANES] = { 0 };
  guint32 N = (guint32) turn->layout->graph->N;
  for (size_t sample = 0; sample < turn->layout->plan.negative_samples; sample++)
    {
      guint32 points[LANES], counter = lanes->drawn++ * 2654435769u;
      float x[LANES], y[LANES];
      for (size_t l = 0; l < LANES; l++)
        {
          guint32 z = counter + lanes->key[l];
          z = (z ^ (z >> 16)) * 0x7feb352du ^ lanes->salt[l];
          z = (z ^ (z >> 15)) * 0x846ca68bu;
          z ^= z >> 16;
          points[l] = (guint32) ((guint64) z * N >> 32);
        }
      fetch (x, y, turn->positions, points);
      for (size_t l = 0; l < LANES; l++)
        {
          float dx = lanes->x[l] - x[l], dy = lanes->y[l] - y[l];
          float force = iso_umap_repulsion (dx * dx + dy * dy, a, b);
          force = points[l] == lanes->vertex[l] ? 0.0f : force;
          move_x[l] += iso_umap_limit (force * dx);
          move_y[l] += iso_umap_limit (force * dy);
        }
    }
  for (size_t l = 0; l < LANES; l++)
    {
      lanes->x[l] += rate[l] * move_x[l];
      lanes->y[l] += rate[l] * move_y[l];
    }
}

static ISO_KERNEL void
move_lanes (Lanes *lanes, const Turn *turn, guint32 longest)
{
  for (guint32 t = 0; t < longest; t++)
    {
      guint32 points[LANES];
      float rate[LANES];
      for (size_t l = 0; l < LANES; l++)
        {
          bool listed = t < lanes->count[l];
          points[l] = listed ? lanes->listed[t][l] : lanes->vertex[l];
          rate[l] = listed ? turn->rate : 0.0f;
        }
      pull (lanes, turn, points, rate);
      push (lanes, turn, rate);
    }
}

static ISO_KERNEL void
both_lanes (Lanes *lanes, const Turn *turn, guint32 longest)
{
  for (guint32 t = 0; t < longest; t++)
    {
      guint32 points[LANES], tails[LANES];
      float rate[LANES];
      for (size_t l = 0; l < LANES; l++)
        {
          guint32 count = lanes->count[l];
          bool listed = t < count;
          guint32 turned = t + count / 2;
          turned = turned < count ? turned : turned - count;
          points[l] = listed ? lanes->listed[t][l] : lanes->vertex[l];
          tails[l] = listed ? lanes->listed[turned][l] : lanes->vertex[l];
          rate[l] = listed ? turn->rate : 0.0f;
        }
      pull (lanes, turn, tails, rate);
      pull (lanes, turn, points, rate);
      push (lanes, turn, rate);
    }
}

static ISO_KERNEL void
pull_lanes (Lanes *lanes, const Turn *turn, guint32 longest)
{
  for (guint32 t = 0; t < longest; t++)
    {
      guint32 points[LANES];
      float rate[LANES];
      for (size_t l = 0; l < LANES; l++)
        {
          bool listed = t < lanes->count[l];
          points[l] = listed ? lanes->listed[t][l] : lanes->vertex[l];
          rate[l] = listed ? turn->rate : 0.0f;
        }
      pull (lanes, turn, points, rate);
    }
}

static int variant = -1;

static void
move_set (Turn *turn, size_t set)
{
  const IsoUmapGraph *graph = turn->layout->graph;
  Lanes lanes;
  size_t first = set * LANES, count = MIN (turn->count - first, LANES);
  lanes.drawn = 0;
  for (size_t l = 0; l < LANES; l++)
    {
      guint32 vertex = turn->layout->order[turn->start + first + (l < count ? l : 0)];
      guint64 key = mix (turn->key + vertex * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
      lanes.vertex[l] = vertex;
      lanes.next[l] = graph->starts[vertex];
      lanes.end[l] = l < count ? graph->starts[vertex + 1] : graph->starts[vertex];
      lanes.key[l] = (guint32) key;
      lanes.salt[l] = (guint32) (key >> 32);
      lanes.x[l] = turn->positions[2 * vertex];
      lanes.y[l] = turn->positions[2 * vertex + 1];
    }
  for (bool more = true; more;)
    {
      guint32 longest = list_ties (&lanes, turn);
      if (variant == 1) pull_lanes (&lanes, turn, longest);
      if (variant == 3) both_lanes (&lanes, turn, longest); else
      move_lanes (&lanes, turn, longest);
      if (variant == 0) pull_lanes (&lanes, turn, longest);
      more = false;
      for (size_t l = 0; l < LANES; l++)
        more |= lanes.next[l] < lanes.end[l];
    }
  float *moved = turn->layout->moved + 2 * (turn->start + first);
  for (size_t l = 0; l < count; l++)
    {
      moved[2 * l] = lanes.x[l];
      moved[2 * l + 1] = lanes.y[l];
    }
}

static void
move_block (void *data, size_t block)
{
  Turn *turn = data;
  size_t sets = (turn->count + LANES - 1) / LANES, end = MIN ((block + 1) * BLOCK, sets);
  for (size_t set = block * BLOCK; set < end; set++)
    move_set (turn, set);
}

bool
iso_umap_layout_run (IsoUmapLayout *layout, float *positions, size_t epoch, IsoPool *pool, GCancellable *cancellable,
                     GError **error)
{
  if (variant < 0) variant = g_getenv ("VARIANT") ? atoi (g_getenv ("VARIANT")) : 0;
  IsoRandom draws;
  iso_random_init_child (&draws, &layout->random, epoch);
  Turn turn = { .layout = layout, .positions = positions, .epoch = (guint32) epoch, .key = iso_random_next (&draws) };
  turn.rate = (float) (layout->plan.learning_rate * (1.0 - (double) epoch / (double) layout->plan.epochs));
  for (size_t group = 0; group < GROUPS; group++)
    {
      if (iso_projection_is_cancelled (cancellable, error))
        return false;
      turn.start = layout->group_starts[group];
      turn.count = layout->group_starts[group + 1] - turn.start;
      size_t sets = (turn.count + LANES - 1) / LANES;
      iso_pool_run (pool, (sets + BLOCK - 1) / BLOCK, move_block, &turn);
      for (size_t place = turn.start; place < turn.start + turn.count; place++)
        memcpy (positions + 2 * (size_t) layout->order[place], layout->moved + 2 * place, 2 * sizeof *positions);
    }
  return true;
}

/* The share of the epochs that draw a tie is its weight by the largest. */
static void
set_rates (IsoUmapLayout *layout)
{
  const IsoUmapGraph *graph = layout->graph;
  float largest = 0.0f;
  for (size_t tie = 0; tie < graph->starts[graph->N]; tie++)
    largest = MAX (largest, graph->weights[tie]);
  for (size_t tie = 0; tie < graph->starts[graph->N]; tie++)
    layout->rates[tie] = (guint32) MIN ((double) graph->weights[tie] / (double) largest * 0x1p32, (double) G_MAXUINT32);
}

typedef struct {
  guint32 vertex;
  double draws; /* expected in an epoch */
} Load;

static int
compare_loads (const void *first, const void *second)
{
  const Load *a = first, *b = second;
  if (a->draws != b->draws)
    return a->draws > b->draws ? -1 : 1;
  return a->vertex < b->vertex ? -1 : a->vertex > b->vertex;
}

/* Deals the points into groups at random, each sorted with the busiest first. */
static void
set_order (IsoUmapLayout *layout, IsoRandom *random)
{
  const IsoUmapGraph *graph = layout->graph;
  g_autofree Load *loads = g_new (Load, MAX (graph->N, 1));
  for (size_t i = 0; i < graph->N; i++)
    layout->order[i] = (guint32) i;
  iso_random_shuffle (random, layout->order, graph->N);
  for (size_t place = 0; place < graph->N; place++)
    {
      guint32 vertex = layout->order[place];
      loads[place] = (Load){ vertex, 0.0 };
      for (size_t tie = graph->starts[vertex]; tie < graph->starts[vertex + 1]; tie++)
        loads[place].draws += (double) layout->rates[tie];
    }
  for (size_t group = 0; group < GROUPS; group++)
    {
      size_t start = graph->N * group / GROUPS, end = graph->N * (group + 1) / GROUPS;
      layout->group_starts[group] = start;
      layout->group_starts[group + 1] = end;
      qsort (loads + start, end - start, sizeof *loads, compare_loads);
    }
  for (size_t place = 0; place < graph->N; place++)
    layout->order[place] = loads[place].vertex;
}

IsoUmapLayout *
iso_umap_layout_new (const IsoUmapGraph *graph, const IsoUmapPlan *plan, const IsoRandom *random, GError **error)
{
  g_autoptr (IsoUmapLayout) layout = g_new0 (IsoUmapLayout, 1);
  size_t N = MAX (graph->N, 1);
  layout->graph = graph;
  layout->plan = *plan;
  layout->random = *random;
  layout->rates = iso_block_new (MAX (graph->starts[graph->N], 1), 1, sizeof (guint32), _("ties of the map"), error);
  if (layout->rates == NULL)
    return NULL;
  layout->order = iso_block_new (N, 1, sizeof (guint32), _("order of the points"), error);
  if (layout->order == NULL)
    return NULL;
  layout->moved = iso_block_new (N, 2, sizeof (float), _("map"), error);
  if (layout->moved == NULL)
    return NULL;
  set_rates (layout);
  IsoRandom shuffling = *random;
  set_order (layout, &shuffling);
  return g_steal_pointer (&layout);
}

void
iso_umap_layout_free (IsoUmapLayout *layout)
{
  if (layout == NULL)
    return;
  iso_block_free (layout->rates);
  iso_block_free (layout->order);
  iso_block_free (layout->moved);
  g_free (layout);
}
