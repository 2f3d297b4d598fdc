#include "engine/train/lockstep.h"

#include "engine/base/references.h"

/* Not waited for: no member of that number, or one that has left. */
#define AWAY G_MAXUINT64

struct _IsoLockstep {
  IsoReferences references;
  _Atomic int members;
  _Atomic guint64 steps[ISO_LOCKSTEP_MOST];
};

IsoLockstep *
iso_lockstep_new (void)
{
  IsoLockstep *lockstep = g_new0 (IsoLockstep, 1);
  iso_references_init (&lockstep->references);
  for (int i = 0; i < ISO_LOCKSTEP_MOST; i++)
    atomic_init (&lockstep->steps[i], AWAY);
  return lockstep;
}

IsoLockstep *
iso_lockstep_ref (IsoLockstep *lockstep)
{
  iso_references_add (&lockstep->references);
  return lockstep;
}

void
iso_lockstep_unref (IsoLockstep *lockstep)
{
  if (lockstep != NULL && iso_references_drop (&lockstep->references))
    g_free (lockstep);
}

int
iso_lockstep_join (IsoLockstep *lockstep)
{
  int member = atomic_fetch_add (&lockstep->members, 1);
  g_assert (member < ISO_LOCKSTEP_MOST);
  atomic_store (&lockstep->steps[member], 0);
  return member;
}

void
iso_lockstep_tell (IsoLockstep *lockstep, int member, guint64 steps)
{
  atomic_store (&lockstep->steps[member], steps);
}

void
iso_lockstep_leave (IsoLockstep *lockstep, int member)
{
  atomic_store (&lockstep->steps[member], AWAY);
}

bool
iso_lockstep_may_step (IsoLockstep *lockstep, int member)
{
  guint64 own = atomic_load (&lockstep->steps[member]), slowest = own;
  for (int i = 0; i < ISO_LOCKSTEP_MOST; i++)
    slowest = MIN (slowest, atomic_load (&lockstep->steps[i]));
  return own - slowest < ISO_LOCKSTEP_LEAD;
}
