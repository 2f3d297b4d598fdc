/* The rows of the parameter table that say how the map is made; joined to the others in parameter-table.c. */
#pragma once

#include "engine/base/parameter.h"

const IsoParameter *iso_projection_parameters (size_t *count);
