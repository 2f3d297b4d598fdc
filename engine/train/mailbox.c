#include "engine/train/mailbox.h"

#include <pthread.h>

#include "engine/base/references.h"

struct _IsoMailbox {
  IsoReferences references;
  pthread_mutex_t mutex;
  IsoLetterRef ref;
  IsoLetterUnref unref;
  gpointer letter;
  guint64 posted; /* also the number of the letter in the box */
  bool is_read;
};

IsoMailbox *
iso_mailbox_new (IsoLetterRef ref, IsoLetterUnref unref)
{
  IsoMailbox *mailbox = g_new0 (IsoMailbox, 1);
  iso_references_init (&mailbox->references);
  mailbox->ref = ref;
  mailbox->unref = unref;
  mailbox->is_read = true;
  pthread_mutex_init (&mailbox->mutex, NULL);
  return mailbox;
}

IsoMailbox *
iso_mailbox_ref (IsoMailbox *mailbox)
{
  iso_references_add (&mailbox->references);
  return mailbox;
}

void
iso_mailbox_unref (IsoMailbox *mailbox)
{
  if (mailbox == NULL || !iso_references_drop (&mailbox->references))
    return;
  if (mailbox->letter != NULL)
    mailbox->unref (mailbox->letter);
  pthread_mutex_destroy (&mailbox->mutex);
  g_free (mailbox);
}

void
iso_mailbox_post (IsoMailbox *mailbox, gpointer letter)
{
  pthread_mutex_lock (&mailbox->mutex);
  gpointer old = mailbox->letter;
  mailbox->letter = letter;
  mailbox->posted++;
  mailbox->is_read = false;
  pthread_mutex_unlock (&mailbox->mutex);
  /* Freeing a letter may take a while: not under the lock. */
  if (old != NULL)
    mailbox->unref (old);
}

gpointer
iso_mailbox_take (IsoMailbox *mailbox, guint64 *seen)
{
  gpointer letter = NULL;
  pthread_mutex_lock (&mailbox->mutex);
  if (mailbox->letter != NULL && mailbox->posted > *seen)
    {
      letter = mailbox->ref (mailbox->letter);
      *seen = mailbox->posted;
      mailbox->is_read = true;
    }
  pthread_mutex_unlock (&mailbox->mutex);
  return letter;
}

guint64
iso_mailbox_posted (IsoMailbox *mailbox)
{
  pthread_mutex_lock (&mailbox->mutex);
  guint64 posted = mailbox->posted;
  pthread_mutex_unlock (&mailbox->mutex);
  return posted;
}

bool
iso_mailbox_is_read (IsoMailbox *mailbox)
{
  pthread_mutex_lock (&mailbox->mutex);
  bool is_read = mailbox->is_read;
  pthread_mutex_unlock (&mailbox->mutex);
  return is_read;
}
