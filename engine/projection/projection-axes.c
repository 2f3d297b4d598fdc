/* Chosen axes as a kind of projection: finished when it is prepared. */
#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "engine/projection/axis-settings.h"
#include "engine/projection/projection-private.h"

/* A sample called by its number becomes one called by its row. */
static bool
find_row (IsoAnchor *anchor, const IsoProjection *projection, GError **error)
{
  const guint32 *numbers = projection->rows.numbers;
  if (anchor->kind != ISO_ANCHOR_SAMPLE || numbers == NULL)
    return true;
  for (size_t i = 0; i < projection->N; i++)
    if (numbers[i] == (guint32) anchor->index)
      {
        anchor->index = (gint32) i;
        return true;
      }
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("axis: sample %d is not among those that are mapped"), anchor->index);
  return false;
}

static bool
prepare (IsoProjection *projection, const float *start, GCancellable *cancellable, GError **error)
{
  IsoAxisPair pair;
  if (projection->N == 0)
    return true;
  if (!iso_axis_settings_read (&pair, &projection->settings, projection->rows.labels, projection->N, error)
      || !find_row (&pair.across.from, projection, error) || !find_row (&pair.across.to, projection, error)
      || (pair.has_up && (!find_row (&pair.up.from, projection, error) || !find_row (&pair.up.to, projection, error))))
    return false;
  return iso_axis_pair_project (projection->positions, projection->explained, projection->embeddings, projection->rows.labels,
                                projection->N, projection->D, &pair, start, error)
         && !iso_projection_is_cancelled (cancellable, error);
}

const IsoProjectionKind iso_projection_axes = { .prepare = prepare };
