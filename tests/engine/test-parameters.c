#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/train/parameters.h"

static void
assert_refused (IsoSettings *settings, const char *key, const char *value, const char *expected_in_message)
{
  g_autoptr (GError) error = NULL;
  IsoSettings before = *settings;
  g_assert_false (iso_settings_set (settings, key, value, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  if (strstr (error->message, expected_in_message) == NULL)
    g_error ("“%s” does not name “%s”", error->message, expected_in_message);
  g_assert_cmpmem (&before, sizeof before, settings, sizeof *settings);
}

static void
test_table (void)
{
  static const char *const wanted[] = {
    "data.source", "data.split", "data.validation", "batch.size", "batch.samples_per_class", "network.kind", "network.hidden",
    "network.embedding", "loss.name", "miner.name", "distill.mode", "distill.lambda", "distill.tau", "distill.omega",
    "distill.tau_d", "distill.normalization", "distill.k", "distill.graph", "distill.gamma", "distill.steps", "distill.ramp",
    "optimizer.name", "optimizer.rate", "optimizer.decay", "train.epochs", "train.seed", "train.threads",
  };
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  IsoSettings settings;
  iso_settings_init (&settings);
  for (size_t i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_nonnull (iso_parameter_find (wanted[i], &settings, NULL));
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *text = iso_settings_format (&settings, &table[i]);
      g_assert_nonnull (table[i].title);
      g_assert_nonnull (table[i].help);
      g_assert_cmpuint (table[i].offset, <, sizeof settings);
      g_assert_cmpstr (strchr (table[i].key, '.'), !=, NULL);
      if (table[i].type == ISO_PARAMETER_REAL || table[i].type == ISO_PARAMETER_INTEGER)
        g_assert_true (table[i].initial >= table[i].minimum && table[i].initial <= table[i].maximum);
      /* No two entries share a field. */
      for (size_t j = 0; j < i; j++)
        g_assert_cmpuint (table[i].offset, !=, table[j].offset);
      g_assert_cmpstr (text, !=, NULL);
    }
}

/* What only some kinds of data have a use for plays a part for them alone, as far as their name says. */
static void
test_applies_to_data (void)
{
  static const struct {
    const char *source;
    bool size, label_column;
  } cases[] = {
    { "sample", false, false },   { "fashion-mnist", false, false }, { "emoji", true, false },       { "/home/me/birds", true, false },
    { "x/table.csv", false, true }, { "TABLE.TSV.GZ", false, true }, { "features.npy", false, false }, { "all.npz", false, false },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      IsoSettings settings;
      iso_settings_init (&settings);
      g_assert_true (iso_settings_set (&settings, "data.source", cases[i].source, NULL));
      const IsoParameter *size = iso_parameter_find ("data.size", &settings, NULL);
      const IsoParameter *column = iso_parameter_find ("data.label_column", &settings, NULL);
      g_assert_cmpint (iso_parameter_applies (size, &settings), ==, cases[i].size);
      g_assert_cmpint (iso_parameter_applies (column, &settings), ==, cases[i].label_column);
    }
}

static void
test_ranges (void)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  assert_refused (&settings, "distill.omega", "1", "distill.omega");
  assert_refused (&settings, "distill.omega", "-0.1", "below 1");
  assert_refused (&settings, "distill.omega", "nan", "distill.omega");
  assert_refused (&settings, "distill.omega", "inf", "distill.omega");
  assert_refused (&settings, "distill.omega", "", "distill.omega");
  assert_refused (&settings, "distill.omega", "0.5x", "0.5x");
  assert_refused (&settings, "distill.tau", "0", "above 0");
  assert_refused (&settings, "distill.k", "2.5", "whole number");
  assert_refused (&settings, "distill.k", "1e300", "distill.k");
  assert_refused (&settings, "distill.mode", "OBDP", "obdp");
  assert_refused (&settings, "batch.with_replacement", "perhaps", "on or off");
  assert_refused (&settings, "distill.omga", "0.5", "distill.omega");
  assert_refused (&settings, "nonsense", "1", "nonsense");
  g_assert_true (iso_settings_set (&settings, "distill.omega", "0.999", NULL));
  g_assert_cmpfloat (settings.distill.omega, ==, 0.999);
  g_assert_true (iso_settings_set (&settings, "batch.with_replacement", "off", NULL));
  g_assert_cmpint (settings.batch.with_replacement, ==, 0);
}

static void
test_own_parameters (void)
{
  IsoSettings settings;
  g_autoptr (GError) error = NULL;
  iso_settings_init (&settings);
  /* loss.margin means the chosen loss's; the other's value stays. */
  g_assert_true (iso_settings_set (&settings, "loss.margin", "0.3", NULL));
  g_assert_true (iso_settings_set (&settings, "loss.name", "triplet", NULL));
  g_assert_true (iso_settings_set (&settings, "loss.margin", "0.7", NULL));
  assert_refused (&settings, "loss.alpha", "2", "loss.margin");
  g_assert_true (iso_settings_set (&settings, "loss.name", "multi-similarity", NULL));
  const IsoParameter *margin = iso_parameter_find ("loss.margin", &settings, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (iso_settings_get_number (&settings, margin), ==, 0.3);
  /* The order of assignments does not matter. */
  const char *const one[] = { "loss.margin=0.5", "loss.name=triplet", NULL }, *const two[] = { "loss.name=triplet", "loss.margin=0.5", NULL };
  IsoSettings first = settings, second = settings;
  g_assert_true (iso_settings_set_all (&first, one, NULL));
  g_assert_true (iso_settings_set_all (&second, two, NULL));
  g_assert_cmpmem (&first, sizeof first, &second, sizeof second);
  /* Nothing changes when one of a list is refused. */
  const char *const bad[] = { "distill.omega=0.1", "distill.k=-1", NULL };
  g_assert_false (iso_settings_set_all (&first, bad, NULL));
  g_assert_cmpmem (&first, sizeof first, &second, sizeof second);
}

/* What losses and miners are handed is what their tables say, whatever the type. */
static void
test_own_defaults (void)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  for (int i = 0; i < ISO_LOSS_COUNT; i++)
    for (size_t slot = 0; slot < iso_loss_kind ((IsoLossName) i)->parameter_count; slot++)
      g_assert_cmpfloat (settings.loss.parameters[i][slot], ==, iso_loss_kind ((IsoLossName) i)->parameters[slot].initial);
  for (int i = 0; i < ISO_MINER_COUNT; i++)
    for (size_t slot = 0; slot < iso_miner_kind ((IsoMinerName) i)->parameter_count; slot++)
      g_assert_cmpfloat (settings.miner.parameters[i][slot], ==, iso_miner_kind ((IsoMinerName) i)->parameters[slot].initial);
  const char *const assignments[] = { "miner.per_anchor=3", "miner.name=random", "loss.name=triplet", NULL };
  g_assert_true (iso_settings_set_all (&settings, assignments, NULL));
  g_assert_cmpfloat (settings.miner.parameters[ISO_MINER_RANDOM][0], ==, 3.0);
  g_autofree char *text = iso_settings_format (&settings, iso_parameter_find ("miner.per_anchor", &settings, NULL));
  g_assert_cmpstr (text, ==, "3");
}

static void
test_applies (void)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  settings.distill.mode = ISO_DISTILL_PSD;
  g_assert_false (iso_parameter_applies (iso_parameter_find ("distill.omega", &settings, NULL), &settings));
  g_assert_true (iso_parameter_applies (iso_parameter_find ("distill.tau", &settings, NULL), &settings));
  settings.distill.normalization = ISO_TRANSITION_SYMMETRIC;
  g_assert_false (iso_parameter_applies (iso_parameter_find ("distill.gamma", &settings, NULL), &settings));
  settings.distill.mode = ISO_DISTILL_OBDP;
  g_assert_true (iso_parameter_applies (iso_parameter_find ("distill.gamma", &settings, NULL), &settings));
  g_assert_false (iso_parameter_applies (iso_parameter_find ("miner.name", &settings, NULL), &settings));
}

static void
test_rules (void)
{
  IsoSettings settings;
  g_autoptr (GError) error = NULL;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_validate (&settings, NULL));
  settings.batch.samples_per_class = 5;
  g_assert_false (iso_settings_validate (&settings, &error));
  g_assert_nonnull (strstr (error->message, "112"));
  g_clear_error (&error);
  settings.batch.samples_per_class = 4;
  settings.distill.normalization = ISO_TRANSITION_SYMMETRIC;
  settings.distill.graph = ISO_GRAPH_DIRECTED;
  settings.distill.k = 5;
  g_assert_false (iso_settings_validate (&settings, &error));
  g_assert_nonnull (strstr (error->message, "directed"));
  settings.distill.graph = ISO_GRAPH_MUTUAL;
  g_assert_true (iso_settings_validate (&settings, NULL));
}

static void
write_and_load (IsoSettings *settings, const char *contents, GError **error)
{
  g_autofree char *path = NULL;
  int file = g_file_open_tmp ("isotherm-XXXXXX.json", &path, NULL);
  g_assert_cmpint (file, >=, 0);
  g_close (file, NULL);
  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
  iso_settings_load (settings, path, error);
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
test_json (void)
{
  IsoSettings settings, loaded;
  g_autoptr (GError) error = NULL;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set (&settings, "loss.name", "triplet", NULL));
  g_assert_true (iso_settings_set (&settings, "loss.margin", "0.123456789012345", NULL));
  g_assert_true (iso_settings_set (&settings, "distill.tau", "0.1", NULL));
  g_autofree char *json = iso_settings_to_json (&settings);
  iso_settings_init (&loaded);
  write_and_load (&loaded, json, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (&settings, sizeof settings, &loaded, sizeof loaded);
  /* Groups are as good as dotted keys. */
  write_and_load (&loaded, "{\"distill\": {\"omega\": 0.25, \"k\": 3}}", &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (loaded.distill.omega, ==, 0.25);
  g_assert_cmpint (loaded.distill.k, ==, 3);

  static const char *const broken[] = { "", "{", "[]", "3", "{\"distill.omega\": [1]}", "{\"distill.omega\": 2}", "{\"a\": {\"b\": {}}}",
                                        "{\"distill.omega\": null}", "\xff\xfe" };
  for (size_t i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      IsoSettings before = loaded;
      g_autoptr (GError) problem = NULL;
      write_and_load (&loaded, broken[i], &problem);
      g_assert_nonnull (problem);
      g_assert_nonnull (strstr (problem->message, ".json"));
      g_assert_cmpmem (&before, sizeof before, &loaded, sizeof loaded);
    }
}

/* A parser that calls itself for each list within a list would run out of stack; a device has no end. */
static void
test_hostile_json (void)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  static const char *const openings[] = { "[", "{\"a\":", "[\"]\"," };
  for (size_t i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) text = g_string_new ("{\"a\":");
      for (int depth = 0; depth < 200000; depth++)
        g_string_append (text, openings[i]);
      write_and_load (&settings, text->str, &error);
      g_assert_error (error, ISO_ERROR, ISO_ERROR_FORMAT);
    }
  g_autoptr (GError) error = NULL;
  g_assert_false (iso_settings_load (&settings, "/dev/zero", &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_FORMAT);
  g_clear_error (&error);
  g_assert_false (iso_settings_load (&settings, "/", &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_FILE);
}

static void
test_table_json (void)
{
  g_autofree char *json = iso_parameters_to_json ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  size_t count;
  iso_parameters (&count);
  g_assert_true (json_parser_load_from_data (parser, json, -1, NULL));
  g_assert_cmpuint (json_array_get_length (json_node_get_array (json_parser_get_root (parser))), ==, count);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parameters/table", test_table);
  g_test_add_func ("/parameters/applies-to-data", test_applies_to_data);
  g_test_add_func ("/parameters/ranges", test_ranges);
  g_test_add_func ("/parameters/own", test_own_parameters);
  g_test_add_func ("/parameters/own-defaults", test_own_defaults);
  g_test_add_func ("/parameters/applies", test_applies);
  g_test_add_func ("/parameters/rules", test_rules);
  g_test_add_func ("/parameters/json", test_json);
  g_test_add_func ("/parameters/hostile-json", test_hostile_json);
  g_test_add_func ("/parameters/table-json", test_table_json);
  return g_test_run ();
}
