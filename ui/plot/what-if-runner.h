/* Computes what-if grids tile by tile on a worker, and says which grid should be on view meanwhile.
 *
 * What a person asked for begins at once, ends what was being computed, and fills before the eye if it takes long; a batch that
 * streams in waits until the one before is through, is computed at a pace that takes a small share of a core, and comes on view when
 * it is whole. Tiles that are the answer in the next grid too are kept. Main context alone. */
#pragma once

#include "ui/figure/what-if-grid.h"

typedef struct _IsoWhatIfRunner IsoWhatIfRunner;

/* changed: what is on view or how far it is has changed; the grid before is gone when it returns. again: a batch that had to wait
 * could be started now. */
typedef void (*IsoWhatIfRan) (gpointer data);
IsoWhatIfRunner *iso_what_if_runner_new (IsoWhatIfRan changed, IsoWhatIfRan again, gpointer data);
/* Calls nothing any more. */
void iso_what_if_runner_free (IsoWhatIfRunner *runner);

/* Takes the grid over. */
void iso_what_if_runner_start (IsoWhatIfRunner *runner, IsoWhatIfGrid *grid);
/* Ends what is being computed; what is there stays on view. */
void iso_what_if_runner_stop (IsoWhatIfRunner *runner);
/* Likewise, because nobody looks: not called stopped. */
void iso_what_if_runner_rest (IsoWhatIfRunner *runner);
/* Nothing on view. */
void iso_what_if_runner_clear (IsoWhatIfRunner *runner);

/* On view, or NULL; not owned, until `changed` is called. */
const IsoWhatIfGrid *iso_what_if_runner_grid (const IsoWhatIfRunner *runner);
gboolean iso_what_if_runner_is_busy (const IsoWhatIfRunner *runner);
/* Busy with what a person asked for. */
gboolean iso_what_if_runner_is_waited_for (const IsoWhatIfRunner *runner);
gboolean iso_what_if_runner_is_stopped (const IsoWhatIfRunner *runner);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoWhatIfRunner, iso_what_if_runner_free)
