import { blank, include, wordsOf, type Tree } from './files.ts';

/** A task of the worker that tells people of something, in the application and by mail. */
export function newTask(tree: Tree, name: string): void {
  const kind = wordsOf(name);
  const { snake, camel } = wordsOf(`notify ${kind.snake}`);
  tree.create(`worker/tasks/${snake}.ts`, taskFile(kind.snake, snake, camel));
  tree.insertBefore(
    'worker/task_list.ts',
    'import { purgeExpired }',
    `import { ${camel} } from './tasks/${snake}.ts';\n`,
  );
  tree.insertBefore('worker/task_list.ts', '    send_email: ', `    ${snake}: ${camel},\n`);

  const sql = `notification/functions/commands/${snake}.sql`;
  tree.create(`db/fixtures/${sql}`, functionSql(kind.snake, snake));
  tree.insertBefore(
    'db/fixtures/notification/functions/inner/enqueue.sql',
    "'send_email'",
    `'${snake}', `,
  );
  const row =
    `('${kind.snake}', 'Tên ${blank('loại thông báo')}', 'Name ${blank('of the kind')}', `
    + 'true)';
  tree.insertBefore(
    'db/fixtures/notification/data/notification_kind.sql',
    '\n) as n (code, name_vi',
    `,\n  ${row}`,
  );
  tree.append('db/current/1-current.sql', forRunningDatabases(row));
  include(tree, 'notification/functions/inner/enqueue.sql', sql);

  const words = {
    vi: ['Chào', 'Xem', blank('câu báo')],
    en: ['Hello', 'Open', blank('what is told')],
  };
  for (const [language, [hello, open, said]] of Object.entries(words)) {
    tree.create(
      `worker/templates/${kind.snake}.${language}.eta`,
      `${said}\n\n${hello} <%= it.full_name %>,\n\n${said}\n\n${open}: <%= it.link %>\n`,
    );
  }
  tree.create(`db/test/rule/notification/${snake}.test.ts`, testFile(snake));
  tree.insertAfter('CHANGELOG.md', '### Added\n\n', `- ${blank(`who is told of ${kind.plain}`)}\n`);
}

const taskFile = (kind: string, snake: string, camel: string): string => `\
import type { Task } from 'graphile-worker';
import { z } from 'zod';

const payloadShape = z.object({ ${kind}_id: z.string().min(1) });

/**
 * ${blank('whom it tells of what')}. The function of the database tells each person once, however
 * often this runs.
 */
export const ${camel}: Task = async (payload, helpers) => {
  const { ${kind}_id: id } = payloadShape.parse(payload);
  const { rows } = await helpers.query<{ told: string | null }>(
    'select notification.${snake}($1) as told',
    [id],
  );
  helpers.logger.info('people were told', { id, told: rows[0]?.told ?? 0 });
};
`;

const functionSql = (kind: string, snake: string): string => `\
-- ${blank('whom it tells of what')}. Run by the worker, at least once.
-- Security definer: the worker reads no table of the business.
create or replace function notification.${snake}(${kind}_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  -- ${blank('the row that it is of, its agency, and whom it concerns')}
  return notification.notify('${kind}', ${snake}.${kind}_id::text, null, array(
    select row(u.id, jsonb_build_object('full_name', u.full_name))::notification.message
    from auth."user" as u where false));
end
$$;
alter function notification.${snake} owner to sodaily_definer;
comment on function notification.${snake} is
  E'@omit\\nTells of ${blank('what')}; returns how many notifications were new. For the worker '
  'only.';
grant execute on function notification.${snake} to sodaily_worker;
`;

const forRunningDatabases = (row: string): string => `
set local role sodaily_definer;
insert into notification.notification_kind (code, name_vi, name_en, is_optional)
values ${row}
on conflict (code) do nothing;
set local role sodaily_owner;
`;

const testFile = (snake: string): string => `\
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { unknownKey } from '../../support/slip.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

// ${blank('a test in business words: who is told, who is not, and that twice tells once')}
test('nobody is told of what is not there', async () => {
  const told = await db.asOwner(async (owner) => {
    await owner.query('set local role sodaily_definer');
    return owner.query('select notification.${snake}($1)::text as told', [await unknownKey(db)]);
  });

  expect(told).toEqual([{ told: '0' }]);
});
`;
