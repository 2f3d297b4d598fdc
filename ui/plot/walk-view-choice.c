/* What is pointed at, picked and selected elsewhere, in the walk's view. */
#include "ui/plot/walk-view-private.h"

void
iso_walk_view_find_pointed (IsoWalkView *view)
{
  IsoSamplePair pointed = iso_sample_choice_pointed (view->choice);
  const IsoBatchSnapshot *batch = view->picture->route->stages->snapshot;
  view->scene.pointed = G_MAXSIZE;
  for (size_t i = 0; i < batch->B && pointed.sample != ISO_NO_SAMPLE; i++)
    if (batch->indices[i] == pointed.sample)
      view->scene.pointed = i;
}

void
iso_walk_view_find_faded (IsoWalkView *view)
{
  const IsoBatchSnapshot *batch = view->picture->route->stages->snapshot;
  g_clear_pointer (&view->faded, g_free);
  if (iso_sample_choice_has_selection (view->choice))
    {
      view->faded = g_new (bool, MAX (batch->B, 1));
      for (size_t i = 0; i < batch->B; i++)
        view->faded[i] = !iso_sample_choice_is_selected (view->choice, batch->indices[i]);
    }
  view->scene.faded = view->faded;
}

static void
pointed_changed (IsoWalkView *view)
{
  if (!iso_walk_view_has_walk (view))
    return;
  iso_walk_view_find_pointed (view);
  iso_walk_view_draw (view);
  if (view->scene.pointed == G_MAXSIZE)
    iso_walk_view_hide_card (view);
  else
    iso_walk_view_show_card (view);
}

static void
picked_changed (IsoWalkView *view)
{
  IsoSamplePair picked = iso_sample_choice_picked (view->choice);
  if (picked.sample != ISO_NO_SAMPLE && picked.sample != view->start && view->xray != NULL
      && iso_xray_place_of (view->xray, picked.sample) >= 0)
    iso_walk_view_ask (view, TRUE);
}

static void
selected_changed (IsoWalkView *view)
{
  if (!iso_walk_view_has_walk (view))
    return;
  iso_walk_view_find_faded (view);
  iso_walk_view_draw (view);
}

void
iso_walk_view_connect (IsoWalkView *view, IsoSampleChoice *choice)
{
  view->choice = choice;
  g_signal_connect_object (choice, "pointed", G_CALLBACK (pointed_changed), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "picked", G_CALLBACK (picked_changed), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "selected", G_CALLBACK (selected_changed), view, G_CONNECT_SWAPPED);
}

void
iso_walk_view_set_choice (IsoWalkView *view, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_WALK_VIEW (view));
  if (choice == view->choice)
    return;
  g_signal_handlers_disconnect_by_data (view->choice, view);
  g_object_unref (view->choice);
  iso_walk_view_connect (view, choice != NULL ? g_object_ref (choice) : iso_sample_choice_new ());
  pointed_changed (view);
  selected_changed (view);
  picked_changed (view);
}
