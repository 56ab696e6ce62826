import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { lead } from '../../support/life.ts';
import { createAgency } from '../../support/new_agency.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('every change of state is kept with who made it and why, oldest first', async () => {
  await db.as('manager', async (me) => {
    const { id } = await createAgency(me);
    await lead(me, 'approve_agency', id);
    await lead(me, 'block_agency', id, { reason: 'Nợ quá hạn' });
    await lead(me, 'reactivate_agency', id);

    const history = await me.query(
      `select from_status, to_status, reason, created_by::text from agency.agency_status_change
       where agency_id::text = $1 order by id`,
      [id],
    );

    expect(history.map((change) => Object.values(change))).toEqual(
      expect.arrayContaining([
        ['pending', 'active', null, me.userId],
        ['active', 'blocked', 'Nợ quá hạn', me.userId],
        ['blocked', 'active', null, me.userId],
      ]),
    );
    expect(history).toHaveLength(3);
  });
});

test('agencies that change their state in one statement are each kept, others are not', async () => {
  await db.asOwner(async (owner) => {
    const before = await owner.query('select id from agency.agency_status_change');
    const blocked = await owner.query(
      `update agency.agency set status = case when status = 'active' then 'blocked' else status end,
        status_reason = 'Kiểm kê công nợ'
       returning status`,
    );

    const history = await owner.query(
      `select from_status, to_status from agency.agency_status_change
        where reason = 'Kiểm kê công nợ'`,
    );

    expect(history.length).toBeGreaterThan(1);
    expect(new Set(history.map((change) => Object.values(change).join()))).toEqual(
      new Set(['active,blocked']),
    );
    expect(await owner.query('select from agency.agency_status_change')).toHaveLength(
      before.length + history.length,
    );
    expect(blocked.length).toBeGreaterThan(history.length);
  });
});

test('whoever may not see the agency does not see its history', async () => {
  await db.commitAs('manager', async (me) => {
    const { id } = await createAgency(me);
    await lead(me, 'approve_agency', id);
  });
  await db.as('agency', async (me) => {
    expect(await me.query('select from agency.agency_status_change')).toEqual([]);
  });
});
