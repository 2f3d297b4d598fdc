#include "ui/figure/curves-marks.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/text.h"

#define SMALL 0.86 /* of the theme's text size */
#define CLUSTER_WIDTH 6.0
#define MAX_ROWS 3
#define LABEL_OFFSET 5.0
#define MAX_CLUSTERS 512

/* ---- reference lines ---- */

typedef struct {
  double value;
  const char *name;
  IsoRunSeries series;
  bool is_dotted;
} Reference;

static size_t
collect_references (Reference *references, const IsoRunCurves *curves, const IsoCurvesOptions *options)
{
  const IsoEpochRecord *first = curves->epochs->len > 0 ? &g_array_index (curves->epochs, IsoEpochRecord, 0) : NULL;
  bool has_untrained = first != NULL && first->epoch == 0;
  const Reference all[] = {
    { curves->raw_recall, _("raw pixels"), ISO_RUN_RECALL, false },
    { curves->raw_precision, _("raw pixels"), ISO_RUN_PRECISION, false },
    { has_untrained ? first->test.recall_1 : (double) NAN, _("untrained"), ISO_RUN_RECALL, true },
    { has_untrained ? first->test.map_at_r : (double) NAN, _("untrained"), ISO_RUN_PRECISION, true },
  };
  size_t count = 0;
  for (size_t i = 0; i < G_N_ELEMENTS (all); i++)
    if (isfinite (all[i].value) && options->shown[all[i].series])
      references[count++] = all[i];
  return count;
}

void
iso_curves_draw_references (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                            const IsoCurvesOptions *options, const IsoTheme *theme)
{
  Reference references[4];
  double taken[4], size = SMALL * theme->text_size, line;
  size_t count = collect_references (references, curves, options), labels = 0;
  iso_text_measure (NULL, &line, cairo, "x", size, ISO_TEXT_REGULAR);
  for (size_t i = 0; i < count; i++)
    {
      IsoColor color = iso_run_series_color (theme, references[i].series);
      double y = floor (iso_curves_y (layout, references[i].series, references[i].value)) + 0.5;
      const double dashes[2][2] = { { 6.0, 4.0 }, { 1.5, 3.0 } };
      color.alpha = 0.6;
      iso_set_color (cairo, color);
      cairo_set_line_width (cairo, 1.0);
      cairo_set_dash (cairo, dashes[references[i].is_dotted], 2, 0.0);
      cairo_move_to (cairo, layout->left, y);
      cairo_line_to (cairo, layout->right, y);
      cairo_stroke (cairo);
      cairo_set_dash (cairo, NULL, 0, 0.0);
      /* Above the line, or below it where another label is in the way. */
      double middle = y - 0.5 * line;
      bool is_free = middle - 0.5 * line >= layout->top;
      for (size_t other = 0; other < labels; other++)
        is_free = is_free && fabs (taken[other] - middle) >= line;
      if (!is_free)
        middle = y + 0.5 * line;
      taken[labels++] = middle;
      color.alpha = 0.95;
      iso_text_draw (cairo, references[i].name, layout->right - 4.0, middle, 1.0, 0.5, size, ISO_TEXT_REGULAR, color);
    }
}

/* ---- events ---- */

typedef struct {
  double x;
  guint first, count; /* of the events */
  IsoEventKind kind;  /* the gravest */
} Cluster;

IsoColor
iso_curves_event_color (const IsoTheme *theme, IsoEventKind kind)
{
  if (kind != ISO_EVENT_NUMERIC && kind != ISO_EVENT_ERROR)
    return kind == ISO_EVENT_PLANNED_END ? theme->quiet : theme->cursor;
  return theme->is_dark ? (IsoColor){ 1.0, 0.48, 0.39, 1.0 } : (IsoColor){ 0.75, 0.11, 0.16, 1.0 };
}

char *
iso_curves_event_text (const IsoEvent *event)
{
  char step[32];
  iso_number_format (step, sizeof step, (double) event->step, 9);
  if (event->kind == ISO_EVENT_CHANGE)
    return g_strdup_printf (_("%s from step %s"), event->text, step);
  return g_strdup_printf (_("%s, step %s"), event->text, step);
}

static int
gravity (IsoEventKind kind)
{
  return kind == ISO_EVENT_NUMERIC || kind == ISO_EVENT_ERROR ? 2 : kind == ISO_EVENT_CHANGE ? 1 : 0;
}

/* From the newest back; what lies within CLUSTER_WIDTH of a cluster's newest event belongs to it. */
static size_t
gather (Cluster *clusters, const IsoCurvesLayout *layout, const GArray *events)
{
  size_t count = 0;
  for (guint i = events->len; i-- > 0;)
    {
      const IsoEvent *event = &g_array_index (events, IsoEvent, i);
      double x = fmin (iso_curves_x (layout, (double) event->step), layout->right);
      Cluster *last = count > 0 ? &clusters[count - 1] : NULL;
      if (last != NULL && last->x - x < CLUSTER_WIDTH)
        {
          last->first = i;
          last->count++;
          last->kind = gravity (event->kind) > gravity (last->kind) ? event->kind : last->kind;
        }
      else if (count < MAX_CLUSTERS)
        clusters[count++] = (Cluster){ x, i, 1, event->kind };
    }
  return count;
}

static char *
cluster_text (const Cluster *cluster, const GArray *events, bool is_short)
{
  const IsoEvent *event = &g_array_index (events, IsoEvent, cluster->first);
  if (cluster->count == 1)
    return is_short ? g_strdup (event->text) : iso_curves_event_text (event);
  for (guint i = 0; i < cluster->count; i++)
    if (gravity (event[i].kind) == 2)
      return g_strdup (event[i].text);
  return g_strdup_printf (ngettext ("%u change", "%u changes", cluster->count), cluster->count);
}

typedef struct {
  double left, right;
} Span;

typedef struct {
  Span spans[MAX_ROWS][64];
  int counts[MAX_ROWS], rows;
} Rows;

/* The first row with room for a label of that width at either side of x; its left end, or NAN. */
static double
find_room (Rows *rows, int *row, const IsoCurvesLayout *layout, double x, double width)
{
  for (*row = 0; *row < rows->rows; (*row)++)
    for (int side = 0; side < 2; side++)
      {
        Span span = { side == 0 ? x + LABEL_OFFSET : x - LABEL_OFFSET - width, 0.0 };
        span.right = span.left + width;
        bool is_free = span.left >= layout->left && span.right <= layout->right && rows->counts[*row] < 64;
        for (int i = 0; i < rows->counts[*row]; i++)
          is_free = is_free && (span.right + 6.0 < rows->spans[*row][i].left || span.left > rows->spans[*row][i].right + 6.0);
        if (is_free)
          {
            rows->spans[*row][rows->counts[*row]++] = span;
            return span.left;
          }
      }
  return NAN;
}

static void
draw_label (cairo_t *cairo, const char *text, double x, double middle, double width, double line, double size, IsoColor color,
            const IsoTheme *theme)
{
  IsoColor ground = theme->background;
  ground.alpha = 0.75;
  iso_set_color (cairo, ground);
  cairo_rectangle (cairo, x - 2.0, middle - 0.5 * line, width + 4.0, line);
  cairo_fill (cairo);
  iso_text_draw (cairo, text, x, middle, 0.0, 0.5, size, ISO_TEXT_REGULAR, color);
}

static void
label_cluster (cairo_t *cairo, Rows *rows, const Cluster *cluster, const IsoCurvesLayout *layout, const GArray *events, double line,
               const IsoTheme *theme)
{
  double size = SMALL * theme->text_size;
  for (int is_short = 0; is_short < 2; is_short++)
    {
      g_autofree char *text = cluster_text (cluster, events, is_short == 1);
      double width;
      int row;
      iso_text_measure (&width, NULL, cairo, text, size, ISO_TEXT_REGULAR);
      double x = find_room (rows, &row, layout, cluster->x, width);
      if (isnan (x))
        continue;
      IsoColor color = gravity (cluster->kind) == 2 ? iso_curves_event_color (theme, cluster->kind) : theme->text;
      draw_label (cairo, text, x, layout->top + (row + 0.5) * line + 2.0, width, line, size, color, theme);
      return;
    }
}

static int
by_step (const void *a, const void *b)
{
  guint64 first = ((const IsoEvent *) a)->step, second = ((const IsoEvent *) b)->step;
  return (first > second) - (first < second);
}

GArray *
iso_curves_all_events (const IsoRunCurves *curves)
{
  GArray *events = g_array_copy (curves->events);
  bool is_reported = curves->broken_step == 0;
  for (guint i = 0; i < events->len; i++)
    is_reported = is_reported || g_array_index (events, IsoEvent, i).kind == ISO_EVENT_NUMERIC;
  if (!is_reported)
    {
      IsoEvent event = { curves->broken_step, ISO_EVENT_NUMERIC, NULL, _("loss is not a number") };
      g_array_append_val (events, event);
    }
  g_array_sort (events, by_step);
  return events;
}

void
iso_curves_draw_events (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoTheme *theme)
{
  static const double dashes[] = { 4.0, 3.0 };
  g_autoptr (GArray) events = iso_curves_all_events (curves);
  g_autofree Cluster *clusters = g_new (Cluster, MAX_CLUSTERS);
  size_t count = gather (clusters, layout, events);
  double line;
  iso_text_measure (NULL, &line, cairo, "x", SMALL * theme->text_size, ISO_TEXT_REGULAR);
  Rows rows = { .rows = (int) CLAMP ((layout->bottom - layout->top) / (3.0 * line), 1.0, (double) MAX_ROWS) };

  for (size_t i = 0; i < count; i++)
    {
      double x = floor (clusters[i].x) + 0.5;
      iso_set_color (cairo, iso_curves_event_color (theme, clusters[i].kind));
      cairo_set_line_width (cairo, 1.0);
      cairo_set_dash (cairo, dashes, 2, 0.0);
      cairo_move_to (cairo, x, layout->top);
      cairo_line_to (cairo, x, layout->bottom);
      cairo_stroke (cairo);
    }
  cairo_set_dash (cairo, NULL, 0, 0.0);
  for (size_t i = 0; i < count; i++)
    label_cluster (cairo, &rows, &clusters[i], layout, events, line, theme);
}
