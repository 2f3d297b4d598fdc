/* Mailbox, command queue and history between threads; run under ThreadSanitizer too. */
#include <glib.h>
#include <pthread.h>
#include <stdatomic.h>

#include "engine/base/references.h"
#include "engine/train/command.h"
#include "engine/train/history.h"
#include "engine/train/mailbox.h"

#define LETTERS 20000

static _Atomic int alive;

typedef struct {
  IsoReferences references;
  guint64 number, twice;
} Letter;

static Letter *
letter_new (guint64 number)
{
  Letter *letter = g_new (Letter, 1);
  iso_references_init (&letter->references);
  letter->number = number;
  letter->twice = 2 * number;
  atomic_fetch_add (&alive, 1);
  return letter;
}

static gpointer
letter_ref (gpointer data)
{
  iso_references_add (&((Letter *) data)->references);
  return data;
}

static void
letter_unref (gpointer data)
{
  if (!iso_references_drop (&((Letter *) data)->references))
    return;
  atomic_fetch_sub (&alive, 1);
  g_free (data);
}

static void *
write_letters (void *data)
{
  for (guint64 i = 1; i <= LETTERS; i++)
    iso_mailbox_post (data, letter_new (i));
  return NULL;
}

static void *
read_letters (void *data)
{
  guint64 seen = 0, last = 0;
  while (last < LETTERS)
    {
      Letter *letter = iso_mailbox_take (data, &seen);
      if (letter == NULL)
        continue;
      g_assert_cmpuint (letter->number, >, last);
      g_assert_cmpuint (letter->twice, ==, 2 * letter->number);
      last = letter->number;
      letter_unref (letter);
    }
  return NULL;
}

static void
test_mailbox_threads (void)
{
  IsoMailbox *mailbox = iso_mailbox_new (letter_ref, letter_unref);
  pthread_t writer, readers[2];
  for (int i = 0; i < 2; i++)
    g_assert_cmpint (pthread_create (&readers[i], NULL, read_letters, mailbox), ==, 0);
  g_assert_cmpint (pthread_create (&writer, NULL, write_letters, mailbox), ==, 0);
  pthread_join (writer, NULL);
  for (int i = 0; i < 2; i++)
    pthread_join (readers[i], NULL);
  g_assert_cmpuint (iso_mailbox_posted (mailbox), ==, LETTERS);
  /* Only the newest is kept. */
  g_assert_cmpint (atomic_load (&alive), ==, 1);
  iso_mailbox_unref (mailbox);
  g_assert_cmpint (atomic_load (&alive), ==, 0);
}

static void
test_mailbox_latest_wins (void)
{
  IsoMailbox *mailbox = iso_mailbox_new (letter_ref, letter_unref);
  guint64 seen = 0, other = 0;
  g_assert_null (iso_mailbox_take (mailbox, &seen));
  g_assert_true (iso_mailbox_is_read (mailbox));
  iso_mailbox_post (mailbox, letter_new (1));
  iso_mailbox_post (mailbox, letter_new (2));
  g_assert_false (iso_mailbox_is_read (mailbox));
  Letter *letter = iso_mailbox_take (mailbox, &seen);
  g_assert_cmpuint (letter->number, ==, 2);
  letter_unref (letter);
  g_assert_null (iso_mailbox_take (mailbox, &seen));
  g_assert_true (iso_mailbox_is_read (mailbox));
  /* Every subscriber sees it once. */
  letter = iso_mailbox_take (mailbox, &other);
  g_assert_cmpuint (letter->number, ==, 2);
  letter_unref (letter);
  iso_mailbox_unref (mailbox);
}

static void *
put_commands (void *data)
{
  for (int i = 0; i < 1000; i++)
    {
      IsoCommand *command = g_new0 (IsoCommand, 1);
      command->kind = ISO_COMMAND_WATCH;
      command->number = i;
      iso_command_queue_put (data, command);
    }
  return NULL;
}

static void
test_commands (void)
{
  IsoCommandQueue *queue = iso_command_queue_new ();
  pthread_t writer;
  g_assert_null (iso_command_queue_take (queue, 0.0));
  gint64 start = g_get_monotonic_time ();
  g_assert_null (iso_command_queue_take (queue, 0.05));
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 49000);
  g_assert_cmpint (pthread_create (&writer, NULL, put_commands, queue), ==, 0);
  for (int i = 0; i < 1000; i++)
    {
      g_autoptr (IsoCommand) command = iso_command_queue_take (queue, -1.0);
      g_assert_cmpint (command->number, ==, i);
    }
  pthread_join (writer, NULL);
  IsoCommand *left = g_new0 (IsoCommand, 1);
  left->key = g_strdup ("left inside");
  iso_command_queue_put (queue, left);
  iso_command_queue_free (queue);
}

static void *
add_steps (void *data)
{
  for (guint64 i = 1; i <= LETTERS; i++)
    {
      IsoStepRecord record = { .step = i, .loss = (double) i };
      iso_history_add_step (data, &record);
    }
  return NULL;
}

static void
test_history (void)
{
  g_autoptr (IsoHistory) history = iso_history_new ();
  pthread_t writer;
  IsoStepRecord records[777];
  size_t known = 0;
  g_assert_cmpint (pthread_create (&writer, NULL, add_steps, history), ==, 0);
  while (known < LETTERS)
    {
      size_t count = iso_history_read_steps (history, records, known, G_N_ELEMENTS (records));
      for (size_t i = 0; i < count; i++)
        g_assert_cmpuint (records[i].step, ==, known + i + 1);
      known += count;
    }
  pthread_join (writer, NULL);
  g_assert_cmpuint (iso_history_step_count (history), ==, LETTERS);
  g_assert_cmpuint (iso_history_read_steps (history, records, LETTERS, 10), ==, 0);
  g_assert_cmpuint (iso_history_read_steps (history, records, LETTERS - 3, 10), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailbox/latest-wins", test_mailbox_latest_wins);
  g_test_add_func ("/mailbox/threads", test_mailbox_threads);
  g_test_add_func ("/command/queue", test_commands);
  g_test_add_func ("/history/threads", test_history);
  return g_test_run ();
}
