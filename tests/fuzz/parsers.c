/* One entry point for all parsers of files; the first byte says which. Whatever comes, they either refuse it with an
 * error of the engine or hand out memory of the size that their header says. */
#include <stdint.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/idx.h"
#include "engine/data/npy.h"
#include "engine/data/product-list.h"
#include "engine/data/safetensors.h"
#include "engine/data/source-kinds.h"
#include "engine/store/archive-run.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_refusal (bool parsed, const GError *error)
{
  g_assert_true (parsed == (error == NULL));
  g_assert_true (parsed || (error->domain == ISO_ERROR && g_utf8_validate (error->message, -1, NULL)));
}

/* Reads every byte, for the sanitizers to see. */
static void
touch (const void *data, size_t size)
{
  volatile uint8_t sum = 0;
  for (size_t i = 0; i < size; i++)
    sum = (uint8_t) (sum + ((const uint8_t *) data)[i]);
}

static void
try_idx (GBytes *contents)
{
  g_autoptr (GError) error = NULL;
  IsoIdx idx;
  bool parsed = iso_idx_parse (&idx, "fuzz.idx", contents, &error);
  check_refusal (parsed, error);
  if (!parsed)
    return;
  size_t size = 1;
  for (guint32 d = 0; d < idx.dimension_count; d++)
    size *= idx.sizes[d];
  touch (idx.bytes, size);
  iso_idx_clear (&idx);
}

static void
try_npy (GBytes *contents)
{
  g_autoptr (GError) error = NULL;
  IsoNpy npy;
  bool parsed = iso_npy_parse (&npy, "fuzz.npy", contents, &error);
  check_refusal (parsed, error);
  if (!parsed)
    return;
  touch (npy.data, npy.element_count * npy.element_size);
  float *floats = iso_npy_to_floats (&npy, "fuzz.npy", &error);
  check_refusal (floats != NULL, error);
  if (floats != NULL)
    touch (floats, npy.element_count * sizeof (float));
  g_clear_error (&error);
  for (size_t i = 0; iso_npy_is_text (&npy) && i < npy.element_count; i++)
    {
      g_autofree char *text = iso_npy_text (&npy, i, "fuzz.npy", &error);
      check_refusal (text != NULL, error);
      g_clear_error (&error);
    }
  gint64 *integers = iso_npy_to_integers (&npy, "fuzz.npy", &error);
  check_refusal (integers != NULL, error);
  if (integers != NULL)
    touch (integers, npy.element_count * sizeof (gint64));
  iso_block_free (floats);
  iso_block_free (integers);
  iso_npy_clear (&npy);
}

static void
try_safetensors (GBytes *contents)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSafetensors) file = iso_safetensors_parse ("fuzz.safetensors", contents, &error);
  check_refusal (file != NULL, error);
  if (file == NULL)
    return;
  size_t count;
  const IsoSafetensor *tensors = iso_safetensors_tensors (file, &count);
  for (size_t i = 0; i < count; i++)
    {
      touch (tensors[i].values, tensors[i].element_count * iso_safetensors_type_size (tensors[i].type));
      g_assert_true (iso_safetensors_find (file, tensors[i].name) != NULL);
      g_autofree float *floats = g_new (float, MAX (tensors[i].element_count, 1));
      bool copied = iso_safetensors_copy_floats (floats, file, tensors[i].name, tensors[i].dimension_count, tensors[i].sizes,
                                                 &error);
      check_refusal (copied, error);
      if (copied)
        touch (floats, tensors[i].element_count * sizeof (float));
      g_clear_error (&error);
    }
}

/* A dataset's every value and label. */
static void
touch_dataset (IsoDataset *dataset)
{
  if (dataset == NULL)
    return;
  size_t F = iso_dataset_feature_count (dataset);
  g_autofree float *row = g_new (float, F);
  for (guint32 i = 0; i < iso_dataset_sample_count (dataset); i++)
    {
      iso_dataset_gather (row, dataset, (IsoNormalizer) { 0.0f, 1.0f }, &i, 1);
      touch (row, F * sizeof (float));
      g_assert_nonnull (iso_dataset_class_name (dataset, (guint32) iso_dataset_labels (dataset)[i]));
    }
  iso_dataset_unref (dataset);
}

static void
try_npz (GBytes *contents)
{
  g_autoptr (GError) error = NULL;
  IsoDataset *dataset = iso_source_parse_npz (contents, false, "fuzz.npz", "fuzz", NULL, NULL, &error);
  check_refusal (dataset != NULL, error);
  touch_dataset (dataset);
}

static void
try_csv (GBytes *contents, bool packed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (contents);
  IsoDataset *dataset = iso_source_read_csv (stream, (goffset) g_bytes_get_size (contents), "fuzz.csv", "fuzz",
                                             (IsoTableForm) { 0, packed }, "", NULL, NULL, &error);
  check_refusal (dataset != NULL, error);
  touch_dataset (dataset);
}

static void
try_products (GBytes *contents)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) products = g_array_new (FALSE, FALSE, sizeof (IsoProduct));
  g_array_set_clear_func (products, iso_product_clear);
  bool parsed = iso_product_list_parse (products, "fuzz.txt", contents, &error);
  check_refusal (parsed, error);
  for (guint i = 0; i < products->len; i++)
    {
      const IsoProduct *product = &g_array_index (products, IsoProduct, i);
      g_assert_true (product->class_id >= 0 && product->path[0] != '\0' && product->path[0] != '/');
      g_assert_true (strncmp (product->path, "../", 3) != 0 && strstr (product->path, "/../") == NULL);
    }
}

/* What becomes the name of a folder or file must be one that may. */
static void
try_archive_run (GBytes *contents)
{
  g_autoptr (GError) error = NULL;
  size_t length;
  const char *text = g_bytes_get_data (contents, &length);
  g_autoptr (IsoArchiveRun) run = iso_archive_run_parse ("fuzz.json", text != NULL ? text : "", length, &error);
  check_refusal (run != NULL, error);
  if (run == NULL)
    return;
  g_assert_true (g_uuid_string_is_valid (run->run->uuid) && strchr (run->run->uuid, '/') == NULL);
  for (guint i = 0; i < run->files->len; i++)
    g_assert_true (iso_archive_run_wants (((const IsoArchiveMember *) run->files->pdata[i])->name));
  g_autofree char *json = iso_archive_run_to_json (run);
  touch (json, strlen (json));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size == 0)
    return 0;
  g_autoptr (GBytes) contents = g_bytes_new (data + 1, size - 1); /* a copy of exactly this size: reading beyond is noticed */
  switch (data[0] % 8)
    {
    case 0:
      try_idx (contents);
      break;
    case 1:
      try_npy (contents);
      break;
    case 2:
      try_npz (contents);
      break;
    case 5:
      try_safetensors (contents);
      break;
    case 6:
      try_products (contents);
      break;
    case 7:
      try_archive_run (contents);
      break;
    default:
      try_csv (contents, data[0] % 8 == 4);
    }
  return 0;
}
