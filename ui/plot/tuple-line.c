#include "ui/plot/tuple-line.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/text.h"
#include "ui/plot/sample-choice.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define LINE_HEIGHT 42
#define HEADING_HEIGHT 22
#define PADDING 12.0
#define PICTURE_PITCH 56.0
#define NUMBER_WIDTH 58.0
#define VIOLATION_WIDTH 76.0
#define KIND_WIDTH 88.0
/* Names stand between pictures and numbers, where there is room for them. */
#define LEAST_NAME_WIDTH 120.0
#define MOST_WIDTH 760.0
#define SIGN 9.0
#define FRAME 2.0

struct _IsoTupleLine {
  GtkWidget parent_instance;
  IsoTupleLineContent content;
  gboolean is_heading, is_filled;
  int pointed; /* which picture the pointer is on, −1: none */
  guint marks; /* of the pictures, as they were drawn */
};

G_DEFINE_FINAL_TYPE (IsoTupleLine, iso_tuple_line, GTK_TYPE_WIDGET)

enum { POINTED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

typedef struct {
  double names, names_width, positive, negative, violation, kind; /* numbers end at theirs, the kind begins there */
} Columns;

static Columns
columns_of (double width, gboolean are_pairs)
{
  Columns columns;
  /* Numbers far from their pictures would be hard to follow. */
  width = fmin (width, MOST_WIDTH);
  double pictures = PICTURE_PITCH * (are_pairs ? 2.0 : 3.0);
  columns.kind = width - PADDING - (are_pairs ? 0.0 : KIND_WIDTH);
  columns.violation = columns.kind - (are_pairs ? 0.0 : 18.0);
  columns.negative = columns.violation - (are_pairs ? 0.0 : VIOLATION_WIDTH);
  columns.positive = columns.negative - (are_pairs ? 0.0 : NUMBER_WIDTH);
  columns.names = PADDING + pictures + 4.0;
  columns.names_width = columns.positive - NUMBER_WIDTH - columns.names;
  return columns;
}

static guint32
place_of (const IsoTuple *tuple, int which)
{
  return which == 0 ? tuple->anchor : which == 1 ? tuple->positive : tuple->negative;
}

static const char *
kind_word (guint32 kind)
{
  switch (kind)
    {
    case ISO_TUPLE_HARD:
      return C_("triplet", "hard");
    case ISO_TUPLE_SEMI_HARD:
      return C_("triplet", "semi-hard");
    case ISO_TUPLE_EASY:
      return C_("triplet", "easy");
    case ISO_TUPLE_SWAPPED:
      return C_("triplet", "swapped");
    default:
      return "";
    }
}

/* ---- drawing ---- */

/* Kinds are told apart without colour: full, half and empty. */
static void
draw_sign (cairo_t *cairo, guint32 kind, double x, double y, const IsoTheme *theme)
{
  double radius = 0.5 * SIGN;
  iso_set_color (cairo, theme->text);
  cairo_set_line_width (cairo, 1.25);
  cairo_arc (cairo, x, y, radius - 0.6, 0.0, 2.0 * G_PI);
  if (kind == ISO_TUPLE_HARD)
    cairo_fill_preserve (cairo);
  cairo_stroke (cairo);
  if (kind == ISO_TUPLE_SEMI_HARD)
    {
      cairo_arc (cairo, x, y, radius - 0.6, 0.5 * G_PI, 1.5 * G_PI);
      cairo_fill (cairo);
    }
  else if (kind == ISO_TUPLE_SWAPPED)
    {
      cairo_move_to (cairo, x - radius + 0.6, y);
      cairo_line_to (cairo, x + radius - 0.6, y);
      cairo_stroke (cairo);
    }
}

static void
draw_picture (cairo_t *cairo, const IsoTupleLineContent *content, int which, double x, double y, const IsoTheme *theme)
{
  const IsoBatchSnapshot *batch = content->tuples->snapshot;
  guint32 place = place_of (content->tuple, which), sample = batch->indices[place];
  double side = ISO_TUPLE_PICTURE;
  gboolean is_marked = sample == content->pointed || sample == content->picked;
  iso_set_color (cairo, iso_class_color (theme, (guint32) batch->labels[place]));
  cairo_rectangle (cairo, x - FRAME, y - FRAME, side + 2.0 * FRAME, side + 2.0 * FRAME);
  cairo_fill (cairo);
  iso_set_color (cairo, theme->background);
  cairo_rectangle (cairo, x, y, side, side);
  cairo_fill (cairo);
  cairo_save (cairo);
  cairo_translate (cairo, x, y);
  if (content->pictures == NULL || !iso_thumbnail_cache_draw (content->pictures, cairo, sample))
    {
      char number[32];
      iso_number_format (number, sizeof number, sample, 9);
      iso_text_draw (cairo, number, 0.5 * side, 0.5 * side, 0.5, 0.5, 9.0, ISO_TEXT_REGULAR, theme->text);
    }
  cairo_restore (cairo);
  if (!is_marked)
    return;
  iso_set_color (cairo, sample == content->picked ? theme->accent : theme->text);
  cairo_set_line_width (cairo, 2.0);
  cairo_rectangle (cairo, x - FRAME - 1.5, y - FRAME - 1.5, side + 2.0 * FRAME + 3.0, side + 2.0 * FRAME + 3.0);
  cairo_stroke (cairo);
}

static void
draw_number (cairo_t *cairo, double value, int decimals, double right, double y, IsoTextWeight weight, IsoColor color)
{
  char text[32];
  g_snprintf (text, sizeof text, "%s%.*f", value < 0.0 ? "−" : "", decimals, fabs (value));
  iso_text_draw (cairo, isfinite (value) ? text : "–", right, y, 1.0, 0.5, 12.0, weight, color);
}

static const char *
class_name (const IsoTupleLineContent *content, guint32 place)
{
  gint32 label = content->tuples->snapshot->labels[place];
  return content->dataset != NULL && (guint32) label < iso_dataset_class_count (content->dataset)
             ? iso_dataset_class_name (content->dataset, (guint32) label)
             : "";
}

static void
draw_names (cairo_t *cairo, const IsoTupleLineContent *content, const Columns *columns, double height, const IsoTheme *theme)
{
  const IsoTuple *tuple = content->tuple;
  const guint32 *indices = content->tuples->snapshot->indices;
  const char *own = class_name (content, tuple->anchor), *other = class_name (content, tuple->negative);
  g_autofree char *classes = tuple->kind == ISO_TUPLE_PAIR || g_str_equal (own, other)
                                 ? g_strdup (own)
                                 : g_strdup_printf (C_("class of the anchor, of the negative", "%s, not %s"), own, other);
  g_autofree char *numbers = tuple->kind == ISO_TUPLE_PAIR
                                 ? g_strdup_printf ("%u · %u", indices[tuple->anchor], indices[tuple->positive])
                                 : g_strdup_printf ("%u · %u · %u", indices[tuple->anchor], indices[tuple->positive],
                                                    indices[tuple->negative]);
  cairo_save (cairo);
  cairo_rectangle (cairo, columns->names, 0.0, columns->names_width - 8.0, height);
  cairo_clip (cairo);
  if (*classes != '\0')
    iso_text_draw (cairo, classes, columns->names, 0.5 * height - 8.0, 0.0, 0.5, 12.0, ISO_TEXT_REGULAR, theme->text);
  iso_text_draw (cairo, numbers, columns->names, *classes != '\0' ? 0.5 * height + 8.0 : 0.5 * height, 0.0, 0.5, 11.0,
                 ISO_TEXT_REGULAR, theme->quiet);
  cairo_restore (cairo);
}

static void
draw_line (cairo_t *cairo, const IsoTupleLineContent *content, double width, double height, const IsoTheme *theme)
{
  const IsoTuple *tuple = content->tuple;
  gboolean is_pair = tuple->kind == ISO_TUPLE_PAIR;
  Columns columns = columns_of (width, is_pair);
  double middle = 0.5 * height;
  for (int which = 0; which < (is_pair ? 2 : 3); which++)
    draw_picture (cairo, content, which, PADDING + FRAME + 1.0 + PICTURE_PITCH * which, middle - 0.5 * ISO_TUPLE_PICTURE, theme);
  if (columns.names_width >= LEAST_NAME_WIDTH)
    draw_names (cairo, content, &columns, height, theme);
  draw_number (cairo, (double) tuple->positive_distance, 3, columns.positive, middle, ISO_TEXT_REGULAR, theme->text);
  if (is_pair)
    return;
  draw_number (cairo, (double) tuple->negative_distance, 3, columns.negative, middle, ISO_TEXT_REGULAR, theme->text);
  gboolean violates = tuple->violation > 0.0f;
  draw_number (cairo, (double) tuple->violation, 3, columns.violation, middle, violates ? ISO_TEXT_BOLD : ISO_TEXT_REGULAR,
               violates ? theme->text : theme->quiet);
  draw_sign (cairo, tuple->kind, columns.kind + 0.5 * SIGN, middle, theme);
  iso_text_draw (cairo, kind_word (tuple->kind), columns.kind + SIGN + 6.0, middle, 0.0, 0.5, 12.0, ISO_TEXT_REGULAR, theme->text);
}

static void
draw_heading (cairo_t *cairo, gboolean are_pairs, double width, double height, const IsoTheme *theme)
{
  const char *const pictures[] = { _("anchor"), _("positive"), _("negative") };
  Columns columns = columns_of (width, are_pairs);
  double middle = 0.5 * height;
  for (int which = 0; which < (are_pairs ? 2 : 3); which++)
    iso_text_draw (cairo, pictures[which], PADDING + PICTURE_PITCH * which, middle, 0.0, 0.5, 11.0, ISO_TEXT_REGULAR, theme->quiet);
  iso_text_draw (cairo, "d(a,p)", columns.positive, middle, 1.0, 0.5, 11.0, ISO_TEXT_REGULAR, theme->quiet);
  if (are_pairs)
    return;
  iso_text_draw (cairo, "d(a,n)", columns.negative, middle, 1.0, 0.5, 11.0, ISO_TEXT_REGULAR, theme->quiet);
  iso_text_draw (cairo, _("violation"), columns.violation, middle, 1.0, 0.5, 11.0, ISO_TEXT_REGULAR, theme->quiet);
  iso_text_draw (cairo, _("kind"), columns.kind, middle, 0.0, 0.5, 11.0, ISO_TEXT_REGULAR, theme->quiet);
}

static void
iso_tuple_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoTupleLine *line = ISO_TUPLE_LINE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  if (!line->is_filled)
    return;
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  if (line->is_heading)
    draw_heading (cairo, line->content.tuples->are_pairs, width, height, iso_present_theme ());
  else
    draw_line (cairo, &line->content, width, height, iso_present_theme ());
  cairo_destroy (cairo);
}

static void
iso_tuple_line_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  int least = (int) (2.0 * PADDING + 3.0 * PICTURE_PITCH + 2.0 * NUMBER_WIDTH + VIOLATION_WIDTH + KIND_WIDTH) + 18;
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL      ? least
                        : ISO_TUPLE_LINE (widget)->is_heading ? HEADING_HEIGHT
                                                              : LINE_HEIGHT;
}

/* ---- words ---- */

static void
append_sample (GString *text, const IsoTupleLineContent *content, const char *role, guint32 place)
{
  const char *name = class_name (content, place);
  if (text->len > 0)
    g_string_append (text, ", ");
  g_string_append_printf (text, _("%s sample %u"), role, content->tuples->snapshot->indices[place]);
  if (*name != '\0')
    g_string_append_printf (text, " %s", name);
}

static char *
sentence_of (const IsoTupleLineContent *content)
{
  const IsoTuple *tuple = content->tuple;
  GString *text = g_string_new (NULL);
  append_sample (text, content, _("anchor"), tuple->anchor);
  append_sample (text, content, _("positive"), tuple->positive);
  g_string_append_printf (text, _(" at distance %.3f"), (double) tuple->positive_distance);
  if (tuple->kind != ISO_TUPLE_PAIR)
    {
      append_sample (text, content, _("negative"), tuple->negative);
      g_string_append_printf (text, _(" at distance %.3f"), (double) tuple->negative_distance);
      g_string_append_printf (text, _(", violation %.3f, %s"), (double) tuple->violation, kind_word (tuple->kind));
    }
  return g_string_free (text, FALSE);
}

/* ---- the widget ---- */

static void
tell_pointed (IsoTupleLine *line, int which)
{
  if (which == line->pointed)
    return;
  line->pointed = which;
  g_signal_emit (line, signals[POINTED], 0, which);
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoTupleLine *line)
{
  double place = floor ((x - PADDING) / PICTURE_PITCH);
  int last = line->is_filled && line->content.tuples->are_pairs ? 1 : 2;
  tell_pointed (line, line->is_filled && place >= 0.0 && place <= last ? (int) place : -1);
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoTupleLine *line)
{
  tell_pointed (line, -1);
}

static void
iso_tuple_line_class_init (IsoTupleLineClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  widget_class->snapshot = iso_tuple_line_snapshot;
  widget_class->measure = iso_tuple_line_measure;
  signals[POINTED] = g_signal_new ("pointed", ISO_TYPE_TUPLE_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_INT);
  gtk_widget_class_set_css_name (widget_class, "tuple-line");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_tuple_line_init (IsoTupleLine *line)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  line->pointed = -1;
  g_signal_connect (motion, "enter", G_CALLBACK (pointer_moved), line);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), line);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left), line);
  gtk_widget_add_controller (GTK_WIDGET (line), motion);
  iso_watch_theme (GTK_WIDGET (line), G_CALLBACK (gtk_widget_queue_draw));
}

GtkWidget *
iso_tuple_line_new (void)
{
  return g_object_new (ISO_TYPE_TUPLE_LINE, NULL);
}

/* Which pictures are pointed at and picked: two bits each. */
static guint
marks_of (const IsoTupleLineContent *content)
{
  guint marks = 0;
  for (int which = 0; which < 3; which++)
    {
      guint32 sample = content->tuples->snapshot->indices[place_of (content->tuple, which)];
      marks = marks << 2 | (sample == content->pointed ? 2u : 0u) | (sample == content->picked ? 1u : 0u);
    }
  return marks;
}

void
iso_tuple_line_show (IsoTupleLine *line, const IsoTupleLineContent *content)
{
  g_return_if_fail (ISO_IS_TUPLE_LINE (line));
  gboolean was_heading = line->is_heading;
  const IsoTuple *before = line->is_filled ? line->content.tuple : NULL;
  IsoThumbnailCache *pictures = line->content.pictures;
  guint marks = content != NULL && content->tuple != NULL ? marks_of (content) : 0;
  /* What is pointed at changes with each move of the pointer: most of the rows in the list stay as they are. */
  gboolean is_same = before != NULL && content != NULL && content->tuple == before && content->pictures == pictures
                     && marks == line->marks;
  line->marks = marks;
  line->is_filled = content != NULL;
  line->is_heading = content != NULL && content->tuple == NULL;
  line->content = content != NULL ? *content : (IsoTupleLineContent) { 0 };
  if (line->is_filled && !line->is_heading && before != content->tuple)
    {
      g_autofree char *sentence = sentence_of (content);
      gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
      /* The row that takes the focus is made by the list, around the line. */
      GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (line));
      if (row != NULL)
        gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
    }
  if (line->is_heading != was_heading)
    gtk_widget_queue_resize (GTK_WIDGET (line));
  if (!is_same)
    gtk_widget_queue_draw (GTK_WIDGET (line));
}
