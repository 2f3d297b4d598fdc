#include "ui/window/demo.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "ui/window/frame-meter.h"

/* How long a frame is waited for at the end. */
#define PICTURE_PATIENCE_SECONDS 5

typedef struct {
  IsoWindow *window;
  double seconds;
  char *stats, *screenshot;
  IsoDemoDone done;
  gpointer data;
  IsoFrameMeter *meter;
  gboolean begun;
  gulong picture_handler;
  guint timeout;
  gint64 begun_at, ended_at; /* of training */
  guint64 first_step, first_published, first_drawn, first_map;
} Demo;

static void
demo_free (Demo *demo)
{
  g_clear_pointer (&demo->meter, iso_frame_meter_free);
  g_object_unref (demo->window);
  g_free (demo->stats);
  g_free (demo->screenshot);
  g_free (demo);
}

/* When this process began, on g_get_monotonic_time()'s clock; 0 where the system does not tell. */
static gint64
process_start (void)
{
  g_autofree char *line = NULL;
  const char *after_name;
  struct timespec boot, monotonic;
  /* The 22nd field, in clock ticks since the machine started; the name before it may hold spaces. */
  if (!g_file_get_contents ("/proc/self/stat", &line, NULL, NULL) || (after_name = strrchr (line, ')')) == NULL)
    return 0;
  g_auto (GStrv) fields = g_strsplit (after_name + 2, " ", -1);
  if (g_strv_length (fields) < 20 || clock_gettime (CLOCK_BOOTTIME, &boot) != 0
      || clock_gettime (CLOCK_MONOTONIC, &monotonic) != 0)
    return 0;
  double started = g_ascii_strtod (fields[19], NULL) / (double) sysconf (_SC_CLK_TCK);
  double asleep = (double) (boot.tv_sec - monotonic.tv_sec) + (double) (boot.tv_nsec - monotonic.tv_nsec) / 1e9;
  return (gint64) ((started - asleep) * 1e6);
}

static double
peak_megabytes (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
#ifdef __APPLE__
  return (double) usage.ru_maxrss / (1024.0 * 1024.0);
#else
  return (double) usage.ru_maxrss / 1024.0;
#endif
}

static void
add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

static void
add_count (JsonBuilder *builder, const char *name, guint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) value);
}

static gboolean
write_stats (Demo *demo, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  IsoFrameFigures frames = iso_frame_meter_figures (demo->meter);
  IsoTrainerStatus status;
  gint64 start = process_start (), first = iso_frame_meter_first (demo->meter);

  iso_session_status (iso_window_session (demo->window), &status);
  guint64 steps = status.step - demo->first_step;
  double seconds = (double) (demo->ended_at - demo->begun_at) / 1e6;
  json_builder_begin_object (builder);
  add_count (builder, "frames", frames.frames);
  add_number (builder, "frame_ms_p50", frames.p50);
  add_number (builder, "frame_ms_p95", frames.p95);
  add_number (builder, "frame_ms_p99", frames.p99);
  add_number (builder, "max_gap_ms", frames.max_gap);
  add_count (builder, "steps", steps);
  add_number (builder, "steps_per_second", seconds > 0.0 ? (double) steps / seconds : 0.0);
  add_count (builder, "snapshots_published", status.snapshots_published - demo->first_published);
  add_count (builder, "snapshots_drawn", iso_batch_view_drawn_count (iso_window_batch_view (demo->window)) - demo->first_drawn);
  add_count (builder, "map_frames", iso_map_view_frame_count (iso_window_map_view (demo->window)) - demo->first_map);
  add_number (builder, "map_longest_wait_ms", iso_map_view_longest_wait (iso_window_map_view (demo->window)));
  add_number (builder, "peak_rss_mb", peak_megabytes ());
  add_number (builder, "first_window_ms", start > 0 && first > 0 ? (double) (first - start) / 1000.0 : 0.0);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_file (generator, demo->stats, error);
}

gboolean
iso_window_save_picture (GtkWindow *window, const char *path, GError **error)
{
  GtkWidget *widget = GTK_WIDGET (window);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  /* The paintable's size, which includes the window's frame: at another size the picture would be scaled and blurred. */
  int width = gdk_paintable_get_intrinsic_width (paintable), height = gdk_paintable_get_intrinsic_height (paintable);
  int scale = gtk_widget_get_scale_factor (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  gtk_snapshot_scale (snapshot, (float) scale, (float) scale);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s: the window is not drawn, so there is no picture of it"), path);
      return FALSE;
    }
  g_autoptr (GdkTexture) texture = gsk_renderer_render_texture (
      gtk_native_get_renderer (GTK_NATIVE (window)), node,
      &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) (width * scale), (float) (height * scale)));
  if (gdk_texture_save_to_png (texture, path))
    return TRUE;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s: the picture could not be written"), path);
  return FALSE;
}

static void
end (Demo *demo, const GError *error)
{
  g_clear_handle_id (&demo->timeout, g_source_remove);
  g_signal_handlers_disconnect_by_data (iso_window_session (demo->window), demo);
  demo->done (error, demo->data);
  demo_free (demo);
}

/* Whatever is about to be drawn again has no picture; right after a frame everything has. */
static void
take_picture (GdkFrameClock *clock, Demo *demo)
{
  g_autoptr (GError) error = NULL;
  if (!iso_window_save_picture (GTK_WINDOW (demo->window), demo->screenshot, &error)
      && g_get_monotonic_time () - demo->ended_at < PICTURE_PATIENCE_SECONDS * G_USEC_PER_SEC)
    {
      gtk_widget_queue_draw (GTK_WIDGET (demo->window));
      return;
    }
  g_clear_signal_handler (&demo->picture_handler, clock);
  end (demo, error);
}

static gboolean
finish (gpointer data)
{
  Demo *demo = data;
  GtkWidget *widget = GTK_WIDGET (demo->window);
  g_autoptr (GError) error = NULL;
  demo->timeout = 0;
  demo->ended_at = g_get_monotonic_time ();
  iso_frame_meter_stop (demo->meter);
  if ((demo->stats != NULL && !write_stats (demo, &error)) || demo->screenshot == NULL)
    {
      end (demo, error);
      return G_SOURCE_REMOVE;
    }
  demo->picture_handler = g_signal_connect (gtk_widget_get_frame_clock (widget), "after-paint", G_CALLBACK (take_picture), demo);
  gtk_widget_queue_draw (widget);
  return G_SOURCE_REMOVE;
}

/* Without data there is nothing to demonstrate. */
static void
message_came (IsoSession *session, const char *text, Demo *demo)
{
  g_autoptr (GError) error = NULL;
  if (demo->begun || iso_session_experiment (session) != NULL)
    return;
  g_set_error_literal (&error, ISO_ERROR, ISO_ERROR_FILE, text);
  end (demo, error);
}

/* The clock of the demonstration starts with training, not with loading. */
static void
state_changed (IsoSession *session, Demo *demo)
{
  IsoTrainerStatus status;
  if (demo->begun || iso_session_state (session) != ISO_SESSION_RUNNING)
    return;
  demo->begun = TRUE;
  iso_session_status (session, &status);
  demo->first_step = status.step;
  demo->first_published = status.snapshots_published;
  demo->first_map = iso_map_view_frame_count (iso_window_map_view (demo->window));
  demo->first_drawn = iso_batch_view_drawn_count (iso_window_batch_view (demo->window));
  demo->begun_at = g_get_monotonic_time ();
  iso_frame_meter_start (demo->meter);
  demo->timeout = g_timeout_add ((guint) (demo->seconds * 1000.0), finish, demo);
}

/* A run that is gone on with has a pace of its own. */
static void
run_resumed (Demo *demo)
{
  iso_session_set (iso_window_session (demo->window), "train.pace", "unlimited", NULL);
}

static void
realized (GtkWidget *widget, Demo *demo)
{
  demo->meter = iso_frame_meter_new (gtk_widget_get_frame_clock (widget));
}

void
iso_demo_run (IsoWindow *window, const IsoDemoOptions *options, IsoDemoDone done, gpointer data)
{
  Demo *demo = g_new0 (Demo, 1);
  IsoSession *session = iso_window_session (window);
  demo->window = g_object_ref (window);
  demo->seconds = options->seconds;
  demo->stats = g_strdup (options->stats);
  demo->screenshot = g_strdup (options->screenshot);
  demo->done = done;
  demo->data = data;
  iso_session_set (session, "train.pace", "unlimited", NULL);
  g_object_set (window, "endless", TRUE, NULL);
  g_signal_connect (session, "state-changed", G_CALLBACK (state_changed), demo);
  g_signal_connect (session, "message", G_CALLBACK (message_came), demo);
  g_signal_connect (session, "not-resumed", G_CALLBACK (message_came), demo);
  g_signal_connect_swapped (session, "resumed", G_CALLBACK (run_resumed), demo);
  g_signal_connect_swapped (session, "run-resumed", G_CALLBACK (run_resumed), demo);
  g_signal_connect (window, "realize", G_CALLBACK (realized), demo);
  gtk_window_present (GTK_WINDOW (window));
  iso_session_start (session);
}
