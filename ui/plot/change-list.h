/* The samples whose neighbors changed most from one run to another, worst first, with their neighbors in both. A row that is chosen picks
 * its sample, and a sample picked elsewhere is found here; what the pointer is on is pointed at everywhere. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/compared-maps.h"
#include "ui/plot/sample-choice.h"

#define ISO_TYPE_CHANGE_LIST (iso_change_list_get_type ())
G_DECLARE_FINAL_TYPE (IsoChangeList, iso_change_list, ISO, CHANGE_LIST, GtkBox)

GtkWidget *iso_change_list_new (void);

/* Takes a reference; NULL: nothing. */
void iso_change_list_set_maps (IsoChangeList *list, IsoComparedMaps *maps);
/* Takes a reference; NULL: nothing is pointed at or picked. */
void iso_change_list_set_choice (IsoChangeList *list, IsoSampleChoice *choice);
/* How many rows there are. */
guint iso_change_list_count (IsoChangeList *list);
