#include "ui/plot/change-line.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/text.h"
#include "ui/plot/sample-choice.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define HEIGHT 76
#define PADDING 12.0
#define FRAME 2.0
#define TEXT_LEFT 66.0
#define FIRST 84.0  /* where the first neighbor stands */
#define PITCH 21.0
#define ROW_A 22.0  /* tops of the rows of neighbors */
#define ROW_B 48.0
#define CROSS 2.6

struct _IsoChangeLine {
  GtkWidget parent_instance;
  IsoChangeLineContent content;
  gboolean is_filled;
  guint32 pointed; /* that was told last */
};

G_DEFINE_FINAL_TYPE (IsoChangeLine, iso_change_line, GTK_TYPE_WIDGET)

enum { POINTED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- what it is about ---- */

static const guint32 *
neighbors_of (const IsoComparedMaps *maps, size_t row, int side)
{
  const IsoNearest *nearest = side == 0 ? maps->change->first : maps->change->second;
  return nearest->indices + row * nearest->k;
}

static bool
holds (const guint32 *neighbors, size_t k, guint32 wanted)
{
  for (size_t i = 0; i < k; i++)
    if (neighbors[i] == wanted)
      return true;
  return false;
}

static size_t
count_right (const IsoComparedMaps *maps, size_t row, int side)
{
  const guint32 *neighbors = neighbors_of (maps, row, side);
  const gint32 *labels = maps->maps[0]->labels;
  size_t right = 0;
  for (size_t i = 0; i < maps->change->k; i++)
    right += labels[neighbors[i]] == labels[row];
  return right;
}

static const char *
class_of (const IsoComparedMaps *maps, size_t row)
{
  const IsoMapSamples *samples = maps->maps[0]->samples;
  return samples->class_names[samples->labels[row]];
}

char *
iso_change_line_sentence (const IsoComparedMaps *maps, size_t row)
{
  char number[32];
  iso_number_format (number, sizeof number, (double) maps->maps[0]->samples->indices[row], 9);
  return g_strdup_printf (_("%s, sample %s: %zu of %zu neighbors kept; of its class %zu in A, %zu in B"), class_of (maps, row), number,
                          iso_neighbor_change_kept (maps->change, row), maps->change->k, count_right (maps, row, 0),
                          count_right (maps, row, 1));
}

/* ---- drawing ---- */

static void
draw_thumbnail (cairo_t *cairo, IsoThumbnailCache *pictures, guint32 sample, double x, double y, double side, IsoColor color)
{
  cairo_save (cairo);
  cairo_translate (cairo, x, y);
  if (pictures == NULL || !iso_thumbnail_cache_draw (pictures, cairo, sample))
    {
      iso_set_color (cairo, color);
      cairo_rectangle (cairo, 0.0, 0.0, side, side);
      cairo_fill (cairo);
    }
  cairo_restore (cairo);
}

static void
draw_sample (cairo_t *cairo, const IsoChangeLineContent *content, const IsoTheme *theme)
{
  const IsoMapSamples *samples = content->maps->maps[0]->samples;
  guint32 sample = samples->indices[content->row];
  double side = ISO_CHANGE_PICTURE, y = 0.5 * (HEIGHT - side);
  IsoColor color = iso_class_color (theme, (guint32) samples->labels[content->row]);
  iso_set_color (cairo, color);
  cairo_rectangle (cairo, PADDING - FRAME, y - FRAME, side + 2.0 * FRAME, side + 2.0 * FRAME);
  cairo_fill (cairo);
  iso_set_color (cairo, theme->background);
  cairo_rectangle (cairo, PADDING, y, side, side);
  cairo_fill (cairo);
  draw_thumbnail (cairo, content->pictures, sample, PADDING, y, side, color);
  if (sample != content->pointed && sample != content->picked)
    return;
  iso_set_color (cairo, sample == content->picked ? theme->accent : theme->text);
  cairo_set_line_width (cairo, 2.0);
  cairo_rectangle (cairo, PADDING - FRAME - 2.0, y - FRAME - 2.0, side + 2.0 * FRAME + 4.0, side + 2.0 * FRAME + 4.0);
  cairo_stroke (cairo);
}

static void
draw_cross (cairo_t *cairo, double x, double y, const IsoTheme *theme)
{
  static const IsoColor red[2] = { { 0.75, 0.11, 0.16, 1.0 }, { 1.0, 0.42, 0.38, 1.0 } };
  iso_set_color (cairo, theme->background);
  cairo_arc (cairo, x, y, CROSS + 2.4, 0.0, 2.0 * G_PI);
  cairo_fill (cairo);
  iso_set_color (cairo, red[theme->is_dark]);
  cairo_set_line_width (cairo, 1.6);
  cairo_move_to (cairo, x - CROSS, y - CROSS);
  cairo_line_to (cairo, x + CROSS, y + CROSS);
  cairo_move_to (cairo, x + CROSS, y - CROSS);
  cairo_line_to (cairo, x - CROSS, y + CROSS);
  cairo_stroke (cairo);
}

static void
draw_neighbor (cairo_t *cairo, const IsoChangeLineContent *content, int side, size_t rank, double x, double y, const IsoTheme *theme)
{
  const IsoComparedMaps *maps = content->maps;
  const IsoMapSamples *samples = maps->maps[0]->samples;
  guint32 neighbor = neighbors_of (maps, content->row, side)[rank], sample = samples->indices[neighbor];
  bool is_right = samples->labels[neighbor] == samples->labels[content->row];
  bool is_in_both = holds (neighbors_of (maps, content->row, !side), maps->change->k, neighbor);
  draw_thumbnail (cairo, content->neighbors, sample, x, y, ISO_CHANGE_NEIGHBOR, iso_class_color (theme, (guint32) samples->labels[neighbor]));
  if (is_in_both)
    {
      iso_set_color (cairo, theme->text);
      cairo_rectangle (cairo, x, y + ISO_CHANGE_NEIGHBOR + 1.5, ISO_CHANGE_NEIGHBOR, 2.0);
      cairo_fill (cairo);
    }
  if (!is_right)
    draw_cross (cairo, x + ISO_CHANGE_NEIGHBOR - 3.0, y + ISO_CHANGE_NEIGHBOR - 3.5, theme);
  if (sample != content->pointed && sample != content->picked)
    return;
  iso_set_color (cairo, sample == content->picked ? theme->accent : theme->text);
  cairo_set_line_width (cairo, 1.5);
  cairo_rectangle (cairo, x - 0.75, y - 0.75, ISO_CHANGE_NEIGHBOR + 1.5, ISO_CHANGE_NEIGHBOR + 1.5);
  cairo_stroke (cairo);
}

static void
draw_line (cairo_t *cairo, const IsoChangeLineContent *content, double width, const IsoTheme *theme)
{
  const IsoComparedMaps *maps = content->maps;
  static const double tops[2] = { ROW_A, ROW_B };
  const char *const letters[2] = { C_("compared run", "A"), C_("compared run", "B") };
  g_autofree char *kept = g_strdup_printf (_("%zu of %zu kept"), iso_neighbor_change_kept (maps->change, content->row), maps->change->k);
  double size = theme->text_size, used;
  draw_sample (cairo, content, theme);
  iso_text_measure (&used, NULL, cairo, kept, size - 1.0, ISO_TEXT_REGULAR);
  iso_text_draw (cairo, kept, width - PADDING, 11.0, 1.0, 0.5, size - 1.0, ISO_TEXT_REGULAR, theme->quiet);
  iso_text_draw_within (cairo, class_of (maps, content->row), TEXT_LEFT, 11.0, 0.0, 0.5, width - PADDING - used - 8.0 - TEXT_LEFT, size,
                        ISO_TEXT_BOLD, theme->text);
  for (int side = 0; side < 2; side++)
    {
      iso_text_draw (cairo, letters[side], TEXT_LEFT, tops[side] + 0.5 * ISO_CHANGE_NEIGHBOR, 0.0, 0.5, size - 1.0, ISO_TEXT_REGULAR,
                     theme->quiet);
      for (size_t rank = 0; rank < maps->change->k; rank++)
        draw_neighbor (cairo, content, side, rank, FIRST + PITCH * (double) rank, tops[side], theme);
    }
}

static void
iso_change_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoChangeLine *line = ISO_CHANGE_LINE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  if (!line->is_filled)
    return;
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  draw_line (cairo, &line->content, width, iso_present_theme ());
  cairo_destroy (cairo);
}

static void
iso_change_line_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? (int) (FIRST + PITCH * ISO_CHANGE_NEIGHBORS + PADDING) - 3 : HEIGHT;
}

/* ---- the pointer ---- */

static void
tell (IsoChangeLine *line, guint32 sample)
{
  if (sample == line->pointed)
    return;
  line->pointed = sample;
  g_signal_emit (line, signals[POINTED], 0, sample);
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoChangeLine *line)
{
  if (!line->is_filled)
    return;
  const IsoComparedMaps *maps = line->content.maps;
  const guint32 *indices = maps->maps[0]->samples->indices;
  double rank = floor ((x - FIRST) / PITCH);
  int side = y >= ROW_B ? 1 : 0;
  bool is_neighbor = y >= ROW_A && rank >= 0.0 && rank < (double) maps->change->k;
  tell (line, indices[is_neighbor ? neighbors_of (maps, line->content.row, side)[(size_t) rank] : line->content.row]);
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoChangeLine *line)
{
  tell (line, ISO_NO_SAMPLE);
}

/* ---- the widget ---- */

static void
iso_change_line_class_init (IsoChangeLineClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  widget_class->snapshot = iso_change_line_snapshot;
  widget_class->measure = iso_change_line_measure;
  signals[POINTED] = g_signal_new ("pointed", ISO_TYPE_CHANGE_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "change-line");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_change_line_init (IsoChangeLine *line)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  line->pointed = ISO_NO_SAMPLE;
  g_signal_connect (motion, "enter", G_CALLBACK (pointer_moved), line);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), line);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left), line);
  gtk_widget_add_controller (GTK_WIDGET (line), motion);
  iso_watch_theme (GTK_WIDGET (line), G_CALLBACK (gtk_widget_queue_draw));
}

GtkWidget *
iso_change_line_new (void)
{
  return g_object_new (ISO_TYPE_CHANGE_LINE, NULL);
}

/* Whether the line shows a sample: what is pointed at changes with each move of the pointer, and most rows stay as they are. */
static bool
shows (const IsoChangeLineContent *content, guint32 sample)
{
  const guint32 *indices = content->maps->maps[0]->samples->indices;
  if (sample == ISO_NO_SAMPLE)
    return false;
  if (indices[content->row] == sample)
    return true;
  for (int side = 0; side < 2; side++)
    for (size_t i = 0; i < content->maps->change->k; i++)
      if (indices[neighbors_of (content->maps, content->row, side)[i]] == sample)
        return true;
  return false;
}

static bool
looks_alike (const IsoChangeLineContent *one, const IsoChangeLineContent *other)
{
  return one->maps == other->maps && one->row == other->row && one->pictures == other->pictures && one->neighbors == other->neighbors
         && (one->pointed == other->pointed || (!shows (one, one->pointed) && !shows (other, other->pointed)))
         && (one->picked == other->picked || (!shows (one, one->picked) && !shows (other, other->picked)));
}

void
iso_change_line_show (IsoChangeLine *line, const IsoChangeLineContent *content)
{
  g_return_if_fail (ISO_IS_CHANGE_LINE (line));
  bool is_other = !line->is_filled || content == NULL || line->content.maps != content->maps || line->content.row != content->row;
  bool is_same = line->is_filled && content != NULL && looks_alike (&line->content, content);
  line->is_filled = content != NULL;
  line->content = content != NULL ? *content : (IsoChangeLineContent) { 0 };
  if (!is_same)
    gtk_widget_queue_draw (GTK_WIDGET (line));
  if (!is_other || content == NULL)
    return;
  g_autofree char *sentence = iso_change_line_sentence (content->maps, content->row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  /* The row that takes the focus is made by the list, around the line. */
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (line));
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}
