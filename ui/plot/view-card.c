#include "ui/plot/view-card.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/plot/card-header-layout.h"
#include "ui/plot/wrap-layout.h"

/* Of "gtk-xft-dpi", in 1024ths, where text has its usual size. */
#define USUAL_DPI (96 * 1024)

typedef struct {
  GtkLabel *title, *subtitle;
  GtkBox *controls;
  GtkWidget *header, *corner, *body, *main; /* main: a weak pointer, or NULL */
  char *name, *tab; /* the whole title; the tab's, or NULL */
  gboolean awaits_main; /* the keyboard goes to it as soon as it is in sight */
  gboolean is_lowered, is_below; /* the subtitle is to stand below the header; it does */
} IsoViewCardPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (IsoViewCard, iso_view_card, GTK_TYPE_BOX)

enum { EXPORTABLE, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static void
iso_view_card_init (IsoViewCard *card)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (card);
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (card), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (card), "card");
  gtk_widget_add_css_class (GTK_WIDGET (card), "view-card");
  gtk_widget_set_overflow (GTK_WIDGET (card), GTK_OVERFLOW_HIDDEN);

  private->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (private->title), "heading");
  gtk_label_set_xalign (private->title, 0.0f);
  private->subtitle = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (private->subtitle), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (private->subtitle), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (private->subtitle), "numeric");
  gtk_label_set_ellipsize (private->subtitle, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (private->subtitle, 0.0f);
  private->controls = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8));
  gtk_widget_set_layout_manager (GTK_WIDGET (private->controls), iso_wrap_layout_new (8, 4));
  gtk_widget_set_layout_manager (header, iso_card_header_layout_new ());

  private->header = header;
  gtk_widget_add_css_class (header, "view-header");
  gtk_box_append (GTK_BOX (header), GTK_WIDGET (private->title));
  gtk_box_append (GTK_BOX (header), GTK_WIDGET (private->subtitle));
  gtk_box_append (GTK_BOX (header), GTK_WIDGET (private->controls));
  private->corner = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_visible (private->corner, FALSE);
  gtk_box_append (GTK_BOX (header), private->corner);
  gtk_box_append (GTK_BOX (card), header);
}

static void
iso_view_card_finalize (GObject *object)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (ISO_VIEW_CARD (object));
  g_clear_weak_pointer (&private->main);
  g_free (private->name);
  g_free (private->tab);
  G_OBJECT_CLASS (iso_view_card_parent_class)->finalize (object);
}

static void
iso_view_card_class_init (IsoViewCardClass *class)
{
  G_OBJECT_CLASS (class)->finalize = iso_view_card_finalize;
  signals[EXPORTABLE] = g_signal_new ("exportable", ISO_TYPE_VIEW_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

/* Below the header, if asked for: but not below an empty one, whose place it takes. */
static void
place_subtitle (IsoViewCardPrivate *private)
{
  GtkWidget *subtitle = GTK_WIDGET (private->subtitle), *card = gtk_widget_get_parent (private->header);
  gboolean below = private->is_lowered && gtk_widget_get_visible (GTK_WIDGET (private->title));
  if (below == private->is_below)
    return;
  private->is_below = below;
  g_object_ref (subtitle);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (subtitle)), subtitle);
  if (below)
    {
      gtk_box_insert_child_after (GTK_BOX (card), subtitle, private->header);
      gtk_widget_add_css_class (subtitle, "lowered-subtitle");
    }
  else
    {
      gtk_box_insert_child_after (GTK_BOX (private->header), subtitle, GTK_WIDGET (private->title));
      gtk_widget_remove_css_class (subtitle, "lowered-subtitle");
    }
  g_object_unref (subtitle);
}

static void
show_title (IsoViewCardPrivate *private)
{
  const char *shown = private->name != NULL ? private->name : "";
  if (private->tab != NULL && g_str_has_prefix (shown, private->tab))
    for (shown += strlen (private->tab); shown[0] == ' ';)
      shown++;
  gtk_label_set_text (private->title, shown);
  gtk_widget_set_visible (GTK_WIDGET (private->title), shown[0] != '\0');
  place_subtitle (private);
}

void
iso_view_card_set_title (IsoViewCard *card, const char *title)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (card);
  g_free (private->name);
  private->name = g_strdup (title);
  show_title (private);
  gtk_accessible_update_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

const char *
iso_view_card_title (IsoViewCard *card)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (card);
  return private->name;
}

const char *
iso_view_card_subtitle (IsoViewCard *card)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (card);
  return gtk_label_get_text (private->subtitle);
}

void
iso_view_card_set_tab (IsoViewCard *card, const char *tab)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (card);
  g_free (private->tab);
  private->tab = g_strdup (tab);
  show_title (private);
}

GtkWidget *
iso_view_card_header (IsoViewCard *card)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (card);
  return private->header;
}

void
iso_view_card_set_subtitle (IsoViewCard *card, const char *subtitle)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (card);
  if (g_strcmp0 (gtk_label_get_text (private->subtitle), subtitle) == 0)
    return;
  gtk_label_set_text (private->subtitle, subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (private->subtitle), subtitle);
}

void
iso_view_card_lower_subtitle (IsoViewCard *card)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (card);
  private->is_lowered = TRUE;
  place_subtitle (private);
}

void
iso_view_card_add_control (IsoViewCard *card, GtkWidget *control)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (card);
  gtk_box_append (private->controls, control);
}

void
iso_view_card_set_corner (IsoViewCard *card, GtkWidget *corner)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (card);
  GtkWidget *before = gtk_widget_get_first_child (private->corner);
  if (before != NULL)
    gtk_box_remove (GTK_BOX (private->corner), before);
  gtk_box_append (GTK_BOX (private->corner), corner);
  gtk_widget_set_visible (private->corner, TRUE);
}

/* It was focusable for want of anything in it: nobody needs to pass it again. */
static void
body_focus_changed (GtkWidget *body)
{
  if (!gtk_widget_has_focus (body))
    gtk_widget_set_focusable (body, FALSE);
}

void
iso_view_card_set_body (IsoViewCard *card, GtkWidget *body)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (card);
  if (private->body != NULL)
    gtk_box_remove (GTK_BOX (card), private->body);
  private->body = body;
  g_signal_connect (body, "notify::has-focus", G_CALLBACK (body_focus_changed), NULL);
  gtk_widget_set_hexpand (body, TRUE);
  gtk_widget_set_vexpand (body, TRUE);
  gtk_box_append (GTK_BOX (card), body);
}

/* ---- what can be taken away ---- */

gboolean
iso_view_card_can_export (IsoViewCard *card)
{
  IsoViewCardClass *class = ISO_VIEW_CARD_GET_CLASS (card);
  return class->can_export != NULL && class->can_export (card);
}

gboolean
iso_view_card_is_picture (IsoViewCard *card)
{
  return ISO_VIEW_CARD_GET_CLASS (card)->no_picture == NULL;
}

IsoFigure *
iso_view_card_figure (IsoViewCard *card)
{
  return iso_view_card_can_export (card) ? ISO_VIEW_CARD_GET_CLASS (card)->figure (card) : NULL;
}

const char *
iso_view_card_no_picture (IsoViewCard *card)
{
  const char *reason = ISO_VIEW_CARD_GET_CLASS (card)->no_picture;
  return reason != NULL ? _(reason) : NULL;
}

void
iso_view_card_exportable (IsoViewCard *card)
{
  g_signal_emit (card, signals[EXPORTABLE], 0);
}

/* ---- a row of choices ---- */

typedef struct {
  IsoChoiceToggled toggled;
  gpointer data;
} Choice;

static void
choice_toggled (GtkToggleButton *button, gpointer data)
{
  Choice *choice = data;
  if (gtk_toggle_button_get_active (button) && choice->toggled != NULL)
    choice->toggled (GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "index")), choice->data);
}

GtkWidget *
iso_choice_row_new (const char *label, const char *const *names, int active, IsoChoiceToggled toggled, gpointer data)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  Choice *choice = g_new (Choice, 1);
  GtkToggleButton *first = NULL;

  choice->toggled = toggled;
  choice->data = data;
  g_object_set_data_full (G_OBJECT (row), "choice", choice, g_free);
  gtk_widget_add_css_class (row, "linked");
  gtk_widget_add_css_class (row, "choice-row");
  gtk_widget_set_valign (row, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  for (int i = 0; names[i] != NULL; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (names[i]);
      g_object_set_data (G_OBJECT (button), "index", GINT_TO_POINTER (i));
      if (first == NULL)
        first = GTK_TOGGLE_BUTTON (button);
      else
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), first);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), i == active);
      g_signal_connect (button, "toggled", G_CALLBACK (choice_toggled), choice);
      gtk_box_append (GTK_BOX (row), button);
    }
  return row;
}

void
iso_choice_row_set_active (GtkWidget *row, int index)
{
  GtkWidget *button = gtk_widget_get_first_child (row);
  for (int i = 0; button != NULL && i < index; i++)
    button = gtk_widget_get_next_sibling (button);
  if (button != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
}

/* A theme whose text is not of the usual size. */
typedef struct {
  const IsoTheme *usual;
  int dpi;
  IsoTheme theme;
} SizedTheme;

static const IsoTheme *
sized_theme (const IsoTheme *usual, int dpi)
{
  /* Few: one for each style and each size that a person ever chose. Kept, as drawings hold on to theirs. */
  static GPtrArray *sized = NULL;
  if (dpi <= 0 || dpi == USUAL_DPI)
    return usual;
  if (sized == NULL)
    sized = g_ptr_array_new ();
  for (guint i = 0; i < sized->len; i++)
    {
      const SizedTheme *known = g_ptr_array_index (sized, i);
      if (known->usual == usual && known->dpi == dpi)
        return &known->theme;
    }
  SizedTheme *theme = g_new (SizedTheme, 1);
  theme->usual = usual;
  theme->dpi = dpi;
  theme->theme = *usual;
  theme->theme.text_size *= (double) dpi / USUAL_DPI;
  g_ptr_array_add (sized, theme);
  return &theme->theme;
}

const IsoTheme *
iso_present_theme (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  bool dark = adw_style_manager_get_dark (manager), contrast = adw_style_manager_get_high_contrast (manager);
  IsoThemeName name = contrast ? (dark ? ISO_THEME_DARK_CONTRAST : ISO_THEME_LIGHT_CONTRAST) : dark ? ISO_THEME_DARK : ISO_THEME_LIGHT;
  int dpi = -1;
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  return sized_theme (iso_theme (name), dpi);
}

/* What has just gone out of sight may hold it for a moment still. */
static gboolean
has_focus_within (IsoViewCard *card, GtkWidget *part)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (card));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  return focus != NULL && gtk_widget_get_mapped (focus) && part != NULL && (focus == part || gtk_widget_is_ancestor (focus, part));
}

static void
main_mapped (IsoViewCard *card, GtkWidget *widget)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (card);
  gboolean wanted = private->awaits_main && widget == private->main && has_focus_within (card, private->body);
  private->awaits_main = FALSE;
  if (wanted)
    gtk_widget_grab_focus (widget);
}

void
iso_view_card_set_main (IsoViewCard *card, GtkWidget *widget)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (card);
  if (widget == private->main)
    return;
  if (private->main != NULL)
    g_signal_handlers_disconnect_by_func (private->main, main_mapped, card);
  g_set_weak_pointer (&private->main, widget);
  private->awaits_main = FALSE;
  if (widget != NULL)
    g_signal_connect_object (widget, "map", G_CALLBACK (main_mapped), card, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

gboolean
iso_view_card_focus (IsoViewCard *card)
{
  IsoViewCardPrivate *private = iso_view_card_get_instance_private (card);
  if (private->main != NULL && gtk_widget_get_mapped (private->main) && gtk_widget_grab_focus (private->main))
    return TRUE;
  private->awaits_main = private->main != NULL;
  if (private->body == NULL)
    return gtk_widget_child_focus (GTK_WIDGET (card), GTK_DIR_TAB_FORWARD);
  if (has_focus_within (card, private->body) && !gtk_widget_is_focus (private->body))
    return TRUE;
  if (gtk_widget_child_focus (private->body, GTK_DIR_TAB_FORWARD))
    return TRUE;
  /* What it shows may be still to come; its keys hold already. */
  gtk_widget_set_focusable (private->body, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (private->body), GTK_ACCESSIBLE_PROPERTY_LABEL, private->name, -1);
  return gtk_widget_grab_focus (private->body);
}
