import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { fingerprints } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { editType, fileOf, setDebtLimit, typeNow } from '../../support/master_edit.ts';
import { slipMaker, unknownKey, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  // both of Loại 1: 8,000,000 and 3,000,000 of 10,000,000
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 8]] }),
  );
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0004', lines: [['TRON', 3]] }),
  );
});
afterAll(() => db.close());

const create = (
  me: Actor,
  name: string | null,
  debtLimit: number | string | null,
  clientKey: string = randomUUID(),
) =>
  me.one(
    `select t.name, t.debt_limit::text, t.version::int, t.created_by::text
      from agency.create_agency_type($1, $2, $3) as t`,
    [clientKey, name, debtLimit],
  );

interface Hit {
  agency_code: string;
  current_debt: string;
  debt_limit: string;
  over_by: string;
}

const hit = (me: Actor, type: string, debtLimit: number | null) =>
  me.query<Hit & Record<string, unknown>>(
    `select o.agency_code, o.current_debt::text, o.debt_limit::text, o.over_by::text
   from agency.agencies_over_debt_limit($1, $2) as o`,
    [type, debtLimit],
  );

describe.each<[Person, string]>([
  ['manager', 'SDPRM'],
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['warehouse', '42501'],
  ['agency', '42501'],
  ['auditor', '42501'],
])('%s', (person, code) => {
  test('may neither add nor edit a type', async () => {
    const type = await typeNow(db, 'Loại 1');
    await db.as(person, async (me) => {
      expect((await me.refusalOf(() => create(me, 'Loại 3', 1))).code).toBe(code);
      expect((await me.refusalOf(() => editType(me, type, { debtLimit: 1 }))).code).toBe(code);
    });
  });
});

describe('a new type', () => {
  test('has a name without blanks and a debt limit; one key makes one', async () => {
    await db.as('admin', async (me) => {
      const made = await create(me, ' Loại 3 ', 2_000_000, 'once');

      expect(made).toEqual({
        name: 'Loại 3',
        debt_limit: '2000000',
        version: 1,
        created_by: me.userId,
      });
      expect(await create(me, 'Loại 3', '2000000.0', 'once')).toEqual(made);
      expect((await me.refusalOf(() => create(me, 'Loại 4', 1, 'once'))).code).toBe('SDDUP');
    });
  });

  test('does not take a name that is there, however it is written', async () => {
    const before = await fingerprints(db);
    await db.as('admin', async (me) => {
      expect(await me.refusalOf(() => create(me, 'LOẠI 1', -5))).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [
            { path: 'name', reason: 'taken', value: 'Loại 1' },
            { path: 'debt_limit', reason: 'negative', value: '-5' },
          ],
        },
      });
    });
    expect(await fingerprints(db)).toEqual(before);
  });

  test.each([
    [null, 'required'],
    ['0.5', 'whole_number_only'],
    ['NaN', 'not_a_number'],
    ['Infinity', 'too_large'],
  ])('has no debt limit of %s', async (debtLimit, reason) => {
    await db.as('admin', async (me) => {
      expect(await me.refusalOf(() => create(me, ' ', debtLimit))).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [
            { path: 'name', reason: 'required' },
            { path: 'debt_limit', reason },
          ],
        },
      });
    });
  });
});

test('a new type may have a term of its own', async () => {
  await db.as('admin', async (me) => {
    await me.one('select agency.create_agency_type($1, $2, 1, 45)', [randomUUID(), 'Loại 5']);
    expect(await typeNow(me, 'Loại 5')).toMatchObject({ payment_term_days: 45 });
  });
});

describe('an edit of a type', () => {
  test("sets the days its agencies have to pay, empty is the regulation's", async () => {
    await db.as('admin', async (me) => {
      const type = await editType(me, await typeNow(me, 'Loại 1'), { term: '45.0' });
      expect(type).toMatchObject({ payment_term_days: 45, debt_limit: '10000000', version: 2 });
      expect(await editType(me, type, { term: null })).toMatchObject({
        payment_term_days: null,
        version: 3,
      });
    });
  });

  test.each([
    [366, { reason: 'too_large', limit: '365' }],
    [-1, { reason: 'too_small', limit: '0' }],
    ['1.5', { reason: 'whole_number_only' }],
    ['NaN', { reason: 'not_a_number' }],
  ])('to %s days is refused', async (term, problem) => {
    await db.as('admin', async (me) => {
      const type = await typeNow(me, 'Loại 1');
      expect(await me.refusalOf(() => editType(me, type, { term }))).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [{ path: 'payment_term_days', value: String(term), ...problem }],
        },
      });
    });
  });

  test('keeps its own name, and may change how it is written', async () => {
    await db.as('admin', async (me) => {
      expect(await editType(me, await typeNow(me, 'Loại 1'), { name: 'LOẠI 1' })).toMatchObject({
        name: 'LOẠI 1',
        debt_limit: '10000000',
        version: 2,
      });
    });
  });

  test('does not take the name of another type', async () => {
    await db.as('admin', async (me) => {
      const type = await typeNow(me, 'Loại 1');
      expect(await me.refusalOf(() => editType(me, type, { name: 'loại 2' }))).toMatchObject({
        code: 'SDVAL',
        details: { fields: [{ path: 'name', reason: 'taken', value: 'Loại 2' }] },
      });
    });
  });

  test('is refused on a version that no longer holds, without one, and of a type that is unknown', async () => {
    await db.as('admin', async (me) => {
      const type = await typeNow(me, 'Loại 1');
      await editType(me, type, { debtLimit: 1 });

      expect(await me.refusalOf(() => editType(me, type, { debtLimit: 2 }))).toMatchObject({
        code: 'SDSTA',
        details: {
          read_version: 1,
          version: 2,
          updated_by: 'Trần Quản Trị',
        },
      });
      expect(
        (await me.refusalOf(() => editType(me, type, { version: null }))).details,
      ).toMatchObject({ fields: [{ path: 'version', reason: 'required' }] });
      const id = await unknownKey(db);
      expect(
        await me.refusalOf(() => editType(me, { ...type, id }, { name: 'Mới' })),
      ).toMatchObject({ code: 'SDNFD', details: { agency_type_id: id } });
    });
  });
});

describe('a debt limit lowered under debts (QĐ7)', () => {
  test('says beforehand whom it would hit, most debt first', async () => {
    await db.as('admin', async (me) => {
      const { id } = await typeNow(me, 'Loại 1');

      expect(await hit(me, id, 10_000_000)).toEqual([]);
      expect(await hit(me, id, 8_000_000)).toEqual([]);
      expect(await hit(me, id, 2_000_000)).toEqual([
        {
          agency_code: 'DL0001',
          current_debt: '8000000',
          debt_limit: '2000000',
          over_by: '6000000',
        },
        {
          agency_code: 'DL0004',
          current_debt: '3000000',
          debt_limit: '2000000',
          over_by: '1000000',
        },
      ]);
      expect(await hit(me, await unknownKey(db), 1)).toEqual([]);
    });
  });

  test('is allowed, lists the agencies hit, and stops their next slip only', async () => {
    await db.as('admin', async (me) => {
      const type = await editType(me, await typeNow(me, 'Loại 1'), { debtLimit: 5_000_000 });

      expect(
        await me.query(
          `select o.agency_code, o.over_by::text from agency.agency_type as t
         cross join lateral agency.agency_type_agencies_over_debt_limit(t) as o
         where t.id::text = $1`,
          [type.id],
        ),
      ).toEqual([{ agency_code: 'DL0001', over_by: '3000000' }]);
      expect(await hit(me, type.id, null)).toHaveLength(1);
      expect((await slips.refused(me, { agency: 'DL0001', lines: [['MI', 1]] })).code).toBe(
        'SDDBT',
      );
      expect((await slips.create(me, { agency: 'DL0004', lines: [['MI', 1]] })).status).toBe(
        'confirmed',
      );
    });
  });

  test('does not hit an agency while it has a debt limit of its own', async () => {
    await db.as('admin', async (me) => {
      await setDebtLimit(me, await fileOf(me, 'DL0001'), { debtLimit: 9_000_000 });
      const type = await editType(me, await typeNow(me, 'Loại 1'), { debtLimit: 0 });

      expect((await hit(me, type.id, null)).map((row) => row.agency_code)).toEqual(['DL0004']);
    });
  });
});
