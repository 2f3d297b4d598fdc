/* The keys that move views of a dock. */
#include "ui/window/dock-private.h"

static gboolean
move_by_key (IsoDock *dock, const char *id, guint key, gboolean splits)
{
  static const guint arrows[][2] = { { GDK_KEY_Left, GDK_KEY_KP_Left }, { GDK_KEY_Right, GDK_KEY_KP_Right },
                                     { GDK_KEY_Up, GDK_KEY_KP_Up }, { GDK_KEY_Down, GDK_KEY_KP_Down } };
  for (IsoDockSide side = ISO_DOCK_LEFT; side < ISO_DOCK_INSIDE; side++)
    if (key == arrows[side][0] || key == arrows[side][1])
      {
        if (splits)
          iso_dock_split (dock, id, side);
        else
          iso_dock_move (dock, id, side);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

/* Before the views see them: a cursor moves by the same keys. Where a word is being typed they are the word's. */
static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoDock *dock)
{
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK | GDK_SUPER_MASK);
  const char *id = iso_dock_current (dock);
  IsoDockNode *frame = iso_dock_tree_find (dock->tree, id != NULL ? id : "");
  if (frame == NULL || GTK_IS_TEXT (iso_dock_focus_widget (dock)))
    return GDK_EVENT_PROPAGATE;
  if (held == GDK_CONTROL_MASK && frame->ids->len > 1 && (key == GDK_KEY_Page_Up || key == GDK_KEY_Page_Down))
    {
      iso_dock_turn (dock, id, key == GDK_KEY_Page_Down ? 1 : -1);
      return GDK_EVENT_STOP;
    }
  if (held == (GDK_CONTROL_MASK | GDK_SHIFT_MASK) || held == (GDK_ALT_MASK | GDK_SHIFT_MASK))
    return move_by_key (dock, id, key, (held & GDK_ALT_MASK) != 0);
  return GDK_EVENT_PROPAGATE;
}

void
iso_dock_listen (IsoDock *dock)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), dock);
  gtk_widget_add_controller (GTK_WIDGET (dock), keys);
}
