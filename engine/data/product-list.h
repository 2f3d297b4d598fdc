/* The lists of Stanford Online Products, Ebay_train.txt and Ebay_test.txt: text with a line an image,
 *
 *     image_id class_id super_class_id path
 *
 * under a header line of these four words. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
  gint32 class_id; /* ≥ 0 */
  char *path;      /* relative to the set's folder, without "..", in the file system's own encoding */
} IsoProduct;

/* Appends IsoProducts to `products` (an array that clears them with iso_product_clear()). `name` is the file's, for messages.
 * ISO_ERROR_FORMAT names the line, what was found and what was expected; products read before it stay. */
bool iso_product_list_parse (GArray *products, const char *name, GBytes *contents, GError **error);
void iso_product_clear (gpointer product);
