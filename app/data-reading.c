#include "app/data-reading.h"

#include <glib/gi18n.h>

#include "app/command-line.h"
#include "app/progress.h"
#include "engine/data/source.h"
#include "engine/train/parameters.h"

/* Lines on stderr about data that were left out. */
#define SKIPPED_NAMED 5

static void
show_reading (gpointer data, double share)
{
  iso_progress_reading (data, share);
}

/* How much was left out, and the first of it. */
static void
tell_skipped (const GPtrArray *skipped, const IsoDataset *dataset, IsoSourceKind kind)
{
  for (guint i = 0; i < skipped->len && kind != ISO_SOURCE_PICTURES; i++)
    g_printerr (_("left out: %s\n"), (char *) skipped->pdata[i]);
  guint files = iso_source_skipped_files (skipped), named = MIN (skipped->len, SKIPPED_NAMED);
  size_t all = iso_dataset_sample_count (dataset) + files;
  if (skipped->len == 0 || kind != ISO_SOURCE_PICTURES)
    return;
  g_autofree char *sentence =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %zu picture was left out", "%u of %zu pictures were left out", all), files,
                       all);
  iso_command_complain (sentence);
  for (guint i = 0; i < named; i++)
    g_printerr ("  %s\n", (char *) skipped->pdata[i]);
  if (named < skipped->len)
    g_printerr (_("  … %u more; train --out DIR writes all of them into skipped.txt\n"), skipped->len - named);
}

IsoDataset *
iso_read_data (const IsoSettings *settings, GPtrArray *skipped, GCancellable *cancellable, GError **error)
{
  IsoProgress progress;
  IsoSourceRequest request = iso_settings_source (settings);
  IsoSourceReport report = { show_reading, &progress, skipped };
  if (!iso_settings_validate (settings, error))
    return NULL;
  iso_progress_start (&progress, 0, 0, false);
  IsoDataset *dataset = iso_source_load (&request, &report, cancellable, error);
  iso_progress_end (&progress);
  if (dataset != NULL)
    tell_skipped (skipped, dataset, iso_source_kind (settings->data.source));
  return dataset;
}
