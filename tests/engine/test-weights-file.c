/* The network alone out of a checkpoint: all of its tensors, bit for bit, and nothing else. */
#include <glib/gstdio.h>

#include "engine/train/weights-file.h"
#include "tests/support/data-files.h"
#include "tests/support/small-run.h"

static void
assert_same (const IsoSafetensors *weights, const IsoSafetensors *whole, const char *name)
{
  const IsoSafetensor *a = iso_safetensors_find (weights, name), *b = iso_safetensors_find (whole, name);
  g_assert_nonnull (a);
  g_assert_nonnull (b);
  g_assert_cmpint (a->type, ==, b->type);
  g_assert_cmpmem (a->sizes, a->dimension_count * sizeof *a->sizes, b->sizes, b->dimension_count * sizeof *b->sizes);
  size_t size = a->element_count * iso_safetensors_type_size (a->type);
  g_assert_cmpmem (a->values, size, b->values, size);
}

static void
test_weights (void)
{
  char *folder = test_folder_new ();
  g_autofree char *whole_path = g_build_filename (folder, "checkpoint.safetensors", NULL);
  g_autofree char *path = g_build_filename (folder, "weights.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  /* With batch norm, a loss that has weights of its own, a memory and a teacher: all that must stay behind. */
  const char *const assignments[] = { "network.kind=text", "network.layers=conv 4, pool, linear 6", "loss.name=proxy-anchor",
                                      "teacher.kind=moving-average", "batch.size=16", "batch.samples_per_class=4", NULL };
  SmallRun run;
  small_run_init (&run, assignments, NULL);
  small_run_steps (&run, 2);
  g_assert_true (iso_runner_save (run.runner, whole_path, &error));
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (whole_path, &error);
  g_assert_no_error (error);
  g_assert_true (iso_weights_file_write (path, checkpoint, &error));
  g_assert_no_error (error);
  g_autoptr (IsoSafetensors) weights = iso_safetensors_read (path, &error);
  g_assert_no_error (error);
  const IsoSafetensors *whole = iso_checkpoint_file (checkpoint);
  size_t count, expected;
  iso_safetensors_tensors (weights, &count);
  const IsoTensor *tensors = iso_network_tensors (run.experiment->network, &expected);
  g_assert_cmpuint (count, ==, expected);
  for (size_t i = 0; i < expected; i++)
    assert_same (weights, whole, tensors[i].name);
  g_assert_cmpstr (iso_safetensors_metadata (weights, "network"), ==, iso_network_words (run.experiment->network));
  g_assert_cmpstr (iso_safetensors_metadata (weights, "input.scale"), ==, iso_safetensors_metadata (whole, "input.scale"));
  g_assert_cmpstr (iso_safetensors_metadata (weights, "format"), ==, "pt");
  g_assert_null (iso_safetensors_metadata (weights, "isotherm.checkpoint"));
  small_run_clear (&run);
  test_folder_free (folder);
}

static void
test_nowhere (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "checkpoint.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  const char *const assignments[] = { "batch.size=16", "batch.samples_per_class=4", NULL };
  SmallRun run;
  small_run_init (&run, assignments, NULL);
  g_assert_true (iso_runner_save (run.runner, path, &error));
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (path, &error);
  g_assert_no_error (error);
  g_assert_false (iso_weights_file_write ("/nowhere/at/all/weights.safetensors", checkpoint, &error));
  test_error (error, ISO_ERROR_FILE, "/nowhere/at/all/weights.safetensors");
  small_run_clear (&run);
  test_folder_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/weights-file/weights", test_weights);
  g_test_add_func ("/weights-file/nowhere", test_nowhere);
  return g_test_run ();
}
