/* "What if": the batch's targets P under other settings, side by side: ω × k, τ × λ or τ × τ_d. A click on one tries it on the X-ray's
 * batch. */
#pragma once

#include "ui/figure/what-if-grid.h"
#include "ui/plot/view-card.h"
#include "ui/plot/xray.h"

#define ISO_TYPE_WHAT_IF_VIEW (iso_what_if_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoWhatIfView, iso_what_if_view, ISO, WHAT_IF_VIEW, IsoViewCard)

GtkWidget *iso_what_if_view_new (void);

/* Whose batch it is of, under whose settings for all that is not on the axes; NULL: none. Takes a reference. */
void iso_what_if_view_set_xray (IsoWhatIfView *view, IsoXray *xray);

void iso_what_if_view_set_pair (IsoWhatIfView *view, IsoWhatIfPair pair);

/* What is on view, or NULL; not owned. */
const IsoWhatIfGrid *iso_what_if_view_grid (IsoWhatIfView *view);
/* Whether all tiles of the newest batch and settings are there, or nothing is asked for. */
gboolean iso_what_if_view_is_ready (IsoWhatIfView *view);
/* Ends what is being computed; what is there stays. */
void iso_what_if_view_stop (IsoWhatIfView *view);
/* The line below the grid. */
const char *iso_what_if_view_hint (IsoWhatIfView *view);
