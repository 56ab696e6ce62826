import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../../../tools/prepare.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

type Line = Record<string, string | null>;
const ship = (): Promise<Line[]> =>
  withClient(db.worker, async (worker) =>
    (
      await worker.query<{ line: Line }>('select c as line from audit.ship_changes() as c')
    ).rows.map(({ line }) => line),
  );
/** Ships until so many lines came: transactions of other databases hold a look up, too. */
async function collect(count: number): Promise<Line[]> {
  const lines = await ship();
  await expect
    .poll(
      async () => {
        lines.push(...(await ship()));
        return lines.length;
      },
      { timeout: 15_000 },
    )
    .toBeGreaterThanOrEqual(count);
  return lines;
}
const addUnit = (name: string) =>
  db.commitAs('warehouse', (me) => me.query('select inventory.create_unit($1, $2)', [name, name]));

test('the first look begins, and each later one has what was committed since, once', async () => {
  expect(await ship()).toEqual([]);
  await addUnit('Bó');
  await addUnit('Xấp');
  const lines = await collect(2);

  expect(lines).toHaveLength(2);
  expect(lines[0]).toEqual({
    id: expect.any(String),
    changed_at: expect.any(String),
    user_id: expect.any(String),
    database_user: null,
    trace_id: 'test',
    table: 'inventory.unit',
    row: expect.any(String),
    action: 'insert',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(JSON.stringify(lines)).not.toContain('Xấp');
  expect(await ship()).toEqual([]);
});

test('a change that is committed after a later one was shipped is not lost', async () => {
  const insert = 'insert into inventory.unit (name) values ($1)';
  const early = await db.commitOwner(async (owner) => {
    await owner.query(insert, ['Sớm']);
    await db.query(insert, ['Muộn']);
    return ship();
  });

  expect(early).toEqual([]);
  expect(await collect(2)).toHaveLength(2);
  expect(await ship()).toEqual([]);
});

test('what was rolled back is told by nobody', async () => {
  await ship();
  await db.as('warehouse', (me) => me.query("select inventory.create_unit('never', 'Không')"));

  expect(await ship()).toEqual([]);
});

test('a row that is rewritten afterwards has another hash than its line', async () => {
  await ship();
  await addUnit('Thếp');
  const [line] = await collect(1);
  const hash = async () =>
    (
      await db.query<{ hash: string }>(
        'select audit.hash_of_change(c) as hash from audit.change as c where c.id::text = $1',
        [line?.['id']],
      )
    )[0]?.hash;

  expect(await hash()).toBe(line?.['sha256']);
  await withClient(db.admin, async (superuser) => {
    await superuser.query('set session_replication_role = replica');
    await superuser.query(`update audit.change set after = after || '{"name": "Khác"}'
      where id::text = '${line?.['id']}'`);
  });
  expect(await hash()).not.toBe(line?.['sha256']);
});

test('nobody but the worker ships', async () => {
  for (const person of ['admin', 'auditor', 'sales'] as const) {
    await db.as(person, async (me) => {
      expect((await me.refusal('select audit.ship_changes()')).code).toBe('42501');
      expect((await me.refusal('select * from audit.trail_position')).code).toBe('42501');
    });
  }
});
