/* The inspector's card on where a pair's diffused target came from: through which samples, over walks of which length. */
#pragma once

#include <gtk/gtk.h>

#include "ui/panel/pair-look.h"

#define ISO_TYPE_INSPECTOR_ORIGIN (iso_inspector_origin_get_type ())
G_DECLARE_FINAL_TYPE (IsoInspectorOrigin, iso_inspector_origin, ISO, INSPECTOR_ORIGIN, GtkBox)

GtkWidget *iso_inspector_origin_new (void);
/* dataset: names, or NULL. Both are only read. */
void iso_inspector_origin_show (IsoInspectorOrigin *view, const IsoPairLook *look, IsoDataset *dataset);

/* "61 % by 60 → 57 → 59", as it reads at the moment. */
const char *iso_inspector_origin_text (IsoInspectorOrigin *view);
