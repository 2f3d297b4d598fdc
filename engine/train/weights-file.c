#include "engine/train/weights-file.h"

#include "engine/export/safetensors.h"

/* Of the tensors of a checkpoint only the network's are members of a torch.nn.Sequential, and so begin with a number. */
static bool
is_of_network (const IsoSafetensor *tensor)
{
  return g_ascii_isdigit (tensor->name[0]);
}

bool
iso_weights_file_write (const char *path, const IsoCheckpoint *checkpoint, GError **error)
{
  static const char *const keys[] = { "network", "input.shift", "input.scale", "settings", "data.fingerprint", "step", "epoch" };
  const IsoSafetensors *file = iso_checkpoint_file (checkpoint);
  g_autoptr (IsoSafetensorsWriter) writer = iso_safetensors_writer_new ();
  size_t count;
  const IsoSafetensor *tensors = iso_safetensors_tensors (file, &count);
  iso_safetensors_writer_describe (writer, "format", "pt");
  iso_safetensors_writer_describe (writer, "isotherm.weights", "1");
  for (size_t i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *text = iso_safetensors_metadata (file, keys[i]);
      if (text != NULL)
        iso_safetensors_writer_describe (writer, keys[i], text);
    }
  for (size_t i = 0; i < count; i++)
    if (is_of_network (&tensors[i]))
      iso_safetensors_writer_add (writer, tensors[i].name, tensors[i].type, tensors[i].values, tensors[i].dimension_count,
                                  tensors[i].sizes);
  return iso_safetensors_writer_save (writer, path, error);
}
