/* What is said about mined tuples, translated. */
#include <glib/gi18n-lib.h>

#include "ui/figure/axis.h"
#include "ui/figure/tuples.h"

typedef struct {
  char text[32];
} Count;

static Count
count (size_t value)
{
  Count count;
  iso_number_format (count.text, sizeof count.text, (double) value, 9);
  return count;
}

char *
iso_tuples_describe (const IsoTuples *tuples)
{
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, _("batch at step %s"), count (tuples->snapshot->step).text);
  if (tuples->are_pairs)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " · %s pair", " · %s pairs", (gulong) tuples->all),
                            count (tuples->all).text);
  else
    {
      char margin[32];
      iso_number_format (margin, sizeof margin, tuples->choice.margin, 3);
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " · %s triplet: %s hard, %s semi-hard, %s easy",
                                                 " · %s triplets: %s hard, %s semi-hard, %s easy", (gulong) tuples->all),
                              count (tuples->all).text, count (tuples->kinds[ISO_TUPLE_HARD]).text,
                              count (tuples->kinds[ISO_TUPLE_SEMI_HARD]).text, count (tuples->kinds[ISO_TUPLE_EASY]).text);
      if (tuples->kinds[ISO_TUPLE_SWAPPED] > 0)
        g_string_append_printf (text, _(", %s swapped"), count (tuples->kinds[ISO_TUPLE_SWAPPED]).text);
      g_string_append_printf (text, _(" · %s violate m = %s"), count (tuples->violating).text, margin);
    }
  if (tuples->count < tuples->all)
    g_string_append_printf (text, _(" · showing %s of %s"), count (tuples->count).text, count (tuples->all).text);
  return g_string_free (text, FALSE);
}

const char *
iso_tuples_why_none (const IsoBatchSnapshot *batch)
{
  if (batch->is_probe)
    return _("The probe batch is not trained on, so nothing is mined from it. Look at the live batch to see what was.");
  switch (batch->health.mined.kind)
    {
    case ISO_MINED_TRIPLETS:
      return _("The miner found no triplet in this batch: there was no anchor with a positive and a negative that suit it.");
    case ISO_MINED_PAIRS:
      return _("The loss compares all pairs of the batch: nothing is mined. Choose a loss on triplets to see what a miner finds.");
    case ISO_MINED_SAMPLES:
    default:
      return _("The loss compares each sample with proxies that it learns: nothing is mined. Choose a loss on triplets to see what a "
               "miner finds.");
    }
}

const char *
iso_tuples_why_filtered (const IsoTuples *tuples)
{
  switch (tuples->choice.filter)
    {
    case ISO_TUPLES_VIOLATING:
      return _("None violates the margin: a triplet loss of that margin would have nothing left to do here.");
    case ISO_TUPLES_HARD:
      return _("None is hard: every negative is farther from its anchor than the positive.");
    case ISO_TUPLES_OF_SAMPLE:
      return tuples->choice.sample == G_MAXUINT32 ? _("Pick a sample in any view to list what it is in.")
                                                    : _("The picked sample is in none of them.");
    case ISO_TUPLES_ALL:
    default:
      return "";
    }
}
