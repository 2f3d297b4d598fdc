/* A few batches, a row each, a cell for every sample, coloured and numbered by class. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/profile-figure.h"
#include "ui/figure/text.h"

#define LEFT 64.0
#define RIGHT 14.0
#define TOP 10.0
#define BOTTOM 10.0
#define GAP 2.0
#define ROW_GAP 10.0

/* Dark letters on light cells and light ones on dark cells. */
static IsoColor
letters_on (IsoColor cell)
{
  double light = 0.2126 * cell.red * cell.red + 0.7152 * cell.green * cell.green + 0.0722 * cell.blue * cell.blue;
  return light > 0.25 ? (IsoColor) { 0.0, 0.0, 0.0, 0.85 } : (IsoColor) { 1.0, 1.0, 1.0, 0.95 };
}

void
iso_sampler_profile_draw (cairo_t *cairo, const IsoSamplerProfile *profile, const IsoTheme *theme, double width, double height)
{
  double cell = (width - LEFT - RIGHT) / ISO_SAMPLER_PROFILE_SIZE;
  double row = (height - TOP - BOTTOM + ROW_GAP) / ISO_SAMPLER_PROFILE_BATCHES - ROW_GAP;
  for (size_t batch = 0; batch < ISO_SAMPLER_PROFILE_BATCHES; batch++)
    {
      double y = TOP + (double) batch * (row + ROW_GAP);
      g_autofree char *name = g_strdup_printf (_("batch %zu"), batch + 1);
      iso_text_draw (cairo, name, 6.0, y + 0.5 * row, 0.0, 0.5, theme->text_size, ISO_TEXT_REGULAR, theme->quiet);
      for (size_t i = 0; i < ISO_SAMPLER_PROFILE_SIZE; i++)
        {
          gint32 class = profile->batches[batch][i];
          IsoColor color = iso_class_color (theme, (guint32) class);
          double x = LEFT + (double) i * cell;
          char text[16];
          iso_set_color (cairo, color);
          cairo_rectangle (cairo, x, y, fmax (cell - GAP, 1.0), fmax (row, 1.0));
          cairo_fill (cairo);
          g_snprintf (text, sizeof text, "%d", class);
          iso_text_draw (cairo, text, x + 0.5 * (cell - GAP), y + 0.5 * row, 0.5, 0.5, fmin (theme->text_size, 0.7 * cell),
                         ISO_TEXT_BOLD, letters_on (color));
        }
    }
}

char *
iso_sampler_profile_words (const IsoSamplerProfile *profile)
{
  g_autoptr (GString) words = g_string_new (NULL);
  for (size_t batch = 0; batch < ISO_SAMPLER_PROFILE_BATCHES; batch++)
    {
      size_t counts[ISO_SAMPLER_PROFILE_CLASSES] = { 0 }, classes = 0;
      for (size_t i = 0; i < ISO_SAMPLER_PROFILE_SIZE; i++)
        counts[profile->batches[batch][i]]++;
      for (size_t c = 0; c < ISO_SAMPLER_PROFILE_CLASSES; c++)
        classes += counts[c] > 0;
      g_string_append_printf (words, g_dngettext (GETTEXT_PACKAGE, "%sbatch %zu: %zu class", "%sbatch %zu: %zu classes", classes),
                              batch == 0 ? "" : ", ", batch + 1, classes);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}
