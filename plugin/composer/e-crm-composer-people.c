/* e-crm-composer-people.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-composer-people"
#include "config.h"

#include "e-crm-composer-people.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases.h"
#include "shell/e-crm-widgets.h"

struct _ECrmComposerPeople
{
  GtkBox parent_instance;
  GPtrArray *rows; /* (owned) (element-type GtkExpander): kept and relabelled */
  char *first;     /* (owned) (nullable): the name of the first recipient */
  guint n_shown;
};

G_DEFINE_FINAL_TYPE (ECrmComposerPeople, e_crm_composer_people, GTK_TYPE_BOX)

static void
e_crm_composer_people_finalize (GObject *object)
{
  ECrmComposerPeople *self = E_CRM_COMPOSER_PEOPLE (object);

  g_ptr_array_unref (self->rows);
  g_free (self->first);
  G_OBJECT_CLASS (e_crm_composer_people_parent_class)->finalize (object);
}

static void
e_crm_composer_people_class_init (ECrmComposerPeopleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_composer_people_finalize;
}

static void
e_crm_composer_people_init (ECrmComposerPeople *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->rows = g_ptr_array_new ();
}

GtkWidget *
e_crm_composer_people_new (void)
{
  return g_object_new (E_TYPE_CRM_COMPOSER_PEOPLE, NULL);
}

static void
add (GString *text, const char *separator, const char *part)
{
  if (part != NULL && part[0] != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", part);
}

static char *
describe_deal (const CrmDealState *state)
{
  g_autofree char *amount = crm_format_deal_amount (state->deal);

  return g_strdup_printf (_ ("%1$s (%2$s, %3$s)"), crm_record_get_title (state->deal),
                          crm_phrase_record_name (state->stage), amount);
}

static char *
describe_follow_up (const CrmContext *context, const CrmRecord *record)
{
  g_autofree char *due = NULL;

  if (crm_record_get (record, "due")->kind == CRM_VALUE_NULL)
    return g_strdup (crm_record_get_title (record));
  due = crm_format_due ((int)crm_record_get_int (record, "due", 0), context->now_usec);
  return g_strdup_printf (_ ("%1$s, %2$s"), crm_record_get_title (record), due);
}

/* Who it is, where from, the first deal, whose turn, what comes next. */
static char *
describe (const CrmContext *context)
{
  GString *text = g_string_new (context->name != NULL ? context->name : context->address);
  guint n_deals = context->deals != NULL ? context->deals->len : 0;
  g_autofree char *deal
      = n_deals > 0 ? describe_deal (g_ptr_array_index (context->deals, 0)) : NULL;
  g_autofree char *turn = crm_phrase_turn (context);
  g_autofree char *next
      = context->follow_ups != NULL && context->follow_ups->len > 0
            ? describe_follow_up (context, g_ptr_array_index (context->follow_ups, 0))
            : NULL;

  if (context->account != NULL)
    add (text, " · ", crm_record_get_title (context->account));
  else if (context->is_colleague)
    add (text, " · ", _ ("Colleague"));
  else if (!crm_context_is_known (context))
    add (text, " · ", _ ("Not in the CRM"));
  else
    add (text, " · ", context->organization);
  add (text, " · ", deal);
  if (n_deals > 1)
    g_string_append_printf (text, " +%u", n_deals - 1);
  add (text, " · ", turn);
  add (text, " · ", next);
  return g_string_free (text, FALSE);
}

static char *
describe_more (const CrmContext *context)
{
  GString *text = g_string_new (NULL);
  g_autofree char *contact = crm_phrase_last_contact (context);
  g_autofree char *letters = crm_phrase_letters (context);

  add (text, "\n", context->address);
  add (text, " · ", context->title);
  add (text, " · ", context->phone);
  add (text, "\n", contact);
  add (text, " · ", letters);
  for (guint i = 0; context->deals != NULL && i < context->deals->len && i < 5; i++)
    {
      const CrmDealState *state = g_ptr_array_index (context->deals, i);
      g_autofree char *deal = describe_deal (state);
      g_autofree char *age = crm_phrase_stage_age (state, NULL);

      add (text, "\n", deal);
      add (text, " · ", age);
      add (text, " · ", crm_record_get_text (state->deal, "next_step"));
    }
  for (guint i = 0; context->follow_ups != NULL && i < context->follow_ups->len && i < 5; i++)
    {
      g_autofree char *next
          = describe_follow_up (context, g_ptr_array_index (context->follow_ups, i));

      add (text, "\n", next);
    }
  return g_string_free (text, FALSE);
}

static GtkWidget *
nth_row (ECrmComposerPeople *self, guint n)
{
  GtkWidget *row;
  GtkWidget *line;
  GtkWidget *more;

  if (n < self->rows->len)
    return g_ptr_array_index (self->rows, n);
  row = gtk_expander_new (NULL);
  line = gtk_label_new (NULL); /* not an ECrmLine: an expander gives no more than it asks for */
  gtk_label_set_ellipsize (GTK_LABEL (line), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (line), 0);
  more = e_crm_text_new ();
  gtk_label_set_max_width_chars (GTK_LABEL (more), 100);
  gtk_label_set_selectable (GTK_LABEL (more), TRUE);
  gtk_widget_set_margin_start (more, 18);
  gtk_expander_set_label_widget (GTK_EXPANDER (row), line);
  gtk_expander_set_label_fill (GTK_EXPANDER (row), TRUE);
  gtk_widget_set_hexpand (line, TRUE);
  gtk_container_add (GTK_CONTAINER (row), more);
  e_crm_set_id (row, "crm-composer-person");
  e_crm_set_id (more, "crm-composer-person-more");
  gtk_box_pack_start (GTK_BOX (self), row, FALSE, FALSE, 0);
  g_ptr_array_add (self->rows, row);
  return row;
}

/* @contexts (element-type CrmContext): of the recipients; NULL where it is not known yet. */
void
e_crm_composer_people_update (ECrmComposerPeople *self, GPtrArray *contexts /* (nullable) */)
{
  guint n = 0;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_clear_pointer (&self->first, g_free);
  for (guint i = 0; contexts != NULL && i < contexts->len; i++)
    {
      const CrmContext *context = g_ptr_array_index (contexts, i);
      g_autofree char *line = NULL;
      g_autofree char *more = NULL;
      GtkWidget *row;

      /* For one of the user's own addresses somebody else comes. */
      if (context == NULL || context->address == NULL || !g_hash_table_add (seen, context->address))
        continue;
      if (n == 0)
        self->first = g_strdup (context->name != NULL ? context->name : context->address);
      line = describe (context);
      more = describe_more (context);
      row = nth_row (self, n++);
      e_crm_label_set (gtk_expander_get_label_widget (GTK_EXPANDER (row)), line);
      e_crm_label_set (gtk_bin_get_child (GTK_BIN (row)), more);
      e_crm_set_name (row, line);
      gtk_widget_show (row);
    }
  self->n_shown = n;
  for (; n < self->rows->len; n++)
    gtk_widget_hide (g_ptr_array_index (self->rows, n));
}

/* (transfer full) (nullable): the first recipient, and how many there are besides */
char *
e_crm_composer_people_summarise (ECrmComposerPeople *self)
{
  if (self->n_shown < 2)
    return g_strdup (self->first);
  /* TRANSLATORS: a recipient's name, and how many others there are */
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%1$s and %2$u more", "%1$s and %2$u more", self->n_shown - 1),
      self->first, self->n_shown - 1);
}
