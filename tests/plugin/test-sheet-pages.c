/* test-sheet-pages.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * With CRM_SHEET_PICTURES set to a folder, the pages are left there as pictures to look at. */
#include "config.h"

#include "calendar/e-crm-sheet-pages.h"

#include <string.h>

#define A4_WIDTH 535.0 /* within the margins */
#define A4_HEIGHT 782.0
#define LETTER_WIDTH 552.0
#define LETTER_HEIGHT 732.0

static void
free_block (gpointer data)
{
  CrmSheetBlock *block = data;

  g_free (block->label);
  g_free (block->text);
  g_free (block);
}

static CrmMeetingSheet *
make_sheet (const char *title)
{
  CrmMeetingSheet *sheet = g_new0 (CrmMeetingSheet, 1);

  sheet->title = g_strdup (title);
  sheet->when = g_strdup ("2 Mar 2026, 10:00–11:00");
  sheet->blocks = g_ptr_array_new_with_free_func (free_block);
  return sheet;
}

static void
add (CrmMeetingSheet *sheet, CrmSheetKind kind, const char *label, const char *text)
{
  CrmSheetBlock *block = g_new0 (CrmSheetBlock, 1);

  block->kind = kind;
  block->label = g_strdup (label);
  block->text = g_strdup (text);
  g_ptr_array_add (sheet->blocks, block);
}

static GPtrArray *
make_set (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)crm_meeting_sheet_free);
}

static ECrmSheetPages *
set_pages (const GPtrArray *sheets, double width, double height, GtkTextDirection direction)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  ECrmSheetPages *pages;

  pango_cairo_context_set_resolution (context, 72);
  pages = e_crm_sheet_pages_new (context, width, height, direction, sheets);
  g_object_unref (context);
  return pages;
}

/* Where the ink is: the bounding box of all that is not white. */
static void
draw (const ECrmSheetPages *pages, guint page, const char *name, double width, double height)
{
  const char *folder = g_getenv ("CRM_SHEET_PICTURES");
  double scale = folder != NULL ? 1.6 : 1;
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int)((width + 60) * scale), (int)((height + 60) * scale));
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_translate (cr, 30, 30);
  e_crm_sheet_pages_draw (pages, cr, page);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  if (folder != NULL)
    {
      g_autofree char *file = g_strdup_printf ("%s-%u.png", name, page + 1);
      g_autofree char *path = g_build_filename (folder, file, NULL);

      cairo_surface_write_to_png (surface, path);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
draw_all (const ECrmSheetPages *pages, const char *name, double width, double height)
{
  for (guint i = 0; i < e_crm_sheet_pages_count (pages); i++)
    draw (pages, i, name, width, height);
}

static CrmMeetingSheet *
make_usual (void)
{
  CrmMeetingSheet *sheet = make_sheet ("Malt: prices for the summer");

  add (sheet, CRM_SHEET_TITLE, NULL, sheet->title);
  add (sheet, CRM_SHEET_FACT, "When",
       "Monday, 2 Mar 2026, 10:00–11:00\nMonday, 2 Mar 2026, 04:00–05:00 in America/New York");
  add (sheet, CRM_SHEET_FACT, "Where", "Their office, second floor");
  add (sheet, CRM_SHEET_FACT, "Agenda",
       "1. Prices\n2. Delivery in May, and who pays for the pallets");
  add (sheet, CRM_SHEET_HEADING, NULL, "Alder Brewing");
  add (sheet, CRM_SHEET_PERSON, "Ida Alder",
       "Head of purchasing · +49 30 1234567 · ida@alder.example · accepted\nYour turn: they wrote "
       "last "
       "(yesterday)");
  add (sheet, CRM_SHEET_TOPIC, NULL, "Open deals");
  add (sheet, CRM_SHEET_ENTRY, NULL,
       "Summer malt · Proposal · €12,000.00 · 12 days in stage\nNext step: send the terms");
  add (sheet, CRM_SHEET_TOPIC, NULL, "Last letters");
  add (sheet, CRM_SHEET_ENTRY, "1 Mar 2026", "received · Prices once more");
  add (sheet, CRM_SHEET_ENTRY, "27 Feb 2026", "sent · Re: Prices");
  add (sheet, CRM_SHEET_NOTES, NULL, "Notes");
  return sheet;
}

static void
test_usual (void)
{
  g_autoptr (GPtrArray) sheets = make_set ();
  g_autoptr (ECrmSheetPages) pages = NULL;
  g_autofree char *text = NULL;

  g_ptr_array_add (sheets, make_usual ());
  pages = set_pages (sheets, A4_WIDTH, A4_HEIGHT, GTK_TEXT_DIR_LTR);
  g_assert_cmpuint (e_crm_sheet_pages_count (pages), ==, 1);
  text = e_crm_sheet_pages_dup_text (pages, 0);
  g_assert_nonnull (strstr (text, "When\tMonday, 2 Mar 2026, 10:00–11:00\nMonday"));
  g_assert_nonnull (strstr (text, "1 Mar 2026\treceived · Prices once more\n"));
  g_assert_true (g_str_has_suffix (text, "Notes\nPage 1 of 1"));
  draw_all (pages, "usual", A4_WIDTH, A4_HEIGHT);
}

/* A day's set: each meeting begins a page of its own, and counts its own. */
static void
test_set (void)
{
  g_autoptr (GPtrArray) sheets = make_set ();
  g_autoptr (ECrmSheetPages) pages = NULL;
  g_autofree char *second = NULL;
  CrmMeetingSheet *other = make_sheet ("Other");

  add (other, CRM_SHEET_TITLE, NULL, "Other");
  g_ptr_array_add (sheets, make_usual ());
  g_ptr_array_add (sheets, other);
  pages = set_pages (sheets, LETTER_WIDTH, LETTER_HEIGHT, GTK_TEXT_DIR_LTR);
  g_assert_cmpuint (e_crm_sheet_pages_count (pages), ==, 2);
  second = e_crm_sheet_pages_dup_text (pages, 1);
  g_assert_cmpstr (second, ==, "Other\nPage 1 of 1");
  draw_all (pages, "set", LETTER_WIDTH, LETTER_HEIGHT);
}

/* Thirty people, minutes longer than a page, names longer than a line: nothing is lost, nothing is
 * there twice, and no heading stands alone at the foot of a page. */
static void
test_long (void)
{
  g_autoptr (GPtrArray) sheets = make_set ();
  g_autoptr (ECrmSheetPages) pages = NULL;
  CrmMeetingSheet *sheet = make_sheet ("Everybody");
  GString *minutes = g_string_new (NULL);
  GString *all = g_string_new (NULL);
  g_autofree char *name = g_strnfill (300, 'x');

  add (sheet, CRM_SHEET_TITLE, NULL, name);
  add (sheet, CRM_SHEET_FACT, name, "beside a label longer than its column");
  for (guint i = 0; i < 120; i++)
    g_string_append_printf (minutes, "line %u of the minutes\n", i);
  add (sheet, CRM_SHEET_FACT, "Minutes", minutes->str);
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *who = g_strdup_printf ("Person number %u", i);

      add (sheet, CRM_SHEET_HEADING, NULL, "Account");
      add (sheet, CRM_SHEET_PERSON, who, "Details\nTheir turn");
    }
  add (sheet, CRM_SHEET_NOTES, NULL, "Notes");
  g_ptr_array_add (sheets, sheet);
  pages = set_pages (sheets, A4_WIDTH, A4_HEIGHT, GTK_TEXT_DIR_LTR);
  g_assert_cmpuint (e_crm_sheet_pages_count (pages), >, 3);
  for (guint i = 0; i < e_crm_sheet_pages_count (pages); i++)
    {
      g_autofree char *text = e_crm_sheet_pages_dup_text (pages, i);
      g_autofree char *foot
          = g_strdup_printf ("\nPage %u of %u", i + 1, e_crm_sheet_pages_count (pages));

      g_assert_true (g_str_has_suffix (text, foot));
      text[strlen (text) - strlen (foot)] = '\0';
      g_assert_false (g_str_has_suffix (text, "\nAccount"));
      g_string_append (all, text);
    }
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *who = g_strdup_printf ("Person number %u\nDetails\nTheir turn", i);
      const char *found = strstr (all->str, who);

      g_assert_nonnull (found);
      g_assert_null (strstr (found + 1, who));
    }
  g_assert_nonnull (strstr (all->str, "line 119 of the minutes"));
  draw_all (pages, "long", A4_WIDTH, A4_HEIGHT);
  g_string_free (minutes, TRUE);
  g_string_free (all, TRUE);
}

/* The leftmost and the rightmost dark point of a strip of the page. */
static void
find_ink (const ECrmSheetPages *pages, int from, int to, int *out_left, int *out_right)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 540, 790);
  cairo_t *cr = cairo_create (surface);

  e_crm_sheet_pages_draw (pages, cr, 0);
  cairo_surface_flush (surface);
  *out_left = 540;
  *out_right = -1;
  for (int y = from; y < to; y++)
    for (int x = 0; x < 540; x++)
      if (cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x]
          > 60)
        {
          *out_left = MIN (*out_left, x);
          *out_right = MAX (*out_right, x);
        }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* The same from the right: also what is written in letters of the other direction. */
static void
test_rtl (void)
{
  g_autoptr (GPtrArray) sheets = make_set ();
  g_autoptr (ECrmSheetPages) ltr = NULL;
  g_autoptr (ECrmSheetPages) rtl = NULL;
  CrmMeetingSheet *sheet = make_sheet ("Malt");
  int left, right;

  add (sheet, CRM_SHEET_TITLE, NULL, "Malt");
  add (sheet, CRM_SHEET_TITLE, NULL, "اجتماع");
  g_ptr_array_add (sheets, sheet);
  ltr = set_pages (sheets, A4_WIDTH, A4_HEIGHT, GTK_TEXT_DIR_LTR);
  find_ink (ltr, 0, 45, &left, &right);
  g_assert_cmpint (left, <, 10);
  g_assert_cmpint (right, <, 200);
  rtl = set_pages (sheets, A4_WIDTH, A4_HEIGHT, GTK_TEXT_DIR_RTL);
  find_ink (rtl, 0, 45, &left, &right);
  g_assert_cmpint (left, >, 335);
  g_assert_cmpint (right, >, 520);
}

static void
test_pictures (void)
{
  g_autoptr (GPtrArray) sheets = make_set ();
  g_autoptr (ECrmSheetPages) pages = NULL;
  CrmMeetingSheet *sheet = make_sheet ("اجتماع الصيف");

  add (sheet, CRM_SHEET_TITLE, NULL, "اجتماع الصيف");
  add (sheet, CRM_SHEET_FACT, "متى", "الاثنين، 2 مارس 2026، 10:00–11:00");
  add (sheet, CRM_SHEET_FACT, "أين", "Their office");
  add (sheet, CRM_SHEET_HEADING, NULL, "Alder Brewing");
  add (sheet, CRM_SHEET_PERSON, "Ida Alder",
       "\u2068رئيسة المشتريات\u2069 · \u2068+49 30 1234567\u2069");
  add (sheet, CRM_SHEET_TOPIC, NULL, "صفقات");
  add (sheet, CRM_SHEET_ENTRY, NULL, "Summer malt · Proposal");
  add (sheet, CRM_SHEET_ENTRY, "1 مارس 2026", "Prices once more");
  add (sheet, CRM_SHEET_NOTES, NULL, "ملاحظات");
  g_ptr_array_add (sheets, sheet);
  pages = set_pages (sheets, A4_WIDTH, A4_HEIGHT, GTK_TEXT_DIR_RTL);
  g_assert_cmpuint (e_crm_sheet_pages_count (pages), ==, 1);
  draw_all (pages, "rtl", A4_WIDTH, A4_HEIGHT);
}

/* Whatever a printer's driver says of its paper. */
static void
test_tiny (void)
{
  g_autoptr (GPtrArray) sheets = make_set ();
  g_autoptr (ECrmSheetPages) pages = NULL;

  g_ptr_array_add (sheets, make_usual ());
  pages = set_pages (sheets, -10, 0, GTK_TEXT_DIR_LTR);
  g_assert_cmpuint (e_crm_sheet_pages_count (pages), >, 1);
  draw_all (pages, "tiny", 100, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet-pages/usual", test_usual);
  g_test_add_func ("/sheet-pages/set", test_set);
  g_test_add_func ("/sheet-pages/long", test_long);
  g_test_add_func ("/sheet-pages/rtl", test_rtl);
  g_test_add_func ("/sheet-pages/pictures", test_pictures);
  g_test_add_func ("/sheet-pages/tiny", test_tiny);
  return g_test_run ();
}
