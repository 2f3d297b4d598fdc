#include "app/projection-picture.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "ui/figure/axis.h"
#include "ui/figure/map-figure.h"

#define WIDTH 960.0
#define HEIGHT 720.0
#define SCALE 2.0

static const char *const endings[] = { ".png", ".svg", ".pdf" };
enum { PNG, SVG, PDF, ENDING_COUNT };

static int
kind_of (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  int kind = 0;
  while (kind < ENDING_COUNT && !g_str_has_suffix (lower, endings[kind]))
    kind++;
  return kind;
}

bool
iso_projection_picture_check (const char *path, GError **error)
{
  if (kind_of (path) < ENDING_COUNT)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--picture: found “%s”, expected a name that ends in .png, .svg or .pdf"), path);
  return false;
}

/* The classes that labels name: 0 … count − 1 in the order of their numbers. */
typedef struct {
  gint32 *labels; /* (N) */
  guint32 *order; /* (N), shuffled, so that no class lies on top of the others */
  char **names;   /* (count), NULL-terminated */
  guint32 count;
} Classes;

static void
clear_classes (Classes *classes)
{
  g_free (classes->labels);
  g_free (classes->order);
  g_strfreev (classes->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Classes, clear_classes)

static int
compare_labels (const void *a, const void *b)
{
  gint32 p = *(const gint32 *) a, q = *(const gint32 *) b;
  return p < q ? -1 : p > q;
}

static void
find_classes (Classes *classes, const gint32 *labels, size_t N)
{
  IsoRandom random;
  classes->labels = g_new0 (gint32, N);
  classes->order = g_new (guint32, N);
  for (size_t i = 0; i < N; i++)
    classes->order[i] = (guint32) i;
  iso_random_init (&random, 0, "map");
  iso_random_shuffle (&random, classes->order, N);
  g_autofree gint32 *sorted = g_new0 (gint32, N);
  for (size_t i = 0; labels != NULL && i < N; i++)
    sorted[i] = labels[i];
  qsort (sorted, N, sizeof *sorted, compare_labels);
  size_t count = 0;
  for (size_t i = 0; i < N; i++)
    if (i == 0 || sorted[i] != sorted[count - 1])
      sorted[count++] = sorted[i];
  classes->count = (guint32) count;
  classes->names = g_new0 (char *, count + 1);
  for (size_t c = 0; c < count; c++)
    classes->names[c] = g_strdup_printf ("%d", sorted[c]);
  for (size_t i = 0; labels != NULL && i < N; i++)
    classes->labels[i] = (gint32) ((const gint32 *) bsearch (&labels[i], sorted, count, sizeof *sorted, compare_labels) - sorted);
}

/* "10 000 points · trustworthiness 0.987 · neighbor recall 0.412 (k = 10, measured on 2 000)". */
static char *
describe (const IsoProjectionRun *run)
{
  char number[32], share[32];
  const IsoQuality *quality = run->quality;
  iso_number_format (number, sizeof number, (double) run->N, 9);
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%s point", "%s points", (gulong) run->N), number);
  if (!iso_projection_method_has_steps (run->settings.method))
    {
      g_ascii_formatd (share, sizeof share, "%.0f", 100.0 * (run->explained[0] + run->explained[1]));
      g_string_append_printf (text, _(" · %s %% of variance"), share);
    }
  if (quality != NULL && quality->k > 0)
    {
      char trustworthiness[32], recall[32];
      g_ascii_formatd (trustworthiness, sizeof trustworthiness, "%.3f", quality->mean_trustworthiness);
      g_ascii_formatd (recall, sizeof recall, "%.3f", quality->mean_recall);
      g_string_append_printf (text, _(" · trustworthiness %s · neighbor recall %s, k = %zu"), trustworthiness, recall, quality->k);
      iso_number_format (number, sizeof number, (double) quality->measured, 9);
      if (quality->measured < quality->N)
        g_string_append_printf (text, _(", measured on %s"), number);
    }
  return g_string_free (text, FALSE);
}

static cairo_status_t
draw (const char *path, int kind, const IsoProjectionRun *run)
{
  static const char *const titles[] = { N_("PCA"), N_("t-SNE"), N_("UMAP"), N_("Axes") };
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  g_auto (Classes) classes = { 0 };
  g_autofree char *subtitle = describe (run);
  double scale = kind == PNG ? SCALE : 0.0;
  find_classes (&classes, run->labels, run->N);
  const IsoMapPoints points = { .N = run->N, .positions = run->map, .labels = classes.labels, .order = classes.order,
                                .class_count = classes.count, .class_names = (const char *const *) classes.names };
  const IsoMapFigureOptions options = { .title = _(titles[run->settings.method]), .subtitle = subtitle,
                                        .has_legend = run->labels != NULL, .scale = scale };
  IsoMapBox box = iso_map_box_fit (run->map, run->N);
  cairo_surface_t *surface
      = kind == SVG   ? cairo_svg_surface_create (path, WIDTH, HEIGHT)
        : kind == PDF ? cairo_pdf_surface_create (path, WIDTH, HEIGHT)
                      : cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (WIDTH * SCALE), (int) (HEIGHT * SCALE));
  cairo_t *cairo = cairo_create (surface);
  if (kind == PNG)
    cairo_scale (cairo, SCALE, SCALE);
  iso_set_color (cairo, theme->background);
  cairo_paint (cairo);
  iso_map_figure_draw (cairo, &points, &box, &options, theme, WIDTH, HEIGHT);
  cairo_status_t status = cairo_status (cairo);
  cairo_destroy (cairo);
  if (status == CAIRO_STATUS_SUCCESS && kind == PNG)
    status = cairo_surface_write_to_png (surface, path);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

bool
iso_projection_picture_write (const char *path, const IsoProjectionRun *run, GError **error)
{
  g_autofree char *partial = g_strdup_printf ("%s.partial-%d", path, (int) getpid ());
  cairo_status_t status = draw (partial, kind_of (path), run);
  if (status == CAIRO_STATUS_SUCCESS && g_rename (partial, path) == 0)
    return true;
  const char *reason = status != CAIRO_STATUS_SUCCESS ? cairo_status_to_string (status) : g_strerror (errno);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s could not be drawn: %s"), path, reason);
  g_unlink (partial);
  return false;
}
