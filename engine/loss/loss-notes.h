/* Notes on the losses, for readers: see engine/base/note.h. Formulas say the same as IsoLossKind's, whose text is for terminals. */
#pragma once

#include "engine/base/note.h"
#include "engine/loss/loss.h"

const IsoNote *iso_loss_note (IsoLossName name);

/* The two halves of the table; for loss-notes.c alone. */
extern const IsoNote iso_loss_notes_on_pairs[ISO_LOSS_COUNT];   /* loss-notes-pairs.c */
extern const IsoNote iso_loss_notes_on_proxies[ISO_LOSS_COUNT]; /* loss-notes-proxies.c */

/* Signs that several notes share; they want <glib/gi18n-lib.h>. */
#define ISO_SIGN_DISTANCE { "d_{ap},  d_{an}", N_("distance of the anchor to its positive and to its negative") }
#define ISO_SIGN_SIMILARITY { "S_{ij}", N_("cosine similarity of samples i and j") }
#define ISO_SIGN_TRIPLET { "(a,p,n)", N_("anchor, positive and negative of a triplet that the miner chose") }
#define ISO_SIGN_HINGE { "[x]_+", N_("x where it is above 0, else 0: the pair is then left alone") }
#define ISO_SIGN_POSITIVES { "P_i", N_("the positives of anchor i: all other samples of its class") }
#define ISO_SIGN_LENGTH { "l_2", N_("length penalty; without effect on embeddings of unit length") }
#define ISO_SIGN_PROXY { "w_c", N_("proxy of class c, learnt beside the network") }
#define ISO_SIGN_CLASS { "y_i", N_("class of sample i") }
