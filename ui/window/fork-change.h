/* One change of a fork: what the parameter is called, what it was, what it is to be, and a button that takes it back. Signals:
 *   "edited" ()    the value is another one
 *   "dropped" ()   the person takes it back */
#pragma once

#include <adwaita.h>

#include "engine/base/parameter.h"
#include "engine/train/settings.h"

#define ISO_TYPE_FORK_CHANGE (iso_fork_change_get_type ())
G_DECLARE_FINAL_TYPE (IsoForkChange, iso_fork_change, ISO, FORK_CHANGE, AdwActionRow)

/* start: what the fork begins with; the value is that until it is edited. */
GtkWidget *iso_fork_change_new (const IsoParameter *parameter, const IsoSettings *start);

const IsoParameter *iso_fork_change_parameter (IsoForkChange *change);
/* As typed. */
const char *iso_fork_change_value (IsoForkChange *change);
void iso_fork_change_set_value (IsoForkChange *change, const char *value);
/* The value cannot be read: its field shows so. */
void iso_fork_change_mark (IsoForkChange *change, gboolean is_wrong);
/* The keyboard goes to the value. */
void iso_fork_change_focus (IsoForkChange *change);
