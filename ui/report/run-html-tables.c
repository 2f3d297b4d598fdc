#include "ui/report/run-html-tables.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "engine/train/alarms.h"
#include "engine/train/parameters.h"
#include "ui/report/html-text.h"

static void
open_section (GString *html, const char *title, const char *about)
{
  iso_html_add (html, "<section>\n<h2>%s</h2>\n<p class=\"about\">%s</p>\n<div class=\"table\"><table>\n", title, about);
}

static void
close_section (GString *html)
{
  g_string_append (html, "</tbody></table></div>\n</section>\n");
}

static void
add_head (GString *html, const char *name, bool is_number)
{
  iso_html_add (html, is_number ? "<th scope=\"col\" class=\"number\">%s</th>" : "<th scope=\"col\">%s</th>", name);
}

static void
add_number (GString *html, double value)
{
  char text[ISO_HTML_NUMBER_SIZE];
  iso_html_add (html, "<td class=\"number\">%s</td>", iso_html_number (text, value));
}

static void
add_score_heads (GString *html, const IsoScoreKey *keys, size_t count)
{
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *title = iso_score_key_title (keys[i]);
      add_head (html, title, true);
    }
}

static void
add_scores (GString *html, const IsoScores *scores, const IsoScoreKey *keys, size_t count)
{
  for (size_t i = 0; i < count; i++)
    {
      char text[ISO_HTML_NUMBER_SIZE];
      iso_html_add (html, "<td class=\"number\">%s</td>", iso_html_score (text, iso_scores_value (scores, keys[i])));
    }
}

/* ---- scores ---- */

static void
add_score_row (GString *html, const char *name, const IsoScores *scores, const IsoScoreKey *keys, size_t count, bool is_last)
{
  if (isnan (scores->recall_1))
    return;
  iso_html_add (html, is_last ? "<tr class=\"strong\"><th scope=\"row\">%s</th>" : "<tr><th scope=\"row\">%s</th>", name);
  add_scores (html, scores, keys, count);
  g_string_append (html, "</tr>\n");
}

void
iso_run_html_add_scores (GString *html, const IsoRunExport *run)
{
  const IsoRunReport *report = run->report;
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_run_report_score_keys (keys, report), best = report->experiment != NULL ? iso_run_report_best (report) : 0;
  if (report->epoch_count == 0)
    return;
  const IsoEpochRecord *first = &report->epochs[0], *last = &report->epochs[report->epoch_count - 1];
  g_autofree char *after = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Test, after %d epoch", "Test, after %d epochs", (gulong) last->epoch), last->epoch);
  open_section (html, _("Scores"), _("How well samples of a class find each other among the embeddings."));
  g_string_append (html, "<thead><tr>");
  add_head (html, _("Part"), false);
  add_score_heads (html, keys, count);
  g_string_append (html, "</tr></thead>\n<tbody>\n");
  if (report->epoch_count > 1)
    add_score_row (html, first->epoch == 0 ? _("Test, untrained") : _("Test, first evaluation"), &first->test, keys, count, false);
  add_score_row (html, after, &last->test, keys, count, true);
  if (best > 0 && best + 1 < report->epoch_count)
    {
      g_autofree char *chosen = g_strdup_printf (_("Test, epoch %d, chosen by validation"), report->epochs[best].epoch);
      add_score_row (html, chosen, &report->epochs[best].test, keys, count, false);
    }
  add_score_row (html, _("Validation"), &last->validation, keys, count, false);
  add_score_row (html, _("Training, a sample"), &last->train, keys, count, false);
  close_section (html);
}

/* ---- settings ---- */

static void
add_setting (GString *html, const IsoParameter *parameter, const char *value, const char *initial)
{
  const char *unit = parameter->unit != NULL ? _(parameter->unit) : "";
  iso_html_add (html, "<tr><th scope=\"row\">%s", _(parameter->title));
  if (parameter->symbol != NULL)
    iso_html_add (html, " <i>%s</i>", parameter->symbol);
  iso_html_add (html, "</th><td><code>%s</code></td><td class=\"strong\">%s %s</td><td class=\"quiet\">%s</td></tr>\n", parameter->key,
                value[0] != '\0' ? value : "–", unit, initial[0] != '\0' ? initial : "–");
}

void
iso_run_html_add_settings (GString *html, const IsoRunExport *run)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  IsoSettings defaults;
  bool is_open = false;
  iso_settings_init (&defaults);
  for (size_t i = 0; i < count; i++)
    {
      const IsoParameter *parameter = &table[i];
      if (iso_parameter_find (parameter->key, run->settings, NULL) != parameter
          || !iso_parameter_applies (parameter, run->settings))
        continue;
      g_autofree char *value = iso_settings_format (run->settings, parameter);
      g_autofree char *initial = iso_settings_format (&defaults, parameter);
      if (strcmp (value, initial) == 0)
        continue;
      if (!is_open)
        {
          open_section (html, _("Settings"), _("Those that are not the defaults, as they were at the end."));
          g_string_append (html, "<thead><tr>");
          add_head (html, _("Parameter"), false);
          add_head (html, _("Key"), false);
          add_head (html, _("Value"), false);
          add_head (html, _("Default"), false);
          g_string_append (html, "</tr></thead>\n<tbody>\n");
          is_open = true;
        }
      add_setting (html, parameter, value, initial);
    }
  if (is_open)
    close_section (html);
}

/* ---- the journal ---- */

static const char *
event_title (IsoEventKind kind)
{
  switch (kind)
    {
    case ISO_EVENT_CHANGE:
      return _("Change");
    case ISO_EVENT_NUMERIC:
      return _("No number");
    case ISO_EVENT_PLANNED_END:
      return _("End");
    case ISO_EVENT_ERROR:
      return _("Error");
    case ISO_EVENT_ALARM:
      return _("Alarm");
    case ISO_EVENT_ALARM_END:
      return _("Alarm over");
    case ISO_EVENT_RESUMED:
      return _("Resumed");
    default:
      return "";
    }
}

void
iso_run_html_add_journal (GString *html, const IsoRunExport *run)
{
  const IsoRunReport *report = run->report;
  if (report->event_count == 0)
    return;
  open_section (html, _("Journal"), _("What was changed while it trained, and what went wrong."));
  g_string_append (html, "<thead><tr>");
  add_head (html, _("Step"), true);
  add_head (html, _("Kind"), false);
  add_head (html, _("What"), false);
  g_string_append (html, "</tr></thead>\n<tbody>\n");
  for (size_t i = 0; i < report->event_count; i++)
    {
      const IsoEvent *event = &report->events[i];
      g_autofree char *text = event->kind == ISO_EVENT_ALARM ? iso_alarm_text (event) : g_strdup (event->text);
      g_string_append (html, "<tr>");
      add_number (html, (double) event->step);
      iso_html_add (html, "<td>%s</td><td>%s</td></tr>\n", event_title (event->kind), text != NULL ? text : "");
    }
  close_section (html);
}

/* ---- all evaluations ---- */

void
iso_run_html_add_evaluations (GString *html, const IsoRunExport *run)
{
  const IsoRunReport *report = run->report;
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_run_report_score_keys (keys, report);
  if (report->epoch_count == 0)
    return;
  iso_html_add (html, "<section><details><summary><h2>%s</h2></summary>\n<p class=\"about\">%s</p>\n<div class=\"table\"><table>\n",
                _("All evaluations"), _("Means of the steps before each, and the scores of the test data."));
  g_string_append (html, "<thead><tr>");
  add_head (html, _("Epoch"), true);
  add_head (html, _("Step"), true);
  add_head (html, _("Loss"), true);
  add_head (html, "KL", true);
  add_score_heads (html, keys, count);
  g_string_append (html, "</tr></thead>\n<tbody>\n");
  for (size_t i = 0; i < report->epoch_count; i++)
    {
      const IsoEpochRecord *record = &report->epochs[i];
      IsoStepMeans means = iso_run_report_means (report, i);
      g_string_append (html, "<tr>");
      add_number (html, record->epoch);
      add_number (html, (double) record->step);
      add_number (html, means.loss);
      add_number (html, means.divergence);
      add_scores (html, &record->test, keys, count);
      g_string_append (html, "</tr>\n");
    }
  g_string_append (html, "</tbody></table></div></details></section>\n");
}
