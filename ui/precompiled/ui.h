/* What nearly all of ui includes, read once where tools/test builds (b_pch). Every file includes what it needs all the same. */
#include <adwaita.h>
