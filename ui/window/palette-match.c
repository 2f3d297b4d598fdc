#include "ui/window/palette-match.h"

#include <string.h>

/* What each letter found counts for. */
#define LETTER 4.0
#define WORD_START 12.0
#define IN_A_ROW 10.0
#define GAP 1.0       /* less for each letter passed over, */
#define MOST_GAP 8.0  /* up to this */
#define LEAST 8.0     /* a letter, on average: less is chance */
#define LENGTH 0.02   /* less for each letter of the name */
#define MOST_LETTERS 160
#define NOWHERE -1e9

static const char *const greek_names[] = {
  "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
  "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
};

#define FIRST_GREEK 0x03b1u /* α */

char *
iso_palette_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *parts = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  g_autofree char *lower = g_utf8_casefold (parts, -1);
  GString *folded = g_string_new (NULL);
  for (const char *at = lower; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);
      if (g_unichar_ismark (letter))
        continue;
      if (letter >= FIRST_GREEK && letter < FIRST_GREEK + G_N_ELEMENTS (greek_names))
        g_string_append (folded, greek_names[letter - FIRST_GREEK]);
      else
        g_string_append_unichar (folded, g_unichar_isalnum (letter) ? letter : ' ');
    }
  return g_string_free (folded, FALSE);
}

/* best[j]: the most that the letters so far come to, the last of them at j of the name. Bytes serve as letters: both texts are folded
 * alike. The best of all that ended further back is carried along: falling by GAP a letter, or once by MOST_GAP. */
static double
score_word (const char *word, size_t length, const char *name, size_t name_length)
{
  double best[2][MOST_LETTERS], most = NOWHERE;
  for (size_t i = 0; i < length; i++)
    {
      const double *before = best[(i + 1) % 2];
      double *now = best[i % 2], falling = NOWHERE, fallen = NOWHERE;
      most = NOWHERE;
      for (size_t j = 0; j < name_length; j++)
        {
          double reached = i == 0 ? 0.0 : NOWHERE;
          falling -= GAP;
          if (i > 0 && j > 1)
            {
              falling = MAX (falling, before[j - 2] - GAP);
              fallen = MAX (fallen, before[j - 2] - MOST_GAP);
            }
          if (i > 0)
            reached = MAX (falling, fallen);
          if (i > 0 && j > 0)
            reached = MAX (reached, before[j - 1] + IN_A_ROW);
          gboolean is_start = j == 0 || name[j - 1] == ' ';
          now[j] = name[j] == word[i] ? reached + LETTER + (is_start ? WORD_START : 0.0) : NOWHERE;
          most = MAX (most, now[j]);
        }
    }
  return most;
}

double
iso_palette_score (const char *query, const char *name)
{
  g_auto (GStrv) words = g_strsplit (query, " ", -1);
  size_t name_length = MIN (strlen (name), MOST_LETTERS);
  double sum = 1.0;
  for (guint i = 0; words[i] != NULL; i++)
    {
      size_t length = strlen (words[i]);
      if (length == 0)
        continue;
      double score = length > name_length ? -1.0 : score_word (words[i], length, name, name_length);
      if (!(score >= LEAST * (double) length))
        return 0.0;
      sum += score;
    }
  return MAX (sum - LENGTH * (double) name_length, 0.01);
}
