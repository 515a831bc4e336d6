/* signature-driver.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "signature-driver"
#include "config.h"

#include <locale.h>
#include <stdio.h>

#include "crm-address.h"
#include "crm-camel-message.h"
#include "crm-camel-text.h"
#include "crm-signature.h"

/* Reads paths of letters, one a line, and prints what is found in their signatures: path, field and
 * value, parted by tabs. signatures.py counts it. */

static void
print_field (const char *path, const char *field, const char *value)
{
  if (value != NULL)
    printf ("%s\t%s\t%s\n", path, field, value);
}

static void
read_letter (const char *path)
{
  CamelMimeMessage *message = camel_mime_message_new ();
  GFile *file = g_file_new_for_path (path);
  GFileInputStream *stream = g_file_read (file, NULL, NULL);
  const char *raw_name = NULL, *raw_address = NULL;

  if (stream != NULL
      && camel_data_wrapper_construct_from_input_stream_sync (CAMEL_DATA_WRAPPER (message),
                                                              G_INPUT_STREAM (stream), NULL, NULL)
      && camel_mime_message_get_from (message) != NULL
      && camel_internet_address_get (camel_mime_message_get_from (message), 0, &raw_name,
                                     &raw_address))
    {
      g_autofree char *address = crm_address_normalize (raw_address);
      g_autofree char *text = crm_camel_text_read (message, NULL);
      CrmSignature *found = crm_signature_parse (text, raw_name, address);

      printf ("%s\t-\t-\n", path);
      if (found != NULL)
        {
          print_field (path, "name", found->name);
          print_field (path, "title", found->title);
          print_field (path, "organization", found->organization);
          print_field (path, "postal", found->postal_address);
          print_field (path, "website", found->website);
          for (guint i = 0; i < found->phones->len; i++)
            {
              const CrmPhone *phone = g_ptr_array_index (found->phones, i);
              g_autofree char *field = g_strconcat ("phone ", phone->kind, NULL);

              print_field (path, field, phone->number);
            }
          crm_signature_unref (found);
        }
    }
  g_clear_object (&stream);
  g_object_unref (file);
  g_object_unref (message);
}

int
main (void)
{
  char path[4096];

  setlocale (LC_ALL, "");
  crm_mail_init ();
  while (fgets (path, sizeof path, stdin) != NULL)
    {
      g_strchomp (path);
      read_letter (path);
    }
  return 0;
}
