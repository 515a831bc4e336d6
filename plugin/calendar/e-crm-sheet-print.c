/* e-crm-sheet-print.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Sheets go to paper, a PDF or the preview by GTK's own dialog. */
#define G_LOG_DOMAIN "e-crm-sheet-print"
#include "config.h"

#include "e-crm-sheet-print.h"

#include <cairo-pdf.h>
#include <e-util/e-util.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "crm-meeting-sheet.h"
#include "crm-phrases-trouble.h"
#include "e-crm-sheet-pages.h"

/* Within what a printer can print on: paper is held and punched. */
#define MARGIN 30.0
#define MAX_NAME 60
/* On the ECrmApp while somebody prints: a second click on the way to the dialog is no second wish.
 */
#define UNDER_WAY "e-crm-sheet-print"

/* From the wish to the last page. */
typedef struct
{
  ECrmApp *app;                 /* (owned) */
  GtkWindow *parent;            /* (owned) (nullable) */
  GPtrArray *sheets;            /* (owned) (nullable) (element-type CrmMeetingSheet) */
  ECrmSheetPages *pages;        /* (owned) (nullable): while printing */
  GtkPrintOperation *operation; /* (owned) (nullable) */
  cairo_t *preview;             /* (owned) (nullable): a PDF of our own */
  char *preview_path;           /* (owned) (nullable): where that lies */
} Print;

static void
free_print (Print *print)
{
  g_object_set_data (G_OBJECT (print->app), UNDER_WAY, NULL);
  g_clear_pointer (&print->preview, cairo_destroy);
  g_free (print->preview_path);
  g_object_unref (print->app);
  g_clear_object (&print->parent);
  g_clear_object (&print->operation);
  g_clear_pointer (&print->sheets, g_ptr_array_unref);
  e_crm_sheet_pages_free (print->pages);
  g_free (print);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Print, free_print)

/* The name of a file that a PDF goes to, unless another is chosen. */
static char *
make_file_name (const char *title)
{
  g_autofree char *start = g_utf8_substring (title, 0, MIN (g_utf8_strlen (title, -1), MAX_NAME));

  return g_strdelimit (g_steal_pointer (&start), "/\\:", '-');
}

/* Only for this time: Evolution remembers the settings for all that it prints. */
static void
suggest_name (GtkPrintOperation *operation, const char *title)
{
  GtkPrintSettings *remembered = gtk_print_operation_get_print_settings (operation);
  g_autoptr (GtkPrintSettings) settings
      = remembered != NULL ? gtk_print_settings_copy (remembered) : gtk_print_settings_new ();
  g_autofree char *name = make_file_name (title);

  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, name);
  gtk_print_operation_set_print_settings (operation, settings);
}

static void
forget_name (GtkPrintOperation *operation)
{
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (operation);

  if (settings != NULL)
    gtk_print_settings_unset (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME);
}

/* Once more for each preview and each printer: paper may have another size. */
static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  Print *print = data;
  PangoContext *pango = gtk_print_context_create_pango_context (context);

  forget_name (operation);
  e_crm_sheet_pages_free (print->pages);
  print->pages = e_crm_sheet_pages_new (pango, gtk_print_context_get_width (context) - 2 * MARGIN,
                                        gtk_print_context_get_height (context) - 2 * MARGIN,
                                        gtk_widget_get_default_direction (), print->sheets);
  g_object_unref (pango);
  gtk_print_operation_set_n_pages (operation, (int)e_crm_sheet_pages_count (print->pages));
}

static void
draw_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer data)
{
  Print *print = data;
  cairo_t *cr = gtk_print_context_get_cairo_context (context);

  cairo_save (cr);
  cairo_translate (cr, MARGIN, MARGIN);
  e_crm_sheet_pages_draw (print->pages, cr, (guint)page);
  cairo_restore (cr);
}

/* --- the preview, where GTK's program for it is not there ---------------------------------------
 */

/* GTK starts it by way of another program, and so never hears that it is missing. */
static gboolean
has_preview_program (void)
{
  g_autofree char *command = NULL;
  g_auto (GStrv) words = NULL;
  g_autofree char *program = NULL;

  g_object_get (gtk_settings_get_default (), "gtk-print-preview-command", &command, NULL);
  if (command == NULL || !g_shell_parse_argv (command, NULL, &words, NULL))
    return FALSE;
  program = g_find_program_in_path (words[0]);
  return program != NULL;
}

/* In a folder that is emptied when the session ends. */
static cairo_t *
make_pdf (GtkPrintContext *context, char **out_path)
{
  GtkPageSetup *setup = gtk_print_context_get_page_setup (context);
  double width = gtk_page_setup_get_paper_width (setup, GTK_UNIT_POINTS);
  double height = gtk_page_setup_get_paper_height (setup, GTK_UNIT_POINTS);
  g_autofree char *path
      = g_build_filename (g_get_user_runtime_dir (), "meeting-sheet-XXXXXX.pdf", NULL);
  int file = g_mkstemp (path);
  cairo_surface_t *surface;
  cairo_t *cr;

  if (file < 0)
    return NULL;
  g_close (file, NULL);
  surface = cairo_pdf_surface_create (path, width, height);
  cr = cairo_create (surface);
  cairo_surface_destroy (surface);
  *out_path = g_steal_pointer (&path);
  return cr;
}

static gboolean
preview_cb (GtkPrintOperation *operation,
            GtkPrintOperationPreview *preview,
            GtkPrintContext *context,
            GtkWindow *parent,
            gpointer data)
{
  Print *print = data;

  if (has_preview_program ())
    return FALSE;
  print->preview = make_pdf (context, &print->preview_path);
  if (print->preview == NULL)
    return FALSE;
  gtk_print_context_set_cairo_context (context, print->preview, 72, 72);
  return TRUE;
}

static void
show_preview (Print *print)
{
  g_autofree char *uri = g_filename_to_uri (print->preview_path, NULL, NULL);
  g_autoptr (GAppInfo) viewer = g_app_info_get_default_for_type ("application/pdf", FALSE);

  if (viewer != NULL && gtk_show_uri_on_window (print->parent, uri, GDK_CURRENT_TIME, NULL))
    return;
  g_unlink (print->preview_path);
  e_crm_app_tell_trouble (print->app,
                          _ ("There is no program that shows the preview. Print to a file instead,"
                             " or install a viewer for PDF files."));
}

/* Only of a preview of our own; GTK's has the same signal. */
static void
ready_cb (GtkPrintOperationPreview *preview, GtkPrintContext *context, gpointer data)
{
  Print *print = data;
  int n_pages;

  if (print->preview == NULL)
    return;
  g_object_get (preview, "n-pages", &n_pages, NULL);
  for (int page = 0; page < n_pages; page++)
    {
      gtk_print_operation_preview_render_page (preview, page);
      cairo_show_page (print->preview);
    }
  cairo_surface_finish (cairo_get_target (print->preview));
  show_preview (print);
  gtk_print_operation_preview_end_preview (preview); /* ends in done_cb() */
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer data)
{
  g_autoptr (Print) print = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  /* TRANSLATORS: %s is why */
  text = g_strdup_printf (_ ("Nothing was printed: %s"), error != NULL ? error->message : "");
  e_crm_app_tell_trouble (print->app, text);
}

static void
run (Print *print /* (transfer full) */)
{
  GtkPrintOperation *operation = e_print_operation_new ();
  const CrmMeetingSheet *first = g_ptr_array_index (print->sheets, 0);

  print->operation = operation;
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, first->title);
  suggest_name (operation, first->title);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), print);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_cb), print);
  g_signal_connect (operation, "preview", G_CALLBACK (preview_cb), print);
  g_signal_connect (operation, "ready", G_CALLBACK (ready_cb), print);
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), print);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, print->parent, NULL);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Print) print = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) briefs = crm_meeting_brief_load_finish (CRM_STORE (source), result, &error);
  g_autofree char *trouble = NULL;

  if (briefs == NULL)
    {
      trouble = crm_phrase_trouble (error, NULL);
      e_crm_app_tell_trouble (print->app, trouble);
      return;
    }
  if (briefs->len == 0)
    {
      e_crm_app_tell_trouble (print->app,
                              _ ("There is no meeting with anybody from outside on that day"));
      return;
    }
  print->sheets = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_meeting_sheet_free);
  for (guint i = 0; i < briefs->len; i++)
    g_ptr_array_add (print->sheets, crm_meeting_sheet_new (g_ptr_array_index (briefs, i)));
  run (g_steal_pointer (&print));
}

void
e_crm_sheet_print (ECrmApp *app, GtkWidget *beside, const CrmEvent *event /* (nullable) */, int day)
{
  GtkWidget *window = gtk_widget_get_toplevel (beside);
  Print *print;

  if (e_crm_app_get_state (app) != E_CRM_APP_READY
      || g_object_get_data (G_OBJECT (app), UNDER_WAY) != NULL)
    return;
  print = g_new0 (Print, 1);
  g_object_set_data (G_OBJECT (app), UNDER_WAY, print);
  print->app = g_object_ref (app);
  print->parent = GTK_IS_WINDOW (window) ? GTK_WINDOW (g_object_ref (window)) : NULL;
  crm_meeting_brief_load_async (e_crm_app_get_store (app), event, day, NULL, loaded_cb, print);
}
