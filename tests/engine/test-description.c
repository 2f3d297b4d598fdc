/* Networks as text: what each word makes, and a message for each that does not fit. */
#include "engine/network/description.h"

#include <string.h>

#include "engine/base/error.h"

static void
test_chain (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoNetworkDescription) description = { 0 };
  g_assert_true (iso_network_description_parse (&description, "network.layers",
                                                " conv 32, pool,residual 64 ,  pool, conv 128, linear 256, embed 64", 1, 28, 28,
                                                &error));
  g_assert_no_error (error);
  const IsoTrunkStage *stages = (const IsoTrunkStage *) (const void *) description.stages->data;
  g_assert_cmpuint (description.stages->len, ==, 4);
  static const IsoTrunkStage expected[] = {
    { 32, ISO_NO_SHORTCUT, true }, { 64, ISO_NO_SHORTCUT, false }, { 64, 1, true }, { 128, ISO_NO_SHORTCUT, false }
  };
  for (size_t s = 0; s < 4; s++)
    {
      g_assert_cmpuint (stages[s].channels, ==, expected[s].channels);
      g_assert_cmpuint (stages[s].shortcut, ==, expected[s].shortcut);
      g_assert_cmpint (stages[s].pools, ==, expected[s].pools);
    }
  g_assert_cmpuint (description.hidden->len, ==, 1);
  g_assert_cmpuint (g_array_index (description.hidden, size_t, 0), ==, 256);
  g_assert_cmpuint (description.embedding, ==, 64);
}

static void
test_features (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoNetworkDescription) description = { 0 };
  g_assert_true (iso_network_description_parse (&description, "network.layers", "linear 512, linear 256", 1, 0, 0, &error));
  g_assert_cmpuint (description.stages->len, ==, 0);
  g_assert_cmpuint (description.hidden->len, ==, 2);
  g_assert_cmpuint (description.embedding, ==, 0);
}

static const struct {
  const char *text, *part; /* of the message */
  size_t height;
} refused[] = {
  { "", "empty", 8 },
  { "  ", "empty", 8 },
  { "conv 32,, embed 8", "word 2, “”: there is nothing between the commas", 8 },
  { "cnov 32", "word 1, “cnov 32”: did you mean “conv”?", 8 },
  { "attention 8", "word 1, “attention 8”: expected one of", 8 },
  { "conv", "whole number", 8 },
  { "conv 0", "whole number", 8 },
  { "conv -4", "whole number", 8 },
  { "conv 99999999999999999999", "whole number", 8 },
  { "conv 30", "word 1, “conv 30”: 30 channels; a multiple of 4", 8 },
  { "conv 32 64", "separated by commas", 8 },
  { "pool", "must follow conv or residual", 8 },
  { "conv 32, pool, pool", "word 3, “pool”: it must follow", 8 },
  { "conv 32, pool 2", "stands alone", 8 },
  { "conv 32, pool, conv 32, pool, conv 32, pool, conv 32, pool", "word 8, “pool”: the image is 1×1", 8 },
  { "conv 32, linear 8, conv 32", "word 3, “conv 32”: it stands after a linear layer", 8 },
  { "conv 64, residual 32", "its input has 64 channels", 8 },
  { "embed 8, conv 32", "word 2, “conv 32”: it stands after “embed”", 8 },
  { "conv 32", "plain features", 0 },
};

static void
test_refused (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (IsoNetworkDescription) description = { 0 };
      g_test_message ("%s", refused[i].text);
      g_assert_false (iso_network_description_parse (&description, "network.layers", refused[i].text, 1, refused[i].height,
                                                     refused[i].height, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
      g_assert_true (g_str_has_prefix (error->message, "network.layers: "));
      g_assert_nonnull (strstr (error->message, refused[i].part));
    }
}

static void
test_huge (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoNetworkDescription) description = { 0 };
  g_autoptr (GString) text = g_string_new ("conv 8");
  for (int i = 0; i < 20000; i++)
    g_string_append (text, ", conv 8");
  g_assert_false (iso_network_description_parse (&description, "network.layers", text->str, 1, 8, 8, &error));
  g_assert_nonnull (strstr (error->message, "word 65"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/description/chain", test_chain);
  g_test_add_func ("/description/features", test_features);
  g_test_add_func ("/description/refused", test_refused);
  g_test_add_func ("/description/huge", test_huge);
  return g_test_run ();
}
