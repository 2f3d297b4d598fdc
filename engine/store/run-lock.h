/* Who records a run holds a lock on a file in its folder; the system lets go of it however the program ends, so that no run is taken
 * for a running one after a crash. */
#pragma once

#include <stdbool.h>

/* The lock's file descriptor, which close() lets go; −1 where somebody holds it or, errno tells, it cannot be made. */
int iso_run_lock_take (const char *folder);

/* Whether somebody holds it, this program included. */
bool iso_run_lock_is_held (const char *folder);
