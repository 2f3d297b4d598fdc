#include "app/runs-reading.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

#include "app/command-line.h"
#include "engine/base/error.h"

void
iso_runs_options_clear (IsoRunsOptions *options)
{
  g_clear_pointer (&options->words, g_strfreev);
}

bool
iso_runs_options_check (const IsoRunsOptions *options, guint least, guint most, const char *usage, GError **error)
{
  guint count = options->words != NULL ? g_strv_length (options->words) : 0;
  if (count >= least && count <= most)
    return true;
  if (count < least)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("a run is missing: isotherm-cli %s; see isotherm-cli runs list"), usage);
  else
    {
      g_autofree char *word = g_filename_display_name (options->words[most]);
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("found “%s”, which is too much; expected isotherm-cli %s"), word, usage);
    }
  return false;
}

IsoRun *
iso_runs_find (IsoStore **store, const IsoRunsOptions *options, GError **error)
{
  g_autofree char *word = g_utf8_make_valid (options->words[0], -1);
  *store = iso_store_open (NULL, error);
  return *store != NULL ? iso_store_find (*store, word, error) : NULL;
}

char *
iso_runs_line (const char *text, size_t width)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) line = g_string_new (NULL);
  size_t taken = 0;
  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      size_t own = g_unichar_iszerowidth (character) ? 0 : g_unichar_iswide (character) ? 2 : 1;
      if (g_unichar_iscntrl (character))
        character = ' ';
      if (width > 0 && taken + own >= width && iso_text_width (c) > width - taken)
        {
          g_string_append (line, "…");
          break;
        }
      g_string_append_unichar (line, character);
      taken += own;
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
iso_runs_age (gint64 then, gint64 now)
{
  gint64 seconds = MAX (now - then, 0) / G_USEC_PER_SEC;
  if (seconds < 60)
    return g_strdup (_("just now"));
  if (seconds < 3600)
    return g_strdup_printf (_("%d min ago"), (int) (seconds / 60));
  if (seconds < 2 * 86400)
    return g_strdup_printf (_("%d h ago"), (int) (seconds / 3600));
  return g_strdup_printf (_("%d days ago"), (int) (seconds / 86400));
}

char *
iso_runs_time (gint64 then)
{
  g_autoptr (GDateTime) time = then != 0 ? g_date_time_new_from_unix_local (then / G_USEC_PER_SEC) : NULL;
  return time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M") : g_strdup ("");
}

const char *
iso_runs_score (char text[ISO_RUNS_SCORE_SIZE], double value)
{
  if (isnan (value))
    g_strlcpy (text, "–", ISO_RUNS_SCORE_SIZE);
  else
    g_ascii_formatd (text, ISO_RUNS_SCORE_SIZE, "%.4f", value);
  return text;
}

bool
iso_runs_has_scores (const IsoScores *scores)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_scores_keys (keys, scores);
  for (size_t i = 0; i < count; i++)
    if (!isnan (iso_scores_value (scores, keys[i])))
      return true;
  return false;
}

/* Of seconds since 1970 in UTC, as ISO 8601 has it; null where there is none. */
static void
add_time (IsoJsonLine *line, const char *name, gint64 then)
{
  g_autoptr (GDateTime) time = then != 0 ? g_date_time_new_from_unix_utc (then / G_USEC_PER_SEC) : NULL;
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
  iso_json_line_text (line, name, text);
}

void
iso_runs_add_scores (IsoJsonLine *line, const char *name, const IsoScores *scores)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_scores_keys (keys, scores);
  if (!iso_runs_has_scores (scores))
    {
      iso_json_line_null (line, name);
      return;
    }
  iso_json_line_open (line, name);
  for (size_t i = 0; i < count; i++)
    iso_json_line_number (line, iso_score_key_name (keys[i]), iso_scores_value (scores, keys[i]));
  iso_json_line_close (line);
}

void
iso_runs_add_json (IsoJsonLine *line, const IsoRun *run)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_scores_keys (keys, &run->test);
  bool has_recall = false;
  iso_json_line_integer (line, "id", run->id);
  iso_json_line_text (line, "uuid", run->uuid);
  iso_json_line_text (line, "name", run->name);
  iso_json_line_text (line, "note", run->note);
  iso_json_line_text (line, "status", iso_run_status_name (run->status));
  add_time (line, "created", run->created);
  add_time (line, "ended", run->ended);
  iso_json_line_integer (line, "steps", (gint64) run->steps);
  iso_json_line_integer (line, "epochs", run->epochs);
  iso_json_line_integer (line, "planned_epochs", run->planned_epochs);
  for (size_t i = 0; i < count; i++)
    {
      has_recall = has_recall || iso_score_key_equal (keys[i], ISO_SCORE_RECALL_1);
      iso_json_line_number (line, iso_score_key_name (keys[i]), iso_scores_value (&run->test, keys[i]));
    }
  if (!has_recall)
    iso_json_line_null (line, iso_score_key_name (ISO_SCORE_RECALL_1));
  iso_runs_add_scores (line, "validation", &run->validation);
  iso_runs_add_scores (line, "train", &run->train);
  iso_json_line_number (line, "train_seconds", run->train_seconds);
  iso_json_line_number (line, "evaluate_seconds", run->evaluate_seconds);
  iso_json_line_text (line, "data", run->data);
  iso_json_line_text (line, "fingerprint", run->fingerprint);
  iso_json_line_text (line, "version", run->version);
  if (run->parent != 0)
    iso_json_line_integer (line, "parent", run->parent);
  else
    iso_json_line_null (line, "parent");
  iso_json_line_integer (line, "fork_epoch", run->fork_epoch);
  iso_json_line_text (line, "sweep", run->sweep);
  iso_json_line_text (line, "sweep_point", run->sweep_point);
  iso_json_line_integer (line, "bytes", (gint64) run->bytes);
}

void
iso_runs_print_table (const char *const *cells, size_t rows, size_t columns, const bool *numbers)
{
  g_autofree size_t *widths = g_new0 (size_t, columns);
  for (size_t i = 0; i < rows * columns; i++)
    if (cells[i] != NULL)
      widths[i % columns] = MAX (widths[i % columns], iso_text_width (cells[i]));
  for (size_t i = 0; i < rows * columns; i++)
    {
      const char *text = cells[i] != NULL ? cells[i] : "";
      size_t c = i % columns, width = iso_text_width (text);
      bool is_last = c + 1 == columns;
      if (numbers[c])
        g_print ("%*s%s", (int) (widths[c] - width), "", text);
      else if (is_last)
        g_print ("%s", text);
      else
        iso_print_padded (text, widths[c]);
      g_print ("%s", is_last ? "\n" : "  ");
    }
}
