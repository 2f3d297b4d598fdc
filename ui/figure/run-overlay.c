#include "ui/figure/run-overlay-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _IsoRunOverlay {
  int holders; /* atomic */
  IsoOverlayOptions options;
  size_t count, stride;
  IsoOverlayLine *lines;
};

IsoRunOverlay *
iso_run_overlay_ref (IsoRunOverlay *overlay)
{
  g_atomic_int_inc (&overlay->holders);
  return overlay;
}

void
iso_run_overlay_unref (IsoRunOverlay *overlay)
{
  if (overlay == NULL || !g_atomic_int_dec_and_test (&overlay->holders))
    return;
  for (size_t i = 0; i < overlay->count; i++)
    iso_overlay_line_clear (&overlay->lines[i]);
  g_free (overlay->lines);
  g_free (overlay);
}

/* ---- making ---- */

/* The same for all, so that the runs of a group have their points at the same places. */
static size_t
find_stride (const IsoOverlaySource *runs, size_t count, const IsoOverlayOptions *options)
{
  size_t most = 0;
  for (size_t i = 0; i < count; i++)
    most = MAX (most, iso_history_step_count (runs[i].history));
  return options->quantity == ISO_OVERLAY_SCORE ? 1 : MAX ((most + ISO_OVERLAY_POINTS - 1) / ISO_OVERLAY_POINTS, 1);
}

static void
look_like (IsoOverlayLine *line, const IsoOverlaySource *source, size_t runs)
{
  line->label = runs > 1 ? g_strdup_printf (_("%s (n = %zu)"), source->label, runs) : g_strdup (source->label);
  line->color = source->color;
  line->dash = source->dash;
}

/* read (run_count): what each run says. */
static void
join_groups (IsoRunOverlay *overlay, IsoOverlayLine *read, const IsoOverlaySource *runs, size_t run_count,
             const IsoOverlaySource *groups, size_t group_count)
{
  g_autofree const IsoOverlayLine **members = g_new (const IsoOverlayLine *, MAX (run_count, 1));
  overlay->lines = g_new0 (IsoOverlayLine, MAX (group_count, 1));
  overlay->count = group_count;
  for (size_t g = 0; g < group_count; g++)
    {
      size_t count = 0, only = 0;
      for (size_t i = 0; i < run_count; i++)
        if (runs[i].group == g)
          {
            members[count++] = &read[i];
            only = i;
          }
      if (count == 1)
        {
          overlay->lines[g] = read[only];
          read[only] = (IsoOverlayLine){ 0 };
        }
      else
        iso_overlay_sum_up (&overlay->lines[g], members, count, overlay->options.grouping);
      look_like (&overlay->lines[g], &groups[g], count);
    }
}

IsoRunOverlay *
iso_run_overlay_new (const IsoOverlaySource *runs, size_t run_count, const IsoOverlaySource *groups, size_t group_count,
                     const IsoOverlayOptions *options, GCancellable *cancellable)
{
  g_autoptr (IsoRunOverlay) overlay = g_new0 (IsoRunOverlay, 1);
  IsoOverlayLine *read = g_new0 (IsoOverlayLine, MAX (run_count, 1));
  bool is_read = true;
  overlay->holders = 1;
  overlay->options = *options;
  overlay->stride = find_stride (runs, run_count, options);
  for (size_t i = 0; i < run_count && is_read; i++)
    is_read = iso_overlay_read (&read[i], runs[i].history, options, overlay->stride, cancellable);
  if (is_read && options->grouping != ISO_OVERLAY_EACH)
    join_groups (overlay, read, runs, run_count, groups, group_count);
  else if (is_read)
    {
      for (size_t i = 0; i < run_count; i++)
        look_like (&read[i], &runs[i], 1);
      overlay->lines = g_steal_pointer (&read);
      overlay->count = run_count;
    }
  for (size_t i = 0; read != NULL && i < run_count; i++)
    iso_overlay_line_clear (&read[i]);
  g_free (read);
  return is_read ? g_steal_pointer (&overlay) : NULL;
}

/* ---- questions ---- */

const IsoOverlayOptions *
iso_run_overlay_options (const IsoRunOverlay *overlay)
{
  return &overlay->options;
}

size_t
iso_run_overlay_count (const IsoRunOverlay *overlay)
{
  return overlay->count;
}

const IsoOverlayLine *
iso_run_overlay_line (const IsoRunOverlay *overlay, size_t index)
{
  return &overlay->lines[index];
}

size_t
iso_run_overlay_stride (const IsoRunOverlay *overlay)
{
  return overlay->stride;
}

bool
iso_overlay_line_has_values (const IsoOverlayLine *line)
{
  for (size_t i = 0; i < line->count; i++)
    if (isfinite (line->y[i]))
      return true;
  return false;
}

IsoChart *
iso_run_overlay_chart (const IsoRunOverlay *overlay, const bool *hidden, bool logarithmic)
{
  const IsoOverlayOptions *options = &overlay->options;
  IsoChart *chart = iso_chart_new ();
  bool whole = !options->over_epochs || options->quantity == ISO_OVERLAY_SCORE;
  iso_chart_set_x (chart, options->over_epochs ? _("epoch") : _("step"), whole ? ISO_CHART_INTEGERS : ISO_CHART_LINEAR);
  iso_chart_set_y (chart, iso_overlay_name (options), logarithmic ? ISO_CHART_LOGARITHMIC : ISO_CHART_LINEAR);
  iso_chart_label_ends (chart);
  iso_chart_read_before (chart);
  for (size_t i = 0; i < overlay->count; i++)
    {
      const IsoOverlayLine *line = &overlay->lines[i];
      if ((hidden != NULL && hidden[i]) || !iso_overlay_line_has_values (line))
        continue;
      size_t series = iso_chart_add_points (chart, line->label, line->color, line->x, line->y, line->count);
      iso_chart_set_dash (chart, series, line->dash);
      if (options->quantity != ISO_OVERLAY_SCORE && line->count > 1)
        iso_chart_hide_points (chart, series);
      if (line->low == NULL)
        continue;
      IsoChartBand band = { line->low, line->high, line->least, line->most, line->values, (double) line->runs };
      iso_chart_set_band (chart, series, &band);
    }
  return chart;
}

/* ---- words ---- */

const char *
iso_overlay_name (const IsoOverlayOptions *options)
{
  static const char *const names[] = { NULL, "loss", "metric loss", "KL", "gradient norm" };
  return options->quantity == ISO_OVERLAY_SCORE ? iso_score_key_name (options->score) : names[options->quantity];
}

char *
iso_run_overlay_words (const IsoRunOverlay *overlay)
{
  static const char *const steps[] = { NULL, N_("loss of each step"), N_("metric loss of each step"),
                                       N_("divergence from the targets (KL) of each step"), N_("norm of the gradient of each step") };
  static const char *const parts[] = { N_("%s on the test part"), N_("%s on the validation part"), N_("%s on the training part") };
  const IsoOverlayOptions *options = &overlay->options;
  g_autoptr (GString) words = g_string_new (NULL);
  bool has_band = false;
  if (options->quantity == ISO_OVERLAY_SCORE)
    g_string_append_printf (words, _(parts[options->part]), iso_score_key_name (options->score));
  else
    g_string_append_printf (words, _("%s, averaged with β %.3g"), _(steps[options->quantity]), options->smoothing);
  for (size_t i = 0; i < overlay->count; i++)
    has_band = has_band || overlay->lines[i].low != NULL;
  if (has_band)
    g_string_append_printf (words, " · %s", options->grouping == ISO_OVERLAY_EXTREMES ? _("mean, and least to greatest")
                                                                                       : _("mean and 95 % interval (Student's t)"));
  if (overlay->stride > 1)
    g_string_append_printf (words, _(" · means of %zu steps"), overlay->stride);
  return g_string_free (g_steal_pointer (&words), FALSE);
}
