#include "ui/figure/pair-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "ui/figure/axis.h"

#define DIGITS 3
#define NAMED_CLASSES 3

static const char *const symbols[ISO_PAIR_VALUE_COUNT] = {
  N_("Sᵗ"), N_("Sˢ"), N_("T"), N_("K"), N_("P by PSD"), N_("P by OBDP"), N_("Q"), N_("distillation"), N_("loss"), N_("both"),
};

static const char *const shorts[ISO_PAIR_VALUE_COUNT] = {
  N_("teacher"), N_("student"), N_("one step"), N_("walk's end"), N_("undiffused"), N_("diffused"), N_("student"), "", "", "",
};

static const char *const titles[ISO_PAIR_VALUE_COUNT] = {
  N_("Sᵗ, teacher similarity"),
  N_("Sˢ, student similarity"),
  N_("T, one step of the walk"),
  N_("K, where the walk ends"),
  N_("P by PSD, soft target without diffusion"),
  N_("P by OBDP, diffused soft target"),
  N_("Q, the student's softened similarity"),
  N_("∂L/∂Sˢ of the distillation"),
  N_("∂L/∂Sˢ of the metric-learning loss"),
  N_("∂L/∂Sˢ of both"),
};

/* Room for one number. */
typedef struct {
  char text[32];
} Number;

static Number
number (double value, int digits)
{
  Number number;
  iso_number_format (number.text, sizeof number.text, value, digits);
  return number;
}

const char *
iso_pair_symbol (IsoPairValue kind)
{
  return _(symbols[kind]);
}

const char *
iso_pair_word (IsoPairValue kind, bool has_teacher)
{
  if (kind == ISO_PAIR_TEACHER && !has_teacher)
    return _("student's own");
  if (kind == ISO_PAIR_DISTILLATION && !has_teacher)
    return _("no teacher");
  return *shorts[kind] != '\0' ? _(shorts[kind]) : "";
}

const char *
iso_pair_title (IsoPairValue kind)
{
  return _(titles[kind]);
}

const char *
iso_pair_direction (const IsoPairFacts *facts)
{
  double both = facts->values[ISO_PAIR_BOTH];
  if (both < 0.0)
    return _("Together they pull the pair closer.");
  return both > 0.0 ? _("Together they push the pair apart.") : NULL;
}

char *
iso_pair_value_text (const IsoPairFacts *facts, const IsoPairFacts *before, IsoPairValue kind)
{
  bool is_there = !isnan (facts->values[kind]), was_there = before != NULL && !isnan (before->values[kind]);
  g_autofree char *now = g_strdup (is_there ? number (facts->values[kind], DIGITS).text : "–");
  g_autofree char *then = g_strdup (was_there ? number (before->values[kind], DIGITS).text : "–");
  if (before == NULL || g_str_equal (now, then))
    return g_steal_pointer (&now);
  return g_strdup_printf ("%s → %s", then, now);
}

/* ---- names ---- */

char *
iso_label_name (const IsoDataset *names, gint32 label)
{
  if (names != NULL && label >= 0 && (guint32) label < iso_dataset_class_count (names))
    return g_strdup (iso_dataset_class_name (names, (guint32) label));
  return g_strdup_printf (_("class %d"), label);
}

char *
iso_place_name (const IsoBatchSnapshot *snapshot, const IsoDataset *names, size_t place)
{
  if (names == NULL)
    return g_strdup_printf ("%zu", place + 1);
  g_autofree char *name = iso_label_name (names, snapshot->labels[place]);
  return g_strdup_printf ("%zu %s", place + 1, name);
}

/* What is small but not nothing is not written as 0. */
char *
iso_share_text (double share)
{
  double percent = 100.0 * share;
  if (isnan (share))
    return g_strdup ("–");
  if (percent > 0.0 && percent < 0.05)
    return g_strdup (_("less than 0.1 %"));
  if (percent >= 9.95 || percent <= 0.0)
    return g_strdup_printf (_("%s %%"), number (round (percent), 3).text);
  return g_strdup_printf (_("%s %%"), number (round (10.0 * percent) / 10.0, 2).text);
}

char *
iso_neighbors_text (double neighbors)
{
  return g_strdup (isnan (neighbors) ? "–" : number (neighbors, DIGITS).text);
}

/* ---- the origin ---- */

static double
total_of (const IsoPairFacts *facts)
{
  double total = facts->others;
  for (size_t l = 0; l < facts->part_count; l++)
    total += facts->parts[l].contribution;
  return total;
}

char *
iso_pair_origin_text (const IsoPairFacts *facts)
{
  if (facts->origin == ISO_ORIGIN_MISSING)
    return g_strdup (_("Diffusion could not be computed with these settings."));
  if (facts->origin == ISO_ORIGIN_SYMMETRIC)
    return g_strdup (_("With the symmetric transition P is a softmax of diffused similarities: there is no exact split."));
  g_autofree char *share = iso_share_text (facts->parts[0].contribution / total_of (facts));
  size_t by = facts->parts[0].sample;
  if (by == facts->row)
    return g_strdup_printf (_("%s from %zu itself"), share, by + 1);
  if (by == facts->column)
    return g_strdup_printf (_("%s from walks that end at %zu itself"), share, by + 1);
  return g_strdup_printf (_("%s by %zu → %zu → %zu"), share, facts->row + 1, by + 1, facts->column + 1);
}

const char *
iso_pair_length_name (size_t group)
{
  static const char *const names[ISO_PAIR_LENGTH_COUNT] = { "0", "1", "2", "3–5", "6–10", N_("more") };
  return group + 1 < ISO_PAIR_LENGTH_COUNT ? names[group] : _(names[group]);
}

char *
iso_pair_lengths_text (const IsoPairFacts *facts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  double total = 0.0;
  for (size_t group = 0; group < ISO_PAIR_LENGTH_COUNT; group++)
    total += facts->lengths[group];
  for (size_t group = 0; group < ISO_PAIR_LENGTH_COUNT; group++)
    {
      g_autofree char *share = iso_share_text (facts->lengths[group] / total);
      g_string_append_printf (text, "%s%s: %s", group > 0 ? ", " : "", iso_pair_length_name (group), share);
    }
  return g_strdup_printf (_("By the steps of the walk: %s"), text->str);
}

/* ---- the loss ---- */

static char *
triplets_text (const IsoPairMining *mining)
{
  Number all = number ((double) mining->triplets, 15), positive = number ((double) mining->as_positive, 15),
         negative = number ((double) mining->as_negative, 15), violating = number ((double) mining->violating, 15);
  g_autofree char *found = NULL;
  if (mining->as_positive == 0 && mining->as_negative == 0)
    return g_strdup_printf (_("Not mined: in none of %s triplets"), all.text);
  if (mining->as_negative == 0)
    found = g_strdup_printf (_("Mined as positive in %s of %s triplets"), positive.text, all.text);
  else if (mining->as_positive == 0)
    found = g_strdup_printf (_("Mined as negative in %s of %s triplets"), negative.text, all.text);
  else
    found = g_strdup_printf (_("Mined as positive in %s and as negative in %s of %s triplets"), positive.text, negative.text, all.text);
  if (mining->violating == 0)
    return g_strdup_printf (_("%s; none violates the margin"), found);
  if (mining->violating == mining->as_positive + mining->as_negative)
    return g_strdup_printf (_("%s; all violate the margin"), found);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s; %s violates the margin", "%s; %s violate the margin",
                                       (gulong) mining->violating),
                          found, violating.text);
}

char *
iso_pair_mining_text (const IsoPairMining *mining)
{
  Number pairs = number ((double) mining->pairs, 15);
  if (mining->is_probe)
    return g_strdup (_("The probe batch: no loss has worked on it"));
  if (mining->triplets > 0)
    return triplets_text (mining);
  if (mining->pairs > 0)
    return g_strdup_printf (mining->as_pair > 0 ? _("Drawn as one of %s pairs") : _("Not among the %s pairs drawn"), pairs.text);
  if (mining->kind == ISO_MINED_TRIPLETS)
    return g_strdup (_("Not mined: the step has no triplets"));
  if (mining->kind == ISO_MINED_PAIRS && !isnan (mining->gradient))
    return g_strdup (mining->gradient == 0.0 ? _("The loss leaves this pair alone") : _("The loss moves this pair"));
  if (mining->kind == ISO_MINED_PAIRS)
    return g_strdup (_("The loss compares all pairs: nothing is mined"));
  return g_strdup (_("The loss compares samples with weights of its own: nothing is mined"));
}

char *
iso_pair_gradient_text (const IsoPairMining *mining)
{
  if (isnan (mining->gradient_share))
    return NULL;
  g_autofree char *share = iso_share_text (mining->gradient_share);
  if (mining->gradient == 0.0)
    return g_strdup_printf (_("%s of the loss's gradient"), share);
  return g_strdup_printf (mining->gradient < 0.0 ? _("%s of the loss's gradient: pulled together")
                                                 : _("%s of the loss's gradient: pushed apart"),
                          share);
}

/* ---- a row ---- */

typedef struct {
  gint32 label;
  double mass;
} ClassMass;

static int
compare_labels (const void *a, const void *b)
{
  const ClassMass *x = a, *y = b;
  return x->label < y->label ? -1 : x->label > y->label;
}

static int
compare_masses (const void *a, const void *b)
{
  const ClassMass *x = a, *y = b;
  if (x->mass != y->mass)
    return x->mass > y->mass ? -1 : 1;
  return compare_labels (a, b);
}

/* classes (B): one entry for each label, the largest mass first. Returns how many there are. */
static size_t
sum_by_class (ClassMass *classes, const float *row, const gint32 *labels, size_t B)
{
  size_t count = 0;
  for (size_t j = 0; j < B; j++)
    classes[j] = (ClassMass){ labels[j], (double) row[j] };
  qsort (classes, B, sizeof *classes, compare_labels);
  for (size_t j = 0; j < B; j++)
    if (count > 0 && classes[count - 1].label == classes[j].label)
      classes[count - 1].mass += classes[j].mass;
    else
      classes[count++] = classes[j];
  qsort (classes, count, sizeof *classes, compare_masses);
  return count;
}

char *
iso_row_text (const float *row, const gint32 *labels, const IsoDataset *names, size_t B)
{
  g_autofree ClassMass *classes = g_new (ClassMass, MAX (B, 1));
  g_autoptr (GString) text = g_string_new (NULL);
  size_t count = sum_by_class (classes, row, labels, B);
  double others = 0.0;
  for (size_t c = 0; c < count; c++)
    {
      if (c >= NAMED_CLASSES)
        {
          others += classes[c].mass;
          continue;
        }
      g_autofree char *name = iso_label_name (names, classes[c].label), *share = iso_share_text (classes[c].mass);
      g_string_append_printf (text, "%s%s %s", c > 0 ? ", " : "", name, share);
    }
  if (count <= NAMED_CLASSES)
    return g_string_free (g_steal_pointer (&text), FALSE);
  g_autofree char *share = iso_share_text (others);
  return g_strdup_printf (_("%s, others %s"), text->str, share);
}
