#include "engine/base/random.h"

#include <math.h>

static guint64
splitmix (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void
iso_random_init (IsoRandom *random, guint64 seed, const char *name)
{
  /* FNV-1a of the name, so that streams differ however close the seeds are. */
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);
  for (const char *c = name; *c != '\0'; c++)
    hash = (hash ^ (guint8) *c) * G_GUINT64_CONSTANT (0x100000001b3);
  guint64 state = splitmix (&seed) ^ hash;
  for (int i = 0; i < 4; i++)
    random->state[i] = splitmix (&state);
}

void
iso_random_init_child (IsoRandom *child, const IsoRandom *parent, guint64 index)
{
  /* Each round is a bijection of `state`, so that different indices never share a stream. */
  guint64 state = index;
  for (int i = 0; i < 4; i++)
    state = splitmix (&state) ^ parent->state[i];
  for (int i = 0; i < 4; i++)
    child->state[i] = splitmix (&state);
}

static inline guint64
rotate (guint64 x, int bits)
{
  return (x << bits) | (x >> (64 - bits));
}

guint64
iso_random_next (IsoRandom *random)
{
  guint64 *s = random->state;
  guint64 result = rotate (s[1] * 5, 7) * 9;
  guint64 t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate (s[3], 45);
  return result;
}

double
iso_random_uniform (IsoRandom *random)
{
  return (double) (iso_random_next (random) >> 11) * 0x1.0p-53;
}

guint32
iso_random_below (IsoRandom *random, guint32 bound)
{
  g_assert (bound >= 1);
  /* Lemire 2019: multiply and reject the few values that would favour small results. */
  guint64 product = (iso_random_next (random) >> 32) * bound;
  guint32 low = (guint32) product;
  if (low < bound)
    {
      guint32 threshold = (guint32) -bound % bound;
      while (low < threshold)
        {
          product = (iso_random_next (random) >> 32) * bound;
          low = (guint32) product;
        }
    }
  return (guint32) (product >> 32);
}

double
iso_random_normal (IsoRandom *random)
{
  /* Marsaglia's polar method; the second value is dropped so that the state stays four words. */
  for (;;)
    {
      double x = 2.0 * iso_random_uniform (random) - 1.0;
      double y = 2.0 * iso_random_uniform (random) - 1.0;
      double r = x * x + y * y;
      if (r > 0.0 && r < 1.0)
        return x * sqrt (-2.0 * log (r) / r);
    }
}

void
iso_random_shuffle (IsoRandom *random, guint32 *values, size_t count)
{
  for (size_t i = count; i > 1; i--)
    {
      size_t j = iso_random_below (random, (guint32) i);
      guint32 value = values[i - 1];
      values[i - 1] = values[j];
      values[j] = value;
    }
}
