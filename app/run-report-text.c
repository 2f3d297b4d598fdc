#include "app/run-report-text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/command-line.h"
#include "app/json-line.h"
#include "engine/train/alarms.h"
#include "engine/train/parameters.h"

/* Of a column: as wide as its name wants. */
static int
column_width (IsoScoreKey key)
{
  return MAX (10, (int) strlen (iso_score_key_name (key)) + 2);
}

static void
print_scores (const char *title, size_t width, const IsoScores *scores, const IsoScoreKey *keys, size_t count)
{
  iso_print_padded (title, width + 2);
  for (size_t i = 0; i < count; i++)
    {
      char text[32];
      double value = iso_scores_value (scores, keys[i]);
      g_print ("%*s", column_width (keys[i]), isnan (value) ? "-" : g_ascii_formatd (text, sizeof text, "%.4f", value));
    }
  g_print ("\n");
}

typedef struct {
  char *title;
  const IsoScores *scores;
} TableRow;

void
iso_run_report_print_table (const IsoRunReport *report)
{
  const IsoSplit *split = &report->experiment->split;
  TableRow rows[5];
  size_t count = 0, width = 0, best = iso_run_report_best (report);
  if (report->epoch_count == 0)
    return;
  const IsoEpochRecord *last = &report->epochs[report->epoch_count - 1];
  if (split->test.count > 0)
    {
      rows[count++] = (TableRow) { g_strdup (_("test, untrained")), &report->epochs[0].test };
      rows[count++] = (TableRow) { g_strdup_printf (_("test, after %d epochs"), last->epoch), &last->test };
    }
  if (best > 0)
    rows[count++] = (TableRow) { g_strdup_printf (_("test, epoch %d (chosen by validation)"), report->epochs[best].epoch),
                                 &report->epochs[best].test };
  if (split->validation.count > 0)
    rows[count++] = (TableRow) { g_strdup (_("validation")), &last->validation };
  if (!isnan (last->train.recall_1))
    rows[count++] = (TableRow) { g_strdup (_("training (a sample)")), &last->train };
  for (size_t i = 0; i < count; i++)
    width = MAX (width, iso_text_width (rows[i].title));
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t columns = iso_run_report_score_keys (keys, report);
  g_print ("%*s", (int) width + 2, "");
  for (size_t i = 0; i < columns; i++)
    g_print ("%*s", column_width (keys[i]), iso_score_key_name (keys[i]));
  g_print ("\n");
  for (size_t i = 0; i < count; i++)
    {
      print_scores (rows[i].title, width, rows[i].scores, keys, columns);
      g_free (rows[i].title);
    }
}

/* Under the names that `keys` say; scores NULL: null each. */
static void
add_scores (IsoJsonLine *line, const IsoScores *scores, const IsoScoreKey *keys, size_t count)
{
  for (size_t i = 0; i < count; i++)
    iso_json_line_number (line, iso_score_key_name (keys[i]), scores != NULL ? iso_scores_value (scores, keys[i]) : (double) NAN);
}

/* An object of scores, or null where nothing was evaluated. */
static void
add_part (IsoJsonLine *line, const char *name, const IsoScores *scores)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  if (scores == NULL || isnan (scores->recall_1))
    {
      iso_json_line_null (line, name);
      return;
    }
  iso_json_line_open (line, name);
  add_scores (line, scores, keys, iso_scores_keys (keys, scores));
  iso_json_line_close (line);
}

static void
add_setting (IsoJsonLine *line, const IsoSettings *settings, const char *key)
{
  const IsoParameter *parameter = iso_parameter_find (key, settings, NULL);
  g_assert (parameter != NULL);
  g_autofree char *text = iso_settings_format (settings, parameter);
  iso_json_line_text (line, key, text);
}

/* When the alarm that events[index] raised was over, or null. */
static void
add_end (IsoJsonLine *line, const IsoRunReport *report, size_t index)
{
  for (size_t i = index + 1; i < report->event_count; i++)
    if (report->events[i].kind == ISO_EVENT_ALARM_END && g_strcmp0 (report->events[i].key, report->events[index].key) == 0)
      {
        iso_json_line_integer (line, "end", (gint64) report->events[i].step);
        return;
      }
  iso_json_line_null (line, "end");
}

static void
add_alarms (IsoJsonLine *line, const IsoRunReport *report)
{
  iso_json_line_open_array (line, "alarms");
  for (size_t i = 0; i < report->event_count; i++)
    {
      const IsoEvent *event = &report->events[i];
      if (event->kind != ISO_EVENT_ALARM)
        continue;
      g_autofree char *text = iso_alarm_text (event);
      iso_json_line_open_item (line);
      iso_json_line_integer (line, "step", (gint64) event->step);
      iso_json_line_text (line, "kind", event->key);
      iso_json_line_text (line, "text", text);
      add_end (line, report, i);
      iso_json_line_close (line);
    }
  iso_json_line_close_array (line);
}

void
iso_run_report_print_json (const IsoRunReport *report)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_run_report_score_keys (keys, report);
  const IsoSettings *settings = &report->experiment->settings;
  const IsoEpochRecord *last = report->epoch_count > 0 ? &report->epochs[report->epoch_count - 1] : NULL;
  size_t best = iso_run_report_best (report);
  double train_seconds = last != NULL ? last->train_seconds : 0.0;
  IsoJsonLine line;
  iso_json_line_init (&line);
  add_scores (&line, last != NULL ? &last->test : NULL, keys, count);
  add_part (&line, "validation", last != NULL ? &last->validation : NULL);
  add_part (&line, "train", last != NULL ? &last->train : NULL);
  if (best > 0)
    {
      iso_json_line_integer (&line, "best_epoch", report->epochs[best].epoch);
      iso_json_line_text (&line, "best_epoch_chosen_by", "validation recall@1, then map@r");
      add_part (&line, "best_epoch_validation", &report->epochs[best].validation);
      add_part (&line, "best_epoch_test", &report->epochs[best].test);
    }
  else
    iso_json_line_null (&line, "best_epoch");
  iso_json_line_integer (&line, "epochs", last != NULL ? last->epoch : 0);
  iso_json_line_integer (&line, "steps", (gint64) report->step_count);
  iso_json_line_number (&line, "steps_per_second",
                        train_seconds > 0.0 ? (double) report->step_count / train_seconds : (double) NAN);
  iso_json_line_number (&line, "seconds", report->seconds);
  iso_json_line_number (&line, "train_seconds", train_seconds);
  iso_json_line_number (&line, "evaluate_seconds", last != NULL ? last->evaluate_seconds : 0.0);
  iso_json_line_number (&line, "loss", last != NULL ? iso_run_report_means (report, report->epoch_count - 1).loss : (double) NAN);
  iso_json_line_integer (&line, "seed", settings->train.seed);
  iso_json_line_integer (&line, "threads", report->threads);
  iso_json_line_text (&line, "preset", report->preset);
  if (report->run != 0)
    iso_json_line_integer (&line, "run", report->run);
  else
    iso_json_line_null (&line, "run");
  iso_json_line_text (&line, "network", iso_network_text (report->experiment->network));
  add_setting (&line, settings, "data.source");
  add_setting (&line, settings, "loss.name");
  add_setting (&line, settings, "distill.mode");
  add_alarms (&line, report);
  iso_json_line_switch (&line, "interrupted", report->interrupted);
  if (report->failure != NULL)
    iso_json_line_text (&line, "failure", report->failure);
  iso_json_line_print (&line);
  iso_json_line_clear (&line);
}
