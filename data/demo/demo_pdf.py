# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draws plain text as a one-page PDF, so that attachments open in a viewer."""

PAGE = (595, 842)  # points: A4
MARGIN = 56
LEADING = 15


def draw_text(text):
    """Returns the drawing operators for TEXT; a line "# ..." is a heading."""
    commands = [f"BT {LEADING} TL {MARGIN} {PAGE[1] - MARGIN} Td".encode()]
    for line in text.splitlines():
        heading = line.startswith("# ")
        line = line[2:] if heading else line
        raw = line.encode("cp1252")
        for char in (b"\\", b"(", b")"):
            raw = raw.replace(char, b"\\" + char)
        font = b"/F2 15 Tf" if heading else b"/F1 10 Tf"
        commands.append(font + b" (" + raw + b") Tj T*")
    return b"\n".join(commands + [b"ET"])


def make_pdf(text):
    """Returns the bytes of a PDF that shows TEXT (Windows-1252 letters only)."""
    stream = draw_text(text)
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    resources = "/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >>"
    box = f"/MediaBox [0 0 {PAGE[0]} {PAGE[1]}]"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {box} {resources} /Contents 4 0 R >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        (font % "Courier").encode(),
        (font % "Helvetica-Bold").encode(),
    ]
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start)
