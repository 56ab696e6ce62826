import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { dayFromToday, fingerprints, linesOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { setRegulation, type RegulationWish } from '../../support/master_edit.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const refused = (me: Actor, wish: RegulationWish) => me.refusalOf(() => setRegulation(me, wish));

/** What the page of regulations shows of one: today's value and the next. */
const shown = (me: Actor, key: string) =>
  me.one<{ value: string; since: string; next: string | null }>(
    `select f.value, f.valid_from::text as since, n.value || ' from ' || n.valid_from as next
   from config.regulation as r
   cross join lateral config.regulation_in_force(r) as f
   cross join lateral config.regulation_next_version(r) as n
   where r.key = $1`,
    [key],
  );

describe.each<[Person, string]>([
  ['manager', 'SDPRM'],
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['warehouse', '42501'],
  ['agency', '42501'],
  ['auditor', '42501'],
])('%s', (person, code) => {
  test('may not set a regulation', async () => {
    await db.as(person, async (me) => {
      expect((await refused(me, { value: '1.05' })).code).toBe(code);
    });
  });
});

describe('a version', () => {
  test('of today sets the price of new slips, and leaves those already written alone (QĐ7)', async () => {
    await db.as('admin', async (me) => {
      const old = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });
      expect((await linesOf(me, old.id))[0]?.unit_price).toBe(slips.worth('MI'));

      await setRegulation(me, { value: '1.10', reason: ' Giá xăng tăng ' });

      const slip = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });
      expect((await linesOf(me, slip.id))[0]?.unit_price).toBe('118800');
      expect((await linesOf(me, old.id))[0]?.unit_price).toBe(slips.worth('MI'));
    });
  });

  test('of a later day waits, and shows beside the one in force', async () => {
    await db.as('admin', async (me) => {
      const later = await dayFromToday(me, 40);
      await setRegulation(me, { value: '1.2', from: await dayFromToday(me, 90) });
      await setRegulation(me, { value: '1.10', from: later });

      expect(await shown(me, 'EXPORT_PRICE_RATIO')).toEqual({
        value: '1.02',
        since: '2000-01-01',
        next: `1.1 from ${later}`,
      });
      const slip = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });
      expect((await linesOf(me, slip.id))[0]?.unit_price).toBe(slips.worth('MI'));
    });
  });

  test('keeps who set it and why, without blanks and trailing zeros', async () => {
    await db.as('admin', async (me) => {
      expect(
        await setRegulation(me, { value: ' 1.100 ', reason: ' Giá xăng tăng ' }),
      ).toMatchObject({ value: '1.1', reason: 'Giá xăng tăng', created_by: me.userId });
      expect(await setRegulation(me, { key: 'FOUR_EYES', value: 'TRUE' })).toMatchObject({
        value: 'true',
      });
      expect(
        await me.query(
          `select config.regulation_version_created_by_name(v) as name
         from config.regulation_version as v where v.valid_from = config.business_date()
         order by v.value`,
        ),
      ).toEqual([{ name: 'Trần Quản Trị' }, { name: 'Trần Quản Trị' }]);
    });
  });

  test('of a day that has one wins from its writing on; what is yet to come likewise', async () => {
    await db.as('admin', async (me) => {
      await setRegulation(me, { value: '1.5' });
      const slip = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });
      expect((await linesOf(me, slip.id))[0]?.unit_price).toBe('162000');

      await setRegulation(me, { value: '1.05' });

      const later = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });
      expect((await linesOf(me, later.id))[0]?.unit_price).toBe('113400');
      expect((await linesOf(me, slip.id))[0]?.unit_price).toBe('162000');
      expect((await shown(me, 'EXPORT_PRICE_RATIO')).value).toBe('1.05');

      const day = await dayFromToday(me, 3);
      await setRegulation(me, { value: '1.2', from: day });
      await setRegulation(me, { value: '1.3', from: day });
      expect((await shown(me, 'EXPORT_PRICE_RATIO')).next).toBe(`1.3 from ${day}`);
    });
  });

  test('corrected names the slips that keep the earlier value, and beforehand those it would leave', async () => {
    await db.as('admin', async (me) => {
      const kept = (key = 'EXPORT_PRICE_RATIO', isChanging = false) =>
        me.query<{ id: string }>(
          `select i.id::text
            from inventory.slips_of_earlier_value($1, config.business_date(), $2) as i`,
          [key, isChanging],
        );
      const before = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });
      expect(await kept()).toEqual([]);
      expect(await kept('EXPORT_PRICE_RATIO', true)).toEqual([{ id: before.id }]);
      await setRegulation(me, { value: '1.5' });
      const between = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });
      await setRegulation(me, { value: '1.05' });
      await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });

      expect((await kept()).map(({ id }) => id).toSorted()).toEqual(
        [before.id, between.id].toSorted(),
      );
      expect(await kept('EXPORT_PRICE_RATIO', true)).toHaveLength(3);
      expect(await kept('LOW_STOCK_THRESHOLD', true)).toEqual([]);
      expect(await kept('PAYMENT_TERM_DAYS', true)).toHaveLength(3);
    });
    await db.as('sales', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });
      expect(
        await me.query(
          `select from inventory.slips_of_earlier_value('EXPORT_PRICE_RATIO',
            config.business_date(), true)`,
        ),
      ).toEqual([]);
    });
  });

  test('sent twice with one key is one version; another under the key is refused', async () => {
    await db.as('admin', async (me) => {
      const first = await setRegulation(me, { value: '1.1', clientKey: 'once' });

      expect(await setRegulation(me, { value: ' 1.1', clientKey: 'once' })).toEqual(first);
      expect((await refused(me, { value: '1.2', clientKey: 'once' })).code).toBe('SDDUP');
    });
  });

  test('does not rewrite the past, starts on a real day, and needs a regulation, a value and a reason', async () => {
    const before = await fingerprints(db);
    await db.as('admin', async (me) => {
      const fields = async (wish: RegulationWish) => (await refused(me, wish)).details.fields;
      const yesterday = await dayFromToday(me, -1);

      expect(await fields({ value: '1.1', from: yesterday })).toEqual([
        { path: 'valid_from', reason: 'in_past', value: yesterday },
      ]);
      expect(await fields({ value: '1.1', from: 'infinity' })).toEqual([
        { path: 'valid_from', reason: 'malformed', value: 'infinity' },
      ]);
      expect(
        await fields({ key: 'PI', value: '3.14', from: null, reason: 'x'.repeat(501) }),
      ).toEqual([
        { path: 'key', reason: 'unknown', value: 'PI' },
        { path: 'valid_from', reason: 'required' },
        { path: 'reason', reason: 'too_long', value: '501' },
      ]);
      expect(await fields({ key: null, value: null, reason: ' ' })).toEqual([
        { path: 'key', reason: 'required' },
        { path: 'reason', reason: 'required' },
      ]);
    });
    expect(await fingerprints(db)).toEqual(before);
  });

  test.each([
    ['EXPORT_PRICE_RATIO', null, { reason: 'required' }],
    ['EXPORT_PRICE_RATIO', 'nhiều', { reason: 'not_a_number', value: 'nhiều' }],
    ['EXPORT_PRICE_RATIO', '1e2', { reason: 'not_a_number' }],
    ['EXPORT_PRICE_RATIO', 'NaN', { reason: 'not_a_number' }],
    ['EXPORT_PRICE_RATIO', '0.49', { reason: 'too_small', value: '0.49', limit: '0.5' }],
    ['EXPORT_PRICE_RATIO', '5.01', { reason: 'too_large', limit: '5' }],
    ['MAX_AGENCIES_PER_DISTRICT', '4.5', { reason: 'whole_number_only' }],
    ['MAX_AGENCIES_PER_DISTRICT', '0', { reason: 'too_small', limit: '1' }],
    ['LOW_STOCK_THRESHOLD', '-1', { reason: 'too_small', limit: '0' }],
    ['PAYMENT_TERM_DAYS', '366', { reason: 'too_large', limit: '365' }],
    ['PAYMENT_TERM_DAYS', '30.5', { reason: 'whole_number_only' }],
    ['DEBT_ALERT_PERCENT', '101', { reason: 'too_large', limit: '100' }],
    ['FOUR_EYES', '1', { reason: 'malformed' }],
    ['PAYMENT_NOT_OVER_DEBT', 'có', { reason: 'malformed', value: 'có' }],
  ])('of %s is not %s', async (key, value, why) => {
    await db.as('admin', async (me) => {
      expect(await refused(me, { key, value })).toMatchObject({
        code: 'SDVAL',
        details: { fields: [{ path: 'value', ...why }] },
      });
    });
  });

  test.each([
    ['EXPORT_PRICE_RATIO', '0.5'],
    ['EXPORT_PRICE_RATIO', '5'],
    ['PAYMENT_TERM_DAYS', '0'],
    ['DEBT_ALERT_PERCENT', '100'],
    ['PAYMENT_NOT_OVER_DEBT', 'false'],
  ])('of %s may be %s', async (key, value) => {
    await db.as('admin', async (me) => {
      expect(await setRegulation(me, { key, value })).toMatchObject({ value });
    });
  });
});

test('regulations and their history are read with config:read only', async () => {
  await db.as('accountant', async (me) => {
    expect(await me.query('select key from config.regulation order by key')).toEqual(
      await db.query('select key from config.regulation order by key'),
    );
    expect(await shown(me, 'PAYMENT_TERM_DAYS')).toEqual({
      value: '30',
      since: '2000-01-01',
      next: null,
    });
  });
  await db.as('sales', async (me) => {
    expect(await me.query('select key from config.regulation')).toEqual([]);
    expect(await me.query('select value from config.regulation_version')).toEqual([]);
  });
});
