/* What the batch strip says about its matrices, translated: names, captions, read-outs, statistics. */
#pragma once

#include "engine/data/dataset.h"
#include "ui/figure/batch-matrices.h"
#include "ui/figure/matrix-order.h"

/* "P by OBDP": the bold word of a tile. */
const char *iso_matrix_symbol (IsoMatrixKind kind);
/* "P, diffused soft targets": the name in full, for the read-out and accessible names. */
const char *iso_matrix_title (IsoMatrixKind kind);

/* The quiet line of a tile for these settings: "10 nearest of each". Free with g_free(). */
char *iso_matrix_caption (const IsoBatchMatrices *matrices, IsoMatrixKind kind);

/* "mean 0.83 within classes, 0.21 between": what the matrix amounts to. Free with g_free(). */
char *iso_matrix_statistic (const IsoBatchMatrices *matrices, IsoMatrixKind kind);

/* The same of a change (iso_batch_matrices_change()), and of a cell "0.021 became 0.034". Free with g_free(). */
char *iso_matrix_change_caption (const IsoBatchMatrices *change, IsoMatrixKind kind);
char *iso_matrix_change_statistic (const IsoBatchMatrices *change, IsoMatrixKind kind);
char *iso_matrix_change_cell (const IsoBatchMatrices *change, IsoMatrixKind kind, size_t at);

/* The line under the large matrix, as Pango markup: title and cell, "P, diffused soft targets  row 60 Sandal → column 59 Sandal:
 * 0.0312 (before diffusion 0.0208)", or title and statistic where row < 0. Rows and columns count from 0 here and from 1 in the
 * text; names of the classes may be NULL. brief: the symbol instead of the title. Free with g_free(). */
char *iso_matrix_readout_markup (const IsoBatchMatrices *matrices, IsoMatrixKind kind, const IsoDataset *names, int row,
                                 int column, bool brief);

/* Statistic and cell as plain text, for assistive technologies. Free with g_free(). */
char *iso_matrix_description (const IsoBatchMatrices *matrices, IsoMatrixKind kind, const IsoDataset *names, int row,
                              int column);

/* The same where the matrix is shown in another order: rows and columns come as the matrices have them, the text says where they
 * stand. order NULL: by class. */
char *iso_matrix_readout_markup_in (const IsoBatchMatrices *matrices, IsoMatrixKind kind, const IsoMatrixOrder *order,
                                    const IsoDataset *names, int row, int column, bool brief);
char *iso_matrix_description_in (const IsoBatchMatrices *matrices, IsoMatrixKind kind, const IsoMatrixOrder *order,
                                 const IsoDataset *names, int row, int column);

/* "Batch at step 238", and the quiet line beside it: how many samples, which batch and epoch, what is special, then `hint` (or
 * NULL). Free with g_free(). */
char *iso_batch_title (guint64 step);
char *iso_batch_subtitle (const IsoBatchMatrices *matrices, int epoch, bool is_probe, bool other_settings, const char *hint);
