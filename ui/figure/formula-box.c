/* Each kind of item knows its box from those of its parts; drawing walks the same way again. Parts are measured once more at every
 * level above them: formulas are a handful of levels deep. */
#include "ui/figure/formula-box.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

/* All in sizes of letters. */
#define AXIS 0.27          /* height of fraction bars, and of the middle of sums and brackets, above the baseline */
#define LEAST_ASCENT 0.5   /* a row of low letters keeps the height of an x */
#define SPACE 0.25
#define SCRIPT 0.72        /* size of indices and powers */
#define LEAST_SCRIPT 8.5   /* pixels */
#define FRACTION 0.92      /* size above and below a bar */
#define GAP 0.14           /* between bar and what is above and below */
#define LIMIT 0.66         /* size of what stands below an operator */
#define SUM 1.55           /* size of the sign of a sum */
#define LINE 0.055         /* thickness of bars */
#define FENCE_WIDTH 0.3

static double
script_size (double size, double scale)
{
  return fmin (size, fmax (size * scale, LEAST_SCRIPT));
}

static IsoFormulaBox
text_box (cairo_t *cairo, const char *text, bool italic, double size, double x, double y, bool draws)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cairo);
  g_autoptr (PangoFontDescription) font =
      pango_font_description_from_string ("Latin Modern Roman, STIX Two Text, STIX, Libertinus Serif, DejaVu Serif, serif");
  PangoRectangle ink, logical;
  if (strcmp (text, " ") == 0)
    return (IsoFormulaBox) { .width = SPACE * size };
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_style (font, italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_extents (layout, &ink, &logical);
  double baseline = (double) pango_layout_get_baseline (layout) / PANGO_SCALE;
  double top = (double) ink.y / PANGO_SCALE, bottom = (double) (ink.y + ink.height) / PANGO_SCALE;
  if (draws)
    {
      cairo_move_to (cairo, x, y - baseline);
      pango_cairo_show_layout (cairo, layout);
      cairo_new_path (cairo);
    }
  return (IsoFormulaBox) { .width = (double) logical.width / PANGO_SCALE, .ascent = fmax (baseline - top, LEAST_ASCENT * size),
                           .descent = fmax (bottom - baseline, 0.0) };
}

static void
widen (IsoFormulaBox *box, IsoFormulaBox part, double raised)
{
  box->ascent = fmax (box->ascent, part.ascent + raised);
  box->descent = fmax (box->descent, part.descent - raised);
}

static IsoFormulaBox
row_box (cairo_t *cairo, const IsoFormula *row, double size, double x, double y, bool draws)
{
  IsoFormulaBox box = { .ascent = LEAST_ASCENT * size };
  for (guint i = 0; i < row->children->len; i++)
    {
      IsoFormulaBox part = iso_formula_box (cairo, g_ptr_array_index (row->children, i), size, x + box.width, y, draws);
      widen (&box, part, 0.0);
      box.width += part.width;
    }
  return box;
}

static IsoFormulaBox
scripts_box (cairo_t *cairo, const IsoFormula *formula, double size, double x, double y, bool draws)
{
  const IsoFormula *index = g_ptr_array_index (formula->children, 1), *power = g_ptr_array_index (formula->children, 2);
  IsoFormulaBox box = iso_formula_box (cairo, g_ptr_array_index (formula->children, 0), size, x, y, draws);
  double small = script_size (size, SCRIPT), wider = 0.0, base_width = box.width + 0.03 * size;
  double lowered = fmax (0.22 * size, box.descent - 0.1 * small), raised = fmax (0.36 * size, box.ascent - 0.45 * small);
  if (index != NULL)
    {
      IsoFormulaBox part = iso_formula_box (cairo, index, small, x + base_width, y + lowered, draws);
      widen (&box, part, -lowered);
      wider = part.width;
    }
  if (power != NULL)
    {
      IsoFormulaBox part = iso_formula_box (cairo, power, small, x + base_width, y - raised, draws);
      widen (&box, part, raised);
      wider = fmax (wider, part.width);
    }
  box.width = base_width + wider + 0.04 * size;
  return box;
}

static IsoFormulaBox
fraction_box (cairo_t *cairo, const IsoFormula *formula, double size, double x, double y, bool draws)
{
  const IsoFormula *above = g_ptr_array_index (formula->children, 0), *below = g_ptr_array_index (formula->children, 1);
  double small = script_size (size, FRACTION), axis = AXIS * size, gap = (GAP + 0.5 * LINE) * size, side = 0.12 * size;
  IsoFormulaBox top = iso_formula_box (cairo, above, small, 0.0, 0.0, false);
  IsoFormulaBox bottom = iso_formula_box (cairo, below, small, 0.0, 0.0, false);
  double bar = fmax (top.width, bottom.width) + 0.12 * size;
  if (draws)
    {
      iso_formula_box (cairo, above, small, x + side + 0.5 * (bar - top.width), y - axis - gap - top.descent, true);
      iso_formula_box (cairo, below, small, x + side + 0.5 * (bar - bottom.width), y - axis + gap + bottom.ascent, true);
      cairo_rectangle (cairo, x + side, y - axis - 0.5 * LINE * size, bar, LINE * size);
      cairo_fill (cairo);
    }
  return (IsoFormulaBox) { .width = bar + 2.0 * side, .ascent = axis + gap + top.descent + top.ascent,
                           .descent = gap - axis + bottom.ascent + bottom.descent };
}

static IsoFormulaBox
root_box (cairo_t *cairo, const IsoFormula *formula, double size, double x, double y, bool draws)
{
  const IsoFormula *inner = g_ptr_array_index (formula->children, 0);
  double sign = 0.62 * size, over = 0.16 * size;
  IsoFormulaBox part = iso_formula_box (cairo, inner, size, x + sign, y, draws);
  if (draws)
    {
      double top = y - part.ascent - over, bottom = y + part.descent;
      cairo_move_to (cairo, x + 0.1 * size, y - 0.3 * size);
      cairo_line_to (cairo, x + 0.2 * size, y - 0.36 * size);
      cairo_line_to (cairo, x + 0.36 * size, bottom);
      cairo_line_to (cairo, x + 0.56 * size, top);
      cairo_line_to (cairo, x + sign + part.width + 0.06 * size, top);
      cairo_set_line_width (cairo, LINE * size);
      cairo_stroke (cairo);
    }
  return (IsoFormulaBox) { .width = sign + part.width + 0.1 * size, .ascent = part.ascent + over + LINE * size,
                           .descent = part.descent };
}

/* The sign of a sum is large and in the middle of the line; a name stands on the baseline. */
static IsoFormulaBox
over_box (cairo_t *cairo, const IsoFormula *formula, double size, double x, double y, bool draws)
{
  const IsoFormula *limit = g_ptr_array_index (formula->children, 0);
  bool is_sum = strcmp (formula->text, "Σ") == 0;
  double large = is_sum ? SUM * size : size, small = script_size (size, LIMIT);
  IsoFormulaBox sign = text_box (cairo, formula->text, false, large, 0.0, 0.0, false);
  IsoFormulaBox under = iso_formula_box (cairo, limit, small, 0.0, 0.0, false);
  double dropped = is_sum ? 0.5 * (sign.ascent - sign.descent) - AXIS * size : 0.0;
  double wide = fmax (sign.width, under.width), drop = dropped + sign.descent + 0.14 * size + under.ascent;
  if (draws)
    {
      text_box (cairo, formula->text, false, large, x + 0.5 * (wide - sign.width), y + dropped, true);
      iso_formula_box (cairo, limit, small, x + 0.5 * (wide - under.width), y + drop, true);
    }
  return (IsoFormulaBox) { .width = wide + 0.16 * size, .ascent = sign.ascent - dropped, .descent = drop + under.descent };
}

/* One bracket from top to bottom; mirrored for the closing one. */
static void
draw_fence (cairo_t *cairo, char kind, double x, double top, double bottom, double size, bool closes)
{
  double width = FENCE_WIDTH * size, line = LINE * size * 1.1, middle = 0.5 * (top + bottom);
  cairo_save (cairo);
  cairo_translate (cairo, closes ? x + width : x, 0.0);
  cairo_scale (cairo, closes ? -1.0 : 1.0, 1.0);
  cairo_set_line_width (cairo, line);
  double left = 0.3 * width, right = 0.85 * width, curl = 0.22 * (bottom - top);
  switch (kind)
    {
    case '(':
      /* Thicker at its belly, as type is. */
      cairo_move_to (cairo, right, top);
      cairo_curve_to (cairo, left - 0.05 * width, top + 0.28 * (bottom - top), left - 0.05 * width, bottom - 0.28 * (bottom - top),
                      right, bottom);
      cairo_curve_to (cairo, left + 0.3 * width, bottom - 0.28 * (bottom - top), left + 0.3 * width, top + 0.28 * (bottom - top),
                      right, top);
      cairo_fill_preserve (cairo);
      cairo_set_line_width (cairo, 0.4 * line);
      break;
    case '[':
      cairo_move_to (cairo, right, top);
      cairo_line_to (cairo, left, top);
      cairo_line_to (cairo, left, bottom);
      cairo_line_to (cairo, right, bottom);
      break;
    case '{':
      cairo_move_to (cairo, right, top);
      cairo_curve_to (cairo, 0.5 * width, top, 0.5 * width, top + 0.2 * curl, 0.5 * width, top + curl);
      cairo_line_to (cairo, 0.5 * width, middle - curl);
      cairo_curve_to (cairo, 0.5 * width, middle - 0.3 * curl, 0.4 * width, middle, 0.1 * width, middle);
      cairo_curve_to (cairo, 0.4 * width, middle, 0.5 * width, middle + 0.3 * curl, 0.5 * width, middle + curl);
      cairo_line_to (cairo, 0.5 * width, bottom - curl);
      cairo_curve_to (cairo, 0.5 * width, bottom - 0.2 * curl, 0.5 * width, bottom, right, bottom);
      break;
    case '|':
    default:
      cairo_move_to (cairo, 0.55 * width, top);
      cairo_line_to (cairo, 0.55 * width, bottom);
      break;
    }
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

static IsoFormulaBox
fence_box (cairo_t *cairo, const IsoFormula *formula, double size, double x, double y, bool draws)
{
  double width = FENCE_WIDTH * size, axis = AXIS * size, over = 0.1 * size;
  IsoFormulaBox part = iso_formula_box (cairo, g_ptr_array_index (formula->children, 0), size, x + width, y, draws);
  /* As far above the middle as below it, but no higher than what it holds asks for. */
  double half = fmax (fmax (part.ascent - axis, 0.5 * size), fmin (part.descent + axis, part.ascent - axis + 0.6 * size)) + over;
  if (draws)
    {
      draw_fence (cairo, formula->text[0], x, y - axis - half, y - axis + half, size, false);
      draw_fence (cairo, formula->text[0], x + width + part.width, y - axis - half, y - axis + half, size, true);
    }
  return (IsoFormulaBox) { .width = part.width + 2.0 * width, .ascent = fmax (part.ascent, axis + half),
                           .descent = fmax (part.descent, half - axis) };
}

IsoFormulaBox
iso_formula_box (cairo_t *cairo, const IsoFormula *formula, double size, double x, double y, bool draws)
{
  switch (formula->kind)
    {
    case ISO_FORMULA_VARIABLE:
      return text_box (cairo, formula->text, true, size, x, y, draws);
    case ISO_FORMULA_UPRIGHT:
      return text_box (cairo, formula->text, false, size, x, y, draws);
    case ISO_FORMULA_SCRIPTS:
      return scripts_box (cairo, formula, size, x, y, draws);
    case ISO_FORMULA_FRACTION:
      return fraction_box (cairo, formula, size, x, y, draws);
    case ISO_FORMULA_ROOT:
      return root_box (cairo, formula, size, x, y, draws);
    case ISO_FORMULA_OVER:
      return over_box (cairo, formula, size, x, y, draws);
    case ISO_FORMULA_FENCE:
      return fence_box (cairo, formula, size, x, y, draws);
    case ISO_FORMULA_ROW:
    case ISO_FORMULA_LINES:
    default:
      return row_box (cairo, formula, size, x, y, draws);
    }
}
