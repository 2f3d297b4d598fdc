/* What the files of the maps side by side share: compared-maps-view.c (what is shown), compared-maps-view-words.c (what is said of
 * it), compared-maps-view-choice.c (samples pointed at, picked and selected) and compared-maps-view-widgets.c (what it is built of). */
#pragma once

#include <adwaita.h>

#include "ui/plot/change-list.h"
#include "ui/plot/class-legend.h"
#include "ui/plot/compared-maps-view.h"
#include "ui/plot/compared-maps-work.h"
#include "ui/plot/map-canvas.h"
#include "ui/plot/run-chooser.h"

#define ISO_MAPS_LINES 50      /* at first */
#define ISO_MAPS_MOST_LINES 500

struct _IsoComparedMapsView {
  IsoViewCard parent_instance;
  IsoRunPair *pair;        /* or NULL */
  IsoSampleChoice *choice;
  IsoComparedMapsWork *work;
  IsoComparedMaps *maps;   /* as shown, or NULL */
  IsoEpochSnapshot *asked[ISO_SIDE_COUNT]; /* laid out, or being so, by this method; or NULL */
  int asked_method;
  int method, lines;
  gboolean is_watching, is_updating;
  guint progress_source;

  GtkWidget *methods, *swap, *list_button, *spinner;
  IsoRunChooser *choosers[ISO_SIDE_COUNT];
  GtkStack *pages; /* "maps", "empty" */
  GtkLabel *message;
  gboolean is_problem; /* it says why there is nothing */
  IsoMapCanvas *canvases[ISO_SIDE_COUNT];
  GtkLabel *notes[ISO_SIDE_COUNT];
  GtkWidget *overlays[ISO_SIDE_COUNT], *cards[ISO_SIDE_COUNT];
  guint card_source;
  IsoClassLegend *legend;
  GtkAdjustment *lines_adjustment;
  GtkWidget *lines_scale;
  GtkInscription *reading; /* what is pointed at, else what the lines are */
  AdwFlap *flap;
  IsoChangeList *list;
};

/* compared-maps-view-choice.c */
/* What is selected and picked, for the maps that are shown. */
void iso_compared_maps_view_follow_choice (IsoComparedMapsView *view);
void iso_compared_maps_view_drop_choice (IsoComparedMapsView *view);
/* A card beside the point under the pointer. */
void iso_compared_maps_view_add_card (IsoComparedMapsView *view, IsoRunSideName side);

/* compared-maps-view-words.c */
void iso_compared_maps_view_show_subtitle (IsoComparedMapsView *view);
void iso_compared_maps_view_show_reading (IsoComparedMapsView *view);
/* Notes and names of the maps. */
void iso_compared_maps_view_describe (IsoComparedMapsView *view);

/* compared-maps-view-widgets.c */
void iso_compared_maps_view_build (IsoComparedMapsView *view);

/* compared-maps-view.c: the lines in B's map; and what was done with a control. */
void iso_compared_maps_view_show_trails (IsoComparedMapsView *view);
void iso_compared_maps_view_method_chosen (int index, gpointer view);
void iso_compared_maps_view_lines_moved (IsoComparedMapsView *view);
void iso_compared_maps_view_class_toggled (IsoComparedMapsView *view, guint class, gboolean wanted);
