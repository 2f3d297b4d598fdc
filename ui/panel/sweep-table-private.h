/* What the files of the table share: sweep-table.c (rows, selection, the card), sweep-table-columns.c (columns, cells, order). */
#pragma once

#include "ui/panel/sweep-table.h"

/* A row: which setting. */
#define ISO_TYPE_SWEEP_ROW (iso_sweep_row_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweepRow, iso_sweep_row, ISO, SWEEP_ROW, GObject)

struct _IsoSweepRow {
  GObject parent_instance;
  size_t setting;
};

struct _IsoSweepTable {
  IsoViewCard parent_instance;
  IsoSweepChoice *choice;
  GListStore *rows;
  GtkCustomFilter *filter;
  GtkSortListModel *sorted;
  GtkMultiSelection *selection;
  GtkColumnView *view;
  GtkScrolledWindow *scroller;
  GHashTable *cells;    /* labels that are bound at the moment */
  guint generation;     /* of the choice, that rows and columns are of */
  gboolean is_syncing;  /* the selection follows the choice, not the other way round */
};

/* sweep-table-columns.c */
/* Columns and rows of the scores that are there, anew. */
void iso_sweep_table_rebuild (IsoSweepTable *table);
/* A label that is bound: its text; whether its row is pointed at. */
void iso_sweep_table_fill_cell (IsoSweepTable *table, GtkWidget *label);
void iso_sweep_table_mark_cell (IsoSweepTable *table, GtkWidget *label);
void iso_sweep_table_each_cell (IsoSweepTable *table, void (*act) (IsoSweepTable *table, GtkWidget *label));
