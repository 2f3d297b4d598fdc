/* A row of similarities as its anchor sees it: which of the R samples are its positives, which its negatives. */
#pragma once

#include <math.h>

#include "engine/loss/loss.h"

typedef struct {
  size_t positives, negatives;
} IsoRowCounts;

static inline IsoRowCounts
iso_row_counts (const IsoLossInput *input, size_t i)
{
  size_t same = 0;
  for (size_t j = 0; j < input->R; j++)
    same += input->labels[j] == input->labels[i];
  return (IsoRowCounts) { same - 1, input->R - same };
}

/* Whether anchor i has at least one positive and one negative. */
static inline bool
iso_row_is_eligible (const IsoLossInput *input, size_t i)
{
  IsoRowCounts counts = iso_row_counts (input, i);
  return counts.positives > 0 && counts.negatives > 0;
}

/* Anchors that are; 0 to B. */
static inline size_t
iso_rows_eligible (const IsoLossInput *input)
{
  size_t count = 0;
  for (size_t i = 0; i < input->B; i++)
    count += iso_row_is_eligible (input, i);
  return count;
}
