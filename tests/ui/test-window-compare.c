/* Comparing from the main window: when it can be done, by action and by the palette, and forks beside a run's curves. */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "tests/support/recording-fixture.h"
#include "tests/support/widgets.h"
#include "tests/support/window-fixture.h"
#include "ui/figure/run-branch.h"
#include "ui/plot/curve-plot-private.h"
#include "ui/window/run-comparison-window.h"

typedef struct {
  char *folder;
  IsoSession *session;
  IsoWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const small[] = { "network.hidden=24", "network.embedding=8", "train.epochs=4", "train.threads=1", "train.pace=60",
                                       "train.evaluate_sample=100", NULL };
  fixture->folder = make_store_folder ();
  fixture->session = iso_session_new ();
  g_assert_true (iso_session_set_all (fixture->session, small, NULL));
  fixture->window = test_window_open (fixture->session);
  iso_window_keep_runs (fixture->window, fixture->folder);
  WAIT_FOR (iso_run_library_is_listed (fixture->window->library));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_window_close (fixture->window, fixture->session);
  WAIT_FOR (ask_number (fixture->folder, "SELECT count (*) FROM runs WHERE status IN ('running', 'paused')") == 0);
  remove_store (fixture->folder);
}

static IsoRunComparisonWindow *
comparison_of (Fixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  for (GList *link = windows; link != NULL; link = link->next)
    if (ISO_IS_RUN_COMPARISON_WINDOW (link->data) && gtk_window_get_transient_for (link->data) == GTK_WINDOW (fixture->window))
      return link->data;
  return NULL;
}

static void
train (Fixture *fixture, guint64 steps)
{
  iso_session_start (fixture->session);
  WAIT_FOR (test_steps_of (fixture->session) >= steps);
  iso_session_pause (fixture->session);
  WAIT_FOR (iso_session_state (fixture->session) == ISO_SESSION_PAUSED);
}

static const GPtrArray *
branches_of (Fixture *fixture)
{
  const IsoRunCurves *curves = fixture->window->curves->curves;
  return curves != NULL ? curves->branches : NULL;
}

/* A run, and a fork of it: each is seen beside the other. */
static void
test_branches (Fixture *fixture, gconstpointer data)
{
  static const char *const other[] = { "distill.omega=0.3", NULL };
  g_assert_false (iso_window_is_enabled (fixture->window, "win.compare-with"));
  train (fixture, EPOCH + 2);
  WAIT_FOR (iso_window_is_enabled (fixture->window, "win.compare-with"));
  WAIT_FOR (ask_number (fixture->folder, "SELECT count (*) FROM kept WHERE checkpoint > 0 AND epoch > 0") > 0);
  g_assert_null (branches_of (fixture));
  gint64 parent = iso_session_run (fixture->session);
  iso_session_fork (fixture->session, parent, 1, other);
  WAIT_FOR (iso_session_run (fixture->session) == 0 || iso_session_run (fixture->session) != parent);
  train (fixture, EPOCH + 2);
  WAIT_FOR (iso_session_run (fixture->session) > 0);
  WAIT_FOR (branches_of (fixture) != NULL && branches_of (fixture)->len == 1);
  const IsoRunBranch *branch = branches_of (fixture)->pdata[0];
  g_assert_true (branch->is_parent);
  g_assert_cmpuint (branch->fork_step, ==, EPOCH);
  g_assert_true (g_str_has_prefix (branch->label, "#1 "));
  g_assert_true (gtk_widget_get_visible (fixture->window->curves->branch_entry));
  /* By the palette: it is offered by number and name. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.compare-with", NULL);
  g_assert_true (iso_palette_is_open (fixture->window->palette));
  g_assert_cmpstr (gtk_editable_get_text (iso_palette_field (fixture->window->palette)), ==, "Compare with");
  g_autoptr (IsoPaletteItem) first = g_list_model_get_item (iso_palette_listed (fixture->window->palette), 0);
  bool is_listed = false;
  for (guint i = 0; i < g_list_model_get_n_items (iso_palette_listed (fixture->window->palette)); i++)
    {
      g_autoptr (IsoPaletteItem) item = g_list_model_get_item (iso_palette_listed (fixture->window->palette), i);
      is_listed = is_listed || g_str_equal (item->id, "win.compare-with-run::1");
    }
  g_assert_nonnull (first);
  g_assert_true (is_listed);
  iso_palette_close (fixture->window->palette);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.compare-with-run", "s", "1");
  IsoRunComparisonWindow *compared = comparison_of (fixture);
  g_assert_nonnull (compared);
  WAIT_FOR (iso_run_comparison_window_runs (compared) != NULL);
  g_assert_cmpuint (iso_run_comparison_window_runs (compared)->count, ==, 2);
  /* The same window again for others. */
  const gint64 ids[] = { 1 };
  gtk_widget_activate_action_variant (GTK_WIDGET (fixture->window), "win.compare-runs",
                                      g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids, 1, sizeof *ids));
  g_assert_true (comparison_of (fixture) == compared);
  WAIT_FOR (iso_run_comparison_window_runs (compared)->count == 1);
}

/* Without a store it is said, and nothing opens. */
static void
test_no_store (void)
{
  IsoSession *session = iso_session_new ();
  IsoWindow *window = test_window_open (session);
  const gint64 ids[] = { 1, 2 };
  gtk_widget_activate_action_variant (GTK_WIDGET (window), "win.compare-runs",
                                      g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids, 2, sizeof *ids));
  test_wait_ms (50);
  g_assert_true (test_says (GTK_WIDGET (window), "Runs are not kept in this window."));
  test_window_close (window, session);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/window-compare/branches", Fixture, NULL, set_up, test_branches, tear_down);
  g_test_add_func ("/window-compare/no-store", test_no_store);
  return g_test_run ();
}
