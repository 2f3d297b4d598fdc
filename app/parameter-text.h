/* How the command line's lists show a parameter. */
#pragma once

#include "engine/base/parameter.h"

/* "real 0 … 100", with > or < where an end is excluded; "a | b" for choices. Newly allocated. */
char *iso_parameter_type_text (const IsoParameter *parameter);
/* The default as typed. Newly allocated. */
char *iso_parameter_default_text (const IsoParameter *parameter);
