#include "ui/panel/student-chart.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/figure/student-look.h"

#define LOSS "loss"
#define SMOOTHING 0.9
#define STEPS_READ 512 /* at once */

/* What was read of one student. */
typedef struct {
  IsoCurve *losses;
  size_t steps_read;
  GArray *epochs; /* IsoEpochRecord */
} Lines;

struct _IsoStudentChart {
  IsoViewCard parent_instance;
  IsoStudents *students;
  IsoChartView *view;
  IsoChart *drawn;          /* or NULL */
  GtkDropDown *list;
  GtkStringList *names;     /* of what can be chosen */
  const char *chosen;       /* interned */
  gboolean is_filling;      /* the list, which then chooses by itself */
  Lines lines[ISO_COMPARISON_MOST];
  size_t count;
};

G_DEFINE_FINAL_TYPE (IsoStudentChart, iso_student_chart, ISO_TYPE_VIEW_CARD)

static bool
shows_loss (IsoStudentChart *chart)
{
  return g_str_equal (chart->chosen, LOSS);
}

/* ---- the chart ---- */

static void
add_scores (IsoChart *drawn, IsoStudentChart *chart, size_t student, IsoScoreKey key)
{
  const GArray *epochs = chart->lines[student].epochs;
  IsoDistillMode mode = iso_students_mode (chart->students, student);
  g_autofree double *x = g_new (double, MAX (epochs->len, 1)), *y = g_new (double, MAX (epochs->len, 1));
  for (guint i = 0; i < epochs->len; i++)
    {
      const IsoEpochRecord *record = &g_array_index (epochs, IsoEpochRecord, i);
      x[i] = (double) record->step;
      y[i] = iso_scores_value (&record->test, key);
    }
  size_t series = iso_chart_add_points (drawn, iso_student_name (mode), iso_student_color (mode), x, y, epochs->len);
  if (mode == ISO_DISTILL_NONE)
    iso_chart_set_dashed (drawn, series);
}

static void
draw (IsoStudentChart *chart)
{
  IsoScoreKey key = ISO_SCORE_RECALL_1;
  g_clear_pointer (&chart->drawn, iso_chart_unref);
  if (chart->count > 0)
    {
      chart->drawn = iso_chart_new ();
      iso_chart_set_x (chart->drawn, _("step"), ISO_CHART_INTEGERS);
      iso_chart_set_y (chart->drawn, NULL, ISO_CHART_LINEAR);
      iso_score_key_find (&key, chart->chosen);
    }
  for (size_t i = 0; i < chart->count; i++)
    if (shows_loss (chart))
      {
        IsoDistillMode mode = iso_students_mode (chart->students, i);
        iso_chart_add_curve (chart->drawn, iso_student_name (mode), iso_student_color (mode), chart->lines[i].losses, 1.0);
      }
    else
      add_scores (chart->drawn, chart, i, key);
  iso_chart_view_set_empty_text (chart->view, shows_loss (chart) ? _("The losses appear with the first step: press Start (F5).")
                                                                 : _("The scores appear with the first evaluation."));
  iso_view_card_set_subtitle (ISO_VIEW_CARD (chart), shows_loss (chart)
                                                         ? _("each step, averaged in front; without the part of distillation")
                                                         : _("on the test part, after each evaluation"));
  iso_chart_view_set_chart (chart->view, chart->drawn);
}

/* ---- the list ---- */

/* What was evaluated of the first student may be chosen; all are evaluated alike. */
static void
fill_list (IsoStudentChart *chart)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  const char *names[ISO_SCORES_MAX + 3] = { "recall@1", "map@r" };
  guint count = 2, chosen = 0;
  const GArray *epochs = chart->count > 0 ? chart->lines[0].epochs : NULL;
  size_t run = epochs != NULL && epochs->len > 0
                   ? iso_scores_keys (keys, &g_array_index (epochs, IsoEpochRecord, epochs->len - 1).test)
                   : 0;
  for (size_t i = 0; i < run; i++)
    if (!iso_score_key_equal (keys[i], ISO_SCORE_RECALL_1) && !iso_score_key_equal (keys[i], ISO_SCORE_MAP_AT_R))
      names[count++] = iso_score_key_name (keys[i]);
  names[count++] = LOSS;
  bool is_same = g_list_model_get_n_items (G_LIST_MODEL (chart->names)) == count;
  for (guint i = 0; i < count; i++)
    {
      is_same = is_same && g_str_equal (gtk_string_list_get_string (chart->names, i), names[i]);
      chosen = g_str_equal (names[i], chart->chosen) ? i : chosen;
    }
  if (is_same)
    return;
  chart->is_filling = TRUE;
  names[count] = NULL;
  gtk_string_list_splice (chart->names, 0, g_list_model_get_n_items (G_LIST_MODEL (chart->names)), names);
  gtk_drop_down_set_selected (chart->list, chosen);
  chart->is_filling = FALSE;
  chart->chosen = g_intern_string (names[chosen]);
}

static void
selected (IsoStudentChart *chart)
{
  guint place = gtk_drop_down_get_selected (chart->list);
  if (chart->is_filling || place == GTK_INVALID_LIST_POSITION)
    return;
  chart->chosen = g_intern_string (gtk_string_list_get_string (chart->names, place));
  draw (chart);
}

bool
iso_student_chart_choose (IsoStudentChart *chart, const char *name)
{
  g_return_val_if_fail (ISO_IS_STUDENT_CHART (chart), false);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (chart->names)); i++)
    if (g_str_equal (gtk_string_list_get_string (chart->names, i), name))
      {
        gtk_drop_down_set_selected (chart->list, i);
        return true;
      }
  return false;
}

const char *
iso_student_chart_chosen (IsoStudentChart *chart)
{
  g_return_val_if_fail (ISO_IS_STUDENT_CHART (chart), NULL);
  return chart->chosen;
}

const IsoChart *
iso_student_chart_drawn (IsoStudentChart *chart)
{
  g_return_val_if_fail (ISO_IS_STUDENT_CHART (chart), NULL);
  return chart->drawn;
}

/* ---- what the histories say ---- */

static bool
read_steps (Lines *lines, IsoHistory *history)
{
  g_autofree IsoStepRecord *records = NULL;
  size_t first = lines->steps_read, read;
  if (iso_history_step_count (history) == first)
    return false;
  records = g_new (IsoStepRecord, STEPS_READ);
  do
    {
      read = iso_history_read_steps (history, records, lines->steps_read, STEPS_READ);
      for (size_t i = 0; i < read; i++)
        iso_curve_append (lines->losses, records[i].metric_loss);
      lines->steps_read += read;
    }
  while (read == STEPS_READ);
  return lines->steps_read > first;
}

static bool
read_epochs (Lines *lines, IsoHistory *history)
{
  IsoEpochRecord record;
  guint first = lines->epochs->len;
  while (iso_history_read_epochs (history, &record, lines->epochs->len, 1) == 1)
    g_array_append_val (lines->epochs, record);
  return lines->epochs->len > first;
}

void
iso_student_chart_update (IsoStudentChart *chart)
{
  g_return_if_fail (ISO_IS_STUDENT_CHART (chart));
  bool has_steps = false, has_epochs = false;
  for (size_t i = 0; i < chart->count; i++)
    {
      has_steps |= read_steps (&chart->lines[i], iso_students_history (chart->students, i));
      has_epochs |= read_epochs (&chart->lines[i], iso_students_history (chart->students, i));
    }
  if (has_epochs)
    fill_list (chart);
  if (has_epochs && !shows_loss (chart))
    draw (chart);
  else if (has_steps && shows_loss (chart))
    iso_chart_view_grown (chart->view);
}

static void
clear_lines (IsoStudentChart *chart)
{
  for (size_t i = 0; i < chart->count; i++)
    {
      g_clear_pointer (&chart->lines[i].losses, iso_curve_free);
      g_clear_pointer (&chart->lines[i].epochs, g_array_unref);
    }
  chart->count = 0;
}

static void
prepared (IsoStudentChart *chart)
{
  clear_lines (chart);
  chart->count = iso_students_count (chart->students);
  for (size_t i = 0; i < chart->count; i++)
    chart->lines[i] = (Lines) { iso_curve_new (SMOOTHING), 0, g_array_new (FALSE, FALSE, sizeof (IsoEpochRecord)) };
  draw (chart);
  iso_student_chart_update (chart);
}

/* ---- the widget ---- */

static void
iso_student_chart_dispose (GObject *object)
{
  IsoStudentChart *chart = ISO_STUDENT_CHART (object);
  clear_lines (chart);
  g_clear_pointer (&chart->drawn, iso_chart_unref);
  g_clear_object (&chart->students);
  G_OBJECT_CLASS (iso_student_chart_parent_class)->dispose (object);
}

static void
iso_student_chart_class_init (IsoStudentChartClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_student_chart_dispose;
}

static void
iso_student_chart_init (IsoStudentChart *chart)
{
  static const char *const names[] = { "recall@1", "map@r", LOSS, NULL };
  chart->chosen = g_intern_string (names[0]);
  chart->names = gtk_string_list_new (names);
  chart->list = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (chart->names), NULL));
  chart->view = ISO_CHART_VIEW (iso_chart_view_new (_("Curves of the students")));
  gtk_widget_add_css_class (GTK_WIDGET (chart->list), "student-list");
  gtk_widget_set_valign (GTK_WIDGET (chart->list), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (chart->list), _("What the curves show"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (chart->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What the curves show"), -1);
  g_signal_connect_swapped (chart->list, "notify::selected", G_CALLBACK (selected), chart);
  gtk_widget_add_css_class (GTK_WIDGET (chart->view), "student-curves");
  iso_view_card_set_title (ISO_VIEW_CARD (chart), _("Curves"));
  iso_view_card_add_control (ISO_VIEW_CARD (chart), GTK_WIDGET (chart->list));
  iso_view_card_set_body (ISO_VIEW_CARD (chart), GTK_WIDGET (chart->view));
}

GtkWidget *
iso_student_chart_new (IsoStudents *students)
{
  IsoStudentChart *chart = g_object_new (ISO_TYPE_STUDENT_CHART, NULL);
  chart->students = g_object_ref (students);
  g_signal_connect_object (students, "prepared", G_CALLBACK (prepared), chart, G_CONNECT_SWAPPED);
  prepared (chart);
  return GTK_WIDGET (chart);
}
