/* How tests of widgets find their way in a tree of widgets, and let time pass. */
#pragma once

#include <gtk/gtk.h>
#include <stdbool.h>
#include <string.h>

/* The first widget of a type at or below root, in the order of the tree; with a style class, if that is not NULL. NULL: none. */
static inline GtkWidget *
test_find_styled (GtkWidget *root, GType type, const char *class)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && (class == NULL || gtk_widget_has_css_class (root, class)))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = test_find_styled (child, type, class);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static inline GtkWidget *
test_find (GtkWidget *root, GType type)
{
  return test_find_styled (root, type, NULL);
}

/* The first button at or below root that says so, or whose accessible name is this. */
static inline GtkWidget *
test_find_button (GtkWidget *root, const char *label)
{
  if (GTK_IS_BUTTON (root))
    {
      g_autofree char *name = gtk_test_accessible_check_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
      if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0 || name == NULL)
        return root;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = test_find_button (child, label);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Whether a label at or below root, in sight or not, holds these words. */
static inline bool
test_says (GtkWidget *root, const char *words)
{
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), words) != NULL)
    return true;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (test_says (child, words))
      return true;
  return false;
}

static inline gboolean
test_set_flag (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets the main loop run for a while. */
static inline void
test_wait_ms (guint milliseconds)
{
  gboolean over = FALSE;
  g_timeout_add (milliseconds, test_set_flag, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}
