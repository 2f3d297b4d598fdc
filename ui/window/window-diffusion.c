/* The views of diffusion and the inspector: made, placed, and told what they are of. */
#include <glib/gi18n.h>

#include "ui/plot/graph-lab-view.h"
#include "ui/plot/what-if-view.h"
#include "ui/window/window-private.h"

/* What nobody sees need not be made: batches are asked for while a view that shows them is in sight. */
void
iso_window_update_watch (IsoWindow *window)
{
  gboolean wanted = FALSE;
  for (guint i = 0; i < window->batch_watchers->len && !wanted; i++)
    wanted = gtk_widget_get_mapped (g_ptr_array_index (window->batch_watchers, i));
  iso_session_watch (window->session, wanted ? window->watch : ISO_WATCH_NOTHING);
}

static void
forget_watcher (GtkWidget *view, IsoWindow *window)
{
  g_ptr_array_remove_fast (window->batch_watchers, view);
}

void
iso_window_watches_batches (IsoWindow *window, GtkWidget *view)
{
  g_ptr_array_add (window->batch_watchers, view);
  g_signal_connect_object (view, "destroy", G_CALLBACK (forget_watcher), window, 0);
  g_signal_connect_object (view, "map", G_CALLBACK (iso_window_update_watch), window, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (view, "unmap", G_CALLBACK (iso_window_update_watch), window, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
add_view (IsoWindow *window, const char *id, const char *title, GtkWidget *view)
{
  iso_window_add_view (window, id, title, view);
  iso_window_watches_batches (window, view);
}

static void
map_shown (IsoMapView *map, IsoWindow *window)
{
  iso_neighbor_strip_set_map (window->neighbors, iso_map_view_map (map));
}

static void
add_inspector (IsoWindow *window)
{
  window->inspector = ISO_INSPECTOR (iso_inspector_new ());
  window->neighbors = ISO_NEIGHBOR_STRIP (iso_neighbor_strip_new ());
  iso_inspector_set_xray (window->inspector, window->xray);
  iso_inspector_set_choice (window->inspector, window->choice);
  iso_neighbor_strip_set_choice (window->neighbors, window->choice);
  iso_inspector_add_section (window->inspector, _("Nearest neighbors"), GTK_WIDGET (window->neighbors));
  iso_window_set_inspector (window, GTK_WIDGET (window->inspector));
  iso_window_watches_batches (window, GTK_WIDGET (window->inspector));
  g_signal_connect_object (window->map, "shown", G_CALLBACK (map_shown), window, 0);
}

void
iso_window_add_diffusion_views (IsoWindow *window)
{
  GtkWidget *lab = iso_graph_lab_view_new (), *what_if = iso_what_if_view_new ();
  window->walk = ISO_WALK_VIEW (iso_walk_view_new ());
  window->tuples = ISO_TUPLE_VIEW (iso_tuple_view_new ());
  iso_walk_view_set_xray (window->walk, window->xray);
  iso_walk_view_set_choice (window->walk, window->choice);
  iso_tuple_view_set_xray (window->tuples, window->xray);
  iso_tuple_view_set_choice (window->tuples, window->choice);
  iso_graph_lab_view_set_xray (ISO_GRAPH_LAB_VIEW (lab), window->xray);
  iso_graph_lab_view_set_choice (ISO_GRAPH_LAB_VIEW (lab), window->choice);
  iso_what_if_view_set_xray (ISO_WHAT_IF_VIEW (what_if), window->xray);
  iso_window_watches_batches (window, GTK_WIDGET (window->batch));
  add_view (window, "walk", _("Walk"), GTK_WIDGET (window->walk));
  add_view (window, "tuples", _("Mined"), GTK_WIDGET (window->tuples));
  add_view (window, "lab", _("kNN lab"), lab);
  add_view (window, "whatif", _("What if"), what_if);
  add_inspector (window);
}

/* Triplets violate by the margin of the run's loss, which may be moved while it trains. */
void
iso_window_tell_margin (IsoWindow *window)
{
  IsoExperiment *experiment = iso_session_experiment (window->session);
  if (experiment == NULL)
    return;
  IsoLossName name = (IsoLossName) experiment->settings.loss.name;
  const IsoSettings *settings = iso_session_settings (window->session);
  iso_tuple_view_set_margin (window->tuples, iso_mined_margin (iso_loss_kind (name), settings->loss.parameters[name]));
}

void
iso_window_tell_run (IsoWindow *window)
{
  iso_inspector_set_experiment (window->inspector, iso_session_experiment (window->session));
  iso_neighbor_strip_set_map (window->neighbors, NULL);
  iso_neighbor_strip_set_epoch (window->neighbors, NULL);
  iso_window_tell_margin (window);
}
