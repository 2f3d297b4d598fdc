/* The what-if grid as a person meets it: without a batch, tiles that come, a cell tried by click and keys, other axes and ends, a stop,
 * and batches that stream in. */
#include <adwaita.h>
#include <string.h>

#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/plot/what-if-canvas.h"
#include "ui/plot/what-if-ends.h"
#include "ui/plot/what-if-view.h"

#define SIDE 40

typedef struct {
  GtkWindow *window;
  IsoWhatIfView *view;
  IsoWhatIfCanvas *canvas;
  IsoWhatIfEnds *ends;
  IsoXray *xray;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->view = ISO_WHAT_IF_VIEW (iso_what_if_view_new ());
  fixture->canvas = ISO_WHAT_IF_CANVAS (test_find (GTK_WIDGET (fixture->view), ISO_TYPE_WHAT_IF_CANVAS));
  fixture->ends = ISO_WHAT_IF_ENDS (test_find (GTK_WIDGET (fixture->view), ISO_TYPE_WHAT_IF_ENDS));
  fixture->xray = iso_xray_new ();
  iso_what_if_view_set_xray (fixture->view, fixture->xray);
  gtk_window_set_default_size (fixture->window, 700, 480);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  gtk_window_present (fixture->window);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (fixture->view)));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer view = fixture->view, canvas = fixture->canvas, ends = fixture->ends, xray = fixture->xray;
  g_object_add_weak_pointer (view, &view);
  g_object_add_weak_pointer (canvas, &canvas);
  g_object_add_weak_pointer (ends, &ends);
  g_object_add_weak_pointer (xray, &xray);
  g_object_unref (fixture->xray);
  gtk_window_destroy (fixture->window);
  WAIT_FOR (view == NULL && canvas == NULL && ends == NULL && xray == NULL);
}

static void
give_batch (Fixture *fixture, size_t B, guint64 step)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (B, 16, 8, step);
  iso_xray_set_snapshot (fixture->xray, batch);
}

static void
wait_ready (Fixture *fixture)
{
  WAIT_FOR (iso_what_if_view_is_ready (fixture->view) && iso_what_if_view_grid (fixture->view) != NULL);
  WAIT_FOR (gtk_widget_get_width (GTK_WIDGET (fixture->canvas)) > 100);
}

static GtkEventController *
controller_of (gpointer widget, GType type, guint which)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type) && which-- == 0)
        return GTK_EVENT_CONTROLLER (controller);
    }
  g_assert_not_reached ();
}

static gboolean
press (Fixture *fixture, guint key)
{
  gboolean handled = FALSE;
  g_signal_emit_by_name (controller_of (fixture->canvas, GTK_TYPE_EVENT_CONTROLLER_KEY, 0), "key-pressed", key, 0, 0, &handled);
  return handled;
}

static void
point_at (Fixture *fixture, size_t place)
{
  GtkWidget *canvas = GTK_WIDGET (fixture->canvas);
  IsoWhatIfBox box = iso_what_if_figure_box (iso_what_if_view_grid (fixture->view), gtk_widget_get_width (canvas),
                                             gtk_widget_get_height (canvas), place);
  g_signal_emit_by_name (controller_of (canvas, GTK_TYPE_EVENT_CONTROLLER_MOTION, 0), "motion", box.x + 5.0, box.y + 5.0);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = GTK_WIDGET (fixture->view);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, "What if");
  g_assert_true (test_says (view, "Press Start"));
  g_assert_null (iso_what_if_view_grid (fixture->view));
  g_assert_true (iso_what_if_view_is_ready (fixture->view));
  g_assert_false (press (fixture, GDK_KEY_Right));
  give_batch (fixture, SIDE, 3);
  wait_ready (fixture);
  iso_xray_set_dataset (fixture->xray, NULL);
  g_assert_null (iso_what_if_view_grid (fixture->view));
  give_batch (fixture, 1, 4);
  g_assert_true (test_says (view, "one sample"));
  iso_what_if_view_set_xray (fixture->view, NULL);
  g_assert_true (test_says (view, "Press Start"));
}

static void
test_comes (Fixture *fixture, gconstpointer data)
{
  give_batch (fixture, SIDE, 3);
  g_assert_nonnull (iso_what_if_view_grid (fixture->view));
  g_assert_false (iso_what_if_view_is_ready (fixture->view));
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "0 of 20 computed"));
  wait_ready (fixture);
  const IsoWhatIfGrid *grid = iso_what_if_view_grid (fixture->view);
  g_assert_cmpuint (iso_what_if_grid_done (grid), ==, 20);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "batch at step 3 · 40 samples"));
  g_assert_false (test_says (GTK_WIDGET (fixture->view), "computed"));
  g_assert_true (g_str_has_prefix (iso_what_if_view_hint (fixture->view), "Below each"));
}

static gboolean
is_described (Fixture *fixture, const char *words)
{
  g_autofree char *found = gtk_test_accessible_check_property (GTK_ACCESSIBLE (fixture->canvas),
                                                               GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words);
  return found == NULL;
}

static void
test_described (Fixture *fixture, gconstpointer data)
{
  give_batch (fixture, SIDE, 3);
  wait_ready (fixture);
  const IsoWhatIfGrid *grid = iso_what_if_view_grid (fixture->view);
  int present = iso_what_if_grid_place_of (grid, &iso_xray_snapshot (fixture->xray)->distill);
  g_autofree char *words = iso_what_if_words (grid, present);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->canvas), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, "Targets under other settings");
  WAIT_FOR (is_described (fixture, words));
}

/* Arrows from the cell in force, Enter tries it, its own tiles are not computed again; the run's cell ends the trial. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  IsoDistillSettings settings;
  give_batch (fixture, SIDE, 3);
  wait_ready (fixture);
  IsoWhatIfTile *first = iso_what_if_view_grid (fixture->view)->tiles[0];
  int present = iso_what_if_grid_place_of (iso_what_if_view_grid (fixture->view), &iso_xray_snapshot (fixture->xray)->distill);
  g_assert_true (press (fixture, GDK_KEY_Right));
  g_assert_cmpint (iso_what_if_canvas_cursor (fixture->canvas), ==, present);
  g_assert_true (g_str_has_prefix (iso_what_if_view_hint (fixture->view), "ω 0.8 · k 10"));
  g_assert_nonnull (strstr (iso_what_if_view_hint (fixture->view), "in force"));
  press (fixture, GDK_KEY_Right);
  press (fixture, GDK_KEY_Up);
  g_assert_cmpint (iso_what_if_canvas_cursor (fixture->canvas), ==, present + 1 - 5);
  g_assert_true (press (fixture, GDK_KEY_Return));
  iso_xray_get_settings (fixture->xray, &settings);
  g_assert_true (iso_xray_has_trial (fixture->xray));
  g_assert_cmpfloat_with_epsilon (settings.omega, 0.9, 1e-12);
  g_assert_cmpint (settings.k, ==, 5);
  g_assert_true (iso_what_if_view_is_ready (fixture->view));
  g_assert_true (iso_what_if_view_grid (fixture->view)->tiles[0] == first);
  g_assert_cmpint (iso_what_if_canvas_cursor (fixture->canvas), ==, present + 1 - 5);
  g_assert_nonnull (strstr (iso_what_if_view_hint (fixture->view), "in force"));
  press (fixture, GDK_KEY_Left);
  press (fixture, GDK_KEY_Down);
  press (fixture, GDK_KEY_Return);
  g_assert_false (iso_xray_has_trial (fixture->xray));
  g_assert_true (press (fixture, GDK_KEY_Escape));
  g_assert_cmpint (iso_what_if_canvas_cursor (fixture->canvas), ==, -1);
  g_assert_false (press (fixture, GDK_KEY_Escape));
}

static void
test_pointer (Fixture *fixture, gconstpointer data)
{
  IsoDistillSettings settings;
  give_batch (fixture, SIDE, 3);
  wait_ready (fixture);
  point_at (fixture, 3);
  g_assert_cmpint (iso_what_if_canvas_cursor (fixture->canvas), ==, 3);
  g_assert_false (iso_what_if_canvas_is_enlarged (fixture->canvas));
  WAIT_FOR (iso_what_if_canvas_is_enlarged (fixture->canvas));
  g_assert_nonnull (strstr (iso_what_if_view_hint (fixture->view), "of P on the same class"));
  GtkWidget *canvas = GTK_WIDGET (fixture->canvas);
  IsoWhatIfBox box = iso_what_if_figure_box (iso_what_if_view_grid (fixture->view), gtk_widget_get_width (canvas),
                                             gtk_widget_get_height (canvas), 3);
  /* One click gives the focus, the other chooses. */
  for (guint click = 0; click < 2; click++)
    g_signal_emit_by_name (controller_of (canvas, GTK_TYPE_GESTURE_CLICK, click), "released", 1, box.x + 5.0, box.y + 5.0);
  iso_xray_get_settings (fixture->xray, &settings);
  g_assert_cmpfloat_with_epsilon (settings.omega, iso_what_if_view_grid (fixture->view)->columns.values[3], 1e-12);
  g_signal_emit_by_name (controller_of (canvas, GTK_TYPE_EVENT_CONTROLLER_MOTION, 0), "leave");
  g_assert_cmpint (iso_what_if_canvas_cursor (fixture->canvas), ==, -1);
  g_assert_false (iso_what_if_canvas_is_enlarged (fixture->canvas));
}

static void
test_pairs (Fixture *fixture, gconstpointer data)
{
  give_batch (fixture, SIDE, 3);
  wait_ready (fixture);
  GtkDropDown *pairs = GTK_DROP_DOWN (test_find (GTK_WIDGET (fixture->view), GTK_TYPE_DROP_DOWN));
  gtk_drop_down_set_selected (pairs, ISO_WHAT_IF_TAU_LAMBDA);
  WAIT_FOR (iso_what_if_view_grid (fixture->view)->pair == ISO_WHAT_IF_TAU_LAMBDA);
  wait_ready (fixture);
  g_assert_nonnull (strstr (iso_what_if_view_hint (fixture->view), "P does not change with λ"));
  iso_what_if_view_set_pair (fixture->view, ISO_WHAT_IF_TAU_TAU_D);
  g_assert_cmpuint (gtk_drop_down_get_selected (pairs), ==, ISO_WHAT_IF_TAU_TAU_D);
  WAIT_FOR (iso_what_if_view_grid (fixture->view)->pair == ISO_WHAT_IF_TAU_TAU_D);
  wait_ready (fixture);
  g_assert_cmpint (iso_what_if_view_grid (fixture->view)->rows.parameter, ==, ISO_WHAT_IF_TAU_D);
}

static void
test_ends (Fixture *fixture, gconstpointer data)
{
  give_batch (fixture, SIDE, 3);
  wait_ready (fixture);
  g_assert_false (iso_what_if_ends_type (fixture->ends, 0, "much"));
  g_assert_true (iso_what_if_ends_type (fixture->ends, 0, " 0,5 "));
  g_assert_true (iso_what_if_ends_type (fixture->ends, 3, "1e9"));
  wait_ready (fixture);
  WAIT_FOR (iso_what_if_view_grid (fixture->view)->columns.low > 0.4);
  const IsoWhatIfGrid *grid = iso_what_if_view_grid (fixture->view);
  g_assert_cmpfloat_with_epsilon (grid->columns.values[0], 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (grid->rows.values[grid->rows.count - 1], SIDE - 1.0, 1e-12);
  g_assert_cmpint (iso_what_if_grid_place_of (grid, &iso_xray_snapshot (fixture->xray)->distill), >=, 0);
}

/* Other settings of what is not on the axes: everything anew, the whole at once. */
static void
test_settings (Fixture *fixture, gconstpointer data)
{
  IsoDistillSettings settings;
  give_batch (fixture, SIDE, 3);
  wait_ready (fixture);
  iso_xray_get_settings (fixture->xray, &settings);
  settings.tau = 0.7;
  iso_xray_set_trial (fixture->xray, &settings);
  WAIT_FOR (iso_what_if_view_grid (fixture->view)->settings.tau > 0.5);
  wait_ready (fixture);
  g_assert_cmpfloat_with_epsilon (iso_what_if_view_grid (fixture->view)->tiles[7]->cell->settings.tau, 0.7, 1e-12);
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  give_batch (fixture, 400, 3);
  GtkWidget *stop = test_find_button (GTK_WIDGET (fixture->view), "Stop computing");
  WAIT_FOR (iso_what_if_grid_done (iso_what_if_view_grid (fixture->view)) >= 1);
  g_assert_true (gtk_widget_get_visible (stop));
  g_signal_emit_by_name (stop, "clicked");
  size_t done = iso_what_if_grid_done (iso_what_if_view_grid (fixture->view));
  g_assert_cmpuint (done, <, 20);
  g_assert_true (iso_what_if_view_is_ready (fixture->view));
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "stopped at"));
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "means of blocks, 112 × 112"));
  test_wait_ms (150);
  g_assert_cmpuint (iso_what_if_grid_done (iso_what_if_view_grid (fixture->view)), ==, done);
  g_assert_false (gtk_widget_get_visible (stop));
}

/* The grid before stays whole until the next batch's is; what comes too fast is left out, and the last one is shown. */
static void
test_streaming (Fixture *fixture, gconstpointer data)
{
  give_batch (fixture, SIDE, 1);
  wait_ready (fixture);
  for (guint64 step = 2; step <= 6; step++)
    {
      give_batch (fixture, SIDE, step);
      test_wait_ms (20);
      g_assert_cmpuint (iso_what_if_grid_done (iso_what_if_view_grid (fixture->view)), ==, 20);
    }
  g_assert_cmpuint (iso_what_if_view_grid (fixture->view)->snapshot->step, ==, 1);
  WAIT_FOR (iso_what_if_view_grid (fixture->view)->snapshot->step == 6 && iso_what_if_view_is_ready (fixture->view));
  g_assert_cmpuint (iso_what_if_grid_done (iso_what_if_view_grid (fixture->view)), ==, 20);
}

/* Out of sight nothing is computed. */
static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  give_batch (fixture, SIDE, 1);
  wait_ready (fixture);
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), FALSE);
  give_batch (fixture, SIDE, 2);
  g_assert_true (iso_what_if_view_is_ready (fixture->view));
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), TRUE);
  WAIT_FOR (iso_what_if_view_grid (fixture->view)->snapshot->step == 2);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
  g_test_add ("/what-if-view/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/what-if-view/comes", Fixture, NULL, set_up, test_comes, tear_down);
  g_test_add ("/what-if-view/described", Fixture, NULL, set_up, test_described, tear_down);
  g_test_add ("/what-if-view/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/what-if-view/pointer", Fixture, NULL, set_up, test_pointer, tear_down);
  g_test_add ("/what-if-view/pairs", Fixture, NULL, set_up, test_pairs, tear_down);
  g_test_add ("/what-if-view/ends", Fixture, NULL, set_up, test_ends, tear_down);
  g_test_add ("/what-if-view/settings", Fixture, NULL, set_up, test_settings, tear_down);
  g_test_add ("/what-if-view/stop", Fixture, NULL, set_up, test_stop, tear_down);
  g_test_add ("/what-if-view/streaming", Fixture, NULL, set_up, test_streaming, tear_down);
  g_test_add ("/what-if-view/hidden", Fixture, NULL, set_up, test_hidden, tear_down);
  return g_test_run ();
}
