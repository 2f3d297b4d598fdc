/* The timeline in words: for the pointer, and for who does not see it. */
#include <glib/gi18n.h>
#include <math.h>

#include "ui/panel/timeline-private.h"

/* Of marks of one kind that are told; a dragged slider leaves hundreds. */
#define TOLD 12
/* Marks so many pixels from the pointer are meant. */
#define NEAR 8.0
#define TOLD_NEAR 6

static const char *
title_of (IsoTimelineMarkKind kind)
{
  switch (kind)
    {
    case ISO_TIMELINE_ALARM:
      return _("Alarms");
    case ISO_TIMELINE_FORK:
      return _("Forked off");
    case ISO_TIMELINE_ORIGIN:
      return _("Forked from");
    case ISO_TIMELINE_CHANGE:
    case ISO_TIMELINE_ALARM_END:
    case ISO_TIMELINE_MARK_COUNT:
    default:
      return _("Changes");
    }
}

/* "5" or "5.3". */
static char *
epoch_text (double epoch)
{
  double tenths = round (10.0 * epoch);
  return fmod (tenths, 10.0) == 0.0 ? g_strdup_printf ("%.0f", tenths / 10.0) : g_strdup_printf ("%.1f", tenths / 10.0);
}

static void
append_more (GString *text, guint count, const char *between)
{
  if (count > 0)
    g_string_append_printf (text, ngettext ("%s… %u more", "%s… %u more", count), between, count);
}

/* ---- where it stands ---- */

char *
iso_timeline_value_text (IsoTimeline *timeline)
{
  if (timeline->position == ISO_TIMELINE_NOW)
    return g_strdup_printf (_("%d of %d epochs"), (int) timeline->done, timeline->planned);
  return g_strdup_printf (_("epoch %d of %d, looked back at"), timeline->position,
                          iso_timeline_length (timeline->done, timeline->planned));
}

/* ---- all of it ---- */

static void
append_kept (GString *text, IsoTimeline *timeline)
{
  guint count = timeline->kept->len;
  if (count == 0)
    g_string_append (text, timeline->hint != NULL ? timeline->hint : "");
  else if (count == 1)
    g_string_append_printf (text, _("Epoch %d is kept."), g_array_index (timeline->kept, int, 0));
  else
    g_string_append_printf (text, ngettext ("%u epoch is kept, from %d to %d.", "%u epochs are kept, from %d to %d.", count), count,
                            g_array_index (timeline->kept, int, 0), g_array_index (timeline->kept, int, count - 1));
}

static void
append_marks (GString *text, const GArray *marks, IsoTimelineMarkKind kind)
{
  guint found = 0;
  for (guint i = 0; i < marks->len; i++)
    {
      const IsoTimelineMark *mark = &g_array_index (marks, IsoTimelineMark, i);
      bool is_meant = mark->kind == kind || (kind == ISO_TIMELINE_ALARM && mark->kind == ISO_TIMELINE_ALARM_END);
      if (!is_meant || found++ >= TOLD)
        continue;
      g_autofree char *epoch = epoch_text (mark->epoch);
      if (found == 1)
        g_string_append_printf (text, "%s%s: ", text->len > 0 ? " " : "", title_of (kind));
      else
        g_string_append (text, "; ");
      g_string_append_printf (text, _("epoch %s: %s"), epoch, mark->text);
    }
  append_more (text, found > TOLD ? found - TOLD : 0, "; ");
  if (found > 0)
    g_string_append (text, ".");
}

char *
iso_timeline_description (IsoTimeline *timeline)
{
  GString *text = g_string_new (NULL);
  append_kept (text, timeline);
  append_marks (text, timeline->marks, ISO_TIMELINE_CHANGE);
  append_marks (text, timeline->marks, ISO_TIMELINE_ALARM);
  append_marks (text, timeline->forks, ISO_TIMELINE_ORIGIN);
  append_marks (text, timeline->forks, ISO_TIMELINE_FORK);
  return g_string_free (text, FALSE);
}

/* ---- a place of it ---- */

static void
append_near (GString *text, IsoTimeline *timeline, const GArray *marks, double x)
{
  guint found = 0;
  for (guint i = 0; i < marks->len; i++)
    {
      const IsoTimelineMark *mark = &g_array_index (marks, IsoTimelineMark, i);
      if (fabs (iso_timeline_x (timeline, mark->epoch) - x) > NEAR || found++ >= TOLD_NEAR)
        continue;
      g_autofree char *epoch = epoch_text (mark->epoch);
      g_string_append_printf (text, "\n%s", mark->text);
      if (marks == timeline->marks)
        g_string_append_printf (text, _(" (epoch %s)"), epoch);
    }
  append_more (text, found > TOLD_NEAR ? found - TOLD_NEAR : 0, "\n");
}

char *
iso_timeline_words_at (IsoTimeline *timeline, double x)
{
  GString *text = g_string_new (NULL);
  int epoch = iso_timeline_snap (timeline, x);
  g_autofree char *done = epoch_text (floor (10.0 * timeline->done) / 10.0);
  if (epoch == ISO_TIMELINE_NOW && timeline->position == ISO_TIMELINE_NOW)
    g_string_printf (text, _("Now, after %s epochs"), done);
  else if (epoch == ISO_TIMELINE_NOW)
    g_string_printf (text, _("Back to now, after %s epochs"), done);
  else if (epoch == timeline->position)
    g_string_printf (text, _("Epoch %d, looked at"), epoch);
  else
    g_string_printf (text, _("Look back at epoch %d"), epoch);
  append_near (text, timeline, timeline->marks, x);
  append_near (text, timeline, timeline->forks, x);
  if (timeline->kept->len == 0 && timeline->hint != NULL)
    g_string_append_printf (text, "\n%s", timeline->hint);
  return g_string_free (text, FALSE);
}
