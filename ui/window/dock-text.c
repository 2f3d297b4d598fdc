/* Trees of a dock as text, and back: what the text says is not believed before it is checked. */
#include <glib/gi18n.h>
#include <string.h>

#include "engine/base/error.h"
#include "ui/window/dock-tree-private.h"

#define LEAST_FRACTION 0.02
#define CLOSED "closed"

typedef struct {
  char **words; /* NULL-terminated */
  guint at;
  GPtrArray *known;
  GHashTable *seen;
} Reader;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoDockNode, iso_dock_tree_free)

static const char *
next_word (Reader *reader)
{
  while (reader->words[reader->at] != NULL && reader->words[reader->at][0] == '\0')
    reader->at++;
  return reader->words[reader->at];
}

static bool
refuse (Reader *reader, const char *expected, GError **error)
{
  const char *word = next_word (reader);
  g_autofree char *shown = word == NULL ? NULL : g_utf8_make_valid (word, -1);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("arrangement of views: found %s, expected %s"),
               shown == NULL ? _("the end") : shown, expected);
  return false;
}

static bool
read_id (const char **id, Reader *reader, const char *word, GError **error)
{
  bool is_plain = word[0] != '\0' && strspn (word, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (word);
  if (!is_plain || (reader->known != NULL && !g_ptr_array_find_with_equal_func (reader->known, word, g_str_equal, NULL)))
    return refuse (reader, _("the name of a view"), error);
  *id = g_intern_string (word);
  if (!g_hash_table_add (reader->seen, (gpointer) *id))
    return refuse (reader, _("each view once"), error);
  reader->at++;
  return true;
}

static IsoDockNode *
read_frame (Reader *reader, GError **error)
{
  g_autoptr (IsoDockNode) frame = iso_dock_frame_node_new ();
  bool has_active = false;
  reader->at++;
  for (const char *word = next_word (reader); g_strcmp0 (word, "]") != 0; word = next_word (reader))
    {
      const char *id;
      bool is_active = word != NULL && word[0] == '*';
      if (word == NULL || (is_active && has_active))
        return refuse (reader, "]", error), NULL;
      if (!read_id (&id, reader, word + is_active, error))
        return NULL;
      if (is_active)
        frame->active = frame->ids->len;
      has_active |= is_active;
      g_ptr_array_add (frame->ids, (gpointer) id);
    }
  if (frame->ids->len == 0)
    return refuse (reader, _("the name of a view"), error), NULL;
  reader->at++;
  return g_steal_pointer (&frame);
}

static bool
read_fraction (double *fraction, Reader *reader, GError **error)
{
  const char *word = next_word (reader);
  char *end = NULL;
  *fraction = word == NULL ? -1.0 : g_ascii_strtod (word, &end);
  if (word == NULL || *end != '\0' || !(*fraction >= LEAST_FRACTION && *fraction <= 1.0 - LEAST_FRACTION))
    return refuse (reader, _("a fraction between 0 and 1"), error);
  reader->at++;
  return true;
}

static IsoDockNode *
read_node (Reader *reader, int depth, GError **error)
{
  const char *word = next_word (reader);
  if (g_strcmp0 (word, "[") == 0)
    return read_frame (reader, error);
  bool columns = g_strcmp0 (word, "columns") == 0;
  if ((!columns && g_strcmp0 (word, "rows") != 0) || depth == ISO_DOCK_MOST_DEPTH)
    return refuse (reader, depth == ISO_DOCK_MOST_DEPTH ? "[" : "rows, columns, [", error), NULL;
  reader->at++;
  g_autoptr (IsoDockNode) node = g_new0 (IsoDockNode, 1);
  node->kind = columns ? ISO_DOCK_COLUMNS : ISO_DOCK_ROWS;
  if (!read_fraction (&node->fraction, reader, error))
    return NULL;
  for (int i = 0; i < 2; i++)
    {
      node->children[i] = read_node (reader, depth + 1, error);
      if (node->children[i] == NULL)
        return NULL;
      node->children[i]->parent = node;
    }
  return g_steal_pointer (&node);
}

static bool
read_closed (GPtrArray *closed, Reader *reader, GError **error)
{
  reader->at++;
  for (const char *word = next_word (reader); word != NULL; word = next_word (reader))
    {
      const char *id;
      if (!read_id (&id, reader, word, error))
        return false;
      g_ptr_array_add (closed, (gpointer) id);
    }
  return true;
}

IsoDockNode *
iso_dock_tree_parse (const char *text, GPtrArray *known, GPtrArray *closed, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  if (strnlen (text, ISO_DOCK_MOST_TEXT + 1) > ISO_DOCK_MOST_TEXT)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("arrangement of views: longer than %d bytes"), ISO_DOCK_MOST_TEXT);
      return NULL;
    }
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  Reader reader = { words, 0, known, seen };
  g_autoptr (IsoDockNode) tree = read_node (&reader, 0, error);
  if (tree == NULL)
    return NULL;
  if (closed != NULL && g_strcmp0 (next_word (&reader), CLOSED) == 0 && !read_closed (closed, &reader, error))
    return NULL;
  if (next_word (&reader) != NULL)
    return refuse (&reader, _("the end"), error), NULL;
  return g_steal_pointer (&tree);
}

static void
print_node (GString *text, const IsoDockNode *node)
{
  char fraction[G_ASCII_DTOSTR_BUF_SIZE];
  if (node->kind != ISO_DOCK_TABS)
    {
      g_string_append_printf (text, "%s %s ", node->kind == ISO_DOCK_COLUMNS ? "columns" : "rows",
                              g_ascii_formatd (fraction, sizeof fraction, "%.4f",
                                               CLAMP (node->fraction, LEAST_FRACTION, 1.0 - LEAST_FRACTION)));
      print_node (text, node->children[0]);
      g_string_append_c (text, ' ');
      print_node (text, node->children[1]);
      return;
    }
  g_string_append (text, "[ ");
  for (guint i = 0; i < node->ids->len; i++)
    g_string_append_printf (text, "%s%s ", i == node->active && node->ids->len > 1 ? "*" : "",
                            (char *) g_ptr_array_index (node->ids, i));
  g_string_append_c (text, ']');
}

char *
iso_dock_tree_print (const IsoDockNode *tree, const GPtrArray *closed)
{
  GString *text = g_string_new (NULL);
  print_node (text, tree);
  if (closed != NULL && closed->len > 0)
    {
      g_string_append (text, " " CLOSED);
      for (guint i = 0; i < closed->len; i++)
        g_string_append_printf (text, " %s", (char *) g_ptr_array_index (closed, i));
    }
  return g_string_free (text, FALSE);
}
