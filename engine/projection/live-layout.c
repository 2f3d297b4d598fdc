/* How a map is begun, goes on and gives way to the next. Runs on the live projection's thread alone. */
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/timing.h"
#include "engine/projection/live-private.h"

#define FRAME_SECONDS (1.0 / 30.0)
/* The cost is looked at this often at most, and for a tenth of the time at most. */
#define COST_SECONDS 0.2
#define COST_SHARE 10.0
#define PROGRESS_SECONDS 0.1
/* A map gone on with is shown at least this long before a newer moment takes over: neighbors are searched for meanwhile, and no
 * frames would flow if that were all that was done. */
#define LEAST_SECONDS 0.4

static bool
is_same_data (const IsoLiveRequest *a, const IsoLiveRequest *b)
{
  return a->N == b->N && a->D == b->D
         && (a->embeddings == b->embeddings || memcmp (a->embeddings, b->embeddings, a->N * a->D * sizeof (float)) == 0);
}

/* A fresh map has found its shape at half its steps: t-SNE has left its early phase by then. */
static bool
has_shape (size_t done, size_t total)
{
  return done >= total - total / 2;
}

/* ---- frames ---- */

static void
keep (IsoLiveLayout *layout, IsoLiveFrame *frame)
{
  int method = layout->job->asked.settings.method;
  iso_live_job_unref (layout->reached[method].job);
  iso_live_frame_unref (layout->reached[method].frame);
  layout->reached[method].job = iso_live_job_ref (layout->job);
  layout->reached[method].frame = iso_live_frame_ref (frame);
  layout->last_method = method;
}

static void
show (IsoLiveLayout *layout, IsoLiveFrame *frame)
{
  keep (layout, frame);
  layout->shown = iso_seconds ();
  iso_live_post (layout->live, frame);
}

static void
fail (IsoLiveLayout *layout, GError *error)
{
  bool is_cancelled = g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  g_clear_pointer (&layout->projection, iso_projection_free);
  if (is_cancelled)
    g_error_free (error);
  else
    {
      IsoLiveFrame *frame = iso_live_frame_new (layout->live, layout->job);
      frame->error = error;
      iso_live_post (layout->live, frame);
    }
  if (is_cancelled)
    g_clear_pointer (&layout->job, iso_live_job_unref);
}

static void
show_present (IsoLiveLayout *layout)
{
  IsoLiveFrame *frame = iso_live_frame_new (layout->live, layout->job);
  iso_live_frame_fill (frame, layout->projection);
  bool is_over = frame->done == frame->total;
  double now = iso_seconds ();
  if (is_over || now >= layout->cost_due)
    {
      layout->cost = iso_projection_cost (layout->projection);
      layout->cost_due = iso_seconds () + fmax (COST_SECONDS, COST_SHARE * (iso_seconds () - now));
    }
  frame->cost = layout->cost;
  /* Chosen axes are fixed: a turn would make them others. */
  if (layout->reference != NULL && layout->job->asked.settings.method != ISO_PROJECTION_AXES)
    iso_align_procrustes (frame->positions, layout->reference->positions, frame->N);
  else
    iso_align_turn (frame->positions, &layout->turn, frame->N);
  if (is_over)
    g_clear_pointer (&layout->projection, iso_projection_free);
  show (layout, frame);
}

/* What was reached before, as the map of the job at hand. */
static void
show_again (IsoLiveLayout *layout, IsoLiveFrame *reached)
{
  IsoLiveFrame *frame = iso_live_frame_new (layout->live, layout->job);
  frame->positions = g_memdup2 (reached->positions, MAX (2 * frame->N, 1) * sizeof (float));
  frame->done = reached->done;
  frame->total = reached->total;
  frame->prepared = 1.0;
  frame->cost = reached->cost;
  frame->recall = reached->recall;
  frame->note = g_strdup (reached->note);
  memcpy (frame->explained, reached->explained, sizeof frame->explained);
  show (layout, frame);
}

static void
prepared (double fraction, gpointer data)
{
  IsoLiveLayout *layout = data;
  double now = iso_seconds ();
  if (now - layout->shown < PROGRESS_SECONDS)
    return;
  IsoLiveFrame *frame = iso_live_frame_new (layout->live, layout->job);
  frame->prepared = fraction;
  layout->shown = now;
  iso_live_post (layout->live, frame);
}

/* ---- begin and go on ---- */

static void
leave (IsoLiveLayout *layout)
{
  g_clear_pointer (&layout->projection, iso_projection_free);
  g_clear_pointer (&layout->embedded, iso_live_job_unref);
  g_clear_pointer (&layout->reference, iso_live_frame_unref);
  g_clear_object (&layout->cancellable);
}

void
iso_live_layout_forget (IsoLiveLayout *layout)
{
  leave (layout);
  g_clear_pointer (&layout->job, iso_live_job_unref);
  for (int method = 0; method < ISO_PROJECTION_METHOD_COUNT; method++)
    {
      g_clear_pointer (&layout->reached[method].job, iso_live_job_unref);
      g_clear_pointer (&layout->reached[method].frame, iso_live_frame_unref);
    }
  layout->last_method = -1;
}

/* The map that the job goes on from: the last of its method in this series, with the same settings and a shape; or NULL. */
static IsoLiveFrame *
map_before (const IsoLiveLayout *layout, const IsoLiveRequest *asked)
{
  IsoLiveFrame *frame = layout->reached[asked->settings.method].frame;
  IsoLiveJob *job = layout->reached[asked->settings.method].job;
  if (frame == NULL || !iso_live_follows (&job->asked, asked) || !has_shape (frame->done, frame->total))
    return NULL;
  return frame;
}

/* A fresh map is turned once, by how it begins, to lie as what is shown: turned anew in every frame it might flip while it forms. */
static IsoTurn
first_turn (const IsoLiveLayout *layout)
{
  const IsoLiveRequest *asked = &layout->job->asked;
  if (!iso_projection_method_has_steps (asked->settings.method) || layout->last_method < 0)
    return ISO_TURN_NONE;
  const IsoLiveFrame *shown = layout->reached[layout->last_method].frame;
  return shown->N == asked->N ? iso_align_find (iso_projection_points (layout->projection), shown->positions, asked->N)
                              : ISO_TURN_NONE;
}

static void
prepare (IsoLiveLayout *layout, IsoLiveFrame *before)
{
  const IsoLiveRequest *asked = &layout->job->asked;
  GError *error = NULL;
  layout->is_fresh = before == NULL;
  layout->reference = before != NULL ? iso_live_frame_ref (before) : NULL;
  layout->embedded = iso_live_job_ref (layout->job);
  layout->cost = NAN;
  layout->shown = iso_seconds ();
  layout->projection = iso_projection_new (asked->embeddings, asked->N, asked->D, &asked->rows, &asked->settings,
                                           before != NULL ? before->positions : NULL, layout->pool, layout->cancellable, prepared,
                                           layout, &error);
  if (layout->projection == NULL)
    {
      fail (layout, error);
      return;
    }
  layout->turn = layout->is_fresh ? first_turn (layout) : ISO_TURN_NONE;
  layout->begun = iso_seconds ();
  show_present (layout);
}

void
iso_live_layout_begin (IsoLiveLayout *layout, IsoLiveJob *job, GCancellable *cancellable)
{
  if (layout->series != job->asked.series)
    iso_live_layout_forget (layout);
  layout->series = job->asked.series;
  IsoLiveFrame *before = map_before (layout, &job->asked);
  bool is_same = layout->job != NULL && layout->embedded != NULL && iso_live_follows (&layout->job->asked, &job->asked)
                 && is_same_data (&layout->embedded->asked, &job->asked);
  iso_live_job_unref (layout->job);
  layout->job = job;
  if (is_same && layout->projection != NULL)
    {
      /* The map goes on as it does, under another name. */
      g_set_object (&layout->cancellable, cancellable);
      g_object_unref (cancellable);
      show_present (layout);
      return;
    }
  leave (layout);
  layout->cancellable = cancellable;
  IsoLiveJob *reached = layout->reached[job->asked.settings.method].job;
  if (before != NULL && before->done == before->total && is_same_data (&reached->asked, &job->asked))
    {
      layout->embedded = iso_live_job_ref (job);
      show_again (layout, before);
    }
  else
    prepare (layout, before);
}

void
iso_live_layout_advance (IsoLiveLayout *layout)
{
  IsoProjection *projection = layout->projection;
  size_t total = iso_projection_total (projection);
  GError *error = NULL;
  do
    if (!iso_projection_step (projection, 1, layout->cancellable, &error))
      {
        fail (layout, error);
        return;
      }
  while (iso_projection_done (projection) < total && iso_seconds () - layout->shown < FRAME_SECONDS);
  show_present (layout);
}

bool
iso_live_layout_is_forming (const IsoLiveLayout *layout)
{
  return layout->projection != NULL;
}

bool
iso_live_layout_gives_way (const IsoLiveLayout *layout, const IsoLiveJob *next)
{
  if (layout->projection == NULL || layout->job == NULL || !iso_live_follows (&layout->job->asked, &next->asked))
    return true;
  if (layout->is_fresh)
    return has_shape (iso_projection_done (layout->projection), iso_projection_total (layout->projection));
  return iso_seconds () - layout->begun >= LEAST_SECONDS;
}
