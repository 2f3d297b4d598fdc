/* For the kinds of parameter rows. */
#pragma once

#include "ui/panel/parameter-row.h"

typedef enum {
  ISO_ROW_TITLE, /* instead of the title, over its whole width */
  ISO_ROW_VALUE, /* at the right */
  ISO_ROW_BELOW, /* under title and value */
} IsoRowPlace;

GType iso_number_row_get_type (void);
GType iso_choice_parameter_row_get_type (void);
GType iso_switch_row_get_type (void);
GType iso_text_row_get_type (void);
GType iso_file_row_get_type (void);

/* Puts a widget into the row. A control gets the parameter's name and help for those who do not see it. */
void iso_parameter_row_place (IsoParameterRow *row, IsoRowPlace place, GtkWidget *widget);
IsoSession *iso_parameter_row_session (IsoParameterRow *row);
/* TRUE while show() runs: what widgets then tell is not the person's doing. */
gboolean iso_parameter_row_is_showing (IsoParameterRow *row);
/* Shows again what holds, after something was typed that does not. */
void iso_parameter_row_restore (IsoParameterRow *row);
void iso_parameter_row_refuse (IsoParameterRow *row, const char *reason);
