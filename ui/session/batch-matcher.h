/* Finds batches of the same step among those of students that train side by side, so that what is seen of them is of the same samples.
 *
 * Each student publishes the newest batch when somebody reads it, and all are a few steps apart: some are kept of each until a step is
 * found of which everyone has told. Where none is found for a while, the newest of each are shown, better than nothing new at all. Of
 * the probe batch the newest of each will do, for its samples never change. Plain memory, for one thread. */
#pragma once

#include "engine/train/snapshot.h"

#define ISO_MATCHER_MOST 4          /* students */
#define ISO_MATCHER_KEPT 8          /* batches of each */
#define ISO_MATCHER_PATIENCE 0.7    /* seconds */

typedef struct _IsoBatchMatcher IsoBatchMatcher;

/* count: 1 … ISO_MATCHER_MOST students. */
IsoBatchMatcher *iso_batch_matcher_new (size_t count);
void iso_batch_matcher_free (IsoBatchMatcher *matcher);

/* Takes the reference over. */
void iso_batch_matcher_add (IsoBatchMatcher *matcher, size_t student, IsoBatchSnapshot *snapshot);
/* It has stopped for good: the others are matched without it, and of it the last batch stays. */
void iso_batch_matcher_leave (IsoBatchMatcher *matcher, size_t student);

/* Looks again; now: seconds of any clock, INFINITY where nothing more will come. True where other batches are shown than before. */
bool iso_batch_matcher_match (IsoBatchMatcher *matcher, double now);

/* Not owned; NULL: none yet. */
IsoBatchSnapshot *iso_batch_matcher_shown (const IsoBatchMatcher *matcher, size_t student);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoBatchMatcher, iso_batch_matcher_free)
