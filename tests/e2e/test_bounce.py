#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Mail that came back: opening the letter marks the address, the composer warns, and it is taken back by hand or
by a later letter from there. Nobody becomes known by it."""

import email.utils
import time

from support import DEMO_IDENTITY, UNDO_KEY, evolution_home, main
from test_compose import open_letter

OWEN = ("Owen Pugh", "owen.pugh@gwernen.example")
DAY = 24 * 3600

REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@tarnbeck.example>\r
To: Nia Hartwell <nia.hartwell@tarnbeck.example>\r
Subject: {subject}\r
Date: {date}\r
Message-ID: <{number}@mx.tarnbeck.example>\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary=xx\r
\r
--xx\r
Content-Type: text/plain\r
\r
Your letter could not be delivered.\r
\r
--xx\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.tarnbeck.example\r
\r
Final-Recipient: rfc822; {address}\r
Action: {action}\r
Status: {status}\r
Diagnostic-Code: smtp; 550 {status} no such user here\r
\r
--xx--\r
"""


def deliver(home, sender, recipient, subject, number, before_secs):
    text = (
        f"From: {email.utils.formataddr(sender)}\r\nTo: {email.utils.formataddr(recipient)}\r\n"
        f"Subject: {subject}\r\nDate: {email.utils.formatdate(time.time() - before_secs)}\r\n"
        f"Message-ID: <{number}@tarnbeck.example>\r\n\r\nGood day.\r\n"
    )
    evolution_home.deliver(home.mail_root, text.encode())


def deliver_report(home, subject, number, before_secs, address, action="failed", status="5.1.1"):
    date = email.utils.formatdate(time.time() - before_secs)
    text = REPORT.format(
        subject=subject, date=date, number=number, address=address, action=action, status=status
    )
    evolution_home.deliver(home.mail_root, text.encode())


def marks(crm):
    return crm.sql("SELECT address, lifted FROM undelivered")


def bounce(bench):
    home = bench.home()
    stranger = "nobody.wrote@gwernen.example"
    deliver(home, DEMO_IDENTITY, OWEN, "Drawings for the pump", 1, 9 * DAY)
    deliver_report(home, "Delayed mail", 2, 8 * DAY, OWEN[1], "delayed", "4.4.1")
    deliver_report(home, "Undelivered mail of somebody", 3, 7 * DAY, stranger)
    deliver_report(home, "Undelivered mail returned", 4, 6 * DAY, OWEN[1])
    with bench.crm(home) as crm:
        crm.set_up(4)
        with bench.step("a delay, and a report about somebody nobody wrote to, mark nothing"):
            crm.select("Delayed mail")
            time.sleep(1)
            crm.select("Undelivered mail of somebody")
            time.sleep(1)
            assert marks(crm) == [], marks(crm)
        with bench.step("the letter that came back says so, and makes nobody known"):
            crm.select("Undelivered mail returned")
            crm.wait_text("crm-undelivered", OWEN[1] + ".*came back")
            crm.wait_text("crm-undelivered-reason", "no such user here")
            bench.picture("report")
            assert [row[0] for row in marks(crm)] == [OWEN[1]]
            assert crm.sql("SELECT count(*) FROM person") == [(0,)]
            assert crm.sql("SELECT count(*) FROM address") == [(0,)]
        with bench.step("it stands beside whom it was for, and the composer warns"):
            crm.select("Drawings for the pump", OWEN[1])
            crm.wait_text("crm-undelivered", OWEN[1])
            bench.picture("person")
            composer = open_letter(crm, OWEN[1], "Drawings again")
            composer.wait_text("crm-composer-warnings", OWEN[1] + ".*does not arrive.*came back")
            bench.picture("composer")
            time.sleep(0.5)
            composer.send()
            crm.driver.wait_until(lambda: composer.nodes("crm-composer-send-anyway"), what="the question")
            anyway = composer.nodes("crm-composer-send-anyway")[0]
            crm.driver.wait_until(lambda: anyway.is_("focused"), what="the focus on the button")
            crm.driver.key("space")
            composer.wait_closed()
        with bench.step("by keyboard it is taken back, and undone"):
            button = crm.find("crm-undelivered-lift")
            button.focus()
            crm.driver.key("space")
            crm.wait_gone("crm-undelivered")
            crm.driver.key(UNDO_KEY)
            crm.wait_text("crm-undelivered", OWEN[1])
        with bench.step("a letter from there ends it by itself"):
            deliver(home, OWEN, DEMO_IDENTITY, "Here I am", 5, 60)
            crm.driver.key("F12")
            crm.select("Here I am", OWEN[1])
            crm.wait_gone("crm-undelivered")
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    main({"bounce": (bounce, 90)})
