/* The axes of a map as a person types them: "class 3", "sample 12" or nothing. */
#pragma once

#include "engine/projection/axis-pair.h"
#include "engine/projection/projection.h"

typedef enum { ISO_AXIS_ACROSS_FROM, ISO_AXIS_ACROSS_TO, ISO_AXIS_UP_FROM, ISO_AXIS_UP_TO, ISO_AXIS_END_COUNT } IsoAxisEnd;

/* "projection.across_from", …: the parameter that says where this end lies. */
const char *iso_axis_end_key (IsoAxisEnd end);

/* "class 3", "sample 12": as it would be typed. Newly allocated. */
char *iso_anchor_format (const IsoAnchor *anchor);

/* pair as the settings want it for these N samples. An end that is left empty is the class of the smallest label here that is not the
 * other end; where up_from is empty, up goes by variance whatever up_to says. Samples stay called by their numbers.
 * ISO_ERROR_ARGUMENT, with the parameter: neither a class nor a sample, or a class where labels are not known. */
bool iso_axis_settings_read (IsoAxisPair *pair, const IsoProjectionSettings *settings, const gint32 *labels, size_t N,
                             GError **error);
