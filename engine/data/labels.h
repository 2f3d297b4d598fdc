/* Labels as files have them, turned into classes 0 … class_count − 1. */
#pragma once

#include <glib.h>

/* labels (count), owned by the caller (iso_block_free()), of values (count) ≥ 0. Numbers that leave few gaps stay as they are,
 * and *class_count is the largest plus one; others (identifiers, say) become the classes 0, 1, … in ascending order and keep
 * their number as *class_names (else NULL). ISO_ERROR_FORMAT names `name` and the sample of a negative value. */
gint32 *iso_labels_from_integers (guint32 *class_count, char ***class_names, const gint64 *values, size_t count, const char *name,
                                  GError **error);

/* labels (count), likewise owned, of bytes (count), each below class_count. */
gint32 *iso_labels_from_bytes (const guint8 *bytes, size_t count, guint32 class_count, const char *name, GError **error);
