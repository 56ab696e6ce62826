import { afterAll, beforeAll, expect, test } from 'vitest';
import { stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addAgency } from '../../support/master.ts';
import { confirmationRefused, requestSlip } from '../../support/request.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  for (const [code, status] of [
    ['DL1001', 'pending'],
    ['DL1002', 'rejected'],
    ['DL1003', 'blocked'],
    ['DL1004', 'terminated'],
  ] as const) {
    await addAgency(db, { code, status, name: `Đại lý ${status}` });
  }
  slips = await slipMaker(db);
});
afterAll(() => db.close());

test.each([
  ['pending', 'DL1001'],
  ['rejected', 'DL1002'],
  ['blocked', 'DL1003'],
  ['terminated', 'DL1004'],
])('no goods go to an agency that is %s', async (status, code) => {
  await db.as('manager', async (me) => {
    const refusal = await slips.refused(me, { agency: code, lines: [['MI', 1]] });

    expect(refusal.code).toBe('SDAGN');
    expect(refusal.details).toEqual({
      agency_id: slips.agencyId(code),
      agency_code: code,
      agency_name: `Đại lý ${status}`,
      status,
    });
    expect(await stockOf(me, 'MI')).toBe('50');
  });
});

test('goods go to an agency that is active', async () => {
  await db.as('manager', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0004', lines: [['MI', 1]] });

    expect(slip.status).toBe('confirmed');
  });
});

test('not even when all is paid on the spot', async () => {
  await db.as('manager', async (me) => {
    const refusal = await slips.refused(me, {
      agency: 'DL1003',
      lines: [['MI', 1]],
      paidNow: slips.worth('MI'),
    });

    expect(refusal.code).toBe('SDAGN');
  });
});

test('it is asked before the debt limit and before stock', async () => {
  await db.as('manager', async (me) => {
    const refusal = await slips.refused(me, { agency: 'DL1003', lines: [['TRON', 500]] });

    expect(refusal.code).toBe('SDAGN');
  });
});

test('a request that waited while its agency was blocked is refused when it is confirmed', async () => {
  await db.asOwner(async (owner) => {
    const id = await requestSlip(owner, { agency: 'DL0001', lines: [['MI', 1]] });
    await owner.query(
      `update agency.agency set status = 'blocked', status_reason = 'Nợ quá hạn'
        where code = 'DL0001'`,
    );

    const refusal = await confirmationRefused(owner, id);

    expect(refusal).toMatchObject({
      code: 'SDAGN',
      details: { agency_code: 'DL0001', status: 'blocked' },
    });
  });
});

test('one blocked agency stops all slips of a statement', async () => {
  await db.asOwner(async (owner) => {
    const ids = [
      await requestSlip(owner, { agency: 'DL0001', lines: [['MI', 1]] }),
      await requestSlip(owner, { agency: 'DL0003', lines: [['MI', 1]] }),
    ];

    const refusal = await confirmationRefused(owner, ...ids);

    expect(refusal).toMatchObject({ code: 'SDAGN', details: { agency_code: 'DL0003' } });
  });
});
