/* How the learning rate moves over a run. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum { ISO_SCHEDULE_CONSTANT, ISO_SCHEDULE_STEP, ISO_SCHEDULE_COSINE, ISO_SCHEDULE_COUNT } IsoScheduleName;

#define ISO_SCHEDULE_MOST_MILESTONES 64

typedef struct {
  int name;               /* IsoScheduleName */
  const char *milestones; /* STEP: epochs, ascending, "10, 15" */
  double gamma;           /* STEP: factor at each milestone */
  double warmup;          /* epochs over which the rate grows */
} IsoScheduleSettings;

/* Whether the milestones can be read; the message names the word that cannot. */
bool iso_schedule_validate (const IsoScheduleSettings *settings, GError **error);

/* What the learning rate is multiplied by after `progress` epochs, fractions included, of `epochs` planned ones:
 *
 *     warm-up   progress / warmup within it
 *     step      γ to the number of milestones reached
 *     cosine    (1 + cos(π p)) / 2, p running from 0 at the end of the warm-up to 1 at the planned end (Loshchilov and Hutter 2017),
 *
 * Neither warm-up nor cosine goes below a hundredth, so that the first step is not lost and training beyond the planned end goes
 * on. */
double iso_schedule_factor (const IsoScheduleSettings *settings, double progress, double epochs);
