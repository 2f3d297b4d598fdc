/* The curve by which UMAP turns a distance in the map into a membership. */
#pragma once

/* The a and b for which 1 / (1 + a x^(2b)) comes closest, in least squares over 300 even steps of x from 0 to 3 spread, to
 *
 *   1 for x < min_dist, exp (−(x − min_dist) / spread) beyond
 *
 * (McInnes, Healy, Melville 2018, definition 11). 0 ≤ min_dist ≤ spread, spread > 0. For 0.1 and 1: 1.577 and 0.895. */
void iso_umap_curve (double *a, double *b, double min_dist, double spread);
