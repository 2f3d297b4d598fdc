/* One row of the setup panel: what a parameter is called, its value, and a way back to where it started. The kinds of value
 * (number, choice, switch, text, file) derive from it and bring the widget that changes the value. Changes go through the session,
 * which may refuse them: the row then says why and shows the value that holds. */
#pragma once

#include "engine/base/parameter.h"
#include "ui/session/session.h"

#define ISO_TYPE_PARAMETER_ROW (iso_parameter_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (IsoParameterRow, iso_parameter_row, ISO, PARAMETER_ROW, GtkBox)

struct _IsoParameterRowClass {
  GtkBoxClass parent_class;
  /* Brings the widgets of the kind; called once, when the row knows its parameter. */
  void (*build) (IsoParameterRow *row);
  /* Shows the value that holds; must not send it back. */
  void (*show) (IsoParameterRow *row, const IsoSettings *settings);
};

/* A row of the right kind for the table's entry. The session must outlive the row. */
GtkWidget *iso_parameter_row_new (const IsoParameter *parameter, IsoSession *session);

const IsoParameter *iso_parameter_row_parameter (IsoParameterRow *row);
/* "Diffusion ω" */
const char *iso_parameter_row_name (IsoParameterRow *row);
/* What a person presses, drags or types into: the first such widget of the row. */
GtkWidget *iso_parameter_row_control (IsoParameterRow *row);

/* Shows the value under `settings`, and the way back where it differs from `start`. Hides the row where the entry does not
 * apply. */
void iso_parameter_row_update (IsoParameterRow *row, const IsoSettings *settings, const IsoSettings *start);

/* Asks for a value, as typed. FALSE if refused: the reason is shown in the row. */
gboolean iso_parameter_row_request (IsoParameterRow *row, const char *text);
/* The reason shown at the moment, or NULL. */
const char *iso_parameter_row_refusal (IsoParameterRow *row);
