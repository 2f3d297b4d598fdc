#include "engine/data/image-list.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/error.h"
#include "engine/data/image-decode.h"
#include "engine/data/image-list-private.h"
#include "engine/data/natural-order.h"

static void
entry_clear (gpointer entry)
{
  g_free (((IsoImageEntry *) entry)->path);
}

void
iso_image_list_clear (IsoImageList *list)
{
  g_clear_pointer (&list->folder, g_free);
  g_clear_pointer (&list->entries, g_array_unref);
  g_clear_pointer (&list->class_names, g_ptr_array_unref);
}

const char *
iso_image_list_expectation (void)
{
  return _("a folder of pictures for each class (CLASS/*.jpg, also below images/, or below train/ and test/ or val/), or the lists "
           "Ebay_train.txt and Ebay_test.txt of Stanford Online Products");
}

void
iso_image_list_skip (GPtrArray *skipped, const char *path, const char *why)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_ptr_array_add (skipped, g_strdup_printf ("%s: %s", shown, why));
}

bool
iso_image_list_add (IsoImageList *list, char *path, guint32 label, IsoPart part)
{
  g_autofree char *full = g_build_filename (list->folder, path, NULL);
  IsoImageEntry entry = { .path = path, .label = label, .part = part };
  struct stat information;
  if (stat (full, &information) != 0 || !S_ISREG (information.st_mode))
    {
      g_free (path);
      return false;
    }
  entry.size = information.st_size;
#ifdef __APPLE__
  entry.modified = information.st_mtimespec.tv_sec * G_GINT64_CONSTANT (1000000000) + information.st_mtimespec.tv_nsec;
#else
  entry.modified = information.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + information.st_mtim.tv_nsec;
#endif
  g_array_append_val (list->entries, entry);
  return true;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return iso_natural_compare (*(const char *const *) a, *(const char *const *) b);
}

/* Names in a folder that do not begin with a dot, in natural order; NULL where it cannot be read. */
static GPtrArray *
names_in (const char *folder, GError **error)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, error);
  if (directory == NULL)
    return NULL;
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  while ((name = g_dir_read_name (directory)) != NULL)
    if (name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Whether there is at least one file named as pictures are. */
static bool
has_pictures (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (name[0] != '.' && iso_image_has_name (name))
      return true;
  return false;
}

/* Whether any folder in `folder` has pictures. */
static bool
has_classes (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (name[0] != '.' && has_pictures (path))
        return true;
    }
  return false;
}

static bool
has_classes_below (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  return has_classes (path);
}

/* One folder of class folders, and the part that is in it. */
typedef struct {
  const char *name; /* "" for the set's own folder */
  IsoPart part;
} Branch;

/* The branches that the folder's layout has; 0 if none. */
static size_t
find_branches (Branch branches[3], const char *folder)
{
  bool train = has_classes_below (folder, "train"), test = has_classes_below (folder, "test"), val = has_classes_below (folder, "val");
  size_t count = 0;
  if (train && (test || val))
    {
      branches[count++] = (Branch) { "train", ISO_PART_TRAIN };
      if (val)
        branches[count++] = (Branch) { "val", test ? ISO_PART_TRAIN : ISO_PART_TEST };
      if (test)
        branches[count++] = (Branch) { "test", ISO_PART_TEST };
    }
  else if (has_classes_below (folder, "images"))
    branches[count++] = (Branch) { "images", ISO_PART_UNSPECIFIED };
  else if (has_classes (folder))
    branches[count++] = (Branch) { "", ISO_PART_UNSPECIFIED };
  return count;
}

bool
iso_image_list_suits (const char *folder)
{
  Branch branches[3];
  g_autofree char *train = iso_image_list_find_products (folder, ISO_PART_TRAIN);
  g_autofree char *test = iso_image_list_find_products (folder, ISO_PART_TEST);
  return train != NULL || test != NULL || has_pictures (folder) || find_branches (branches, folder) > 0;
}

/* The names of all branches' folders, each once, in natural order. */
static GPtrArray *
class_folders (const IsoImageList *list, const Branch *branches, size_t count, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) classes = g_ptr_array_new_with_free_func (g_free);
  for (size_t b = 0; b < count; b++)
    {
      g_autoptr (GError) cause = NULL;
      g_autofree char *branch = g_build_filename (list->folder, branches[b].name, NULL);
      g_autoptr (GPtrArray) names = names_in (branch, &cause);
      if (names == NULL)
        {
          g_set_error_literal (error, ISO_ERROR, ISO_ERROR_FILE, cause->message);
          return NULL;
        }
      for (guint i = 0; i < names->len; i++)
        {
          g_autofree char *path = g_build_filename (branch, names->pdata[i], NULL);
          if (g_file_test (path, G_FILE_TEST_IS_DIR) && g_hash_table_add (known, g_strdup (names->pdata[i])))
            g_ptr_array_add (classes, g_strdup (names->pdata[i]));
        }
    }
  g_ptr_array_sort (classes, compare_names);
  return g_steal_pointer (&classes);
}

/* The pictures of one class in one branch; what is not a picture by its name is none of ours. Pictures of kinds that are not read are
 * said to be left out: whoever put them there counts on them. */
static void
add_class (IsoImageList *list, GPtrArray *skipped, const Branch *branch, const char *class, guint32 label)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *folder = g_build_filename (list->folder, branch->name, class, NULL);
  g_autofree char *shown = branch->name[0] != '\0' ? g_build_filename (branch->name, class, NULL) : g_strdup (class);
  g_autofree char *line = g_strconcat (shown, "/", NULL);
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return;
  g_autoptr (GPtrArray) names = names_in (folder, &cause);
  guint before = list->entries->len, wanted = 0;
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      char *path = g_build_filename (shown, names->pdata[i], NULL);
      g_autofree char *copy = g_strdup (path);
      if (iso_image_has_foreign_name (names->pdata[i]))
        {
          iso_image_list_skip (skipped, copy, _("found a kind of picture that is not read, expected JPEG, PNG, TIFF, WebP, GIF, BMP or PNM"));
          wanted++;
          g_free (path);
        }
      else if (!iso_image_has_name (names->pdata[i]))
        g_free (path);
      else if (wanted++, !iso_image_list_add (list, path, label, branch->part))
        iso_image_list_skip (skipped, copy, _("found no regular file"));
    }
  if (names == NULL)
    iso_image_list_skip (skipped, line, cause->message);
  else if (list->entries->len == before && wanted == 0)
    iso_image_list_skip (skipped, line, _("found no pictures in this folder"));
}

static bool
read_branches (IsoImageList *list, GPtrArray *skipped, GCancellable *cancellable, GError **error)
{
  Branch branches[3];
  size_t count = find_branches (branches, list->folder);
  g_autoptr (GPtrArray) classes = class_folders (list, branches, count, error);
  if (classes == NULL)
    return false;
  for (guint c = 0; c < classes->len; c++)
    g_ptr_array_add (list->class_names, g_filename_display_name (classes->pdata[c]));
  for (size_t b = 0; b < count; b++)
    for (guint c = 0; c < classes->len; c++)
      {
        if (g_cancellable_is_cancelled (cancellable))
          {
            g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("reading pictures was cancelled"));
            return false;
          }
        add_class (list, skipped, &branches[b], classes->pdata[c], c);
      }
  return true;
}

bool
iso_image_list_find (IsoImageList *list, const char *folder, GPtrArray *skipped, GCancellable *cancellable, GError **error)
{
  g_autofree char *train = iso_image_list_find_products (folder, ISO_PART_TRAIN);
  g_autofree char *test = iso_image_list_find_products (folder, ISO_PART_TEST);
  list->folder = g_canonicalize_filename (folder, NULL);
  list->entries = g_array_new (FALSE, FALSE, sizeof (IsoImageEntry));
  g_array_set_clear_func (list->entries, entry_clear);
  list->class_names = g_ptr_array_new_with_free_func (g_free);
  if (train != NULL || test != NULL ? !iso_image_list_read_products (list, skipped, cancellable, error)
                                    : !read_branches (list, skipped, cancellable, error))
    return false;
  if (list->entries->len > 0)
    return true;
  g_autofree char *shown = g_filename_display_name (folder);
  if (train != NULL || test != NULL)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s: found none of the pictures that its lists name"), shown);
  else if (has_pictures (folder))
    g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s: found pictures in the folder itself, which have no class; expected %s"),
                 shown, iso_image_list_expectation ());
  else
    g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s: found no pictures; expected %s"), shown, iso_image_list_expectation ());
  return false;
}
