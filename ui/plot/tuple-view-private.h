/* What the files of the view of mined tuples share. */
#pragma once

#include "ui/figure/thumbnail-cache.h"
#include "ui/plot/latest-job.h"
#include "ui/plot/tuple-list.h"
#include "ui/plot/tuple-view.h"

struct _IsoTupleView {
  IsoViewCard parent_instance;
  IsoXray *xray;           /* or NULL */
  IsoSampleChoice *choice; /* never NULL until disposed */
  GtkStack *pages;         /* "empty", "list" */
  GtkLabel *message;
  GtkWidget *heading, *filters, *orders, *list_view;
  IsoTupleList *list;
  GtkSingleSelection *selection;
  GPtrArray *bound;        /* of GtkListItem in sight, not owned */
  IsoLatestJob *job;
  gboolean stale;          /* what is listed is not what it should be, and nothing has been asked for */
  IsoTuples *tuples;       /* listed, or NULL */
  IsoTupleChoice wanted;
  IsoThumbnailCache *pictures;
  gboolean is_updating;    /* the selection changes because the list does */
};

/* tuple-view-rows.c: heading and list. */
GtkWidget *iso_tuple_view_page_new (IsoTupleView *view);
/* Shows anew what the rows in sight, and the heading, should show. */
void iso_tuple_view_fill_lines (IsoTupleView *view);
void iso_tuple_view_show_heading (IsoTupleView *view);
