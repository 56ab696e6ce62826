import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { take } from '../../support/life.ts';
import { requestSlip } from '../../support/request.ts';
import { slipMaker } from '../../support/slip.ts';
import { returnMaker, type ReturnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let returns: ReturnMaker;

beforeAll(async () => {
  db = await testDatabase();
  returns = await returnMaker(db);
});
afterAll(() => db.close());

test('nothing comes back on a slip that did not go out', async () => {
  const id = await db.commitOwner((owner) =>
    requestSlip(owner, { agency: 'DL0001', lines: [['MI', 2]] }),
  );

  await db.as('manager', async (me) => {
    expect(await returns.refused(me, { slip: id, lines: [['MI', 1]] })).toMatchObject({
      code: 'SDNRT',
      details: { issue_id: id, status: 'requested' },
    });
  });
});

test('nor on a cancelled one, but on a delivered one', async () => {
  const slips = await slipMaker(db);
  const slip = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['MI', 2]] }),
  );

  await db.as('manager', async (me) => {
    await take(me, 'cancel_issue', slip.id);
    expect(await returns.refused(me, { slip: slip.id, lines: [['MI', 1]] })).toMatchObject({
      code: 'SDNRT',
      details: { issue_code: slip.code, status: 'cancelled' },
    });
  });
  await db.as('manager', async (me) => {
    await take(me, 'deliver_issue', slip.id);
    expect(await returns.create(me, { slip: slip.id, lines: [['MI', 1]] })).toHaveProperty('code');
  });
});
