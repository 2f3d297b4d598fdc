#include "engine/linalg/blas.h"

#include <cblas.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/linalg/product.h"

#undef I /* <complex.h>, which cblas.h brings in, takes this name */

/* LAPACK is column-major: a row-major matrix is its own transpose there. */
void spotrf_ (const char *uplo, const int *n, float *a, const int *lda, int *info);
void sgetrf_ (const int *m, const int *n, float *a, const int *lda, int *pivots, int *info);
void dsyevd_ (const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
              const int *lwork, int *iwork, const int *liwork, int *info);
void dsyevr_ (const char *jobz, const char *range, const char *uplo, const int *n, double *a, const int *lda, const double *vl,
              const double *vu, const int *il, const int *iu, const double *abstol, int *m, double *w, double *z, const int *ldz,
              int *isuppz, double *work, const int *lwork, int *iwork, const int *liwork, int *info);
void dgeev_ (const char *jobvl, const char *jobvr, const int *n, double *a, const int *lda, double *wr, double *wi, double *vl,
             const int *ldvl, double *vr, const int *ldvr, double *work, const int *lwork, int *info);

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
use_one_thread (void)
{
  openblas_set_num_threads (1);
}

static inline CBLAS_TRANSPOSE
cblas_transpose (IsoTranspose transpose)
{
  return transpose == ISO_TRANSPOSED ? CblasTrans : CblasNoTrans;
}

void
iso_gemm (float *C, const float *A, const float *B, IsoTranspose transpose_a, IsoTranspose transpose_b, float alpha, float beta,
          size_t M, size_t N, size_t K, size_t ld_a, size_t ld_b, size_t ld_c)
{
  pthread_once (&once, use_one_thread);
  if (M == 0 || N == 0)
    return;
  if (iso_product_is_fast ())
    {
      iso_product (C, A, B, transpose_a, transpose_b, alpha, beta, M, N, K, ld_a, ld_b, ld_c);
      return;
    }
  cblas_sgemm (CblasRowMajor, cblas_transpose (transpose_a), cblas_transpose (transpose_b), (blasint) M, (blasint) N, (blasint) K,
               alpha, A, (blasint) ld_a, B, (blasint) ld_b, beta, C, (blasint) ld_c);
}

bool
iso_gemm_is_same_by_row (void)
{
  return iso_product_is_fast (); /* OpenBLAS takes other kernels for the edges of a matrix */
}

void
iso_gemm_double (double *C, const double *A, const double *B, IsoTranspose transpose_a, IsoTranspose transpose_b, double alpha,
                 double beta, size_t M, size_t N, size_t K, size_t ld_a, size_t ld_b, size_t ld_c)
{
  pthread_once (&once, use_one_thread);
  if (M == 0 || N == 0)
    return;
  cblas_dgemm (CblasRowMajor, cblas_transpose (transpose_a), cblas_transpose (transpose_b), (blasint) M, (blasint) N, (blasint) K,
               alpha, A, (blasint) ld_a, B, (blasint) ld_b, beta, C, (blasint) ld_c);
}

size_t
iso_factor_positive_definite (float *A, size_t N, size_t ld)
{
  pthread_once (&once, use_one_thread);
  int n = (int) N, lda = (int) ld, info = 0;
  /* The row-major lower triangle is LAPACK's upper one: A = UᵀU there, which reads A = L Lᵀ here. */
  spotrf_ ("U", &n, A, &lda, &info);
  return (size_t) MAX (info, 0);
}

size_t
iso_factor_general (float *A, int *pivots, size_t N)
{
  pthread_once (&once, use_one_thread);
  int n = (int) N, info = 0;
  sgetrf_ (&n, &n, A, &n, pivots, &info);
  return (size_t) MAX (info, 0);
}

void
iso_solve_triangle (float *R, const float *T, IsoTriangle triangle, size_t N, size_t M, size_t ld_t, size_t ld_r)
{
  pthread_once (&once, use_one_thread);
  cblas_strsm (CblasRowMajor, CblasLeft, triangle == ISO_UPPER_UNIT ? CblasUpper : CblasLower,
               triangle == ISO_LOWER_TRANSPOSED ? CblasTrans : CblasNoTrans, triangle == ISO_UPPER_UNIT ? CblasUnit : CblasNonUnit,
               (blasint) N, (blasint) M, 1.0f, T, (blasint) ld_t, R, (blasint) ld_r);
}

void
iso_solve_triangle_right (float *R, const float *L, size_t rows, size_t N, size_t ld_l, size_t ld_r)
{
  pthread_once (&once, use_one_thread);
  cblas_strsm (CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, (blasint) rows, (blasint) N, 1.0f, L,
               (blasint) ld_l, R, (blasint) ld_r);
}

void
iso_swap_rows (float *R, const int *pivots, size_t N, size_t M)
{
  for (size_t i = N; i-- > 0;)
    {
      size_t j = (size_t) pivots[i] - 1;
      if (i != j)
        cblas_sswap ((blasint) M, R + i * M, 1, R + j * M, 1);
    }
}

static bool
check_eigenvalues (int info, size_t N, GError **error)
{
  if (info == 0)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("the eigenvalues of a matrix of %zu rows were not found"), N);
  return false;
}

/* jobz: "V" with eigenvectors, "N" without. */
static bool
solve_symmetric (double *values, double *A, size_t N, const char *jobz, GError **error)
{
  pthread_once (&once, use_one_thread);
  int n = (int) N, info = 0, query = -1, integer_size = 0;
  double size = 0.0;
  if (N == 0)
    return true;
  /* The row-major lower triangle is LAPACK's upper one. */
  dsyevd_ (jobz, "U", &n, A, &n, values, &size, &query, &integer_size, &query, &info);
  int work_size = (int) size;
  g_autofree double *work = g_new (double, MAX (work_size, 1));
  g_autofree int *integers = g_new (int, MAX (integer_size, 1));
  dsyevd_ (jobz, "U", &n, A, &n, values, work, &work_size, integers, &integer_size, &info);
  return check_eigenvalues (info, N, error);
}

bool
iso_symmetric_eigen (double *values, double *A, size_t N, GError **error)
{
  return solve_symmetric (values, A, N, "V", error);
}

bool
iso_symmetric_eigenvalues (double *values, double *A, size_t N, GError **error)
{
  return solve_symmetric (values, A, N, "N", error);
}

bool
iso_symmetric_largest (double *values, double *vectors, double *A, size_t N, size_t count, GError **error)
{
  pthread_once (&once, use_one_thread);
  g_assert (count <= N);
  if (count == 0)
    return true;
  int n = (int) N, first = (int) (N - count) + 1, found = 0, info = 0, query = -1, integer_size = 0;
  double size = 0.0, none = 0.0;
  g_autofree double *ascending = g_new (double, N), *rows = g_new (double, count * N);
  g_autofree int *support = g_new (int, 2 * N);
  dsyevr_ ("V", "I", "U", &n, A, &n, &none, &none, &first, &n, &none, &found, ascending, rows, &n, support, &size, &query,
           &integer_size, &query, &info);
  int work_size = (int) size;
  g_autofree double *work = g_new (double, MAX (work_size, 1));
  g_autofree int *integers = g_new (int, MAX (integer_size, 1));
  dsyevr_ ("V", "I", "U", &n, A, &n, &none, &none, &first, &n, &none, &found, ascending, rows, &n, support, work, &work_size,
           integers, &integer_size, &info);
  if (info == 0 && (size_t) found != count)
    info = 1;
  for (size_t i = 0; info == 0 && i < count; i++)
    {
      values[i] = ascending[count - 1 - i];
      memcpy (vectors + i * N, rows + (count - 1 - i) * N, N * sizeof *vectors);
    }
  return check_eigenvalues (info, N, error);
}

static int
compare_descending (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x > y ? -1 : x < y;
}

bool
iso_eigenvalue_moduli (double *moduli, double *A, size_t N, GError **error)
{
  pthread_once (&once, use_one_thread);
  int n = (int) N, one = 1, info = 0, query = -1;
  double size = 0.0;
  if (N == 0)
    return true;
  g_autofree double *imaginary = g_new (double, N);
  /* A matrix and its transpose have the same eigenvalues. */
  dgeev_ ("N", "N", &n, A, &n, moduli, imaginary, NULL, &one, NULL, &one, &size, &query, &info);
  int work_size = (int) size;
  g_autofree double *work = g_new (double, MAX (work_size, 1));
  dgeev_ ("N", "N", &n, A, &n, moduli, imaginary, NULL, &one, NULL, &one, work, &work_size, &info);
  if (!check_eigenvalues (info, N, error))
    return false;
  for (size_t i = 0; i < N; i++)
    moduli[i] = hypot (moduli[i], imaginary[i]);
  qsort (moduli, N, sizeof *moduli, compare_descending);
  return true;
}
