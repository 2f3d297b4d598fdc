/* The checker itself: a case that is tampered with must fail, one that is broken must fail with a reason, an unknown one is
 * skipped. */
#include "app/reference-check.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/export/npy.h"

/* A copy of a reference case, which may be spoiled. */
typedef struct {
  char *folder, *path;
} Copy;

static Copy
copy_new (const char *name)
{
  const char *data = g_getenv ("ISO_TEST_DATA");
  g_autofree char *from = g_build_filename (data == NULL ? "tests" : data, "reference", name, NULL);
  Copy copy = { g_dir_make_tmp ("isotherm-case-XXXXXX", NULL), NULL };
  g_autoptr (GDir) directory = g_dir_open (from, 0, NULL);
  const char *file;
  g_assert_nonnull (directory);
  while ((file = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, file, NULL), *target = g_build_filename (copy.folder, file, NULL);
      g_autofree char *contents = NULL;
      gsize length;
      g_assert_true (g_file_get_contents (source, &contents, &length, NULL));
      g_assert_true (g_file_set_contents (target, contents, (gssize) length, NULL));
    }
  copy.path = g_build_filename (copy.folder, "case.json", NULL);
  return copy;
}

static void
copy_clear (Copy *copy)
{
  g_autoptr (GDir) directory = g_dir_open (copy->folder, 0, NULL);
  const char *file;
  while ((file = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (copy->folder, file, NULL);
      g_unlink (path);
    }
  g_rmdir (copy->folder);
  g_free (copy->folder);
  g_free (copy->path);
}

/* Replaces `old` in case.json; NULL: the whole file. */
static void
edit (const Copy *copy, const char *old, const char *new)
{
  g_autofree char *contents = NULL;
  g_autoptr (GString) text = NULL;
  g_assert_true (g_file_get_contents (copy->path, &contents, NULL, NULL));
  text = g_string_new (old == NULL ? new : contents);
  if (old != NULL)
    g_assert_cmpuint (g_string_replace (text, old, new, 0), >, 0);
  g_assert_true (g_file_set_contents (copy->path, text->str, -1, NULL));
}

static void
expect (const Copy *copy, IsoCheckOutcome outcome, const char *message)
{
  IsoCheck check = iso_reference_check (copy->path, NULL);
  g_assert_cmpint (check.outcome, ==, outcome);
  if (message == NULL)
    g_assert_null (check.message);
  else if (strstr (check.message, message) == NULL)
    g_test_fail_printf ("“%s” does not say “%s”", check.message, message);
  iso_check_clear (&check);
}

static void
test_edited (void)
{
  const struct {
    const char *name, *old, *new;
    IsoCheckOutcome outcome;
    const char *message;
  } cases[] = {
    { "distill/softmax-cub", "\"tau\": 1.0", "\"tau\": 1.0", ISO_CHECK_PASS, NULL },
    { "distill/softmax-cub", "\"omega\": 0.3", "\"omega\": 0.31", ISO_CHECK_FAIL, "relative error" },
    { "distill/softmax-cub", "\"omega\": 0.3", "\"omega\": 1", ISO_CHECK_FAIL, "distill.omega" },
    { "distill/softmax-cub", "\"omega\": 0.3", "\"omga\": 0.3", ISO_CHECK_FAIL, "distill.omga" },
    { "distill/softmax-cub", "\"omega\": 0.3", "\"omega\": []", ISO_CHECK_FAIL, "omega" },
    { "distill/softmax-cub", "teacher.npy", "nowhere.npy", ISO_CHECK_FAIL, "nowhere.npy" },
    { "distill/softmax-cub", "\"teacher.npy\"", "7", ISO_CHECK_FAIL, "teacher" },
    { "distill/softmax-cub", "targets.npy", "gradient.npy", ISO_CHECK_FAIL, "gradient.npy" },
    { "distill/softmax-cub", "\"obdp\"", "\"psd\"", ISO_CHECK_FAIL, "affinity" },
    { "distill/softmax-cub", "\"kl\": 0", "\"kl\": 1", ISO_CHECK_FAIL, "kl" },
    { "distill/softmax-cub", "\"kl\": 0", "\"kl\": 1e999, \"ignored\": 0", ISO_CHECK_FAIL, "kl" },
    { "distill/softmax-cub", "\"kl\"", "\"other\"", ISO_CHECK_FAIL, "other" },
    { "distill/softmax-cub", NULL, "", ISO_CHECK_FAIL, "empty" },
    { "distill/softmax-cub", NULL, "{", ISO_CHECK_FAIL, "case.json" },
    { "distill/softmax-cub", NULL, "[1]", ISO_CHECK_FAIL, "object" },
    { "distill/softmax-cub", NULL, "{\"kind\": 3}", ISO_CHECK_FAIL, "kind" },
    { "distill/softmax-cub", NULL, "{\"kind\": \"distill\", \"params\": 3}", ISO_CHECK_FAIL, "params" },
    { "distill/softmax-cub", NULL, "{\"kind\": \"weather\"}", ISO_CHECK_SKIP, "weather" },
    { "loss/triplet-0", "\"triplet\"", "\"no-such-loss\"", ISO_CHECK_SKIP, "no-such-loss" },
    { "loss/triplet-0", "\"margin\"", "\"width\"", ISO_CHECK_FAIL, "width" },
    { "loss/triplet-0", "\"margin\": 0.2", "\"margin\": 0.3", ISO_CHECK_FAIL, "relative error" },
    { "loss/triplet-0", "\"triplets.npy\"", "\"labels.npy\"", ISO_CHECK_FAIL, "labels.npy" },
    { "loss/triplet-0", "\"loss\": 0.2", "\"loss\": null, \"ignored\": 0.2", ISO_CHECK_FAIL, "loss" },
    { "metrics/set-0", "\"recall@1\": 0.375", "\"recall@1\": 0.3751", ISO_CHECK_FAIL, "recall@1" },
    { "metrics/set-0", "\"map@r\": 0", "\"map@r\": 1", ISO_CHECK_FAIL, "map@r" },
    { "metrics/set-0", "\"map@r\": 0", "\"map@r\": 0", ISO_CHECK_PASS, NULL },
    { "metrics/set-0", "\"nmi\": 0.72", "\"nmi\": 0.73", ISO_CHECK_FAIL, "nmi" },
    { "metrics/set-0", "\"inter\": 0.98", "\"inter\": null, \"map@1000\": 0.98", ISO_CHECK_FAIL, "inter" },
    { "metrics/set-0", "\"f1\"", "\"f2\"", ISO_CHECK_SKIP, "1 of its 15" },
    { "metrics/set-0", "clusters.npy", "nowhere.npy", ISO_CHECK_FAIL, "nowhere.npy" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Copy copy = copy_new (cases[i].name);
      edit (&copy, cases[i].old, cases[i].new);
      expect (&copy, cases[i].outcome, cases[i].message);
      copy_clear (&copy);
    }
}

/* A NaN in what is expected, and a triplet beyond the batch. */
static void
test_spoiled_arrays (void)
{
  const struct {
    const char *name, *file;
    guint8 value[4];
  } cases[] = {
    { "distill/softmax-cub", "targets.npy", { 0, 0, 0xf8, 0x7f } },
    { "loss/triplet-0", "triplets.npy", { 24, 0, 0, 0 } },
    { "loss/triplet-0", "triplets.npy", { 0xff, 0xff, 0xff, 0xff } },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Copy copy = copy_new (cases[i].name);
      g_autofree char *path = g_build_filename (copy.folder, cases[i].file, NULL);
      g_autofree char *contents = NULL;
      gsize length;
      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      memcpy (contents + length - 4, cases[i].value, 4);
      g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
      expect (&copy, ISO_CHECK_FAIL, i == 0 ? "nan" : "triplets");
      copy_clear (&copy);
    }
}

/* As many samples as a file may well have, but whose similarities no memory holds. */
static void
test_too_large (void)
{
  Copy copy = copy_new ("loss/multi-similarity-0");
  enum { SAMPLES = 400000 };
  float *embeddings = iso_floats_new (SAMPLES);
  gint32 *labels = iso_block_new (SAMPLES, 1, sizeof *labels, "labels", NULL);
  g_autofree char *embeddings_path = g_build_filename (copy.folder, "embeddings.npy", NULL);
  g_autofree char *labels_path = g_build_filename (copy.folder, "labels.npy", NULL);
  g_assert_true (iso_npy_write_floats (embeddings_path, embeddings, SAMPLES, 1, NULL));
  g_assert_true (iso_npy_write_labels (labels_path, labels, SAMPLES, NULL));
  expect (&copy, ISO_CHECK_FAIL, "400000");
  copy_clear (&copy);
  iso_block_free (embeddings);
  iso_block_free (labels);
}

static void
test_missing (void)
{
  IsoCheck check = iso_reference_check ("no/such/case.json", NULL);
  g_assert_cmpint (check.outcome, ==, ISO_CHECK_FAIL);
  g_assert_nonnull (check.message);
  iso_check_clear (&check);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reference-check/edited", test_edited);
  g_test_add_func ("/reference-check/spoiled-arrays", test_spoiled_arrays);
  g_test_add_func ("/reference-check/too-large", test_too_large);
  g_test_add_func ("/reference-check/missing", test_missing);
  return g_test_run ();
}
