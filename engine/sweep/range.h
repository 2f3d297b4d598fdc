/* The values that a sweep file gives one parameter: a list, or a range that is stepped through or drawn from.
 *
 *     [0.1, 0.5]     {"choices": ["psd", "obdp"]}     {"from": 0.01, "to": 10, "log": true}     {"from": 0, "to": 1, "count": 5}
 */
#pragma once

#include <json-glib/json-glib.h>
#include <stdbool.h>

#include "engine/base/random.h"
#include "engine/train/settings.h"

typedef struct {
  char *key;
  GPtrArray *values; /* of char *, as typed; NULL: drawn from the range */
  double from, to;
  bool is_logarithmic, is_whole;
} IsoSweepRange;

/* Of one member of `section` ("grid" or "random") of the file at path. The key must be a parameter under these settings, or one that
 * another of the section may make one (a loss's own). A grid's range wants "count". ISO_ERROR_FORMAT and ISO_ERROR_ARGUMENT, which
 * name path, section and key. */
IsoSweepRange *iso_sweep_range_read (const char *path, const char *section, const char *key, JsonNode *node, const IsoSettings *base,
                                     GError **error);
void iso_sweep_range_free (IsoSweepRange *range);

/* One value, by chance: of a list each alike, of a range evenly (or evenly in its logarithm) to six digits, whole numbers each alike.
 * Newly allocated. */
char *iso_sweep_range_draw (const IsoSweepRange *range, IsoRandom *random);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSweepRange, iso_sweep_range_free)
