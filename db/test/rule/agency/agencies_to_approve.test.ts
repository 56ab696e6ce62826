import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { lead } from '../../support/life.ts';
import { addDistrict, createAgency } from '../../support/new_agency.ts';

let db: TestDatabase;
let earlier: string;
let later: string;

beforeAll(async () => {
  db = await testDatabase();
  await addDistrict(db, 'Quận Rộng');
  const add = (name: string) =>
    db.commitAs('manager', (me) => createAgency(me, { name, district: 'Quận Rộng' }));
  earlier = (await add('Tạp hóa Sớm')).id;
  later = (await add('Tạp hóa Muộn')).id;
});
afterAll(() => db.close());

/** Of the two that were added: the presets may have others. */
const waiting = async (me: Actor) =>
  (
    await me.query<{ id: string }>(
      `select a.id::text from agency.agencies_to_approve() with ordinality as a
       where a.id::text = any ($1) order by a.ordinality`,
      [[earlier, later]],
    )
  ).map(({ id }) => id);

test('who waits longest comes first', async () => {
  await db.as('manager', async (me) => {
    expect(await waiting(me)).toEqual([earlier, later]);
  });
});

test('who was approved or rejected waits no longer', async () => {
  await db.as('manager', async (me) => {
    await lead(me, 'approve_agency', earlier);
    expect(await waiting(me)).toEqual([later]);
    await lead(me, 'reject_agency', later);
    expect(await waiting(me)).toEqual([]);
  });
});

test('somebody with agencies of their own sees those that are theirs', async () => {
  await db.as('sales', async (me) => {
    expect(await waiting(me)).toEqual([]);
  });
});

test('the warehouse has no such list', async () => {
  await db.as('warehouse', async (me) => {
    expect((await me.refusal('select a.id from agency.agencies_to_approve() as a')).code).toBe(
      '42501',
    );
  });
});
