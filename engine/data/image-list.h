/* Which pictures a folder holds, of which classes and parts: found by the folder's layout, without opening a picture.
 *
 *   PART/CLASS/PICTURE      PART being train with test or val: official parts (all three: val trains)
 *   images/CLASS/PICTURE    as CUB-200-2011 and Cars196 are kept
 *   CLASS/PICTURE
 *   Ebay_train.txt and Ebay_test.txt, there or in Info_Files: Stanford Online Products, official parts
 *
 * Classes and pictures come in natural order (9 before 10), so that the class-disjoint split of numbered classes is the field's.
 * What begins with a dot is not seen. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/data/dataset.h"

typedef struct {
  char *path;      /* relative to the folder, in the file system's encoding */
  gint64 size;     /* bytes */
  gint64 modified; /* nanoseconds since 1970 */
  guint32 label;
  IsoPart part;
} IsoImageEntry;

typedef struct {
  char *folder;
  GArray *entries;        /* of IsoImageEntry */
  GPtrArray *class_names; /* of char *, UTF-8 */
} IsoImageList;

/* Whether the folder has one of these layouts, or pictures at all. */
bool iso_image_list_suits (const char *folder);

/* What is in the folder. What should be there and is not adds a line to `skipped` ("FILE: why"). ISO_ERROR_FILE names the folder and
 * what was expected where there are no pictures in such a layout, ISO_ERROR_FORMAT the line of a list that is not understood. The
 * list is to be cleared on failure too. */
bool iso_image_list_find (IsoImageList *list, const char *folder, GPtrArray *skipped, GCancellable *cancellable, GError **error);
void iso_image_list_clear (IsoImageList *list);

/* What folders of pictures are to look like, for messages. */
const char *iso_image_list_expectation (void);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IsoImageList, iso_image_list_clear)
