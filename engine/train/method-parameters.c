#include "engine/train/method-parameters.h"

#include <glib/gi18n-lib.h>
#include <stddef.h>

#include "engine/train/parameter-table.h"

#define AT(field) offsetof (IsoSettings, field)

static const char **loss_names, **loss_titles, **miner_names, **miner_titles;

/* A loss's or miner's own parameter under its full key, shown when that kind is chosen. */
static void
append_own (GArray *table, const char *group, const IsoParameter *own, size_t offset, guint choice)
{
  IsoParameter entry = *own;
  g_autofree char *key = g_strconcat (group, ".", own->key, NULL);
  g_autofree char *when = g_strconcat (group, ".name", NULL);
  entry.key = g_intern_string (key);
  entry.when_key = g_intern_string (when);
  entry.when_mask = 1u << choice;
  entry.offset = offset;
  entry.flags |= ISO_PARAMETER_KEPT_AS_REAL;
  g_array_append_val (table, entry);
}

static guint32
losses_that (bool (*does) (const IsoLossKind *kind))
{
  guint32 mask = 0;
  for (guint i = 0; i < ISO_LOSS_COUNT; i++)
    if (does (iso_loss_kind ((IsoLossName) i)))
      mask |= 1u << i;
  return mask;
}

static bool
takes_memory (const IsoLossKind *kind)
{
  return kind->takes_memory;
}

static void
append_memory (GArray *table)
{
  IsoParameter size = { "memory.size", N_("Cross-batch memory"), NULL, N_("samples"),
                        N_("Anchors are also compared with so many embeddings of past batches; 0: none. Helps small batches."),
                        ISO_PARAMETER_INTEGER, 0, 0, 100000, .initial = 0, .soft_minimum = 0, .soft_maximum = 2000,
                        .offset = AT (memory.size), .when_key = "loss.name", .when_mask = losses_that (takes_memory) };
  g_array_append_val (table, size);
}

static void
append_losses (GArray *table)
{
  loss_names = g_new0 (const char *, ISO_LOSS_COUNT + 1);
  loss_titles = g_new0 (const char *, ISO_LOSS_COUNT + 1);
  for (guint i = 0; i < ISO_LOSS_COUNT; i++)
    {
      loss_names[i] = iso_loss_kind ((IsoLossName) i)->name;
      loss_titles[i] = iso_loss_kind ((IsoLossName) i)->title;
    }
  IsoParameter name = { "loss.name", N_("Loss"), NULL, NULL, N_("The metric-learning loss."), ISO_PARAMETER_CHOICE, 0,
                        .initial = ISO_LOSS_MULTI_SIMILARITY, .choices = loss_names, .titles = loss_titles,
                        .offset = AT (loss.name) };
  g_array_append_val (table, name);
  for (guint i = 0; i < ISO_LOSS_COUNT; i++)
    {
      const IsoLossKind *kind = iso_loss_kind ((IsoLossName) i);
      g_assert (kind->parameter_count <= ISO_LOSS_MAX_PARAMETERS);
      for (size_t slot = 0; slot < kind->parameter_count; slot++)
        append_own (table, "loss", &kind->parameters[slot],
                    AT (loss.parameters) + (i * ISO_LOSS_MAX_PARAMETERS + slot) * sizeof (double), i);
    }
}

static void
append_miners (GArray *table)
{
  miner_names = g_new0 (const char *, ISO_MINER_COUNT + 1);
  miner_titles = g_new0 (const char *, ISO_MINER_COUNT + 1);
  for (guint i = 0; i < ISO_MINER_COUNT; i++)
    {
      miner_names[i] = iso_miner_kind ((IsoMinerName) i)->name;
      miner_titles[i] = iso_miner_kind ((IsoMinerName) i)->title;
    }
  IsoParameter name = { "miner.name", N_("Miner"), NULL, NULL, N_("Chooses the triplets that the loss is computed on."),
                        ISO_PARAMETER_CHOICE, 0, .initial = ISO_MINER_SEMI_HARD, .choices = miner_names, .titles = miner_titles,
                        .offset = AT (miner.name), .when_key = "loss.name", .when_mask = losses_that (iso_loss_wants_triplets) };
  g_array_append_val (table, name);
  for (guint i = 0; i < ISO_MINER_COUNT; i++)
    {
      const IsoMinerKind *kind = iso_miner_kind ((IsoMinerName) i);
      g_assert (kind->parameter_count <= ISO_MINER_MAX_PARAMETERS);
      for (size_t slot = 0; slot < kind->parameter_count; slot++)
        append_own (table, "miner", &kind->parameters[slot],
                    AT (miner.parameters) + (i * ISO_MINER_MAX_PARAMETERS + slot) * sizeof (double), i);
    }
}

void
iso_parameters_append_methods (GArray *table)
{
  append_losses (table);
  append_memory (table);
  append_miners (table);
}
