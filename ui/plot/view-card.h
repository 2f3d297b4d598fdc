/* The frame that every view shares: a rounded card with a title, a quiet subtitle, controls at the right, and the view below.
 * Views derive from it, and say what they show as a figure that can be taken away (figure.h).
 *
 * Signal "exportable" (): whether there is something to take away may have changed. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/figure.h"

#define ISO_TYPE_VIEW_CARD (iso_view_card_get_type ())
G_DECLARE_DERIVABLE_TYPE (IsoViewCard, iso_view_card, ISO, VIEW_CARD, GtkBox)

struct _IsoViewCardClass {
  GtkBoxClass parent_class;

  /* Whether the view shows something that could be taken away; quick, for it is asked often. NULL: it never does. */
  gboolean (*can_export) (IsoViewCard *card);
  /* What it shows now, newly made and not waited for; NULL where there is nothing. */
  IsoFigure *(*figure) (IsoViewCard *card);
  /* Why it has numbers but is no picture, to be translated; NULL: it is one. */
  const char *no_picture;
};

/* title: the view's name ("Curves"), bold; subtitle: what it shows at the moment (method, batch, epoch, "showing n of N"). */
void iso_view_card_set_title (IsoViewCard *card, const char *title);
void iso_view_card_set_subtitle (IsoViewCard *card, const char *subtitle);
const char *iso_view_card_title (IsoViewCard *card);
const char *iso_view_card_subtitle (IsoViewCard *card);
/* For a view whose header is full of controls: the subtitle gets a line of its own below it, unless a tab has taken the title away. */
void iso_view_card_lower_subtitle (IsoViewCard *card);
/* A tab above the card already says this: of the title only what it says beyond it is shown ("Batch at step 9" under "Batch": "at
 * step 9"). NULL: all of it. */
void iso_view_card_set_tab (IsoViewCard *card, const char *tab);
/* The line of title and controls: what a hand takes hold of to move the card. */
GtkWidget *iso_view_card_header (IsoViewCard *card);
/* Appended at the right of the header, in order. */
void iso_view_card_add_control (IsoViewCard *card, GtkWidget *control);
/* What stays at the right of the title, however narrow the card. */
void iso_view_card_set_corner (IsoViewCard *card, GtkWidget *corner);
/* The view itself, which expands. */
void iso_view_card_set_body (IsoViewCard *card, GtkWidget *body);

/* Whether there is something to take away now, and whether it is a picture too. */
gboolean iso_view_card_can_export (IsoViewCard *card);
gboolean iso_view_card_is_picture (IsoViewCard *card);
/* What is shown, newly made; NULL where that is nothing. */
IsoFigure *iso_view_card_figure (IsoViewCard *card);
/* Translated; NULL: it is a picture. */
const char *iso_view_card_no_picture (IsoViewCard *card);
/* A view says that it shows something now, or no longer does. */
void iso_view_card_exportable (IsoViewCard *card);

/* A linked row of toggles of which one is on: names shown, NULL-terminated; "notify::active" of each is the caller's affair via
 * `toggled`, called with the index when it changes. `label` is the accessible name of the group. */
typedef void (*IsoChoiceToggled) (int index, gpointer data);
GtkWidget *iso_choice_row_new (const char *label, const char *const *names, int active, IsoChoiceToggled toggled, gpointer data);
void iso_choice_row_set_active (GtkWidget *row, int index);

/* The figure theme that fits the present style (dark, high contrast), its text as large as the desktop wants text to be. It never
 * changes and stays for ever: when the style or the size changes there is another. iso_watch_theme() tells when to draw anew. */
const IsoTheme *iso_present_theme (void);

/* What takes the keyboard first, as soon as it is in sight; without it, what comes first in the body. */
void iso_view_card_set_main (IsoViewCard *card, GtkWidget *widget);

/* Moves the keyboard into what the card shows, so that the card's keys hold; where it is there already, to what is main. */
gboolean iso_view_card_focus (IsoViewCard *card);
