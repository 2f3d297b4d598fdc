/* A store that jobs on workers may hold beyond the life of whoever opened it: closed when the last reference is given up. References are
 * taken and given up by any thread. */
#pragma once

#include "engine/store/store.h"

typedef struct {
  IsoStore *store; /* lives as long as the reference */
} IsoSharedStore;

/* Takes the store over. */
IsoSharedStore *iso_shared_store_new (IsoStore *store);
IsoSharedStore *iso_shared_store_ref (IsoSharedStore *shared);
/* NULL is let be. */
void iso_shared_store_unref (IsoSharedStore *shared);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSharedStore, iso_shared_store_unref)
