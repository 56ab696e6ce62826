import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { dayFromToday } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { setRegulation, withdrawRegulation } from '../../support/master_edit.ts';
import { unknownKey } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

describe.each<[Person, string]>([
  ['manager', 'SDPRM'],
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['warehouse', '42501'],
  ['agency', '42501'],
  ['auditor', '42501'],
])('%s', (person, code) => {
  test('may not withdraw a value of a regulation', async () => {
    const id = await unknownKey(db);
    await db.as(person, async (me) => {
      expect((await me.refusalOf(() => withdrawRegulation(me, id))).code).toBe(code);
    });
  });
});

test('what is to come is withdrawn with all that it corrected: what held before goes on, nothing is deleted', async () => {
  await db.as('admin', async (me) => {
    const day = await dayFromToday(me, 5);
    await setRegulation(me, { value: '1.5', from: day });
    const corrected = await setRegulation(me, { value: '1.05', from: day });
    await setRegulation(me, { value: '1.2', from: await dayFromToday(me, 9) });

    expect(await withdrawRegulation(me, corrected.id, ' Nhập nhầm ')).toEqual({
      id: corrected.id,
      is_withdrawn: true,
      withdraw_reason: 'Nhập nhầm',
    });

    expect(
      await me.query(
        `select v.value, v.withdrawn_by is not null as is_withdrawn
          from config.regulation_version as v
       where v.valid_from = $1 order by v.place`,
        [day],
      ),
    ).toEqual([
      { value: '1.5', is_withdrawn: true },
      { value: '1.05', is_withdrawn: true },
    ]);
    expect(
      await me.query("select (config.regulation_on('EXPORT_PRICE_RATIO', $1::date)).value", [day]),
    ).toEqual([{ value: '1.02' }]);
    expect(
      await me.query(
        `select (config.regulation_next_version(r)).value from config.regulation as r
          where r.key = $1`,
        ['EXPORT_PRICE_RATIO'],
      ),
    ).toEqual([{ value: '1.2' }]);

    // the day is free again
    await setRegulation(me, { value: '1.07', from: day });
    expect(
      await me.query("select (config.regulation_on('EXPORT_PRICE_RATIO', $1::date)).value", [day]),
    ).toEqual([{ value: '1.07' }]);
  });
});

test('what holds already, or was withdrawn, is not withdrawn; nor what nobody wrote, nor without a reason', async () => {
  await db.as('admin', async (me) => {
    const refused = (id: string, reason?: string | null) =>
      me.refusalOf(() => withdrawRegulation(me, id, reason));
    const today = await setRegulation(me, { value: '1.1' });
    const later = await setRegulation(me, { value: '1.2', from: await dayFromToday(me, 1) });

    expect(await refused(today.id)).toMatchObject({
      code: 'SDTRN',
      details: { from: 'in_force', to: 'withdrawn' },
    });
    expect((await refused(await unknownKey(db))).code).toBe('SDNFD');
    expect(await refused(later.id, ' ')).toMatchObject({
      code: 'SDVAL',
      details: { fields: [{ path: 'reason', reason: 'required' }] },
    });
    expect(await refused(later.id, 'x'.repeat(501))).toMatchObject({
      code: 'SDVAL',
      details: { fields: [{ path: 'reason', reason: 'too_long', value: '501' }] },
    });

    await withdrawRegulation(me, later.id, 'Thôi', 'once');
    expect(await withdrawRegulation(me, later.id, 'Thôi', 'once')).toMatchObject({
      id: later.id,
      is_withdrawn: true,
    });
    expect(await refused(later.id)).toMatchObject({
      code: 'SDTRN',
      details: { from: 'withdrawn', to: 'withdrawn' },
    });
  });
});
