/* crm-app-follow-ups.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is to be done next for a record: added, done and put off where it stands. */
#define G_LOG_DOMAIN "crm-app-follow-ups"
#include "config.h"

#include "crm-app-follow-ups.h"

#include <glib/gi18n-lib.h>

#include "crm-app-card.h"
#include "crm-app-day-button.h"
#include "crm-format.h"
#include "crm-phrases-follow-up.h"
#include "crm-phrases.h"
#include "base/crm-app-widgets.h"
#include "base/crm-app-wrap.h"
#include "service/crm-follow-up.h"

/* More of them push everything else out of the window, and making hundreds of lines is felt. */
#define FEW 12

typedef struct
{
  CrmAppSession *session; /* (owned) */
  GtkWidget *list;
  GtkWidget *more;       /* shows all of them */
  GPtrArray *follow_ups; /* (owned) (nullable) (element-type CrmRecord): what is open */
  gboolean wants_all;
  GtkWidget *title;    /* GtkEntry: of one to be added */
  GtkWidget *due;      /* GtkEntry */
  CrmSubject *subject; /* (owned) (nullable): whom a new one is about; NULL until it is read */
} FollowUps;

static void
free_follow_ups (gpointer data)
{
  FollowUps *self = data;

  g_object_unref (self->session);
  g_clear_pointer (&self->follow_ups, g_ptr_array_unref);
  crm_subject_free (self->subject);
  g_free (self);
}

static FollowUps *
get (GtkWidget *card)
{
  return g_object_get_data (G_OBJECT (card), "crm-follow-ups");
}

/* What a line's buttons work with; lives as long as the line. */
typedef struct
{
  CrmAppSession *session; /* (owned) */
  CrmRecord *follow_up;   /* (owned) */
} Line;

static void
free_line (gpointer data)
{
  Line *line = data;

  g_object_unref (line->session);
  crm_record_unref (line->follow_up);
  g_free (line);
}

static gint64
get_now (CrmAppSession *session)
{
  return crm_store_get_now_usec (crm_app_session_get_store (session));
}

static void
done_cb (GtkButton *button, gpointer data)
{
  Line *line = data;

  crm_app_session_write (line->session,
                         crm_follow_up_finish (line->follow_up, get_now (line->session)));
}

static void
snooze_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Line *line = data;
  int today = crm_format_today (get_now (line->session));

  crm_app_session_write (
      line->session,
      crm_follow_up_snooze (line->follow_up, today + g_variant_get_int32 (parameter)));
}

static GMenuModel *
make_snooze_menu (void)
{
  GMenu *menu = g_menu_new ();

  /* TRANSLATORS: a follow-up is put off until then */
  g_menu_append (menu, _ ("Until _Tomorrow"), "line.snooze(1)");
  g_menu_append (menu, _ ("For _Three Days"), "line.snooze(3)");
  g_menu_append (menu, _ ("For a _Week"), "line.snooze(7)");
  return G_MENU_MODEL (menu);
}

static GtkWidget *
make_snooze (GtkWidget *row, Line *line)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = make_snooze_menu ();
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("snooze", G_VARIANT_TYPE_INT32);
  /* TRANSLATORS: %s is the title of a follow-up */
  g_autofree char *name
      = g_strdup_printf (_ ("Put off: %s"), crm_phrase_record_name (line->follow_up));

  g_signal_connect (action, "activate", G_CALLBACK (snooze_cb), line);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (row, "line", G_ACTION_GROUP (group));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "alarm-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Put off"));
  crm_app_set_name (button, name);
  crm_app_set_id (button, "crm-follow-up-snooze");
  return button;
}

static GtkWidget *
make_done (Line *line)
{
  /* TRANSLATORS: %s is the title of a follow-up */
  g_autofree char *name
      = g_strdup_printf (_ ("Done: %s"), crm_phrase_record_name (line->follow_up));
  GtkWidget *button
      = crm_app_icon_button_new ("object-select-symbolic", _ ("Done"), "crm-follow-up-done");

  crm_app_set_name (button, name);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", G_CALLBACK (done_cb), line);
  return button;
}

static void
add_line (FollowUps *self, CrmRecord *follow_up, gint64 now_usec)
{
  g_autofree char *due = crm_phrase_follow_up_due (follow_up, now_usec);
  g_autofree char *details = crm_phrase_follow_up_details (follow_up);
  GtkWidget *row
      = crm_app_card_add_line (self->list, crm_phrase_record_name (follow_up), details, due);
  Line *line = g_new (Line, 1);

  *line = (Line){ g_object_ref (self->session), crm_record_ref (follow_up) };
  g_object_set_data_full (G_OBJECT (row), "crm-line", line, free_line);
  if (crm_phrase_follow_up_is_late (follow_up, now_usec))
    crm_app_card_line_set_late (row);
  crm_app_card_line_append (row, make_snooze (row, line));
  crm_app_card_line_append (row, make_done (line));
}

static void
show_more (FollowUps *self, guint n_shown)
{
  g_autofree char *text = g_strdup_printf ("%s (%u)", _ ("_Show All"), self->follow_ups->len);

  crm_app_button_set_label (self->more, text);
  gtk_widget_set_visible (self->more, n_shown < self->follow_ups->len);
}

/* @focus: of crm_app_card_clear() */
static void
fill (FollowUps *self, gint64 now_usec, int focus)
{
  guint n = self->wants_all ? self->follow_ups->len : MIN (self->follow_ups->len, FEW);

  for (guint i = 0; i < n; i++)
    add_line (self, g_ptr_array_index (self->follow_ups, i), now_usec);
  if (n == 0)
    crm_app_card_add_hint (self->list, _ ("Nothing is planned. What comes next?"));
  crm_app_card_restore_focus (self->list, focus);
  show_more (self, n);
}

/* The keyboard goes to the first of those that come. */
static void
more_cb (GtkButton *button, gpointer card)
{
  FollowUps *self = get (card);

  self->wants_all = TRUE;
  crm_app_card_clear (self->list);
  fill (self, get_now (self->session), FEW);
}

/* --- adding ----------------------------------------------------------------------------------- */

/* FALSE where there is a date that is none. */
static gboolean
read_due (FollowUps *self, gint64 now_usec, int *out_day, gboolean *out_has_day)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->due));

  *out_has_day = *text != '\0';
  if (!*out_has_day || crm_format_parse_day (text, now_usec, out_day))
    {
      gtk_widget_remove_css_class (self->due, "error");
      return TRUE;
    }
  gtk_widget_add_css_class (self->due, "error");
  gtk_widget_grab_focus (self->due);
  return FALSE;
}

static void
add_cb (GtkWidget *widget, gpointer card)
{
  FollowUps *self = get (card);
  CrmStore *store = crm_app_session_get_store (self->session);
  g_autofree char *title
      = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title))));
  CrmNewFollowUp details = { .title = title };
  gboolean has_day;
  int day;

  if (store == NULL || self->subject == NULL
      || !read_due (self, crm_store_get_now_usec (store), &day, &has_day))
    return;
  if (*title == '\0')
    {
      gtk_widget_grab_focus (self->title);
      return;
    }
  details.due_day = has_day ? &day : NULL;
  details.owner = crm_store_get_actor (store);
  crm_app_session_write (self->session, crm_follow_up_add (self->subject, &details, NULL));
  gtk_editable_set_text (GTK_EDITABLE (self->title), "");
  gtk_editable_set_text (GTK_EDITABLE (self->due), "");
  gtk_widget_grab_focus (self->title);
}

static void
chosen_cb (GtkWidget *button, const char *text, gpointer data)
{
  gtk_editable_set_text (data, text);
}

static GtkWidget *
make_entry (GtkWidget *card, const char *name, const char *id)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), name);
  crm_app_set_name (entry, name);
  crm_app_set_id (entry, id);
  g_signal_connect (entry, "activate", G_CALLBACK (add_cb), card);
  return entry;
}

static GtkWidget *
make_adder (FollowUps *self, GtkWidget *card)
{
  GtkWidget *wrap = crm_app_wrap_new (6, 0);
  GtkWidget *when = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *add
      = crm_app_icon_button_new ("list-add-symbolic", _ ("Add Follow-up"), "crm-follow-up-add");
  GtkWidget *calendar;

  self->title = make_entry (card, _ ("New follow-up"), "crm-follow-up-title");
  self->due = make_entry (card, _ ("Due"), "crm-follow-up-due");
  gtk_widget_set_hexpand (self->due, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->title), 16);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->due), 9);
  calendar = crm_app_day_button_new (self->due, _ ("Due"));
  g_signal_connect_object (calendar, "chosen", G_CALLBACK (chosen_cb), self->due, 0);
  g_signal_connect (add, "clicked", G_CALLBACK (add_cb), card);
  gtk_box_append (GTK_BOX (when), self->due);
  gtk_box_append (GTK_BOX (when), calendar);
  gtk_box_append (GTK_BOX (when), add);
  gtk_box_append (GTK_BOX (wrap), self->title);
  gtk_box_append (GTK_BOX (wrap), when);
  return wrap;
}

/* @id: of the list */
GtkWidget *
crm_app_follow_ups_new (CrmAppSession *session, const char *id)
{
  FollowUps *self = g_new0 (FollowUps, 1);
  GtkWidget *card = crm_app_card_new (_ ("Follow-ups"), id, &self->list);

  self->session = g_object_ref (session);
  g_object_set_data_full (G_OBJECT (card), "crm-follow-ups", self, free_follow_ups);
  self->more = crm_app_button_new (_ ("_Show All"), "crm-follow-ups-more");
  gtk_widget_set_visible (self->more, FALSE);
  gtk_widget_set_halign (self->more, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->more, "flat");
  g_signal_connect (self->more, "clicked", G_CALLBACK (more_cb), card);
  gtk_box_append (GTK_BOX (card), self->more);
  gtk_box_append (GTK_BOX (card), make_adder (self, card));
  return card;
}

/* @follow_ups: (element-type CrmRecord): what is open; @subject: whom a new one is about */
void
crm_app_follow_ups_show (GtkWidget *card,
                         GPtrArray *follow_ups,
                         const CrmSubject *subject,
                         gint64 now_usec)
{
  FollowUps *self = get (card);
  int focus = crm_app_card_clear (self->list);

  crm_subject_free (self->subject);
  self->subject = crm_subject_copy (subject);
  g_clear_pointer (&self->follow_ups, g_ptr_array_unref);
  self->follow_ups = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  for (guint i = 0; i < follow_ups->len; i++)
    g_ptr_array_add (self->follow_ups, crm_record_ref (g_ptr_array_index (follow_ups, i)));
  fill (self, now_usec, focus);
}

/* Goes to where the title of a new one is typed. */
void
crm_app_follow_ups_focus (GtkWidget *card)
{
  gtk_widget_grab_focus (get (card)->title);
}
