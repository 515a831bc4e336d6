#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes a demo mailbox, contacts, events, tasks and CRM records around a given moment.

    make_demo.py OUT [--now 2026-03-02T09:00:00+00:00]
    make_demo.py --home HOME [--now ...]

OUT gets mail/ (Maildir++), contacts.vcf, calendar.ics, tasks.ics and pipeline.json. With --home the
same files go where a home made by evolution_home.py has them: mail to HOME/Mail/sales, calendar and
tasks to the built-in ones, the other two to HOME/demo. Nothing that exists is overwritten. The same
moment gives the same bytes.
"""

import argparse
import json
import sys
from datetime import datetime, timezone
from pathlib import Path

from demo_content import Calendar, Cast, Languages, load_conversations, load_json
from demo_groupware import make_calendar, make_contacts, make_tasks, stable_uid
from demo_mail import PostOffice, write_maildir

DAY_FIELDS = ("due", "expected_close", "opened", "closed")
EDS = Path(".local/share/evolution")


class Places:
    """Where each file goes."""

    def __init__(self, root, is_home):
        data = root / EDS
        rest = root / "demo" if is_home else root
        self.mail = root / "Mail/sales" if is_home else root / "mail"
        self.calendar = data / "calendar/system/calendar.ics" if is_home else root / "calendar.ics"
        self.tasks = data / "tasks/system/tasks.ics" if is_home else root / "tasks.ics"
        self.contacts = rest / "contacts.vcf"
        self.pipeline = rest / "pipeline.json"

    def existing(self):
        """Returns the first file that is already there, or None; an empty mailbox is none."""
        letters = sorted(self.mail.glob("**/cur/*"))
        files = [self.calendar, self.tasks, self.contacts, self.pipeline]
        return next((path for path in letters + files if path.exists()), None)


def post_all(cast, calendar, events):
    """Returns all messages, oldest first."""
    languages = Languages(calendar)
    office = PostOffice(cast, calendar, languages, events)
    posts = [post for c in load_conversations() for post in office.deliver(c)]
    return sorted(posts, key=lambda post: (post.when, post.message_id))


def add_dates(records, calendar):
    """Adds what each offset means: "due": "+1d" gets "due_date"; "at" gets "at_time" (UTC)."""
    for record in records:
        for name in DAY_FIELDS:
            if name in record:
                record[f"{name}_date"] = calendar.day(record[name]).isoformat()
        if "at" in record:
            moment = calendar.at(record["at"]).astimezone(timezone.utc)
            record["at_time"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def make_pipeline(cast, calendar, posts):
    """Returns the CRM records, in the shape that content/README.md describes."""
    deals = load_json("pipeline/deals.json")
    activities = load_json("pipeline/activities.json")
    templates = load_json("pipeline/templates.json")["templates"]
    leads = load_json("pipeline/leads.json")["leads"]
    for person in cast.people:
        person.setdefault("language", cast.accounts[person["account"]]["language"])
        if person["contact"]:
            person["contact_uid"] = stable_uid("contact", person["key"])
    for number, followup in enumerate(activities["followups"]):
        followup["uid"] = stable_uid("task", f"followup-{number}")
    filed = [p for p in posts if p.get("deal")]
    pipeline = {
        "format": 1,
        "now": calendar.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "owner": cast.me,
        "company": cast.company,
        "accounts": list(cast.accounts.values()),
        "people": cast.people,
        **deals,
        "leads": leads,
        **activities,
        "templates": templates,
        "filed": [{"message_id": p.message_id, "deal": p.get("deal")} for p in filed],
    }
    for name in ("deals", "followups", "notes", "calls"):
        add_dates(pipeline[name], calendar)
    return pipeline


def write(path, text):
    """Writes TEXT to PATH as it is: the calendar formats bring their own line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def make_demo(places, now):
    """Writes everything to PLACES as if it were NOW (aware datetime); returns the messages."""
    cast = Cast()
    calendar = Calendar(now, cast.company["zone"])
    events = {event["key"]: event for event in load_json("events.json")["events"]}
    posts = post_all(cast, calendar, events)
    pipeline = make_pipeline(cast, calendar, posts)
    errands = load_json("errands.json")["tasks"]
    for number, errand in enumerate(errands):
        errand["uid"] = stable_uid("task", f"errand-{number}")
    write_maildir(places.mail, posts)
    write(places.contacts, make_contacts(cast))
    write(places.calendar, make_calendar(events, cast, calendar))
    write(places.tasks, make_tasks(pipeline["followups"] + errands, calendar))
    write(places.pipeline, json.dumps(pipeline, ensure_ascii=False, indent=1) + "\n")
    return posts


def main():
    parser = argparse.ArgumentParser(description="Write the demo content of Evolution CRM.")
    parser.add_argument("out", nargs="?", type=Path, help="directory for all files")
    parser.add_argument("--home", type=Path, help="home directory of the demo user instead")
    parser.add_argument("--now", type=datetime.fromisoformat, default=datetime.now(timezone.utc))
    options = parser.parse_args()
    if bool(options.out) == bool(options.home):
        parser.error("give either OUT or --home HOME")
    places = Places(options.home or options.out, bool(options.home))
    if places.existing():
        sys.exit(f"{places.existing()} exists already; nothing was written")
    now = options.now if options.now.tzinfo else options.now.replace(tzinfo=timezone.utc)
    posts = make_demo(places, now)
    print(f"{len(posts)} messages in {places.mail}")


if __name__ == "__main__":
    main()
