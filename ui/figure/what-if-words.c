#include "ui/figure/what-if-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"

const char *
iso_what_if_symbol (IsoWhatIfParameter parameter)
{
  static const char *const symbols[ISO_WHAT_IF_PARAMETERS] = {
    [ISO_WHAT_IF_OMEGA] = "ω", [ISO_WHAT_IF_K] = "k", [ISO_WHAT_IF_TAU] = "τ", [ISO_WHAT_IF_LAMBDA] = "λ",
    [ISO_WHAT_IF_TAU_D] = "τ_d",
  };
  return symbols[parameter];
}

const char *
iso_what_if_name (IsoWhatIfParameter parameter)
{
  static const char *const names[ISO_WHAT_IF_PARAMETERS] = {
    [ISO_WHAT_IF_OMEGA] = N_("Diffusion ω"),
    [ISO_WHAT_IF_K] = N_("Neighbors k"),
    [ISO_WHAT_IF_TAU] = N_("Temperature τ"),
    [ISO_WHAT_IF_LAMBDA] = N_("Weight λ"),
    [ISO_WHAT_IF_TAU_D] = N_("Diffusion temperature τ_d"),
  };
  return _(names[parameter]);
}

char *
iso_what_if_pair_name (IsoWhatIfPair pair)
{
  return g_strdup_printf ("%s × %s", iso_what_if_symbol (iso_what_if_parameter (pair, 0)),
                          iso_what_if_symbol (iso_what_if_parameter (pair, 1)));
}

void
iso_what_if_value_text (char *text, size_t capacity, IsoWhatIfParameter parameter, double value, size_t B)
{
  if (parameter == ISO_WHAT_IF_K && value + 1.0 >= (double) B)
    g_strlcpy (text, _("all"), capacity);
  else
    iso_number_format (text, capacity, value, 4);
}

char *
iso_what_if_place_text (const IsoWhatIfGrid *grid, size_t place)
{
  char column[32], row[32];
  size_t B = grid->snapshot->B;
  iso_what_if_value_text (column, sizeof column, grid->columns.parameter, grid->columns.values[place % grid->columns.count], B);
  iso_what_if_value_text (row, sizeof row, grid->rows.parameter, grid->rows.values[place / grid->columns.count], B);
  return g_strdup_printf ("%s %s · %s %s", iso_what_if_symbol (grid->columns.parameter), column,
                          iso_what_if_symbol (grid->rows.parameter), row);
}

static void
percent_text (char *text, size_t capacity, double share)
{
  if (isnan (share))
    g_strlcpy (text, "–", capacity);
  else
    g_snprintf (text, capacity, _("%.0f %%"), 100.0 * share);
}

static void
gradient_text (char *text, size_t capacity, double gradient)
{
  if (isnan (gradient))
    g_strlcpy (text, "–", capacity);
  else
    iso_number_format (text, capacity, gradient, 2);
}

void
iso_what_if_number (char *text, size_t capacity, const IsoWhatIfGrid *grid, size_t place)
{
  const IsoWhatIfTile *tile = grid->tiles[place];
  if (tile == NULL)
    g_strlcpy (text, "", capacity);
  else if (grid->pair == ISO_WHAT_IF_TAU_LAMBDA)
    gradient_text (text, capacity, tile->cell->gradient);
  else
    percent_text (text, capacity, tile->cell->health.same_class);
}

void
iso_what_if_entropy (char *text, size_t capacity, const IsoWhatIfGrid *grid, size_t place)
{
  const IsoWhatIfTile *tile = grid->tiles[place];
  if (tile == NULL || isnan (tile->cell->health.entropy))
    g_strlcpy (text, tile == NULL ? "" : "–", capacity);
  else
    g_snprintf (text, capacity, "%.2f", tile->cell->health.entropy);
}

char *
iso_what_if_cell_text (const IsoWhatIfGrid *grid, size_t place)
{
  char mass[32], entropy[32], neighbors[32], gradient[32];
  if (grid->tiles[place] == NULL)
    return g_strdup (_("not computed yet"));
  const IsoWhatIfCell *cell = grid->tiles[place]->cell;
  if (cell->problem != NULL)
    return g_strdup (cell->problem);
  percent_text (mass, sizeof mass, cell->health.same_class);
  iso_what_if_entropy (entropy, sizeof entropy, grid, place);
  iso_number_format (neighbors, sizeof neighbors, cell->health.effective_neighbors, 3);
  gradient_text (gradient, sizeof gradient, cell->gradient);
  return g_strdup_printf (_("%s of P on the same class · entropy %s · a row spreads over about %s of %zu · gradient %s"), mass, entropy,
                          neighbors, grid->snapshot->B, gradient);
}

char *
iso_what_if_remark (bool is_present, bool is_best)
{
  if (is_present)
    return g_strdup (is_best ? _("in force, and most same-class mass") : _("in force"));
  return is_best ? g_strdup (_("most same-class mass")) : NULL;
}

const char *
iso_what_if_legend (const IsoWhatIfGrid *grid)
{
  if (grid->pair == ISO_WHAT_IF_TAU_LAMBDA)
    return _("P does not change with λ. Below each: the mean of |λ τ² ramp (Q − P)/(B τ)|, how hard distillation pulls at the "
             "similarities. A click tries a cell");
  return _("Below each: the share of P on the same class; at the left, where there is room, the entropy of its rows over ln B. A "
           "click tries a cell");
}

char *
iso_what_if_words (const IsoWhatIfGrid *grid, int present)
{
  g_autoptr (GString) words = g_string_new (iso_what_if_legend (grid));
  int best = iso_what_if_grid_best (grid);
  for (size_t place = 0; place < grid->count; place++)
    {
      char number[32];
      g_autofree char *name = iso_what_if_place_text (grid, place);
      g_autofree char *remark = iso_what_if_remark ((int) place == present, (int) place == best);
      if (grid->tiles[place] == NULL)
        continue;
      iso_what_if_number (number, sizeof number, grid, place);
      g_string_append_printf (words, ". %s: %s%s%s", name, number, remark != NULL ? ", " : "", remark != NULL ? remark : "");
    }
  g_string_append_c (words, '.');
  return g_string_free (g_steal_pointer (&words), FALSE);
}
