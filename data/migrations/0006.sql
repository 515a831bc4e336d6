-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Made again with the texts in them that lists are searched by.
DROP INDEX IF EXISTS deal_expected_close;
DROP INDEX IF EXISTS follow_up_due;
DROP INDEX IF EXISTS account_plan_next_review;
