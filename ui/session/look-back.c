#include <stdlib.h>

#include "ui/session/look-back-private.h"

G_DEFINE_FINAL_TYPE (IsoLookBack, iso_look_back, G_TYPE_OBJECT)

guint iso_look_back_signals[ISO_LOOK_BACK_SIGNAL_COUNT];

/* ---- places among the kept epochs ---- */

int
iso_look_back_epoch_at (IsoLookBack *back, int place)
{
  return g_array_index (back->kept, IsoKeptEpoch, place).epoch;
}

int
iso_look_back_place (IsoLookBack *back, int epoch)
{
  int nearest = -1;
  for (int place = 0; place < (int) back->kept->len; place++)
    if (nearest < 0 || abs (iso_look_back_epoch_at (back, place) - epoch) < abs (iso_look_back_epoch_at (back, nearest) - epoch))
      nearest = place;
  return nearest;
}

/* ---- which epoch ---- */

static void
set_asked (IsoLookBack *back, int epoch)
{
  if (epoch == back->asked)
    return;
  back->asked = epoch;
  g_signal_emit (back, iso_look_back_signals[ISO_LOOK_BACK_ASKED], 0);
}

static void
show_now (IsoLookBack *back)
{
  bool was_back = back->shown.epoch != ISO_LOOK_BACK_NOW;
  iso_past_clear (&back->shown);
  set_asked (back, ISO_LOOK_BACK_NOW);
  if (was_back)
    g_signal_emit (back, iso_look_back_signals[ISO_LOOK_BACK_SHOWN], 0);
}

void
iso_look_back_ask (IsoLookBack *back, int epoch)
{
  int before = back->asked == ISO_LOOK_BACK_NOW ? G_MAXINT : back->asked;
  if (epoch != before)
    back->direction = epoch < before ? -1 : 1;
  /* Who asks again may have mended it. */
  g_hash_table_remove (back->unreadable, GINT_TO_POINTER (epoch));
  set_asked (back, epoch);
  iso_look_back_pump (back);
}

void
iso_look_back_show (IsoLookBack *back, const IsoPast *past)
{
  iso_past_set (&back->shown, past);
  g_signal_emit (back, iso_look_back_signals[ISO_LOOK_BACK_SHOWN], 0);
}

void
iso_look_back_fail (IsoLookBack *back, int epoch, const char *message)
{
  if (back->asked != epoch)
    return;
  g_signal_emit (back, iso_look_back_signals[ISO_LOOK_BACK_PROBLEM], 0, message);
  /* A film passes over it. */
  if (!back->is_playing)
    set_asked (back, back->shown.epoch);
}

void
iso_look_back_go (IsoLookBack *back, int epoch)
{
  int place = iso_look_back_place (back, epoch);
  iso_look_back_stop_film (back);
  if (epoch == ISO_LOOK_BACK_NOW || place < 0)
    show_now (back);
  else
    iso_look_back_ask (back, iso_look_back_epoch_at (back, place));
}

void
iso_look_back_step (IsoLookBack *back, int direction)
{
  int last = (int) back->kept->len - 1;
  int place = back->asked == ISO_LOOK_BACK_NOW ? last + 1 : iso_look_back_place (back, back->asked);
  /* Whatever has been thinned out since: on from where it was. */
  if (direction > 0 && place <= last && iso_look_back_epoch_at (back, place) > back->asked)
    place--;
  place += direction;
  if (last < 0 || (direction < 0 && place < 0))
    return;
  iso_look_back_go (back, place > last ? ISO_LOOK_BACK_NOW : iso_look_back_epoch_at (back, place));
}

/* ---- asking ---- */

const GArray *
iso_look_back_kept (IsoLookBack *back)
{
  return back->kept;
}

int
iso_look_back_asked (IsoLookBack *back)
{
  return back->asked;
}

int
iso_look_back_shown (IsoLookBack *back)
{
  return back->shown.epoch;
}

IsoEpochSnapshot *
iso_look_back_snapshot (IsoLookBack *back)
{
  return back->shown.snapshot;
}

IsoBatchSnapshot *
iso_look_back_batch (IsoLookBack *back)
{
  return back->shown.batch;
}

guint64
iso_look_back_step_count (IsoLookBack *back)
{
  return back->shown.snapshot != NULL ? back->shown.snapshot->step : back->shown.batch != NULL ? back->shown.batch->step : 0;
}

gint64
iso_look_back_run (IsoLookBack *back)
{
  return back->run;
}

IsoRunLibrary *
iso_look_back_library (IsoLookBack *back)
{
  return back->library;
}

guint64
iso_look_back_held (IsoLookBack *back)
{
  return iso_past_cache_size (back->cache);
}

/* ---- the run ---- */

void
iso_look_back_set_run (IsoLookBack *back, gint64 run, IsoExperiment *experiment)
{
  if (run == back->run && experiment == back->experiment)
    return;
  if (experiment != NULL)
    iso_experiment_ref (experiment);
  iso_experiment_unref (back->experiment);
  back->experiment = experiment;
  back->run = run;
  back->generation++;
  iso_look_back_stop_film (back);
  iso_look_back_stop_listing (back);
  iso_past_cache_empty (back->cache);
  g_hash_table_remove_all (back->unreadable);
  back->reading = -1;
  if (back->kept->len > 0)
    {
      g_array_set_size (back->kept, 0);
      g_signal_emit (back, iso_look_back_signals[ISO_LOOK_BACK_KEPT_CHANGED], 0);
    }
  show_now (back);
  iso_look_back_refresh (back);
  /* Where it came from stands in the list of runs, which has it now. */
  if (run != 0 && back->library != NULL)
    iso_run_library_refresh (back->library);
}

static void
iso_look_back_dispose (GObject *object)
{
  IsoLookBack *back = ISO_LOOK_BACK (object);
  g_clear_handle_id (&back->film_timer, g_source_remove);
  iso_look_back_stop_listing (back);
  g_clear_object (&back->library);
  G_OBJECT_CLASS (iso_look_back_parent_class)->dispose (object);
}

static void
iso_look_back_finalize (GObject *object)
{
  IsoLookBack *back = ISO_LOOK_BACK (object);
  iso_past_clear (&back->shown);
  iso_past_cache_free (back->cache);
  iso_experiment_unref (back->experiment);
  g_array_unref (back->kept);
  g_hash_table_unref (back->unreadable);
  G_OBJECT_CLASS (iso_look_back_parent_class)->finalize (object);
}

static void
iso_look_back_class_init (IsoLookBackClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_look_back_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_look_back_finalize;
#define SIGNAL(name, count, ...) g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, count, ##__VA_ARGS__)
  iso_look_back_signals[ISO_LOOK_BACK_KEPT_CHANGED] = SIGNAL ("kept-changed", 0);
  iso_look_back_signals[ISO_LOOK_BACK_ASKED] = SIGNAL ("asked", 0);
  iso_look_back_signals[ISO_LOOK_BACK_SHOWN] = SIGNAL ("shown", 0);
  iso_look_back_signals[ISO_LOOK_BACK_FILM] = SIGNAL ("film", 0);
  iso_look_back_signals[ISO_LOOK_BACK_PROBLEM] = SIGNAL ("problem", 1, G_TYPE_STRING);
#undef SIGNAL
}

static void
iso_look_back_init (IsoLookBack *back)
{
  back->kept = g_array_new (FALSE, FALSE, sizeof (IsoKeptEpoch));
  back->unreadable = g_hash_table_new (NULL, NULL);
  back->asked = ISO_LOOK_BACK_NOW;
  back->shown = (IsoPast) ISO_PAST_NONE;
  back->direction = -1;
  back->reading = -1;
  back->speed = 5.0;
}

IsoLookBack *
iso_look_back_new_with_room (IsoRunLibrary *library, guint64 room)
{
  IsoLookBack *back = g_object_new (ISO_TYPE_LOOK_BACK, NULL);
  back->cache = iso_past_cache_new (room);
  if (library == NULL)
    return back;
  back->library = g_object_ref (library);
  g_signal_connect_object (library, "opened", G_CALLBACK (iso_look_back_refresh), back, G_CONNECT_SWAPPED);
  return back;
}

IsoLookBack *
iso_look_back_new (IsoRunLibrary *library)
{
  return iso_look_back_new_with_room (library, ISO_LOOK_BACK_ROOM);
}
