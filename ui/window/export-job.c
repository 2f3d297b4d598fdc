#include "ui/window/export-job.h"

#include "engine/base/unjoined.h"
#include "ui/figure/figure-file.h"

typedef struct {
  IsoExportKind kind;
  IsoFigure *figure;
  char *path;
  IsoFigureLook look;
  GWeakRef owner;
  IsoExportDone done;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;
  iso_figure_free (job->figure);
  g_free (job->path);
  g_weak_ref_clear (&job->owner);
  g_free (job);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface = NULL;
  if (job->kind == ISO_EXPORT_PIXELS)
    surface = iso_figure_pixels_new (job->figure, &job->look, &error);
  else if (job->kind == ISO_EXPORT_PICTURE)
    iso_figure_write (job->figure, job->path, &job->look, &error);
  else
    iso_figure_write_numbers (job->figure, job->path, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, surface, (GDestroyNotify) cairo_surface_destroy);
}

/* Opaque, so that premultiplied or not makes no difference. */
static GdkTexture *
texture_of (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize) height,
                                                         (GDestroyNotify) cairo_surface_destroy, cairo_surface_reference (surface));
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
finished (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GObject) owner = g_weak_ref_get (&job->owner);
  g_autoptr (GdkTexture) texture = surface != NULL ? texture_of (surface) : NULL;
  g_clear_pointer (&surface, cairo_surface_destroy);
  if (owner != NULL)
    job->done (owner, job->path, texture, error);
}

void
iso_export_job_start (GObject *owner, IsoExportKind kind, IsoFigure *figure, const char *path, const IsoFigureLook *look,
                      IsoExportDone done)
{
  Job *job = g_new0 (Job, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, finished, NULL);
  job->kind = kind;
  job->figure = figure;
  job->path = g_strdup (path);
  if (look != NULL)
    job->look = *look;
  job->done = done;
  g_weak_ref_init (&job->owner, owner);
  g_task_set_task_data (task, job, job_free);
  iso_task_run_unjoined (task, work);
}
