/* What a score sheet says, in words and as a table. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "ui/figure/axis.h"
#include "ui/plot/score-sheet.h"

#define PERCENT 95

/* Always four decimals, so that they stand under one another; large values by their leading digits. */
char *
iso_score_text (double value)
{
  char text[32];
  if (isnan (value))
    return g_strdup ("–");
  if (fabs (value) < 10.0)
    return g_strdup_printf (value < 0.0 && rint (value * 1e4) != 0.0 ? "\u2212%.4f" : "%.4f", fabs (value));
  iso_number_format (text, sizeof text, value, 5);
  return g_strdup (text);
}

/* With its sign, also the plus. */
static char *
signed_text (double value)
{
  g_autofree char *text = iso_score_text (value);
  return value > 0.0 ? g_strdup_printf ("+%s", text) : g_steal_pointer (&text);
}

char *
iso_score_interval_text (const IsoMeanInterval *interval)
{
  g_autofree char *mean = iso_score_text (interval->mean);
  if (isnan (interval->half_width))
    return g_steal_pointer (&mean);
  g_autofree char *half = iso_score_text (interval->half_width);
  return g_strdup_printf ("%s ± %s", mean, half);
}

/* "[0.0040, 0.0200]". */
static char *
bounds_text (double low, double high)
{
  g_autofree char *first = iso_score_text (low), *second = iso_score_text (high);
  return g_strdup_printf ("[%s, %s]", first, second);
}

char *
iso_score_sheet_difference_text (const IsoScoreSheet *sheet, size_t group, size_t key)
{
  const IsoMeanDifference *difference = &sheet->differences[group * sheet->key_count + key];
  if (group == sheet->baseline)
    return g_strdup ("");
  g_autofree char *text = signed_text (difference->difference);
  if (isnan (difference->half_width))
    return g_steal_pointer (&text);
  g_autofree char *bounds = bounds_text (difference->difference - difference->half_width,
                                         difference->difference + difference->half_width);
  return g_strdup_printf ("%s %s", text, bounds);
}

/* ---- the verdict ---- */

/* Whom to speak of: the best that is not the baseline; group_count where no other has a score. */
static size_t
find_rival (const IsoScoreSheet *sheet, size_t key)
{
  size_t rival = sheet->runs->group_count;
  double sign = iso_metric (sheet->keys[key].metric)->better == ISO_METRIC_LOWER ? -1.0 : 1.0, best = -INFINITY;
  for (size_t g = 0; g < sheet->runs->group_count; g++)
    {
      double mean = sign * sheet->intervals[g * sheet->key_count + key].mean;
      if (g != sheet->baseline && mean > best)
        {
          best = mean;
          rival = g;
        }
    }
  return rival;
}

/* "5 runs each", "5 runs and 1". */
static char *
counts_text (size_t of, size_t from)
{
  if (of == from)
    return g_strdup_printf (ngettext ("%zu run each", "%zu runs each", of), of);
  return g_strdup_printf (_("%zu and %zu runs"), of, from);
}

static char *
size_sentence (const IsoScoreSheet *sheet, size_t rival, size_t key)
{
  const IsoMeanDifference *difference = &sheet->differences[rival * sheet->key_count + key];
  const char *name = iso_score_key_name (sheet->keys[key]), *of = sheet->runs->groups[rival].label;
  const char *from = sheet->runs->groups[sheet->baseline].label;
  g_autofree char *counts = counts_text (sheet->intervals[rival * sheet->key_count + key].count,
                                         sheet->intervals[sheet->baseline * sheet->key_count + key].count);
  double away = fabs (difference->difference);
  if (difference->difference == 0.0)
    return g_strdup_printf (_("%s and %s have the same %s, %s."), of, from, name, counts);
  /* Below, the same turned round. */
  g_autofree char *number = difference->difference > 0.0 ? signed_text (away) : iso_score_text (away);
  g_autofree char *bounds = isnan (difference->half_width) ? g_strdup ("")
                                                           : bounds_text (away - difference->half_width, away + difference->half_width);
  const char *space = *bounds != '\0' ? " " : "";
  if (difference->difference > 0.0)
    return g_strdup_printf (_("%s is %s%s%s %s above %s, %s."), of, number, space, bounds, name, from, counts);
  return g_strdup_printf (_("%s is %s%s%s %s below %s, %s."), of, number, space, bounds, name, from, counts);
}

static char *
chance_sentence (const IsoScoreSheet *sheet, size_t rival, size_t key)
{
  const IsoMeanDifference *difference = &sheet->differences[rival * sheet->key_count + key];
  size_t others = 0;
  for (size_t g = 0; g < sheet->runs->group_count; g++)
    others += g != sheet->baseline && isfinite (sheet->intervals[g * sheet->key_count + key].mean);
  if (isnan (difference->half_width))
    return g_strdup (_("One run says nothing of chance: repeat both with two seeds or more."));
  char share[32];
  iso_number_format (share, sizeof share, difference->probability, 2);
  g_autoptr (GString) text = g_string_new (NULL);
  if (isnan (difference->probability))
    g_string_append (text, _("No run differs from its repetitions, so there is no chance to compare with."));
  else if (fabs (difference->difference) > difference->half_width)
    g_string_append_printf (text, _("The %d %% interval (Welch's t) leaves 0 out: p = %s."), PERCENT, share);
  else
    g_string_append_printf (text, _("The %d %% interval (Welch's t) includes 0: it may be chance, p = %s."), PERCENT, share);
  if (iso_metric (sheet->keys[key].metric)->better == ISO_METRIC_LOWER)
    g_string_append_printf (text, " %s", _("Lower is better."));
  if (others > 1)
    g_string_append_printf (text, " %s", _("The best of several was picked, which favors it."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
iso_score_sheet_verdict (const IsoScoreSheet *sheet, size_t key)
{
  if (sheet->key_count == 0)
    return g_strdup (_("None of these runs has been evaluated on this part yet."));
  if (sheet->runs->group_count < 2)
    {
      g_autofree char *scores = iso_score_interval_text (&sheet->intervals[key]);
      return g_strdup_printf (_("All of these runs repeat each other: %s %s.\nThere is no other group to compare with."),
                              iso_score_key_name (sheet->keys[key]), scores);
    }
  size_t rival = find_rival (sheet, key);
  if (rival == sheet->runs->group_count || isnan (sheet->differences[rival * sheet->key_count + key].difference))
    return g_strdup_printf (_("%s is known of too few of these runs to compare them."), iso_score_key_name (sheet->keys[key]));
  g_autofree char *size = size_sentence (sheet, rival, key), *chance = chance_sentence (sheet, rival, key);
  return g_strdup_printf ("%s\n%s", size, chance);
}

/* ---- the table ---- */

static void
add_text (GString *table, const char *text, char separator, bool is_first)
{
  if (!is_first)
    g_string_append_c (table, separator);
  bool is_plain = strpbrk (text, separator == ',' ? ",\"\n\r" : "\t\n\r") == NULL;
  if (is_plain)
    {
      g_string_append (table, text);
      return;
    }
  if (separator == ',')
    g_string_append_c (table, '"');
  for (const char *c = text; *c != '\0'; c++)
    if (separator != ',' && strchr ("\t\n\r", *c) != NULL)
      g_string_append_c (table, ' ');
    else
      g_string_append (table, separator == ',' && *c == '"' ? "\"\"" : (char[]){ *c, '\0' });
  if (separator == ',')
    g_string_append_c (table, '"');
}

/* With all digits and a point, whatever the language; empty where it is missing. */
static void
add_number (GString *table, double value, char separator)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append_c (table, separator);
  if (isfinite (value))
    g_string_append (table, g_ascii_formatd (text, sizeof text, "%.10g", value));
}

static void
add_heads (GString *table, const IsoScoreSheet *sheet, char separator)
{
  static const char *const parts[] = { "test", "validation", "train" };
  static const char *const columns[] = { "n", "mean", "sd", "interval95", "difference", "difference_interval95", "p" };
  add_text (table, "group", separator, true);
  add_text (table, "run", separator, false);
  for (size_t i = 0; i < sheet->key_count; i++)
    for (size_t c = 0; c < G_N_ELEMENTS (columns); c++)
      {
        g_autofree char *head = g_strdup_printf ("%s %s %s", parts[sheet->part], iso_score_key_name (sheet->keys[i]), columns[c]);
        add_text (table, head, separator, false);
      }
  g_string_append_c (table, '\n');
}

static void
add_group (GString *table, const IsoScoreSheet *sheet, size_t group, char separator)
{
  add_text (table, sheet->runs->groups[group].label, separator, true);
  add_text (table, "", separator, false);
  for (size_t i = 0; i < sheet->key_count; i++)
    {
      const IsoMeanInterval *interval = &sheet->intervals[group * sheet->key_count + i];
      const IsoMeanDifference *difference = &sheet->differences[group * sheet->key_count + i];
      bool is_baseline = group == sheet->baseline;
      add_number (table, (double) interval->count, separator);
      add_number (table, interval->mean, separator);
      add_number (table, interval->deviation, separator);
      add_number (table, interval->half_width, separator);
      add_number (table, is_baseline ? (double) NAN : difference->difference, separator);
      add_number (table, is_baseline ? (double) NAN : difference->half_width, separator);
      add_number (table, is_baseline ? (double) NAN : difference->probability, separator);
    }
  g_string_append_c (table, '\n');
}

static void
add_run (GString *table, const IsoScoreSheet *sheet, size_t place, char separator)
{
  const IsoComparedRun *run = &sheet->runs->runs[place];
  g_autofree char *id = g_strdup_printf ("%" PRId64, run->run->id);
  add_text (table, sheet->runs->groups[run->group].label, separator, true);
  add_text (table, id, separator, false);
  for (size_t i = 0; i < sheet->key_count; i++)
    {
      double value = sheet->values[place * sheet->key_count + i];
      add_number (table, isfinite (value), separator);
      add_number (table, value, separator);
      for (int empty = 0; empty < 5; empty++)
        g_string_append_c (table, separator);
    }
  g_string_append_c (table, '\n');
}

char *
iso_score_sheet_table (const IsoScoreSheet *sheet, char separator)
{
  GString *table = g_string_new (NULL);
  add_heads (table, sheet, separator);
  for (size_t g = 0; g < sheet->runs->group_count; g++)
    {
      add_group (table, sheet, g, separator);
      for (size_t i = 0; i < sheet->runs->groups[g].group->count; i++)
        add_run (table, sheet, sheet->runs->groups[g].group->runs[i], separator);
    }
  return g_string_free (table, FALSE);
}
