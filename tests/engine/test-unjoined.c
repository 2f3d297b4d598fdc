/* Work that nobody joins is waited for when the process ends, whether it is a task or a thread: what it has to say is said. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/unjoined.h"

static void
say_late (const char *text)
{
  g_usleep (G_USEC_PER_SEC / 5);
  if (write (STDOUT_FILENO, text, strlen (text)) < 0)
    abort ();
}

static void
task_work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  say_late ("the task is done\n");
  g_task_return_boolean (task, TRUE);
}

static gpointer
thread_work (gpointer data)
{
  say_late (data);
  return NULL;
}

static void
test_waited_for (void)
{
  if (g_test_subprocess ())
    {
      GTask *task = g_task_new (NULL, NULL, NULL, NULL);
      iso_task_run_unjoined (task, task_work);
      g_object_unref (task);
      iso_thread_run_unjoined ("late", thread_work, (gpointer) "the thread is done\n");
      exit (0);
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*the task is done*");
  g_test_trap_assert_stdout ("*the thread is done*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unjoined/waited-for", test_waited_for);
  return g_test_run ();
}
