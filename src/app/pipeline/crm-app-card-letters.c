/* crm-app-card-letters.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-card-letters"
#include "config.h"

#include "crm-app-card-letters.h"

#include "base/crm-app-widgets.h"

/* Letters that stand side by side without a change of their forms: up to Cyrillic, and the signs
 * and currencies of general use. What else there is must be laid out to be measured. */
#define FIRST_JOINED 0x0530
#define FIRST_SIGN 0x2010
#define LAST_SIGN 0x20bf
#define N_KNOWN (FIRST_JOINED + LAST_SIGN - FIRST_SIGN + 1)

#define UNKNOWN 0 /* not looked at yet */
#define ODD -1    /* of another height, as letters of another font are */

/* Kerning: how much a line may be narrower or wider than its letters, in hundredths. */
#define MAY_GROW 104
#define MAY_SHRINK 88

typedef struct
{
  guint serial;        /* of the Pango context that the rest is true for; 0 for none */
  int heights[2];      /* pixels: of one line, of two */
  int unit;            /* Pango units: the height of one line */
  int widths[N_KNOWN]; /* Pango units, UNKNOWN or ODD */
} Font;

typedef struct
{
  const char *classes[3]; /* of the label */
  int n_lines;            /* at most */
  CrmAppCardKind font;    /* the first kind that has the same letters */
} Kind;

static const Kind kinds[CRM_APP_CARD_N_KINDS] = {
  [CRM_APP_CARD_TITLE] = { { "heading" }, 2, CRM_APP_CARD_TITLE },
  [CRM_APP_CARD_ACCOUNT] = { { "caption", "crm-card-dim" }, 1, CRM_APP_CARD_ACCOUNT },
  [CRM_APP_CARD_AMOUNT] = { { "numeric" }, 1, CRM_APP_CARD_AMOUNT },
  [CRM_APP_CARD_NOTE] = { { "caption", "crm-card-dim" }, 2, CRM_APP_CARD_ACCOUNT },
  [CRM_APP_CARD_LATE] = { { "caption", "error" }, 2, CRM_APP_CARD_ACCOUNT },
};

struct _CrmAppCardLetters
{
  GtkWidget parent_instance;
  GtkWidget *labels[CRM_APP_CARD_N_KINDS];
  Font *fonts[CRM_APP_CARD_N_KINDS]; /* (owned) (nullable): of the kinds that others look to */
};

G_DEFINE_FINAL_TYPE (CrmAppCardLetters, crm_app_card_letters, GTK_TYPE_WIDGET)

static void
crm_app_card_letters_dispose (GObject *object)
{
  CrmAppCardLetters *self = CRM_APP_CARD_LETTERS (object);

  for (guint i = 0; i < CRM_APP_CARD_N_KINDS; i++)
    g_clear_pointer (&self->labels[i], gtk_widget_unparent);
  G_OBJECT_CLASS (crm_app_card_letters_parent_class)->dispose (object);
}

static void
crm_app_card_letters_finalize (GObject *object)
{
  for (guint i = 0; i < CRM_APP_CARD_N_KINDS; i++)
    g_free (CRM_APP_CARD_LETTERS (object)->fonts[i]);
  G_OBJECT_CLASS (crm_app_card_letters_parent_class)->finalize (object);
}

static void
crm_app_card_letters_class_init (CrmAppCardLettersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_card_letters_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_app_card_letters_finalize;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "crmcard");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
crm_app_card_letters_init (CrmAppCardLetters *self)
{
  for (guint i = 0; i < CRM_APP_CARD_N_KINDS; i++)
    {
      GtkWidget *label = crm_app_label_new (NULL, NULL);

      for (guint k = 0; kinds[i].classes[k] != NULL; k++)
        gtk_widget_add_css_class (label, kinds[i].classes[k]);
      if (kinds[i].n_lines > 1)
        crm_app_label_set_lines (label, kinds[i].n_lines);
      gtk_widget_set_parent (label, GTK_WIDGET (self));
      self->labels[i] = label;
    }
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_child_visible (GTK_WIDGET (self), FALSE); /* styled, and never drawn */
}

/**
 * crm_app_card_letters_new:
 *
 * Returns: (transfer floating): the letters for the cards of a board; they want a parent where the
 *   cards are
 */
GtkWidget *
crm_app_card_letters_new (void)
{
  return g_object_new (CRM_APP_TYPE_CARD_LETTERS, NULL);
}

/**
 * crm_app_card_letters_lay_out:
 * @self: the letters
 * @kind: a kind of line
 * @text: what it says
 * @width: pixels
 *
 * Returns: (transfer full): @text as a label of that width would have it, in so many lines as the
 *   kind allows
 */
PangoLayout *
crm_app_card_letters_lay_out (CrmAppCardLetters *self,
                              CrmAppCardKind kind,
                              const char *text,
                              int width)
{
  PangoLayout *layout = pango_layout_copy (gtk_label_get_layout (GTK_LABEL (self->labels[kind])));

  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

/* One that is as wide as its text. */
static PangoLayout *
lay_out_freely (CrmAppCardLetters *self, CrmAppCardKind kind, const char *text)
{
  PangoLayout *layout = crm_app_card_letters_lay_out (self, kind, text, 0);

  pango_layout_set_width (layout, -1);
  return layout;
}

static Font *
find_font (CrmAppCardLetters *self, CrmAppCardKind kind)
{
  CrmAppCardKind first = kinds[kind].font;
  PangoContext *context = gtk_widget_get_pango_context (self->labels[first]);
  guint serial = pango_context_get_serial (context);
  Font *font = self->fonts[first];
  g_autoptr (PangoLayout) one = NULL;
  g_autoptr (PangoLayout) two = NULL;

  if (font != NULL && font->serial == serial)
    return font;
  g_free (font);
  font = g_new0 (Font, 1);
  font->serial = serial;
  self->fonts[first] = font;
  one = lay_out_freely (self, first, "x");
  two = lay_out_freely (self, first, "x\nx");
  pango_layout_get_pixel_size (one, NULL, &font->heights[0]);
  pango_layout_get_pixel_size (two, NULL, &font->heights[1]);
  pango_layout_get_size (one, NULL, &font->unit);
  return font;
}

/* Where a letter stands in a font's widths; -1 when it is not for them. */
static int
find_place (gunichar letter)
{
  gboolean is_mark
      = (letter >= 0x0300 && letter <= 0x036f) || (letter >= 0x0483 && letter <= 0x0489);
  gboolean is_control = letter < 0x20 || (letter >= 0x7f && letter < 0xa0) || letter == 0xad
                        || (letter >= 0x2028 && letter <= 0x202e)
                        || (letter >= 0x2060 && letter <= 0x206f);

  if (is_mark || is_control)
    return -1;
  if (letter < FIRST_JOINED)
    return (int)letter;
  if (letter >= FIRST_SIGN && letter <= LAST_SIGN)
    return (int)(FIRST_JOINED + letter - FIRST_SIGN);
  return -1;
}

/* Pango units; ODD when it says nothing about a line with it */
static int
measure_letter (CrmAppCardLetters *self, CrmAppCardKind kind, Font *font, const char *at)
{
  int place = find_place (g_utf8_get_char (at));
  g_autoptr (PangoLayout) layout = NULL;
  char letter[7] = { 0 };
  int width = 0;
  int height = 0;

  if (place < 0)
    return ODD;
  if (font->widths[place] != UNKNOWN)
    return font->widths[place];
  g_utf8_strncpy (letter, at, 1);
  layout = lay_out_freely (self, kinds[kind].font, letter);
  pango_layout_get_size (layout, &width, &height);
  font->widths[place] = height == font->unit && width > 0 ? width : ODD;
  return font->widths[place];
}

/**
 * crm_app_card_letters_guess_height:
 * @self: the letters
 * @kind: a kind of line
 * @text: what it says
 * @width: pixels
 *
 * Adds up how wide the letters are, which is a hundredth of the work of laying them out: GTK asks
 * two hundred cards in one frame for their height and shows seven of them.
 *
 * Returns: the height that crm_app_card_letters_lay_out() would have, in pixels; 0 where only that
 *   can tell: in other scripts, and where the end of the text is near the end of the line
 */
int
crm_app_card_letters_guess_height (CrmAppCardLetters *self,
                                   CrmAppCardKind kind,
                                   const char *text,
                                   int width)
{
  Font *font = find_font (self, kind);
  gint64 sum = 0;
  gint64 wanted = 0; /* without the spaces at the end, which need no room */

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      int letter = measure_letter (self, kind, font, at);

      if (letter == ODD)
        return 0;
      sum += letter;
      if (*at != ' ')
        wanted = sum;
    }
  if (kinds[kind].n_lines == 1 || sum * MAY_GROW <= (gint64)width * PANGO_SCALE * 100)
    return font->heights[0];
  return wanted * MAY_SHRINK > (gint64)width * PANGO_SCALE * 100 ? font->heights[1] : 0;
}

/**
 * crm_app_card_letters_get_color:
 * @self: the letters
 * @kind: a kind of line
 * @out_color: (out): the colour of its text
 */
void
crm_app_card_letters_get_color (CrmAppCardLetters *self, CrmAppCardKind kind, GdkRGBA *out_color)
{
  gtk_style_context_get_color (gtk_widget_get_style_context (self->labels[kind]), out_color);
}
