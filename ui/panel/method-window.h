/* The pages on losses, miners and samplers: a list of all at the left, the page at the right. Not modal: settings can be moved
 * while a page shows what that does. */
#pragma once

#include <adwaita.h>

#include "ui/panel/method-page-view.h"

#define ISO_TYPE_METHOD_WINDOW (iso_method_window_get_type ())
G_DECLARE_FINAL_TYPE (IsoMethodWindow, iso_method_window, ISO, METHOD_WINDOW, AdwWindow)

/* Keeps a reference to the session. */
IsoMethodWindow *iso_method_window_new (GtkWindow *parent, IsoSession *session);

/* Goes to a page: key of its chooser, index among the choices, or −1 for the one in use. */
void iso_method_window_show_page (IsoMethodWindow *window, const char *key, int index);

/* The page on view. */
IsoMethodPageView *iso_method_window_page (IsoMethodWindow *window);
const IsoMethodPage *iso_method_window_shown (IsoMethodWindow *window);
