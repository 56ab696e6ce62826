// What becomes of a request before it is decided on: asked anew, withdrawn, confirmed with less.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  confirmLess,
  confirmLessRefused,
  revise,
  reviseRefused,
  withdraw,
  withdrawRefused,
} from '../../support/asking.ts';
import { debtOf, stockLedger, stockOf, type Reader } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { breachesOf, invariantNames } from '../../support/invariants.ts';
import { request, take } from '../../support/life.ts';
import { addItem } from '../../support/master.ts';
import { atOnce, refusedCodes } from '../../support/race.ts';
import { slipMaker, type SlipMaker, type SlipWish } from '../../support/slip.ts';
import { returnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  // 100,000 sells at 102,000
  await addItem(db, { sku: 'BIA', importPrice: 100_000, stock: 100 });
  await addItem(db, { sku: 'GAO', importPrice: 10_000, stock: 100, unit: 'Kg' });
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const ask = (
  lines: SlipWish['lines'] = [
    ['BIA', 10],
    ['GAO', 5],
  ],
) => db.commitAs('agency', (me) => request(me, slips, { agency: 'DL0001', lines }));
const linesOf = (reader: Reader, id: string) =>
  reader.query(
    `select i.sku, trim_scale(d.quantity)::text as quantity,
      trim_scale(d.asked_quantity)::text as asked, d.line_total::text as total
   from inventory.issue_detail as d join inventory.item as i on i.id = d.item_id
   where d.issue_id::text = $1 order by d.line_no`,
    [id],
  );

describe('a dealer asks anew', () => {
  test('other goods, under the same number, at the prices of today, and may wish for a day', async () => {
    const { id } = await ask();
    const [before] = await db.query<{ request_code: string; requested_at: string }>(
      'select request_code, requested_at::text from inventory.issue where id::text = $1',
      [id],
    );
    const [day] = await db.query<{ day: string }>(
      'select (config.business_date() + 3)::text as day',
    );
    const asked = await db.commitAs('agency', async (me) =>
      revise(me, slips, id, {
        version: 1,
        lines: [
          ['GAO', 7],
          ['MI', 1],
        ],
        note: ' gấp ',
        wanted: day?.day ?? null,
      }),
    );

    expect(asked).toMatchObject({
      id,
      request_code: before?.request_code,
      status: 'requested',
      version: '2',
      wanted_date: day?.day,
    });
    expect(asked.total_amount).toBe(
      String(Number(slips.worth('GAO', 7)) + Number(slips.worth('MI'))),
    );
    expect(await linesOf(db, id)).toEqual([
      { sku: 'GAO', quantity: '7', asked: null, total: '71400' },
      { sku: 'MI', quantity: '1', asked: null, total: slips.worth('MI') },
    ]);
    const [after] = await db.query<{ later: boolean }>(
      'select requested_at > $2::timestamptz as later from inventory.issue where id::text = $1',
      [id, before?.requested_at],
    );
    expect(after?.later).toBe(true);
    expect(await stockOf(db, 'GAO')).toBe('100');
  });

  test('in the version that was read: who read an older one is told', async () => {
    const { id } = await ask();
    await db.as('agency', async (me) => {
      const wish = {
        version: 1,
        lines: [['GAO', 1]] as SlipWish['lines'],
        clientKey: 'revised once',
      };
      expect((await revise(me, slips, id, wish)).version).toBe('2');
      expect((await revise(me, slips, id, wish)).version).toBe('2');
      expect(await reviseRefused(me, slips, id, { version: 1, lines: [['GAO', 2]] })).toMatchObject(
        {
          code: 'SDSTA',
          details: { read_version: 1, version: 2 },
        },
      );
      expect(
        (await reviseRefused(me, slips, id, { version: null, lines: [['GAO', 2]] })).code,
      ).toBe('SDVAL');
    });
  });

  test('with lines that are right, and no day that is over', async () => {
    const { id } = await ask();
    await db.as('agency', async (me) => {
      expect(
        await reviseRefused(me, slips, id, {
          version: 1,
          lines: [['BIA', 0]],
          wanted: '2024-01-01',
        }),
      ).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [
            { path: 'items.0.quantity', reason: 'not_positive' },
            { path: 'wanted_date', reason: 'in_past', value: '2024-01-01' },
          ],
        },
      });
      expect((await reviseRefused(me, slips, id, { version: 1, lines: [['NGUNG', 1]] })).code).toBe(
        'SDITM',
      );
    });
  });

  test('not of another agency, which is unknown, and not once it was decided on or postponed', async () => {
    const other = await db.commitAs('manager', (me) =>
      request(me, slips, { agency: 'DL0002', lines: [['GAO', 1]] }),
    );
    const postponed = await ask();
    await db.commitAs('manager', (me) => take(me, 'postpone_issue', postponed.id));
    const confirmed = await ask([['GAO', 1]]);
    await db.commitAs('manager', (me) => take(me, 'confirm_issue', confirmed.id));
    await db.as('agency', async (me) => {
      const wish = { version: 1, lines: [['GAO', 1]] as SlipWish['lines'] };
      expect((await reviseRefused(me, slips, other.id, wish)).code).toBe('SDNFD');
      expect(await reviseRefused(me, slips, postponed.id, wish)).toMatchObject({
        code: 'SDTRN',
        details: { from: 'postponed' },
      });
      expect(await reviseRefused(me, slips, confirmed.id, wish)).toMatchObject({
        code: 'SDTRN',
        details: { from: 'confirmed' },
      });
    });
    await db.as('auditor', async (me) => {
      expect(
        (await reviseRefused(me, slips, other.id, { version: 1, lines: [['GAO', 1]] })).code,
      ).toBe('42501');
    });
    await db.as('accountant', async (me) => {
      expect(
        (await reviseRefused(me, slips, other.id, { version: 1, lines: [['GAO', 1]] })).code,
      ).toBe('SDPRM');
    });
  });
});

describe('a dealer withdraws a request', () => {
  test('that waits or is postponed: it is rejected, and told as withdrawn', async () => {
    const [waits, postponed] = [await ask(), await ask()];
    await db.commitAs('manager', (me) => take(me, 'postpone_issue', postponed.id));
    for (const { id } of [waits, postponed]) {
      expect(await db.commitAs('agency', (me) => withdraw(me, id))).toMatchObject({
        status: 'rejected',
        is_withdrawn: true,
        reason: 'Đã rút đề nghị',
      });
    }
    expect(await db.as('agency', (me) => withdrawRefused(me, waits.id))).toMatchObject({
      code: 'SDTRN',
      details: { from: 'rejected', to: 'rejected' },
    });
  });

  test('but not one that was confirmed, nor that of another agency', async () => {
    const confirmed = await ask([['GAO', 1]]);
    await db.commitAs('manager', (me) => take(me, 'confirm_issue', confirmed.id));
    const other = await db.commitAs('manager', (me) =>
      request(me, slips, { agency: 'DL0002', lines: [['GAO', 1]] }),
    );
    await db.as('agency', async (me) => {
      expect((await withdrawRefused(me, confirmed.id)).code).toBe('SDTRN');
      expect((await withdrawRefused(me, other.id)).code).toBe('SDNFD');
    });
    await db.as('accountant', async (me) => {
      expect((await withdrawRefused(me, other.id)).code).toBe('SDPRM');
    });
    await db.as('warehouse', async (me) => {
      expect((await withdrawRefused(me, other.id)).code).toBe('42501');
    });
  });
});

describe('a request is confirmed with less', () => {
  test('lines say what goes out and what was asked for; 0 leaves a line out; the rest is judged and moves', async () => {
    const { id } = await ask();
    await db.as('manager', async (me) => {
      const before = BigInt(await debtOf(me, 'DL0001'));
      const stock = Number(await stockOf(me, 'BIA'));
      const slip = await confirmLess(me, slips, id, [
        ['BIA', 4],
        ['GAO', 0],
      ]);

      expect(slip).toMatchObject({ status: 'confirmed', total_amount: '408000' });
      expect(await linesOf(me, id)).toEqual([
        { sku: 'BIA', quantity: '4', asked: '10', total: '408000' },
        { sku: 'GAO', quantity: '0', asked: '5', total: '0' },
      ]);
      expect(await stockOf(me, 'BIA')).toBe(String(stock - 4));
      expect(
        (await stockLedger(me, 'GAO'))
          .filter(({ kind }) => kind === 'issue')
          .map(({ quantity }) => quantity),
      ).not.toContain('0');
      expect(BigInt(await debtOf(me, 'DL0001')) - before).toBe(408_000n);
    });
  });

  test('one that is more than the shelf holds passes when less goes out', async () => {
    const { id } = await ask([['BIA', 1000]]);
    await db.as('admin', async (me) => {
      expect((await confirmLessRefused(me, slips, id, null)).code).toBe('SDDBT');
      const slip = await confirmLess(me, slips, id, [['BIA', 2]]);
      expect(slip.total_amount).toBe('204000');
    });
  });

  test('never with more, with what was not asked for, or with nothing', async () => {
    const { id } = await ask();
    await db.as('manager', async (me) => {
      expect(
        await confirmLessRefused(me, slips, id, [
          ['BIA', 11],
          ['MI', 1],
          ['GAO', -1],
        ]),
      ).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [
            { path: 'items.0.quantity', reason: 'exceeds_asked', limit: '10' },
            { path: 'items.1.item_id', reason: 'not_on_slip' },
            { path: 'items.2.quantity', reason: 'negative' },
          ],
        },
      });
      expect(
        await confirmLessRefused(me, slips, id, [
          ['BIA', 0],
          ['GAO', 0],
        ]),
      ).toMatchObject({ details: { fields: [{ path: 'items', reason: 'nothing_left' }] } });
      expect(
        await confirmLessRefused(me, slips, id, [
          ['BIA', 1.5],
          ['BIA', 2],
        ]),
      ).toMatchObject({
        details: {
          fields: [
            { path: 'items.0.quantity', reason: 'whole_number_only' },
            { path: 'items.1.item_id', reason: 'repeated' },
          ],
        },
      });
      expect(await linesOf(me, id)).toMatchObject([
        { quantity: '10', asked: null },
        { quantity: '5', asked: null },
      ]);
    });
  });

  test('is not confirmed by who read it before it was asked anew', async () => {
    const { id } = await ask();
    await db.commitAs('agency', (me) => revise(me, slips, id, { version: 1, lines: [['GAO', 1]] }));
    await db.as('manager', async (me) => {
      expect((await confirmLessRefused(me, slips, id, null, 1)).code).toBe('SDSTA');
      expect((await confirmLess(me, slips, id, null, 2)).total_amount).toBe('10200');
    });
  });

  test('nothing comes back of a line that was left out, and of one that was cut no more than went out', async () => {
    const returns = await returnMaker(db);
    const { id } = await ask();
    await db.as('admin', async (me) => {
      await confirmLess(me, slips, id, [
        ['BIA', 4],
        ['GAO', 0],
      ]);
      expect(
        await returns.refused(me, {
          slip: id,
          lines: [
            ['GAO', 1],
            ['BIA', 5],
          ],
        }),
      ).toMatchObject({
        code: 'SDRET',
        details: {
          items: [
            { sku: 'GAO', issued: '0', excess: '1' },
            { sku: 'BIA', issued: '4', excess: '1' },
          ],
        },
      });
      expect((await returns.create(me, { slip: id, lines: [['BIA', 4]] })).total_amount).toBe(
        '408000',
      );
    });
  });
});

test.each([1, 2, 3, 4])(
  'asked anew and confirmed at once: one wins, the other is told (%i)',
  async () => {
    const { id } = await ask([['GAO', 2]]);
    const outcomes = await atOnce<unknown>(db, [
      { person: 'agency', act: (me) => revise(me, slips, id, { version: 1, lines: [['GAO', 3]] }) },
      { person: 'manager', act: (me) => confirmLess(me, slips, id, null, 1) },
    ]);

    expect(refusedCodes(outcomes)).toHaveLength(1);
    expect(['SDTRN', 'SDSTA']).toContain(refusedCodes(outcomes)[0]);
  },
);

describe('lines of a slip that was decided on', () => {
  test.each([
    [
      'UPDATE',
      'update inventory.issue_detail set quantity = quantity + 1, line_total = '
        + 'round((quantity + 1) * unit_price)',
    ],
    ['DELETE', 'delete from inventory.issue_detail'],
  ])('refuse %s, the owner’s too', async (verb, statement) => {
    const slip = await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0001', lines: [['GAO', 1]] }),
    );
    await db.asOwner(async (owner) => {
      expect(
        await owner.refusal(`${statement} where issue_id::text = $1`, [slip.id]),
      ).toMatchObject({
        code: 'SDHIS',
        details: { table: 'inventory.issue_detail', verb, issue_id: slip.id },
      });
    });
  });

  test('keep item, place and author also while they wait, and are not emptied at once', async () => {
    await ask();
    await db.asOwner(async (owner) => {
      expect(
        (await owner.refusal('update inventory.issue_detail set line_no = line_no + 1')).code,
      ).toBe('SDHIS');
    });
    await db.asOwner(async (owner) => {
      expect((await owner.refusal('truncate inventory.issue_detail cascade')).code).toBe('SDHIS');
    });
  });
});

test('the books hold after all of it', async () => {
  const { id } = await ask();
  await db.commitAs('manager', (me) =>
    confirmLess(me, slips, id, [
      ['BIA', 3],
      ['GAO', 0],
    ]),
  );
  const broken = [];
  for (const name of invariantNames) if ((await breachesOf(db, name)).length > 0) broken.push(name);
  expect(broken).toEqual([]);
});
