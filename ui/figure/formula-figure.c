#include "ui/figure/formula-figure.h"

#include <math.h>
#include <string.h>

#include "ui/figure/formula-box.h"

#define INDENT 1.4     /* of lines that go on, in sizes of letters */
#define LEADING 0.45   /* between lines, likewise */
#define LEAST_SIZE 9.0 /* pixels: smaller cannot be read */
#define STEP 0.25      /* pixels */
#define WIDE_SPACES 3  /* so many part the items of a list */

typedef struct {
  cairo_t *cairo;
  double size, room, x, y, width, baseline;
  bool draws;
} Setting;

static bool
is_sign (const IsoFormula *item, const char *sign)
{
  return item->kind == ISO_FORMULA_UPRIGHT && strcmp (item->text, sign) == 0;
}

/* Where the line may end before item `at`: a sum goes on there, or a list. */
static bool
may_break (const IsoFormula *row, guint at)
{
  const IsoFormula *item = g_ptr_array_index (row->children, at);
  guint spaces = 0;
  while (spaces < at && is_sign (g_ptr_array_index (row->children, at - 1 - spaces), " "))
    spaces++;
  return (spaces > 0 && is_sign (item, "+")) || (spaces >= WIDE_SPACES && !is_sign (item, " "));
}

/* The items from `from` on that stand on one line; *end is the first that does not. */
static IsoFormulaBox
fit_line (guint *end, const Setting *setting, const IsoFormula *row, guint from, double room)
{
  IsoFormulaBox line = { 0 }, fits = { 0 };
  guint broken = 0;
  for (guint i = from; i < row->children->len; i++)
    {
      if (i > from && may_break (row, i))
        {
          fits = line;
          broken = i;
        }
      IsoFormulaBox part = iso_formula_box (setting->cairo, g_ptr_array_index (row->children, i), setting->size, 0.0, 0.0, false);
      line.width += part.width;
      line.ascent = fmax (line.ascent, part.ascent);
      line.descent = fmax (line.descent, part.descent);
      if (room > 0.0 && line.width > room && broken > 0)
        {
          *end = broken;
          return fits;
        }
    }
  *end = row->children->len;
  return line;
}

static void
draw_line (const Setting *setting, const IsoFormula *row, guint from, guint end, double indent, double baseline)
{
  double x = setting->x + indent;
  for (guint i = from; i < end; i++)
    x += iso_formula_box (setting->cairo, g_ptr_array_index (row->children, i), setting->size, x, baseline, true).width;
}

/* All lines, from setting->y on, which ends below the last; setting->width becomes that of the widest. */
static void
set_lines (Setting *setting, const IsoFormula *formula)
{
  bool is_first = true;
  setting->width = 0.0;
  for (guint r = 0; r < formula->children->len; r++)
    {
      const IsoFormula *row = g_ptr_array_index (formula->children, r);
      for (guint from = 0, end = 0; from < row->children->len; from = end)
        {
          double indent = from == 0 ? 0.0 : INDENT * setting->size;
          IsoFormulaBox line = fit_line (&end, setting, row, from, setting->room - indent);
          setting->y += (is_first ? 0.0 : LEADING * setting->size) + line.ascent;
          setting->baseline = is_first ? setting->y : setting->baseline;
          if (setting->draws)
            draw_line (setting, row, from, end, indent, setting->y);
          setting->y += line.descent;
          setting->width = fmax (setting->width, indent + line.width);
          is_first = false;
        }
    }
}

/* The size at which the formula has room. Widths of letters do not quite follow their size, so it is found step by step. */
static double
fitting_size (cairo_t *cairo, const IsoFormula *formula, double size, double room)
{
  Setting setting = { .cairo = cairo, .size = size, .room = room };
  set_lines (&setting, formula);
  while (room > 0.0 && setting.width > room && setting.size > LEAST_SIZE)
    {
      double smaller = floor (setting.size * room / setting.width / STEP) * STEP;
      setting.size = fmax (fmin (smaller, setting.size - STEP), LEAST_SIZE);
      set_lines (&setting, formula);
    }
  return setting.size;
}

void
iso_formula_figure_measure (double *width, double *height, double *baseline, cairo_t *cairo, const IsoFormula *formula, double size,
                            double room)
{
  Setting setting = { .cairo = cairo, .size = fitting_size (cairo, formula, size, room), .room = room };
  set_lines (&setting, formula);
  if (width != NULL)
    *width = setting.width;
  if (height != NULL)
    *height = setting.y;
  if (baseline != NULL)
    *baseline = setting.baseline;
}

void
iso_formula_figure_draw (cairo_t *cairo, const IsoFormula *formula, double x, double y, double size, double room, IsoColor color)
{
  Setting setting = { .cairo = cairo, .size = fitting_size (cairo, formula, size, room), .room = room, .x = x, .y = y,
                      .draws = true };
  cairo_save (cairo);
  iso_set_color (cairo, color);
  set_lines (&setting, formula);
  cairo_restore (cairo);
}
