/* What stands in the chart besides the curves: dashed marks of events, and the quiet lines to compare the scores with. */
#pragma once

#include "ui/figure/curves-figure.h"

/* Raw pixels dashed, the untrained network dotted; the lines below the curves, their tiny labels where the curves leave room. */
void iso_curves_draw_references (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                                 const IsoCurvesOptions *options, const IsoTheme *theme);
void iso_curves_label_references (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                                  const IsoCurvesOptions *options, const IsoTheme *theme);

/* How many rows (at most `most`) the labels of the events want above the plot; the layout's sides and steps must be known. */
int iso_curves_event_rows (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoTheme *theme,
                           int most, double *line_height);

/* Events nearer together than a few pixels become one mark ("3 changes"); labels stand in rows above the plot, newest first, and
 * are shortened or left out where there is no room: the read-out at the cursor has them in full. */
void iso_curves_draw_events (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoTheme *theme);

/* The history's events (IsoEvent) ordered by step, and the first loss that is no number if the history does not speak of it. */
GArray *iso_curves_all_events (const IsoRunCurves *curves);

/* One line for an event: "ω 0.5 → 0.8 from step 86". Free with g_free(). */
char *iso_curves_event_text (const IsoEvent *event);

/* The run's alarms as one sentence, for those who do not see the marks; NULL if there were none. Free with g_free(). */
char *iso_curves_alarm_sentence (const IsoRunCurves *curves);

IsoColor iso_curves_event_color (const IsoTheme *theme, IsoEventKind kind);
