/* e-crm-composer-letter.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-composer-letter"
#include "config.h"

#include "e-crm-composer-letter.h"

#include "model/crm-address.h"

static void
add_destinations (CrmMessage *message, CrmMessageRole role, EDestination **destinations)
{
  for (guint i = 0; destinations != NULL && destinations[i] != NULL; i++)
    {
      const char *address = e_destination_get_email (destinations[i]);
      const char *name = e_destination_get_name (destinations[i]);

      if (address != NULL && address[0] != '\0')
        crm_message_add_party (message, role, address,
                               g_strcmp0 (name, address) != 0 ? name : NULL);
    }
  e_destination_freev (destinations);
}

static void
add_references (CrmMessage *message, const char *header /* (nullable) */)
{
  GSList *ids = header != NULL ? camel_header_references_decode (header) : NULL;

  for (GSList *link = ids; link != NULL; link = link->next)
    crm_message_add_reference (message, crm_message_id_hash (link->data));
  g_slist_free_full (ids, g_free);
}

static GList *
list_attachments (EMsgComposer *composer)
{
  EAttachmentStore *store
      = e_attachment_view_get_store (e_msg_composer_get_attachment_view (composer));

  return e_attachment_store_get_attachments (store);
}

/* A letter that is forwarded as an attachment. */
static void
add_attached_letters (CrmMessage *message, EMsgComposer *composer)
{
  GList *attachments = list_attachments (composer);

  for (GList *link = attachments; link != NULL; link = link->next)
    {
      g_autoptr (CamelMimePart) part = e_attachment_ref_mime_part (link->data);
      CamelDataWrapper *content
          = part != NULL ? camel_medium_get_content (CAMEL_MEDIUM (part)) : NULL;
      const char *id = CAMEL_IS_MIME_MESSAGE (content)
                           ? camel_mime_message_get_message_id (CAMEL_MIME_MESSAGE (content))
                           : NULL;

      if (id != NULL)
        crm_message_add_reference (message, crm_message_id_hash (id));
    }
  g_list_free_full (attachments, g_object_unref);
}

/**
 * e_crm_composer_letter_read:
 * @composer: a letter that is being written
 * @forwarded: (nullable): Message-ID of the letter that is forwarded in its text
 *
 * Returns: (transfer full): whom it goes to and which letters it belongs to; sealed
 */
CrmMessage *
e_crm_composer_letter_read (EMsgComposer *composer, const char *forwarded)
{
  EComposerHeaderTable *table = e_msg_composer_get_header_table (composer);
  CrmMessage *message = crm_message_new ();

  message->date_usec = g_get_real_time ();
  crm_message_set_subject (message, e_composer_header_table_get_subject (table));
  add_destinations (message, CRM_ROLE_TO, e_composer_header_table_get_destinations_to (table));
  add_destinations (message, CRM_ROLE_CC, e_composer_header_table_get_destinations_cc (table));
  add_destinations (message, CRM_ROLE_BCC, e_composer_header_table_get_destinations_bcc (table));
  add_references (message, e_msg_composer_get_header (composer, "References", 0));
  add_references (message, e_msg_composer_get_header (composer, "In-Reply-To", 0));
  if (forwarded != NULL)
    crm_message_add_reference (message, crm_message_id_hash (forwarded));
  add_attached_letters (message, composer);
  crm_message_seal (message);
  return message;
}

/**
 * e_crm_composer_letter_list_files:
 * @composer: a letter that is being written
 *
 * Returns: (transfer container) (element-type utf8): the names of what is attached
 */
GPtrArray *
e_crm_composer_letter_list_files (EMsgComposer *composer)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GList *attachments = list_attachments (composer);

  for (GList *link = attachments; link != NULL; link = link->next)
    {
      g_autoptr (GFileInfo) info = e_attachment_ref_file_info (link->data);
      const char *name = info != NULL ? g_file_info_get_display_name (info) : NULL;

      if (name != NULL)
        g_ptr_array_add (names, g_strdup (name));
    }
  g_list_free_full (attachments, g_object_unref);
  return names;
}
