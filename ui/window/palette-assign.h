/* Values typed into the palette: "omega 0.8", "diffusion ω = 0.8", "distill.omega=0.8", "loss triplet". */
#pragma once

#include "ui/session/session.h"
#include "ui/window/palette-item.h"

/* Items (IsoPaletteItem) for the parameters that the words before the value may mean, the best first, at most `most`; empty where the
 * text is no name with a value. A value that cannot be taken has an item that says why if it looks like a value: after "=", or a
 * number. Newly allocated, owning. */
GPtrArray *iso_palette_assignments (const char *text, IsoSession *session, guint most);

/* "Diffusion ω" */
char *iso_palette_parameter_title (const IsoParameter *parameter);
