/* The window: that it builds, does what its actions say, shows what the session tells, and goes away. */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <math.h>

#include "engine/train/parameters.h"
#include "tests/support/widgets.h"
#include "tests/support/window-fixture.h"
#include "ui/panel/run-status.h"
#include "ui/panel/timeline.h"
#include "ui/plot/map-canvas.h"
#include "ui/window/demo.h"

typedef struct {
  IsoSession *session;
  IsoWindow *window;
} Fixture;

static IsoSessionState
state_of (Fixture *fixture)
{
  return iso_session_state (fixture->session);
}

static gboolean
activate (Fixture *fixture, const char *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = iso_session_new ();
  fixture->window = test_window_open (fixture->session);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_window_close (fixture->window, fixture->session);
}

static void
test_builds (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (adw_window_title_get_title (fixture->window->window_title), ==,
                   iso_dataset_name (iso_session_experiment (fixture->session)->dataset));
  g_assert_nonnull (strstr (adw_window_title_get_subtitle (fixture->window->window_title), "784-512-256-64"));
  g_assert_nonnull (strstr (adw_window_title_get_subtitle (fixture->window->window_title), "seed 7"));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->curves)));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->map)));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->batch)));
}

static void
test_start_and_pause (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (adw_button_content_get_label (fixture->window->start_content), ==, "Start");
  g_assert_true (activate (fixture, "win.start"));
  WAIT_FOR (state_of (fixture) == ISO_SESSION_RUNNING);
  g_assert_cmpstr (adw_button_content_get_label (fixture->window->start_content), ==, "Pause");
  WAIT_FOR (test_steps_of (fixture->session) >= 2);
  g_assert_true (activate (fixture, "win.start"));
  WAIT_FOR (state_of (fixture) == ISO_SESSION_PAUSED);
  g_assert_cmpstr (adw_button_content_get_label (fixture->window->start_content), ==, "Start");
}

static void
test_step_and_reset (Fixture *fixture, gconstpointer data)
{
  g_assert_true (activate (fixture, "win.step"));
  WAIT_FOR (test_steps_of (fixture->session) == 1);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_PAUSED);
  g_assert_true (iso_session_set (fixture->session, "train.seed", "8", NULL));
  g_assert_true (iso_session_needs_reset (fixture->session));
  g_assert_true (activate (fixture, "win.reset"));
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  g_assert_cmpuint (test_steps_of (fixture->session), ==, 0);
  g_assert_false (iso_session_needs_reset (fixture->session));
  g_assert_nonnull (strstr (adw_window_title_get_subtitle (fixture->window->window_title), "seed 8"));
}

static void
test_filling (Fixture *fixture, gconstpointer data)
{
  g_assert_true (activate (fixture, "win.fill-view"));
  g_assert_cmpstr (iso_dock_filling (fixture->window->dock), ==, "batch");
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->curves)));
  g_assert_true (activate (fixture, "win.show-all-views"));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->curves)));
  iso_dock_fill (fixture->window->dock, "map");
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->map)));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->curves)));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->batch)));
  g_assert_true (activate (fixture, "win.fill-view"));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->batch)));
}

/* Whoever works by keyboard goes on where a view went, and never beside all views. */
static void
test_keyboard_stays (Fixture *fixture, gconstpointer data)
{
  IsoWindow *window = fixture->window;
  GtkWidget *map = GTK_WIDGET (window->map), *canvas = test_find (map, ISO_TYPE_MAP_CANVAS);
  WAIT_FOR (gtk_widget_get_mapped (canvas));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.show-view", "s", "map"));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == canvas);
  /* Asked for once more, from one of its buttons. */
  g_assert_true (gtk_widget_grab_focus (test_find_button (map, "train")));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.show-view", "s", "map"));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == canvas);
  g_assert_true (activate (fixture, "win.move-view-left"));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == canvas);
  g_assert_true (activate (fixture, "win.reset-views"));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == canvas);
  g_assert_true (activate (fixture, "win.close-view"));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_true (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (window->dock)) && !gtk_widget_is_ancestor (focus, map));
}

/* Views are moved, closed and shown by actions, which go to the one that has the keyboard. */
static void
test_arranging (Fixture *fixture, gconstpointer data)
{
  IsoDock *dock = fixture->window->dock;
  g_autofree char *before = iso_dock_to_text (dock), *after = NULL;
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-view", "s", "map"));
  g_assert_cmpstr (iso_dock_current (dock), ==, "map");
  g_assert_true (activate (fixture, "win.move-view-left"));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->curves)));
  g_assert_true (activate (fixture, "win.next-tab"));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->curves)));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-view", "s", "map"));
  g_assert_true (activate (fixture, "win.split-view-right"));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->curves)));
  g_assert_true (activate (fixture, "win.close-view"));
  g_assert_false (iso_dock_is_open (dock, "map"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "view.map", NULL));
  g_assert_true (iso_dock_is_open (dock, "map"));
  g_assert_true (activate (fixture, "win.reset-views"));
  after = iso_dock_to_text (dock);
  g_assert_cmpstr (after, ==, before);
  /* A batch that nobody sees is not made. */
  g_assert_true (iso_dock_close (dock, "batch"));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->batch)));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.batch-look", "s", "map"));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->batch)));
}

static void
test_properties (Fixture *fixture, gconstpointer data)
{
  g_assert_true (activate (fixture, "win.show-panel"));
  g_assert_false (adw_flap_get_reveal_flap (fixture->window->flap));
  g_assert_true (activate (fixture, "win.show-panel"));
  g_assert_true (adw_flap_get_reveal_flap (fixture->window->flap));
  g_assert_true (activate (fixture, "win.endless"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.pace", "s", "5"));
  g_assert_cmpint (iso_session_settings (fixture->session)->train.pace, ==, ISO_PACE_5);
  g_assert_cmpstr (gtk_menu_button_get_label (fixture->window->pace_button), ==, "5 steps/s");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.color-style", "s", "dark"));
  g_assert_true (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.color-style", "s", "light"));
  g_assert_false (adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

static GtkWindow *
window_over (Fixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  for (GList *link = windows; link != NULL; link = link->next)
    if (gtk_window_get_transient_for (link->data) == GTK_WINDOW (fixture->window) && gtk_widget_get_visible (link->data))
      return link->data;
  return NULL;
}

static void
test_data_that_cannot_be_opened (Fixture *fixture, gconstpointer data)
{
  IsoExperiment *before = iso_session_experiment (fixture->session);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-source", "s", "/nowhere/at/all"));
  WAIT_FOR (window_over (fixture) != NULL);
  g_assert_true (ADW_IS_MESSAGE_DIALOG (window_over (fixture)));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (window_over (fixture))), "/nowhere/at/all"));
  gtk_window_destroy (window_over (fixture));
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  g_assert_true (iso_session_experiment (fixture->session) == before);
  g_assert_cmpstr (iso_session_settings (fixture->session)->data.source, ==, "sample");
}

static void
put_picture (const char *folder, int class, int i, gboolean broken)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 20, 20);
  g_autofree char *parent = g_strdup_printf ("%s/class %d", folder, class), *path = g_strdup_printf ("%s/%d.png", parent, i);
  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  gdk_pixbuf_fill (pixbuf, (guint32) (class * 60 + i) << 24 | (guint32) i << 16);
  if (broken)
    g_assert_true (g_file_set_contents (path, "no picture", -1, NULL));
  else
    g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL));
}

static void
remove_pictures (const char *folder, int classes, int count)
{
  for (int c = 0; c < classes; c++)
    {
      g_autofree char *parent = g_strdup_printf ("%s/class %d", folder, c);
      for (int i = 0; i < count; i++)
        {
          g_autofree char *path = g_strdup_printf ("%s/%d.png", parent, i);
          g_remove (path);
        }
      g_rmdir (parent);
    }
  g_rmdir (folder);
}

static char *
text_in (GtkWidget *widget)
{
  if (GTK_IS_TEXT_VIEW (widget))
    {
      char *text = NULL;
      g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), "text", &text, NULL);
      return text;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      char *text = text_in (child);
      if (text != NULL)
        return text;
    }
  return NULL;
}

/* Opening a folder can be given up, and what could not be read is listed. */
static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("isotherm-pictures-XXXXXX", NULL);
  IsoExperiment *before = iso_session_experiment (fixture->session);
  for (int i = 0; i < 240; i++)
    put_picture (folder, i / 60, i % 60, i % 80 == 3);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-source", "s", folder));
  g_assert_cmpint (state_of (fixture), ==, ISO_SESSION_LOADING);
  g_assert_true (activate (fixture, "win.cancel-opening"));
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  g_assert_true (iso_session_experiment (fixture->session) == before);
  g_assert_cmpstr (iso_session_settings (fixture->session)->data.source, ==, "sample");
  g_assert_null (window_over (fixture));
  g_assert_true (isnan (iso_session_reading (fixture->session)));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-source", "s", folder));
  WAIT_FOR (window_over (fixture) != NULL);
  g_assert_cmpuint (iso_dataset_sample_count (iso_session_experiment (fixture->session)->dataset), ==, 237);
  GtkWindow *dialog = window_over (fixture);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), ==, "3 of 240 pictures were left out");
  g_autofree char *text = text_in (GTK_WIDGET (dialog));
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, "class 2/43.png: found something else"));
  gtk_window_destroy (dialog);
  remove_pictures (folder, 4, 60);
}

static void
test_preset (Fixture *fixture, gconstpointer data)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.preset", "s", "paper-cub200"));
  g_assert_cmpfloat (iso_session_settings (fixture->session)->distill.lambda, ==, 1000.0);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.preset", "s", "sample-resnet"));
  g_assert_cmpint (iso_session_settings (fixture->session)->network.kind, ==, ISO_NETWORK_RESNET);
  g_assert_cmpfloat (iso_session_settings (fixture->session)->distill.lambda, ==, 50.0);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
}

static void
test_shortcuts (Fixture *fixture, gconstpointer data)
{
  g_assert_true (activate (fixture, "win.show-help-overlay"));
  WAIT_FOR (window_over (fixture) != NULL);
  g_assert_true (GTK_IS_SHORTCUTS_WINDOW (window_over (fixture)));
  gtk_window_close (window_over (fixture));
  WAIT_FOR (window_over (fixture) == NULL);
}

static void
test_live_change_is_answered (Fixture *fixture, gconstpointer data)
{
  g_assert_true (activate (fixture, "win.step"));
  WAIT_FOR (test_steps_of (fixture->session) == 1);
  g_assert_true (iso_session_set (fixture->session, "distill.omega", "0.5", NULL));
  WAIT_FOR (iso_history_event_count (iso_session_history (fixture->session)) > 0);
  g_assert_false (iso_session_needs_reset (fixture->session));
}

static void
note_end (const GError *error, gpointer data)
{
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
test_demo (void)
{
  g_autofree char *folder = g_dir_make_tmp ("isotherm-test-XXXXXX", NULL);
  g_autofree char *stats = g_build_filename (folder, "stats.json", NULL);
  g_autofree char *picture = g_build_filename (folder, "window.png", NULL);
  IsoDemoOptions options = { .seconds = 1.0, .stats = stats, .screenshot = picture };
  g_autoptr (IsoSession) session = iso_session_new ();
  IsoWindow *window = iso_window_new (NULL, session, FALSE);
  g_autofree char *text = NULL;
  gboolean ended = FALSE;

  iso_demo_run (window, &options, note_end, &ended);
  WAIT_FOR (ended);
  g_assert_true (g_file_get_contents (stats, &text, NULL, NULL));
  static const char *const keys[] = { "frames",         "frame_ms_p50",       "frame_ms_p95",        "frame_ms_p99",
                                      "max_gap_ms",     "steps",              "steps_per_second",    "snapshots_published",
                                      "snapshots_drawn", "peak_rss_mb",       "first_window_ms" };
  for (size_t i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", keys[i]);
      g_assert_nonnull (strstr (text, quoted));
    }
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_filename (picture, NULL);
  g_assert_nonnull (texture);
  g_assert_cmpint (gdk_texture_get_width (texture), >, 1000);
  gtk_window_destroy (GTK_WINDOW (window));
  g_unlink (stats);
  g_unlink (picture);
  g_rmdir (folder);
}

/* Each look of the batch is reached by its action, and shows what the session sends. */
static void
test_looks (Fixture *fixture, gconstpointer data)
{
  static const char *const looks[] = { "map", "similarities", "matrices" };
  g_assert_true (activate (fixture, "win.step"));
  WAIT_FOR (test_steps_of (fixture->session) == 1 && state_of (fixture) == ISO_SESSION_PAUSED);
  for (size_t i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autofree char *property = NULL;
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.batch-look", "s", looks[i]));
      g_object_get (fixture->window, "batch-look", &property, NULL);
      g_assert_cmpstr (property, ==, looks[i]);
    }
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.batch-look", "s", "nonsense"));
  g_assert_cmpstr (iso_window_batch_look (fixture->window), ==, "matrices");
}

/* What is remembered at the end of one sitting is there at the next. */
static void
test_memory (void)
{
  for (int sitting = 0; sitting < 2; sitting++)
    {
      g_autoptr (IsoSession) session = iso_session_new ();
      IsoWindow *window = iso_window_new (NULL, session, TRUE);
      int width, height;
      if (sitting == 0)
        {
          gtk_window_set_default_size (GTK_WINDOW (window), 1300, 900);
          g_object_set (window, "show-panel", FALSE, NULL);
          iso_window_set_color_style (window, "dark");
          g_object_set (window->curves, "second-score", "nmi", NULL);
          iso_window_set_batch_look (window, "similarities");
          iso_dock_move (window->dock, "map", ISO_DOCK_LEFT);
          g_object_set (window, "presenting", TRUE, "presenting", FALSE, NULL);
          iso_batch_view_set_similarities (window->batch, ISO_SIMILARITIES_OF_TEST);
          gtk_window_present (GTK_WINDOW (window));
          WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (window)) && gtk_widget_get_width (GTK_WIDGET (window)) > 0);
          gtk_window_close (GTK_WINDOW (window));
          continue;
        }
      gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
      g_assert_cmpint (width, ==, 1300);
      g_assert_cmpint (height, ==, 900);
      g_assert_false (window->show_panel);
      g_autofree char *views = iso_dock_to_text (window->dock);
      g_assert_cmpstr (views, ==, "rows 0.3850 [ curves *map ] [ *batch walk tuples lab whatif ]");
      g_assert_cmpstr (window->color_style, ==, "dark");
      g_autofree char *first = NULL, *second = NULL;
      g_object_get (window->curves, "first-score", &first, "second-score", &second, NULL);
      g_assert_cmpstr (first, ==, "recall@1");
      g_assert_cmpstr (second, ==, "nmi");
      g_assert_cmpstr (iso_window_batch_look (window), ==, "similarities");
      g_assert_cmpint (iso_batch_view_similarities (window->batch), ==, ISO_SIMILARITIES_OF_TEST);
      iso_window_set_color_style (window, "system");
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static guint
count_of_role (GtkWidget *widget, GtkAccessibleRole role)
{
  guint count = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == role;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    count += count_of_role (child, role);
  return count;
}

/* A run that dies says so in the status line and on the timeline, until it is made to live again; a reset forgets it. */
static void
test_alarm (Fixture *fixture, gconstpointer data)
{
  const char *const dead[] = { "loss.name=contrastive", "loss.pos_margin=2", "loss.neg_margin=0", "train.pace=unlimited", NULL };
  IsoRunStatus *status = ISO_RUN_STATUS (test_find (GTK_WIDGET (fixture->window), ISO_TYPE_RUN_STATUS));
  GtkWidget *timeline = test_find (GTK_WIDGET (fixture->window), ISO_TYPE_TIMELINE);
  g_assert_null (iso_run_status_alarm (status));
  g_assert_true (iso_session_set_all (fixture->session, dead, NULL));
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  iso_session_start (fixture->session);
  WAIT_FOR (iso_run_status_alarm (status) != NULL);
  g_assert_nonnull (strstr (iso_run_status_alarm (status), "dead loss"));
  g_assert_nonnull (strstr (iso_run_status_alarm (status), "larger margin"));
  g_assert_cmpuint (count_of_role (GTK_WIDGET (status), GTK_ACCESSIBLE_ROLE_STATUS), ==, 1);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       gtk_widget_get_tooltip_text (timeline));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (timeline), "dead loss"));
  g_assert_true (iso_session_set (fixture->session, "loss.neg_margin", "1", NULL));
  WAIT_FOR (iso_run_status_alarm (status) == NULL);
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (timeline), "acts again"));
  iso_session_reset (fixture->session);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  g_assert_null (gtk_widget_get_tooltip_text (timeline));
}

int
main (int argc, char **argv)
{
  /* Not the person's own folder. */
  g_autofree char *config = g_dir_make_tmp ("isotherm-config-XXXXXX", NULL);
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  g_setenv ("XDG_CACHE_HOME", config, TRUE);
  gtk_test_init (&argc, &argv);
  adw_init ();
#define ADD(name, function) g_test_add ("/window/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("builds", test_builds);
  ADD ("start-and-pause", test_start_and_pause);
  ADD ("step-and-reset", test_step_and_reset);
  ADD ("filling", test_filling);
  ADD ("keyboard-stays", test_keyboard_stays);
  ADD ("arranging", test_arranging);
  ADD ("properties", test_properties);
  ADD ("unopened", test_data_that_cannot_be_opened);
  ADD ("pictures", test_pictures);
  ADD ("preset", test_preset);
  ADD ("shortcuts", test_shortcuts);
  ADD ("live-change", test_live_change_is_answered);
  ADD ("alarm", test_alarm);
  ADD ("looks", test_looks);
#undef ADD
  g_test_add_func ("/window/demo", test_demo);
  g_test_add_func ("/window/memory", test_memory);
  return g_test_run ();
}
