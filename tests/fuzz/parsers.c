/* One entry point for the parsers of files; the first byte says which. Whatever comes, they either refuse it with an error of the
 * engine or hand out memory of the size that their header says. */
#include <stdint.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/idx.h"
#include "engine/data/npy.h"
#include "engine/data/product-list.h"

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
  float *floats = iso_npy_to_floats (&npy, "fuzz.npy", &error);
  check_refusal (floats != NULL, error);
  if (floats != NULL)
    touch (floats, npy.element_count * sizeof (float));
  g_clear_error (&error);
  gint64 *integers = iso_npy_to_integers (&npy, "fuzz.npy", &error);
  check_refusal (integers != NULL, error);
  if (integers != NULL)
    touch (integers, npy.element_count * sizeof (gint64));
  iso_block_free (floats);
  iso_block_free (integers);
  iso_npy_clear (&npy);
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

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size == 0)
    return 0;
  g_autoptr (GBytes) contents = g_bytes_new (data + 1, size - 1); /* a copy of exactly this size: reading beyond is noticed */
  switch (data[0] % 3)
    {
    case 0:
      try_idx (contents);
      break;
    case 1:
      try_npy (contents);
      break;
    default:
      try_products (contents);
      break;
    }
  return 0;
}
