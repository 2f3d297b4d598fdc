/* The timeline with what goes with it: a button that plays the film of the kept epochs, and its speed. It shows and moves an IsoLookBack;
 * without one, and while nothing is kept, it says why there is nothing to look back on. */
#pragma once

#include "ui/panel/timeline.h"
#include "ui/session/look-back.h"

#define ISO_TYPE_LOOK_BACK_BAR (iso_look_back_bar_get_type ())
G_DECLARE_FINAL_TYPE (IsoLookBackBar, iso_look_back_bar, ISO, LOOK_BACK_BAR, GtkBox)

GtkWidget *iso_look_back_bar_new (void);

/* Takes a reference; NULL: none. */
void iso_look_back_bar_set_look_back (IsoLookBackBar *bar, IsoLookBack *back);
/* Its timeline, for progress and marks; not owned. */
IsoTimeline *iso_look_back_bar_timeline (IsoLookBackBar *bar);

/* A button that says which epoch is looked at and leads back to now; not to be seen while that is now. Newly made. */
GtkWidget *iso_look_back_pill_new (IsoLookBack *back);
