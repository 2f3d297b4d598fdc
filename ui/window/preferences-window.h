/* What a person decides once: how much is kept of runs, and where that is. Changes hold at once, for runs that begin from then on. */
#pragma once

#include "ui/window/window.h"

/* Over the window, whose settings they are. */
GtkWindow *iso_preferences_window_new (IsoWindow *window);
