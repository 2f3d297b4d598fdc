#include "ui/window/fork-start.h"

#include <inttypes.h>

void
iso_fork_start_free (IsoForkStart *start)
{
  g_free (start->name);
  g_free (start);
}

IsoForkStart *
iso_fork_start_read (const char *folder, gint64 run, int epoch, GError **error)
{
  g_autoptr (IsoForkStart) start = g_new0 (IsoForkStart, 1);
  g_autofree char *id = g_strdup_printf ("%" PRId64, run), *path = NULL;
  g_autoptr (IsoStore) store = iso_store_open (folder, error);
  g_autoptr (IsoRun) found = store != NULL ? iso_store_find (store, id, error) : NULL;
  if (found == NULL || (path = iso_store_file (store, run, "checkpoint", epoch, error)) == NULL)
    return NULL;
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (path, error);
  guint64 number;
  if (checkpoint == NULL || !iso_checkpoint_settings (&start->settings, checkpoint, error)
      || !iso_checkpoint_read_count (&number, checkpoint, "epoch", G_MAXINT, error)
      || !iso_checkpoint_read_count (&start->step, checkpoint, "step", G_MAXINT64, error))
    return NULL;
  start->epoch = (int) number;
  start->name = g_strdup (found->name);
  return g_steal_pointer (&start);
}
