/* Keeps threads that need much memory for a while from needing it all at once.
 *
 * They are served in the order they come. One that wants more than the whole budget gets it when nobody else has any. */
#pragma once

#include <glib.h>

typedef struct _IsoMemoryBudget IsoMemoryBudget;

IsoMemoryBudget *iso_memory_budget_new (guint64 bytes);
/* Nobody may have any of it. */
void iso_memory_budget_free (IsoMemoryBudget *budget);

/* Waits until `bytes` are there. Who has some must not ask for more before giving it back. */
void iso_memory_budget_take (IsoMemoryBudget *budget, guint64 bytes);
void iso_memory_budget_give (IsoMemoryBudget *budget, guint64 bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoMemoryBudget, iso_memory_budget_free)
