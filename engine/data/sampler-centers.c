/* Which classes are near each other: the nearest of each by the cosine of their centers, by blocks of products. */
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/data/sampler-private.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/rows.h"

#define BLOCK 128

/* Inserts class `other` into near (company), which is sorted by similarities (company), nearest first, ties to the lower class;
 * classes come in ascending order. */
static void
insert (guint32 *near, float *similarities, size_t company, guint32 other, float similarity)
{
  if (company == 0 || !(similarity > similarities[company - 1]))
    return;
  size_t at = company - 1;
  for (; at > 0 && similarity > similarities[at - 1]; at--)
    {
      near[at] = near[at - 1];
      similarities[at] = similarities[at - 1];
    }
  near[at] = other;
  similarities[at] = similarity;
}

void
iso_sampler_set_centers (IsoSampler *sampler, const float *centers, const guint8 *known, size_t D)
{
  size_t C = sampler->groups.class_count, company = (size_t) sampler->settings.neighborhood - 1;
  if (sampler->settings.sampler != ISO_SAMPLER_HARD_CLASSES)
    return;
  g_assert (sampler->settings.neighborhood >= 1);
  if (sampler->near == NULL)
    sampler->near = g_new (guint32, MAX (C * company, 1));
  float *units = iso_floats_new (C * D), *products = iso_floats_new (BLOCK * C);
  g_autofree float *similarities = g_new (float, MAX (company, 1));
  iso_rows_normalize (units, NULL, centers, C, D);
  for (size_t block = 0; block < C; block += BLOCK)
    {
      size_t rows = MIN (BLOCK, C - block);
      iso_gemm (products, units + block * D, units, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, rows, C, D, D, D, C);
      for (size_t r = 0; r < rows; r++)
        {
          guint32 *near = sampler->near + (block + r) * company;
          for (size_t n = 0; n < company; n++)
            {
              near[n] = ISO_SAMPLER_NO_CLASS;
              similarities[n] = -INFINITY;
            }
          for (size_t c = 0; known[block + r] && c < C; c++)
            if (known[c] && c != block + r)
              insert (near, similarities, company, (guint32) c, products[r * C + c]);
        }
    }
  iso_block_free (units);
  iso_block_free (products);
}

/* group_of (*room): class of each dataset index that is sampled from, G_MAXUINT32 elsewhere. */
static guint32 *
map_samples (size_t *room, const IsoGroups *groups)
{
  size_t count = groups->starts[groups->class_count];
  *room = 0;
  for (size_t i = 0; i < count; i++)
    *room = MAX (*room, (size_t) groups->members[i] + 1);
  guint32 *group_of = g_new (guint32, MAX (*room, 1));
  memset (group_of, 0xff, *room * sizeof *group_of);
  for (size_t group = 0; group < groups->class_count; group++)
    for (size_t at = groups->starts[group]; at < groups->starts[group + 1]; at++)
      group_of[groups->members[at]] = (guint32) group;
  return group_of;
}

void
iso_sampler_learn (IsoSampler *sampler, const float *embeddings, const guint32 *indices, size_t count, size_t D)
{
  size_t C = sampler->groups.class_count, room;
  if (sampler->settings.sampler != ISO_SAMPLER_HARD_CLASSES)
    return;
  g_autofree guint32 *group_of = map_samples (&room, &sampler->groups);
  g_autofree guint8 *known = g_new0 (guint8, C);
  float *centers = iso_floats_new (C * D);
  for (size_t i = 0; i < count; i++)
    {
      guint32 group = indices[i] < room ? group_of[indices[i]] : ISO_SAMPLER_NO_CLASS;
      if (group == ISO_SAMPLER_NO_CLASS)
        continue;
      known[group] = 1;
      for (size_t d = 0; d < D; d++)
        centers[group * D + d] += embeddings[i * D + d];
    }
  iso_sampler_set_centers (sampler, centers, known, D);
  iso_block_free (centers);
}

const guint32 *
iso_sampler_neighbors (const IsoSampler *sampler, size_t *rows, size_t *columns)
{
  *rows = sampler->groups.class_count;
  *columns = (size_t) MAX (sampler->settings.neighborhood - 1, 0);
  return sampler->near;
}

bool
iso_sampler_set_neighbors (IsoSampler *sampler, const guint32 *near, size_t rows, size_t columns)
{
  size_t C = sampler->groups.class_count, company = (size_t) MAX (sampler->settings.neighborhood - 1, 0);
  if (sampler->settings.sampler != ISO_SAMPLER_HARD_CLASSES || rows != C || columns != company)
    return false;
  for (size_t i = 0; i < C * company; i++)
    if (near[i] >= C && near[i] != ISO_SAMPLER_NO_CLASS)
      return false;
  g_free (sampler->near);
  sampler->near = g_memdup2 (near, C * company * sizeof *near);
  return true;
}
