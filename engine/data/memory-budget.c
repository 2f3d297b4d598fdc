/* Pthread primitives rather than GLib's, so that ThreadSanitizer sees them. */
#include "engine/data/memory-budget.h"

#include <pthread.h>

struct _IsoMemoryBudget {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  guint64 total, taken;
  guint64 next, serving; /* tickets: without them one that wants much would wait for ever behind many that want little */
};

IsoMemoryBudget *
iso_memory_budget_new (guint64 bytes)
{
  IsoMemoryBudget *budget = g_new0 (IsoMemoryBudget, 1);
  pthread_mutex_init (&budget->mutex, NULL);
  pthread_cond_init (&budget->changed, NULL);
  budget->total = bytes;
  return budget;
}

void
iso_memory_budget_free (IsoMemoryBudget *budget)
{
  if (budget == NULL)
    return;
  g_assert (budget->taken == 0);
  pthread_cond_destroy (&budget->changed);
  pthread_mutex_destroy (&budget->mutex);
  g_free (budget);
}

void
iso_memory_budget_take (IsoMemoryBudget *budget, guint64 bytes)
{
  pthread_mutex_lock (&budget->mutex);
  guint64 ticket = budget->next++;
  while (ticket != budget->serving || (budget->taken > 0 && (bytes > budget->total || budget->taken > budget->total - bytes)))
    pthread_cond_wait (&budget->changed, &budget->mutex);
  budget->serving++;
  budget->taken += bytes;
  pthread_cond_broadcast (&budget->changed);
  pthread_mutex_unlock (&budget->mutex);
}

void
iso_memory_budget_give (IsoMemoryBudget *budget, guint64 bytes)
{
  pthread_mutex_lock (&budget->mutex);
  budget->taken -= bytes;
  pthread_cond_broadcast (&budget->changed);
  pthread_mutex_unlock (&budget->mutex);
}
