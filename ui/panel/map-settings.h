/* The button in the map's header that opens what the map is made with: the rows of the parameter table's group "projection" but its
 * method, which the header chooses itself; another seed; and the way back to the values that all began with. */
#pragma once

#include "ui/session/session.h"

#define ISO_TYPE_MAP_SETTINGS (iso_map_settings_get_type ())
G_DECLARE_FINAL_TYPE (IsoMapSettings, iso_map_settings, ISO, MAP_SETTINGS, GtkWidget)

GtkWidget *iso_map_settings_new (IsoSession *session);

/* Opens it, at the row of a parameter, or of the first if that is NULL. */
void iso_map_settings_open (IsoMapSettings *settings, const IsoParameter *parameter);

/* Whether the entry is one of those shown here rather than in the setup panel. */
gboolean iso_map_settings_shows (const IsoParameter *parameter);
