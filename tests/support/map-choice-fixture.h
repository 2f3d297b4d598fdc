/* A map that is shown, and the hand of a person on its points. */
#pragma once

#include "tests/support/map-fixture.h"

#include "engine/projection/nearest-of.h"
#include "tests/support/large-map.h"
#include "ui/figure/map-density.h"
#include "ui/plot/class-legend.h"

#define POINT 40

static inline IsoSampleChoice *
share_choice (Fixture *fixture)
{
  IsoSampleChoice *choice = iso_sample_choice_new ();
  iso_map_view_set_choice (fixture->view, choice);
  return choice;
}

static inline void
show_map (Fixture *fixture)
{
  show (fixture, 1, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 1));
  test_wait_ms (400);
}

static inline guint32
sample_of (Fixture *fixture, size_t point)
{
  return iso_map_view_map (fixture->view)->samples->indices[point];
}

static inline GtkEventController *
controller_of (gpointer widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  g_assert_not_reached ();
}

static inline bool
key (Fixture *fixture, guint keyval)
{
  gboolean handled = FALSE;
  g_signal_emit_by_name (controller_of (fixture->canvas, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", keyval, 0, 0, &handled);
  return handled || press (fixture, keyval);
}

static inline void
point_at (Fixture *fixture, double x, double y)
{
  g_signal_emit_by_name (controller_of (fixture->canvas, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", x, y);
}

static inline void
click (Fixture *fixture, double x, double y)
{
  g_signal_emit_by_name (controller_of (fixture->canvas, GTK_TYPE_GESTURE_CLICK), "pressed", 1, x, y);
  g_signal_emit_by_name (controller_of (fixture->canvas, GTK_TYPE_GESTURE_CLICK), "released", 1, x, y);
}

static inline void
place_of (Fixture *fixture, size_t point, double *x, double *y)
{
  IsoMapFrame frame = iso_map_canvas_present_frame (fixture->canvas);
  const float *position = fixture->canvas->positions + 2 * point;
  *x = frame.x + frame.scale * (double) position[0];
  *y = frame.y - frame.scale * (double) position[1];
}
