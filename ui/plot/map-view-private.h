/* What the map view's files share: map-view.c (maps and words), map-view-widgets.c (what it is built of), map-view-actions.c (what the
 * person chooses), map-view-axes.c (which axes), map-view-tools.c (tools above the map and notes below), map-view-choice.c (samples
 * picked and selected) and map-view-export.c (what can be taken away). */
#pragma once

#include "ui/plot/axis-chooser.h"
#include "ui/plot/class-legend.h"
#include "ui/plot/map-canvas.h"
#include "ui/plot/map-projector.h"
#include "ui/plot/map-quality.h"
#include "ui/plot/map-view.h"

/* What stands above the map begins below the line that shows where the keyboard is. */
#define ISO_MAP_VIEW_RING 4

struct _IsoMapView {
  IsoViewCard parent_instance;
  IsoMapProjector *projector;
  IsoMapJudge *judge;
  IsoProjectionSettings settings;
  IsoEpochSnapshot *epoch; /* the newest, or NULL */
  IsoMapPart part;
  IsoMapSamples *samples;  /* of the last request, or NULL */
  gboolean is_tinted, is_density, has_edges;
  gboolean is_hint_over;   /* that points overlap need not be said again of these samples */

  IsoProjectedMap *map;    /* as shown, or NULL */
  IsoProjectedMap *rested, *before; /* the last at rest, and that of the epoch before it */
  float *recall;           /* (N) of the map's points, or NULL while not known */
  double prepared;         /* of a map to come; NAN: none is being prepared */
  gint64 said;             /* monotonic time of the last words on a map that forms */
  guint64 frame_count;
  gint64 asked;            /* monotonic time at which the newest epoch came; 0 once its map is shown */
  double longest_wait;     /* milliseconds */
  gint64 judged;           /* likewise of the last request to measure one */

  IsoSampleChoice *choice;
  gboolean owns_choice;
  IsoNeighborSearch *search;

  GtkStack *pages, *legends;
  GtkLabel *message;
  GtkWidget *overlay, *card;
  GtkWidget *methods, *parts, *pause_button, *fit_button, *readout, *scale;
  IsoMapCanvas *canvas;
  IsoClassLegend *legend;
  IsoAxisChooser *axes;
  GtkWidget *axis_names[ISO_AXIS_END_COUNT]; /* at the edges where the axes come from and go to; that of up's beginning is NULL */
  GtkWidget *tools, *looks, *box_button, *lasso_button, *edges_button; /* above the map, at the right */
  GtkWidget *notes, *selection_note, *edges_note, *density_scale, *hint; /* above the map, at the bottom */
  GtkLabel *selection_label, *edge_labels[ISO_MAP_LINE_COUNT];
  GtkLabel *densest_label;
  guint card_source, message_source;
};

/* map-view.c */
/* Asks for the map that the present choices want. */
void iso_map_view_request (IsoMapView *view);
/* Says anew what is shown. */
void iso_map_view_describe (IsoMapView *view);
/* Colours the points by what is known of them, or by class. */
void iso_map_view_show_tint (IsoMapView *view);

/* map-view-export.c */
void iso_map_view_install_export (IsoViewCardClass *class);

/* map-view-widgets.c */
void iso_map_view_build (IsoMapView *view);
/* Words in the place of a map. */
void iso_map_view_show_message (IsoMapView *view, const char *text);
void iso_map_view_show_canvas (IsoMapView *view);
/* What was measured; NULL: nothing is known. */
void iso_map_view_show_quality (IsoMapView *view, const IsoMapQuality *quality);

/* map-view-actions.c */
void iso_map_view_install_actions (GtkWidgetClass *class);
void iso_map_view_update_actions (IsoMapView *view);
/* As if the person had typed it. */
void iso_map_view_choose (IsoMapView *view, const char *key, const char *value);
void iso_map_view_choose_method (int method, gpointer view);
void iso_map_view_choose_part (int part, gpointer view);

/* map-view-axes.c */
GtkWidget *iso_map_view_build_axes (IsoMapView *view);
/* Labels at the edges of the overlay. */
void iso_map_view_build_axis_names (IsoMapView *view);
/* The classes of these samples are what there is to choose from. Takes a reference. */
void iso_map_view_offer_samples (IsoMapView *view, IsoMapSamples *samples);
/* What is chosen, where it plays a part. */
void iso_map_view_update_axes (IsoMapView *view);
/* Names the axes of the map as shown. */
void iso_map_view_show_axis_names (IsoMapView *view);
/* The axis across begins or ends at the point under the pointer. */
void iso_map_view_use_point (IsoMapView *view, IsoAxisEnd end);

/* map-view-tools.c */
/* Widgets of the overlay. */
void iso_map_view_build_tools (IsoMapView *view);
/* Which tool and which look is chosen. */
void iso_map_view_update_tools (IsoMapView *view);
/* How many are selected, whether points overlap. */
void iso_map_view_update_notes (IsoMapView *view);
/* NULL: there are no lines. */
void iso_map_view_explain_edges (IsoMapView *view, const IsoNeighbors *neighbors);

/* map-view-choice.c */
void iso_map_view_init_choice (IsoMapView *view);
void iso_map_view_drop_choice (IsoMapView *view);
/* Another map is shown: of other samples (is_other), or of another moment. */
void iso_map_view_show_choice (IsoMapView *view, gboolean is_other);
/* Lines to the neighbors of what is picked, if they are wanted. at_once: a person waits. */
void iso_map_view_find_edges (IsoMapView *view, gboolean at_once);
