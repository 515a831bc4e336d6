-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Made again with the stage in it that lists are narrowed by.
DROP INDEX IF EXISTS deal_expected_close;
