/* What the maps side by side say. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/plot/change-line.h"
#include "ui/plot/compared-maps-view-private.h"
#include "ui/plot/spoken.h"

void
iso_compared_maps_view_show_subtitle (IsoComparedMapsView *view)
{
  const char *method = iso_projection_method_name (view->method);
  if (iso_compared_maps_work_is_busy (view->work))
    {
      g_autofree char *text = g_strdup_printf (_("laying out by %s, %.0f %%"), method,
                                               100.0 * iso_compared_maps_work_progress (view->work));
      iso_view_card_set_subtitle (ISO_VIEW_CARD (view), text);
      return;
    }
  if (view->maps == NULL)
    {
      iso_view_card_set_subtitle (ISO_VIEW_CARD (view), "");
      return;
    }
  g_autofree char *kept = iso_compared_maps_kept_text (view->maps), *samples = iso_compared_maps_samples_text (view->maps);
  g_autofree char *text = g_strdup_printf ("%s · %s", kept, samples);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), text);
}

static char *
lines_text (IsoComparedMapsView *view)
{
  char shown[32], all[32];
  size_t changed = view->maps != NULL ? iso_compared_maps_changed_count (view->maps) : 0, lines = MIN ((size_t) view->lines, changed);
  iso_number_format (shown, sizeof shown, (double) lines, 9);
  iso_number_format (all, sizeof all, (double) changed, 9);
  if (lines < changed)
    return g_strdup_printf (_("lines of the %s samples that changed most, of %s that changed"), shown, all);
  return g_strdup_printf (_("lines of all %s samples whose neighbors changed"), all);
}

static size_t
row_of (IsoComparedMapsView *view, guint32 sample)
{
  return view->maps != NULL && sample != ISO_NO_SAMPLE ? iso_compared_maps_row_of (view->maps, sample) : G_MAXSIZE;
}

/* What is pointed at, else what is picked, else the lines from map to map. */
void
iso_compared_maps_view_show_reading (IsoComparedMapsView *view)
{
  guint32 pointed = iso_sample_choice_pointed (view->choice).sample, picked = iso_sample_choice_picked (view->choice).sample;
  size_t row = row_of (view, pointed), picked_row = row_of (view, picked);
  g_autofree char *lines = lines_text (view);
  g_autofree char *sentence = row != G_MAXSIZE          ? iso_change_line_sentence (view->maps, row)
                              : picked_row != G_MAXSIZE ? iso_change_line_sentence (view->maps, picked_row)
                                                        : NULL;
  g_autofree char *text = sentence == NULL   ? g_strdup (lines)
                          : row != G_MAXSIZE ? g_strdup (sentence)
                                             : g_strdup_printf (_("%s · solid lines: neighbors in both, dashed: in one"), sentence);
  gtk_inscription_set_text (view->reading, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (view->reading), text);
  iso_speak_value (view->lines_scale, lines, gtk_widget_get_tooltip_text (view->lines_scale));
}

static void
describe_map (IsoComparedMapsView *view, IsoRunSideName side)
{
  const IsoProjectedMap *map = view->maps->maps[side];
  double share = map->explained[0] + map->explained[1];
  g_autofree char *whole = iso_projected_map_describe (map), *kept = iso_compared_maps_kept_text (view->maps);
  g_autofree char *name = iso_run_pair_side_text (view->pair, side);
  g_autofree char *description = g_strdup_printf ("%s; %s; %s", name, whole, kept);
  g_autofree char *note = isfinite (share) ? g_strdup_printf (_("%.0f %% of variance"), 100.0 * share) : g_strdup ("");
  gtk_label_set_text (view->notes[side], note);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->canvases[side]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  side == ISO_SIDE_A ? _("Map of A") : _("Map of B"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description,
                                  -1);
}

void
iso_compared_maps_view_describe (IsoComparedMapsView *view)
{
  for (IsoRunSideName side = 0; side < ISO_SIDE_COUNT && view->maps != NULL; side++)
    describe_map (view, side);
}
