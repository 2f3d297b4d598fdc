/* The FIFO by which orders reach the trainer: put in by any thread, taken out by the trainer between two steps. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "engine/train/snapshot.h"

typedef enum {
  ISO_COMMAND_START,
  ISO_COMMAND_PAUSE,
  ISO_COMMAND_SINGLE_STEP,
  ISO_COMMAND_STOP,
  ISO_COMMAND_SET,     /* key, value */
  ISO_COMMAND_SET_AT,  /* step, key, value */
  ISO_COMMAND_WATCH,   /* number: IsoWatch */
  ISO_COMMAND_ENDLESS, /* number: 0 or 1 */
  ISO_COMMAND_SAVE,    /* key: the path */
  ISO_COMMAND_KEEP,    /* wants, keep, data */
} IsoCommandKind;

typedef struct {
  IsoCommandKind kind;
  int number;
  guint64 step;
  char *key, *value; /* owned */
  void (*answer) (guint64 step, const char *message, gpointer data);
  gpointer data;
  GDestroyNotify free_data;
  IsoTrainerWants wants;
  IsoTrainerKeep keep;
} IsoCommand;

void iso_command_free (IsoCommand *command);

typedef struct _IsoCommandQueue IsoCommandQueue;

IsoCommandQueue *iso_command_queue_new (void);
/* Commands still inside are freed unanswered. */
void iso_command_queue_free (IsoCommandQueue *queue);

/* Takes the command. */
void iso_command_queue_put (IsoCommandQueue *queue, IsoCommand *command);

/* The oldest command, or NULL after `seconds` without one (0: at once, negative: waits for ever). */
IsoCommand *iso_command_queue_take (IsoCommandQueue *queue, double seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoCommand, iso_command_free)
