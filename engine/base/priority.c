#include "engine/base/priority.h"

#include <glib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOWEST 19

void
iso_thread_lower_priority (int steps)
{
#ifdef __linux__
  /* Linux has a niceness for each thread; a refusal does no harm. */
  id_t thread = (id_t) syscall (SYS_gettid);
  setpriority (PRIO_PROCESS, thread, MIN (getpriority (PRIO_PROCESS, thread) + steps, LOWEST));
#endif
}
