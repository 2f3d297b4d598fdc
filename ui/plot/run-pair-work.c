#include "ui/plot/run-pair-work.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"

/* ---- plain values ---- */

void
iso_pair_side_copy (IsoPairSide *copy, const IsoPairSide *side)
{
  *copy = *side;
  copy->fingerprint = g_strdup (side->fingerprint);
  copy->data = g_strdup (side->data);
  if (side->kept != NULL)
    g_array_ref (side->kept);
  if (side->experiment != NULL)
    iso_experiment_ref (side->experiment);
  if (side->embeddings != NULL)
    iso_epoch_snapshot_ref (side->embeddings);
  if (side->batch != NULL)
    iso_batch_snapshot_ref (side->batch);
}

static void
drop_epoch (IsoPairSide *side)
{
  g_clear_pointer (&side->embeddings, iso_epoch_snapshot_unref);
  g_clear_pointer (&side->batch, iso_batch_snapshot_unref);
  side->epoch = -1;
}

void
iso_pair_side_clear (IsoPairSide *side)
{
  drop_epoch (side);
  g_clear_pointer (&side->fingerprint, g_free);
  g_clear_pointer (&side->data, g_free);
  g_clear_pointer (&side->kept, g_array_unref);
  g_clear_pointer (&side->experiment, iso_experiment_unref);
}

void
iso_pair_request_free (gpointer data)
{
  IsoPairRequest *request = data;
  iso_run_source_unref (request->source);
  for (int side = 0; side < ISO_SIDE_COUNT; side++)
    iso_pair_side_clear (&request->sides[side]);
  g_free (request);
}

void
iso_pair_result_free (gpointer data)
{
  IsoPairResult *result = data;
  for (int side = 0; side < ISO_SIDE_COUNT; side++)
    iso_pair_side_clear (&result->sides[side]);
  g_free (result->problem);
  g_free (result);
}

/* ---- reading ---- */

static bool
read_kept (IsoPairSide *side, const IsoPairRequest *request, GError **error)
{
  g_autoptr (GArray) all = NULL;
  if (!request->source->kind->kept (&all, request->source->data, side->run, error))
    return false;
  g_clear_pointer (&side->kept, g_array_unref);
  side->kept = g_array_new (FALSE, FALSE, sizeof (IsoKeptEpoch));
  for (guint i = 0; i < all->len; i++)
    {
      const IsoKeptEpoch *kept = &g_array_index (all, IsoKeptEpoch, i);
      if (request->wish == ISO_PAIR_EMBEDDINGS ? kept->embeddings : kept->batch)
        g_array_append_val (side->kept, *kept);
    }
  return true;
}

/* The epoch that is wanted, of those that are kept; −1 and an error where there is none. */
static int
find_epoch (const IsoPairSide *side, IsoPairWish wish, GError **error)
{
  const GArray *kept = side->kept;
  if (kept->len == 0)
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                           wish == ISO_PAIR_EMBEDDINGS ? _("No embeddings are kept of it. They are kept at the end of an epoch that is "
                                                           "evaluated.")
                                                       : _("No probe batch is kept of it. One is kept at the end of an epoch."));
      return -1;
    }
  if (side->wanted == ISO_LAST_EPOCH || side->wanted == ISO_FIRST_EPOCH)
    return g_array_index (kept, IsoKeptEpoch, side->wanted == ISO_LAST_EPOCH ? kept->len - 1 : 0).epoch;
  for (guint i = 0; i < kept->len; i++)
    if (g_array_index (kept, IsoKeptEpoch, i).epoch == side->wanted)
      return side->wanted;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("Epoch %d is no longer kept: choose another one."), side->wanted);
  return -1;
}

/* Of its data, wherever they are at hand: reading them again would take time and memory. */
static IsoExperiment *
find_experiment (const IsoPairSide *side, const IsoPairSide *other, const IsoPairRequest *request, GCancellable *cancellable,
                 GError **error)
{
  const IsoExperiment *known[] = { other->experiment, request->sides[0].experiment, request->sides[1].experiment };
  IsoDataset *dataset = NULL;
  if (other->experiment != NULL && other->run == side->run)
    return iso_experiment_ref (other->experiment);
  for (size_t i = 0; i < G_N_ELEMENTS (known) && dataset == NULL; i++)
    if (known[i] != NULL && g_strcmp0 (iso_dataset_fingerprint (known[i]->dataset), side->fingerprint) == 0)
      dataset = known[i]->dataset;
  return request->source->kind->experiment (request->source->data, side->run, dataset, cancellable, error);
}

static bool
read_side (IsoPairSide *side, const IsoPairSide *other, const IsoPairRequest *request, GCancellable *cancellable, GError **error)
{
  const IsoRunSourceKind *kind = request->source->kind;
  gpointer data = request->source->data;
  if (!read_kept (side, request, error))
    return false;
  int epoch = find_epoch (side, request->wish, error);
  bool is_there = epoch >= 0 && epoch == side->epoch && (side->embeddings != NULL || side->batch != NULL);
  if (epoch < 0)
    return false;
  if (side->experiment == NULL)
    side->experiment = find_experiment (side, other, request, cancellable, error);
  if (side->experiment == NULL)
    return false;
  if (is_there)
    return true;
  drop_epoch (side);
  if (request->wish == ISO_PAIR_EMBEDDINGS)
    side->embeddings = kind->epoch (data, side->run, epoch, side->experiment, error);
  else
    side->batch = kind->batch (data, side->run, epoch, side->experiment, error);
  if (side->embeddings == NULL && side->batch == NULL)
    return false;
  side->epoch = epoch;
  return true;
}

static char *
data_problem (const IsoPairSide *sides)
{
  if (g_strcmp0 (sides[0].fingerprint, sides[1].fingerprint) == 0)
    return NULL;
  return g_strdup_printf (_("A and B were trained on different data (%s and %s), so they have no samples in common. Choose two runs "
                            "of the same data."),
                          sides[0].data, sides[1].data);
}

gpointer
iso_pair_read (gpointer data, GCancellable *cancellable, GError **error)
{
  const IsoPairRequest *request = data;
  IsoPairResult *result = g_new0 (IsoPairResult, 1);
  for (int side = 0; side < ISO_SIDE_COUNT; side++)
    iso_pair_side_copy (&result->sides[side], &request->sides[side]);
  /* The epochs to choose from are told in any case: another one may do. */
  result->problem = data_problem (result->sides);
  for (int side = 0; side < ISO_SIDE_COUNT; side++)
    {
      g_autoptr (GError) problem = NULL;
      bool is_read = result->problem == NULL ? read_side (&result->sides[side], &result->sides[!side], request, cancellable, &problem)
                                             : read_kept (&result->sides[side], request, &problem);
      if (!is_read && result->problem == NULL)
        result->problem = g_strdup_printf (side == ISO_SIDE_A ? _("A: %s") : _("B: %s"), problem->message);
    }
  return result;
}
