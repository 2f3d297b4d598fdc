#include "ui/panel/student-column-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/student-look.h"
#include "ui/panel/quantities.h"
#include "ui/panel/square-layout.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define MARK_SIZE 14
#define MARK_RADIUS 4.5
#define MATRIX_SIDE 280

G_DEFINE_FINAL_TYPE (IsoStudentColumn, iso_student_column, GTK_TYPE_BOX)

enum { ZOOMED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* Nothing is laid out anew where the words stay the same. */
static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}

/* A GtkInscription never asks for another size: what is pointed at moves nothing, and columns stay alike. */
void
iso_student_column_set_inscription (GtkInscription *inscription, const char *text)
{
  if (g_strcmp0 (gtk_inscription_get_text (inscription), text) == 0)
    return;
  gtk_inscription_set_text (inscription, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (inscription), *text != '\0' ? text : NULL);
}

/* ---- what is shown ---- */

void
iso_student_column_set_failure (IsoStudentColumn *column, const char *failure, bool others_go_on)
{
  g_return_if_fail (ISO_IS_STUDENT_COLUMN (column));
  g_autofree char *told = failure != NULL && others_go_on ? g_strdup_printf (_("%s The others go on."), failure) : g_strdup (failure);
  gtk_widget_set_visible (GTK_WIDGET (column->failure), failure != NULL);
  iso_student_column_set_inscription (column->failure, told != NULL ? told : "");
}

void
iso_student_column_set_scores (IsoStudentColumn *column, const IsoStudentScores *scores)
{
  g_return_if_fail (ISO_IS_STUDENT_COLUMN (column));
  iso_student_numbers_show (column->numbers, scores);
}

static void
set_number (GtkLabel *label, double value, char *text)
{
  set_text (label, isfinite (value) ? text : "–");
  g_free (text);
}

static void
show_health (IsoStudentColumn *column)
{
  const IsoStudentStage *stage = &column->stage;
  set_number (column->health[0], stage->entropy, g_strdup_printf ("%.2f", stage->entropy));
  set_number (column->health[1], stage->effective_neighbors, g_strdup_printf ("%.1f", stage->effective_neighbors));
  set_number (column->health[2], stage->mean_similarity, g_strdup_printf ("%.2f", stage->mean_similarity));
}

void
iso_student_column_set_stage (IsoStudentColumn *column, const IsoStudentStage *stage, const IsoBatchSnapshot *batch)
{
  g_return_if_fail (ISO_IS_STUDENT_COLUMN (column));
  bool is_there = stage->matrices != NULL && stage->matrices->values[stage->kind] != NULL;
  g_autofree char *moment = NULL;
  if (stage->matrices != NULL)
    iso_batch_matrices_ref (stage->matrices);
  iso_batch_matrices_unref (column->stage.matrices);
  column->stage = *stage;
  iso_matrix_view_show (column->matrix, stage->kind, stage->matrices, TRUE, NULL);
  gtk_widget_set_focusable (GTK_WIDGET (column->matrix), is_there);
  gtk_widget_set_visible (GTK_WIDGET (column->matrix_empty), !is_there);
  if (batch != NULL)
    {
      g_autofree char *step = iso_quantity_text (batch->step);
      moment = g_strdup_printf (batch->is_probe ? _("probe at step %s") : _("step %s"), step);
    }
  set_text (column->moment, moment != NULL ? moment : "");
  if (is_there && stage->mode != ISO_DISTILL_NONE && batch != NULL && !batch->has_teacher)
    iso_student_column_set_inscription (column->title, _("as they would be: no teacher in the first epoch"));
  else
    iso_student_column_set_inscription (column->title, iso_student_stage_title (stage));
  show_health (column);
  iso_student_column_follow_choice (column);
}

const IsoMatrixZoom *
iso_student_column_zoom (IsoStudentColumn *column)
{
  g_return_val_if_fail (ISO_IS_STUDENT_COLUMN (column), NULL);
  return iso_matrix_view_zoom (column->matrix);
}

void
iso_student_column_set_zoom (IsoStudentColumn *column, const IsoMatrixZoom *zoom)
{
  g_return_if_fail (ISO_IS_STUDENT_COLUMN (column) && zoom != NULL);
  iso_matrix_view_set_zoom (column->matrix, zoom);
}

static void
matrix_zoomed (IsoStudentColumn *column)
{
  g_signal_emit (column, signals[ZOOMED], 0);
}

void
iso_student_column_set_map (IsoStudentColumn *column, IsoProjectedMap *map)
{
  g_return_if_fail (ISO_IS_STUDENT_COLUMN (column));
  g_autofree char *note = map == NULL ? g_strdup (_("The map appears with the first evaluation.")) : iso_student_map_describe (map);
  g_autofree char *whole = map == NULL ? NULL : iso_projected_map_describe (map);
  g_autofree char *description = g_strdup_printf ("%s: %s", iso_student_name (column->mode), whole != NULL ? whole : note);
  iso_map_canvas_set_map (column->canvas, map);
  set_text (column->map_note, note);
  gtk_accessible_update_property (GTK_ACCESSIBLE (column->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

IsoDistillMode
iso_student_column_mode (IsoStudentColumn *column)
{
  g_return_val_if_fail (ISO_IS_STUDENT_COLUMN (column), ISO_DISTILL_NONE);
  return column->mode;
}

/* ---- the widget ---- */

static void
draw_mark (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  IsoStudentColumn *column = data;
  iso_student_mark_draw (cairo, column->mode, column->place, 0.5 * width, 0.5 * height, MARK_RADIUS, iso_present_theme ());
}

static GtkLabel *
add_label (GtkWidget *box, const char *text, const char *const *classes)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_css_classes (label, (const char **) classes);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkInscription *
add_inscription (GtkWidget *box, guint lines, const char *const *classes)
{
  GtkWidget *inscription = gtk_inscription_new (NULL);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (inscription), lines);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (inscription), lines);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (inscription), 8);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (inscription), 20);
  gtk_inscription_set_yalign (GTK_INSCRIPTION (inscription), 0.0f);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_set_css_classes (inscription, (const char **) classes);
  gtk_box_append (GTK_BOX (box), inscription);
  return GTK_INSCRIPTION (inscription);
}

static void
add_header (IsoStudentColumn *column)
{
  static const char *const name_classes[] = { "heading", NULL }, *const quiet[] = { "dim-label", "caption", NULL };
  static const char *const right[] = { "dim-label", "caption", "numeric", NULL }, *const alarm[] = { "student-failure", NULL };
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  column->mark = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (column->mark), MARK_SIZE);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (column->mark), MARK_SIZE);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (column->mark), draw_mark, column, NULL);
  gtk_widget_set_valign (column->mark, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (header, "view-header");
  gtk_box_append (GTK_BOX (header), column->mark);
  gtk_label_set_wrap (add_label (header, iso_student_name (column->mode), name_classes), FALSE);
  GtkLabel *about = add_label (header, iso_student_about (column->mode), quiet);
  gtk_label_set_wrap (about, FALSE);
  gtk_label_set_ellipsize (about, PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (GTK_WIDGET (about), iso_student_about (column->mode));
  gtk_widget_set_hexpand (GTK_WIDGET (about), TRUE);
  column->moment = add_label (header, NULL, right);
  gtk_label_set_wrap (column->moment, FALSE);
  gtk_box_append (GTK_BOX (column), header);
  column->failure = add_inscription (GTK_WIDGET (column), 2, alarm);
  gtk_widget_set_visible (GTK_WIDGET (column->failure), FALSE);
}

/* Words and values of health in two columns. */
static void
add_health (IsoStudentColumn *column, GtkWidget *facts)
{
  const char *const names[] = { _("entropy"), _("neighbors"), _("similarity") };
  const char *const helps[] = { _("Mean entropy of the rows of P over ln B: 1 where the targets say nothing, 0 where each names one sample"),
                                _("How many samples a row of P spreads over: the exponential of its entropy"),
                                _("Mean similarity of the student's embeddings: near 1 where they have collapsed to one point") };
  static const char *const quiet[] = { "dim-label", "caption", NULL }, *const value[] = { "numeric", "caption-heading", NULL };
  GtkWidget *grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  gtk_widget_set_margin_top (grid, 8);
  for (int i = 0; i < 3; i++)
    {
      GtkWidget *name = gtk_label_new (names[i]), *number = gtk_label_new ("–");
      gtk_label_set_xalign (GTK_LABEL (name), 0.0f);
      gtk_label_set_xalign (GTK_LABEL (number), 1.0f);
      gtk_widget_set_hexpand (number, TRUE);
      gtk_widget_set_css_classes (name, (const char **) quiet);
      gtk_widget_set_css_classes (number, (const char **) value);
      gtk_widget_set_tooltip_text (name, helps[i]);
      gtk_widget_set_tooltip_text (number, helps[i]);
      gtk_grid_attach (GTK_GRID (grid), name, 0, i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), number, 1, i, 1, 1);
      column->health[i] = GTK_LABEL (number);
    }
  gtk_box_append (GTK_BOX (facts), grid);
}

static void
add_matrix (IsoStudentColumn *column)
{
  static const char *const heading[] = { "heading", NULL }, *const quiet[] = { "dim-label", "caption", NULL };
  static const char *const reading[] = { "numeric", "caption", "student-cell", NULL };
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *facts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *overlay = gtk_overlay_new ();
  g_autofree char *name = g_strdup_printf (_("%s: matrix of the batch"), iso_student_name (column->mode));
  column->matrix = ISO_MATRIX_VIEW (iso_matrix_view_new (column->stage.kind));
  column->matrix_empty = GTK_LABEL (gtk_label_new (_("The batch appears with the first step.")));
  gtk_label_set_wrap (column->matrix_empty, TRUE);
  gtk_label_set_justify (column->matrix_empty, GTK_JUSTIFY_CENTER);
  gtk_widget_set_css_classes (GTK_WIDGET (column->matrix_empty), (const char *[]) { "dim-label", "caption", NULL });
  gtk_widget_set_can_target (GTK_WIDGET (column->matrix_empty), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (column->matrix), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  iso_matrix_view_set_interactive (column->matrix);
  g_signal_connect (column->matrix, "cursor-moved", G_CALLBACK (iso_student_column_cursor_moved), column);
  g_signal_connect (column->matrix, "cell-picked", G_CALLBACK (iso_student_column_cell_picked), column);
  g_signal_connect_swapped (column->matrix, "zoomed", G_CALLBACK (matrix_zoomed), column);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (column->matrix));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (column->matrix_empty));
  add_label (facts, iso_student_stage_symbol (&column->stage), heading);
  column->title = add_inscription (facts, 2, quiet);
  add_health (column, facts);
  column->cell = add_inscription (facts, 2, reading);
  gtk_widget_set_margin_top (GTK_WIDGET (column->cell), 8);
  gtk_widget_set_layout_manager (row, iso_square_layout_new (12, MATRIX_SIDE));
  gtk_widget_add_css_class (row, "student-part");
  gtk_box_append (GTK_BOX (row), overlay);
  gtk_box_append (GTK_BOX (row), facts);
  gtk_box_append (GTK_BOX (column), row);
}

static void
add_map (IsoStudentColumn *column)
{
  GtkWidget *overlay = gtk_overlay_new ();
  column->canvas = ISO_MAP_CANVAS (iso_map_canvas_new ());
  column->map_note = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (column->map_note, 0.0f);
  gtk_label_set_ellipsize (column->map_note, PANGO_ELLIPSIZE_END);
  gtk_widget_set_valign (GTK_WIDGET (column->map_note), GTK_ALIGN_START);
  gtk_widget_set_can_target (GTK_WIDGET (column->map_note), FALSE);
  gtk_widget_set_css_classes (GTK_WIDGET (column->map_note), (const char *[]) { "dim-label", "caption", "numeric", "student-note", NULL });
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (column->canvas));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (column->map_note));
  gtk_widget_set_vexpand (overlay, TRUE);
  gtk_widget_add_css_class (overlay, "student-map");
  gtk_box_append (GTK_BOX (column), overlay);
}

static void
iso_student_column_dispose (GObject *object)
{
  IsoStudentColumn *column = ISO_STUDENT_COLUMN (object);
  iso_student_column_forget_choice (column);
  g_clear_pointer (&column->stage.matrices, iso_batch_matrices_unref);
  g_clear_pointer (&column->names, iso_dataset_unref);
  G_OBJECT_CLASS (iso_student_column_parent_class)->dispose (object);
}

static void
iso_student_column_class_init (IsoStudentColumnClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_student_column_dispose;
  signals[ZOOMED] = g_signal_new ("zoomed", ISO_TYPE_STUDENT_COLUMN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
iso_student_column_init (IsoStudentColumn *column)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (column), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (column), "card");
  gtk_widget_add_css_class (GTK_WIDGET (column), "view-card");
  gtk_widget_set_overflow (GTK_WIDGET (column), GTK_OVERFLOW_HIDDEN);
}

/* The drawing area below is a child of the column: no need to look after it once that is gone. */
static void
theme_changed (IsoStudentColumn *column)
{
  gtk_widget_queue_draw (column->mark);
}

GtkWidget *
iso_student_column_new (IsoDistillMode mode, size_t place, IsoDataset *names)
{
  IsoStudentColumn *column = g_object_new (ISO_TYPE_STUDENT_COLUMN, NULL);
  g_autoptr (IsoStudentStages) empty = iso_student_stages_new ((IsoBatchSnapshot *[]) { NULL }, &mode, 1);
  column->mode = mode;
  column->place = place;
  column->names = names != NULL ? iso_dataset_ref (names) : NULL;
  column->stage = empty->stages[0];
  add_header (column);
  column->numbers = ISO_STUDENT_NUMBERS (iso_student_numbers_new ());
  gtk_box_append (GTK_BOX (column), GTK_WIDGET (column->numbers));
  add_matrix (column);
  add_map (column);
  gtk_accessible_update_property (GTK_ACCESSIBLE (column), GTK_ACCESSIBLE_PROPERTY_LABEL, iso_student_name (mode),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, iso_student_about (mode), -1);
  iso_student_column_set_scores (column, &(IsoStudentScores) { -1, NAN, NAN, NAN, NAN });
  iso_student_column_set_map (column, NULL);
  iso_student_column_set_stage (column, &empty->stages[0], NULL);
  iso_watch_theme (GTK_WIDGET (column), G_CALLBACK (theme_changed));
  return GTK_WIDGET (column);
}
