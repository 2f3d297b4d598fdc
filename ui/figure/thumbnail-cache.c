#include "ui/figure/thumbnail-cache.h"

struct _IsoThumbnailCache {
  IsoDataset *dataset;
  int side, scale;
  GHashTable *pictures; /* sample + 1 → cairo_surface_t */
};

static void
destroy (gpointer surface)
{
  cairo_surface_destroy (surface);
}

IsoThumbnailCache *
iso_thumbnail_cache_new (IsoDataset *dataset, int side, int scale)
{
  IsoThumbnailCache *cache = g_new0 (IsoThumbnailCache, 1);
  cache->dataset = dataset != NULL ? iso_dataset_ref (dataset) : NULL;
  cache->side = side;
  cache->scale = MAX (scale, 1);
  cache->pictures = g_hash_table_new_full (NULL, NULL, NULL, destroy);
  return cache;
}

void
iso_thumbnail_cache_free (IsoThumbnailCache *cache)
{
  if (cache == NULL)
    return;
  g_hash_table_unref (cache->pictures);
  g_clear_pointer (&cache->dataset, iso_dataset_unref);
  g_free (cache);
}

/* NULL without images. */
static cairo_surface_t *
picture_of (IsoThumbnailCache *cache, guint32 sample)
{
  cairo_surface_t *picture = g_hash_table_lookup (cache->pictures, GUINT_TO_POINTER (sample + 1));
  if (picture != NULL)
    return picture;
  cairo_surface_t *whole = iso_thumbnail_new (cache->dataset, sample);
  if (whole == NULL)
    return NULL;
  int side = cache->side * cache->scale;
  picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
  cairo_t *cairo = cairo_create (picture);
  iso_thumbnail_draw (cairo, whole, side, side);
  cairo_destroy (cairo);
  cairo_surface_destroy (whole);
  if (g_hash_table_size (cache->pictures) >= ISO_THUMBNAIL_CACHE_MOST)
    g_hash_table_remove_all (cache->pictures);
  g_hash_table_insert (cache->pictures, GUINT_TO_POINTER (sample + 1), picture);
  return picture;
}

bool
iso_thumbnail_cache_draw (IsoThumbnailCache *cache, cairo_t *cairo, guint32 sample)
{
  if (cache->dataset == NULL || sample >= iso_dataset_sample_count (cache->dataset))
    return false;
  cairo_surface_t *picture = picture_of (cache, sample);
  if (picture == NULL)
    return false;
  cairo_save (cairo);
  cairo_scale (cairo, 1.0 / cache->scale, 1.0 / cache->scale);
  cairo_set_source_surface (cairo, picture, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_NEAREST);
  cairo_paint (cairo);
  cairo_restore (cairo);
  return true;
}
