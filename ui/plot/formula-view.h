/* A formula, set as print does; as high as its width makes it. */
#pragma once

#include <gtk/gtk.h>

#define ISO_TYPE_FORMULA_VIEW (iso_formula_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoFormulaView, iso_formula_view, ISO, FORMULA_VIEW, GtkWidget)

/* notation: see engine/base/formula.h; size of its letters in pixels. Assistive tools read the formula as plain text. */
GtkWidget *iso_formula_view_new (const char *notation, double size);
