#include "engine/train/command.h"

#include <math.h>
#include <pthread.h>
#include <time.h>

struct _IsoCommandQueue {
  pthread_mutex_t mutex;
  pthread_cond_t arrived;
  GQueue commands;
};

void
iso_command_free (IsoCommand *command)
{
  if (command == NULL)
    return;
  if (command->free_data != NULL)
    command->free_data (command->data);
  g_free (command->key);
  g_free (command->value);
  g_free (command);
}

IsoCommandQueue *
iso_command_queue_new (void)
{
  IsoCommandQueue *queue = g_new0 (IsoCommandQueue, 1);
  pthread_condattr_t attributes;
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&queue->arrived, &attributes);
  pthread_condattr_destroy (&attributes);
  pthread_mutex_init (&queue->mutex, NULL);
  g_queue_init (&queue->commands);
  return queue;
}

void
iso_command_queue_free (IsoCommandQueue *queue)
{
  if (queue == NULL)
    return;
  g_queue_clear_full (&queue->commands, (GDestroyNotify) iso_command_free);
  pthread_cond_destroy (&queue->arrived);
  pthread_mutex_destroy (&queue->mutex);
  g_free (queue);
}

void
iso_command_queue_put (IsoCommandQueue *queue, IsoCommand *command)
{
  pthread_mutex_lock (&queue->mutex);
  g_queue_push_tail (&queue->commands, command);
  pthread_cond_signal (&queue->arrived);
  pthread_mutex_unlock (&queue->mutex);
}

IsoCommand *
iso_command_queue_take (IsoCommandQueue *queue, double seconds)
{
  struct timespec until;
  clock_gettime (CLOCK_MONOTONIC, &until);
  if (seconds > 0.0)
    {
      double whole = floor (seconds);
      until.tv_sec += (time_t) whole;
      until.tv_nsec += (long) ((seconds - whole) * 1e9);
      if (until.tv_nsec >= 1000000000L)
        {
          until.tv_nsec -= 1000000000L;
          until.tv_sec++;
        }
    }
  pthread_mutex_lock (&queue->mutex);
  while (g_queue_is_empty (&queue->commands) && seconds != 0.0)
    {
      if (seconds < 0.0)
        pthread_cond_wait (&queue->arrived, &queue->mutex);
      else if (pthread_cond_timedwait (&queue->arrived, &queue->mutex, &until) != 0)
        break;
    }
  IsoCommand *command = g_queue_pop_head (&queue->commands);
  pthread_mutex_unlock (&queue->mutex);
  return command;
}
