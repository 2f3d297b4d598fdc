/* Work on threads that nobody joins: it ends by itself, often after whoever asked for it is gone. The process must not take its libraries
 * apart meanwhile (a matrix product in a library that has been unloaded crashes), so it waits for such work before it ends, for
 * ISO_UNJOINED_PATIENCE seconds at most: whatever takes longer should have been cancelled. */
#pragma once

#include <gio/gio.h>

#define ISO_UNJOINED_PATIENCE 10

/* As g_task_run_in_thread(); from any thread. */
void iso_task_run_unjoined (GTask *task, GTaskThreadFunc function);
/* A thread of its own that runs function(data), whose result is dropped. */
void iso_thread_run_unjoined (const char *name, GThreadFunc function, gpointer data);
