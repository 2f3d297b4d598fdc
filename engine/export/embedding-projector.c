#include "engine/export/embedding-projector.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "engine/export/file-writer.h"
#include "engine/export/projector-sprite.h"

#define VECTORS "vectors.tsv"
#define METADATA "metadata.tsv"
/* Digits that tell any two values of float32 apart. */
#define FLOAT_FORMAT "%.9g"

const char *const iso_projector_names[] = { VECTORS, METADATA, "projector_config.pbtxt", "projector_config.json", NULL };

bool
iso_projector_has_sprite (const IsoProjectorContents *contents)
{
  IsoSampleShape shape = iso_dataset_shape (contents->dataset);
  if (!shape.is_image || contents->N == 0)
    return false;
  return iso_projector_grid (contents->N, shape.width, shape.height).columns <= ISO_PROJECTOR_MOST_PIXELS;
}

IsoProjectorGrid
iso_projector_grid (size_t N, size_t width, size_t height)
{
  IsoProjectorGrid grid = { (size_t) ceil (sqrt ((double) MAX (N, 1))), width, height };
  size_t longer = MAX (MAX (width, height), 1), most = ISO_PROJECTOR_MOST_PIXELS / grid.columns;
  if (longer > most)
    {
      grid.width = MAX (width * most / longer, 1);
      grid.height = MAX (height * most / longer, 1);
    }
  return grid;
}

/* ---- tables ---- */

static bool
write_vectors (const char *path, const IsoProjectorContents *contents, GError **error)
{
  IsoFileWriter *file = iso_file_writer_new (path);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  for (size_t i = 0; i < contents->N && iso_file_writer_is_well (file); i++)
    for (size_t d = 0; d < contents->D; d++)
      {
        iso_file_writer_add_text (
            file, g_ascii_formatd (number, sizeof number, FLOAT_FORMAT, (double) contents->embeddings[i * contents->D + d]));
        iso_file_writer_add (file, d + 1 < contents->D ? "\t" : "\n", 1);
      }
  return iso_file_writer_finish (file, error);
}

/* A tab or a line's end would be another column or row, and the format knows no quotes. */
static char *
make_cell (const char *text)
{
  char *cell = g_strdup (text);
  for (char *at = cell; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  return cell;
}

static bool
write_metadata (const char *path, const IsoProjectorContents *contents, GError **error)
{
  const gint32 *labels = iso_dataset_labels (contents->dataset);
  IsoFileWriter *file = iso_file_writer_new (path);
  iso_file_writer_add_text (file, "name\tclass\tindex\n");
  for (size_t i = 0; i < contents->N && iso_file_writer_is_well (file); i++)
    {
      guint32 index = contents->indices[i];
      g_autofree char *name = make_cell (iso_dataset_class_name (contents->dataset, (guint32) labels[index]));
      g_autofree char *row = g_strdup_printf ("%s\t%d\t%u\n", name, labels[index], index);
      iso_file_writer_add_text (file, row);
    }
  return iso_file_writer_finish (file, error);
}

/* ---- what says so ---- */

/* As Protocol Buffers have texts: any byte that is not plain in octal. */
static char *
quote_text (const char *text)
{
  GString *quoted = g_string_new ("\"");
  for (const guint8 *at = (const guint8 *) text; *at != '\0'; at++)
    if (*at == '"' || *at == '\\')
      g_string_append_printf (quoted, "\\%c", *at);
    else if (*at < 0x20 || *at > 0x7e)
      g_string_append_printf (quoted, "\\%03o", *at);
    else
      g_string_append_c (quoted, (char) *at);
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

/* grid NULL: there is no sprite. */
static char *
make_pbtxt (const IsoProjectorContents *contents, const IsoProjectorGrid *grid)
{
  g_autofree char *title = quote_text (contents->title);
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "embeddings {\n  tensor_name: %s\n  tensor_shape: %zu\n  tensor_shape: %zu\n", title, contents->N,
                          contents->D);
  g_string_append (text, "  tensor_path: \"" VECTORS "\"\n  metadata_path: \"" METADATA "\"\n");
  if (grid != NULL)
    g_string_append_printf (text, "  sprite {\n    image_path: \"" ISO_PROJECTOR_SPRITE "\"\n    single_image_dim: %zu\n"
                                  "    single_image_dim: %zu\n  }\n", grid->width, grid->height);
  g_string_append (text, "}\n");
  return g_string_free (text, FALSE);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_sizes (JsonBuilder *builder, const char *name, size_t first, size_t second)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, (gint64) first);
  json_builder_add_int_value (builder, (gint64) second);
  json_builder_end_array (builder);
}

static char *
make_json (const IsoProjectorContents *contents, const IsoProjectorGrid *grid)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "embeddings");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_text (builder, "tensorName", contents->title);
  add_sizes (builder, "tensorShape", contents->N, contents->D);
  add_text (builder, "tensorPath", VECTORS);
  add_text (builder, "metadataPath", METADATA);
  if (grid != NULL)
    {
      json_builder_set_member_name (builder, "sprite");
      json_builder_begin_object (builder);
      add_text (builder, "imagePath", ISO_PROJECTOR_SPRITE);
      add_sizes (builder, "singleImageDim", grid->width, grid->height);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}

bool
iso_projector_write (const char *folder, const IsoProjectorContents *contents, GError **error)
{
  g_autofree char *vectors = g_build_filename (folder, VECTORS, NULL), *metadata = g_build_filename (folder, METADATA, NULL);
  g_autofree char *pbtxt_path = g_build_filename (folder, "projector_config.pbtxt", NULL);
  g_autofree char *json_path = g_build_filename (folder, "projector_config.json", NULL);
  g_autofree char *sprite = g_build_filename (folder, ISO_PROJECTOR_SPRITE, NULL);
  IsoSampleShape shape = iso_dataset_shape (contents->dataset);
  const IsoProjectorGrid sheet = iso_projector_grid (contents->N, shape.width, shape.height);
  const IsoProjectorGrid *grid = iso_projector_has_sprite (contents) ? &sheet : NULL;
  g_autofree char *pbtxt = make_pbtxt (contents, grid), *json = make_json (contents, grid);
  return write_vectors (vectors, contents, error) && write_metadata (metadata, contents, error)
         && (grid == NULL || iso_projector_write_sprite (sprite, contents, grid, error))
         && iso_file_write (pbtxt_path, pbtxt, strlen (pbtxt), error) && iso_file_write (json_path, json, strlen (json), error);
}
