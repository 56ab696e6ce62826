-- Master data carries the version it was read with: an edit of an older version is refused.
alter table agency.agency_type add column if not exists version bigint not null default 1;
alter table agency.district add column if not exists version bigint not null default 1;
alter table agency.agency add column if not exists version bigint not null default 1;
alter table inventory.unit add column if not exists version bigint not null default 1;
alter table inventory.unit add column if not exists updated_at timestamptz not null default now();
alter table inventory.unit add column if not exists updated_by :ID_TYPE;
alter table inventory.item add column if not exists version bigint not null default 1;
alter table inventory.supplier add column if not exists version bigint not null default 1;
alter table auth."user" add column if not exists version bigint not null default 1;
alter table auth.role add column if not exists version bigint not null default 1;
alter table auth.role add column if not exists updated_at timestamptz not null default now();
alter table auth.role add column if not exists updated_by :ID_TYPE;

comment on column agency.agency_type.version is 'Counts its edits from 1; an edit names the one it read.';
comment on column agency.district.version is 'Counts its edits from 1; an edit names the one it read.';
comment on column agency.agency.version is
  'Counts the edits of its data from 1; an edit names the one it read. Slips do not count.';
comment on column inventory.unit.version is 'Counts its edits from 1; an edit names the one it read.';
comment on column inventory.unit.updated_at is 'Moment of the last change.';
comment on column inventory.unit.updated_by is 'User of the last change.';
comment on column inventory.item.version is
  'Counts the edits of its data from 1; an edit names the one it read. Slips do not count.';
comment on column inventory.supplier.version is 'Counts its edits from 1; an edit names the one it read.';
comment on column auth."user".version is 'Counts its edits from 1; an edit names the one it read.';
comment on column auth.role.version is 'Counts its edits from 1; an edit names the one it read.';
comment on column auth.role.updated_at is 'Moment of the last change.';
comment on column auth.role.updated_by is 'User of the last change.';

alter table inventory.issue add column if not exists debt_limit public.dong;
comment on column inventory.issue.debt_limit is
  'Ceiling of the agency in force when the slip was confirmed, đồng; null until then, and on slips from before it was kept.';

--! include audit/functions/refuse_stale.sql
