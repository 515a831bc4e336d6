/* signature-driver.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "signature-driver"
#include "config.h"

#include <locale.h>
#include <stdio.h>

#include "crm-camel-message.h"
#include "crm-camel-text.h"
#include "crm-signature.h"
#include "service/crm-sender.h"

/* Reads paths of letters, one a line, and prints what is found in their signatures: path, field and
 * value, parted by tabs. The first line of a letter has "-", its fingerprint, what kind of sender
 * it has and the sender's address. signatures.py counts it. */

static void
print_field (const char *path, const char *field, const char *value)
{
  if (value != NULL)
    printf ("%s\t%s\t%s\n", path, field, value);
}

static void
print_signature (const char *path, const CrmSignature *found)
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
}

/* As e-crm-signature-reader.c does. */
static void
read_loaded (const char *path, CamelMimeMessage *letter)
{
  static const char *const kinds[] = {
    [CRM_SENDER_PERSON] = "person",
    [CRM_SENDER_ROLE] = "role",
    [CRM_SENDER_AUTOMATIC] = "automatic",
  };
  g_autoptr (CamelMessageInfo) info = camel_message_info_new_from_headers (
      NULL, camel_medium_get_headers (CAMEL_MEDIUM (letter)));
  g_autoptr (CrmMessage) message = crm_camel_message_from_info (info, NULL);
  const CrmMessageParty *sender = message != NULL ? crm_message_get_sender (message) : NULL;
  g_autofree char *text = crm_camel_text_read (letter, NULL);
  g_autoptr (CrmSignature) found = NULL;

  if (sender == NULL)
    return;
  printf ("%s\t-\t%016" G_GINT64_MODIFIER "x\t%s\t%s\n", path, message->fingerprint,
          kinds[crm_sender_get_kind (message, sender->address)], sender->address);
  found = crm_signature_parse (text, sender->name, sender->address);
  if (found != NULL)
    print_signature (path, found);
}

static void
read_letter (const char *path)
{
  CamelMimeMessage *letter = camel_mime_message_new ();
  GFile *file = g_file_new_for_path (path);
  GFileInputStream *stream = g_file_read (file, NULL, NULL);

  if (stream != NULL
      && camel_data_wrapper_construct_from_input_stream_sync (CAMEL_DATA_WRAPPER (letter),
                                                              G_INPUT_STREAM (stream), NULL, NULL))
    read_loaded (path, letter);
  g_clear_object (&stream);
  g_object_unref (file);
  g_object_unref (letter);
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
