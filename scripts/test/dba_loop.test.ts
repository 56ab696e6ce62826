// The DBA's loop of db/README.md on a copy of the repository: edit, see it work, commit, no drift.
import { appendFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { withClient } from '../../db/tools/prepare.ts';
import { findDrift } from '../../db/tools/drift.ts';
import { urlOf } from '../../db/tools/three_ways.ts';
import { signedIn, startApi, type Api } from './support/api.ts';
import { workingCopy, type ToolRun, type WorkingCopy } from './support/working_copy.ts';

let copy: WorkingCopy;
let api: Api;
let watching: ToolRun | undefined;
let settings: Record<string, string>;
const rule = 'inventory/rules/issue_price.sql';

beforeAll(async () => {
  // the cluster is shared with other tests, so are the passwords of its logins
  copy = workingCopy(inject('cluster').secrets);
  settings = { DATABASE_URL: inject('cluster').adminUrl, DATABASE_NAME: 'dba_loop', DEMO: 'true' };
  const seeded = copy.run('db/tools/seed.ts', [], settings);
  if ((await seeded.ended) !== 0) throw new Error(seeded.said());
  api = await startApi(copy, 'dba_loop');
});
afterAll(async () => {
  watching?.child.kill('SIGTERM');
  await api.close();
  copy.remove();
});

function edit(path: string, change: (text: string) => string): void {
  const file = join(copy.folder, 'db', 'fixtures', path);
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`the edit changes nothing in ${path}`);
  writeFileSync(file, after);
}

test('fixtures and migrations of the repository agree', () => {
  expect(findDrift()).toEqual({ unmigrated: [], isOpen: false });
});

test('an edited file that is in no migration fails db:drift, by name', async () => {
  const file = join(copy.folder, 'db', 'fixtures', rule);
  const original = readFileSync(file, 'utf8');
  appendFileSync(file, '-- edited\n');

  const drift = copy.run('db/tools/drift.ts');

  expect(await drift.ended).toBe(1);
  expect(drift.said()).toContain(`db/fixtures/${rule}`);
  writeFileSync(file, original);
});

test('under db:watch a saved rule changes what the running API answers within 2 s', async () => {
  watching = copy.run('db/tools/watch.ts', [], settings);
  for (let i = 0; i < 100 && !watching.said().includes('Finished'); i += 1) await pause(100);
  const me = await signedIn(api, 'sales');
  const before = await me.priceOfFirstItem();

  edit(rule, (sql) =>
    sql.replace('round(import_price * ratio)', 'round(import_price * ratio) + 7'),
  );
  const saved = performance.now();
  let now = before;
  while (now === before && performance.now() - saved < 10_000) {
    await pause(50);
    now = await me.priceOfFirstItem();
  }

  expect(BigInt(now) - BigInt(before)).toBe(7n);
  expect(performance.now() - saved).toBeLessThan(2000);
});

async function untilSaid(words: string | RegExp): Promise<void> {
  const isSaid = (text: string): boolean =>
    typeof words === 'string' ? text.includes(words) : words.test(text);
  for (let i = 0; i < 500 && !isSaid(watching?.said() ?? ''); i += 1) await pause(100);
}

test("and the saved rule's own test runs by itself, and says that the rule broke its promise", async () => {
  const ended = /(\d+) passed, ([1-9]\d*) failed/;
  await untilSaid(ended);

  expect(watching?.said()).toContain('Testing rule/inventory/issue_price.test.ts');
  expect(watching?.said()).toMatch(ended);
});

test('db:commit refuses while tests are red, and names them', async () => {
  await untilSaid('Broken, db:commit will ask about it');
  watching?.child.kill('SIGTERM');
  await watching?.ended;

  const commit = copy.run('db/tools/commit.ts', ['prices', 'end', 'in', 'seven'], settings);

  expect(await commit.ended).toBe(1);
  expect(commit.said()).toMatch(
    /Nothing was committed, these tests are red:\n  db\/test\/rule\/inventory\/issue_price\.test\.ts/,
  );
});

test('db:commit --anyway moves the change into a numbered migration, and then nothing drifts', async () => {
  const words = ['--anyway', 'prices', 'end', 'in', 'seven'];
  const commit = copy.run('db/tools/commit.ts', words, settings);

  expect(await commit.ended, commit.said()).toBe(0);
  const committed = readdirSync(join(copy.folder, 'db', 'committed')).toSorted();
  expect(committed.at(-1)).toMatch(/^\d{6}-prices-end-in-seven\.sql$/);
  expect(findDrift(join(copy.folder, 'db'))).toEqual({ unmigrated: [], isOpen: false });
});

test('after a git revert, or on another branch, the rule still runs: migrate says so and db:repair takes it back', async () => {
  const committed = join(copy.folder, 'db', 'committed');
  const newest = join(committed, readdirSync(committed).toSorted().at(-1) ?? '');
  const migration = readFileSync(newest, 'utf8');
  rmSync(newest);
  edit(rule, (sql) =>
    sql.replace('round(import_price * ratio) + 7', 'round(import_price * ratio)'),
  );

  const migrate = copy.run('db/tools/migrate.ts', [], settings);
  expect(await migrate.ended, migrate.said()).toBe(0);
  expect(migrate.said()).toMatch(
    /The database runs other rules than these files: 1 object differs, such as function inventory\.issue_price\(.*npm run db:repair/,
  );
  const repair = copy.run('db/tools/repair.ts', [], settings);
  expect(await repair.ended, repair.said()).toBe(0);
  expect(repair.said()).toMatch(
    /repaired: function inventory\.issue_price\(.*\)\n.*is what the files say/s,
  );
  const again = copy.run('db/tools/migrate.ts', [], settings);
  expect(await again.ended).toBe(0);
  expect(again.said()).not.toContain('other rules');

  writeFileSync(newest, migration);
});

test('a hot-fix in psql is named by db:drift and taken back by db:repair', async () => {
  await withClient(urlOf(settings['DATABASE_URL'] ?? '', 'dba_loop'), (client) =>
    client.query('alter table inventory.issue disable trigger confirm_2_debt_limit'),
  );

  const drift = copy.run('db/tools/drift.ts', [], settings);
  expect(await drift.ended).toBe(1);
  expect(drift.said()).toContain(
    'trigger confirm_2_debt_limit on inventory.issue differs\nnpm run db:repair makes the '
      + 'running database what the files say.',
  );
  const repair = copy.run('db/tools/repair.ts', [], settings);
  expect(await repair.ended, repair.said()).toBe(0);
  expect(repair.said()).toContain('repaired: trigger confirm_2_debt_limit on inventory.issue');
});

test('db:uncommit opens the newest migration again', async () => {
  const uncommit = copy.run('db/tools/uncommit.ts', [], settings);

  expect(await uncommit.ended, uncommit.said()).toBe(0);
  expect(findDrift(join(copy.folder, 'db')).isOpen).toBe(true);
});

test('db:url opens the database for a DBA, who sees every row in spite of row-level security', async () => {
  const tool = copy.run('db/tools/url.ts', [], settings);
  await tool.ended;

  const [row] = await withClient(
    tool.said().trim(),
    async (client) =>
      (
        await client.query(
          'select current_user, (select count(*)::int from finance.debt_transaction) as rows',
        )
      ).rows,
  );

  expect(row.current_user).toBe('sodaily_migrator');
  expect(row.rows).toBeGreaterThan(50);
});

test('db:url only reads, unless the DBA says --write', async () => {
  const write = async (...flags: string[]): Promise<unknown> => {
    const tool = copy.run('db/tools/url.ts', flags, settings);
    await tool.ended;
    return withClient(tool.said().trim(), (client) =>
      client.query("update inventory.item set item_name = item_name where sku = 'none'"),
    ).then(
      ({ rowCount }) => rowCount,
      (error: { code?: string }) => error.code,
    );
  };

  // read_only_sql_transaction
  expect(await write()).toBe('25006');
  expect(await write('--write')).toBe(0);
});

describe('db:as works as a user', () => {
  const as = async (...args: string[]): Promise<string> => {
    const tool = copy.run('db/tools/as.ts', args, settings);
    await tool.ended;
    return tool.said();
  };

  test('who sees what their rights show, and no money where they have none', async () => {
    const question = 'select current_user, count(*) > 0 as sees_agencies from agency.agency';

    expect(await as('manager@sodaily.test', '-c', question)).toContain('sodaily_staff');
    expect(
      await as('warehouse@sodaily.test', '-c', 'select debt_amount from agency.agency'),
    ).toMatch(/permission denied for table agency/);
  });

  test('who calls commands, and is refused as on the page', async () => {
    const command = "select code from inventory.create_supplier('db:as 1', 'Công ty Một')";

    expect(await as('warehouse@sodaily.test', '-c', command)).toMatch(/NCC|[A-Z]{2}\d+/);
    expect(await as('sales@sodaily.test', '-c', command)).toMatch(/permission denied|scope/);
  });

  test('whose session ends with it', async () => {
    await as('manager@sodaily.test', '-c', 'select 1');

    const [row] = await withClient(
      urlOf(settings['DATABASE_URL'] ?? '', 'dba_loop'),
      async (client) =>
        (
          await client.query<{ open: number }>(
            `select count(*)::int as open from auth.session
             where user_agent = 'npm run db:as' and ended_at is null`,
          )
        ).rows,
    );
    expect(row?.open).toBe(0);
  });

  test('and says when nobody has the e-mail', async () => {
    expect(await as('nobody@sodaily.test', '-c', 'select 1')).toContain('Nobody who may sign in');
  });
});

test('db:reset asks twice before it deletes', async () => {
  const reset = copy.run('db/tools/reset.ts', [], settings);

  expect(await reset.ended).toBe(2);
  expect(reset.said()).toContain('--erase');
});

describe('db:squash', () => {
  const committed = (): string[] => readdirSync(join(copy.folder, 'db', 'committed')).toSorted();

  test('leaves everything as it is when the files make something else than the migrations', async () => {
    const before = committed();
    const table = 'inventory/tables/supplier.sql';
    const original = readFileSync(join(copy.folder, 'db', 'fixtures', table), 'utf8');
    edit(table, (sql) => sql.replace('  phone text,', '  phone text,\n  fax text,'));

    const squash = copy.run('db/tools/squash.ts', [], settings);

    expect(await squash.ended).toBe(1);
    expect(squash.said()).toContain('column inventory.supplier.fax is in the one migration only');
    expect(committed()).toEqual(before);
    writeFileSync(join(copy.folder, 'db', 'fixtures', table), original);
  });

  test('makes one migration of all, which makes the same; a database of before is told so', async () => {
    // the same objects in other words: a database that ran the words of before cannot go on
    edit(rule, (sql) => `${sql}-- written anew\n`);
    const squash = copy.run('db/tools/squash.ts', ['everything'], settings);

    expect(await squash.ended, squash.said()).toBe(0);
    expect(squash.said()).toMatch(
      /migrations are one: \d{4,} objects and \d+ tables with first rows are the same/,
    );
    expect(committed()).toEqual(['000001-everything.sql']);
    const migrate = copy.run('db/tools/migrate.ts', [], settings);
    expect(await migrate.ended).toBe(1);
    expect(migrate.said()).toContain('begin anew: npm run db:reset -- --erase');
  });
});
