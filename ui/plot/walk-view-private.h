/* What the files of the walk's view share. */
#pragma once

#include "ui/plot/latest-job.h"
#include "ui/plot/walk-canvas.h"
#include "ui/plot/walk-view.h"

struct _IsoWalkView {
  IsoViewCard parent_instance;
  IsoXray *xray;           /* or NULL */
  IsoSampleChoice *choice; /* never NULL until disposed */
  GtkStack *pages;         /* "empty", "walk" */
  GtkLabel *message, *counter, *key, *start_label, *speed_label;
  GtkWidget *overlay, *card, *freezing, *origins, *scales, *play_button, *speed_scale, *retreat, *advance;
  IsoWalkCanvas *map, *bars;
  guint card_source;

  IsoLatestJob *job;
  gboolean stale; /* what is in sight is not what it should be, and nothing has been asked for */
  IsoWalkPicture *picture;
  IsoWalkScene scene;  /* of the picture, if that has a walk */
  double *row, *mass;  /* (B) behind the scene */
  bool *faded;         /* (B) likewise, or NULL */

  guint32 start;       /* of the dataset: where the walk asked for begins, or ISO_NO_SAMPLE */
  gint32 start_class;  /* −1: none */
  gboolean from_targets, is_linear;
  gboolean has_frozen; /* the walk froze the batch, not the person */
  gboolean is_freezing; /* and what it froze may not be in sight yet */
  gboolean is_choosing; /* rows of choices are being set, not chosen */

  double position;     /* of the walk while it plays: steps and parts of them */
  double speed;        /* steps a second */
  guint tick;          /* 0: it does not play */
  gint64 last_frame;
  gint64 described;    /* when the text for assistive technologies was made */
};

/* walk-view.c */
gboolean iso_walk_view_has_walk (IsoWalkView *view);
/* Asks the worker for what should be in sight. */
void iso_walk_view_ask (IsoWalkView *view, gboolean at_once);
/* The scene changed: draws it. */
void iso_walk_view_draw (IsoWalkView *view);
/* `by`: −1, 1. */
void iso_walk_view_change_sample (IsoWalkView *view, int by);
void iso_walk_view_show_message (IsoWalkView *view, const char *text);

/* walk-view-choice.c: takes the choice over; the scene's pointed sample and faded ones. */
void iso_walk_view_connect (IsoWalkView *view, IsoSampleChoice *choice);
void iso_walk_view_find_pointed (IsoWalkView *view);
void iso_walk_view_find_faded (IsoWalkView *view);

/* walk-view-play.c */
void iso_walk_view_play (IsoWalkView *view, gboolean playing);
/* Steps are taken on a batch that stands still. */
void iso_walk_view_freeze (IsoWalkView *view);
void iso_walk_view_install_actions (GtkWidgetClass *class);
void iso_walk_view_update_actions (IsoWalkView *view);

/* walk-view-words.c: counter, subtitle, and what is said instead of the drawings. */
void iso_walk_view_describe (IsoWalkView *view);
void iso_walk_view_count (IsoWalkView *view);
/* "sample 437 Coat". Free with g_free(). */
char *iso_walk_view_name_sample (IsoWalkView *view, size_t place);
/* "8/s", "at once". Free with g_free(). */
char *iso_walk_view_name_speed (double speed);

/* walk-view-export.c */
void iso_walk_view_install_export (IsoViewCardClass *class);

/* walk-view-widgets.c */
void iso_walk_view_build (IsoWalkView *view);
void iso_walk_view_show_card (IsoWalkView *view);
void iso_walk_view_hide_card (IsoWalkView *view);
void iso_walk_view_show_speed (IsoWalkView *view);
