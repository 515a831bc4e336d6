# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads data/demo/content: people, conversations and moments such as "-12d 09:30"."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import parseaddr
from pathlib import Path
from zoneinfo import ZoneInfo

CONTENT = Path(__file__).resolve().parent / "content"
MOMENT = re.compile(r"([+-])(\d+)([mhd])(?: (\d\d):(\d\d))?")
PLACEHOLDER = re.compile(r"\{(date|weekday):([+-]\d+d)\}")
PHONE = {"WORK": "T", "CELL": "M"}  # how a signature names a vCard type
MESSAGE_START = re.compile(r"^=== (.+)$", re.MULTILINE)


def load_json(name):
    """Returns the object in content/NAME, without its licence line."""
    data = json.loads((CONTENT / name).read_text(encoding="utf-8"))
    data.pop("SPDX-License-Identifier", None)
    return data


class Calendar:
    """Turns offsets into moments around one `now`, keeping business to working days."""

    def __init__(self, now, zone):
        self.now = now.astimezone(timezone.utc).replace(microsecond=0)
        self.zone = zone  # of the seller: her "today" is what days are counted from

    def at(self, offset, zone=None):
        """Returns the aware datetime of OFFSET ("-3h", "-12d 09:30"), a clock time in ZONE.

        Saturdays and Sundays move away from now, so what is past stays past.
        """
        zone = zone or self.zone
        match = MOMENT.fullmatch(offset)
        if not match:
            raise ValueError(f"not a moment: {offset!r}")
        sign = -1 if match[1] == "-" else 1
        count = int(match[2])
        if match[3] != "d":
            step = timedelta(minutes=count) if match[3] == "m" else timedelta(hours=count)
            return (self.now + sign * step).astimezone(ZoneInfo(zone))
        day = self.now.astimezone(ZoneInfo(self.zone)).date() + sign * timedelta(days=count)
        while count and day.weekday() > 4:
            day += timedelta(days=sign)
        clock = (int(match[4] or 9), int(match[5] or 0))
        return datetime(day.year, day.month, day.day, *clock, tzinfo=ZoneInfo(zone))

    def day(self, offset):
        """Returns the date of OFFSET ("+21d")."""
        return self.at(offset).date()


@dataclass
class Letter:
    """One message of a conversation file."""

    when: str
    fields: dict
    body: str


@dataclass
class Conversation:
    """One file below content/conversations."""

    key: str
    fields: dict
    letters: list = field(default_factory=list)


def parse_fields(lines, where):
    """Reads "key: value" lines up to the first empty one; returns (fields, number of lines)."""
    fields = {}
    for number, line in enumerate(lines):
        if not line.strip():
            return fields, number + 1
        if line.startswith("#"):
            continue
        key, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"{where}: expected 'key: value', not {line!r}")
        fields[key.strip()] = value.strip()
    return fields, len(lines)


def parse_conversation(path):
    """Reads one conversation file; see content/README.md for the format."""
    parts = MESSAGE_START.split(path.read_text(encoding="utf-8"))
    fields, _ = parse_fields(parts[0].splitlines(), path.name)
    conversation = Conversation(path.stem, fields)
    for when, text in zip(parts[1::2], parts[2::2]):
        lines = text.splitlines()[1:]
        own, used = parse_fields(lines, f"{path.name} {when}")
        body = "\n".join(lines[used:]).strip() + "\n"
        conversation.letters.append(Letter(when.strip(), own, body))
    return conversation


def load_conversations():
    """Returns all conversations, in the order of their paths."""
    paths = sorted((CONTENT / "conversations").rglob("*.txt"))
    return [parse_conversation(path) for path in paths]


class Cast:
    """Everybody who is known by a key: the seller, her colleagues, the customers' people."""

    def __init__(self):
        seller = load_json("seller.json")
        self.me = seller["me"]
        self.company = seller["company"]
        self.accounts = {a["key"]: a for a in load_json("pipeline/accounts.json")["accounts"]}
        self.people = load_json("pipeline/people.json")["people"]
        for person in self.people:
            person.setdefault("name", f"{person['given']} {person['family']}")
        self.by_key = {p["key"]: p for p in self.people + seller["colleagues"] + [self.me]}

    def mailbox(self, text):
        """Returns (name, address) of a key or of a written address."""
        if "@" in text:
            return parseaddr(text)
        person = self.by_key[text]
        return person["name"], person["addresses"][0]

    def home(self, text):
        """Returns the account a key belongs to; the seller's company for colleagues."""
        person = self.by_key.get(text, {})
        return self.accounts.get(person.get("account"), self.company)

    def signature(self, key):
        """Returns the lines under a letter, or "" for somebody who has no record."""
        person = self.by_key.get(key)
        if not person:
            return ""
        home = self.home(key)
        lines = [person["name"], person["title"], home["name"]]
        lines += [f"{PHONE[p['type']]} {p['number']}" for p in person["phones"]]
        return "\n".join(lines + ["www." + home["domains"][0]])


class Languages:
    """Fills {date:+9d} and {weekday:+9d} in the language of a letter."""

    def __init__(self, calendar):
        self.tables = load_json("languages.json")
        self.calendar = calendar

    def day(self, day, lang):
        """Returns DAY as this language writes it within a sentence, without the year."""
        table = self.tables[lang]
        return table["day"].format(day=day.day, month=table["months"][day.month - 1])

    def fill(self, text, lang):
        """Returns TEXT with its placeholders replaced."""

        def replace(match):
            day = self.calendar.day(match[2])
            if match[1] == "weekday":
                return self.tables[lang]["weekdays"][day.weekday()]
            return self.day(day, lang)

        return PLACEHOLDER.sub(replace, text)

    def attribution(self, when, name, lang):
        """Returns the line that stands over a quoted letter."""
        return self.tables[lang]["wrote"].format(date=self.day(when.date(), lang), name=name)
