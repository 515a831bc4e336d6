/* eds-fixture.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libebook/libebook.h>
#include "store/crm-store.h"

/* A store, the address books, and what another program would do to them. */

typedef gboolean (*EdsCondition) (gpointer data);

gboolean eds_is_private (void);
ESourceRegistry *eds_registry (void);
CrmStore *eds_open_store (const char *directory);
char *eds_make_directory (void);
gboolean eds_wait_for (EdsCondition condition, gpointer data, guint msecs);
void eds_iterate_for (guint msecs);
void eds_assert_finalizes (gpointer object);

ESource *eds_make_book (const char *uid, gboolean enabled);
void eds_enable_book (const char *uid, gboolean enabled);
void eds_remove_book (const char *uid);
EBookClient *eds_connect (const char *book_uid);
char *eds_add (EBookClient *client, const char *vcard);
void eds_set (EBookClient *client, const char *uid, EContactField field, const char *text);
void eds_remove (EBookClient *client, const char *uid);
EContact *eds_get (EBookClient *client, const char *uid);
guint eds_count (EBookClient *client, const char *address);
