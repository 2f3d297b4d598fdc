/* Takes away what a card shows, from any window that has cards: as a picture by way of the dialog of its look, or its numbers. What came of
 * it is told by the AdwToastOverlay around the card, if there is one. */
#pragma once

#include "ui/plot/view-card.h"

/* One at a time for each card; nothing where it shows nothing. */
void iso_card_export_figure (IsoViewCard *card);
void iso_card_export_numbers (IsoViewCard *card);

/* For those who know where to: the numbers, or the picture in the look chosen last, into a file. The path is copied. */
void iso_card_export_to (IsoViewCard *card, gboolean is_picture, const char *path);
