#include "ui/window/run-comparison-pages.h"

#include <glib/gi18n.h>

#include "ui/panel/run-pages.h"

/* A page that takes no library. */
#define PAGE(of) static GtkWidget *make_##of (IsoRunLibrary *library)

PAGE (placeholder) { return gtk_box_new (GTK_ORIENTATION_VERTICAL, 0); }

static void
show_nothing (GtkWidget *page, IsoComparedRuns *runs)
{
}

static const IsoRunComparisonPage pages[] = {
  { "curves", N_("Curves"), make_placeholder, show_nothing },
  { "settings", N_("Settings"), make_placeholder, show_nothing },
  { "scores", N_("Scores"), make_placeholder, show_nothing },
  { "maps", N_("Maps"), iso_maps_page_new, iso_maps_page_set_runs },
  { "matrices", N_("Matrices"), iso_matrices_page_new, iso_matrices_page_set_runs },
};

const IsoRunComparisonPage *
iso_run_comparison_pages (size_t *count)
{
  *count = G_N_ELEMENTS (pages);
  return pages;
}
