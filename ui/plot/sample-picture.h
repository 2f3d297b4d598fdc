/* The small picture of one sample, named for assistive technologies. Without a picture to show it takes no room. */
#pragma once

#include <gtk/gtk.h>

#include "engine/data/dataset.h"

#define ISO_TYPE_SAMPLE_PICTURE (iso_sample_picture_get_type ())
G_DECLARE_FINAL_TYPE (IsoSamplePicture, iso_sample_picture, ISO, SAMPLE_PICTURE, GtkWidget)

/* side: its width and height, in pixels. */
GtkWidget *iso_sample_picture_new (int side);

/* index: into the dataset, which may be NULL; label: what is on it, "Coat". The picture is made only where another one is asked for. */
void iso_sample_picture_show (IsoSamplePicture *picture, IsoDataset *dataset, guint32 index, const char *label);
