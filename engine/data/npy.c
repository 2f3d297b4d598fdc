#include "engine/data/npy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/file.h"
#include "engine/data/npy-order.h"

#if G_BYTE_ORDER != G_LITTLE_ENDIAN
#error "values are copied as they stand in the file: little endian"
#endif

#define MAGIC "\x93NUMPY"
#define MAGIC_SIZE 6
#define LONGEST_TEXT 32
/* Characters of a text among the values. */
#define LONGEST_VALUE (1 << 20)

static const struct {
  const char *code; /* of NumPy, behind the byte order */
  IsoNpyType type;
  size_t size;
} types[] = {
  { "f4", ISO_NPY_FLOAT32, 4 }, { "f8", ISO_NPY_FLOAT64, 8 }, { "f2", ISO_NPY_FLOAT16, 2 }, { "b1", ISO_NPY_BOOL, 1 },
  { "i1", ISO_NPY_INT8, 1 },    { "i2", ISO_NPY_INT16, 2 },   { "i4", ISO_NPY_INT32, 4 },   { "i8", ISO_NPY_INT64, 8 },
  { "u1", ISO_NPY_UINT8, 1 },   { "u2", ISO_NPY_UINT16, 2 },  { "u4", ISO_NPY_UINT32, 4 },  { "u8", ISO_NPY_UINT64, 8 },
};

/* The header's text, a Python dictionary: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), } */
typedef struct {
  const char *name;
  const char *at, *end;
  bool has_type, has_order, has_shape, fortran, swapped;
} Header;

static bool
refuse_text (const Header *header, const char *expected, GError **error)
{
  char found[2] = { header->at < header->end ? *header->at : '\0', '\0' };
  if (g_ascii_isgraph (found[0]))
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: header: found “%s”, expected %s"), header->name, found, expected);
  else
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: header: ends or is unreadable where %s is expected"), header->name,
                 expected);
  return false;
}

static void
skip_blanks (Header *header)
{
  while (header->at < header->end && (*header->at == ' ' || *header->at == '\n'))
    header->at++;
}

/* Skips blanks and takes the character if it stands there. */
static bool
take (Header *header, char character)
{
  skip_blanks (header);
  if (header->at >= header->end || *header->at != character)
    return false;
  header->at++;
  return true;
}

static bool
take_word (Header *header, const char *word)
{
  size_t length = strlen (word);
  skip_blanks (header);
  if ((size_t) (header->end - header->at) < length || memcmp (header->at, word, length) != 0)
    return false;
  header->at += length;
  return true;
}

/* A quoted string of printable ASCII without escapes: all that NumPy writes here. */
static bool
take_text (char text[LONGEST_TEXT], Header *header, const char *expected, GError **error)
{
  char quote = take (header, '\'') ? '\'' : '"';
  size_t length = 0;
  if (quote == '"' && !take (header, '"'))
    return refuse_text (header, expected, error);
  while (header->at < header->end && *header->at != quote && length + 1 < LONGEST_TEXT && g_ascii_isprint (*header->at))
    text[length++] = *header->at++;
  text[length] = '\0';
  if (header->at >= header->end || *header->at != quote)
    return refuse_text (header, expected, error);
  header->at++;
  return true;
}

/* "<U5": texts of five characters. */
static bool
parse_text_type (IsoNpy *npy, Header *header, const char *text)
{
  guint64 width;
  bool unicode = text[1] == 'U';
  if ((!unicode && text[1] != 'S') || !g_ascii_string_to_unsigned (text + 2, 10, 1, LONGEST_VALUE, &width, NULL))
    return false;
  npy->type = unicode ? ISO_NPY_UNICODE : ISO_NPY_BYTES;
  npy->element_size = (size_t) width * (unicode ? 4 : 1);
  header->swapped = unicode && text[0] == '>';
  return true;
}

static bool
parse_number_type (IsoNpy *npy, Header *header, const char *text)
{
  for (size_t i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (text + 1, types[i].code) == 0 && (types[i].size == 1 || text[0] != '|'))
      {
        npy->type = types[i].type;
        npy->element_size = types[i].size;
        header->swapped = text[0] == '>' && types[i].size > 1;
        return true;
      }
  return false;
}

static bool
parse_type (IsoNpy *npy, Header *header, GError **error)
{
  char text[LONGEST_TEXT];
  if (!take_text (text, header, _("a plain number type as “descr”"), error))
    return false;
  header->has_type = text[0] != '\0' && strchr ("<>|", text[0]) != NULL
                     && (parse_number_type (npy, header, text) || parse_text_type (npy, header, text));
  if (header->has_type)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
               _("%s: type: found “%s”, expected numbers such as “<f4”, “<f8”, “<i4”, “<i8” or “|u1”, or texts such as “<U8”"),
               header->name, text);
  return false;
}

static bool
parse_order (Header *header, GError **error)
{
  header->fortran = take_word (header, "True");
  if (!header->fortran && !take_word (header, "False"))
    return refuse_text (header, _("True or False as “fortran_order”"), error);
  header->has_order = true;
  return true;
}

static bool
parse_size (size_t *size, Header *header, GError **error)
{
  skip_blanks (header);
  if (header->at >= header->end || !g_ascii_isdigit (*header->at))
    return refuse_text (header, _("a size in “shape”"), error);
  *size = 0;
  for (; header->at < header->end && g_ascii_isdigit (*header->at); header->at++)
    if (!iso_checked_multiply (size, *size, 10) || __builtin_add_overflow (*size, (size_t) (*header->at - '0'), size))
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: shape: a size is too large"), header->name);
        return false;
      }
  if (header->at < header->end && *header->at == 'L') /* Python 2 wrote long integers so */
    header->at++;
  return true;
}

static bool
parse_shape (IsoNpy *npy, Header *header, GError **error)
{
  npy->dimension_count = 0;
  npy->element_count = 1;
  if (!take (header, '('))
    return refuse_text (header, _("“(” as the start of “shape”"), error);
  while (!take (header, ')'))
    {
      size_t size = 0;
      if (!parse_size (&size, header, error))
        return false;
      if (npy->dimension_count == ISO_NPY_MAX_DIMENSIONS)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: shape: found more dimensions than %d"), header->name,
                       ISO_NPY_MAX_DIMENSIONS);
          return false;
        }
      npy->sizes[npy->dimension_count++] = size;
      if (!iso_checked_multiply (&npy->element_count, npy->element_count, size))
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: shape: the product of the sizes is too large"), header->name);
          return false;
        }
      if (!take (header, ',') && (header->at >= header->end || *header->at != ')'))
        return refuse_text (header, _("“,” or “)” in “shape”"), error);
    }
  header->has_shape = true;
  return true;
}

static bool
parse_entry (IsoNpy *npy, Header *header, GError **error)
{
  char key[LONGEST_TEXT];
  if (!take_text (key, header, _("a key in quotes"), error))
    return false;
  if (!take (header, ':'))
    return refuse_text (header, _("“:” after a key"), error);
  if (strcmp (key, "descr") == 0 && !header->has_type)
    return parse_type (npy, header, error);
  if (strcmp (key, "fortran_order") == 0 && !header->has_order)
    return parse_order (header, error);
  if (strcmp (key, "shape") == 0 && !header->has_shape)
    return parse_shape (npy, header, error);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
               _("%s: header: found key “%s”, expected “descr”, “fortran_order” and “shape”, once each"), header->name, key);
  return false;
}

static bool
parse_dictionary (IsoNpy *npy, Header *header, GError **error)
{
  if (!take (header, '{'))
    return refuse_text (header, _("“{”"), error);
  while (!take (header, '}'))
    {
      if (!parse_entry (npy, header, error))
        return false;
      if (!take (header, ',') && (header->at >= header->end || *header->at != '}'))
        return refuse_text (header, _("“,” or “}”"), error);
    }
  skip_blanks (header);
  if (header->at < header->end)
    return refuse_text (header, _("blanks up to the end"), error);
  const char *missing = !header->has_type ? "descr" : !header->has_order ? "fortran_order" : !header->has_shape ? "shape" : NULL;
  if (missing != NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: header: key “%s” is missing"), header->name, missing);
      return false;
    }
  return true;
}

/* Finds the dictionary behind magic, version and length. */
static bool
find_header (Header *header, const char *name, const guint8 *data, size_t size, GError **error)
{
  *header = (Header) { .name = name };
  if (size < MAGIC_SIZE || memcmp (data, MAGIC, MAGIC_SIZE) != 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: magic number: expected \\x93NUMPY, found %s: not a .npy file"),
                   name, size == 0 ? _("an empty file") : size < MAGIC_SIZE ? _("too few bytes") : _("something else"));
      return false;
    }
  if (size < MAGIC_SIZE + 2 || data[6] < 1 || data[6] > 3 || data[7] != 0)
    {
      if (size < MAGIC_SIZE + 2)
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: truncated: the version is missing"), name);
      else
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: version: found %u.%u, expected 1.0, 2.0 or 3.0"), name, data[6],
                     data[7]);
      return false;
    }
  size_t start = data[6] == 1 ? MAGIC_SIZE + 4 : MAGIC_SIZE + 6, length = 0;
  if (size >= start)
    for (size_t i = start; i > MAGIC_SIZE + 2; i--)
      length = length << 8 | data[i - 1];
  if (size < start || length > size - start)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                   _("%s: header length: found %zu bytes, but %zu follow: truncated or damaged"),
                   name, length, size > start ? size - start : 0);
      return false;
    }
  header->at = (const char *) data + start;
  header->end = header->at + length;
  return true;
}

/* Where the values start in contents, whose size is that of the shape; NULL on an error. */
static const guint8 *
find_values (IsoNpy *npy, Header *header, const char *name, GBytes *contents, GError **error)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (contents, &size);
  size_t expected;
  *npy = (IsoNpy) { 0 };
  if (!find_header (header, name, data, size, error) || !parse_dictionary (npy, header, error))
    return NULL;
  size_t found = size - (size_t) (header->end - (const char *) data);
  if (!iso_checked_multiply (&expected, npy->element_count, npy->element_size))
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: shape: the product of the sizes is too large"), name);
  else if (found != expected)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                 _("%s: values: found %zu bytes, expected %zu (%zu elements of %zu bytes, by the shape in the header)"), name,
                 found, expected, npy->element_count, npy->element_size);
  else
    return (const guint8 *) header->end;
  return NULL;
}

static bool
copy_values (IsoNpy *npy, const Header *header, const guint8 *values, const char *name, GError **error)
{
  npy->data = iso_block_new (npy->element_count, 1, npy->element_size, name, error);
  if (npy->data == NULL)
    return false;
  if (header->fortran && npy->dimension_count > 1)
    iso_npy_reorder (npy->data, values, npy->sizes, npy->dimension_count, npy->element_size);
  else if (npy->element_count * npy->element_size > 0)
    memcpy (npy->data, values, npy->element_count * npy->element_size);
  if (header->swapped)
    iso_npy_swap (npy->data, npy->element_count, npy->element_size, npy->type == ISO_NPY_UNICODE);
  return true;
}

bool
iso_npy_parse (IsoNpy *npy, const char *name, GBytes *contents, GError **error)
{
  Header header;
  const guint8 *values = find_values (npy, &header, name, contents, error);
  if (values != NULL && copy_values (npy, &header, values, name, error))
    return true;
  iso_npy_clear (npy);
  return false;
}

bool
iso_npy_view (IsoNpy *npy, const char *name, GBytes *contents, GError **error)
{
  Header header;
  const guint8 *values = find_values (npy, &header, name, contents, error);
  bool in_place = values != NULL && !header.swapped && (!header.fortran || npy->dimension_count < 2)
                  && !iso_npy_is_text (npy) && (guintptr) values % npy->element_size == 0;
  if (in_place)
    {
      npy->owner = g_bytes_ref (contents);
      npy->data = (void *) values;
      return true;
    }
  if (values != NULL && copy_values (npy, &header, values, name, error))
    return true;
  iso_npy_clear (npy);
  return false;
}

bool
iso_npy_load (IsoNpy *npy, GFile *file, GCancellable *cancellable, GError **error)
{
  *npy = (IsoNpy) { 0 };
  g_autoptr (GBytes) contents = iso_file_load (file, cancellable, error);
  if (contents == NULL)
    return false;
  g_autofree char *name = g_file_get_parse_name (file);
  return iso_npy_parse (npy, name, contents, error);
}

bool
iso_npy_read (IsoNpy *npy, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  return iso_npy_load (npy, file, NULL, error);
}

void
iso_npy_clear (IsoNpy *npy)
{
  if (npy->owner != NULL)
    g_bytes_unref (npy->owner);
  else
    iso_block_free (npy->data);
  *npy = (IsoNpy) { 0 };
}
