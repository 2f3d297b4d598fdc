/* What tests of widgets wait by. */
#pragma once

#include <glib.h>

#define PATIENCE_SECONDS 30

static inline gboolean
time_is_up (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until the condition holds. */
#define WAIT_FOR(condition)                                                       \
  G_STMT_START                                                                    \
  {                                                                               \
    gboolean late = FALSE;                                                        \
    guint timeout = g_timeout_add_seconds (PATIENCE_SECONDS, time_is_up, &late);  \
    while (!(condition) && !late)                                                 \
      g_main_context_iteration (NULL, TRUE);                                      \
    if (late)                                                                     \
      g_error ("%s did not come true within %d s", #condition, PATIENCE_SECONDS); \
    g_source_remove (timeout);                                                    \
  }                                                                               \
  G_STMT_END
