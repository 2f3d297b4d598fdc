/* The teacher: weights of the student's network that give the soft targets, and its embeddings of the batch.
 *
 * A teacher that does not change from step to step sees a sample as it did the time before, for there is no augmentation: what it
 * once computed is kept in a table and looked up. The table is started over when the weights change. Where iso_gemm() gives a row
 * the same bytes whatever stands beside it, looking up is computing, bit for bit. Elsewhere the last bits of an embedding depend on
 * the batch it was computed in, and the two agree to about 5e-7: there a checkpoint's table is what makes a resumed run the same.
 */
#pragma once

#include "engine/network/network.h"
#include "engine/train/embedding-table.h"

typedef struct _IsoTeacher IsoTeacher;

/* Of batches of B. There is no teacher yet. */
IsoTeacher *iso_teacher_new (const IsoNetwork *network, size_t B);
void iso_teacher_free (IsoTeacher *teacher);

bool iso_teacher_is_there (const IsoTeacher *teacher);
/* (weight_count) */
const float *iso_teacher_weights (const IsoTeacher *teacher);

/* Takes a copy of weights (weight_count); what is in the table is forgotten. */
void iso_teacher_set (IsoTeacher *teacher, const float *weights);

/* The moving average of the student's weights (weight_count), of which the first are a copy:
 *   teacher ← decay · teacher + (1 − decay) · student
 * (Tarvainen and Valpola: Mean teachers are better role models, NeurIPS 2017). What is in the table is forgotten. */
void iso_teacher_follow (IsoTeacher *teacher, const float *student, double decay, IsoPool *pool);

/* From now on embeddings of the samples of `part`, out of a dataset of index_count, are kept and looked up: N × D floats. Does
 * nothing the second time. ISO_ERROR_MEMORY. */
bool iso_teacher_remember (IsoTeacher *teacher, const IsoSubset *part, size_t index_count, GError **error);
/* The table; NULL before iso_teacher_remember(). */
IsoEmbeddingTable *iso_teacher_table (IsoTeacher *teacher);

/* One batch, input X (B, F) of the samples indices (B; NULL: not known, all are computed), both kept until the end: begin, then
 * each of the blocks once, on whichever threads, then end. */
void iso_teacher_begin (IsoTeacher *teacher, const float *input, const guint32 *indices);
size_t iso_teacher_block_count (const IsoTeacher *teacher);
void iso_teacher_forward_block (IsoTeacher *teacher, size_t block);
void iso_teacher_end (IsoTeacher *teacher);
/* Zᵗ (B, D) of that batch. */
const float *iso_teacher_embeddings (const IsoTeacher *teacher);
/* Samples of that batch that were computed rather than looked up. */
size_t iso_teacher_computed_count (const IsoTeacher *teacher);
