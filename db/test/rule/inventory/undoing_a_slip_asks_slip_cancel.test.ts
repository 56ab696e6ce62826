import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { dayFromToday } from '../../support/books.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { returnMaker, type ReturnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let returns: ReturnMaker;

beforeAll(async () => {
  db = await testDatabase();
  [slips, returns] = [await slipMaker(db), await returnMaker(db)];
});
afterAll(() => db.close());

const asked = async (lines: [string, number][], back: [string, number][]): Promise<string> => {
  const slip = await db.commitAs('sales', (me) => slips.create(me, { agency: 'DL0001', lines }));
  return (await db.commitAs('sales', (me) => returns.request(me, { slip: slip.id, lines: back })))
    .id;
};

test('a slip of today is not undone by returning all of it, of who may not cancel slips', async () => {
  const all = await asked(
    [
      ['MI', 2],
      ['LE', 1],
    ],
    [
      ['MI', 2],
      ['LE', 1],
    ],
  );
  await db.as('warehouse', async (me) => {
    expect(await returns.confirmRefused(me, all)).toMatchObject({
      code: 'SDPRM',
      details: { scope: 'slip:cancel' },
    });
  });
  await db.as('manager', async (me) => {
    expect(await returns.confirm(me, all)).toMatchObject({ status: 'confirmed' });
  });
});

test('what leaves a line of it is an ordinary return', async () => {
  const most = await asked(
    [
      ['MI', 2],
      ['LE', 1],
    ],
    [['MI', 2]],
  );
  await db.as('warehouse', async (me) => {
    expect(await returns.confirm(me, most)).toMatchObject({ status: 'confirmed' });
  });
});

test('so is all of a slip that was confirmed before today', async () => {
  const all = await asked([['MI', 1]], [['MI', 1]]);
  const yesterday = await dayFromToday(db, -1);
  await db.asOwner(async (owner) => {
    await owner.query('alter table inventory.issue disable trigger user');
    await owner.query(
      `update inventory.issue set confirmed_at = $1::date + time '12:00' where id = (
      select issue_id from inventory.issue_return where id::text = $2)`,
      [yesterday, all],
    );
    await owner.query('alter table inventory.issue enable trigger user');
    // the owner holds no scope at all
    await owner.query(
      `update inventory.issue_return set status = 'confirmed', return_date = config.business_date(),
      confirmed_at = now(), confirmed_by = created_by where id::text = $1`,
      [all],
    );
    expect(
      await owner.query('select status from inventory.issue_return where id::text = $1', [all]),
    ).toEqual([{ status: 'confirmed' }]);
  });
});
