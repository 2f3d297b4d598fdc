/* Other runs beside a run's curves: what is in sight, that nothing before the fork is drawn, their toggle and words, copies and averages. */
#include <adwaita.h>

#include "tests/support/run-curves.h"
#include "tests/support/widgets.h"
#include "ui/figure/curves-branches.h"
#include "ui/figure/run-branch.h"
#include "ui/plot/curve-plot.h"

#define STEPS 100
#define PER_EPOCH 10

/* A run of 100 steps, forked at epoch 4 by one of 160 steps and from one of 60. */
static GPtrArray *
branches_new (void)
{
  GPtrArray *branches = g_ptr_array_new_with_free_func ((GDestroyNotify) iso_run_branch_free);
  IsoRunCurves *child = curves_new (160, PER_EPOCH, 0.02, 0), *parent = curves_new (60, PER_EPOCH, 0.02, 0);
  g_assert_cmpuint (iso_run_curves_step_of_epoch (child, 4), ==, 40);
  g_assert_cmpuint (iso_run_curves_step_of_epoch (child, 99), ==, 0);
  g_ptr_array_add (branches, iso_run_branch_new ("#2 child", 40, false, child));
  g_ptr_array_add (branches, iso_run_branch_new ("#3 parent", 20, true, parent));
  return branches;
}

static cairo_t *
context_new (int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cairo = cairo_create (surface);
  cairo_surface_destroy (surface);
  return cairo;
}

static void
test_range (void)
{
  g_autoptr (IsoRunCurves) curves = curves_new (STEPS, PER_EPOCH, 0.02, 1);
  IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
  cairo_t *cairo = context_new (8, 8);
  g_autofree IsoCurvesLayout *alone = iso_curves_layout_new (cairo, curves, &options, iso_theme (ISO_THEME_LIGHT), 600.0, 300.0);
  g_assert_cmpfloat (alone->steps.maximum, ==, 100.0);
  g_assert_false (iso_curves_has_branches (curves, &options));
  iso_run_curves_set_branches (curves, branches_new ());
  g_assert_cmpuint (iso_run_curves_last_of_all (curves), ==, 160);
  g_assert_true (iso_curves_has_branches (curves, &options));
  g_autofree IsoCurvesLayout *beside = iso_curves_layout_new (cairo, curves, &options, iso_theme (ISO_THEME_LIGHT), 600.0, 300.0);
  g_assert_cmpfloat (beside->steps.maximum, ==, 160.0);
  /* The cursor stays with the run itself. */
  g_assert_cmpuint (iso_curves_step_at (beside, curves, beside->right), ==, 100);
  options.has_branches = false;
  g_autofree IsoCurvesLayout *hidden = iso_curves_layout_new (cairo, curves, &options, iso_theme (ISO_THEME_LIGHT), 600.0, 300.0);
  g_assert_cmpfloat (hidden->steps.maximum, ==, 100.0);
  cairo_destroy (cairo);
  g_autofree char *sentence = iso_curves_branch_sentence (curves);
  g_assert_cmpstr (sentence, ==, "Beside it: #2 child from step 40, #3 parent from step 20");
  iso_run_curves_set_branches (curves, NULL);
  g_assert_null (iso_curves_branch_sentence (curves));
}

/* Pixels that the branches alone change, left and right of a place of x. */
static void
count_changes (int *left, int *right, const IsoRunCurves *curves, double step, int width, int height)
{
  IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  cairo_t *cairo = context_new (width, height);
  g_autofree IsoCurvesLayout *layout = iso_curves_layout_new (cairo, curves, &options, theme, width, height);
  iso_curves_draw_branches (cairo, layout, curves, &options, theme);
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_t *surface = cairo_get_target (cairo);
  cairo_surface_flush (surface);
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  size_t stride = (size_t) cairo_image_surface_get_stride (surface);
  *left = *right = 0;
  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
      if (pixels[(size_t) row * stride + 4 * (size_t) column + 3] > 8)
        {
          g_assert_true (column >= layout->left - 1.0 && column <= layout->right + 1.0);
          *(column < iso_curves_x (layout, step) - 2.0 ? left : right) += 1;
        }
  iso_curves_label_branches (cairo, layout, curves, &options, theme);
  cairo_destroy (cairo);
}

static void
test_drawing (void)
{
  int left, right;
  g_autoptr (IsoRunCurves) curves = curves_new (STEPS, PER_EPOCH, 0.02, 0);
  iso_run_curves_set_branches (curves, branches_new ());
  /* The parent leaves at 20: nothing before. */
  count_changes (&left, &right, curves, 20.0, 600, 300);
  g_assert_cmpint (left, ==, 0);
  g_assert_cmpint (right, >, 400);
  count_changes (&left, &right, curves, 100.0, 120, 60);
  g_assert_cmpint (right, >, 10);
  /* One that has not come beyond the fork, and one that has nothing at all. */
  GPtrArray *odd = g_ptr_array_new_with_free_func ((GDestroyNotify) iso_run_branch_free);
  g_ptr_array_add (odd, iso_run_branch_new ("short", 100, false, curves_new (100, PER_EPOCH, 0.02, 0)));
  g_ptr_array_add (odd, iso_run_branch_new ("empty", 40, false, iso_run_curves_new (0)));
  iso_run_curves_set_branches (curves, odd);
  count_changes (&left, &right, curves, 99.0, 600, 300);
  g_assert_cmpint (left, ==, 0);
}

/* A copy has its own branches, and all are averaged alike. */
static void
test_copies (void)
{
  g_autoptr (IsoRunCurves) curves = curves_new (STEPS, PER_EPOCH, 0.02, 0);
  iso_run_curves_set_branches (curves, branches_new ());
  g_autoptr (IsoRunCurves) copy = iso_run_curves_copy (curves);
  const IsoRunBranch *own = curves->branches->pdata[0], *other = copy->branches->pdata[0];
  g_assert_true (own->curves != other->curves);
  g_assert_cmpstr (own->label, ==, other->label);
  iso_run_curves_smooth (curves, 0.0);
  g_assert_cmpfloat (iso_run_curves_smoothed (own->curves, ISO_RUN_LOSS, 50), ==, iso_run_curves_value (own->curves, ISO_RUN_LOSS, 50));
  g_assert_cmpfloat (iso_run_curves_smoothed (other->curves, ISO_RUN_LOSS, 50), !=, iso_run_curves_value (own->curves, ISO_RUN_LOSS, 50));
}

static void
test_widget (void)
{
  g_autoptr (IsoHistory) history = history_new (STEPS, PER_EPOCH, 0.02, 0);
  GtkWidget *window = gtk_window_new ();
  IsoCurvePlot *plot = ISO_CURVE_PLOT (iso_curve_plot_new ());
  gpointer gone = plot;
  gtk_window_set_default_size (GTK_WINDOW (window), 680, 320);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (plot));
  gtk_window_present (GTK_WINDOW (window));
  GtkWidget *entry = test_find_button (GTK_WIDGET (plot), "forks");
  /* Before there is a run they are nobody's. */
  iso_curve_plot_set_branches (plot, branches_new ());
  g_assert_false (gtk_widget_get_visible (entry));
  iso_curve_plot_set_history (plot, history, PER_EPOCH);
  g_assert_false (gtk_widget_get_visible (entry));
  iso_curve_plot_set_branches (plot, branches_new ());
  g_assert_true (gtk_widget_get_visible (entry));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (entry), "#3 parent, which this run was forked from"));
  test_wait_ms (300);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (entry), FALSE);
  test_wait_ms (50);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (entry), TRUE);
  g_autoptr (IsoFigure) figure = iso_view_card_figure (ISO_VIEW_CARD (plot));
  g_assert_nonnull (figure);
  /* The next history has none. */
  iso_curve_plot_set_history (plot, history, PER_EPOCH);
  g_assert_false (gtk_widget_get_visible (entry));
  g_object_add_weak_pointer (gone, &gone);
  gtk_window_destroy (GTK_WINDOW (window));
  for (int i = 0; i < 100 && gone != NULL; i++)
    test_wait_ms (10);
  g_assert_null (gone);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/curve-branches/range", test_range);
  g_test_add_func ("/curve-branches/drawing", test_drawing);
  g_test_add_func ("/curve-branches/copies", test_copies);
  g_test_add_func ("/curve-branches/widget", test_widget);
  return g_test_run ();
}
