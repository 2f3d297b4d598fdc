#include "ui/report/run-html-figures.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "engine/train/baseline.h"
#include "ui/figure/batch-words.h"
#include "ui/figure/figure-file.h"
#include "ui/figure/figures.h"
#include "ui/figure/similarity-words.h"
#include "ui/report/html-text.h"

/* In the units of figures, which are pixels of the page. */
#define WIDTH 1040.0
#define CURVES_HEIGHT 420.0
#define BATCH_WIDTH 936.0 /* shown a little larger than it is drawn: its small matrices gain */
#define BATCH_HEIGHT 700.0
#define MAP_HEIGHT 640.0
#define SIMILARITIES_HEIGHT 380.0
/* Drawings of more bytes than this are put into the page as pixels, so many for each unit: squares of matrices are whole pixels, and
 * fill their room the better the smaller these are. */
#define MOST_BYTES ((size_t) 1 << 20)
#define SCALE 3.0

typedef struct {
  IsoFigure *figure;
  const char *title;
  const char *about;       /* the quiet line below the title */
  const char *description; /* for those who do not see it */
  double width, height;
  bool is_raster;          /* of so many pieces that it is not tried as a drawing */
} Shown;

/* ---- into the page ---- */

/* "data:image/svg+xml;base64,…" */
static char *
make_address (const Shown *shown, IsoThemeName theme, GError **error)
{
  const IsoFigureLook look = { shown->width, shown->height, SCALE, iso_theme (theme) };
  g_autoptr (GBytes) bytes = shown->is_raster ? NULL : iso_figure_make (shown->figure, ISO_FIGURE_SVG, &look, error);
  const char *type = "image/svg+xml";
  if (bytes == NULL && !shown->is_raster)
    return NULL;
  if (bytes == NULL || g_bytes_get_size (bytes) > MOST_BYTES)
    {
      g_clear_pointer (&bytes, g_bytes_unref);
      bytes = iso_figure_make (shown->figure, ISO_FIGURE_PNG, &look, error);
      type = "image/png";
    }
  if (bytes == NULL)
    return NULL;
  g_autofree char *code = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return g_strdup_printf ("data:%s;base64,%s", type, code);
}

static void
add_problem (GString *html, const char *title, const char *problem)
{
  iso_html_add (html, "<section>\n<h2>%s</h2>\n<p class=\"notice\">%s</p>\n</section>\n", title, problem);
}

static void
add_figure (GString *html, const Shown *shown)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *light = make_address (shown, ISO_THEME_LIGHT, &problem);
  g_autofree char *dark = light != NULL ? make_address (shown, ISO_THEME_DARK, &problem) : NULL;
  if (dark == NULL)
    {
      add_problem (html, shown->title, problem->message);
      return;
    }
  iso_html_add (html, "<section>\n<h2>%s</h2>\n<p class=\"about\">%s</p>\n<figure><picture>", shown->title, shown->about);
  /* Not through a format: they are long, and need no escaping. */
  g_string_append (html, "<source media=\"(prefers-color-scheme: dark)\" srcset=\"");
  g_string_append (html, dark);
  g_string_append (html, "\"><img src=\"");
  g_string_append (html, light);
  iso_html_add (html, "\" width=\"%d\" height=\"%d\" alt=\"%s\"></picture></figure>\n</section>\n", (int) shown->width,
                (int) shown->height, shown->description);
}

/* ---- curves ---- */

static char *
describe_curves (const IsoRunCurves *curves, const IsoRunReport *report)
{
  char from[ISO_HTML_NUMBER_SIZE], to[ISO_HTML_NUMBER_SIZE];
  GString *text = g_string_new (NULL);
  if (report->step_count > 0)
    {
      double first = iso_run_curves_value (curves, ISO_RUN_LOSS, report->steps[0].step);
      double last = iso_run_curves_smoothed (curves, ISO_RUN_LOSS, iso_run_curves_last_step (curves));
      g_string_append_printf (text, _("Loss from %s at the first step to %s, averaged, at the last."),
                              iso_html_number (from, first), iso_html_number (to, last));
    }
  for (IsoRunSeries series = ISO_RUN_FIRST_SCORE; series < ISO_RUN_SERIES && report->epoch_count > 0; series++)
    {
      double first = iso_run_curves_score (curves, series, &report->epochs[0]);
      double last = iso_run_curves_score (curves, series, &report->epochs[report->epoch_count - 1]);
      g_string_append_printf (text, _(" %s of the test data from %s to %s."), iso_run_series_name (curves, series),
                              iso_html_number (from, first), iso_html_number (to, last));
    }
  return g_string_free (text, FALSE);
}

static void
add_curves (GString *html, const IsoRunExport *run, IsoPool *pool)
{
  if (run->history == NULL || (run->report->step_count == 0 && run->report->epoch_count == 0))
    return;
  g_autoptr (IsoRunCurves) curves = iso_run_curves_new (run->steps_per_epoch);
  const IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
  iso_run_curves_read (curves, run->history);
  /* The line that embeddings must beat; without it the curves are the same. */
  if (run->report->experiment != NULL)
    iso_baseline_evaluate (&curves->raw_recall, &curves->raw_precision, run->report->experiment, pool, run->cancellable, NULL);
  g_autofree char *description = describe_curves (curves, run->report);
  g_autoptr (IsoFigure) figure = iso_figure_of_curves (curves, &options, curves->first_step, iso_run_curves_last_step (curves), NULL,
                                                       NULL);
  add_figure (html, &(Shown) { figure, _("Curves"),
                               _("Loss and KL divergence at each step, scores of the test data at each evaluation."), description,
                               WIDTH, CURVES_HEIGHT, false });
}

/* ---- the probe batch ---- */

static void
add_batch (GString *html, const IsoRunExport *run)
{
  IsoBatchSnapshot *batch = run->probe;
  if (batch == NULL)
    return;
  g_autoptr (IsoTargets) room = iso_targets_new (batch->B);
  g_autoptr (IsoBatchMatrices) matrices = iso_batch_matrices_new (batch, &batch->distill, room);
  /* Where an epoch has just ended, that is the one which made it what it is, not the next. */
  bool has_ended = run->epoch != NULL && run->epoch->step == batch->step && run->epoch->epoch > 0;
  int epoch = has_ended ? run->epoch->epoch - 1 : batch->epoch;
  g_autofree char *about = iso_batch_subtitle (matrices, epoch, batch->is_probe, false, NULL);
  IsoMatrixKind target = iso_batch_matrices_target (matrices);
  IsoMatrixKind large = target != ISO_MATRIX_COUNT && matrices->values[target] != NULL ? target : ISO_MATRIX_SIMILARITY;
  const IsoBatchFigure picture = { .matrices = matrices, .large = large, .logarithmic = true };
  g_autoptr (IsoFigure) figure = iso_figure_of_batch (&picture, batch->step, NULL, NULL);
  g_autofree char *statistic = iso_matrix_statistic (matrices, large);
  g_autofree char *description = g_strdup_printf ("%s: %s", iso_matrix_title (large), statistic != NULL ? statistic : "");
  add_figure (html, &(Shown) { figure, _("The batch, from similarity to target"), about, description, BATCH_WIDTH, BATCH_HEIGHT,
                               true });
}

/* ---- the test embeddings ---- */

static void
add_map (GString *html, const IsoProjectedMap *map)
{
  g_autofree char *about = iso_projected_map_describe (map);
  const IsoMapLook look = { .box = map->fit };
  g_autoptr (IsoFigure) figure = iso_figure_of_map ((IsoProjectedMap *) map, &look, NULL, NULL);
  add_figure (html, &(Shown) { figure, _("Map"), about, about, WIDTH, MAP_HEIGHT, false });
}

static void
add_similarities (GString *html, const IsoProjectedMap *map, IsoPool *pool, GCancellable *cancellable)
{
  const IsoEpochSnapshot *epoch = map->epoch;
  g_autoptr (GError) problem = NULL;
  g_autofree IsoSimilarityHistogram *histogram = g_new (IsoSimilarityHistogram, 1);
  if (!iso_similarity_histogram_of_embeddings (histogram, epoch->embeddings, map->labels, epoch->N, epoch->D, pool,
                                               cancellable, &problem))
    {
      add_problem (html, _("Similarities"), problem->message);
      return;
    }
  g_autofree char *about = iso_similarity_test_text (epoch->N, epoch->epoch), *description = iso_similarity_words (histogram);
  g_autoptr (IsoFigure) figure = iso_figure_of_similarities (histogram, "similarities", NULL, NULL);
  add_figure (html, &(Shown) { figure, _("Similarities"), about, description, WIDTH, SIMILARITIES_HEIGHT, false });
}

static void
add_embeddings (GString *html, const IsoRunExport *run, IsoPool *pool)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (IsoProjectedMap) map = iso_projected_map_new (run->epoch, NULL, &problem);
  if (map == NULL)
    {
      add_problem (html, _("Map"), problem->message);
      return;
    }
  add_map (html, map);
  if (!g_cancellable_is_cancelled (run->cancellable))
    add_similarities (html, map, pool, run->cancellable);
}

bool
iso_run_html_add_figures (GString *html, const IsoRunExport *run, GError **error)
{
  g_autoptr (IsoPool) pool = iso_pool_new (run->settings->train.threads);
  add_curves (html, run, pool);
  if (!g_cancellable_is_cancelled (run->cancellable))
    add_batch (html, run);
  if (run->epoch != NULL && !g_cancellable_is_cancelled (run->cancellable))
    add_embeddings (html, run, pool);
  if (run->lack != NULL)
    add_problem (html, _("Batch and map"), run->lack);
  if (!g_cancellable_is_cancelled (run->cancellable))
    return true;
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("interrupted"));
  return false;
}
