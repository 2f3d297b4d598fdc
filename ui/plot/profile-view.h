/* The drawing of a page: what a loss does to pairs, what a miner chooses, what a sampler puts into batches, under the present
 * settings. Computed on a worker; what was shown before stays until then. */
#pragma once

#include <gtk/gtk.h>

#include "engine/train/settings.h"

#define ISO_TYPE_PROFILE_VIEW (iso_profile_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoProfileView, iso_profile_view, ISO, PROFILE_VIEW, GtkWidget)

/* key and index: of one of the method pages. */
GtkWidget *iso_profile_view_new (const char *key, int index);

/* Shows it with the parameters that it has under these settings; nothing is computed where they are as before. */
void iso_profile_view_update (IsoProfileView *view, const IsoSettings *settings);

/* Whether the newest settings are on view. */
gboolean iso_profile_view_is_ready (IsoProfileView *view);
