#include <glib.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "engine/train/preset.h"

static void
apply_preset (IsoSettings *settings, const IsoPreset *preset)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (iso_preset_apply (preset, settings, &error));
  g_assert_no_error (error);
}

static void
test_valid (void)
{
  size_t count;
  const IsoPreset *presets = iso_presets (&count);
  g_assert_cmpuint (count, >=, 12);
  for (size_t i = 0; i < count; i++)
    {
      g_autoptr (GError) error = NULL;
      IsoSettings settings;
      iso_settings_init (&settings);
      apply_preset (&settings, &presets[i]);
      g_assert_true (iso_settings_validate (&settings, &error));
      g_assert_no_error (error);
      for (size_t j = 0; j < i; j++)
        g_assert_cmpstr (presets[i].name, !=, presets[j].name);
    }
  g_autoptr (GError) error = NULL;
  g_assert_null (iso_preset_find ("paper-cub2000", &error));
  g_assert_nonnull (strstr (error->message, "paper-cub200"));
}

/* The networks that presets are made for; a text counts by the words in it. */
static const char *
network_of (const IsoSettings *settings)
{
  if (settings->network.kind == ISO_NETWORK_TEXT)
    return strstr (settings->network.layers, "residual") != NULL ? "ResNet" : "ConvNet";
  return settings->network.kind == ISO_NETWORK_MLP ? "MLP" : settings->network.kind == ISO_NETWORK_RESNET ? "ResNet" : "ConvNet";
}

static void
test_names (void)
{
  static const struct {
    const char *name, *source, *network;
  } expected[] = {
    { "sample", "sample", "MLP" },
    { "sample-conv", "sample", "ConvNet" },
    { "sample-resnet", "sample", "ResNet" },
    { "fashion-mnist-mlp", "fashion-mnist", "MLP" },
    { "fashion-mnist", "fashion-mnist", "ConvNet" },
    { "fashion-mnist-resnet", "fashion-mnist", "ResNet" },
    { "emoji-mlp", "emoji", "MLP" },
    { "emoji", "emoji", "ConvNet" },
    { "emoji-resnet", "emoji", "ResNet" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GError) error = NULL;
      const IsoPreset *preset = iso_preset_find (expected[i].name, &error);
      g_assert_no_error (error);
      IsoSettings settings;
      iso_settings_init (&settings);
      apply_preset (&settings, preset);
      g_assert_cmpstr (settings.data.source, ==, expected[i].source);
      g_assert_cmpstr (network_of (&settings), ==, expected[i].network);
      g_assert_cmpstr (preset->variant, ==, expected[i].network);
      /* The text is of these very settings. */
      g_autofree char *epochs = g_strdup_printf ("%d epochs", settings.train.epochs);
      g_assert_nonnull (strstr (preset->description, epochs));
      g_assert_nonnull (strstr (preset->description, "alidation"));
      g_autofree char *title = iso_preset_title (preset);
      g_assert_true (g_str_has_suffix (title, expected[i].network));
    }
}

static void
assert_same_where_it_matters (const IsoSettings *expected, const IsoSettings *found, const char *where)
{
  size_t count;
  const IsoParameter *parameters = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    {
      /* What plays no part may stay: the layers of the last convolutional network, under an MLP. */
      if (!iso_parameter_applies (&parameters[i], expected))
        continue;
      g_autofree char *wanted = iso_settings_format (expected, &parameters[i]);
      g_autofree char *got = iso_settings_format (found, &parameters[i]);
      if (strcmp (wanted, got) != 0)
        g_error ("%s: %s is %s, not %s", where, parameters[i].key, got, wanted);
    }
}

static bool
is_of_paper (const IsoPreset *preset)
{
  return g_str_has_prefix (preset->name, "paper-");
}

/* What a preset of a built-in set gives does not depend on the one chosen before it. */
static void
test_order (void)
{
  size_t count;
  const IsoPreset *presets = iso_presets (&count);
  for (size_t i = 0; i < count; i++)
    for (size_t j = 0; j < count; j++)
      {
        if (is_of_paper (&presets[i]) || is_of_paper (&presets[j]))
          continue;
        IsoSettings alone, after;
        iso_settings_init (&alone);
        iso_settings_init (&after);
        apply_preset (&alone, &presets[i]);
        apply_preset (&after, &presets[j]);
        apply_preset (&after, &presets[i]);
        g_autofree char *where = g_strdup_printf ("%s after %s", presets[i].name, presets[j].name);
        assert_same_where_it_matters (&alone, &after, where);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preset/valid", test_valid);
  g_test_add_func ("/preset/names", test_names);
  g_test_add_func ("/preset/order", test_order);
  return g_test_run ();
}
