#include "ui/session/shared-store.h"

IsoSharedStore *
iso_shared_store_new (IsoStore *store)
{
  IsoSharedStore *shared = g_atomic_rc_box_new0 (IsoSharedStore);
  shared->store = store;
  return shared;
}

IsoSharedStore *
iso_shared_store_ref (IsoSharedStore *shared)
{
  return g_atomic_rc_box_acquire (shared);
}

static void
clear (void *data)
{
  IsoSharedStore *shared = data;
  iso_store_free (shared->store);
}

void
iso_shared_store_unref (IsoSharedStore *shared)
{
  if (shared != NULL)
    g_atomic_rc_box_release_full (shared, clear);
}
