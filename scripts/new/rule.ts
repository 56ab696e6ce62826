import { blank, inContext, include, wordsOf, type Tree } from './files.ts';

/**
 * A rule on a table: its function and trigger, its refusal, its test. `table` is `schema.name`.
 */
export function newRule(tree: Tree, place: string, table: string | undefined): void {
  const { schema, name } = inContext(tree, place);
  if (table === undefined || !/^[a-z]\w*\.\w+$/.test(table))
    throw new Error(`Say which table it watches: npm run new rule ${place} ${schema}.<table>`);
  const { upper, plain } = wordsOf(name);
  const code = freeState(tree, upper);
  tree.create(
    `db/fixtures/${schema}/rules/${name}.sql`,
    ruleSql({ schema, name, table, upper, code }),
  );
  tree.insertBefore('db/errors.json', '  "INTERNAL": {', refusal(upper, code, plain));
  tree.create(`db/test/rule/${schema}/${name}.test.ts`, ruleTest(schema, name, upper, code));
  include(tree, `${schema}/rules/${name}.sql`);
  tree.insertAfter(
    'CHANGELOG.md',
    '### Added\n\n',
    `- ${blank(`what ${plain} means to a user`)}\n`,
  );
}

/** SDxxx that no other refusal has, from the letters of the name. */
function freeState(tree: Tree, upper: string): string {
  const taken = new Set(
    Object.values(
      JSON.parse(tree.read('db/errors.json')) as Record<string, { sqlstate: string }>,
    ).map(({ sqlstate }) => sqlstate),
  );
  const letters = upper.replaceAll(/[^A-Z]/g, '');
  for (let first = 0; first < letters.length; first += 1)
    for (let second = first + 1; second < letters.length; second += 1)
      for (let third = second + 1; third < letters.length; third += 1) {
        const state = `SD${letters[first]}${letters[second]}${letters[third]}`;
        if (!taken.has(state)) return state;
      }
  throw new Error(`No SQLSTATE is free for ${upper}; choose another name.`);
}

interface Rule {
  schema: string;
  name: string;
  table: string;
  upper: string;
  code: string;
}

const ruleSql = ({ schema, name, table, upper, code }: Rule): string => `\
-- Rule: ${blank('the rule in business words')}.
-- Who may override: nobody. Code when refused: ${upper}.
create or replace function ${schema}.${name}() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  wrong_id text;
begin
  select min(n.id::text) into wrong_id from new_row as n
  where false; -- ${blank('what is wrong with a row')}
  if wrong_id is not null then
    raise exception '${blank('a short sentence')}' using errcode = '${code}',
      detail = json_build_object('id', wrong_id)::text;
  end if;
  return null;
end
$$;
comment on function ${schema}.${name} is
  'Refuses ${blank('what')}. Error: ${upper}.';

create or replace trigger ${name}
after update on ${table}
referencing new table as new_row
for each statement execute function ${schema}.${name}();
comment on trigger ${name} on ${table} is '${blank('what it keeps, in one sentence')}';
`;

const refusal = (upper: string, code: string, plain: string): string => `\
  "${upper}": {
    "sqlstate": "${code}",
    "status": 409,
    "vi": "Không được: ${blank('câu tiếng Việt, kèm số liệu')}.",
    "en": "Not allowed: ${blank(`${plain}, with its figures`)}.",
    "action_vi": "Hãy ${blank('việc cần làm')}.",
    "action_en": "Do ${blank('what helps')}."
  },
`;

const ruleTest = (schema: string, name: string, upper: string, code: string): string => `\
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

// ${blank(`a test in business words: what is refused with ${upper} (${code}), and what is not`)}
test('the rule watches its table', async () => {
  const triggers = await db.query(
    \`select t.tgname from pg_trigger as t where t.tgfoid = '${schema}.${name}'::regproc\`,
  );

  expect(triggers).toHaveLength(1);
});
`;
