/* Formulas as trees, read from a short notation, so that a figure can set them and a terminal can print them.
 *
 *   x_i  x_{ip}  x^2  d_{ap}^2      index and power: one sign, or what stands in braces
 *   \frac{a}{b}  \sqrt{a}           fraction, root
 *   \sum{i}  \mean{i}  \max{n}  \min{n}  \argmax{p}  \argmin{n}
 *                                   an operator over what stands in braces below it
 *   \paren{a}  \brack{a}  \set{a}  \abs{a}
 *                                   (a), [a], {a}, |a| as high as a
 *   \text{a}                        words, upright
 *   newline                         the next line
 *
 * Single letters are variables and set in italics; two or more Latin letters in a row are a name (log, exp) and set upright, but in
 * an index or power each is a variable of its own. All other signs are set upright. Spaces count. Nothing else has a meaning.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
  ISO_FORMULA_ROW,      /* children one after the other */
  ISO_FORMULA_VARIABLE, /* text, italic */
  ISO_FORMULA_UPRIGHT,  /* text */
  ISO_FORMULA_SCRIPTS,  /* base, index or NULL, power or NULL */
  ISO_FORMULA_FRACTION, /* above, below */
  ISO_FORMULA_ROOT,     /* what is below the root */
  ISO_FORMULA_OVER,     /* text: the operator; what stands below it */
  ISO_FORMULA_FENCE,    /* text: both brackets; what is between */
  ISO_FORMULA_LINES,    /* rows below each other */
} IsoFormulaKind;

typedef struct _IsoFormula IsoFormula;
struct _IsoFormula {
  IsoFormulaKind kind;
  char *text;          /* owned, or NULL */
  GPtrArray *children; /* of IsoFormula; elements may be NULL in SCRIPTS; NULL without */
};

/* NULL and ISO_ERROR_FORMAT for what is not understood: a brace that is not closed, an unknown name. */
IsoFormula *iso_formula_parse (const char *notation, GError **error);
void iso_formula_free (IsoFormula *formula);

/* The formula in a line of plain text for each of its lines, newly allocated: "Σ_(i) (a + b)/c". */
char *iso_formula_plain (const IsoFormula *formula);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoFormula, iso_formula_free)
