#include "engine/train/checkpoint.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/train/parameters.h"

struct _IsoCheckpoint {
  IsoSafetensors *file;
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
  if (strcmp (version, ISO_CHECKPOINT_VERSION) != 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found a checkpoint of another version of Isotherm, expected %s"),
                   path, ISO_CHECKPOINT_VERSION);
      return NULL;
    }
  IsoCheckpoint *checkpoint = g_new0 (IsoCheckpoint, 1);
  checkpoint->file = g_steal_pointer (&file);
  return checkpoint;
}

void
iso_checkpoint_free (IsoCheckpoint *checkpoint)
{
  if (checkpoint == NULL)
    return;
  iso_safetensors_free (checkpoint->file);
  g_free (checkpoint);
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

bool
iso_checkpoint_read_seconds (double *seconds, const IsoCheckpoint *checkpoint, const char *key, GError **error)
{
  const char *text = find (checkpoint, key, error);
  char *end = NULL;
  if (text == NULL)
    return false;
  *seconds = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && isfinite (*seconds) && *seconds >= 0.0)
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

bool
iso_checkpoint_copy_tensors (float *block, const IsoSafetensors *file, const char *prefix, const IsoNetwork *network,
                             size_t block_count, GError **error)
{
  size_t count;
  const IsoTensor *tensors = iso_network_tensors (network, &count);
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *name = g_strconcat (prefix, tensors[i].name, NULL);
      size_t sizes[2];
      guint32 dimension_count = iso_checkpoint_tensor_shape (sizes, &tensors[i]);
      if (tensors[i].offset < block_count
          && !iso_safetensors_copy_floats (block + tensors[i].offset, file, name, dimension_count, sizes, error))
        return false;
    }
  return true;
}

guint32
iso_checkpoint_tensor_shape (size_t sizes[2], const IsoTensor *tensor)
{
  bool is_matrix = tensor->rows > 1 || g_str_has_suffix (tensor->name, ".weight");
  sizes[0] = is_matrix ? tensor->rows : tensor->columns;
  sizes[1] = is_matrix ? tensor->columns : 0;
  return is_matrix ? 2 : 1;
}

/* Layers, or with `group` "trunk." its stages, that the network has: how many weights there are of such a name. */
static size_t
count_layers (const IsoNetwork *network, const char *group)
{
  size_t count, found = 0;
  const IsoTensor *tensors = iso_network_tensors (network, &count);
  for (size_t i = 0; i < count; i++)
    if (g_str_has_suffix (tensors[i].name, ".weight"))
      found += g_str_has_prefix (tensors[i].name, "trunk.") == (group[0] != '\0');
  return found;
}

/* A deeper network may begin with the same layers. */
static bool
check_depth (const IsoSafetensors *file, const char *prefix, const IsoNetwork *network, GError **error)
{
  g_autofree char *layer = g_strdup_printf ("%s%zu.weight", prefix, 2 * count_layers (network, ""));
  g_autofree char *stage = g_strdup_printf ("%strunk.%zu.weight", prefix, count_layers (network, "trunk."));
  const char *beyond = iso_safetensors_find (file, layer) != NULL ? layer : stage;
  if (iso_safetensors_find (file, beyond) == NULL)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found tensor %s, expected those of the network %s alone"),
               iso_safetensors_name (file), beyond, iso_network_text (network));
  return false;
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
