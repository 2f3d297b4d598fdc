#include <glib/gi18n.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/window/sweep-window-private.h"

#define WIDTH 1180
#define HEIGHT 820

G_DEFINE_FINAL_TYPE (IsoSweepWindow, iso_sweep_window, ADW_TYPE_WINDOW)

enum { USE, COMPARE, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

void
iso_sweep_window_say (IsoSweepWindow *window, const char *text)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = gtk_label_new (text);
  g_free (window->said);
  window->said = g_strdup (text);
  /* Names are no markup. */
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  adw_toast_overlay_add_toast (window->toasts, toast);
}

/* ---- what is shown ---- */

static const char *
summary_text (IsoSweepWindow *window)
{
  const char *problem = iso_sweep_form_problem (window->form);
  if (iso_sweeper_is_busy (window->sweeper))
    return _("A sweep is running: another can be started when it has ended.");
  if (problem != NULL)
    return problem;
  if (iso_sweep_form_plan (window->form) != NULL)
    return iso_sweep_form_summary (window->form);
  if (iso_sweep_form_is_checking (window->form))
    return _("checking…");
  if (iso_sweep_form_draft (window->form)->changes->len == 0)
    return _("Add a parameter that changes.");
  return _("Something above is not yet as it has to be.");
}

static void
update (IsoSweepWindow *window)
{
  gboolean is_busy = iso_sweeper_is_busy (window->sweeper), is_wrong = iso_sweep_form_problem (window->form) != NULL && !is_busy;
  const IsoSweepPlan *plan = iso_sweep_form_plan (window->form);
  gtk_label_set_text (window->summary, summary_text (window));
  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (window->summary), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (window->summary), "error");
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "sweep.start", plan != NULL && !is_busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "sweep.stop", is_busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "sweep.save", iso_sweep_form_draft (window->form)->changes->len > 0);
}

static void
state_changed (IsoSweepWindow *window)
{
  const char *problem = iso_sweeper_problem (window->sweeper);
  if (iso_sweeper_state (window->sweeper) == ISO_SWEEPER_ENDED && problem != NULL)
    iso_sweep_window_say (window, problem);
  update (window);
}

/* ---- actions ---- */

static void
start (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoSweepWindow *window = ISO_SWEEP_WINDOW (widget);
  IsoExperiment *experiment = iso_session_experiment (window->session);
  IsoSweeperOptions options = { .folder = window->folder, .jobs = iso_sweep_form_jobs (window->form),
                                .retries = iso_sweep_form_retries (window->form) };
  if (iso_sweep_form_plan (window->form) == NULL || iso_sweeper_is_busy (window->sweeper))
    return;
  if (experiment != NULL)
    {
      options.dataset = experiment->dataset;
      options.settings = &experiment->settings;
    }
  iso_sweeper_start (window->sweeper, iso_sweep_form_steal_plan (window->form), &options);
  iso_sweep_window_show (window, "results");
}

static void
stop (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_sweeper_stop (ISO_SWEEP_WINDOW (widget)->sweeper);
}

char **
iso_sweep_assignments (const IsoSweepPlan *plan, size_t setting, const IsoSettings *now)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  IsoSettings wanted;
  iso_sweep_plan_settings (&wanted, plan, setting);
  for (size_t i = 0; i < count; i++)
    {
      if (!iso_sweep_may_change (table[i].key) || iso_parameter_find (table[i].key, &wanted, NULL) != &table[i]
          || !iso_parameter_differs (&table[i], &wanted, now))
        continue;
      g_autofree char *value = iso_settings_format (&wanted, &table[i]), *assignment = g_strdup_printf ("%s=%s", table[i].key, value);
      g_strv_builder_add (builder, assignment);
    }
  return g_strv_builder_end (builder);
}

static void
use_setting (IsoSweepWindow *window, int setting)
{
  const IsoSweepPlan *plan = iso_sweeper_plan (window->sweeper);
  if (plan == NULL || setting < 0)
    return;
  g_auto (GStrv) assignments = iso_sweep_assignments (plan, (size_t) setting, iso_session_settings (window->session));
  g_signal_emit (window, signals[USE], 0, assignments);
}

static void
use (GtkWidget *widget, const char *action, GVariant *parameter)
{
  use_setting (ISO_SWEEP_WINDOW (widget), iso_sweep_overview_target (ISO_SWEEP_WINDOW (widget)->overview));
}

static void
compare (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoSweepWindow *window = ISO_SWEEP_WINDOW (widget);
  size_t count;
  g_autofree gint64 *runs = iso_sweep_overview_runs (window->overview, &count);
  if (count < 2)
    return;
  g_autoptr (GVariant) ids = g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, runs, count, sizeof *runs));
  g_signal_emit (window, signals[COMPARE], 0, ids);
}

static void
show_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_sweep_window_show (ISO_SWEEP_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

void
iso_sweep_window_show (IsoSweepWindow *window, const char *page)
{
  g_return_if_fail (ISO_IS_SWEEP_WINDOW (window));
  if (adw_view_stack_get_child_by_name (window->pages, page) != NULL)
    adw_view_stack_set_visible_child_name (window->pages, page);
}

IsoSweepForm *
iso_sweep_window_form (IsoSweepWindow *window)
{
  g_return_val_if_fail (ISO_IS_SWEEP_WINDOW (window), NULL);
  return window->form;
}

IsoSweepOverview *
iso_sweep_window_overview (IsoSweepWindow *window)
{
  g_return_val_if_fail (ISO_IS_SWEEP_WINDOW (window), NULL);
  return window->overview;
}

const char *
iso_sweep_window_said (IsoSweepWindow *window)
{
  g_return_val_if_fail (ISO_IS_SWEEP_WINDOW (window), NULL);
  return window->said;
}

/* ---- the window ---- */

static void
iso_sweep_window_dispose (GObject *object)
{
  IsoSweepWindow *window = ISO_SWEEP_WINDOW (object);
  iso_sweep_window_drop_files (window);
  g_clear_object (&window->session);
  g_clear_object (&window->sweeper);
  G_OBJECT_CLASS (iso_sweep_window_parent_class)->dispose (object);
}

static void
iso_sweep_window_finalize (GObject *object)
{
  IsoSweepWindow *window = ISO_SWEEP_WINDOW (object);
  g_free (window->folder);
  g_free (window->said);
  G_OBJECT_CLASS (iso_sweep_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "sweep.start", NULL, start);
  gtk_widget_class_install_action (class, "sweep.stop", NULL, stop);
  gtk_widget_class_install_action (class, "sweep.use", NULL, use);
  gtk_widget_class_install_action (class, "sweep.compare", NULL, compare);
  gtk_widget_class_install_action (class, "sweep.show", "s", show_page);
  gtk_widget_class_add_binding_action (class, GDK_KEY_F5, 0, "sweep.start", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_period, GDK_CONTROL_MASK, "sweep.stop", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_Return, GDK_CONTROL_MASK, "sweep.use", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_b, GDK_CONTROL_MASK, "sweep.compare", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_1, GDK_ALT_MASK, "sweep.show", "s", "setup");
  gtk_widget_class_add_binding_action (class, GDK_KEY_2, GDK_ALT_MASK, "sweep.show", "s", "results");
  iso_sweep_window_install_files (class);
}

static void
iso_sweep_window_class_init (IsoSweepWindowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_sweep_window_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_sweep_window_finalize;
  signals[USE] = g_signal_new ("use", ISO_TYPE_SWEEP_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRV);
  signals[COMPARE] =
      g_signal_new ("compare", ISO_TYPE_SWEEP_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_VARIANT);
  install_actions (GTK_WIDGET_CLASS (class));
}

static void
iso_sweep_window_init (IsoSweepWindow *window)
{
  window->said = g_strdup ("");
  iso_sweep_window_add_files (window);
  gtk_window_set_title (GTK_WINDOW (window), _("Sweep"));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
}

static GtkWidget *
button_new (const char *label, const char *tip, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static GtkWidget *
header_new (IsoSweepWindow *window)
{
  GtkWidget *bar = adw_header_bar_new (), *switcher = adw_view_switcher_new ();
  adw_view_switcher_set_stack (ADW_VIEW_SWITCHER (switcher), window->pages);
  adw_view_switcher_set_policy (ADW_VIEW_SWITCHER (switcher), ADW_VIEW_SWITCHER_POLICY_WIDE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), switcher);
  GtkWidget *open = button_new (_("_Open…"), _("The file of a sweep, as the command line takes it (Ctrl+O)"), "sweep.open");
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), open);
  return bar;
}

/* The form, and below it what comes of it. */
static GtkWidget *
setup_new (IsoSweepWindow *window)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *save = button_new (_("_Save as File…"), _("The file that the command line takes (Ctrl+S)"), "sweep.save");
  window->start_button = GTK_BUTTON (button_new (_("S_tart"), _("Runs that the store has already are not run again (F5)"), "sweep.start"));
  gtk_widget_add_css_class (GTK_WIDGET (window->start_button), "suggested-action");
  window->summary = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (window->summary, TRUE);
  gtk_label_set_xalign (window->summary, 0.0f);
  gtk_widget_set_hexpand (GTK_WIDGET (window->summary), TRUE);
  /* Assistive technologies read a status out when it changes. */
  g_object_set (window->summary, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_widget_add_css_class (line, "sweep-choice");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (window->summary));
  gtk_box_append (GTK_BOX (line), save);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (window->start_button));
  gtk_widget_set_vexpand (GTK_WIDGET (window->form), TRUE);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (window->form));
  gtk_box_append (GTK_BOX (page), line);
  return page;
}

static void
add_content (IsoSweepWindow *window)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  window->pages = ADW_VIEW_STACK (adw_view_stack_new ());
  window->form = ISO_SWEEP_FORM (iso_sweep_form_new (window->session));
  window->overview = ISO_SWEEP_OVERVIEW (iso_sweep_overview_new (window->sweeper));
  AdwViewStackPage *setup = adw_view_stack_add_titled (window->pages, setup_new (window), "setup", _("Set Up"));
  AdwViewStackPage *results = adw_view_stack_add_titled (window->pages, GTK_WIDGET (window->overview), "results", _("Results"));
  adw_view_stack_page_set_icon_name (setup, "isotherm-sliders-symbolic");
  adw_view_stack_page_set_icon_name (results, "view-list-symbolic");
  gtk_widget_set_vexpand (GTK_WIDGET (window->pages), TRUE);
  window->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (window->toasts, GTK_WIDGET (window->pages));
  gtk_box_append (GTK_BOX (content), header_new (window));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (window->toasts));
  gtk_box_append (GTK_BOX (content), iso_sweep_progress_new (window->sweeper));
  adw_window_set_content (ADW_WINDOW (window), content);
}

GtkWindow *
iso_sweep_window_new (GtkWindow *parent, IsoSession *session, IsoSweeper *sweeper, const char *folder)
{
  IsoSweepWindow *window = g_object_new (ISO_TYPE_SWEEP_WINDOW, "transient-for", parent, NULL);
  window->session = g_object_ref (session);
  window->sweeper = g_object_ref (sweeper);
  window->folder = g_strdup (folder);
  add_content (window);
  g_signal_connect_object (window->form, "checked", G_CALLBACK (update), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (sweeper, "state-changed", G_CALLBACK (state_changed), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (iso_sweep_overview_choice (window->overview), "activated", G_CALLBACK (use_setting), window, G_CONNECT_SWAPPED);
  if (iso_sweeper_plan (sweeper) != NULL)
    {
      /* Back to what is running or ran last. */
      iso_sweep_form_take (window->form, iso_sweep_draft_of_plan (iso_sweeper_plan (sweeper)));
      iso_sweep_window_show (window, "results");
    }
  update (window);
  return GTK_WINDOW (window);
}
