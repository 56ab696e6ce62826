import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { addAgency } from '../support/master.ts';
import { editAgency, editType, fileOf, setDebtLimit, typeNow } from '../support/master_edit.ts';
import { atOnce, outcomeOf, refusedCodes, untilSomebodyWaits } from '../support/race.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
const rounds = [1, 2, 3, 4];

beforeAll(async () => {
  db = await testDatabase();
  for (const round of rounds) {
    await addAgency(db, { code: `DL100${round}` });
    await addAgency(db, { code: `DL200${round}` });
  }
  slips = await slipMaker(db);
});
afterAll(() => db.close());

describe('a debt limit changes while a slip is confirmed', () => {
  test.each(rounds)(
    'the slip is measured by the one or the other, never by neither (%i)',
    async (round) => {
      const file = await fileOf(db, `DL100${round}`);

      const [slip, debtLimit] = await atOnce<unknown>(db, [
        {
          person: 'manager',
          act: (me) => slips.create(me, { agency: file.code, lines: [['TRON', 6]] }),
        },
        { person: 'admin', act: (me) => setDebtLimit(me, file, { debtLimit: 5_000_000 }) },
      ]);

      expect(debtLimit).toHaveProperty('value');
      const [{ debt } = { debt: '' }] = await db.query<{ debt: string }>(
        'select debt_amount::text as debt from agency.agency where code = $1',
        [file.code],
      );
      expect({ refused: refusedCodes([slip ?? { code: 'none', details: {} }]), debt }).toEqual(
        debt === '0' ? { refused: ['SDDBT'], debt } : { refused: [], debt: '6000000' },
      );
    },
  );

  test('a slip waits for the change, and is then measured by the new debt limit', async () => {
    const file = await fileOf(db, 'DL2001');
    let slip: Promise<unknown> = Promise.resolve();
    await db.commitAs('manager', async (me) => {
      await setDebtLimit(me, file, { debtLimit: 5_000_000 });
      slip = outcomeOf(
        db.commitAs('admin', (other) =>
          slips.create(other, { agency: 'DL2001', lines: [['TRON', 6]] }),
        ),
      );
      await untilSomebodyWaits(db);
    });

    expect(await slip).toMatchObject({
      code: 'SDDBT',
      details: { limit: '5000000', limit_source: 'agency' },
    });
  });

  test('the change waits for a slip, and then finds its debt', async () => {
    const file = await fileOf(db, 'DL2002');
    let change: Promise<unknown> = Promise.resolve();
    await db.commitAs('manager', async (me) => {
      await slips.create(me, { agency: 'DL2002', lines: [['TRON', 6]] });
      change = outcomeOf(
        db.commitAs('admin', async (other) => {
          const { id } = await setDebtLimit(other, file, { debtLimit: 5_000_000 });
          return other.one(
            `select agency.agency_over_debt_limit_by(a)::text as over from agency.agency as a
              where a.id::text = $1`,
            [id],
          );
        }),
      );
      await untilSomebodyWaits(db);
    });

    expect(await change).toEqual({ value: { over: '1000000' } });
  });

  test('the debt limit of a type waits too: a slip keeps the one it was judged by', async () => {
    const read = await typeNow(db, 'Loại 1');
    let change: Promise<unknown> = Promise.resolve();
    await db.commitAs('manager', async (me) => {
      await slips.create(me, { agency: 'DL2004', lines: [['TRON', 6]] });
      change = db.commitAs('admin', (other) => editType(other, read, { debtLimit: 7_000_000 }));
      await untilSomebodyWaits(db);
    });

    expect(await change).toMatchObject({ debt_limit: '7000000' });
    expect(
      await db.query(
        `select i.debt_limit::text from inventory.issue as i
       join agency.agency as a on a.id = i.agency_id where a.code = 'DL2004'`,
      ),
    ).toEqual([{ debt_limit: '10000000' }]);
  });

  test('an agency moves to a smaller type while it buys: the type is measured by the debt after', async () => {
    const [file, { id }] = [await fileOf(db, 'DL2003'), await typeNow(db, 'Loại 2')];
    let move: Promise<unknown> = Promise.resolve();
    await db.commitAs('manager', async (me) => {
      await slips.create(me, { agency: 'DL2003', lines: [['TRON', 6]] });
      move = outcomeOf(
        db.commitAs('admin', (other) => editAgency(other, file, { agency_type_id: id })),
      );
      await untilSomebodyWaits(db);
    });

    expect(await move).toMatchObject({
      code: 'SDTLB',
      details: { debt: '6000000', short_by: '1000000' },
    });
  });
});

test('an agency moves to a type while its debt limit is lowered: the lower one counts', async () => {
  const [file, read] = [await fileOf(db, 'DL2002'), await typeNow(db, 'Loại 2')];
  await db.commitAs('admin', (me) => editType(me, read, { debtLimit: 9_000_000 }));
  let move: Promise<unknown> = Promise.resolve();
  await db.commitAs('admin', async (me) => {
    await editType(me, await typeNow(me, 'Loại 2'), { debtLimit: 5_000_000 });
    move = outcomeOf(
      db.commitAs('manager', (other) => editAgency(other, file, { agency_type_id: read.id })),
    );
    await untilSomebodyWaits(db);
  });

  expect(await move).toMatchObject({
    code: 'SDTLB',
    details: { debt: '6000000', limit: '5000000' },
  });
});

test('the books are right after all of that: each slip is judged by the debt limit of its moment', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
