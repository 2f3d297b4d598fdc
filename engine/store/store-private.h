/* What the store's files share: store.c (opening, listing, finding), store-read.c (what was recorded) and store-edit.c. */
#pragma once

#include <pthread.h>

#include "engine/store/database.h"
#include "engine/store/store.h"

struct _IsoStore {
  char *folder;
  pthread_mutex_t mutex; /* guards the connection; a pthread mutex, so that ThreadSanitizer sees it */
  IsoDatabase *database;
};

/* The uuid of a run, newly allocated, the mutex held; ISO_ERROR_ARGUMENT where there is no such run. */
char *iso_store_uuid (IsoStore *store, gint64 run, GError **error);
