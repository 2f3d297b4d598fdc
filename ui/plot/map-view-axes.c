/* Which axes the map lies along: the row in which they are chosen, their names at the map's edges, and samples as their ends. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/plot/map-view-private.h"

#define NAME_HEIGHT 28

/* In this order what is in between makes sense too: up begins once it is known where it goes. */
static const IsoAxisEnd order[ISO_AXIS_END_COUNT] = { ISO_AXIS_UP_TO, ISO_AXIS_UP_FROM, ISO_AXIS_ACROSS_FROM, ISO_AXIS_ACROSS_TO };

/* ---- what is chosen ---- */

/* words (ISO_AXIS_END_COUNT): each end as typed, newly allocated; NULL for what up by variance has no use for. */
static void
format_pair (char **words, const IsoAxisPair *pair)
{
  words[ISO_AXIS_ACROSS_FROM] = iso_anchor_format (&pair->across.from);
  words[ISO_AXIS_ACROSS_TO] = iso_anchor_format (&pair->across.to);
  words[ISO_AXIS_UP_FROM] = pair->has_up ? iso_anchor_format (&pair->up.from) : g_strdup ("");
  words[ISO_AXIS_UP_TO] = pair->has_up ? iso_anchor_format (&pair->up.to) : NULL;
}

static bool
read_pair (IsoMapView *view, IsoAxisPair *pair)
{
  return view->samples != NULL && iso_axis_settings_read (pair, &view->settings, view->samples->labels, view->samples->N, NULL);
}

static void
chosen (IsoAxisChooser *chooser, IsoMapView *view)
{
  IsoAxisPair pair, present;
  char *wanted[ISO_AXIS_END_COUNT], *had[ISO_AXIS_END_COUNT] = { NULL };
  if (!iso_axis_chooser_pair (chooser, &pair))
    return;
  format_pair (wanted, &pair);
  if (read_pair (view, &present))
    format_pair (had, &present);
  for (int i = 0; i < ISO_AXIS_END_COUNT; i++)
    if (wanted[order[i]] != NULL && g_strcmp0 (wanted[order[i]], had[order[i]]) != 0)
      iso_map_view_choose (view, iso_axis_end_key (order[i]), wanted[order[i]]);
  for (int end = 0; end < ISO_AXIS_END_COUNT; end++)
    {
      g_free (wanted[end]);
      g_free (had[end]);
    }
}

void
iso_map_view_update_axes (IsoMapView *view)
{
  IsoAxisPair pair;
  bool is_wanted = view->settings.method == ISO_PROJECTION_AXES && view->epoch != NULL && view->samples != NULL;
  gtk_widget_set_visible (GTK_WIDGET (view->axes), is_wanted);
  if (is_wanted && read_pair (view, &pair))
    iso_axis_chooser_set_pair (view->axes, &pair);
}

void
iso_map_view_offer_samples (IsoMapView *view, IsoMapSamples *samples)
{
  bool is_other = view->samples == NULL || !iso_map_samples_are_comparable (view->samples, samples);
  iso_map_samples_ref (samples);
  g_clear_pointer (&view->samples, iso_map_samples_unref);
  view->samples = samples;
  if (!is_other)
    return;
  /* Of a split by classes the others are not here. */
  g_autofree bool *is_here = g_new0 (bool, MAX (samples->class_count, 1));
  g_autofree gint32 *labels = g_new (gint32, MAX (samples->class_count, 1));
  g_autofree const char **names = g_new (const char *, MAX (samples->class_count, 1));
  guint count = 0;
  for (size_t i = 0; i < samples->N; i++)
    is_here[samples->labels[i]] = true;
  for (guint32 class = 0; class < samples->class_count; class++)
    if (is_here[class])
      {
        labels[count] = (gint32) class;
        names[count++] = samples->class_names[class];
      }
  iso_axis_chooser_set_classes (view->axes, labels, names, count);
}

void
iso_map_view_use_point (IsoMapView *view, IsoAxisEnd end)
{
  double x, y;
  size_t point = iso_map_canvas_hovered (view->canvas, &x, &y);
  if (view->map == NULL || point >= view->map->N)
    return;
  const guint32 *numbers = iso_map_samples_numbers (view->map->samples);
  const IsoAnchor anchor = { ISO_ANCHOR_SAMPLE, numbers != NULL ? (gint32) numbers[point] : (gint32) point };
  g_autofree char *text = iso_anchor_format (&anchor);
  iso_map_view_choose (view, iso_axis_end_key (end), text);
  iso_map_view_choose_method (ISO_PROJECTION_AXES, view);
}

/* ---- names at the edges ---- */

static void
show_name (GtkWidget *label, const char *form, char *name)
{
  g_autofree char *text = name != NULL ? g_strdup_printf (form, name) : NULL;
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
  g_free (name);
}

/* Not of a part of the map, whose edges are not where the axes lead. */
void
iso_map_view_show_axis_names (IsoMapView *view)
{
  static const char *const forms[ISO_AXIS_END_COUNT] = { "← %s", "%s →", NULL, "↑ %s" };
  bool is_whole = view->map != NULL && iso_map_canvas_is_fit (view->canvas);
  for (IsoAxisEnd end = 0; end < ISO_AXIS_END_COUNT; end++)
    if (view->axis_names[end] != NULL)
      show_name (view->axis_names[end], forms[end], is_whole ? iso_projected_map_axis_end (view->map, end) : NULL);
  gtk_widget_set_margin_bottom (view->notes, gtk_widget_get_visible (view->axis_names[ISO_AXIS_ACROSS_FROM]) ? NAME_HEIGHT : 0);
}

static GtkWidget *
name_new (IsoMapView *view, GtkAlign halign, GtkAlign valign)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_widget_set_halign (label, halign);
  gtk_widget_set_valign (label, valign);
  gtk_widget_set_can_target (label, FALSE);
  gtk_widget_set_visible (label, FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 20);
  gtk_widget_add_css_class (label, "map-axis");
  gtk_overlay_add_overlay (GTK_OVERLAY (view->overlay), label);
  return label;
}

void
iso_map_view_build_axis_names (IsoMapView *view)
{
  view->axis_names[ISO_AXIS_ACROSS_FROM] = name_new (view, GTK_ALIGN_START, GTK_ALIGN_END);
  view->axis_names[ISO_AXIS_ACROSS_TO] = name_new (view, GTK_ALIGN_END, GTK_ALIGN_END);
  view->axis_names[ISO_AXIS_UP_TO] = name_new (view, GTK_ALIGN_END, GTK_ALIGN_START);
  /* Below the tools. */
  gtk_widget_set_margin_top (view->axis_names[ISO_AXIS_UP_TO], NAME_HEIGHT + ISO_MAP_VIEW_RING);
}

GtkWidget *
iso_map_view_build_axes (IsoMapView *view)
{
  view->axes = ISO_AXIS_CHOOSER (iso_axis_chooser_new ());
  gtk_widget_set_visible (GTK_WIDGET (view->axes), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (view->axes), "map-axes");
  g_signal_connect (view->axes, "changed", G_CALLBACK (chosen), view);
  return GTK_WIDGET (view->axes);
}
