#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The sidebar on real mailboxes says what an independent count of the same files says.

Needs the Enron mailboxes of the test data (see Bench.data()); skipped without them. No name, address
or text of theirs stands here or is printed.
"""

import collections
import email
import email.header
import email.policy
import email.utils
import json
import random
import re
import tarfile
import time

from support import Skip, evolution_home, main

DATA = "mail-enron"
IDENTITY = ("Sam Seller", "sam@ourco.example")
SEED = 20260302
# Two dots in a row are left out: Evolution's list shows "a..b@c" as "a.. <b@c>".
PLAIN = re.compile(r"^[a-z0-9](?:[a-z0-9_+-]|\.(?!\.))*@[a-z0-9][a-z0-9.-]*\.[a-z]{2,}$")


class Letter:
    """What one file's header says, read without our code. key: the same for copies."""

    def __init__(self, folder, data):
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        self.folder = folder
        self.sender = (addresses_of(message, "From") or [""])[0]
        self.subject = one_line(decode(message["Subject"]))
        recipients = frozenset(addresses_of(message, "To"))
        self.people = set(addresses_of(message, "From", "To", "Cc", "Bcc"))
        visible = re.sub(r"[\x00-\x1f]", "", self.subject)
        self.key = (date_of(message), self.sender, recipients, visible)


def one_line(text):
    return " ".join((text or "").split())


def decode(value):
    return str(email.header.make_header(email.header.decode_header(str(value or ""))))


def addresses_of(message, *headers):
    """The addresses of these headers as facts.json has them: in lower case, with exactly one @."""
    values = [one_line(str(value)) for header in headers for value in message.get_all(header, [])]
    found = (address.lower() for _name, address in email.utils.getaddresses(values))
    return [address for address in found if address.count("@") == 1]


def date_of(message):
    try:
        return email.utils.parsedate_to_datetime(message["Date"]).timestamp()
    except (TypeError, ValueError):
        return message["Date"]


def read_facts(bench):
    """What is published about each mailbox."""
    text = (bench.data(DATA) / "facts.json").read_text(encoding="utf-8")
    return json.loads(text)["mailboxes"]


def smallest_mailboxes(bench, number):
    """So many of the mailboxes that have an archive of their own."""
    facts = read_facts(bench)
    names = [path.name.removesuffix(".tar.xz") for path in bench.data(DATA).glob("*.tar.xz")]
    names = sorted((name for name in names if name in facts), key=lambda x: facts[x]["messages"])
    if len(names) < number:
        raise Skip("there are not enough mailboxes among the test data")
    return names[:number]


def unpack(bench, home, mailboxes):
    """Puts the mailboxes into the account as folders MAILBOX/FOLDER, the files as they are. Returns
    their letters in a steady order."""
    letters = []
    for mailbox in mailboxes:
        with tarfile.open(bench.data(DATA) / f"{mailbox}.tar.xz") as archive:
            for member in archive:
                folder, cur, name = (["", "", ""] + member.name.rsplit("/", 2))[-3:]
                if not member.isfile() or cur != "cur":
                    continue
                data = archive.extractfile(member).read()
                directory = evolution_home.make_maildir(home.mail_root, folder)
                (directory / "cur" / name).write_bytes(data)
                letters.append(Letter(folder, data))
    return letters


def count_letters(letters):
    """How many distinct letters each address takes part in."""
    seen = collections.defaultdict(set)
    for letter in letters:
        for address in letter.people:
            seen[address].add(letter.key)
    return {address: len(keys) for address, keys in seen.items()}


def pick(letters, count):
    """So many letters, spread over the folders, the same ones each time, sorted by folder."""
    chance = random.Random(SEED)
    folders = collections.defaultdict(list)
    for letter in letters:
        # Without a subject the row could not be told from others in the list.
        if letter.subject and PLAIN.match(letter.sender):
            folders[letter.folder].append(letter)
    picked = []
    while len(picked) < count:
        folder = chance.choice(sorted(folders))
        picked.append(chance.choice(folders[folder]))
    return sorted(picked, key=lambda letter: letter.folder)


def read_rows(crm):
    """(sender, subject) of each row of the message list. Two columns only: it is slow enough."""

    def read(accessible):
        table = accessible.get_table_iface()
        columns = [
            i
            for i in range(table.get_n_columns())
            if table.get_column_description(i) in ("From", "Subject")
        ]
        return [
            [one_line(table.get_accessible_at(row, column).get_name()) for column in columns]
            for row in range(table.get_n_rows())
        ]

    return crm.driver.message_list()._ask(read)


def find_row(rows, letter):
    """The number of the letter's row, or of one with the same sender and subject; None without."""
    for number, (sender, subject) in enumerate(rows):
        if letter.sender in sender.lower() and subject == letter.subject:
            return number
    return None


def open_folder(crm, letter, n_letters):
    """Shows the letter's folder and returns the rows of its message list."""
    crm.open_folder(letter.folder)

    def is_filled():
        return crm.driver.message_count() == n_letters

    def look():
        if not is_filled():
            return None
        # Evolution's own accessibility has a critical for who reads cells while a list is made anew.
        time.sleep(0.5)
        rows = read_rows(crm) if is_filled() else []
        return rows if find_row(rows, letter) is not None else None

    return crm.driver.wait_until(look, what=f"{n_letters} messages in the list")


def shown_number(crm):
    digits = re.match(r"\d+", crm.text("crm-person-letters") or "")
    return int(digits[0]) if digits else None


def compare(bench, crm, letters, picked):
    """Selects each picked letter and holds the sidebar against the files. Returns what the sidebar
    said: address -> number of letters."""
    expected = count_letters(letters)
    sizes = collections.Counter(letter.folder for letter in letters)
    said = {}
    wrong = []
    folder = rows = None
    for letter in picked:
        if letter.folder != folder:
            folder, rows = letter.folder, open_folder(crm, letter, sizes[letter.folder])
        crm.driver.select_message(find_row(rows, letter))
        crm.wait_text("crm-person-address", f"^{re.escape(letter.sender)}$")
        try:
            crm.driver.wait_until(
                lambda n=expected[letter.sender]: shown_number(crm) == n, 3, what="the number"
            )
        except AssertionError:
            wrong.append(f"{shown_number(crm)} shown, {expected[letter.sender]} counted")
        said[letter.sender] = shown_number(crm)
    bench.check(
        not wrong,
        f"{len(picked)} messages over {len({x.folder for x in picked})} folders: sender and number"
        " of letters are right",
        "\n".join(wrong),
    )
    return said


def several(bench):
    """Three mailboxes at once, letters picked by chance."""
    home = bench.home(identity=IDENTITY)
    letters = unpack(bench, home, smallest_mailboxes(bench, 3))
    with bench.crm(home) as crm:
        with bench.step(f"{len(letters)} files are indexed"):
            crm.press("crm-setup-start")
            crm.wait_for_index(len(letters), timeout=120)
            copies, distinct = crm.sql(
                "SELECT (SELECT count(*) FROM location), (SELECT count(*) FROM message)",
                file="index.db",
            )[0]
        bench.check(copies == len(letters), f"{copies} copies, no more and no less")
        counted = len({letter.key for letter in letters})
        bench.check(distinct == counted, f"{distinct} distinct letters", f"{counted} counted")
        with bench.step("the sidebar on 40 messages"):
            compare(bench, crm, letters, pick(letters, 40))
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def one(bench):
    """One mailbox, held against the published facts as well.

    They count a letter by date, sender, subject and body, we by date, sender, To and subject: one
    letter sent out in two parts counts once with us and twice there, the same text sent to two
    people one after the other the other way round. Hence 3 % or 2 letters are allowed."""
    home = bench.home(identity=IDENTITY)
    mailbox = smallest_mailboxes(bench, 1)[0]
    letters = unpack(bench, home, [mailbox])
    facts = read_facts(bench)[mailbox]
    known = facts["addresses"] | facts["external_addresses"]
    picked = [letter for letter in pick(letters, 400) if letter.sender in known]
    picked = list({letter.sender: letter for letter in picked}.values())[:10]
    with bench.crm(home) as crm:
        with bench.step("the mailbox is indexed"):
            crm.press("crm-setup-start")
            crm.wait_for_index(len(letters))
        with bench.step("the sidebar on the senders with published numbers"):
            said = compare(bench, crm, letters, picked)
        far = [
            f"{number} shown, {known[address]['any_unique']} published"
            for address, number in said.items()
            if abs(number - known[address]["any_unique"]) > max(2, number * 0.03)
        ]
        bench.check(not far, f"{len(said)} senders: close to the published numbers", "\n".join(far))
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    main({"several": (several, 240), "one": (one, 100)})
