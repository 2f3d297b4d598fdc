/* ISO_KERNEL before a function with a hot loop: compiled for several instruction sets, the best one picked when the program
 * starts. */
#pragma once

#include "isotherm-config.h"

#ifdef ISO_HAVE_TARGET_CLONES
#define ISO_KERNEL __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ISO_KERNEL
#endif
