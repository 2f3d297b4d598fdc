#include "engine/train/schedule.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"

#define LEAST 0.01

/* Reads the next milestone of the list at *text; false at its end or where it cannot be read, *text then at that word. */
static bool
next_milestone (double *milestone, const char **text)
{
  const char *start = *text + strspn (*text, ", \t");
  char *end;
  *text = start;
  if (*start == '\0')
    return false;
  *milestone = g_ascii_strtod (start, &end);
  if (end == start || (*end != '\0' && strchr (", \t", *end) == NULL) || !(*milestone >= 0.0) || !isfinite (*milestone))
    return false;
  *text = end;
  return true;
}

bool
iso_schedule_validate (const IsoScheduleSettings *settings, GError **error)
{
  const char *text = settings->milestones;
  double milestone, last = -1.0;
  int count = 0;
  if (settings->name != ISO_SCHEDULE_STEP)
    return true;
  for (; next_milestone (&milestone, &text); count++)
    {
      if (milestone <= last || count >= ISO_SCHEDULE_MOST_MILESTONES)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                       _("schedule.milestones is “%s”; at most %d epochs in ascending order are expected"), settings->milestones,
                       ISO_SCHEDULE_MOST_MILESTONES);
          return false;
        }
      last = milestone;
    }
  if (*text == '\0' && count > 0)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
               _("schedule.milestones is “%s”, of which “%s” cannot be read; epochs are expected, such as “10, 15”"),
               settings->milestones, text);
  return false;
}

static double
step_factor (const IsoScheduleSettings *settings, double progress)
{
  const char *text = settings->milestones;
  double milestone, factor = 1.0;
  while (next_milestone (&milestone, &text))
    if (progress >= milestone)
      factor *= settings->gamma;
  return factor;
}

double
iso_schedule_factor (const IsoScheduleSettings *settings, double progress, double epochs)
{
  double factor = 1.0;
  if (settings->name == ISO_SCHEDULE_STEP)
    factor = step_factor (settings, progress);
  else if (settings->name == ISO_SCHEDULE_COSINE)
    {
      double length = epochs - settings->warmup;
      double part = length > 0.0 ? CLAMP ((progress - settings->warmup) / length, 0.0, 1.0) : 1.0;
      factor = MAX (LEAST, (1.0 + cos (G_PI * part)) / 2.0);
    }
  if (progress < settings->warmup)
    factor *= MAX (LEAST, progress / settings->warmup);
  return factor;
}
