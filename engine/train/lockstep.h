/* Keeps runs that train beside each other in step: none is more than a few steps ahead of the slowest of those that train, so that what
 * is seen of them side by side is of the same moment, whatever a step of each costs.
 *
 * Each run asks before a step whether it is its turn and tells after it how far it is. Runs that have ended or failed hold nobody up.
 * C11 atomics, no lock: asking is cheap and never waits. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define ISO_LOCKSTEP_MOST 8  /* members */
#define ISO_LOCKSTEP_LEAD 4  /* steps ahead of the slowest at most */

typedef struct _IsoLockstep IsoLockstep;

IsoLockstep *iso_lockstep_new (void);
IsoLockstep *iso_lockstep_ref (IsoLockstep *lockstep);
void iso_lockstep_unref (IsoLockstep *lockstep);

/* A member of its own, 0 … ISO_LOCKSTEP_MOST − 1, that has taken no step yet; at most so many. */
int iso_lockstep_join (IsoLockstep *lockstep);
/* Steps taken so far; comes back after iso_lockstep_leave() too. */
void iso_lockstep_tell (IsoLockstep *lockstep, int member, guint64 steps);
/* Is not waited for. */
void iso_lockstep_leave (IsoLockstep *lockstep, int member);
/* Whether it may take its next step now. */
bool iso_lockstep_may_step (IsoLockstep *lockstep, int member);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoLockstep, iso_lockstep_unref)
