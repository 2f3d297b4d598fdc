#include "ui/figure/similarity-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"

/* Room for one number. */
typedef struct {
  char text[32];
} Number;

/* Rounded to that many decimals: "0.42", and no more digits for a number near 0. */
static Number
rounded (double value, int decimals)
{
  double power = pow (10.0, decimals), nearest = round (power * value) / power;
  Number number;
  iso_number_format (number.text, sizeof number.text, nearest == 0.0 ? 0.0 : nearest, 9);
  return number;
}

static Number
whole (guint64 value)
{
  Number number;
  iso_number_format (number.text, sizeof number.text, (double) value, 15);
  return number;
}

/* A share that is small but not nothing is not written as 0. */
static char *
percent (double share)
{
  if (share > 0.0 && share < 0.0005)
    return g_strdup (_("less than 0.1 %"));
  return g_strdup_printf (_("%s %%"), rounded (100.0 * share, share < 0.0995 ? 1 : 0).text);
}

char *
iso_similarity_summary (const IsoSimilarityHistogram *histogram)
{
  bool positives = histogram->pairs[ISO_SIMILARITY_POSITIVE] > 0, negatives = histogram->pairs[ISO_SIMILARITY_NEGATIVE] > 0;
  if (!positives && !negatives)
    return g_strdup (_("no pairs: fewer than two samples"));
  if (!positives)
    return g_strdup (_("no positives: each class has one sample"));
  if (!negatives)
    return g_strdup (_("no negatives: all samples are of one class"));
  g_autofree char *overlap = percent (histogram->overlap);
  return g_strdup_printf (_("overlap %s · AUC %s"), overlap, rounded (histogram->auc, 4).text);
}

char *
iso_similarity_pairs_text (const IsoSimilarityHistogram *histogram, IsoSimilarityKind kind)
{
  guint64 pairs = histogram->pairs[kind];
  gulong plural = (gulong) MIN (pairs, G_MAXINT);
  if (kind == ISO_SIMILARITY_POSITIVE)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "positives: %s pair", "positives: %s pairs", plural), whole (pairs).text);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "negatives: %s pair", "negatives: %s pairs", plural), whole (pairs).text);
}

char *
iso_similarity_test_text (size_t N, int epoch)
{
  if (epoch == 0)
    return g_strdup_printf (_("%s test embeddings · untrained network"), whole (N).text);
  return g_strdup_printf (_("%s test embeddings · epoch %d"), whole (N).text, epoch);
}

void
iso_similarity_cursor_title (char *text, size_t capacity, double similarity)
{
  g_snprintf (text, capacity, _("similarity %s"), rounded (similarity, 2).text);
}

char *
iso_similarity_cursor_line (const IsoSimilarityHistogram *histogram, IsoSimilarityKind kind, double similarity)
{
  bool is_positive = kind == ISO_SIMILARITY_POSITIVE;
  if (histogram->pairs[kind] == 0)
    return g_strdup (is_positive ? _("positives: no pairs") : _("negatives: no pairs"));
  g_autofree char *above = percent (iso_similarity_share_above (histogram, kind, similarity));
  Number density = rounded (iso_similarity_density_at (histogram, kind, similarity), 2);
  return g_strdup_printf (is_positive ? _("positives: density %s, %s at or above") : _("negatives: density %s, %s at or above"),
                          density.text, above);
}

static char *
kind_words (const IsoSimilarityHistogram *histogram, IsoSimilarityKind kind)
{
  g_autofree char *pairs = iso_similarity_pairs_text (histogram, kind);
  if (histogram->pairs[kind] == 0)
    return g_steal_pointer (&pairs);
  return g_strdup_printf (_("%s, mean similarity %s"), pairs, rounded (histogram->mean[kind], 3).text);
}

char *
iso_similarity_words (const IsoSimilarityHistogram *histogram)
{
  g_autofree char *positives = kind_words (histogram, ISO_SIMILARITY_POSITIVE);
  g_autofree char *negatives = kind_words (histogram, ISO_SIMILARITY_NEGATIVE);
  g_autofree char *summary = iso_similarity_summary (histogram);
  if (isnan (histogram->auc))
    return g_strdup_printf (_("%s; %s; %s"), positives, negatives, summary);
  g_autofree char *overlap = percent (histogram->overlap), *won = percent (histogram->auc);
  return g_strdup_printf (_("%s; %s; overlap %s; a positive is more similar than a negative in %s of cases"), positives, negatives,
                          overlap, won);
}

char *
iso_similarity_readout (const IsoSimilarityHistogram *histogram, double similarity)
{
  char title[64];
  g_autofree char *positives = iso_similarity_cursor_line (histogram, ISO_SIMILARITY_POSITIVE, similarity);
  g_autofree char *negatives = iso_similarity_cursor_line (histogram, ISO_SIMILARITY_NEGATIVE, similarity);
  iso_similarity_cursor_title (title, sizeof title, similarity);
  return g_strdup_printf (_("%s; %s; %s"), title, positives, negatives);
}
