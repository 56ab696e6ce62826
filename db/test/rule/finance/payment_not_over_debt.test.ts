import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayFromToday, debtLedger, debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addAgency } from '../../support/master.ts';
import { paymentMaker, regulate, type PaymentMaker } from '../../support/payment.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let strict: TestDatabase;
let lenient: TestDatabase;
const make = {
  slips: new Map<TestDatabase, SlipMaker>(),
  pay: new Map<TestDatabase, PaymentMaker>(),
};

beforeAll(async () => {
  [strict, lenient] = await Promise.all([testDatabase(), testDatabase()]);
  for (const db of [strict, lenient]) {
    for (const status of ['pending', 'rejected', 'blocked', 'terminated'] as const) {
      await addAgency(db, {
        code: `DL1${{ pending: 1, rejected: 2, blocked: 3, terminated: 4 }[status]}00`,
        status,
      });
    }
    const slips = await slipMaker(db);
    make.slips.set(db, slips);
    make.pay.set(db, paymentMaker(slips.agencyId));
    await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]] }),
    );
  }
  await lenient.commitOwner((owner) => regulate(owner, 'PAYMENT_NOT_OVER_DEBT', 'false'));
}, 60_000);
afterAll(() => Promise.all([strict.close(), lenient.close()]));

const pay = (db: TestDatabase): PaymentMaker => {
  const maker = make.pay.get(db);
  if (maker === undefined) throw new Error('not ready');
  return maker;
};

describe('while payments are bounded by the debt', () => {
  test('the whole debt may be paid', async () => {
    await strict.as('accountant', async (me) => {
      await pay(strict).create(me, { agency: 'DL0001', amount: 5_000_000 });

      expect(await debtOf(me, 'DL0001')).toBe('0');
    });
  });

  test('one đồng more is refused, with its figures', async () => {
    await strict.as('accountant', async (me) => {
      const refusal = await pay(strict).refused(me, { agency: 'DL0001', amount: 5_000_001 });

      expect(refusal).toMatchObject({
        code: 'SDEXC',
        details: {
          agency_code: 'DL0001',
          agency_name: 'Tạp hóa Cô Ba',
          debt: '5000000',
          amount: '5000001',
          excess: '1',
          payable: '5000000',
          regulation_version: {
            key: 'PAYMENT_NOT_OVER_DEBT',
            value: 'true',
            valid_from: '2000-01-01',
          },
        },
      });
      expect(await debtOf(me, 'DL0001')).toBe('5000000');
    });
  });

  test('a second payment is measured against what the first left', async () => {
    await strict.as('accountant', async (me) => {
      await pay(strict).create(me, { agency: 'DL0001', amount: 3_000_000 });

      const refusal = await pay(strict).refused(me, { agency: 'DL0001', amount: 3_000_000 });

      expect(refusal).toMatchObject({
        code: 'SDEXC',
        details: { debt: '2000000', excess: '1000000' },
      });
    });
  });

  test.each(['DL1100', 'DL1200', 'DL1300', 'DL1400'])(
    'an agency without debt (%s) has nothing to pay',
    async (agency) => {
      await strict.as('accountant', async (me) => {
        expect(await pay(strict).refused(me, { agency, amount: 1 })).toMatchObject({
          code: 'SDEXC',
          details: { debt: '0', payable: '0', excess: '1' },
        });
      });
    },
  );

  // a terminated agency owes nothing: it has nothing to pay
  test('a blocked agency still pays what it owes', async () => {
    await strict.asOwner(async (owner) => {
      await owner.query(
        `update agency.agency set status = 'blocked', status_reason = 'Nợ quá hạn'
          where code = 'DL0001'`,
      );

      await owner.query(
        `insert into finance.payment (code, agency_id, amount, payment_date, created_by)
         select 'PT-2000-000001', a.id, 5000000, config.business_date(), u.id
         from agency.agency as a cross join auth."user" as u
         where a.code = 'DL0001' and u.email = 'accountant@sodaily.test'`,
      );

      expect(await debtOf(owner, 'DL0001')).toBe('0');
    });
  });

  test('payments of one statement are measured together', async () => {
    await strict.asOwner(async (owner) => {
      const refusal = await owner.refusal(
        `insert into finance.payment (code, agency_id, amount, payment_date, created_by)
         select 'PT-2000-00000' || nth, a.id, 3000000, config.business_date(), u.id
         from agency.agency as a cross join auth."user" as u cross join generate_series(1, 2) as nth
         where a.code = 'DL0001' and u.email = 'accountant@sodaily.test'`,
      );

      expect(refusal).toMatchObject({
        code: 'SDEXC',
        details: { amount: '6000000', excess: '1000000' },
      });
    });
  });
});

describe('when the regulation lets payments pass the debt', () => {
  test('the excess is an advance, and the payment says how much of it', async () => {
    await lenient.as('accountant', async (me) => {
      const paid = await pay(lenient).create(me, { agency: 'DL0001', amount: 7_000_000 });
      const more = await pay(lenient).create(me, { agency: 'DL0001', amount: 500_000 });

      expect(await debtOf(me, 'DL0001')).toBe('-2500000');
      expect(
        await me.query(
          `select p.code, finance.payment_advance_amount(p)::text as advance
            from finance.payment as p order by code`,
        ),
      ).toEqual([
        { code: paid.code, advance: '2000000' },
        { code: more.code, advance: '500000' },
      ]);
    });
  });

  test('a payment within the debt is no advance', async () => {
    await lenient.as('accountant', async (me) => {
      await pay(lenient).create(me, { agency: 'DL0001', amount: 5_000_000 });

      expect(
        await me.query(
          'select finance.payment_advance_amount(p)::text as advance from finance.payment as p',
        ),
      ).toEqual([{ advance: '0' }]);
    });
  });

  test('the advance pays for the next slip', async () => {
    await lenient.as('admin', async (me) => {
      await pay(lenient).create(me, { agency: 'DL0001', amount: 7_000_000 });
      await make.slips.get(lenient)?.create(me, { agency: 'DL0001', lines: [['TRON', 3]] });

      expect((await debtLedger(me, 'DL0001')).map((row) => row.balance_after)).toEqual([
        '5000000',
        '-2000000',
        '1000000',
      ]);
    });
  });

  test('dating a payment back does not bring the old value back', async () => {
    const yesterday = await dayFromToday(lenient, -1);
    await lenient.as('accountant', async (me) => {
      const paid = await pay(lenient).create(me, {
        agency: 'DL0001',
        amount: 6_000_000,
        date: yesterday,
      });

      expect(paid.payment_date).toBe(yesterday);
    });
  });
});
