import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { paymentMaker, type Payment, type PaymentMaker } from '../../support/payment.ts';
import { slipMaker, unknownKey } from '../../support/slip.ts';

let db: TestDatabase;
let payments: PaymentMaker;
let paid: Payment;

beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]] }),
  );
  paid = await db.commitAs('accountant', (me) =>
    payments.create(me, { agency: 'DL0001', amount: 2_000_000 }),
  );
});
afterAll(() => db.close());

test('a manager cancels a payment, and it says who, when and why', async () => {
  await db.as('manager', async (me) => {
    const cancelled = await payments.cancel(me, paid.id, ' Khách chuyển nhầm ');

    expect(cancelled).toEqual({
      ...paid,
      status: 'cancelled',
      cancel_reason: 'Khách chuyển nhầm',
      cancelled_by: me.userId,
      is_stamped: true,
    });
    expect(await debtOf(me, 'DL0001')).toBe('5000000');
  });
});

test('an accountant cancels an own payment of today, but not one of a colleague, nor of yesterday', async () => {
  await db.as('accountant', async (me) => {
    expect((await payments.cancel(me, paid.id)).status).toBe('cancelled');
  });
  const other = await db.commitAs('admin', (me) =>
    payments.create(me, { agency: 'DL0001', amount: 1000 }),
  );
  const old = await db.commitOwner(
    async (owner) =>
      (
        await owner.query<{ id: string }>(
          `insert into finance.payment (code, agency_id, amount, payment_date, created_at,
            created_by)
     select config.next_document_code('PT', config.business_date()), p.agency_id, 1000,
       config.business_date(), now() - interval '1 day', p.created_by
     from finance.payment as p where p.id::text = $1 returning id::text`,
          [paid.id],
        )
      )[0]?.id ?? null,
  );
  await db.as('accountant', async (me) => {
    for (const id of [other.id, old]) {
      expect(await payments.cancelRefused(me, id)).toMatchObject({
        code: 'SDPRM',
        details: { scope: 'slip:cancel' },
      });
    }
  });
  await db.commitAs('manager', async (me) => {
    for (const id of [other.id, old]) await payments.cancel(me, id);
  });
});

test.each<Person>(['sales', 'agency'])('%s may not', async (person) => {
  await db.as(person, async (me) => {
    expect(await payments.cancelRefused(me, paid.id)).toMatchObject({
      code: 'SDPRM',
      details: { scope: 'slip:cancel' },
    });
  });
});

test.each<Person>(['warehouse', 'auditor'])('%s cannot even call it', async (person) => {
  await db.as(person, async (me) => {
    expect((await payments.cancelRefused(me, paid.id)).code).toBe('42501');
  });
});

describe('what is wrong is told, all at once', () => {
  test.each<[string | null, string | null, object[]]>([
    ['paid', null, [{ path: 'reason', reason: 'required' }]],
    ['paid', '   ', [{ path: 'reason', reason: 'required' }]],
    ['paid', 'x'.repeat(501), [{ path: 'reason', reason: 'too_long', value: '501' }]],
    [
      null,
      null,
      [
        { path: 'payment_id', reason: 'required' },
        { path: 'reason', reason: 'required' },
      ],
    ],
  ])('payment %s, reason %s', async (payment, reason, fields) => {
    await db.as('manager', async (me) => {
      const refusal = await payments.cancelRefused(me, payment === 'paid' ? paid.id : null, reason);

      expect(refusal).toMatchObject({ code: 'SDVAL' });
      expect(refusal.details['fields']).toEqual(fields);
    });
  });

  test('a payment nobody knows', async () => {
    const nobody = await unknownKey(db);
    await db.as('manager', async (me) => {
      expect((await payments.cancelRefused(me, nobody)).details['fields']).toEqual([
        { path: 'payment_id', reason: 'unknown', value: nobody },
      ]);
    });
  });

  test("a payment of an agency that is not the caller's is unknown to them", async () => {
    await db.commitOwner((owner) =>
      owner.query(
        `insert into auth.role_permission (role_id, permission_code)
       select id, 'slip:cancel' from auth.role where code = 'sales'`,
      ),
    );
    await db.commitOwner((owner) =>
      owner.query(
        `delete from auth.user_agency where user_id = (
         select id from auth."user" where email = 'sales@sodaily.test')
       and agency_id = (select id from agency.agency where code = 'DL0001')`,
      ),
    );
    await db.as('sales', async (me) => {
      expect((await payments.cancelRefused(me, paid.id)).details['fields']).toMatchObject([
        { path: 'payment_id', reason: 'unknown' },
      ]);
    });
  });
});

test('sent twice with the same key it is cancelled once, and both get the answer', async () => {
  await db.as('manager', async (me) => {
    const first = await payments.cancel(me, paid.id, 'Ghi nhầm', 'once');

    expect(await payments.cancel(me, paid.id, 'Ghi nhầm', 'once')).toEqual(first);
    expect(await debtOf(me, 'DL0001')).toBe('5000000');
  });
});

test('the number of a cancelled payment stays in use', async () => {
  await db.commitAs('manager', (me) => payments.cancel(me, paid.id));
  const next = await db.commitAs('accountant', (me) =>
    payments.create(me, { agency: 'DL0001', amount: 1 }),
  );

  expect(Number(next.code.slice(-6))).toBe(Number(paid.code.slice(-6)) + 3);
  const { command_made_its_document: _, ...broken } = await brokenInvariants(db);
  expect(broken).toEqual({});
});
