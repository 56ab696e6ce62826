import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker } from '../../support/slip.ts';
import { returnMaker } from '../../support/stock.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('a slip of which goods came back is not cancelled, and its returns are named', async () => {
  const [slips, returns] = [await slipMaker(db), await returnMaker(db)];
  const { slip, codes } = await db.commitAs('manager', async (me) => {
    const made = await slips.create(me, { agency: 'DL0001', lines: [['MI', 3]] });
    const first = await returns.create(me, { slip: made.id, lines: [['MI', 1]] });
    const second = await returns.create(me, { slip: made.id, lines: [['MI', 2]] });
    return { slip: made, codes: `${first.code}, ${second.code}` };
  });

  await db.asOwner(async (owner) => {
    expect(
      await owner.refusal("update inventory.issue set status = 'cancelled' where id::text = $1", [
        slip.id,
      ]),
    ).toMatchObject({ code: 'SDRTN', details: { issue_code: slip.code, return_codes: codes } });
  });
});

test('a slip without returns is not refused for that', async () => {
  const slips = await slipMaker(db);
  const slip = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['LE', 3]] }),
  );

  await db.asOwner(async (owner) => {
    const outcome = await owner
      .refusal("update inventory.issue set status = 'cancelled' where id::text = $1", [slip.id])
      .catch(() => ({ code: 'allowed' }));
    expect(outcome.code).not.toBe('SDRTN');
  });
});
