#include "ui/panel/sweep-words.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/sweep-scores.h"

/* "0.6213 ± 0.0041"; newly allocated. */
static char *
spread_text (IsoSweepSpread spread)
{
  char mean[32], deviation[32];
  if (isnan (spread.mean))
    return g_strdup ("–");
  g_ascii_formatd (mean, sizeof mean, "%.4f", spread.mean);
  if (isnan (spread.deviation))
    return g_strdup (mean);
  return g_strdup_printf ("%s ± %s", mean, g_ascii_formatd (deviation, sizeof deviation, "%.4f", spread.deviation));
}

static void
append_choice (GString *text, const IsoSweepResults *results, size_t chosen, size_t close)
{
  const IsoSweepPlan *plan = iso_sweep_results_plan (results);
  IsoScoreKey key = iso_sweep_plan_score (plan);
  g_autofree char *title = iso_score_key_title (key);
  g_autofree char *validation = spread_text (iso_sweep_results_spread (results, chosen, ISO_SWEEP_VALIDATION, key));
  g_autofree char *test = spread_text (iso_sweep_results_spread (results, chosen, ISO_SWEEP_TEST, key));
  g_autoptr (GString) values = g_string_new (NULL);
  for (size_t i = 0; i < iso_sweep_plan_key_count (plan); i++)
    g_string_append_printf (values, "%s%s %s", i > 0 ? ", " : "", iso_sweep_key_label (iso_sweep_plan_key (plan, i)),
                            iso_sweep_plan_value (plan, chosen, i));
  g_string_append_printf (text, _("Chosen: %s. %s: validation %s; test %s, which had no part in the choice."), values->str, title,
                          validation, test);
  if (iso_sweep_plan_seed_count (plan) < 2)
    g_string_append (text, _(" One seed each: how far the difference is chance cannot be told."));
  else if (close > 0)
    g_string_append_printf (text,
                            ngettext (" %zu other setting lies within one deviation: the difference may be chance.",
                                      " %zu other settings lie within one deviation: the difference may be chance.", (gulong) close),
                            close);
}

static void
append_failures (GString *text, const IsoSweepResults *results)
{
  size_t failed = iso_sweep_results_failed (results);
  for (size_t s = 0; failed > 0 && s < iso_sweep_plan_setting_count (iso_sweep_results_plan (results)); s++)
    {
      const char *why = iso_sweep_results_failure_of (results, s);
      if (why == NULL)
        continue;
      g_string_append_printf (text, ngettext (" %zu run failed: %s", " %zu runs failed; the first: %s", (gulong) failed), failed, why);
      return;
    }
}

char *
iso_sweep_results_words (const IsoSweepResults *results)
{
  const IsoSweepPlan *plan = iso_sweep_results_plan (results);
  g_autoptr (GString) text = g_string_new (NULL);
  size_t chosen, close;
  if (iso_sweep_results_chosen (&chosen, &close, results))
    append_choice (text, results, chosen, close);
  else if (!iso_sweep_plan_chooses (plan))
    g_string_append (text, _("Nothing is chosen: there is no validation part, and the test part must not choose."));
  else
    g_string_append (text, _("Nothing is chosen yet: a setting counts once all its seeds have finished."));
  append_failures (text, results);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
