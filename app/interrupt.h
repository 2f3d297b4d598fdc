/* Ctrl-C: the first SIGINT or SIGTERM asks the program to end cleanly, the second ends it at once. */
#pragma once

#include <gio/gio.h>

/* From here on the signals are caught; the cancellable (the program's own, not to be unreferenced) becomes cancelled by the
 * first. A signal that the program was started to ignore stays ignored. */
GCancellable *iso_interrupt_watch (void);
