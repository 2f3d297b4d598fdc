/* What the window is called: its data, and how they are learned from. */
#include <glib/gi18n.h>

#include "ui/window/window-private.h"

static const char *
method_text (const IsoSettings *settings)
{
  switch (settings->distill.mode)
    {
    case ISO_DISTILL_PSD:
      return _(" + PSD");
    case ISO_DISTILL_OBDP:
      return _(" + OBD-SD");
    case ISO_DISTILL_UNIFORM:
      return _(" + uniform targets");
    case ISO_DISTILL_NONE:
    default:
      return "";
    }
}

/* "Fashion-MNIST sample" over "multi-similarity + OBD-SD · 784-512-256-64 · seed 7". */
void
iso_window_update_title (IsoWindow *window)
{
  IsoExperiment *experiment = iso_session_experiment (window->session);
  g_autofree char *subtitle = NULL, *title = NULL;
  if (experiment == NULL)
    {
      adw_window_title_set_title (window->window_title, "Isotherm");
      adw_window_title_set_subtitle (window->window_title, _("no data"));
      gtk_window_set_title (GTK_WINDOW (window), "Isotherm");
      return;
    }
  /* Loss, network and seed are those of the run in place; the mode may have changed since it began. */
  subtitle = g_strdup_printf (_("%s%s · %s · seed %d"), iso_loss_kind ((IsoLossName) experiment->settings.loss.name)->name,
                              method_text (iso_session_settings (window->session)), iso_network_text (experiment->network),
                              experiment->settings.train.seed);
  adw_window_title_set_title (window->window_title, iso_dataset_name (experiment->dataset));
  adw_window_title_set_subtitle (window->window_title, subtitle);
  title = g_strdup_printf (_("%s – Isotherm"), iso_dataset_name (experiment->dataset));
  gtk_window_set_title (GTK_WINDOW (window), title);
}
