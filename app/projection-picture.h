/* The picture of a map that a command made. */
#pragma once

#include <stdbool.h>

#include "app/projection-run.h"

/* Whether the file's name says what kind of picture it is: .png, .svg or .pdf; else ISO_ERROR_ARGUMENT. */
bool iso_projection_picture_check (const char *path, GError **error);

/* Draws the map into the file, which is replaced when the picture is complete. ISO_ERROR_FILE. */
bool iso_projection_picture_write (const char *path, const IsoProjectionRun *run, GError **error);
