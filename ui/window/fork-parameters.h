/* The parameters that a fork may change, to be searched and chosen: "omega" finds Diffusion ω, "omega 0.8" chooses it with that value.
 * Those that may not change are found too, and say why. Signal:
 *   "chosen" (parameter, value)    an IsoParameter, and the value typed behind its name or NULL */
#pragma once

#include <adwaita.h>

#include "engine/base/parameter.h"
#include "engine/train/settings.h"

#define ISO_TYPE_FORK_PARAMETERS (iso_fork_parameters_get_type ())
G_DECLARE_FINAL_TYPE (IsoForkParameters, iso_fork_parameters, ISO, FORK_PARAMETERS, GtkBox)

GtkWidget *iso_fork_parameters_new (void);

/* settings: what the fork would begin with; taken: of IsoParameter, those that are chosen already. */
void iso_fork_parameters_update (IsoForkParameters *list, const IsoSettings *settings, const GPtrArray *taken);
/* The keyboard goes to the search, whose text is forgotten. */
void iso_fork_parameters_focus (IsoForkParameters *list);
