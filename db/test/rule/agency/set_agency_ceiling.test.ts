import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { dayFromToday, fingerprints } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { lead } from '../../support/life.ts';
import { fileOf, setCeiling, type AgencyFile } from '../../support/master_edit.ts';
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
  me.one<{ max_debt: string | null; version: number }>(
    `select a.max_debt::text, a.version from agency.clear_agency_ceiling($1, $2, $3, $4) as a`,
    [randomUUID(), file.id, file.version, reason],
  );

const historyOf = (me: Actor, file: AgencyFile) =>
  me.query<{ max_debt: string | null; reason: string }>(
    `select h.max_debt::text, h.reason from agency.agency_ceiling_change as h
   where h.agency_id::text = $1 order by h.max_debt nulls last`,
    [file.id],
  );

describe.each<[Person, string]>([
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['agency', '42501'],
  ['warehouse', '42501'],
  ['auditor', '42501'],
])('%s', (person, code) => {
  test('may neither set nor clear a ceiling', async () => {
    const file = await fileOf(db, 'DL0001');
    await db.as(person, async (me) => {
      expect((await me.refusalOf(() => setCeiling(me, file, { maxDebt: 1 }))).code).toBe(code);
      expect((await me.refusalOf(() => clear(me, file))).code).toBe(code);
    });
  });
});

describe("a ceiling of an agency's own", () => {
  test('lets it take more than its type allows, until it is cleared; both are kept with their reasons', async () => {
    await db.as('manager', async (me) => {
      const wish = { agency: 'DL0001', lines: [['TRON', 4]] as [string, number][] };
      expect((await slips.refused(me, wish)).details).toMatchObject({
        limit: '10000000',
        short_by: '2000000',
      });

      const file = await setCeiling(me, await fileOf(me, 'DL0001'), {
        maxDebt: 12_000_000,
        reason: ' Dịp Tết ',
      });
      expect(file).toMatchObject({
        max_debt: '12000000',
        max_debt_until: await dayFromToday(me, 30),
        version: 2,
      });
      expect(await slips.create(me, wish)).toMatchObject({ status: 'confirmed' });

      expect(await clear(me, file)).toEqual({ max_debt: null, version: '3' });
      expect(await historyOf(me, file)).toEqual([
        { max_debt: '12000000', reason: 'Dịp Tết' },
        { max_debt: null, reason: 'Hết đợt Tết' },
      ]);
    });
  });

  test('under its debt is allowed, says by how much, and stops its next slip (QĐ7)', async () => {
    await db.as('manager', async (me) => {
      const file = await setCeiling(me, await fileOf(me, 'DL0001'), { maxDebt: 5_000_000 });

      expect(
        await me.one(
          'select agency.agency_over_ceiling_by(a)::text as over from agency.agency as a where a.id::text = $1',
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
        await setCeiling(me, await fileOf(me, 'DL0002'), { maxDebt: 0, until: today }),
      ).toMatchObject({ max_debt: '0', max_debt_until: today });
      expect(
        (await slips.refused(me, { agency: 'DL0002', lines: [['MI', 1]] })).details,
      ).toMatchObject({ limit: '0' });
    });
  });

  test.each([
    { maxDebt: -1, reason: 'negative' },
    { maxDebt: '1.5', reason: 'whole_number_only' },
    { maxDebt: 'NaN', reason: 'not_a_number' },
    { maxDebt: '1e30', reason: 'too_large' },
    { maxDebt: null, reason: 'required' },
  ])('of $maxDebt is refused: $reason', async ({ maxDebt, reason }) => {
    const before = await fingerprints(db);
    await db.as('manager', async (me) => {
      const file = await fileOf(me, 'DL0001');
      expect(await me.refusalOf(() => setCeiling(me, file, { maxDebt }))).toMatchObject({
        code: 'SDVAL',
        details: { fields: [{ path: 'max_debt', reason }] },
      });
    });
    expect(await fingerprints(db)).toEqual(before);
  });

  test('needs a reason and a last day that is not over, all told at once', async () => {
    await db.as('manager', async (me) => {
      const file = await fileOf(me, 'DL0001');
      const refused = async (reason: string | null, until: string | null) =>
        (await me.refusalOf(() => setCeiling(me, file, { maxDebt: 1, reason, until }))).details;

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
      const now = await setCeiling(me, file, { maxDebt: 1 });
      expect(await me.refusalOf(() => setCeiling(me, file, { maxDebt: 2 }))).toMatchObject({
        code: 'SDSTA',
        details: { read_version: 1, version: 2 },
      });
      expect((await me.refusalOf(() => clear(me, file))).code).toBe('SDSTA');

      await lead(me, 'terminate_agency', file.id);
      expect((await me.refusalOf(() => setCeiling(me, now, { maxDebt: 2 }))).code).toBe('SDCLO');
      expect((await me.refusalOf(() => clear(me, now))).code).toBe('SDCLO');
    });
  });

  test('sent twice with one key is one change', async () => {
    await db.as('manager', async (me) => {
      const file = await fileOf(me, 'DL0004');
      const first = await setCeiling(me, file, { maxDebt: 1_000_000 }, 'once');

      expect(await setCeiling(me, file, { maxDebt: '1000000.0' }, 'once')).toEqual(first);
      expect(await historyOf(me, file)).toHaveLength(1);
    });
  });
});

test('an agency sees the history of its own ceiling, not of others', async () => {
  for (const code of ['DL0001', 'DL0004']) {
    await db.commitAs('manager', async (me) =>
      setCeiling(me, await fileOf(me, code), { maxDebt: 9_000_000 }),
    );
  }
  await db.as('agency', async (me) => {
    expect(await me.query('select max_debt from agency.agency_ceiling_change')).toHaveLength(1);
  });
});
