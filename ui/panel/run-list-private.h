/* What the list's files share: run-list.c (what is shown and selected), run-list-columns.c (cells), run-list-menu.c and run-list-pages.c
 * (what stands there where nothing is shown). */
#pragma once

#include <adwaita.h>

#include "ui/panel/run-list.h"

typedef enum {
  ISO_RUN_COLUMN_NAME,
  ISO_RUN_COLUMN_STATUS,
  ISO_RUN_COLUMN_EPOCHS,
  ISO_RUN_COLUMN_RECALL,
  ISO_RUN_COLUMN_MAP,
  ISO_RUN_COLUMN_METHOD,
  ISO_RUN_COLUMN_DATA,
  ISO_RUN_COLUMN_WHEN,
  ISO_RUN_COLUMN_SIZE,
  ISO_RUN_COLUMN_COUNT,
} IsoRunColumn;

/* What a column's factory is told. */
typedef struct {
  IsoRunList *list;
  IsoRunColumn column;
} IsoRunColumnCells;

struct _IsoRunList {
  GtkWidget parent_instance;
  IsoRunLibrary *library; /* or NULL */
  IsoRunTree *tree;
  gboolean is_watching;
  gint64 now; /* when the library last changed: what "today" is */

  GtkWidget *pages; /* a GtkStack */
  AdwStatusPage *empty, *problem, *nothing;
  GtkColumnView *view;
  GtkSliceListModel *shown; /* the first rows of the tree; soon all of them */
  guint growing;            /* the tick that shows more, or 0 */
  guint frames;             /* since it began */
  GtkSelectionModel *selection;
  GtkWidget *menu; /* a GtkPopoverMenu, or NULL */
  IsoRunColumnCells cells[ISO_RUN_COLUMN_COUNT];
  GHashTable *bound; /* GtkListItem that show a run, with their IsoRunColumnCells */

  guint fitting;        /* source that makes room for the columns, or 0 */
  guint arranging;      /* how deep in it */
  GArray *noted;        /* ids that were selected before, while arranging */
};

/* run-list-columns.c */
void iso_run_list_add_columns (IsoRunList *list);
/* Soon, as many columns as the width has room for. */
void iso_run_list_fit_columns (IsoRunList *list, int width);
/* Cells of rows that read differently now, or all of them. */
void iso_run_list_refill (IsoRunList *list, gboolean all);
/* The place of the row that shows this part of the table; GTK_INVALID_LIST_POSITION where there is none. */
guint iso_run_list_position_of (IsoRunList *list, GtkWidget *widget);

/* run-list-pages.c */
void iso_run_list_add_pages (IsoRunList *list, GtkWidget *table);
void iso_run_list_show_page (IsoRunList *list);

/* run-list-menu.c */
void iso_run_list_other_button (GtkGestureClick *gesture, int presses, double x, double y, IsoRunList *list);
void iso_run_list_menu_key (GtkWidget *widget, const char *action, GVariant *parameter);
