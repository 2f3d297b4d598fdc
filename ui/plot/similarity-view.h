/* The similarities of the pairs of the batch shown, or of the test set after the newest epoch: counted on a worker, drawn when ready.
 *
 * Signal "described" (title, subtitle): what is shown changed. */
#pragma once

#include <gtk/gtk.h>

#include "engine/metrics/similarity-histogram.h"
#include "engine/train/snapshot.h"

/* Of which pairs. */
typedef enum { ISO_SIMILARITIES_OF_BATCH, ISO_SIMILARITIES_OF_TEST } IsoSimilaritySource;

#define ISO_TYPE_SIMILARITY_VIEW (iso_similarity_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoSimilarityView, iso_similarity_view, ISO, SIMILARITY_VIEW, GtkWidget)

GtkWidget *iso_similarity_view_new (void);

void iso_similarity_view_set_source (IsoSimilarityView *view, IsoSimilaritySource source);

/* The newest batch and epoch; NULL forgets it. References are taken; nothing is counted that is not in sight, and a stale result is
 * dropped. */
void iso_similarity_view_set_snapshot (IsoSimilarityView *view, IsoBatchSnapshot *snapshot);
void iso_similarity_view_set_epoch (IsoSimilarityView *view, IsoEpochSnapshot *epoch);

/* The drawing itself, which takes the keyboard. */
GtkWidget *iso_similarity_view_main (IsoSimilarityView *view);
/* NULL where nothing is shown; valid until the next is counted. */
const IsoSimilarityHistogram *iso_similarity_view_histogram (IsoSimilarityView *view);
/* What it shows, in words; "" where it shows nothing. */
const char *iso_similarity_view_title (IsoSimilarityView *view);
const char *iso_similarity_view_subtitle (IsoSimilarityView *view);
