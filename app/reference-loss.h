/* The reference cases of kind "loss". */
#pragma once

#include "app/reference-case.h"
#include "app/reference-check.h"

/* A loss that the engine does not have is skipped. */
void iso_reference_check_loss (IsoCheck *check, const IsoReferenceCase *reference);
