--! Previous: sha1:699d84349ba32c76cb91b5aa317c3342c87e28c3
--! Hash: sha1:90904be918d96ce8871aff9b98f377951cddc6c2
--! Message: catalogues as files

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
-- Catalogues become files too.
set local role sodaily_definer;
insert into report.export_kind (code, scope) values
  ('agency_types', 'config:read'), ('districts', 'config:read'), ('units', 'inventory:read')
on conflict on constraint export_kind_pkey do nothing;
set local role sodaily_owner;
