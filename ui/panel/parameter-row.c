#include "ui/panel/parameter-row-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "engine/train/method-page.h"
#include "engine/train/parameters.h"
#include "ui/panel/value-grid.h"

/* How long a row says why it refused something. */
#define REFUSAL_SECONDS 10

typedef struct {
  const IsoParameter *parameter;
  IsoSession *session; /* not owned: the window outlives its rows */
  char *name;          /* "Diffusion ω" */
  char *start_text;    /* the value that the reset button goes back to */
  GtkBox *header;
  GtkWidget *title, *reset, *dot, *refusal, *control;
  gboolean showing;
  guint refusal_timeout;
} IsoParameterRowPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (IsoParameterRow, iso_parameter_row, GTK_TYPE_BOX)

#define PRIVATE(row) ((IsoParameterRowPrivate *) iso_parameter_row_get_instance_private (ISO_PARAMETER_ROW (row)))

static void
reset_clicked (GtkButton *button, IsoParameterRow *row)
{
  IsoParameterRowPrivate *private = PRIVATE (row);
  g_autofree char *text = g_strdup (private->start_text);
  /* The button vanishes with the difference: whoever works by keyboard goes on at the value. */
  if (iso_parameter_row_request (row, text) && private->control != NULL)
    gtk_widget_grab_focus (private->control);
}

/* A list that hangs open is not to be covered by the help of its row. */
static gboolean
help_wanted (GtkWidget *widget, int x, int y, gboolean by_keyboard, GtkTooltip *shown, gpointer data)
{
  GtkWidget *control = PRIVATE (widget)->control;
  GtkWidget *button = GTK_IS_DROP_DOWN (control) ? gtk_widget_get_first_child (control) : NULL;
  if (button != NULL && gtk_widget_get_state_flags (button) & GTK_STATE_FLAG_CHECKED)
    g_signal_stop_emission_by_name (widget, "query-tooltip");
  return FALSE;
}

static void
iso_parameter_row_init (IsoParameterRow *row)
{
  IsoParameterRowPrivate *private = PRIVATE (row);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (row), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (row), "parameter-row");
  private->header = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  private->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (private->title), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (private->title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (private->title, TRUE);
  private->reset = gtk_button_new_from_icon_name ("isotherm-undo-symbolic");
  gtk_widget_add_css_class (private->reset, "flat");
  gtk_widget_add_css_class (private->reset, "row-reset");
  gtk_widget_set_valign (private->reset, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (private->reset, FALSE);
  g_signal_connect (private->reset, "clicked", G_CALLBACK (reset_clicked), row);
  private->dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (private->dot, "live-dot");
  gtk_widget_set_valign (private->dot, GTK_ALIGN_CENTER);
  private->refusal = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (private->refusal), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (private->refusal), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (private->refusal), 0.0f);
  gtk_label_set_max_width_chars (GTK_LABEL (private->refusal), 10);
  gtk_widget_add_css_class (private->refusal, "row-refusal");
  gtk_widget_set_visible (private->refusal, FALSE);
  g_signal_connect (row, "query-tooltip", G_CALLBACK (help_wanted), NULL);
  gtk_box_append (private->header, private->title);
  gtk_box_append (private->header, private->reset);
  gtk_box_append (private->header, private->dot);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (private->header));
  gtk_box_append (GTK_BOX (row), private->refusal);
}

/* "τ_d" as τ with a lowered d. */
static char *
symbol_markup (const char *symbol)
{
  g_auto (GStrv) parts = g_strsplit (symbol, "_", 2);
  g_autofree char *base = g_markup_escape_text (parts[0], -1);
  if (parts[1] == NULL)
    return g_steal_pointer (&base);
  g_autofree char *index = g_markup_escape_text (parts[1], -1);
  return g_strdup_printf ("%s<span rise=\"-2500\" size=\"75%%\">%s</span>", base, index);
}

static char *
limit_text (const IsoParameter *parameter, double limit, IsoParameterFlags excluded)
{
  g_autofree char *text = fabs (limit) < 1e9 ? g_strdup_printf ("%.10g", limit) : iso_value_text (parameter, limit);
  return (parameter->flags & excluded) != 0 ? g_strdup_printf (_("%s (excluded)"), text) : g_steal_pointer (&text);
}

/* Help, range, default and when it acts, a line each. */
static char *
tooltip (const IsoParameter *parameter)
{
  IsoSettings defaults;
  iso_settings_init (&defaults);
  g_autofree char *initial = parameter->type == ISO_PARAMETER_REAL || parameter->type == ISO_PARAMETER_INTEGER
                                 ? iso_value_text (parameter, parameter->initial)
                                 : iso_settings_format (&defaults, parameter);
  GString *text = g_string_new (_(parameter->help));
  if (parameter->type == ISO_PARAMETER_REAL || parameter->type == ISO_PARAMETER_INTEGER)
    {
      g_autofree char *low = limit_text (parameter, parameter->minimum, ISO_PARAMETER_ABOVE_MINIMUM);
      g_autofree char *high = limit_text (parameter, parameter->maximum, ISO_PARAMETER_BELOW_MAXIMUM);
      g_string_append_printf (text, _("\nRange: %s to %s"), low, high);
    }
  g_string_append_printf (text, _("\nDefault: %s"), initial);
  g_string_append_printf (text, "\n%s", (parameter->flags & ISO_PARAMETER_LIVE) != 0 ? _("Acts from the next step on")
                                                                                   : _("Acts after Reset"));
  g_string_append_printf (text, "\n%s", parameter->key);
  return g_string_free (text, FALSE);
}

/* What can be chosen has pages: a button beside the name opens them, as does F1 anywhere in the row. */
static void
add_page_button (IsoParameterRow *row)
{
  IsoParameterRowPrivate *private = PRIVATE (row);
  GtkWidget *button = gtk_button_new_from_icon_name ("isotherm-info-symbolic");
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcut *shortcut = gtk_shortcut_new_with_arguments (gtk_keyval_trigger_new (GDK_KEY_F1, 0),
                                                           gtk_named_action_new ("win.show-page"), "s", private->parameter->key);
  g_autofree char *name = g_strdup_printf (_("About %s"), private->name);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "row-page");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-page");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", private->parameter->key);
  gtk_widget_set_tooltip_text (button, _("What it does, its formula and the others to choose from (F1)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_hexpand (private->title, FALSE);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_insert_child_after (private->header, button, private->title);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
  gtk_widget_add_controller (GTK_WIDGET (row), keys);
}

static void
describe (IsoParameterRow *row)
{
  IsoParameterRowPrivate *private = PRIVATE (row);
  const IsoParameter *parameter = private->parameter;
  g_autofree char *tip = tooltip (parameter), *undo = NULL;
  const char *title = _(parameter->title);

  private->name = parameter->symbol == NULL ? g_strdup (title) : g_strdup_printf ("%s %s", title, parameter->symbol);
  if (parameter->symbol != NULL)
    {
      g_autofree char *symbol = symbol_markup (parameter->symbol);
      g_autofree char *markup = g_markup_printf_escaped ("%s ", title);
      g_autofree char *whole = g_strconcat (markup, symbol, NULL);
      gtk_label_set_markup (GTK_LABEL (private->title), whole);
    }
  else
    gtk_label_set_text (GTK_LABEL (private->title), title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), tip);
  gtk_widget_set_visible (private->dot, (parameter->flags & ISO_PARAMETER_LIVE) != 0);
  undo = g_strdup_printf (_("Reset %s"), private->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (private->reset), GTK_ACCESSIBLE_PROPERTY_LABEL, undo, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, private->name, -1);
}

GtkWidget *
iso_parameter_row_new (const IsoParameter *parameter, IsoSession *session)
{
  bool is_file = (parameter->flags & ISO_PARAMETER_FILE) != 0;
  GType type = parameter->type == ISO_PARAMETER_CHOICE   ? iso_choice_parameter_row_get_type ()
               : parameter->type == ISO_PARAMETER_SWITCH ? iso_switch_row_get_type ()
               : is_file                                 ? iso_file_row_get_type ()
               : parameter->type == ISO_PARAMETER_TEXT   ? iso_text_row_get_type ()
                                                         : iso_number_row_get_type ();
  IsoParameterRow *row = g_object_new (type, NULL);
  IsoParameterRowPrivate *private = PRIVATE (row);
  private->parameter = parameter;
  private->session = session;
  describe (row);
  if (g_strv_contains (iso_method_topics (), parameter->key))
    add_page_button (row);
  ISO_PARAMETER_ROW_GET_CLASS (row)->build (row);
  return GTK_WIDGET (row);
}

void
iso_parameter_row_place (IsoParameterRow *row, IsoRowPlace place, GtkWidget *widget)
{
  IsoParameterRowPrivate *private = PRIVATE (row);
  if (!GTK_IS_LABEL (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, private->name,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(private->parameter->help), -1);
  if (private->control == NULL)
    private->control = widget;
  switch (place)
    {
    case ISO_ROW_TITLE:
      gtk_widget_set_visible (private->title, FALSE);
      gtk_widget_set_hexpand (widget, TRUE);
      gtk_box_prepend (private->header, widget);
      break;
    case ISO_ROW_VALUE:
      gtk_box_append (private->header, widget);
      break;
    case ISO_ROW_BELOW:
    default:
      gtk_box_insert_child_after (GTK_BOX (row), widget, GTK_WIDGET (private->header));
      break;
    }
}

const IsoParameter *
iso_parameter_row_parameter (IsoParameterRow *row)
{
  return PRIVATE (row)->parameter;
}

const char *
iso_parameter_row_name (IsoParameterRow *row)
{
  return PRIVATE (row)->name;
}

GtkWidget *
iso_parameter_row_control (IsoParameterRow *row)
{
  return PRIVATE (row)->control;
}

IsoSession *
iso_parameter_row_session (IsoParameterRow *row)
{
  return PRIVATE (row)->session;
}

gboolean
iso_parameter_row_is_showing (IsoParameterRow *row)
{
  return PRIVATE (row)->showing;
}

static void
show (IsoParameterRow *row, const IsoSettings *settings)
{
  IsoParameterRowPrivate *private = PRIVATE (row);
  private->showing = TRUE;
  ISO_PARAMETER_ROW_GET_CLASS (row)->show (row, settings);
  private->showing = FALSE;
}

void
iso_parameter_row_restore (IsoParameterRow *row)
{
  show (row, iso_session_settings (PRIVATE (row)->session));
}

void
iso_parameter_row_update (IsoParameterRow *row, const IsoSettings *settings, const IsoSettings *start)
{
  IsoParameterRowPrivate *private = PRIVATE (row);
  g_autofree char *present = iso_settings_format (settings, private->parameter);
  g_free (private->start_text);
  private->start_text = iso_settings_format (start, private->parameter);
  gboolean differs = g_strcmp0 (present, private->start_text) != 0;
  if (differs)
    {
      g_autofree char *tip = g_strdup_printf (_("Back to %s"), private->start_text);
      gtk_widget_set_tooltip_text (private->reset, tip);
    }
  gtk_widget_set_visible (private->reset, differs);
  gtk_widget_set_visible (GTK_WIDGET (row), iso_parameter_applies (private->parameter, settings));
  show (row, settings);
}

static gboolean
forget_refusal (gpointer row)
{
  PRIVATE (row)->refusal_timeout = 0;
  iso_parameter_row_refuse (row, NULL);
  return G_SOURCE_REMOVE;
}

void
iso_parameter_row_refuse (IsoParameterRow *row, const char *reason)
{
  IsoParameterRowPrivate *private = PRIVATE (row);
  g_clear_handle_id (&private->refusal_timeout, g_source_remove);
  if (reason != NULL)
    private->refusal_timeout = g_timeout_add_seconds (REFUSAL_SECONDS, forget_refusal, row);
  gtk_label_set_text (GTK_LABEL (private->refusal), reason == NULL ? "" : reason);
  gtk_widget_set_visible (private->refusal, reason != NULL);
  if (private->control != NULL)
    gtk_accessible_update_state (GTK_ACCESSIBLE (private->control), GTK_ACCESSIBLE_STATE_INVALID,
                                 reason == NULL ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

gboolean
iso_parameter_row_request (IsoParameterRow *row, const char *text)
{
  IsoParameterRowPrivate *private = PRIVATE (row);
  g_autoptr (GError) error = NULL;
  gboolean accepted = iso_session_set (private->session, private->parameter->key, text, &error);
  iso_parameter_row_refuse (row, accepted ? NULL : error->message);
  if (!accepted)
    iso_parameter_row_restore (row);
  return accepted;
}

const char *
iso_parameter_row_refusal (IsoParameterRow *row)
{
  IsoParameterRowPrivate *private = PRIVATE (row);
  return gtk_widget_get_visible (private->refusal) ? gtk_label_get_text (GTK_LABEL (private->refusal)) : NULL;
}

static void
iso_parameter_row_dispose (GObject *object)
{
  g_clear_handle_id (&PRIVATE (object)->refusal_timeout, g_source_remove);
  G_OBJECT_CLASS (iso_parameter_row_parent_class)->dispose (object);
}

static void
iso_parameter_row_finalize (GObject *object)
{
  IsoParameterRowPrivate *private = PRIVATE (object);
  g_free (private->name);
  g_free (private->start_text);
  G_OBJECT_CLASS (iso_parameter_row_parent_class)->finalize (object);
}

static void
iso_parameter_row_class_init (IsoParameterRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_parameter_row_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_parameter_row_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}
