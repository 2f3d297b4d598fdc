/* The pages on losses, miners and samplers: each can be reached and read, follows the settings, and chooses what it is about or
 * says why it cannot. */
#include <adwaita.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "tests/support/wait-for.h"
#include "ui/panel/method-window.h"
#include "ui/panel/setup-panel.h"
#include "ui/plot/formula-view.h"
#include "ui/plot/profile-view.h"
#include "ui/window/window-private.h"

typedef struct {
  IsoSession *session;
  IsoMethodWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = iso_session_new ();
  fixture->window = iso_method_window_new (NULL, fixture->session);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer window = fixture->window, session = fixture->session;
  g_object_add_weak_pointer (window, &window);
  g_object_add_weak_pointer (session, &session);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->session);
  WAIT_FOR (window == NULL);
  WAIT_FOR (session == NULL);
}

/* The first descendant of a type in the order of the tree. */
static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Whether a label below the widget reads so. */
static gboolean
says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

static GtkWidget *
page_of (Fixture *fixture)
{
  return GTK_WIDGET (iso_method_window_page (fixture->window));
}

static IsoProfileView *
profile_of (Fixture *fixture)
{
  return ISO_PROFILE_VIEW (find_widget (page_of (fixture), ISO_TYPE_PROFILE_VIEW));
}

static void
test_every_page (Fixture *fixture, gconstpointer data)
{
  const char *const *topics = iso_method_topics ();
  for (int topic = 0; topics[topic] != NULL; topic++)
    {
      IsoMethodPage page;
      for (int index = 0; iso_method_page (&page, topics[topic], index); index++)
        {
          g_test_message ("%s", page.name);
          iso_method_window_show_page (fixture->window, page.key, index);
          GtkWidget *view = page_of (fixture), *formula = find_widget (view, ISO_TYPE_FORMULA_VIEW);
          g_autofree char *plain = iso_method_page_formula (&page);
          g_assert_cmpint (iso_method_window_shown (fixture->window)->index, ==, index);
          g_assert_cmpstr (iso_method_window_shown (fixture->window)->key, ==, page.key);
          gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_LABEL, page.title);
          gtk_test_accessible_assert_role (formula, GTK_ACCESSIBLE_ROLE_IMG);
          gtk_test_accessible_assert_property (formula, GTK_ACCESSIBLE_PROPERTY_LABEL, plain);
          g_assert_true (says (view, page.title) && says (view, page.description) && says (view, page.note->use));
          g_assert_true (page.paper == NULL || says (view, page.paper));
          for (int i = 0; i < ISO_NOTE_SIGNS && page.note->signs[i].sign != NULL; i++)
            g_assert_true (says (view, page.note->signs[i].meaning));
          WAIT_FOR (iso_profile_view_is_ready (profile_of (fixture)));
        }
    }
}

static void
test_the_one_in_use (Fixture *fixture, gconstpointer data)
{
  iso_method_window_show_page (fixture->window, "loss.name", -1);
  GtkWidget *button = iso_method_page_view_button (iso_method_window_page (fixture->window));
  g_assert_cmpint (iso_method_window_shown (fixture->window)->index, ==, ISO_LOSS_MULTI_SIMILARITY);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "In use");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_null (iso_method_page_view_reason (iso_method_window_page (fixture->window)));
}

static void
test_choosing (Fixture *fixture, gconstpointer data)
{
  iso_method_window_show_page (fixture->window, "miner.name", ISO_MINER_HARD);
  IsoMethodPageView *page = iso_method_window_page (fixture->window);
  /* The present loss uses no miner. */
  g_assert_false (gtk_widget_get_sensitive (iso_method_page_view_button (page)));
  g_assert_nonnull (strstr (iso_method_page_view_reason (page), "multi-similarity"));
  iso_method_window_show_page (fixture->window, "loss.name", ISO_LOSS_TRIPLET);
  page = iso_method_window_page (fixture->window);
  g_assert_true (gtk_widget_get_sensitive (iso_method_page_view_button (page)));
  g_signal_emit_by_name (iso_method_page_view_button (page), "clicked");
  g_assert_cmpint (iso_session_settings (fixture->session)->loss.name, ==, ISO_LOSS_TRIPLET);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (iso_method_page_view_button (page))), ==, "In use");
  iso_method_window_show_page (fixture->window, "miner.name", ISO_MINER_HARD);
  page = iso_method_window_page (fixture->window);
  g_signal_emit_by_name (iso_method_page_view_button (page), "clicked");
  g_assert_cmpint (iso_session_settings (fixture->session)->miner.name, ==, ISO_MINER_HARD);
}

/* What the other settings rule out cannot be chosen here either, and the page says why until it can. */
static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  g_assert_true (iso_session_set (fixture->session, "batch.size", "8", NULL));
  iso_method_window_show_page (fixture->window, "loss.name", ISO_LOSS_QUADRUPLET);
  IsoMethodPageView *page = iso_method_window_page (fixture->window);
  g_autofree char *reason = iso_session_conflict (fixture->session, "loss.name", "quadruplet");
  g_assert_nonnull (reason);
  g_assert_cmpstr (iso_method_page_view_reason (page), ==, reason);
  g_assert_false (gtk_widget_get_sensitive (iso_method_page_view_button (page)));
  g_assert_true (iso_session_set (fixture->session, "batch.size", "112", NULL));
  g_assert_null (iso_method_page_view_reason (page));
  g_assert_true (gtk_widget_get_sensitive (iso_method_page_view_button (page)));
}

/* A parameter moved in the panel shows at once, in the list and in the drawing. */
static void
test_follows_settings (Fixture *fixture, gconstpointer data)
{
  iso_method_window_show_page (fixture->window, "loss.name", ISO_LOSS_MULTI_SIMILARITY);
  WAIT_FOR (iso_profile_view_is_ready (profile_of (fixture)));
  g_assert_false (says (page_of (fixture), "0.77"));
  g_assert_true (iso_session_set (fixture->session, "loss.threshold", "0.77", NULL));
  g_assert_true (says (page_of (fixture), "0.77"));
  g_assert_false (iso_profile_view_is_ready (profile_of (fixture)));
  WAIT_FOR (iso_profile_view_is_ready (profile_of (fixture)));
  /* What has nothing to do with the page computes nothing. */
  g_assert_true (iso_session_set (fixture->session, "distill.omega", "0.33", NULL));
  g_assert_true (iso_profile_view_is_ready (profile_of (fixture)));
}

/* Many changes at once: the last one is shown in the end. */
static void
test_many_changes (Fixture *fixture, gconstpointer data)
{
  iso_method_window_show_page (fixture->window, "loss.name", ISO_LOSS_SOFT_TRIPLE);
  g_assert_true (iso_session_set (fixture->session, "loss.name", "soft-triple", NULL));
  for (int i = 1; i < 30; i++)
    {
      g_autofree char *value = g_strdup_printf ("0.%02d", i);
      g_assert_true (iso_session_set (fixture->session, "loss.gamma", value, NULL));
    }
  WAIT_FOR (iso_profile_view_is_ready (profile_of (fixture)));
}

/* Gone before its drawing is ready: nothing is left behind. */
static void
test_early_end (void)
{
  g_autoptr (IsoSession) session = iso_session_new ();
  gpointer view = g_object_ref_sink (iso_profile_view_new ("loss.name", ISO_LOSS_ANGULAR));
  iso_profile_view_update (view, iso_session_settings (session));
  g_assert_finalize_object (view);
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

static GtkWindow *
pages_over (IsoWindow *window)
{
  return window->pages != NULL && gtk_widget_get_mapped (window->pages) ? GTK_WINDOW (window->pages) : NULL;
}

/* From the main window: by the row's button and key, by Ctrl+I anywhere, once. */
static void
test_from_the_window (void)
{
  g_autoptr (IsoSession) session = iso_session_new ();
  IsoWindow *window = iso_window_new (NULL, session, FALSE);
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (iso_session_state (session) == ISO_SESSION_READY);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "batch.sampler"));
  WAIT_FOR (pages_over (window) != NULL);
  GtkWindow *pages = pages_over (window);
  g_assert_cmpstr (iso_method_window_shown (ISO_METHOD_WINDOW (pages))->key, ==, "batch.sampler");
  g_assert_true (gtk_window_get_transient_for (pages) == GTK_WINDOW (window));
  g_assert_false (gtk_window_get_modal (pages));

  const IsoParameter *parameter = iso_parameter_find ("loss.name", iso_session_settings (session), NULL);
  GtkWidget *row = GTK_WIDGET (iso_setup_panel_row (window->panel, parameter));
  GtkWidget *button = gtk_widget_get_next_sibling (gtk_widget_get_first_child (gtk_widget_get_first_child (row)));
  g_assert_true (GTK_IS_BUTTON (button) && gtk_widget_has_css_class (button, "row-page"));
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, "About Loss");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (iso_method_window_shown (ISO_METHOD_WINDOW (pages))->key, ==, "loss.name");
  g_assert_true (pages_over (window) == pages);

  gtk_window_close (pages);
  WAIT_FOR (window->pages == NULL);
  gtk_widget_grab_focus (iso_parameter_row_control (ISO_PARAMETER_ROW (row)));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page-here", NULL));
  WAIT_FOR (pages_over (window) != NULL);
  g_assert_cmpstr (iso_method_window_shown (ISO_METHOD_WINDOW (window->pages))->key, ==, "loss.name");
  gpointer gone = window;
  g_object_add_weak_pointer (gone, &gone);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (gone == NULL);
}

/* Rows without pages have no such button. */
static void
test_only_where_there_are_pages (void)
{
  g_autoptr (IsoSession) session = iso_session_new ();
  GtkWidget *panel = g_object_ref_sink (iso_setup_panel_new (session));
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    {
      IsoParameterRow *row = iso_setup_panel_row (ISO_SETUP_PANEL (panel), &table[i]);
      GtkWidget *header = row != NULL ? gtk_widget_get_first_child (GTK_WIDGET (row)) : NULL; /* the map's are elsewhere */
      gboolean has_button = FALSE;
      if (row == NULL)
        continue;
      for (GtkWidget *child = gtk_widget_get_first_child (header); child != NULL; child = gtk_widget_get_next_sibling (child))
        has_button |= gtk_widget_has_css_class (child, "row-page");
      g_assert_true (has_button == g_strv_contains (iso_method_topics (), table[i].key));
    }
  g_object_unref (panel);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
#define ADD(name, function) g_test_add ("/method-window/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("pages", test_every_page);
  ADD ("in-use", test_the_one_in_use);
  ADD ("choosing", test_choosing);
  ADD ("conflict", test_conflict);
  ADD ("settings", test_follows_settings);
  ADD ("many-changes", test_many_changes);
#undef ADD
  g_test_add_func ("/method-window/early-end", test_early_end);
  g_test_add_func ("/method-window/from-the-window", test_from_the_window);
  g_test_add_func ("/method-window/rows", test_only_where_there_are_pages);
  return g_test_run ();
}
