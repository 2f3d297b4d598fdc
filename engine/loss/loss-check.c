/* Input of losses that comes from files. Every formula is defined for any samples of the batch, so pairs and triplets are taken
 * as they are chosen, whatever the classes. */
#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "engine/loss/loss.h"

static bool
check_indices (const gint32 *indices, size_t rows, size_t columns, size_t B, const char *what, GError **error)
{
  for (size_t at = 0; at < rows * columns; at++)
    if (indices[at] < 0 || (size_t) indices[at] >= B)
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                     _("%s: row %zu names sample %d; there are %zu samples, so expected 0 to %zu"), what, at / columns,
                     indices[at], B, B - 1);
        return false;
      }
  return true;
}

static bool
check_labels (const IsoLossInput *input, GError **error)
{
  for (size_t i = 0; i < input->B; i++)
    if (input->labels[i] < 0 || (size_t) input->labels[i] >= input->class_count)
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                     _("labels: sample %zu is of class %d; there are %zu classes, so expected 0 to %zu"), i, input->labels[i],
                     input->class_count, input->class_count - 1);
        return false;
      }
  return true;
}

static bool
refuse_missing (const IsoLossKind *kind, const char *what, GError **error)
{
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("the loss %s needs %s"), kind->name, what);
  return false;
}

bool
iso_loss_check (const IsoLossKind *kind, const IsoLossInput *input, GError **error)
{
  bool wants_pairs = kind->needs == ISO_LOSS_NEEDS_PAIRS, wants_triplets = iso_loss_wants_triplets (kind);
  bool wants_fourth = kind->needs == ISO_LOSS_NEEDS_QUADRUPLETS, learns = kind->learns != ISO_LOSS_LEARNS_NOTHING;
  if (wants_pairs && input->pairs == NULL)
    return refuse_missing (kind, _("pairs of anchor and positive"), error);
  if (wants_triplets && input->triplets == NULL)
    return refuse_missing (kind, _("triplets"), error);
  if (wants_fourth && input->fourth == NULL)
    return refuse_missing (kind, _("a fourth sample for each triplet"), error);
  if (kind->learns == ISO_LOSS_LEARNS_PROXIES && (input->proxies == NULL || input->class_count == 0))
    return refuse_missing (kind, _("proxies"), error);
  if (kind->learns == ISO_LOSS_LEARNS_BETA && (input->beta == NULL || input->class_count == 0))
    return refuse_missing (kind, _("a beta for each class"), error);
  return (!wants_pairs || check_indices (input->pairs, input->pair_count, 2, input->B, "pairs", error))
         && (!wants_triplets || check_indices (input->triplets, input->triplet_count, 3, input->B, "triplets", error))
         && (!wants_fourth || check_indices (input->fourth, input->triplet_count, 1, input->B, "fourth", error))
         && (!learns || check_labels (input, error));
}
