/* e-crm-composer-fold.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-composer-fold"
#include "config.h"

#include "e-crm-composer-fold.h"

#include <string.h>

/* Beside the store: whether the pane is open. */
#define STATE_FILE "composer.ini"
#define FOLD_KEY "e-crm-composer-fold"
/* In a lower window the pane would take what is left of the text. */
#define MIN_HEIGHT 640

typedef struct
{
  char *path;       /* (owned): of the state */
  gboolean by_hand; /* somebody has folded or unfolded it: so it stays */
  gboolean by_us;   /* we do, just now */
  gboolean closed;  /* wherever there is place, too */
  guint idle_id;    /* 0 for none */
  int height;       /* of the window */
} Fold;

static void
free_fold (gpointer data)
{
  Fold *fold = data;

  g_clear_handle_id (&fold->idle_id, g_source_remove);
  g_free (fold->path);
  g_free (fold);
}

static Fold *
get_fold (ECrmComposerPane *pane)
{
  return g_object_get_data (G_OBJECT (pane), FOLD_KEY);
}

static gboolean
fit_cb (gpointer data)
{
  ECrmComposerPane *pane = data;
  Fold *fold = get_fold (pane);
  gboolean open = !fold->closed && (fold->height == 0 || fold->height >= MIN_HEIGHT);

  fold->idle_id = 0;
  if (fold->by_hand)
    return G_SOURCE_REMOVE;
  fold->by_us = TRUE;
  gtk_toggle_button_set_active (e_crm_composer_pane_get_toggle (pane), open);
  fold->by_us = FALSE;
  return G_SOURCE_REMOVE;
}

/* Not at once: the window is handing out its place just now. */
static void
fit_later (ECrmComposerPane *pane)
{
  Fold *fold = get_fold (pane);

  if (fold->idle_id == 0)
    fold->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_cb, pane, NULL);
}

static void
allocated_cb (GtkWidget *window, GdkRectangle *allocation, gpointer data)
{
  Fold *fold = get_fold (data);
  int height;

  gtk_window_get_size (GTK_WINDOW (window), NULL, &height);
  if (fold->height == height)
    return;
  fold->height = height;
  fit_later (data);
}

static void
toggled_cb (GtkToggleButton *toggle, gpointer data)
{
  Fold *fold = get_fold (data);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *text = gtk_toggle_button_get_active (toggle) ? "open" : "closed";

  if (fold->by_us)
    return;
  fold->by_hand = TRUE;
  file = g_file_new_for_path (fold->path);
  bytes = g_bytes_new_static (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, NULL,
                                       NULL);
}

static void
state_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmComposerPane) pane = data;
  g_autofree char *text = NULL;
  Fold *fold = get_fold (pane);

  if (!g_file_load_contents_finish (G_FILE (source), result, &text, NULL, NULL, NULL)
      || g_strcmp0 (text, "closed") != 0)
    return;
  fold->closed = TRUE;
  fit_later (pane);
}

/**
 * e_crm_composer_fold_watch:
 * @pane: a pane
 * @window: the window that it is in
 * @directory: where it is remembered
 *
 * Folds the pane to one line in a low window, and where it was folded by hand the last time; what
 * is done by hand holds for as long as the window is open.
 */
void
e_crm_composer_fold_watch (ECrmComposerPane *pane, GtkWidget *window, const char *directory)
{
  Fold *fold = g_new0 (Fold, 1);
  g_autoptr (GFile) file = NULL;

  fold->path = g_build_filename (directory, STATE_FILE, NULL);
  g_object_set_data_full (G_OBJECT (pane), FOLD_KEY, fold, free_fold);
  g_signal_connect_object (window, "size-allocate", G_CALLBACK (allocated_cb), pane, 0);
  g_signal_connect_object (e_crm_composer_pane_get_toggle (pane), "toggled",
                           G_CALLBACK (toggled_cb), pane, 0);
  file = g_file_new_for_path (fold->path);
  g_file_load_contents_async (file, NULL, state_read_cb, g_object_ref (pane));
}
