#include "engine/distill/walk.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/kernel.h"

/* Of a transition with fewer edges than this share of all, only the edges are multiplied. */
#define SPARSE_SHARE 0.25
/* The limit is solved for until the residual is this small; as often as that takes K to be of use at all. */
#define RESIDUAL 1e-15
#define MOST_REFINEMENTS 60
/* How often it is looked whether anybody still wants the walk, in multiplications. */
#define WORK_BETWEEN_LOOKS 4e6

/* Steps 0, stride, 2 stride, …: each r_t (B), then the row of F_t (B). */
typedef struct {
  double *states; /* (capacity, 2, B), grown as they come */
  size_t capacity, count, most;
  int stride;
} Kept;

struct _IsoWalk {
  IsoWalkInput input;
  double *scales;   /* (B): 1/Σ_j T_ij; 1 with the symmetric kind */
  guint32 *firsts;  /* (B + 1): where the edges of a row begin in columns; NULL: T is multiplied as it is */
  guint32 *columns; /* (edges) */
  double *kernel_limit; /* (B) k_∞ */
  double *limit;        /* (B) k_∞ F_0; the same block without F_0 */
  Kept kept;
  GArray *distances; /* double: of each step */
  bool reaches;
};

/* ---- products ---- */

ISO_KERNEL static void
add_scaled (double *out, const float *row, double factor, size_t B)
{
  for (size_t j = 0; j < B; j++)
    out[j] += factor * (double) row[j];
}

/* out (B) = row (B) M (B, B). */
static void
multiply (double *out, const double *row, const float *M, size_t B)
{
  memset (out, 0, B * sizeof *out);
  for (size_t i = 0; i < B; i++)
    if (row[i] != 0.0)
      add_scaled (out, M + i * B, row[i], B);
}

/* out (B) = row (B) T, another block. */
static void
take_step (double *out, const IsoWalk *walk, const double *row)
{
  size_t B = walk->input.B;
  memset (out, 0, B * sizeof *out);
  for (size_t i = 0; i < B; i++)
    {
      const float *steps = walk->input.transition + i * B;
      double factor = row[i] * walk->scales[i];
      if (factor == 0.0)
        continue;
      if (walk->firsts == NULL)
        add_scaled (out, steps, factor, B);
      else
        for (guint32 at = walk->firsts[i]; at < walk->firsts[i + 1]; at++)
          out[walk->columns[at]] += factor * (double) steps[walk->columns[at]];
    }
}

/* ---- a state: r_t and the row of F_t, one behind the other ---- */

static double *
place_of (const IsoWalk *walk, double *state)
{
  return state + walk->input.B;
}

static void
begin (const IsoWalk *walk, double *state)
{
  size_t B = walk->input.B, start = walk->input.start;
  double *row = place_of (walk, state);
  memset (state, 0, 2 * B * sizeof *state);
  state[start] = 1.0;
  for (size_t j = 0; j < B; j++)
    row[j] = walk->input.targets != NULL ? (double) walk->input.targets[start * B + j] : state[j];
}

/* From step `step` to the next; scratch (2, B). */
static void
go_on (const IsoWalk *walk, double *state, int step, double *scratch)
{
  size_t B = walk->input.B;
  double *next = scratch, *change = scratch + B, *row = place_of (walk, state);
  double weight = pow (walk->input.omega, step + 1.0);
  take_step (next, walk, state);
  for (size_t j = 0; j < B; j++)
    {
      double moved = weight * (next[j] - state[j]);
      state[j] = next[j];
      next[j] = moved;
    }
  if (walk->input.targets != NULL)
    multiply (change, next, walk->input.targets, B);
  else
    change = next;
  for (size_t j = 0; j < B; j++)
    row[j] += change[j];
}

static double
distance_of (const IsoWalk *walk, const double *row)
{
  double most = 0.0, sum = 0.0;
  for (size_t j = 0; j < walk->input.B; j++)
    {
      double distance = fabs (row[j] - walk->limit[j]);
      most = fmax (most, distance);
      sum += distance;
    }
  /* fmax() would lose NaN. */
  return isfinite (sum) ? most : (double) NAN;
}

/* ---- what is kept ---- */

/* Every second kept state goes, so that there is room for as many steps again. */
static void
thin_out (Kept *kept, size_t length)
{
  for (size_t at = 1; 2 * at < kept->count; at++)
    memcpy (kept->states + at * length, kept->states + 2 * at * length, length * sizeof *kept->states);
  kept->count = (kept->count + 1) / 2;
  kept->stride *= 2;
}

static void
keep (Kept *kept, const double *state, int step, size_t length)
{
  if (kept->count == kept->most && step % kept->stride == 0)
    thin_out (kept, length);
  if (step % kept->stride != 0)
    return;
  if (kept->count == kept->capacity)
    {
      kept->capacity = MIN (MAX (2 * kept->capacity, 16), kept->most);
      kept->states = g_realloc_n (kept->states, kept->capacity, length * sizeof *kept->states);
    }
  memcpy (kept->states + kept->count++ * length, state, length * sizeof *state);
}

/* state (2, B) at a step 0 … end. */
static void
recall (const IsoWalk *walk, double *state, int step)
{
  size_t length = 2 * walk->input.B, at = (size_t) (step / walk->kept.stride);
  memcpy (state, walk->kept.states + at * length, length * sizeof *state);
  int from = (int) at * walk->kept.stride;
  if (from == step)
    return;
  g_autofree double *scratch = g_new (double, length);
  for (; from < step; from++)
    go_on (walk, state, from, scratch);
}

/* ---- the limit ---- */

/* residual (B) = (1−ω) e_i − k + ω k T. Returns its largest entry, NaN if any is. */
static double
find_residual (double *residual, const IsoWalk *walk, const double *row)
{
  size_t B = walk->input.B;
  double most = 0.0, sum = 0.0;
  take_step (residual, walk, row);
  for (size_t j = 0; j < B; j++)
    {
      double given = j == walk->input.start ? 1.0 - walk->input.omega : 0.0;
      residual[j] = given - row[j] + walk->input.omega * residual[j];
      most = fmax (most, fabs (residual[j]));
      sum += fabs (residual[j]);
    }
  return isfinite (sum) ? most : (double) NAN;
}

/* k ← k + residual (I − ωT)⁻¹ with (I − ωT)⁻¹ ≈ K/(1−ω). */
static bool
find_limit (IsoWalk *walk, GError **error)
{
  size_t B = walk->input.B;
  double *row = walk->kernel_limit, left = INFINITY;
  g_autofree double *residual = g_new (double, B), *correction = g_new (double, B);
  for (size_t j = 0; j < B; j++)
    row[j] = (double) walk->input.kernel[walk->input.start * B + j];
  for (int i = 0; i < MOST_REFINEMENTS; i++)
    {
      double before = left;
      left = find_residual (residual, walk, row);
      /* As far as double goes it no longer shrinks. */
      if (left <= RESIDUAL * (1.0 - walk->input.omega) || (left <= 1e-12 * (1.0 - walk->input.omega) && left >= 0.5 * before))
        {
          if (walk->input.targets != NULL)
            multiply (walk->limit, row, walk->input.targets, B);
          return true;
        }
      if (!isfinite (left))
        break;
      multiply (correction, residual, walk->input.kernel, B);
      for (size_t j = 0; j < B; j++)
        row[j] += correction[j] / (1.0 - walk->input.omega);
    }
  g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("distill.omega=%.12g is too close to 1: the walk's limit cannot be computed"),
               walk->input.omega);
  return false;
}

/* ---- the object ---- */

/* Scales of the rows, and where the edges are. Returns the multiplications a step takes. */
static double
read_transition (IsoWalk *walk)
{
  size_t B = walk->input.B, edges = 0;
  for (size_t i = 0; i < B; i++)
    {
      double sum = 0.0;
      for (size_t j = 0; j < B; j++)
        {
          sum += (double) walk->input.transition[i * B + j];
          edges += walk->input.transition[i * B + j] != 0.0f;
        }
      walk->scales[i] = walk->input.is_stochastic ? 1.0 / sum : 1.0;
    }
  if ((double) edges > SPARSE_SHARE * (double) B * (double) B)
    return (double) B * (double) B;
  walk->firsts = g_new (guint32, B + 1);
  walk->columns = g_new (guint32, MAX (edges, 1));
  edges = 0;
  for (size_t i = 0; i < B; i++)
    {
      walk->firsts[i] = (guint32) edges;
      for (size_t j = 0; j < B; j++)
        if (walk->input.transition[i * B + j] != 0.0f)
          walk->columns[edges++] = (guint32) j;
    }
  walk->firsts[B] = (guint32) edges;
  return (double) edges + (double) B;
}

/* Step by step until the limit is reached. */
static bool
follow (IsoWalk *walk, double work_of_step, GCancellable *cancellable, GError **error)
{
  size_t length = 2 * walk->input.B;
  g_autofree double *state = g_new (double, length), *scratch = g_new (double, length);
  double work = 0.0, looked = -WORK_BETWEEN_LOOKS;
  if (walk->input.targets != NULL)
    work_of_step += (double) walk->input.B * (double) walk->input.B;
  begin (walk, state);
  for (int step = 0;; step++)
    {
      double distance = distance_of (walk, place_of (walk, state));
      if (!isfinite (distance))
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("the walk's numbers are not finite after %d steps"), step);
          return false;
        }
      g_array_append_val (walk->distances, distance);
      keep (&walk->kept, state, step, length);
      walk->reaches = distance <= ISO_WALK_TOLERANCE;
      if (walk->reaches || work + work_of_step > ISO_WALK_MOST_WORK || step == G_MAXINT - 1)
        return true;
      if (work - looked >= WORK_BETWEEN_LOOKS)
        {
          looked = work;
          if (g_cancellable_is_cancelled (cancellable))
            {
              g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("cancelled"));
              return false;
            }
        }
      go_on (walk, state, step, scratch);
      work += work_of_step;
    }
}

IsoWalk *
iso_walk_new (const IsoWalkInput *input, GCancellable *cancellable, GError **error)
{
  g_assert (input->start < input->B && input->omega >= 0.0 && input->omega < 1.0);
  g_autoptr (IsoWalk) walk = g_new0 (IsoWalk, 1);
  walk->input = *input;
  walk->distances = g_array_new (FALSE, FALSE, sizeof (double));
  walk->scales = g_new (double, input->B);
  walk->kernel_limit = g_new0 (double, input->B);
  walk->limit = input->targets != NULL ? g_new0 (double, input->B) : walk->kernel_limit;
  walk->kept.stride = 1;
  walk->kept.most = MAX (ISO_WALK_ROOM / (2 * sizeof (double)) / input->B, 2);
  double work_of_step = read_transition (walk);
  if (!find_limit (walk, error) || !follow (walk, work_of_step, cancellable, error))
    return NULL;
  return g_steal_pointer (&walk);
}

void
iso_walk_free (IsoWalk *walk)
{
  if (walk == NULL)
    return;
  if (walk->limit != walk->kernel_limit)
    g_free (walk->limit);
  g_free (walk->kernel_limit);
  g_free (walk->scales);
  g_free (walk->firsts);
  g_free (walk->columns);
  g_free (walk->kept.states);
  g_array_unref (walk->distances);
  g_free (walk);
}

/* ---- looking ---- */

static int
clamp_step (const IsoWalk *walk, int step)
{
  return CLAMP (step, 0, (int) walk->distances->len - 1);
}

size_t
iso_walk_batch_size (const IsoWalk *walk)
{
  return walk->input.B;
}

int
iso_walk_end (const IsoWalk *walk, bool *reaches)
{
  if (reaches != NULL)
    *reaches = walk->reaches;
  return (int) walk->distances->len - 1;
}

int
iso_walk_stride (const IsoWalk *walk)
{
  return walk->kept.stride;
}

void
iso_walk_row (double *row, const IsoWalk *walk, int step)
{
  g_autofree double *state = g_new (double, 2 * walk->input.B);
  recall (walk, state, clamp_step (walk, step));
  memcpy (row, place_of (walk, state), walk->input.B * sizeof *row);
}

void
iso_walk_moved (double *mass, const IsoWalk *walk, int step)
{
  size_t B = walk->input.B;
  int at = clamp_step (walk, step);
  memset (mass, 0, B * sizeof *mass);
  if (at == 0)
    return;
  g_autofree double *state = g_new (double, 2 * B);
  double weight = pow (walk->input.omega, at);
  recall (walk, state, at - 1);
  for (size_t i = 0; i < B; i++)
    mass[i] = weight * state[i];
}

double
iso_walk_flow (const IsoWalk *walk, const double *mass, size_t from, size_t to)
{
  return mass[from] * walk->scales[from] * (double) walk->input.transition[from * walk->input.B + to];
}

const double *
iso_walk_limit (const IsoWalk *walk)
{
  return walk->limit;
}

double
iso_walk_distance (const IsoWalk *walk, int step)
{
  return g_array_index (walk->distances, double, clamp_step (walk, step));
}

double
iso_walk_part (const IsoWalk *walk, int step)
{
  double whole = iso_walk_distance (walk, 0);
  return whole > 0.0 ? CLAMP (1.0 - iso_walk_distance (walk, step) / whole, 0.0, 1.0) : 1.0;
}
