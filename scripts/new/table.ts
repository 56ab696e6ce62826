import { blank, inContext, include, type Tree } from './files.ts';

/** A table of the business with its policies and grants, kept in the audit trail. */
export function newTable(tree: Tree, place: string): void {
  const { schema, name } = inContext(tree, place);
  tree.create(`db/fixtures/${schema}/tables/${name}.sql`, tableSql(schema, name));
  tree.create(`db/fixtures/${schema}/policies/${name}.sql`, policiesSql(schema, name));
  tree.insertBefore(
    'db/fixtures/audit/rules/record_change.sql',
    '\n    ) as t (name, key)',
    `,\n      ('${schema}.${name}', 'id')`,
  );
  tree.insertIntoList('db/fixtures/audit/README.md', '## Listens to', `- \`${schema}.${name}\``);
  include(
    tree,
    `${schema}/tables/${name}.sql`,
    `${schema}/policies/${name}.sql`,
    'audit/rules/record_change.sql',
  );
}

const tableSql = (schema: string, name: string): string => `\
set local role sodaily_owner;
create table if not exists ${schema}.${name} (
  id :ID_TYPE primary key :ID_DEFAULT,
  name text not null
    constraint ${name}_has_a_name check (btrim(name) <> '')
    constraint ${name}_name_is_short check (length(name) <= 200),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user",
  constraint ${name}_text_is_clean check (public.is_clean_text(name))
);

comment on table ${schema}.${name} is '${blank('what a row is')}';
comment on column ${schema}.${name}.id is 'Opaque key.';
comment on column ${schema}.${name}.name is '${blank('what the name is of')}';
comment on column ${schema}.${name}.created_at is 'Moment of recording.';
comment on column ${schema}.${name}.created_by is 'User who recorded it.';

-- behind the foreign key: what refers to a row is found without reading the table
create index if not exists ${name}_created_by_idx on ${schema}.${name} (created_by);
`;

const policiesSql = (schema: string, name: string): string => `\
-- ${blank('who sees and writes which rows, and why')}.
alter table ${schema}.${name} enable row level security;
alter table ${schema}.${name} force row level security;

drop policy if exists definer_does_what_functions_do on ${schema}.${name};
create policy definer_does_what_functions_do on ${schema}.${name}
for all to sodaily_definer using (true) with check (true);

drop policy if exists staff_reads_all on ${schema}.${name};
create policy staff_reads_all on ${schema}.${name}
for select to sodaily_staff
using (true);

drop policy if exists readers_need_the_scope on ${schema}.${name};
create policy readers_need_the_scope on ${schema}.${name}
as restrictive for select to sodaily_staff
using ((select auth.has_scope('${schema}:read')));

revoke all on ${schema}.${name} from sodaily_definer, sodaily_staff;
grant select, insert, update on ${schema}.${name} to sodaily_definer;
grant select on ${schema}.${name} to sodaily_staff;
`;
