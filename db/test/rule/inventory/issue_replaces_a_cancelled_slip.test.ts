import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { request, take } from '../../support/life.ts';
import { atOnce, refusedCodes, successes } from '../../support/race.ts';
import {
  slipMaker,
  unknownKey,
  type Slip,
  type SlipMaker,
  type SlipWish,
} from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const wish = (changes: Partial<SlipWish> = {}): SlipWish => ({
  agency: 'DL0001',
  lines: [['MI', 1]],
  ...changes,
});

async function cancelled(me: Actor, changes: Partial<SlipWish> = {}): Promise<Slip> {
  const slip = await slips.create(me, wish(changes));
  await take(me, 'cancel_issue', slip.id);
  return slip;
}

const problem = (reason: string, value: string) => ({
  code: 'SDVAL',
  details: { fields: [{ path: 'replaces_id', reason, value }] },
});

describe('a slip written anew', () => {
  test('points to the cancelled one', async () => {
    await db.as('manager', async (me) => {
      const old = await cancelled(me);

      const anew = await slips.create(me, wish({ replaces: old.id, lines: [['MI', 2]] }));

      expect(
        await me.query('select code from inventory.issue where replaces_id::text = $1', [old.id]),
      ).toEqual([{ code: anew.code }]);
    });
  });

  test('sent twice with one key is one slip; for another slip, or none, it is another request', async () => {
    await db.as('manager', async (me) => {
      const [old, other] = [await cancelled(me), await cancelled(me)];
      const first = await slips.create(me, wish({ replaces: old.id, clientKey: 'once' }));

      expect((await slips.create(me, wish({ replaces: old.id, clientKey: 'once' }))).id).toBe(
        first.id,
      );
      expect((await slips.refused(me, wish({ replaces: other.id, clientKey: 'once' }))).code).toBe(
        'SDDUP',
      );
      expect((await slips.refused(me, wish({ clientKey: 'once' }))).code).toBe('SDDUP');
    });
  });

  test("never changes what it points to, the owner's hand included", async () => {
    const [old, anew] = await db.commitAs('manager', async (me) => {
      const first = await cancelled(me);
      return [first, await slips.create(me, wish({ replaces: first.id }))] as const;
    });
    await db.asOwner(async (owner) => {
      expect(
        (
          await owner.refusal('update inventory.issue set replaces_id = null where id::text = $1', [
            anew.id,
          ])
        ).code,
      ).toBe('SDHIS');
      expect(
        (
          await owner.refusal('update inventory.issue set replaces_id = id where id::text = $1', [
            old.id,
          ])
        ).code,
      ).toBe('SDHIS');
    });
  });
});

describe('what cannot be replaced', () => {
  test('a slip in force', async () => {
    await db.as('manager', async (me) => {
      const slip = await slips.create(me, wish());

      expect(await slips.refused(me, wish({ replaces: slip.id }))).toMatchObject(
        problem('not_cancelled', slip.code),
      );
    });
  });

  test('a request', async () => {
    await db.as('manager', async (me) => {
      const { id } = await request(me, slips, { agency: 'DL0001', lines: [['MI', 1]] });

      expect(await slips.refused(me, wish({ replaces: id }))).toMatchObject(
        problem('not_cancelled', id),
      );
    });
  });

  test('a slip of another agency', async () => {
    await db.as('manager', async (me) => {
      const old = await cancelled(me, { agency: 'DL0002' });

      expect(await slips.refused(me, wish({ replaces: old.id }))).toMatchObject(
        problem('unknown', old.id),
      );
    });
  });

  test('a slip nobody knows', async () => {
    const nobody = await unknownKey(db);
    await db.as('manager', async (me) => {
      expect(await slips.refused(me, wish({ replaces: nobody }))).toMatchObject(
        problem('unknown', nobody),
      );
    });
  });

  test('a slip that was replaced already: its successor is named, and may be replaced once cancelled', async () => {
    await db.as('manager', async (me) => {
      const old = await cancelled(me);
      const second = await slips.create(me, wish({ replaces: old.id }));
      await take(me, 'cancel_issue', second.id);

      expect(await slips.refused(me, wish({ replaces: old.id }))).toMatchObject(
        problem('replaced_already', second.code),
      );
      expect((await slips.create(me, wish({ replaces: second.id }))).status).toBe('confirmed');
    });
  });
});

test('sales do not learn of a slip of an agency that is not theirs', async () => {
  const old = await db.commitAs('manager', (me) => cancelled(me, { agency: 'DL0004' }));
  await db.as('sales', async (me) => {
    expect((await slips.refused(me, wish({ agency: 'DL0004', replaces: old.id }))).details).toEqual(
      {
        fields: [
          { path: 'agency_id', reason: 'unknown', value: slips.agencyId('DL0004') },
          { path: 'replaces_id', reason: 'unknown', value: old.id },
        ],
      },
    );
  });
});

test.each([1, 2, 3])(
  'two successors of one slip at once: one is refused, in words (%i)',
  async () => {
    const old = await db.commitAs('manager', (me) => cancelled(me, { agency: 'DL0002' }));

    const outcomes = await atOnce(
      db,
      (['manager', 'admin'] as const).map((person) => ({
        person,
        act: (me: Actor) => slips.create(me, wish({ agency: 'DL0002', replaces: old.id })),
      })),
    );

    expect(refusedCodes(outcomes)).toEqual(['SDVAL']);
    expect(outcomes).toContainEqual(
      problem('replaced_already', successes(outcomes)[0]?.code ?? 'none'),
    );
  },
);
