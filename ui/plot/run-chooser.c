#include "ui/plot/run-chooser.h"

#include <glib/gi18n-lib.h>

#include "ui/plot/spoken.h"

struct _IsoRunChooser {
  GtkBox parent_instance;
  IsoRunSideName side;
  IsoRunPair *pair; /* or NULL */
  GtkDropDown *runs, *epochs;
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (IsoRunChooser, iso_run_chooser, GTK_TYPE_BOX)

/* ---- what there is to choose from ---- */

static gboolean
says (GListModel *list, const char *const *words)
{
  guint count = list != NULL ? g_list_model_get_n_items (list) : 0;
  for (guint i = 0; i < count; i++)
    {
      const char *known = gtk_string_list_get_string (GTK_STRING_LIST (list), i);
      if (words[i] == NULL || !g_str_equal (words[i], known))
        return FALSE;
    }
  return words[count] == NULL;
}

/* An open list stays open where nothing changes. */
static void
fill (GtkDropDown *list, const char *const *words, guint selected)
{
  if (!says (gtk_drop_down_get_model (list), words))
    {
      g_autoptr (GtkStringList) names = gtk_string_list_new (words);
      gtk_drop_down_set_model (list, G_LIST_MODEL (names));
    }
  if (gtk_drop_down_get_selected (list) != selected)
    gtk_drop_down_set_selected (list, selected);
  gtk_widget_set_sensitive (GTK_WIDGET (list), words[0] != NULL);
}

static void
fill_runs (IsoRunChooser *chooser)
{
  const IsoComparedRuns *runs = chooser->pair != NULL ? iso_run_pair_runs (chooser->pair) : NULL;
  size_t count = runs != NULL ? runs->count : 0;
  g_autofree const char **labels = g_new0 (const char *, count + 1);
  for (size_t i = 0; i < count; i++)
    labels[i] = runs->runs[i].label;
  fill (chooser->runs, labels, count > 0 ? (guint) iso_run_pair_place (chooser->pair, chooser->side) : GTK_INVALID_LIST_POSITION);
}

static char *
epoch_text (int epoch)
{
  return epoch > 0 ? g_strdup_printf (_("epoch %d"), epoch) : g_strdup (_("untrained"));
}

/* The last first, then all that are kept, newest first. */
static void
fill_epochs (IsoRunChooser *chooser)
{
  const GArray *kept = chooser->pair != NULL ? iso_run_pair_kept (chooser->pair, chooser->side) : NULL;
  guint count = kept != NULL ? kept->len : 0, selected = 0;
  int chosen = chooser->pair != NULL ? iso_run_pair_epoch (chooser->pair, chooser->side) : ISO_LAST_EPOCH;
  g_auto (GStrv) names = g_new0 (char *, count + 2);
  names[0] = g_strdup (_("last epoch"));
  for (guint i = 0; i < count; i++)
    {
      int epoch = g_array_index (kept, IsoKeptEpoch, count - 1 - i).epoch;
      names[i + 1] = epoch_text (epoch);
      if (epoch == chosen)
        selected = i + 1;
    }
  fill (chooser->epochs, (const char *const *) names, selected);
  gtk_widget_set_sensitive (GTK_WIDGET (chooser->epochs), count > 0);
}

static void
update (IsoRunChooser *chooser)
{
  chooser->is_filling = TRUE;
  fill_runs (chooser);
  fill_epochs (chooser);
  chooser->is_filling = FALSE;
}

/* ---- choosing ---- */

static void
run_selected (GtkDropDown *list, GParamSpec *property, IsoRunChooser *chooser)
{
  guint place = gtk_drop_down_get_selected (list);
  if (!chooser->is_filling && chooser->pair != NULL && place != GTK_INVALID_LIST_POSITION)
    iso_run_pair_choose (chooser->pair, chooser->side, place, ISO_LAST_EPOCH);
}

static void
epoch_selected (GtkDropDown *list, GParamSpec *property, IsoRunChooser *chooser)
{
  guint place = gtk_drop_down_get_selected (list);
  const GArray *kept = chooser->pair != NULL ? iso_run_pair_kept (chooser->pair, chooser->side) : NULL;
  if (chooser->is_filling || kept == NULL || place > kept->len)
    return;
  int epoch = place == 0 ? ISO_LAST_EPOCH : g_array_index (kept, IsoKeptEpoch, kept->len - place).epoch;
  iso_run_pair_choose (chooser->pair, chooser->side, iso_run_pair_place (chooser->pair, chooser->side), epoch);
}

static void
drop_pair (IsoRunChooser *chooser)
{
  if (chooser->pair != NULL)
    g_signal_handlers_disconnect_by_data (chooser->pair, chooser);
  g_clear_object (&chooser->pair);
}

void
iso_run_chooser_set_pair (IsoRunChooser *chooser, IsoRunPair *pair)
{
  g_return_if_fail (ISO_IS_RUN_CHOOSER (chooser));
  if (pair == chooser->pair)
    return;
  drop_pair (chooser);
  chooser->pair = pair != NULL ? g_object_ref (pair) : NULL;
  if (pair != NULL)
    g_signal_connect_swapped (pair, "chosen", G_CALLBACK (update), chooser);
  update (chooser);
}

/* ---- the widget ---- */

static void
iso_run_chooser_dispose (GObject *object)
{
  drop_pair (ISO_RUN_CHOOSER (object));
  G_OBJECT_CLASS (iso_run_chooser_parent_class)->dispose (object);
}

static void
iso_run_chooser_class_init (IsoRunChooserClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_run_chooser_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
iso_run_chooser_init (IsoRunChooser *chooser)
{
}

/* Names of runs may be long: the list takes what room there is. */
static void
shorten (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (GTK_LABEL (label), 5);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_list_item_set_child (item, label);
}

static void
say (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (item), text);
}

static void
say_whole (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_NONE);
  say (factory, item);
}

static GtkDropDown *
list_new (IsoRunChooser *chooser, const char *name, GCallback selected)
{
  GtkWidget *list = gtk_drop_down_new (NULL, NULL);
  g_autoptr (GtkListItemFactory) button = gtk_signal_list_item_factory_new (), popup = gtk_signal_list_item_factory_new ();
  g_signal_connect (button, "setup", G_CALLBACK (shorten), NULL);
  g_signal_connect (button, "bind", G_CALLBACK (say), NULL);
  g_signal_connect (popup, "setup", G_CALLBACK (shorten), NULL);
  g_signal_connect (popup, "bind", G_CALLBACK (say_whole), NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (list), button);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (list), popup);
  gtk_widget_add_css_class (list, "run-choice");
  gtk_widget_add_css_class (list, "flat");
  iso_speak_drop_down (GTK_DROP_DOWN (list), name);
  g_signal_connect (list, "notify::selected", selected, chooser);
  gtk_box_append (GTK_BOX (chooser), list);
  return GTK_DROP_DOWN (list);
}

GtkWidget *
iso_run_chooser_new (IsoRunSideName side)
{
  IsoRunChooser *chooser = g_object_new (ISO_TYPE_RUN_CHOOSER, NULL);
  gboolean is_first = side == ISO_SIDE_A;
  GtkWidget *letter = gtk_label_new (is_first ? C_("compared run", "A") : C_("compared run", "B"));
  chooser->side = side;
  gtk_box_set_spacing (GTK_BOX (chooser), 4);
  gtk_widget_add_css_class (letter, "run-letter");
  gtk_box_append (GTK_BOX (chooser), letter);
  chooser->runs = list_new (chooser, is_first ? _("Run A") : _("Run B"), G_CALLBACK (run_selected));
  chooser->epochs = list_new (chooser, is_first ? _("Epoch of A") : _("Epoch of B"), G_CALLBACK (epoch_selected));
  gtk_accessible_update_property (GTK_ACCESSIBLE (chooser), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  is_first ? _("What stands on the left, A") : _("What stands on the right, B"), -1);
  update (chooser);
  return GTK_WIDGET (chooser);
}
