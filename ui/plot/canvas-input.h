/* Pointer, keys and focus of a drawing that has a cursor: where it is pointed at, what leaves it, what is pressed. */
#pragma once

#include <gtk/gtk.h>

/* Each with the signature of its signal, the widget as the last argument. */
typedef struct {
  GCallback pointer_moved; /* GtkEventControllerMotion::motion, and ::enter */
  GCallback pointer_left;  /* ::leave */
  GCallback key_pressed;   /* GtkEventControllerKey::key-pressed */
  GCallback focus_left;    /* GtkEventControllerFocus::leave */
} IsoCanvasInput;

/* Listens as long as widget lives; it becomes focusable, and a click gives it the focus. */
void iso_canvas_listen (GtkWidget *widget, const IsoCanvasInput *input);
