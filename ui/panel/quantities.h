/* Counts as people read them. */
#pragma once

#include <glib.h>

/* "1 204": thin spaces between thousands from 1 000 on. Newly allocated. */
char *iso_quantity_text (guint64 count);
