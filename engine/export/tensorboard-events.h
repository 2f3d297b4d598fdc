/* Event files as TensorBoard reads them: named curves over steps, and texts.
 *
 *     g_autoptr (IsoTensorboardEvents) events = iso_tensorboard_events_new (path, wall_time);
 *     iso_tensorboard_events_begin (events, wall_time, step);
 *     iso_tensorboard_events_add_scalar (events, "train/loss", loss);
 *     iso_tensorboard_events_finish (g_steal_pointer (&events), &error);
 *
 * Records go to the disk as they are made, so that a run of any length takes no memory. A file is a row of TFRecords, all numbers little endian:
 *
 *     u64 length | u32 masked CRC-32C of the length | length bytes | u32 masked CRC-32C of the bytes
 *
 * each of which holds one message of Protocol Buffers, of which these fields are written (tensorflow/core/util/event.proto and
 * tensorflow/core/framework/summary.proto, tensor.proto):
 *
 *     Event          1 wall_time double, 2 step int64, 3 file_version string (the first record's: "brain.Event:2"), 5 summary
 *     Summary        1 value, as often as there are
 *     Summary.Value  1 tag string, 2 simple_value float; of texts instead 8 tensor and 9 metadata
 *
 * The file name must have "tfevents" in it, or TensorBoard passes it over. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct _IsoTensorboardEvents IsoTensorboardEvents;

/* Times are seconds since 1970. */
IsoTensorboardEvents *iso_tensorboard_events_new (const char *path, double wall_time);

/* What is added from now on belongs to this step (0 … 2⁶³ − 1) and moment. */
void iso_tensorboard_events_begin (IsoTensorboardEvents *events, double wall_time, guint64 step);

/* A value, as float32, for that is what the format has. NAN is a value that there is none of: nothing is added. tag: UTF-8; what stands
 * before its first slash names the group of charts. */
void iso_tensorboard_events_add_scalar (IsoTensorboardEvents *events, const char *tag, double value);
/* A text, shown as Markdown. */
void iso_tensorboard_events_add_text (IsoTensorboardEvents *events, const char *tag, const char *text);

/* Moves the file in place, whole or not at all, and frees the events. ISO_ERROR_FILE names path and cause, whenever it arose. */
bool iso_tensorboard_events_finish (IsoTensorboardEvents *events, GError **error);
/* Frees them and leaves no file. NULL is passed over. */
void iso_tensorboard_events_abandon (IsoTensorboardEvents *events);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoTensorboardEvents, iso_tensorboard_events_abandon)
