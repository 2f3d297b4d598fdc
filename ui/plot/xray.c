#include "ui/plot/xray.h"

#include "engine/base/timing.h"
#include "engine/train/parameters.h"
#include "ui/plot/latest-job.h"

struct _IsoXray {
  GObject parent_instance;
  IsoDataset *dataset;
  IsoBatchSnapshot *newest, *shown; /* the same unless frozen or past */
  IsoBatchSnapshot *present;        /* what would be shown but for looking back, while that is so; else NULL */
  gboolean frozen, has_trial, has_run, is_past;
  IsoDistillSettings trial, run;
  IsoXrayStages *stages;
  IsoLatestJob *job;
  IsoXrayRoom *room;
  IsoXrayWish wish;
  gpointer wish_data;
  guint hold; /* source that holds the next frame back, or 0 */
  double hold_until;
  guint watchers;
  gboolean stale; /* stages are not what they should be, and nothing has been asked for */
};

G_DEFINE_FINAL_TYPE (IsoXray, iso_xray, G_TYPE_OBJECT)

enum { CHOSEN, STAGES, TRAIN_WITH, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- the worker ---- */

typedef struct {
  IsoXrayRoom *room;
  IsoXrayRequest request;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;
  iso_xray_room_unref (job->room);
  iso_batch_snapshot_unref (job->request.snapshot);
  g_free (job);
}

static gpointer
compute (gpointer data, GCancellable *cancellable, GError **error)
{
  const Job *job = data;
  return iso_xray_room_compute (job->room, &job->request);
}

/* ---- a frame that waits ---- */

/* What a slider changes takes a few milliseconds, and a frame with the slider alone would put off the one with the result by a whole
 * frame's time. So the next frame is held back, for this long at most; events are answered meanwhile. */
#define LONGEST_HOLD 0.014

static gboolean
hold_frame (gpointer data)
{
  IsoXray *xray = data;
  if (iso_seconds () < xray->hold_until)
    {
      g_usleep (100);
      return G_SOURCE_CONTINUE;
    }
  xray->hold = 0;
  return G_SOURCE_REMOVE;
}

static void
begin_hold (IsoXray *xray)
{
  if (xray->watchers == 0 || xray->shown == NULL || xray->stages == NULL || xray->stages->seconds > LONGEST_HOLD)
    return;
  xray->hold_until = iso_seconds () + LONGEST_HOLD;
  if (xray->hold == 0)
    xray->hold = g_idle_add_full (G_PRIORITY_DEFAULT, hold_frame, xray, NULL);
}

static void
stages_ready (gpointer result, const GError *error, gpointer data)
{
  IsoXray *xray = data;
  g_clear_pointer (&xray->stages, iso_xray_stages_unref);
  xray->stages = result;
  g_clear_handle_id (&xray->hold, g_source_remove);
  g_signal_emit (xray, signals[STAGES], 0);
}

static void
refresh (IsoXray *xray, gboolean at_once)
{
  xray->stale = TRUE;
  if (xray->watchers == 0 || xray->shown == NULL)
    return;
  Job *job = g_new0 (Job, 1);
  job->room = iso_xray_room_ref (xray->room);
  job->request.snapshot = iso_batch_snapshot_ref (xray->shown);
  job->request.is_trial = xray->has_trial;
  iso_xray_get_settings (xray, &job->request.settings);
  iso_xray_get_run_settings (xray, &job->request.before);
  if (xray->wish != NULL)
    xray->wish (&job->request.wishes, xray->wish_data);
  iso_latest_job_request (xray->job, job, at_once);
  xray->stale = FALSE;
}

static void
choose (IsoXray *xray, gboolean at_once)
{
  g_signal_emit (xray, signals[CHOSEN], 0);
  refresh (xray, at_once);
}

/* ---- the object ---- */

static void
iso_xray_dispose (GObject *object)
{
  IsoXray *xray = ISO_XRAY (object);
  g_clear_handle_id (&xray->hold, g_source_remove);
  g_clear_pointer (&xray->job, iso_latest_job_free);
  g_clear_pointer (&xray->room, iso_xray_room_unref);
  g_clear_pointer (&xray->dataset, iso_dataset_unref);
  g_clear_pointer (&xray->newest, iso_batch_snapshot_unref);
  g_clear_pointer (&xray->shown, iso_batch_snapshot_unref);
  g_clear_pointer (&xray->present, iso_batch_snapshot_unref);
  g_clear_pointer (&xray->stages, iso_xray_stages_unref);
  G_OBJECT_CLASS (iso_xray_parent_class)->dispose (object);
}

static void
iso_xray_class_init (IsoXrayClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_xray_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", ISO_TYPE_XRAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[STAGES] = g_signal_new ("stages", ISO_TYPE_XRAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TRAIN_WITH] = g_signal_new ("train-with", ISO_TYPE_XRAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_xray_init (IsoXray *xray)
{
  xray->room = iso_xray_room_new ();
  xray->job = iso_latest_job_new (compute, job_free, stages_ready, (GDestroyNotify) iso_xray_stages_unref, xray);
}

IsoXray *
iso_xray_new (void)
{
  return g_object_new (ISO_TYPE_XRAY, NULL);
}

static void
replace (IsoBatchSnapshot **place, IsoBatchSnapshot *snapshot)
{
  if (snapshot != NULL)
    iso_batch_snapshot_ref (snapshot);
  iso_batch_snapshot_unref (*place);
  *place = snapshot;
}

static void
show (IsoXray *xray, IsoBatchSnapshot *snapshot)
{
  replace (xray->is_past ? &xray->present : &xray->shown, snapshot);
}

void
iso_xray_set_dataset (IsoXray *xray, IsoDataset *dataset)
{
  if (dataset == xray->dataset && dataset != NULL)
    return;
  if (dataset != NULL)
    iso_dataset_ref (dataset);
  g_clear_pointer (&xray->dataset, iso_dataset_unref);
  xray->dataset = dataset;
  iso_latest_job_forget (xray->job);
  g_clear_pointer (&xray->newest, iso_batch_snapshot_unref);
  g_clear_pointer (&xray->shown, iso_batch_snapshot_unref);
  g_clear_pointer (&xray->present, iso_batch_snapshot_unref);
  /* What the worker keeps of the batch before is let go of as soon as it is done. */
  iso_xray_room_unref (xray->room);
  xray->room = iso_xray_room_new ();
  xray->frozen = xray->has_trial = xray->has_run = xray->stale = xray->is_past = FALSE;
  g_signal_emit (xray, signals[CHOSEN], 0);
  if (xray->stages != NULL)
    stages_ready (NULL, NULL, xray);
}

IsoDataset *
iso_xray_dataset (IsoXray *xray)
{
  return xray->dataset;
}

void
iso_xray_set_snapshot (IsoXray *xray, IsoBatchSnapshot *snapshot)
{
  if (snapshot == NULL || snapshot == xray->newest)
    return;
  replace (&xray->newest, snapshot);
  if (xray->frozen && (xray->is_past ? xray->present : xray->shown) != NULL)
    return;
  gboolean first = xray->shown == NULL;
  show (xray, snapshot);
  if (!xray->is_past)
    choose (xray, first);
}

void
iso_xray_set_past (IsoXray *xray, IsoBatchSnapshot *past)
{
  if (past == NULL ? !xray->is_past : xray->is_past && past == xray->shown)
    return;
  if (past != NULL && !xray->is_past)
    xray->present = g_steal_pointer (&xray->shown);
  if (past != NULL)
    replace (&xray->shown, past);
  else
    {
      iso_batch_snapshot_unref (xray->shown);
      xray->shown = g_steal_pointer (&xray->present);
    }
  xray->is_past = past != NULL;
  choose (xray, TRUE);
}

gboolean
iso_xray_is_past (IsoXray *xray)
{
  return xray->is_past;
}

IsoBatchSnapshot *
iso_xray_snapshot (IsoXray *xray)
{
  return xray->shown;
}

void
iso_xray_set_frozen (IsoXray *xray, gboolean frozen)
{
  if (xray->frozen == frozen)
    return;
  xray->frozen = frozen;
  if (!frozen)
    show (xray, xray->newest);
  choose (xray, TRUE);
}

gboolean
iso_xray_is_frozen (IsoXray *xray)
{
  return xray->frozen;
}

void
iso_xray_set_run_settings (IsoXray *xray, const IsoDistillSettings *settings)
{
  gboolean same = settings == NULL ? !xray->has_run : xray->has_run && iso_distill_settings_equal (settings, &xray->run);
  if (same)
    return;
  xray->has_run = settings != NULL;
  if (settings != NULL)
    xray->run = *settings;
  choose (xray, TRUE);
  begin_hold (xray);
}

void
iso_xray_get_run_settings (IsoXray *xray, IsoDistillSettings *settings)
{
  if (xray->has_run && !xray->is_past)
    *settings = xray->run;
  else if (xray->shown != NULL)
    *settings = xray->shown->distill;
  else
    {
      IsoSettings defaults;
      iso_settings_init (&defaults);
      *settings = defaults.distill;
    }
}

void
iso_xray_set_trial (IsoXray *xray, const IsoDistillSettings *settings)
{
  gboolean same = settings == NULL ? !xray->has_trial : xray->has_trial && iso_distill_settings_equal (settings, &xray->trial);
  if (same)
    return;
  xray->has_trial = settings != NULL;
  if (settings != NULL)
    xray->trial = *settings;
  choose (xray, TRUE);
  begin_hold (xray);
}

gboolean
iso_xray_has_trial (IsoXray *xray)
{
  return xray->has_trial;
}

void
iso_xray_get_settings (IsoXray *xray, IsoDistillSettings *settings)
{
  if (xray->has_trial)
    *settings = xray->trial;
  else
    iso_xray_get_run_settings (xray, settings);
}

void
iso_xray_train_with (IsoXray *xray)
{
  g_signal_emit (xray, signals[TRAIN_WITH], 0);
}

IsoXrayStages *
iso_xray_stages (IsoXray *xray)
{
  return xray->stages;
}

void
iso_xray_watch (IsoXray *xray)
{
  xray->watchers++;
  if (xray->stale)
    refresh (xray, TRUE);
}

void
iso_xray_unwatch (IsoXray *xray)
{
  g_return_if_fail (xray->watchers > 0);
  xray->watchers--;
}

void
iso_xray_set_wish (IsoXray *xray, IsoXrayWish wish, gpointer data)
{
  xray->wish = wish;
  xray->wish_data = data;
}

void
iso_xray_draw_again (IsoXray *xray)
{
  refresh (xray, TRUE);
}

int
iso_xray_place_of (IsoXray *xray, guint32 sample)
{
  const IsoBatchSnapshot *snapshot = xray->stages != NULL ? xray->stages->snapshot : NULL;
  for (size_t i = 0; snapshot != NULL && i < snapshot->B; i++)
    if (snapshot->indices[i] == sample)
      return (int) i;
  return -1;
}
