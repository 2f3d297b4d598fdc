/* What stands above a batch: its title and the quiet line beside it. */
#include <glib/gi18n-lib.h>

#include "ui/figure/axis.h"
#include "ui/figure/batch-words.h"

char *
iso_batch_title (guint64 step)
{
  char text[32];
  iso_number_format (text, sizeof text, (double) step, 15);
  return g_strdup_printf (_("Batch at step %s"), text);
}

static void
append (GString *text, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

char *
iso_batch_subtitle (const IsoBatchMatrices *matrices, int epoch, bool is_probe, bool other_settings, const char *hint)
{
  char count[32];
  iso_number_format (count, sizeof count, (double) matrices->B, 9);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *samples = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s sample", "%s samples", (gulong) matrices->B), count);
  g_autofree char *epochs = g_strdup_printf (_("epoch %d"), epoch + 1); /* people count from one */
  append (text, samples);
  if (!matrices->has_teacher)
    append (text, _("the first epoch has no teacher yet: stages from the student's own similarities"));
  else
    append (text, epochs);
  if (is_probe)
    append (text, _("probe batch"));
  if (other_settings)
    append (text, _("recomputed with the panel's settings"));
  if (matrices->nearly_uniform && matrices->settings.mode != ISO_DISTILL_UNIFORM)
    append (text, _("targets nearly uniform"));
  append (text, hint);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
