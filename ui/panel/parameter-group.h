/* The parameters of one group ("Self-distillation") in a card under a heading. A click on the heading folds the card away; a
 * short summary of the values then stands beside the heading. */
#pragma once

#include "ui/panel/parameter-row.h"

#define ISO_TYPE_PARAMETER_GROUP (iso_parameter_group_get_type ())
G_DECLARE_FINAL_TYPE (IsoParameterGroup, iso_parameter_group, ISO, PARAMETER_GROUP, GtkBox)

/* name: as in the keys, "distill". */
GtkWidget *iso_parameter_group_new (const char *name, const char *title);
const char *iso_parameter_group_name (IsoParameterGroup *group);

void iso_parameter_group_add (IsoParameterGroup *group, IsoParameterRow *row);
void iso_parameter_group_update (IsoParameterGroup *group, const IsoSettings *settings, const IsoSettings *start);

/* Why nothing in the group can be changed at the moment, one sentence, or NULL if it can. */
void iso_parameter_group_set_obstacle (IsoParameterGroup *group, const char *obstacle);

void iso_parameter_group_set_open (IsoParameterGroup *group, gboolean open);
gboolean iso_parameter_group_is_open (IsoParameterGroup *group);
