/* Latest-wins mailbox for one topic: the newest letter replaces an unread one, so a slow reader never slows the writer and memory
 * never grows. Every subscriber sees each newest letter once. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct _IsoMailbox IsoMailbox;

typedef gpointer (*IsoLetterRef) (gpointer letter);
typedef void (*IsoLetterUnref) (gpointer letter);

IsoMailbox *iso_mailbox_new (IsoLetterRef ref, IsoLetterUnref unref);
IsoMailbox *iso_mailbox_ref (IsoMailbox *mailbox);
void iso_mailbox_unref (IsoMailbox *mailbox);

/* Takes the caller's reference. */
void iso_mailbox_post (IsoMailbox *mailbox, gpointer letter);

/* A new reference to the newest letter if it is newer than *seen (start with 0), else NULL. Updates *seen. */
gpointer iso_mailbox_take (IsoMailbox *mailbox, guint64 *seen);

/* Letters posted so far. */
guint64 iso_mailbox_posted (IsoMailbox *mailbox);
/* Whether the newest letter has been taken (or none was posted): a writer may wait for this before making another. */
bool iso_mailbox_is_read (IsoMailbox *mailbox);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoMailbox, iso_mailbox_unref)
