/* crm-camel-message.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-camel-message"
#include "config.h"

#include "crm-camel-message.h"

#include <string.h>

#include "crm-header-guard.h"
#include "crm-plain-addresses.h"
#include "crm-plain-date.h"
#include "crm-plain-ids.h"

/* What a message is made with. */
typedef struct
{
  CrmMessage *message;
  CrmPartyCache *cache;         /* (unowned) (nullable) */
  CamelInternetAddress *parser; /* (owned) (nullable): made when it is needed */
} Making;

/* A longer thread keeps its newest mails; Camel gives the newest first. */
#define MAX_REFERENCES 1000

/**
 * crm_mail_init:
 *
 * Prepares Camel's types and character set tables. To be called once, before the other functions of
 * this folder run on several threads. Reading needs no camel_init(): that one is for stores and
 * certificates, writes into a configuration folder and belongs to Evolution in Evolution's process.
 */
void
crm_mail_init (void)
{
  g_type_ensure (CAMEL_TYPE_INTERNET_ADDRESS);
  (void)camel_iconv_locale_charset ();
}

/* Takes "friends : a@x.example" and "b@y.example;" apart, which is how Camel's display form of an
 * address group looks once it is split at its commas. */
static void
add_address (CrmMessage *message, CrmMessageRole role, const char *address, const char *name)
{
  const char *at = strrchr (address, '@');
  const char *colon = at != NULL ? g_strrstr_len (address, at - address, ":") : NULL;
  g_autofree char *inner = NULL;

  if (at == NULL)
    return;
  if (strpbrk (address, ":; ") == NULL) /* nearly all */
    {
      crm_message_add_party (message, role, address, name);
      return;
    }

  inner = g_strdup (colon != NULL ? colon + 1 : address);
  g_strdelimit (inner, ";", ' ');
  crm_message_add_party (message, role, g_strstrip (inner), name);
}

/* Camel's decoder does not allow "k..lead@x.example" nor ".lead@x.example", which exist all the
 * same (Japanese telephones): where such an address has no name, the part before stands as its
 * name. */
static gboolean
is_cut_local_part (const char *name)
{
  gsize length = name != NULL ? strlen (name) : 0;

  if (length == 0 || name[length - 1] != '.' || (length > 1 && name[length - 2] != '.'))
    return FALSE;

  while (length > 0 && (name[length - 1] == '.' || camel_mime_is_atom (name[length - 1])))
    length--;
  return length == 0;
}

/* The name of a group's first member begins with the group's own name. */
static const char *
skip_group_name (const char *name)
{
  const char *colon = name != NULL ? strstr (name, " : ") : NULL;

  name = colon != NULL ? colon + 3 : name;
  while (name != NULL && *name == ' ')
    name++;
  return name;
}

/* Of two addresses without a comma between them Camel makes the first the name of the second:
 * "<a@x.example>" <b@y.example>. */
static gboolean
is_address_in_brackets (const char *name)
{
  gsize length = name != NULL ? strlen (name) : 0;

  return length > 2 && name[0] == '<' && name[length - 1] == '>' && strchr (name, '@') != NULL;
}

static void
add_party (CrmMessage *message, CrmMessageRole role, const char *address, const char *name)
{
  g_autofree char *whole = NULL;

  name = skip_group_name (name);
  if (is_address_in_brackets (name))
    {
      crm_message_add_party (message, role, name, NULL);
      name = NULL;
    }
  else if (is_cut_local_part (name))
    {
      address = whole = g_strconcat (name, address, NULL);
      name = NULL;
    }

  add_address (message, role, address, name);
}

/* Adds the people of @display, which is in the form that camel_header_address_list_format() makes:
 * decoded, a name in quotation marks where it must be. That form stands in every folder summary,
 * and mail read from files goes through it too, so that the same mail gives the same parties. Not
 * camel_address_decode(): a decoded name can hold brackets that it would take for a comment. */
static void
add_display_parties (Making *making, CrmMessageRole role, const char *display)
{
  g_autofree char *valid = NULL;
  const char *name;
  const char *address;

  if (strchr (display, '@') == NULL
      || crm_plain_addresses_add (making->message, role, display, TRUE))
    return;

  valid = g_utf8_make_valid (display, -1);
  if (g_str_has_suffix (valid, " <>")) /* the summary leaves this out */
    valid[strlen (valid) - 3] = '\0';
  if (making->parser == NULL)
    making->parser = camel_internet_address_new ();
  camel_address_unformat (CAMEL_ADDRESS (making->parser), valid);

  for (int i = 0; camel_internet_address_get (making->parser, i, &name, &address); i++)
    add_party (making->message, role, address, name);
  camel_address_remove (CAMEL_ADDRESS (making->parser), -1);
}

static void
add_summary_parties (Making *making, CrmMessageRole role, const char *display)
{
  guint first = making->message->parties->len;

  if (display == NULL || *display == '\0'
      || crm_party_cache_recall (making->cache, making->message, role, display,
                                 CRM_PARTY_CACHE_DISPLAY))
    return;
  add_display_parties (making, role, display);
  crm_party_cache_remember (making->cache, making->message, first, display,
                            CRM_PARTY_CACHE_DISPLAY);
}

static gint64
usec_from_time (gint64 time_secs)
{
  /* Camel makes something before 1970 of a date it cannot read. */
  if (time_secs <= 0 || time_secs > G_MAXINT64 / G_USEC_PER_SEC)
    return 0;

  return time_secs * G_USEC_PER_SEC;
}

/* Camel's hash of a Message-ID, of exactly these bytes; crm_message_id_hash() trims them first. */
static guint64
hash_bytes (const char *text)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);
  guint8 digest[16];
  gsize length = sizeof digest;
  guint64 hash;

  g_checksum_update (checksum, (const guchar *)text, -1);
  g_checksum_get_digest (checksum, digest, &length);
  memcpy (&hash, digest, sizeof hash);
  return hash;
}

/* An id in no brackets is hashed by Camel as it stands, blanks included; an empty one too, which
 * would make one conversation of all mails that have none. */
static void
set_message_id (CrmMessage *message, const CrmMailHeaders *headers)
{
  const char *value = crm_mail_headers_get (headers, CRM_MAIL_HEADER_MESSAGE_ID);
  g_autofree char *id = NULL;
  const char *raw = value;

  if (value == NULL || *value == '\0' || crm_plain_id_set (message, value))
    return;
  id = camel_header_msgid_decode (value);
  if (id != NULL && *id == '\0')
    return;

  while (raw[-1] != ':')
    raw--;
  crm_message_set_message_id (message, id != NULL ? id : value);
  message->mid_hash = hash_bytes (id != NULL ? id : raw);
}

static guint64
hash_from_camel (guint64 hash)
{
  static gsize is_ready = 0;
  static guint64 of_nothing;
  static guint64 of_blank;

  if (g_once_init_enter (&is_ready))
    {
      of_nothing = hash_bytes ("");
      of_blank = hash_bytes (" ");
      g_once_init_leave (&is_ready, 1);
    }
  return hash == of_nothing || hash == of_blank ? 0 : hash;
}

static gboolean
has_token (const char *value, const char *token)
{
  return value != NULL && g_ascii_strncasecmp (value, token, strlen (token)) == 0;
}

/* In any case of letters. */
static gboolean
has_word (const char *value, const char *first, const char *second)
{
  const char begins[]
      = { first[0], second[0], g_ascii_toupper (first[0]), g_ascii_toupper (second[0]), '\0' };

  for (value = strpbrk (value, begins); value != NULL; value = strpbrk (value + 1, begins))
    if (has_token (value, first) || has_token (value, second))
      return TRUE;
  return FALSE;
}

/* Three of them stand in most mail there is, and tell of a list in these words only:
 * "owner-gnome@", "mailing list gnome@". Without one, Camel's regular expressions need not look. */
static gboolean
may_tell_of_list (CrmMailHeader header, const char *value)
{
  if (value == NULL || header == CRM_MAIL_HEADER_STATUS || header == CRM_MAIL_HEADER_X_STATUS)
    return FALSE;
  if (header != CRM_MAIL_HEADER_RETURN_PATH && header != CRM_MAIL_HEADER_SENDER
      && header != CRM_MAIL_HEADER_DELIVERED_TO)
    return TRUE;
  return has_word (value, "owner-", "-owner") || has_word (value, "list", "list");
}

/* Camel knows the headers of a dozen list programs; its function wants its own container. */
static gboolean
has_mailing_list (const CrmMailHeaders *headers)
{
  CamelNameValueArray *array = NULL;
  g_autofree char *mailing_list = NULL;

  for (int i = CRM_MAIL_HEADER_RETURN_PATH; i < CRM_MAIL_N_HEADERS; i++)
    {
      if (!may_tell_of_list (i, headers->values[i]))
        continue;
      if (array == NULL)
        array = camel_name_value_array_new ();
      camel_name_value_array_append (array, crm_mail_header_get_name (i), headers->values[i]);
    }
  if (array == NULL)
    return FALSE;

  mailing_list = camel_headers_dup_mailing_list (array);
  camel_name_value_array_free (array);
  return mailing_list != NULL && *mailing_list != '\0';
}

static gboolean
is_list (const CrmMailHeaders *headers)
{
  const char *precedence = crm_mail_headers_get (headers, CRM_MAIL_HEADER_PRECEDENCE);

  return crm_mail_headers_get (headers, CRM_MAIL_HEADER_LIST_ID) != NULL
         || crm_mail_headers_get (headers, CRM_MAIL_HEADER_LIST_POST) != NULL
         || crm_mail_headers_get (headers, CRM_MAIL_HEADER_LIST_UNSUBSCRIBE) != NULL
         || has_token (precedence, "bulk") || has_token (precedence, "list")
         || has_token (precedence, "junk") || has_mailing_list (headers);
}

static gboolean
is_automatic (const CrmMailHeaders *headers, const CamelContentType *content_type)
{
  const char *submitted = crm_mail_headers_get (headers, CRM_MAIL_HEADER_AUTO_SUBMITTED);

  return (submitted != NULL && *submitted != '\0' && !has_token (submitted, "no"))
         || crm_mail_headers_get (headers, CRM_MAIL_HEADER_X_AUTOREPLY) != NULL
         || crm_mail_headers_get (headers, CRM_MAIL_HEADER_X_FAILED_RECIPIENTS) != NULL
         || has_token (crm_mail_headers_get (headers, CRM_MAIL_HEADER_RETURN_PATH), "<>")
         || camel_content_type_is (content_type, "multipart", "report")
         || camel_content_type_is (content_type, "message", "delivery-status");
}

static CrmMessageFlags
read_flags (const CrmMailHeaders *headers, const CamelContentType *content_type)
{
  CrmMessageFlags flags = 0;

  if (is_list (headers))
    flags |= CRM_MESSAGE_LIST;
  if (is_automatic (headers, content_type))
    flags |= CRM_MESSAGE_AUTOMATIC;
  if (camel_content_type_is (content_type, "multipart", "mixed"))
    flags |= CRM_MESSAGE_ATTACHMENTS;
  return flags;
}

/* Encoded parameters (RFC 2231: "name*=") are left out: none says anything of the headers, and
 * Camel complains of unknown charsets in them. */
static CamelContentType * /* (transfer full) (nullable) */
decode_content_type (const CrmMailHeaders *headers, CrmPartyCache *cache)
{
  const char *value = crm_mail_headers_get (headers, CRM_MAIL_HEADER_CONTENT_TYPE);
  CamelContentType *content_type;
  g_autofree char *plain = NULL;

  if (value == NULL)
    return NULL;
  content_type = crm_party_cache_recall_type (cache, value);
  if (content_type != NULL)
    return content_type;

  plain = g_strndup (value, strchr (value, '*') != NULL ? strcspn (value, ";*") : strlen (value));
  content_type = camel_content_type_decode (plain);
  crm_party_cache_remember_type (cache, value, content_type);
  return content_type;
}

/* The charset in which Camel's summary reads header bytes that are not ASCII and not encoded. */
static const char * /* (nullable) */
get_charset (CamelContentType *content_type)
{
  const char *charset = content_type ? camel_content_type_param (content_type, "charset") : NULL;

  if (charset == NULL || g_ascii_strcasecmp (charset, "us-ascii") == 0
      || !crm_header_charset_is_known (charset))
    return NULL;

  return camel_iconv_charset_name (charset);
}

static void
decode_header_parties (Making *making, CrmMessageRole role, const char *value, const char *charset)
{
  CamelHeaderAddress *list;
  g_autofree char *text = NULL;
  g_autofree char *display = NULL;

  if (crm_plain_addresses_add (making->message, role, value, FALSE))
    return;

  text = crm_header_guard_addresses (value);
  list = camel_header_address_decode (text, charset);
  if (list != NULL)
    {
      display = camel_header_address_list_format (list);
      camel_header_address_list_clear (&list);
    }

  add_display_parties (making, role, display != NULL ? display : text);
}

static void
add_header_parties (Making *making, CrmMessageRole role, const char *value, const char *charset)
{
  guint first = making->message->parties->len;
  const char *form = charset != NULL ? charset : "";

  if (value == NULL || crm_party_cache_recall (making->cache, making->message, role, value, form))
    return;
  decode_header_parties (making, role, value, charset);
  crm_party_cache_remember (making->cache, making->message, first, value, form);
}

/* Nothing is encoded, and nothing depends on a charset. */
static gboolean
is_plain_text (const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
    if (*p < ' ' || *p > '~' || (*p == '=' && p[1] == '?'))
      return FALSE;
  return TRUE;
}

static void
set_subject (CrmMessage *message, const CrmMailHeaders *headers, const char *charset)
{
  const char *value = crm_mail_headers_get (headers, CRM_MAIL_HEADER_SUBJECT);
  g_autofree char *text = NULL;
  g_autofree char *subject = NULL;

  if (value == NULL || is_plain_text (value))
    {
      crm_message_set_subject (message, value);
      return;
    }
  text = crm_header_guard_text (value);
  subject = camel_header_decode_string (text, charset);
  crm_message_set_subject (message, subject);
}

static gint64
read_date_usec (const CrmMailHeaders *headers)
{
  const char *date = crm_mail_headers_get (headers, CRM_MAIL_HEADER_DATE);
  const char *received = crm_mail_headers_get (headers, CRM_MAIL_HEADER_RECEIVED);
  gint64 time_secs = 0;

  if (date != NULL && !crm_plain_date_read (date, &time_secs))
    time_secs = camel_header_decode_date (date, NULL);

  /* Camel's summary does the same, and goes on to the time of reading, which is no fact of the
   * mail. */
  received = received != NULL ? strrchr (received, ';') : NULL;
  if (time_secs == 0 && received != NULL)
    time_secs = camel_header_decode_date (received + 1, NULL);

  return usec_from_time (time_secs);
}

static void
add_references (CrmMessage *message, const char *value)
{
  GSList *ids;

  if (value == NULL || crm_plain_ids_add (message, value))
    return;
  ids = camel_header_references_decode (value);
  for (GSList *link = ids; link != NULL && message->references->len < MAX_REFERENCES;
       link = link->next)
    {
      const char *id = link->data;

      if (*id != '\0')
        crm_message_add_reference (message, hash_bytes (id));
    }

  g_slist_free_full (ids, g_free);
}

/**
 * crm_camel_message_from_headers:
 * @headers: the headers of a stored mail
 * @size_bytes: size of the whole mail as stored; 0 when unknown
 * @flags: what is known from elsewhere, e.g. %CRM_MESSAGE_SEEN from a file name
 * @cache: (nullable): for who reads many
 *
 * Reads a mail as Camel's folder summary would: date, sender, recipients, subject and Message-ID
 * come out as crm_camel_message_from_info() gives them, so fingerprint and hash agree. Known
 * further than in the summary: Bcc, Reply-To, the text of the Message-ID and whether the mail is
 * automatic. A mail without a readable Date has the date of its newest Received header, or 0.
 *
 * Returns: (transfer full): a sealed message, of whatever could be read
 */
CrmMessage *
crm_camel_message_from_headers (const CrmMailHeaders *headers,
                                guint64 size_bytes,
                                CrmMessageFlags flags,
                                CrmPartyCache *cache)
{
  static const struct
  {
    CrmMessageRole role;
    CrmMailHeader header;
  } roles[] = {
    { CRM_ROLE_FROM, CRM_MAIL_HEADER_FROM },
    { CRM_ROLE_TO, CRM_MAIL_HEADER_TO },
    { CRM_ROLE_CC, CRM_MAIL_HEADER_CC },
    { CRM_ROLE_BCC, CRM_MAIL_HEADER_BCC },
    { CRM_ROLE_REPLY_TO, CRM_MAIL_HEADER_REPLY_TO },
  };
  CrmMessage *message = crm_message_new ();
  Making making = { message, cache, NULL };
  CamelContentType *content_type;
  const char *charset;

  g_return_val_if_fail (headers != NULL, message);

  content_type = decode_content_type (headers, cache);
  charset = get_charset (content_type);

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    add_header_parties (&making, roles[i].role, crm_mail_headers_get (headers, roles[i].header),
                        charset);
  g_clear_object (&making.parser);

  set_subject (message, headers, charset);
  set_message_id (message, headers);
  add_references (message, crm_mail_headers_get (headers, CRM_MAIL_HEADER_REFERENCES));
  add_references (message, crm_mail_headers_get (headers, CRM_MAIL_HEADER_IN_REPLY_TO));

  message->date_usec = read_date_usec (headers);
  message->size_bytes = MIN (size_bytes, G_MAXUINT32);
  message->flags = flags | read_flags (headers, content_type);
  if (content_type != NULL)
    camel_content_type_unref (content_type);

  crm_message_seal (message);
  return message;
}

static CrmMessageFlags
flags_from_camel (guint32 camel_flags)
{
  static const struct
  {
    guint32 camel;
    CrmMessageFlags crm;
  } map[] = {
    { CAMEL_MESSAGE_SEEN, CRM_MESSAGE_SEEN },
    { CAMEL_MESSAGE_ANSWERED | CAMEL_MESSAGE_ANSWERED_ALL, CRM_MESSAGE_ANSWERED },
    { CAMEL_MESSAGE_ATTACHMENTS, CRM_MESSAGE_ATTACHMENTS },
    { CAMEL_MESSAGE_JUNK, CRM_MESSAGE_JUNK },
    { CAMEL_MESSAGE_DELETED, CRM_MESSAGE_DELETED },
    { CAMEL_MESSAGE_DRAFT, CRM_MESSAGE_DRAFT },
  };
  CrmMessageFlags flags = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (map); i++)
    {
      if ((camel_flags & map[i].camel) != 0)
        flags |= map[i].crm;
    }

  return flags;
}

/* A summary keeps the headers themselves until Evolution is closed: what they say is a gift,
 * nothing may depend on it. */
static void
add_loaded_headers (CrmMessage *message, const CamelNameValueArray *array)
{
  g_autoptr (CrmMailHeaders) headers = NULL;
  CamelContentType *content_type;

  if (array == NULL || camel_name_value_array_get_length (array) == 0)
    return;

  headers = crm_mail_headers_new_from_array (array);
  content_type = decode_content_type (headers, NULL);
  message->flags |= read_flags (headers, content_type) & ~CRM_MESSAGE_ATTACHMENTS;
  if (content_type != NULL)
    camel_content_type_unref (content_type);
  set_message_id (message, headers);
}

/**
 * crm_camel_message_from_info:
 * @info: a mail in a folder summary
 * @cache: (nullable): for who reads many
 *
 * Reads what the summary knows, without opening the mail: quick, and needs no network. Not known
 * there: Bcc, Reply-To, and mostly the text of the Message-ID and whether the mail is automatic.
 * Camel gives a mail without any readable date the time at which it first saw it.
 *
 * Any thread; @info is locked while it is read.
 *
 * Returns: (transfer full): a sealed message
 */
CrmMessage *
crm_camel_message_from_info (CamelMessageInfo *info, CrmPartyCache *cache)
{
  CrmMessage *message = crm_message_new ();
  Making making = { message, cache, NULL };
  const GArray *references;
  const char *mailing_list;
  gint64 time_secs;

  g_return_val_if_fail (CAMEL_IS_MESSAGE_INFO (info), message);

  camel_message_info_property_lock (info);

  add_summary_parties (&making, CRM_ROLE_FROM, camel_message_info_get_from (info));
  add_summary_parties (&making, CRM_ROLE_TO, camel_message_info_get_to (info));
  add_summary_parties (&making, CRM_ROLE_CC, camel_message_info_get_cc (info));
  g_clear_object (&making.parser);
  crm_message_set_subject (message, camel_message_info_get_subject (info) ?: "");

  message->mid_hash = hash_from_camel (camel_message_info_get_message_id (info));
  references = camel_message_info_get_references (info);
  for (guint i = 0; references != NULL && i < references->len; i++)
    crm_message_add_reference (message, g_array_index (references, guint64, i));

  time_secs = camel_message_info_get_date_sent (info);
  if (time_secs == 0)
    time_secs = camel_message_info_get_date_received (info);
  message->date_usec = usec_from_time (time_secs);
  message->size_bytes = camel_message_info_get_size (info);
  message->flags = flags_from_camel (camel_message_info_get_flags (info));
  mailing_list = camel_message_info_get_mlist (info);
  if (mailing_list != NULL && *mailing_list != '\0')
    message->flags |= CRM_MESSAGE_LIST;
  add_loaded_headers (message, camel_message_info_get_headers (info));

  camel_message_info_property_unlock (info);

  crm_message_seal (message);
  return message;
}
