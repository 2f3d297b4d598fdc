#include "app/progress.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/command-line.h"
#include "engine/base/timing.h"
#include "engine/train/alarms.h"

#define INTERVAL 0.1
#define WIDEST_BAR 24

/* Columns of the terminal on stderr. */
static size_t
terminal_width (void)
{
  struct winsize size;
  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return 80;
}

void
iso_progress_start (IsoProgress *progress, int epochs, size_t steps_per_epoch, bool verbose)
{
  *progress = (IsoProgress) {
    .terminal = isatty (STDERR_FILENO),
    .verbose = verbose,
    .unicode = g_get_charset (NULL),
    .epochs = epochs,
    .steps_per_epoch = steps_per_epoch,
    .started = iso_seconds (),
    .loss = (double) NAN,
    .recall = (double) NAN,
  };
}

static const char *
format_fixed (char text[32], const char *format, double value)
{
  if (!isfinite (value))
    return "–";
  return g_ascii_formatd (text, 32, format, value);
}

static void
clear_line (IsoProgress *progress)
{
  if (progress->shown)
    fputs ("\r\033[K", stderr);
  progress->shown = false;
}

static void
append_bar (GString *line, double share, size_t width, bool unicode)
{
  static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
  size_t filled = (size_t) (share * (double) width * 8.0);
  size_t cells = 0;
  for (; cells < filled / 8; cells++)
    g_string_append (line, unicode ? "█" : "#");
  if (unicode && filled % 8 > 0)
    {
      g_string_append (line, eighths[filled % 8]);
      cells++;
    }
  for (; cells < width; cells++)
    g_string_append (line, unicode ? "·" : ".");
}

/* The line without its bar. */
static char *
describe (const IsoProgress *progress, guint64 step, int epoch, double rate, double left)
{
  char loss[32], recall[32], speed[32];
  guint seconds = (guint) fmin (ceil (left), 359999.0);
  return g_strdup_printf (_("epoch %d/%d  step %" PRIu64 "  %s steps/s  loss %s  recall@1 %s  %u:%02u left"),
                          MIN (epoch + 1, progress->epochs), progress->epochs, step, format_fixed (speed, "%.0f", rate),
                          format_fixed (loss, "%.3f", progress->loss), format_fixed (recall, "%.3f", progress->recall),
                          seconds / 60, seconds % 60);
}

/* Puts a bar in front of `text`, as far as there is room, in place of the line before. */
static void
show_line (IsoProgress *progress, double share, const char *text, double now)
{
  g_autoptr (GString) line = g_string_new (NULL);
  size_t width = terminal_width (), taken = iso_text_width (text) + 3;
  if (taken + 4 <= width)
    {
      append_bar (line, share, MIN (WIDEST_BAR, width - taken), progress->unicode);
      g_string_append (line, "  ");
    }
  /* Too narrow even for the words: a line must not wrap, or it could not be taken back. */
  size_t room = width > taken - 3 ? strlen (text) : (size_t) (g_utf8_offset_to_pointer (text, (glong) width - 1) - text);
  g_string_append_len (line, text, (gssize) room);
  clear_line (progress);
  g_printerr ("%s", line->str);
  fflush (stderr);
  progress->shown = true;
  progress->drawn = now;
}

void
iso_progress_alarm (IsoProgress *progress, const IsoEvent *event)
{
  g_autofree char *text = iso_alarm_text (event);
  if (!progress->terminal && !progress->verbose)
    return;
  clear_line (progress);
  g_printerr (_("step %" PRIu64 ": %s\n"), event->step, text);
}

/* Whether it is time for another line. */
static bool
is_due (const IsoProgress *progress, double now)
{
  return progress->terminal && (!progress->shown || now - progress->drawn >= INTERVAL);
}

void
iso_progress_share (IsoProgress *progress, double share, const char *text)
{
  double now = iso_seconds ();
  if (!is_due (progress, now))
    return;
  show_line (progress, share, text, now);
}

void
iso_progress_embedding (IsoProgress *progress, double share)
{
  g_autofree char *text = g_strdup_printf (_("embedding: %d %%"), (int) (100.0 * share));
  iso_progress_share (progress, share, text);
}

void
iso_progress_reading (IsoProgress *progress, double share)
{
  g_autofree char *text = g_strdup_printf (_("reading data: %d %%"), (int) (100.0 * share));
  iso_progress_share (progress, share, text);
}

void
iso_progress_step (IsoProgress *progress, guint64 step, int epoch, double loss)
{
  double now = iso_seconds ();
  if (isfinite (loss))
    progress->loss = isfinite (progress->loss) ? 0.95 * progress->loss + 0.05 * loss : loss;
  if (!is_due (progress, now))
    return;
  double total = (double) progress->epochs * (double) progress->steps_per_epoch;
  double rate = (double) step / fmax (now - progress->started, 1e-9);
  double share = total > 0.0 ? fmin ((double) step / total, 1.0) : 1.0;
  g_autofree char *text = describe (progress, step, epoch, rate, (total - (double) step) / rate);
  show_line (progress, share, text, now);
}

void
iso_progress_epoch (IsoProgress *progress, const IsoEpochRecord *record, double loss)
{
  char loss_text[32], recall[32], map[32], speed[32];
  progress->recall = record->test.recall_1;
  if (!progress->verbose)
    return;
  clear_line (progress);
  g_printerr (_("epoch %d/%d: loss %s, recall@1 %s, map@r %s, %s steps/s\n"), record->epoch, progress->epochs,
              format_fixed (loss_text, "%.4f", loss), format_fixed (recall, "%.4f", record->test.recall_1),
              format_fixed (map, "%.4f", record->test.map_at_r),
              format_fixed (speed, "%.0f", record->step > 0 ? (double) record->step / record->train_seconds : (double) NAN));
}

void
iso_progress_end (IsoProgress *progress)
{
  clear_line (progress);
  fflush (stderr);
}
