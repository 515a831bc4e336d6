-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Made again with status and due day in them.
DROP INDEX IF EXISTS follow_up_person;
DROP INDEX IF EXISTS follow_up_account;
DROP INDEX IF EXISTS follow_up_deal;
DROP INDEX IF EXISTS follow_up_address;
DROP INDEX IF EXISTS follow_up_owner;
