/* A line that says in plain words what is wrong, and offers what may help. It comes at once and goes only after a while in which there
 * was nothing to say, so that a card does not twitch while training streams by.
 *
 * Signals: "log-scale" () and "try" (): the offer was taken. */
#pragma once

#include <gtk/gtk.h>

#define ISO_TYPE_HINT_BAR (iso_hint_bar_get_type ())
G_DECLARE_FINAL_TYPE (IsoHintBar, iso_hint_bar, ISO, HINT_BAR, GtkBox)

GtkWidget *iso_hint_bar_new (void);

/* text NULL: nothing is wrong. offers_log_scale: such a scale would show more; try_label: what there is to try ("Lower τ"), or NULL. */
void iso_hint_bar_show (IsoHintBar *bar, const char *text, gboolean offers_log_scale, const char *try_label);
/* At once, without waiting. */
void iso_hint_bar_clear (IsoHintBar *bar);
/* What it says, or NULL where it is not in sight. */
const char *iso_hint_bar_text (IsoHintBar *bar);
