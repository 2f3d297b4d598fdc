/* The film: from kept epoch to kept epoch on a timer. */
#include "ui/session/look-back-private.h"

/* Whether what is asked for is in sight, or never will be. */
static bool
is_there (IsoLookBack *back)
{
  return back->shown.epoch == back->asked || g_hash_table_contains (back->unreadable, GINT_TO_POINTER (back->asked));
}

/* The first kept epoch after the one asked for; −1: there is none. */
static int
next_epoch (IsoLookBack *back)
{
  for (int place = 0; place < (int) back->kept->len; place++)
    if (iso_look_back_epoch_at (back, place) > back->asked)
      return iso_look_back_epoch_at (back, place);
  return -1;
}

static gboolean
advance (gpointer data)
{
  IsoLookBack *back = data;
  if (!is_there (back))
    return G_SOURCE_CONTINUE;
  int next = next_epoch (back);
  if (next >= 0)
    {
      iso_look_back_ask (back, next);
      return G_SOURCE_CONTINUE;
    }
  back->film_timer = 0;
  iso_look_back_stop_film (back);
  return G_SOURCE_REMOVE;
}

static void
run_timer (IsoLookBack *back)
{
  g_clear_handle_id (&back->film_timer, g_source_remove);
  back->film_timer = g_timeout_add ((guint) (1000.0 / back->speed), advance, back);
}

void
iso_look_back_stop_film (IsoLookBack *back)
{
  g_clear_handle_id (&back->film_timer, g_source_remove);
  if (!back->is_playing)
    return;
  back->is_playing = FALSE;
  g_signal_emit (back, iso_look_back_signals[ISO_LOOK_BACK_FILM], 0);
}

void
iso_look_back_play (IsoLookBack *back, gboolean playing)
{
  if (!playing)
    {
      iso_look_back_stop_film (back);
      return;
    }
  if (back->is_playing || back->kept->len == 0)
    return;
  back->is_playing = TRUE;
  run_timer (back);
  g_signal_emit (back, iso_look_back_signals[ISO_LOOK_BACK_FILM], 0);
  if (back->asked == ISO_LOOK_BACK_NOW || next_epoch (back) < 0)
    iso_look_back_ask (back, iso_look_back_epoch_at (back, 0));
}

gboolean
iso_look_back_is_playing (IsoLookBack *back)
{
  return back->is_playing;
}

void
iso_look_back_set_speed (IsoLookBack *back, double speed)
{
  g_return_if_fail (speed > 0.0);
  if (back->speed == speed)
    return;
  back->speed = speed;
  if (back->is_playing)
    run_timer (back);
  g_signal_emit (back, iso_look_back_signals[ISO_LOOK_BACK_FILM], 0);
}

double
iso_look_back_speed (IsoLookBack *back)
{
  return back->speed;
}
