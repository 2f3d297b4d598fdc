/* Random numbers: one seed, many named streams.
 *
 * Every use of chance (initial weights, sampler, miner, …) has a stream of its own, derived from the run's seed and the stream's
 * name, so that switching one thing on does not shift another's numbers. The state is a plain value: copy it to save it.
 * Generator: xoshiro256** (Blackman and Vigna 2021), seeded by splitmix64. Identical on every machine.
 */
#pragma once

#include <glib.h>

typedef struct {
  guint64 state[4];
} IsoRandom;

/* Start the stream called `name` ("init", "sampler", "augment", "mining", "projection", …) of `seed`. */
void iso_random_init (IsoRandom *random, guint64 seed, const char *name);

/* A stream of its own for the index-th part of what `parent` is for (a step, a sample of it): the same whoever draws from it, and
 * when. Nothing is drawn from parent. */
void iso_random_init_child (IsoRandom *child, const IsoRandom *parent, guint64 index);

guint64 iso_random_next (IsoRandom *random);

/* Uniform in [0, 1), 53 bits. */
double iso_random_uniform (IsoRandom *random);

/* Uniform in 0 … bound − 1 without bias; bound ≥ 1. */
guint32 iso_random_below (IsoRandom *random, guint32 bound);

/* Standard normal. */
double iso_random_normal (IsoRandom *random);

/* Shuffle `count` values in place (Fisher and Yates). */
void iso_random_shuffle (IsoRandom *random, guint32 *values, size_t count);
