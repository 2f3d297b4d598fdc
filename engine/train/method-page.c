#include "engine/train/method-page.h"

#include <string.h>

#include "engine/base/formula.h"
#include "engine/data/sampler-notes.h"
#include "engine/loss/loss-notes.h"
#include "engine/loss/miner-notes.h"
#include "engine/train/parameters.h"

#define LOSS "loss.name"
#define MINER "miner.name"
#define SAMPLER "batch.sampler"

const char *const *
iso_method_topics (void)
{
  static const char *const topics[] = { LOSS, MINER, SAMPLER, NULL };
  return topics;
}

static const IsoParameter *
chooser (const char *key)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    if (strcmp (table[i].key, key) == 0)
      return &table[i];
  return NULL;
}

bool
iso_method_page (IsoMethodPage *page, const char *key, int index)
{
  const IsoParameter *parameter = g_strv_contains (iso_method_topics (), key) ? chooser (key) : NULL;
  if (parameter == NULL || index < 0 || (guint) index >= g_strv_length ((char **) parameter->choices))
    return false;
  *page = (IsoMethodPage) { .key = parameter->key, .index = index, .name = parameter->choices[index],
                            .title = parameter->titles[index] };
  if (strcmp (key, LOSS) == 0)
    {
      const IsoLossKind *kind = iso_loss_kind ((IsoLossName) index);
      page->description = kind->description;
      page->paper = kind->paper;
      page->note = iso_loss_note ((IsoLossName) index);
    }
  else if (strcmp (key, MINER) == 0)
    {
      const IsoMinerKind *kind = iso_miner_kind ((IsoMinerName) index);
      page->description = kind->description;
      page->paper = kind->paper;
      page->note = iso_miner_note ((IsoMinerName) index);
    }
  else
    {
      const IsoSamplerNote *note = iso_sampler_note ((IsoSamplerKind) index);
      page->title = note->title;
      page->description = note->description;
      page->paper = note->paper;
      page->note = &note->note;
    }
  return true;
}

char *
iso_method_page_formula (const IsoMethodPage *page)
{
  g_autoptr (IsoFormula) formula = iso_formula_parse (page->note->formula, NULL);
  g_assert (formula != NULL);
  return iso_formula_plain (formula);
}
