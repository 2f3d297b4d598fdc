/* The batch under the X-ray: which batch is looked at, under which settings, and every stage of diffusion on it, computed once for
 * all views of it (matrices, inspector, walk, graph lab, what-if grid, mined tuples).
 *
 * Which batch: the newest that came, or, frozen, the one that was in sight; or one of a kept epoch, while that is looked back at. Which settings: those of a trial where the person moves
 * the X-ray's own sliders (the run does not know of them until "train with these"), else those of the panel while training stands
 * still, else those the batch was made with. While a trial is on, the stages without it are at hand too, for before and after.
 *
 * Signals: "chosen" () the batch asked for, freezing, trial or settings changed; "stages" () what iso_xray_stages() gives is new, or
 * gone; "train-with" () the person wants the run to go by iso_xray_settings(). Stages are computed on a worker, and only while somebody
 * watches. Main thread alone. */
#pragma once

#include <glib-object.h>

#include "engine/data/dataset.h"
#include "engine/train/snapshot.h"
#include "ui/plot/xray-room.h"

#define ISO_TYPE_XRAY (iso_xray_get_type ())
G_DECLARE_FINAL_TYPE (IsoXray, iso_xray, ISO, XRAY, GObject)

IsoXray *iso_xray_new (void);

/* Names and pictures of samples, or NULL. Other data than before, and NULL, forget batch, freezing and trial. */
void iso_xray_set_dataset (IsoXray *xray, IsoDataset *dataset);
IsoDataset *iso_xray_dataset (IsoXray *xray);

/* The newest batch of the run. Frozen, it is kept for when that ends. Takes a reference. */
void iso_xray_set_snapshot (IsoXray *xray, IsoBatchSnapshot *snapshot);
/* The batch looked at, or NULL; not owned. */
IsoBatchSnapshot *iso_xray_snapshot (IsoXray *xray);

void iso_xray_set_frozen (IsoXray *xray, gboolean frozen);
gboolean iso_xray_is_frozen (IsoXray *xray);

/* A batch of a kept epoch, looked back at: it is shown under its own settings, and neither newer batches nor freezing touch it; NULL: what
 * would be shown without it is shown again. Takes a reference. Other data end it. */
void iso_xray_set_past (IsoXray *xray, IsoBatchSnapshot *past);
gboolean iso_xray_is_past (IsoXray *xray);

/* Those of the panel, while training stands still; NULL: each batch goes by its own. */
void iso_xray_set_run_settings (IsoXray *xray, const IsoDistillSettings *settings);
/* Without the trial: what it began from, and where "reset" leads. */
void iso_xray_get_run_settings (IsoXray *xray, IsoDistillSettings *settings);

/* Other settings, for the eye alone; NULL: none. */
void iso_xray_set_trial (IsoXray *xray, const IsoDistillSettings *settings);
gboolean iso_xray_has_trial (IsoXray *xray);
/* In force for the eye: of the trial or of the run. Something sensible without a batch too. */
void iso_xray_get_settings (IsoXray *xray, IsoDistillSettings *settings);
/* Emits "train-with". */
void iso_xray_train_with (IsoXray *xray);

/* The newest stages, or NULL; not owned. For a moment they may be of the batch or settings before. */
IsoXrayStages *iso_xray_stages (IsoXray *xray);
/* Counted: call once when mapped, and iso_xray_unwatch() when unmapped. */
void iso_xray_watch (IsoXray *xray);
void iso_xray_unwatch (IsoXray *xray);

/* Where a sample of the dataset stands in the batch of the stages, 0 … B − 1; −1 where it is not in it or there is none. */
int iso_xray_place_of (IsoXray *xray, guint32 sample);

/* Whoever draws the matrices says before each computation what is in sight, and finds it among the stages, drawn on the worker. One at
 * a time; NULL: nobody. */
typedef void (*IsoXrayWish) (IsoXrayWishes *wishes, gpointer data);
void iso_xray_set_wish (IsoXray *xray, IsoXrayWish wish, gpointer data);
/* Stages as they are, drawn once more for other wishes. */
void iso_xray_draw_again (IsoXray *xray);
