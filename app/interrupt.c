/* Handlers may do little: this one writes a byte into a pipe, and a thread that reads it does the rest. Blocking the signals and
 * waiting for them in a thread would not do, for OpenBLAS has threads of its own from the start, which do not block them. */
#include "app/interrupt.h"

#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

static int pipe_ends[2] = { -1, -1 };
static volatile sig_atomic_t caught;

static void
handle_signal (int number)
{
  if (caught)
    {
      signal (number, SIG_DFL);
      raise (number);
      return;
    }
  caught = 1;
  char byte = 1;
  if (write (pipe_ends[1], &byte, 1) != 1)
    _exit (130);
}

static gpointer
wait_for_signal (gpointer data)
{
  char byte;
  while (read (pipe_ends[0], &byte, 1) != 1)
    ;
  g_cancellable_cancel (data);
  return NULL;
}

static void
catch_signal (int number)
{
  struct sigaction action = { .sa_handler = handle_signal, .sa_flags = SA_RESTART }, before;
  sigemptyset (&action.sa_mask);
  if (sigaction (number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
    sigaction (number, &action, NULL);
}

GCancellable *
iso_interrupt_watch (void)
{
  static GCancellable *cancellable;
  if (cancellable != NULL)
    return cancellable;
  cancellable = g_cancellable_new ();
  if (g_unix_open_pipe (pipe_ends, FD_CLOEXEC, NULL))
    {
      g_thread_unref (g_thread_new ("interrupt", wait_for_signal, cancellable));
      catch_signal (SIGINT);
      catch_signal (SIGTERM);
    }
  return cancellable;
}
