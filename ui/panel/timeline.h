/* The epochs of a run on one line: how far training is, the planned end, where something was changed, and
 * where alarms were raised. */
#pragma once

#include <gtk/gtk.h>

#define ISO_TYPE_TIMELINE (iso_timeline_get_type ())
G_DECLARE_FINAL_TYPE (IsoTimeline, iso_timeline, ISO, TIMELINE, GtkWidget)

GtkWidget *iso_timeline_new (void);

/* done: epochs finished, with the fraction of the one in progress; planned: the planned number. Beyond it the line grows. */
void iso_timeline_set_progress (IsoTimeline *timeline, double done, int planned);
/* Epochs, with fractions, at which live changes took effect; copied. */
void iso_timeline_set_marks (IsoTimeline *timeline, const double *epochs, size_t count);
/* Likewise where alarms were raised, and a sentence that tells of them (NULL without any). */
void iso_timeline_set_alarms (IsoTimeline *timeline, const double *epochs, size_t count, const char *description);
