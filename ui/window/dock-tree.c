#include "ui/window/dock-tree.h"

#include "ui/window/dock-tree-private.h"

#define EDGE_SHARE 0.4 /* of the whole room, for a view that goes to its edge */
#define NEAR 1e-6

IsoDockNode *
iso_dock_frame_node_new (void)
{
  IsoDockNode *node = g_new0 (IsoDockNode, 1);
  node->kind = ISO_DOCK_TABS;
  node->ids = g_ptr_array_new ();
  return node;
}

void
iso_dock_tree_free (IsoDockNode *tree)
{
  if (tree == NULL)
    return;
  iso_dock_tree_free (tree->children[0]);
  iso_dock_tree_free (tree->children[1]);
  g_clear_pointer (&tree->ids, g_ptr_array_unref);
  g_free (tree);
}

static bool
find_id (const IsoDockNode *frame, const char *id, guint *index)
{
  return g_ptr_array_find_with_equal_func (frame->ids, id, g_str_equal, index);
}

IsoDockNode *
iso_dock_tree_find (IsoDockNode *tree, const char *id)
{
  if (tree == NULL)
    return NULL;
  if (tree->kind == ISO_DOCK_TABS)
    return find_id (tree, id, NULL) ? tree : NULL;
  IsoDockNode *found = iso_dock_tree_find (tree->children[0], id);
  return found != NULL ? found : iso_dock_tree_find (tree->children[1], id);
}

void
iso_dock_tree_raise (IsoDockNode *tree, const char *id)
{
  IsoDockNode *frame = iso_dock_tree_find (tree, id);
  if (frame != NULL)
    find_id (frame, id, &frame->active);
}

IsoDockNode *
iso_dock_tree_last (IsoDockNode *tree)
{
  while (tree != NULL && tree->kind != ISO_DOCK_TABS)
    tree = tree->children[1];
  return tree;
}

void
iso_dock_tree_collect (const IsoDockNode *tree, GPtrArray *ids)
{
  if (tree == NULL)
    return;
  iso_dock_tree_collect (tree->children[0], ids);
  iso_dock_tree_collect (tree->children[1], ids);
  for (guint i = 0; tree->ids != NULL && i < tree->ids->len; i++)
    g_ptr_array_add (ids, g_ptr_array_index (tree->ids, i));
}

/* `new` takes the place of `old`, which is left without a parent. */
static void
put_in_place (IsoDockNode **tree, IsoDockNode *old, IsoDockNode *new)
{
  IsoDockNode *parent = old->parent;
  new->parent = parent;
  old->parent = NULL;
  if (parent == NULL)
    *tree = new;
  else
    parent->children[parent->children[1] == old] = new;
}

static void
append (IsoDockNode *frame, const char *id)
{
  g_ptr_array_add (frame->ids, (gpointer) g_intern_string (id));
  frame->active = frame->ids->len - 1;
}

/* A frame with the view takes `share` of the room of `node` on that side. */
static void
split (IsoDockNode **tree, IsoDockNode *node, const char *id, IsoDockSide side, double share)
{
  IsoDockNode *parting = g_new0 (IsoDockNode, 1), *frame = iso_dock_frame_node_new ();
  bool first = side == ISO_DOCK_LEFT || side == ISO_DOCK_UP;
  append (frame, id);
  parting->kind = side == ISO_DOCK_LEFT || side == ISO_DOCK_RIGHT ? ISO_DOCK_COLUMNS : ISO_DOCK_ROWS;
  parting->fraction = first ? share : 1.0 - share;
  put_in_place (tree, node, parting);
  parting->children[first ? 0 : 1] = frame;
  parting->children[first ? 1 : 0] = node;
  frame->parent = node->parent = parting;
}

void
iso_dock_tree_remove (IsoDockNode **tree, const char *id)
{
  IsoDockNode *frame = iso_dock_tree_find (*tree, id);
  guint index;
  if (frame == NULL)
    return;
  find_id (frame, id, &index);
  g_ptr_array_remove_index (frame->ids, index);
  if (frame->active > index || frame->active == frame->ids->len)
    frame->active -= frame->active > 0;
  if (frame->ids->len > 0)
    return;
  IsoDockNode *parent = frame->parent;
  if (parent == NULL)
    *tree = NULL;
  else
    {
      put_in_place (tree, parent, parent->children[parent->children[0] == frame]);
      parent->children[0] = parent->children[1] = NULL;
      iso_dock_tree_free (parent);
    }
  iso_dock_tree_free (frame);
}

/* ---- neighbours ---- */

typedef struct {
  IsoDockNode *frame;
  double left, right, top, bottom; /* in a room of 1 × 1 */
} Place;

static void
collect_places (GArray *places, IsoDockNode *node, Place room)
{
  if (node->kind == ISO_DOCK_TABS)
    {
      room.frame = node;
      g_array_append_val (places, room);
      return;
    }
  Place first = room, second = room;
  if (node->kind == ISO_DOCK_COLUMNS)
    first.right = second.left = room.left + node->fraction * (room.right - room.left);
  else
    first.bottom = second.top = room.top + node->fraction * (room.bottom - room.top);
  collect_places (places, node->children[0], first);
  collect_places (places, node->children[1], second);
}

/* How far `other` lies beyond that side of `place`, and along how much of it. */
static void
relate (double *distance, double *overlap, const Place *place, const Place *other, IsoDockSide side)
{
  if (side == ISO_DOCK_LEFT || side == ISO_DOCK_RIGHT)
    *overlap = MIN (place->bottom, other->bottom) - MAX (place->top, other->top);
  else
    *overlap = MIN (place->right, other->right) - MAX (place->left, other->left);
  *distance = side == ISO_DOCK_LEFT    ? place->left - other->right
              : side == ISO_DOCK_RIGHT ? other->left - place->right
              : side == ISO_DOCK_UP    ? place->top - other->bottom
                                       : other->top - place->bottom;
}

IsoDockNode *
iso_dock_tree_neighbor (IsoDockNode *tree, const IsoDockNode *frame, IsoDockSide side)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  const Place *own = NULL;
  IsoDockNode *best = NULL;
  double best_distance = G_MAXDOUBLE, best_overlap = 0.0;
  collect_places (places, tree, (Place){ NULL, 0.0, 1.0, 0.0, 1.0 });
  for (guint i = 0; i < places->len; i++)
    if (g_array_index (places, Place, i).frame == frame)
      own = &g_array_index (places, Place, i);
  g_return_val_if_fail (own != NULL, NULL);
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      double distance, overlap;
      relate (&distance, &overlap, own, place, side);
      if (place == own || distance < -NEAR || overlap < NEAR)
        continue;
      if (distance < best_distance - NEAR || (distance < best_distance + NEAR && overlap > best_overlap + NEAR))
        {
          best = place->frame;
          best_distance = distance;
          best_overlap = overlap;
        }
    }
  return best;
}

/* ---- moving ---- */

bool
iso_dock_tree_drop (IsoDockNode **tree, const char *id, IsoDockNode *frame, IsoDockSide side)
{
  IsoDockNode *from = iso_dock_tree_find (*tree, id);
  const char *kept = g_intern_string (id);
  if (from == NULL || (from == frame && (side == ISO_DOCK_INSIDE || frame->ids->len == 1)))
    return false;
  /* The frame stays: it is another one, or has other views. */
  iso_dock_tree_remove (tree, kept);
  if (side == ISO_DOCK_INSIDE)
    append (frame, kept);
  else
    split (tree, frame, kept, side, 0.5);
  return true;
}

bool
iso_dock_tree_move (IsoDockNode **tree, const char *id, IsoDockSide side)
{
  IsoDockNode *frame = iso_dock_tree_find (*tree, id);
  const char *kept = g_intern_string (id);
  if (frame == NULL || side == ISO_DOCK_INSIDE)
    return false;
  IsoDockNode *neighbor = iso_dock_tree_neighbor (*tree, frame, side);
  if (neighbor != NULL)
    return iso_dock_tree_drop (tree, kept, neighbor, ISO_DOCK_INSIDE);
  if (frame->ids->len > 1)
    return iso_dock_tree_drop (tree, kept, frame, side);
  IsoDockKind kind = side == ISO_DOCK_LEFT || side == ISO_DOCK_RIGHT ? ISO_DOCK_COLUMNS : ISO_DOCK_ROWS;
  bool is_along = true;
  /* Alone, or along the whole edge already. */
  for (const IsoDockNode *node = frame->parent; node != NULL; node = node->parent)
    is_along &= node->kind == kind;
  if (is_along)
    return false;
  iso_dock_tree_remove (tree, kept);
  split (tree, *tree, kept, side, EDGE_SHARE);
  return true;
}

/* ---- where a view belongs ---- */

/* The lowest node that has both below it. */
static IsoDockNode *
common_node (IsoDockNode *a, IsoDockNode *b)
{
  for (; a != NULL; a = a->parent)
    for (IsoDockNode *node = b; node != NULL; node = node->parent)
      if (node == a)
        return a;
  return NULL;
}

/* The lowest node of the tree that has all views of `part`, a part of another tree, as far as they are there; NULL if none is. */
static IsoDockNode *
counterpart (IsoDockNode *tree, const IsoDockNode *part)
{
  IsoDockNode *common = NULL;
  if (part->kind != ISO_DOCK_TABS)
    {
      IsoDockNode *first = counterpart (tree, part->children[0]), *second = counterpart (tree, part->children[1]);
      return first == NULL ? second : second == NULL ? first : common_node (first, second);
    }
  for (guint i = 0; i < part->ids->len; i++)
    {
      IsoDockNode *frame = iso_dock_tree_find (tree, g_ptr_array_index (part->ids, i));
      if (frame != NULL)
        common = common == NULL ? frame : common_node (common, frame);
    }
  return common;
}

void
iso_dock_tree_restore (IsoDockNode **tree, const char *id, const IsoDockNode *standard)
{
  const IsoDockNode *place = iso_dock_tree_find ((IsoDockNode *) standard, id);
  g_return_if_fail (iso_dock_tree_find (*tree, id) == NULL);
  if (*tree == NULL)
    {
      *tree = iso_dock_frame_node_new ();
      append (*tree, id);
      return;
    }
  for (guint i = 0; place != NULL && i < place->ids->len; i++)
    {
      IsoDockNode *frame = iso_dock_tree_find (*tree, g_ptr_array_index (place->ids, i));
      if (frame != NULL)
        {
          append (frame, id);
          return;
        }
    }
  for (const IsoDockNode *node = place; node != NULL && node->parent != NULL; node = node->parent)
    {
      const IsoDockNode *parent = node->parent;
      bool first = node == parent->children[0], columns = parent->kind == ISO_DOCK_COLUMNS;
      IsoDockNode *beside = counterpart (*tree, parent->children[first ? 1 : 0]);
      if (beside == NULL)
        continue;
      split (tree, beside, id, columns ? (first ? ISO_DOCK_LEFT : ISO_DOCK_RIGHT) : (first ? ISO_DOCK_UP : ISO_DOCK_DOWN),
             first ? parent->fraction : 1.0 - parent->fraction);
      return;
    }
  append (iso_dock_tree_last (*tree), id);
}
