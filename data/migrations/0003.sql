-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Made again with the other end of the membership in them.
DROP INDEX IF EXISTS account_person_account;
DROP INDEX IF EXISTS account_person_person;
DROP INDEX IF EXISTS deal_person_deal;
DROP INDEX IF EXISTS deal_person_person;
