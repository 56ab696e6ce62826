-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

-- -- objects
--! include finance/functions/overdue_block.sql
--! include finance/rules/f_update_debt_amount.sql
