/* The discrete Fourier transform of 16 columns at a time.
 *
 * The columns stand beside each other, so that every step of the transform is the same for 16 neighbors in memory and runs in vector
 * registers, whatever the length. Nothing is put into order: the coefficients come out of the forward transform in the places that
 * it leaves them in and the inverse one takes them from there (Gentleman and Sande 1966; Cooley and Tukey 1965). Who multiplies two
 * spectra needs no order; who does finds it in iso_fourier_places().
 *
 * A plan is read only: many threads may use it at once. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define ISO_FOURIER_LANES 16
/* Floats from one row to the next: real parts of the columns, then imaginary ones. */
#define ISO_FOURIER_ROW (2 * ISO_FOURIER_LANES)

typedef struct _IsoFourier IsoFourier;

/* Whether length is 2ᵃ 3ᵇ 5ᶜ ≥ 1, as a plan needs. */
bool iso_fourier_has_length (size_t length);

IsoFourier *iso_fourier_new (size_t length);
void iso_fourier_free (IsoFourier *fourier);
size_t iso_fourier_length (const IsoFourier *fourier);

/* places (length): coefficient k stands in row places[k]. */
const guint32 *iso_fourier_places (const IsoFourier *fourier);

/* rows (length, 2, 16), on a 64-byte boundary: X_k = Σ_n x_n exp (−2πi kn / length), in place. */
void iso_fourier_forward (const IsoFourier *fourier, float *rows);

/* x_n = Σ_k X_k exp (2πi kn / length), not divided by the length. */
void iso_fourier_inverse (const IsoFourier *fourier, float *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoFourier, iso_fourier_free)
