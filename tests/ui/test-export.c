/* What the window's views show, taken away from their menus: each as PNG, SVG and PDF, its numbers, while training goes on. */
#include <adwaita.h>
#include <string.h>
#include <unistd.h>

#include "engine/train/parameters.h"
#include "tests/support/data-files.h"
#include "tests/support/figure-readers.h"
#include "tests/support/window-fixture.h"
#include "ui/figure/figure-file.h"
#include "ui/figure/graph-lab-words.h"
#include "ui/plot/graph-lab-view.h"
#include "ui/plot/what-if-view.h"
#include "ui/window/export-dialog.h"

static const char *const ids[] = { "curves", "map", "batch", "walk", "tuples", "lab", "whatif" };

typedef struct {
  IsoSession *session;
  IsoWindow *window;
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const small[] = { "network.hidden=24", "network.embedding=8", "loss.name=triplet", NULL };
  fixture->folder = test_folder_new ();
  fixture->session = iso_session_new ();
  g_assert_true (iso_session_set_all (fixture->session, small, NULL));
  fixture->window = test_window_open (fixture->session);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_window_close (fixture->window, fixture->session);
  test_folder_free (fixture->folder);
}

static IsoViewCard *
card_of (Fixture *fixture, const char *id)
{
  return ISO_VIEW_CARD (iso_dock_view (fixture->window->dock, id));
}

/* Shows a view and makes it the one that the keys are for. */
static IsoViewCard *
go_to (Fixture *fixture, const char *id)
{
  iso_dock_show (fixture->window->dock, id);
  iso_dock_focus (fixture->window->dock, id);
  g_assert_cmpstr (iso_dock_current (fixture->window->dock), ==, id);
  iso_window_update_export (fixture->window);
  return card_of (fixture, id);
}

static void
take_steps (Fixture *fixture, int count)
{
  guint64 before = test_steps_of (fixture->session);
  for (int i = 0; i < count; i++)
    iso_session_single_step (fixture->session);
  WAIT_FOR (test_steps_of (fixture->session) == before + (guint64) count);
}

static gboolean
is_enabled (Fixture *fixture, const char *action)
{
  return iso_window_is_enabled (fixture->window, action);
}

static GtkWindow *
dialog_over (Fixture *fixture, GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  for (GList *link = windows; link != NULL; link = link->next)
    if (gtk_window_get_transient_for (link->data) == GTK_WINDOW (fixture->window) && gtk_widget_get_visible (link->data)
        && G_TYPE_CHECK_INSTANCE_TYPE (link->data, type))
      return link->data;
  return NULL;
}

/* Nothing to take away before there is a batch: the actions and their keys do nothing. */
static void
test_empty (Fixture *fixture, gconstpointer data)
{
  static const char *const empty[] = { "batch", "walk", "tuples", "lab", "whatif" };
  for (size_t i = 0; i < G_N_ELEMENTS (empty); i++)
    {
      IsoViewCard *card = go_to (fixture, empty[i]);
      g_assert_false (iso_view_card_can_export (card));
      g_assert_null (iso_view_card_figure (card));
      g_assert_false (is_enabled (fixture, "win.export-figure"));
      g_assert_false (is_enabled (fixture, "win.export-numbers"));
      g_assert_false (is_enabled (fixture, "win.copy-figure"));
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.export-figure", NULL);
      g_assert_null (dialog_over (fixture, ISO_TYPE_EXPORT_DIALOG));
    }
}

/* Once there is something to see the actions follow, without being asked; a list is no picture. */
static void
test_actions_follow (Fixture *fixture, gconstpointer data)
{
  go_to (fixture, "batch");
  g_assert_false (is_enabled (fixture, "win.export-figure"));
  take_steps (fixture, 2);
  WAIT_FOR (is_enabled (fixture, "win.export-figure"));
  g_assert_true (is_enabled (fixture, "win.copy-figure") && is_enabled (fixture, "win.export-numbers"));
  go_to (fixture, "tuples");
  WAIT_FOR (is_enabled (fixture, "win.export-numbers"));
  g_assert_false (is_enabled (fixture, "win.export-figure"));
  g_assert_nonnull (iso_view_card_no_picture (card_of (fixture, "tuples")));
  /* The focus alone changes which view is meant. */
  iso_dock_show (fixture->window->dock, "curves");
  iso_dock_focus (fixture->window->dock, "curves");
  WAIT_FOR (is_enabled (fixture, "win.export-figure"));
}

static void
write_all (Fixture *fixture, const IsoFigure *figure, const char *id, const char *title)
{
  const IsoFigureLook look = { 900.0, 600.0, 1.0, iso_theme (ISO_THEME_LIGHT) };
  static const char *const endings[] = { ".png", ".svg", ".pdf" };
  for (size_t i = 0; i < G_N_ELEMENTS (endings) && iso_figure_is_picture (figure); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = g_strconcat (id, endings[i], NULL), *path = g_build_filename (fixture->folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;
      g_assert_true (iso_figure_write (figure, path, &look, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      /* An empty page of this size takes less. */
      g_assert_cmpuint (length, >, 5000);
    }
  if (iso_figure_is_picture (figure))
    readers_check_pictures (fixture->folder, id, figure, &look, title);
  readers_check_numbers (fixture->folder, id, figure);
}

/* Every view, every look of the batch: drawn in each format, and with numbers, which others read. */
static void
test_all_views (Fixture *fixture, gconstpointer data)
{
  static const char *const looks[] = { "map", "similarities" };
  take_steps (fixture, 3);
  for (size_t i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      IsoViewCard *card = go_to (fixture, ids[i]);
      WAIT_FOR (iso_view_card_can_export (card));
      WAIT_FOR (!g_str_equal (ids[i], "whatif") || iso_what_if_view_is_ready (ISO_WHAT_IF_VIEW (card)));
      g_autoptr (IsoFigure) figure = iso_view_card_figure (card);
      g_assert_nonnull (figure);
      g_autoptr (IsoNumberTable) table = iso_figure_tabulate (figure);
      g_assert_cmpuint (iso_number_table_rows (table), >, 0);
      g_assert_cmpint (iso_figure_is_picture (figure), ==, !g_str_equal (ids[i], "tuples"));
      write_all (fixture, figure, ids[i], iso_dock_title (fixture->window->dock, ids[i]));
    }
  for (size_t i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      IsoViewCard *card = go_to (fixture, "batch");
      iso_window_set_batch_look (fixture->window, looks[i]);
      WAIT_FOR (iso_view_card_can_export (card));
      g_autoptr (IsoFigure) figure = iso_view_card_figure (card);
      write_all (fixture, figure, looks[i], "Batch");
    }
}

/* The numbers are those on screen. */
static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  take_steps (fixture, 2);
  IsoViewCard *card = go_to (fixture, "tuples");
  WAIT_FOR (iso_view_card_can_export (card));
  const IsoTuples *tuples = iso_tuple_view_tuples (ISO_TUPLE_VIEW (card));
  g_autoptr (IsoFigure) list = iso_view_card_figure (card);
  g_autoptr (IsoNumberTable) rows = iso_figure_tabulate (list);
  g_assert_cmpuint (iso_number_table_rows (rows), ==, tuples->count);
  g_assert_cmpfloat (iso_number_table_value (rows, 0, 0), ==, tuples->snapshot->indices[tuples->rows[0].anchor]);
  g_assert_cmpfloat (iso_number_table_value (rows, 0, 6), ==, (double) tuples->rows[0].violation);
  card = go_to (fixture, "lab");
  WAIT_FOR (iso_view_card_can_export (card));
  const IsoGraphSweep *sweep = iso_graph_lab_view_sweep (ISO_GRAPH_LAB_VIEW (card));
  g_autoptr (IsoFigure) lab = iso_view_card_figure (card);
  g_autoptr (IsoNumberTable) over_k = iso_figure_tabulate (lab);
  g_assert_cmpuint (iso_number_table_rows (over_k), ==, sweep->count);
  g_assert_cmpfloat (iso_number_table_value (over_k, 4, 0), ==, sweep->at[4].k);
  g_assert_cmpfloat (iso_number_table_value (over_k, 4, 1), ==, iso_lab_value (ISO_LAB_PIECES, &sweep->at[4]));
  card = go_to (fixture, "map");
  WAIT_FOR (iso_view_card_can_export (card));
  const IsoProjectedMap *map = iso_map_view_map (ISO_MAP_VIEW (card));
  g_autoptr (IsoFigure) points = iso_view_card_figure (card);
  g_autoptr (IsoNumberTable) places = iso_figure_tabulate (points);
  g_assert_cmpuint (iso_number_table_rows (places), ==, map->N);
  g_assert_cmpfloat (iso_number_table_value (places, 7, 3), ==, (double) map->positions[15]);
  card = go_to (fixture, "walk");
  WAIT_FOR (iso_view_card_can_export (card));
  g_autoptr (IsoFigure) walk = iso_view_card_figure (card);
  g_autoptr (IsoNumberTable) row = iso_figure_tabulate (walk);
  /* Before the first step the row is the sample's own. */
  double sum = 0.0;
  for (size_t i = 0; i < iso_number_table_rows (row); i++)
    sum += iso_number_table_value (row, i, 2);
  g_assert_true (sum > 0.99 && sum < 1.01);
}

static AdwMessageDialog *
dialog_of (Fixture *fixture, GType type)
{
  WAIT_FOR (dialog_over (fixture, type) != NULL);
  return ADW_MESSAGE_DIALOG (dialog_over (fixture, type));
}

static void
ask (Fixture *fixture, const char *response)
{
  GtkWindow *dialog = GTK_WINDOW (dialog_of (fixture, ADW_TYPE_MESSAGE_DIALOG));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (dialog);
}

/* As if the person had chosen that name, which the file chooser, once its folder is read, would tell the window. */
static void
save_as (Fixture *fixture, const char *name, IsoFigureFormat format)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  WAIT_FOR (fixture->window->chooser != NULL);
  iso_window_export_to (fixture->window, path, format);
  g_signal_emit_by_name (fixture->window->chooser, "response", GTK_RESPONSE_CANCEL);
  g_assert_null (fixture->window->chooser);
}

static gboolean
exists (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_through_the_window (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  take_steps (fixture, 2);
  WAIT_FOR (iso_view_card_can_export (go_to (fixture, "curves")));
  gtk_widget_activate_action (window, "win.export-figure", NULL);
  AdwMessageDialog *dialog = dialog_of (fixture, ISO_TYPE_EXPORT_DIALOG);
  IsoExportLook look;
  iso_export_dialog_get_look (ISO_EXPORT_DIALOG (dialog), &look);
  g_assert_cmpint (look.width, ==, 1200);
  g_assert_cmpint (look.height, ==, 800);
  g_assert_nonnull (strstr (adw_message_dialog_get_heading (dialog), "Curves"));
  ask (fixture, "save");
  /* The run goes on while the name is typed. */
  take_steps (fixture, 3);
  g_autofree char *suggested = gtk_file_chooser_get_current_name (GTK_FILE_CHOOSER (fixture->window->chooser));
  g_assert_cmpstr (suggested, ==, "curves-step-2.png");
  save_as (fixture, suggested, ISO_FIGURE_PNG);
  WAIT_FOR (exists (fixture, "curves-step-2.png"));

  gtk_widget_activate_action (window, "win.export-numbers", NULL);
  save_as (fixture, "curves.npy", ISO_FIGURE_CSV);
  WAIT_FOR (exists (fixture, "curves.npy"));

  /* A name alone is of the kind that is chosen. */
  gtk_widget_activate_action (window, "win.export-numbers", NULL);
  save_as (fixture, "table", ISO_FIGURE_NPY);
  WAIT_FOR (exists (fixture, "table.npy"));

  /* An ending that means nothing here: one message, no file. */
  gtk_widget_activate_action (window, "win.export-numbers", NULL);
  save_as (fixture, "curves.xlsx", ISO_FIGURE_CSV);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog_of (fixture, ADW_TYPE_MESSAGE_DIALOG)), ".xlsx"));
  ask (fixture, "close");
  g_assert_false (exists (fixture, "curves.xlsx"));

  /* A place where nothing can be written. */
  gtk_widget_activate_action (window, "win.export-numbers", NULL);
  save_as (fixture, "missing/curves.csv", ISO_FIGURE_CSV);
  WAIT_FOR (dialog_over (fixture, ADW_TYPE_MESSAGE_DIALOG) != NULL);
  ask (fixture, "close");

  /* Given up in the dialog, nothing is opened. */
  gtk_widget_activate_action (window, "win.export-figure", NULL);
  ask (fixture, "cancel");
  g_assert_null (fixture->window->chooser);
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  take_steps (fixture, 2);
  WAIT_FOR (iso_view_card_can_export (go_to (fixture, "curves")));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.copy-figure", NULL);
  WAIT_FOR (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_TEXTURE));
  g_auto (GValue) value = G_VALUE_INIT;
  g_value_init (&value, GDK_TYPE_TEXTURE);
  g_assert_true (gdk_content_provider_get_value (gdk_clipboard_get_content (clipboard), &value, NULL));
  g_assert_cmpint (gdk_texture_get_width (g_value_get_object (&value)), ==, 2400);
}

/* Written again and again while batches come, and when the window goes in the middle of it: nothing is read that is gone. */
static void
test_while_training (Fixture *fixture, gconstpointer data)
{
  take_steps (fixture, 2);
  WAIT_FOR (iso_view_card_can_export (go_to (fixture, "batch")));
  iso_session_start (fixture->session);
  for (int i = 0; i < 12; i++)
    {
      static const char *const shown[] = { "batch", "whatif", "walk", "curves", "lab", "map" };
      IsoViewCard *card = go_to (fixture, shown[i % (int) G_N_ELEMENTS (shown)]);
      WAIT_FOR (iso_view_card_can_export (card));
      guint64 before = test_steps_of (fixture->session);
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.export-numbers", NULL);
      if (i % 2 == 0)
        {
          g_autofree char *name = g_strdup_printf ("numbers-%d.csv", i);
          save_as (fixture, name, ISO_FIGURE_CSV);
          WAIT_FOR (exists (fixture, name));
        }
      else
        {
          WAIT_FOR (fixture->window->chooser != NULL);
          g_signal_emit_by_name (fixture->window->chooser, "response", GTK_RESPONSE_CANCEL);
        }
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.copy-figure", NULL);
      WAIT_FOR (test_steps_of (fixture->session) > before);
    }
  iso_session_pause (fixture->session);
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
#define ADD(name, function) g_test_add ("/export/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("empty", test_empty);
  ADD ("actions-follow", test_actions_follow);
  ADD ("all-views", test_all_views);
  ADD ("numbers", test_numbers);
  ADD ("through-the-window", test_through_the_window);
  ADD ("copy", test_copy);
  ADD ("while-training", test_while_training);
#undef ADD
  return g_test_run ();
}
