import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { dayFromToday, debtOf, fingerprints } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { paymentMaker, type PaymentMaker, type PaymentWish } from '../../support/payment.ts';
import { slipMaker, unknownKey } from '../../support/slip.ts';

let db: TestDatabase;
let payments: PaymentMaker;
let today: string;
let nobody: string;

beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  nobody = await unknownKey(db);
  payments = paymentMaker((code) => (code === 'nobody' ? nobody : slips.agencyId(code)));
  today = await dayFromToday(db, 0);
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 9]] }),
  );
});
afterAll(() => db.close());

test('an accountant records a payment as it was told', async () => {
  await db.as('accountant', async (me) => {
    const paid = await payments.create(me, {
      agency: 'DL0001',
      amount: 1_500_000,
      date: today,
      method: 'bank',
      reference: ' FT26/001 ',
      note: ' Đợt 1 ',
    });

    expect(paid).toMatchObject({
      code: `PT-${today.slice(0, 4)}-000001`,
      status: 'confirmed',
      issue_id: null,
      method: 'bank',
      reference: 'FT26/001',
      amount: '1500000',
      payment_date: today,
      note: 'Đợt 1',
    });
    expect(await debtOf(me, 'DL0001')).toBe('7500000');
  });
});

test('without a date it is of today, without a method in cash, without words it has none', async () => {
  await db.as('accountant', async (me) => {
    const paid = await payments.create(me, {
      agency: 'DL0001',
      amount: '1000.000',
      method: null,
      note: '  ',
    });

    expect(paid).toMatchObject({
      payment_date: today,
      method: 'cash',
      reference: null,
      note: null,
      amount: '1000',
    });
  });
});

test('numbers follow each other within the year of the payment, after those paid on the spot', async () => {
  await db.as('accountant', async (me) => {
    const codes = [];
    for (const date of [today, '2024-12-31', today, '2024-12-30']) {
      codes.push((await payments.create(me, { agency: 'DL0001', amount: 1, date })).code);
    }

    const year = today.slice(0, 4);
    expect(codes).toEqual([
      `PT-${year}-000001`,
      'PT-2024-000001',
      `PT-${year}-000002`,
      'PT-2024-000002',
    ]);
  });
});

test.each<Person>(['manager', 'sales', 'agency'])(
  '%s may not: it is the task of finance',
  async (person) => {
    await db.as(person, async (me) => {
      expect(await payments.refused(me, { agency: 'DL0001', amount: 1 })).toMatchObject({
        code: 'SDPRM',
        details: { scope: 'finance:write' },
      });
    });
  },
);

test.each<Person>(['warehouse', 'auditor'])('%s cannot even call it', async (person) => {
  await db.as(person, async (me) => {
    expect((await payments.refused(me, { agency: 'DL0001', amount: 1 })).code).toBe('42501');
  });
});

describe('what is wrong is told, all at once', () => {
  const problemsOf = async (wish: Partial<PaymentWish>): Promise<unknown> => {
    const refusal = await db.as('accountant', (me) =>
      payments.refused(me, { agency: 'DL0001', amount: 1, ...wish }),
    );
    expect(refusal.code).toBe('SDVAL');
    return refusal.details['fields'];
  };

  test.each<[number | string | null, string, string?]>([
    [null, 'required'],
    ['NaN', 'not_a_number'],
    [0, 'not_positive'],
    [-1, 'not_positive'],
    ['-Infinity', 'not_positive'],
    ['Infinity', 'too_large'],
    ['1000000000000000', 'too_large'],
    ['1e30', 'too_large', '1000000000000000000000000000000'],
    ['0.5', 'whole_number_only'],
  ])('amount %s: %s', async (amount, reason, value) => {
    const told = amount === null ? {} : { value: value ?? String(amount) };
    expect(await problemsOf({ amount })).toEqual([{ path: 'amount', reason, ...told }]);
  });

  test('the largest amount is no problem of form', async () => {
    const refusal = await db.as('accountant', (me) =>
      payments.refused(me, { agency: 'DL0001', amount: '999999999999999' }),
    );

    expect(refusal.code).toBe('SDEXC');
  });

  test('a date of tomorrow, or before the agency was taken on', async () => {
    const tomorrow = await dayFromToday(db, 1);

    expect(await problemsOf({ date: tomorrow })).toEqual([
      { path: 'payment_date', reason: 'in_future', value: tomorrow },
    ]);
    expect(await problemsOf({ date: '2024-01-14' })).toEqual([
      { path: 'payment_date', reason: 'before_reception', value: '2024-01-15' },
    ]);
  });

  test('no agency, an unknown one, an unknown method, long words', async () => {
    expect(
      await problemsOf({
        agency: null,
        amount: 0,
        method: 'gold',
        reference: 'x'.repeat(101),
        note: 'x'.repeat(501),
      }),
    ).toEqual([
      { path: 'agency_id', reason: 'required' },
      { path: 'amount', reason: 'not_positive', value: '0' },
      { path: 'method', reason: 'unknown', value: 'gold' },
      { path: 'reference', reason: 'too_long', value: '101' },
      { path: 'note', reason: 'too_long', value: '501' },
    ]);
    expect(await problemsOf({ agency: 'nobody' })).toEqual([
      { path: 'agency_id', reason: 'unknown', value: nobody },
    ]);
  });

  test('a client key is needed', async () => {
    expect(await problemsOf({ clientKey: null })).toEqual([
      { path: 'client_key', reason: 'required' },
    ]);
  });

  test("an agency that is not the caller's is unknown to them", async () => {
    await db.asOwner(async (owner) => {
      await owner.query(
        `insert into auth.role_permission (role_id, permission_code)
         select id, 'finance:write' from auth.role where code = 'sales'`,
      );
      const [sales] = await owner.query<{ id: string }>(
        `select id::text from auth."user" where email = 'sales@sodaily.test'`,
      );
      await owner.query(
        `with session as (
           insert into auth.session (user_id, refresh_token_hash, expires_at)
           select id, 'token', now() + interval '1 minute' from auth."user" where id::text = $1
           returning id)
         select set_config('app.session_id', id::text, true),
           set_config('app.current_user_id', $1, true)
         from session`,
        [sales?.id],
      );
      const me = { ...owner, userId: sales?.id ?? '', sessionId: '' };

      expect((await payments.create(me, { agency: 'DL0001', amount: 1 })).status).toBe('confirmed');
      expect(
        (await payments.refused(me, { agency: 'DL0004', amount: 1 })).details['fields'],
      ).toMatchObject([{ path: 'agency_id', reason: 'unknown' }]);
    });
  });
});

describe('sent twice', () => {
  test('with the same key it is one payment, and both get it', async () => {
    await db.as('accountant', async (me) => {
      const wish = { agency: 'DL0001', amount: 1_000_000, clientKey: 'once' };
      const first = await payments.create(me, wish);

      expect(await payments.create(me, { ...wish, amount: '1000000.00' })).toEqual(first);
      expect(await debtOf(me, 'DL0001')).toBe('8000000');
    });
  });

  test('with the same key and another amount it is refused', async () => {
    await db.as('accountant', async (me) => {
      await payments.create(me, { agency: 'DL0001', amount: 1_000_000, clientKey: 'once' });

      expect(
        (await payments.refused(me, { agency: 'DL0001', amount: 2, clientKey: 'once' })).code,
      ).toBe('SDDUP');
    });
  });
});

test('a refused payment leaves nothing behind, no number either', async () => {
  const before = await fingerprints(db);
  await expect(
    db.commitAs('accountant', (me) => payments.create(me, { agency: 'DL0001', amount: 9_000_001 })),
  ).rejects.toMatchObject({ code: 'SDEXC' });

  expect(await fingerprints(db)).toEqual(before);
});

test('the books are right after payments', async () => {
  await db.commitAs('accountant', async (me) => {
    for (const amount of [1_000_000, 250_000, 7_750_000]) {
      await payments.create(me, { agency: 'DL0001', amount });
    }
  });

  expect(await brokenInvariants(db)).toEqual({});
});
