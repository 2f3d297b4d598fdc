/* How the views of a dock share its room: a tree whose leaves are frames (views behind one another, with tabs) and whose inner nodes
 * split the room in two. Plain data without widgets, so that moving, closing and remembering can be tested by themselves.
 *
 *     rows 0.385 columns 0.5 [ curves ] [ map ] [ *batch walk ]
 *
 * is the text of a tree: of two rows the upper takes 0.385 of the height and is split into two columns; of the lower frame's views
 * batch is in front. Views go by their ids, interned strings of letters, digits and hyphens. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum { ISO_DOCK_TABS, ISO_DOCK_COLUMNS, ISO_DOCK_ROWS } IsoDockKind;
typedef enum { ISO_DOCK_LEFT, ISO_DOCK_RIGHT, ISO_DOCK_UP, ISO_DOCK_DOWN, ISO_DOCK_INSIDE } IsoDockSide;

typedef struct _IsoDockNode IsoDockNode;
struct _IsoDockNode {
  IsoDockKind kind;
  IsoDockNode *parent;      /* NULL of the root */
  IsoDockNode *children[2]; /* of a split: left and right, or upper and lower */
  double fraction;          /* of a split: the share of the first, between 0 and 1 */
  GPtrArray *ids;           /* of a frame: at least one, interned */
  guint active;             /* of a frame: which of them is in front */
  /* For the dock's use; not looked at here: tabs of a frame or handle of a split, its room in pixels, and where its handle was when it
   * was taken hold of. */
  gpointer widget;
  int x, y, width, height, grasped;
};

/* Texts longer than this, or splits nested deeper, are not ours. */
#define ISO_DOCK_MOST_TEXT 4096
#define ISO_DOCK_MOST_DEPTH 16

void iso_dock_tree_free (IsoDockNode *tree);

/* known: the ids that may occur, or NULL for any. closed: filled with the ids that the text says are closed, or NULL where that part
 * must be missing. NULL with an error that says what was found and what was expected where the text is not that of a tree: unknown
 * ids, an id twice, fractions out of range, words cut off or left over. */
IsoDockNode *iso_dock_tree_parse (const char *text, GPtrArray *known, GPtrArray *closed, GError **error);
/* closed: ids to name as closed after the tree, or NULL. Newly allocated. */
char *iso_dock_tree_print (const IsoDockNode *tree, const GPtrArray *closed);

/* The frame that has the view, or NULL. */
IsoDockNode *iso_dock_tree_find (IsoDockNode *tree, const char *id);
/* Brings a view to the front of its frame. */
void iso_dock_tree_raise (IsoDockNode *tree, const char *id);
/* The last frame, at the lower right. */
IsoDockNode *iso_dock_tree_last (IsoDockNode *tree);
/* The frame next to this one on that side, of several the one along which it lies most; NULL at the edge. */
IsoDockNode *iso_dock_tree_neighbor (IsoDockNode *tree, const IsoDockNode *frame, IsoDockSide side);

/* Appends the ids of all views, in order of place. */
void iso_dock_tree_collect (const IsoDockNode *tree, GPtrArray *ids);

/* Takes a view out; a frame without views goes, and the room with it to its sibling. *tree is NULL after the last. */
void iso_dock_tree_remove (IsoDockNode **tree, const char *id);
/* Takes a view to a frame: among its views, or into a frame of its own that takes half of it on that side. False if that changes
 * nothing. */
bool iso_dock_tree_drop (IsoDockNode **tree, const char *id, IsoDockNode *frame, IsoDockSide side);
/* By keys: into the next frame on that side; at the edge, out of its frame; alone in its frame, along the whole edge. */
bool iso_dock_tree_move (IsoDockNode **tree, const char *id, IsoDockSide side);
/* Puts a view that is not in the tree where it stands in `standard`: with its tabs, or on the same side of the same views. */
void iso_dock_tree_restore (IsoDockNode **tree, const char *id, const IsoDockNode *standard);
