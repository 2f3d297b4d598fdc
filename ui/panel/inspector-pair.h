/* The inspector's card on a pair: both samples, and their numbers in every stage of the method. */
#pragma once

#include <gtk/gtk.h>

#include "ui/panel/pair-look.h"

#define ISO_TYPE_INSPECTOR_PAIR (iso_inspector_pair_get_type ())
G_DECLARE_FINAL_TYPE (IsoInspectorPair, iso_inspector_pair, ISO, INSPECTOR_PAIR, GtkBox)

GtkWidget *iso_inspector_pair_new (void);
/* dataset: names and pictures, or NULL. */
void iso_inspector_pair_show (IsoInspectorPair *view, const IsoPairLook *look, IsoDataset *dataset);

/* What stands beside a stage at the moment: "0.0208 → 0.0312". */
const char *iso_inspector_pair_text (IsoInspectorPair *view, IsoPairValue kind);
