#include "ui/plot/sweep-choice.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct {
  double low, high; /* low > high: none */
} Brush;

struct _IsoSweepChoice {
  GObject parent_instance;
  IsoSweepScores *scores;  /* or NULL */
  guint generation;
  bool *pointed, *selected, *quiet; /* (settings) */
  size_t selected_count, quiet_count;
  Brush *brushes;          /* (keys + 1) */
  IsoSweepLevels **levels; /* (keys), NULL of numbers */
};

G_DEFINE_FINAL_TYPE (IsoSweepChoice, iso_sweep_choice, G_TYPE_OBJECT)

enum { SCORES, POINTED, SELECTED, BRUSHED, ACTIVATED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static size_t
setting_count (const IsoSweepChoice *choice)
{
  return choice->scores != NULL ? choice->scores->setting_count : 0;
}

static size_t
axis_count (const IsoSweepChoice *choice)
{
  return choice->scores != NULL ? choice->scores->key_count + 1 : 0;
}

/* ---- what there is ---- */

static void
drop (IsoSweepChoice *choice)
{
  for (size_t key = 0; choice->scores != NULL && key < choice->scores->key_count; key++)
    iso_sweep_levels_free (choice->levels[key]);
  g_clear_pointer (&choice->levels, g_free);
  g_clear_pointer (&choice->scores, iso_sweep_scores_free);
}

static bool
is_same_sweep (const IsoSweepScores *a, const IsoSweepScores *b)
{
  if (a == NULL || b == NULL || a->setting_count != b->setting_count || a->key_count != b->key_count)
    return false;
  for (size_t key = 0; key < a->key_count; key++)
    if (strcmp (a->keys[key], b->keys[key]) != 0)
      return false;
  for (size_t at = 0; at < a->setting_count * a->key_count; at++)
    if (strcmp (a->values[at], b->values[at]) != 0)
      return false;
  return true;
}

static void
forget (IsoSweepChoice *choice, size_t settings, size_t axes)
{
  g_free (choice->pointed);
  g_free (choice->selected);
  g_free (choice->quiet);
  g_free (choice->brushes);
  choice->pointed = g_new0 (bool, settings + 1);
  choice->selected = g_new0 (bool, settings + 1);
  choice->quiet = g_new0 (bool, settings + 1);
  choice->brushes = g_new (Brush, axes + 1);
  choice->selected_count = choice->quiet_count = 0;
  for (size_t axis = 0; axis <= axes; axis++)
    choice->brushes[axis] = (Brush){ INFINITY, -INFINITY };
  choice->generation++;
}

static bool
is_within (IsoSweepChoice *choice, size_t setting)
{
  for (size_t axis = 0; axis < axis_count (choice); axis++)
    {
      const Brush *brush = &choice->brushes[axis];
      double value = iso_sweep_choice_value (choice, setting, axis);
      if (brush->low <= brush->high && !(value >= brush->low && value <= brush->high))
        return false;
    }
  return true;
}

/* Whether another setting than before is within. */
static bool
sift (IsoSweepChoice *choice)
{
  bool has_changed = false;
  choice->quiet_count = 0;
  for (size_t s = 0; s < setting_count (choice); s++)
    {
      bool is_quiet = !is_within (choice, s);
      has_changed |= is_quiet != choice->quiet[s];
      choice->quiet[s] = is_quiet;
      choice->quiet_count += is_quiet;
    }
  return has_changed;
}

void
iso_sweep_choice_take (IsoSweepChoice *choice, IsoSweepScores *scores)
{
  g_return_if_fail (ISO_IS_SWEEP_CHOICE (choice));
  bool is_same = is_same_sweep (choice->scores, scores), had_selected = choice->selected_count > 0;
  bool had_brush = iso_sweep_choice_has_brush (choice);
  drop (choice);
  choice->scores = scores;
  choice->levels = scores != NULL ? g_new0 (IsoSweepLevels *, scores->key_count + 1) : NULL;
  for (size_t key = 0; scores != NULL && key < scores->key_count; key++)
    choice->levels[key] = scores->is_number[key] ? NULL : iso_sweep_levels_new (scores, key);
  if (!is_same)
    forget (choice, setting_count (choice), axis_count (choice));
  bool has_changed = sift (choice);
  g_signal_emit (choice, signals[SCORES], 0);
  if (!is_same && had_selected)
    g_signal_emit (choice, signals[SELECTED], 0);
  if (has_changed || (!is_same && had_brush))
    g_signal_emit (choice, signals[BRUSHED], 0);
}

const IsoSweepScores *
iso_sweep_choice_scores (IsoSweepChoice *choice)
{
  g_return_val_if_fail (ISO_IS_SWEEP_CHOICE (choice), NULL);
  return choice->scores;
}

guint
iso_sweep_choice_generation (IsoSweepChoice *choice)
{
  return choice->generation;
}

double
iso_sweep_choice_value (IsoSweepChoice *choice, size_t setting, size_t axis)
{
  const IsoSweepScores *scores = choice->scores;
  g_return_val_if_fail (setting < setting_count (choice) && axis < axis_count (choice), (double) NAN);
  if (axis == scores->key_count)
    return scores->score[setting];
  return choice->levels[axis] != NULL ? (double) choice->levels[axis]->of[setting] : scores->numbers[setting * scores->key_count + axis];
}

/* ---- pointed at ---- */

void
iso_sweep_choice_point (IsoSweepChoice *choice, const size_t *settings, size_t count)
{
  g_return_if_fail (ISO_IS_SWEEP_CHOICE (choice));
  size_t all = setting_count (choice);
  g_autofree bool *next = g_new0 (bool, all + 1);
  for (size_t i = 0; i < count; i++)
    if (settings[i] < all)
      next[settings[i]] = true;
  if (all == 0 || memcmp (next, choice->pointed, all * sizeof *next) == 0)
    return;
  memcpy (choice->pointed, next, all * sizeof *next);
  g_signal_emit (choice, signals[POINTED], 0);
}

bool
iso_sweep_choice_is_pointed (IsoSweepChoice *choice, size_t setting)
{
  return setting < setting_count (choice) && choice->pointed[setting];
}

int
iso_sweep_choice_pointed (IsoSweepChoice *choice)
{
  for (size_t s = 0; s < setting_count (choice); s++)
    if (choice->pointed[s])
      return (int) s;
  return -1;
}

/* ---- selected ---- */

void
iso_sweep_choice_select (IsoSweepChoice *choice, const size_t *settings, size_t count, bool too)
{
  g_return_if_fail (ISO_IS_SWEEP_CHOICE (choice));
  size_t all = setting_count (choice);
  g_autofree bool *next = too && all > 0 ? g_memdup2 (choice->selected, (all + 1) * sizeof (bool)) : g_new0 (bool, all + 1);
  bool are_all = too && count > 0;
  for (size_t i = 0; i < count; i++)
    are_all = are_all && settings[i] < all && next[settings[i]];
  for (size_t i = 0; i < count; i++)
    if (settings[i] < all)
      next[settings[i]] = !are_all;
  if (all == 0 || memcmp (next, choice->selected, all * sizeof *next) == 0)
    return;
  memcpy (choice->selected, next, all * sizeof *next);
  choice->selected_count = 0;
  for (size_t s = 0; s < all; s++)
    choice->selected_count += choice->selected[s];
  g_signal_emit (choice, signals[SELECTED], 0);
}

bool
iso_sweep_choice_is_selected (IsoSweepChoice *choice, size_t setting)
{
  return setting < setting_count (choice) && choice->selected[setting];
}

size_t
iso_sweep_choice_selected_count (IsoSweepChoice *choice)
{
  return choice->selected_count;
}

size_t *
iso_sweep_choice_selected (IsoSweepChoice *choice, size_t *count)
{
  size_t *settings = g_new (size_t, choice->selected_count + 1);
  *count = 0;
  for (size_t s = 0; s < setting_count (choice); s++)
    if (choice->selected[s])
      settings[(*count)++] = s;
  return settings;
}

/* ---- narrowed ---- */

void
iso_sweep_choice_brush (IsoSweepChoice *choice, size_t axis, double low, double high)
{
  g_return_if_fail (ISO_IS_SWEEP_CHOICE (choice));
  g_return_if_fail (axis < axis_count (choice));
  const Brush next = low <= high ? (Brush){ low, high } : (Brush){ INFINITY, -INFINITY };
  if (choice->brushes[axis].low == next.low && choice->brushes[axis].high == next.high)
    return;
  choice->brushes[axis] = next;
  sift (choice);
  g_signal_emit (choice, signals[BRUSHED], 0);
}

bool
iso_sweep_choice_brushed (IsoSweepChoice *choice, size_t axis, double *low, double *high)
{
  if (axis >= axis_count (choice) || choice->brushes[axis].low > choice->brushes[axis].high)
    return false;
  *low = choice->brushes[axis].low;
  *high = choice->brushes[axis].high;
  return true;
}

bool
iso_sweep_choice_has_brush (IsoSweepChoice *choice)
{
  for (size_t axis = 0; axis < axis_count (choice); axis++)
    if (choice->brushes[axis].low <= choice->brushes[axis].high)
      return true;
  return false;
}

const bool *
iso_sweep_choice_quiet (IsoSweepChoice *choice)
{
  return iso_sweep_choice_has_brush (choice) ? choice->quiet : NULL;
}

size_t
iso_sweep_choice_within (IsoSweepChoice *choice)
{
  return setting_count (choice) - choice->quiet_count;
}

bool
iso_sweep_choice_clear (IsoSweepChoice *choice)
{
  g_return_val_if_fail (ISO_IS_SWEEP_CHOICE (choice), false);
  if (iso_sweep_choice_has_brush (choice))
    {
      for (size_t axis = 0; axis < axis_count (choice); axis++)
        choice->brushes[axis] = (Brush){ INFINITY, -INFINITY };
      sift (choice);
      g_signal_emit (choice, signals[BRUSHED], 0);
      return true;
    }
  if (choice->selected_count == 0)
    return false;
  iso_sweep_choice_select (choice, NULL, 0, false);
  return true;
}

void
iso_sweep_choice_activate (IsoSweepChoice *choice, size_t setting)
{
  g_return_if_fail (ISO_IS_SWEEP_CHOICE (choice));
  if (setting < setting_count (choice))
    g_signal_emit (choice, signals[ACTIVATED], 0, (int) setting);
}

/* ---- words ---- */

char *
iso_sweep_setting_words (const IsoSweepScores *scores, size_t setting)
{
  char mean[32], deviation[32];
  g_autoptr (GString) text = g_string_new (NULL);
  for (size_t key = 0; key < scores->key_count; key++)
    g_string_append_printf (text, "%s%s %s", key > 0 ? ", " : "", iso_sweep_key_label (scores->keys[key]),
                            scores->values[setting * scores->key_count + key]);
  if (isnan (scores->score[setting]))
    return g_strdup_printf (_("%s: no run has finished yet"), text->str);
  /* As many decimals in both, and in all settings: they are compared. */
  const char *format = fabs (scores->score[setting]) < 10.0 ? "%.4f" : "%.2f";
  g_ascii_formatd (mean, sizeof mean, format, scores->score[setting]);
  g_ascii_formatd (deviation, sizeof deviation, format, scores->deviation[setting]);
  if (isnan (scores->deviation[setting]))
    return g_strdup_printf (_("%s: %s, %zu of %zu seeds"), text->str, mean, scores->finished[setting], scores->seed_count);
  return g_strdup_printf (_("%s: %s ± %s, %zu of %zu seeds"), text->str, mean, deviation, scores->finished[setting], scores->seed_count);
}

static void
iso_sweep_choice_finalize (GObject *object)
{
  IsoSweepChoice *choice = ISO_SWEEP_CHOICE (object);
  drop (choice);
  g_free (choice->pointed);
  g_free (choice->selected);
  g_free (choice->quiet);
  g_free (choice->brushes);
  G_OBJECT_CLASS (iso_sweep_choice_parent_class)->finalize (object);
}

static void
iso_sweep_choice_class_init (IsoSweepChoiceClass *class)
{
  static const char *const names[] = { "scores", "pointed", "selected", "brushed" };
  G_OBJECT_CLASS (class)->finalize = iso_sweep_choice_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    signals[i] = g_signal_new (names[i], ISO_TYPE_SWEEP_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] =
      g_signal_new ("activated", ISO_TYPE_SWEEP_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
iso_sweep_choice_init (IsoSweepChoice *choice)
{
  forget (choice, 0, 0);
}

IsoSweepChoice *
iso_sweep_choice_new (void)
{
  return g_object_new (ISO_TYPE_SWEEP_CHOICE, NULL);
}
