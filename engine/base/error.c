#include "engine/base/error.h"

/* Made once, whoever comes first: errors are raised on the threads of a pool, too, several at a time. */
GQuark
iso_error_quark (void)
{
  static gsize quark = 0;
  if (g_once_init_enter (&quark))
    g_once_init_leave (&quark, g_quark_from_static_string ("iso-error-quark"));
  return (GQuark) quark;
}
