/* The setup panel: every entry of the parameter table as a row, in groups, made from the table alone. */
#pragma once

#include "ui/panel/parameter-row.h"

#define ISO_TYPE_SETUP_PANEL (iso_setup_panel_get_type ())
G_DECLARE_FINAL_TYPE (IsoSetupPanel, iso_setup_panel, ISO, SETUP_PANEL, GtkBox)

/* The panel keeps a reference to the session. */
GtkWidget *iso_setup_panel_new (IsoSession *session);

/* The reset buttons from now on lead back to the present settings: call after a preset or new data were chosen. */
void iso_setup_panel_take_start (IsoSetupPanel *panel);

/* The row of an entry of iso_parameters(). */
IsoParameterRow *iso_setup_panel_row (IsoSetupPanel *panel, const IsoParameter *parameter);

/* Unfolds the group of an entry, scrolls to its row and gives it the keyboard. FALSE where the row is hidden: the entry plays no part
 * at present. */
gboolean iso_setup_panel_reveal (IsoSetupPanel *panel, const IsoParameter *parameter);

/* Names of the groups that are folded, NULL-terminated, newly allocated; and folds just these. */
char **iso_setup_panel_folded (IsoSetupPanel *panel);
void iso_setup_panel_fold (IsoSetupPanel *panel, const char *const *groups);
