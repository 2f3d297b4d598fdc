/* What the files of looking back share: look-back.c (which epoch), look-back-read.c (workers) and look-back-film.c. */
#pragma once

#include "ui/session/look-back.h"

struct _IsoLookBack {
  GObject parent_instance;
  IsoRunLibrary *library;
  gint64 run;
  IsoExperiment *experiment;
  guint64 generation;  /* of the run: what was asked of another is dropped */
  GArray *kept;        /* of IsoKeptEpoch */
  IsoPastCache *cache;
  int asked;
  IsoPast shown;
  int direction;       /* of the last way, −1 or 1 */

  /* look-back-read.c */
  gboolean is_listing, lists_again;
  guint list_timer;
  gint64 list_until;   /* monotonic microseconds */
  int reading;         /* the epoch that a worker reads, or −1 */
  GHashTable *unreadable; /* epochs that could not be read */

  /* look-back-film.c */
  gboolean is_playing;
  double speed;
  guint film_timer;
};

enum { ISO_LOOK_BACK_KEPT_CHANGED, ISO_LOOK_BACK_ASKED, ISO_LOOK_BACK_SHOWN, ISO_LOOK_BACK_FILM, ISO_LOOK_BACK_PROBLEM,
       ISO_LOOK_BACK_SIGNAL_COUNT };
extern guint iso_look_back_signals[ISO_LOOK_BACK_SIGNAL_COUNT];

/* ---- look-back.c ---- */
/* The place of the kept epoch nearest to this one, the earlier of two; −1 where nothing is kept. */
int iso_look_back_place (IsoLookBack *back, int epoch);
int iso_look_back_epoch_at (IsoLookBack *back, int place);
/* Asks for it, which must be kept, film or not. */
void iso_look_back_ask (IsoLookBack *back, int epoch);
/* What came of reading, or was at hand, is in sight from now on. */
void iso_look_back_show (IsoLookBack *back, const IsoPast *past);
/* It could not be read. */
void iso_look_back_fail (IsoLookBack *back, int epoch, const char *message);

/* ---- look-back-read.c ---- */
/* Shows what is asked for, reads it, or reads ahead, whichever there is to do. */
void iso_look_back_pump (IsoLookBack *back);
void iso_look_back_stop_listing (IsoLookBack *back);

/* ---- look-back-film.c ---- */
void iso_look_back_stop_film (IsoLookBack *back);
