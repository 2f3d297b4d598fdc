/* The window through a sitting: a demonstration, the looks of the batch, an alarm, and what the next sitting finds as it was left. */
#include "tests/support/whole-window.h"

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

static bool
focus_is (Fixture *fixture, const char *type_name)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  return focus != NULL && gtk_widget_get_mapped (focus) && g_str_equal (G_OBJECT_TYPE_NAME (focus), type_name);
}

/* Each look of the batch is reached by its action, and shows what the session sends. */
static void
test_looks (Fixture *fixture, gconstpointer data)
{
  static const char *const looks[] = { "map", "similarities", "matrices" };
  static const char *const canvases[] = { "IsoBatchMapCanvas", "IsoSimilarityCanvas", "IsoMatrixView" };
  g_assert_true (activate (fixture, "win.step"));
  WAIT_FOR (test_steps_of (fixture->session) == 1 && state_of (fixture) == ISO_SESSION_PAUSED);
  for (size_t i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autofree char *property = NULL;
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.batch-look", "s", looks[i]));
      g_object_get (fixture->window, "batch-look", &property, NULL);
      g_assert_cmpstr (property, ==, looks[i]);
      /* The keyboard is in what the look is about as soon as that is there. */
      WAIT_FOR (focus_is (fixture, canvases[i]));
    }
  /* Without a trial there is nothing that it changes. */
  g_assert_true (activate (fixture, "win.batch-change"));
  g_assert_true (test_says (GTK_WIDGET (fixture->window), "Nothing is tried"));
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
  IsoRunStrip *status = ISO_RUN_STRIP (test_find (GTK_WIDGET (fixture->window), ISO_TYPE_RUN_STRIP));
  GtkWidget *timeline = test_find (GTK_WIDGET (fixture->window), ISO_TYPE_TIMELINE);
  g_assert_null (iso_run_strip_alarm (status));
  g_assert_true (iso_session_set_all (fixture->session, dead, NULL));
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  iso_session_start (fixture->session);
  WAIT_FOR (iso_run_strip_alarm (status) != NULL);
  g_assert_nonnull (strstr (iso_run_strip_alarm (status), "dead loss"));
  g_assert_nonnull (strstr (iso_run_strip_alarm (status), "larger margin"));
  g_assert_cmpuint (count_of_role (GTK_WIDGET (status), GTK_ACCESSIBLE_ROLE_STATUS), ==, 1);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       gtk_widget_get_tooltip_text (timeline));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (timeline), "dead loss"));
  g_assert_true (iso_session_set (fixture->session, "loss.neg_margin", "1", NULL));
  WAIT_FOR (iso_run_strip_alarm (status) == NULL);
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
#define ADD(name, function) g_test_add ("/window-sitting/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("alarm", test_alarm);
  ADD ("looks", test_looks);
#undef ADD
  g_test_add_func ("/window-sitting/demo", test_demo);
  g_test_add_func ("/window-sitting/memory", test_memory);
  return g_test_run ();
}
