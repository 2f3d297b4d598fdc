/* The window: that it builds, does what its actions say, shows what the session tells, and goes away. */
#include "tests/support/whole-window.h"

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
#undef ADD
  return g_test_run ();
}
