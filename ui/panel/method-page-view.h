/* One page on a loss, a miner or a sampler: what it does, its formula, what it does to pairs under the present settings, when to
 * take it, its parameters, the paper, and a button that chooses it or says why that cannot be. */
#pragma once

#include "engine/train/method-page.h"
#include "ui/session/session.h"

#define ISO_TYPE_METHOD_PAGE_VIEW (iso_method_page_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoMethodPageView, iso_method_page_view, ISO, METHOD_PAGE_VIEW, GtkBox)

/* Keeps a reference to the session. */
GtkWidget *iso_method_page_view_new (IsoSession *session, const IsoMethodPage *page);

/* The button that chooses it; insensitive where it is chosen already, or cannot be. */
GtkWidget *iso_method_page_view_button (IsoMethodPageView *view);
/* Why it cannot be chosen, as shown, or NULL. */
const char *iso_method_page_view_reason (IsoMethodPageView *view);
