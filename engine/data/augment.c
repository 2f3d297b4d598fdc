#include "engine/data/augment.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"

/* Random erasing: bounds of the share of the area and of height / width, and how often a rectangle is drawn again. One that does
 * not fit is drawn in less than two of five cases, so that the last bound is never met in images of three pixels or more. */
#define LEAST_SHARE 0.02
#define MOST_SHARE 0.4
#define LEAST_RATIO 0.3
#define MOST_DRAWS 100

/* Images of a block: enough that claiming one costs nothing. */
#define BLOCK ((size_t) 8)

bool
iso_augment_is_on (const IsoAugmentSettings *settings)
{
  return settings->shift > 0 || settings->flip > 0.0 || settings->rotation > 0.0 || settings->brightness > 0.0
         || settings->contrast > 0.0 || settings->saturation > 0.0 || settings->erase > 0.0;
}

bool
iso_augment_check (const IsoAugmentSettings *settings, IsoSampleShape shape, const char *name, GError **error)
{
  guint32 side = MIN (shape.height, shape.width);
  if (!iso_augment_is_on (settings))
    return true;
  if (!shape.is_image)
    {
      const struct {
        const char *key;
        double value;
      } all[] = { { "augment.shift", settings->shift },           { "augment.flip", settings->flip },
                  { "augment.rotation", settings->rotation },     { "augment.brightness", settings->brightness },
                  { "augment.contrast", settings->contrast },     { "augment.saturation", settings->saturation },
                  { "augment.erase", settings->erase } };
      size_t i = 0;
      while (!(all[i].value > 0.0))
        i++;
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                   _("%s is %g; the samples of %s are features, and only images can be augmented: expected 0"), all[i].key,
                   all[i].value, name);
      return false;
    }
  if (settings->shift > 0 && (guint32) settings->shift >= side)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("augment.shift is %d; %s has images of %u × %u, expected less than %u"),
                   settings->shift, name, shape.height, shape.width, side);
      return false;
    }
  return true;
}

/* Uniform between −limit and limit. */
static double
draw_within (IsoRandom *random, double limit)
{
  return limit * (2.0 * iso_random_uniform (random) - 1.0);
}

/* Uniform among −limit, …, limit; one number of the stream, whatever the limit. */
static int
draw_pixels (IsoRandom *random, int limit)
{
  return (int) floor (iso_random_uniform (random) * (2 * limit + 1)) - limit;
}

static double
draw_factor (IsoRandom *random, double spread)
{
  return MAX (1.0 + draw_within (random, spread), 0.0);
}

static void
draw_erased (IsoImageChange *change, IsoSampleShape shape, const IsoRandom *random)
{
  IsoRandom drawing;
  iso_random_init_child (&drawing, random, 0);
  for (int i = 0; i < MOST_DRAWS; i++)
    {
      double share = LEAST_SHARE + (MOST_SHARE - LEAST_SHARE) * iso_random_uniform (&drawing);
      double ratio = LEAST_RATIO + (1.0 / LEAST_RATIO - LEAST_RATIO) * iso_random_uniform (&drawing);
      double area = share * shape.height * shape.width;
      double height = floor (sqrt (area * ratio) + 0.5), width = floor (sqrt (area / ratio) + 0.5);
      if (height < 1.0 || width < 1.0 || height > shape.height || width > shape.width)
        continue;
      change->erased.height = (guint32) height;
      change->erased.width = (guint32) width;
      change->erased.top = iso_random_below (&drawing, shape.height - change->erased.height + 1);
      change->erased.left = iso_random_below (&drawing, shape.width - change->erased.width + 1);
      iso_random_init_child (&change->erased.values, random, 1);
      return;
    }
}

IsoImageChange
iso_augment_draw (const IsoAugmentSettings *settings, IsoSampleShape shape, const IsoRandom *random)
{
  IsoImageChange change = iso_image_change_none ();
  IsoRandom drawing = *random;
  /* All are drawn always, each from the same place of the stream. */
  change.right = draw_pixels (&drawing, settings->shift);
  change.down = draw_pixels (&drawing, settings->shift);
  change.flip = iso_random_uniform (&drawing) < settings->flip;
  change.angle = draw_within (&drawing, settings->rotation * G_PI / 180.0);
  change.brightness = draw_factor (&drawing, settings->brightness);
  change.contrast = draw_factor (&drawing, settings->contrast);
  change.saturation = draw_factor (&drawing, settings->saturation);
  change.padding = (IsoPadding) settings->padding;
  if (iso_random_uniform (&drawing) < settings->erase)
    draw_erased (&change, shape, random);
  return change;
}

typedef struct {
  float *X;
  size_t B, F;
  const IsoAugmentSettings *settings;
  const IsoImageFormat *format;
  IsoRandom step;
} Work;

static void
augment_block (void *data, size_t block)
{
  const Work *work = data;
  float *scratch = iso_floats_new (work->F);
  for (size_t i = block * BLOCK; i < MIN ((block + 1) * BLOCK, work->B); i++)
    {
      IsoRandom random;
      iso_random_init_child (&random, &work->step, i);
      IsoImageChange change = iso_augment_draw (work->settings, work->format->shape, &random);
      iso_image_change_apply (work->X + i * work->F, scratch, work->format, &change);
    }
  iso_block_free (scratch);
}

void
iso_augment_batch (float *X, size_t B, const IsoAugmentSettings *settings, const IsoImageFormat *format, guint64 seed,
                   guint64 step, IsoPool *pool)
{
  const IsoSampleShape *shape = &format->shape;
  Work work = { X, B, (size_t) shape->channels * shape->height * shape->width, settings, format, { { 0 } } };
  IsoRandom stream;
  if (!iso_augment_is_on (settings))
    return;
  iso_random_init (&stream, seed, "augment");
  iso_random_init_child (&work.step, &stream, step);
  iso_pool_run (pool, (B + BLOCK - 1) / BLOCK, augment_block, &work);
}
