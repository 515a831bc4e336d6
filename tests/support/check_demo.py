#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks what data/demo/make_demo.py writes: check_demo.py [--now MOMENT]...

Makes the demo for several moments (or those given), each in a temporary directory, and reads it
back with Python's own e-mail parser and, where gir1.2-ical-3.0 and gir1.2-ebookcontacts-1.2 are
installed, with the parsers that Evolution uses. Prints one line per fault; exits 1 if there is any.
"""

import argparse
import json
import re
import sys
import tempfile
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default as mail_policy
from email.utils import parsedate_to_datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "data/demo"))
sys.dont_write_bytecode = True

import make_demo  # noqa: E402

# A Monday morning, a Sunday, new year's night, a leap day, and the hour that summer time skips.
MOMENTS = (
    "2026-03-02T06:05:00+00:00",
    "2026-08-16T15:30:00+02:00",
    "2027-01-01T00:00:30+00:00",
    "2028-02-29T23:59:00-05:00",
    "2026-03-29T01:30:00+00:00",
)
STAGES = {"Qualification", "Needs analysis", "Proposal", "Negotiation", "Won", "Lost"}
ROLES = {"Decision maker", "Influencer", "Evaluator", "User"}
COUNTS = {"accounts": 16, "people": 30, "deals": 18, "followups": 15}
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
FOLDERS = {"", ".Sent", ".Customers", ".Junk", ".Newsletters", ".Archive"}
OLDEST = timedelta(days=430)


class Report:
    """Collects faults."""

    def __init__(self):
        self.faults = []

    def expect(self, truth, where, what):
        """Notes the fault WHAT unless TRUTH."""
        if not truth:
            self.faults.append(f"{where}: {what}")


def check_addresses(report, where, text):
    """Every address is below the reserved top-level domain .example."""
    for address in ADDRESS.findall(text):
        report.expect(address.rpartition(".")[2] == "example", where, f"address {address}")


def check_text(report, where, part):
    """A text part can be decoded and holds no placeholder that nobody filled."""
    text = part.get_content().replace("\r", "").replace("\n ", "")  # calendars are folded
    report.expect("\ufffd" not in text, where, "undecodable text")
    report.expect(not re.search(r"\{(date|weekday)", text), where, "open placeholder")
    report.expect(text.strip(), where, "empty text")
    check_addresses(report, where, text)


def check_message(report, where, message, now):
    """One message: no defects, plausible headers, no date in the future."""
    for part in message.walk():
        report.expect(not part.defects, where, f"defects {part.defects}")
        # The fields of a delivery report count as parts, but have no type.
        if "Content-Type" in part and part.get_content_maintype() == "text":
            check_text(report, where, part)
        if part.get_content_type() == "application/pdf":
            report.expect(part.get_content().startswith(b"%PDF-"), where, "not a PDF")
    for name in ("From", "To", "Date", "Message-ID", "Subject"):
        value = message[name]
        report.expect(value, where, f"no {name}")
        report.expect(not getattr(value, "defects", ()), where, f"defective {name}")
    for name in ("From", "To", "Cc", "Reply-To", "List-Id", "Message-ID", "Return-Path"):
        check_addresses(report, where, str(message[name] or ""))
    for name in ("From", "To"):
        for address in message[name].addresses:
            report.expect(address.addr_spec.count("@") == 1, where, f"{name} without an address")
    when = parsedate_to_datetime(str(message["Date"]))
    report.expect(when <= now, where, f"{when} lies in the future")
    report.expect(when > now - OLDEST, where, f"{when} is too old")


def check_threads(report, messages):
    """Each reply names a message that exists and is older, and carries its references."""
    by_id = {}
    for where, message in messages.items():
        key = str(message["Message-ID"])
        report.expect(key not in by_id, where, f"second message {key}")
        by_id[key] = message
    for where, message in messages.items():
        parent_id = str(message["In-Reply-To"] or "")
        references = str(message["References"] or "").split()
        if not parent_id:
            report.expect(not references, where, "References without In-Reply-To")
            continue
        parent = by_id.get(parent_id)
        report.expect(parent, where, f"answers an unknown message {parent_id}")
        report.expect(references and references[-1] == parent_id, where, "References end elsewhere")
        report.expect(set(references) <= set(by_id), where, "reference to an unknown message")
        if parent:
            dates = [parsedate_to_datetime(str(m["Date"])) for m in (parent, message)]
            report.expect(dates[0] < dates[1], where, "answers a later message")


def check_mail(report, mail, now):
    """Returns the messages of the Maildir by their place in it, after checking them."""
    messages = {}
    for path in sorted(mail.glob("**/cur/*")):
        where = str(path.relative_to(mail))
        messages[where] = message_from_bytes(path.read_bytes(), policy=mail_policy)
        check_message(report, where, messages[where], now)
        report.expect(b"\r" not in path.read_bytes(), where, "CR in a Maildir")
    found = {"" if p.parent == mail else p.parent.name for p in mail.glob("**/cur")}
    report.expect(found == FOLDERS, "mail", f"folders {sorted(found)}")
    report.expect(140 <= len(messages) <= 170, "mail", f"{len(messages)} messages")
    check_threads(report, messages)
    kinds = [part.get_content_type() for m in messages.values() for part in m.walk()]
    for kind in ("text/calendar", "text/html", "application/pdf", "message/delivery-status"):
        report.expect(kind in kinds, "mail", f"no {kind}")
    return messages


def check_dates(report, where, record):
    """A deal was opened in the past, open ones close in the future."""
    report.expect(record["opened"].startswith("-"), where, "opened in the future")
    is_open = record["stage"] not in ("Won", "Lost")
    report.expect(is_open == ("closed" not in record), where, "stage and `closed` disagree")
    report.expect(is_open == record["expected_close"].startswith("+"), where, "expected_close")
    report.expect(date.fromisoformat(record["expected_close_date"]), where, "no date")


def check_pipeline(report, pipeline, messages):
    """Counts, keys, stages, amounts."""
    keys = {}
    for kind in ("accounts", "people", "deals"):
        keys[kind] = {record["key"] for record in pipeline[kind]}
        report.expect(len(keys[kind]) == len(pipeline[kind]), kind, "a key stands twice")
    for kind, count in COUNTS.items():
        report.expect(len(pipeline[kind]) == count, kind, f"{len(pipeline[kind])} records")
    owners = [("people", pipeline["people"]), ("deals", pipeline["deals"])]
    owners += [(kind, pipeline[kind]) for kind in ("followups", "notes", "calls", "filed")]
    owners += [("tags", [on for tag in pipeline["tags"] for on in tag["on"]])]
    for kind, records in owners:
        for number, record in enumerate(records):
            where = f"pipeline.json {kind} {number}"
            for name in ("account", "person", "deal"):
                known = {"person": "people"}.get(name, name + "s")
                report.expect(record.get(name) in keys[known] | {None}, where, f"unknown {name}")
    used = {deal["stage"] for deal in pipeline["deals"]}
    report.expect(used == STAGES, "deals", f"stages {sorted(used)}")
    for deal in pipeline["deals"]:
        where = f"deal {deal['key']}"
        report.expect(re.fullmatch(r"\d+(\.\d\d)?", deal["amount"]), where, "amount")
        report.expect(("." in deal["amount"]) == (deal["currency"] != "JPY"), where, "minor units")
        for part in deal["people"]:
            report.expect(part["person"] in keys["people"], where, f"unknown {part['person']}")
            report.expect(part["role"] in ROLES, where, f"role {part['role']}")
        check_dates(report, where, deal)
    known_ids = {str(message["Message-ID"]) for message in messages.values()}
    for row in pipeline["filed"]:
        report.expect(row["message_id"] in known_ids, "filed", f"unknown {row['message_id']}")


def unfold(report, path):
    """Returns the content lines of an iCalendar or vCard file, after checking their form."""
    data = path.read_bytes()
    report.expect(data.count(b"\n") == data.count(b"\r\n"), path.name, "line ends")
    for line in data.split(b"\r\n"):
        report.expect(len(line) <= 75, path.name, f"long line {line[:30]!r}")
    text = data.decode("utf-8")
    check_addresses(report, path.name, text.replace("\r\n ", ""))
    return text.replace("\r\n ", "").split("\r\n")


def check_blocks(report, where, lines):
    """BEGIN and END match; returns how often each block occurs."""
    stack, counts = [], {}
    for line in filter(None, lines):
        name, _, value = line.partition(":")
        report.expect(re.match(r"[A-Z-]+(;|$)", name), where, f"bad line {line[:30]!r}")
        if name == "BEGIN":
            stack.append(value)
            counts[value] = counts.get(value, 0) + 1
        elif name == "END":
            report.expect(stack and stack.pop() == value, where, f"END:{value} without BEGIN")
    report.expect(not stack, where, f"{stack} not ended")
    return counts


def check_groupware(report, out):
    """Contacts, events and tasks."""
    expected = {
        "contacts.vcf": {"VCARD": 25},
        "calendar.ics": {"VEVENT": 12},
        "tasks.ics": {"VTODO": 18},
    }
    for name, wanted in expected.items():
        lines = unfold(report, out / name)
        counts = check_blocks(report, name, lines)
        for block, count in wanted.items():
            report.expect(counts.get(block) == count, name, f"{counts.get(block)} {block}")
            uids = {line for line in lines if line.startswith("UID:")}
            report.expect(len(uids) == count, name, "UIDs are not unique")
    check_with_host_parsers(report, out)


def check_with_host_parsers(report, out):
    """Reads the files as Evolution does, if its introspection data is there."""
    try:
        import gi

        gi.require_version("ICalGLib", "3.0")
        gi.require_version("EBookContacts", "1.2")
        from gi.repository import EBookContacts, ICalGLib
    except (ImportError, ValueError):
        return
    for name in ("calendar.ics", "tasks.ics"):
        component = ICalGLib.Component.new_from_string((out / name).read_text(encoding="utf-8"))
        valid = component and component.is_valid() and not component.count_errors()
        report.expect(valid, name, "libical finds faults")
    text = (out / "contacts.vcf").read_bytes().decode("utf-8")
    for card in re.findall(r"BEGIN:VCARD.*?END:VCARD", text, re.DOTALL):
        contact = EBookContacts.Contact.new_from_vcard(card)
        for field in ("full_name", "email_1", "org", "title", "family_name", "business_phone"):
            value = contact.get_property(field)
            report.expect(value, "contacts.vcf", f"{field} of {contact.get_property('full_name')}")


def snapshot(directory):
    """Returns the files of DIRECTORY and their bytes."""
    files = (path for path in sorted(directory.rglob("*")) if path.is_file())
    return {str(path.relative_to(directory)): path.read_bytes() for path in files}


def check_moment(report, now):
    """Makes the demo twice for NOW and checks everything about it."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        outs = [Path(first), Path(second)]
        for out in outs:
            make_demo.make_demo(make_demo.Places(out, False), now)
        report.expect(snapshot(outs[0]) == snapshot(outs[1]), str(now), "two runs differ")
        messages = check_mail(report, outs[0] / "mail", now)
        pipeline = json.loads((outs[0] / "pipeline.json").read_text(encoding="utf-8"))
        check_pipeline(report, pipeline, messages)
        check_addresses(report, "pipeline.json", json.dumps(pipeline["people"]))
        check_groupware(report, outs[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--now", action="append", type=datetime.fromisoformat)
    moments = parser.parse_args().now or [datetime.fromisoformat(m) for m in MOMENTS]
    report = Report()
    for now in moments:
        check_moment(report, now)
    print("\n".join(report.faults) or f"demo content: {len(moments)} moments, no fault")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
