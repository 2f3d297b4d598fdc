/* What the timeline's files share: timeline.c (what it knows), timeline-draw.c, timeline-input.c and timeline-words.c. */
#pragma once

#include "ui/panel/timeline.h"

struct _IsoTimeline {
  GtkWidget parent_instance;
  double done;
  int planned;
  GArray *marks, *forks; /* of IsoTimelineMark */
  GArray *kept;          /* of int, ascending */
  char *hint;
  int position;          /* looked at, or ISO_TIMELINE_NOW */
  double pointer;        /* x, NAN: it is elsewhere */
  gboolean is_dragged;
  double dragged_from;   /* x where that began, and */
  int sought;            /* what was asked for last meanwhile */
  GskRenderNode *scale;  /* track, ticks and labels: drawn again only when the scale changes */
};

enum { ISO_TIMELINE_SOUGHT, ISO_TIMELINE_STEPPED, ISO_TIMELINE_PLAY, ISO_TIMELINE_SIGNAL_COUNT };
extern guint iso_timeline_signals[ISO_TIMELINE_SIGNAL_COUNT];

/* The planned epochs, or all that were begun. */
int iso_timeline_length (double done, int planned);
/* The kept epoch, or ISO_TIMELINE_NOW, that is nearest to x. Without any: now. */
int iso_timeline_snap (IsoTimeline *timeline, double x);
/* Where the handle is for one of these. */
double iso_timeline_handle_x (IsoTimeline *timeline, int epoch);

/* timeline-draw.c */
void iso_timeline_draw (GtkWidget *widget, GtkSnapshot *snapshot);

/* timeline-input.c */
void iso_timeline_add_input (IsoTimeline *timeline);
void iso_timeline_add_keys (GtkWidgetClass *class);

/* timeline-words.c */
/* Where it stands, for assistive technologies: "epoch 12 of 20, looked back at"; newly allocated. */
char *iso_timeline_value_text (IsoTimeline *timeline);
/* All that is drawn besides, newly allocated. */
char *iso_timeline_description (IsoTimeline *timeline);
