#include "app/loss-batch.h"

#include <glib/gi18n-lib.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/npy.h"
#include "engine/distill/distillation.h"
#include "engine/linalg/pairwise.h"

static bool
refuse (const char *path, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* "FILE: …"; false. */
static bool
refuse (const char *path, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments), *shown = g_filename_display_name (path);
  va_end (arguments);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, "%s: %s", shown, text);
  return false;
}

static bool
read_samples (IsoLossBatch *batch, const IsoLossPaths *paths, GError **error)
{
  IsoLossInput *input = &batch->input;
  size_t count;
  if ((batch->embeddings = iso_npy_read_matrix (&input->B, &input->D, paths->embeddings, error)) == NULL
      || (batch->labels = iso_npy_read_labels (&count, paths->labels, error)) == NULL)
    return false;
  if (input->B == 0 || input->D == 0)
    return refuse (paths->embeddings, error, _("found no values"));
  if (input->B > ISO_DISTILLATION_CAPACITY)
    return refuse (paths->embeddings, error, _("a batch of %zu samples is too large: at most %d fit"), input->B,
                   ISO_DISTILLATION_CAPACITY);
  if (count != input->B)
    return refuse (paths->labels, error, _("found %zu labels for %zu embeddings"), count, input->B);
  input->embeddings = batch->embeddings;
  input->labels = batch->labels;
  return true;
}

/* (rows, columns) of sample indices. */
static gint32 *
read_indices (size_t *rows, size_t columns, const char *path, GError **error)
{
  size_t found;
  gint32 *indices = iso_npy_read_indices (rows, &found, path, error);
  if (indices == NULL || found == columns)
    return indices;
  refuse (path, error, _("found rows of %zu samples, expected %zu"), found, columns);
  iso_block_free (indices);
  return NULL;
}

static bool
read_choices (IsoLossBatch *batch, const IsoLossKind *kind, const IsoLossPaths *paths, GError **error)
{
  IsoLossInput *input = &batch->input;
  size_t count;
  if (kind->needs == ISO_LOSS_NEEDS_PAIRS && paths->pairs != NULL
      && (batch->pairs = read_indices (&input->pair_count, 2, paths->pairs, error)) == NULL)
    return false;
  if (iso_loss_wants_triplets (kind) && paths->triplets != NULL
      && (batch->triplets = read_indices (&input->triplet_count, 3, paths->triplets, error)) == NULL)
    return false;
  if (kind->needs == ISO_LOSS_NEEDS_QUADRUPLETS && paths->fourth != NULL)
    {
      if ((batch->fourth = iso_npy_read_labels (&count, paths->fourth, error)) == NULL)
        return false;
      if (count != input->triplet_count)
        return refuse (paths->fourth, error, _("found %zu samples for %zu triplets"), count, input->triplet_count);
    }
  input->pairs = batch->pairs;
  input->triplets = batch->triplets;
  input->fourth = batch->fourth;
  return true;
}

static bool
read_proxies (IsoLossBatch *batch, const IsoLossKind *kind, const double *values, const char *path, GError **error)
{
  IsoLossInput *input = &batch->input;
  size_t columns, per_class = iso_loss_proxy_count (kind, values, 1);
  if ((batch->proxies = iso_npy_read_matrix (&batch->proxy_count, &columns, path, error)) == NULL)
    return false;
  if (columns != input->D)
    return refuse (path, error, _("found proxies of %zu dimensions, the embeddings have %zu"), columns, input->D);
  if (batch->proxy_count == 0 || batch->proxy_count % per_class != 0)
    return refuse (path, error, _("found %zu proxies, expected a multiple of the %zu that each class has"), batch->proxy_count,
                   per_class);
  input->class_count = batch->proxy_count / per_class;
  input->proxies = batch->proxies;
  return true;
}

static bool
read_beta (IsoLossBatch *batch, const char *path, GError **error)
{
  IsoNpy npy = { 0 };
  bool done = iso_npy_read (&npy, path, error);
  if (done && (npy.dimension_count != 1 || npy.element_count == 0))
    done = refuse (path, error, _("expected one number for each class, in one dimension"));
  if (done)
    {
      batch->beta = iso_npy_to_floats (&npy, path, error);
      batch->input.beta = batch->beta;
      batch->input.class_count = npy.element_count;
      done = batch->beta != NULL;
    }
  iso_npy_clear (&npy);
  return done;
}

bool
iso_loss_batch_read (IsoLossBatch *batch, const IsoLossKind *kind, const double *values, const IsoLossPaths *paths,
                     GError **error)
{
  IsoLossInput *input = &batch->input;
  *batch = (IsoLossBatch) { 0 };
  if (!read_samples (batch, paths, error) || !read_choices (batch, kind, paths, error)
      || (kind->learns == ISO_LOSS_LEARNS_PROXIES && paths->proxies != NULL
          && !read_proxies (batch, kind, values, paths->proxies, error))
      || (kind->learns == ISO_LOSS_LEARNS_BETA && paths->beta != NULL && !read_beta (batch, paths->beta, error))
      || !iso_loss_check (kind, input, error))
    return false;
  batch->similarity = iso_block_new (input->B, input->B, sizeof (float), "the similarities", error);
  if (batch->similarity == NULL)
    return false;
  iso_gram (batch->similarity, input->embeddings, input->B, input->D);
  input->similarity = batch->similarity;
  return true;
}

void
iso_loss_batch_clear (IsoLossBatch *batch)
{
  iso_block_free (batch->embeddings);
  iso_block_free (batch->similarity);
  iso_block_free (batch->proxies);
  iso_block_free (batch->beta);
  iso_block_free (batch->labels);
  iso_block_free (batch->triplets);
  iso_block_free (batch->fourth);
  iso_block_free (batch->pairs);
  *batch = (IsoLossBatch) { 0 };
}

void
iso_loss_batch_compute (IsoLossResult *result, const IsoLossBatch *batch, const IsoLossKind *kind, const double *values)
{
  const IsoLossInput *input = &batch->input;
  size_t B = input->B, D = input->D;
  float *similarity_gradient = iso_floats_new (B * B), *direct = iso_floats_new (B * D);
  IsoLossScratch scratch = { 0 };
  *result = (IsoLossResult) { .gradient = iso_floats_new (B * D) };
  if (kind->learns == ISO_LOSS_LEARNS_PROXIES)
    result->proxies_gradient = iso_floats_new (batch->proxy_count * D);
  if (kind->learns == ISO_LOSS_LEARNS_BETA)
    result->beta_gradient = iso_floats_new (input->class_count);
  IsoLossOutput output = { .similarity_gradient = similarity_gradient, .embedding_gradient = direct,
                           .proxies_gradient = result->proxies_gradient, .beta_gradient = result->beta_gradient };
  iso_loss_compute (kind, &output, input, values, &scratch);
  iso_gram_backward (result->gradient, similarity_gradient, input->embeddings, B, D);
  for (size_t at = 0; at < B * D; at++)
    result->gradient[at] += direct[at];
  result->loss = output.loss;
  iso_loss_scratch_clear (&scratch);
  iso_block_free (similarity_gradient);
  iso_block_free (direct);
}

void
iso_loss_result_clear (IsoLossResult *result)
{
  iso_block_free (result->gradient);
  iso_block_free (result->proxies_gradient);
  iso_block_free (result->beta_gradient);
  *result = (IsoLossResult) { 0 };
}
