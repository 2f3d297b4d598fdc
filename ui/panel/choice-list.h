/* A drop-down list of names in which some cannot be chosen at the moment: these are greyed and say why below their name. */
#pragma once

#include <gtk/gtk.h>

/* names as shown, NULL-terminated; copied. */
GtkDropDown *iso_choice_list_new (const char *const *names);

/* reasons: one for each name, NULL where it can be chosen; copied. The one that is chosen stays choosable whatever its reason. */
void iso_choice_list_set_reasons (GtkDropDown *list, const char *const *reasons);

/* Why the name cannot be chosen, or NULL. */
const char *iso_choice_list_reason (GtkDropDown *list, guint index);
