/* What nearly all of the engine includes, read once where tools/test builds (b_pch). Every file includes what it needs all the same. */
#include <gio/gio.h>
