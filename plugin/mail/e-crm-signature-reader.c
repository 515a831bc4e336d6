/* e-crm-signature-reader.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-signature-reader"
#include "config.h"

#include "e-crm-signature-reader.h"

#include "crm-camel-message.h"
#include "crm-camel-text.h"

typedef struct
{
  CamelMimeMessage *letter; /* (owned) */
  guint64 fingerprint;
  char *name;    /* (owned) (nullable): the sender's */
  char *address; /* (owned): normalised */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_object_unref (job->letter);
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
      job->fingerprint = message->fingerprint;
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
  g_autofree char *text = crm_camel_text_read (job->letter, cancellable);
  CrmSignature *signature = NULL;

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

  if (error == NULL)
    e_crm_sidebar_set_signature (E_CRM_SIDEBAR (source), job->fingerprint, signature);
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
