/* Rooms to work in, one for each thread of a pool, lent to whichever block of work runs at the moment. As many blocks run at once as
 * the pool has threads, so with that many slots one is always free. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
  atomic_bool *taken; /* (count), false at first; the owner's */
  size_t count;
} IsoSlots;

static inline size_t
iso_slots_claim (IsoSlots *slots)
{
  for (size_t i = 0;; i = (i + 1) % slots->count)
    if (!atomic_exchange_explicit (&slots->taken[i], true, memory_order_acquire))
      return i;
}

static inline void
iso_slots_release (IsoSlots *slots, size_t slot)
{
  atomic_store_explicit (&slots->taken[slot], false, memory_order_release);
}
