/* A pool of worker threads for work that is cut into fixed blocks.
 *
 *     iso_pool_run (pool, block_count, function, data);
 *
 * calls function (data, block) once for every block in 0 … block_count − 1, on the pool's threads and on the caller's, and
 * returns when all are done. Blocks are claimed in order from one counter, so put the long ones first. What a block computes must
 * not depend on who computes it: then results are the same bytes for any number of threads.
 *
 * One thread runs the pool at a time (each trainer, projection or view worker owns a pool); calls do not nest.
 * Workers spin for some microseconds after a run, because the next one usually follows at once, and then sleep.
 */
#pragma once

#include <glib.h>

typedef struct _IsoPool IsoPool;
typedef void (*IsoPoolFunction) (void *data, size_t block);

/* threads: the caller's own included; 0 = one for each core. */
IsoPool *iso_pool_new (int threads);
void iso_pool_free (IsoPool *pool);
int iso_pool_threads (const IsoPool *pool);

/* pool may be NULL: everything runs on the caller's thread. */
void iso_pool_run (IsoPool *pool, size_t block_count, IsoPoolFunction function, void *data);

/* Cores that this process may use. */
int iso_core_count (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoPool, iso_pool_free)
