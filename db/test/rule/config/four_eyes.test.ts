import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { lead, leadRefused, regulate, request, take, takeRefused } from '../../support/life.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

test('while FOUR_EYES is off, a manager cancels a slip of their own', async () => {
  await db.as('manager', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });

    expect((await take(me, 'cancel_issue', slip.id)).status).toBe('cancelled');
  });
});

describe('while FOUR_EYES is on', () => {
  beforeAll(() => regulate(db, 'FOUR_EYES', 'true'));

  test('nobody cancels a slip of their own, but a colleague does', async () => {
    const slip = await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }),
    );

    await db.as('manager', async (me) => {
      const refusal = await takeRefused(me, 'cancel_issue', slip.id);
      expect(refusal).toMatchObject({ code: 'SDFOR', details: { created_by: me.userId } });
    });
    await db.as('admin', async (me) => {
      expect((await take(me, 'cancel_issue', slip.id)).status).toBe('cancelled');
    });
  });

  test('nobody confirms a request of their own', async () => {
    await db.as('sales', async (me) => {
      const wish = await request(me, slips, { agency: 'DL0001', lines: [['MI', 1]] });

      expect((await takeRefused(me, 'confirm_issue', wish.id)).code).toBe('SDFOR');
    });
  });

  test('nobody approves an agency of their own, but a colleague does', async () => {
    const { id } = await db.commitAs('manager', (me) =>
      me.one<{ id: string }>(
        `select a.id::text from agency.agency_type as t cross join agency.district as d
       cross join lateral agency.create_agency('eyes', 'Đại lý Mới', t.id, d.id) as a
       where t.name = 'Loại 1' and d.name = 'Quận 1'`,
      ),
    );

    await db.as('manager', async (me) => {
      expect((await leadRefused(me, 'approve_agency', id)).code).toBe('SDFOR');
    });
    await db.as('admin', async (me) => {
      expect((await lead(me, 'approve_agency', id)).status).toBe('active');
    });
  });

  test('nobody alone approves who registered in public: a colleague looks at the file first', async () => {
    const [registered] = await db.query<{ id: string }>(
      `insert into agency.agency (code, name, agency_type_id, district_id, reception_date)
       select 'DL9002', 'Đại lý Tự Đến', t.id, d.id, '2024-01-15'
       from agency.agency_type as t cross join agency.district as d
       where t.name = 'Loại 1' and d.name = 'Quận 1' returning id::text`,
    );
    const id = registered?.id ?? '';
    await db.as('manager', async (me) => {
      expect((await leadRefused(me, 'approve_agency', id)).code).toBe('SDFOR');
    });
  });
});
