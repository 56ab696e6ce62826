import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withClient } from '../../../tools/prepare.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { regulate } from '../../support/life.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { returnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  await db.query(`update agency.agency set email = 'co.ba@example.com' where code = 'DL0001'`);
});
afterAll(() => db.close());
beforeEach(async () => {
  for (const table of ['notification.notification', 'notification.outbox'])
    await db.query(`delete from ${table}`);
});

/** Calls a function as the worker does. */
const worker = (text: string, values: unknown[] = []) =>
  withClient(db.workerUrl, async (client) => client.query(text, values));
const told = async (kind: string) =>
  (
    await db.query<{ person: string }>(
      `select split_part(u.email, '@', 1) as person from notification.notification as n
   join auth."user" as u on u.id = n.user_id where n.kind = $1 order by 1`,
      [kind],
    )
  ).map(({ person }) => person);
const payloads = (kind: string) =>
  db.query<{ payload: Record<string, string> }>(
    'select distinct n.payload from notification.notification as n where n.kind = $1',
    [kind],
  );
const mailed = () =>
  db.query('select o.recipient, o.template from notification.outbox as o order by 2');
const request = (person: 'agency' | 'sales' = 'agency') =>
  db.commitAs(person, (me) =>
    me.one<{ id: string }>(
      `select i.id::text
        from inventory.request_issue($1, $2, array[row($3, 2, false)::inventory.issue_line]) as i`,
      [randomUUID(), slips.agencyId('DL0001'), slips.itemId('MI')],
    ),
  );

describe('a request for goods', () => {
  test('is told to those who confirm slips and see the agency, but not to who asked', async () => {
    const { id } = await request();
    for (let n = 0; n < 2; n += 1)
      await worker('select notification.notify_issue_requested($1)', [id]);

    expect(await told('issue_requested')).toEqual(['admin', 'manager', 'sales', 'warehouse']);
    expect(
      (await payloads('issue_requested'))
        .map(({ payload }) => 'total_amount' in payload)
        .toSorted(),
    ).toEqual([false, true]);
  });

  test('is not told once it was answered', async () => {
    const { id } = await request();
    await db.commitAs('sales', (me) =>
      me.query('select from inventory.reject_issue($1, $2, $3)', [randomUUID(), id, 'Hết hàng']),
    );
    await worker('select notification.notify_issue_requested($1)', [id]);

    expect(await told('issue_requested')).toEqual([]);
  });

  test('that is turned down is told to the agency and who works with it, with the reason', async () => {
    const { id } = await request();
    await db.commitAs('manager', (me) =>
      me.query('select from inventory.postpone_issue($1, $2, $3)', [
        randomUUID(),
        id,
        'Chờ hàng về',
      ]),
    );
    for (let n = 0; n < 2; n += 1)
      await worker('select notification.notify_issue_decided($1)', [id]);

    expect(await told('issue_decided')).toEqual(['agency', 'sales']);
    expect(await payloads('issue_decided')).toMatchObject([
      { payload: { status: 'postponed', reason: 'Chờ hàng về' } },
    ]);
  });
});

describe('a request that changes', () => {
  const revise = (id: string, version: number) =>
    db.commitAs('agency', (me) =>
      me.query(
        `select from inventory.revise_request($1, $2, $3,
          array[row($4, 1, false)::inventory.issue_line])`,
        [randomUUID(), id, version, slips.itemId('LE')],
      ),
    );

  test('is told again when it is asked anew, with its number', async () => {
    const { id } = await request();
    await worker('select notification.notify_issue_requested($1)', [id]);
    await revise(id, 1);
    for (let n = 0; n < 2; n += 1)
      await worker('select notification.notify_issue_requested($1)', [id]);

    expect(await told('issue_requested')).toEqual([
      'admin',
      'admin',
      'manager',
      'manager',
      'sales',
      'sales',
      'warehouse',
      'warehouse',
    ]);
    expect(
      new Set((await payloads('issue_requested')).map(({ payload }) => payload['version'])),
    ).toEqual(new Set(['1', '2']));
    expect((await payloads('issue_requested'))[0]?.payload['request_code']).toMatch(/^YC-/);
  });

  test('and is withdrawn is told to those who would have confirmed it, not to the agency', async () => {
    const { id } = await request();
    await db.commitAs('agency', (me) =>
      me.query('select from inventory.withdraw_request($1, $2)', [randomUUID(), id]),
    );
    await worker('select notification.notify_issue_decided($1)', [id]);

    expect(await told('issue_decided')).toEqual(['admin', 'manager', 'sales', 'warehouse']);
    expect(await payloads('issue_decided')).toMatchObject([{ payload: { status: 'withdrawn' } }]);
  });

  test('and is confirmed with less tells the dealer what was cut, also by mail', async () => {
    const { id } = await request();
    await db.commitAs('manager', (me) =>
      me.query(
        `select from inventory.confirm_issue($1, $2,
          items => array[row($3, 1, false)::inventory.issue_line])`,
        [randomUUID(), id, slips.itemId('MI')],
      ),
    );
    await worker('select notification.notify_issue_created($1)', [id]);

    const cut = 'Mì Hảo Hảo thùng 30 gói: 2 → 1';
    expect(new Set((await payloads('issue_created')).map(({ payload }) => payload['cut']))).toEqual(
      new Set([cut]),
    );
    expect(
      await db.query(
        `select o.payload ->> 'cut' as cut from notification.outbox as o
          where o.template = 'issue_created'`,
      ),
    ).toEqual([{ cut }]);
    await db.commitAs('manager', (me) =>
      me.query('select from inventory.cancel_issue($1, $2, $3)', [randomUUID(), id, 'Thử xong']),
    );
  });
});

describe('a return that is asked for', () => {
  const ask = async () => {
    const slip = await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0001', lines: [['LE', 2]] }),
    );
    return db.commitAs('sales', async (me) =>
      (await returnMaker(db)).request(me, { slip: slip.id, lines: [['LE', 1]] }),
    );
  };

  test('is told to those who confirm returns', async () => {
    const { id } = await ask();
    for (let n = 0; n < 2; n += 1)
      await worker('select notification.notify_return_requested($1)', [id]);

    expect(await told('return_requested')).toEqual(['admin', 'manager', 'warehouse']);
  });

  test('once it is decided, to who asked, with the number or the reason; not what they decided themselves', async () => {
    const returns = await returnMaker(db);
    const [confirmed, rejected, withdrawn] = [await ask(), await ask(), await ask()];
    const { code } = await db.commitAs('manager', (me) => returns.confirm(me, confirmed.id));
    await db.commitAs('warehouse', (me) => returns.reject(me, rejected.id, 'Hàng không về'));
    await db.commitAs('sales', (me) => returns.reject(me, withdrawn.id));
    for (const { id } of [confirmed, rejected, withdrawn])
      await worker('select notification.notify_return_decided($1)', [id]);

    expect(await told('return_decided')).toEqual(['sales', 'sales']);
    expect(
      (await payloads('return_decided'))
        .map(({ payload }) => [payload['status'], payload['reason']])
        .toSorted(),
    ).toEqual([
      ['confirmed', code],
      ['rejected', 'Hàng không về'],
    ]);
    await worker('select notification.notify_return_requested($1)', [confirmed.id]);
    expect(await told('return_requested')).toEqual([]);
  });
});

describe('a payment', () => {
  test('is told to who works with the agency and to the agency, which gets a mail, once', async () => {
    await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0001', lines: [['TRON', 1]] }),
    );
    const { id } = await db.commitAs('accountant', (me) =>
      me.one<{ id: string }>('select p.id::text from finance.create_payment($1, $2, 500000) as p', [
        randomUUID(),
        slips.agencyId('DL0001'),
      ]),
    );
    for (let n = 0; n < 2; n += 1)
      await worker('select notification.notify_payment_received($1)', [id]);

    expect(await told('payment_received')).toEqual(['agency', 'sales']);
    expect(await mailed()).toEqual([
      { recipient: 'co.ba@example.com', template: 'payment_received' },
    ]);
  });
});

describe('a slip', () => {
  test('is mailed to the agency once, and warns when its limit is near, once a week', async () => {
    const slip = await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0001', lines: [['TRON', 8]] }),
    );
    for (let n = 0; n < 2; n += 1)
      await worker('select notification.notify_issue_created($1)', [slip.id]);

    expect(await mailed()).toEqual([{ recipient: 'co.ba@example.com', template: 'issue_created' }]);
    expect(await told('near_limit')).toEqual(['admin', 'manager', 'sales']);
    expect(await payloads('near_limit')).toMatchObject([
      { payload: { agency_code: 'DL0001', limit_amount: '10000000' } },
    ]);
  });
});

describe('overdue debt', () => {
  test('is told to who sells and who collects, and mailed to the agency, once a week', async () => {
    const day = await db.query<{ day: string }>(
      'select (config.business_date() - 45)::text as day',
    );
    expect((await worker('select notification.remind_overdue() as told')).rows).toEqual([
      { told: '0' },
    ]);
    // what was paid before meets it first: it was due earlier
    const [free] = await db.query<{ paid: string }>(`select sum(p.amount)::text as paid
      from finance.payment as p join agency.agency as a on a.id = p.agency_id
      where a.code = 'DL0001' and p.status = 'confirmed'`);
    await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0001', lines: [['MI', 10]], date: day[0]?.day ?? '' }),
    );
    for (let n = 0; n < 2; n += 1) await worker('select notification.remind_overdue()');

    expect(await told('debt_overdue')).toEqual(['accountant', 'admin', 'manager', 'sales']);
    expect(await payloads('debt_overdue')).toMatchObject([
      {
        payload: {
          agency_code: 'DL0001',
          slips: '1',
          overdue_amount: String(1_101_600 - Number(free?.paid)),
        },
      },
    ]);
    expect(await mailed()).toEqual([{ recipient: 'co.ba@example.com', template: 'debt_overdue' }]);
  });
});

describe('low stock', () => {
  test('is told to those who keep the stock, once a day in one message', async () => {
    await db.query(`update inventory.item set min_stock = 1000000 where sku in ('MI', 'LE')`);
    for (let n = 0; n < 2; n += 1) await worker('select notification.low_stock_alert()');

    expect(await told('low_stock')).toEqual(['admin', 'warehouse']);
    expect(Number((await payloads('low_stock'))[0]?.payload['items'])).toBeGreaterThanOrEqual(2);
  });
});

describe('goods that came back and money that goes back', () => {
  test('are told to who works with the agency and to the agency, with the debt before and after, once', async () => {
    await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
    const [{ debt = '' } = {}] = await db.query<{ debt: string }>(
      `select debt_amount::text as debt from agency.agency where code = 'DL0001'`,
    );
    const slip = await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0001', lines: [['MI', 2]] }),
    );
    const returns = await returnMaker(db);
    const made = await db.commitAs('admin', (me) =>
      returns.create(me, { slip: slip.id, lines: [['MI', 2]] }),
    );
    for (let n = 0; n < 2; n += 1)
      await worker('select notification.notify_return_confirmed($1)', [made.id]);

    expect(await told('return_confirmed')).toEqual(['agency', 'sales']);
    const before = (BigInt(debt) + BigInt(slip.total_amount)).toString();
    expect(await payloads('return_confirmed')).toMatchObject([
      {
        payload: {
          slip_code: slip.code,
          returned_amount: slip.total_amount,
          before_balance: before,
          after_balance: debt,
        },
      },
    ]);

    const owed = Number(debt);
    await db.commitAs('accountant', (me) =>
      me.query('select from finance.create_payment($1, $2, $3)', [
        randomUUID(),
        slips.agencyId('DL0001'),
        owed + 204_000,
      ]),
    );
    const refund = await db.commitAs('accountant', (me) =>
      me.one<{ id: string }>('select r.id::text from finance.create_refund($1, $2, 100000) as r', [
        randomUUID(),
        slips.agencyId('DL0001'),
      ]),
    );
    for (let n = 0; n < 2; n += 1)
      await worker('select notification.notify_refund_paid($1)', [refund.id]);

    expect(await told('refund_paid')).toEqual(['agency', 'sales']);
    expect(await payloads('refund_paid')).toMatchObject([
      { payload: { refunded_amount: '100000', after_balance: '-104000' } },
    ]);
    expect(await mailed()).toEqual([
      { recipient: 'co.ba@example.com', template: 'refund_paid' },
      { recipient: 'co.ba@example.com', template: 'return_confirmed' },
    ]);
    await db.commitAs('accountant', (me) =>
      me.query('select from finance.create_refund($1, $2, 104000)', [
        randomUUID(),
        slips.agencyId('DL0001'),
      ]),
    );
  });

  test('are not told once they were undone', async () => {
    const slip = await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }),
    );
    const returns = await returnMaker(db);
    const made = await db.commitAs('admin', (me) =>
      returns.create(me, { slip: slip.id, lines: [['MI', 1]] }),
    );
    await db.commitAs('manager', (me) => returns.cancel(me, made.id));
    expect(
      (await worker('select notification.notify_return_confirmed($1) as told', [made.id])).rows,
    ).toEqual([{ told: '0' }]);
    expect(await mailed()).toEqual([]);
    await db.commitAs('admin', (me) => returns.create(me, { slip: slip.id, lines: [['MI', 1]] }));
  });
});

test('amounts that somebody was told in another role are not read in the warehouse', async () => {
  const { id } = await request();
  await worker('select notification.notify_issue_requested($1)', [id]);
  const reads = () =>
    db.as('accountant', (me) =>
      me.query('select n.kind, n.payload from notification.notification as n'),
    );
  await db.query(
    `insert into notification.notification (user_id, kind, subject, payload)
     select u.id, m.kind, m.kind, cast(m.payload as jsonb) from auth."user" as u, (values
       ('payment_received', '{"paid_amount": "500000"}'),
       ('low_stock', '{"items": "3"}')) as m (kind, payload)
     where u.email = 'accountant@sodaily.test'`,
  );
  expect(await reads()).toHaveLength(2);

  const become = (role: string) =>
    db.query(
      `update auth.user_role set role_id = (select id from auth.role where code = $1)
       where user_id = (select id from auth."user" where email = 'accountant@sodaily.test')`,
      [role],
    );
  await become('warehouse');
  expect(await reads()).toEqual([{ kind: 'low_stock', payload: { items: '3' } }]);
  await become('accountant');
});

test('every amount of a payload is known as one', async () => {
  const functions = await db.query<{ key: string }>(
    `select distinct k.key from pg_proc as p
     cross join lateral (
       select m[1] as key
       from regexp_matches(p.prosrc, '''([a-z_]*(?:amount|balance))'',', 'g') as m) as k
     where p.pronamespace = 'notification'::regnamespace`,
  );
  const unknown = await db.query(
    `select k.key from unnest($1::text[]) as k (key)
     where k.key <> 'before_balance' and not exists (
       select from pg_attrdef as d
       where d.adrelid = 'notification.notification'::regclass
         and pg_get_expr(d.adbin, d.adrelid) ~ ('''' || k.key || ''''))`,
    [functions.map(({ key }) => key)],
  );

  expect(functions.length).toBeGreaterThan(5);
  // it never comes without after_balance
  expect(unknown).toEqual([]);
});
