# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes vCards, events and tasks (RFC 2426, RFC 5545)."""

import hashlib
from datetime import timedelta
from zoneinfo import ZoneInfo

CRLF = "\r\n"
PRODID = "PRODID:-//Evolution CRM//Demo content//EN"
FOLD_BYTES = 73  # the limit is 75 octets; a continuation begins with a space
LONDON = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE""".split("\n")


def stable_uid(kind, key):
    """Returns the UID of a demo object; it never depends on the date."""
    digest = hashlib.sha256(f"{kind}/{key}".encode()).hexdigest()
    return f"{kind}-{digest[:20]}@demo.example"


def escape(text):
    """Escapes TEXT for a vCard or iCalendar value."""
    for char in ("\\", ";", ","):
        text = text.replace(char, "\\" + char)
    return text.replace("\n", "\\n")


def fold(line):
    """Folds LINE between characters, never within the bytes of one."""
    pieces = [""]
    size = 0
    for char in line:
        width = len(char.encode())
        if size + width > FOLD_BYTES:
            pieces.append(" ")
            size = 1
        pieces[-1] += char
        size += width
    return CRLF.join(pieces)


def join(lines):
    """Returns LINES folded and ended as both formats ask."""
    return "".join(fold(line) + CRLF for line in lines)


def make_vcard(person, account):
    """Returns the vCard 3.0 lines of PERSON."""
    name = (person["family"], person["given"], "", person.get("prefix", ""), "")
    address = account["address"]
    place = (address["street"], address["city"], "", address["code"], address["country"])
    lines = ["BEGIN:VCARD", "VERSION:3.0"]
    lines.append("UID:" + stable_uid("contact", person["key"]))
    lines.append("FN:" + escape(person["name"]))
    lines.append("N:" + ";".join(map(escape, name)))
    lines.append("ORG:" + escape(account["name"]))
    lines.append("TITLE:" + escape(person["title"]))
    for number, mail in enumerate(person["addresses"]):
        lines.append(f"EMAIL;TYPE=INTERNET,{'WORK' if number == 0 else 'OTHER'}:{mail}")
    for phone in person["phones"]:
        lines.append(f"TEL;TYPE={phone['type']}:{phone['number']}")
    lines.append("ADR;TYPE=WORK:;;" + ";".join(map(escape, place)))
    lines.append(f"URL:https://www.{account['domains'][0]}/")
    return lines + ["END:VCARD"]


def make_contacts(cast):
    """Returns contacts.vcf: everybody whose record says `contact`."""
    lines = []
    for person in cast.people:
        if person["contact"]:
            lines += make_vcard(person, cast.accounts[person["account"]]) + [""]
    return join(lines).replace(CRLF + CRLF, CRLF)


def utc(moment):
    """Returns MOMENT in iCalendar's form for UTC."""
    return moment.astimezone(ZoneInfo("UTC")).strftime("%Y%m%dT%H%M%SZ")


def party(name, mailbox, parameters=""):
    """Returns an ORGANIZER or ATTENDEE line for MAILBOX, a (name, address) pair."""
    return f'{name};CN="{mailbox[0]}"{parameters}:mailto:{mailbox[1]}'


def event_times(event, calendar):
    """Returns DTSTART and DTEND; an event with `days` lasts whole days."""
    zone = calendar.zone
    start = calendar.at(event["start"])
    if "days" in event:
        end = start.date() + timedelta(days=event["days"])
        return [f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}"]
    end = start + timedelta(minutes=event["minutes"])
    return [f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}", f"DTEND;TZID={zone}:{end:%Y%m%dT%H%M%S}"]


def event_attendees(event, cast):
    """Returns the ORGANIZER and ATTENDEE lines of EVENT; none if nobody else is there."""
    if not event.get("attendees"):
        return []
    organizer = event.get("organizer", "me")
    lines = [party("ORGANIZER", cast.mailbox(organizer))]
    for key, status in {organizer: "ACCEPTED", **event["attendees"]}.items():
        parameters = f";ROLE=REQ-PARTICIPANT;PARTSTAT={status};RSVP=TRUE"
        lines.append(party("ATTENDEE", cast.mailbox(key), parameters))
    return lines


def make_event(event, cast, calendar, attendees):
    """Returns the VEVENT lines of EVENT with the given ATTENDEE lines."""
    lines = ["BEGIN:VEVENT", "UID:" + stable_uid("event", event["key"])]
    lines.append("DTSTAMP:" + utc(calendar.now))
    lines += event_times(event, calendar)
    lines.append("SUMMARY:" + escape(event["summary"]))
    for name in ("location", "description"):
        if event.get(name):
            lines.append(f"{name.upper()}:{escape(event[name])}")
    if event.get("rrule"):
        lines.append("RRULE:" + event["rrule"])
    return lines + attendees + ["SEQUENCE:0", "STATUS:CONFIRMED", "END:VEVENT"]


def make_calendar(events, cast, calendar):
    """Returns calendar.ics: all events but those that have only been proposed by mail."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", PRODID, *LONDON]
    for event in events.values():
        if not event.get("proposed"):
            lines += make_event(event, cast, calendar, event_attendees(event, cast))
    return join(lines + ["END:VCALENDAR"])


def make_invitation(event, cast, calendar, status):
    """Returns an invitation to EVENT, or an answer to it if STATUS is "ACCEPTED" or so."""
    attendees = event_attendees(event, cast)
    if status:
        guest = next(key for key in event["attendees"])
        parameters = f";PARTSTAT={status}"
        attendees = [attendees[0], party("ATTENDEE", cast.mailbox(guest), parameters)]
    method = "METHOD:" + ("REPLY" if status else "REQUEST")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", PRODID, method, *LONDON]
    lines += make_event(event, cast, calendar, attendees)
    return join(lines + ["END:VCALENDAR"])


def make_task(task, calendar):
    """Returns the VTODO lines of TASK."""
    due = calendar.day(task["due"])
    created = min(calendar.at(task.get("created", "-9d 16:20")), calendar.now)
    lines = ["BEGIN:VTODO", "UID:" + task["uid"], "DTSTAMP:" + utc(calendar.now)]
    lines += ["CREATED:" + utc(created), f"DUE;VALUE=DATE:{due:%Y%m%d}"]
    lines.append("SUMMARY:" + escape(task["title"]))
    if task.get("text"):
        lines.append("DESCRIPTION:" + escape(task["text"]))
    if task.get("priority") == "high":
        lines.append("PRIORITY:3")
    if task.get("done"):
        lines += ["STATUS:COMPLETED", "PERCENT-COMPLETE:100"]
        lines.append("COMPLETED:" + utc(calendar.at(task["done"])))
    else:
        lines.append("STATUS:NEEDS-ACTION")
    return lines + ["END:VTODO"]


def make_tasks(tasks, calendar):
    """Returns tasks.ics."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", PRODID]
    for task in tasks:
        lines += make_task(task, calendar)
    return join(lines + ["END:VCALENDAR"])
