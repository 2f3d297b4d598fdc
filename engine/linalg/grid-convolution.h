/* A square grid convolved with an even kernel, without wrapping around its edges.
 *
 *     out (y, x) = Σ_{v, u} kernel (|y − v|, |x − u|) in (v, u)
 *
 * by a Fourier transform of twice the size, of which neither the half that is zero before nor the half that nobody asks for after is
 * computed: the even coefficients of the doubled length are a transform of the single one, and the odd ones a transform of the values
 * turned by half a step. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"

typedef struct _IsoGridConvolution IsoGridConvolution;

/* The smallest size of a grid that is at least `size`: 32 · 2ᵃ 3ᵇ 5ᶜ. */
size_t iso_grid_convolution_size (size_t size);

/* size: one that iso_grid_convolution_size() gives. threads: of the largest pool that it will be used with. ISO_ERROR_MEMORY. */
IsoGridConvolution *iso_grid_convolution_new (size_t size, int threads, GError **error);
void iso_grid_convolution_free (IsoGridConvolution *convolution);

/* kernel (size + 1, size + 1): its values at distances 0 … size along y and x; overwritten. divisor (size + 1), or NULL: the
 * coefficient of frequency k = 0 … size along either axis (in units of a half turn over the grid) is divided by divisor[k], which
 * undoes a smoothing along that axis. ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED: the kernel is then undefined. */
bool iso_grid_convolution_set_kernel (IsoGridConvolution *convolution, double *kernel, const double *divisor, IsoPool *pool,
                                      GCancellable *cancellable, GError **error);

/* grid (size, size) in place. The same bytes for any number of threads. */
void iso_grid_convolution_apply (IsoGridConvolution *convolution, float *grid, IsoPool *pool);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoGridConvolution, iso_grid_convolution_free)
