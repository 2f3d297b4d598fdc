/* A log of the steps, and two growing arrays under one mutex. A pthread mutex, so that ThreadSanitizer sees it. */
#include "engine/train/history.h"

#include <pthread.h>
#include <string.h>

#include "engine/base/references.h"
#include "engine/train/step-log.h"

struct _IsoHistory {
  IsoReferences references;
  pthread_mutex_t mutex;
  IsoStepLog *steps;
  GArray *epochs, *events;
};

IsoHistory *
iso_history_new (void)
{
  IsoHistory *history = g_new0 (IsoHistory, 1);
  iso_references_init (&history->references);
  pthread_mutex_init (&history->mutex, NULL);
  history->steps = iso_step_log_new ();
  history->epochs = g_array_new (FALSE, FALSE, sizeof (IsoEpochRecord));
  history->events = g_array_new (FALSE, FALSE, sizeof (IsoEvent));
  return history;
}

IsoHistory *
iso_history_ref (IsoHistory *history)
{
  iso_references_add (&history->references);
  return history;
}

void
iso_history_unref (IsoHistory *history)
{
  if (history == NULL || !iso_references_drop (&history->references))
    return;
  iso_step_log_free (history->steps);
  g_array_unref (history->epochs);
  g_array_unref (history->events);
  pthread_mutex_destroy (&history->mutex);
  g_free (history);
}

static void
append (IsoHistory *history, GArray *array, const void *record)
{
  pthread_mutex_lock (&history->mutex);
  g_array_append_vals (array, record, 1);
  pthread_mutex_unlock (&history->mutex);
}

static size_t
count (IsoHistory *history, GArray *array)
{
  pthread_mutex_lock (&history->mutex);
  size_t length = array->len;
  pthread_mutex_unlock (&history->mutex);
  return length;
}

static size_t
read_records (IsoHistory *history, GArray *array, void *out, size_t first, size_t capacity)
{
  size_t copied = 0, size = g_array_get_element_size (array);
  pthread_mutex_lock (&history->mutex);
  if (first < array->len)
    {
      copied = MIN (capacity, array->len - first);
      memcpy (out, array->data + first * size, copied * size);
    }
  pthread_mutex_unlock (&history->mutex);
  return copied;
}

void
iso_history_add_step (IsoHistory *history, const IsoStepRecord *record)
{
  iso_step_log_append (history->steps, record);
}

void
iso_history_add_epoch (IsoHistory *history, const IsoEpochRecord *record)
{
  append (history, history->epochs, record);
}

void
iso_history_add_event (IsoHistory *history, const IsoEvent *event)
{
  append (history, history->events, event);
}

size_t
iso_history_step_count (IsoHistory *history)
{
  return iso_step_log_count (history->steps);
}

size_t
iso_history_epoch_count (IsoHistory *history)
{
  return count (history, history->epochs);
}

size_t
iso_history_event_count (IsoHistory *history)
{
  return count (history, history->events);
}

size_t
iso_history_read_steps (IsoHistory *history, IsoStepRecord *out, size_t first, size_t capacity)
{
  return iso_step_log_read (history->steps, out, first, capacity);
}

size_t
iso_history_read_epochs (IsoHistory *history, IsoEpochRecord *out, size_t first, size_t capacity)
{
  return read_records (history, history->epochs, out, first, capacity);
}

size_t
iso_history_read_events (IsoHistory *history, IsoEvent *out, size_t first, size_t capacity)
{
  return read_records (history, history->events, out, first, capacity);
}

void
iso_history_size (IsoHistory *history, size_t *in_memory, size_t *on_disk)
{
  size_t steps;
  iso_step_log_size (history->steps, &steps, on_disk);
  pthread_mutex_lock (&history->mutex);
  *in_memory = steps + history->epochs->len * sizeof (IsoEpochRecord) + history->events->len * sizeof (IsoEvent);
  pthread_mutex_unlock (&history->mutex);
}
