--! Previous: sha1:7fe39fe927a8a368d643238244c8a960d7439bdb
--! Hash: sha1:2d1b4244633f9abf1891f942a840a38430ad33c0
--! Message: lists as files

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

--! split: 2-lists-as-files.sql
-- Three lists more that become files.
set local role sodaily_definer;
insert into report.export_kind (code, scope) values
  ('suppliers', 'inventory:read'), ('stock_counts', 'inventory:read'), ('changes', 'audit:read')
on conflict on constraint export_kind_pkey do nothing;
set local role sodaily_owner;
