#include <glib/gi18n.h>

#include "engine/train/parameters.h"
#include "ui/window/comparison-window-private.h"

#define WIDTH 1280
#define HEIGHT 800
/* Of the curves above the columns. */
#define CHART_HEIGHT 200
/* A slider that is dragged, or toggles one after the other, are one change. */
#define PREPARE_DELAY_MS 250

G_DEFINE_FINAL_TYPE (IsoComparisonWindow, iso_comparison_window, ADW_TYPE_WINDOW)

/* ---- which page ---- */

static void
show_page (IsoComparisonWindow *window)
{
  const char *problem = iso_students_problem (window->students);
  bool is_there = iso_students_count (window->students) > 0;
  bool is_lost = !is_there && problem != NULL && window->prepare_source == 0;
  g_autofree char *why = is_lost ? g_strdup_printf (_("The students cannot be prepared: %s."), problem) : NULL;
  gtk_label_set_text (window->empty_text, why != NULL ? why : "");
  gtk_label_set_text (window->wait_text, window->is_waiting ? _("Waiting for the data in the main window…") : _("Preparing the students…"));
  gtk_spinner_set_spinning (window->spinner, !is_there && !is_lost);
  gtk_stack_set_visible_child_name (window->pages, is_there ? "students" : is_lost ? "empty" : "wait");
  iso_comparison_window_update_header (window);
}

/* ---- the comparison ---- */

/* Both at once would share the machine, and neither would be what it says of its speed. */
static void
pause_session (IsoComparisonWindow *window)
{
  if (iso_session_state (window->session) != ISO_SESSION_RUNNING)
    return;
  iso_session_pause (window->session);
  window->has_paused = TRUE;
}

static void
prepare (IsoComparisonWindow *window)
{
  IsoDistillMode modes[ISO_COMPARISON_MOST];
  IsoExperiment *experiment = iso_session_experiment (window->session);
  size_t count = iso_comparison_window_modes (window, modes);
  g_clear_handle_id (&window->prepare_source, g_source_remove);
  window->is_waiting = experiment == NULL || iso_session_state (window->session) == ISO_SESSION_LOADING;
  if (window->is_waiting)
    {
      show_page (window);
      return;
    }
  window->settings = *iso_session_settings (window->session);
  window->is_stale = FALSE;
  /* Other data than are in place wait for the session's own reset. */
  IsoSourceRequest wanted = iso_settings_source (&window->settings), there = iso_settings_source (&experiment->settings);
  if (!iso_source_request_equal (&wanted, &there))
    window->settings.data = experiment->settings.data;
  pause_session (window);
  iso_students_prepare (window->students, &window->settings, experiment->dataset, modes, count);
}

static gboolean
prepare_now (gpointer data)
{
  IsoComparisonWindow *window = data;
  window->prepare_source = 0;
  prepare (window);
  return G_SOURCE_REMOVE;
}

void
iso_comparison_window_prepare_soon (IsoComparisonWindow *window)
{
  g_clear_handle_id (&window->prepare_source, g_source_remove);
  window->prepare_source = g_timeout_add (PREPARE_DELAY_MS, prepare_now, window);
}

/* What may change while training runs does; anything else begins anew at once while nobody has taken a step, else it waits for a reset. */
static void
session_changed (IsoComparisonWindow *window)
{
  const IsoSettings *now = iso_session_settings (window->session);
  if (window->is_waiting || iso_students_count (window->students) == 0)
    {
      iso_comparison_window_prepare_soon (window);
      return;
    }
  bool needs_reset = iso_students_follow (window->students, &window->settings, now);
  bool has_begun = iso_students_step (window->students) > 0 || iso_students_state (window->students) == ISO_STUDENTS_RUNNING;
  window->settings = *now;
  if (needs_reset && !has_begun)
    iso_comparison_window_prepare_soon (window);
  window->is_stale = window->is_stale || (needs_reset && has_begun);
  iso_comparison_window_update_header (window);
}

void
iso_comparison_window_watch (IsoComparisonWindow *window, IsoWatch watch)
{
  window->watch = watch;
  iso_students_watch (window->students, watch);
}

/* ---- actions ---- */

static void
start_or_pause (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoComparisonWindow *window = ISO_COMPARISON_WINDOW (widget);
  if (iso_students_state (window->students) == ISO_STUDENTS_RUNNING)
    iso_students_pause (window->students);
  else
    {
      pause_session (window);
      iso_students_start (window->students);
    }
}

static void
step (GtkWidget *widget, const char *action, GVariant *parameter)
{
  pause_session (ISO_COMPARISON_WINDOW (widget));
  iso_students_single_step (ISO_COMPARISON_WINDOW (widget)->students);
}

static void
reset (GtkWidget *widget, const char *action, GVariant *parameter)
{
  prepare (ISO_COMPARISON_WINDOW (widget));
}

static void
toggle_student (GtkWidget *widget, const char *action, GVariant *parameter)
{
  int mode = g_variant_get_int32 (parameter);
  if (mode >= 0 && mode < ISO_COMPARISON_MOST)
    iso_comparison_window_toggle (ISO_COMPARISON_WINDOW (widget), (IsoDistillMode) mode);
}

static void
toggle_probe (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoComparisonWindow *window = ISO_COMPARISON_WINDOW (widget);
  iso_choice_row_set_active (window->watch_row, window->watch == ISO_WATCH_PROBE ? 0 : 1);
}

static void
install_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "comparison.start", NULL, start_or_pause);
  gtk_widget_class_install_action (class, "comparison.step", NULL, step);
  gtk_widget_class_install_action (class, "comparison.reset", NULL, reset);
  gtk_widget_class_install_action (class, "comparison.student", "i", toggle_student);
  gtk_widget_class_install_action (class, "comparison.probe", NULL, toggle_probe);
  gtk_widget_class_add_binding_action (class, GDK_KEY_F5, 0, "comparison.start", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_F10, 0, "comparison.step", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_r, GDK_CONTROL_MASK, "comparison.reset", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_l, GDK_CONTROL_MASK, "comparison.probe", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_b, GDK_CONTROL_MASK, "window.close", NULL);
  for (int mode = 0; mode < ISO_COMPARISON_MOST; mode++)
    gtk_widget_class_add_binding_action (class, GDK_KEY_1 + (guint) mode, GDK_ALT_MASK, "comparison.student", "i", mode);
}

/* ---- the window ---- */

static void
status_changed (IsoComparisonWindow *window)
{
  iso_student_chart_update (window->chart);
  iso_comparison_window_update_header (window);
}

void
iso_comparison_window_set_choice (IsoComparisonWindow *window, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_COMPARISON_WINDOW (window));
  g_autoptr (IsoSampleChoice) own = choice == NULL ? iso_sample_choice_new () : g_object_ref (choice);
  g_set_object (&window->choice, own);
  iso_student_columns_set_choice (window->columns, own);
}

IsoStudents *
iso_comparison_window_students (IsoComparisonWindow *window)
{
  g_return_val_if_fail (ISO_IS_COMPARISON_WINDOW (window), NULL);
  return window->students;
}

static void
iso_comparison_window_dispose (GObject *object)
{
  IsoComparisonWindow *window = ISO_COMPARISON_WINDOW (object);
  g_clear_handle_id (&window->prepare_source, g_source_remove);
  if (window->students != NULL)
    g_signal_handlers_disconnect_by_data (window->students, window);
  g_clear_object (&window->students);
  g_clear_object (&window->choice);
  g_clear_object (&window->session);
  G_OBJECT_CLASS (iso_comparison_window_parent_class)->dispose (object);
}

static void
iso_comparison_window_class_init (IsoComparisonWindowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_comparison_window_dispose;
  install_actions (GTK_WIDGET_CLASS (class));
}

static void
iso_comparison_window_init (IsoComparisonWindow *window)
{
  gtk_window_set_title (GTK_WINDOW (window), _("Side by Side"));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  window->watch = ISO_WATCH_LIVE;
}

static GtkLabel *
quiet_label_new (void)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  return GTK_LABEL (label);
}

static void
add_pages (IsoComparisonWindow *window)
{
  GtkWidget *views = gtk_paned_new (GTK_ORIENTATION_VERTICAL), *wait = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  window->chart = ISO_STUDENT_CHART (iso_student_chart_new (window->students));
  window->columns = ISO_STUDENT_COLUMNS (iso_student_columns_new (window->students));
  window->spinner = GTK_SPINNER (gtk_spinner_new ());
  window->wait_text = quiet_label_new ();
  window->empty_text = quiet_label_new ();
  gtk_widget_add_css_class (views, "comparison-views");
  gtk_paned_set_start_child (GTK_PANED (views), GTK_WIDGET (window->chart));
  gtk_paned_set_end_child (GTK_PANED (views), GTK_WIDGET (window->columns));
  gtk_paned_set_resize_start_child (GTK_PANED (views), FALSE);
  gtk_paned_set_shrink_start_child (GTK_PANED (views), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (views), FALSE);
  gtk_paned_set_position (GTK_PANED (views), CHART_HEIGHT);
  gtk_widget_set_size_request (GTK_WIDGET (window->spinner), 32, 32);
  gtk_widget_set_valign (wait, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (wait), GTK_WIDGET (window->spinner));
  gtk_box_append (GTK_BOX (wait), GTK_WIDGET (window->wait_text));
  window->pages = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (window->pages), TRUE);
  gtk_stack_add_named (window->pages, views, "students");
  gtk_stack_add_named (window->pages, wait, "wait");
  gtk_stack_add_named (window->pages, GTK_WIDGET (window->empty_text), "empty");
}

static void
add_content (IsoComparisonWindow *window)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (content), iso_comparison_window_header_new (window));
  gtk_box_append (GTK_BOX (content), iso_comparison_window_strip_new (window));
  add_pages (window);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (window->pages));
  adw_window_set_content (ADW_WINDOW (window), content);
}

GtkWindow *
iso_comparison_window_new (GtkWindow *parent, IsoSession *session)
{
  IsoComparisonWindow *window = g_object_new (ISO_TYPE_COMPARISON_WINDOW, "transient-for", parent, NULL);
  window->session = g_object_ref (session);
  window->students = iso_students_new ();
  add_content (window);
  iso_comparison_window_set_choice (window, NULL);
  iso_students_attach (window->students, GTK_WIDGET (window));
  g_signal_connect_swapped (window->students, "prepared", G_CALLBACK (show_page), window);
  g_signal_connect_swapped (window->students, "status", G_CALLBACK (status_changed), window);
  g_signal_connect_object (session, "settings-changed", G_CALLBACK (session_changed), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "run-changed", G_CALLBACK (session_changed), window, G_CONNECT_SWAPPED);
  prepare (window);
  return GTK_WINDOW (window);
}

void
iso_comparison_window_present (GtkWindow *parent, IsoSession *session, IsoSampleChoice *choice)
{
  GListModel *windows = gtk_window_get_toplevels ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (ISO_IS_COMPARISON_WINDOW (window) && gtk_window_get_transient_for (window) == parent)
        {
          gtk_window_present (window);
          return;
        }
    }
  GtkWindow *window = iso_comparison_window_new (parent, session);
  iso_comparison_window_set_choice (ISO_COMPARISON_WINDOW (window), choice);
  gtk_window_present (window);
}
