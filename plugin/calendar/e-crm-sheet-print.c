/* e-crm-sheet-print.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Sheets go to paper, a PDF or the preview by GTK's own dialog. */
#define G_LOG_DOMAIN "e-crm-sheet-print"
#include "config.h"

#include "e-crm-sheet-print.h"

#include <e-util/e-util.h>
#include <glib/gi18n-lib.h>

#include "crm-meeting-sheet.h"
#include "crm-phrases-trouble.h"
#include "e-crm-sheet-pages.h"

/* Within what a printer can print on: paper is held and punched. */
#define MARGIN 30.0
#define MAX_NAME 60

/* From the wish to the last page. */
typedef struct
{
  ECrmApp *app;                 /* (owned) */
  GtkWindow *parent;            /* (owned) (nullable) */
  GPtrArray *sheets;            /* (owned) (nullable) (element-type CrmMeetingSheet) */
  ECrmSheetPages *pages;        /* (owned) (nullable): while printing */
  GtkPrintOperation *operation; /* (owned) (nullable) */
} Print;

static void
free_print (Print *print)
{
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

  if (e_crm_app_get_state (app) != E_CRM_APP_READY)
    return;
  print = g_new0 (Print, 1);
  print->app = g_object_ref (app);
  print->parent = GTK_IS_WINDOW (window) ? GTK_WINDOW (g_object_ref (window)) : NULL;
  crm_meeting_brief_load_async (e_crm_app_get_store (app), event, day, NULL, loaded_cb, print);
}
