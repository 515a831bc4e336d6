# SPDX-License-Identifier: LGPL-2.1-or-later
"""Turns conversations into messages and writes them as a Maildir++ mailbox."""

import hashlib
import html
import os
import re
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime

from demo_content import CONTENT
from demo_groupware import make_invitation
from demo_pdf import make_pdf

ANSWERING_MACHINES = ("auto-reply", "bounce")  # answer within a minute
FILED_AFTER = timedelta(days=10)  # until then, letters for Customers are still in the Inbox
FOLDERS = ("Inbox", "Sent", "Customers", "Junk", "Newsletters", "Archive")
AUTO_REPLY = {
    "Auto-Submitted": "auto-replied",
    "X-Auto-Response-Suppress": "All",
    "Precedence": "bulk",
}
POLICY = SMTP.clone(max_line_length=78)
SHORT_LINE = 50  # characters: a shorter line was broken on purpose and stays broken in HTML
STYLE = "font-family: sans-serif; font-size: 10.5pt; color: #222"


class Post:
    """One message on its way into the mailbox."""

    def __init__(self, conversation, letter, position):
        self.conversation = conversation
        self.fields = {**conversation.fields, **letter.fields}
        self.letter = letter
        self.position = position
        self.when = None
        self.folder = None
        self.parent = None
        self.message_id = None
        self.body = None  # as written, without signature
        self.text = None  # with signature
        self.quotation = ""  # of the parent
        self.message = None
        self.answered = False

    def get(self, key, default=""):
        """Returns the value of KEY from the letter, else from the head of its file."""
        return self.fields.get(key, default)

    def own(self, key):
        """Returns the value of KEY from the letter only; "" if it is not there."""
        return self.letter.fields.get(key, "")

    @property
    def is_mine(self):
        return self.get("from") == "me"


class PostOffice:
    """Makes the messages of all conversations."""

    def __init__(self, cast, calendar, languages, events):
        self.cast = cast
        self.calendar = calendar
        self.languages = languages
        self.events = events

    def deliver(self, conversation):
        """Returns the finished posts of CONVERSATION, oldest first."""
        posts = []
        signed = set()
        for position, letter in enumerate(conversation.letters):
            post = Post(conversation, letter, position)
            self._place_in_time(post, posts[-1] if posts else None)
            self._place_in_folder(post)
            self._place_in_thread(post, posts)
            self._write_body(post, signed)
            self._build(post)
            posts.append(post)
        return posts

    def _place_in_time(self, post, previous):
        zone = self.cast.home(post.get("from")).get("zone", self.cast.company["zone"])
        post.when = self.calendar.at(post.letter.when, zone)
        if previous and post.get("kind") in ANSWERING_MACHINES:
            post.when = (previous.when + timedelta(minutes=1)).astimezone(post.when.tzinfo)
        # Moving weekends to Friday may put an answer before its question.
        if previous and post.when <= previous.when and post.get("thread") != "none":
            post.when = (previous.when + timedelta(minutes=19)).astimezone(post.when.tzinfo)

    def _place_in_folder(self, post):
        post.folder = "Sent" if post.is_mine else post.get("folder", "Inbox")
        if post.folder == "Customers" and self.calendar.now - post.when < FILED_AFTER:
            post.folder = "Inbox"

    def _place_in_thread(self, post, earlier):
        _, address = self.cast.mailbox(post.get("from"))
        seed = f"{post.conversation.key}/{post.position}"
        digest = hashlib.sha256(seed.encode()).hexdigest()[:24]
        post.message_id = f"<{digest}@{address.partition('@')[2]}>"
        if not earlier or post.get("thread") == "none":
            return
        back = int(post.own("answers") or -1)  # -2 answers the letter before the previous one
        post.parent = earlier[back]
        if post.is_mine and not post.parent.is_mine:
            post.parent.answered = True

    def _write_body(self, post, signed):
        lang = post.get("lang", "en")
        post.body = self.languages.fill(post.letter.body, lang)
        key = post.get("from")
        signature = self.cast.signature(key)
        post.text = post.body
        if signature and post.get("signature", "no" if key in signed else "yes") == "yes":
            post.text += f"\n-- \n{signature}\n"
        signed.add(key)
        if post.parent and post.get("quote") == "yes":
            post.quotation = self._quote(post.parent, lang)

    def _quote(self, parent, lang):
        name, _ = self.cast.mailbox(parent.get("from"))
        lines = [self.languages.attribution(parent.when, name, lang)]
        lines += [f"> {line}".rstrip() for line in parent.body.rstrip().split("\n")]
        return "\n".join(lines) + "\n"

    def _build(self, post):
        message = post.message = EmailMessage(policy=POLICY)
        self._add_headers(post, message)
        if post.get("kind") == "bounce":
            fill_bounce(message, post)
        elif post.own("invite"):
            event = self.events[post.own("invite")]
            status = post.own("status")
            calendar = make_invitation(event, self.cast, self.calendar, status)
            fill_text(message, post)
            message.add_alternative(calendar, subtype="calendar", cte="base64")
            part = message.get_payload()[-1]
            part.set_param("method", "REPLY" if status else "REQUEST")
        else:
            fill_text(message, post)
        for name in filter(None, (n.strip() for n in post.own("attach").split(","))):
            add_attachment(message, name)
        fix_boundaries(message, post.message_id[1:13])

    def _add_headers(self, post, message):
        sender = self._addresses(post.get("from"))
        domain = sender[0].domain
        date = format_datetime(post.when)
        if not post.is_mine:
            bounced = post.get("kind") == "bounce"
            message["Return-Path"] = "<>" if bounced else f"<{sender[0].addr_spec}>"
            server = f"mx.{self.cast.company['domains'][0]}"
            message["Received"] = f"from mail.{domain} by {server} with ESMTPS; {date}"
        message["Date"] = date
        message["From"] = sender
        message["To"] = self._addresses(post.get("to"))
        if post.own("cc"):
            message["Cc"] = self._addresses(post.own("cc"))
        message["Message-ID"] = post.message_id
        self._add_thread_headers(post, message)
        if post.get("list"):
            message["List-Id"] = post.get("list")
            message["List-Unsubscribe"] = f"<mailto:unsubscribe@{domain}>"
            message["Precedence"] = "bulk"
        if post.get("kind") == "auto-reply":
            for name, value in AUTO_REPLY.items():
                message[name] = value
        if post.get("kind") == "notice":
            message["Auto-Submitted"] = "auto-generated"
        if post.folder == "Junk":
            message["X-Spam-Flag"] = "YES"

    def _add_thread_headers(self, post, message):
        subject = self.languages.fill(post.get("subject"), post.get("lang", "en"))
        if post.parent:
            if not post.own("subject"):
                subject = "Re: " + subject
            before = post.parent.message["References"] or post.parent.message["In-Reply-To"] or ""
            message["In-Reply-To"] = post.parent.message_id
            message["References"] = f"{before} {post.parent.message_id}".strip()
        message["Subject"] = subject

    def _addresses(self, text):
        pairs = [self.cast.mailbox(part.strip()) for part in text.split(",")]
        return [Address(display_name=name, addr_spec=address) for name, address in pairs]


def fill_text(message, post):
    """Gives MESSAGE its text, as `format` and `charset` of the letter ask."""
    form = post.get("format", "plain")
    charset = post.get("charset", "utf-8")
    page = to_html(post.text, post.quotation)
    if form == "html-only":
        message.set_content(page, subtype="html", charset=charset)
        return
    plain = post.text + ("\n" + post.quotation if post.quotation else "")
    message.set_content(plain, charset=charset)
    if form == "html":
        message.add_alternative(page, subtype="html", charset=charset)


def fix_boundaries(message, seed):
    """Names the boundaries of MESSAGE after SEED; the library would draw them at random."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            part.set_boundary(f"=-demo-{seed}-{number}")


def fill_bounce(message, post):
    """Makes MESSAGE a delivery report (RFC 3464) about the letter before."""
    failed = post.parent.message
    recipient = failed["To"].addresses[0].addr_spec
    reporter = post.message["From"].addresses[0].domain
    message.set_content(post.text)
    message.make_mixed()
    status = EmailMessage(policy=POLICY)
    status["Reporting-MTA"] = f"dns; mx.{reporter}"
    details = EmailMessage(policy=POLICY)
    details["Final-Recipient"] = f"rfc822; {recipient}"
    details["Action"] = "failed"
    details["Status"] = "5.1.1"
    report = MIMEPart(policy=POLICY)
    report["Content-Type"] = "message/delivery-status"
    report.set_payload([status, details])
    message.attach(report)
    headers = "".join(f"{name}: {failed[name]}\n" for name in ("Date", "From", "To", "Subject"))
    copy = MIMEPart(policy=POLICY)
    copy.set_content(headers + f"Message-ID: {post.parent.message_id}\n", subtype="rfc822-headers")
    message.attach(copy)
    message.replace_header("Content-Type", "multipart/report; report-type=delivery-status")


def add_attachment(message, name):
    """Attaches content/attachments/NAME without its licence line; a PDF is drawn from NAME.txt."""
    is_pdf = name.endswith(".pdf")
    source = CONTENT / "attachments" / (name + ".txt" if is_pdf else name)
    _, _, text = source.read_text(encoding="utf-8").partition("\n")
    if is_pdf:
        pdf = make_pdf(text)
        message.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
    else:
        subtype = name.rpartition(".")[2]  # text/csv
        message.add_attachment(text, subtype=subtype, filename=name, charset="utf-8")


def to_html(text, quotation):
    """Returns TEXT as a small HTML page: paragraphs, "# " headings, "- " lists, a quotation."""
    letter, _, signature = text.partition("\n-- \n")
    blocks = [block_to_html(block) for block in letter.strip().split("\n\n")]
    if signature:
        lines = html.escape(signature.strip(), quote=False).replace("\n", "<br>\n")
        blocks.append(f'<p style="color: #667">{lines}</p>')
    if quotation:
        wrote, _, quoted = quotation.partition("\n")
        quoted = re.sub(r"^> ?", "", quoted, flags=re.MULTILINE).strip()
        inner = "\n".join(block_to_html(block) for block in quoted.split("\n\n"))
        blocks.append(f"<p>{html.escape(wrote)}</p>")
        blocks.append(f'<blockquote type="cite">\n{inner}\n</blockquote>')
    body = "\n".join(blocks)
    return f'<html><body dir="auto" style="{STYLE}">\n{body}\n</body></html>\n'


def block_to_html(block):
    """Returns one paragraph, heading or list as HTML."""
    lines = [html.escape(line, quote=False) for line in block.split("\n")]
    if block.startswith("# "):
        return f"<h2>{lines[0][2:]}</h2>"
    if all(line.startswith("- ") or line.startswith("  ") for line in lines):
        items = re.split(r"^- ", "\n".join(lines), flags=re.MULTILINE)[1:]
        return "<ul>\n" + "".join(f"<li>{item.strip()}</li>\n" for item in items) + "</ul>"
    joined = "".join(
        line + ("<br>\n" if len(line) < SHORT_LINE else "\n") for line in lines[:-1]
    )
    return f"<p>{joined}{lines[-1]}</p>"


def folder_path(root, folder):
    """Returns the directory of FOLDER: Maildir++ keeps the Inbox in the root itself."""
    return root if folder == "Inbox" else root / f".{folder}"


def write_maildir(root, posts):
    """Writes POSTS below ROOT; the names, hence Camel's uids, depend on the content only."""
    for folder in FOLDERS:
        for name in ("cur", "new", "tmp"):
            (folder_path(root, folder) / name).mkdir(parents=True, exist_ok=True)
    for post in posts:
        flags = ("F" if post.own("flagged") else "") + ("R" if post.answered else "")
        flags += "" if post.own("unread") else "S"
        stamp = int(post.when.timestamp())
        name = f"{stamp}.{post.message_id[1:13]}.demo:2,{flags}"
        path = folder_path(root, post.folder) / "cur" / name
        # Files in a Maildir end their lines with LF.
        path.write_bytes(post.message.as_bytes().replace(b"\r\n", b"\n"))
        os.utime(path, (stamp, stamp))
