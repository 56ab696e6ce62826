--! Previous: sha1:fc70ff13736633bceea5d2568d17b7412ad2daca
--! Hash: sha1:0f9f65c68879e7b4580eedc06e9e56797605e0e5
--! Message: slips of some days by their day

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
-- Slips of some days are listed by their day; what was written last that day comes first
drop index if exists inventory.issue_issue_date_idx;
create index if not exists issue_of_days_idx on inventory.issue (issue_date, created_at);
