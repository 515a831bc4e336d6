/* e-crm-signature-reader.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-signature-reader"
#include "config.h"

#include "e-crm-signature-reader.h"

#include "crm-camel-bounce.h"
#include "crm-camel-message.h"
#include "crm-camel-text.h"
#include "service/crm-sender.h"

typedef struct
{
  CamelMimeMessage *letter; /* (owned) */
  CrmMessage *message;      /* (owned) */
  char *name;               /* (owned) (nullable): the sender's */
  char *address;            /* (owned): normalised */
  gboolean is_automatic;    /* it may be mail that came back; nobody signs it */
  GPtrArray *bounces;       /* (owned) (nullable): what it says then */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_object_unref (job->letter);
  crm_message_unref (job->message);
  g_clear_pointer (&job->bounces, g_ptr_array_unref);
  g_free (job->name);
  g_free (job->address);
  g_free (job);
}

/* (nullable): NULL for a letter without a sender */
static Job *
make_job (EMailReader *reader, const char *uid, CamelMimeMessage *letter)
{
  g_autoptr (CamelFolder) folder = e_mail_reader_ref_folder (reader);
  g_autoptr (CamelMessageInfo) info
      = folder != NULL ? camel_folder_get_message_info (folder, uid) : NULL;
  g_autoptr (CrmMessage) message = info != NULL ? crm_camel_message_from_info (info, NULL) : NULL;

  for (guint i = 0; message != NULL && i < message->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (message->parties, i);
      Job *job;

      if (party->role != CRM_ROLE_FROM)
        continue;
      job = g_new0 (Job, 1);
      job->letter = g_object_ref (letter);
      job->message = crm_message_ref (message);
      job->is_automatic = crm_sender_get_kind (message, party->address) == CRM_SENDER_AUTOMATIC
                          && (message->flags & CRM_MESSAGE_LIST) == 0;
      job->name = g_strdup (party->name);
      job->address = g_strdup (party->address);
      return job;
    }
  return NULL;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_autofree char *text = NULL;
  CrmSignature *signature = NULL;

  if (job->is_automatic)
    {
      job->bounces = crm_camel_bounce_read (job->letter, cancellable);
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  text = crm_camel_text_read (job->letter, cancellable);

  if (!g_task_return_error_if_cancelled (task))
    {
      signature = crm_signature_parse (text, job->name, job->address);
      g_task_return_pointer (task, signature,
                             signature != NULL ? (GDestroyNotify)crm_signature_unref : NULL);
    }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmSignature) signature = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    return;
  if (job->bounces != NULL && job->bounces->len > 0)
    e_crm_sidebar_take_bounces (E_CRM_SIDEBAR (source), job->message, job->bounces);
  e_crm_sidebar_set_signature (E_CRM_SIDEBAR (source), job->message->fingerprint, signature);
}

static void
forget (gpointer data)
{
  g_cancellable_cancel (data);
  g_object_unref (data);
}

static void
message_loaded_cb (EMailReader *reader, const char *uid, CamelMimeMessage *letter, gpointer data)
{
  Job *job = uid != NULL && letter != NULL && e_crm_sidebar_may_read (data)
                 ? make_job (reader, uid, letter)
                 : NULL;
  GCancellable *cancellable = g_cancellable_new ();
  GTask *task;

  /* Cancels the one before. */
  g_object_set_data_full (data, "e-crm-signature-cancellable", cancellable, forget);
  if (job == NULL)
    return;
  task = g_task_new (data, cancellable, read_cb, NULL);
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, read_in_thread);
  g_object_unref (task);
}

void
e_crm_signature_reader_attach (EMailReader *reader, ECrmSidebar *sidebar)
{
  g_signal_connect_object (reader, "message-loaded", G_CALLBACK (message_loaded_cb), sidebar, 0);
}
