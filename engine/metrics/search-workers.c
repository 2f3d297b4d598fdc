#include "engine/metrics/search-workers.h"

#include <glib/gi18n-lib.h>

#include "engine/base/checked.h"

bool
iso_search_workers_init (IsoSearchWorkers *workers, size_t count, size_t tile, size_t longest, const IsoPoints *points,
                         const guint32 *wanted, size_t rows, GError **error)
{
  workers->workers = g_new0 (IsoSearchWorker, count);
  workers->count = count;
  for (size_t i = 0; i < count; i++)
    {
      IsoSearchWorker *worker = &workers->workers[i];
      worker->products = iso_block_new (tile, 1, sizeof (float), _("a tile of products"), error);
      if (worker->products == NULL)
        return false;
      worker->neighbors = g_new (guint32, MAX (longest, 1));
      iso_rank_scratch_init (&worker->scratch, longest);
      if (rows > 0 && !iso_candidates_init (&worker->candidates, points, wanted, rows, rows * longest, error))
        return false;
    }
  return true;
}

void
iso_search_workers_clear (IsoSearchWorkers *workers)
{
  for (size_t i = 0; i < workers->count; i++)
    {
      iso_block_free (workers->workers[i].products);
      g_free (workers->workers[i].neighbors);
      iso_rank_scratch_clear (&workers->workers[i].scratch);
      iso_candidates_clear (&workers->workers[i].candidates);
    }
  g_clear_pointer (&workers->workers, g_free);
  workers->count = 0;
}

IsoSearchWorker *
iso_search_workers_claim (IsoSearchWorkers *workers)
{
  for (size_t i = 0;; i = (i + 1) % workers->count)
    if (!atomic_exchange_explicit (&workers->workers[i].taken, true, memory_order_acquire))
      return &workers->workers[i];
}

void
iso_search_worker_release (IsoSearchWorker *worker)
{
  atomic_store_explicit (&worker->taken, false, memory_order_release);
}
