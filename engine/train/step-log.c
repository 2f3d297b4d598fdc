#include "engine/train/step-log.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES (ISO_STEP_LOG_CHUNK * sizeof (IsoStepRecord))

struct _IsoStepLog {
  pthread_mutex_t mutex; /* guards all of it; a pthread mutex, so that ThreadSanitizer sees it */
  GPtrArray *chunks;     /* IsoStepRecord (ISO_STEP_LOG_CHUNK) each; NULL: in the file, at its index times CHUNK_BYTES */
  size_t count, written; /* records; chunks in the file, which are the first ones */
  int file;              /* −1: none yet */
  bool stays;            /* the file failed: everything stays in memory from now on */
};

IsoStepLog *
iso_step_log_new (void)
{
  IsoStepLog *log = g_new0 (IsoStepLog, 1);
  pthread_mutex_init (&log->mutex, NULL);
  log->chunks = g_ptr_array_new_with_free_func (g_free);
  log->file = -1;
  return log;
}

void
iso_step_log_free (IsoStepLog *log)
{
  if (log == NULL)
    return;
  if (log->file >= 0)
    close (log->file);
  g_ptr_array_unref (log->chunks);
  pthread_mutex_destroy (&log->mutex);
  g_free (log);
}

/* ---- the file ---- */

static int
open_file (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "isotherm", NULL);
  g_autofree char *path = g_build_filename (folder, "steps-XXXXXX", NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return -1;
  int file = g_mkstemp (path);
  if (file >= 0)
    unlink (path);
  return file;
}

static bool
write_whole (int file, const void *data, size_t size, off_t at)
{
  for (const char *from = data; size > 0;)
    {
      ssize_t done = pwrite (file, from, size, at);
      if (done < 0 && errno == EINTR)
        continue;
      if (done <= 0)
        return false;
      from += done;
      at += done;
      size -= (size_t) done;
    }
  return true;
}

static bool
read_whole (int file, void *data, size_t size, off_t at)
{
  for (char *to = data; size > 0;)
    {
      ssize_t done = pread (file, to, size, at);
      if (done < 0 && errno == EINTR)
        continue;
      if (done <= 0)
        return false;
      to += done;
      at += done;
      size -= (size_t) done;
    }
  return true;
}

/* Puts the oldest chunk in memory into the file. */
static void
put_away (IsoStepLog *log)
{
  if (log->file < 0)
    log->file = open_file ();
  IsoStepRecord *chunk = g_ptr_array_index (log->chunks, log->written);
  log->stays = log->file < 0 || !write_whole (log->file, chunk, CHUNK_BYTES, (off_t) (log->written * CHUNK_BYTES));
  if (log->stays)
    return;
  g_ptr_array_index (log->chunks, log->written++) = NULL;
  g_free (chunk);
}

/* ---- the doors ---- */

void
iso_step_log_append (IsoStepLog *log, const IsoStepRecord *record)
{
  pthread_mutex_lock (&log->mutex);
  size_t at = log->count % ISO_STEP_LOG_CHUNK;
  if (at == 0)
    {
      if (!log->stays && log->chunks->len - log->written >= ISO_STEP_LOG_CHUNKS)
        put_away (log);
      g_ptr_array_add (log->chunks, g_new (IsoStepRecord, ISO_STEP_LOG_CHUNK));
    }
  IsoStepRecord *chunk = g_ptr_array_index (log->chunks, log->chunks->len - 1);
  chunk[at] = *record;
  log->count++;
  pthread_mutex_unlock (&log->mutex);
}

size_t
iso_step_log_count (IsoStepLog *log)
{
  pthread_mutex_lock (&log->mutex);
  size_t count = log->count;
  pthread_mutex_unlock (&log->mutex);
  return count;
}

/* Records of one chunk from `first` on, as many as it has and are wanted. */
static size_t
read_chunk (IsoStepLog *log, IsoStepRecord *out, size_t first, size_t capacity)
{
  size_t index = first / ISO_STEP_LOG_CHUNK, at = first % ISO_STEP_LOG_CHUNK, wanted = 0;
  int file = -1;
  pthread_mutex_lock (&log->mutex);
  if (first < log->count)
    {
      wanted = MIN (MIN (capacity, log->count - first), ISO_STEP_LOG_CHUNK - at);
      const IsoStepRecord *chunk = g_ptr_array_index (log->chunks, index);
      if (chunk != NULL)
        memcpy (out, chunk + at, wanted * sizeof *out);
      else
        file = log->file;
    }
  pthread_mutex_unlock (&log->mutex);
  /* What is in the file never changes, and the file stays as long as the log. */
  if (file >= 0 && !read_whole (file, out, wanted * sizeof *out, (off_t) (first * sizeof *out)))
    return 0;
  return wanted;
}

size_t
iso_step_log_read (IsoStepLog *log, IsoStepRecord *out, size_t first, size_t capacity)
{
  size_t copied = 0;
  while (copied < capacity)
    {
      size_t got = read_chunk (log, out + copied, first + copied, capacity - copied);
      if (got == 0)
        break;
      copied += got;
    }
  return copied;
}

void
iso_step_log_size (IsoStepLog *log, size_t *in_memory, size_t *on_disk)
{
  pthread_mutex_lock (&log->mutex);
  if (in_memory != NULL)
    *in_memory = (log->chunks->len - log->written) * CHUNK_BYTES;
  if (on_disk != NULL)
    *on_disk = log->written * CHUNK_BYTES;
  pthread_mutex_unlock (&log->mutex);
}
