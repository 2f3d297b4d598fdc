/* The command palette: a search field over a list of all that can be done, found by typing parts of names. It lies over the whole
 * window; Enter or a click chooses, Esc or a click beside it closes. Emits "chosen" (item) after it has closed and the keyboard is back
 * where it was. */
#pragma once

#include <gtk/gtk.h>

#include "ui/window/palette-item.h"

#define ISO_TYPE_PALETTE (iso_palette_get_type ())
G_DECLARE_FINAL_TYPE (IsoPalette, iso_palette, ISO, PALETTE, GtkWidget)

/* Items made from what is typed, put before those found; newly allocated, owning. */
typedef GPtrArray *(*IsoPaletteOffer) (const char *text, gpointer data);

GtkWidget *iso_palette_new (IsoPaletteOffer offer, gpointer data);

/* Opens with an empty field. items: of IsoPaletteItem, in the order in which they stand while nothing is typed; a reference is taken.
 * recent: ids of those chosen before, the newest first, NULL-terminated, or NULL: they stand first, and win over others that fit as
 * well. */
void iso_palette_open (IsoPalette *palette, GPtrArray *items, const char *const *recent);
void iso_palette_close (IsoPalette *palette);
gboolean iso_palette_is_open (IsoPalette *palette);

/* What is listed, best first (IsoPaletteItem); not owned. */
GListModel *iso_palette_listed (IsoPalette *palette);
GtkEditable *iso_palette_field (IsoPalette *palette);
