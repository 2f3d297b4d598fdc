/* The tree of a dock: as text and back, what is moved, closed and restored in it, and where a view that is dropped goes. */
#include "ui/window/dock.h"

#define STANDARD "rows 0.4 columns 0.5 [ curves ] [ map ] [ batch walk lab ]"

static void
assert_text (const IsoDockNode *tree, const char *expected)
{
  g_autofree char *text = iso_dock_tree_print (tree, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static IsoDockNode *
tree_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  IsoDockNode *tree = iso_dock_tree_parse (text, NULL, NULL, &error);
  g_assert_no_error (error);
  return tree;
}

static void
test_texts (void)
{
  static const char *const texts[] = {
    "[ a ]",
    "[ *a b ]",
    "[ a *b ]",
    "columns 0.2500 [ a ] [ b ]",
    "rows 0.3850 columns 0.5000 [ a ] [ b ] [ c d *e ]",
    "rows 0.0200 [ a ] rows 0.9800 [ b ] columns 0.1000 [ c-1 ] [ d2 ]",
  };
  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      IsoDockNode *tree = tree_of (texts[i]);
      assert_text (tree, texts[i]);
      iso_dock_tree_free (tree);
    }
  IsoDockNode *loose = tree_of ("  rows\n0.5\t[ a ]   [ b ] ");
  assert_text (loose, "rows 0.5000 [ a ] [ b ]");
  iso_dock_tree_free (loose);
}

static void
test_hostile_texts (void)
{
  static const char *const texts[] = {
    "", " ", "[", "]", "[ ]", "[ a", "[ a ] [ b ]", "[ a ] b", "rows", "rows 0.5", "rows 0.5 [ a ]", "rows [ a ] [ b ]",
    "rows 0 [ a ] [ b ]", "rows 1 [ a ] [ b ]", "rows nan [ a ] [ b ]", "rows inf [ a ] [ b ]", "rows -0.5 [ a ] [ b ]",
    "rows 0.5x [ a ] [ b ]", "rows 0,5 [ a ] [ b ]", "row 0.5 [ a ] [ b ]", "rows 0.5 [ a ] [ a ]", "[ a a ]", "[ *a *b ]", "[ * ]",
    "[ **a ]", "[ A ]", "[ ../a ]", "[ a\xff ]", "[ z ]", "[ a ] closed a", "[ a ] closed b b", "[ a ] closed z", "[ a ] open b",
    "rows 0.5 [ a ] [ b ] ]",
  };
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  for (const char *const *id = (const char *const[]){ "a", "b", "c", NULL }; *id != NULL; id++)
    g_ptr_array_add (known, (gpointer) *id);
  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) closed = g_ptr_array_new ();
      g_autofree char *shown = g_strescape (texts[i], NULL); /* not all of them are UTF-8 */
      g_test_message ("“%s”", shown);
      g_assert_null (iso_dock_tree_parse (texts[i], known, closed, &error));
      g_assert_nonnull (error);
    }
  /* Neither deep nor long ones use up memory or stack. */
  g_autoptr (GString) deep = g_string_new (NULL);
  for (int i = 0; i < 200; i++)
    g_string_append (deep, "rows 0.5 ");
  g_assert_null (iso_dock_tree_parse (deep->str, known, NULL, NULL));
  for (int i = 0; i < 5000; i++)
    g_string_append (deep, "[ a ] ");
  g_assert_null (iso_dock_tree_parse (deep->str, known, NULL, NULL));
  /* Cut off anywhere, a text is refused, unless what is left is whole. */
  const char *whole = "rows 0.5 [ a ] [ *b c ] closed";
  for (size_t length = 0; length < strlen (whole) - strlen (" closed"); length++)
    {
      g_autofree char *cut = g_strndup (whole, length);
      g_assert_null (iso_dock_tree_parse (cut, known, NULL, NULL));
    }
}

static void
move (IsoDockNode **tree, const char *id, IsoDockSide side, const char *expected)
{
  g_autofree char *before = iso_dock_tree_print (*tree, NULL);
  bool moved = iso_dock_tree_move (tree, id, side);
  assert_text (*tree, expected != NULL ? expected : before);
  g_assert_true (moved == (expected != NULL));
}

static void
test_moves (void)
{
  IsoDockNode *tree = tree_of ("rows 0.4 columns 0.5 [ a ] [ b ] [ c ]");
  move (&tree, "a", ISO_DOCK_RIGHT, "rows 0.4000 [ b *a ] [ c ]");
  move (&tree, "a", ISO_DOCK_LEFT, "rows 0.4000 columns 0.5000 [ a ] [ b ] [ c ]");
  move (&tree, "c", ISO_DOCK_DOWN, NULL);
  move (&tree, "b", ISO_DOCK_RIGHT, "columns 0.6000 rows 0.4000 [ a ] [ c ] [ b ]");
  move (&tree, "b", ISO_DOCK_RIGHT, NULL);
  move (&tree, "b", ISO_DOCK_LEFT, "rows 0.4000 [ a ] [ c *b ]");
  move (&tree, "b", ISO_DOCK_DOWN, "rows 0.4000 [ a ] rows 0.5000 [ c ] [ b ]");
  move (&tree, "b", ISO_DOCK_DOWN, NULL);
  move (&tree, "a", ISO_DOCK_DOWN, "rows 0.5000 [ c *a ] [ b ]");
  move (&tree, "z", ISO_DOCK_DOWN, NULL);
  iso_dock_tree_free (tree);
  tree = tree_of ("[ a ]");
  for (IsoDockSide side = ISO_DOCK_LEFT; side < ISO_DOCK_INSIDE; side++)
    move (&tree, "a", side, NULL);
  iso_dock_tree_free (tree);
  /* Of two neighbours, the one along which it lies most. */
  tree = tree_of ("columns 0.5 [ a ] rows 0.3 [ b ] [ c ]");
  g_assert_true (iso_dock_tree_neighbor (tree, tree->children[0], ISO_DOCK_RIGHT) == iso_dock_tree_find (tree, "c"));
  g_assert_null (iso_dock_tree_neighbor (tree, tree->children[0], ISO_DOCK_UP));
  iso_dock_tree_free (tree);
}

static void
test_closing_and_restoring (void)
{
  IsoDockNode *standard = tree_of ("rows 0.4 columns 0.5 [ a ] [ b ] [ c d ]"), *tree = tree_of ("rows 0.4 columns 0.5 [ a ] [ b ] [ c *d ]");
  static const char *const ids[] = { "a", "b", "c", "d" };
  /* Any one that was closed comes back to where it was. */
  for (size_t i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      iso_dock_tree_remove (&tree, ids[i]);
      g_assert_null (iso_dock_tree_find (tree, ids[i]));
      iso_dock_tree_restore (&tree, ids[i], standard);
    }
  assert_text (tree, "rows 0.4000 columns 0.5000 [ a ] [ b ] [ c *d ]");
  iso_dock_tree_remove (&tree, "c");
  iso_dock_tree_remove (&tree, "d");
  assert_text (tree, "columns 0.5000 [ a ] [ b ]");
  iso_dock_tree_restore (&tree, "c", standard);
  assert_text (tree, "rows 0.4000 columns 0.5000 [ a ] [ b ] [ c ]");
  iso_dock_tree_restore (&tree, "unheard-of", standard);
  assert_text (tree, "rows 0.4000 columns 0.5000 [ a ] [ b ] [ c *unheard-of ]");
  for (size_t i = 0; i < G_N_ELEMENTS (ids); i++)
    iso_dock_tree_remove (&tree, ids[i]);
  iso_dock_tree_remove (&tree, "unheard-of");
  g_assert_null (tree);
  iso_dock_tree_restore (&tree, "b", standard);
  assert_text (tree, "[ b ]");
  iso_dock_tree_free (tree);
  iso_dock_tree_free (standard);
}

/* Whatever is done in whatever order, every view is there once and the text can be read again. */
static void
test_any_order (void)
{
  static const char *const ids[] = { "curves", "map", "batch", "walk", "lab" };
  IsoDockNode *standard = tree_of (STANDARD), *tree = tree_of (STANDARD);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  for (int turn = 0; turn < 2000; turn++)
    {
      const char *id = ids[g_rand_int_range (random, 0, G_N_ELEMENTS (ids))], *other = ids[g_rand_int_range (random, 0, G_N_ELEMENTS (ids))];
      IsoDockSide side = (IsoDockSide) g_rand_int_range (random, 0, 5);
      IsoDockNode *frame = iso_dock_tree_find (tree, other);
      switch (g_rand_int_range (random, 0, 3))
        {
        case 0:
          iso_dock_tree_move (&tree, id, side);
          break;
        case 1:
          if (frame != NULL)
            iso_dock_tree_drop (&tree, id, frame, side);
          break;
        default:
          if (iso_dock_tree_find (tree, id) != NULL && tree->kind != ISO_DOCK_TABS)
            iso_dock_tree_remove (&tree, id);
          else if (iso_dock_tree_find (tree, id) == NULL)
            iso_dock_tree_restore (&tree, id, standard);
        }
      g_autofree char *text = iso_dock_tree_print (tree, NULL), *again = NULL;
      IsoDockNode *read = tree_of (text);
      again = iso_dock_tree_print (read, NULL);
      g_assert_cmpstr (again, ==, text);
      iso_dock_tree_free (read);
    }
  iso_dock_tree_free (tree);
  iso_dock_tree_free (standard);
}

static void
test_sides (void)
{
  g_assert_cmpint (iso_dock_side_at (10.0, 100.0, 400.0, 200.0), ==, ISO_DOCK_LEFT);
  g_assert_cmpint (iso_dock_side_at (390.0, 100.0, 400.0, 200.0), ==, ISO_DOCK_RIGHT);
  g_assert_cmpint (iso_dock_side_at (200.0, 5.0, 400.0, 200.0), ==, ISO_DOCK_UP);
  g_assert_cmpint (iso_dock_side_at (200.0, 199.0, 400.0, 200.0), ==, ISO_DOCK_DOWN);
  g_assert_cmpint (iso_dock_side_at (200.0, 100.0, 400.0, 200.0), ==, ISO_DOCK_INSIDE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dock-tree/texts", test_texts);
  g_test_add_func ("/dock-tree/hostile-texts", test_hostile_texts);
  g_test_add_func ("/dock-tree/moves", test_moves);
  g_test_add_func ("/dock-tree/closing-and-restoring", test_closing_and_restoring);
  g_test_add_func ("/dock-tree/any-order", test_any_order);
  g_test_add_func ("/dock-tree/sides", test_sides);
  return g_test_run ();
}
