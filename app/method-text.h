/* Losses, miners and samplers on a terminal and as JSON: what their pages in the window say. */
#pragma once

#include <json-glib/json-glib.h>

#include "engine/train/method-page.h"

/* A text of several lines, each indented by two. */
void iso_print_indented (const char *text);

/* What each sign of the formula means, and when to take it. */
void iso_print_note (const IsoMethodPage *page);
/* Its parameters under their full keys: type and range, default, title. */
void iso_print_own_parameters (const IsoMethodPage *page);

/* Members "use" and "symbols", an array of objects {"sign", "meaning"}, of the object that is being built. */
void iso_json_note (JsonBuilder *builder, const IsoMethodPage *page);
/* Member `name` with a text, or null. */
void iso_json_text (JsonBuilder *builder, const char *name, const char *text);
