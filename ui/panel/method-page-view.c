#include "ui/panel/method-page-view.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/panel/value-grid.h"
#include "ui/plot/formula-view.h"
#include "ui/plot/profile-view.h"

#define FORMULA_SIZE 18.0
#define SIGN_SIZE 14.0

struct _IsoMethodPageView {
  GtkBox parent_instance;
  IsoSession *session;
  IsoMethodPage page;
  GtkWidget *button, *reason, *profile;
  GPtrArray *parameters; /* of const IsoParameter: those of its own */
  GPtrArray *values;     /* of GtkLabel: their present values, owned by the box */
};

G_DEFINE_FINAL_TYPE (IsoMethodPageView, iso_method_page_view, GTK_TYPE_BOX)

static GtkWidget *
label_new (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

static void
add (IsoMethodPageView *view, GtkWidget *child)
{
  gtk_box_append (GTK_BOX (view), child);
}

static void
add_heading (IsoMethodPageView *view, const char *text)
{
  GtkWidget *heading = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "label", text, "xalign", 0.0,
                                     NULL);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (heading, "page-heading");
  add (view, heading);
}

static int
chosen_index (IsoMethodPageView *view, const IsoSettings *settings)
{
  const IsoParameter *parameter = iso_parameter_find (view->page.key, settings, NULL);
  return (int) iso_settings_get_number (settings, parameter);
}

static void
button_clicked (GtkButton *button, IsoMethodPageView *view)
{
  g_autoptr (GError) error = NULL;
  if (!iso_session_set (view->session, view->page.key, view->page.name, &error))
    {
      gtk_label_set_text (GTK_LABEL (view->reason), error->message);
      gtk_widget_set_visible (view->reason, TRUE);
    }
}

/* "multi-similarity · all pairs of the batch · can use a memory" */
static char *
facts_of (const IsoMethodPage *page)
{
  if (strcmp (page->key, "loss.name") != 0)
    return g_strdup (page->name);
  const IsoLossKind *kind = iso_loss_kind ((IsoLossName) page->index);
  const char *looks = kind->learns == ISO_LOSS_LEARNS_PROXIES                 ? _("samples and learnt proxies")
                      : kind->needs == ISO_LOSS_NEEDS_QUADRUPLETS             ? _("triplets of a miner, and a fourth sample")
                      : kind->learns == ISO_LOSS_LEARNS_BETA                  ? _("triplets of a miner, learnt boundaries")
                      : kind->needs == ISO_LOSS_NEEDS_TRIPLETS                ? _("triplets of a miner")
                      : kind->needs == ISO_LOSS_NEEDS_PAIRS                   ? _("a positive for each sample, drawn at random")
                                                                              : _("all pairs of the batch");
  return g_strdup_printf ("%s · %s%s", kind->name, looks, kind->takes_memory ? _(" · can use a cross-batch memory") : "");
}

static void
add_top (IsoMethodPageView *view)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "label", _(view->page.title),
                                   "xalign", 0.0, "wrap", TRUE, NULL);
  g_autofree char *facts = facts_of (&view->page);
  gtk_widget_add_css_class (title, "title-2");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), label_new (facts, "dim-label"));
  view->button = gtk_button_new ();
  gtk_widget_set_valign (view->button, GTK_ALIGN_START);
  g_signal_connect (view->button, "clicked", G_CALLBACK (button_clicked), view);
  gtk_box_append (GTK_BOX (line), words);
  gtk_box_append (GTK_BOX (line), view->button);
  add (view, line);
  view->reason = label_new (NULL, "page-reason");
  gtk_widget_set_visible (view->reason, FALSE);
  add (view, view->reason);
  add (view, label_new (_(view->page.description), "page-words"));
}

/* Each sign beside its meaning, on one baseline, the meanings below each other. */
static void
add_signs (GtkBox *card, const IsoNote *note)
{
  g_autoptr (GtkSizeGroup) column = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 5);
  for (int i = 0; i < ISO_NOTE_SIGNS && note->signs[i].sign != NULL; i++)
    {
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);
      GtkWidget *sign = iso_formula_view_new (note->signs[i].sign, SIGN_SIZE);
      GtkWidget *meaning = label_new (_(note->signs[i].meaning), NULL);
      gtk_widget_set_valign (sign, GTK_ALIGN_BASELINE);
      gtk_widget_set_valign (meaning, GTK_ALIGN_BASELINE);
      gtk_widget_set_hexpand (meaning, TRUE);
      gtk_size_group_add_widget (column, sign);
      gtk_box_append (GTK_BOX (line), sign);
      gtk_box_append (GTK_BOX (line), meaning);
      gtk_box_append (GTK_BOX (lines), line);
    }
  gtk_box_append (card, lines);
}

static GtkWidget *
card_new (IsoMethodPageView *view)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "page-card");
  add (view, card);
  return card;
}

static void
add_formula (IsoMethodPageView *view)
{
  GtkWidget *card = card_new (view);
  gtk_box_append (GTK_BOX (card), iso_formula_view_new (view->page.note->formula, FORMULA_SIZE));
  gtk_box_append (GTK_BOX (card), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  add_signs (GTK_BOX (card), view->page.note);
}

static const char *
profile_heading (const IsoMethodPage *page)
{
  return strcmp (page->key, "loss.name") == 0    ? _("What it does to a pair")
         : strcmp (page->key, "miner.name") == 0 ? _("What it chooses")
                                                 : _("What batches are made of");
}

static const char *
profile_caption (const IsoMethodPage *page)
{
  if (strcmp (page->key, "miner.name") == 0)
    return _("From the miner itself, in 400 drawings from one batch: the shares of an anchor's triplets in which each sample stands "
             "as positive or negative. Rings are samples that are never taken. Distance-weighted choices are made as in six "
             "dimensions.");
  if (strcmp (page->key, "batch.sampler") == 0)
    return _("Four batches of 24 from the sampler itself: ten classes of 6 to 60 samples, four of a class where classes are drawn. "
             "Classes are numbered around a circle, so that neighbors in number lie near each other.");
  const IsoLossKind *kind = iso_loss_kind ((IsoLossName) page->index);
  if (kind->learns == ISO_LOSS_LEARNS_PROXIES)
    return _("The engine's own gradient in a tiny batch of three classes, with the parameters as they are set: one sample moves "
             "away from a proxy, the others stay.");
  return _("The engine's own gradient in a tiny batch of three classes, with the parameters as they are set: one sample moves away "
           "from an anchor, first as a positive, then as a negative. Dots are the positive and the negatives that stay where they "
           "are.");
}

static void
add_profile (IsoMethodPageView *view)
{
  add_heading (view, profile_heading (&view->page));
  GtkWidget *card = card_new (view);
  view->profile = iso_profile_view_new (view->page.key, view->page.index);
  gtk_box_append (GTK_BOX (card), view->profile);
  gtk_box_append (GTK_BOX (card), label_new (profile_caption (&view->page), "page-caption"));
}

static char *
range_of (const IsoParameter *parameter)
{
  if (parameter->type != ISO_PARAMETER_REAL && parameter->type != ISO_PARAMETER_INTEGER)
    return g_strdup (_("on or off"));
  return g_strdup_printf (_("%s%.10g to %s%.10g"), parameter->flags & ISO_PARAMETER_ABOVE_MINIMUM ? _("above ") : "",
                          parameter->minimum, parameter->flags & ISO_PARAMETER_BELOW_MAXIMUM ? _("below ") : "",
                          parameter->maximum);
}

static char *
text_of (const IsoParameter *parameter, double value)
{
  if (parameter->type == ISO_PARAMETER_SWITCH)
    return g_strdup (value != 0.0 ? _("on") : _("off"));
  return iso_value_text (parameter, value);
}

/* Its own parameters: those of the table that are shown with this choice. */
static void
find_parameters (IsoMethodPageView *view)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    if (g_strcmp0 (table[i].when_key, view->page.key) == 0 && (table[i].when_mask >> view->page.index & 1u) != 0
        && table[i].type != ISO_PARAMETER_CHOICE)
      g_ptr_array_add (view->parameters, (gpointer) &table[i]);
}

static void
add_parameter (IsoMethodPageView *view, GtkGrid *grid, int row, const IsoParameter *parameter)
{
  const char *title = _(parameter->title);
  g_autofree char *range = range_of (parameter), *initial = text_of (parameter, parameter->initial);
  GtkWidget *name = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *value = label_new (NULL, "numeric");
  GtkWidget *words = label_new (title, NULL);
  gtk_widget_set_valign (words, GTK_ALIGN_BASELINE);
  gtk_box_append (GTK_BOX (name), words);
  if (parameter->symbol != NULL)
    {
      GtkWidget *symbol = iso_formula_view_new (parameter->symbol, SIGN_SIZE);
      gtk_widget_set_valign (symbol, GTK_ALIGN_BASELINE);
      gtk_box_append (GTK_BOX (name), symbol);
    }
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_set_tooltip_text (name, _(parameter->help));
  gtk_grid_attach (grid, name, 0, row, 1, 1);
  gtk_grid_attach (grid, value, 1, row, 1, 1);
  gtk_grid_attach (grid, label_new (initial, "numeric"), 2, row, 1, 1);
  gtk_grid_attach (grid, label_new (range, "dim-label"), 3, row, 1, 1);
  g_ptr_array_add (view->values, value);
}

static void
add_parameters (IsoMethodPageView *view)
{
  static const char *const columns[] = { N_("Parameter"), N_("Now"), N_("Default"), N_("Range") };
  find_parameters (view);
  if (view->parameters->len == 0)
    return;
  add_heading (view, _("Parameters"));
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (grid, 22);
  gtk_grid_set_row_spacing (grid, 6);
  for (int column = 0; column < (int) G_N_ELEMENTS (columns); column++)
    gtk_grid_attach (grid, label_new (_(columns[column]), "page-column"), column, 0, 1, 1);
  for (guint i = 0; i < view->parameters->len; i++)
    add_parameter (view, grid, (int) i + 1, g_ptr_array_index (view->parameters, i));
  gtk_box_append (GTK_BOX (card_new (view)), GTK_WIDGET (grid));
}

static void
add_paper (IsoMethodPageView *view)
{
  if (view->page.paper == NULL)
    return;
  GtkWidget *paper = label_new (view->page.paper, "page-words");
  gtk_label_set_selectable (GTK_LABEL (paper), TRUE);
  add_heading (view, _("Paper"));
  add (view, paper);
}

/* Chosen, choosable, or not, and why. */
static void
update_button (IsoMethodPageView *view, const IsoSettings *settings)
{
  gboolean is_chosen = chosen_index (view, settings) == view->page.index;
  gboolean applies = iso_parameter_applies (iso_parameter_find (view->page.key, settings, NULL), settings);
  g_autofree char *reason = is_chosen ? NULL : iso_session_conflict (view->session, view->page.key, view->page.name);
  if (!applies)
    {
      g_free (reason);
      reason = g_strdup_printf (_("The loss %s chooses its pairs by itself and uses no miner."),
                                iso_loss_kind ((IsoLossName) settings->loss.name)->name);
    }
  gtk_button_set_label (GTK_BUTTON (view->button), is_chosen && applies ? _("In use") : _("Use it"));
  gtk_widget_set_sensitive (view->button, !is_chosen && reason == NULL);
  gtk_label_set_text (GTK_LABEL (view->reason), reason == NULL ? "" : reason);
  gtk_widget_set_visible (view->reason, reason != NULL);
}

static void
update (IsoMethodPageView *view)
{
  const IsoSettings *settings = iso_session_settings (view->session);
  update_button (view, settings);
  iso_profile_view_update (ISO_PROFILE_VIEW (view->profile), settings);
  for (guint i = 0; i < view->parameters->len; i++)
    {
      const IsoParameter *parameter = g_ptr_array_index (view->parameters, i);
      g_autofree char *text = text_of (parameter, iso_settings_get_number (settings, parameter));
      gtk_label_set_text (g_ptr_array_index (view->values, i), text);
    }
}

GtkWidget *
iso_method_page_view_new (IsoSession *session, const IsoMethodPage *page)
{
  IsoMethodPageView *view = g_object_new (ISO_TYPE_METHOD_PAGE_VIEW, NULL);
  view->session = g_object_ref (session);
  view->page = *page;
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _(page->title), -1);
  add_top (view);
  add_formula (view);
  add_profile (view);
  add_heading (view, _("When to take it"));
  add (view, label_new (_(page->note->use), "page-words"));
  add_parameters (view);
  add_paper (view);
  g_signal_connect_object (session, "settings-changed", G_CALLBACK (update), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "run-changed", G_CALLBACK (update), view, G_CONNECT_SWAPPED);
  update (view);
  return GTK_WIDGET (view);
}

GtkWidget *
iso_method_page_view_button (IsoMethodPageView *view)
{
  return view->button;
}

const char *
iso_method_page_view_reason (IsoMethodPageView *view)
{
  return gtk_widget_get_visible (view->reason) ? gtk_label_get_text (GTK_LABEL (view->reason)) : NULL;
}

static void
iso_method_page_view_finalize (GObject *object)
{
  IsoMethodPageView *view = ISO_METHOD_PAGE_VIEW (object);
  g_ptr_array_unref (view->parameters);
  g_ptr_array_unref (view->values);
  g_clear_object (&view->session);
  G_OBJECT_CLASS (iso_method_page_view_parent_class)->finalize (object);
}

static void
iso_method_page_view_class_init (IsoMethodPageViewClass *class)
{
  G_OBJECT_CLASS (class)->finalize = iso_method_page_view_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
iso_method_page_view_init (IsoMethodPageView *view)
{
  view->parameters = g_ptr_array_new ();
  view->values = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (view), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (view), 10);
  gtk_widget_add_css_class (GTK_WIDGET (view), "method-page");
}
