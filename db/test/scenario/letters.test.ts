// Letters of a month: written for all in one act, with figures that stay as they were known.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../support/actor.ts';
import { order, orderRefused } from '../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const create = async (me: Actor, key: string): Promise<number> =>
  (
    await me.one<{ written: number }>(
      'select finance.create_letters($1, config.business_date())::int as written',
      [key],
    )
  ).written;
const lettersOf = (me: Actor, code: string) =>
  me.query<{ id: string; bought: string; closing: string; documents: { open: string }[] }>(
    `select l.id::text, l.bought_amount::text as bought, l.closing_amount::text as closing,
       l.open_documents as documents
     from finance.balance_letter as l join agency.agency as a on a.id = l.agency_id
     where a.code = $1 order by l.known_at, l.id`,
    [code],
  );

describe.each<[Person, string]>([
  ['sales', '42501'],
  ['warehouse', '42501'],
  ['agency', '42501'],
  ['auditor', '42501'],
])('%s', (person, code) => {
  test('may not write letters', async () => {
    await db.as(person, async (me) => {
      expect((await me.refusalOf(() => create(me, 'letters'))).code).toBe(code);
    });
  });
});

test('an agency that bought gets a letter of its debt, which is the debt of the books', async () => {
  await db.query(`update agency.agency set email = 'daily1@example.com' where code = 'DL0001'`);
  await db.commitAs('manager', (me) => slips.create(me, { agency: 'DL0001', lines: [['MI', 3]] }));
  await db.commitAs('accountant', (me) => create(me, 'first'));

  await db.as('accountant', async (me) => {
    const [letter] = await lettersOf(me, 'DL0001');
    const { debt } = await me.one<{ debt: string }>(
      `select debt_amount::text as debt from agency.agency where code = 'DL0001'`,
    );
    expect(letter?.closing).toBe(debt);
    const open = letter?.documents.reduce((sum, each) => sum + BigInt(each.open), 0n);
    expect(String(open)).toBe(debt);
  });
});

test('it is mailed to those who have an address, and says to whom', async () => {
  const mails = await db.query<{ recipient: string; mailed: string | null }>(
    `select o.recipient, l.mailed_to as mailed from notification.outbox as o
     join finance.balance_letter as l on l.id::text = o.about
     where o.template = 'balance_letter'`,
  );

  expect(mails).toEqual([{ recipient: 'daily1@example.com', mailed: 'daily1@example.com' }]);
  const [counted] = await db.query<{ with_address: number; mails: number }>(
    `select count(*) filter (where a.email is not null)::int as with_address,
       count(l.mailed_to)::int as mails
     from finance.balance_letter as l join agency.agency as a on a.id = l.agency_id`,
  );
  expect(counted?.mails).toBe(counted?.with_address);
});

test('every mail says whose it is, once the company wrote that', async () => {
  const senders = () =>
    db.query<{ sender: string | null }>(
      `select m.sender from notification.outbox as o
       cross join lateral notification.email_to_send(o.id) as m limit 1`,
    );
  expect(await senders()).toEqual([{ sender: null }]);
  await db.commitAs('admin', (me) =>
    order(me, 'config.update_company_profile', {
      version: null,
      name: 'Công ty Đại Phát',
      phone: '028 3750 0000',
    }),
  );
  expect(await senders()).toEqual([{ sender: 'Công ty Đại Phát\n028 3750 0000' }]);
});

test('asked for again, nobody gets a second letter that says the same', async () => {
  await db.commitAs('accountant', async (me) => {
    expect(await create(me, 'again')).toBe(0);
  });
});

test('what comes later makes another letter, and leaves the first as it was known', async () => {
  const before = await db.as('accountant', (me) => lettersOf(me, 'DL0001'));
  await db.commitAs('manager', (me) => slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }));
  await db.commitAs('accountant', async (me) => {
    expect(await create(me, 'later')).toBe(1);
  });

  await db.as('accountant', async (me) => {
    const [first, second] = await lettersOf(me, 'DL0001');
    expect(first).toEqual(before[0]);
    expect(BigInt(second?.closing ?? 0)).toBeGreaterThan(BigInt(first?.closing ?? 0));
  });
});

test('the agency reads its own letters and nobody else’s', async () => {
  await db.as('agency', async (me) => {
    const codes = await me.query<{ code: string }>(
      `select distinct a.code from finance.balance_letter as l
       join agency.agency as a on a.id = l.agency_id`,
    );
    expect(codes).toEqual([{ code: 'DL0001' }]);
  });
  await db.as('warehouse', async (me) => {
    expect((await me.refusal('select id from finance.balance_letter')).code).toBe('42501');
  });
});

describe('an answer', () => {
  test('is recorded once, with the day it was signed', async () => {
    await db.as('accountant', async (me) => {
      const [letter] = await lettersOf(me, 'DL0001');
      const { today } = await me.one<{ today: string }>(
        'select config.business_date()::text as today',
      );
      const given = {
        client_key: 'answer',
        balance_letter_id: letter?.id,
        answered_date: today,
        is_agreed: true,
      };
      const answered = await order(me, 'finance.answer_letter', given);
      expect(answered).toMatchObject({ is_agreed: true, answered_date: today });
      expect(await order(me, 'finance.answer_letter', given)).toEqual(answered);
      expect(
        await orderRefused(me, 'finance.answer_letter', { ...given, client_key: 'other' }),
      ).toMatchObject({ code: 'SDTRN' });
    });
  });

  test('that disagrees says why; none is of a day to come, and none of a letter nobody wrote', async () => {
    await db.as('accountant', async (me) => {
      const [letter] = await lettersOf(me, 'DL0001');
      const refused = (given: object) =>
        orderRefused(me, 'finance.answer_letter', {
          balance_letter_id: letter?.id,
          answered_date: '2026-01-01',
          is_agreed: false,
          ...given,
        });
      expect((await refused({})).details['fields']).toEqual([{ path: 'note', reason: 'required' }]);
      expect(
        (await refused({ answered_date: '2100-01-01', note: 'Thiếu một phiếu' })).details['fields'],
      ).toEqual([{ path: 'answered_date', reason: 'in_future' }]);
      expect((await refused({ answered_date: null, is_agreed: null })).details['fields']).toEqual([
        { path: 'is_agreed', reason: 'required' },
        { path: 'answered_date', reason: 'required' },
      ]);
    });
  });
});
