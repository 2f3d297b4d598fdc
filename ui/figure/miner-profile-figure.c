/* Which positives and negatives a miner takes, over their distance to the anchor. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/profile-figure.h"
#include "ui/figure/text.h"

#define SIDE 24.0
#define TOP 26.0
#define BOTTOM 46.0
#define BAR 9.0
#define DOT 4.0
#define CLEAR 9.0 /* between the axis and the bars */
#define NAMED 0.045 /* smaller shares get no number */
#define NUMBER 27.0 /* pixels that a number wants beside the one before it */

typedef struct {
  cairo_t *cairo;
  const IsoTheme *theme;
  double left, width, axis, up, down; /* up, down: the height of a share of `largest` */
  double largest;
  double numbered[2]; /* where the last number stands below and above the axis */
} Row;

static double
x_of (const Row *row, double distance)
{
  return row->left + row->width * 0.5 * distance;
}

/* A bar away from the axis, upwards or downwards, with its share in percent at its end. */
static void
draw_bar (Row *row, double distance, double share, bool upwards, IsoColor color)
{
  double x = x_of (row, distance), length = (upwards ? row->up : row->down) * share / row->largest;
  double from = upwards ? row->axis - CLEAR : row->axis + CLEAR, to = upwards ? from - length : from + length;
  if (!(share > 0.0))
    return;
  iso_set_color (row->cairo, color);
  cairo_rectangle (row->cairo, x - 0.5 * BAR, fmin (from, to), BAR, length);
  cairo_fill (row->cairo);
  if (share < NAMED || x - row->numbered[upwards] < NUMBER)
    return;
  row->numbered[upwards] = x;
  g_autofree char *text = g_strdup_printf (_("%.0f %%"), 100.0 * share);
  iso_text_draw (row->cairo, text, x, upwards ? to - 2.0 : to + 2.0, 0.5, upwards ? 1.0 : 0.0, row->theme->text_size * 0.85,
                 ISO_TEXT_REGULAR, row->theme->quiet);
}

/* Filled where it was chosen, else a ring. */
static void
draw_sample (const Row *row, double distance, bool is_chosen, IsoColor color)
{
  cairo_arc (row->cairo, x_of (row, distance), row->axis, DOT, 0.0, 2.0 * G_PI);
  iso_set_color (row->cairo, is_chosen ? color : row->theme->background);
  cairo_fill_preserve (row->cairo);
  iso_set_color (row->cairo, color);
  cairo_set_line_width (row->cairo, 1.5);
  cairo_stroke (row->cairo);
}

static void
draw_axis (const Row *row, double height)
{
  IsoAxis axis;
  double small = row->theme->text_size * 0.92;
  iso_axis_fit (&axis, 0.0, 2.0, false, 5, false);
  iso_set_color (row->cairo, row->theme->axis);
  cairo_set_line_width (row->cairo, 1.0);
  cairo_move_to (row->cairo, row->left, floor (row->axis) + 0.5);
  cairo_line_to (row->cairo, row->left + row->width, floor (row->axis) + 0.5);
  cairo_stroke (row->cairo);
  for (size_t i = 0; i < axis.tick_count; i++)
    iso_text_draw (row->cairo, axis.labels[i], x_of (row, axis.ticks[i]), height - BOTTOM + 6.0, 0.5, 0.0, small, ISO_TEXT_REGULAR,
                   row->theme->quiet);
  iso_text_draw (row->cairo, _("distance to the anchor, d"), row->left + 0.5 * row->width, height - 20.0, 0.5, 0.0,
                 row->theme->text_size, ISO_TEXT_REGULAR, row->theme->quiet);
}

void
iso_miner_profile_draw (cairo_t *cairo, const IsoMinerProfile *profile, const IsoTheme *theme, double width, double height)
{
  Row row = { .cairo = cairo, .theme = theme, .left = SIDE, .width = fmax (width - 2.0 * SIDE, 1.0), .largest = profile->swapped,
              .numbered = { -INFINITY, -INFINITY } };
  IsoColor positive = theme->accent, negative = theme->divergence;
  double room = fmax (height - TOP - BOTTOM, 1.0);
  for (size_t j = 0; j < ISO_MINER_PROFILE_SAMPLES; j++)
    row.largest = fmax (row.largest, fmax (profile->as_positive[j], profile->as_negative[j]));
  row.largest = fmax (row.largest, 1e-6);
  row.axis = TOP + 0.5 * room;
  row.up = row.down = 0.5 * room - CLEAR - 16.0;
  draw_axis (&row, height);
  draw_bar (&row, 0.0, profile->swapped, true, positive);
  for (size_t j = 0; j < ISO_MINER_PROFILE_SAMPLES; j++)
    draw_bar (&row, profile->distance[j], profile->as_positive[j], true, positive);
  for (size_t j = ISO_MINER_PROFILE_POSITIVES; j < ISO_MINER_PROFILE_SAMPLES; j++)
    draw_bar (&row, profile->distance[j], profile->as_negative[j], false, negative);
  /* Swapped: their bars stand between those of the negatives, and the bar at the anchor has their number. */
  for (size_t j = 0; j < ISO_MINER_PROFILE_POSITIVES; j++)
    draw_bar (&row, profile->distance[j], profile->as_negative[j], false, negative);
  for (size_t j = 0; j < ISO_MINER_PROFILE_SAMPLES; j++)
    draw_sample (&row, profile->distance[j], profile->as_positive[j] + profile->as_negative[j] > 0.0,
                 j < ISO_MINER_PROFILE_POSITIVES ? positive : negative);
  draw_sample (&row, 0.0, true, theme->text);
  iso_text_draw (cairo, _("anchor"), x_of (&row, 0.0) - 6.0, row.axis + 8.0, 0.0, 0.0, theme->text_size * 0.92, ISO_TEXT_REGULAR,
                 theme->quiet);
  iso_text_draw (cairo, _("↑ taken as positive"), width - SIDE, 4.0, 1.0, 0.0, theme->text_size, ISO_TEXT_REGULAR, positive);
  iso_text_draw (cairo, _("↓ taken as negative"), width - SIDE, height - BOTTOM - 4.0, 1.0, 1.0, theme->text_size,
                 ISO_TEXT_REGULAR, negative);
}

char *
iso_miner_profile_words (const IsoMinerProfile *profile)
{
  g_autoptr (GString) negatives = g_string_new (NULL);
  for (size_t j = 0; j < ISO_MINER_PROFILE_SAMPLES; j++)
    if (profile->as_negative[j] >= NAMED)
      g_string_append_printf (negatives, _("%s%.2f (%.0f %%)"), negatives->len == 0 ? "" : ", ", profile->distance[j],
                              100.0 * profile->as_negative[j]);
  return g_strdup_printf (_("%.1f triplets of this anchor in a batch; negatives at distances of %s."), profile->triplets,
                          negatives->len == 0 ? _("all kinds, none of them often") : negatives->str);
}
