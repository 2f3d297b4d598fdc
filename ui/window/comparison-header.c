/* The upper part of the window side by side: which students, the buttons, and the line that says where they are. */
#include <glib/gi18n.h>

#include "ui/figure/student-look.h"
#include "ui/panel/quantities.h"
#include "ui/window/comparison-window-private.h"

#define LEAST_STUDENTS 2

/* ---- which students ---- */

size_t
iso_comparison_window_modes (IsoComparisonWindow *window, IsoDistillMode *modes)
{
  size_t count = 0;
  for (int mode = 0; mode < ISO_COMPARISON_MOST; mode++)
    if (gtk_toggle_button_get_active (window->toggles[mode]))
      modes[count++] = (IsoDistillMode) mode;
  return count;
}

/* Of two neither can be taken away. */
static void
update_toggles (IsoComparisonWindow *window)
{
  IsoDistillMode modes[ISO_COMPARISON_MOST];
  bool is_least = iso_comparison_window_modes (window, modes) <= LEAST_STUDENTS;
  for (int mode = 0; mode < ISO_COMPARISON_MOST; mode++)
    {
      bool stays = is_least && gtk_toggle_button_get_active (window->toggles[mode]);
      g_autofree char *key = g_strdup_printf (_("Alt+%d"), mode + 1);
      g_autofree char *tip = stays ? g_strdup (_("Two students at least: choose another one first"))
                                   : g_strdup_printf ("%s (%s)", iso_student_about ((IsoDistillMode) mode), key);
      gtk_widget_set_sensitive (GTK_WIDGET (window->toggles[mode]), !stays);
      gtk_widget_set_tooltip_text (GTK_WIDGET (window->toggles[mode]), tip);
    }
}

static void
toggled (GtkToggleButton *toggle, IsoComparisonWindow *window)
{
  update_toggles (window);
  iso_comparison_window_prepare_soon (window);
}

void
iso_comparison_window_toggle (IsoComparisonWindow *window, IsoDistillMode mode)
{
  GtkToggleButton *toggle = window->toggles[mode];
  if (gtk_widget_get_sensitive (GTK_WIDGET (toggle)))
    gtk_toggle_button_set_active (toggle, !gtk_toggle_button_get_active (toggle));
}

static GtkWidget *
toggles_new (IsoComparisonWindow *window)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (row, "linked");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Students"), -1);
  for (int mode = 0; mode < ISO_COMPARISON_MOST; mode++)
    {
      GtkWidget *toggle = gtk_toggle_button_new_with_label (iso_student_name ((IsoDistillMode) mode));
      window->toggles[mode] = GTK_TOGGLE_BUTTON (toggle);
      gtk_toggle_button_set_active (window->toggles[mode], mode != ISO_DISTILL_UNIFORM);
      gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      iso_student_about ((IsoDistillMode) mode), -1);
      gtk_box_append (GTK_BOX (row), toggle);
    }
  for (int mode = 0; mode < ISO_COMPARISON_MOST; mode++)
    g_signal_connect (window->toggles[mode], "toggled", G_CALLBACK (toggled), window);
  update_toggles (window);
  return row;
}

/* ---- the header ---- */

static GtkWidget *
button_new (const char *icon, const char *label, const char *tip, const char *action, const char *class)
{
  GtkWidget *button = gtk_button_new (), *content = adw_button_content_new ();
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), icon);
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), label);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_widget_add_css_class (button, class);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

GtkWidget *
iso_comparison_window_header_new (IsoComparisonWindow *window)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *step = button_new ("isotherm-step-symbolic", _("Step"), _("One step of each student (F10)"), "comparison.step", "run-button");
  GtkWidget *reset = button_new ("isotherm-reset-symbolic", _("Reset"), _("All students from the start, with the present settings (Ctrl+R)"),
                                 "comparison.reset", "run-button");
  window->start_button = GTK_BUTTON (button_new ("media-playback-start-symbolic", _("Start"), NULL, "comparison.start", "start-button"));
  window->start_content = ADW_BUTTON_CONTENT (gtk_button_get_child (window->start_button));
  gtk_widget_add_css_class (GTK_WIDGET (window->start_button), "suggested-action");
  window->heading = ADW_WINDOW_TITLE (adw_window_title_new (_("Side by Side"), NULL));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), GTK_WIDGET (window->heading));
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), toggles_new (window));
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), reset);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), step);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), GTK_WIDGET (window->start_button));
  return bar;
}

/* ---- the line below ---- */

/* A GtkInscription never asks for another size, however often its text changes: nothing else is laid out again. */
static GtkInscription *
add_inscription (GtkWidget *line, guint characters, const char *class, gboolean expand)
{
  GtkWidget *inscription = gtk_inscription_new (NULL);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (inscription), characters);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (inscription), MIN (characters, 10));
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (inscription), 1);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_set_hexpand (inscription, expand);
  gtk_widget_add_css_class (inscription, class);
  gtk_box_append (GTK_BOX (line), inscription);
  return GTK_INSCRIPTION (inscription);
}

static void
watch_chosen (int index, gpointer window)
{
  iso_comparison_window_watch (window, index == 1 ? ISO_WATCH_PROBE : ISO_WATCH_LIVE);
}

GtkWidget *
iso_comparison_window_strip_new (IsoComparisonWindow *window)
{
  const char *const watches[] = { _("live"), _("probe"), NULL };
  GtkWidget *strip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  window->dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (window->dot, "state-dot");
  gtk_widget_set_valign (window->dot, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (strip, "comparison-strip");
  gtk_box_append (GTK_BOX (strip), window->dot);
  window->state = add_inscription (strip, 12, "heading", FALSE);
  window->progress = add_inscription (strip, 34, "numeric", FALSE);
  window->note = add_inscription (strip, 40, "dim-label", TRUE);
  gtk_inscription_set_xalign (window->note, 1.0f);
  window->watch_row = iso_choice_row_new (_("Batches shown"), watches, 0, watch_chosen, window);
  gtk_widget_set_tooltip_text (window->watch_row, _("The batch of the step, or the fixed probe batch (Ctrl+L)"));
  gtk_box_append (GTK_BOX (strip), window->watch_row);
  return strip;
}

/* ---- what they say ---- */

static const char *
state_text (IsoComparisonWindow *window)
{
  if (iso_students_count (window->students) == 0)
    return iso_students_problem (window->students) != NULL ? _("not possible") : _("preparing");
  switch (iso_students_state (window->students))
    {
    case ISO_STUDENTS_RUNNING:
      return _("training");
    case ISO_STUDENTS_PAUSED:
      return _("paused");
    case ISO_STUDENTS_FINISHED:
      return _("finished");
    case ISO_STUDENTS_FAILED:
      return _("all stopped");
    case ISO_STUDENTS_READY:
    default:
      return _("ready");
    }
}

/* "step 148 · epoch 8 of 20". */
static char *
progress_text (IsoComparisonWindow *window)
{
  IsoTrainerStatus status;
  guint64 step = iso_students_step (window->students);
  g_autofree char *count = iso_quantity_text (step);
  if (iso_students_count (window->students) == 0)
    return g_strdup ("");
  iso_students_status (window->students, &status, 0);
  if (status.steps_per_epoch == 0)
    return g_strdup ("");
  /* People count from one. */
  guint64 epoch = step == 0 ? 1 : (step - 1) / status.steps_per_epoch + 1;
  const char *format = epoch > (guint64) status.epochs ? _("step %s · epoch %d, %d planned") : _("step %s · epoch %d of %d");
  return g_strdup_printf (format, count, (int) epoch, status.epochs);
}

static const char *
note_text (IsoComparisonWindow *window)
{
  if (window->is_stale)
    return _("The settings have changed: Reset takes them over.");
  if (window->has_paused)
    return _("The run in the main window has been paused.");
  return "";
}

static void
set_text (GtkInscription *inscription, const char *text)
{
  if (g_strcmp0 (gtk_inscription_get_text (inscription), text) != 0)
    gtk_inscription_set_text (inscription, text);
}

static void
update_title (IsoComparisonWindow *window)
{
  IsoExperiment *experiment = iso_students_experiment (window->students);
  g_autofree char *subtitle = NULL, *title = NULL;
  if (experiment == NULL)
    {
      adw_window_title_set_title (window->heading, _("Side by Side"));
      adw_window_title_set_subtitle (window->heading, "");
      return;
    }
  subtitle = g_strdup_printf (_("%s · %s · seed %d"), iso_loss_kind ((IsoLossName) experiment->settings.loss.name)->name,
                              iso_network_text (experiment->network), experiment->settings.train.seed);
  title = g_strdup_printf (_("%s side by side"), iso_dataset_name (experiment->dataset));
  adw_window_title_set_title (window->heading, title);
  adw_window_title_set_subtitle (window->heading, subtitle);
}

void
iso_comparison_window_update_header (IsoComparisonWindow *window)
{
  g_autofree char *progress = progress_text (window);
  bool is_there = iso_students_count (window->students) > 0;
  bool running = is_there && iso_students_state (window->students) == ISO_STUDENTS_RUNNING;
  bool failed = is_there && iso_students_state (window->students) == ISO_STUDENTS_FAILED;
  set_text (window->state, state_text (window));
  set_text (window->progress, progress);
  set_text (window->note, note_text (window));
  gtk_widget_remove_css_class (window->dot, "running");
  gtk_widget_remove_css_class (window->dot, "failed");
  if (running || failed)
    gtk_widget_add_css_class (window->dot, running ? "running" : "failed");
  adw_button_content_set_icon_name (window->start_content, running ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  adw_button_content_set_label (window->start_content, running ? _("Pause") : _("Start"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (window->start_button), running ? _("Pause all students (F5)") : _("Start all students (F5)"));
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "comparison.start", is_there && !failed);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "comparison.step", is_there && !running && !failed);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "comparison.reset", !window->is_waiting);
  update_title (window);
}
