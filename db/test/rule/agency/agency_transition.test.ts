import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { lead, leadRefused } from '../../support/life.ts';
import { createAgency } from '../../support/new_agency.ts';
import { slipMaker, unknownKey } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const states = ['pending', 'active', 'rejected', 'blocked', 'terminated'];
const roads = new Set([
  'pending → active',
  'pending → rejected',
  'active → blocked',
  'blocked → active',
  'active → terminated',
  'blocked → terminated',
]);

describe('an agency', () => {
  test.each(
    states.flatMap((from) => states.filter((to) => to !== from).map((to) => ({ from, to }))),
  )('goes from $from to $to only if that is allowed', async ({ from, to }) => {
    await db.asOwner(async (owner) => {
      await owner.query(
        `insert into agency.agency (code, name, agency_type_id, district_id, reception_date, status,
          status_reason)
           select 'DL9001', 'Đại lý thử', t.id, d.id, '2024-01-15', $1, 'Thử nghiệm'
           from agency.agency_type as t cross join agency.district as d
           where t.name = 'Loại 1' and d.name = 'Quận 1'`,
        [from],
      );
      const go = `update agency.agency set status = $1 where code = 'DL9001'`;

      if (roads.has(`${from} → ${to}`)) {
        await owner.query(go, [to]);
        return;
      }
      expect(await owner.refusal(go, [to])).toMatchObject({ code: 'SDTRN', details: { from, to } });
    });
  });
});

describe('a new agency', () => {
  test('is pending, has the next code, and belongs to the sales person who brought it', async () => {
    await db.as('sales', async (me) => {
      const made = await createAgency(me);

      expect(made).toMatchObject({ code: 'DL0005', status: 'pending' });
      expect(await me.query("select code from agency.agency where code = 'DL0005'")).toHaveLength(
        1,
      );
    });
  });

  test('takes no goods until a manager approves it', async () => {
    const slips = await slipMaker(db);
    await db.as('manager', async (me) => {
      const made = await createAgency(me);
      const wish = { agency: made.id, lines: [['MI', 1]] as [string, number][] };
      expect((await slips.refused(me, wish)).code).toBe('SDAGN');

      await lead(me, 'approve_agency', made.id);

      expect((await slips.create(me, wish)).status).toBe('confirmed');
    });
  });

  test('sent twice with one key is one agency', async () => {
    await db.as('manager', async (me) => {
      const first = await createAgency(me, { clientKey: 'once' });

      expect(await createAgency(me, { clientKey: 'once' })).toEqual(first);
    });
  });

  test('is refused with everything that is wrong with it', async () => {
    await db.as('manager', async (me) => {
      const refusal = await me.refusalOf(() =>
        createAgency(me, { name: ' ', district: 'Không có', email: 'không phải thư' }),
      );

      expect(refusal).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [
            { path: 'name', reason: 'required' },
            { path: 'district_id', reason: 'required' },
            { path: 'email', reason: 'malformed', value: 'không phải thư' },
          ],
        },
      });
    });
  });

  test('is approved, blocked and ended by managers, not by sales', async () => {
    await db.as('sales', async (me) => {
      const made = await createAgency(me);

      expect((await leadRefused(me, 'approve_agency', made.id)).code).toBe('42501');
    });
  });

  test('is not approved twice, and a blocked one is reactivated, not approved', async () => {
    await db.as('manager', async (me) => {
      const made = await createAgency(me);
      expect((await leadRefused(me, 'reactivate_agency', made.id)).code).toBe('SDTRN');
      await lead(me, 'approve_agency', made.id);
      expect((await leadRefused(me, 'approve_agency', made.id)).code).toBe('SDTRN');
      await lead(me, 'block_agency', made.id);
      expect((await leadRefused(me, 'approve_agency', made.id)).code).toBe('SDTRN');

      expect(await lead(me, 'reactivate_agency', made.id)).toMatchObject({
        status: 'active',
        status_reason: null,
      });
    });
  });
});

test('an agency nobody knows is not found', async () => {
  await db.as('manager', async (me) => {
    expect((await leadRefused(me, 'block_agency', await unknownKey(db))).code).toBe('SDNFD');
  });
});
