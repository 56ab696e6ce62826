import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { request } from '../../support/life.ts';
import { switchFeature } from '../../support/master_edit.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
const wish = { agency: 'DL0001', lines: [['MI', 1]] as [string, number][], clientKey: 'early' };

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

test('while agency_requests is on, as it is at first, an agency asks for goods itself', async () => {
  await db.commitAs('agency', async (me) => {
    expect(await request(me, slips, wish)).toMatchObject({ status: 'requested' });
  });
});

describe('while agency_requests is off', () => {
  beforeAll(async () => {
    await db.commitAs('admin', (me) => switchFeature(me, false, 1));
  });

  test('an agency is refused, and told what is off', async () => {
    await db.as('agency', async (me) => {
      expect(
        await me.refusalOf(() => request(me, slips, { ...wish, clientKey: 'late' })),
      ).toMatchObject({
        code: 'SDFEA',
        details: { feature: 'agency_requests', description_vi: 'Đại lý tự đặt hàng' },
      });
    });
  });

  test('what it asked for before is still answered under its key', async () => {
    await db.as('agency', async (me) => {
      expect(await request(me, slips, wish)).toMatchObject({ status: 'requested' });
    });
  });

  test('staff still note down what an agency asks for by telephone', async () => {
    await db.as('sales', async (me) => {
      expect(await request(me, slips, wish)).toMatchObject({ status: 'requested' });
    });
  });

  test('everybody signed in can tell', async () => {
    for (const person of ['agency', 'sales', 'warehouse', 'accountant', 'auditor'] as const) {
      await db.as(person, async (me) => {
        expect(await me.one(`select config.feature_is_on('agency_requests') as answer`)).toEqual({
          answer: false,
        });
        expect(await me.query('select key from config.feature_flag')).toHaveLength(1);
      });
    }
  });

  test('switched on again, an agency asks again', async () => {
    await db.commitAs('admin', (me) => switchFeature(me, true, 2));
    await db.as('agency', async (me) => {
      expect(await request(me, slips, { ...wish, clientKey: 'again' })).toMatchObject({
        status: 'requested',
      });
    });
  });
});

describe('a switch', () => {
  test.each<[Person, string]>([
    ['manager', 'SDPRM'],
    ['accountant', 'SDPRM'],
    ['sales', '42501'],
    ['warehouse', '42501'],
    ['agency', '42501'],
    ['auditor', '42501'],
  ])('is not turned by %s', async (person, code) => {
    await db.as(person, async (me) => {
      expect((await me.refusalOf(() => switchFeature(me, false, 3))).code).toBe(code);
    });
  });

  test('is turned on the version that was read, once for a key', async () => {
    await db.as('admin', async (me) => {
      const first = await switchFeature(me, false, 3, 'once');

      expect(first).toMatchObject({ is_on: false, version: 4 });
      expect(await switchFeature(me, false, 3, 'once')).toEqual(first);
      expect(await me.refusalOf(() => switchFeature(me, true, 3))).toMatchObject({
        code: 'SDSTA',
        details: {
          read_version: 3,
          version: 4,
          updated_by: 'Trần Quản Trị',
        },
      });
    });
  });

  test('is on or off, and one that there is', async () => {
    await db.as('admin', async (me) => {
      expect(await me.refusalOf(() => switchFeature(me, null, 3))).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [{ path: 'is_on', reason: 'required' }],
        },
      });
      expect(await me.refusal(`select config.set_feature_flag('a', 'bay', true, 1)`)).toMatchObject(
        { code: 'SDNFD', details: { key: 'bay' } },
      );
      expect(await me.refusal(`select config.feature_is_on('bay')`)).toMatchObject({
        code: 'SDNFD',
        details: { key: 'bay' },
      });
      expect((await me.refusal('select config.feature_is_on(null)')).code).toBe('SDNFD');
    });
  });
});
