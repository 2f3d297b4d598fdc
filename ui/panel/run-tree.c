#include "ui/panel/run-tree.h"

#include <string.h>

struct _IsoRunTree {
  GObject parent_instance;
  IsoRunLibrary *library; /* or NULL */
  GHashTable *rows;       /* IsoRunRow by its id */
  GPtrArray *newest;      /* of IsoRunRow, the newest first: the library's order; the rows are the table's */
  GHashTable *changed;    /* rows that read differently than before, as a set */
  GHashTable *parents;    /* rows that have children in sight, as a set */
  GListStore *roots;
  GtkTreeListModel *model;
  GtkSorter *sorter;      /* or NULL */
  char **words;           /* case-folded, or NULL */
  char *text, *sweep;
  IsoRunStatus status;
  gboolean is_flat, is_reshaped; /* reshaped: it has just become flat, or a tree */
  guint match_count;
};

G_DEFINE_FINAL_TYPE (IsoRunTree, iso_run_tree, G_TYPE_OBJECT)

enum { ARRANGING, ARRANGED, CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- what is shown ---- */

static gboolean
matches (IsoRunTree *tree, IsoRunRow *row)
{
  const IsoRun *run = iso_run_row_run (row);
  if (tree->status != ISO_RUN_STATUS_COUNT && run->status != tree->status)
    return FALSE;
  if (tree->sweep != NULL && strcmp (run->sweep != NULL ? run->sweep : "", tree->sweep) != 0)
    return FALSE;
  return iso_run_row_matches (row, (const char *const *) tree->words);
}

static IsoRunRow *
parent_of (IsoRunTree *tree, IsoRunRow *row)
{
  gint64 parent = iso_run_row_run (row)->parent;
  return parent != 0 ? iso_run_tree_find (tree, parent) : NULL;
}

/* Rows in sight, the newest first. A parent was there before its fork, so that no chain of them has a ring: but who trusts a file that
 * anybody may have written ends it all the same, for a row is taken up once. */
static GPtrArray *
collect_shown (IsoRunTree *tree, GHashTable *shown)
{
  GPtrArray *rows = g_ptr_array_new ();
  tree->match_count = 0;
  for (guint i = 0; i < tree->newest->len; i++)
    {
      IsoRunRow *row = g_ptr_array_index (tree->newest, i);
      if (!matches (tree, row))
        continue;
      tree->match_count++;
      do
        g_hash_table_add (shown, row);
      while (!tree->is_flat && (row = parent_of (tree, row)) != NULL && !g_hash_table_contains (shown, row));
    }
  for (guint i = 0; i < tree->newest->len; i++)
    if (g_hash_table_contains (shown, tree->newest->pdata[i]))
      g_ptr_array_add (rows, tree->newest->pdata[i]);
  return rows;
}

/* Whether following parents from the row leads back to it. */
static gboolean
is_in_ring (IsoRunTree *tree, IsoRunRow *row)
{
  guint most = tree->newest->len;
  for (IsoRunRow *above = parent_of (tree, row); above != NULL && most > 0; above = parent_of (tree, above), most--)
    if (above == row)
      return TRUE;
  return most == 0;
}

/* ---- order ---- */

typedef struct {
  IsoRunRow *row;
  guint place; /* among the newest */
} Entry;

typedef struct {
  GtkSorter *sorter;
  gboolean are_forks;
} Order;

static int
compare_entries (gconstpointer a, gconstpointer b, void *data)
{
  const Entry *first = a, *second = b;
  const Order *order = data;
  int difference = order->sorter != NULL ? (int) gtk_sorter_compare (order->sorter, first->row, second->row) : 0;
  if (difference == 0 && order->are_forks)
    {
      int begun = iso_run_row_run (first->row)->fork_epoch, other = iso_run_row_run (second->row)->fork_epoch;
      difference = (begun > other) - (begun < other);
    }
  return difference != 0 ? difference : (first->place > second->place) - (first->place < second->place);
}

/* rows: the newest first; sorted in place. */
static void
sort (IsoRunTree *tree, GPtrArray *rows, gboolean are_forks)
{
  g_autofree Entry *entries = g_new (Entry, MAX (rows->len, 1));
  Order order = { tree->sorter, are_forks };
  if (rows->len < 2 || (tree->sorter == NULL && !are_forks))
    return;
  for (guint i = 0; i < rows->len; i++)
    entries[i] = (Entry) { rows->pdata[i], i };
  g_qsort_with_data (entries, (int) rows->len, sizeof (Entry), compare_entries, &order);
  for (guint i = 0; i < rows->len; i++)
    rows->pdata[i] = entries[i].row;
}

/* ---- the models ---- */

/* The store becomes these rows; those at either end that are there already stay untouched. Rows that have become parents or are none
 * any more count as new ones: their places in the tree are made once. */
static void
fill_store (GListStore *store, const GPtrArray *rows, GHashTable *flipped)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (store)), first = 0, last = 0;
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < count; i++)
    g_ptr_array_add (before, g_list_model_get_item (G_LIST_MODEL (store), i));
  while (first < MIN (count, rows->len) && before->pdata[first] == rows->pdata[first]
         && !g_hash_table_contains (flipped, rows->pdata[first]))
    first++;
  while (last < MIN (count, rows->len) - first && before->pdata[count - 1 - last] == rows->pdata[rows->len - 1 - last]
         && !g_hash_table_contains (flipped, rows->pdata[rows->len - 1 - last]))
    last++;
  if (first + last < count || first + last < rows->len)
    g_list_store_splice (store, first, count - first - last, rows->pdata + first, rows->len - first - last);
}

/* Lists of children by their parents, and of those without one under NULL. */
static GHashTable *
group_by_parent (IsoRunTree *tree, const GPtrArray *rows, GHashTable *shown)
{
  GHashTable *groups = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_hash_table_insert (groups, NULL, g_ptr_array_new ());
  for (guint i = 0; i < rows->len; i++)
    {
      IsoRunRow *row = rows->pdata[i], *parent = tree->is_flat ? NULL : parent_of (tree, row);
      if (parent != NULL && (!g_hash_table_contains (shown, parent) || is_in_ring (tree, row)))
        parent = NULL;
      GPtrArray *group = g_hash_table_lookup (groups, parent);
      if (group == NULL)
        g_hash_table_insert (groups, parent, group = g_ptr_array_new ());
      g_ptr_array_add (group, row);
    }
  return groups;
}

static void
note_flipped (IsoRunTree *tree, GHashTable *flipped, const GPtrArray *rows, GHashTable *groups)
{
  for (guint i = 0; i < rows->len; i++)
    {
      IsoRunRow *row = rows->pdata[i];
      gboolean is_parent = g_hash_table_contains (groups, row);
      if (!tree->is_reshaped && is_parent == g_hash_table_contains (tree->parents, row))
        continue;
      g_hash_table_add (flipped, row);
      if (is_parent)
        g_hash_table_add (tree->parents, row);
      else
        g_hash_table_remove (tree->parents, row);
    }
}

static void
arrange (IsoRunTree *tree)
{
  g_autoptr (GHashTable) shown = g_hash_table_new (NULL, NULL), flipped = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) rows = collect_shown (tree, shown);
  g_autoptr (GHashTable) groups = group_by_parent (tree, rows, shown);
  GHashTableIter iter;
  gpointer parent, group;
  g_signal_emit (tree, signals[ARRANGING], 0);
  note_flipped (tree, flipped, rows, groups);
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, &parent, &group))
    {
      sort (tree, group, parent != NULL);
      if (parent != NULL)
        fill_store (iso_run_row_children (parent), group, flipped);
    }
  fill_store (tree->roots, g_hash_table_lookup (groups, NULL), flipped);
  g_signal_emit (tree, signals[ARRANGED], 0);
}

static GListModel *
children_of (gpointer item, gpointer data)
{
  IsoRunTree *tree = data;
  return !tree->is_flat && g_hash_table_contains (tree->parents, item) ? G_LIST_MODEL (g_object_ref (iso_run_row_children (item)))
                                                                       : NULL;
}

/* ---- what the library says ---- */

/* Whether runs that read differently may have to stand elsewhere. */
static gboolean
has_order (IsoRunTree *tree)
{
  return tree->words != NULL || tree->sweep != NULL || tree->status != ISO_RUN_STATUS_COUNT
         || (tree->sorter != NULL && gtk_sorter_get_order (tree->sorter) != GTK_SORTER_ORDER_NONE);
}

static void
library_changed (IsoRunTree *tree)
{
  GPtrArray *runs = tree->library != NULL ? iso_run_library_runs (tree->library) : NULL;
  guint former = tree->newest->len;
  gboolean is_other = FALSE; /* runs have come, gone, or been given another parent */
  GHashTable *rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  g_hash_table_remove_all (tree->changed);
  g_ptr_array_set_size (tree->newest, 0);
  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      const IsoRun *run = g_ptr_array_index (runs, i);
      IsoRunFacts *facts = iso_run_library_facts (tree->library, run);
      IsoRunRow *row = iso_run_tree_find (tree, run->id);
      is_other = is_other || row == NULL || iso_run_row_run (row)->parent != run->parent;
      if (row == NULL)
        row = iso_run_row_new (runs, run, facts);
      else if (iso_run_row_update (g_object_ref (row), runs, run, facts))
        g_hash_table_add (tree->changed, row);
      g_hash_table_insert (rows, g_memdup2 (&run->id, sizeof run->id), row);
      g_ptr_array_add (tree->newest, row);
    }
  /* Rows that are gone are let go only once nothing in sight points at them. */
  g_autoptr (GHashTable) before = tree->rows;
  tree->rows = rows;
  if (is_other || former != tree->newest->len || (g_hash_table_size (tree->changed) > 0 && has_order (tree)))
    arrange (tree);
  GHashTableIter iter;
  gpointer row;
  g_hash_table_iter_init (&iter, tree->parents);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    if (iso_run_tree_find (tree, iso_run_row_id (row)) != row)
      g_hash_table_iter_remove (&iter);
  g_signal_emit (tree, signals[CHANGED], 0);
}

void
iso_run_tree_set_library (IsoRunTree *tree, IsoRunLibrary *library)
{
  g_return_if_fail (ISO_IS_RUN_TREE (tree));
  if (tree->library == library)
    return;
  if (tree->library != NULL)
    g_signal_handlers_disconnect_by_data (tree->library, tree);
  g_set_object (&tree->library, library);
  if (library != NULL)
    g_signal_connect_object (library, "changed", G_CALLBACK (library_changed), tree, G_CONNECT_SWAPPED);
  library_changed (tree);
}

void
iso_run_tree_set_filter (IsoRunTree *tree, const IsoRunFilter *filter)
{
  g_return_if_fail (ISO_IS_RUN_TREE (tree));
  const char *wanted = filter->text != NULL && filter->text[0] != '\0' ? filter->text : NULL;
  if (g_strcmp0 (tree->text, wanted) == 0 && g_strcmp0 (tree->sweep, filter->sweep) == 0 && tree->status == filter->status)
    return;
  g_autofree char *text = g_strdup (wanted), *sweep = g_strdup (filter->sweep);
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;
  g_strfreev (tree->words);
  tree->words = folded != NULL ? g_strsplit_set (folded, " \t\n", -1) : NULL;
  g_free (tree->text);
  g_free (tree->sweep);
  tree->text = g_steal_pointer (&text);
  tree->sweep = g_steal_pointer (&sweep);
  tree->status = filter->status;
  arrange (tree);
}

void
iso_run_tree_set_is_flat (IsoRunTree *tree, gboolean is_flat)
{
  g_return_if_fail (ISO_IS_RUN_TREE (tree));
  if (tree->is_flat == is_flat)
    return;
  tree->is_flat = is_flat;
  tree->is_reshaped = TRUE;
  arrange (tree);
  tree->is_reshaped = FALSE;
}

gboolean
iso_run_tree_is_flat (IsoRunTree *tree)
{
  return tree->is_flat;
}

void
iso_run_tree_set_sorter (IsoRunTree *tree, GtkSorter *sorter)
{
  g_return_if_fail (ISO_IS_RUN_TREE (tree));
  if (tree->sorter != NULL)
    g_signal_handlers_disconnect_by_data (tree->sorter, tree);
  g_set_object (&tree->sorter, sorter);
  if (sorter != NULL)
    g_signal_connect_object (sorter, "changed", G_CALLBACK (arrange), tree, G_CONNECT_SWAPPED);
  arrange (tree);
}

GListModel *
iso_run_tree_model (IsoRunTree *tree)
{
  return G_LIST_MODEL (tree->model);
}

IsoRunRow *
iso_run_tree_find (IsoRunTree *tree, gint64 id)
{
  return g_hash_table_lookup (tree->rows, &id);
}

gboolean
iso_run_tree_is_changed (IsoRunTree *tree, IsoRunRow *row)
{
  return g_hash_table_contains (tree->changed, row);
}

guint
iso_run_tree_count (IsoRunTree *tree)
{
  return tree->newest->len;
}

guint
iso_run_tree_match_count (IsoRunTree *tree)
{
  return tree->match_count;
}

static void
iso_run_tree_finalize (GObject *object)
{
  IsoRunTree *tree = ISO_RUN_TREE (object);
  /* Whoever still holds the model asks nobody for children any more. */
  g_list_store_remove_all (tree->roots);
  g_clear_object (&tree->model);
  g_clear_object (&tree->roots);
  g_clear_object (&tree->sorter);
  g_clear_object (&tree->library);
  g_ptr_array_unref (tree->newest);
  g_hash_table_unref (tree->changed);
  g_hash_table_unref (tree->parents);
  g_hash_table_unref (tree->rows);
  g_strfreev (tree->words);
  g_free (tree->text);
  g_free (tree->sweep);
  G_OBJECT_CLASS (iso_run_tree_parent_class)->finalize (object);
}

static void
iso_run_tree_class_init (IsoRunTreeClass *class)
{
  static const char *const names[SIGNAL_COUNT] = { "arranging", "arranged", "changed" };
  G_OBJECT_CLASS (class)->finalize = iso_run_tree_finalize;
  for (int i = 0; i < SIGNAL_COUNT; i++)
    signals[i] = g_signal_new (names[i], ISO_TYPE_RUN_TREE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_run_tree_init (IsoRunTree *tree)
{
  tree->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  tree->newest = g_ptr_array_new ();
  tree->changed = g_hash_table_new (NULL, NULL);
  tree->parents = g_hash_table_new (NULL, NULL);
  tree->roots = g_list_store_new (ISO_TYPE_RUN_ROW);
  tree->status = ISO_RUN_STATUS_COUNT;
  tree->is_flat = TRUE;
  tree->model = gtk_tree_list_model_new (G_LIST_MODEL (g_object_ref (tree->roots)), FALSE, TRUE, children_of, tree, NULL);
}

IsoRunTree *
iso_run_tree_new (void)
{
  return g_object_new (ISO_TYPE_RUN_TREE, NULL);
}
