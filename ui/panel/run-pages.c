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

/* ---- the same pair on both pages ---- */

static IsoRunPair *
pair_of (GtkWidget *page)
{
  return ISO_IS_COMPARED_MAPS_VIEW (page)       ? iso_compared_maps_view_pair (ISO_COMPARED_MAPS_VIEW (page))
         : ISO_IS_COMPARED_MATRICES_VIEW (page) ? iso_compared_matrices_view_pair (ISO_COMPARED_MATRICES_VIEW (page))
                                                : NULL;
}

static void
choose_too (IsoRunPair *other, IsoRunPair *pair)
{
  const IsoComparedRuns *runs = iso_run_pair_runs (other);
  for (IsoRunSideName side = 0; side < ISO_SIDE_COUNT && runs != NULL; side++)
    {
      size_t place = iso_compared_runs_find (runs, iso_run_pair_run (pair, side));
      if (place < runs->count)
        iso_run_pair_choose (other, side, place, iso_run_pair_epoch (pair, side));
    }
}

/* The other says so too, side by side: what it says in between is not yet all of it. */
static void
pair_chosen (IsoRunPair *pair, GtkWidget *page)
{
  static gboolean is_following = FALSE;
  GtkWidget *stack = gtk_widget_get_parent (page), *sibling = stack != NULL ? gtk_widget_get_first_child (stack) : NULL;
  if (is_following)
    return;
  is_following = TRUE;
  for (; sibling != NULL; sibling = gtk_widget_get_next_sibling (sibling))
    if (sibling != page && pair_of (sibling) != NULL)
      choose_too (pair_of (sibling), pair);
  is_following = FALSE;
}

static IsoRunPair *
pair_new (IsoRunLibrary *library, IsoPairWish wish, GtkWidget *page)
{
  IsoRunPair *pair = iso_run_pair_new (wish);
  g_object_set_data_full (G_OBJECT (pair), "library", g_object_ref (library), g_object_unref);
  g_signal_connect_object (library, "opened", G_CALLBACK (library_opened), pair, 0);
  g_signal_connect_object (pair, "chosen", G_CALLBACK (pair_chosen), page, 0);
  connect_store (pair, library);
  return pair;
}

/* ---- the pages ---- */

GtkWidget *
iso_maps_page_new (IsoRunLibrary *library)
{
  GtkWidget *page = iso_compared_maps_view_new ();
  g_autoptr (IsoRunPair) pair = pair_new (library, ISO_PAIR_EMBEDDINGS, page);
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
  g_autoptr (IsoRunPair) pair = pair_new (library, ISO_PAIR_BATCHES, page);
  iso_compared_matrices_view_set_pair (ISO_COMPARED_MATRICES_VIEW (page), pair);
  return page;
}

void
iso_matrices_page_set_runs (GtkWidget *page, IsoComparedRuns *runs)
{
  iso_run_pair_set_runs (iso_compared_matrices_view_pair (ISO_COMPARED_MATRICES_VIEW (page)), runs);
}
