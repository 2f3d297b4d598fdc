#include "engine/train/checkpoint.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/train/history.h"
#include "engine/train/parameters.h"

struct _IsoCheckpoint {
  IsoSafetensors *file;
  IsoHistory *history; /* or NULL */
};

static const char *
name_of (const IsoCheckpoint *checkpoint)
{
  return iso_safetensors_name (checkpoint->file);
}

IsoCheckpoint *
iso_checkpoint_open (const char *path, GError **error)
{
  g_autoptr (IsoSafetensors) file = iso_safetensors_read (path, error);
  if (file == NULL)
    return NULL;
  const char *version = iso_safetensors_metadata (file, "isotherm.checkpoint");
  if (version == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                   _("%s: found a safetensors file of another program, expected a checkpoint that Isotherm wrote"), path);
      return NULL;
    }
  if (strcmp (version, "1") == 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found a checkpoint of an earlier version of Isotherm, which kept the "
                 "weights in another order; expected one of this version: train the run again"), path);
  else if (strcmp (version, ISO_CHECKPOINT_VERSION) != 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found a checkpoint of another version of Isotherm, expected %s"), path,
                 ISO_CHECKPOINT_VERSION);
  else
    {
      IsoCheckpoint *checkpoint = g_new0 (IsoCheckpoint, 1);
      checkpoint->file = g_steal_pointer (&file);
      return checkpoint;
    }
  return NULL;
}

void
iso_checkpoint_free (IsoCheckpoint *checkpoint)
{
  if (checkpoint == NULL)
    return;
  iso_safetensors_free (checkpoint->file);
  iso_history_unref (checkpoint->history);
  g_free (checkpoint);
}

void
iso_checkpoint_set_history (IsoCheckpoint *checkpoint, IsoHistory *history)
{
  iso_history_ref (history);
  iso_history_unref (checkpoint->history);
  checkpoint->history = history;
}

IsoHistory *
iso_checkpoint_history (const IsoCheckpoint *checkpoint)
{
  return checkpoint->history;
}

const IsoSafetensors *
iso_checkpoint_file (const IsoCheckpoint *checkpoint)
{
  return checkpoint->file;
}

/* An entry of __metadata__ that must be there. */
static const char *
find (const IsoCheckpoint *checkpoint, const char *key, GError **error)
{
  const char *text = iso_safetensors_metadata (checkpoint->file, key);
  if (text == NULL)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found no %s in __metadata__"), name_of (checkpoint), key);
  return text;
}

bool
iso_checkpoint_settings (IsoSettings *settings, const IsoCheckpoint *checkpoint, GError **error)
{
  const char *text = find (checkpoint, "settings", error);
  if (text == NULL)
    return false;
  g_auto (GStrv) assignments = iso_settings_parse (name_of (checkpoint), text, error);
  if (assignments == NULL)
    return false;
  iso_settings_init (settings);
  if (iso_settings_set_all (settings, (const char *const *) assignments, error) && iso_settings_validate (settings, error))
    return true;
  g_prefix_error (error, "%s: ", name_of (checkpoint));
  return false;
}

bool
iso_checkpoint_check_data (const IsoCheckpoint *checkpoint, const IsoDataset *dataset, GError **error)
{
  const char *expected = find (checkpoint, "data.fingerprint", error), *found = iso_dataset_fingerprint (dataset);
  if (expected == NULL || strcmp (expected, found) == 0)
    return expected != NULL;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: was trained on other data than %s"), name_of (checkpoint),
               iso_dataset_name (dataset));
  return false;
}

bool
iso_checkpoint_read_count (guint64 *count, const IsoCheckpoint *checkpoint, const char *key, guint64 most, GError **error)
{
  const char *text = find (checkpoint, key, error);
  if (text == NULL)
    return false;
  if (g_ascii_string_to_unsigned (text, 10, 0, most, count, NULL))
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s is not a whole number from 0 to %" PRIu64), name_of (checkpoint), key,
               most);
  return false;
}

/* Whether the whole of text is a finite number. */
static bool
parse_number (double *number, const char *text)
{
  char *end = NULL;
  *number = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*number);
}

bool
iso_checkpoint_normalizer (IsoNormalizer *normalizer, const IsoCheckpoint *checkpoint, GError **error)
{
  static const char *const keys[] = { "input.shift", "input.scale" };
  double numbers[G_N_ELEMENTS (keys)];
  for (size_t i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *text = find (checkpoint, keys[i], error);
      if (text == NULL)
        return false;
      if (parse_number (&numbers[i], text) && isfinite ((float) numbers[i]))
        continue;
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s is not a number"), name_of (checkpoint), keys[i]);
      return false;
    }
  *normalizer = (IsoNormalizer) { .shift = (float) numbers[0], .scale = (float) numbers[1] };
  return true;
}

bool
iso_checkpoint_read_seconds (double *seconds, const IsoCheckpoint *checkpoint, const char *key, GError **error)
{
  const char *text = find (checkpoint, key, error);
  if (text == NULL)
    return false;
  if (parse_number (seconds, text) && *seconds >= 0.0)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s is not a number of seconds"), name_of (checkpoint), key);
  return false;
}

char *
iso_checkpoint_format_random (const IsoRandom *random)
{
  return g_strdup_printf ("%016" PRIx64 " %016" PRIx64 " %016" PRIx64 " %016" PRIx64, random->state[0], random->state[1],
                          random->state[2], random->state[3]);
}

bool
iso_checkpoint_read_random (IsoRandom *random, const IsoCheckpoint *checkpoint, const char *key, GError **error)
{
  const char *text = find (checkpoint, key, error);
  if (text == NULL)
    return false;
  g_auto (GStrv) words = g_strsplit (text, " ", 5);
  bool good = g_strv_length (words) == G_N_ELEMENTS (random->state), moves = false;
  for (size_t i = 0; good && i < G_N_ELEMENTS (random->state); i++)
    {
      good = g_ascii_string_to_unsigned (words[i], 16, 0, G_MAXUINT64, &random->state[i], NULL);
      moves |= random->state[i] != 0;
    }
  if (good && moves) /* from zero alone the generator never gets away */
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s is not the state of a random stream"), name_of (checkpoint), key);
  return false;
}

/* Whole, so that a tensor that is refused leaves the block as it was. */
static bool
copy_turned (float *block, const IsoSafetensors *file, const char *name, const IsoTensor *tensor, GError **error)
{
  float *values = iso_block_new (iso_tensor_element_count (tensor), 1, sizeof (float), _("weights"), error);
  bool done = values != NULL
              && iso_safetensors_copy_floats (values, file, name, tensor->dimension_count, tensor->sizes, error);
  if (done)
    iso_tensor_import (block, tensor, values);
  iso_block_free (values);
  return done;
}

bool
iso_checkpoint_copy_tensors (float *block, const IsoSafetensors *file, const char *prefix, const IsoNetwork *network,
                             size_t block_count, GError **error)
{
  size_t count;
  const IsoTensor *tensors = iso_network_tensors (network, &count);
  for (size_t i = 0; i < count; i++)
    {
      const IsoTensor *tensor = &tensors[i];
      g_autofree char *name = g_strconcat (prefix, tensor->name, NULL);
      if (tensor->offset >= block_count)
        continue;
      if (iso_tensor_is_turned (tensor) ? !copy_turned (block, file, name, tensor, error)
                                        : !iso_safetensors_copy_floats (block + tensor->offset, file, name,
                                                                        tensor->dimension_count, tensor->sizes, error))
        return false;
    }
  return true;
}

/* A deeper network may begin with the same layers. */
static bool
check_depth (const IsoSafetensors *file, const char *prefix, const IsoNetwork *network, GError **error)
{
  size_t count, length = strlen (prefix);
  const IsoSafetensor *tensors = iso_safetensors_tensors (file, &count);
  for (size_t i = 0; i < count; i++)
    {
      const char *name = tensors[i].name;
      if (!g_str_has_prefix (name, prefix) || !g_ascii_isdigit (name[length])
          || g_ascii_strtoull (name + length, NULL, 10) < iso_network_member_count (network))
        continue;
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found tensor %s, expected those of the network %s alone"),
                   iso_safetensors_name (file), name, iso_network_text (network));
      return false;
    }
  return true;
}

float *
iso_checkpoint_read_weights (const IsoSafetensors *file, const char *prefix, const IsoNetwork *network, GError **error)
{
  size_t count = iso_network_weight_count (network);
  float *weights = iso_block_new (count, 1, sizeof (float), _("weights"), error);
  if (weights == NULL
      || (iso_checkpoint_copy_tensors (weights, file, prefix, network, count, error)
          && check_depth (file, prefix, network, error)))
    return weights;
  iso_block_free (weights);
  return NULL;
}
