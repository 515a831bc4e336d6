/* e-crm-dial.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-dial"
#include "config.h"

#include "e-crm-dial.h"

#include <glib/gi18n-lib.h>

#include "model/crm-phone.h"

typedef struct
{
  ECrmDialed done;
  GObject *data; /* (owned) */
} Dialing;

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Dialing *dialing = data;
  g_autoptr (GError) error = NULL;

  g_app_info_launch_default_for_uri_finish (result, &error);
  dialing->done (dialing->data, error != NULL ? error->message : NULL);
  g_object_unref (dialing->data);
  g_free (dialing);
}

/* From within a sandbox the portal knows, and asks the person. */
static gboolean
has_handler (void)
{
  g_autoptr (GAppInfo) app = g_app_info_get_default_for_uri_scheme ("tel");

  return app != NULL || g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

/* Calls @done with NULL once the program was started, or with what is in the way, translated. */
void
e_crm_dial (GtkWidget *widget, const char *number, ECrmDialed done, GObject *data)
{
  g_autofree char *uri = crm_phone_to_uri (number);
  g_autofree char *failure = NULL;
  g_autoptr (GdkAppLaunchContext) context = NULL;
  Dialing *dialing;

  if (uri == NULL)
    /* TRANSLATORS: %s is what stands in the address book in place of a phone number */
    failure = g_strdup_printf (_ ("“%s” is no phone number"), number);
  else if (!has_handler ())
    failure = g_strdup_printf (_ ("No program for phone calls is installed. Dial %s by hand; the "
                                  "call can be logged here."),
                               number);
  if (failure != NULL)
    {
      done (data, failure);
      return;
    }
  context = gdk_display_get_app_launch_context (gtk_widget_get_display (widget));
  gdk_app_launch_context_set_timestamp (context, gtk_get_current_event_time ());
  dialing = g_new0 (Dialing, 1);
  dialing->done = done;
  dialing->data = g_object_ref (data);
  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, launched_cb,
                                           dialing);
}
