#include "ui/plot/xray-room.h"

#include "engine/base/timing.h"

/* From this batch on threads of a pool are worth waking. */
#define POOL_BATCH 48

/* Matrices with their health. */
typedef struct {
  IsoBatchMatrices *matrices;
  IsoBatchHealth health;
} Made;

struct _IsoXrayRoom {
  IsoReferences references;
  IsoPool *pool; /* NULL until it is first worth it */
  IsoTargets *targets;
  size_t capacity;
  IsoBatchSnapshot *snapshot; /* that what follows is of; NULL: nothing */
  Made held;                  /* made last in `targets` */
  Made before;                /* without the trial, as long as it is on; on scales of its own */
  IsoXrayStages *drawn;       /* whose pixels may serve again */
};

/* ---- stages ---- */

IsoXrayStages *
iso_xray_stages_ref (IsoXrayStages *stages)
{
  iso_references_add (&stages->references);
  return stages;
}

void
iso_xray_stages_unref (IsoXrayStages *stages)
{
  if (stages == NULL || !iso_references_drop (&stages->references))
    return;
  iso_batch_snapshot_unref (stages->snapshot);
  iso_batch_matrices_unref (stages->matrices);
  iso_batch_matrices_unref (stages->before);
  iso_batch_matrices_unref (stages->change);
  g_clear_pointer (&stages->pixels.large, cairo_surface_destroy);
  for (size_t kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    g_clear_pointer (&stages->pixels.tiles[kind], cairo_surface_destroy);
  g_free (stages);
}

/* ---- the room ---- */

IsoXrayRoom *
iso_xray_room_new (void)
{
  IsoXrayRoom *room = g_new0 (IsoXrayRoom, 1);
  iso_references_init (&room->references);
  return room;
}

IsoXrayRoom *
iso_xray_room_ref (IsoXrayRoom *room)
{
  iso_references_add (&room->references);
  return room;
}

static void
made_set (Made *made, IsoBatchMatrices *matrices, const IsoBatchHealth *health)
{
  if (matrices != NULL)
    iso_batch_matrices_ref (matrices);
  iso_batch_matrices_unref (made->matrices);
  made->matrices = matrices;
  if (health != NULL)
    made->health = *health;
}

static void
forget (IsoXrayRoom *room)
{
  made_set (&room->held, NULL, NULL);
  made_set (&room->before, NULL, NULL);
  g_clear_pointer (&room->snapshot, iso_batch_snapshot_unref);
  g_clear_pointer (&room->drawn, iso_xray_stages_unref);
}

void
iso_xray_room_unref (IsoXrayRoom *room)
{
  if (room == NULL || !iso_references_drop (&room->references))
    return;
  forget (room);
  iso_targets_free (room->targets);
  iso_pool_free (room->pool);
  g_free (room);
}

/* Numbers of another batch are of no use, nor is the room's capacity if it is larger. */
static void
prepare (IsoXrayRoom *room, IsoBatchSnapshot *snapshot)
{
  if (snapshot->B > POOL_BATCH && room->pool == NULL)
    room->pool = iso_pool_new (0);
  if (snapshot == room->snapshot)
    return;
  forget (room);
  room->snapshot = iso_batch_snapshot_ref (snapshot);
  if (snapshot->B <= room->capacity)
    return;
  iso_targets_free (room->targets);
  room->capacity = snapshot->B;
  room->targets = iso_targets_new (room->capacity);
}

/* ---- pixels ---- */

typedef struct {
  IsoXrayStages *stages;
  const IsoXrayStages *drawn;
} Drawing;

static bool
has_same_scale (const IsoBatchMatrices *a, const IsoBatchMatrices *b, IsoMatrixKind kind, bool logarithmic)
{
  const IsoHeatScale *x = iso_batch_matrices_scale (a, kind, logarithmic), *y = iso_batch_matrices_scale (b, kind, logarithmic);
  return x->kind == y->kind && x->minimum <= y->minimum && x->minimum >= y->minimum && x->maximum <= y->maximum
         && x->maximum >= y->maximum;
}

/* Whether pixels drawn before show the same numbers in the same way. */
static bool
serves_again (const Drawing *drawing, IsoMatrixKind kind, size_t side, size_t side_before)
{
  const IsoXrayStages *drawn = drawing->drawn, *stages = drawing->stages;
  const IsoXrayWishes *wishes = &stages->pixels.wishes;
  return drawn != NULL && side == side_before && drawn->matrices->blocks[kind] == stages->matrices->blocks[kind]
         && drawn->pixels.wishes.logarithmic == wishes->logarithmic && drawn->pixels.wishes.is_dark == wishes->is_dark
         && has_same_scale (drawn->matrices, stages->matrices, kind, wishes->logarithmic);
}

static cairo_surface_t *
draw (const Drawing *drawing, IsoMatrixKind kind, size_t side, size_t side_before, cairo_surface_t *before)
{
  const IsoXrayWishes *wishes = &drawing->stages->pixels.wishes;
  if (before != NULL && serves_again (drawing, kind, side, side_before))
    return cairo_surface_reference (before);
  return iso_batch_matrices_draw (drawing->stages->matrices, kind, wishes->logarithmic, wishes->is_dark, side, wishes->radius);
}

/* A task of the pool: the large one is the longest. */
static void
draw_task (void *data, size_t task)
{
  Drawing *drawing = data;
  IsoXrayPixels *pixels = &drawing->stages->pixels;
  const IsoXrayPixels *before = drawing->drawn != NULL ? &drawing->drawn->pixels : NULL;
  const IsoXrayWishes *wishes = &pixels->wishes;
  if (task == 0)
    {
      bool fits = before != NULL && before->wishes.large == wishes->large;
      pixels->large = draw (drawing, wishes->large, wishes->large_side, fits ? before->wishes.large_side : 0,
                            fits ? before->large : NULL);
      return;
    }
  IsoMatrixKind kind = (IsoMatrixKind) (task - 1);
  if (wishes->tile_side > 0)
    pixels->tiles[kind] = draw (drawing, kind, wishes->tile_side, before != NULL ? before->wishes.tile_side : 0,
                                before != NULL ? before->tiles[kind] : NULL);
}

/* ---- one computation ---- */

static void
make (Made *made, IsoXrayRoom *room, const IsoDistillSettings *settings, IsoPool *pool)
{
  const IsoBatchMatrices *held = room->held.matrices;
  IsoBatchHealth health;
  IsoBatchMatrices *matrices = iso_batch_matrices_next (room->snapshot, settings, room->targets, held, pool);
  iso_batch_health_next (&health, room->snapshot, matrices, held != NULL ? &room->held.health : NULL, held, pool);
  made_set (&room->held, matrices, &health);
  made_set (made, matrices, &health);
  iso_batch_matrices_unref (matrices);
}

static bool
is_under (const Made *made, const IsoDistillSettings *settings)
{
  return made->matrices != NULL && iso_distill_settings_equal (&made->matrices->settings, settings);
}

static void
provide_before (IsoXrayRoom *room, const IsoDistillSettings *settings, IsoPool *pool)
{
  if (is_under (&room->before, settings))
    return;
  if (is_under (&room->held, settings))
    made_set (&room->before, room->held.matrices, &room->held.health);
  else
    make (&room->before, room, settings, pool);
}

IsoXrayStages *
iso_xray_room_compute (IsoXrayRoom *room, const IsoXrayRequest *request)
{
  IsoXrayStages *stages = g_new0 (IsoXrayStages, 1);
  Made made = { NULL, { 0 } };
  double start = iso_seconds ();
  prepare (room, request->snapshot);
  IsoPool *pool = request->snapshot->B > POOL_BATCH ? room->pool : NULL;
  iso_references_init (&stages->references);
  stages->snapshot = iso_batch_snapshot_ref (request->snapshot);
  stages->is_trial = request->is_trial;
  if (request->is_trial)
    provide_before (room, &request->before, pool);
  else
    made_set (&room->before, NULL, NULL);
  if (is_under (&room->held, &request->settings))
    made_set (&made, room->held.matrices, &room->held.health);
  else
    make (&made, room, &request->settings, pool);
  stages->matrices = made.matrices;
  stages->health = made.health;
  if (request->is_trial)
    {
      stages->before = iso_batch_matrices_on_scales_of (room->before.matrices, stages->matrices);
      stages->health_before = room->before.health;
      if (request->wishes.change)
        stages->change = iso_batch_matrices_change (stages->matrices, room->before.matrices, pool);
    }
  stages->pixels.wishes = request->wishes;
  Drawing drawing = { stages, room->drawn };
  iso_pool_run (pool, 1 + ISO_MATRIX_COUNT, draw_task, &drawing);
  g_clear_pointer (&room->drawn, iso_xray_stages_unref);
  room->drawn = iso_xray_stages_ref (stages);
  stages->seconds = iso_seconds () - start;
  return stages;
}
