/* The epochs of a run on one line: how far training is and the planned end, which epochs are kept and which of them is looked at, where
 * something was changed, where alarms were raised, and where runs were forked off.
 *
 * It is dragged and clicked like a slider, and snaps to what is kept or to now. Keys: Left and Right to the kept epoch before and after,
 * Home and End to the first and the last, Page Up and Page Down by a tenth of them, Escape back to now, Space plays the film. The pointer is
 * told what is there.
 *
 * Signals: "sought" (int epoch, −1: now) the person wants to look at it; "stepped" (int kept epochs, negative: back); "play" (). The view
 * shows no other epoch by itself: iso_timeline_set_position() says which is looked at. */
#pragma once

#include <gtk/gtk.h>

#define ISO_TYPE_TIMELINE (iso_timeline_get_type ())
G_DECLARE_FINAL_TYPE (IsoTimeline, iso_timeline, ISO, TIMELINE, GtkWidget)

#define ISO_TIMELINE_NOW (-1)

typedef enum {
  ISO_TIMELINE_CHANGE, /* of a parameter */
  ISO_TIMELINE_ALARM,
  ISO_TIMELINE_ALARM_END, /* told, not drawn */
  ISO_TIMELINE_FORK,   /* another run was forked off here */
  ISO_TIMELINE_ORIGIN, /* this run was forked off another here */
  ISO_TIMELINE_MARK_COUNT,
} IsoTimelineMarkKind;

typedef struct {
  IsoTimelineMarkKind kind;
  double epoch;     /* with a fraction */
  const char *text; /* one line that says what it is; interned */
} IsoTimelineMark;

GtkWidget *iso_timeline_new (void);

/* done: epochs finished, with the fraction of the one in progress; planned: the planned number. Beyond it the line grows. */
void iso_timeline_set_progress (IsoTimeline *timeline, double done, int planned);
/* Those of changes and alarms, in place of those before; copied. */
void iso_timeline_set_marks (IsoTimeline *timeline, const IsoTimelineMark *marks, size_t count);
/* Likewise where runs were forked off. */
void iso_timeline_set_forks (IsoTimeline *timeline, const IsoTimelineMark *marks, size_t count);
/* The epochs that can be looked at, ascending; copied. */
void iso_timeline_set_kept (IsoTimeline *timeline, const int *epochs, size_t count);
/* What is said in their place while there are none, one sentence; NULL: nothing. */
void iso_timeline_set_hint (IsoTimeline *timeline, const char *hint);
/* The kept epoch that is looked at, ISO_TIMELINE_NOW: none. */
void iso_timeline_set_position (IsoTimeline *timeline, int epoch);

/* What is at that place of the line, as the pointer is told, newly allocated; x in the widget's pixels. For tests too. */
char *iso_timeline_words_at (IsoTimeline *timeline, double x);
/* Where an epoch lies. */
double iso_timeline_x (IsoTimeline *timeline, double epoch);
