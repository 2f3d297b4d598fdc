/* The rows of the parameter table; use them through engine/train/parameters.h. */
#pragma once

#include "engine/base/parameter.h"
#include "engine/train/settings.h"

/* All entries, in the order of the panel. */
const IsoParameter *iso_parameters (size_t *count);
