#include "ui/session/run-library.h"

#include "engine/base/unjoined.h"

#define LOOK_MS 500
/* A program that is killed writes nothing: that its runs no longer go on shows only by listing them. One look in so many does while any
 * run is said to go on. */
#define LOOKS_PER_LISTING 4

struct _IsoRunLibrary {
  GObject parent_instance;
  char *folder;
  char *problem;
  IsoSharedStore *shared; /* NULL until it is open */
  GPtrArray *runs;        /* of IsoRun */
  GHashTable *by_id;      /* those, by their ids */
  gboolean is_listed;

  guint64 wanted, served; /* listings that were asked for, and up to which they were made */
  guint64 generation;     /* of the store when it was listed */
  GCancellable *looking;  /* while a worker looks, or NULL */
  guint watchers, timer, looks;
};

G_DEFINE_FINAL_TYPE (IsoRunLibrary, iso_run_library, G_TYPE_OBJECT)

enum { CHANGED, OPENED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* What a worker does: opens the store unless it is open, and lists its runs where that is wanted or they have changed. */
typedef struct {
  char *folder;
  IsoSharedStore *shared;
  guint64 wanted, generation;
  gboolean is_wanted;
  GPtrArray *runs; /* the result, NULL: as they were */
} Look;

static void
look_free (void *data)
{
  Look *look = data;
  iso_shared_store_unref (look->shared);
  g_clear_pointer (&look->runs, g_ptr_array_unref);
  g_free (look->folder);
  g_free (look);
}

static void
look_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Look *look = data;
  g_autoptr (GError) error = NULL;
  if (look->shared == NULL)
    {
      IsoStore *store = iso_store_open (look->folder, &error);
      if (store == NULL)
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
      look->shared = iso_shared_store_new (store);
      look->is_wanted = TRUE;
    }
  /* Asked before listing: what is written in between is found by the next look. 0 says that it could not be asked: listing says why. */
  guint64 generation = iso_store_generation (look->shared->store);
  if (!look->is_wanted && generation == look->generation && generation != 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  look->generation = generation;
  look->runs = iso_store_list (look->shared->store, &error);
  if (look->runs == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void look_now (IsoRunLibrary *library);

static void
take_runs (IsoRunLibrary *library, GPtrArray *runs)
{
  g_hash_table_remove_all (library->by_id);
  g_ptr_array_unref (library->runs);
  library->runs = g_ptr_array_ref (runs);
  library->is_listed = TRUE;
  for (guint i = 0; i < runs->len; i++)
    {
      IsoRun *run = g_ptr_array_index (runs, i);
      g_hash_table_insert (library->by_id, &run->id, run);
    }
}

/* True where that is news. */
static gboolean
take_problem (IsoRunLibrary *library, const char *problem)
{
  if (g_strcmp0 (problem, library->problem) == 0)
    return FALSE;
  g_free (library->problem);
  library->problem = g_strdup (problem);
  return TRUE;
}

/* The weak reference is the callback's: the library may be gone. */
static void
look_done (GObject *source, GAsyncResult *result, gpointer data)
{
  GWeakRef *weak = data;
  g_autoptr (IsoRunLibrary) library = g_weak_ref_get (weak);
  const Look *look = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean succeeded = g_task_propagate_boolean (G_TASK (result), &error);
  g_weak_ref_clear (weak);
  g_free (weak);
  if (library == NULL)
    return;
  g_clear_object (&library->looking);
  gboolean is_opened = library->shared == NULL && look->shared != NULL;
  gboolean is_news = take_problem (library, succeeded ? NULL : error->message);
  library->served = look->wanted;
  if (!succeeded)
    library->generation = 0; /* no store's: the next look lists them whatever it is */
  if (is_opened)
    library->shared = iso_shared_store_ref (look->shared);
  if (look->runs != NULL)
    {
      take_runs (library, look->runs);
      library->generation = look->generation;
    }
  if (is_opened)
    g_signal_emit (library, signals[OPENED], 0);
  if (is_news || look->runs != NULL)
    g_signal_emit (library, signals[CHANGED], 0);
  if (library->wanted > library->served)
    look_now (library);
}

/* One look at a time; what is asked for meanwhile is served by the next. */
static void
look_now (IsoRunLibrary *library)
{
  if (library->looking != NULL)
    return;
  Look *look = g_new0 (Look, 1);
  GWeakRef *weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, library);
  look->folder = g_strdup (library->folder);
  look->shared = library->shared != NULL ? iso_shared_store_ref (library->shared) : NULL;
  look->generation = library->generation;
  look->wanted = library->wanted;
  look->is_wanted = library->wanted > library->served;
  library->looking = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, library->looking, look_done, weak);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, look, look_free);
  iso_task_run_unjoined (task, look_run);
}

static gboolean
seems_on (IsoRunLibrary *library)
{
  for (guint i = 0; i < library->runs->len; i++)
    {
      const IsoRun *run = g_ptr_array_index (library->runs, i);
      if (run->status == ISO_RUN_RUNNING || run->status == ISO_RUN_PAUSED)
        return TRUE;
    }
  return FALSE;
}

static gboolean
look_again (void *data)
{
  IsoRunLibrary *library = data;
  if (++library->looks % LOOKS_PER_LISTING == 0 && library->looking == NULL && seems_on (library))
    library->wanted++;
  look_now (library);
  return G_SOURCE_CONTINUE;
}

void
iso_run_library_refresh (IsoRunLibrary *library)
{
  library->wanted++;
  look_now (library);
}

void
iso_run_library_watch (IsoRunLibrary *library)
{
  if (library->watchers++ > 0)
    return;
  library->timer = g_timeout_add (LOOK_MS, look_again, library);
  look_now (library);
}

void
iso_run_library_unwatch (IsoRunLibrary *library)
{
  g_return_if_fail (library->watchers > 0);
  if (--library->watchers == 0)
    g_clear_handle_id (&library->timer, g_source_remove);
}

const char *
iso_run_library_folder (IsoRunLibrary *library)
{
  return library->folder;
}

IsoStore *
iso_run_library_store (IsoRunLibrary *library)
{
  return library->shared != NULL ? library->shared->store : NULL;
}

IsoSharedStore *
iso_run_library_share (IsoRunLibrary *library)
{
  return library->shared != NULL ? iso_shared_store_ref (library->shared) : NULL;
}

const char *
iso_run_library_problem (IsoRunLibrary *library)
{
  return library->problem;
}

GPtrArray *
iso_run_library_runs (IsoRunLibrary *library)
{
  return library->runs;
}

gboolean
iso_run_library_is_listed (IsoRunLibrary *library)
{
  return library->is_listed;
}

const IsoRun *
iso_run_library_find (IsoRunLibrary *library, gint64 id)
{
  return g_hash_table_lookup (library->by_id, &id);
}

static void
iso_run_library_finalize (GObject *object)
{
  IsoRunLibrary *library = ISO_RUN_LIBRARY (object);
  g_clear_handle_id (&library->timer, g_source_remove);
  if (library->looking != NULL)
    g_cancellable_cancel (library->looking);
  g_clear_object (&library->looking);
  g_hash_table_unref (library->by_id);
  g_ptr_array_unref (library->runs);
  iso_shared_store_unref (library->shared);
  g_free (library->problem);
  g_free (library->folder);
  G_OBJECT_CLASS (iso_run_library_parent_class)->finalize (object);
}

static void
iso_run_library_class_init (IsoRunLibraryClass *class)
{
  G_OBJECT_CLASS (class)->finalize = iso_run_library_finalize;
  signals[CHANGED] = g_signal_new ("changed", ISO_TYPE_RUN_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPENED] = g_signal_new ("opened", ISO_TYPE_RUN_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_run_library_init (IsoRunLibrary *library)
{
  library->runs = g_ptr_array_new ();
  library->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
}

IsoRunLibrary *
iso_run_library_new (const char *folder)
{
  IsoRunLibrary *library = g_object_new (ISO_TYPE_RUN_LIBRARY, NULL);
  library->folder = folder != NULL ? g_strdup (folder) : iso_store_default_folder ();
  iso_run_library_refresh (library);
  return library;
}
