#include "ui/panel/run-words.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define SWEEP_CHARACTERS 8
#define MOST_NAME_CHARACTERS 60

const char *
iso_run_status_icon (IsoRunStatus status)
{
  static const char *const icons[ISO_RUN_STATUS_COUNT] = {
    [ISO_RUN_RUNNING] = "media-playback-start-symbolic",    [ISO_RUN_PAUSED] = "media-playback-pause-symbolic",
    [ISO_RUN_FINISHED] = "object-select-symbolic",          [ISO_RUN_FAILED] = "dialog-error-symbolic",
    [ISO_RUN_STOPPED] = "media-playback-stop-symbolic",     [ISO_RUN_INTERRUPTED] = "dialog-warning-symbolic",
  };
  g_return_val_if_fail (status < ISO_RUN_STATUS_COUNT, NULL);
  return icons[status];
}

char *
iso_run_state_text (const IsoRun *run)
{
  const char *title = iso_run_status_title (run->status);
  if ((run->status != ISO_RUN_RUNNING && run->status != ISO_RUN_PAUSED) || run->planned_epochs < 1 || run->epochs > run->planned_epochs)
    return g_strdup (title);
  return g_strdup_printf (_("%s · %d %%"), title, 100 * run->epochs / run->planned_epochs);
}

char *
iso_run_epochs_text (const IsoRun *run)
{
  return g_strdup_printf (_("%d / %d"), run->epochs, run->planned_epochs);
}

const char *
iso_run_score_text (char text[ISO_RUN_SCORE_SIZE], double value)
{
  if (isfinite (value))
    g_ascii_formatd (text, ISO_RUN_SCORE_SIZE, "%.3f", value);
  else
    g_strlcpy (text, "–", ISO_RUN_SCORE_SIZE);
  return text;
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) && g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

char *
iso_run_when_text (gint64 then, gint64 now)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (then / G_USEC_PER_SEC);
  g_autoptr (GDateTime) present = g_date_time_new_from_unix_local (now / G_USEC_PER_SEC);
  if (time == NULL || present == NULL)
    return g_strdup ("–");
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (present, -1);
  if (is_same_day (time, present))
    return g_date_time_format (time, "%H:%M");
  if (is_same_day (time, yesterday))
    return g_date_time_format (time, _("yesterday %H:%M"));
  if (g_date_time_get_year (time) == g_date_time_get_year (present))
    return g_date_time_format (time, _("%-d %b %H:%M"));
  return g_date_time_format (time, "%Y-%m-%d");
}

char *
iso_run_time_text (gint64 then)
{
  g_autoptr (GDateTime) time = then != 0 ? g_date_time_new_from_unix_local (then / G_USEC_PER_SEC) : NULL;
  return time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M") : g_strdup ("");
}

char *
iso_run_duration_text (double seconds)
{
  if (!(seconds >= 0.0) || seconds > 1e9)
    return g_strdup ("–");
  int whole = (int) seconds;
  if (seconds < 10.0)
    return g_strdup_printf (_("%.1f s"), seconds);
  if (whole < 60)
    return g_strdup_printf (_("%d s"), whole);
  if (whole < 3600)
    return g_strdup_printf (_("%d min %d s"), whole / 60, whole % 60);
  return g_strdup_printf (_("%d h %d min"), whole / 3600, whole % 3600 / 60);
}

char *
iso_run_sweep_text (const char *sweep)
{
  const char *end = sweep;
  for (int i = 0; i < SWEEP_CHARACTERS && *end != '\0'; i++)
    end = g_utf8_next_char (end);
  return g_strndup (sweep, (gsize) (end - sweep));
}

char *
iso_run_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *line = g_string_sized_new (strlen (valid));
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);
      g_string_append_unichar (line, g_unichar_iscntrl (character) ? ' ' : character);
    }
  return g_string_free (line, FALSE);
}

char *
iso_run_file_name_of (const IsoRun *run)
{
  g_autofree char *lower = g_utf8_strdown (run->name, -1);
  GString *name = g_string_new (NULL);
  gboolean begins = TRUE;
  int count = 0;
  for (const char *at = lower; *at != '\0' && count < MOST_NAME_CHARACTERS; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);
      if (g_unichar_isalnum (letter))
        {
          if (begins && name->len > 0)
            g_string_append_c (name, '-');
          g_string_append_unichar (name, letter);
          count++;
        }
      begins = !g_unichar_isalnum (letter);
    }
  g_string_append_printf (name, name->len > 0 ? "-%" PRId64 : "run-%" PRId64, run->id);
  return g_string_free (name, FALSE);
}
