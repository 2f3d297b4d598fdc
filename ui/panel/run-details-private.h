/* What the files of the details share: run-details.c (which run, reading, typing), run-details-parts.c (what is said of it) and
 * run-details-lines.c (lines of texts). */
#pragma once

#include <adwaita.h>

#include "ui/panel/run-details.h"
#include "ui/panel/run-reading.h"
#include "ui/plot/latest-job.h"

/* A heading and what stands below it, shown only where that is something. */
typedef struct {
  GtkWidget *whole, *heading, *lines; /* lines: a GtkBox of cards' style */
} IsoRunPart;

struct _IsoRunDetails {
  GtkWidget parent_instance;
  IsoRunLibrary *library; /* or NULL */
  gint64 id;              /* of the single run that is shown; 0: none or several */
  IsoLatestJob *job;
  IsoRunReading *reading; /* of the run that is shown, or NULL */
  guint64 read_steps;     /* how far it was when that was asked for */
  int read_status;

  GtkWidget *pages;       /* a GtkStack */
  AdwStatusPage *several;
  GtkWidget *name;        /* a GtkEntry */
  GtkWidget *status_icon, *status;
  GtkWidget *chart;
  GtkTextView *note;
  gboolean is_filling;    /* name or note, which then change by themselves */
  gboolean note_is_typed, name_is_typed;
  GtkWidget *problem;     /* why the rest could not be read */
  IsoRunPart scores, settings, changes, origin, kept, about;
  GtkWidget *folder_button;
};

/* run-details-parts.c */
GtkWidget *iso_run_details_body_new (IsoRunDetails *details);
/* What the list knows, and what was read. */
void iso_run_details_fill (IsoRunDetails *details, const IsoRun *run);
void iso_run_details_fill_read (IsoRunDetails *details);

/* run-details-lines.c */
void iso_run_part_init (IsoRunPart *part, GtkWidget *parent, const char *title);
/* texts: what and its value in turn, NULL-terminated; lines that are there already are filled anew. */
void iso_run_part_fill (IsoRunPart *part, const char *const *texts);
/* Links to these runs instead, of gint64, said as `texts` has it; call iso_run_details' "wanted". */
void iso_run_part_add_links (IsoRunPart *part, IsoRunDetails *details, const GArray *ids, const char *const *texts);
void iso_run_details_follow (IsoRunDetails *details, gint64 id);
