#include "ui/panel/run-pages.h"

#include "engine/store/kept-epoch.h"
#include "ui/plot/compared-maps-view.h"
#include "ui/plot/compared-matrices-view.h"

/* ---- the store as a source ---- */

static bool
read_kept (GArray **kept, gpointer shared, gint64 run, GError **error)
{
  return iso_store_read_kept (((IsoSharedStore *) shared)->store, run, kept, error);
}

static IsoExperiment *
read_experiment (gpointer shared, gint64 run, IsoDataset *dataset, GCancellable *cancellable, GError **error)
{
  return iso_store_read_experiment (((IsoSharedStore *) shared)->store, run, dataset, cancellable, error);
}

static IsoEpochSnapshot *
read_epoch (gpointer shared, gint64 run, int epoch, IsoExperiment *experiment, GError **error)
{
  return iso_store_read_epoch (((IsoSharedStore *) shared)->store, run, epoch, experiment, error);
}

static IsoBatchSnapshot *
read_batch (gpointer shared, gint64 run, int epoch, IsoExperiment *experiment, GError **error)
{
  return iso_store_read_batch (((IsoSharedStore *) shared)->store, run, epoch, experiment, error);
}

static void
free_shared (gpointer shared)
{
  iso_shared_store_unref (shared);
}

/* Once the library is open. */
static void
connect_store (IsoRunPair *pair, IsoRunLibrary *library)
{
  static const IsoRunSourceKind kind = { read_kept, read_experiment, read_epoch, read_batch, free_shared };
  IsoSharedStore *shared = iso_run_pair_has_source (pair) ? NULL : iso_run_library_share (library);
  if (shared == NULL)
    return;
  g_autoptr (IsoRunSource) source = iso_run_source_new (&kind, shared);
  iso_run_pair_set_source (pair, source);
}

static void
library_opened (IsoRunLibrary *library, IsoRunPair *pair)
{
  connect_store (pair, library);
}

static IsoRunPair *
pair_new (IsoRunLibrary *library, IsoPairWish wish)
{
  IsoRunPair *pair = iso_run_pair_new (wish);
  g_object_set_data_full (G_OBJECT (pair), "library", g_object_ref (library), g_object_unref);
  g_signal_connect_object (library, "opened", G_CALLBACK (library_opened), pair, 0);
  connect_store (pair, library);
  return pair;
}

/* ---- the pages ---- */

GtkWidget *
iso_maps_page_new (IsoRunLibrary *library)
{
  GtkWidget *page = iso_compared_maps_view_new ();
  g_autoptr (IsoRunPair) pair = pair_new (library, ISO_PAIR_EMBEDDINGS);
  iso_compared_maps_view_set_pair (ISO_COMPARED_MAPS_VIEW (page), pair);
  return page;
}

void
iso_maps_page_set_runs (GtkWidget *page, IsoComparedRuns *runs)
{
  iso_run_pair_set_runs (iso_compared_maps_view_pair (ISO_COMPARED_MAPS_VIEW (page)), runs);
}

GtkWidget *
iso_matrices_page_new (IsoRunLibrary *library)
{
  GtkWidget *page = iso_compared_matrices_view_new ();
  g_autoptr (IsoRunPair) pair = pair_new (library, ISO_PAIR_BATCHES);
  iso_compared_matrices_view_set_pair (ISO_COMPARED_MATRICES_VIEW (page), pair);
  return page;
}

void
iso_matrices_page_set_runs (GtkWidget *page, IsoComparedRuns *runs)
{
  iso_run_pair_set_runs (iso_compared_matrices_view_pair (ISO_COMPARED_MATRICES_VIEW (page)), runs);
}
