/* The order in which people count: "9" before "10". */
#pragma once

/* As strcmp(), but runs of decimal digits compare as numbers, of any length: "class 9" < "class 10". Equal numbers with more zeros
 * in front come later ("1" < "01"); everything else goes by bytes, so that the order is the same in every locale. Zero only for
 * the same text. */
int iso_natural_compare (const char *a, const char *b);
