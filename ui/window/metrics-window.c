#include "ui/window/metrics-window.h"

#include <glib/gi18n.h>

#include "engine/train/evaluation-choice.h"
#include "ui/panel/metric-detail.h"
#include "ui/panel/metric-list.h"

#define WIDTH 940
#define HEIGHT 700
#define LIST_WIDTH 400

struct _IsoMetricsWindow {
  AdwWindow parent_instance;
  IsoSession *session;
  AdwWindowTitle *heading;
  IsoMetricList *list;
  IsoMetricDetail *detail;
  IsoEpochSnapshot *past; /* looked back at, or NULL */
};

G_DEFINE_FINAL_TYPE (IsoMetricsWindow, iso_metrics_window, ADW_TYPE_WINDOW)

static IsoEpochSnapshot *
epoch_in_sight (IsoMetricsWindow *window)
{
  return window->past != NULL ? window->past : iso_session_epoch (window->session);
}

static void
show_epoch (IsoMetricsWindow *window)
{
  IsoEpochSnapshot *epoch = epoch_in_sight (window);
  g_autofree char *subtitle = NULL;
  if (epoch == NULL)
    subtitle = g_strdup (_("no evaluation yet"));
  else if (epoch == window->past)
    subtitle = g_strdup_printf (_("looking back at epoch %d"), epoch->epoch);
  else if (epoch->epoch == 0)
    subtitle = g_strdup (_("untrained network"));
  else
    subtitle = g_strdup_printf (_("after epoch %d"), epoch->epoch);
  adw_window_title_set_subtitle (window->heading, subtitle);
  iso_metric_list_show (window->list, epoch);
  iso_metric_detail_show_epoch (window->detail, epoch);
}

/* All ks that the settings name have a row, whether they are computed or not. */
static void
settings_changed (IsoMetricsWindow *window)
{
  IsoSettings settings = *iso_session_settings (window->session);
  IsoMetricChoice choice;
  settings.evaluate.metrics = "all";
  if (iso_evaluation_choice (&choice, &settings, NULL))
    iso_metric_list_set_ks (window->list, choice.ks, choice.k_count);
  iso_metric_list_show (window->list, epoch_in_sight (window));
  iso_metric_detail_update (window->detail);
}

static void
metric_chosen (IsoMetricList *list, IsoMetricsWindow *window)
{
  iso_metric_detail_show_metric (window->detail, iso_metric_list_chosen (list));
}

static void
iso_metrics_window_dispose (GObject *object)
{
  g_clear_object (&ISO_METRICS_WINDOW (object)->session);
  g_clear_pointer (&ISO_METRICS_WINDOW (object)->past, iso_epoch_snapshot_unref);
  G_OBJECT_CLASS (iso_metrics_window_parent_class)->dispose (object);
}

static void
iso_metrics_window_class_init (IsoMetricsWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_metrics_window_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_m, GDK_CONTROL_MASK, "window.close", NULL);
}

static void
iso_metrics_window_init (IsoMetricsWindow *window)
{
  gtk_window_set_title (GTK_WINDOW (window), _("Metrics"));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
}

static void
add_content (IsoMetricsWindow *window)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *halves = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *bar = adw_header_bar_new ();
  window->heading = ADW_WINDOW_TITLE (adw_window_title_new (_("Metrics"), NULL));
  window->list = ISO_METRIC_LIST (iso_metric_list_new ());
  window->detail = ISO_METRIC_DETAIL (iso_metric_detail_new (window->session));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), GTK_WIDGET (window->heading));
  gtk_widget_set_size_request (GTK_WIDGET (window->list), LIST_WIDTH, -1);
  gtk_widget_set_hexpand (GTK_WIDGET (window->detail), TRUE);
  gtk_widget_set_vexpand (halves, TRUE);
  gtk_box_append (GTK_BOX (halves), GTK_WIDGET (window->list));
  gtk_box_append (GTK_BOX (halves), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (halves), GTK_WIDGET (window->detail));
  gtk_box_append (GTK_BOX (content), bar);
  gtk_box_append (GTK_BOX (content), halves);
  adw_window_set_content (ADW_WINDOW (window), content);
}

GtkWindow *
iso_metrics_window_new (GtkWindow *parent, IsoSession *session)
{
  IsoMetricsWindow *window = g_object_new (ISO_TYPE_METRICS_WINDOW, "transient-for", parent, NULL);
  window->session = g_object_ref (session);
  add_content (window);
  g_signal_connect_object (window->list, "chosen", G_CALLBACK (metric_chosen), window, 0);
  g_signal_connect_object (session, "settings-changed", G_CALLBACK (settings_changed), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "run-changed", G_CALLBACK (show_epoch), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "epoch", G_CALLBACK (show_epoch), window, G_CONNECT_SWAPPED);
  settings_changed (window);
  show_epoch (window);
  return GTK_WINDOW (window);
}

void
iso_metrics_window_look_back (IsoMetricsWindow *window, IsoEpochSnapshot *past)
{
  if (past == window->past)
    return;
  if (past != NULL)
    iso_epoch_snapshot_ref (past);
  iso_epoch_snapshot_unref (window->past);
  window->past = past;
  show_epoch (window);
}

void
iso_metrics_window_choose (IsoMetricsWindow *window, IsoScoreKey metric)
{
  iso_metric_list_choose (window->list, metric);
}
