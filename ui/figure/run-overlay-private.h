/* What the files of the overlay share: run-overlay.c holds it and makes charts of it, run-overlay-read.c reads lines off histories,
 * run-overlay-groups.c makes one of several. */
#pragma once

#include "ui/figure/run-overlay.h"

/* label, color and dash are the caller's to set. Newly allocated arrays, x ascending without repeats; stride: consecutive steps that are
 * one point. False where it was cancelled; the line is to be cleared all the same. */
bool iso_overlay_read (IsoOverlayLine *line, IsoHistory *history, const IsoOverlayOptions *options, size_t stride,
                       GCancellable *cancellable);
void iso_overlay_line_clear (IsoOverlayLine *line);

/* members (count): lines of runs; the mean of one or more, with its band. */
void iso_overlay_sum_up (IsoOverlayLine *line, const IsoOverlayLine *const *members, size_t count, IsoOverlayGrouping grouping);
