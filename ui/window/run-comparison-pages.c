#include "ui/window/run-comparison-pages.h"

#include <glib/gi18n.h>

#include "ui/plot/run-overlay-view.h"

static GtkWidget *
make_curves (IsoRunLibrary *library)
{
  return iso_run_overlay_view_new ();
}

static void
show_curves (GtkWidget *page, IsoComparedRuns *runs)
{
  iso_run_overlay_view_set_runs (ISO_RUN_OVERLAY_VIEW (page), runs);
}

static const IsoRunComparisonPage pages[] = {
  { "curves", N_("Curves"), make_curves, show_curves },
};

const IsoRunComparisonPage *
iso_run_comparison_pages (size_t *count)
{
  *count = G_N_ELEMENTS (pages);
  return pages;
}
