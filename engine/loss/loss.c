/* The registry of losses. A new loss is a file of its own that defines its IsoLossKind, a line in loss-kinds.h, a value of
 * IsoLossName and a line in the table below. */
#include "engine/loss/loss.h"

#include <string.h>

#include "engine/loss/loss-kinds.h"

static const IsoLossKind *const kinds[ISO_LOSS_COUNT] = {
  [ISO_LOSS_MULTI_SIMILARITY] = &iso_multi_similarity_loss,
  [ISO_LOSS_TRIPLET] = &iso_triplet_loss,
};

const IsoLossKind *
iso_loss_kind (IsoLossName name)
{
  g_assert ((guint) name < ISO_LOSS_COUNT);
  return kinds[name];
}

IsoLossName
iso_loss_find (const char *name)
{
  for (guint i = 0; i < ISO_LOSS_COUNT; i++)
    if (strcmp (kinds[i]->name, name) == 0)
      return (IsoLossName) i;
  return ISO_LOSS_COUNT;
}
