#include "ui/panel/sweep-progress.h"

#include <glib/gi18n.h>

#include "ui/figure/sweep-scores.h"
#include "ui/plot/wrap-layout.h"
#include "ui/session/sweep-estimate.h"

#define MOST_SHOWN 8
#define BAR_WIDTH 90

typedef struct {
  GtkWidget *box, *bar;
  GtkLabel *label;
} Entry;

struct _IsoSweepProgress {
  GtkBox parent_instance;
  IsoSweeper *sweeper;
  GtkWidget *spinner, *bar, *stop, *runs;
  GtkLabel *text, *more;
  Entry entries[MOST_SHOWN];
};

G_DEFINE_FINAL_TYPE (IsoSweepProgress, iso_sweep_progress, GTK_TYPE_BOX)

/* ---- words ---- */

static char *
state_word (IsoSweeper *sweeper)
{
  IsoSweepQueueStatus status;
  iso_sweeper_status (sweeper, &status);
  size_t ended = status.already + status.finished + status.failed;
  switch (iso_sweeper_state (sweeper))
    {
    case ISO_SWEEPER_OPENING:
      return g_strdup (_("reading what there is"));
    case ISO_SWEEPER_STOPPING:
      return g_strdup (_("stopping"));
    case ISO_SWEEPER_ENDED:
      if (iso_sweeper_problem (sweeper) != NULL)
        return g_strdup (iso_sweeper_problem (sweeper));
      return g_strdup (ended >= status.points ? _("done") : _("stopped: Start goes on with the rest"));
    case ISO_SWEEPER_RUNNING:
    case ISO_SWEEPER_IDLE:
    default:
      return NULL;
    }
}

char *
iso_sweep_progress_text (IsoSweeper *sweeper)
{
  IsoSweepQueueStatus status;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *word = state_word (sweeper);
  double least, most;
  iso_sweeper_status (sweeper, &status);
  g_string_append_printf (text, ngettext ("%zu of %zu run", "%zu of %zu runs", (gulong) status.points),
                          status.already + status.finished + status.failed, status.points);
  if (status.already > 0)
    g_string_append_printf (text, _(" · %zu were there"), status.already);
  if (status.failed > 0)
    g_string_append_printf (text, _(" · %zu failed"), status.failed);
  if (status.interrupted > 0)
    g_string_append_printf (text, _(" · %zu interrupted"), status.interrupted);
  if (status.running > 0)
    g_string_append_printf (text, _(" · %zu running"), status.running);
  if (iso_sweeper_seconds_left (sweeper, &least, &most))
    {
      g_autofree char *duration = iso_duration_range_text (least, most);
      g_string_append_printf (text, _(" · %s left"), duration);
    }
  if (word != NULL)
    g_string_append_printf (text, " · %s", word);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "λ 10, ω 0.5, seed 3" */
static char *
run_text (const IsoSweepPlan *plan, size_t point)
{
  size_t setting = iso_sweep_plan_setting_of (plan, point);
  g_autoptr (GString) text = g_string_new (NULL);
  for (size_t key = 0; key < iso_sweep_plan_key_count (plan); key++)
    g_string_append_printf (text, "%s %s, ", iso_sweep_key_label (iso_sweep_plan_key (plan, key)),
                            iso_sweep_plan_value (plan, setting, key));
  g_string_append_printf (text, _("seed %d"), iso_sweep_plan_seed (plan, iso_sweep_plan_seed_place_of (plan, point)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- what is shown ---- */

static int
compare_runs (const void *a, const void *b)
{
  const IsoSweepQueueRun *x = a, *y = b;
  return x->point < y->point ? -1 : x->point > y->point;
}

static void
show_runs (IsoSweepProgress *progress)
{
  const IsoSweepPlan *plan = iso_sweeper_plan (progress->sweeper);
  const IsoSweepQueueRun *running;
  size_t count = iso_sweeper_running (progress->sweeper, &running), shown = MIN (count, MOST_SHOWN);
  g_autofree IsoSweepQueueRun *sorted = count > 0 ? g_memdup2 (running, count * sizeof *running) : NULL;
  /* In their order, so that none changes its place. */
  if (count > 0)
    qsort (sorted, count, sizeof *sorted, compare_runs);
  for (size_t i = 0; i < MOST_SHOWN; i++)
    {
      Entry *entry = &progress->entries[i];
      gtk_widget_set_visible (entry->box, i < shown);
      if (i >= shown)
        continue;
      g_autofree char *text = run_text (plan, sorted[i].point);
      if (g_strcmp0 (gtk_label_get_text (entry->label), text) != 0)
        {
          gtk_label_set_text (entry->label, text);
          gtk_accessible_update_property (GTK_ACCESSIBLE (entry->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
        }
      gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (entry->bar), sorted[i].share);
    }
  g_autofree char *more = count > shown ? g_strdup_printf (_("and %zu more"), count - shown) : g_strdup ("");
  gtk_label_set_text (progress->more, more);
  gtk_widget_set_visible (GTK_WIDGET (progress->more), count > shown);
  gtk_widget_set_visible (progress->runs, count > 0);
}

static void
update (IsoSweepProgress *progress)
{
  IsoSweeperState state = iso_sweeper_state (progress->sweeper);
  g_autofree char *text = iso_sweep_progress_text (progress->sweeper);
  bool is_opening = state == ISO_SWEEPER_OPENING;
  gtk_widget_set_visible (GTK_WIDGET (progress), state != ISO_SWEEPER_IDLE);
  gtk_spinner_set_spinning (GTK_SPINNER (progress->spinner), is_opening);
  gtk_widget_set_visible (progress->spinner, is_opening);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (progress->bar), is_opening ? 0.0 : iso_sweeper_share (progress->sweeper));
  gtk_widget_set_visible (progress->stop, iso_sweeper_is_busy (progress->sweeper));
  gtk_widget_set_sensitive (progress->stop, state != ISO_SWEEPER_STOPPING);
  if (g_strcmp0 (gtk_label_get_text (progress->text), text) != 0)
    gtk_label_set_text (progress->text, text);
  show_runs (progress);
}

static void
stop_clicked (GtkButton *button, IsoSweepProgress *progress)
{
  iso_sweeper_stop (progress->sweeper);
}

/* ---- the widget ---- */

static void
iso_sweep_progress_dispose (GObject *object)
{
  g_clear_object (&ISO_SWEEP_PROGRESS (object)->sweeper);
  G_OBJECT_CLASS (iso_sweep_progress_parent_class)->dispose (object);
}

static void
iso_sweep_progress_class_init (IsoSweepProgressClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_sweep_progress_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_entries (IsoSweepProgress *progress)
{
  progress->runs = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (progress->runs, iso_wrap_layout_new (18, 4));
  for (size_t i = 0; i < MOST_SHOWN; i++)
    {
      Entry *entry = &progress->entries[i];
      entry->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
      entry->label = GTK_LABEL (gtk_label_new (NULL));
      entry->bar = gtk_progress_bar_new ();
      gtk_widget_set_size_request (entry->bar, BAR_WIDTH, -1);
      gtk_widget_set_valign (entry->bar, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (GTK_WIDGET (entry->label), "caption");
      gtk_widget_add_css_class (GTK_WIDGET (entry->label), "numeric");
      gtk_box_append (GTK_BOX (entry->box), entry->bar);
      gtk_box_append (GTK_BOX (entry->box), GTK_WIDGET (entry->label));
      gtk_box_append (GTK_BOX (progress->runs), entry->box);
    }
  progress->more = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (progress->more), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (progress->more), "dim-label");
  gtk_box_append (GTK_BOX (progress->runs), GTK_WIDGET (progress->more));
  gtk_box_append (GTK_BOX (progress), progress->runs);
}

static void
iso_sweep_progress_init (IsoSweepProgress *progress)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (progress), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (progress), 6);
  gtk_widget_add_css_class (GTK_WIDGET (progress), "sweep-progress");
  gtk_accessible_update_property (GTK_ACCESSIBLE (progress), GTK_ACCESSIBLE_PROPERTY_LABEL, _("How far the sweep is"), -1);
  progress->spinner = gtk_spinner_new ();
  progress->bar = gtk_progress_bar_new ();
  progress->text = GTK_LABEL (gtk_label_new (NULL));
  progress->stop = gtk_button_new_with_label (_("Stop"));
  gtk_widget_set_hexpand (progress->bar, TRUE);
  gtk_widget_set_valign (progress->bar, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (progress->stop, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (progress->stop, _("What is done stays; Start goes on with the rest (Ctrl+.)"));
  gtk_label_set_ellipsize (progress->text, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (progress->text, 0.0f);
  gtk_widget_add_css_class (GTK_WIDGET (progress->text), "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (progress->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("All runs of the sweep"), -1);
  gtk_box_append (GTK_BOX (line), progress->spinner);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (progress->text));
  gtk_box_append (GTK_BOX (line), progress->bar);
  gtk_box_append (GTK_BOX (line), progress->stop);
  gtk_box_append (GTK_BOX (progress), line);
  add_entries (progress);
  g_signal_connect (progress->stop, "clicked", G_CALLBACK (stop_clicked), progress);
}

GtkWidget *
iso_sweep_progress_new (IsoSweeper *sweeper)
{
  IsoSweepProgress *progress = g_object_new (ISO_TYPE_SWEEP_PROGRESS, NULL);
  progress->sweeper = g_object_ref (sweeper);
  g_signal_connect_object (sweeper, "progress", G_CALLBACK (update), progress, G_CONNECT_SWAPPED);
  g_signal_connect_object (sweeper, "state-changed", G_CALLBACK (update), progress, G_CONNECT_SWAPPED);
  update (progress);
  return GTK_WIDGET (progress);
}
