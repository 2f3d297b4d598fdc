#include "ui/window/run-comparison-pages.h"

#include <glib/gi18n.h>

#include "ui/panel/run-pages.h"
#include "ui/panel/run-scores-page.h"
#include "ui/panel/run-settings-page.h"
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

static GtkWidget *
make_settings (IsoRunLibrary *library)
{
  return iso_run_settings_page_new ();
}

static void
show_settings (GtkWidget *page, IsoComparedRuns *runs)
{
  iso_run_settings_page_set_runs (ISO_RUN_SETTINGS_PAGE (page), runs);
}

static GtkWidget *
make_scores (IsoRunLibrary *library)
{
  return iso_run_scores_page_new ();
}

static void
show_scores (GtkWidget *page, IsoComparedRuns *runs)
{
  iso_run_scores_page_set_runs (ISO_RUN_SCORES_PAGE (page), runs);
}

static const IsoRunComparisonPage pages[] = {
  { "curves", N_("Curves"), make_curves, show_curves },
  { "settings", N_("Settings"), make_settings, show_settings },
  { "scores", N_("Scores"), make_scores, show_scores },
  { "maps", N_("Maps"), iso_maps_page_new, iso_maps_page_set_runs },
  { "matrices", N_("Matrices"), iso_matrices_page_new, iso_matrices_page_set_runs },
};

const IsoRunComparisonPage *
iso_run_comparison_pages (size_t *count)
{
  *count = G_N_ELEMENTS (pages);
  return pages;
}
