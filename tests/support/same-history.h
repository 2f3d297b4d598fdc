/* Whether two histories tell the same, byte for byte. */
#pragma once

#include "engine/train/history.h"

/* Bits, so that NaN equals itself. */
#define SAME_BITS(a, b) g_assert_cmpmem (&(a), sizeof (a), &(b), sizeof (b))

static inline void
assert_same_step (const IsoStepRecord *a, const IsoStepRecord *b)
{
  g_assert_cmpuint (a->step, ==, b->step);
  g_assert_cmpint (a->epoch, ==, b->epoch);
  SAME_BITS (a->loss, b->loss);
  SAME_BITS (a->metric_loss, b->metric_loss);
  SAME_BITS (a->divergence, b->divergence);
  SAME_BITS (a->gradient_norm, b->gradient_norm);
  SAME_BITS (a->active, b->active);
  SAME_BITS (a->health, b->health);
}

/* Steps first + 1 … first + count of both. */
static inline void
assert_same_steps (IsoHistory *a, IsoHistory *b, size_t first, size_t count)
{
  for (size_t i = first; i < first + count; i++)
    {
      IsoStepRecord one, other;
      g_assert_cmpuint (iso_history_read_steps (a, &one, i, 1), ==, 1);
      g_assert_cmpuint (iso_history_read_steps (b, &other, i, 1), ==, 1);
      assert_same_step (&one, &other);
    }
}
