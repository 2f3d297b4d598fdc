/* A reference count on C11 atomics: GLib's own is not instrumented, so ThreadSanitizer would see races that are none. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

typedef struct {
  _Atomic int count;
} IsoReferences;

static inline void
iso_references_init (IsoReferences *references)
{
  atomic_init (&references->count, 1);
}

static inline void
iso_references_add (IsoReferences *references)
{
  atomic_fetch_add_explicit (&references->count, 1, memory_order_relaxed);
}

/* True when the last reference is gone. */
static inline bool
iso_references_drop (IsoReferences *references)
{
  return atomic_fetch_sub_explicit (&references->count, 1, memory_order_acq_rel) == 1;
}
