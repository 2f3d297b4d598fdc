/* Where the views of a dock stand: moved, split off, turned over; as a text that is kept. */
#include "ui/window/dock-private.h"

static void
rearranged (IsoDock *dock, const char *id, gboolean did)
{
  if (!did)
    return;
  dock->is_standard = FALSE;
  dock->filling = NULL;
  dock->current = g_intern_string (id);
  iso_dock_rebuild (dock);
  iso_dock_focus (dock, id);
}

void
iso_dock_move (IsoDock *dock, const char *id, IsoDockSide side)
{
  rearranged (dock, id, iso_dock_tree_move (&dock->tree, id, side));
}

void
iso_dock_drop (IsoDock *dock, const char *id, IsoDockNode *frame, IsoDockSide side)
{
  rearranged (dock, id, iso_dock_tree_drop (&dock->tree, id, frame, side));
}

void
iso_dock_split (IsoDock *dock, const char *id, IsoDockSide side)
{
  IsoDockNode *frame = iso_dock_tree_find (dock->tree, id);
  rearranged (dock, id, frame != NULL && iso_dock_tree_drop (&dock->tree, id, frame, side));
}

void
iso_dock_turn (IsoDock *dock, const char *id, int by)
{
  IsoDockNode *frame = iso_dock_tree_find (dock->tree, id);
  if (frame == NULL || frame->ids->len < 2)
    return;
  int count = (int) frame->ids->len, next = (((int) frame->active + by) % count + count) % count;
  const char *other = g_ptr_array_index (frame->ids, (guint) next);
  iso_dock_show (dock, other);
  iso_dock_focus (dock, other);
}

void
iso_dock_reset (IsoDock *dock)
{
  dock->filling = NULL;
  iso_dock_take_standard (dock);
  iso_dock_rebuild (dock);
}

char *
iso_dock_to_text (IsoDock *dock)
{
  g_autoptr (GPtrArray) closed = g_ptr_array_new ();
  for (guint i = 0; i < dock->views->len; i++)
    {
      IsoDockView *view = g_ptr_array_index (dock->views, i);
      if (!iso_dock_is_open (dock, view->id))
        g_ptr_array_add (closed, (gpointer) view->id);
    }
  return dock->tree == NULL ? g_strdup ("") : iso_dock_tree_print (dock->tree, closed);
}

gboolean
iso_dock_from_text (IsoDock *dock, const char *text, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new (), closed = g_ptr_array_new ();
  for (guint i = 0; i < dock->views->len; i++)
    g_ptr_array_add (known, (gpointer) iso_dock_id (dock, i));
  IsoDockNode *tree = iso_dock_tree_parse (text, known, closed, error);
  if (tree == NULL)
    return FALSE;
  iso_dock_tree_free (dock->tree);
  dock->tree = tree;
  for (guint i = 0; i < known->len; i++)
    if (!iso_dock_is_open (dock, g_ptr_array_index (known, i)) && !g_ptr_array_find (closed, g_ptr_array_index (known, i), NULL))
      iso_dock_tree_restore (&dock->tree, g_ptr_array_index (known, i), dock->standard);
  dock->is_standard = FALSE;
  dock->filling = NULL;
  iso_dock_rebuild (dock);
  return TRUE;
}
