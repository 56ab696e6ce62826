// A list that is too long is refused for that alone: judging its lines is what would hurt.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person, Refusal } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

const MONSTER = '1e131000';
const MANY = 700;

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const item = '(select id from inventory.item order by created_at, id limit 1)';
const many = (element: string, count = MANY) =>
  `(select array_agg(${element}) from generate_series(1, ${count}))`;
const line = (type: string, ...values: string[]) => `row(${values.join(', ')})::${type}`;
const answers = (count: number) => many(line('inventory.counted_answer', item, 'true'), count);
const goods = line('inventory.issue_line', item, `${MONSTER}::numeric`, 'false');

interface Case {
  command: string;
  who: Person;
  path: string;
  call: (count: number) => string;
}
const cases: Case[] = [
  {
    command: 'create_issue',
    who: 'sales',
    path: 'items',
    call: (n) => `inventory.create_issue('k', null, ${many(goods, n)})`,
  },
  {
    command: 'prices of create_issue',
    who: 'manager',
    path: 'prices',
    call: (n) => `inventory.create_issue('k', null,
      ${many(goods, 1)}, prices => ${many(line('inventory.line_price', item, `${MONSTER}::numeric`, "repeat('x', 100000)"), n)})`,
  },
  {
    command: 'request_issue',
    who: 'sales',
    path: 'items',
    call: (n) => `inventory.request_issue('k', null, ${many(goods, n)})`,
  },
  {
    command: 'create_issue_return',
    who: 'manager',
    path: 'items',
    call: (n) => `inventory.create_issue_return('k', null, ${many(goods, n)})`,
  },
  {
    command: 'request_issue_return',
    who: 'sales',
    path: 'items',
    call: (n) => `inventory.request_issue_return('k', null, ${many(goods, n)})`,
  },
  {
    command: 'create_receipt',
    who: 'warehouse',
    path: 'items',
    call: (n) => `inventory.create_receipt('k', null,
      ${many(line('inventory.receipt_line', item, `${MONSTER}::numeric`, `${MONSTER}::numeric`, 'false'), n)})`,
  },
  {
    command: 'create_stock_count',
    who: 'warehouse',
    path: 'items',
    call: (n) => `inventory.create_stock_count('k',
      ${many(line('inventory.count_line', item, `${MONSTER}::numeric`, `${MONSTER}::numeric`), n)})`,
  },
  {
    command: 'counted of create_issue',
    who: 'sales',
    path: 'counted',
    call: (n) => `inventory.create_issue('k', null, null, counted => ${answers(n)})`,
  },
  {
    command: 'confirm_issue',
    who: 'sales',
    path: 'counted',
    call: (n) => `inventory.confirm_issue('k', null, counted => ${answers(n)})`,
  },
  {
    command: 'cancel_issue',
    who: 'manager',
    path: 'counted',
    call: (n) => `inventory.cancel_issue('k', null, 'x', ${answers(n)})`,
  },
  {
    command: 'counted of create_receipt',
    who: 'warehouse',
    path: 'counted',
    call: (n) => `inventory.create_receipt('k', null, null, counted => ${answers(n)})`,
  },
  {
    command: 'cancel_receipt',
    who: 'manager',
    path: 'counted',
    call: (n) => `inventory.cancel_receipt('k', null, 'x', ${answers(n)})`,
  },
  {
    command: 'counted of create_stock_count',
    who: 'warehouse',
    path: 'counted',
    call: (n) => `inventory.create_stock_count('k', null, counted => ${answers(n)})`,
  },
  {
    command: 'counted of create_issue_return',
    who: 'manager',
    path: 'counted',
    call: (n) => `inventory.create_issue_return('k', null, null, counted => ${answers(n)})`,
  },
  {
    command: 'confirm_issue_return',
    who: 'manager',
    path: 'counted',
    call: (n) => `inventory.confirm_issue_return('k', null, counted => ${answers(n)})`,
  },
  {
    command: 'cancel_issue_return',
    who: 'manager',
    path: 'counted',
    call: (n) => `inventory.cancel_issue_return('k', null, 'x', ${answers(n)})`,
  },
  {
    command: 'open_stock',
    who: 'warehouse',
    path: 'items',
    call: (n) => `inventory.open_stock(${many(goods, n)}, null)`,
  },
  {
    command: 'allocate_payment',
    who: 'accountant',
    path: 'allocations',
    call: (n) => `finance.allocate_payment('k', null,
      ${many(line('finance.allocation_line', 'null', `${MONSTER}::numeric`, 'null'), n)})`,
  },
  {
    command: 'create_role',
    who: 'admin',
    path: 'scopes',
    call: (n) =>
      `auth.create_role('k', 'x', 'x', 'x', 'sodaily_user', ${many("repeat('x', 1000)", n)})`,
  },
  {
    command: 'update_role',
    who: 'admin',
    path: 'scopes',
    call: (n) => `auth.update_role('k', null, null, 'x', 'x', ${many("repeat('x', 1000)", n)})`,
  },
  {
    command: 'set_user_roles',
    who: 'admin',
    path: 'role_codes',
    call: (n) => `auth.set_user_roles('k', null, null, ${many("repeat('x', 1000)", n)})`,
  },
  {
    command: 'create_user',
    who: 'admin',
    path: 'role_codes',
    call: (n) => `auth.create_user('k', 'x', 'x', role_codes => ${many("repeat('x', 1000)", n)})`,
  },
];

const refusalOf = (who: Person, call: string): Promise<Refusal> =>
  db.as(who, (me) => me.refusal(`select ${call}`));

describe('a list of 700 monsters', () => {
  test.each(cases)(
    'is refused by $command for its length and for nothing else',
    async ({ who, path, call }) => {
      const { code, details } = await refusalOf(who, call(MANY));
      expect({ code, details }).toEqual({
        code: 'SDVAL',
        details: { fields: [{ path, reason: 'too_many_lines', value: String(MANY) }] },
      });
    },
  );
});

describe('what is told back', () => {
  test.each(cases.filter(({ call }) => call(1).includes(MONSTER)))(
    'by $command of a list that may be judged is short',
    async ({ who, call }) => {
      const { code, details } = await refusalOf(who, call(50));
      expect(code).toBe('SDVAL');
      for (const { value = '' } of details['fields'] as { value?: string }[])
        expect(value.length).toBeLessThanOrEqual(100);
      expect(JSON.stringify(details).length).toBeLessThan(40_000);
    },
  );

  test('of 10,000 agencies that nobody knows is the first two hundred', async () => {
    const [key] = await db.query<{ type: string }>(
      'select pg_typeof(id)::text as type from auth."user" limit 1',
    );
    const unknown = key?.type === 'uuid' ? 'gen_random_uuid()' : '2147483647';
    const { details } = await refusalOf(
      'admin',
      `auth.create_user('k', 'x', 'x', agency_ids => ${many(unknown, 10_000)})`,
    );
    expect((details['fields'] as unknown[]).length).toBe(200);
  });

  test('of a payment is short, and says that it was cut', async () => {
    const { details } = await refusalOf(
      'accountant',
      `finance.create_payment('k', null, ${MONSTER}::numeric, method => repeat('đ', 100000))`,
    );
    const values = Object.fromEntries(
      (details['fields'] as { path: string; value?: string }[]).map(({ path, value }) => [
        path,
        value,
      ]),
    );
    expect(values).toEqual({
      agency_id: undefined,
      amount: `1${'0'.repeat(98)}…`,
      method: `${'đ'.repeat(99)}…`,
    });
  });
});
