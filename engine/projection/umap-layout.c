/* Sixteen points of a group are moved side by side, one in each lane of the vector registers; a group is sorted by the number of
 * draws, so that the lanes end together. First the ties drawn in this epoch are listed for each lane, then all lanes go through
 * their lists in step. */
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
#define GROUPS 8
/* Ties that are listed for a lane at a time. */
#define LISTED 64
/* A loop over the lanes that is written out in full is not turned into vectors. */
#define KEEP_LOOP _Pragma ("GCC unroll 1")

typedef struct {
  guint32 other;
  guint32 rate; /* the share of the epochs that draw it, in units of 2⁻³² */
} Tie;

struct _IsoUmapLayout {
  size_t N;
  IsoUmapPlan plan;
  IsoRandom random;
  guint32 *order;  /* (N): the points, group by group */
  size_t *starts;  /* (N + 1): where the ties of each begin, in that order */
  Tie *ties;       /* (starts[N]): read from front to back in each epoch */
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
  float rate, a, b;
  guint32 N;
  size_t negative_samples;
} Turn;

/* One set of lanes. */
typedef struct {
  guint32 vertex[LANES];
  size_t next[LANES], end[LANES]; /* in the ties */
  guint32 count[LANES];           /* of the ties listed */
  guint32 longest;
  guint32 key[LANES], salt[LANES];
  guint32 drawn; /* numbers drawn from each stream */
  float x[LANES], y[LANES];
  guint32 listed[LISTED][LANES]; /* up to the longest; behind a lane's last its own vertex */
} Lanes;

/* The finisher of splitmix64: every bit of z changes half of the result's. */
static inline guint64
mix (guint64 z)
{
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* Lists the ties drawn in this epoch: those for which epoch × rate, from a start of its own for each tie, passes a whole number. */
static ISO_KERNEL void
list_ties (Lanes *lanes, const Turn *turn)
{
  const Tie *ties = turn->layout->ties;
  lanes->longest = 0;
  for (size_t l = 0; l < LANES; l++)
    {
      guint32 count = 0;
      size_t tie = lanes->next[l];
      for (; tie < lanes->end[l] && count < LISTED; tie++)
        {
          guint32 phase = (guint32) tie * 2654435769u + turn->epoch * ties[tie].rate;
          lanes->listed[count][l] = ties[tie].other;
          count += phase < ties[tie].rate;
        }
      lanes->next[l] = tie;
      lanes->count[l] = count;
      lanes->longest = MAX (lanes->longest, count);
    }
  for (size_t l = 0; l < LANES; l++)
    for (size_t t = lanes->count[l]; t < lanes->longest; t++)
      lanes->listed[t][l] = lanes->vertex[l];
}

/* x, y (LANES) of points: one load for both. */
static inline __attribute__ ((always_inline)) void
fetch (float *restrict x, float *restrict y, const float *positions, const guint32 *points)
{
  KEEP_LOOP for (size_t l = 0; l < LANES; l++)
    {
      guint64 pair;
      memcpy (&pair, positions + 2 * (size_t) points[l], sizeof pair);
      guint32 low = (guint32) pair, high = (guint32) (pair >> 32);
      memcpy (x + l, G_BYTE_ORDER == G_LITTLE_ENDIAN ? &low : &high, sizeof low);
      memcpy (y + l, G_BYTE_ORDER == G_LITTLE_ENDIAN ? &high : &low, sizeof high);
    }
}

/* Moves x, y (LANES) towards points. */
static inline __attribute__ ((always_inline)) void
pull (float *restrict x, float *restrict y, const Turn *turn, const guint32 *points, const float *restrict rate)
{
  float to_x[LANES], to_y[LANES], a = turn->a, b = turn->b;
  fetch (to_x, to_y, turn->positions, points);
  KEEP_LOOP for (size_t l = 0; l < LANES; l++)
    {
      float dx = x[l] - to_x[l], dy = y[l] - to_y[l];
      float force = iso_umap_attraction (dx * dx + dy * dy, a, b);
      x[l] += rate[l] * iso_umap_limit (force * dx);
      y[l] += rate[l] * iso_umap_limit (force * dy);
    }
}

/* One of the points for each lane, by hashing the lane's key with the number of the draw; the bias of the multiplication is below
 * N / 2³². */
static inline __attribute__ ((always_inline)) void
draw (guint32 *restrict points, const Lanes *lanes, guint32 counter, guint32 N)
{
  KEEP_LOOP for (size_t l = 0; l < LANES; l++)
    {
      guint32 z = counter + lanes->key[l];
      z = (z ^ (z >> 16)) * 0x7feb352du ^ lanes->salt[l];
      z = (z ^ (z >> 15)) * 0x846ca68bu;
      z ^= z >> 16;
      points[l] = (guint32) ((guint64) z * N >> 32);
    }
}

/* Moves x, y (LANES) away from points drawn at random. */
static inline __attribute__ ((always_inline)) void
push (float *restrict x, float *restrict y, const Turn *turn, Lanes *lanes, const float *restrict rate)
{
  float move_x[LANES] = { 0 }, move_y[LANES] = { 0 }, from_x[LANES], from_y[LANES], a = turn->a, b = turn->b;
  guint32 points[LANES];
  for (size_t sample = 0; sample < turn->negative_samples; sample++)
    {
      draw (points, lanes, lanes->drawn++ * 2654435769u, turn->N);
      fetch (from_x, from_y, turn->positions, points);
      KEEP_LOOP for (size_t l = 0; l < LANES; l++)
        {
          float dx = x[l] - from_x[l], dy = y[l] - from_y[l];
          float force = iso_umap_repulsion (dx * dx + dy * dy, a, b);
          force = points[l] == lanes->vertex[l] ? 0.0f : force;
          move_x[l] += iso_umap_limit (force * dx);
          move_y[l] += iso_umap_limit (force * dy);
        }
    }
  KEEP_LOOP for (size_t l = 0; l < LANES; l++)
    {
      x[l] += rate[l] * move_x[l];
      y[l] += rate[l] * move_y[l];
    }
}

/* Each point goes through the ties drawn twice, interleaved: as they drew it, which pulls and pushes, and as their far ends drew
 * it, which only pulls. Pulls without pushes between them would tear the map in the first epochs, when moves are long. */
static ISO_KERNEL void
move_lanes (Lanes *lanes, const Turn *turn)
{
  float x[LANES], y[LANES], rate[LANES];
  memcpy (x, lanes->x, sizeof x);
  memcpy (y, lanes->y, sizeof y);
  for (guint32 t = 0; t < lanes->longest; t++)
    {
      guint32 turned[LANES];
      KEEP_LOOP for (size_t l = 0; l < LANES; l++)
        {
          guint32 count = lanes->count[l], half = t + count / 2;
          rate[l] = t < count ? turn->rate : 0.0f;
          turned[l] = lanes->listed[t < count ? (half < count ? half : half - count) : t][l];
        }
      pull (x, y, turn, turned, rate);
      pull (x, y, turn, lanes->listed[t], rate);
      push (x, y, turn, lanes, rate);
    }
  memcpy (lanes->x, x, sizeof x);
  memcpy (lanes->y, y, sizeof y);
}

static void
move_set (Turn *turn, size_t set)
{
  const size_t *starts = turn->layout->starts + turn->start + set * LANES;
  Lanes lanes;
  size_t first = set * LANES, count = MIN (turn->count - first, LANES);
  lanes.drawn = 0;
  for (size_t l = 0; l < LANES; l++)
    {
      guint32 vertex = turn->layout->order[turn->start + first + (l < count ? l : 0)];
      guint64 key = mix (turn->key + vertex * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
      lanes.vertex[l] = vertex;
      lanes.next[l] = starts[MIN (l, count)];
      lanes.end[l] = starts[MIN (l + 1, count)];
      lanes.key[l] = (guint32) key;
      lanes.salt[l] = (guint32) (key >> 32);
      lanes.x[l] = turn->positions[2 * (size_t) vertex];
      lanes.y[l] = turn->positions[2 * (size_t) vertex + 1];
    }
  for (bool more = true; more;)
    {
      list_ties (&lanes, turn);
      move_lanes (&lanes, turn);
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
  IsoRandom draws;
  iso_random_init_child (&draws, &layout->random, epoch);
  Turn turn = { .layout = layout, .positions = positions, .epoch = (guint32) epoch, .key = iso_random_next (&draws) };
  turn.a = (float) layout->plan.a;
  turn.b = (float) layout->plan.b;
  turn.N = (guint32) layout->N;
  turn.negative_samples = layout->plan.negative_samples;
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

static float
largest_weight (const IsoUmapGraph *graph)
{
  float largest = 0.0f;
  for (size_t tie = 0; tie < graph->starts[graph->N]; tie++)
    largest = MAX (largest, graph->weights[tie]);
  return largest;
}

typedef struct {
  guint32 vertex;
  double draws; /* expected, up to a factor */
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
set_order (IsoUmapLayout *layout, const IsoUmapGraph *graph)
{
  IsoRandom random = layout->random;
  g_autofree Load *loads = g_new (Load, MAX (graph->N, 1));
  for (size_t i = 0; i < graph->N; i++)
    layout->order[i] = (guint32) i;
  iso_random_shuffle (&random, layout->order, graph->N);
  for (size_t place = 0; place < graph->N; place++)
    {
      guint32 vertex = layout->order[place];
      loads[place] = (Load){ vertex, 0.0 };
      for (size_t tie = graph->starts[vertex]; tie < graph->starts[vertex + 1]; tie++)
        loads[place].draws += (double) graph->weights[tie];
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

/* A tie's share of the epochs is its weight by the largest. */
static void
set_ties (IsoUmapLayout *layout, const IsoUmapGraph *graph)
{
  double largest = (double) largest_weight (graph);
  for (size_t place = 0; place < graph->N; place++)
    {
      size_t from = graph->starts[layout->order[place]], end = graph->starts[layout->order[place] + 1];
      Tie *ties = layout->ties + layout->starts[place];
      for (size_t tie = from; tie < end; tie++)
        {
          double share = (double) graph->weights[tie] / largest;
          *ties++ = (Tie){ graph->others[tie], (guint32) MIN (share * 0x1p32, (double) G_MAXUINT32) };
        }
      layout->starts[place + 1] = layout->starts[place] + (end - from);
    }
}

IsoUmapLayout *
iso_umap_layout_new (const IsoUmapGraph *graph, const IsoUmapPlan *plan, const IsoRandom *random, GError **error)
{
  g_autoptr (IsoUmapLayout) layout = g_new0 (IsoUmapLayout, 1);
  size_t N = MAX (graph->N, 1);
  layout->N = graph->N;
  layout->plan = *plan;
  layout->random = *random;
  if ((layout->ties = iso_block_new (MAX (graph->starts[graph->N], 1), 1, sizeof (Tie), _("ties of the map"), error)) == NULL
      || (layout->starts = iso_block_new (N + 1, 1, sizeof (size_t), _("ties of the map"), error)) == NULL
      || (layout->order = iso_block_new (N, 1, sizeof (guint32), _("order of the points"), error)) == NULL
      || (layout->moved = iso_block_new (N, 2, sizeof (float), _("map"), error)) == NULL)
    return NULL;
  set_order (layout, graph);
  set_ties (layout, graph);
  return g_steal_pointer (&layout);
}

void
iso_umap_layout_free (IsoUmapLayout *layout)
{
  if (layout == NULL)
    return;
  iso_block_free (layout->ties);
  iso_block_free (layout->starts);
  iso_block_free (layout->order);
  iso_block_free (layout->moved);
  g_free (layout);
}
