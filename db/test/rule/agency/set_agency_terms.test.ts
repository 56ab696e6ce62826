import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { dayFromToday, fingerprints } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { lead } from '../../support/life.ts';
import { editType, fileOf, setTerms, typeNow, type OwnTerms } from '../../support/master_edit.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const historyOf = (me: Actor, agency: string) =>
  me.query(
    `select h.payment_term_days as term, h.block_overdue_days as block, h.max_open_slips as slips,
      h.reason
   from agency.agency_terms_change as h where h.agency_id::text = $1
   order by h.payment_term_days nulls last`,
    [agency],
  );

const dueOf = async (me: Actor, slip: { id: string }) =>
  (
    await me.one<{ due: string }>(
      'select i.due_date::text as due from inventory.issue as i where i.id::text = $1',
      [slip.id],
    )
  ).due;

const sell = (me: Actor, day = 0) =>
  dayFromToday(me, day).then((date) =>
    slips.create(me, { agency: 'DL0001', lines: [['MI', 1]], date }),
  );

describe.each<[Person, string]>([
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['agency', '42501'],
  ['warehouse', '42501'],
  ['auditor', '42501'],
])('%s', (person, code) => {
  test('may not set the terms of an agency', async () => {
    const file = await fileOf(db, 'DL0001');
    await db.as(person, async (me) => {
      expect((await me.refusalOf(() => setTerms(me, file, { term: 1 }))).code).toBe(code);
    });
  });
});

describe("terms of an agency's own", () => {
  test('are for slips confirmed from then on, and are kept with their reasons', async () => {
    await db.as('admin', async (me) => {
      const before = await sell(me);
      const file = await setTerms(me, await fileOf(me, 'DL0001'), {
        term: 15,
        blockDays: 0,
        slips: 3,
        reason: ' Hợp đồng mới ',
      });
      const after = await sell(me);
      await setTerms(me, file, { term: null, reason: 'Về chung' });

      expect(file.version).toBe(2);
      expect(
        await Promise.all([
          dueOf(me, before),
          dueOf(me, after),
          sell(me).then((slip) => dueOf(me, slip)),
        ]),
      ).toEqual(await Promise.all([30, 15, 30].map((days) => dayFromToday(me, days))));
      expect(await historyOf(me, file.id)).toEqual([
        { term: 15, block: 0, slips: 3, reason: 'Hợp đồng mới' },
        { term: null, block: null, slips: null, reason: 'Về chung' },
      ]);
    });
  });

  test.each<[OwnTerms, object]>([
    [{ term: 366 }, { path: 'payment_term_days', reason: 'too_large', value: '366', limit: '365' }],
    [{ term: -1 }, { path: 'payment_term_days', reason: 'too_small', value: '-1', limit: '0' }],
    [{ term: '1.5' }, { path: 'payment_term_days', reason: 'whole_number_only', value: '1.5' }],
    [{ blockDays: 'NaN' }, { path: 'block_overdue_days', reason: 'not_a_number', value: 'NaN' }],
    [{ slips: 0 }, { path: 'max_open_slips', reason: 'too_small', value: '0', limit: '1' }],
    [
      { slips: 10_000 },
      { path: 'max_open_slips', reason: 'too_large', value: '10000', limit: '9999' },
    ],
    [{ reason: ' ' }, { path: 'reason', reason: 'required' }],
  ])('%j are refused', async (wish, field) => {
    const before = await fingerprints(db);
    await db.as('manager', async (me) => {
      const file = await fileOf(me, 'DL0001');
      expect(await me.refusalOf(() => setTerms(me, file, wish))).toMatchObject({
        code: 'SDVAL',
        details: { fields: [field] },
      });
    });
    expect(await fingerprints(db)).toEqual(before);
  });

  test('are set on the version that was read, once a key, of an agency that still has a file', async () => {
    await db.as('manager', async (me) => {
      const file = await fileOf(me, 'DL0004');
      const now = await setTerms(me, file, { term: 7 }, 'once');

      expect(await setTerms(me, file, { term: '7.0' }, 'once')).toEqual(now);
      expect(await historyOf(me, file.id)).toHaveLength(1);
      expect((await me.refusalOf(() => setTerms(me, file, { term: 8 }))).code).toBe('SDSTA');
      await lead(me, 'terminate_agency', file.id);
      expect((await me.refusalOf(() => setTerms(me, now, { term: 8 }))).code).toBe('SDCLO');
    });
  });
});

// R21 of the worked examples; its days are counted from the last one, today.
test('type 45, then own 15, then type 30: no slip that is confirmed moves', async () => {
  await db.as('admin', async (me) => {
    const type = await editType(me, await typeNow(me, 'Loại 1'), { term: 45 });
    const first = await sell(me, -11);
    await setTerms(me, await fileOf(me, 'DL0001'), { term: 15 });
    const own = await sell(me, -2);
    const backDated = await sell(me, -7);
    await editType(me, type, { term: 30 });

    expect([await dueOf(me, first), await dueOf(me, own), await dueOf(me, backDated)]).toEqual(
      await Promise.all([34, 13, 8].map((days) => dayFromToday(me, days))),
    );
  });
});

test('who sells to an agency sees the history of its terms, not of others; the dealer does not', async () => {
  for (const code of ['DL0001', 'DL0004']) {
    await db.commitAs('manager', async (me) => setTerms(me, await fileOf(me, code), { term: 30 }));
  }
  const seen = (person: 'sales' | 'agency') =>
    db.as(person, (me) =>
      me.query('select distinct agency_id::text as id from agency.agency_terms_change'),
    );
  const { id } = await db.as('manager', (me) => fileOf(me, 'DL0001'));
  expect(await seen('sales')).toEqual([{ id: String(id) }]);
  expect(await seen('agency')).toEqual([]);
});
