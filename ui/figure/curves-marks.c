#include "ui/figure/curves-marks.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/figure/text.h"

#define SMALL 0.9 /* of the theme's text size */
#define CLUSTER_WIDTH 6.0
#define MAX_ROWS 3
#define LABEL_OFFSET 5.0
#define MAX_CLUSTERS 512
#define ROW_LABELS 64
#define ALARM_SIZE 9.0 /* of the triangle that tells an alarm from a change without colour */

typedef struct {
  double x;
  guint first, count; /* of the events */
  IsoEventKind kind;  /* the gravest */
  char *text;         /* of the label; NULL: none */
  double label_left, label_width;
  int row;            /* 0 = the uppermost */
} Cluster;

IsoColor
iso_curves_event_color (const IsoTheme *theme, IsoEventKind kind)
{
  if (kind == ISO_EVENT_ALARM)
    return theme->is_dark ? (IsoColor){ 0.98, 0.80, 0.27, 1.0 } : (IsoColor){ 0.56, 0.36, 0.0, 1.0 };
  if (kind != ISO_EVENT_NUMERIC && kind != ISO_EVENT_ERROR)
    return kind == ISO_EVENT_CHANGE ? theme->cursor : theme->quiet;
  return theme->is_dark ? (IsoColor){ 1.0, 0.48, 0.39, 1.0 } : (IsoColor){ 0.75, 0.11, 0.16, 1.0 };
}

char *
iso_curves_event_text (const IsoEvent *event)
{
  char step[32];
  iso_number_format (step, sizeof step, (double) event->step, 9);
  if (event->kind == ISO_EVENT_CHANGE)
    return g_strdup_printf (_("%s from step %s"), event->text, step);
  if (event->kind == ISO_EVENT_RESUMED)
    return g_strdup_printf (_("%s at step %s"), event->text, step);
  return g_strdup_printf (_("%s, step %s"), event->text, step);
}

static int
gravity (IsoEventKind kind)
{
  return kind == ISO_EVENT_NUMERIC || kind == ISO_EVENT_ERROR ? 3 : kind == ISO_EVENT_ALARM ? 2 : kind == ISO_EVENT_CHANGE ? 1 : 0;
}

char *
iso_curves_alarm_sentence (const IsoRunCurves *curves)
{
  GString *sentence = g_string_new (NULL);
  for (guint i = 0; i < curves->events->len; i++)
    {
      const IsoEvent *event = &g_array_index (curves->events, IsoEvent, i);
      if (event->kind != ISO_EVENT_ALARM && event->kind != ISO_EVENT_ALARM_END)
        continue;
      g_autofree char *text = iso_curves_event_text (event);
      g_string_append (sentence, sentence->len == 0 ? _("Alarms: ") : "; ");
      g_string_append (sentence, text);
    }
  if (sentence->len > 0)
    return g_string_free (sentence, FALSE);
  g_string_free (sentence, TRUE);
  return NULL;
}

/* Of those in sight, from the newest back; what lies within CLUSTER_WIDTH of a cluster's newest event belongs to it. */
static size_t
gather (Cluster *clusters, const IsoCurvesLayout *layout, const GArray *events)
{
  size_t count = 0;
  for (guint i = events->len; i-- > 0;)
    {
      const IsoEvent *event = &g_array_index (events, IsoEvent, i);
      /* What takes effect from the step after the last stands at the end. */
      double x = iso_curves_x (layout, fmin ((double) event->step, fmax (layout->steps.maximum, (double) event->step - 1.0)));
      if (x < layout->left - 0.5 || x > layout->right + 0.5)
        continue;
      Cluster *last = count > 0 ? &clusters[count - 1] : NULL;
      if (last != NULL && last->x - x < CLUSTER_WIDTH)
        {
          last->first = i;
          last->count++;
          last->kind = gravity (event->kind) > gravity (last->kind) ? event->kind : last->kind;
        }
      else if (count < MAX_CLUSTERS)
        clusters[count++] = (Cluster){ x, i, 1, event->kind, NULL, 0.0, 0.0, 0 };
    }
  return count;
}

/* An alarm's first word says enough where there is little room. */
static char *
short_text (const IsoEvent *event)
{
  const char *colon = event->kind == ISO_EVENT_ALARM ? strchr (event->text, ':') : NULL;
  return colon != NULL ? g_strndup (event->text, (size_t) (colon - event->text)) : g_strdup (event->text);
}

static char *
cluster_text (const Cluster *cluster, const GArray *events, bool is_short)
{
  const IsoEvent *event = &g_array_index (events, IsoEvent, cluster->first), *change = NULL;
  guint changes = 0;
  if (cluster->count == 1)
    return is_short ? short_text (event) : iso_curves_event_text (event);
  for (int grave = 3; grave >= 2; grave--)
    for (guint i = 0; i < cluster->count; i++)
      if (gravity (event[i].kind) == grave)
        return is_short ? short_text (&event[i]) : g_strdup (event[i].text);
  for (guint i = 0; i < cluster->count; i++)
    if (event[i].kind == ISO_EVENT_CHANGE)
      {
        change = &event[i];
        changes++;
      }
  /* The one change of a fork says more than that it was gone on with there. */
  if (changes == 1)
    return is_short ? short_text (change) : iso_curves_event_text (change);
  return g_strdup_printf (ngettext ("%u change", "%u changes", cluster->count), cluster->count);
}

typedef struct {
  double left, right;
} Span;

typedef struct {
  Span spans[MAX_ROWS][ROW_LABELS];
  int counts[MAX_ROWS], rows;
} Rows;

/* The first row with room for a label of that width at its mark's right, or at its left near the chart's right end; its left
 * end, or NAN. */
static double
find_room (Rows *rows, int *row, const IsoCurvesLayout *layout, double x, double width)
{
  Span span = { x + LABEL_OFFSET, x + LABEL_OFFSET + width };
  if (span.right > layout->right)
    span = (Span){ x - LABEL_OFFSET - width, x - LABEL_OFFSET };
  for (*row = 0; span.left >= layout->left && *row < rows->rows; (*row)++)
    {
      bool is_free = rows->counts[*row] < ROW_LABELS;
      for (int i = 0; i < rows->counts[*row]; i++)
        is_free = is_free && (span.right + 8.0 < rows->spans[*row][i].left || span.left > rows->spans[*row][i].right + 8.0);
      if (is_free)
        {
          rows->spans[*row][rows->counts[*row]++] = span;
          return span.left;
        }
    }
  return NAN;
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

/* Everything but the drawing: clusters newest first, each with its label's text (NULL: no room), place and row. */
typedef struct {
  Cluster *clusters;
  size_t count;
  int rows_used;
} Placement;

static void
placement_clear (Placement *placement)
{
  for (size_t i = 0; i < placement->count; i++)
    g_free (placement->clusters[i].text);
  g_free (placement->clusters);
}

/* Whether the line of another mark stands within left … right. */
static bool
crosses_mark (const Placement *placement, double left, double right)
{
  for (size_t i = 0; i < placement->count; i++)
    if (placement->clusters[i].x > left && placement->clusters[i].x < right)
      return true;
  return false;
}

/* In full where no other mark is in between, else in short; newest first, so that these have the first choice. */
static void
place_label (cairo_t *cairo, Placement *placement, Rows *rows, size_t which, const IsoCurvesLayout *layout, const GArray *events,
             double size)
{
  Cluster *cluster = &placement->clusters[which];
  for (int is_short = 0; is_short < 2 && cluster->text == NULL; is_short++)
    {
      g_autofree char *text = cluster_text (cluster, events, is_short == 1);
      double width;
      iso_text_measure (&width, NULL, cairo, text, size, ISO_TEXT_REGULAR);
      if (!is_short && crosses_mark (placement, cluster->x, cluster->x + LABEL_OFFSET + width))
        continue;
      cluster->label_left = find_room (rows, &cluster->row, layout, cluster->x, width);
      if (isnan (cluster->label_left))
        continue;
      cluster->label_width = width;
      cluster->text = g_steal_pointer (&text);
      placement->rows_used = MAX (placement->rows_used, cluster->row + 1);
    }
}

static void
place_events (cairo_t *cairo, Placement *placement, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
              const IsoTheme *theme, int most)
{
  g_autoptr (GArray) events = iso_curves_all_events (curves);
  Rows rows = { .rows = CLAMP (most, 0, MAX_ROWS) };
  placement->clusters = g_new0 (Cluster, MAX_CLUSTERS);
  placement->count = gather (placement->clusters, layout, events);
  placement->rows_used = 0;
  for (size_t i = 0; i < placement->count; i++)
    place_label (cairo, placement, &rows, i, layout, events, SMALL * theme->text_size);
}

int
iso_curves_event_rows (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoTheme *theme, int most,
                       double *line_height)
{
  Placement placement;
  place_events (cairo, &placement, layout, curves, theme, most);
  placement_clear (&placement);
  iso_text_measure (NULL, line_height, cairo, "x", SMALL * theme->text_size, ISO_TEXT_REGULAR);
  return placement.rows_used;
}

static void
draw_triangle (cairo_t *cairo, double x, double top)
{
  cairo_move_to (cairo, x, top);
  cairo_rel_line_to (cairo, ALARM_SIZE / 2.0, ALARM_SIZE);
  cairo_rel_line_to (cairo, -ALARM_SIZE, 0.0);
  cairo_close_path (cairo);
  cairo_fill (cairo);
}

/* A line from the foot of the plot up to its label, as a flag on its pole; an alarm's is not dashed and carries a triangle. */
static void
draw_pole (cairo_t *cairo, const Cluster *cluster, const IsoCurvesLayout *layout, const IsoTheme *theme)
{
  static const double dashes[] = { 4.0, 3.0 };
  double x = floor (cluster->x) + 0.5;
  IsoColor color = iso_curves_event_color (theme, cluster->kind);
  color.alpha = 0.8;
  iso_set_color (cairo, color);
  cairo_set_line_width (cairo, 1.0);
  if (cluster->kind == ISO_EVENT_ALARM)
    draw_triangle (cairo, x, layout->top);
  else
    cairo_set_dash (cairo, dashes, 2, 0.0);
  cairo_move_to (cairo, x, layout->bottom);
  cairo_line_to (cairo, x, cluster->text != NULL ? (cluster->row + 0.25) * layout->event_line : layout->top);
  cairo_stroke (cairo);
  cairo_set_dash (cairo, NULL, 0, 0.0);
}

/* Poles of other marks that pass behind a label must not strike it through: the labels (which never overlap) are cut out. */
static void
clip_labels_out (cairo_t *cairo, const Placement *placement, const IsoCurvesLayout *layout)
{
  cairo_rectangle (cairo, 0.0, 0.0, layout->width, layout->height);
  for (size_t i = 0; i < placement->count; i++)
    if (placement->clusters[i].text != NULL)
      cairo_rectangle (cairo, placement->clusters[i].label_left - 2.0, placement->clusters[i].row * layout->event_line,
                       placement->clusters[i].label_width + 4.0, layout->event_line);
  cairo_set_fill_rule (cairo, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_clip (cairo);
}

void
iso_curves_draw_events (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoTheme *theme)
{
  Placement placement;
  place_events (cairo, &placement, layout, curves, theme, layout->event_rows);
  cairo_save (cairo);
  clip_labels_out (cairo, &placement, layout);
  for (size_t i = 0; i < placement.count; i++)
    draw_pole (cairo, &placement.clusters[i], layout, theme);
  cairo_restore (cairo);
  for (size_t i = 0; i < placement.count; i++)
    {
      const Cluster *cluster = &placement.clusters[i];
      IsoColor color = gravity (cluster->kind) >= 2 ? iso_curves_event_color (theme, cluster->kind) : theme->text;
      if (cluster->text != NULL)
        iso_text_draw (cairo, cluster->text, cluster->label_left, (cluster->row + 0.5) * layout->event_line, 0.0, 0.5,
                       SMALL * theme->text_size, ISO_TEXT_REGULAR, color);
    }
  placement_clear (&placement);
}
