#include "ui/report/run-html.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/export/file-writer.h"
#include "engine/train/parameters.h"
#include "isotherm-config.h"
#include "ui/report/html-text.h"
#include "ui/report/run-html-figures.h"
#include "ui/report/run-html-style.h"
#include "ui/report/run-html-tables.h"

/* A setting as it is shown rather than typed: the title of a choice. Newly allocated. */
static char *
show_setting (const IsoSettings *settings, const char *key)
{
  const IsoParameter *parameter = iso_parameter_find (key, settings, NULL);
  g_assert (parameter != NULL);
  if (parameter->type == ISO_PARAMETER_CHOICE && parameter->titles != NULL)
    return g_strdup (_(parameter->titles[(size_t) iso_settings_get_number (settings, parameter)]));
  return iso_settings_format (settings, parameter);
}

/* "Fashion-MNIST sample · Multi-similarity + OBDP"; newly allocated. */
static char *
make_title (const IsoRunExport *run)
{
  const IsoExperiment *experiment = run->report->experiment;
  g_autofree char *source = show_setting (run->settings, "data.source"), *loss = show_setting (run->settings, "loss.name");
  g_autofree char *mode = show_setting (run->settings, "distill.mode");
  const char *data = experiment != NULL ? iso_dataset_name (experiment->dataset) : source;
  if (run->settings->distill.mode == ISO_DISTILL_NONE)
    return g_strdup_printf ("%s · %s", data, loss);
  return g_strdup_printf ("%s · %s + %s", data, loss, mode);
}

static void
add_fact (GString *facts, const char *text)
{
  if (facts->len > 0)
    g_string_append (facts, " · ");
  g_string_append (facts, text);
}

/* Network, samples, preset, seed and moment, in a line. */
static char *
list_facts (const IsoRunExport *run)
{
  const IsoExperiment *experiment = run->report->experiment;
  GString *facts = g_string_new (NULL);
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local ((gint64) run->ended);
  g_autofree char *seed = g_strdup_printf (_("seed %d"), run->settings->train.seed);
  if (experiment != NULL)
    {
      char training[ISO_HTML_NUMBER_SIZE], test[ISO_HTML_NUMBER_SIZE];
      g_autofree char *samples = g_strdup_printf (_("%s training and %s test samples"),
                                                  iso_html_number (training, (double) experiment->split.train.count),
                                                  iso_html_number (test, (double) experiment->split.test.count));
      add_fact (facts, iso_network_text (experiment->network));
      add_fact (facts, samples);
    }
  if (run->report->preset != NULL)
    {
      g_autofree char *preset = g_strdup_printf (_("preset %s"), run->report->preset);
      add_fact (facts, preset);
    }
  add_fact (facts, seed);
  if (moment != NULL)
    {
      g_autofree char *date = g_date_time_format (moment, "%Y-%m-%d %H:%M");
      add_fact (facts, date);
    }
  return g_string_free (facts, FALSE);
}

/* ---- the head ---- */

static void
add_tile (GString *html, const char *name, const char *value, const char *note)
{
  iso_html_add (html, "<div><dt>%s</dt><dd><b>%s</b><span>%s</span></dd></div>\n", name, value, note);
}

static void
add_score_tile (GString *html, const IsoRunReport *report, IsoScoreKey key)
{
  char value[ISO_HTML_NUMBER_SIZE], before[ISO_HTML_NUMBER_SIZE];
  const IsoEpochRecord *first = &report->epochs[0], *last = &report->epochs[report->epoch_count - 1];
  g_autofree char *title = iso_score_key_title (key);
  g_autofree char *note = g_strdup_printf (_("test; untrained %s"), iso_html_score (before, iso_scores_value (&first->test, key)));
  add_tile (html, title, iso_html_score (value, iso_scores_value (&last->test, key)),
            first->epoch == 0 && last->epoch > 0 ? note : _("test"));
}

static void
add_tiles (GString *html, const IsoRunExport *run)
{
  const IsoRunReport *report = run->report;
  const IsoEpochRecord *last = report->epoch_count > 0 ? &report->epochs[report->epoch_count - 1] : NULL;
  char steps[ISO_HTML_NUMBER_SIZE];
  g_autofree char *epochs = g_strdup_printf (_("%d of %d"), last != NULL ? last->epoch : 0, run->settings->train.epochs);
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s step", "%s steps", (gulong) report->step_count),
                                            iso_html_number (steps, (double) report->step_count));
  g_string_append (html, "<dl>\n");
  if (last != NULL)
    {
      add_score_tile (html, report, ISO_SCORE_RECALL_1);
      add_score_tile (html, report, ISO_SCORE_MAP_AT_R);
    }
  add_tile (html, _("Epochs"), epochs, count);
  if (last != NULL)
    {
      g_autofree char *training = iso_html_duration (last->train_seconds);
      g_autofree char *evaluation = iso_html_duration (last->evaluate_seconds);
      g_autofree char *note = g_strdup_printf (_("and %s of evaluation"), evaluation);
      add_tile (html, _("Training"), training, note);
    }
  g_string_append (html, "</dl>\n");
}

static void
add_header (GString *html, const IsoRunExport *run, const char *title)
{
  g_autofree char *facts = list_facts (run);
  iso_html_add (html, "<header>\n<h1>%s</h1>\n<p class=\"facts\">%s</p>\n", title, facts);
  if (run->report->failure != NULL)
    iso_html_add (html, "<p class=\"notice\">%s</p>\n", run->report->failure);
  else if (run->report->interrupted)
    iso_html_add (html, "<p class=\"notice\">%s</p>\n", _("The run was interrupted; this is what it had reached."));
  else if (run->is_going)
    iso_html_add (html, "<p class=\"notice\">%s</p>\n", _("The run was still going on; this is what it had reached."));
  add_tiles (html, run);
  g_string_append (html, "</header>\n");
}

/* ---- the end ---- */

static void
add_footer (GString *html, const IsoRunExport *run)
{
  g_autofree char *json = iso_settings_to_json (run->settings);
  const IsoExperiment *experiment = run->report->experiment;
  iso_html_add (html, "<section><details><summary><h2>%s</h2></summary>\n<p class=\"about\">%s</p>\n", _("All settings"),
                _("As a file for isotherm-cli train --config."));
  iso_html_add (html, "<pre>%s</pre></details></section>\n", json);
  iso_html_add (html, "<footer>%s", _("Written by Isotherm"));
  iso_html_add (html, " %s", ISO_VERSION);
  if (experiment != NULL)
    {
      g_autofree char *fingerprint = g_strdup_printf (_("fingerprint of the data %s"), iso_dataset_fingerprint (experiment->dataset));
      iso_html_add (html, " · %s", fingerprint);
    }
  g_string_append (html, "</footer>\n");
}

bool
iso_run_html_write (const char *path, const IsoRunExport *run, GError **error)
{
  g_autoptr (GString) html = g_string_new ("<!DOCTYPE html>\n");
  g_autofree char *title = make_title (run);
  /* TRANSLATORS: the language of the translation as HTML names it, "de" for instance. */
  iso_html_add (html, "<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", _("en"));
  iso_html_add (html, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n<style>\n", title);
  g_string_append (html, ISO_RUN_HTML_STYLE "</style>\n</head>\n<body>\n<main>\n");
  add_header (html, run, title);
  if (!iso_run_html_add_figures (html, run, error))
    return false;
  iso_run_html_add_scores (html, run);
  iso_run_html_add_settings (html, run);
  iso_run_html_add_journal (html, run);
  iso_run_html_add_evaluations (html, run);
  add_footer (html, run);
  g_string_append (html, "</main>\n</body>\n</html>\n");
  /* Names may come from files of any kind. */
  g_autofree char *valid = g_utf8_make_valid (html->str, (gssize) html->len);
  return iso_file_write (path, valid, strlen (valid), error);
}
