/* Looking back in the whole window: what is looked at is in all views, training goes on beside it, and everything comes back. */
#include "tests/support/press.h"
#include "tests/support/store-fixture.h"
#include "tests/support/whole-window.h"
#include "ui/plot/view-card.h"
#include "ui/window/frame-meter.h"
#include "ui/window/metrics-window.h"

typedef struct {
  Fixture whole;
  char *folder;
} BackFixture;

static void
back_set_up (BackFixture *fixture, gconstpointer data)
{
  const char *const settings[] = { "network.hidden=24", "network.embedding=8", "train.epochs=6", "train.pace=unlimited",
                                   "projection.method=pca", NULL };
  fixture->folder = make_store_folder ();
  fixture->whole.session = iso_session_new ();
  g_assert_true (iso_session_set_all (fixture->whole.session, settings, NULL));
  fixture->whole.window = iso_window_new (NULL, fixture->whole.session, FALSE);
  iso_window_keep_runs (fixture->whole.window, fixture->folder);
  gtk_window_set_default_size (GTK_WINDOW (fixture->whole.window), 1500, 960);
  gtk_window_present (GTK_WINDOW (fixture->whole.window));
  WAIT_FOR (state_of (&fixture->whole) == ISO_SESSION_READY);
}

static void
back_tear_down (BackFixture *fixture, gconstpointer data)
{
  test_window_close (fixture->whole.window, fixture->whole.session);
  remove_store (fixture->folder);
}

static IsoLookBack *
back_of (BackFixture *fixture)
{
  return fixture->whole.window->look_back;
}

/* To its planned end, and until that is kept. */
static void
train (BackFixture *fixture)
{
  IsoTrainerStatus status;
  iso_session_start (fixture->whole.session);
  WAIT_FOR (state_of (&fixture->whole) == ISO_SESSION_FINISHED);
  iso_session_status (fixture->whole.session, &status);
  const GArray *kept = NULL;
  WAIT_FOR ((kept = iso_look_back_kept (back_of (fixture)))->len > 1
            && g_array_index (kept, IsoKeptEpoch, kept->len - 1).epoch == status.epochs
            && g_array_index (kept, IsoKeptEpoch, kept->len - 1).batch);
}

static void
go (BackFixture *fixture, int epoch)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->whole.window), "win.look-back", "i", epoch));
  WAIT_FOR (fixture->whole.window->looking_at == iso_look_back_asked (back_of (fixture)));
}

static int
map_epoch (BackFixture *fixture)
{
  IsoProjectedMap *map = iso_map_view_map (fixture->whole.window->map);
  return map != NULL ? map->epoch->epoch : -1;
}

static gboolean
is_sensitive (BackFixture *fixture, const char *action)
{
  return iso_window_is_enabled (fixture->whole.window, action);
}

/* ---- tests ---- */

static void
test_nothing_kept (BackFixture *fixture, gconstpointer data)
{
  GtkWidget *timeline = test_find (GTK_WIDGET (fixture->whole.window), ISO_TYPE_TIMELINE);
  g_autofree char *words = iso_timeline_words_at (ISO_TIMELINE (timeline), iso_timeline_x (ISO_TIMELINE (timeline), 0.0));
  g_assert_nonnull (strstr (words, "once training has begun"));
  g_assert_false (is_sensitive (fixture, "win.play-film"));
  g_assert_false (is_sensitive (fixture, "win.back-to-now"));
  g_assert_cmpint (fixture->whole.window->looking_at, ==, -1);
  /* Nor does the keyboard begin there. */
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->whole.window)) != timeline);
}

static void
test_all_views (BackFixture *fixture, gconstpointer data)
{
  IsoWindow *window = fixture->whole.window;
  GtkWidget *pill;
  train (fixture);
  WAIT_FOR (map_epoch (fixture) == 6);
  IsoBatchSnapshot *present = iso_xray_snapshot (window->xray);
  const GArray *kept = iso_look_back_kept (back_of (fixture));
  int first = g_array_index (kept, IsoKeptEpoch, 0).epoch;
  g_assert_true (is_sensitive (fixture, "win.play-film") && is_sensitive (fixture, "win.epoch-before"));
  iso_window_open_metrics (window, NULL);
  go (fixture, first);
  g_assert_cmpint (window->looking_at, ==, first);
  WAIT_FOR (map_epoch (fixture) == first);
  g_autofree char *title = g_strdup_printf ("Map at epoch %d", first), *label = g_strdup_printf ("Looking at epoch %d", first);
  g_assert_cmpstr (iso_view_card_title (ISO_VIEW_CARD (window->map)), ==, title);
  g_assert_true (iso_xray_is_past (window->xray));
  g_assert_true (iso_xray_snapshot (window->xray) == iso_look_back_batch (back_of (fixture)));
  WAIT_FOR (iso_xray_stages (window->xray)->snapshot == iso_look_back_batch (back_of (fixture)));
  g_assert_nonnull (strstr (iso_view_card_title (ISO_VIEW_CARD (window->batch)), "looking back"));
  g_assert_true (test_says (GTK_WIDGET (window), label));
  g_assert_true (test_says (GTK_WIDGET (window->metrics), "looking back at epoch"));
  g_assert_true (test_says (GTK_WIDGET (window->metrics), "single classes are not kept"));
  pill = test_find_styled (GTK_WIDGET (window), GTK_TYPE_BUTTON, "look-back-pill");
  g_assert_true (gtk_widget_get_visible (pill));
  /* The pill leads back: what was there before is there again. */
  g_signal_emit_by_name (pill, "clicked");
  g_assert_cmpint (window->looking_at, ==, -1);
  g_assert_false (gtk_widget_get_visible (pill));
  g_assert_true (iso_xray_snapshot (window->xray) == present);
  g_assert_false (iso_xray_is_past (window->xray));
  WAIT_FOR (map_epoch (fixture) == 6);
  g_assert_cmpstr (iso_view_card_title (ISO_VIEW_CARD (window->map)), ==, "Map");
  g_assert_false (test_says (GTK_WIDGET (window->metrics), "looking back at epoch"));
}

/* Training goes on and its newest waits. */
static void
test_beside_training (BackFixture *fixture, gconstpointer data)
{
  IsoWindow *window = fixture->whole.window;
  train (fixture);
  const GArray *kept = iso_look_back_kept (back_of (fixture));
  int first = g_array_index (kept, IsoKeptEpoch, 0).epoch;
  go (fixture, first);
  WAIT_FOR (map_epoch (fixture) == first);
  guint64 steps = test_steps_of (fixture->whole.session);
  IsoBatchSnapshot *past = iso_xray_snapshot (window->xray);
  g_object_set (window, "endless", TRUE, NULL);
  iso_session_start (fixture->whole.session);
  WAIT_FOR (test_steps_of (fixture->whole.session) > steps + 40);
  iso_session_pause (fixture->whole.session);
  WAIT_FOR (state_of (&fixture->whole) == ISO_SESSION_PAUSED);
  test_wait_ms (100);
  g_assert_cmpint (window->looking_at, ==, first);
  g_assert_cmpint (map_epoch (fixture), ==, first);
  g_assert_true (iso_xray_snapshot (window->xray) == past);
  g_assert_true (activate (&fixture->whole, "win.back-to-now"));
  WAIT_FOR (map_epoch (fixture) == iso_session_epoch (fixture->whole.session)->epoch);
  g_assert_cmpint (map_epoch (fixture), >, 6);
  g_assert_cmpuint (iso_xray_snapshot (window->xray)->step, >, steps);
}

static gboolean
press_escape (IsoWindow *window)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window));
  gboolean handled = FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_Escape, 0, 0, &handled);
    }
  return handled;
}

/* Escape ends what fills the window first, then looking back. */
static void
test_escape (BackFixture *fixture, gconstpointer data)
{
  IsoWindow *window = fixture->whole.window;
  train (fixture);
  go (fixture, 0);
  g_assert_cmpint (window->looking_at, >=, 0);
  iso_dock_fill (window->dock, "map");
  g_assert_false (press_escape (window));
  g_assert_true (activate (&fixture->whole, "win.show-all-views"));
  g_assert_cmpint (window->looking_at, >=, 0);
  g_assert_false (is_sensitive (fixture, "win.show-all-views"));
  g_assert_true (press_escape (window));
  g_assert_cmpint (window->looking_at, ==, -1);
  g_assert_false (press_escape (window));
}

/* A reset forgets what was looked at. */
static void
test_reset (BackFixture *fixture, gconstpointer data)
{
  IsoWindow *window = fixture->whole.window;
  train (fixture);
  go (fixture, 0);
  iso_session_reset (fixture->whole.session);
  WAIT_FOR (state_of (&fixture->whole) == ISO_SESSION_READY);
  g_assert_cmpint (window->looking_at, ==, -1);
  g_assert_false (iso_xray_is_past (window->xray));
  g_assert_cmpuint (iso_look_back_kept (back_of (fixture))->len, ==, 0);
  g_assert_false (is_sensitive (fixture, "win.play-film"));
}

static void
test_film (BackFixture *fixture, gconstpointer data)
{
  IsoWindow *window = fixture->whole.window;
  train (fixture);
  const GArray *kept = iso_look_back_kept (back_of (fixture));
  int last = g_array_index (kept, IsoKeptEpoch, kept->len - 1).epoch;
  iso_look_back_set_speed (back_of (fixture), 10.0);
  guint64 before = iso_map_view_frame_count (window->map);
  g_assert_true (activate (&fixture->whole, "win.play-film"));
  WAIT_FOR (!iso_look_back_is_playing (back_of (fixture)));
  g_assert_cmpint (window->looking_at, ==, last);
  WAIT_FOR (map_epoch (fixture) == last);
  g_assert_cmpuint (iso_map_view_frame_count (window->map) - before, >=, kept->len / 2);
}

int
main (int argc, char **argv)
{
  g_autofree char *config = g_dir_make_tmp ("isotherm-config-XXXXXX", NULL);
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  g_setenv ("XDG_CACHE_HOME", config, TRUE);
  g_setenv ("XDG_DATA_HOME", config, TRUE);
  gtk_test_init (&argc, &argv);
  adw_init ();
#define ADD(name, function) g_test_add ("/window-look-back/" name, BackFixture, NULL, back_set_up, function, back_tear_down)
  ADD ("nothing-kept", test_nothing_kept);
  ADD ("all-views", test_all_views);
  ADD ("beside-training", test_beside_training);
  ADD ("escape", test_escape);
  ADD ("reset", test_reset);
  ADD ("film", test_film);
#undef ADD
  int result = g_test_run ();
  remove_tree (config);
  return result;
}
