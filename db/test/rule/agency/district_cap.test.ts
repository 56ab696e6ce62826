import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { lead, leadRefused, regulate } from '../../support/life.ts';
import { addDistrict, createAgency } from '../../support/new_agency.ts';
import { atOnce } from '../../support/race.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await addDistrict(db, 'Bốn chỗ');
  await addDistrict(db, 'Một chỗ', 1);
  await addDistrict(db, 'Tranh chỗ', 1);
  await addDistrict(db, 'Hai cùng lúc', 1);
});
afterAll(() => db.close());

async function approved(me: Actor, district: string, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1)
    await lead(me, 'approve_agency', (await createAgency(me, { district })).id);
}

describe('a territory without a cap of its own', () => {
  test('takes four agencies under the regulation, and refuses the fifth with the count', async () => {
    await db.as('manager', async (me) => {
      await approved(me, 'Bốn chỗ', 4);
      const fifth = await createAgency(me, { district: 'Bốn chỗ' });

      const refusal = await leadRefused(me, 'approve_agency', fifth.id);

      expect(refusal).toMatchObject({
        code: 'SDDIS',
        details: {
          district_name: 'Bốn chỗ',
          members: '4',
          cap: '4',
          cap_source: 'regulation',
        },
      });
    });
  });

  test('counts blocked agencies, not terminated ones', async () => {
    await db.as('manager', async (me) => {
      await approved(me, 'Bốn chỗ', 3);
      const fourth = await createAgency(me, { district: 'Bốn chỗ' });
      await lead(me, 'approve_agency', fourth.id);
      await lead(me, 'block_agency', fourth.id);
      const fifth = await createAgency(me, { district: 'Bốn chỗ' });
      expect((await leadRefused(me, 'approve_agency', fifth.id)).code).toBe('SDDIS');

      await lead(me, 'terminate_agency', fourth.id);

      expect((await lead(me, 'approve_agency', fifth.id)).status).toBe('active');
    });
  });
});

test('a territory with a cap of its own refuses by that', async () => {
  await db.as('manager', async (me) => {
    await approved(me, 'Một chỗ', 1);
    const second = await createAgency(me, { district: 'Một chỗ' });

    expect((await leadRefused(me, 'approve_agency', second.id)).details).toMatchObject({
      members: '1',
      cap: '1',
      cap_source: 'district',
    });
  });
});

test('agencies that join in one statement are counted together', async () => {
  const ids = await db.commitAs('manager', async (me) => [
    (await createAgency(me, { district: 'Hai cùng lúc' })).id,
    (await createAgency(me, { district: 'Hai cùng lúc' })).id,
  ]);
  await db.asOwner(async (owner) => {
    const refusal = await owner.refusal(
      `update agency.agency set status = 'active' where id::text = any ($1)`,
      [ids],
    );

    expect(refusal).toMatchObject({
      code: 'SDDIS',
      details: { district_name: 'Hai cùng lúc', members: '0', cap: '1' },
    });
  });
});

test('two approvals at once for the last place: one is refused', async () => {
  const [one, other] = await Promise.all(
    ['a', 'b'].map(() =>
      db.commitAs('manager', (me) => createAgency(me, { district: 'Tranh chỗ' })),
    ),
  );

  const outcomes = await atOnce(
    db,
    [one, other].map((agency) => ({
      person: 'admin' as const,
      act: (me: Actor) => lead(me, 'approve_agency', agency?.id ?? ''),
    })),
  );

  expect(
    outcomes.map((outcome) => ('code' in outcome ? outcome.code : 'approved')).toSorted(),
  ).toEqual(['SDDIS', 'approved']);
});

test('a changed regulation is the one place that says how many', async () => {
  await regulate(db, 'MAX_AGENCIES_PER_DISTRICT', '2');
  await addDistrict(db, 'Hai chỗ');
  await db.as('manager', async (me) => {
    await approved(me, 'Hai chỗ', 2);
    const third = await createAgency(me, { district: 'Hai chỗ' });

    expect((await leadRefused(me, 'approve_agency', third.id)).details).toMatchObject({ cap: '2' });
  });
});
