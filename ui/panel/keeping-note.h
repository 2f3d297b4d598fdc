/* A quiet warning that the run in place is not kept, or not all of it: shown while that is so, with the reason in its tooltip and for
 * those who do not see it. */
#pragma once

#include "ui/session/session.h"

#define ISO_TYPE_KEEPING_NOTE (iso_keeping_note_get_type ())
G_DECLARE_FINAL_TYPE (IsoKeepingNote, iso_keeping_note, ISO, KEEPING_NOTE, GtkBox)

/* Keeps a reference to the session. */
GtkWidget *iso_keeping_note_new (IsoSession *session);
