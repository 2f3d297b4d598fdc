#include "engine/export/tensorboard-events.h"

#include <math.h>
#include <string.h>

#include "engine/export/crc32c.h"
#include "engine/export/file-writer.h"

#if G_BYTE_ORDER != G_LITTLE_ENDIAN
#error "numbers are copied as they stand in memory: little endian"
#endif

/* How a field's value is laid out; the low three bits of its key. */
enum { VARINT = 0, FIXED_64 = 1, BYTES = 2, FIXED_32 = 5 };

/* Field numbers, see the header; those of a text's tensor and metadata. */
enum { EVENT_WALL_TIME = 1, EVENT_STEP, EVENT_FILE_VERSION, EVENT_SUMMARY = 5 };
enum { SUMMARY_VALUE = 1 };
enum { VALUE_TAG = 1, VALUE_SIMPLE, VALUE_TENSOR = 8, VALUE_METADATA };
enum { METADATA_PLUGIN = 1, PLUGIN_NAME = 1 };
enum { TENSOR_TYPE = 1, TENSOR_SHAPE, TENSOR_STRINGS = 8, SHAPE_DIMENSION = 2, DIMENSION_SIZE = 1 };
#define TYPE_STRING 7

struct _IsoTensorboardEvents {
  IsoFileWriter *file;
  GByteArray *values; /* of the event that is being filled: Summary.Value messages as fields of a Summary */
  double wall_time;
  guint64 step;
};

/* ---- Protocol Buffers ---- */

/* Seven bits a byte, the lowest first; the top bit says that there are more. */
static void
put_varint (GByteArray *out, guint64 value)
{
  do
    {
      guint8 byte = (guint8) (value & 0x7f);
      value >>= 7;
      if (value > 0)
        byte |= 0x80;
      g_byte_array_append (out, &byte, 1);
    }
  while (value > 0);
}

static void
put_key (GByteArray *out, guint32 field, guint32 layout)
{
  put_varint (out, field << 3 | layout);
}

static void
put_integer (GByteArray *out, guint32 field, guint64 value)
{
  put_key (out, field, VARINT);
  put_varint (out, value);
}

static void
put_double (GByteArray *out, guint32 field, double value)
{
  put_key (out, field, FIXED_64);
  g_byte_array_append (out, (const guint8 *) &value, sizeof value);
}

static void
put_float (GByteArray *out, guint32 field, float value)
{
  put_key (out, field, FIXED_32);
  g_byte_array_append (out, (const guint8 *) &value, sizeof value);
}

static void
put_bytes (GByteArray *out, guint32 field, const void *bytes, size_t count)
{
  put_key (out, field, BYTES);
  put_varint (out, count);
  if (count > 0)
    g_byte_array_append (out, bytes, (guint) count);
}

static void
put_text (GByteArray *out, guint32 field, const char *text)
{
  put_bytes (out, field, text, strlen (text));
}

static void
put_message (GByteArray *out, guint32 field, const GByteArray *message)
{
  put_bytes (out, field, message->data, message->len);
}

/* ---- records ---- */

static void
write_checked (IsoFileWriter *file, const void *bytes, size_t count)
{
  guint32 checksum = iso_crc32c_mask (iso_crc32c (bytes, count));
  iso_file_writer_add (file, bytes, count);
  iso_file_writer_add (file, &checksum, sizeof checksum);
}

static void
write_record (IsoFileWriter *file, const GByteArray *message)
{
  guint64 length = message->len;
  write_checked (file, &length, sizeof length);
  write_checked (file, message->data, message->len);
}

/* The event that is being filled becomes a record; there is none where it has no values. */
static void
finish_event (IsoTensorboardEvents *events)
{
  g_autoptr (GByteArray) event = g_byte_array_new ();
  if (events->values->len == 0)
    return;
  put_double (event, EVENT_WALL_TIME, events->wall_time);
  put_integer (event, EVENT_STEP, events->step);
  put_message (event, EVENT_SUMMARY, events->values);
  write_record (events->file, event);
  g_byte_array_set_size (events->values, 0);
}

IsoTensorboardEvents *
iso_tensorboard_events_new (const char *path, double wall_time)
{
  IsoTensorboardEvents *events = g_new (IsoTensorboardEvents, 1);
  g_autoptr (GByteArray) first = g_byte_array_new ();
  *events = (IsoTensorboardEvents) { iso_file_writer_new (path), g_byte_array_new (), wall_time, 0 };
  put_double (first, EVENT_WALL_TIME, wall_time);
  put_text (first, EVENT_FILE_VERSION, "brain.Event:2");
  write_record (events->file, first);
  return events;
}

void
iso_tensorboard_events_begin (IsoTensorboardEvents *events, double wall_time, guint64 step)
{
  finish_event (events);
  events->wall_time = wall_time;
  events->step = step;
}

void
iso_tensorboard_events_add_scalar (IsoTensorboardEvents *events, const char *tag, double value)
{
  g_autoptr (GByteArray) message = NULL;
  if (isnan (value))
    return;
  message = g_byte_array_new ();
  put_text (message, VALUE_TAG, tag);
  put_float (message, VALUE_SIMPLE, (float) value);
  put_message (events->values, SUMMARY_VALUE, message);
}

/* As the text plugin wants it: a tensor of one string, and the plugin's name. */
void
iso_tensorboard_events_add_text (IsoTensorboardEvents *events, const char *tag, const char *text)
{
  g_autoptr (GByteArray) message = g_byte_array_new (), tensor = g_byte_array_new (), shape = g_byte_array_new ();
  g_autoptr (GByteArray) dimension = g_byte_array_new (), metadata = g_byte_array_new (), plugin = g_byte_array_new ();
  put_integer (dimension, DIMENSION_SIZE, 1);
  put_message (shape, SHAPE_DIMENSION, dimension);
  put_integer (tensor, TENSOR_TYPE, TYPE_STRING);
  put_message (tensor, TENSOR_SHAPE, shape);
  put_text (tensor, TENSOR_STRINGS, text);
  put_text (plugin, PLUGIN_NAME, "text");
  put_message (metadata, METADATA_PLUGIN, plugin);
  put_text (message, VALUE_TAG, tag);
  put_message (message, VALUE_TENSOR, tensor);
  put_message (message, VALUE_METADATA, metadata);
  put_message (events->values, SUMMARY_VALUE, message);
}

bool
iso_tensorboard_events_finish (IsoTensorboardEvents *events, GError **error)
{
  finish_event (events);
  bool done = iso_file_writer_finish (g_steal_pointer (&events->file), error);
  iso_tensorboard_events_abandon (events);
  return done;
}

void
iso_tensorboard_events_abandon (IsoTensorboardEvents *events)
{
  if (events == NULL)
    return;
  iso_file_writer_abandon (events->file);
  g_byte_array_unref (events->values);
  g_free (events);
}
