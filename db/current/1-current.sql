-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

-- -- objects

