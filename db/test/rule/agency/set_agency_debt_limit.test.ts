import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { dayFromToday, fingerprints } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { lead } from '../../support/life.ts';
import { fileOf, setDebtLimit, type AgencyFile } from '../../support/master_edit.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 8]] }),
  );
});
afterAll(() => db.close());

const clear = (me: Actor, file: AgencyFile, reason: string | null = 'Hết đợt Tết') =>
  me.one<{ own_debt_limit: string | null; version: number }>(
    `select a.own_debt_limit::text, a.version
      from agency.clear_agency_debt_limit($1, $2, $3, $4) as a`,
    [randomUUID(), file.id, file.version, reason],
  );

const historyOf = (me: Actor, file: AgencyFile) =>
  me.query<{ debt_limit: string | null; reason: string }>(
    `select h.debt_limit::text, h.reason from agency.agency_debt_limit_change as h
   where h.agency_id::text = $1 order by h.debt_limit nulls last`,
    [file.id],
  );

describe.each<[Person, string]>([
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['agency', '42501'],
  ['warehouse', '42501'],
  ['auditor', '42501'],
])('%s', (person, code) => {
  test('may neither set nor clear a debt limit', async () => {
    const file = await fileOf(db, 'DL0001');
    await db.as(person, async (me) => {
      expect((await me.refusalOf(() => setDebtLimit(me, file, { debtLimit: 1 }))).code).toBe(code);
      expect((await me.refusalOf(() => clear(me, file))).code).toBe(code);
    });
  });
});

describe("a debt limit of an agency's own", () => {
  test('lets it take more than its type allows, until it is cleared; both are kept with their reasons', async () => {
    await db.as('manager', async (me) => {
      const wish = { agency: 'DL0001', lines: [['TRON', 4]] as [string, number][] };
      expect((await slips.refused(me, wish)).details).toMatchObject({
        limit: '10000000',
        short_by: '2000000',
      });

      const file = await setDebtLimit(me, await fileOf(me, 'DL0001'), {
        debtLimit: 12_000_000,
        reason: ' Dịp Tết ',
      });
      expect(file).toMatchObject({
        own_debt_limit: '12000000',
        own_debt_limit_until: await dayFromToday(me, 30),
        version: 2,
      });
      expect(await slips.create(me, wish)).toMatchObject({ status: 'confirmed' });

      expect(await clear(me, file)).toEqual({ own_debt_limit: null, version: '3' });
      expect(await historyOf(me, file)).toEqual([
        { debt_limit: '12000000', reason: 'Dịp Tết' },
        { debt_limit: null, reason: 'Hết đợt Tết' },
      ]);
    });
  });

  test('under its debt is allowed, says by how much, and stops its next slip (QĐ7)', async () => {
    await db.as('manager', async (me) => {
      const file = await setDebtLimit(me, await fileOf(me, 'DL0001'), { debtLimit: 5_000_000 });

      expect(
        await me.one(
          `select agency.agency_over_debt_limit_by(a)::text as over from agency.agency as a
            where a.id::text = $1`,
          [file.id],
        ),
      ).toEqual({ over: '3000000' });
      expect(await slips.refused(me, { agency: 'DL0001', lines: [['MI', 1]] })).toMatchObject({
        code: 'SDDBT',
        details: { limit: '5000000', limit_source: 'agency', available: '0' },
      });
    });
  });

  test('of zero is one, and of today still holds today', async () => {
    await db.as('manager', async (me) => {
      const today = await dayFromToday(me, 0);

      expect(
        await setDebtLimit(me, await fileOf(me, 'DL0002'), { debtLimit: 0, until: today }),
      ).toMatchObject({ own_debt_limit: '0', own_debt_limit_until: today });
      expect(
        (await slips.refused(me, { agency: 'DL0002', lines: [['MI', 1]] })).details,
      ).toMatchObject({ limit: '0' });
    });
  });

  test.each([
    { debtLimit: -1, reason: 'negative' },
    { debtLimit: '1.5', reason: 'whole_number_only' },
    { debtLimit: 'NaN', reason: 'not_a_number' },
    { debtLimit: '1e30', reason: 'too_large' },
    { debtLimit: null, reason: 'required' },
  ])('of $debtLimit is refused: $reason', async ({ debtLimit, reason }) => {
    const before = await fingerprints(db);
    await db.as('manager', async (me) => {
      const file = await fileOf(me, 'DL0001');
      expect(await me.refusalOf(() => setDebtLimit(me, file, { debtLimit }))).toMatchObject({
        code: 'SDVAL',
        details: { fields: [{ path: 'debt_limit', reason }] },
      });
    });
    expect(await fingerprints(db)).toEqual(before);
  });

  test('needs a reason and a last day that is not over, all told at once', async () => {
    await db.as('manager', async (me) => {
      const file = await fileOf(me, 'DL0001');
      const refused = async (reason: string | null, until: string | null) =>
        (await me.refusalOf(() => setDebtLimit(me, file, { debtLimit: 1, reason, until }))).details;

      expect(await refused(' ', await dayFromToday(me, -1))).toMatchObject({
        fields: [
          { path: 'reason', reason: 'required' },
          { path: 'until', reason: 'in_past' },
        ],
      });
      expect(await refused('x'.repeat(501), null)).toMatchObject({
        fields: [
          { path: 'reason', reason: 'too_long', value: '501' },
          { path: 'until', reason: 'required' },
        ],
      });
      expect(await refused('Mãi mãi', 'infinity')).toMatchObject({
        fields: [{ path: 'until', reason: 'malformed' }],
      });
      expect(await me.refusalOf(() => clear(me, file, ''))).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [{ path: 'reason', reason: 'required' }],
        },
      });
    });
  });

  test('is set and cleared on the version that was read, of an agency that still has a file', async () => {
    await db.as('manager', async (me) => {
      const file = await fileOf(me, 'DL0004');
      const now = await setDebtLimit(me, file, { debtLimit: 1 });
      expect(await me.refusalOf(() => setDebtLimit(me, file, { debtLimit: 2 }))).toMatchObject({
        code: 'SDSTA',
        details: { read_version: 1, version: 2 },
      });
      expect((await me.refusalOf(() => clear(me, file))).code).toBe('SDSTA');

      await lead(me, 'terminate_agency', file.id);
      expect((await me.refusalOf(() => setDebtLimit(me, now, { debtLimit: 2 }))).code).toBe(
        'SDCLO',
      );
      expect((await me.refusalOf(() => clear(me, now))).code).toBe('SDCLO');
    });
  });

  test('sent twice with one key is one change', async () => {
    await db.as('manager', async (me) => {
      const file = await fileOf(me, 'DL0004');
      const first = await setDebtLimit(me, file, { debtLimit: 1_000_000 }, 'once');

      expect(await setDebtLimit(me, file, { debtLimit: '1000000.0' }, 'once')).toEqual(first);
      expect(await historyOf(me, file)).toHaveLength(1);
    });
  });
});

test('who sells to an agency sees the history of its debt limit, not of others; the dealer does not', async () => {
  for (const code of ['DL0001', 'DL0004']) {
    await db.commitAs('manager', async (me) =>
      setDebtLimit(me, await fileOf(me, code), { debtLimit: 9_000_000 }),
    );
  }
  const seen = (person: 'sales' | 'agency') =>
    db.as(person, (me) =>
      me.query('select distinct agency_id::text as id from agency.agency_debt_limit_change'),
    );
  const { id } = await db.as('manager', (me) => fileOf(me, 'DL0001'));
  expect(await seen('sales')).toEqual([{ id: String(id) }]);
  expect(await seen('agency')).toEqual([]);
});
