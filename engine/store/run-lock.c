#include "engine/store/run-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <sys/file.h>
#include <unistd.h>

#define LOCK_NAME "lock"
/* Somebody who only looks holds the lock for some microseconds. */
#define TRIES 20
#define PAUSE_US 5000

int
iso_run_lock_take (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, LOCK_NAME, NULL);
  int file = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  for (int i = 0; file >= 0 && flock (file, LOCK_EX | LOCK_NB) != 0; i++)
    {
      int problem = errno;
      if (problem == EINTR || (problem == EWOULDBLOCK && i < TRIES))
        {
          g_usleep (PAUSE_US);
          continue;
        }
      close (file);
      errno = problem;
      file = -1;
    }
  return file;
}

bool
iso_run_lock_is_held (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, LOCK_NAME, NULL);
  int file = open (path, O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return false;
  bool is_held = flock (file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close (file);
  return is_held;
}
