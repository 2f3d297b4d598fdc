/* Whether a table's first line names its columns. */
#pragma once

#include "engine/data/csv.h"

/* Names of the column of labels, in whatever case, where none is asked for; NULL-terminated, the first that is there counts. */
extern const char *const iso_csv_label_names[];

/* A field without the blanks around it; what is quoted stays as it is. */
IsoCsvField iso_csv_strip (IsoCsvField field);

/* Whether the first record (first_count) names the columns: it holds the name of the column of labels (label_column, "" = any of
 * the usual), or a text where the second (second_count, 0 where there is none) has a number, or nothing but texts. */
bool iso_csv_is_header (const IsoCsvField *first, size_t first_count, const IsoCsvField *second, size_t second_count,
                        const char *label_column);
