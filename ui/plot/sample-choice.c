#include "ui/plot/sample-choice.h"

struct _IsoSampleChoice {
  GObject parent_instance;
  IsoSamplePair pointed, picked;
  GArray *selected; /* guint64: a bit a sample, grown as samples come */
  size_t count;
};

G_DEFINE_FINAL_TYPE (IsoSampleChoice, iso_sample_choice, G_TYPE_OBJECT)

enum { POINTED, PICKED, SELECTED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static void
iso_sample_choice_finalize (GObject *object)
{
  g_array_unref (ISO_SAMPLE_CHOICE (object)->selected);
  G_OBJECT_CLASS (iso_sample_choice_parent_class)->finalize (object);
}

static void
iso_sample_choice_class_init (IsoSampleChoiceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = iso_sample_choice_finalize;
  signals[POINTED] = g_signal_new ("pointed", ISO_TYPE_SAMPLE_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PICKED] = g_signal_new ("picked", ISO_TYPE_SAMPLE_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SELECTED] = g_signal_new ("selected", ISO_TYPE_SAMPLE_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_sample_choice_init (IsoSampleChoice *choice)
{
  choice->pointed = choice->picked = ISO_NO_PAIR;
  choice->selected = g_array_new (FALSE, TRUE, sizeof (guint64));
}

IsoSampleChoice *
iso_sample_choice_new (void)
{
  return g_object_new (ISO_TYPE_SAMPLE_CHOICE, NULL);
}

static void
set_pair (IsoSampleChoice *choice, IsoSamplePair *pair, guint32 sample, guint32 other, guint signal)
{
  if (sample == ISO_NO_SAMPLE)
    other = ISO_NO_SAMPLE;
  if (pair->sample == sample && pair->other == other)
    return;
  *pair = (IsoSamplePair){ sample, other };
  g_signal_emit (choice, signals[signal], 0);
}

void
iso_sample_choice_point (IsoSampleChoice *choice, guint32 sample, guint32 other)
{
  set_pair (choice, &choice->pointed, sample, other, POINTED);
}

IsoSamplePair
iso_sample_choice_pointed (IsoSampleChoice *choice)
{
  return choice->pointed;
}

void
iso_sample_choice_pick (IsoSampleChoice *choice, guint32 sample, guint32 other)
{
  set_pair (choice, &choice->picked, sample, other, PICKED);
}

IsoSamplePair
iso_sample_choice_picked (IsoSampleChoice *choice)
{
  return choice->picked;
}

/* ---- the set ---- */

bool
iso_sample_choice_is_selected (IsoSampleChoice *choice, guint32 sample)
{
  return sample / 64 < choice->selected->len && (g_array_index (choice->selected, guint64, sample / 64) >> (sample % 64) & 1) != 0;
}

/* True where that is news. */
static bool
mark (IsoSampleChoice *choice, guint32 sample, bool wanted)
{
  if (sample == ISO_NO_SAMPLE || iso_sample_choice_is_selected (choice, sample) == wanted)
    return false;
  if (sample / 64 >= choice->selected->len)
    g_array_set_size (choice->selected, sample / 64 + 1);
  g_array_index (choice->selected, guint64, sample / 64) ^= (guint64) 1 << (sample % 64);
  choice->count += wanted ? 1 : (size_t) -1;
  return true;
}

static bool
differs (GArray *a, GArray *b)
{
  for (guint i = 0; i < MAX (a->len, b->len); i++)
    if ((i < a->len ? g_array_index (a, guint64, i) : 0) != (i < b->len ? g_array_index (b, guint64, i) : 0))
      return true;
  return false;
}

void
iso_sample_choice_select (IsoSampleChoice *choice, const guint32 *samples, size_t count, IsoSelectHow how)
{
  bool changed = false;
  g_autoptr (GArray) before = NULL;
  if (how == ISO_SELECT_INSTEAD)
    {
      before = g_steal_pointer (&choice->selected);
      choice->selected = g_array_new (FALSE, TRUE, sizeof (guint64));
      choice->count = 0;
    }
  for (size_t i = 0; i < count; i++)
    changed |= mark (choice, samples[i], how != ISO_SELECT_NO_MORE);
  if (before != NULL)
    changed = differs (before, choice->selected);
  if (changed)
    g_signal_emit (choice, signals[SELECTED], 0);
}

bool
iso_sample_choice_has_selection (IsoSampleChoice *choice)
{
  return choice->count > 0;
}

size_t
iso_sample_choice_selected_count (IsoSampleChoice *choice)
{
  return choice->count;
}

guint32 *
iso_sample_choice_selected (IsoSampleChoice *choice, size_t *count)
{
  guint32 *samples = g_new (guint32, MAX (choice->count, 1));
  *count = 0;
  for (guint i = 0; i < choice->selected->len; i++)
    for (guint64 rest = g_array_index (choice->selected, guint64, i); rest != 0; rest &= rest - 1)
      samples[(*count)++] = i * 64 + (guint32) __builtin_ctzll (rest);
  return samples;
}

void
iso_sample_choice_clear (IsoSampleChoice *choice)
{
  iso_sample_choice_point (choice, ISO_NO_SAMPLE, ISO_NO_SAMPLE);
  iso_sample_choice_pick (choice, ISO_NO_SAMPLE, ISO_NO_SAMPLE);
  iso_sample_choice_select (choice, NULL, 0, ISO_SELECT_INSTEAD);
}
