#include "ui/plot/run-pair.h"

#include <glib/gi18n-lib.h>

#include "ui/plot/latest-job.h"
#include "ui/plot/run-pair-work.h"

struct _IsoRunPair {
  GObject parent_instance;
  IsoPairWish wish;
  IsoRunSource *source;    /* or NULL */
  IsoComparedRuns *runs;   /* or NULL */
  gint64 chosen[ISO_SIDE_COUNT];
  int epochs[ISO_SIDE_COUNT];
  IsoPairSide sides[ISO_SIDE_COUNT]; /* as read last */
  char *problem;
  IsoLatestJob *job;
  int watchers;
  gboolean is_stale;       /* something is chosen that was not asked for yet */
  gboolean is_reading;
};

G_DEFINE_FINAL_TYPE (IsoRunPair, iso_run_pair, G_TYPE_OBJECT)

enum { CHOSEN, READ, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- reading ---- */

static void
finished (gpointer data, const GError *error, gpointer owner)
{
  IsoRunPair *pair = owner;
  IsoPairResult *result = data;
  pair->is_reading = FALSE;
  for (int side = 0; side < ISO_SIDE_COUNT; side++)
    {
      iso_pair_side_clear (&pair->sides[side]);
      iso_pair_side_copy (&pair->sides[side], &result->sides[side]);
      /* From now on the one that it was. */
      if (pair->epochs[side] == ISO_FIRST_EPOCH && result->sides[side].epoch >= 0)
        pair->epochs[side] = result->sides[side].epoch;
    }
  g_free (pair->problem);
  pair->problem = g_steal_pointer (&result->problem);
  iso_pair_result_free (result);
  g_signal_emit (pair, signals[CHOSEN], 0);
  g_signal_emit (pair, signals[READ], 0);
}

static void
fill_side (IsoPairSide *asked, IsoRunPair *pair, int side)
{
  const IsoRun *run = pair->runs->runs[iso_compared_runs_find (pair->runs, pair->chosen[side])].run;
  asked->epoch = -1;
  /* What was read of either side may serve. */
  for (int other = 0; other < ISO_SIDE_COUNT; other++)
    {
      const IsoPairSide *read = &pair->sides[side == 0 ? other : !other];
      if (read->run == run->id && asked->run == 0 && g_strcmp0 (read->fingerprint, run->fingerprint) == 0)
        iso_pair_side_copy (asked, read);
    }
  g_free (asked->fingerprint);
  g_free (asked->data);
  asked->run = run->id;
  asked->fingerprint = g_strdup (run->fingerprint);
  asked->data = g_strdup (run->data);
  asked->wanted = pair->epochs[side];
}

static void
read_now (IsoRunPair *pair, gboolean at_once)
{
  if (pair->watchers == 0 || pair->source == NULL || pair->runs == NULL)
    {
      pair->is_stale = TRUE;
      return;
    }
  IsoPairRequest *request = g_new0 (IsoPairRequest, 1);
  request->source = iso_run_source_ref (pair->source);
  request->wish = pair->wish;
  for (int side = 0; side < ISO_SIDE_COUNT; side++)
    fill_side (&request->sides[side], pair, side);
  pair->is_stale = FALSE;
  pair->is_reading = TRUE;
  iso_latest_job_forget (pair->job);
  iso_latest_job_request (pair->job, request, at_once);
  g_signal_emit (pair, signals[READ], 0);
}

void
iso_run_pair_watch (IsoRunPair *pair)
{
  g_return_if_fail (ISO_IS_RUN_PAIR (pair));
  if (pair->watchers++ == 0 && pair->is_stale)
    read_now (pair, TRUE);
}

void
iso_run_pair_unwatch (IsoRunPair *pair)
{
  g_return_if_fail (ISO_IS_RUN_PAIR (pair) && pair->watchers > 0);
  pair->watchers--;
}

/* ---- choosing ---- */

void
iso_run_pair_set_source (IsoRunPair *pair, IsoRunSource *source)
{
  g_return_if_fail (ISO_IS_RUN_PAIR (pair));
  if (source == pair->source)
    return;
  iso_run_source_unref (pair->source);
  pair->source = source != NULL ? iso_run_source_ref (source) : NULL;
  read_now (pair, TRUE);
}

gboolean
iso_run_pair_has_source (IsoRunPair *pair)
{
  g_return_val_if_fail (ISO_IS_RUN_PAIR (pair), FALSE);
  return pair->source != NULL;
}

static gboolean
has_grown (const IsoComparedRuns *before, const IsoComparedRuns *now, gint64 id)
{
  const IsoRun *was = before->runs[iso_compared_runs_find (before, id)].run, *is = now->runs[iso_compared_runs_find (now, id)].run;
  return was->epochs != is->epochs || was->bytes != is->bytes || g_strcmp0 (was->fingerprint, is->fingerprint) != 0;
}

void
iso_run_pair_set_runs (IsoRunPair *pair, IsoComparedRuns *runs)
{
  g_return_if_fail (ISO_IS_RUN_PAIR (pair) && runs != NULL);
  g_autoptr (IsoComparedRuns) before = pair->runs;
  gboolean is_other = before == NULL;
  pair->runs = iso_compared_runs_ref (runs);
  for (int side = 0; side < ISO_SIDE_COUNT; side++)
    {
      if (iso_compared_runs_find (runs, pair->chosen[side]) < runs->count)
        {
          is_other = is_other || has_grown (before, runs, pair->chosen[side]);
          continue;
        }
      size_t place = MIN ((size_t) side, runs->count - 1);
      pair->chosen[side] = runs->runs[place].run->id;
      pair->epochs[side] = side == ISO_SIDE_A && runs->count == 1 ? ISO_FIRST_EPOCH : ISO_LAST_EPOCH;
      is_other = TRUE;
    }
  g_signal_emit (pair, signals[CHOSEN], 0);
  if (is_other)
    read_now (pair, before == NULL);
}

void
iso_run_pair_choose (IsoRunPair *pair, IsoRunSideName side, size_t place, int epoch)
{
  g_return_if_fail (ISO_IS_RUN_PAIR (pair) && pair->runs != NULL && place < pair->runs->count);
  gint64 run = pair->runs->runs[place].run->id;
  if (run == pair->chosen[side] && epoch == pair->epochs[side])
    return;
  pair->chosen[side] = run;
  pair->epochs[side] = epoch;
  read_now (pair, TRUE);
  g_signal_emit (pair, signals[CHOSEN], 0);
}

void
iso_run_pair_swap (IsoRunPair *pair)
{
  g_return_if_fail (ISO_IS_RUN_PAIR (pair));
  gint64 run = pair->chosen[0];
  int epoch = pair->epochs[0];
  IsoPairSide side = pair->sides[0];
  if (pair->runs == NULL)
    return;
  pair->chosen[0] = pair->chosen[1];
  pair->chosen[1] = run;
  pair->epochs[0] = pair->epochs[1];
  pair->epochs[1] = epoch;
  pair->sides[0] = pair->sides[1];
  pair->sides[1] = side;
  read_now (pair, TRUE);
  g_signal_emit (pair, signals[CHOSEN], 0);
}

/* ---- questions ---- */

IsoComparedRuns *
iso_run_pair_runs (IsoRunPair *pair)
{
  g_return_val_if_fail (ISO_IS_RUN_PAIR (pair), NULL);
  return pair->runs;
}

size_t
iso_run_pair_place (IsoRunPair *pair, IsoRunSideName side)
{
  g_return_val_if_fail (ISO_IS_RUN_PAIR (pair) && pair->runs != NULL, 0);
  return iso_compared_runs_find (pair->runs, pair->chosen[side]);
}

gint64
iso_run_pair_run (IsoRunPair *pair, IsoRunSideName side)
{
  g_return_val_if_fail (ISO_IS_RUN_PAIR (pair), 0);
  return pair->chosen[side];
}

int
iso_run_pair_epoch (IsoRunPair *pair, IsoRunSideName side)
{
  g_return_val_if_fail (ISO_IS_RUN_PAIR (pair), ISO_LAST_EPOCH);
  return pair->epochs[side];
}

const GArray *
iso_run_pair_kept (IsoRunPair *pair, IsoRunSideName side)
{
  g_return_val_if_fail (ISO_IS_RUN_PAIR (pair), NULL);
  return pair->sides[side].run == pair->chosen[side] ? pair->sides[side].kept : NULL;
}

static gboolean
is_whole (IsoRunPair *pair)
{
  return pair->problem == NULL && pair->sides[0].epoch >= 0 && pair->sides[1].epoch >= 0;
}

IsoEpochSnapshot *
iso_run_pair_embeddings (IsoRunPair *pair, IsoRunSideName side)
{
  g_return_val_if_fail (ISO_IS_RUN_PAIR (pair), NULL);
  return is_whole (pair) ? pair->sides[side].embeddings : NULL;
}

IsoBatchSnapshot *
iso_run_pair_batch (IsoRunPair *pair, IsoRunSideName side)
{
  g_return_val_if_fail (ISO_IS_RUN_PAIR (pair), NULL);
  return is_whole (pair) ? pair->sides[side].batch : NULL;
}

IsoExperiment *
iso_run_pair_experiment (IsoRunPair *pair, IsoRunSideName side)
{
  g_return_val_if_fail (ISO_IS_RUN_PAIR (pair), NULL);
  return is_whole (pair) ? pair->sides[side].experiment : NULL;
}

gboolean
iso_run_pair_is_reading (IsoRunPair *pair)
{
  g_return_val_if_fail (ISO_IS_RUN_PAIR (pair), FALSE);
  return pair->is_reading;
}

const char *
iso_run_pair_problem (IsoRunPair *pair)
{
  g_return_val_if_fail (ISO_IS_RUN_PAIR (pair), NULL);
  return pair->is_reading ? NULL : pair->problem;
}

char *
iso_run_pair_side_text (IsoRunPair *pair, IsoRunSideName side)
{
  g_return_val_if_fail (ISO_IS_RUN_PAIR (pair), NULL);
  size_t place = pair->runs != NULL ? iso_compared_runs_find (pair->runs, pair->sides[side].run) : 0;
  const char *label = pair->runs != NULL && place < pair->runs->count ? pair->runs->runs[place].label : "";
  int epoch = pair->sides[side].epoch;
  g_autofree char *moment = epoch > 0 ? g_strdup_printf (_("epoch %d"), epoch) : g_strdup (_("untrained network"));
  return g_strdup_printf (side == ISO_SIDE_A ? _("A: %s, %s") : _("B: %s, %s"), label, moment);
}

/* ---- the object ---- */

static void
iso_run_pair_dispose (GObject *object)
{
  IsoRunPair *pair = ISO_RUN_PAIR (object);
  g_clear_pointer (&pair->job, iso_latest_job_free);
  for (int side = 0; side < ISO_SIDE_COUNT; side++)
    iso_pair_side_clear (&pair->sides[side]);
  g_clear_pointer (&pair->source, iso_run_source_unref);
  g_clear_pointer (&pair->runs, iso_compared_runs_unref);
  g_clear_pointer (&pair->problem, g_free);
  G_OBJECT_CLASS (iso_run_pair_parent_class)->dispose (object);
}

static void
iso_run_pair_class_init (IsoRunPairClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_run_pair_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[READ] = g_signal_new ("read", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_run_pair_init (IsoRunPair *pair)
{
  for (int side = 0; side < ISO_SIDE_COUNT; side++)
    {
      pair->epochs[side] = ISO_LAST_EPOCH;
      pair->sides[side].epoch = -1;
    }
  pair->job = iso_latest_job_new (iso_pair_read, iso_pair_request_free, finished, iso_pair_result_free, pair);
}

IsoRunPair *
iso_run_pair_new (IsoPairWish wish)
{
  IsoRunPair *pair = g_object_new (ISO_TYPE_RUN_PAIR, NULL);
  pair->wish = wish;
  return pair;
}
