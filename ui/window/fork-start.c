#include "ui/window/fork-start.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "engine/base/error.h"

void
iso_fork_start_free (IsoForkStart *start)
{
  g_free (start->name);
  g_free (start);
}

/* The epoch to begin at; −1 where there is none. */
static int
nearest_epoch (const GArray *kept, int wanted)
{
  int before = -1, after = -1;
  for (guint i = 0; i < kept->len; i++)
    {
      const IsoKeptEpoch *one = &g_array_index (kept, IsoKeptEpoch, i);
      if (!one->checkpoint)
        continue;
      if (wanted < 0 || one->epoch <= wanted)
        before = one->epoch;
      else if (after < 0)
        after = one->epoch;
    }
  return before >= 0 ? before : after;
}

/* Newly allocated. */
static char *
checkpoint_of (IsoStore *store, gint64 run, int wanted, GError **error)
{
  g_autoptr (GArray) kept = NULL;
  if (!iso_store_read_kept (store, run, &kept, error))
    return NULL;
  int epoch = nearest_epoch (kept, wanted);
  if (epoch >= 0)
    return iso_store_file (store, run, "checkpoint", epoch, error);
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
               _("Nothing is kept of run %" PRId64 " yet that a fork could begin at: its first epoch has to end."), run);
  return NULL;
}

IsoForkStart *
iso_fork_start_read (const char *folder, gint64 run, int epoch, GError **error)
{
  g_autoptr (IsoForkStart) start = g_new0 (IsoForkStart, 1);
  g_autofree char *id = g_strdup_printf ("%" PRId64, run), *path = NULL;
  g_autoptr (IsoStore) store = iso_store_open (folder, error);
  g_autoptr (IsoRun) found = store != NULL ? iso_store_find (store, id, error) : NULL;
  if (found == NULL || (path = checkpoint_of (store, run, epoch, error)) == NULL)
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
