#include "ui/panel/inspector-sample.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/pair-words.h"
#include "ui/figure/row-bars.h"
#include "ui/panel/inspector-parts.h"
#include "ui/plot/sample-picture.h"
#include "ui/plot/view-card.h"

#define PICTURE 56
#define DOT 8
#define BARS 44

/* One row of P: what it is, over how many samples it spreads, its bars. */
typedef struct {
  IsoMatrixKind kind;
  GtkWidget *caption, *neighbors, *bars;
} Row;

struct _IsoInspectorSample {
  GtkBox parent_instance;
  GtkWidget *picture, *dot, *class_label, *part_label, *place_label;
  GtkWidget *added, *row_heading, *row_card, *cut;
  Row before, after;
  IsoDataset *dataset;
  IsoXrayStages *stages;
  IsoSampleChoice *choice;
  int place, other;
  guint32 class;
};

G_DEFINE_FINAL_TYPE (IsoInspectorSample, iso_inspector_sample, GTK_TYPE_BOX)

/* ---- drawing ---- */

static const float *
row_of (const IsoInspectorSample *view, IsoMatrixKind kind)
{
  const IsoBatchMatrices *matrices = view->stages->matrices;
  return matrices->values[kind] != NULL ? matrices->values[kind] + (size_t) view->place * matrices->B : NULL;
}

/* Both rows go by one scale, so that they can be compared. A sample is its own nearest, by far where τ is low: its own bar must not
 * make all others invisible, and is cut off where it is the highest. */
static double
highest_of (const IsoInspectorSample *view)
{
  static const IsoMatrixKind kinds[] = { ISO_MATRIX_PSD, ISO_MATRIX_OBDP };
  double highest = 0.0;
  for (size_t k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      const float *row = row_of (view, kinds[k]);
      for (size_t j = 0; row != NULL && j < view->stages->matrices->B; j++)
        if (j != (size_t) view->place)
          highest = fmax (highest, (double) row[j]);
    }
  return highest;
}

static void
draw_row (const IsoInspectorSample *view, IsoMatrixKind kind, cairo_t *cairo, int width, int height)
{
  const int marks[] = { view->place, view->other };
  const float *row = view->stages != NULL && view->place >= 0 ? row_of (view, kind) : NULL;
  if (row != NULL)
    iso_row_bars_draw (cairo, 0.0, 0.0, width, height, row, view->stages->matrices->labels, view->stages->matrices->B,
                       highest_of (view), marks, G_N_ELEMENTS (marks), iso_present_theme ());
}

static void
draw_before (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  draw_row (data, ISO_MATRIX_PSD, cairo, width, height);
}

static void
draw_after (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  draw_row (data, ISO_MATRIX_OBDP, cairo, width, height);
}

static void
draw_dot (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  iso_set_color (cairo, iso_class_color (iso_present_theme (), ISO_INSPECTOR_SAMPLE (data)->class));
  cairo_arc (cairo, 0.5 * width, 0.5 * height, 0.5 * DOT, 0.0, 2.0 * G_PI);
  cairo_fill (cairo);
}

/* ---- pointing at bars ---- */

/* The place of the bar at x; −1: there is none, or nothing is picked and bars follow the pointer elsewhere. */
static int
bar_at (const IsoInspectorSample *view, GtkWidget *bars, double x)
{
  int width = gtk_widget_get_width (bars);
  if (view->stages == NULL || view->choice == NULL || view->place < 0 || x < 0.0 || x >= width
      || iso_sample_choice_picked (view->choice).sample == ISO_NO_SAMPLE)
    return -1;
  return (int) (x * (double) view->stages->snapshot->B / width);
}

static void
bars_pointed (GtkEventController *controller, double x, double y, IsoInspectorSample *view)
{
  int place = bar_at (view, gtk_event_controller_get_widget (controller), x);
  const guint32 *indices = place >= 0 ? view->stages->snapshot->indices : NULL;
  if (indices != NULL)
    iso_sample_choice_point (view->choice, indices[view->place], indices[place]);
}

static void
bars_left (IsoInspectorSample *view)
{
  if (view->choice != NULL && iso_sample_choice_picked (view->choice).sample != ISO_NO_SAMPLE)
    iso_sample_choice_point (view->choice, ISO_NO_SAMPLE, ISO_NO_SAMPLE);
}

static void
bars_clicked (GtkGestureClick *gesture, int presses, double x, double y, IsoInspectorSample *view)
{
  int place = bar_at (view, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)), x);
  const guint32 *indices = place >= 0 ? view->stages->snapshot->indices : NULL;
  if (indices != NULL)
    iso_sample_choice_pick (view->choice, indices[view->place], indices[place]);
}

static gboolean
bars_asked (GtkWidget *bars, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip, IsoInspectorSample *view)
{
  const Row *row = bars == view->before.bars ? &view->before : &view->after;
  int place = by_keyboard ? -1 : bar_at (view, bars, x);
  if (place < 0 || row_of (view, row->kind) == NULL)
    return FALSE;
  char number[32];
  g_autofree char *name = iso_place_name (view->stages->snapshot, view->dataset, (size_t) place);
  iso_number_format (number, sizeof number, (double) row_of (view, row->kind)[place], 3);
  g_autofree char *text = g_strdup_printf (_("%s: %s"), name, number);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
watch_bars (IsoInspectorSample *view, GtkWidget *bars)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect (motion, "motion", G_CALLBACK (bars_pointed), view);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (bars_left), view);
  g_signal_connect (click, "released", G_CALLBACK (bars_clicked), view);
  gtk_widget_add_controller (bars, motion);
  gtk_widget_add_controller (bars, GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_has_tooltip (bars, TRUE);
  g_signal_connect (bars, "query-tooltip", G_CALLBACK (bars_asked), view);
}

/* ---- words ---- */

static double
neighbors_of (const IsoBatchMatrices *matrices, IsoMatrixKind kind, int place)
{
  if (matrices == NULL || matrices->values[kind] == NULL)
    return (double) NAN;
  return iso_row_effective_neighbors (matrices->values[kind] + (size_t) place * matrices->B, matrices->B);
}

/* "28.4 samples", "28.4 → 12.1 samples" under a trial that makes another of it. */
static char *
neighbors_words (const IsoXrayStages *stages, IsoMatrixKind kind, int place)
{
  g_autofree char *now = iso_neighbors_text (neighbors_of (stages->matrices, kind, place));
  g_autofree char *then = iso_neighbors_text (neighbors_of (stages->before, kind, place));
  if (stages->before == NULL || g_str_equal (now, then))
    return g_strdup_printf (_("%s samples"), now);
  return g_strdup_printf (_("%s → %s samples"), then, now);
}

static void
show_row (IsoInspectorSample *view, const Row *row, const char *caption)
{
  const IsoBatchMatrices *matrices = view->stages->matrices;
  const float *values = row_of (view, row->kind);
  gtk_widget_set_visible (row->bars, values != NULL);
  gtk_widget_set_visible (row->neighbors, values != NULL);
  gtk_label_set_text (GTK_LABEL (row->caption), values != NULL ? caption : matrices->problem != NULL ? matrices->problem : "–");
  if (values == NULL)
    return;
  g_autofree char *neighbors = neighbors_words (view->stages, row->kind, view->place);
  g_autofree char *masses = iso_row_text (values, matrices->labels, view->dataset, matrices->B);
  g_autofree char *sentence = g_strdup_printf (_("%s. Spreads over %s"), masses, neighbors);
  gtk_label_set_text (GTK_LABEL (row->neighbors), neighbors);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->bars), GTK_ACCESSIBLE_PROPERTY_LABEL, caption,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  gtk_widget_queue_draw (row->bars);
}

/* NULL where the sample's own bars are whole. */
static char *
cut_words (const IsoInspectorSample *view)
{
  const float *before = row_of (view, ISO_MATRIX_PSD), *after = row_of (view, ISO_MATRIX_OBDP);
  double then = before != NULL ? (double) before[view->place] : (double) NAN;
  double now = after != NULL ? (double) after[view->place] : (double) NAN, highest = highest_of (view);
  g_autofree char *from = iso_share_text (then), *to = iso_share_text (now);
  if (then > highest && now > highest)
    return g_strdup_printf (_("own bars, cut off: %s → %s"), from, to);
  if (then > highest || now > highest)
    return g_strdup_printf (_("own bar, cut off: %s"), then > highest ? from : to);
  return NULL;
}

static char *
place_words (const IsoSampleLook *look)
{
  if (look->stages == NULL)
    return NULL;
  if (look->place < 0)
    return g_strdup (_("not in the batch looked at"));
  return g_strdup_printf (_("row %d of %zu of the batch"), look->place + 1, look->stages->snapshot->B);
}

/* Of the dataset: with label noise the batch may hold another. */
static gint32
label_of (const IsoSampleLook *look)
{
  if (look->dataset != NULL && look->index < iso_dataset_sample_count (look->dataset))
    return iso_dataset_labels (look->dataset)[look->index];
  return look->stages != NULL && look->place >= 0 ? look->stages->snapshot->labels[look->place] : -1;
}

static void
keep (IsoInspectorSample *view, const IsoSampleLook *look)
{
  if (look->stages != NULL)
    iso_xray_stages_ref (look->stages);
  if (look->dataset != NULL)
    iso_dataset_ref (look->dataset);
  iso_xray_stages_unref (view->stages);
  g_clear_pointer (&view->dataset, iso_dataset_unref);
  g_set_object (&view->choice, look->choice);
  view->stages = look->stages;
  view->dataset = look->dataset;
  view->place = look->place;
  view->other = look->other;
}

void
iso_inspector_sample_show (IsoInspectorSample *view, const IsoSampleLook *look)
{
  gint32 label = label_of (look);
  bool in_batch = look->stages != NULL && look->place >= 0;
  g_autofree char *name = label >= 0 ? iso_label_name (look->dataset, label) : g_strdup (_("Sample")), *place = place_words (look);
  keep (view, look);
  view->class = label >= 0 ? (guint32) label : 0;
  iso_sample_picture_show (ISO_SAMPLE_PICTURE (view->picture), look->dataset, look->index, name);
  gtk_label_set_text (GTK_LABEL (view->class_label), name);
  gtk_widget_set_tooltip_text (view->class_label, name);
  iso_inspector_label_set (view->part_label, look->part);
  iso_inspector_label_set (view->place_label, place);
  gtk_widget_queue_draw (view->dot);
  gtk_widget_set_visible (view->row_heading, in_batch);
  gtk_widget_set_visible (view->row_card, in_batch);
  if (!in_batch)
    return;
  bool is_diffused = look->stages->matrices->settings.mode == ISO_DISTILL_OBDP;
  show_row (view, &view->before, _("before diffusion"));
  show_row (view, &view->after, is_diffused ? _("after diffusion") : _("what diffusion would give"));
  g_autofree char *cut = cut_words (view);
  iso_inspector_label_set (view->cut, cut);
}

/* ---- the widget ---- */

static void
iso_inspector_sample_dispose (GObject *object)
{
  IsoInspectorSample *view = ISO_INSPECTOR_SAMPLE (object);
  g_clear_pointer (&view->stages, iso_xray_stages_unref);
  g_clear_pointer (&view->dataset, iso_dataset_unref);
  g_clear_object (&view->choice);
  G_OBJECT_CLASS (iso_inspector_sample_parent_class)->dispose (object);
}

static void
iso_inspector_sample_class_init (IsoInspectorSampleClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_inspector_sample_dispose;
}

static Row
row_new (IsoInspectorSample *view, IsoMatrixKind kind, GtkDrawingAreaDrawFunc draw)
{
  const char *help = _("Effective neighbors: over how many samples the row spreads, exp of its entropy");
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  Row row = { kind, iso_inspector_label_new (NULL, 0.0f, TRUE), iso_inspector_label_new (NULL, 1.0f, FALSE),
              iso_inspector_drawing_new (BARS, draw, view) };
  watch_bars (view, row.bars);
  gtk_widget_set_hexpand (row.caption, TRUE);
  gtk_widget_set_valign (row.neighbors, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (row.neighbors, help);
  gtk_box_append (GTK_BOX (line), row.caption);
  gtk_box_append (GTK_BOX (line), row.neighbors);
  gtk_box_append (GTK_BOX (view->row_card), line);
  gtk_box_append (GTK_BOX (view->row_card), row.bars);
  return row;
}

static GtkWidget *
sample_card_new (IsoInspectorSample *view)
{
  GtkWidget *card = iso_inspector_card_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12),
            *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *name = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  view->picture = iso_sample_picture_new (PICTURE);
  view->dot = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (view->dot), DOT);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (view->dot), DOT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (view->dot), draw_dot, view, NULL);
  gtk_widget_set_valign (view->dot, GTK_ALIGN_CENTER);
  view->class_label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (view->class_label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (view->class_label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (view->class_label, "heading");
  view->part_label = iso_inspector_label_new (NULL, 0.0f, TRUE);
  view->place_label = iso_inspector_label_new (NULL, 0.0f, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (name), view->dot);
  gtk_box_append (GTK_BOX (name), view->class_label);
  gtk_box_append (GTK_BOX (lines), name);
  gtk_box_append (GTK_BOX (lines), view->part_label);
  gtk_box_append (GTK_BOX (lines), view->place_label);
  gtk_box_append (GTK_BOX (line), view->picture);
  gtk_box_append (GTK_BOX (line), lines);
  gtk_box_append (GTK_BOX (card), line);
  return card;
}

static void
iso_inspector_sample_init (IsoInspectorSample *view)
{
  view->place = view->other = -1;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (view), GTK_ORIENTATION_VERTICAL);
  gtk_box_append (GTK_BOX (view), sample_card_new (view));
  view->added = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  view->row_heading = iso_inspector_heading_new (_("Its row of P"));
  view->row_card = iso_inspector_card_new ();
  view->before = row_new (view, ISO_MATRIX_PSD, draw_before);
  view->after = row_new (view, ISO_MATRIX_OBDP, draw_after);
  view->cut = iso_inspector_label_new (NULL, 0.0f, TRUE);
  gtk_box_append (GTK_BOX (view->row_card), view->cut);
  gtk_box_append (GTK_BOX (view), view->added);
  gtk_box_append (GTK_BOX (view), view->row_heading);
  gtk_box_append (GTK_BOX (view), view->row_card);
}

GtkWidget *
iso_inspector_sample_new (void)
{
  return g_object_new (ISO_TYPE_INSPECTOR_SAMPLE, NULL);
}

void
iso_inspector_sample_add (IsoInspectorSample *view, GtkWidget *widget)
{
  gtk_box_append (GTK_BOX (view->added), widget);
}
